// A long list with a search box: the arrows choose, Enter takes, Escape gives up.

import { NOT_KNOWN } from "./format.js";
import { element } from "./element.js";

const MOST_OPTIONS = 100;

/** The widget of a column with many categories; a word that is none of them is offered as a new one. */
export function searched(column, id, take) {
  const box = element("input", { id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false" });
  for (const [name, value] of Object.entries({ autocomplete: "list", expanded: "false", controls: `${id}-list` })) {
    box.setAttribute(`aria-${name}`, value);
  }
  box.setAttribute("aria-describedby", `${id}-note`);
  box.dir = "auto";
  box.placeholder = NOT_KNOWN;
  const options = element("ul", { id: `${id}-list`, role: "listbox", "aria-labelledby": `${id}-name`, hidden: true });
  const node = element("div", { class: "search" }, box, options);
  let [chosen, at, found] = [null, -1, []];

  const close = () => {
    options.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    box.value = chosen ?? "";
  };
  const choose = (value) => {
    chosen = value;
    close();
    take(value);
  };
  const point = (place) => {
    at = found.length ? (place + found.length) % found.length : -1;
    [...options.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return;
    box.setAttribute("aria-activedescendant", `${id}-option-${at}`);
    options.children[at].scrollIntoView({ block: "nearest" });
  };
  const open = (typed) => {
    found = matching(column.categories, typed);
    const shown = found.slice(0, MOST_OPTIONS);
    options.replaceChildren(
      ...shown.map(({ value, words }, i) => {
        const option = element("li", { role: "option", id: `${id}-option-${i}`, dir: "auto", text: words });
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(value));
        return option;
      }),
    );
    const more = found.length - shown.length;
    found = shown;
    if (more > 0) options.append(element("li", { class: "more", role: "presentation", text: `${more} more: type to find` }));
    options.hidden = false;
    box.setAttribute("aria-expanded", "true");
    const place = typed ? 0 : found.findIndex(({ value }) => value === chosen);
    point(Math.max(place, 0));
  };

  box.addEventListener("click", () => options.hidden && (box.select(), open("")));
  box.addEventListener("input", () => open(box.value));
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const closed = options.hidden;
    const keys = {
      ArrowDown: () => (closed ? open("") : point(at + 1)),
      ArrowUp: () => (closed ? open("") : point(at - 1)),
      Enter: () => closed || at < 0 || choose(found[at].value),
      Escape: close,
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  const set = (value) => {
    chosen = value;
    close();
  };
  return { node, set };
}

/** The categories that hold what was typed, those that begin with it first; then the typed word as a new one. */
function matching(categories, typed) {
  const wanted = typed.trim().toLowerCase();
  const known = categories.map((value) => ({ value, words: value, place: value.toLowerCase().indexOf(wanted) }));
  const hits = known.filter(({ place }) => place >= 0).sort((a, b) => Math.sign(a.place) - Math.sign(b.place));
  const isNew = wanted && !categories.includes(typed.trim());
  return isNew ? [...hits, { value: typed.trim(), words: `“${typed.trim()}”, a new word` }] : hits;
}
