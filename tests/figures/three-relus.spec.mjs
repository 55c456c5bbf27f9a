import assert from "node:assert/strict";

import { anything, kinkBy, knob, only, RESET, to, TOOLS, turned } from "./steps.mjs";

const PIECES = [1, 2, 3];
const knobsOf = (state) => PIECES.flatMap((i) => [state[`m${i}`], state[`b${i}`]]);

export default {
  elsewhere: "m1=2&b1=-3&m2=-4.25&b2=0.5&m3=0&b3=1&show_curve=true",
  extreme: "m1=-1e9&b1=1e9&m2=0&b2=-1e9&m3=15&b3=-15",
  keys: [
    ...PIECES.flatMap((i) => [...knob(`m${i}`, `slope m${i}`, -15, 15), ...knob(`b${i}`, `bias b${i}`, -15, 15)]),
    RESET,
    ...PIECES.flatMap((i) => [
      [`piece ${i}, kink`, ["ArrowRight"], kinkBy(`m${i}`, `b${i}`, 0.1)],
      [`piece ${i}, kink`, ["Shift+ArrowLeft"], kinkBy(`m${i}`, `b${i}`, -0.01)],
    ]),
    ...PIECES.map((i) => [`piece ${i}, slope about its kink`, ["ArrowUp"], turned(`m${i}`, `b${i}`, 0.1)]),
    ["show the true curve", ["Space"], to({ show_curve: true })],
    ["Back to my best", ["Enter"], only(({ show_curve }) => ({ show_curve }))],
    ["Show the matrices", ["Enter"], anything],
    ["NumPy", ["Enter"], anything],
    ["PyTorch", ["Enter"], anything],
    ["Copy the code", ["Enter"], anything],
    ["code", [], anything],
    ...TOOLS,
  ],
  handles: [
    ...PIECES.map((i) => [`piece ${i}, kink`, [40 + 15 * i, 0], "x"]),
    ...PIECES.map((i) => [`piece ${i}, slope about its kink`, [0, -60], ""]),
  ],
  lines: [
    ...PIECES.map((i) => [`path.grab >> nth=${i - 1}`, [0, -30], [`b${i}`]]),
    ...PIECES.map((i) => [`path.grab.sideways >> nth=${i - 1}`, [30, 0], [`b${i}`]]),
  ],

  check(fig, state, { sum, piece, loss, kinks, say, score }) {
    const knobs = knobsOf(state);
    fig.assertDraws("path.sum", (x) => sum(knobs, x));
    for (const i of PIECES) fig.assertDraws(`path.piece-${i}.line`, (x) => piece(knobs, i - 1, x));
    const { x, y } = fig.place.state;
    const now = score(loss(knobs, x, y));
    const [shown, best] = [...fig.root.querySelectorAll(".score .number")].map((number) => number.textContent);
    assert.equal(shown, now);
    assert.ok(Number(best) <= Number(now), `the best so far, ${best}, is no better than ${now}`);
    const named = kinks(knobs).map((t, i) => (Number.isNaN(t) ? `piece ${i + 1} is flat` : say(t)));
    return [`Loss ${now}.`, `Kinks: ${named.join(", ")}.`];
  },
};
