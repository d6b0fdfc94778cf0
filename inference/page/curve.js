// How the answer follows one column over its values, all others as they are: a curve over numbers and days, bars over words.

import { element } from "./element.js";
import { percent, quantity, shown, titled } from "./format.js";
import { classShown, weight } from "./answer.js";
import { rangeOf } from "./fields.js";

const STEPS = 40;
const MOST_WORDS = 10;
const SVG = "http://www.w3.org/2000/svg";

/** The answers at values of a column, in order: [{ value, weight }]; [] where nothing is known of its values. */
export async function curve(model, column, row, answer) {
  const values = along(column, row[column.name]);
  if (!values.length) return [];
  const { answers } = await model.predictAll(values.map((value) => ({ ...row, [column.name]: value })));
  const of = classShown(model.manifest, answer);
  return values.map((value, i) => ({ value, weight: weight(answers[i], of) }));
}

/** Values over what was seen of a column, with the one that it has now. */
function along(column, now) {
  if (column.dtype === "string") {
    const known = column.kind === "text" ? [] : column.categories.slice(0, MOST_WORDS);
    return known.length && now !== null && !known.includes(now) ? [...known, now] : known;
  }
  if (column.minimum === null || column.maximum === null) return [];
  const date = column.dtype === "int64";
  const [low, high] = date ? [Date.parse(column.minimum), Date.parse(column.maximum)] : [column.minimum, column.maximum];
  if (!(high > low)) return [];
  const near = (date ? null : rangeOf(column)?.rounded) ?? ((value) => value);
  const steps = Array.from({ length: STEPS + 1 }, (_, i) => near(low + ((high - low) * i) / STEPS));
  const inside = now !== null && Number(now) >= low && Number(now) <= high ? [Number(now)] : [];
  const sorted = [...new Set([...steps, ...inside])].sort((a, b) => a - b);
  return date ? sorted.map((when) => new Date(when)) : sorted;
}

/**
 * Draws the points of a column into `place`, on the scale `ends` of the answer; `take(value)` is called with a value that
 * was clicked on.
 */
export function drawCurve(place, manifest, column, points, row, answer, ends, take) {
  const of = classShown(manifest, answer);
  const write = (x) => (of === null ? quantity(x, manifest.target, 4) : percent(x));
  const now = row[column.name];
  const draw = column.dtype === "string" ? overWords : overRange;
  const about = of === null ? [] : [", probability of ", element("bdi", { text: of })];
  const title = element("h3", {}, element("bdi", { text: titled(column) }), element("span", { class: "quiet" }, ...about));
  place.replaceChildren(title, ...draw(column, points, now, ends, write, take));
  place.dataset.points = JSON.stringify(points);
}

function overWords(column, points, now, [first, last], write, take) {
  const lines = points.map(({ value, weight }) => {
    const fill = element("i");
    fill.style.width = `${last > first ? (100 * (weight - first)) / (last - first) : 50}%`;
    const name = element("button", { type: "button", class: "of", dir: "auto", text: value });
    name.addEventListener("click", () => take(value));
    const lane = element("span", { class: "lane" }, fill);
    return element("li", { class: value === now ? "chosen" : null }, name, lane, element("b", { text: write(weight) }));
  });
  return [element("ul", { class: "bars" }, ...lines)];
}

function overRange(column, points, now, [first, last], write, take) {
  const [low, high] = [Number(points[0].value), Number(points.at(-1).value)];
  const x = (value) => (100 * (Number(value) - low)) / (high - low);
  const y = (weight) => (last > first ? 100 - (100 * (weight - first)) / (last - first) : 50);
  const path = points.map(({ value, weight }, i) => `${i ? "L" : "M"}${x(value).toFixed(2)} ${y(weight).toFixed(2)}`);
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 100 100");
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("aria-hidden", "true");
  for (const [kind, d] of [["under", `${path.join("")}L100 100L0 100Z`], ["over", path.join("")]]) {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("class", kind);
    made.setAttribute("d", d);
    drawn.append(made);
  }
  const nearest = (value) =>
    points.reduce((best, one) => (Math.abs(one.value - value) < Math.abs(best.value - value) ? one : best));
  const dot = element("i", { class: "dot" });
  const said = element("p", { class: "at" });
  const show = (point, words) => {
    dot.hidden = said.hidden = !point;
    if (!point) return;
    const across = x(point.value);
    dot.style.left = `${across}%`;
    dot.style.top = `${y(point.weight)}%`;
    said.textContent = words;
    said.style.left = `${across}%`;
    said.className = across < 20 ? "at to-right" : across > 80 ? "at to-left" : "at";
  };
  const told = (point) => `${shown(point.value, column)}: ${write(point.weight)}`;
  const inside = now !== null && Number(now) >= low && Number(now) <= high;
  const rest = () => show(inside ? nearest(now) : null, inside ? told(nearest(now)) : "");
  const plot = element("div", { class: "plot" }, drawn, dot);
  const under = (event) => {
    const { left, width } = plot.getBoundingClientRect();
    return nearest(low + ((high - low) * (event.clientX - left)) / width);
  };
  plot.addEventListener("pointermove", (event) => show(under(event), told(under(event))));
  plot.addEventListener("pointerleave", rest);
  plot.addEventListener("click", (event) => take(under(event).value));
  rest();
  const scale = element("div", { class: "ends" }, element("span", { text: write(last) }), element("span", { text: write(first) }));
  const range = [points[0].value, points.at(-1).value].map((end) => element("span", { text: shown(end, column) }));
  const below = element("div", { class: "below" }, element("div", { class: "range" }, ...range), said);
  return [element("div", { class: "curve-box" }, scale, plot, below)];
}
