import assert from "node:assert/strict";

import { entry, knob, Near, to, TOOLS } from "./steps.mjs";

const UNITS = [0, 1, 2, 3, 4, 5];
const FOLLOW = "Set the weights for me";

/** What the words of the buttons promise, in numbers. */
const goesThroughTheSineAtEachKink = (before, after, { evaluate }) => {
  for (const t of after.kinks) assert.ok(Math.abs(evaluate(after, after.weights, t) - Math.sin(t)) < 1e-12);
};
const isAsGoodAsPlusSignsGet = (before, after, { worst }) => assert.ok(Math.abs(worst(after).error - 0.68246) < 1e-4);
const hasUnits =
  (more) =>
  (before, after, { worst }) => {
    assert.equal(after.kinks.length, before.kinks.length + more);
    assert.ok(Math.abs(worst(after).error - worst(before).error) < 1e-6 * worst(before).error);
  };
const sameOffset = ({ offset }) => ({ offset });

export default {
  elsewhere: "kinks=[-2,0.5]&weights=[1,-1.25]&slopes=[1,1]&offset=-0.5&signed=true",
  extreme: "kinks=[-1e9,3.15,3.15]&weights=[-1e9,1.5,1.5]&slopes=[1,1,-1]&offset=1e9&signed=true",
  keys: [
    ...UNITS.map((i) => [`unit ${i + 1}, kink`, ["ArrowRight"], entry("kinks", i, 0.1)]),
    ...UNITS.map((i) => [`unit ${i + 1}, change of slope`, ["ArrowUp"], entry("weights", i, 0.1)]),
    ["unit 2, kink", ["Shift+ArrowLeft"], entry("kinks", 1, -0.01)],
    ["unit 2, kink", ["ArrowUp"], entry("weights", 1, 0.1)], // the other axis: the focus follows
    ["unit 1, change of slope", ["ArrowDown", "ArrowDown", "ArrowDown"], entry("weights", 0, -0.1)], // stops at 0
    ...knob("offset", "offset c", -2, 2),
    ["plus and minus", ["Enter"], to({ signed: true })],
    ["unit 1, change of slope", ["ArrowDown"], entry("weights", 0, -0.1)],
    [FOLLOW, ["Enter"], to({ signed: true }), goesThroughTheSineAtEachKink],
    ["Add a unit", ["Enter"], sameOffset, hasUnits(1)],
    ["unit 7, change of slope", ["ArrowUp"], entry("weights", 6, 0.1)],
    ["unit 7, change of slope", ["ArrowDown"], entry("weights", 6, -0.1)],
    ["unit 7, kink", ["ArrowRight"], entry("kinks", 6, 0.1)],
    ["Remove the last unit", ["Enter"], sameOffset, hasUnits(-1)],
    ["plus signs only", ["Enter"], to({ signed: false })],
    [FOLLOW, ["Enter"], to({ signed: false, offset: new Near(-0.68246, 1e-4) }), isAsGoodAsPlusSignsGet],
    ...TOOLS,
  ],
  handles: UNITS.map((i) => [`unit ${i + 1}, kink`, [15 - 3 * i, -25], "xy"]),
  lines: [["path.grab", [0, 30], ["offset"]]],
  glides: [["plus signs only", "path.sum"]],

  check(fig, state, { counted, evaluate, worst, score }) {
    fig.assertDraws("path.sum", (x) => evaluate(state, counted(state), x), "svg[aria-label^='Change of slope']");
    return [`Worst error ${score(worst(state).error)}`, `${state.kinks.length} unit`];
  },
};
