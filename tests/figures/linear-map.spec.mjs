import assert from "node:assert/strict";

import { entry, plus, RESET, to, TOOLS } from "./steps.mjs";

const TIPS = [
  [0, "x", "ArrowRight"],
  [1, "y", "ArrowUp"],
];
const PRESETS = {
  turn: [
    [0, -1],
    [1, 0],
  ],
  lean: [
    [1, 1],
    [0, 1],
  ],
  stretch: [
    [2, 0],
    [0, 0.5],
  ],
  flip: [
    [-1, 0],
    [0, 1],
  ],
  flatten: [
    [1, 0.5],
    [1, 0.5],
  ],
};
const CORNERS = [
  [0.25, 0.15],
  [0.8, 0.9],
  [0.42, 0.15],
]; // of the letter
const PROGRESS = "how far the two maps have gone";
const multiplied = (N, M) => N.map((row) => [0, 1].map((j) => row[0] * M[0][j] + row[1] * M[1][j]));
const moved = (which) =>
  [0, 1].flatMap((j) =>
    TIPS.map(([i, axis, key]) => [`${which} map, column ${j + 1}, ${axis}`, [key], entry(which, i, 0.1, j)])
  );

/** The letter in a plane is where the matrix puts it. */
function assertLetter(fig, plane, matrix, apply, selector = ".map-letter") {
  const path = fig.root.querySelectorAll(".plane")[plane].querySelector(selector);
  const drawn = fig.chains(path, fig.axes(path)).flat();
  for (const [x, y] of CORNERS.map((corner) => apply(matrix, corner))) {
    if (Math.max(Math.abs(x), Math.abs(y)) >= 2.95) continue; // out of the picture
    assert.ok(
      drawn.some(([px, py]) => Math.hypot(px - x, py - y) < 0.02),
      `${selector} has no corner at ${x}, ${y}`
    );
  }
}

function check(fig, { first, second, compose, progress }, { apply, after, between, say }) {
  (compose ? [first, second] : [first]).forEach((matrix, plane) => {
    assertLetter(fig, plane, matrix, apply);
    const boxes = [...fig.root.querySelectorAll(".plane")[plane].querySelectorAll("td input")];
    const rounded = matrix.flat().map((value) => Number(value.toFixed(2)));
    assert.deepEqual(boxes.map((box) => box.valueAsNumber), rounded); // prettier-ignore
  });
  const points = (map) => [0, 1].map((j) => `(${say(map[0][j])},\u00a0${say(map[1][j])})`);
  const [one, two] = points(compose ? after(second, first) : first);
  if (!compose) return [`to ${one} and (0,\u00a01) to ${two}`];
  const total = after(second, first);
  const unmoved = [[1, 0], [0, 1]]; // prettier-ignore
  const partly = progress <= 1 ? between(unmoved, first, progress) : between(first, total, progress - 1);
  assertLetter(fig, 2, partly, apply);
  assertLetter(fig, 2, total, apply, ".map-ghost");
  const product = [...fig.root.querySelectorAll(".plane")[2].querySelectorAll("td")].map((each) => each.textContent);
  assert.deepEqual(product, total.flat().map((value) => say(value))); // prettier-ignore
  const [here, there] = points(partly);
  const ends = progress === 2 ? "puts them there" : `puts them at ${one} and ${two}.`;
  return [`is at ${here} and (0,\u00a01) at ${there}.`, ends];
}

/** Each entry of a map, typed. */
const typed = (which) =>
  [0, 1].flatMap((i) =>
    [0, 1].map((j) => [
      `${which} map, row ${i + 1}, column ${j + 1}`,
      ["Control+A", "-", "1", ".", "2"],
      (state) => ({ [which]: state[which].map((row, r) => row.map((v, c) => (r === i && c === j ? -1.2 : v))) }),
    ])
  );

export default {
  elsewhere: "first=[[1,-2],[0.5,1]]",
  extreme: "first=[[1e9,-1e9],[1e9,1e9]]",
  keys: [
    ...moved("first"),
    ["first map, column 1, x", ["Shift+ArrowDown"], entry("first", 1, -0.01, 0)],
    ...typed("first"),
    RESET,
    ...Object.entries(PRESETS).map(([name, matrix]) => [
      name,
      ["Enter"],
      ({ first }) => ({ first: multiplied(matrix, first) }),
    ]),
    ...TOOLS,
  ],
  handles: [1, 2].map((i) => [`first map, column ${i}, x`, [25, -35], "xy"]),
  lines: [
    ...[0, 1].map((i) => [`path.grab >> nth=${i}`, [20, 15], ["first"]]),
    [".map-letter.taken >> nth=0", [-30, 10], ["first"]],
  ],
  glides: [["turn", ".map-letter"]],
  check,

  // the second figure of this kind on a page: two maps, one after the other
  "linear-map-2": {
    elsewhere: "second=[[2,0],[0,-1]]&progress=1.3",
    extreme: "first=[[-3,3],[3,-3]]&second=[[-2.99,1e9],[0,0]]&progress=1",
    keys: [
      ...moved("first"),
      ...moved("second"),
      ...typed("first"),
      ...typed("second"),
      [PROGRESS, ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"], plus("progress", 0.5)],
      [PROGRESS, ["End"], to({ progress: 2 })],
      [PROGRESS, ["PageDown", "ArrowLeft"], plus("progress", -1.1)],
      ...TOOLS,
    ],
    handles: ["first", "second"].flatMap((which) =>
      [1, 2].map((i) => [`${which} map, column ${i}, x`, [-14, 22], "xy"])
    ),
    lines: [],
    glides: [],
  },
};
