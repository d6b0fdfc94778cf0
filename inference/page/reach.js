// How far each column alone could move the answer: the span of answers over its values, all others as they are.

import { element } from "./element.js";
import { number, percent, quantity } from "./format.js";
import { classShown, weight } from "./answer.js";

const MOST_COLUMNS = 8;
const MOST_VALUES = 8;
const SMALLEST = 0.02; // of the widest span: what moves less is not told

/** The spans of the first columns, the widest first: [{ name, low, high }]. */
export async function spans(model, columns, row, answer) {
  const moves = columns.slice(0, MOST_COLUMNS).flatMap((column) => valuesOf(column).map((value) => [column.name, value]));
  if (!moves.length) return [];
  const { answers } = await model.predictAll(moves.map(([name, value]) => ({ ...row, [name]: value })));
  const of = classShown(model.manifest, answer);
  const found = new Map();
  moves.forEach(([name], i) => {
    const here = weight(answers[i], of);
    const span = found.get(name) ?? { name, low: weight(answer, of), high: weight(answer, of) };
    found.set(name, { name, low: Math.min(span.low, here), high: Math.max(span.high, here) });
  });
  const wide = ({ low, high }) => high - low;
  const sorted = [...found.values()].sort((a, b) => wide(b) - wide(a));
  return sorted.filter((span) => wide(span) >= SMALLEST * wide(sorted[0]) && wide(span) > 0);
}

/** Values over the range of a column. */
function valuesOf(column) {
  if (column.dtype === "string") return column.kind === "text" ? [] : column.categories.slice(0, MOST_VALUES);
  const { minimum, maximum, typical } = column;
  if (minimum === null || maximum === null) return [];
  if (column.dtype === "int64") return [minimum, typical, maximum].filter((end) => end !== null);
  return [0, 0.125, 0.25, 0.5, 0.75, 1].map((part) => minimum + part * (maximum - minimum));
}

/** The least and the largest answer on the scale of the spans: that of probabilities is 0 to 1. */
export function scaleOf(manifest, found, answer) {
  const of = classShown(manifest, answer);
  if (of !== null) return [0, 1];
  const ends = [...found.flatMap(({ low, high }) => [low, high]), weight(answer, of)];
  return [Math.min(...ends), Math.max(...ends)];
}

/**
 * Draws the spans into `place`, on the scale of the answer; `choose(name)` is called with the column whose name was
 * pressed, `chosen` is the one that is looked at.
 */
export function drawReach(place, manifest, found, answer, chosen, choose) {
  const of = classShown(manifest, answer);
  const now = weight(answer, of);
  const numbers = of === null;
  const [first, last] = scaleOf(manifest, found, answer);
  const at = (x) => (last > first ? (100 * (x - first)) / (last - first) : 50);
  const write = (x) => (numbers ? quantity(x, manifest.target, 3) : number(Math.round(1000 * x) / 10));
  const lines = found.map(({ name, low, high }) => {
    const band = element("i", { class: "span" });
    band.style.left = `${at(low)}%`;
    band.style.width = `${at(high) - at(low)}%`;
    const dot = element("i", { class: "dot" });
    dot.style.left = `${at(now)}%`;
    const words = name.trim() ? name : "Column without a name";
    const title = element("button", { type: "button", class: "of", dir: "auto", text: words, "aria-pressed": String(name === chosen) });
    title.addEventListener("click", () => choose(name));
    const said = `${write(low)} to ${write(high)}${numbers ? "" : "\u00a0%"}`;
    const lane = element("span", { class: "lane" }, band, dot);
    return element("li", { class: name === chosen ? "chosen" : null }, title, lane, element("span", { class: "by", text: said }));
  });
  const written = numbers ? quantity(now, manifest.target, 5) : percent(now);
  const what = numbers ? [] : [" of ", element("bdi", { text: of })];
  const words = numbers ? "The span of answers" : "The span of the probability";
  const key = element("p", { class: "quiet" }, words, ...what, ` while one column alone takes other values. The dot is now: ${written}.`);
  place.replaceChildren(element("ul", { class: "reach" }, ...lines), key);
}
