// Prometheus' text format, and what two readings of it say about the time between them.

/** The samples of a reading: name → [{ labels, value }]. */
function readFigures(text) {
  const figures = new Map();
  for (const line of text.split("\n")) {
    if (!line || line[0] === "#") continue;
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!match) continue;
    const labels = {};
    for (const [, name, value] of (match[2] ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[name] = value.replace(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));
    const value = match[3] === "+Inf" ? Infinity : Number(match[3]);
    if (!figures.has(match[1])) figures.set(match[1], []);
    figures.get(match[1]).push({ labels, value });
  }
  return figures;
}

const samples = (figures, name) => figures.get(name) ?? [];
const single = (figures, name) => samples(figures, name)[0]?.value;

/** The sum of the samples that match. */
function sum(figures, name, matches = () => true) {
  let total = 0;
  for (const sample of samples(figures, name)) if (matches(sample.labels)) total += sample.value;
  return total;
}

/** By how much a counter grew a second. A restarted service begins again from nothing. */
function rate(now, before, name, matches) {
  if (!before) return NaN;
  const grown = sum(now.figures, name, matches) - sum(before.figures, name, matches);
  return Math.max(0, grown) / ((now.at - before.at) / 1000);
}

/** The buckets of a histogram, added up over the samples that match: [[bound, count up to it]]. */
function buckets(figures, name, matches = () => true) {
  const byBound = new Map();
  for (const { labels, value } of samples(figures, `${name}_bucket`)) {
    if (!matches(labels)) continue;
    const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
    byBound.set(bound, (byBound.get(bound) ?? 0) + value);
  }
  return [...byBound].sort((a, b) => a[0] - b[0]);
}

/** The time under which a share of the observations lies, as exact as the buckets are; of those since `before`, if given. */
function quantile(share, name, figures, before, matches) {
  const earlier = new Map(before ? buckets(before, name, matches) : []);
  const rows = buckets(figures, name, matches).map(([bound, value]) => [bound, value - (earlier.get(bound) ?? 0)]);
  const total = rows.at(-1)?.[1] ?? 0;
  if (!(total > 0)) return NaN;
  let [low, under] = [0, 0];
  for (const [bound, value] of rows) {
    if (value >= share * total) {
      if (bound === Infinity) return low;
      return low + (bound - low) * ((share * total - under) / Math.max(1, value - under));
    }
    [low, under] = [bound, value];
  }
  return low;
}
