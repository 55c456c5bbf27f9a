import assert from "node:assert/strict";

import { plus, RESET, to, TOOLS } from "./steps.mjs";

/** Another failure, as it opens. */
const tab = (name, failure, value) => [name, ["Enter"], to({ failure, value, cured: false })];
const FAILURES = ["plus", "jump", "outside", "kept", "dead", "noise"];
function guess(i, choice) {
  return ({ guesses }) => ({ guesses: guesses.map((old, k) => (k === i ? choice : old)) });
}
const isAnswered = (start) => (before, after, own, fig) => {
  const answer = fig.root.querySelector(".answer").textContent;
  assert.ok(answer.startsWith(start), answer);
};
/** All three choices of a failure, each answered, the right one last. */
const choices = (i, names, right) =>
  [...names.filter((name) => name !== names[right]), names[right]].map((name) => [
    name,
    ["Enter"],
    guess(i, names.indexOf(name) + 1),
    isAnswered(name === names[right] ? "Right" : "No"),
  ]);
const cure = (name) => [
  [name, ["Space"], to({ cured: true })],
  [name, ["Space"], to({ cured: false })],
  [name, ["Space"], to({ cured: true })],
];
const said = (pattern) => (before, after, own, fig) =>
  assert.match(fig.root.querySelector(".said").textContent, pattern);

export default {
  elsewhere: "failure=jump&value=4&cured=true&guesses=[0,2,0,0,0,0]",
  extreme: "failure=noise&value=19&cured=false&guesses=[1,1,1,1,1,1]",
  keys: [
    ["units", ["ArrowRight"], plus("value", 1)],
    ["along the plot of errors", ["ArrowLeft"], plus("value", -1)],
    ["along the plot of errors", ["ArrowUp"], plus("value", 1)],
    ["just show me", ["Enter"], guess(0, 9), isAnswered("")],
    RESET,
    ...choices(0, ["as close as you like", "at best about 0.68", "it depends on the kinks"], 1),
    ["units", ["End"], to({ value: 12 }), said(/worst error 0.68 at best/)],
    ...cure("cure: plus and minus signs"),
    ["units", ["ArrowLeft"], plus("value", -1), said(/^11 units of either sign, well placed: worst error 0.01/)],
    tab("a jump", "jump", 2),
    ["steepness", ["ArrowRight"], plus("value", 1)],
    ...choices(1, ["it goes to 0", "it stays ½", "it grows"], 1),
    ["steepness", ["End"], to({ value: 10 }), said(/worst error 0.500, rms error 0.006/)],
    ...cure("cure: stay 0.05 away from the jump"),
    ["steepness", ["Home"], to({ value: 0 }), said(/worst error 0.450/)],
    tab("outside", "outside", 8),
    ...choices(2, ["it goes on like the sine", "it goes back to 0", "it runs straight on"], 2),
    ["units", ["PageUp"], plus("value", 10)],
    ...cure("cure: points out to 2π"),
    tab("gradients kept", "kept", 6),
    ...choices(3, ["it only falls, and faster", "it falls, rises, falls again", "the same: the direction counts"], 1),
    ["step", ["ArrowRight"], plus("value", 1)],
    ["step", ["End"], to({ value: 300 })],
    ...cure("cure: zero the gradients"),
    tab("a dead start", "dead", 50),
    ...choices(4, ["about 1.5, like other starts", "where it began", "about 16.75, the variance of y"], 2),
    ["step", ["End"], to({ value: 200 }), said(/Loss 16.748. 20 of 20 units are dead/)],
    ...cure("cure: a start by chance"),
    ["step", ["Home"], to({ value: 0 })],
    tab("noise by heart", "noise", 12),
    ...choices(5, ["it falls, too", "it falls, then rises", "it stays as it is"], 1),
    ["units", ["End"], to({ value: 19 }), said(/^19 units: 0.00 on the points/)],
    ...cure("cure: cross-validation takes the number"),
    ["units", ["PageDown"], plus("value", -10), said(/^Of at most 9, cross-validation takes 3, evenly spread/)],
    tab("plus only", "plus", 3),
    RESET,
    ...TOOLS,
  ],
  handles: [["along the plot of errors", [40, 0], ""]], // it goes to the next whole unit
  lines: [],

  check(fig, state, { FAILURES: all, sumOf, errorsOfFailure, heightsAt, predicted, score }) {
    const { failure, value, cured, guesses } = state;
    assert.equal(String(all.map(({ id }) => id)), String(FAILURES)); // prettier-ignore
    const { fits } = fig.place.state;
    const { about } = all[FAILURES.indexOf(failure)];
    if (![1, 2, 3, 9].includes(guesses[FAILURES.indexOf(failure)])) {
      assert.equal(fig.element("path.sum").getAttribute("d"), "");
      assert.equal(fig.names.some((name) => name.startsWith("cure")), false); // prettier-ignore
      return [`Predict first: ${about}`];
    }
    const sum = sumOf(failure, value, cured, fits, {});
    const f = (x) => (sum.numbers ? predicted(sum.numbers, x) : heightsAt(sum, [x])[0]);
    if (failure !== "jump" || value <= 6) fig.assertDraws("path.sum", f);
    const [first, second] = errorsOfFailure(failure, value, cured, fits, {});
    const digits = ["plus", "noise"].includes(failure) ? 2 : 3;
    const told = ["plus", "dead"].includes(failure) ? [first] : [first, second];
    return told.map((error) => score(error, digits));
  },
};
