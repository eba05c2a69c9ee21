// The state of the service, drawn from its figures as they come.

const pollMilliseconds = 2000;
const windowMilliseconds = 5 * 60 * 1000;

/** What was read so far, also while another part of the page is shown: [{ at, figures }], the newest last. */
const history_ = [];
/** Where the figures come from; nil until it is known. */
let figuresPath = "/metrics";
let figuresProblem = null;
const figuresListeners = new Set();

/** The figures, at `/metrics`; for admins, also where that has a separate address, with what others may not see. */
async function takeFigures() {
  try {
    const path = token.isAdmin ? "/v1/admin/metrics" : figuresPath;
    let answer = await call("GET", path, { anonymous: path === "/metrics" });
    if (answer.response.status === 404 && path === "/metrics") {
      figuresPath = "/v1/admin/metrics";
      answer = await call("GET", figuresPath);
    }
    if (!answer.response.ok) throw answer;
    figuresProblem = null;
    history_.push({ at: Date.now(), figures: readFigures(answer.text) });
    while (history_[0].at < Date.now() - windowMilliseconds - pollMilliseconds) history_.shift();
    // The oldest holds on to none that have gone.
    history_.forEach((sample, place) => { sample.before = history_[place - 1]; });
  } catch (failure) {
    figuresProblem = failure.response
      ? "Figures have a separate address here (--metrics-address). With an admin's token they are shown on this page, too."
      : "The service does not answer.";
  }
  showState();
  for (const listener of figuresListeners) listener();
}

function showState() {
  const state = document.getElementById("state");
  const latest = history_.at(-1);
  const unreachable = figuresProblem === "The service does not answer.";
  state.classList.toggle("failing", unreachable);
  state.classList.toggle("ready", !figuresProblem);
  const version = latest && samples(latest.figures, "lexi_build_info")[0]?.labels.version;
  // A status that is written again is read aloud again.
  const text = unreachable ? figuresProblem : version ? `Serving, version ${version}` : "Serving";
  if (state.textContent !== text) state.textContent = text;
}

const requests = "lexi_http_requests_total";
const durations = "lexi_http_request_duration_seconds";
const ofClass = (digit) => (labels) => labels.status.startsWith(digit);
const perSecond = (name, matches) => (sample) => rate(sample, sample.before, name, matches);
const latency = (share) => (sample) => (sample.before ? quantile(share, durations, sample.figures, sample.before.figures) : NaN);
const gauge = (name) => (sample) => single(sample.figures, name) ?? NaN;
const perSecondText = (value) => `${count(value)}/s`;

function overviewCharts() {
  return [
    lineChart("Requests", [
      { name: "answered (2xx, 3xx)", class: "c0", area: true, value: (s) => perSecond(requests, ofClass("2"))(s) + perSecond(requests, ofClass("3"))(s) },
      { name: "refused (4xx)", class: "c2", value: perSecond(requests, ofClass("4")) },
      { name: "failed (5xx)", class: "c3", value: perSecond(requests, ofClass("5")) },
    ], perSecondText),
    lineChart("Latency", [
      { name: "half under", class: "c0", area: true, value: latency(0.5) },
      { name: "95 % under", class: "c1", value: latency(0.95) },
      { name: "99 % under", class: "c4", value: latency(0.99) },
    ], seconds),
    lineChart("Calls of the table", [
      { name: "calls", class: "c0", area: true, value: perSecond("lexi_access_pattern_calls_total") },
      { name: "errors", class: "c3", value: perSecond("lexi_access_pattern_errors_total") },
      { name: "throttled", class: "c2", value: perSecond("lexi_access_pattern_throttles_total") },
    ], perSecondText),
    lineChart("Memory", [
      { name: "resident memory", class: "c1", area: true, value: gauge("process_resident_memory_bytes") },
      { name: "for requests in work", class: "c4", value: gauge("lexi_output_bytes") },
    ], bytes),
    lineChart("Size of the table", [
      { name: "items", class: "c0", area: true, value: gauge("lexi_table_bytes") },
      { name: "index entries", class: "c1", value: gauge("lexi_table_index_bytes") },
      { name: "file", class: "c4", value: gauge("lexi_table_file_bytes") },
      { name: "log", class: "c2", value: gauge("lexi_table_log_bytes") },
    ], bytes),
    lineChart("Background work", [
      { name: "tasks under way or waiting", class: "c1", area: true, value: gauge("lexi_background_tasks") },
      { name: "indexes being filled", class: "c2", value: gauge("lexi_indexes_being_filled") },
    ], count, "Filling indexes, emptying what was dropped, trimming logs."),
  ];
}

function tiles(sample) {
  const tile = (name, value, more, alarm) =>
    h("dl", { class: `tile panel${alarm ? " alarm" : ""}` }, h("dt", {}, name), h("dd", {}, value, more ? h("small", {}, ` ${more}`) : null));
  const { figures } = sample;
  const failed = perSecond(requests, ofClass("5"))(sample);
  const items = single(figures, "lexi_table_items");
  const started = single(figures, "process_start_time_seconds");
  const reachable = single(figures, "lexi_table_reachable");
  return [
    tile("Requests", count(perSecond(requests)(sample)), "a second"),
    tile("99 % answered within", seconds(latency(0.99)(sample))),
    tile("Failed", count(failed), "a second", failed > 0),
    tile("In work", count(single(figures, "lexi_http_requests_in_flight") ?? NaN), `on ${count(single(figures, "lexi_open_connections") ?? NaN)} connections`),
    tile("Processor", count(perSecond("process_cpu_seconds_total")(sample) * 100), "% of a core"),
    tile("Memory", bytes(single(figures, "process_resident_memory_bytes") ?? NaN)),
    items !== undefined ? tile("Items", count(items), `${bytes(single(figures, "lexi_table_bytes") ?? NaN)}`) : null,
    reachable !== undefined ? tile("The table's endpoint", reachable ? "answers" : "is away", "", !reachable) : null,
    started !== undefined ? tile("Running for", span(Date.now() / 1000 - started)) : null,
  ].filter(Boolean);
}

function span(total) {
  if (total < 120) return `${Math.max(0, Math.round(total))} s`;
  if (total < 7200) return `${Math.round(total / 60)} min`;
  return total < 172800 ? `${Math.round(total / 3600)} h` : `${Math.round(total / 86400)} days`;
}

/** The access patterns with their calls, latencies and units since the service started. */
function patternFigures(figures) {
  const names = new Map(samples(figures, "lexi_access_pattern_info").map(({ labels }) => [labels.pattern, labels.name]));
  const of = (pattern) => (labels) => labels.pattern === pattern;
  return [...names].map(([pattern, name]) => ({
    pattern, name,
    calls: sum(figures, "lexi_access_pattern_calls_total", of(pattern)),
    read: sum(figures, "lexi_access_pattern_consumed_read_units_total", of(pattern)),
    write: sum(figures, "lexi_access_pattern_consumed_write_units_total", of(pattern)),
    half: quantile(0.5, "lexi_access_pattern_duration_seconds", figures, null, of(pattern)),
    most: quantile(0.99, "lexi_access_pattern_duration_seconds", figures, null, of(pattern)),
  }));
}

function patternsPanel(figures) {
  const sampled = sum(figures, "lexi_access_pattern_units_sampled_calls");
  const weight = (row) => row.read + row.write;
  const rows = patternFigures(figures).sort((a, b) => weight(b) - weight(a)).slice(0, 15);
  const longest = Math.max(0, ...rows.map(weight));
  return h("section", { class: "panel wide" },
    h("h2", {}, "Units per access pattern"),
    h("p", {}, "Read units (green) and write units (blue) since the service started, indexes too."
      + (sampled > 1 ? ` Of many calls one of ${sampled} is asked for them; lexi serve --count-units asks all.` : "")),
    rows.length === 0 ? h("p", {}, "The table was not called yet.") : table(
      ["#", "Pattern", "Share", ">Calls", ">Read units", ">Write units", ">Half under", ">99 % under"],
      rows.map((row) => [
        row.pattern, row.name,
        h("td", { class: "track" }, [bar(row.read, longest), bar(row.write, longest, "second")]),
        row.calls, row.read, row.write,
        number(seconds(row.half)), number(seconds(row.most)),
      ]), "bars"));
}

/** The keys that took the most units in the last hour, of tables whose Contributor Insights are on; null without any. */
function keysPanel(figures) {
  const name = "lexi_dynamodb_hot_key_units";
  const rows = samples(figures, name).filter(({ labels }) => labels.kind === "partition").sort((a, b) => b.value - a.value).slice(0, 15);
  if (rows.length === 0) return null;
  const longest = Math.max(...rows.map(({ value }) => value));
  const throttles = ({ labels }) => sum(figures, "lexi_dynamodb_throttled_key_events",
    (other) => ["table", "index", "kind", "key"].every((label) => other[label] === labels[label]));
  return h("section", { class: "panel wide", id: "hot-keys" },
    h("h2", {}, "Hottest keys"),
    h("p", {}, "Partition keys by the units that they took in the last hour, of tables and indexes whose Contributor Insights are on."),
    table(["Table", "Key", "Share", ">Units", ">Throttled"], rows.map((row) => [
      row.labels.index ? `${row.labels.table}, ${row.labels.index}` : row.labels.table, key(row.labels.key),
      h("td", { class: "track" }, bar(row.value, longest)), row.value, throttles(row),
    ]), "bars"));
}

function routesPanel(figures) {
  const byRoute = new Map();
  for (const { labels, value } of samples(figures, requests)) {
    const name = `${labels.method} ${labels.route}`;
    const row = byRoute.get(name) ?? { name, labels, total: 0, refused: 0, failed: 0 };
    row.total += value;
    if (labels.status.startsWith("4")) row.refused += value;
    if (labels.status.startsWith("5")) row.failed += value;
    byRoute.set(name, row);
  }
  const rows = [...byRoute.values()].sort((a, b) => b.total - a.total).slice(0, 15);
  const same = (row) => (labels) => labels.method === row.labels.method && labels.route === row.labels.route;
  return h("section", { class: "panel wide" }, h("h2", {}, "Calls"),
    table(["Call", ">Requests", ">Refused", ">Failed", ">Half under", ">99 % under"], rows.map((row) => [
      key(row.name), row.total, row.refused, row.failed,
      number(seconds(quantile(0.5, durations, figures, null, same(row)))), number(seconds(quantile(0.99, durations, figures, null, same(row)))),
    ])));
}

function showOverview(main) {
  const charts = overviewCharts();
  const note = h("div", { class: "note", hidden: true });
  const top = h("div", { class: "tiles" });
  const tables = h("div", { class: "stack" });
  let isPaused = false;
  const pause = h("button", { class: "quiet", type: "button", "aria-pressed": "false", onclick: () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Go on" : "Pause";
  } }, "Pause");
  main.replaceChildren(h("div", { class: "row" }, h("h2", {}, "State"), pause), note, top, h("div", { class: "charts" }, charts.map((chart) => chart.element)), tables);
  const update = () => {
    note.hidden = !figuresProblem;
    note.textContent = figuresProblem ?? "";
    const latest = history_.at(-1);
    if (!latest || isPaused) return;
    top.replaceChildren(...tiles(latest));
    // While there is little to show, it fills the charts all the same.
    const window = [latest.at - Math.min(windowMilliseconds, Math.max(60000, latest.at - history_[0].at)), latest.at];
    const has = (name) => latest.figures.has(name);
    charts[4].element.hidden = !has("lexi_table_file_bytes");
    charts[5].element.hidden = !has("lexi_background_tasks");
    for (const chart of charts) chart.draw(history_, window);
    tables.replaceChildren(...[patternsPanel(latest.figures), keysPanel(latest.figures), routesPanel(latest.figures)].filter(Boolean));
  };
  figuresListeners.add(update);
  update();
  return () => figuresListeners.delete(update);
}
