import assert from "node:assert/strict";

import { kinkBy, knob, plus, RESET, to, TOOLS } from "./steps.mjs";

const CLIP = "clip: replace negative numbers with 0";

export default {
  elsewhere: "m=-2&b=3&clip=true",
  extreme: "m=-1e9&b=1e9",
  keys: [
    ...knob("m", "slope m", -5, 5),
    ["slope m", ["ArrowRight", "ArrowRight", "ArrowRight"], plus("m", 0.3)],
    ...knob("b", "bias b", -5, 5),
    ["bias b", Array(5).fill("PageUp"), plus("b", 5)], // to 0, a value like any other
    RESET,
    ["slope m, as a number", ["Control+A", "-", "2", ".", "2", "5"], to({ m: -2.25 })],
    ["bias b, as a number", ["Control+A", "3"], to({ b: 3 })],
    RESET,
    ["slope m, on the line", ["ArrowUp"], plus("m", 0.1)],
    ["slope m, on the line", ["Shift+ArrowDown"], plus("m", -0.01)],
    ["bias b, on the line", ["ArrowDown"], plus("b", -0.1)],
    ["kink, on the line", ["ArrowLeft"], kinkBy("m", "b", -0.1)],
    ["kink, on the line", ["Shift+ArrowRight"], kinkBy("m", "b", 0.01)],
    [CLIP, ["Space"], to({ clip: false })],
    [CLIP, ["Space"], to({ clip: true })],
    ...TOOLS,
  ],
  handles: [
    ["kink, on the line", [-25, 0], "x"],
    ["bias b, on the line", [0, -30], "y"],
    ["slope m, on the line", [-20, -40], ""],
  ],
  lines: [["path.grab", [0, -40], ["b"]]],
  glides: [[CLIP, "path.rectified"]],

  check(fig, { m, b, clip }, { value, describe, say }) {
    fig.assertDraws("path.rectified", (x) => value(m, b, clip, x));
    const { x, y } = fig.axes(fig.element("path.rectified"));
    const [across, up] = [x(1) - x(0), y(0) - y(1)]; // of a pixel
    assert.ok(Math.abs(across - up) < 1e-3 * up, `slope 1 is not 45 degrees: ${across} across, ${up} up`);
    if (!clip) return ["Not clipped"];
    return m === 0
      ? [`flat, at height ${say(Math.max(b, 0))}`]
      : [`kink at x = ${say(describe(m, b).kink)}`, `slope ${say(m)};`];
  },
};
