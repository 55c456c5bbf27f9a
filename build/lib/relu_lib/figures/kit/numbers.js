// Numbers: kept within bounds, on a grid of steps, and written as people write them.

export const HUGE = 1e100; // beyond it numbers are refused, as in Python: products of two, and squares, stay finite
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
/** A number that can be calculated with: what is none is `otherwise`, what is beyond all sense is cut. */
export const finite = (value, otherwise = 0) => (Number.isFinite(value) ? clamp(value, -HUGE, HUGE) : otherwise);
export const finiteList = (values) => (Array.isArray(values) ? values.map((value) => finite(value)) : []);

/** A whole number within bounds; what is no number is `otherwise`. */
export const wholeIn = (value, { min, max }, otherwise = min) => clamp(Math.round(finite(value, otherwise)), min, max);

/** The multiple of `step` nearest to `value`, without the dust of binary fractions: 0.3, not 0.30000000000000004. */
export const snap = (value, step) => Number((Math.round(value / step) * step).toFixed(6));

/** Where max(mx + b, 0) bends; NaN where it does not (m = 0, or a kink beyond all numbers). */
export function kinkOf(m, b) {
  const kink = -b / m + 0;
  return Number.isFinite(kink) ? kink : NaN;
}

/** The different values inside an interval, in order. */
export const sortedWithin = (values, [low, high]) =>
  [...new Set(values.filter((v) => v > low && v < high))].sort((v, w) => v - w);

export const relu = (x) => (x > 0 ? x : 0);

/** A number as people write it: a real minus, at most `digits` decimals, powers of ten when it is huge. */
export function say(value, digits = 2) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : "too large";
  const size = Math.abs(value);
  const text = size >= 1e6 ? powered(size) : String(Number(size.toFixed(digits)));
  return (value < 0 && text !== "0" ? "−" : "") + text;
}

/** A place on the x-axis. */
export const sayX = (x) => `x = ${say(x)}`;

/** A digit, or a minus, as it stands in a power. */
export const superscript = (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);

/** A huge number as 1.2·10⁹. */
export function powered(size) {
  const [head, power] = size.toExponential(1).split("e+");
  return `${head}·10${Array.from(power, superscript).join("")}`;
}

/** An error with three digits, as 0.0123 or 1.23·10⁻⁵. */
export function sayError(value) {
  if (!(value > 1e-12)) return value >= 0 ? "0" : say(value);
  if (value >= 1e6 || value >= 1e-3) return value >= 1e6 ? say(value) : String(Number(value.toPrecision(3)));
  const [head, power] = value.toExponential(2).split("e-");
  return `${head}·10⁻${Array.from(power, superscript).join("")}`;
}

/** So many of something: 1 unit, 2 units. */
export const noun = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** A score with all its decimals: it stays as wide as it is while it changes. */
export function score(value, digits = 2) {
  return !(Math.abs(value) < 1e6) ? say(value) : value.toFixed(digits).replace("-", "−");
}

/** Round numbers, about `count` of them, from `low` to `high`. */
export function ticks(low, high, count) {
  const rough = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(9))
  );
}

/** Numbers from 0 to 1 by the generator mulberry32, as relu_lib draws them. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Matrices and biases of a network by chance, as relu_lib.random_network draws them. */
export function randomNetwork(sizes, seed) {
  const draw = chance(seed);
  const [weights, biases] = [[], []];
  for (let i = 1; i < sizes.length; i++) {
    const [inputs, outputs] = [sizes[i - 1], sizes[i]];
    const spread = () => (2 * draw() - 1) / Math.sqrt(inputs);
    weights.push(Array.from({ length: inputs }, () => Array.from({ length: outputs }, spread)));
    biases.push(Array.from({ length: outputs }, spread));
  }
  return { weights, biases };
}
