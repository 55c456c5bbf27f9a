// The figure `approximator`: its formulas, its reading of tables and its fitter, held to relu_lib's numbers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cases, close, golden, load, placed } from "./load.mjs";

const figure = await load("approximator");
const STATE = { drawn: [], formula: "x", low: -2, high: 2, x: [], y: [], earth: [], placed, limits: {} };
const earth = golden("approximator").find(({ earth: record }) => record)?.earth ?? [];
const subject = (target, more = {}) => figure.subjectOf({ ...STATE, earth, ...more, target });

test("for named targets each placement has relu_lib's errors, and evenly spread and inserted kinks its heights", () => {
  let tried = 0;
  for (const { target, placement, units, rms, worst, x, heights, width } of cases("approximator")) {
    if (!target) continue;
    const found = figure.approximation(subject(target), placement, units);
    const what = `${target}, ${placement}, ${units} units`;
    tried++;
    if (placement === "well") assert.ok(found.rms <= 1.01 * rms + 1e-9, `${what}: ${found.rms}, not ${rms}`);
    else {
      close(found.rms, rms, what, 1e-9);
      close(found.worst, worst, what, 1e-9);
      close(figure.heightsAt(found, x), heights, what, 1e-9);
      assert.equal(found.units, width, what);
    }
  }
  assert.equal(tried, 78);
});

test("a polyline written as units is the same function", () => {
  for (const units of [1, 2, 3, 20]) {
    const found = figure.approximation(subject("sine"), "well", units);
    const { slopes, biases, weights, offset } = figure.unitsOf(found);
    const sum = (x) => slopes.reduce((total, m, i) => total + weights[i] * Math.max(m * x + biases[i], 0), offset);
    const places = [-3, -1.5, 0, 0.1, 2, 3.1];
    close(places.map(sum), figure.heightsAt(found, places), `${units} units`, 1e-9);
    assert.equal(slopes.length, units);
  }
});

test("formulas have the values that relu_lib gives, and wrong ones are told the same", () => {
  const all = cases("approximator").filter(({ formula }) => formula !== undefined);
  assert.ok(all.length > 60);
  for (const { formula, x, y, says } of all) {
    if (says) assert.throws(() => figure.compiled(formula), { message: says }, formula);
    else close(x.map(figure.compiled(formula)), y, formula);
  }
});

test("a drawn curve is relu_lib's, goes through its control points, and needs none", () => {
  for (const { drawn, x, y } of cases("approximator"))
    if (drawn) {
      close(x.map((at) => figure.curveThrough(drawn, at)), y, "curve"); // prettier-ignore
      const atPoints = figure.controlPlaces.map((at) => figure.curveThrough(drawn, at));
      close(atPoints, drawn, "at the points");
    }
  assert.deepEqual([figure.curveThrough([], 1), figure.curveThrough([2], 1)], [0, 2]);
});

// --- reading tables -----------------------------------------------------------------------------------

const read = (text) => figure.tableFrom(text);
const rows = ({ x, y }) => x.map((at, i) => [at, y[i]]);

test("tabs, semicolons, commas or blanks stand between columns, a point or a comma in numbers, a header above", () => {
  const wanted = [[1.5, -2], [3, 4e-3]]; // prettier-ignore
  for (const text of [
    "1.5\t-2\n3\t4e-3",
    "1,5\t−2\r\n3\t4e-3\r\n",
    "1,5;-2;9\n3;0,004;9",
    "1.5,-2\n3,.004",
    "1.5, -2\n3, 0.004",
    "  1.5   -2\n\n  3 +0.004",
    "1,5 -2\n3 0,004",
    'year;"anomaly"\n"1,5";"-2"\n3;0,004',
    "\ufeffyear\tanomaly\n1.5\t-2\n3\t0.004\n",
  ])
    assert.deepEqual(rows(read(text)), wanted, JSON.stringify(text));
  assert.equal(read("year;t\n1;2").header, "year;t");
  assert.equal(read("1;2\n3;4").header, "");
});

test("what cannot be read is named by its line, and the rest is read", () => {
  const table = read("x,y\n1,2\n\nthree,4\n5\n6,\n7,8\n1e999,1\nNaN,2");
  assert.deepEqual(rows(table), [[1, 2], [7, 8]]); // prettier-ignore
  assert.deepEqual(
    table.faults.map(({ line }) => line),
    [4, 5, 6, 8, 9]
  );
  const told = figure.toldOf(table);
  assert.ok(
    told.startsWith("2 rows read, below the header “x,y”. Line 4, “three,4”, has no number in its first column.")
  );
  assert.match(
    told,
    /Line 5, “5”, has one column, and two are needed. Line 6, “6,”, has nothing in its second column./
  );
  assert.match(told, /So it is with 2 more lines.$/);
});

test("rubbish is told so and throws nothing, and no more than 5,000 rows are taken", () => {
  for (const text of [
    "",
    "\n\n",
    "hello",
    "🙂;🙂\n🙂",
    "\u0000\u0001",
    "[[1,2],[3,4]]",
    "<svg onload=alert(1)>",
    ",,,\n;;;",
  ])
    assert.match(figure.toldOf(read(text)), /^No row with two numbers was found\./, text);
  assert.match(figure.toldOf(read("1 2\n1 3")), /^Two different x are needed at least\./);
  const many = read(Array.from({ length: 5300 }, (_, i) => `${i}\t${i % 7}`).join("\n"));
  assert.equal(many.x.length, 5000);
  assert.match(figure.toldOf(many), /^5000 rows read\. 300 more were left out: 5000 is the most\.$/);
});

// --- the fitter -----------------------------------------------------------------------------------------

test("on twenty random targets the page's fitter is within 1.1 of relu_lib.fit's error, at 4 to 64 units", () => {
  const targets = golden("approximator").filter(({ fits }) => fits);
  assert.equal(targets.length, 20);
  for (const { x, y, fits, kind } of targets)
    for (const [units, rms] of fits) {
      const samples = figure.samplesOf(x, y); // anew: nothing is known of fewer units
      const found = figure.errorsOf(figure.placeWell(samples, units), { x, y });
      assert.ok(found.rms <= 1.1 * rms, `${kind}, ${units} units: ${found.rms} is ${found.rms / rms} times ${rms}`);
    }
});

test("made ready in between, more units never fit worse, in whatever order they were asked for", () => {
  const random = subject("formula", { formula: "sin(20x)" });
  const [nine, eight] = [9, 8].map((units) => figure.approximation(random, "well", units).rms);
  assert.ok(nine > eight); // as nothing was known of fewer
  assert.equal([...figure.placedAhead(random)].length, 64);
  const rms = Array.from({ length: 64 }, (_, i) => random.found.get(`well ${i + 1}`).rms);
  rms
    .slice(1)
    .forEach((after, i) => assert.ok(after <= rms[i] * (1 + 1e-9), `${i + 2} units: ${after} after ${rms[i]}`));
  const shipped = subject("sine");
  assert.deepEqual([...figure.placedAhead(shipped)], []); // there is nothing to make ready
});

test("as the slider goes up, more units never fit worse", () => {
  const random = subject("formula", { formula: "sin(3x) + |x - 0.3| + sin(17x)/3" });
  let before = Infinity;
  for (let units = 1; units <= 64; units++) {
    const { rms } = figure.approximation(random, "well", units);
    assert.ok(rms <= before * (1 + 1e-9), `${units} units: ${rms} after ${before}`);
    before = rms;
  }
});

test("few points, equal ones and huge ones have polylines, too", () => {
  for (const [x, y] of [
    [
      [0, 1],
      [1, 3],
    ],
    [
      [0, 0, 1],
      [1, 3, 3],
    ],
    [
      [0, 1, 2],
      [5, 5, 5],
    ],
    [
      [-1e100, 0, 1e100],
      [1e100, -1e100, 0],
    ],
    [
      [0, 1e-9, 1e9],
      [0, 1, 0],
    ],
    [
      [3, 1, 2],
      [1, 2, 3],
    ],
  ])
    // prettier-ignore
    for (const placement of ["even", "well", "worst"])
      for (const units of [1, 2, 5, 64]) {
        const found = figure.approximation(subject("data", { x, y }), placement, units);
        assert.ok(Number.isFinite(found.rms) && Number.isFinite(found.worst), `${x}; ${y}; ${placement} ${units}`);
        assert.ok(found.knots.every((knot, k) => !k || knot > found.knots[k - 1]));
      }
  assert.equal(figure.approximation(subject("data", { x: [0, 1, 2], y: [0, 1, 0] }), "well", 9).units, 2);
});

test("cross-validation takes for the Earth's temperature as many units as relu_lib does, or one off", () => {
  const steps = figure.unitsBorne(subject("earth").samples);
  let step = steps.next();
  for (let i = 0; !step.done && i < 1e5; i++) step = steps.next();
  assert.ok(Math.abs(step.value - placed.earth_units) <= 1, `${step.value}, not ${placed.earth_units}`);
  assert.deepEqual(figure.candidatesFor(144), [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40]);
});

test("of the rows of squares, the first that is no worse than the least by one standard error is taken", () => {
  const squares = [[9, 9, 9, 9], [1, 2, 1, 2], [1, 1, 1, 2], [1, 1, 2, 1]]; // prettier-ignore
  assert.equal(figure.oneStandardError([1, 2, 4, 8], squares), 4); // 2 units: worse by 0.25, with an error of 0.2165
  assert.equal(figure.oneStandardError([1, 2], [[1, 0, 3, 0], [0, 1, 0, 2]]), 1); // prettier-ignore
});

test("a tick of a log scale is written as people write it", () => {
  const ticks = figure.logTicks([-5.2, 1.1]).map(figure.powerName);
  assert.deepEqual(ticks, ["10⁻⁵", "0.0001", "0.001", "0.01", "0.1", "1", "10"]);
  assert.deepEqual(figure.logTicks([-0.5, 0.5]).map(figure.powerName), ["0.5", "1", "2"]);
  assert.deepEqual([2e-5, 1e5, 3e4].map(figure.powerName), ["2·10⁻⁵", "10⁵", "3·10⁴"]);
});

test("where more units do no better it is said of the samples, and of one unit in the singular", () => {
  const said = (of, units) => figure.words(of, { units }, figure.approximation(of, "well", units));
  assert.match(said(subject("step"), 9), /^3 units \(on the samples shown, more do no better\): worst error 0\.5/);
  assert.match(said(subject("hat"), 9), /^4 units are enough: worst error 0; rms 0\. .*exact with four pieces\./);
  assert.match(said(subject("data", { x: [0, 1], y: [0, 1] }), 9), /^1 unit is enough: worst error 0;/);
  assert.match(said(subject("root"), 9), /There is no limit line: at the tip/);
});

test("an error is written with three digits", () => {
  assert.deepEqual([0.0123456, 1.23456e-5, 0, 1e-13, 12.3456, 1e9, 0.001].map(figure.sayError), [
    "0.0123",
    "1.23·10⁻⁵",
    "0",
    "0",
    "12.3",
    "1.0·10⁹",
    "0.001",
  ]);
});
