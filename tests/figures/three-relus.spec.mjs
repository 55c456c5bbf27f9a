import assert from "node:assert/strict";

import { anything, kinkBy, knob, only, RESET, to, TOOLS, turned } from "./steps.mjs";

const UNITS = [1, 2, 3];
const typed = (trait, name) => [`${name}, as a number`, ["Control+A", "-", "4", ".", "5"], to({ [trait]: -4.5 })];
const knobsOf = (state) => UNITS.flatMap((i) => [state[`m${i}`], state[`b${i}`]]);

export default {
  elsewhere: "m1=2&b1=-3&m2=-4.25&b2=0.5&m3=0&b3=1&show_curve=true&show_marks=true",
  extreme: "m1=-1e9&b1=1e9&m2=0&b2=-1e9&m3=15&b3=-15",
  keys: [
    ...UNITS.flatMap((i) => [...knob(`m${i}`, `slope m${i}`, -15, 15), ...knob(`b${i}`, `bias b${i}`, -15, 15)]),
    RESET,
    ...UNITS.flatMap((i) => [typed(`m${i}`, `slope m${i}`), typed(`b${i}`, `bias b${i}`)]),
    ["slope m1, as a number", ["Control+A", "2", "0"], to({ m1: 2 })], // and not 20, which no slider has
    RESET,
    ...UNITS.flatMap((i) => [
      [`unit ${i}, kink`, ["ArrowRight"], kinkBy(`m${i}`, `b${i}`, 0.1)],
      [`unit ${i}, kink`, ["Shift+ArrowLeft"], kinkBy(`m${i}`, `b${i}`, -0.01)],
    ]),
    ...UNITS.map((i) => [`unit ${i}, slope about its kink`, ["ArrowUp"], turned(`m${i}`, `b${i}`, 0.1)]),
    ["show the true curve", ["Space"], to({ show_curve: true })],
    ["show the losses to beat", ["Space"], to({ show_marks: true })],
    ["Back to my best", ["Enter"], only(({ show_curve, show_marks }) => ({ show_curve, show_marks }))],
    ["Show the matrices", ["Enter"], anything],
    ["NumPy", ["Enter"], anything],
    ["PyTorch", ["Enter"], anything],
    ["Copy the code", ["Enter"], anything],
    ["code", [], anything],
    ...TOOLS,
  ],
  handles: [
    ...UNITS.map((i) => [`unit ${i}, kink`, [40 + 15 * i, 0], "x"]),
    ...UNITS.map((i) => [`unit ${i}, slope about its kink`, [0, -60], ""]),
  ],
  lines: [
    ...UNITS.map((i) => [`path.grab >> nth=${i - 1}`, [0, -30], [`b${i}`]]),
    ...UNITS.map((i) => [`path.grab.sideways >> nth=${i - 1}`, [30, 0], [`b${i}`]]),
  ],

  check(fig, state, { sum, unit, loss, kinks, say, score }) {
    const knobs = knobsOf(state);
    fig.assertDraws("path.sum", (x) => sum(knobs, x));
    for (const i of UNITS) fig.assertDraws(`path.unit-${i}.line`, (x) => unit(knobs, i - 1, x));
    const { x, y } = fig.place.state;
    const now = score(loss(knobs, x, y));
    const [shown, best] = [...fig.root.querySelectorAll(".score .number")].map((number) => number.textContent);
    assert.equal(shown, now);
    const marks = fig.root.querySelectorAll(".score:not([hidden])").length - 2;
    assert.equal(marks, state.show_marks ? 2 : 0, "the losses to beat are there once they are asked for");
    for (const trait of Object.keys(state).filter((each) => /^[mb]\d$/.test(each))) {
      const box = fig.control(`${trait[0] === "m" ? "slope" : "bias"} ${trait}, as a number`);
      if (box !== fig.document.activeElement) assert.equal(box.valueAsNumber, Number(state[trait].toFixed(2)), trait);
    }
    assert.ok(Number(best) <= Number(now), `the best so far, ${best}, is no better than ${now}`);
    const named = kinks(knobs).map((t, i) => (Number.isNaN(t) ? `unit ${i + 1} is flat` : say(t)));
    return [`Loss ${now}.`, `Kinks: ${named.join(", ")}.`];
  },
};
