// A fold, fed into itself: twice the pieces with each layer. Beside it, what else there is with as many numbers.

const LAYERS = { min: 1, max: 10, step: 1, fine: 1 };
const PLACE = { min: 0, max: 1, step: 0.05, fine: 0.005 };
const SEED = { min: 0, max: 2 ** 32 - 1 };
const FOLDS_DRAWN = 4; // of the strip: more sheets could not be told apart
const NAMES = 62; // room at the right, for the names of the strips
const PIN = 0.08; // of a row, that a pin sticks out above the sheets and below
const FINE = 100; // folds are drawn with a finer pen if there are more
const TRIED = 5; // layers: up to so many, training was tried
const STARTS = 10;
const SAMPLES = 16384; // steps from 0 to 1: 16 to the narrowest piece there is
const TARGETS = [
  { id: "folds", name: "folds" },
  { id: "square", name: "x²" },
];
const NETWORKS = [
  { id: "folded", name: "folded" },
  { id: "one layer", name: "one layer" },
  { id: "by chance", name: "by chance" },
  { id: "trained", name: "trained", off: ({ state }) => state.target === "square" },
];

// --- the numbers, as relu_lib computes them -------------------------------------------------------

const OUT = [2, -4]; // how the two units of a fold are added up

/** Once through the fold: 2·max(x, 0) − 4·max(x − ½, 0). */
export const tent = (x) => OUT[0] * relu(x) + OUT[1] * relu(x - 0.5);

const folded = (x, times) => {
  for (let i = 0; i < times; i++) x = tent(x);
  return x;
};

/** The fold so many times, as matrices and biases. */
export function foldingNetwork(layers) {
  const middle = Array.from({ length: layers - 1 }, () => OUT.map((a) => [a, a]));
  const biases = [...Array.from({ length: layers }, () => [0, -0.5]), [0]];
  return { weights: [[[1, 1]], ...middle, OUT.map((a) => [a])], biases };
}

/** x − T(x)/4 − T(T(x))/16 − …: the third unit carries the sum so far. */
export function squaringNetwork(layers) {
  const sum = (done) => [...OUT.map((a) => [-a / 4 ** done]), [1]];
  const fold = [...OUT.map((a) => [a, a]), [0, 0]];
  const middle = Array.from({ length: layers - 1 }, (_, i) => fold.map((row, k) => [...row, ...sum(i + 1)[k]]));
  const biases = [...Array.from({ length: layers }, () => [0, -0.5, 0]), [0]];
  return { weights: [[[1, 1, 1]], ...middle, sum(layers)], biases };
}

/** One layer of units that makes the polyline through these points, as ReLUSum.from_points. */
export function oneLayer(knots, heights) {
  const slopes = knots.slice(1).map((t, k) => (heights[k + 1] - heights[k]) / (t - knots[k]));
  const changes = slopes.slice(1).map((slope, k) => slope - slopes[k]);
  const weights = [[slopes[0]], ...changes.map((change) => [change])];
  return {
    weights: [[weights.map(() => 1)], weights],
    biases: [[-knots[0], ...knots.slice(1, -1).map((t) => -t)], [heights[0]]],
  };
}

const product = (row, matrix) => matrix[0].map((_, j) => row.reduce((sum, v, i) => sum + v * matrix[i][j], 0));
const plus = (row, other) => row.map((v, i) => v + other[i]);

/** What a network gives for x. */
export function valueAt({ weights, biases }, x) {
  let row = [x];
  weights.forEach((W, i) => {
    row = plus(product(row, W), biases[i]);
    if (i + 1 < weights.length) row = row.map(relu);
  });
  return row[0];
}

/**
 * The corners of a network's graph from 0 to 1, both ends among them: layer by layer each piece is cut where a unit
 * comes alive or dies, and pieces that go straight on are joined, as relu_lib.knots_along does it.
 */
export function cornersOf({ weights, biases }) {
  let pieces = [{ from: 0, to: 1, value: [0], slope: [1] }]; // on it, units give value + t·slope
  weights.forEach((W, i) => {
    pieces = pieces.map(({ from, to, value, slope }) => {
      return { from, to, value: plus(product(value, W), biases[i]), slope: product(slope, W) };
    });
    if (i + 1 < weights.length) pieces = pieces.flatMap(clippedPieces);
  });
  const bends = ({ slope: [s] }, { slope: [t] }) => Math.abs(t - s) > 1e-11 * Math.max(Math.abs(s), Math.abs(t));
  const kept = pieces.filter((piece, k) => !k || bends(pieces[k - 1], piece));
  const height = ({ value, slope }, t) => value[0] + t * slope[0];
  const last = pieces.at(-1);
  return [...kept.map((piece) => [piece.from, height(piece, piece.from)]), [1, height(last, 1)]];
}

/** A piece of a layer's lines, cut where one of them crosses 0, and each part clipped. */
function clippedPieces({ from, to, value, slope }) {
  const crossings = value.map((v, j) => -v / slope[j]).filter((t) => t > from && t < to);
  const ends = [from, ...new Set(crossings.sort((s, t) => s - t)), to];
  return ends.slice(1).map((end, k) => {
    const alive = value.map((v, j) => v + ((ends[k] + end) / 2) * slope[j] > 0);
    const kept = (numbers) => numbers.map((v, j) => (alive[j] ? v : 0));
    return { from: ends[k], to: end, value: kept(value), slope: kept(slope) };
  });
}

const countOf = ({ weights, biases }) => [...weights.flat(2), ...biases.flat()].length;

/** The polyline of one layer with as many numbers: for folds the best that relu_lib.fit finds, for x² even pieces. */
function oneLayerFor({ layers, target, found }) {
  if (target === "folds") {
    const { knots, heights } = found.one_layer[layers - 1];
    return oneLayer(knots, heights);
  }
  const pieces = 4 * layers - 1;
  const knots = Array.from({ length: pieces + 1 }, (_, k) => k / pieces);
  return oneLayer(knots, knots.map((t) => t * t - 1 / (8 * pieces ** 2))); // prettier-ignore
}

/** The network that a state shows; null where training was not tried. */
export function networkOf({ layers, target, shown, seed, found }) {
  if (shown === "one layer") return oneLayerFor({ layers, target, found });
  const width = target === "folds" ? 2 : 3;
  if (shown === "by chance") return randomNetwork([1, ...Array(layers).fill(width), 1], seed);
  if (shown === "trained") return target === "folds" && layers <= TRIED ? found.trained[layers - 1] : null;
  return target === "folds" ? foldingNetwork(layers) : squaringNetwork(layers);
}

/** What is wanted at x. */
export const wantedAt = ({ layers, target }, x) => (target === "square" ? x * x : folded(x, layers));

/** For x² the worst error, else the root mean square, over even samples. */
export function errorOf(state, corners) {
  let [squares, worst, k] = [0, 0, 0];
  for (let i = 0; i <= SAMPLES; i++) {
    const x = i / SAMPLES;
    while (k < corners.length - 2 && x > corners[k + 1][0]) k++;
    const [[x0, y0], [x1, y1]] = [corners[k], corners[k + 1]];
    const off = Math.abs(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) - wantedAt(state, x));
    squares += off * off;
    worst = Math.max(worst, off);
  }
  return state.target === "square" ? worst : Math.sqrt(squares / (SAMPLES + 1));
}

// --- the result in words ----------------------------------------------------------------------------

const power = (k) => `4⁻${Array.from(String(k), superscript).join("")}`;

/** What a network is, and what comes of it. */
export function words(state, { network, pieces, error }) {
  const { layers, target, shown, seed } = state;
  const [units, width] = [2 ** layers, target === "folds" ? 2 : 3];
  const deep = `${noun(layers, "layer")} of ${width} units`;
  if (!network) return "Training was tried for folds alone, with 1 to 5 layers. No network is shown.";
  const made = `${noun(pieces, "piece")}, with ${countOf(network)} numbers`;
  if (shown === "one layer") {
    const off = target === "folds" ? `rms error ${sayError(error)}` : `worst error ${sayError(error)}`;
    return `One layer of ${noun(network.weights[1].length, "unit")}: ${made}; ${off}.`;
  }
  if (shown === "by chance") return `${deep}, by chance, start ${seed}: ${made}, where the folds have ${units}.`;
  if (shown === "trained") {
    const { near } = state.found.trained[layers - 1];
    const best = `${deep}, the best of ${STARTS} trained ones: ${made}; rms error ${sayError(error)}`;
    return `${best}. ${near} of ${STARTS} came below 0.05.`;
  }
  if (target === "square") return `${deep}: ${made}; worst error ${sayError(error)}, which is ${power(layers + 1)}.`;
  return `${deep}: ${made}. In one layer the same takes ${units} units, and ${3 * units + 1} numbers.`;
}

/** The way of the input that is followed, fold after fold. */
export function wayOf({ place, layers }) {
  const way = [place];
  for (let i = 0; i < Math.min(layers, FOLDS_DRAWN); i++) way.push(tent(way.at(-1)));
  return way;
}

export function wayInWords(state) {
  const [from, ...way] = wayOf(state).map((x) => say(x, 3));
  const whose = state.shown === "folded" && state.target === "folds" ? "" : "In the strip, ";
  return `${whose}x = ${from} goes to ${way.join(", then to ")}${state.layers > FOLDS_DRAWN ? ", and so on" : ""}.`;
}

// --- the figure -----------------------------------------------------------------------------------

const named = (list, id, otherwise) => (list.some((each) => each.id === id) ? id : otherwise);

/** The state made whole, whatever the traits hold. */
export function stateOf(model) {
  return {
    layers: wholeIn(model.get("layers"), LAYERS, 3),
    target: named(TARGETS, model.get("target"), "folds"),
    shown: named(NETWORKS, model.get("shown"), "folded"),
    seed: wholeIn(model.get("seed"), SEED),
    place: clamp(finite(model.get("place"), 0.3), 0, 1),
    found: model.get("_found") ?? {},
  };
}

/** A state with its network, corners, pieces and error; made once for all that is drawn of it. */
export function made(state) {
  const network = networkOf(state);
  const corners = network ? cornersOf(network) : [];
  return { network, corners, pieces: corners.length - 1, error: network ? errorOf(state, corners) : null };
}

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a fold, fed into itself" });
  const put = (values) => change(model, values);
  const now = nowOf(model);
  const chart = plot(view.picture, {
    domain: [0, 1],
    range: [-0.15, 1.15],
    height: (w) => clamp(w * 0.3, 160, 190),
    label: "Plot of what is wanted and of the network",
    xlabel: "x",
    margin: { right: NAMES }, // as below, so that a place is above itself
  });
  const parts = [graphs(chart), follower(chart, { now, put }), strips(view.picture)];
  const [said, way] = [html("p", { class: "said" }), html("p", { class: "tally" })];
  view.picture.append(said, way);
  parts.push(...controls(view, { now, put }));
  return view.live(() => {
    const here = now();
    for (const part of parts) part.draw(here);
    const result = words(here.state, here);
    write(said, result);
    const went = wayInWords(here.state);
    write(way, went);
    return `${result} ${went}`;
  });
}

/** The state and what belongs to it, made anew only when what it depends on has changed. */
function nowOf(model) {
  let [key, last] = ["", null];
  return () => {
    const state = stateOf(model);
    const { place, ...others } = state;
    const wanted = JSON.stringify(others);
    if (wanted !== key) [key, last] = [wanted, made(state)];
    return { ...last, state };
  };
}

function graphs(chart) {
  const [wanted, total] = ["target", "sum"].map((name) => svg("path", { class: `line ${name}` }));
  chart.drawing.append(wanted, total);
  return {
    draw({ state, corners }) {
      chart.fit();
      const key = JSON.stringify([state.layers, state.target, chart.box.width]);
      if (news(chart, "wanted", key)) {
        const count = state.target === "square" ? 128 : 2 ** state.layers;
        const points = Array.from({ length: count + 1 }, (_, i) => [i / count, wantedAt(state, i / count)]);
        update(wanted, { d: chart.path(points) });
      }
      update(total, { d: corners.length ? chart.path(corners) : "" });
      for (const line of [wanted, total]) line.classList.toggle("fine", 2 ** state.layers > FINE);
    },
  };
}

/** The input that is followed: a handle on the graph. */
function follower(chart, { now, put }) {
  const set = (x) => put({ place: clamp(snap(x, PLACE.fine), 0, 1) });
  const value = ({ network, state }) => (network ? valueAt(network, state.place) : 0);
  const height = (here) => clamp(value(here), ...chart.range);
  return handle(chart, {
    radius: 8,
    axes: { x: { label: "the input that is followed", range: PLACE, get: () => now().state.place, set, text: sayX } },
    place: () => [chart.x(now().state.place), chart.y(height(now()))],
    from: () => [now().state.place, 0],
    away: () => height(now()) !== value(now()),
    move: set,
  });
}

/** A strip of paper, folded and drawn out, once and again: at each height the sheets that lie over a place. */
function strips(parent) {
  const chart = plot(parent, {
    domain: [0, 1],
    range: [-FOLDS_DRAWN - 0.75, 0.55],
    height: 205,
    numbers: "x",
    label: "A strip of paper from 0 to 1, folded once, twice and so on, and where on it the input lies",
    xlabel: "place",
    margin: { right: NAMES },
  });
  const rows = Array.from({ length: FOLDS_DRAWN + 1 }, (_, j) => {
    const [sheets, dot] = [svg("path", { class: "sheets" }), svg("path", { class: "line kinks" })];
    const pin = svg("path", { class: "sheets pin" });
    const name = svg("text", { "text-anchor": "start" }, j ? noun(j, "fold") : "the strip");
    chart.drawing.append(sheets, pin, dot);
    chart.top.append(name);
    return { sheets, dot, pin, name };
  });
  return {
    draw({ state }) {
      const anew = chart.fit();
      const way = wayOf(state);
      rows.forEach(({ sheets, dot, pin, name }, j) => {
        const shown = j < way.length ? null : "none";
        for (const part of [sheets, dot, pin, name]) update(part, { display: shown });
        if (anew) {
          update(sheets, { d: chart.path(sheetsOf(j)) });
          update(name, { x: chart.x(1) + 6, y: chart.y(-j) + 4 });
        }
        if (shown !== null) return;
        const at = [way[j], -j - gapOf(j) * Math.min(Math.floor(state.place * 2 ** j), 2 ** j - 1)];
        update(dot, { d: chart.path([at, at]) });
        const [top, bottom] = [-j + PIN, -j - gapOf(j) * (2 ** j - 1) - PIN];
        update(pin, { d: chart.segment([way[j], top], [way[j], bottom]) });
      });
    },
  };
}

/** Between two sheets of a strip that is folded j times; all of them are half a row at most. */
const gapOf = (j) => Math.min(0.14, 0.5 / 2 ** j);

/** The strip folded j times: to and fro, each sheet a little below the one before. */
function sheetsOf(j) {
  return Array.from({ length: 2 ** j }, (_, i) => {
    const height = -j - i * gapOf(j);
    return i % 2 ? [[1, height], [0, height]] : [[0, height], [1, height]]; // prettier-ignore
  }).flat();
}

function controls(view, { now, put }) {
  const layers = slider(view.controls, {
    name: "layers",
    range: LAYERS,
    get: () => now().state.layers,
    set: (value) => put({ layers: value }),
  });
  const row = (label, list, trait, set) =>
    choice(view.controls, { label, list, className: "many", get: ({ state }) => state[trait], set });
  const target = row("what is wanted", TARGETS, "target", (value) =>
    put(value === "square" && now().state.shown === "trained" ? { target: value, shown: "folded" } : { target: value })
  );
  const shown = row("which network", NETWORKS, "shown", (value) => put({ shown: value }));
  const untried = html("p", { class: "note short" }, "Training was tried for folds alone: trained is off for x².");
  const again = html(
    "button",
    { type: "button", onclick: () => put({ seed: (now().state.seed + 1) % (SEED.max + 1) }) },
    "Another start"
  );
  view.controls.append(untried, again);
  const draw = ({ state }) => {
    again.hidden = state.shown !== "by chance";
    untried.hidden = state.target !== "square";
  };
  return [layers, target, shown, { draw }];
}

export default { render };
