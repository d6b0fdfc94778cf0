// Numbers, shares and dates in the notation of whoever reads the page.

const SPACE = "\u00a0"; // no-break: a number stays with its unit
const MANTISSA = 15;
export const NOT_KNOWN = "Not known";

function decimals(value, digits, grouped = true) {
  return new Intl.NumberFormat(undefined, {
    maximumFractionDigits: Math.min(Math.max(digits, 0), 20),
    useGrouping: grouped,
  })
    .format(value)
    .replace(/^-/, "\u2212");
}

/** A number with about `digits` significant ones, never fewer than its whole part. */
export function number(value, digits = 4, grouped = true) {
  const size = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  if (size > MANTISSA || size < -5) return value.toExponential(digits - 1).replace(/-/g, "\u2212");
  return decimals(value, digits - Math.max(size, size < 0 ? size : 1), grouped);
}

/** A number as its column writes it: $1,250, 9.90 EUR, 12 %, 47.51°; years and codes without marks of thousands. */
export function quantity(value, { role = null, unit = "" } = {}, digits = 4) {
  const plain = ["year", "code", "postcode"].includes(role);
  const cents = role === "money" && Math.abs(value) < 1000 ? 2 : 0;
  const text = role === "money" && Math.abs(value) >= 0.01 ? decimals(value, cents) : number(value, digits, !plain);
  if (plain || !unit) return text;
  if (role === "money" && !/^\p{L}+$/u.test(unit) && !unit.endsWith(".")) return text.replace(/^(\u2212?)/, `$1${unit}`);
  return `${text}${unit === "°" ? "" : SPACE}${unit}`;
}

/** A share (0 to 1) in per cent; only nothing is "0 %" and only all is "100 %". */
export function percent(share) {
  const written = (value) =>
    new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
  if (share > 0 && share < 0.0005) return `<${SPACE}${written(0.1)}${SPACE}%`;
  if (share < 1 && share >= 0.9995) return `>${SPACE}${written(99.9)}${SPACE}%`;
  return `${share === 0 || share === 1 ? 100 * share : written(100 * share)}${SPACE}%`;
}

/** A difference with its sign. */
export function signed(value, write) {
  const text = write(Math.abs(value));
  return value < 0 ? `\u2212${text}` : `+${text}`;
}

/** A day of an ISO text in UTC, with the time when it is not midnight. */
export function day(text) {
  const when = new Date(text);
  const clock = when.getTime() % 86_400_000 ? { timeStyle: "short" } : {};
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC", ...clock }).format(when);
}

/** A value of a row as people read it. */
export function shown(value, column) {
  if (value === null || value === "") return NOT_KNOWN;
  if (value instanceof Date) return day(value.toISOString());
  return typeof value === "number" ? quantity(value, column, 7) : value;
}

/** A column's name, of which there may be none. */
export function titled(column) {
  const unit = column.unit && !["year", "code", "postcode"].includes(column.role) ? `, ${column.unit}` : "";
  return `${column.name.trim() ? column.name : "Column without a name"}${unit}`;
}
