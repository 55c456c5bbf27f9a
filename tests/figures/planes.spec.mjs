import assert from "node:assert/strict";

import { anything, entry, Near, only, plus, RESET, to, TOOLS } from "./steps.mjs";

const LISTS = ["w1", "w2", "biases", "weights"];
const numbersOf = (state) => [...LISTS.flatMap((name) => state[name]), state.offset];
const typed = (digits) => ["Control+A", ...digits];

/** The points of a state: named ones, or the reader's own. */
function pointsOf({ state: { _points } }, { target, own_x1: x1, own_x2: x2, own_y: y }) {
  return target === "own" ? { x1, x2, y } : _points[target];
}
export default {
  elsewhere:
    "w1=[1,0.5,-1,0.2]&w2=[0.3,1,1,-1]&biases=[0.2,-0.4,0.1,0.5]&weights=[1,-2,1.5,1]&offset=-0.25&target=moons&line=3",
  extreme:
    "w1=[1e9,-1e9,0,1]&w2=[1e9,1e9,0,0]&biases=[1e9,0,5,-1.5]&weights=[1e9,-1e9,3,1]&offset=-1e9&target=ring&line=2",
  keys: [
    [
      "lines",
      ["ArrowUp"],
      only(() => ({})),
      (_, { w1, weights }) => assert.deepEqual([w1.length, weights.length], [3, 3]),
    ],
    ["lines", ["End"], only(() => ({})), (_, { w1 }) => assert.equal(w1.length, 12)],
    ["chosen line", ["ArrowRight"], plus("line", 1)],
    ["chosen line", ["End"], to({ line: 12 })],
    RESET,
    ["chosen line, distance from the middle", ["ArrowRight"], entry("biases", 0, -0.1)],
    ["chosen line, distance from the middle", ["Shift+ArrowLeft"], entry("biases", 0, 0.01)],
    [
      "chosen line, direction in degrees",
      ["ArrowUp"],
      only(({ w1, w2 }) => ({
        w1: [new Near(Math.cos(Math.PI / 36), 1e-5), ...w1.slice(1)],
        w2: [new Near(Math.sin(Math.PI / 36), 1e-5), ...w2.slice(1)],
      })),
    ],
    RESET,
    ["weight", ["ArrowRight"], entry("weights", 0, 0.1)],
    ["weight, as a number", typed("-2.5"), ({ weights }) => ({ weights: [-2.5, ...weights.slice(1)] })],
    [
      "steepness",
      ["ArrowRight"],
      ({ w1, biases }) => ({
        w1: [1.1, ...w1.slice(1)],
        biases: [new Near(-0.33, 1e-9), ...biases.slice(1)],
      }),
    ],
    [
      "steepness, as a number",
      typed("2"),
      ({ w1, biases }) => ({
        w1: [2, ...w1.slice(1)],
        biases: [new Near(-0.6, 1e-9), ...biases.slice(1)],
      }),
    ],
    ["offset", ["ArrowLeft"], plus("offset", -0.1)],
    ["offset, as a number", typed("1.5"), to({ offset: 1.5 })],
    RESET,
    ["100 steps", ["Enter"], only(() => ({})), grows],
    ["Train from here", ["Enter"], only(() => ({})), grows],
    ["Try 50 starts", ["Enter"], anything, asInTheTable],
    ["Start by chance", ["Enter"], only(plus("seed", 1))],
    [
      "XOR by hand",
      ["Enter"],
      to({
        w1: [1, 1],
        w2: [1, 1],
        biases: [0, -1],
        weights: [1, -2],
        offset: -0.5,
        target: "xor",
        line: 1,
      }),
    ],
    ["a ring", ["Enter"], to({ target: "ring" })],
    ["two moons", ["Enter"], to({ target: "moons" })],
    ["your points", ["Enter"], to({ target: "own" })],
    ["Add a 1", ["Enter"], to({ own_x1: [0.9], own_x2: [0], own_y: [1] })],
    ["Add a 0", ["Enter"], ({ own_y }) => ({ own_x1: [0.9, -0.66], own_x2: [0, 0.61], own_y: [...own_y, 0] })],
    ["point 1, x₁", ["ArrowLeft"], entry("own_x1", 0, -0.1)],
    ["point 1, x₂", ["ArrowUp"], entry("own_x2", 0, 0.1)],
    ["point 2, x₁", ["Home"], ({ own_x1 }) => ({ own_x1: [own_x1[0], -1.5] })],
    ["point 2, x₂", ["End"], ({ own_x2 }) => ({ own_x2: [own_x2[0], 1.5] })],
    [
      "Remove the last",
      ["Enter"],
      ({ own_x1, own_x2, own_y }) => ({
        own_x1: own_x1.slice(0, 1),
        own_x2: own_x2.slice(0, 1),
        own_y: own_y.slice(0, 1),
      }),
    ],
    ["XOR", ["Enter"], to({ target: "xor" })],
    ...TOOLS,
  ],
  handles: [
    ["chosen line, distance from the middle", [40, 0], "x"],
    ["chosen line, direction in degrees", [-26, -14], "xy"],
  ],
  lines: [["path.grab >> nth=1", [0, -25], ["biases", "line"]]],

  check(fig, state, own) {
    const { scoreAt, regionsOf, kinkLines, mostRegions, judged, score } = own;
    const numbers = numbersOf(state);
    const [path, r] = [fig.element("path.boundary"), state.w1.length];
    const axes = fig.axes(path);
    const size = numbers.slice(0, -1).reduce((most, each) => Math.max(most, Math.abs(each)), 1) ** 2 * r;
    for (const chain of fig.chains(path, axes))
      for (const [x, y] of chain) assert.ok(Math.abs(scoreAt(numbers, x, y)) < 0.02 * size, `${x}, ${y}`);
    const points = pointsOf(fig.place, state);
    const { loss, right, of } = judged(numbers, points);
    assert.equal(fig.root.querySelectorAll("path.fold").length, r);
    assert.equal(fig.root.querySelectorAll("circle.point").length, state.target === "own" ? 0 : of);
    assert.equal(fig.root.querySelectorAll("path.fold.chosen").length, 1);
    const regions = regionsOf(kinkLines(numbers)).length;
    const told = [`${r} line`, `${regions} region`, `of at most ${mostRegions(r)} in the plane.`];
    return of ? [...told, `${right} of ${of} point`, `Loss ${score(loss, 3)}.`] : [...told, "No points yet."];
  },
};

/** Training makes the loss smaller. */
function grows(before, after, { judged }, fig) {
  const loss = (state) => judged(numbersOf(state), pointsOf(fig.place, state)).loss;
  assert.ok(loss(after) < loss(before));
}

/** After a training the figure has counted by itself; so does relu_lib in chapter 7, and comes to the same number. */
function asInTheTable(before, after, own, fig) {
  const told = fig.root.querySelector(".tally").textContent;
  assert.equal(told, "Of 50 starts by chance with 2 lines, 14 succeed.");
}
