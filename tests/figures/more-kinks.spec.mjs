import assert from "node:assert/strict";

import { plus, RESET, to, TOOLS } from "./steps.mjs";

const comesCloser = (before, after, { worst }) =>
  assert.ok(worst(after.kinks).error < worst(before.kinks).error, `${after.kinks} kinks`);

export default {
  elsewhere: "kinks=24",
  extreme: "kinks=32",
  keys: [
    ["kinks", ["ArrowRight"], plus("kinks", 1)],
    ["kinks", ["PageUp"], plus("kinks", 10), comesCloser],
    ["kinks", ["Shift+ArrowDown"], plus("kinks", -1)],
    ["kinks", ["End"], to({ kinks: 32 }), comesCloser],
    ["kinks", ["Home"], to({ kinks: 0 })],
    RESET,
    ...TOOLS,
  ],
  handles: [],
  lines: [],

  check(fig, { kinks }, { corners, heightAt, worst, score }) {
    const points = corners(kinks);
    fig.assertDraws("path.sum", (x) => heightAt(points, x));
    assert.equal((fig.element("path.kinks").getAttribute("d").match(/M/g) ?? []).length, kinks);
    return [`${kinks} kink`, `the worst error is ${score(worst(kinks).error)},`];
  },
};
