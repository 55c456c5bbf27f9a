import assert from "node:assert/strict";

import { Near, only, plus, RESET, to, TOOLS } from "./steps.mjs";

const KNOBS = {
  m1: ["slope", 0],
  b1: ["bias", 3],
  m2: ["slope", 1],
  b2: ["bias", 4],
  m3: ["slope", 2],
  b3: ["bias", 5],
};
const numbersOf = (state, { randomStart }) => {
  const opening = [-1.5, 1.5, 1, -1.5, 1.5, 1, 1, 1, 1, 0];
  return state.start.length ? state.start : state.units ? randomStart(state.units, state.seed) : opening;
};
const size = (value) => to({ step_size: value, steps: 0 });
/** A knob turned: the numbers as they stood are another start. */
const turned = (name, by) =>
  only(({ start }) => ({
    steps: 0,
    ...(start.length ? { start: start.map((v, i) => (i === KNOBS[name][1] ? new Near(v + by, 1e-9) : v)) } : {}),
  }));

export default {
  elsewhere: "units=5&seed=3&step_size=0.02&method=1&steps=120&knob=7&show_marks=true",
  extreme: "units=64&seed=9&step_size=1e9&method=2&steps=2000&knob=192&start=[1e9,-1e9]",
  keys: [
    ["units", ["ArrowRight"], to({ units: 1 })],
    RESET,
    ["One step", ["Enter"], plus("steps", 1)],
    ["100 steps", ["Enter"], plus("steps", 100)],
    ["step, along the loss", ["ArrowLeft"], plus("steps", -10)],
    ["step, along the loss", ["Shift+ArrowRight"], plus("steps", 1)],
    ["step, along the loss", ["Home"], to({ steps: 0 })],
    ["One step", ["Enter"], plus("steps", 1)],
    ["Back to the first", ["Enter"], to({ steps: 0 })],
    ["step size", ["ArrowRight"], size(0.13)],
    ["step size", ["End"], size(3.2)],
    ["One step", ["Enter"], plus("steps", 1)],
    ["step size", ["Home"], size(0.001)],
    RESET,
    ["slope m", ["Enter"], to({ knob: 0 })],
    ["bias b", ["Enter"], to({ knob: 3 })],
    ["unit of this knob", ["ArrowRight"], to({ knob: 4 })],
    ["off", ["Enter"], to({ knob: -1 })],
    ["show the losses to beat", ["Space"], to({ show_marks: true })],
    ["don’t zero the gradients", ["Space"], to({ keep_gradients: true })],
    ["momentum", ["Enter"], to({ method: 1 })],
    ["Adam", ["Enter"], to({ method: 2 })],
    ["plain", ["Enter"], to({ method: 0 })],
    RESET,
    ...Object.entries(KNOBS).flatMap(([name, [kind]]) => [
      [`${kind} ${name}`, ["ArrowRight"], turned(name, 0.1)],
      [`${kind} ${name}, as a number`, ["Control+A", "-", "4", ".", "5"], only(() => ({ steps: 0 }))],
    ]),
    RESET,
    ["units", ["PageUp"], to({ units: 10 })],
    ["start, by its seed", ["ArrowRight"], to({ seed: 2 })],
    ["slope m", ["Enter"], to({ knob: 0 })],
    ["weight a", ["Enter"], to({ knob: 20 })],
    ["offset c", ["Enter"], to({ knob: 30 })],
    ["units", ["Home"], to({ units: 0, knob: -1 })],
    ...TOOLS,
  ],
  handles: [["step, along the loss", [40, 0], "x"]],
  lines: [],

  check(fig, state, own) {
    const { descent, dead, predicted, listedUnits, score, METHODS } = own;
    const { x, y, marks } = fig.place.state;
    const start = numbersOf(state, own);
    const [six, units] = [state.units === 0, state.units || 3];
    const { step_size: stepSize, keep_gradients: keep } = state;
    const run = descent({ start, x, y, method: METHODS[state.method], stepSize, keep, held: six ? 6 : start.length });
    const numbers = run.at(state.steps);
    const steps = Math.min(state.steps, run.last);
    fig.assertDraws("path.sum", (at) => predicted(numbers, at));
    const gone = dead(numbers, x);
    assert.equal(fig.root.querySelectorAll(".square").length, units);
    assert.equal(fig.root.querySelectorAll(".square.gone").length, gone.length);
    const loss = run.losses[steps];
    const told = [`Step ${steps}. Loss ${score(loss, 3)}.`, `${units} ${units === 1 ? "unit" : "units"}`];
    if (gone.length) told.push(`${gone.length} of them dead: ${listedUnits(gone)}`);
    if (loss < marks["the true curve"]) told.push("Closer to the points than the true curve.");
    assert.equal(fig.root.querySelector(".slice").hidden, state.knob < 0 || !(loss < 1e6));
    return told;
  },
};
