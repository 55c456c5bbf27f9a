import assert from "node:assert/strict";

import { plus, RESET, to, TOOLS } from "./steps.mjs";

const INPUT = "the input that is followed";
const pieces = (state, own, fig) => own.made({ ...state, found: fig.place.state._found }).pieces;
const has = (count) => (before, after, own, fig) => assert.equal(pieces(after, own, fig), count);

export default {
  elsewhere: "layers=5&target=square&shown=one layer&seed=7&place=0.65",
  extreme: "layers=10&target=folds&shown=by chance&seed=4294967295&place=1",
  keys: [
    ["layers", ["ArrowUp"], plus("layers", 1), has(16)],
    ["layers", ["End"], to({ layers: 10 }), has(1024)],
    ["layers", ["PageDown"], to({ layers: 1 }), has(2)],
    RESET,
    ["one layer", ["Enter"], to({ shown: "one layer" }), has(6)],
    ["x²", ["Enter"], to({ target: "square" }), has(11)],
    ["folded", ["Enter"], to({ shown: "folded" }), has(8)],
    ["by chance", ["Enter"], to({ shown: "by chance" })],
    ["Another start", ["Enter"], plus("seed", 1)],
    ["folds", ["Enter"], to({ target: "folds" })],
    ["trained", ["Enter"], to({ shown: "trained" })],
    ["layers", ["End"], to({ layers: 10 }), (_, after, own, fig) =>
      assert.equal(fig.element("path.sum").getAttribute("d"), "")], // prettier-ignore
    ["x²", ["Enter"], to({ target: "square", shown: "folded" }), trainedIsOff],
    RESET,
    [INPUT, ["ArrowRight"], plus("place", 0.05)],
    [INPUT, ["Shift+ArrowLeft"], plus("place", -0.005)],
    [INPUT, ["Home"], to({ place: 0 })],
    RESET,
    ...TOOLS,
  ],
  handles: [[INPUT, [60, 0], "place"]],
  lines: [],

  check(fig, state, own) {
    const whole = { ...state, found: fig.place.state._found };
    const here = own.made(whole);
    const corners = (path) => (fig.element(path).getAttribute("d").match(/[ML]/g) ?? []).length;
    const steep = state.layers > 6; // a picture is too small to tell where such a line is
    if (!here.network || here.pieces > 64) assert.equal(corners("path.sum"), here.corners.length);
    else fig.assertDraws("path.sum", (x) => own.valueAt(here.network, x));
    if (steep && state.target === "folds") assert.equal(corners("path.target"), 2 ** state.layers + 1);
    else fig.assertDraws("path.target", (x) => own.wantedAt(whole, x));
    const way = own.wayOf(state);
    assert.equal(way.length, Math.min(state.layers, 4) + 1);
    assert.ok(fig.element(".tally").textContent.includes(`x = ${Number(way[0].toFixed(3))} goes to `));
    return [own.words(whole, here), own.wayInWords(state)];
  },
};

/** For x² no training was tried, so nobody is offered what it came to. */
function trainedIsOff(before, after, own, fig) {
  const [trained] = [...fig.root.querySelectorAll("button")].filter((button) => button.textContent === "trained");
  assert.ok(trained.disabled && fig.root.textContent.includes("trained is off for x²"));
}
