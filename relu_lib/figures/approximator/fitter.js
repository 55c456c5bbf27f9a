// From samples to polylines: evenly spread kinks, kinks where the line errs most, and well-placed ones.
//
// A polyline is { knots, heights }: both ends and the kinks between them. What relu_lib.fitting does with many samples,
// `fit`, `fit_uniform` and `greedy_insertion`, is done here with few, and in few steps: balance, search, polish.

const FEW = 8; // pieces: up to so many, kinks are searched for everywhere; of more, only near their balanced places
const FLAT = 1e-12; // where a parabola's curvature is divided by, it counts as at least this
const ROUNDS = 4; // of balance
const STEPS = 12; // of polish
const RELOCATED = 3; // kinks that may be taken away where they are missed least, and put where most is left over

/** Samples sorted by x, of those with one x their mean, with what a least-squares line needs to know of them. */
export function samplesOf(xs, ys) {
  const order = Array.from(xs, (_, i) => i).sort((i, j) => xs[i] - xs[j]);
  const [x, y, mass] = [[], [], []];
  for (const i of order) {
    if (x.length && xs[i] === x.at(-1)) {
      mass[mass.length - 1] += 1;
      y[y.length - 1] += (ys[i] - y.at(-1)) / mass.at(-1);
    } else {
      x.push(xs[i]);
      y.push(ys[i]);
      mass.push(1);
    }
  }
  return { x, y, mass, scaling: scalingOf(x, y) };
}

const extremes = (values) =>
  values.reduce(([low, high], v) => [v < low ? v : low, v > high ? v : high], [Infinity, -Infinity]);

/** How x and y are moved and stretched to go from −1 to 1: what counts as small is then the same for all. */
function scalingOf(x, y) {
  const along = (values) => {
    const [low, high] = values.length ? extremes(values) : [0, 0];
    return { middle: low / 2 + high / 2, half: high / 2 - low / 2 || 1 };
  };
  return { x: along(x), y: along(y) };
}

/** The scaled samples and their running totals: of the mass, x, y, x², xy, y² of the first 0, 1, 2, … of them. */
function totalsOf({ x, y, mass, scaling }) {
  const u = Float64Array.from(x, (v) => (v - scaling.x.middle) / scaling.x.half);
  const v = Float64Array.from(y, (w) => (w - scaling.y.middle) / scaling.y.half);
  const sums = Array.from({ length: 6 }, () => new Float64Array(x.length + 1));
  for (let i = 0; i < x.length; i++) {
    const terms = [1, u[i], v[i], u[i] * u[i], u[i] * v[i], v[i] * v[i]];
    for (let k = 0; k < 6; k++) sums[k][i + 1] = sums[k][i] + mass[i] * terms[k];
  }
  return { u, v, mass, sums };
}

/** The moments of samples i to j: mass, means, and centred sums; `slope` is that of their own line. */
function momentsOf({ sums }, i, j) {
  const [m, x, y, xx, xy, yy] = sums.map((sum) => sum[j] - sum[i]);
  const some = m || 1;
  const spread = Math.max(xx - (x * x) / some, 0);
  const tilt = xy - (x * y) / some;
  const slope = spread > 1e-14 * some ? tilt / spread : 0;
  return { m, x: x / some, y: y / some, xx: spread, xy: tilt, yy: Math.max(yy - (y * y) / some, 0), slope };
}

/** What is left over if samples with these moments have the line of this slope through (at, height). */
function leftOver({ m, x, y, xx, xy, yy }, slope, at, height) {
  return Math.max(yy - slope * (2 * xy - slope * xx), 0) + m * (y - height - slope * (x - at)) ** 2;
}

/** How many entries of a sorted list are below a value. */
function countBelow(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const edgesOf = (totals, knots) => [
  0,
  ...knots.slice(1, -1).map((knot) => countBelow(totals.u, knot)),
  totals.u.length,
];
const piecesOf = (totals, edges) => edges.slice(1).map((end, k) => momentsOf(totals, edges[k], end));

/** Values on a polyline through (places, values), at these places. */
function interpolated(at, places, values) {
  return at.map((t) => {
    const i = clamp(countBelow(places, t), 1, places.length - 1);
    const run = places[i] - places[i - 1];
    return run > 0 ? values[i - 1] + ((values[i] - values[i - 1]) * (t - places[i - 1])) / run : values[i];
  });
}

// --- heights ------------------------------------------------------------------------------------------

function solveTridiagonal(below, diagonal, above, target) {
  const [pivot, value] = [[...diagonal], [...target]];
  const safe = (v) => (v === 0 ? 1e-300 : v);
  for (let k = 1; k < pivot.length; k++) {
    const factor = below[k - 1] / safe(pivot[k - 1]);
    pivot[k] -= factor * above[k - 1];
    value[k] -= factor * value[k - 1];
  }
  for (let k = pivot.length - 1; k >= 0; k--)
    value[k] = (value[k] - (k + 1 < pivot.length ? above[k] * value[k + 1] : 0)) / safe(pivot[k]);
  return value;
}

/** The heights of least squared error at the knots; those that no sample decides stay close to `near`. */
function bestHeights(pieces, knots, near) {
  const [diagonal, target, beside] = [knots.map(() => 0), knots.map(() => 0), []];
  const masses = knots.map(() => 0);
  pieces.forEach(({ m, x, y, xx, xy }, k) => {
    const width = knots[k + 1] - knots[k];
    const after = (x - knots[k]) / width;
    const [spread, tilt] = [xx / width ** 2, xy / width];
    diagonal[k] += m * (1 - after) ** 2 + spread;
    diagonal[k + 1] += m * after ** 2 + spread;
    target[k] += m * (1 - after) * y - tilt;
    target[k + 1] += m * after * y + tilt;
    beside.push(m * (1 - after) * after - spread);
    masses[k] += m;
    masses[k + 1] += m;
  });
  const tiny = masses.map((m) => 1e-14 * m + 1e-300);
  return solveTridiagonal(
    beside,
    diagonal.map((d, k) => d + tiny[k]),
    beside,
    target.map((t, k) => t + tiny[k] * near[k])
  );
}

/** The best polyline with these scaled knots, and its loss: the sum of squared errors. */
function fitted(totals, knots) {
  const edges = edgesOf(totals, knots);
  const pieces = piecesOf(totals, edges);
  const heights = bestHeights(pieces, knots, interpolated(knots, totals.u, totals.v));
  let loss = 0;
  for (let k = 0; k < pieces.length; k++) {
    const slope = (heights[k + 1] - heights[k]) / (knots[k + 1] - knots[k]);
    loss += leftOver(pieces[k], slope, knots[k], heights[k]);
  }
  return { knots, heights, loss, pieces, edges };
}

// --- balance ------------------------------------------------------------------------------------------

const steps = (count) => Array.from({ length: count + 1 }, (_, k) => k);
const evenly = (from, to, count) => steps(count).map((k) => from + ((to - from) * k) / count);

/** Knots that give each piece an equal share of (squared error)^(1/5), as relu_lib.fitting.free_knots. */
function balanced(totals, pieces) {
  const last = totals.u.length - 1;
  let knots = interpolated(evenly(0, last, pieces), steps(last), totals.u);
  for (let round = 0; round < ROUNDS; round++) {
    const own = piecesOf(totals, edgesOf(totals, knots));
    const share = own.map((piece) => leftOver(piece, piece.slope, piece.x, piece.y));
    const most = Math.max(...share) || 1;
    const fifths = share.map((part) => (part / most) ** 0.2);
    const mean = fifths.reduce((sum, part) => sum + part, 0) / pieces;
    const soFar = [0];
    for (const part of fifths) soFar.push(soFar.at(-1) + part + 0.02 * mean + 1e-300);
    const total = soFar.at(-1);
    knots = interpolated(evenly(0, total, pieces), soFar, knots);
  }
  return knots;
}

// --- search -------------------------------------------------------------------------------------------

/** The best knots on a grid of nodes, by dynamic programming over parabolas in the height at each node. */
function searched(totals, knots) {
  const places = placesOf(totals.u);
  const layers = nodesOf(places, knots);
  let parabolas = [{ a: 0, b: 0, c: 0 }];
  const choices = [];
  for (let k = 1; k < layers.length; k++) {
    const grown = layers[k].map((right) => bestParabola(totals, places, layers[k - 1], parabolas, right));
    choices.push(grown.map(({ from }) => from));
    parabolas = grown;
  }
  let node = 0;
  const path = [layers.at(-1)[0]];
  for (let k = choices.length - 1; k >= 0; k--) {
    node = choices[k][node];
    path.unshift(layers[k][node]);
  }
  const found = path.map((place) => places[place]);
  return found.every((knot, k) => !k || knot > found[k - 1]) ? found : knots;
}

/** Where kinks may be: half way between two samples, and at both ends. */
const placesOf = (u) => [u[0], ...steps(u.length - 2).map((i) => (u[i] + u[i + 1]) / 2), u[u.length - 1]];

/** The nodes of each knot: of few pieces a common grid, of many a few of its own. */
function nodesOf(places, knots) {
  const [last, pieces] = [places.length - 1, knots.length - 1];
  const around = knots.map((knot) => countBelow(places, knot));
  for (let k = 1; k <= pieces; k++) around[k] = Math.max(around[k], around[k - 1] + 1);
  for (let k = pieces; k >= 0; k--) around[k] = Math.min(around[k], last - (pieces - k));
  const unique = (list) => [...new Set(list.map((at) => clamp(Math.round(at), 0, last)))].sort((i, j) => i - j);
  const number = steps(pieces);
  if (pieces <= FEW) {
    const near = interpolated(evenly(0, pieces, 31), number, around);
    const inner = unique([...near, ...evenly(0, last, 23)]).filter((at) => at > 0 && at < last);
    return number.map((k) => (k === 0 ? [0] : k === pieces ? [last] : inner));
  }
  return number.map((k) => {
    if (k === 0 || k === pieces) return [k ? last : 0];
    return unique(interpolated(evenly(k - 0.8, k + 0.8, 8), number, around));
  });
}

/** Of all nodes to the left, the one from which a piece to this node costs least; and the parabola that it leaves. */
function bestParabola(totals, places, lefts, parabolas, right) {
  let best = { a: 0, b: 0, c: Infinity, from: 0, least: Infinity };
  for (let from = 0; from < lefts.length; from++) {
    if (lefts[from] >= right) continue;
    const { a, b, c } = parabolas[from];
    if (c === Infinity) continue;
    const { m, x, y, xx, xy, yy } = momentsOf(totals, lefts[from], right);
    const width = places[right] - places[lefts[from]];
    const u = (x - places[lefts[from]]) / width;
    const [uu, uy] = [m * u * u + xx / width ** 2, m * u * y + xy / width];
    const [vu, vv, vy] = [m * u - uu, m - 2 * m * u + uu + FLAT, m * y - uy];
    const [curvature, tilt] = [a + vv, b + vy];
    const grown = {
      a: uu - (vu * vu) / curvature,
      b: uy - (vu * tilt) / curvature,
      c: c + yy + m * y * y - (tilt * tilt) / curvature,
      from,
    };
    grown.least = grown.c - (grown.b * grown.b) / Math.max(grown.a, FLAT);
    if (grown.least < best.least) best = grown;
  }
  return best;
}

// --- polish -------------------------------------------------------------------------------------------

/** The polyline reached from these knots by moving all kinks at once, downhill, until nothing is gained. */
function polished(totals, knots, most = STEPS) {
  let [best, gain] = [fitted(totals, knots), Infinity];
  for (let step = 0; step < most && knots.length > 2 && gain > 1e-3 * best.loss; step++) {
    const before = best.loss;
    for (const move of movesOf(totals, best)) {
      const trial = fitted(totals, movedBy(best.knots, move));
      if (trial.loss < best.loss) {
        best = trial;
        break;
      }
    }
    gain = before - best.loss;
  }
  return best;
}

/** Kinks moved, but less than half way to the next. */
function movedBy(knots, move) {
  return knots.map((knot, k) => {
    if (k === 0 || k === knots.length - 1) return knot;
    const room = Math.max(0.45 * Math.min(knot - knots[k - 1], knots[k + 1] - knot) - 1e-12, 0);
    const by = Number.isFinite(move[k - 1]) ? move[k - 1] : 0;
    return knot + clamp(by, -room, room);
  });
}

/** Moves that might close the gaps between the pieces' own lines at the kinks: Newton's, then to where lines cross. */
function movesOf(totals, { knots, pieces, edges }) {
  const inner = steps(knots.length - 3).map((k) => k + 1);
  const lineAt = (piece, at) => piece.y + piece.slope * (at - piece.x);
  const before = inner.map((k) => lineAt(pieces[k - 1], knots[k]));
  const after = inner.map((k) => lineAt(pieces[k], knots[k]));
  const gap = after.map((height, i) => height - before[i]);
  const bend = inner.map((k) => pieces[k].slope - pieces[k - 1].slope);
  const crossing = gap.map((g, i) => (bend[i] === 0 ? 0 : -g / bend[i]));
  const [pullBefore, pullAfter] = [[], []];
  inner.forEach((k, i) => {
    const { density, height } = atKink(totals, knots[k], edges[k]);
    pullBefore.push(density * (height - before[i]));
    pullAfter.push(density * (height - after[i]));
  });
  const turn = ({ m, x, xx }, p, q) => (m > 0 ? 1 / m : 0) + (xx > 0 ? ((p - x) * (q - x)) / xx : 0);
  const own = inner.map((k, i) => {
    const left = turn(pieces[k - 1], knots[k], knots[k]);
    return bend[i] - pullAfter[i] * turn(pieces[k], knots[k], knots[k]) - pullBefore[i] * left;
  });
  const across = inner.slice(0, -1).map((k) => turn(pieces[k], knots[k], knots[k + 1]));
  const below = across.map((v, i) => pullAfter[i] * v);
  const above = across.map((v, i) => pullBefore[i + 1] * v);
  const opposite = gap.map((g) => -g);
  return [solveTridiagonal(below, own, above, opposite), crossing, crossing.map((move) => move / 4)];
}

/** The samples' density and height at a kink, from the samples on either side of it. */
function atKink({ u, v, mass }, kink, edge) {
  const right = clamp(edge, 1, u.length - 1);
  const distance = u[right] - u[right - 1];
  const along = (kink - u[right - 1]) / distance;
  return {
    density: (mass[right - 1] + mass[right]) / 2 / distance,
    height: v[right - 1] + along * (v[right] - v[right - 1]),
  };
}

// --- the three placements -------------------------------------------------------------------------------

/** A polyline in the samples' own x and y; knots that rounding puts at one place are one. */
function unscaled({ x, y }, { knots, heights }) {
  const own = knots.map((t) => t * x.half + x.middle);
  const apart = (values) => values.filter((_, k) => !k || own[k] > own[k - 1]);
  return { knots: apart(own), heights: apart(heights.map((h) => h * y.half + y.middle)) };
}

/** Fewer than two different x: a level line. */
const level = ({ x, y }) => (x.length ? { knots: [x[0]], heights: [y[0]] } : { knots: [], heights: [] });

/** The least-squares polyline of equal pieces, as relu_lib.fit_uniform. */
export function spreadEvenly(samples, units) {
  if (samples.x.length < 2) return level(samples);
  const found = fitted((samples.totals ??= totalsOf(samples)), evenly(-1, 1, units));
  return unscaled(samples.scaling, found);
}

/** Through the samples, with each new kink where the polyline errs most, as relu_lib.greedy_insertion. */
export function whereItErrsMost(samples, units) {
  const { x, y } = samples;
  if (x.length < 2) return level(samples);
  const done = (samples.inserted ??= [[0, x.length - 1]]); // for each number of units, places in x
  while (done.length < units) {
    const places = done.at(-1);
    const worst = furthest(samples, { knots: places.map((i) => x[i]), heights: places.map((i) => y[i]) });
    if (places.includes(worst) || worst < 0) break;
    done.push([...places, worst].sort((i, j) => i - j));
  }
  const places = done[Math.min(units, done.length) - 1];
  return { knots: places.map((i) => x[i]), heights: places.map((i) => y[i]) };
}

/** The sample from which a polyline is furthest; −1 if it goes through all of them. */
function furthest({ x, y }, polyline) {
  let [at, most] = [-1, 1e-14 * Math.max(...extremes(y).map(Math.abs))];
  const heights = heightsAt(polyline, x);
  for (let i = 0; i < x.length; i++) {
    const error = Math.abs(heights[i] - y[i]);
    if (error > most) [at, most] = [i, error];
  }
  return at;
}

/**
 * Kinks placed so that the squared error is small, as relu_lib.fit places them. `start`: knots to polish, which are
 * known to be good. Else what is found is kept with the samples: more units never do worse than those found so far.
 */
export function placeWell(samples, units, start = null) {
  if (samples.x.length < 2) return level(samples);
  const totals = (samples.totals ??= totalsOf(samples));
  const { middle, half } = samples.scaling.x;
  const scaled = start?.map((t) => (t - middle) / half);
  if (scaled) return unscaled(samples.scaling, polished(totals, scaled, 4));
  const known = (samples.placed ??= new Map());
  if (!known.has(units)) known.set(units, bestOf(totals, known, units));
  return unscaled(samples.scaling, known.get(units));
}

function bestOf(totals, known, units) {
  const [most, fewer] = [Math.min(units, totals.u.length - 1), known.get(units - 1)];
  if (most < 2) return fitted(totals, [-1, 1]);
  if (most === totals.u.length - 1) return fitted(totals, [...new Set(totals.u)]);
  let best = polished(totals, searched(totals, balanced(totals, most)));
  if (most > FEW && most <= 2 * FEW) {
    const even = polished(totals, searched(totals, evenly(-1, 1, most)));
    if (even.loss < best.loss) best = even;
  }
  for (let again = 0; again < 2; again++) {
    const trial = polished(totals, searched(totals, best.knots));
    if (!(trial.loss < 0.99 * best.loss)) break;
    best = trial;
  }
  const lower = (trial) => {
    if (trial.loss < best.loss) best = trial;
  };
  if (fewer) lower(fewer);
  if (fewer?.knots.length === most) lower(polished(totals, withOneMore(totals, fewer)));
  for (let again = 0; again < RELOCATED && best.knots.length > 3; again++) {
    const before = best.loss;
    lower(polished(totals, withOneMore(totals, fitted(totals, withoutLeast(totals, best)))));
    if (!(best.loss < 0.995 * before)) break;
  }
  return best;
}

/** The knots of a polyline without the kink that is missed least: where one line does almost as well as two. */
function withoutLeast(totals, { knots, pieces, edges }) {
  const own = pieces.map((piece) => leftOver(piece, piece.slope, piece.x, piece.y));
  const missed = own.slice(1).map((after, k) => {
    const both = momentsOf(totals, edges[k], edges[k + 2]);
    return leftOver(both, both.slope, both.x, both.y) - own[k] - after;
  });
  const least = 1 + missed.indexOf(Math.min(...missed));
  return knots.filter((_, k) => k !== least);
}

/** The knots of a polyline, and one more in the middle of the samples of the piece that has most left over. */
function withOneMore(totals, { knots, heights, pieces, edges }) {
  let [piece, most] = [-1, 0];
  pieces.forEach((own, k) => {
    const slope = (heights[k + 1] - heights[k]) / (knots[k + 1] - knots[k]);
    const left = leftOver(own, slope, knots[k], heights[k]);
    if (left > most && edges[k + 1] - edges[k] > 1) [piece, most] = [k, left];
  });
  if (piece < 0) return knots;
  const middle = (knots[piece] + knots[piece + 1]) / 2;
  return [...knots.slice(0, piece + 1), middle, ...knots.slice(piece + 1)];
}

// --- what a polyline is worth, and as units --------------------------------------------------------------

/** Root mean square error and worst error over the raw samples, and where the worst is. Sorted by x. */
export function errorsOf(polyline, { x, y }) {
  const heights = heightsAt(polyline, x);
  let [squares, worst, at] = [0, -1, 0];
  for (let i = 0; i < x.length; i++) {
    const error = Math.abs(heights[i] - y[i]);
    squares += error * error;
    if (error > worst) [worst, at] = [error, i];
  }
  return { rms: Math.sqrt(squares / x.length), worst: Math.max(worst, 0), at, height: heights[at] };
}

/** The same polyline as slopes, biases, weights and an offset, as relu_lib.ReLUSum.from_points makes them. */
export function unitsOf({ knots, heights }) {
  if (knots.length < 2) return { slopes: [1], biases: [-(knots[0] ?? 0)], weights: [0], offset: heights[0] ?? 0 };
  const slopes = knots.slice(1).map((t, k) => (heights[k + 1] - heights[k]) / (t - knots[k]));
  if (slopes.length === 1) return { slopes: [1], biases: [-knots[0]], weights: slopes, offset: heights[0] };
  const kinks = knots.slice(1, -1);
  const changes = slopes.slice(2).map((slope, k) => slope - slopes[k + 1]);
  return {
    slopes: [-1, ...kinks.map(() => 1)],
    biases: [kinks[0], ...kinks.map((t) => -t)],
    weights: [-slopes[0], slopes[1], ...changes],
    offset: heights[1],
  };
}

// --- how many units noisy samples bear ------------------------------------------------------------------

/** The numbers of units that are tried, as relu_lib.choose_units: up to a third of the samples, 40 at most. */
export function candidatesFor(count) {
  const most = Math.min(Math.floor(count / 3), 40);
  const all = Array.from({ length: 20 }, (_, i) => roundedToEven(most ** (i / 19)));
  return [...new Set(all)].sort((i, j) => i - j);
}

const roundedToEven = (v) => (v % 1 === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));

/** The squared errors of well-placed kinks at the samples of a fold, which they have not seen; a row a candidate. */
export const squaresLeftOut = function* ({ x, y }, candidates, fold) {
  const out = (i) => i > 0 && i < x.length - 1 && (i + 5) % 10 === fold;
  const [seen, tested] = [false, true].map((wanted) => steps(x.length - 1).filter((i) => out(i) === wanted));
  const at = (values, places) => places.map((i) => values[i]);
  const samples = samplesOf(at(x, seen), at(y, seen));
  const rows = [];
  for (let units = 1; units <= candidates.at(-1); units++) {
    const heights = heightsAt(placeWell(samples, units), at(x, tested));
    if (candidates.includes(units)) rows.push(tested.map((i, k) => (heights[k] - y[i]) ** 2));
    yield null;
  }
  return rows;
};

/** The fewest units whose mean square is above the least by at most one standard error of the difference. */
export function oneStandardError(candidates, squares) {
  const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const means = squares.map(mean);
  const best = squares[means.indexOf(Math.min(...means))];
  return candidates[
    squares.findIndex((row) => {
      const more = row.map((v, i) => v - best[i]);
      const average = mean(more);
      const spread = Math.sqrt(mean(more.map((v) => (v - average) ** 2)));
      return average <= spread / Math.sqrt(more.length);
    })
  ];
}
