// The form: a field for every column, prefilled with a typical value.

import { element } from "./element.js";
import { NOT_KNOWN, day, quantity, titled } from "./format.js";
import { searched } from "./search.js";

const MOST_BUTTONS = 4;
const MOST_BUTTON_LETTERS = 26;
const MOST_LISTED = 12;
const MARGIN = 0.1; // of the range: from here on a number is unlike anything seen

/** The typical value of a column as a row holds it: a number, a text, a Date, or null. */
export function typicalOf(column) {
  if (column.typical === null || column.typical === undefined) return null;
  if (column.dtype === "int64") return new Date(column.typical);
  if (column.dtype === "string") return String(column.typical);
  return rangeOf(column)?.fine(column.typical) ?? short(column.typical);
}

/** A float32 as the number that was meant: 70.3499985 -> 70.35. */
export function short(value) {
  return Number(value.toPrecision(7));
}

/**
 * The field of a column: { column, node, value, set, note }. `changed()` is called when its value was changed by hand;
 * `set(value)` shows a value, null for "not known"; `note(text, wrong)` writes below the field.
 */
export function field(column, id, changed) {
  const field = { column, value: null };
  const inside = widget(column)(column, id, (value) => take(value), (text) => field.note(text, true));
  const unknown = element("button", { type: "button", class: "unknown", text: NOT_KNOWN, "aria-pressed": "false" });
  unknown.setAttribute("aria-label", `${titled(column)}: not known`);
  const below = element("p", { class: "note", id: `${id}-note`, hidden: true });
  const tag = inside.grouped ? "span" : "label";
  const label = element(tag, { class: "name", id: `${id}-name`, dir: "auto", title: titled(column), text: titled(column) });
  if (!inside.grouped) label.setAttribute("for", id);
  field.node = element("div", { class: "field" }, element("div", { class: "over" }, label, unknown), inside.node, below);
  field.note = (text, wrong = false) => {
    below.textContent = text;
    below.hidden = !text;
    below.classList.toggle("wrong", wrong);
  };
  const show = (value) => {
    field.value = value;
    field.node.classList.toggle("is-unknown", value === null);
    unknown.setAttribute("aria-pressed", String(value === null));
    field.note(strangeness(column, value));
  };
  const take = (value) => {
    show(value);
    changed(field);
  };
  field.set = (value) => {
    inside.set(value);
    show(value);
  };
  unknown.addEventListener("click", () => {
    const value = field.value === null ? (inside.last?.() ?? typicalOf(column)) : null;
    field.set(value);
    changed(field);
  });
  field.set(typicalOf(column));
  return field;
}

function widget(column) {
  if (column.dtype === "float32") return numeric;
  if (column.dtype === "int64") return moment;
  if (column.kind === "text" || column.categories.length === 0) return words;
  const letters = column.categories.reduce((sum, text) => sum + text.length + 3, 0);
  if (column.categories.length <= MOST_BUTTONS && letters <= MOST_BUTTON_LETTERS) return buttons;
  return column.categories.length <= MOST_LISTED ? list : searched;
}

/** What to say about a value that is unlike anything seen in training; "" for an ordinary one. */
function strangeness(column, value) {
  if (value === null) return column.missing_share === 0 ? "It was known in every row the model learnt from." : "";
  if (column.dtype === "string") {
    const free = column.kind === "text" || column.categories.length === 0 || column.categories.includes(value);
    return free ? "" : "The model has never seen this word; it answers as for a new one.";
  }
  if (column.minimum === null || column.maximum === null) return "";
  const date = column.dtype === "int64";
  const [low, high] = date ? [Date.parse(column.minimum), Date.parse(column.maximum)] : [column.minimum, column.maximum];
  const room = MARGIN * (high - low) + 1e-6 * Math.max(Math.abs(low), Math.abs(high));
  if (Number(value) >= low - room && Number(value) <= high + room) return "";
  const [from, to] = date ? [day(column.minimum), day(column.maximum)] : [quantity(low, column), quantity(high, column)];
  return `The model has seen ${from} to ${to} only.`;
}

// Widgets: (column, id, take, wrong) -> { node, set, grouped }; `take(value)` is called with what the hand chose, `wrong(text)` says why not.

function numeric(column, id, take, wrong) {
  const range = rangeOf(column);
  const empty = range ? "–" : NOT_KNOWN;
  const box = element("input", { id, type: "number", step: "any", inputmode: "decimal", placeholder: empty });
  box.setAttribute("aria-describedby", `${id}-note`);
  const slider = range && element("input", { type: "range", min: range.low, max: range.high, step: range.step });
  slider?.setAttribute("aria-labelledby", `${id}-name`);
  let last = null;
  const place = (value) => {
    if (!slider) return;
    if (value !== null) slider.value = String(value);
    slider.setAttribute("aria-valuetext", value === null ? NOT_KNOWN : quantity(value, column, 7));
    slider.style.setProperty("--at", `${(100 * (Number(slider.value) - range.low)) / (range.high - range.low)}%`);
  };
  const keep = (value) => {
    last = value ?? last;
    place(value);
    take(value);
  };
  slider?.addEventListener("input", () => {
    const value = range.rounded(Number(slider.value));
    box.value = String(value);
    keep(value);
  });
  box.addEventListener("input", () => {
    keep(box.value === "" ? null : Number(box.value));
    if (box.validity.badInput) wrong("This is not a number; the field counts as not known.");
  });
  const set = (value) => {
    last = value ?? last;
    box.value = value === null ? "" : String(value);
    place(value);
  };
  return { node: element("div", { class: "numeric" }, ...(slider ? [slider] : []), box), set, last: () => last };
}

/** The slider of a column, in steps a hand can tell apart; null when nothing is known of its range. */
export function rangeOf({ minimum, maximum, typical }) {
  if (typeof minimum !== "number" || typeof maximum !== "number" || !(maximum > minimum)) return null;
  const whole = [minimum, maximum, typical ?? 0].every((end) => Number.isInteger(short(end)));
  const power = Math.floor(Math.log10(maximum - minimum)) - 3;
  const digits = whole ? Math.min(-power, 0) : -power;
  const step = 10 ** -digits;
  const [low, high] = [Math.floor(minimum / step + 1e-9) * step, Math.ceil(maximum / step - 1e-9) * step];
  const near = (value, step) =>
    short(Math.min(Math.max(Number((Math.round(value / step) * step).toPrecision(12)), minimum), maximum));
  return { low, high, step, rounded: (value) => near(value, step), fine: (value) => near(value, whole ? 1 : step / 10) };
}

function moment(column, id, take) {
  const ends = [column.minimum, column.maximum, column.typical].filter((end) => typeof end === "string");
  const clock = ends.some((end) => Date.parse(end) % 86_400_000 !== 0);
  const box = element("input", { id, type: clock ? "datetime-local" : "date", step: clock ? 1 : null, max: "9999-12-31" });
  if (clock) box.max = "9999-12-31T23:59:59";
  box.setAttribute("aria-describedby", `${id}-note`);
  box.addEventListener("input", () => take(box.value === "" ? null : new Date(`${box.value}${clock ? "" : "T00:00"}Z`)));
  const set = (value) => {
    box.value = value === null ? "" : value.toISOString().slice(0, clock ? 19 : 10);
  };
  return { node: box, set };
}

function words(column, id, take) {
  const box = element("textarea", { id, rows: column.kind === "text" ? 2 : 1, dir: "auto", placeholder: NOT_KNOWN });
  box.setAttribute("aria-describedby", `${id}-note`);
  box.addEventListener("input", () => take(box.value.trim() === "" ? null : box.value));
  const set = (value) => {
    box.value = value ?? "";
  };
  return { node: box, set };
}

function buttons(column, id, take) {
  const options = column.categories.map((text, i) => {
    const input = element("input", { type: "radio", name: id, id: `${id}-${i}` });
    input.addEventListener("change", () => take(text));
    return { text, input, label: element("label", { for: `${id}-${i}`, dir: "auto", text }) };
  });
  const node = element("div", { class: "buttons", role: "radiogroup", "aria-labelledby": `${id}-name` });
  node.append(...options.flatMap(({ input, label }) => [input, label]));
  const set = (value) => options.forEach(({ text, input }) => (input.checked = text === value));
  return { node, set, grouped: true };
}

function list(column, id, take) {
  const node = element("select", { id });
  node.append(...column.categories.map((text) => element("option", { text, dir: "auto" })));
  node.append(element("option", { text: NOT_KNOWN }));
  const known = column.categories;
  node.addEventListener("change", () => take(known[node.selectedIndex] ?? null));
  const set = (value) => {
    const place = known.indexOf(value);
    node.selectedIndex = place < 0 ? known.length : place;
  };
  return { node, set };
}
