// Answers questions about inference/page/easel.js, one JSON document a line: node javascript.mjs EASEL_JS RUNTIME_FOLDER
// The folder holds ONNX Runtime Web as set-up leaves it, or onnxruntime-node as npm installs it.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [, , easelPath, runtimeFolder] = process.argv;
const easel = await import(pathToFileURL(easelPath));
let [ort, model, readers] = [null, null, []];

async function runtime() {
  ort ??= existsSync(`${runtimeFolder}/ort.mjs`) ? await web() : createRequire(`${runtimeFolder}/`)("onnxruntime-node");
  return ort;
}

async function web() {
  const found = await import(pathToFileURL(`${runtimeFolder}/ort.mjs`));
  found.env.wasm.numThreads = 1;
  found.env.wasm.wasmBinary = gunzipSync(readFileSync(`${runtimeFolder}/ort.wasm.gz`));
  return found;
}

const given = (value) => (value?.date ? new Date(value.date) : value?.bigint ? BigInt(value.bigint) : value);
const row = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, given(value)]));
const tasks = {
  columns: (columns) => void (readers = columns.map(easel.reader)),
  read: ([i, values]) => values.map((value) => said(() => readers[i].read(given(value)))),
  open: async ({ manifest, onnx }) => void (model = await easel.load(manifest, readFileSync(onnx), await runtime())),
  predict: (values) => model.predict(row(values)),
  predictAll: (rows) => model.predictAll(rows.map(row)),
};

function said(ask) {
  try {
    return { value: ask() };
  } catch (error) {
    return { error: error.message };
  }
}

const written = (_, value) =>
  typeof value === "bigint" ? { bigint: String(value) } : Number.isNaN(value) ? { nan: true } : value;

for await (const line of createInterface({ input: process.stdin })) {
  const [[task, argument]] = Object.entries(JSON.parse(line));
  let answer;
  try {
    answer = { value: await tasks[task](argument) };
  } catch (error) {
    answer = { error: error.name === "InputError" ? error.message : String(error.stack) };
  }
  console.log(JSON.stringify(answer, written));
}
