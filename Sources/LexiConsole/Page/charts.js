// Charts over time, in SVG: no library, so that the page needs nothing from elsewhere.

const chartSize = { width: 600, height: 176, left: 52, right: 8, top: 8, bottom: 20 };

/**
 * A chart of some series over the samples that were taken.
 * `series`: [{ name, class, value: (sample) → number, area }]; `format` writes a value.
 */
function lineChart(title, series, format, note) {
  const drawing = h("svg:svg", { viewBox: `0 0 ${chartSize.width} ${chartSize.height}`, preserveAspectRatio: "none", role: "img" });
  const legend = h("ul", { class: "legend" });
  const element = h("section", { class: "panel chart" }, h("h2", {}, title), drawing, legend, note ? h("p", {}, h("small", {}, note)) : null);
  new ResizeObserver(() => element.redraw?.()).observe(drawing);
  const draw = (taken, window) => {
    // One unit of the drawing is one pixel, so that texts keep their shape at every width.
    const width = drawing.clientWidth || chartSize.width;
    drawing.setAttribute("viewBox", `0 0 ${width} ${chartSize.height}`);
    const lines = series.map((one) => ({ ...one, values: taken.map((sample) => [sample.at, one.value(sample)]) }));
    const top = niceTop(Math.max(0, ...lines.flatMap((one) => one.values.map(([, value]) => value)).filter(Number.isFinite)));
    drawing.replaceChildren(...axes(width, top, window, format), ...lines.flatMap((one) => drawn(one, width, top, window)));
    const latest = lines.map((one) => [one, one.values.at(-1)?.[1]]);
    legend.replaceChildren(...latest.map(([one, value]) => h("li", { class: one.class }, h("span", {}, `${one.name} `), h("b", {}, format(value ?? NaN)))));
    drawing.setAttribute("aria-label", `${title}. ${latest.map(([one, value]) => `${one.name}: ${format(value ?? NaN)}`).join(", ")}`);
  };
  return { element, draw: (taken, window) => { element.redraw = () => draw(taken, window); draw(taken, window); } };
}

function niceTop(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= value);
}

const across = (width, [from, to], at) => chartSize.left + (width - chartSize.left - chartSize.right) * ((at - from) / (to - from));
const down = (top, value) => chartSize.height - chartSize.bottom - (chartSize.height - chartSize.top - chartSize.bottom) * (value / top);

function axes(width, top, [from, to], format) {
  const marks = [0, top / 2, top].flatMap((value) => [
    h("svg:line", { class: "grid", x1: chartSize.left, x2: width - chartSize.right, y1: down(top, value), y2: down(top, value) }),
    h("svg:text", { x: chartSize.left - 6, y: down(top, value) + 4, "text-anchor": "end" }, format(value)),
  ]);
  return [
    ...marks,
    h("svg:text", { x: chartSize.left, y: chartSize.height - 4 }, `${span((to - from) / 1000)} ago`),
    h("svg:text", { x: width - chartSize.right, y: chartSize.height - 4, "text-anchor": "end" }, "now"),
  ];
}

/** The line of a series, in pieces where it has no value, and the area below it. */
function drawn(one, width, top, window) {
  const pieces = [[]];
  for (const [at, value] of one.values) {
    if (Number.isFinite(value)) pieces.at(-1).push([across(width, window, at), down(top, Math.min(value, top))]);
    else if (pieces.at(-1).length > 0) pieces.push([]);
  }
  return pieces.filter((points) => points.length > 0).flatMap((points) => {
    const text = (points.length === 1 ? [points[0], [points[0][0] + 1, points[0][1]]] : points)
      .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" L");
    const base = down(top, 0);
    const area = `M${points[0][0].toFixed(1)},${base} L${text} L${points.at(-1)[0].toFixed(1)},${base} Z`;
    const line = h("svg:path", { class: one.class, d: `M${text}` });
    return one.area ? [h("svg:path", { class: `area ${one.class}`, d: area }), line] : [line];
  });
}

/** A bar as long as its share of the longest. */
function bar(value, longest, kind = "") {
  const element = h("span", { class: `bar ${kind}` });
  element.style.width = `${longest > 0 ? Math.max(0, Math.min(100, (100 * value) / longest)) : 0}%`;
  return element;
}
