// A trained network that reads digits: 64 → 32 → 10. Draw one, or take an image that no training has seen; every
// number on the way is at hand. The numbers are those of relu_lib.images, relu_lib.layers and relu_lib.losses.

const [SIDE, PIXELS, SHEET, DOTS] = [8, 64, 32, 1024];
const [UNITS, CLASSES, INK] = [32, 10, 16];
const [WANTED, NEAR, THINNEST, ROUNDS] = [313, 15, 4, 3]; // ink of the data, and how it is reached
const HEX = "0123456789abcdef";
const TONES = 8; // of a pixel, from paper to ink
const SOURCES = { drawing: "draw", "held-out": "held-out images", own: "an image of your own" };
const WHOLE = { step: 1, fine: 1 };
const [UNIT, THICK, MOVE] = [
  { min: 1, max: UNITS, ...WHOLE },
  { min: 2, max: 6, ...WHOLE },
  { min: -4, max: 4, ...WHOLE },
];
const TURN = { min: -45, max: 45, step: 5, fine: 1 };
const NOISE = { min: 0, max: 16, step: 1, fine: 0.1 };
const PEN = { min: 1, max: SHEET, ...WHOLE };
const SCORED = { min: -1, max: CLASSES - 1 }; // −1: none
const LARGEST = 3; // contributions to a score that are shown one by one

// --- drawings: made like the data, as relu_lib does it -----------------------------------------------

/** The 32 × 32 dots of an x, which says that it is no number, and 256 hexadecimal digits; of any other string none. */
export function dotsOf(drawing) {
  const dots = new Uint8Array(DOTS);
  if (typeof drawing !== "string" || !/^x[0-9a-f]{256}$/.test(drawing)) return dots;
  for (let i = 0; i < DOTS; i++) dots[i] = (HEX.indexOf(drawing[1 + (i >> 2)]) >> (3 - (i & 3))) & 1;
  return dots;
}

export function asDrawing(dots) {
  let text = "x";
  for (let i = 0; i < DOTS; i += 4) text += HEX[8 * dots[i] + 4 * dots[i + 1] + 2 * dots[i + 2] + dots[i + 3]];
  return text;
}

const inkOf = (dots) => dots.reduce((sum, dot) => sum + dot, 0);

/** The rows and columns from the first to the last that have ink. */
function boxOf(dots) {
  let [top, bottom, left, right] = [SHEET, -1, SHEET, -1];
  dots.forEach((dot, i) => {
    if (!dot) return;
    const [y, x] = [Math.floor(i / SHEET), i % SHEET];
    [top, bottom, left, right] = [Math.min(top, y), Math.max(bottom, y), Math.min(left, x), Math.max(right, x)];
  });
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** The box at 32 dots of height, in the middle: each dot is the one of the box that lies there. */
function toFullHeight(dots, { top, left, height, width }) {
  const wide = Math.min(SHEET, Math.max(THINNEST, Math.floor((width * SHEET) / height + 0.5)));
  const edge = Math.floor((SHEET - wide) / 2);
  const tall = new Uint8Array(DOTS);
  for (let y = 0; y < SHEET; y++)
    for (let x = 0; x < wide; x++) {
      const [row, column] = [Math.floor(((y + 0.5) * height) / SHEET), Math.floor(((x + 0.5) * width) / wide)];
      tall[y * SHEET + edge + x] = dots[(top + row) * SHEET + left + column];
    }
  return tall;
}

/** Each dot that is `value`, with its four neighbours. */
function grown(dots, value) {
  const next = Uint8Array.from(dots);
  for (let i = 0; i < DOTS; i++) {
    if (dots[i] !== value) continue;
    if (i >= SHEET) next[i - SHEET] = value;
    if (i < DOTS - SHEET) next[i + SHEET] = value;
    if (i % SHEET > 0) next[i - 1] = value;
    if (i % SHEET < SHEET - 1) next[i + 1] = value;
  }
  return next;
}

/** A rim more or less, as long as it brings the ink nearer to what the data have. */
function withInk(tall) {
  let dots = tall;
  for (let round = 0; round < ROUNDS; round++) {
    const missing = WANTED - inkOf(dots);
    if (Math.abs(missing) <= NEAR) break;
    const other = grown(dots, missing > 0 ? 1 : 0);
    if (Math.abs(WANTED - inkOf(other)) >= Math.abs(missing)) break;
    dots = other;
  }
  return dots;
}

/** How many of each 4 × 4 dots are ink. */
export function countBlocks(dots) {
  const image = new Float64Array(PIXELS);
  dots.forEach((dot, i) => {
    image[SIDE * Math.floor(i / (4 * SHEET)) + Math.floor((i % SHEET) / 4)] += dot;
  });
  return image;
}

/** A drawing made like the data, each step; null if it is empty. */
export function normalised(dots) {
  if (!inkOf(dots)) return null;
  const box = boxOf(dots);
  const tall = toFullHeight(dots, box);
  const inked = withInk(tall);
  return { box, tall, inked, image: countBlocks(inked) };
}

/** Ink along a line from one place to another, in dots, by a round pen. */
export function drawn(dots, [x0, y0], [x1, y1], thickness) {
  const next = Uint8Array.from(dots);
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  for (let i = 0; i < DOTS; i++) {
    const [x, y] = [(i % SHEET) + 0.5 - x0, Math.floor(i / SHEET) + 0.5 - y0];
    const along = length ? clamp((x * dx + y * dy) / length, 0, 1) : 0;
    if (Math.hypot(x - along * dx, y - along * dy) <= thickness / 2) next[i] = 1;
  }
  return next;
}

// --- images: turned, shifted, with noise -------------------------------------------------------------

/** From which four pixels each pixel of a turned image comes, and how much of each: [to, from, share]. */
function turning(degrees) {
  const [cos, sin, middle] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 3.5];
  const shares = [];
  for (let i = 0; i < PIXELS; i++) {
    const [x, y] = [(i % SIDE) - middle, Math.floor(i / SIDE) - middle];
    const [fromX, fromY] = [cos * x - sin * y + middle, sin * x + cos * y + middle];
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    for (const row of [top, top + 1])
      for (const column of [left, left + 1]) {
        const share = (1 - Math.abs(fromX - column)) * (1 - Math.abs(fromY - row));
        if (column >= 0 && column < SIDE && row >= 0 && row < SIDE && share > 0)
          shares.push([i, row * SIDE + column, share]);
      }
  }
  return shares;
}

let noises = null; // normally distributed, a number for each pixel of the gallery: made when first needed
function noise(count) {
  if (noises?.length >= count) return noises;
  const draw = chance(0);
  noises = Float64Array.from({ length: count }, () => {
    const [u, v] = [draw(), draw()];
    return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
  });
  return noises;
}

/** Images one behind the other, turned, then shifted, then with noise, kept within 0 and 16. */
export function moved(images, { right, down, turn, noise: size }, first = 0) {
  const result = new Float64Array(images.length);
  const shares = turn ? turning(turn) : Array.from({ length: PIXELS }, (_, i) => [i, i, 1]);
  const shifted = shares.flatMap(([to, from, share]) => {
    const [x, y] = [(to % SIDE) + right, Math.floor(to / SIDE) + down];
    return x >= 0 && x < SIDE && y >= 0 && y < SIDE ? [[y * SIDE + x, from, share]] : [];
  });
  for (let start = 0; start < images.length; start += PIXELS)
    for (const [to, from, share] of shifted) result[start + to] += share * images[start + from];
  if (!size) return result;
  const field = noise(first * PIXELS + images.length);
  for (let i = 0; i < result.length; i++)
    result[i] = clamp(result[i] + Math.abs(size) * field[first * PIXELS + i], 0, INK);
  return result;
}

// --- the network -------------------------------------------------------------------------------------

/** Its numbers, which come in one list, apart. */
export function networkOf(numbers) {
  const all = Float64Array.from(numbers);
  const ends = [0, PIXELS * UNITS, UNITS, UNITS * CLASSES, CLASSES];
  let at = 0;
  const [W1, b1, W2, b2] = [1, 2, 3, 4].map((i) => all.subarray(at, (at += ends[i])));
  return { W1, b1, W2, b2 };
}

/** Every number on the way from an image, 0 to 16, to the ten scores; written into lists that may be given. */
export function read({ W1, b1, W2, b2 }, image, start = 0, into = {}) {
  const { sums = new Float64Array(UNITS), scores = new Float64Array(CLASSES) } = into;
  sums.set(b1);
  scores.set(b2);
  for (let i = 0; i < PIXELS; i++) {
    const ink = image[start + i] / INK;
    if (ink !== 0) for (let j = 0, at = i * UNITS; j < UNITS; j++, at++) sums[j] += ink * W1[at];
  }
  for (let j = 0; j < UNITS; j++)
    if (sums[j] > 0) for (let k = 0, at = j * CLASSES; k < CLASSES; k++, at++) scores[k] += sums[j] * W2[at];
  return { sums, scores };
}

export function softmaxOf(scores) {
  const most = Math.max(...scores);
  const powers = Array.from(scores, (each) => Math.exp(each - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((each) => each / sum);
}

/** The first of the largest. */
function largest(values) {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** What each unit gives to the score of digit k: what comes out of its clip, times its weight there. */
export const contributions = ({ W2 }, sums, k) => Array.from(sums, (sum, j) => relu(sum) * W2[j * CLASSES + k]);

/** What all images of the gallery, moved so, are read as. */
export function readAll(network, gallery, moves) {
  const images = moved(gallery, moves);
  const answers = new Uint8Array(images.length / PIXELS);
  const into = { sums: new Float64Array(UNITS), scores: new Float64Array(CLASSES) };
  for (let i = 0; i < answers.length; i++) answers[i] = largest(read(network, images, i * PIXELS, into).scores);
  return answers;
}

/** The pixel whose change to paper or to full ink takes most from the probability of the answer, and what then is. */
export function mattersMost(network, image, { sums, scores }) {
  const answer = largest(scores);
  let most = null;
  for (let i = 0; i < PIXELS; i++)
    for (const ink of [0, INK]) {
      const by = (ink - image[i]) / INK;
      if (by === 0) continue;
      const now = Float64Array.from(network.b2);
      for (let j = 0; j < UNITS; j++) {
        const given = sums[j] + by * network.W1[i * UNITS + j];
        if (given > 0) for (let k = 0; k < CLASSES; k++) now[k] += given * network.W2[j * CLASSES + k];
      }
      const probability = softmaxOf(now)[answer];
      if (!most || probability < most.probability) most = { pixel: i, ink, probability, digit: largest(now), answer };
    }
  return most;
}

// --- state -------------------------------------------------------------------------------------------

/** What does not change as long as the network stays: its parts, the gallery and its labels. Kept for each network. */
function fixedOf(model, kept) {
  const numbers = model.get("_numbers");
  if (kept.numbers === numbers) return kept;
  const gallery = Float64Array.from(model.get("_gallery"), (letter) => parseInt(letter, 17));
  const labels = Array.from(model.get("_labels"), Number);
  return Object.assign(kept, {
    numbers,
    network: networkOf(numbers),
    gallery,
    labels,
    ever: model.get("_wrong") ?? {},
    moves: null,
  });
}

function movesOf(model) {
  const number = (name, otherwise) => finite(model.get(name), otherwise);
  return {
    right: wholeIn(model.get("right"), MOVE, 0),
    down: wholeIn(model.get("down"), MOVE, 0),
    turn: number("turn", 0),
    noise: number("noise", 0),
  };
}

/** The image before it is moved, and how a drawing came to it. */
function imageBefore(state, model, { gallery }) {
  if (state.source === "held-out") return { before: gallery.slice(state.at * PIXELS, (state.at + 1) * PIXELS) };
  if (state.source === "own") {
    const own = finiteList(model.get("own"));
    return { before: own.length === PIXELS ? own.map((each) => clamp(each, 0, INK)) : null };
  }
  const steps = normalised(state.dots);
  return { steps, before: steps && (state.normalise ? steps.image : countBlocks(state.dots)) };
}

export function stateOf(model, kept) {
  const fixed = fixedOf(model, kept);
  const moves = movesOf(model);
  const key = JSON.stringify(moves);
  if (fixed.moves !== key) Object.assign(fixed, { moves: key, answers: readAll(fixed.network, fixed.gallery, moves) });
  const state = {
    moves,
    fixed,
    source: model.get("source") in SOURCES ? model.get("source") : "held-out",
    at: wholeIn(model.get("picture"), { min: 1, max: fixed.labels.length }) - 1,
    unit: wholeIn(model.get("unit"), UNIT) - 1,
    column: wholeIn(model.get("column"), PEN),
    row: wholeIn(model.get("row"), PEN),
    thickness: wholeIn(model.get("thickness"), THICK),
    pen: Boolean(model.get("pen")),
    normalise: Boolean(model.get("normalise")),
    scored: wholeIn(model.get("scored"), SCORED),
    dots: dotsOf(model.get("drawing")),
    right: fixed.answers.reduce((sum, answer, i) => sum + (answer === fixed.labels[i]), 0),
  };
  Object.assign(state, imageBefore(state, model, fixed));
  if (!state.before) return state;
  state.image = moved(state.before, moves, state.source === "held-out" ? state.at : 0);
  const given = read(fixed.network, state.image);
  const probabilities = softmaxOf(given.scores);
  const matters = mattersMost(fixed.network, state.image, given);
  return Object.assign(state, given, { probabilities, digit: largest(given.scores), matters });
}

// --- the result in words -----------------------------------------------------------------------------

const percent = (part) => `${score(100 * part, 1)} %`;

export function words(state) {
  const { moves, right, fixed, source, at, digit, probabilities } = state;
  const still = !moves.right && !moves.down && !moves.turn && !moves.noise;
  const count = fixed.labels.length;
  const all = `Of ${count} held-out images${still ? "" : ", changed so,"} it reads ${percent(right / count)} right.`;
  if (!state.image) return `${source === "own" ? "There is no image." : "Draw a digit."} ${all}`;
  const known = source === "held-out" ? ` It is a ${fixed.labels[at]}.` : "";
  return `Read as a ${digit}, probability ${score(probabilities[digit])}.${known} ${unitInWords(state)} ${all}`;
}

function unitInWords({ unit, sums }) {
  return `Unit ${unit + 1}: ${say(sums[unit])}, clipped ${say(relu(sums[unit]))}.`;
}

/** Parts as they are shown, to hundredths; the first takes the dust of rounding, so that a reader's sum comes out. */
export function roundedParts(parts, total) {
  const [, ...others] = parts.map((part) => Math.round(100 * part));
  const first = others.reduce((rest, each) => rest - each, Math.round(100 * total));
  return [first, ...others].map((hundredths) => score(hundredths / 100));
}

const term = (shown) => (shown.startsWith("−") ? `(${shown})` : shown);

/** The sum of the chosen unit: what pulls up, what pulls down, the bias. */
export function spelledSum({ unit, sums, image, fixed: { network } }) {
  let [up, down] = [0, 0];
  for (let i = 0; i < PIXELS; i++) {
    const product = (image[i] / INK) * network.W1[i * UNITS + unit];
    if (product > 0) up += product;
    else down += product;
  }
  const parts = roundedParts([up, down, network.b1[unit]], sums[unit]).map(term).join(" + ");
  const [sum, clipped] = [score(sums[unit]), score(relu(sums[unit]))];
  return `Unit ${unit + 1}: orange products + blue products + bias: ${parts} = ${sum}. Clipped: ${clipped}.`;
}

/** How the score of a digit comes about, a line for each part: the largest contributions, the others, the bias. */
export function spelledScore({ sums, scores, fixed, scored: k }) {
  const given = contributions(fixed.network, sums, k);
  const order = given.map((_, j) => j).sort((i, j) => Math.abs(given[j]) - Math.abs(given[i]));
  const [most, others] = [order.slice(0, LARGEST).filter((j) => given[j] !== 0), order.slice(LARGEST)];
  const rest = others.reduce((sum, j) => sum + given[j], 0);
  const parts = [rest, fixed.network.b2[k], ...most.map((j) => given[j])];
  const [theirs, bias, ...own] = roundedParts(parts, scores[k]);
  const products = most.map((j, i) => {
    const weight = term(score(fixed.network.W2[j * CLASSES + k], 3));
    return `unit ${j + 1}: ${score(sums[j], 3)} × ${weight} = ${own[i]}`;
  });
  return [
    ...products,
    `the other ${UNITS - most.length} units: ${theirs}`,
    `bias: ${bias}`,
    `sum: ${score(scores[k])}`,
  ];
}

function mindInWords({ pixel, ink, probability, digit, answer }) {
  const [row, column] = [Math.floor(pixel / SIDE) + 1, (pixel % SIDE) + 1];
  const change = `Row ${row}, column ${column}, framed, matters most: at ${ink}`;
  if (digit !== answer) return `${change} it would read a ${digit}.`;
  return `${change} its ${answer} falls to ${score(probability)}. No pixel alone changes the answer.`;
}

// --- the figure --------------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a network that reads digits", beside: true });
  const [told, said] = [message(), html("p", { class: "said" })];
  const kept = {};
  const { get: state, end } = onceAChange(model, () => stateOf(model, kept));
  const tools = { state, told, put: (values) => change(model, values) };
  const parts = [
    sources(view.picture, tools),
    ...drawing(view.picture, tools),
    inside(view.picture),
    units(view.picture, tools),
    allNumbers(view.picture),
    probabilities(view.controls, tools),
    scoreSum(view.controls),
    ...settings(view.controls, tools),
    whatMatters(view.controls),
  ];
  view.picture.append(said);
  parts.push(everWrong(view.picture, tools));
  view.controls.append(told.line);
  const draw = () => {
    for (const part of parts) part.draw(state());
    const result = words(state());
    write(said, result);
    const { image, scored } = state();
    if (!image || scored < 0) return result;
    return `${result} Score of ${scored}: ${spelledScore(state()).join("; ")}.`; // heard by who has pressed a digit
  };
  return view.live(draw, end);
}

/** A picture of n × n pixels: a path for each tone, dark for ink; with `signed` orange above 0 and blue below. */
function pixels(n, signed = false) {
  const rim = n / 40; // room for the edge, which is a pixel of the screen wide, however small the picture
  const picture = svg("svg", {
    class: "pixels",
    viewBox: `${-rim} ${-rim} ${n + 2 * rim} ${n + 2 * rim}`,
    "aria-hidden": "true",
  });
  const tones = Array.from({ length: 2 * TONES + 1 }, (_, i) => {
    const tone = i - TONES;
    return svg("path", { class: !signed ? "ink" : tone > 0 ? "one" : "zero", "fill-opacity": Math.abs(tone) / TONES });
  });
  const mark = svg("rect", { class: "most", width: 1, height: 1, visibility: "hidden" });
  picture.append(svg("rect", { class: "edge", width: n, height: n }), ...tones, mark);
  return {
    picture,
    mark(pixel) {
      const where = pixel === null ? { visibility: "hidden" } : { x: pixel % n, y: Math.floor(pixel / n) };
      update(mark, { visibility: "visible", ...where });
    },
    draw(values, most) {
      const paths = Array.from(tones, () => "");
      for (let i = 0; i < n * n; i++) {
        const tone = values ? clamp(Math.round((values[i] / most) * TONES), -TONES, TONES) : 0;
        if (tone) paths[tone + TONES] += `M${i % n},${Math.floor(i / n)}h1v1h-1z`;
      }
      tones.forEach((path, i) => update(path, { d: paths[i] }));
    },
  };
}

/** The same with a name below. */
function pixelPicture(parent, { n, name, signed }) {
  const made = pixels(n, signed);
  const caption = html("figcaption", {}, name);
  parent.append(html("figure", { class: "tile" }, made.picture, caption));
  return { ...made, caption };
}

function sources(parent, { put }) {
  const row = html("div", { class: "player targets" });
  const which = choice(row, {
    label: "what it reads",
    list: Object.entries(SOURCES).map(([id, name]) => ({
      id,
      name,
      hidden: ({ source }) => id === "own" && source !== "own", // it comes from Python
    })),
    className: "many",
    get: ({ source }) => source,
    set: (source) => put({ source }),
  });
  const clear = html("button", { type: "button", onclick: () => put({ drawing: "" }) }, "Clear the sheet");
  row.append(clear);
  parent.append(row);
  return {
    draw(now) {
      clear.hidden = now.source !== "drawing";
      which.draw(now);
    },
  };
}

/** The sheet, beside it how a drawing is made like the data. */
function drawing(parent, tools) {
  const [row, note] = [html("div", { class: "drawing-row" }), html("p", { class: "note short" })];
  parent.append(row, note);
  return [sheet(row, tools), steps(row, note)];
}

/** The sheet of 32 × 32 dots: drawn on with a pointer, or with the pen, which arrow keys move. */
function sheet(parent, tools) {
  const box = html("div", { class: "drawing-sheet" });
  parent.append(box);
  const chart = plot(box, {
    domain: [0, SHEET],
    range: [0, SHEET],
    square: true,
    numbers: "",
    height: (w) => clamp(w, 180, 300),
    label: "Sheet of 32 by 32 dots to draw on",
    margin: { left: 8, right: 8, top: 8, bottom: 8 },
  });
  const [ink, paper] = [svg("path", { class: "dots-of-ink" }), svg("rect", { class: "sheet" })];
  chart.drawing.append(ink);
  chart.top.append(paper);
  let last = null;
  const line = (to) => {
    const { dots, thickness } = tools.state();
    const next = drawn(dots, last ?? to, to, thickness);
    last = to;
    tools.put({ drawing: asDrawing(next), ...penAt(to) });
  };
  const inside = ([x, y]) => [clamp(x, 0, SHEET), clamp(SHEET - y, 0, SHEET)];
  drag(paper, {
    at: chart.at,
    from: (here) => {
      last = null;
      line(inside(here));
      return here;
    },
    move: (x, y) => line(inside([x, y])),
  });
  const pen = penHandle(chart, tools);
  return {
    draw(now) {
      box.hidden = now.source !== "drawing";
      chart.fit();
      const { left, right, top, bottom } = chart.box;
      update(paper, { x: left, y: top, width: right - left, height: bottom - top });
      update(ink, { d: runsOfInk(chart, now.dots) });
      pen.draw();
    },
  };
}

const penAt = ([x, y]) => ({
  column: clamp(Math.floor(x) + 1, 1, SHEET),
  row: clamp(Math.floor(y) + 1, 1, SHEET),
});

/** Each run of ink in a row as one rectangle. */
function runsOfInk(chart, dots) {
  let d = "";
  for (let row = 0; row < SHEET; row++) {
    const [top, bottom] = [chart.y(SHEET - row).toFixed(1), chart.y(SHEET - row - 1).toFixed(1)];
    for (let x = 0; x < SHEET; x++) {
      if (!dots[row * SHEET + x]) continue;
      const from = chart.x(x).toFixed(1);
      while (x + 1 < SHEET && dots[row * SHEET + x + 1]) x += 1;
      const to = chart.x(x + 1).toFixed(1);
      d += `M${from},${top}L${to},${top}L${to},${bottom}L${from},${bottom}Z`;
    }
  }
  return d;
}

function penHandle(chart, { state, put }) {
  const middle = () => [state().column - 0.5, state().row - 0.5];
  const go = (to) => {
    const { pen, dots, thickness } = state();
    const next = pen ? { drawing: asDrawing(drawn(dots, middle(), to, thickness)) } : {};
    put({ ...next, ...penAt(to) });
  };
  return handle(chart, {
    className: "pen",
    radius: 6,
    hit: 9,
    axes: {
      x: {
        label: "pen, column",
        range: PEN,
        get: () => state().column,
        set: (column) => go([column - 0.5, middle()[1]]),
      },
      y: {
        label: "pen, row from below",
        range: PEN,
        get: () => SHEET + 1 - state().row,
        set: (height) => go([middle()[0], SHEET - height + 0.5]),
      },
    },
    place: () => (state().source === "drawing" ? [chart.x(middle()[0]), chart.y(SHEET - middle()[1])] : null),
    from: () => [middle()[0], SHEET - middle()[1]],
    move: (x, y) => go([clamp(x, 0.5, SHEET - 0.5), clamp(SHEET - y, 0.5, SHEET - 0.5)]),
  });
}

/** How a drawing is made like the data, step by step. */
function steps(parent, note) {
  const row = html("div", { class: "tiles" });
  const [boxed, tall, inked] = ["box", "height", "ink"].map((name) => pixelPicture(row, { n: SHEET, name }));
  const counts = pixelPicture(row, { n: SIDE, name: "counts" });
  parent.append(row);
  return {
    draw({ source, dots, steps, normalise }) {
      for (const each of [row, note]) each.hidden = source !== "drawing" || !steps || !normalise;
      if (row.hidden) return;
      const cut = steps.box;
      const outside = (i) => {
        const [y, x] = [Math.floor(i / SHEET) - cut.top, (i % SHEET) - cut.left];
        return x < 0 || y < 0 || x >= cut.width || y >= cut.height;
      };
      const faint = TONES / 4; // of what lies outside the box
      boxed.draw(
        dots.map((dot, i) => (outside(i) ? faint : TONES * dot)),
        TONES
      );
      tall.draw(steps.tall, 1);
      inked.draw(steps.inked, 1);
      counts.draw(steps.image, INK);
      const [before, after] = [inkOf(steps.tall), inkOf(steps.inked)];
      const ink = before === after ? `${before} of ink` : `ink from ${before} to ${after}`;
      write(note, `A box of ${cut.width} × ${cut.height} dots, ${ink}; the data have ${WANTED}.`);
    },
  };
}

/** The image that goes in, the weights of the chosen unit, their products, and the sum spelled out. */
function inside(parent) {
  const row = html("div", { class: "tiles" });
  const image = pixelPicture(row, { n: SIDE, name: "goes in" });
  const weights = pixelPicture(row, { n: SIDE, name: "weights", signed: true });
  const products = pixelPicture(row, { n: SIDE, name: "products", signed: true });
  const sum = html("p", { class: "note sum" });
  parent.append(row, sum);
  return {
    draw(now) {
      const { network } = now.fixed;
      const own = Float64Array.from({ length: PIXELS }, (_, i) => network.W1[i * UNITS + now.unit]);
      const most = own.reduce((size, w) => Math.max(size, Math.abs(w)), 1e-300);
      weights.draw(own, most);
      write(weights.caption, `unit ${now.unit + 1}`);
      image.draw(now.image, INK);
      products.draw(now.image && own.map((w, i) => (w * now.image[i]) / INK), most);
      image.mark(now.image ? now.matters.pixel : null);
      write(sum, now.image ? spelledSum(now) : "");
    },
  };
}

/** What would change its mind. */
function whatMatters(parent) {
  const line = html("p", { class: "note mind" });
  parent.append(line);
  return {
    draw({ image, matters, scored }) {
      line.hidden = scored >= 0; // there is room for one of the two
      write(line, image ? mindInWords(matters) : "");
    },
  };
}

/** A bar for each unit: its sum, above 0 or clipped. Press one to choose it. */
function units(parent, { put }) {
  const chart = plot(parent, {
    domain: [0.5, UNITS + 0.5],
    range: [-1.05, 1.05],
    numbers: "x",
    height: 70,
    label: "Bars of the sums of 32 units",
    xlabel: "unit",
    margin: { left: 8, right: 30, top: 8, bottom: 26 },
  });
  const [alive, dead, chosen] = ["alive", "clipped", "chosen-unit"].map((name) => svg("path", { class: name }));
  const area = svg("rect", { class: "chooser" });
  chart.drawing.append(dead, alive, chosen);
  chart.top.append(area);
  const choose = ([x]) => put({ unit: clamp(Math.round(x), 1, UNITS) });
  drag(area, { at: chart.at, start: (event) => choose(chart.at(event)), move: (x, y) => choose([x, y]) });
  const bar = (j, from, to) => {
    const [left, right, low, high] = [chart.x(j + 0.6), chart.x(j + 1.4), chart.y(from), chart.y(to)];
    return `M${left},${low}L${right},${low}L${right},${high}L${left},${high}Z`;
  };
  return {
    draw({ sums, unit }) {
      chart.fit();
      const { left, right, top, bottom } = chart.box;
      update(area, { x: left, y: top, width: right - left, height: bottom - top });
      const most = sums ? sums.reduce((size, sum) => Math.max(size, Math.abs(sum)), 1e-300) : 1;
      const bars = (wanted) =>
        Array.from(sums ?? [], (sum, j) => (sum > 0 === wanted ? bar(j, 0, sum / most) : "")).join("");
      update(alive, { d: bars(true) });
      update(dead, { d: bars(false) });
      update(chosen, { d: bar(unit, -1.04, 1.04) });
    },
  };
}

/** All sums and scores, for who wants to add them up. */
function allNumbers(parent) {
  const [table, fold] = [html("pre", { class: "numbers" }), html("details", { class: "matrices" })];
  fold.append(html("summary", {}, "All numbers on the way"), table);
  parent.append(fold);
  let now = null;
  const fill = () => {
    if (!fold.open || !now) return;
    const hidden = Array.from(
      now.sums ?? [],
      (sum, j) => `unit ${j + 1}: ${score(sum, 3)}, clipped ${score(relu(sum), 3)}`
    );
    const out = Array.from(
      now.scores ?? [],
      (each, k) => `${k}: score ${score(each, 3)}, probability ${score(now.probabilities[k], 3)}`
    );
    write(table, [...hidden, ...out].join("\n"));
  };
  fold.addEventListener("toggle", fill);
  return {
    draw(state) {
      now = state;
      fill();
    },
  };
}

/** Ten bars: the probabilities. Press one to see how its score comes about, and again to put that away. */
function probabilities(parent, { state, put }) {
  const rows = Array.from({ length: CLASSES }, (_, k) => {
    const [bar, number] = [html("span", { class: "bar" }), html("span", { class: "number" })];
    const digit = html("button", { type: "button", "aria-label": `score of ${k}` }, String(k));
    const onclick = () => put({ scored: state().scored === k ? -1 : k }); // of the button, or anywhere in the row
    const row = html(
      "li",
      { onclick, title: `the score of ${k}, as a sum` },
      digit,
      html("span", { class: "track" }, bar),
      number
    );
    return { row, digit, bar, number };
  });
  parent.append(html("ol", { class: "probabilities", "aria-label": "probabilities" }, ...rows.map(({ row }) => row)));
  return {
    draw({ probabilities: all, digit: answer, scored }) {
      rows.forEach(({ row, digit, bar, number }, k) => {
        const part = all ? all[k] : 0;
        update(digit, { "aria-pressed": k === scored });
        update(bar, { style: `width: ${(100 * part).toFixed(1)}%` });
        write(number, all ? score(part) : "");
        update(row, { class: all && k === answer ? "answer" : null });
      });
    },
  };
}

/** Once a digit has been pressed, its score as a sum of what the units give it. */
function scoreSum(parent) {
  const [name, list] = [html("p", { class: "note short" }), html("ul", { class: "score-sum" })];
  const lines = Array.from({ length: LARGEST + 3 }, () => html("li"));
  list.append(...lines);
  parent.append(name, list);
  return {
    draw(now) {
      for (const each of [name, list]) each.hidden = now.scored < 0;
      const parts = now.image && now.scored >= 0 ? spelledScore(now) : [];
      write(name, `Score of ${now.scored}, before softmax:`);
      lines.forEach((line, i) => write(line, parts[i] ?? ""));
    },
  };
}

// --- settings ----------------------------------------------------------------------------------------

/** The next image after this one for which something holds, round about; this one if there is no other. */
function nextImage({ at, fixed: { labels } }, holds) {
  for (let k = 1; k <= labels.length; k++) if (holds((at + k) % labels.length)) return ((at + k) % labels.length) + 1;
  return at + 1;
}

function settings(parent, { state, put, told }) {
  const one = (name, range, get, set, more) => slider(parent, { name, range, get, set, ...more });
  const pens = html("div", { class: "pens" });
  const moving = (name, trait, range, more) =>
    one(name, range, () => state().moves[trait], (value) => put({ [trait]: value }), more); // prettier-ignore
  const unit = one("unit", UNIT, () => state().unit + 1, (value) => put({ unit: value })); // prettier-ignore
  const images = { min: 1, max: state().fixed.labels.length, ...WHOLE };
  const choose = (value) => put({ picture: Math.round(value) });
  const picture = one("image", images, () => state().at + 1, choose, { told });
  const gallery = html("div", { class: "player" });
  const isWrong = (i) => state().fixed.answers[i] !== state().fixed.labels[i];
  button(gallery, { name: "Next read wrong", press: () => put({ picture: nextImage(state(), isWrong) }) });
  parent.append(gallery, pens);
  const thickness = slider(pens, {
    name: "pen width",
    range: THICK,
    get: () => state().thickness,
    set: (value) => put({ thickness: value }),
  });
  const [pen, normalise] = [
    toggle(pens, { name: "pen down", get: () => state().pen, set: (down) => put({ pen: down }) }),
    toggle(pens, { name: "make it like the data", get: () => state().normalise, set: (on) => put({ normalise: on }) }),
  ];
  const moves = [
    moving("shift right", "right", MOVE),
    moving("shift down", "down", MOVE),
    moving("turn", "turn", TURN, { text: (degrees) => `${say(degrees)}°` }),
    moving("noise", "noise", NOISE),
  ];
  const shown = {
    draw({ source }) {
      pens.hidden = source !== "drawing";
      for (const each of [picture.row, gallery]) each.hidden = source !== "held-out";
    },
  };
  return [unit, picture, thickness, pen, normalise, ...moves, shown];
}

/** The images that some of ten networks got wrong, in small, below each how many of them: press one to have it read. */
function everWrong(parent, { put }) {
  const label = "Read wrong by so many of ten networks";
  const row = html("div", { class: "ever-wrong", role: "group", "aria-label": label });
  parent.append(row);
  let [made, buttons] = [null, []];
  const make = ({ ever, gallery, labels }) => {
    made = ever;
    buttons = Object.entries(ever).map(([place, times]) => {
      const at = Number(place);
      const small = pixels(SIDE);
      small.draw(gallery.subarray(at * PIXELS, (at + 1) * PIXELS), INK);
      const name = `image ${at + 1}, a ${labels[at]}, wrong for ${times} of 10`;
      const press = () => put({ picture: at + 1 });
      const one = html("button", { type: "button", title: name, "aria-label": name, onclick: press });
      one.append(small.picture, String(times));
      return { at, one };
    });
    row.replaceChildren(...buttons.map(({ one }) => one));
  };
  return {
    draw({ fixed, source, at: here }) {
      row.hidden = source !== "held-out";
      if (fixed.ever !== made) make(fixed);
      for (const { at, one } of buttons) update(one, { "aria-pressed": at === here });
    },
  };
}

export default { render };
