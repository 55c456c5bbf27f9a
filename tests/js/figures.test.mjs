// The figures' formulas, held to the numbers that relu_lib gives:  node --test tests/js
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cases, close, golden, load, shownFits } from "./load.mjs";

test("a rectified line has relu_lib's values, kink and slopes", async () => {
  const { value, describe, corners } = await load("rectified-line");
  for (const { m, b, x, y, kink, slopes } of cases("rectified-line")) {
    const told = describe(m, b);
    close(
      x.map((at) => value(m, b, true, at)),
      y,
      `max(${m}x + ${b}, 0)`
    );
    close(told.kink, kink, "kink");
    close(kink === null ? [told.slopes[0]] : told.slopes, slopes, "slopes");
    for (const [at, height] of corners(m, b, true, [-5, 5])) close(height, Math.max(m * at + b, 0), "corner");
  }
});

test("three units have relu_lib's sum, kinks, loss and matrices", async () => {
  const { sum, kinks, loss, matrices, polynomial } = await load("three-relus");
  for (const { knobs, x, y, ...wanted } of cases("three-relus")) {
    close(
      x.map((at) => sum(knobs, at)),
      wanted.sum,
      "sum"
    );
    close(kinks(knobs), wanted.kinks, "kinks");
    close(loss(knobs, x, y), wanted.loss, "loss");
    for (const name of ["W1", "b1", "W2", "b2"]) close(matrices(knobs)[name], wanted[name], name);
    close(
      x.map((at) => polynomial([3, 2, 1], at)),
      wanted.truth,
      "the true curve"
    );
  }
});

/** The points that all cases share. */
const pointsOf = (name) => (({ x, y }) => ({ x, y }))(golden(name)[0]);
const sameBits = (got, wanted, what) => assert.deepEqual(Array.from(got, Number), wanted, what);

test("descent goes step for step as relu_lib's, to the last bit", async () => {
  const { descent, randomStart, dead, METHODS } = await load("gradient-descent");
  const [all, points] = [cases("gradient-descent"), pointsOf("gradient-descent")];
  for (const { units, seed, steps, count, losses, end, dead: gone, method, keep, ...run } of all) {
    const start = units ? randomStart(units, seed) : run.start;
    const held = units ? start.length : 6;
    const down = descent({ ...points, start, held, method: METHODS[method], keep, stepSize: run.step_size });
    const numbers = down.at(steps);
    for (const [t, loss] of losses) assert.equal(down.losses[t], loss, `loss after ${t} steps`);
    sameBits(numbers, end, "numbers");
    sameBits(dead(numbers, points.x), gone, "dead units");
    assert.equal(Math.min(steps, down.last) + 1, count, "where it ends");
    sameBits(down.at(0), start, "back at the start");
  }
});

test("the loss against one knob is the loss of the sum with that knob elsewhere", async () => {
  const { gradient, slice } = await load("gradient-descent");
  const { x, y } = pointsOf("gradient-descent");
  const tame = cases("gradient-descent").filter(({ end }) => end.every((number) => Math.abs(number) < 100));
  assert.ok(tame.length > 10);
  for (const { end: start } of tame)
    for (let index = 0; index < start.length; index += 1 + Math.floor(start.length / 7))
      for (const value of [-2, 0, start[index], 5]) {
        const elsewhere = start.map((number, i) => (i === index ? value : number));
        close(slice(start, index, x, y)(value), gradient(elsewhere, x, y).loss, `number ${index}`);
      }
});

const pointsIn = ([x1, x2, y]) => ({ x1, x2, y });

test("planes have relu_lib's scores, regions, boundary and loss", async () => {
  const { scoreAt, regionsOf, kinkLines, contour, judged } = await load("planes");
  for (const { numbers, x1, x2, points, ...wanted } of cases("planes").filter(({ scores }) => scores)) {
    const got = x1.map((at, i) => scoreAt(numbers, at, x2[i]));
    close(got, wanted.scores, "scores");
    const polygons = regionsOf(kinkLines(numbers));
    assert.equal(polygons.length, wanted.regions, `regions of ${numbers}`);
    const values = polygons.map((polygon) => polygon.map(([u, v]) => scoreAt(numbers, u, v)));
    const middles = contour(polygons, values, 0).map(([p, q]) => p.map((each, k) => (each + q[k]) / 2));
    assert.equal(2 * middles.length, wanted.boundary.length, "segments of the boundary");
    const known = Array.from(middles, (_, i) => wanted.boundary.slice(2 * i, 2 * i + 2));
    for (const middle of middles)
      assert.ok(
        known.some((each) => Math.hypot(each[0] - middle[0], each[1] - middle[1]) < 1e-7),
        `${middle}`
      );
    const { loss, right } = judged(numbers, pointsIn(points));
    close(loss, wanted.loss, "loss");
    assert.equal(right, wanted.right, "points on the right side");
  }
});

test("planes start and train as relu_lib does, and as often succeed", async () => {
  const { networkByChance, trained, judged, succeeds } = await load("planes");
  for (const { start, lines, seed, steps, points, end } of cases("planes").filter((each) => each.end)) {
    close(networkByChance(lines, seed), start, "start");
    close(Array.from(trained(start, pointsIn(points), steps)), end, "after training", 1e-8);
  }
  for (const { lines, points: given, succeed } of cases("planes").filter((each) => each.succeed)) {
    const points = pointsIn(given);
    const got = succeed.map((_, seed) => succeeds(judged(trained(networkByChance(lines, seed), points, 1000), points)));
    assert.deepEqual(got, succeed);
  }
});

test("a boundary goes through every region it crosses, and nowhere else", async () => {
  const { contour } = await load("planes");
  const square = [[[0, 0], [1, 0], [1, 1], [0, 1]]]; // prettier-ignore
  assert.deepEqual(contour(square, [[-1, 1, 1, -1]], 0), [[[0.5, 0], [0.5, 1]]]); // prettier-ignore
  assert.deepEqual(contour(square, [[0, 0, 0, 0]], 0), []);
  assert.deepEqual(contour(square, [[1, 1, 2, 2]], 0), []);
});

test("digit-net makes a drawing like the data as relu_lib does, step by step", async () => {
  const { dotsOf, asDrawing, normalised, countBlocks } = await load("digit-net");
  for (const { drawing, box, tall, inked, image, plain } of cases("digit-net").filter((each) => each.drawing)) {
    const steps = normalised(dotsOf(drawing));
    assert.equal(asDrawing(dotsOf(drawing)), drawing);
    assert.deepEqual([steps.box.height, steps.box.width], box);
    assert.equal(asDrawing(steps.tall), tall, "full height");
    assert.equal(asDrawing(steps.inked), inked, "ink");
    assert.deepEqual(Array.from(steps.image), image);
    assert.deepEqual(Array.from(countBlocks(dotsOf(drawing))), plain);
  }
  assert.equal(normalised(dotsOf("")), null);
});

test("digit-net reads images, shifted, turned and with noise, as relu_lib does", async () => {
  const { networkOf, moved, read, softmaxOf, readAll, mattersMost, contributions } = await load("digit-net");
  const all = cases("digit-net");
  const { numbers, gallery, labels } = all.at(-1);
  const network = networkOf(numbers);
  const images = Float64Array.from(gallery, (letter) => parseInt(letter, 17));
  for (const { picture, pixels, sums, probabilities, accuracy, ...moves } of all.filter((each) => each.picture)) {
    const image = moved(images.slice((picture - 1) * 64, picture * 64), moves, picture - 1);
    close(Array.from(image), pixels, "pixels", 1e-9);
    const given = read(network, image);
    close(Array.from(given.sums), sums, "sums", 1e-9);
    close(softmaxOf(given.scores), probabilities, "probabilities", 1e-9);
    for (let k = 0; k < 10; k++) {
      const score = contributions(network, given.sums, k).reduce((sum, each) => sum + each, network.b2[k]);
      close([score], [given.scores[k]], "what the units give to a score", 1e-9);
    }
    const right = readAll(network, images, moves).reduce((sum, answer, i) => sum + (answer === Number(labels[i])), 0);
    assert.equal(right / 364, accuracy);
    const most = mattersMost(network, image, given);
    const other = (pixel, ink) => image.map((old, i) => (i === pixel ? ink : old));
    const likely = (pixel, ink) => softmaxOf(read(network, other(pixel, ink)).scores)[most.answer];
    close([likely(most.pixel, most.ink)], [most.probability], "the pixel that matters most", 1e-9);
    for (let i = 0; i < 64; i++)
      for (const ink of [0, 16]) assert.ok(likely(i, ink) > most.probability - 1e-9, `pixel ${i} matters more`);
  }
});

test("what a step size leads to is said once it is met", async () => {
  const { met } = await load("gradient-descent");
  assert.equal(met([4, 3, 2], 2, 0, 0, 3, false), "");
  assert.equal(met([4, 3, 3.5], 2, 0, 0, 3, false), "the loss rose, first at step 2");
  assert.equal(met([4, 3, 3.5], 1, 0, 0, 3, false), "");
  assert.equal(met([4, 3, 9], 2, 0, 0, 3, false), "the loss grew");
  assert.equal(met([4, 3, 2], 2, 1, 3, 20, false), "2 of 20 units died");
  assert.equal(met([4, 3, 2], 2, 0, 3, 3, false), "all of 3 units died");
  assert.equal(met([4], 0, 0, 0, 3, true), "the loss grew beyond all bounds");
});

test("a long curve of losses keeps its peaks and few corners", async () => {
  const { curveOf } = await load("gradient-descent");
  const losses = Array.from({ length: 2001 }, (_, t) => 1 + 1 / (t + 1));
  losses[777] = 50;
  const curve = curveOf(losses);
  assert.ok(curve.length <= 310 && curve.some(([t, value]) => t === 777 && value === Math.log10(50)));
  assert.deepEqual(curveOf([4, 1]), [
    [0, Math.log10(4)],
    [1, 0],
  ]);
});

test("a signed sum has relu_lib's values and worst error", async () => {
  const { evaluate, counted, worst, whole } = await load("signed-sum");
  for (const { x, y, worst: furthest, convex_limit, ...state } of cases("signed-sum")) {
    assert.deepEqual(whole(state), state);
    close(
      x.map((at) => evaluate(state, counted(state), at)),
      y,
      "sum"
    );
    close(worst(state).error, furthest, "worst error");
  }
});

test("following the sine goes through it at every kink and at the end", async () => {
  const { evaluate, following } = await load("signed-sum");
  const kinks = [2, -3, -1, 0.5, 2];
  const state = { kinks, ...following(kinks) };
  for (const x of [...kinks, Math.PI]) close(evaluate(state, state.weights, x), Math.sin(x), `at ${x}`);
  assert.deepEqual(following([]), { weights: [], slopes: [], offset: 0 });
});

test("the best sum of plus signs is the one relu_lib finds", async () => {
  const { worst, bestPlus, widestGap } = await load("signed-sum");
  for (const kinks of [[0], [1, -2, 3]]) {
    const state = { ...bestPlus(kinks), signed: false };
    assert.equal(state.kinks.length, kinks.length);
    close(worst(state).error, golden("signed-sum")[0].convex_limit, "worst error");
  }
  assert.deepEqual([widestGap([0, 2]), widestGap([])], [-1.57, 0]);
});

const signedStates = () => cases("signed-sum").filter(({ kinks }) => kinks.length > 1);
const sampled = Array.from({ length: 61 }, (_, i) => -3 + i / 10);

test("a corner can be put anywhere, and the corners of units on the same side stay, and so does the end", async () => {
  const { evaluate, counted, withCorner, between } = await load("signed-sum");
  let tried = 0;
  for (const state of signedStates()) {
    const f = (one, x) => evaluate(one, counted(one), x);
    for (let i = 0; i < state.kinks.length; i++) {
      const [low, high] = between(state, i);
      if (low === high) continue; // no room between its neighbours
      const [x, side] = [low + 0.3 * (high - low), state.slopes[i]];
      const after = withCorner({ ...state, signed: true }, i, x, 0.7);
      close([after.kinks[i], f(after, x)], [x, 0.7], "the corner");
      const others = state.kinks.filter((t, j) => j !== i && state.slopes[j] === side && Math.abs(t) < Math.PI);
      for (const t of [...others, side * Math.PI])
        close(f(after, t), f({ ...state, signed: true }, t), `the sum at ${t}`);
      tried++;
    }
  }
  assert.ok(tried > 50);
});

test("with plus signs only, a corner's heights are those at which every weight is at least 0", async () => {
  const { counted, heights, withCorner } = await load("signed-sum");
  for (const { signed, ...state } of signedStates().filter((one) => one.kinks.every((t) => Math.abs(t) < 3)))
    for (let i = 0; i < state.kinks.length; i++) {
      const plus = { ...state, weights: counted({ ...state, signed: false }), signed: false };
      const [low, high] = heights(plus, i, plus.kinks[i]);
      const least = (y) => Math.min(...withCorner(plus, i, plus.kinks[i], y).weights);
      if (low > high) continue; // all of it is out of the picture
      assert.ok(least(low) > -1e-9 && least(high) > -1e-9);
      if (low > -2.2) assert.ok(least(low - 0.01) < 0, "lower is too low");
      if (high < 2.2) assert.ok(least(high + 0.01) < 0, "higher is too high");
    }
});

test("the end of the sum can be lifted, and the sum stays as it is before its last kink", async () => {
  const { evaluate, counted, endOf, withEnd } = await load("signed-sum");
  for (const state of signedStates())
    for (const side of [1, -1]) {
      const end = endOf(state, side);
      if (!end) continue;
      const after = withEnd({ ...state, signed: true }, side, 1.5);
      close(evaluate(after, after.weights, side * Math.PI), 1.5, "the end");
      for (const x of sampled.filter((at) => side * at < side * state.kinks[end.last]))
        close(evaluate(after, after.weights, x), evaluate(state, state.weights, x), `the sum at ${x}`);
    }
  assert.equal(endOf({ kinks: [3.1], slopes: [1] }, 1), null); // too near to the end to lift it
});

test("one more unit never errs more, and where a sign may be minus it errs less, until the sum is close", async () => {
  const { counted, withOneMore, wordsOfOneMore, worst } = await load("signed-sum");
  for (const state of signedStates().slice(0, 12)) {
    const { state: after, anew } = withOneMore(state);
    assert.ok(state.signed || !anew);
    assert.equal(after.kinks.length, state.kinks.length + 1);
    assert.ok(worst(after).error <= worst(state).error + 1e-12);
    if (state.signed) assert.ok(worst(after).error < worst(state).error);
    else assert.ok(Math.min(...counted(after)) >= 0);
  }
  let state = { kinks: [], weights: [], slopes: [], offset: 0, signed: true };
  const errors = [];
  for (let i = 0; i < 12; i++) {
    ({ state } = withOneMore(state));
    errors.push(worst(state).error);
  }
  assert.ok(errors[5] < 0.25 && errors[11] < 0.06, errors.join());
  let plus = { kinks: [-2, 0], weights: [0.1, 0.2], slopes: [1, 1], offset: -0.7, signed: false };
  for (const told of [/falls from/, /is as it was: a unit with a plus sign raises the sum ever more/]) {
    const made = withOneMore(plus);
    assert.match(wordsOfOneMore(plus, made), told);
    plus = made.state;
  }
});

test("the multiple of a shape that takes most off the errors is the one that Chebyshev's theorem names", async () => {
  const { bestMultiple } = await load("signed-sum");
  assert.ok(Math.abs(bestMultiple([1, 2, 9], [1, 1, 0], [-Infinity, Infinity]) - 1.5) < 1e-6);
  assert.ok(Math.abs(bestMultiple([1, 2], [1, 1], [-Infinity, 1.2]) - 1.2) < 1e-6);
});

test("what a unit is by itself is written as people write it", async () => {
  const { term } = await load("signed-sum");
  assert.deepEqual(
    [term(0.35, 1, -2), term(-1, 1, 0.5), term(2, -1, 0.5), term(2, -1, -0.5), term(1, 1, 0)],
    ["0.35·max(x + 2, 0)", "−1·max(x − 0.5, 0)", "2·max(−x + 0.5, 0)", "2·max(−x − 0.5, 0)", "1·max(x, 0)"]
  );
});

test("linear maps move points and compose as relu_lib's do", async () => {
  const { apply, after, between } = await load("linear-map");
  for (const { first, second, point, moved, product } of cases("linear-map")) {
    close(apply(first, point), moved, "moved");
    close(after(second, first), product, "N @ M");
    close(between(first, product, 0), first, "begin");
    close(between(first, product, 1), product, "end");
  }
});

test("a letter that is taken turns and stretches the whole plane to where it is pulled", async () => {
  const { apply, pulledTo } = await load("linear-map");
  const near = (got, wanted) =>
    wanted.forEach((v, i) => assert.ok(Math.abs(got[i] - v) < 0.05, `${got}, not ${wanted}`));
  const form = ([[a, b], [c, d]]) => [Math.hypot(a, c), Math.hypot(b, d), a * b + c * d]; // prettier-ignore
  for (const { first } of cases("linear-map")) {
    const matrix = first.map((row) => row.map((v) => v / 2)); // room for all that follows
    const here = apply(matrix, [0.5, 0.6]);
    if (Math.hypot(...here) < 0.3) continue;
    const pulled = pulledTo(matrix, here, [0.8 * here[0] - 0.6 * here[1], 0.8 * here[1] + 0.6 * here[0]]);
    near(apply(pulled, [0.5, 0.6]), [0.8 * here[0] - 0.6 * here[1], 0.8 * here[1] + 0.6 * here[0]]);
    near(form(pulled), form(matrix)); // only turned: the columns are as long as they were, and the angle is the same
  }
  const unmoved = [[1, 0], [0, 1]]; // prettier-ignore
  assert.deepEqual(pulledTo(unmoved, [0.5, 0.5], [9, 9]).flat(), [3, 0, 0, 3]); // and no further than the picture
  assert.deepEqual(pulledTo(unmoved, [1, 0], [0, 0]).flat().filter(Number.isNaN), []); // prettier-ignore
});

test("a flattened and a flipped plane are called so", async () => {
  const { fate } = await load("linear-map");
  assert.equal(
    fate([
      [1, 0],
      [0, 1],
    ]),
    ""
  );
  assert.match(
    fate([
      [2, 4],
      [1, 2],
    ]),
    /onto a line/
  );
  assert.match(
    fate([
      [0, 0],
      [0, 0],
    ]),
    /one point/
  );
  assert.match(
    fate([
      [-1, 0],
      [0, 1],
    ]),
    /mirrored/
  );
});

test("products and their spelled-out sums are relu_lib's", async () => {
  const { product, spelled } = await load("matmul");
  for (const { A, B, product: wanted } of cases("matmul")) {
    close(product(A, B), wanted, "A·B");
    const shown = spelled(A, B, 0, 0, B.length)
      .split(/ [=≈] /)[1]
      .replace("−", "-");
    close(Number(shown), wanted[0][0], "the total");
  }
  assert.equal(spelled([[1, -2]], [[5], [7]], 0, 0, 2), "1·5 + (−2)·7 = −9");
  assert.equal(spelled([[1, -2]], [[5], [7]], 0, 0, 1), "1·5 = 5");
  assert.equal(spelled([[0.001, 2]], [[5], [7]], 0, 0, 2), "0.001·5 + 2·7 = 14.005");
  assert.equal(spelled([[0.1, 0.2]], [[1], [1]], 0, 0, 2), "0.1·1 + 0.2·1 = 0.3");
  assert.match(spelled([[1 / 3]], [[2]], 0, 0, 1), /^0\.333333·2 ≈ 0\.666667$/);
});

test("steps go through every entry, and back the same way", async () => {
  const { next, previous } = await load("matmul");
  const first = { row: 0, column: 0, step: 1 };
  assert.deepEqual(next({ row: 0, column: 0, step: 2, stepping: false }, 2, 2, 3), first);
  let [place, walked] = [first, []];
  for (let i = 0; i < 2 * 2 * 3; i++) {
    walked.push(place);
    place = next(place, 2, 2, 3);
  }
  assert.deepEqual(place, first); // once round
  assert.equal(new Set(walked.map(JSON.stringify)).size, 12);
  for (const seen of walked.reverse()) {
    place = previous(place, 2, 2, 3);
    assert.deepEqual(place, seen);
  }
});

test("the extent of a plot fits its data, whatever they are", async () => {
  const { extent } = await load("three-relus");
  for (const [x, y] of [
    [[], []],
    [[1], [1]],
    [
      [1e9, 1e9],
      [0, 0],
    ],
    [
      [-1e9, 1e9],
      [-1e9, 1e9],
    ],
    [
      [0, 1],
      [5, 5],
    ],
  ]) {
    const {
      domain: [a, z],
      range: [low, high],
    } = extent(x, y);
    assert.ok(a < z && low < high);
    assert.ok(x.every((at) => at >= a && at <= z) && y.every((at) => at >= low && at <= high));
  }
});

test("a polyline that meets the curve has relu_lib's heights and worst error", async () => {
  const { corners, heightAt, worst } = await load("more-kinks");
  for (const { kinks, x, y, worst: furthest } of cases("more-kinks")) {
    const points = corners(kinks);
    close(
      x.map((at) => heightAt(points, at)),
      y,
      "sum"
    );
    close(worst(kinks).error, furthest, "worst error");
  }
});

test("the failures of the gallery have relu_lib's sums and errors", async () => {
  const { sumOf, errorsOfFailure, heightsAt, predicted, dead, FAILURES } = await load("gallery");
  const known = {};
  for (const { failure, value, cured, x, heights, errors, dead: gone } of cases("gallery")) {
    const sum = sumOf(failure, value, cured, shownFits, known);
    const what = `${failure} ${value} ${cured}`;
    close(sum.numbers ? x.map((at) => predicted(sum.numbers, at)) : heightsAt(sum, x), heights, what, 1e-9);
    close(errorsOfFailure(failure, value, cured, shownFits, known), errors, what, 1e-9);
    if (sum.numbers) assert.equal(dead(sum.numbers, shownFits.x).length, gone, what);
  }
  for (const { choices, answers, right } of FAILURES) {
    assert.deepEqual([choices.length, answers.length], [3, 3]);
    answers.forEach((answer, i) => assert.ok(answer.startsWith(i === right ? "Right" : "No: ")));
  }
});

test("a box on a curve is as wide as relu_lib says, and no two heights in it differ by more", async () => {
  const { widthAt, bottomOf, narrowest, piecesFor, CURVES } = await load("uniform-continuity");
  for (const { curve, epsilon, x, ...wanted } of cases("uniform-continuity")) {
    const width = widthAt(curve, epsilon, x);
    close([width, bottomOf(curve, epsilon, x)], [wanted.width, wanted.bottom], "the box");
    close(
      [narrowest(curve, epsilon), curve === "root" ? piecesFor(epsilon) : 0],
      [wanted.narrowest, wanted.pieces],
      "n"
    );
    const heights = Array.from({ length: 101 }, (_, i) => CURVES[curve].f(x + (width * i) / 100));
    assert.ok(Math.max(...heights) - Math.min(...heights) <= epsilon * (1 + 1e-9), `${curve} at ${x}`);
  }
});

test("numbers are written as people write them", async () => {
  const { say, score, snap } = await load();
  assert.deepEqual(
    [-1.5, 0.30000000000000004, -0.001, 1e9, -1e9, 2].map((v) => say(v)),
    ["−1.5", "0.3", "0", "1.0·10⁹", "−1.0·10⁹", "2"]
  );
  assert.deepEqual(
    [13.034, 2, 1e18].map((v) => score(v)),
    ["13.03", "2.00", "1.0·10¹⁸"]
  );
  assert.equal(snap(0.1 + 0.2, 0.1), 0.3);
});

test("a line is written as people write it", async () => {
  const { formula } = await load("rectified-line");
  assert.deepEqual(
    [formula(1, 1), formula(-1, 0), formula(2.5, -3), formula(0, -2)],
    ["x + 1", "−x", "2.5x − 3", "−2"]
  );
});

test("a loss is told by its marks: better than the true curve, as good as can be, or neither", async () => {
  const { remark } = await load("three-relus");
  const marks = { "best possible": 1, "the true curve": 3 };
  assert.match(remark(1.005, marks), /^As good as three units get/);
  assert.match(remark(2, marks), /^Closer to the points than the true curve: you have begun to fit the noise/);
  assert.deepEqual([remark(4, marks), remark(2, {})], ["", ""]);
});

test("ticks are round and inside", async () => {
  const { ticks } = await load();
  assert.deepEqual(ticks(-2, 2, 4), [-2, -1, 0, 1, 2]);
  assert.deepEqual(ticks(-0.3, 13.9, 3), [0, 5, 10]);
  assert.ok(ticks(-1e9, 1e9, 5).length <= 6);
});

test("a chain of points is cut at a rectangle, and keeps what is inside", async () => {
  const { clipped } = await load();
  const box = { left: 0, right: 10, top: 0, bottom: 10 };
  assert.deepEqual(
    clipped(
      [
        [-10, 5],
        [20, 5],
      ],
      box
    ),
    [
      [
        [0, 5],
        [10, 5],
      ],
    ]
  );
  assert.deepEqual(
    clipped(
      [
        [2, 2],
        [5, 20],
        [8, 2],
      ],
      box
    ).length,
    2
  );
  assert.deepEqual(
    clipped(
      [
        [-5, -5],
        [-1, 20],
      ],
      box
    ),
    []
  );
  assert.deepEqual(
    clipped(
      [
        [1, 1],
        [2, 2],
        [3, 1],
      ],
      box
    ),
    [
      [
        [1, 1],
        [2, 2],
        [3, 1],
      ],
    ]
  );
  const [[from, to]] = clipped(
    [
      [0, -6e11],
      [10, 4e11],
    ],
    box
  ); // steep beyond sense, and still through (6, 0)
  assert.ok(Math.abs(from[0] - 6) < 1e-6 && Math.abs(to[0] - 6) < 1e-6);
});

test("keys move by steps, Shift by fine ones, and stop at the ends", async () => {
  const { keyed } = await load();
  const press = (key, value, shiftKey = false) =>
    keyed({ key, shiftKey, preventDefault() {} }, { value, min: -1, max: 1, step: 0.1, fine: 0.01 });
  assert.equal(press("ArrowRight", 0.2), 0.3);
  assert.equal(press("ArrowDown", 0.2, true), 0.19);
  assert.equal(press("ArrowUp", 1), 1);
  assert.deepEqual([press("Home", 0), press("End", 0), press("PageDown", 0.5)], [-1, 1, -0.5]);
  assert.equal(press("Tab", 0), null);
});

test("what a message says of a state goes when the state is another, and stays while it is shown anew", async () => {
  const { ofState } = await load();
  const seen = [];
  const told = ofState({ show: (text) => seen.push(text), clear: () => seen.push("") });
  told.drawn({ a: 0 });
  told.show("at 1");
  told.drawn({ a: 1 }); // it was shown for what is drawn next
  told.drawn({ a: 1 });
  assert.deepEqual(seen, ["at 1"]);
  told.show("at 1");
  told.drawn({ a: 1 });
  told.drawn({ a: 2 });
  assert.deepEqual(seen, ["at 1", "at 1", ""]);
});

test("a fold, its rivals and networks by chance have relu_lib's values, corners, pieces and errors", async () => {
  const figure = await load("folding");
  const found = JSON.parse(readFileSync(new URL("../../relu_lib/figures/folding/trained.json", import.meta.url)));
  for (const { sizes, x, y, knots, pieces, error, count, ...state } of cases("folding")) {
    const what = JSON.stringify([sizes, state]);
    const network = sizes ? figure.randomNetwork(sizes, state.seed) : figure.networkOf({ ...state, found });
    assert.equal(network === null, y === null, what);
    if (!network) continue;
    const values = x.map((at) => figure.valueAt(network, at));
    close(values, y, what, 1e-9);
    const corners = figure.cornersOf(network);
    close(corners.slice(1, -1).slice(0, knots.length).map(([at]) => at), knots, what, 1e-9); // prettier-ignore
    if (sizes) continue;
    const told = figure.made({ ...state, found });
    assert.equal(told.pieces, pieces, what);
    close(told.error, error, what, 1e-9);
    assert.ok(figure.words({ ...state, found }, told).includes(`with ${count} numbers`), what);
  }
});
