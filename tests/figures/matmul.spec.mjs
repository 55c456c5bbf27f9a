import assert from "node:assert/strict";

import { to, TOOLS } from "./steps.mjs";

const replaced = (rows, i, j, value) => rows.map((row, r) => row.map((v, c) => (r === i && c === j ? value : v)));
const typed = (name, i, j) => [
  `${name}, row ${i + 1}, column ${j + 1}`,
  ["Control+A", "4"],
  (state) => ({ [name]: replaced(state[name], i, j, 4) }),
];

export default {
  elsewhere: "A=[[1,-2],[0.5,4]]&row=1&column=2&step=1",
  extreme: "A=[[99999.5,-1234567],[1e9,0.333333333]]&B=[[-1e9,1e9,-1e9],[1e9,1e9,0.123456]]",
  keys: [
    ...[0, 1].flatMap((i) => [0, 1].map((j) => typed("A", i, j))),
    ...[0, 1].flatMap((i) => [0, 1, 2].map((j) => typed("B", i, j))),
    [
      "B, row 1, column 1",
      ["Control+A", "Backspace", "-", "0", ".", "5"],
      (state) => ({ B: replaced(state.B, 0, 0, -0.5) }),
    ],
    ["Step on", ["Enter"], to({ row: 0, column: 0, step: 1 })],
    ["Step on", ["Enter"], to({ step: 2 })],
    ["Step on", ["Enter"], to({ column: 1, step: 1 })],
    ["Step back", ["Enter"], to({ column: 0, step: 2 })],
    ...[0, 1].flatMap((row) =>
      [2, 1, 0].map((column) => [
        `row ${row + 1}, column ${column + 1} of the product`,
        [],
        to({ row, column, step: 0 }),
      ])
    ),
    // focus goes on, and chooses
    ["row 1, column 1 of the product", ["ArrowRight"], to({ row: 0, column: 1, step: 0 })],
    ...TOOLS,
  ],
  handles: [],
  lines: [],

  check(fig, { A, B, row, column, step }, { product, spelled, say }) {
    const wanted = product(A, B).map((each) => each.map((value) => say(value)));
    if (step > 0 && step < A[0].length) wanted[row][column] = "…"; // not all of it has been added yet
    assert.deepEqual(
      [...fig.root.querySelectorAll("button.entry")].map((e) => e.textContent),
      wanted.flat()
    );
    assert.equal(fig.root.querySelectorAll("td.lit").length, A[0].length * 2);
    const sum = spelled(A, B, row, column, step || A[0].length);
    return [`Row ${row + 1} of A with column ${column + 1} of B`, sum];
  },
};
