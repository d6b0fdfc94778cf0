// A model of Easel in JavaScript: raw values go in, answers come out, as in Python.
//
//   const model = await load(manifest, onnxBytes, ort);
//   const answer = await model.predict({ tenure: 5, Contract: "Month-to-month" });
//
// `manifest` is the object in manifest.json, `onnxBytes` the bytes of model.onnx (Uint8Array), `ort` the module
// onnxruntime-web or onnxruntime-node. The rules by which a value is read are those of docs/manifest.md.

const FORMAT = 1;
const FLOAT32_MAX = 3.4028234663852886e38;
const LARGEST_EXACT = 2 ** 53;
const MISSING_SECONDS = -(2n ** 63n);
const ROWS_AT_ONCE = 1000;

const BLANK = "[\\t-\\r \\u00a0\\u202f\\u2009]*";
const EDGES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const OUTER_BLANKS = new RegExp(`^${EDGES}|${EDGES}$`, "g");
const ORDINARY = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

// Accountants write (5) for -5; what stands before the bracket is blanks or an affix.
const IN_BRACKETS = /^([^()0-9+\-−.,'’]*(?:\.[^()0-9+\-−.,'’]*)?)\(([^()+\-−]*)\)([^()0-9]*)$/u;
// SAP writes 5.00- for -5.00; 3- and 2020- are no numbers.
const LATE_MINUS = /^([^+\-−]*[0-9][.,](?:[^+\-−]*[0-9])?) ?[-−]([^0-9+\-−]*)$/u;

// Digits of other scripts (the noughts of each) and the marks that are written with them.
const ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐０";
const MARKS = { "٫": ".", "٬": ",", "٪": "%", "．": ".", "，": ",", "％": "%", "－": "-", "＋": "+", "／": "/", "：": ":" };
const FOREIGN = new Map(Object.entries(MARKS));
for (const zero of ZEROS) {
  for (let i = 0; i < 10; i += 1) FOREIGN.set(String.fromCharCode(zero.charCodeAt(0) + i), String(i));
}
const FOREIGN_DIGIT = new RegExp(
  `[${[...ZEROS].map((zero) => `${zero}-${String.fromCharCode(zero.charCodeAt(0) + 9)}`).join("")}]`,
  "u",
);
// Times of day: 8:15, 08:15:30, 8:15 PM, 8 p.m., 8:15 Uhr.
const CLOCK = new RegExp(
  "^[\\t\\n\\f\\r ]*(?<hour>[0-9]{1,2})(?::(?<minute>[0-5][0-9])(?::(?<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?)?" +
    "[\\t\\n\\f\\r ]*(?<half>[AaPp]?)(?<mark>(?:[.]?[Mm][.]?)?|h|Uhr)[\\t\\n\\f\\r ]*$",
  "u",
);

const YES = new Set(
  (
    "yes y true t 1 1.0 on ja j wahr oui vrai sí si sì verdadero vero sim verdadeiro waar tak prawda ano igen kyllä " +
    "da evet да ναι 是 はい"
  ).split(" "),
);
const NO = new Set(
  (
    "no n false f 0 0.0 off nein falsch non faux falso não nao nee onwaar nej nei nie fałsz ne nem ei nu hayır нет " +
    "όχι 否 いいえ"
  ).split(" "),
);

const LETTER = "[A-Za-zÀ-ÖØ-öø-ÿĀ-ž]";
const WEEK = "[月火水木金土日曜周週星期一二三四五六天월화수목금토일요]";
const CODES = {
  Y: "(?<Y>[0-9]{4})",
  y: "(?<y>[0-9]{2})",
  m: "(?<m>[0-9]{1,2})",
  d: "(?<d>[0-9]{1,2})",
  b: `(?<b>${LETTER}{3,4})[.]?`,
  B: `(?<B>${LETTER}{3,12})`,
  a: `(?:${LETTER}{2,4}[.]?|${WEEK}{1,2})`,
  A: `(?:${LETTER}{4,12}|${WEEK}{3})`,
  H: "(?<H>[0-9]{1,2})",
  I: "(?<I>[0-9]{1,2})",
  M: "(?<M>[0-9]{2})",
  S: "(?<S>[0-9]{2})",
  f: "[0-9]{1,9}",
  p: "(?<p>[AaPp])[.]?[Mm][.]?",
  z: "(?<z>Z|UTC|GMT|[+\\-][0-9]{2}(?::?[0-9]{2})?)",
  G: "(?<G>[0-9]{4})",
  V: "(?<V>[0-9]{2})",
  u: "(?<u>[1-7])",
  q: "(?<q>[1-4])",
  s: "(?<s>[+\\-]?[0-9]{1,12})(?:[.][0-9]*)?",
  Q: "(?<Q>[+\\-]?[0-9]{1,15})(?:[.][0-9]*)?",
  K: "(?<K>[+\\-]?[0-9]{1,18})(?:[.][0-9]*)?",
  N: "(?<N>[+\\-]?[0-8]?[0-9]{1,18})(?:[.][0-9]*)?",
  E: "(?<E>[0-9]{1,6}(?:[.][0-9]{1,12})?)",
};
const UNIX_CODES = { s: 1n, Q: 1000n, K: 1000000n, N: 1000000000n }; // counts since 1970: how many are a second
const TWO_DIGITS = { m: "(?<m>[0-9]{2})", d: "(?<d>[0-9]{2})", H: "(?<H>[0-9]{2})" };
const ORDINAL = { d: "(?<d>[0-9]{1,2})(?:st|nd|rd|th|er|º)?" };
const ISO_FORMATS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"];
const DAYS_BEFORE_1970 = 25569; // a spreadsheet's number of 1 January 1970

const MONTHS = months(
  "jan jän janv ene gen sty|feb févr fév fev lut|mar mär mrz märz mars mrt|apr avr abr kwi|may mai mag mei maj|" +
    "jun juin juni giu cze|jul juil juli lug lip|aug août ago sie|sep sept set wrz|oct okt ott out paź|nov lis|" +
    "dec dez déc dic des gru",
);
const FULL_MONTHS = months(
  "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia|february februar février febrero " +
    "febbraio fevereiro februari luty lutego|march märz mars marzo março maart marzec marca marts|april avril abril " +
    "aprile kwiecień kwietnia|may mai mayo maggio maio mei maj maja|june juni juin junio giugno junho czerwiec " +
    "czerwca|july juli juillet julio luglio julho lipiec lipca|august août agosto augustus augusti sierpień " +
    "sierpnia|september septembre septiembre setiembre settembre setembro wrzesień września|october oktober octobre " +
    "octubre ottobre outubro październik października|november novembre noviembre novembro listopad listopada|" +
    "december dezember décembre diciembre dicembre dezembro desember grudzień grudnia",
);

/** A value or a model that cannot be used; the message is a sentence for people, `column` the column concerned. */
export class InputError extends Error {
  constructor(message, column = null) {
    super(message);
    this.name = "InputError";
    this.column = column;
  }
}

/**
 * The model of a bundle, ready to answer; `options` are those of the runtime's sessions. Rejects with an InputError when
 * this program cannot run the model.
 */
export async function load(manifest, onnxBytes, ort, options = {}) {
  if (manifest.format > FORMAT) {
    throw new InputError(`The model has format ${manifest.format}; this program reads up to ${FORMAT}. Use a newer one.`);
  }
  if (manifest.recipe) {
    throw new InputError(
      "The model prepares rows by a recipe, which only Easel can replay. Predict with Easel, or build it without one.",
    );
  }
  const session = await ort.InferenceSession.create(onnxBytes, { logSeverityLevel: 4, ...options });
  return new Model(manifest, session, ort);
}

/** A model: `predict` answers one row, `predictAll` many. */
export class Model {
  constructor(manifest, session, ort) {
    this.manifest = manifest;
    this.session = session;
    this.ort = ort;
    this.readers = manifest.columns.map(reader);
    this.known = new Set(manifest.columns.map((column) => column.name));
    this.spare = new Set([manifest.target.name, ...(manifest.unused ?? [])]);
  }

  /**
   * The answer for a row, an object of column name -> value: a number, a text as in a CSV file, true or false, a Date,
   * or null, NaN, "" or nothing for "not known". Gives { label, probabilities } or { value, low, high }. Rejects with an
   * InputError for an unknown column and for a value that its column cannot hold.
   */
  async predict(row) {
    for (const name of Object.keys(row)) {
      if (!this.known.has(name) && !this.spare.has(name)) throw this.#unknown(name);
    }
    const cells = this.readers.map((reader) => [reader.read(cellOf(row, reader.name))]);
    return (await this.#run(cells, 1))[0];
  }

  /**
   * The answers for an array of rows. A value that its column cannot hold counts as not known, and in `mismatched`
   * (column name -> cells); columns that the model does not read are ignored.
   */
  async predictAll(rows) {
    const answers = [];
    const mismatched = Object.create(null);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const some = rows.slice(start, start + ROWS_AT_ONCE);
      const cells = this.readers.map((reader) => some.map((row) => leniently(reader, row, mismatched)));
      answers.push(...(await this.#run(cells, some.length)));
    }
    return { answers, mismatched };
  }

  /** What stands in an input for one value: a number (NaN: not known), a BigInt of seconds, or a text. */
  read(name, value) {
    const found = this.readers.find((reader) => reader.name === name);
    if (!found) throw this.#unknown(name);
    return found.read(value);
  }

  #unknown(name) {
    const names = this.manifest.columns.map((column) => column.name);
    const near = names.find((known) => folded(known) === folded(name));
    const hint = near === undefined ? `It reads: ${names.slice(0, 10).join(", ")}.` : `Nearest name: ${near}.`;
    return new InputError(`The model has no column ${quoted(name)}. ${hint}`, name);
  }

  async #run(cells, n) {
    const tensor = (reader, i) => new this.ort.Tensor(reader.type, reader.pack(cells[i]), [n, 1]);
    const feeds = Object.fromEntries(this.readers.map((reader, i) => [reader.input, tensor(reader, i)]));
    const { outputs, classes } = this.manifest;
    const found = await this.session.run(feeds, Object.values(outputs));
    const of = (role) => found[outputs[role]].data;
    if (this.manifest.problem === "regression") {
      const [values, low, high] = [of("prediction"), of("low"), of("high")];
      return Array.from({ length: n }, (_, i) => ({ value: values[i], low: low[i], high: high[i] }));
    }
    const [labels, shares] = [of("label"), of("probabilities")];
    const chances = (i) => classes.map((name, j) => [name, shares[i * classes.length + j]]);
    return Array.from({ length: n }, (_, i) => ({ label: labels[i], probabilities: Object.fromEntries(chances(i)) }));
  }
}

/** How the values of a column become what its input takes: { name, input, type, read, pack }. */
export function reader(column) {
  const { type, pack, read } = {
    float32: { type: "float32", pack: Float32Array.from.bind(Float32Array), read: numberReader(column) },
    int64: { type: "int64", pack: BigInt64Array.from.bind(BigInt64Array), read: dateReader(column) },
    string: { type: "string", pack: (texts) => texts, read: textReader(column) },
  }[column.dtype];
  return { name: column.name, input: column.input, type, pack, read, missing: read(null) };
}

/** The value of a column in a row; a column may be called "constructor", which every object has. */
function cellOf(row, name) {
  return Object.hasOwn(row, name) ? row[name] : null;
}

function leniently(reader, row, mismatched) {
  try {
    return reader.read(cellOf(row, reader.name));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    mismatched[reader.name] = (mismatched[reader.name] ?? 0) + 1;
    return reader.missing;
  }
}

function refusal(column, expected, value) {
  const shown = quoted(value instanceof Date ? "an invalid date" : typeof value === "object" ? "an object" : value);
  const sentence = `The column ${quoted(column.name)} must hold ${expected}; ${shown} is not. Correct it or leave it out.`;
  return new InputError(sentence, column.name);
}

function isMissing(value) {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}

// Numbers

function numberReader(column) {
  const parse = numberParser(column.number);
  const notKnown = new Set(column.missing);
  const missingNumbers = column.missing.filter((word) => ORDINARY.test(word)).map(Number);
  return (value) => {
    if (isMissing(value)) return NaN;
    let number;
    if (typeof value === "string") {
      const bare = stripped(value);
      if (bare === "" || notKnown.has(bare)) return NaN;
      number = parse(value);
    } else if (["number", "bigint", "boolean"].includes(typeof value)) {
      number = Number(value);
    }
    if (!Number.isFinite(number)) throw refusal(column, "a number", value);
    if (missingNumbers.includes(number)) return NaN;
    return Math.min(Math.max(number, -FLOAT32_MAX), FLOAT32_MAX);
  };
}

/** A text with digits of another script written with 0 to 9; any other text itself. */
function western(text) {
  return FOREIGN_DIGIT.test(text) ? [...text].map((letter) => FOREIGN.get(letter) ?? letter).join("") : text;
}

/** Minutes after midnight; NaN where a text is no time of day. */
function minutesOf(text) {
  const found = CLOCK.exec(text)?.groups;
  if (!found) return NaN;
  const isHalved = found.half !== "";
  if (isHalved !== /m/iu.test(found.mark) || !(isHalved || found.minute)) return NaN;
  const hour = Number(found.hour);
  const hours = isHalved ? (hour % 12) + (/p/iu.test(found.half) ? 12 : 0) : hour;
  const seconds = hours * 3600 + Number(found.minute ?? 0) * 60 + Number(found.second ?? 0);
  return (isHalved ? hour >= 1 && hour <= 12 : seconds <= 86400) ? seconds / 60 : NaN;
}

const PLAIN = { decimal: ".", thousands: "", affixes: [] };

/** A function from a text to its number in the column's notation; NaN when it is none. */
function numberParser(form) {
  const { decimal, thousands, affixes, powers = {}, clock = false } = form ?? PLAIN;
  if (clock) {
    const plainly = numberParser(PLAIN);
    return (text) => {
      const minutes = minutesOf(western(text));
      return Number.isNaN(minutes) ? plainly(text) : minutes;
    };
  }
  const mark = { " ": "[ \\u00a0\\u202f\\u2009]", "'": "['’]" }[thousands] ?? escaped(thousands);
  const grouped = mark ? `[1-9][0-9]{0,2}(?:${mark}[0-9]{2,3})*${mark}[0-9]{3}|` : "";
  const point = escaped(decimal);
  const affix = alternatives(affixes);
  const before = affix ? `(?:(?:${affix})${BLANK})?` : "";
  const after = affix ? `(?:${BLANK}(?:${affix}))?` : "";
  const words = alternatives(Object.keys(powers));
  const power = words ? `|${BLANK}(?<power>${words})` : "";
  const sign = `(?:(?<sign>[+\\-−]?)${BLANK}${before}|${before}(?<late>[+\\-−]))`;
  const digits = `(?<body>(?:${grouped}[0-9]+)(?:${point}[0-9]*)?|${point}[0-9]+)(?:(?<tail>[eE][+\\-]?[0-9]+)${power})?`;
  const whole = new RegExp(`^${BLANK}${sign}${BLANK}${digits}${after}${BLANK}$`, "u");
  const marks = mark ? new RegExp(mark, "gu") : null;
  return (text) => {
    const found = whole.exec(western(text).replace(IN_BRACKETS, "$1-$2$3").replace(LATE_MINUS, "-$1$2"))?.groups;
    if (!found) return NaN;
    const tail = found.power ? `e${powers[found.power]}` : (found.tail ?? "");
    const plain = (marks ? found.body.replace(marks, "") : found.body).replace(decimal, ".") + tail;
    const minus = ["-", "−"].includes(found.sign || found.late);
    return minus ? -Number(plain) : Number(plain);
  };
}

/** A regular expression of one of some words, the longer ones first; "" for none. */
function alternatives(words) {
  return [...words].sort((a, b) => b.length - a.length).map(escaped).join("|");
}

// Dates

function dateReader(column) {
  const formats = [...column.datetime_formats, ...ISO_FORMATS].map((form) => [form, new RegExp(pattern(form), "u")]);
  const notKnown = new Set(column.missing);
  const refused = (value) => refusal(column, "a date or a time", value);
  return (value) => {
    if (isMissing(value)) return MISSING_SECONDS;
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) throw refused(value);
      return BigInt(Math.floor(value.getTime() / 1000));
    }
    if (!["string", "number", "bigint"].includes(typeof value)) throw refused(value);
    const text = typeof value === "string" ? value : textOf(value);
    const bare = stripped(text);
    if (bare === "" || notKnown.has(bare)) return MISSING_SECONDS;
    for (const [, expression] of formats) {
      const parts = expression.exec(western(text))?.groups;
      const seconds = parts ? secondsOf(parts) : null;
      if (seconds !== null) return BigInt(seconds);
    }
    throw refused(value);
  };
}

/** The regular expression of a whole cell in a date format; a blank stands for any number of blanks. */
function pattern(form) {
  const special = form.includes("%Y%m") ? TWO_DIGITS : form.toLowerCase().includes("%b") ? ORDINAL : {};
  const codes = { ...CODES, ...special };
  const parts = [...form.matchAll(/%(.)|(\s)|([^%\s])/gu)].map(([, code, blank, letter]) =>
    code ? codes[code] : blank ? "[\\t\\n\\f\\r ]+" : escaped(letter),
  );
  return `^[\\t\\n\\f\\r ]*${parts.join("")}[\\t\\n\\f\\r ]*$`;
}

/** Whole seconds since 1970 in UTC of the parts of a date; null when there is no such time. */
function secondsOf(parts) {
  for (const [code, aSecond] of Object.entries(UNIX_CODES)) {
    if (parts[code] !== undefined) return wholeSeconds(BigInt(parts[code].replace("+", "")), aSecond);
  }
  if (parts.E !== undefined) return Math.floor((Number(parts.E) - DAYS_BEFORE_1970) * 86400 + 0.5);
  const day = parts.G !== undefined ? weekDay(parts) : calendarDay(parts);
  const hour = parts.I !== undefined ? hourOfTwelve(parts) : Number(parts.H ?? 0);
  const [minute, second] = [Number(parts.M ?? 0), Number(parts.S ?? 0)];
  if (day === null || hour === null || hour > 23 || minute > 59 || second > 60) return null;
  return day * 86400 + hour * 3600 + minute * 60 + second - offset(parts.z ?? "Z");
}

function wholeSeconds(count, aSecond) {
  const seconds = count / aSecond;
  return Number(count < 0n && count % aSecond !== 0n ? seconds - 1n : seconds);
}

function calendarDay(parts) {
  const year = parts.Y !== undefined ? Number(parts.Y) : Number(parts.y) + (Number(parts.y) < 69 ? 2000 : 1900);
  const month = parts.q !== undefined ? 3 * Number(parts.q) - 2 : monthOf(parts);
  const day = Number(parts.d ?? 1);
  if (year < 1 || month < 1 || month > 12) return null;
  const first = daysBefore(year, month);
  const next = month === 12 ? daysBefore(year + 1, 1) : daysBefore(year, month + 1);
  return day < 1 || day > next - first ? null : first + day - 1;
}

function monthOf(parts) {
  if (parts.b !== undefined) return MONTHS.get(parts.b.toLowerCase()) ?? 0;
  if (parts.B !== undefined) return FULL_MONTHS.get(parts.B.toLowerCase()) ?? 0;
  return Number(parts.m ?? 1);
}

/** Days since 1970 of a weekday (Monday when it is not given) in a week of ISO 8601. */
function weekDay(parts) {
  const [year, week] = [Number(parts.G), Number(parts.V)];
  if (year < 1 || week < 1) return null;
  const monday = firstMonday(year) + 7 * (week - 1);
  return monday < firstMonday(year + 1) ? monday + Number(parts.u ?? 1) - 1 : null;
}

/** The Monday of the week with the fourth of January; 1970-01-01 was a Thursday. */
function firstMonday(year) {
  const fourth = daysBefore(year, 1) + 3;
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** Days from 1970-01-01 to the first of a month, in the proleptic Gregorian calendar. */
function daysBefore(year, month) {
  return new Date(0).setUTCFullYear(year, month - 1, 1) / 86_400_000;
}

function hourOfTwelve(parts) {
  const hour = Number(parts.I);
  return hour < 1 || hour > 12 ? null : (hour % 12) + (parts.p?.toLowerCase() === "p" ? 12 : 0);
}

function offset(zone) {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone[0] === "-" ? -seconds : seconds;
}

function months(words) {
  return new Map(words.split("|").flatMap((same, i) => same.split(" ").map((word) => [word, i + 1])));
}

// Texts

function textReader(column) {
  const notKnown = new Set(column.missing);
  const match = matcher(column.categories);
  return (value) => {
    if (isMissing(value)) return "";
    const text = textOf(value);
    if (text === null || /\p{Surrogate}/u.test(text)) {
      throw refusal(column, "a text, a number, a date or true or false", value);
    }
    const bare = stripped(text);
    return bare === "" || notKnown.has(bare) ? "" : match(text);
  };
}

/** A function from a text to the known text that is meant, by its text, its number or its yes or no; else itself. */
function matcher(texts) {
  const known = new Set(texts);
  const [byText, byNumber, byTruth] = [new Map(), new Map(), new Map()];
  for (const text of [...texts].reverse()) {
    const bare = stripped(text);
    byText.set(bare, text);
    if (ORDINARY.test(bare)) byNumber.set(Number(bare), text);
    if (truth(bare) !== null) byTruth.set(truth(bare), text);
  }
  if (byTruth.size < 2) byTruth.clear();
  return (text) => {
    if (known.has(text)) return text;
    const bare = stripped(text);
    const number = ORDINARY.test(bare) ? byNumber.get(Number(bare)) : undefined;
    return byText.get(bare) ?? number ?? byTruth.get(truth(bare)) ?? text;
  };
}

function truth(bare) {
  const word = bare.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** A value as the text it has in a CSV file; null when it can have none. */
function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return numberText(value);
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return null;
  return value.toISOString().replace(/\.000Z$/, "Z").replace(/(\.\d{3})Z$/, "$1000Z");
}

function numberText(value) {
  if (Number.isInteger(value) && Math.abs(value) < LARGEST_EXACT) return String(value === 0 ? 0 : value);
  return Math.abs(value) < 1e10 ? String(value) : value.toExponential().replace("Infinity", "inf");
}

function stripped(text) {
  return text.replace(OUTER_BLANKS, "");
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function folded(name) {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") || name;
}

function quoted(value) {
  const text = typeof value === "string" ? `'${value}'` : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
