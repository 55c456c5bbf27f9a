import assert from "node:assert/strict";

import { anything, only, plus, RESET, to, TOOLS } from "./steps.mjs";

const inkOf = (drawing) =>
  [...drawing.slice(1)].reduce((sum, digit) => sum + [..."0112122312232334"].map(Number)[parseInt(digit, 16)], 0);

/** The state after is the same but with more ink. */
const moreInk = (before, after) => assert.ok(inkOf(after.drawing) > inkOf(before.drawing), "no more ink");

const EVER_WRONG = [  // picture, label, how many of ten networks read it wrong
  [6, 5, 10], [24, 6, 5], [30, 8, 1], [62, 0, 2], [104, 6, 10], [229, 3, 5], [234, 8, 10], [264, 4, 9], [302, 8, 3],
  [304, 1, 1], [315, 6, 10], [336, 9, 10], [351, 3, 10],
]; // prettier-ignore

export default {
  settings: 250, // of those by chance: each takes long
  elsewhere: "source=held-out&picture=24&unit=7&right=1&down=-1&turn=10&noise=2.5",
  extreme: "source=drawing&drawing=x" + "f".repeat(256) + "&unit=32&right=-4&down=4&turn=-45&noise=16&thickness=6",
  keys: [
    ["unit", ["ArrowUp"], plus("unit", 1)],
    ["score of 7", ["Enter"], to({ scored: 7 }), spelled],
    ["score of 7", ["Enter"], to({ scored: -1 })],
    ...[0, 1, 2, 3, 4, 5, 6, 8, 9].map((k) => [`score of ${k}`, ["Enter"], to({ scored: k }), spelled]),
    ["unit", ["End"], to({ unit: 32 })],
    ["shift right", ["ArrowRight"], plus("right", 1)],
    ["shift right", ["Home"], to({ right: -4 })],
    ["shift down", ["ArrowLeft"], plus("down", -1)],
    ["turn", ["ArrowRight"], plus("turn", 5)],
    ["turn", ["Shift+ArrowRight"], plus("turn", 1)],
    ["noise", ["ArrowRight"], plus("noise", 1)],
    ["noise", ["End"], to({ noise: 16 })],
    RESET,
    ["pen, column", ["ArrowRight"], only(plus("column", 1)), (b, a) => a],
    ["pen, row from below", ["PageUp"], only(plus("row", -10)), moreInk],
    ["pen down", ["Space"], to({ pen: false })],
    ["pen, column", ["ArrowLeft"], plus("column", -1)],
    ["pen width", ["ArrowRight"], plus("thickness", 1)],
    ["pen width", ["End"], to({ thickness: 6 })],
    ["make it like the data", ["Space"], to({ normalise: false })],
    ["make it like the data", ["Space"], to({ normalise: true })],
    ["Clear the sheet", ["Enter"], to({ drawing: "" })],
    ["pen down", ["Space"], to({ pen: true })],
    ["pen, column", ["PageDown"], only(plus("column", -10)), moreInk],
    ["All numbers on the way", ["Enter"], anything, opened],
    ["held-out images", ["Enter"], to({ source: "held-out" })],
    ["image", ["ArrowUp"], plus("picture", 1)],
    ["image, as a number", ["Control+A", "2", "5"], to({ picture: 25 })], // of 364 no finger finds each on a slider
    ...EVER_WRONG.map(([picture, label, times]) => [
      `image ${picture}, a ${label}, wrong for ${times} of 10`,
      ["Enter"],
      only(() => ({ picture })),
    ]),
    ["Next read wrong", ["Enter"], anything, isWrong],
    ["draw", ["Enter"], to({ source: "drawing" })],
    ...TOOLS,
  ],
  handles: [["pen, column", [40, 50], "xy"]],
  lines: [],

  check(fig, state, { stateOf, words, dotsOf, softmaxOf, say, score }) {
    const now = stateOf({ get: (name) => ({ ...fig.place.state, ...state })[name] }, {});
    assert.equal(fig.root.querySelector(".said").textContent, words(now));
    const numbers = [...fig.root.querySelectorAll(".probabilities .number")].map((each) => each.textContent);
    const wanted = now.image ? Array.from(softmaxOf(now.scores), (each) => score(each)) : Array(10).fill("");
    assert.deepEqual(numbers, [...wanted]);
    assert.equal(fig.root.querySelectorAll(".probabilities .answer").length, now.image ? 1 : 0);
    assert.equal(fig.root.querySelector(".drawing-sheet").hidden, state.source !== "drawing");
    assert.equal(Boolean(fig.root.querySelector(".dots-of-ink").getAttribute("d")), dotsOf(state.drawing).includes(1));
    assert.equal(fig.root.querySelectorAll(".probabilities [aria-pressed=true]").length, state.scored >= 0 ? 1 : 0);
    const share = (100 * now.right) / 364;
    const all = `it reads ${score(share, 1)} % right.`;
    if (!now.image) return ["Draw a digit.", all];
    return [`Read as a ${now.digit}`, `Unit ${state.unit}: ${say(now.sums[state.unit - 1])}`, all];
  },
};

function opened(before, after, own, fig) {
  const text = fig.root.querySelector("details pre").textContent;
  assert.equal(text.split("\n").length, 42);
}

/** The image it goes to is one that it gets wrong. */
function isWrong(before, after, own, fig) {
  const [, read, is] = fig.root.querySelector(".said").textContent.match(/Read as a (\d).*It is a (\d)/);
  assert.notEqual(read, is);
}

const number = (text) => Number(text.replace("−", "-"));

/** Whoever adds up what is shown of a digit's score, or of the unit's sum, comes to what is shown as its sum. */
function spelled(before, { scored }, own, fig) {
  const lines = [...fig.root.querySelectorAll(".score-sum li")].map((line) => line.textContent).filter(Boolean);
  const parts = lines.map((line) => number(line.match(/−?[\d.]+$/)[0]));
  const total = parts.pop();
  assert.ok(Math.abs(parts.reduce((a, b) => a + b) - total) < 1e-9, lines.join("; "));
  for (const [, given, weight, product] of lines.join("\n").matchAll(/: (\S+) × \(?(\S+?)\)? = (\S+)/g))
    assert.ok(Math.abs(number(given) * number(weight) - number(product)) < 0.02, "a product is not what is shown");
  assert.equal(lines.length, 6);
  assert.equal(fig.root.querySelector(".score-sum").previousSibling.textContent, `Score of ${scored}, before softmax:`);
  const [, sum, all] = fig.root.querySelector(".note.sum").textContent.match(/bias: (.*) = (−?[\d.]+)\. Clipped/);
  const added = sum
    .replace(/[()]/g, "")
    .split(" + ")
    .reduce((so, each) => so + number(each), 0);
  assert.ok(Math.abs(added - number(all)) < 1e-9, sum);
}
