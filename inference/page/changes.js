// What was changed from the typical row, and how far each change alone moves the answer.

import { number, quantity, shown, signed, titled } from "./format.js";
import { element } from "./element.js";
import { classShown, weight } from "./answer.js";

const MOST_CHANGES = 8;

/** The names of the columns whose value is not the typical one. */
export function changedNames(row, typical) {
  return Object.keys(row).filter((name) => text(row[name]) !== text(typical[name]));
}

function text(value) {
  return value instanceof Date ? String(value.getTime()) : String(value ?? "");
}

/** For every changed column what the answer would lose if it were taken back, the largest first: [{ name, effect }]. */
export async function effects(model, row, typical, answer) {
  const names = changedNames(row, typical);
  if (!names.length) return [];
  const back = await model.predictAll(names.map((name) => ({ ...row, [name]: typical[name] })));
  const of = classShown(model.manifest, answer);
  const found = names.map((name, i) => ({ name, effect: weight(answer, of) - weight(back.answers[i], of) }));
  return found.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** Draws the changes into `place`. */
export function drawChanges(place, manifest, row, found, answer) {
  place.parentElement.hidden = !found.length;
  const widest = Math.max(...found.map(({ effect }) => Math.abs(effect)), Number.MIN_VALUE);
  const columns = new Map(manifest.columns.map((column) => [column.name, column]));
  const lines = found.slice(0, MOST_CHANGES).map(({ name, effect }) => {
    const column = columns.get(name);
    const fill = element("i", { class: effect < 0 ? "down" : "up" });
    fill.style.width = `${(50 * Math.abs(effect)) / widest}%`;
    const said = element("span", { class: "of", dir: "auto" }, `${titled({ ...column, unit: "" })} `);
    said.append(element("b", { text: shown(row[name], column) }));
    const written = element("span", { class: "by", text: signed(effect, writer(manifest)) });
    return element("li", {}, said, element("span", { class: "lane" }, fill), written);
  });
  const more = found.length - MOST_CHANGES;
  const rest = more > 0 ? [element("p", { class: "quiet", text: `${more} more with smaller effects` })] : [];
  place.replaceChildren(element("ul", { class: "pushes" }, ...lines), ...rest, key(manifest, answer));
}

function writer(manifest) {
  if (manifest.problem === "regression") return (value) => quantity(value, manifest.target, 4);
  return (value) => number(100 * value, value < 0.1 ? 2 : 3);
}

function key(manifest, answer) {
  const of = classShown(manifest, answer);
  const what = of === null ? [`in the unit of ${manifest.target.name}`] : ["percentage points of ", element("bdi", { text: of })];
  return element("p", { class: "quiet" }, "Each change alone, ", ...what, ".");
}
