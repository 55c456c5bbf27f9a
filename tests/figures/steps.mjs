// What the rows of a spec's `keys` say: [control, keys, what they change, and perhaps what must then hold].
// A change takes the state before, and the state at the start, and gives the traits that are other than before. With
// `only`, or where something else must hold, others may have changed, too.

/** A number that may be off by so much. */
export class Near {
  constructor(value, within) {
    Object.assign(this, { value, within });
  }
}
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** A trait moved by so much, within its range. */
export const plus =
  (trait, by, low = -Infinity, high = Infinity) =>
  (state) => ({ [trait]: clamp(state[trait] + by, low, high) });

/** One number of a list moved by so much; of a matrix, the one in row i and column j. */
export const entry = (trait, i, by, j) => (state) => ({
  [trait]: state[trait].map((old, r) =>
    r !== i ? old : j === undefined ? old + by : old.map((v, c) => (c === j ? v + by : v))
  ),
});

export const to = (values) => () => values;
export const start = (_, began) => began;
export const anything = () => ({});
export const only = (change) => Object.assign(change, { only: true });

/** The kink moved by so much, to whole hundredths; the slope stays. */
export const kinkBy = (m, b, by) => (state) => ({
  [b]: new Near(-state[m] * (Math.round((-state[b] / state[m] + by) * 100) / 100), 1e-5),
});

/** A piece turned about its kink: the slope changes, the kink stays. */
export const turned = (m, b, by) => (state) => ({
  [m]: new Near(state[m] + by, 1e-6),
  [b]: new Near(((state[m] + by) * state[b]) / state[m], 1e-5),
});

/** A slider by all its keys. */
export const knob = (trait, name, low, high) => [
  [name, ["ArrowRight"], plus(trait, 0.1)],
  [name, ["Shift+ArrowDown"], plus(trait, -0.01)],
  [name, ["PageUp"], plus(trait, 1)],
  [name, ["End"], to({ [trait]: high })],
  [name, ["Home"], to({ [trait]: low })],
];

export const RESET = ["Reset", ["Enter"], start];
export const TOOLS = [RESET, ["Link to this state", ["Enter"], anything]];
