// For admins: an item with its entries in the indexes, and the access patterns that read and write it.

const needed = "The explorer is for admins: it needs the token of a registered user with the role ADMIN.";

function problemText(answer) {
  if ([401, 403].includes(answer.response.status)) return `${needed} The service says: ${answer.json?.detail ?? answer.response.status}`;
  return answer.json?.detail ?? `The service answered ${answer.response.status}.`;
}

async function asked(path) {
  const answer = await call("GET", path);
  if (!answer.response.ok) throw new Error(problemText(answer));
  return answer.json;
}

const withQuery = (path, values) => `${path}?${Object.entries(values).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;

/** Opens an item or a partition: the address of the page says what, so that back and forward work. */
const openItem = (partition, sort) => { location.hash = `#/explorer?${new URLSearchParams({ partition, sort })}`; };
const openPartition = (partition) => { location.hash = `#/explorer?${new URLSearchParams({ partition })}`; };

async function showExplorer(main, query) {
  if (!token.value) return main.replaceChildren(h("h2", {}, "Explorer"), h("p", { class: "note" }, needed));
  const result = h("div", { class: "stack", "aria-live": "polite" });
  main.replaceChildren(h("p", {}, "Reading the kinds of items…"));
  let kinds;
  try { kinds = (await asked("/v1/admin/item-kinds")).items; } catch (failure) {
    return main.replaceChildren(h("h2", {}, "Explorer"), h("p", { class: "note bad" }, failure.message));
  }
  main.replaceChildren(h("div", { class: "stack" }, h("div", { class: "row" }, h("h2", {}, "Explorer")),
    h("div", { class: "charts" }, finder(kinds), keyForm(query), userForm()), result));
  const [partition, sort] = [query.get("partition"), query.get("sort")];
  if (partition === null) return;
  result.replaceChildren(h("p", {}, "Reading…"));
  try {
    result.replaceChildren(...(sort === null ? await shownPartition(partition) : await shownItem(partition, sort)));
  } catch (failure) {
    result.replaceChildren(h("p", { class: "note bad" }, failure.message));
  }
}

/** The components of a key, in the order of its template. */
const components = (kind) => [...new Set([...`${kind.partition_key} ${kind.sort_key}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))];

/** A component as it stands in a key: `#`, `%` and control characters escaped. */
const encoded = (text) => text.replace(/[#%\x00-\x1f\x7f]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

function finder(kinds) {
  const choice = h("select", {}, kinds.map((kind) => h("option", { value: kind.kind }, kind.kind.replaceAll("_", " "))));
  const fields = h("div", { class: "row" });
  const shape = h("p", { class: "mono" });
  let inputs = new Map();
  const chosen = () => kinds.find((kind) => kind.kind === choice.value);
  const fill = () => {
    inputs = new Map(components(chosen()).map((name) => [name, h("input", { type: "text", required: true, autocomplete: "off", spellcheck: "false" })]));
    fields.replaceChildren(...[...inputs].map(([name, input]) => field(name, input)));
    shape.textContent = `${chosen().partition_key} / ${chosen().sort_key}`;
  };
  choice.addEventListener("change", fill);
  fill();
  const filled = (template) => template.replace(/\{(\w+)\}/g, (_, name) => encoded(inputs.get(name).value));
  return h("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    openItem(filled(chosen().partition_key), filled(chosen().sort_key));
  } }, h("h2", {}, "By kind"), field("Kind", choice), shape, fields, h("p", {}, h("button", {}, "Open the item")));
}

function keyForm(query) {
  const partition = h("input", { type: "text", required: true, value: query.get("partition") ?? "", autocomplete: "off", spellcheck: "false" });
  const sort = h("input", { type: "text", value: query.get("sort") ?? "", autocomplete: "off", spellcheck: "false" });
  return h("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    if (sort.value) openItem(partition.value, sort.value); else openPartition(partition.value);
  } }, h("h2", {}, "By key"), field("PK", partition), field("SK (none: the items of the partition)", sort), h("p", {}, h("button", {}, "Open")));
}

function userForm() {
  const email = h("input", { type: "text", required: true, minlength: 2, autocomplete: "off", spellcheck: "false" });
  const found = h("div", { class: "stack", "aria-live": "polite" });
  return h("form", { class: "panel", onsubmit: async (event) => {
    event.preventDefault();
    try {
      const page = await asked(withQuery("/v1/admin/users", { email: email.value, limit: 10 }));
      found.replaceChildren(page.items.length ? h("ul", {}, page.items.map((user) =>
        h("li", {}, h("button", { class: "link", type: "button", onclick: () => openPartition(`USER#${user.user_id}`) }, `${user.display_name} – ${user.email}`))))
        : h("p", {}, "No user's address begins so."));
    } catch (failure) { found.replaceChildren(h("p", { class: "note bad" }, failure.message)); }
  } }, h("h2", {}, "By user"), field("E-mail address, or how it begins", email), h("p", {}, h("button", {}, "Find")), found);
}

async function shownPartition(partition) {
  const rows = h("tbody");
  const more = h("button", { class: "quiet", type: "button" }, "More");
  const load = async (cursor) => {
    const page = await asked(withQuery("/v1/admin/items", { partition_key: partition, limit: 50, cursor }));
    rows.append(...page.items.map((item) => h("tr", {}, key(h("button", { class: "link", type: "button", onclick: () => openItem(item.partition_key, item.sort_key) }, item.sort_key)), h("td", {}, item.kind ?? "?"))));
    more.hidden = page.next_cursor === null;
    more.onclick = () => load(page.next_cursor).catch((failure) => more.after(h("p", { class: "note bad" }, failure.message)));
  };
  await load();
  return [h("section", { class: "panel" }, h("h2", {}, "Partition ", h("code", {}, partition)),
    rows.childElementCount ? scrolled(h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "SK"), h("th", { scope: "col" }, "Kind"))), rows)) : h("p", {}, "There is no item in it."),
    h("p", {}, more))];
}

async function shownItem(partition, sort) {
  const explored = await asked(withQuery("/v1/admin/item", { partition_key: partition, sort_key: sort, measure: "true" }));
  const latest = history_.at(-1);
  const soFar = new Map((latest ? patternFigures(latest.figures) : []).map((row) => [row.pattern, row]));
  const slowest = Math.max(0, ...explored.reads.map((read) => read.microseconds ?? 0));
  return [
    h("section", { class: "panel" }, h("h2", {}, (explored.kind ?? "item").replaceAll("_", " "), " ", h("span", { class: "badge" }, `version ${explored.item_version}`)),
      table(["Place", "Partition key", "Sort key", "Holds"], explored.entries.map((entry) => [
        entry.index === "table" ? "table" : entry.index,
        key(entry.index === "table" ? h("button", { class: "link", type: "button", onclick: () => openPartition(entry.partition_key) }, entry.partition_key) : entry.partition_key),
        key(entry.sort_key), entry.is_whole ? "the whole item" : "keys only",
      ]))),
    h("section", { class: "panel" }, h("h2", {}, "Patterns that read it"),
      h("p", {}, "Carried out now, each on this item's own keys and for at most 20 items, next to what such calls took since the service started."),
      table(["#", "Pattern", "Place", ">Items", ">Units", ">Budget", ">Now", "Share", ">99 % under"], explored.reads.map((read) => [
        read.pattern, h("td", {}, read.name, h("br"), h("small", {}, `${read.operation}, ${read.is_consistent ? "strongly consistent" : "eventually consistent"}`)),
        read.index, read.items, read.units, h("td", { class: "n", title: read.budget_case }, count(read.budget_units)),
        number(seconds(read.microseconds / 1e6)), h("td", { class: "track" }, bar(read.microseconds, slowest)),
        number(seconds(soFar.get(read.pattern)?.most ?? NaN)),
      ]), "bars"),
      h("h2", {}, "Patterns that write it"),
      table(["#", "Pattern", ">Budget in write units", ">Calls", ">99 % under"], explored.writes.map((write) => [
        write.pattern, write.name, write.budget_units, soFar.get(write.pattern)?.calls ?? 0, number(seconds(soFar.get(write.pattern)?.most ?? NaN)),
      ]))),
    h("section", { class: "panel" }, h("h2", {}, "Item"), h("pre", { tabindex: "0", "aria-label": "Attributes of the item" }, JSON.stringify(explored.item, null, 2))),
  ];
}
