import assert from "node:assert/strict";

import { plus, RESET, to, TOOLS } from "./steps.mjs";

const said = (pattern) => (before, after, own, fig) =>
  assert.match(fig.root.querySelector(".said").textContent, pattern);

export default {
  elsewhere: "epsilon=0.1&x=-0.05&curve=root",
  extreme: "epsilon=1&x=0.001&curve=reciprocal",
  keys: [
    ["ε, the height of the box", ["ArrowRight"], plus("epsilon", 0.1)],
    ["ε, the height of the box", ["Shift+ArrowDown"], plus("epsilon", -0.01)],
    ["ε, the height of the box", ["End"], to({ epsilon: 1 })],
    ["ε, the height of the box", ["Home"], to({ epsilon: 0.1 })],
    ["the box, x", ["ArrowRight"], plus("x", 0.1)],
    ["the box, x", ["Shift+ArrowLeft"], plus("x", -0.01)],
    ["the box, x", ["Home"], to({ x: -1 })],
    ["1/x on 0 < x ≤ 1", ["Enter"], to({ curve: "reciprocal" })],
    ["the box, x", ["End"], to({ x: 0.99 }), said(/may be 0.01 wide: there the interval ends/)],
    ["the box, x", ["Home"], to({ x: 0.2 })],
    ["√|x| on [−1, 1]", ["Enter"], to({ curve: "root" })],
    RESET,
    ...TOOLS,
  ],
  handles: [["the box, x", [40, 0], "x"]],
  lines: [],

  check(fig, state, { widthAt, bottomOf, narrowest, piecesFor, sayWidth, stateOf }) {
    const { curve, epsilon, x } = stateOf({ get: (name) => state[name] });
    const axes = fig.axes(fig.element("path.target"));
    const box = fig.element(".epsilon-box");
    const [left, wide, top, high] = ["x", "width", "y", "height"].map((name) => Number(box.getAttribute(name)));
    const within = 0.01 * (axes.range[1] - axes.range[0]);
    const near = (got, wanted, what) => assert.ok(Math.abs(got - wanted) < within, `${what} ${got}, not ${wanted}`);
    near(axes.x(left), x, "left");
    near(axes.x(left + wide), x + widthAt(curve, epsilon, x), "right");
    const low = bottomOf(curve, epsilon, x);
    if (low + epsilon < axes.range[1]) {
      near(axes.y(top + high), low, "bottom");
      near(axes.y(top), low + epsilon, "top");
    }
    const root = `A width of ${sayWidth(narrowest(curve, epsilon))} serves everywhere: ${piecesFor(epsilon)} pieces`;
    const tiny = 0.001 / (1 - 0.001 * epsilon) - 0.001;
    const serves = curve === "root" ? root : `at x = 0.001 only ${tiny.toExponential(2).split("e")[0]}·10⁻`;
    assert.ok(low < axes.range[1] && wide >= 1, "a box that can be seen");
    return [`the box may be ${sayWidth(widthAt(curve, epsilon, x))} wide`, serves];
  },
};
