// What is to be approximated: named functions and the Earth's temperature, a drawing, a formula, the reader's own data.

const MOST = 64; // units
const SAMPLES = 2001; // of a named function
const FEWER = 1001; // of a drawing or a formula
const REACH = 3; // a drawing goes from −3 to 3
const CONTROLS = 13; // control points of a drawing
const PLACES = 4096; // of an interval: the unit of the gaps that are shipped
export const TARGETS = [
  { id: "quadratic", name: "3x² + 2x + 1", f: (x) => 3 * x * x + 2 * x + 1, domain: [-2, 2] },
  { id: "sine", name: "sin x", f: Math.sin, domain: [-Math.PI, Math.PI] },
  { id: "step", name: "a step", f: (x) => (x < 0.3 ? 0 : 1), domain: [-1, 1] },
  { id: "root", name: "√|x|", f: (x) => Math.sqrt(Math.abs(x)), domain: [-1, 1] },
  { id: "hat", name: "a hat", f: (x) => Math.max(1 - Math.abs(x), 0), domain: [-2, 2] },
  { id: "earth", name: "the Earth" },
  { id: "drawn", name: "draw" },
  { id: "formula", name: "formula" },
  { id: "data", name: "your data" },
];
export const PLACEMENTS = [
  { id: "even", name: "even kinks, best heights", make: spreadEvenly },
  { id: "well", name: "well placed", make: placeWell },
  { id: "worst", name: "one more where it errs most", make: whereItErrsMost },
];
const NO_LIMIT = {
  root: "There is no limit line: at the tip the slope of √|x| has no bound, so f″ is not continuous.",
  step: "There is no limit line: at a jump the worst error is never below one half, however many units there are.",
  hat: "There is no limit line: the hat is a polyline, exact with four pieces.",
  earth: "There is no limit line: the record is no smooth curve.",
  drawn: "There is no limit line: how a drawing bends is not known as a formula.",
  formula: "There is no limit line: of a formula the page does not know the second derivative.",
  data: "There is no limit line: data are no smooth curve.",
};

/** Some places from `low` to `high`, in even steps. */
const spread = ([low, high], count) => Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** The samples of a function; at the step, both sides of the jump. */
function sampled(f, domain, count) {
  const x = spread(domain, count);
  return { x, y: x.map(f) };
}

export const controlPlaces = spread([-REACH, REACH], CONTROLS);

/** The smooth curve through control points, as relu_lib.figures.approximator.curve_through. */
export function curveThrough(heights, x) {
  const last = heights.length - 1;
  if (last < 1) return heights[0] ?? 0;
  const along = clamp(((x + REACH) / (2 * REACH)) * last, 0, last);
  const i = Math.min(Math.floor(along), last - 1);
  const t = along - i;
  const slope = (k) => {
    if (k === 0) return heights[1] - heights[0];
    return k === last ? heights[last] - heights[last - 1] : (heights[k + 1] - heights[k - 1]) / 2;
  };
  const start = heights[i] * (1 + 2 * t) + slope(i) * t;
  const stop = heights[i + 1] * (3 - 2 * t) - slope(i + 1) * (1 - t);
  return start * (1 - t) ** 2 + stop * t ** 2;
}

/** The points of a target: { x, y }, or { fault } in words. */
export function pointsOf(state) {
  const { target, drawn, low, high, x, y, earth } = state;
  if (target === "drawn") return sampled((at) => curveThrough(drawn, at), [-REACH, REACH], FEWER);
  if (target === "formula") return pointsOfFormula(state.formula, low, high);
  if (target === "earth") return { x: earth.map((_, i) => 1880 + i), y: earth };
  if (target === "data") {
    if (new Set(x).size > 1) return { x, y };
    return { fault: "No data yet: paste two columns of numbers above. A link does not carry them." };
  }
  const { f, domain } = TARGETS.find(({ id }) => id === target);
  const points = sampled(f, domain, SAMPLES);
  if (target === "step") {
    const jump = points.y.indexOf(1);
    points.x.splice(jump, 0, points.x[jump]);
    points.y.splice(jump, 0, 0);
  }
  return points;
}

/** The same of a formula; of one that is wrong, or has no value somewhere, what is wrong with it. */
export function pointsOfFormula(formula, low, high) {
  if (!(low < high)) return { fault: `The interval is empty: from ${say(low)} to ${say(high)}.` };
  try {
    const points = sampled(compiled(formula), [low, high], FEWER);
    const at = points.y.findIndex((value) => !(Math.abs(value) <= HUGE));
    if (at < 0) return points;
    return { fault: `The formula has no value that can be drawn at x = ${say(points.x[at], 3)}.` };
  } catch ({ message: says }) {
    return { fault: `${says[0].toUpperCase()}${says.slice(1)}.` };
  }
}

/** A target made ready to be approximated; what is found for it is kept with it. */
export function subjectOf(state) {
  const { target, placed, limits } = state;
  const points = pointsOf(state);
  const { fault = "", x = [], y = [] } = points;
  const order = Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j]);
  const sorted = { x: order.map((i) => x[i]), y: order.map((i) => y[i]) };
  return {
    target,
    fault: fault || (new Set(x).size > 1 ? "" : "Two different x are needed at least."),
    ...sorted,
    samples: samplesOf(sorted.x, sorted.y),
    dots: target === "earth" || target === "data",
    gaps: placed.gaps?.[target] ?? null,
    limit: finite(limits[target]),
    noLimit: NO_LIMIT[target] ?? "",
    taken: target === "earth" ? finite(placed.earth_units) : 0,
    found: new Map(),
    asked: new Set(), // of what has been found, what the reader has seen
  };
}

/** The polyline of so many units for a subject, with its errors. */
export function approximation(subject, placement, units) {
  const key = `${placement} ${units}`;
  if (!subject.found.has(key)) {
    const { make } = PLACEMENTS.find(({ id }) => id === placement);
    const polyline = make(subject.samples, units, placement === "well" ? shipped(subject, units) : null);
    subject.found.set(key, { ...polyline, ...errorsOf(polyline, subject), units: unitsOf(polyline).slopes.length });
  }
  return subject.found.get(key);
}

/** The knots that are shipped for a named target; null where there are none. */
function shipped({ gaps, x }, units) {
  if (!Array.isArray(gaps) || !gaps.length || !x.length) return null;
  const own = finiteList(gaps[Math.min(units, gaps.length) - 1]);
  let place = 0;
  const kinks = own.map((gap) => (place += gap / PLACES));
  const [first, last] = [x[0], x.at(-1)];
  const knots = [first, ...kinks.map((part) => first + part * (last - first)), last];
  return knots.every((knot, k) => !k || knot > knots[k - 1]) ? knots : null;
}

/**
 * All well-placed polylines of a target for which none are shipped, from one unit up, so that a slider only looks them
 * up: a generator. Those that were asked for before are placed anew: fewer units are known now, and may help.
 */
export const placedAhead = function* (subject) {
  if (subject.fault || subject.gaps) return;
  for (let units = 1; units <= MOST; units++) {
    subject.samples.placed?.delete(units);
    subject.found.delete(`well ${units}`);
    yield approximation(subject, "well", units);
  }
};

/** How many well-placed units samples bear, by cross-validation: a generator, so that others can work in between. */
export const unitsBorne = function* (samples) {
  const candidates = candidatesFor(samples.x.length);
  const squares = candidates.map(() => []);
  for (let fold = 0; fold < 10; fold++) {
    const rows = yield* squaresLeftOut(samples, candidates, fold);
    rows.forEach((row, i) => squares[i].push(...row));
  }
  return oneStandardError(candidates, squares);
};
