// The page: unpacks the runtime and the model, draws the form, and answers while one types.

import { load, InputError } from "./easel.js";
import { element } from "./element.js";
import { field, typicalOf } from "./fields.js";
import { drawAnswer, spoken } from "./answer.js";
import { drawChanges, effects } from "./changes.js";
import { drawReach, scaleOf, spans } from "./reach.js";
import { curve, drawCurve } from "./curve.js";

const AT_FIRST = 24; // fields that are shown before "Show all"
const REACH_AFTER = 60; // milliseconds without a change
const SPEAK_AFTER = 700;
const at = (id) => document.getElementById(id);

/** The bytes of a part of this file: base64 of gzip. */
async function unpacked(id) {
  const packed = Uint8Array.from(atob(at(id).textContent.trim()), (letter) => letter.charCodeAt(0));
  at(id).remove();
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

async function opened(manifest) {
  const { ort } = globalThis;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await unpacked("runtime");
  return load(manifest, await unpacked("model"), ort, { graphOptimizationLevel: "disabled" });
}

class Page {
  constructor(manifest) {
    this.manifest = manifest;
    this.fields = manifest.columns.map((column, i) => field(column, `f${i}`, () => this.changed()));
    this.typical = Object.fromEntries(manifest.columns.map((column) => [column.name, typicalOf(column)]));
    this.model = null;
    this.wanted = this.busy = false;
    at("fields").append(...this.fields.map(({ node }) => node));
    at("typical").addEventListener("click", () => this.reset());
    this.fold();
  }

  /** Hides the fields beyond the first, which are asked for by a button. */
  fold() {
    const rest = this.fields.slice(AT_FIRST);
    if (rest.length < 4) return;
    for (const { node } of rest) node.hidden = true;
    const button = element("button", { type: "button", class: "plain", text: `Show all ${this.fields.length} columns` });
    button.addEventListener("click", () => {
      for (const { node } of rest) node.hidden = false;
      button.remove();
      rest[0].node.querySelector("input, select, textarea").focus();
    });
    at("more").append(button);
  }

  row() {
    return Object.fromEntries(this.fields.map(({ column, value }) => [column.name, value]));
  }

  reset() {
    for (const one of this.fields) one.set(typicalOf(one.column));
    this.changed();
  }

  /** Answers anew; changes that come while it works are answered together, with the last values. */
  async changed() {
    this.wanted = true;
    if (!this.model || this.busy) return;
    this.busy = true;
    while (this.wanted) {
      this.wanted = false;
      await this.answer();
    }
    this.busy = false;
  }

  async answer() {
    const row = this.row();
    try {
      const answer = await this.model.predict(row);
      this.atTypical ??= await this.model.predict(this.typical);
      drawAnswer(at("answer"), this.manifest, answer, this.atTypical);
      at("answer").classList.remove("stale");
      at("answer").dataset.exact = JSON.stringify(answer);
      this.speak(spoken(this.manifest, answer));
      await this.explain(row, answer);
    } catch (error) {
      this.refuse(error);
    }
  }

  /** What is told beside the answer, left out while more changes are waiting. */
  async explain(row, answer) {
    await new Promise(requestAnimationFrame);
    if (this.wanted) return;
    drawChanges(at("changes"), this.manifest, row, await effects(this.model, row, this.typical, answer), answer);
    await new Promise((later) => setTimeout(later, this.reached ? REACH_AFTER : 0));
    if (this.wanted) return;
    const found = await spans(this.model, this.manifest.columns, row, answer);
    this.reached = found.length > 0;
    at("reach").parentElement.hidden = !this.reached;
    if (this.reached) await this.follow(row, answer, found);
  }

  /** Draws how far each column could move the answer, and the curve of the one that is looked at. */
  async follow(row, answer, found) {
    const names = found.map(({ name }) => name);
    const chosen = names.includes(this.chosen) ? this.chosen : names[0];
    const choose = (name) => {
      this.chosen = name;
      this.follow(row, answer, found).then(() => at("reach").querySelector(".chosen button").focus());
    };
    drawReach(at("reach"), this.manifest, found, answer, chosen, choose);
    const field = this.fields.find(({ column }) => column.name === chosen);
    const points = await curve(this.model, field.column, row, answer);
    if (this.wanted) return;
    at("curve").hidden = !points.length;
    if (!points.length) return;
    drawCurve(at("curve"), this.manifest, field.column, points, row, answer, scaleOf(this.manifest, found, answer), (value) => {
      field.set(value);
      this.chosen = chosen;
      this.changed();
    });
  }

  refuse(error) {
    at("answer").classList.add("stale");
    const wrong = this.fields.find(({ column }) => error instanceof InputError && column.name === error.column);
    if (wrong) wrong.note(error.message, true);
    else fail(error);
  }

  speak(sentence) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (at("spoken").textContent = sentence), SPEAK_AFTER);
  }
}

function fail(error) {
  const old = typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined";
  const why = old ? "This browser is too old for it: open this file with one from 2024 or later." : String(error?.message ?? error);
  at("answer").replaceChildren(element("p", { class: "wrong", text: `The model cannot answer here. ${why}` }));
}

async function start() {
  const manifest = JSON.parse(at("manifest").textContent);
  const page = new Page(manifest);
  document.body.dataset.state = "waking";
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  const began = performance.now();
  page.model = await opened(manifest);
  await page.changed();
  document.body.dataset.state = "ready";
  document.body.dataset.ms = Math.round(performance.now() - began);
}

start().catch(fail);
