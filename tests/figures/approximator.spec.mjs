import assert from "node:assert/strict";

import { anything, entry, plus, RESET, to, TOOLS } from "./steps.mjs";

const PLACES = Array.from({ length: 13 }, (_, i) => -3 + i / 2);
const height = (i) => `height at x = ${String(PLACES[i]).replace("-", "−")}`;
const DATA = "your data, two columns: x and y";
const ON_PLOT = "units, on the plot of errors";
const typed = (text) => ["Control+A", ...text];
const tells = (pattern) => (before, after, own, fig) => {
  const told = [...fig.root.querySelectorAll(".message")].map((line) => line.textContent).join(" ");
  assert.match(told, pattern);
};
/** More units come closer, and the curve of errors has one more point. */
const comesCloser = (before, after, own, fig) => {
  const rms = (state) => found(fig, state, own).now.rms;
  assert.ok(rms(after) < rms(before), `${rms(after)} after ${rms(before)}`);
};
const hasTheTable = (before, after, own, fig) =>
  assert.match(fig.element("pre").textContent, /^x,height\n-3\.14159.*\n(.*\n){4}$/);
const runs = (library) => (before, after, own, fig) =>
  assert.ok(fig.element("pre").textContent.startsWith(`import ${library}`));

/** What the figure's own formulas say of a state: the target, and the polyline for it. */
function found(fig, state, own) {
  const table = own.tableFrom(fig.control(DATA).value ?? "");
  const { earth, placed, limits } = fig.place.state;
  const whole = { ...state, x: table.x, y: table.y, earth, placed, limits };
  const subject = own.subjectOf(whole);
  return { subject, now: own.approximation(subject, state.placement, state.units) };
}

/** The same, or what is made ready once the reader has let it be for a moment, if that is what is shown by now. */
function shownOf(fig, state, own) {
  const { subject, now } = found(fig, state, own);
  const said = fig.element(".said").textContent;
  if (subject.fault || said.startsWith(own.words(subject, state, now, 0))) return { subject, now };
  const ready = [...own.placedAhead(subject)][state.units - 1];
  assert.ok(state.placement === "well" && ready.rms <= now.rms, said);
  return { subject, now: ready };
}

export default {
  settings: 250, // of those by chance: each takes long
  elsewhere: "target=earth&units=7&placement=even",
  extreme: "target=drawn&drawn=[2,-2,2,-2,2,-2,2,-2,2,-2,2,-2,2]&units=64&placement=worst",
  keys: [
    ["units", ["ArrowRight"], plus("units", 1), comesCloser],
    ["units", ["PageUp"], plus("units", 10), comesCloser],
    ["units", ["Shift+ArrowDown"], plus("units", -1)],
    ["units", ["End"], to({ units: 64 })],
    ["units", ["ArrowRight"], anything, (before, after) => assert.deepEqual(after, before)],
    ["units", ["Home"], to({ units: 1 })],
    [ON_PLOT, ["ArrowUp"], plus("units", 1)],
    [ON_PLOT, ["ArrowRight"], plus("units", 1), comesCloser],
    [ON_PLOT, ["ArrowLeft"], plus("units", -1)],
    RESET,
    ["even kinks, best heights", ["Enter"], to({ placement: "even" })],
    ["one more where it errs most", ["Enter"], to({ placement: "worst" })],
    ["well placed", ["Enter"], to({ placement: "well" })],
    ["3x² + 2x + 1", ["Enter"], to({ target: "quadratic" })],
    ["a step", ["Enter"], to({ target: "step" })],
    ["√|x|", ["Enter"], to({ target: "root" })],
    ["a hat", ["Enter"], to({ target: "hat" })],
    ["the Earth", ["Enter"], to({ target: "earth" })],
    ["sin x", ["Enter"], to({ target: "sine" })],
    ["Show the numbers", ["Enter"], anything],
    ["PyTorch", ["Enter"], anything, runs("torch")],
    ["CSV", ["Enter"], anything, hasTheTable],
    ["NumPy", ["Enter"], anything, runs("numpy")],
    ["Copy the code", ["Enter"], anything],
    ["code", [], anything],
    ["draw", ["Enter"], to({ target: "drawn" })],
    ...PLACES.map((_, i) => [height(i), ["ArrowUp"], entry("drawn", i, 0.1)]),
    [height(3), ["Shift+ArrowLeft"], entry("drawn", 3, -0.01)],
    [height(3), ["End"], (state) => ({ drawn: state.drawn.map((old, i) => (i === 3 ? 2 : old)) })],
    ["formula", ["Enter"], to({ target: "formula" })],
    ["f(x) =", typed("|x|"), to({ formula: "|x|" })],
    ["f(x) =", typed("3x +"), to({ formula: "3x " })],
    ["f(x) =", ["+"], anything, tells(/The formula ends where a number, x, a function or a bracket is missing\./)],
    ["f(x) =", typed("x/x"), to({ formula: "x" }), tells(/no value that can be drawn at x = 0\./)],
    ["f(x) =", typed("x^2"), to({ formula: "x^2" }), (_, after) => assert.equal(after.formula, "x^2")],
    ["from x", ["Control+A", "3"], anything, tells(/The interval is empty: from 3 to 2\./)],
    ["from x", ["Control+A", "1"], to({ low: 1 })],
    ["to x", ["Control+A", "5"], to({ high: 5 })],
    ["your data", ["Enter"], to({ target: "data" })],
    [DATA, typed("x"), anything, tells(/No row with two numbers was found\./)],
    [DATA, ["Backspace", ..."1;2"], anything, tells(/Two different x are needed at least\./)],
    [
      DATA,
      ["Enter", ..."2;b"],
      to({}),
      tells(/Two different x .* Line 2, “2;b”, has no number in its second column\./),
    ],
    [DATA, ["Enter", ..."3,5;4"], anything, (_, after) => assert.equal(after.target, "data")],
    [DATA, ["Enter", ..."4;1"], anything, tells(/3 rows read\. Line 2, /)],
    [DATA, Array(30).fill("Backspace"), anything], // emptied: `check` finds that there are no data yet
    RESET,
    ...TOOLS,
  ],
  handles: [[ON_PLOT, [40, 0], "x"]],
  lines: [],

  check(fig, state, own) {
    const { subject, now } = shownOf(fig, state, own);
    const said = fig.element(".said").textContent;
    if (subject.fault) {
      assert.equal(fig.element("path.sum").getAttribute("d"), "");
      assert.equal(said, subject.fault);
      return [subject.fault];
    }
    fig.assertDraws("path.sum", (x) => own.heightsAt(now, [x])[0]);
    const pressed = [...fig.root.querySelectorAll("[aria-pressed=true]")].map((button) => button.textContent);
    assert.ok(pressed.includes(own.PLACEMENTS.find(({ id }) => id === state.placement).name), pressed.join());
    assert.ok(pressed.includes(own.TARGETS.find(({ id }) => id === state.target).name), pressed.join());
    const dots = (path) => (fig.element(path).getAttribute("d").match(/M/g) ?? []).length;
    assert.equal(dots("path.dots"), subject.dots ? subject.x.length : 0);
    assert.equal(dots("path.kinks"), now.knots.length - 2);
    assert.ok(said.startsWith(own.words(subject, state, now, subject.taken)), said);
    return [`worst error ${own.sayError(now.worst)}`, `rms ${own.sayError(now.rms)}.`];
  },
};
