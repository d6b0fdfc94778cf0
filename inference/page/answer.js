// The answer card: the word or number in large type, how sure, and where a typical row lies.

import { number, percent, quantity } from "./format.js";
import { element } from "./element.js";

const MOST_CLASSES = 8;
const LONG_WORD = 12;

/** The number that changes are weighed by: the value, or the probability of the class `of`. */
export function weight(answer, of) {
  return answer.probabilities ? answer.probabilities[of] : answer.value;
}

/** The class whose probability stands for the answer: the positive one of two, the named one of several. */
export function classShown(manifest, answer) {
  if (manifest.problem === "regression") return null;
  return manifest.problem === "binary" ? (manifest.positive ?? manifest.classes.at(-1)) : answer.label;
}

/** Draws the answer into `place`; `typical` is the answer for the typical row. */
export function drawAnswer(place, manifest, answer, typical) {
  const draw = { binary: yesNo, multiclass: oneOfSeveral, regression: value }[manifest.problem];
  place.replaceChildren(...draw(manifest, answer, typical));
}

/** The answer as one sentence, for those who hear the page. */
export function spoken(manifest, answer) {
  const name = manifest.target.name;
  if (manifest.problem === "regression") {
    const [low, value, high] = ends(manifest, answer);
    return `${name}: ${value}, ${percentOf(manifest.interval)} sure between ${low} and ${high}.`;
  }
  const of = classShown(manifest, answer);
  return `${name}: ${answer.label}. ${percent(answer.probabilities[of])} likely to be ${of}.`;
}

function verdict(words, ...more) {
  const long = words.length > LONG_WORD ? "long" : null;
  return element("p", { class: "verdict" }, element("strong", { class: long, dir: "auto", text: words }), ...more);
}

function likely(share, words) {
  const rest = element("bdi", { text: words });
  return element("span", {}, element("b", { text: percent(share) }), words ? " likely to be " : " likely", rest);
}

function yesNo(manifest, answer, typical) {
  const of = classShown(manifest, answer);
  const share = answer.probabilities[of];
  const average = typical.probabilities[of];
  const line = manifest.threshold;
  const moved = line !== null && line !== undefined && line !== 0.5;
  const bar = element("span");
  bar.style.width = `${100 * share}%`;
  const track = element("div", { class: "track" }, bar, mark("typical", 100 * average));
  if (moved) track.append(mark("line", 100 * line));
  const scale = element("div", { class: "scale" }, track, caption(100 * average, `typical row ${percent(average)}`));
  const parts = [verdict(answer.label, likely(share, of)), scale];
  if (moved) {
    const said = element("p", { class: "quiet" }, "It says ", element("bdi", { text: of }));
    said.append(` from a probability of ${percentOf(line)} on.`);
    parts.push(said);
  }
  return parts;
}

function oneOfSeveral(manifest, answer) {
  const all = manifest.classes.map((name) => [name, answer.probabilities[name]]);
  const many = all.length > MOST_CLASSES;
  const sorted = many ? [...all].sort((a, b) => b[1] - a[1]) : all;
  const bars = sorted.slice(0, MOST_CLASSES).map(([name, share]) => classBar(name, share, name === answer.label));
  const rest = sorted.slice(MOST_CLASSES);
  if (rest.length) bars.push(classBar(`${rest.length} more`, rest.reduce((sum, [, share]) => sum + share, 0), false));
  const list = element("ul", { class: "bars", "aria-label": "Probability of every answer" }, ...bars);
  return [verdict(answer.label, likely(answer.probabilities[answer.label], "")), list];
}

function classBar(name, share, chosen) {
  const fill = element("i");
  fill.style.width = `${100 * share}%`;
  const words = [element("span", { class: "of", dir: "auto", text: name }), element("span", { class: "lane" }, fill)];
  return element("li", { class: chosen ? "chosen" : null }, ...words, element("b", { text: percent(share) }));
}

function value(manifest, answer, typical) {
  const [low, shown, high] = ends(manifest, answer);
  const scale = manifest.scale ?? [answer.low, answer.high];
  const points = [...scale, answer.low, answer.high];
  const [first, last] = [Math.min(...points), Math.max(...points)];
  const at = (x) => (last > first ? (100 * (x - first)) / (last - first) : 50);
  const band = element("i", { class: "band" });
  band.style.left = `${at(answer.low)}%`;
  band.style.width = `${at(answer.high) - at(answer.low)}%`;
  const away = Math.abs(at(typical.value) - at(answer.value)) > 1.5;
  const marks = [...(away ? [mark("typical", at(typical.value))] : []), mark("point", at(answer.value))];
  const track = element("div", { class: "track" }, band, ...marks);
  const words = `typical row ${quantity(typical.value, manifest.target, 5)}`;
  const sure = `${percentOf(manifest.interval)} sure between ${low} and ${high}.`;
  return [
    verdict(shown),
    element("div", { class: "scale" }, track, caption(at(typical.value), words)),
    element("p", { class: "quiet", text: sure }),
  ];
}

function ends(manifest, answer) {
  return [answer.low, answer.value, answer.high].map((x) => quantity(x, manifest.target, 5));
}

function percentOf(share) {
  return `${number(100 * share)}\u00a0%`;
}

function mark(kind, at) {
  const made = element("i", { class: kind });
  made.style.left = `${Math.min(Math.max(at, 0), 100)}%`;
  return made;
}

/** Words below the scale, kept inside it at both ends. */
function caption(at, words) {
  const side = at < 20 ? "to-right" : at > 80 ? "to-left" : null;
  const made = element("p", { class: "at", text: words });
  if (side) made.classList.add(side);
  made.style.left = `${Math.min(Math.max(at, 0), 100)}%`;
  return made;
}
