import assert from "node:assert/strict";

import { anything, entry, knob, Near, to, TOOLS } from "./steps.mjs";

const UNITS = [0, 1, 2, 3, 4, 5];
const FOLLOW = "Set the weights for me";
const close = (got, wanted, what, within = 1e-6) =>
  assert.ok(Math.abs(got - wanted) < within, `${what} is ${got}, not ${wanted}`);
const valueOf = ({ evaluate, counted }, state, x) => evaluate(state, counted(state), x);

/** What the words of the buttons promise, in numbers. */
const goesThroughTheSineAtEachKink = (before, after, { evaluate }) => {
  for (const t of after.kinks) assert.ok(Math.abs(evaluate(after, after.weights, t) - Math.sin(t)) < 1e-12);
};
const isAsGoodAsPlusSignsGet = (before, after, { worst }) => assert.ok(Math.abs(worst(after).error - 0.68246) < 1e-4);
const hasOneMoreAndErrsLess = (before, after, { worst, score }, fig) => {
  assert.equal(after.kinks.length, before.kinks.length + 1);
  assert.ok(worst(after).error < 0.9 * worst(before).error, `${worst(after).error} after ${worst(before).error}`);
  const [was, now] = [before, after].map((state) => score(worst(state).error));
  assert.ok(told(fig).endsWith(`: the worst error falls from ${was} to ${now}.`), told(fig));
};
const keepsPlusSignsAndErrsLess = (before, after, own, fig) => {
  assert.ok(Math.min(...own.counted(after)) >= 0);
  hasOneMoreAndErrsLess(before, after, own, fig);
};
const hasOneLessAndStaysAtTheOthers = (before, after, own) => {
  assert.deepEqual(after.kinks, before.kinks.slice(0, -1));
  for (const x of [...after.kinks, Math.PI]) close(valueOf(own, after, x), valueOf(own, before, x), `at ${x}`);
};

const told = (fig) => fig.root.querySelector(".message").textContent;
const saysWhyNot = (before, after, own, fig) => {
  assert.deepEqual(after, before);
  assert.match(told(fig), /^With plus signs only/);
};

/** The corner of unit i is moved, and the others stay where they are, and the right end. */
const cornerMoves = (i, dx, dy) => (before, after, own) => {
  const x = before.kinks[i] + dx;
  close(after.kinks[i], x, "the kink", 0.0051); // keys go to whole hundredths
  close(valueOf(own, after, after.kinks[i]), valueOf(own, before, before.kinks[i]) + dy, "the height", 0.0051);
  for (const t of [...before.kinks.filter((_, j) => j !== i), Math.PI])
    close(valueOf(own, after, t), valueOf(own, before, t), `the sum at ${t}`);
};
const someOf =
  (...traits) =>
  (before) =>
    Object.fromEntries(traits.map((trait) => [trait, before[trait]]));
const weightMoves = (i, by) => (before, after) => close(after.weights[i], before.weights[i] + by, "the weight", 0.0051);
const isInThePicture = (before, after, { leaves }) => assert.deepEqual([leaves(before), leaves(after)], ["top", ""]);

export default {
  elsewhere: "kinks=[-2,0.5]&weights=[1,-1.25]&slopes=[1,1]&offset=-0.5&signed=true",
  extreme: "kinks=[-1e9,3.15,3.15]&weights=[-1e9,1.5,1.5]&slopes=[1,1,-1]&offset=1e9&signed=true",
  keys: [
    ...UNITS.map((i) => [`unit ${i + 1}, kink`, ["ArrowRight"], entry("kinks", i, 0.1)]),
    ...UNITS.map((i) => [`unit ${i + 1}, change of slope`, ["ArrowUp"], entry("weights", i, 0.1)]),
    ["unit 2, kink", ["Shift+ArrowLeft"], entry("kinks", 1, -0.01)],
    ["unit 2, kink", ["ArrowUp"], entry("weights", 1, 0.1)], // the other axis: the focus follows
    ["Bring it back", ["Enter"], anything, isInThePicture],
    [
      "unit 1, change of slope",
      ["ArrowDown", "ArrowDown", "ArrowDown"],
      anything,
      (_, { weights }) => assert.equal(weights[0], 0),
    ],
    ...knob("offset", "offset c", -2, 2),
    ["Reset", ["Enter"], (_, start) => start],
    ["Add a unit", ["Enter"], anything, keepsPlusSignsAndErrsLess],

    ["Remove the last unit", ["Enter"], anything, hasOneLessAndStaysAtTheOthers],
    ["Reset", ["Enter"], (_, start) => start],
    // with plus signs only, the slope at a corner can rise, not fall
    ["corner of unit 3, height", ["ArrowDown"], anything, cornerMoves(2, 0, -0.1)],
    ["corner of unit 5, height", ["ArrowUp", "ArrowUp"], to({}), saysWhyNot],
    ["plus and minus", ["Enter"], to({ signed: true })],
    ...UNITS.map((i) => [`corner of unit ${i + 1}, height`, ["ArrowUp"], anything, cornerMoves(i, 0, 0.1)]),
    ...UNITS.slice(0, 5).map((i) => [`corner of unit ${i + 1}, x`, ["ArrowRight"], anything, cornerMoves(i, 0.1, 0)]),
    ["corner of unit 6, x", ["Shift+ArrowLeft"], anything, cornerMoves(5, -0.01, 0)],
    [
      "corner of unit 6, height",
      ["Home"],
      anything,
      (_, after, own) => close(valueOf(own, after, after.kinks[5]), -2.2, "it"),
    ],
    [
      "right end, height",
      ["ArrowDown"],
      someOf("kinks", "offset"),
      (before, after, own) =>
        close(valueOf(own, after, Math.PI), valueOf(own, before, Math.PI) - 0.1, "the end", 0.0051),
    ],
    ["unit 1, change of slope", ["ArrowDown"], entry("weights", 0, -0.1)],
    [FOLLOW, ["Enter"], to({ signed: true }), goesThroughTheSineAtEachKink],
    ["Reset", ["Enter"], (_, start) => start],
    ["plus and minus", ["Enter"], to({ signed: true })],
    ["Add a unit", ["Enter"], anything, hasOneMoreAndErrsLess],
    ["unit 7, change of slope", ["ArrowUp"], someOf("kinks", "offset"), weightMoves(6, 0.1)],
    ["unit 7, kink", ["ArrowRight"], entry("kinks", 6, 0.1)],
    ["corner of unit 7, height", ["ArrowUp"], anything, cornerMoves(6, 0, 0.1)],
    ["corner of unit 7, x", ["ArrowLeft"], anything, cornerMoves(6, -0.1, 0)],
    ["Remove the last unit", ["Enter"], anything, hasOneLessAndStaysAtTheOthers],
    ["plus signs only", ["Enter"], to({ signed: false })],
    [FOLLOW, ["Enter"], to({ signed: false, offset: new Near(-0.68246, 1e-4) }), isAsGoodAsPlusSignsGet],
    ...TOOLS,
  ],
  handles: [
    ["right end, height", [0, -15], "y"],
    ["corner of unit 3, x", [20, 0], "x"],
    ...UNITS.map((i) => [`unit ${i + 1}, kink`, [15 - 3 * i, -25], "xy"]),
  ],
  lines: [["path.grab", [0, 30], ["offset"]]],
  glides: [["plus signs only", "path.sum"]],

  check(fig, state, { counted, evaluate, worst, leaves, score, say }) {
    const f = (x) => evaluate(state, counted(state), x);
    const stems = "svg[aria-label^='Change of slope']";
    fig.assertDraws("path.sum", f, stems);
    const numbers = [...fig.root.querySelectorAll(".stem-number")].map((number) => number.textContent);
    assert.deepEqual(numbers, counted(state).map((a) => say(a))); // prettier-ignore
    const [, touched] = fig.focused.match(/unit (\d+),/) ?? [];
    if (touched) {
      const [t, side, a] = ["kinks", "slopes", "weights"].map((trait) => state[trait][touched - 1]);
      const own = (x) => (state.signed ? a : Math.max(a, 0)) * Math.max(side * (x - t), 0);
      fig.assertDraws("path.own", own, stems);
    } else assert.equal(fig.element("path.own").getAttribute("d"), "");
    const out = leaves(state);
    assert.equal(fig.names.includes("Bring it back"), out !== "");
    const left = out ? `leaves the picture at the ${out}` : "";
    return [`Worst error ${score(worst(state).error)}`, `${state.kinks.length} unit`, left];
  },
};
