// Two inputs: each unit is a creased plane whose kink is a line, and these lines cut a square into polygons. Drag them,
// weigh the units, or train from where they are. The numbers are those of relu_lib.layers and relu_lib.regions.

const REACH = 1.5; // the square goes from −1.5 to 1.5 both ways
const [FEWEST, MOST_LINES, MOST_POINTS] = [2, 12, 12];
const [STEPS, STEP_SIZE, STARTS] = [1000, 0.5, 50];
const BOUND = 1e50; // numbers beyond it end a training
const NEAR = 1e-9; // what is nearer to a line than this lies on it
const LEVELS = [-4, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4]; // of the score: between them the picture has one tint
const TINTS = [0.06, 0.13, 0.21, 0.3, 0.4, 0.52]; // from the boundary outwards
const RIM = 1.25; // the handle that turns a line is where the line meets a circle of this radius
const ASIDE = 0.35; // the handle that moves a line is so far along it from its middle: no point of XOR is below it
const TARGETS = { xor: "XOR", ring: "a ring", moons: "two moons", own: "your points" };
const WIDTH = { min: FEWEST, max: MOST_LINES, step: 1, fine: 1 };
const PLACE = { min: -1.2, max: 1.2, step: 0.1, fine: 0.01 };
const TURN = { min: -180, max: 180, step: 5, fine: 1 };
const STEEP = { min: 0.1, max: 5, step: 0.1, fine: 0.01 };
const WEIGHT = { min: -10, max: 10, step: 0.1, fine: 0.01 };
const SQUARE = { min: -REACH, max: REACH, step: 0.1, fine: 0.01 };

// --- the numbers, as relu_lib computes them -------------------------------------------------------
// A network is one list: w₁ of each unit, then w₂, biases, output weights, and the offset: 4r + 1 numbers.

export const linesOf = (numbers) => (numbers.length - 1) / 4;

/** What the network gives at a point: above 0 it answers 1. */
export function scoreAt(numbers, x1, x2) {
  const r = linesOf(numbers);
  let sum = numbers[4 * r];
  for (let j = 0; j < r; j++)
    sum += numbers[3 * r + j] * relu(x1 * numbers[j] + x2 * numbers[r + j] + numbers[2 * r + j]);
  return sum;
}

/** The numbers of a network by chance. */
export function networkByChance(lines, seed) {
  const { weights, biases } = randomNetwork([2, lines, 1], seed);
  return [...weights[0].flat(), ...biases[0], ...weights[1].flat(), ...biases[1]];
}

const sigmoid = (score) => {
  const small = Math.exp(-Math.abs(score));
  return (score < 0 ? small : 1) / (1 + small);
};

/** The binary cross-entropy on points, and how many of them are on the right side of the boundary. */
export function judged(numbers, { x1, x2, y }) {
  let [loss, right] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const score = scoreAt(numbers, x1[i], x2[i]);
    loss += Math.max(score, 0) - score * y[i] + Math.log1p(Math.exp(-Math.abs(score)));
    if (score > 0 === y[i] > 0.5) right += 1;
  }
  return { loss: y.length ? loss / y.length : 0, right, of: y.length };
}

/** By how much the loss rises for each number of the network, if that alone grows. */
export function slopesOf(numbers, { x1, x2, y }) {
  const r = linesOf(numbers);
  const [slopes, clipped] = [new Float64Array(numbers.length), new Float64Array(r)];
  for (let i = 0; i < y.length; i++) {
    let score = numbers[4 * r];
    for (let j = 0; j < r; j++) {
      clipped[j] = relu(x1[i] * numbers[j] + x2[i] * numbers[r + j] + numbers[2 * r + j]);
      score += numbers[3 * r + j] * clipped[j];
    }
    const pull = (sigmoid(score) - y[i]) / y.length;
    for (let j = 0; j < r; j++) {
      if (clipped[j] === 0) continue; // dead here
      const through = pull * numbers[3 * r + j];
      slopes[j] += through * x1[i];
      slopes[r + j] += through * x2[i];
      slopes[2 * r + j] += through;
      slopes[3 * r + j] += pull * clipped[j];
    }
    slopes[4 * r] += pull;
  }
  return slopes;
}

/** The numbers after so many steps of gradient descent; it ends early where they leave all bounds. */
export function trained(numbers, points, steps) {
  let now = Float64Array.from(numbers);
  if (!points.y.length) return now;
  for (let t = 0; t < steps; t++) {
    const slopes = slopesOf(now, points);
    const next = now.map((number, i) => number - STEP_SIZE * slopes[i]);
    if (!next.every((number) => Math.abs(number) <= BOUND)) break;
    now = next;
  }
  return now;
}

/** Whether a training has succeeded: at most one point in a hundred is on the wrong side; of fewer, none. */
export const succeeds = ({ right, of }) => of - right <= of / 100;

/** The kink of each unit as a line n·x = d, n of length 1 towards the live side; null where it is none. */
export function kinkLines(numbers) {
  const r = linesOf(numbers);
  return Array.from({ length: r }, (_, j) => {
    const size = Math.hypot(numbers[j], numbers[r + j]);
    const d = -numbers[2 * r + j] / size;
    return size > 0 && Number.isFinite(d) ? { n1: numbers[j] / size, n2: numbers[r + j] / size, d, size } : null;
  });
}

export const mostRegions = (lines) => 1 + lines + (lines * (lines - 1)) / 2;

/** The polygons into which lines cut the square. */
export function regionsOf(lines) {
  // prettier-ignore
  let polygons = [[[-REACH, -REACH], [REACH, -REACH], [REACH, REACH], [-REACH, REACH]]];
  for (const line of lines) {
    if (!line || Math.abs(line.d) > 2 * REACH) continue;
    const next = [];
    for (const polygon of polygons) cutAt(polygon, line, next);
    polygons = next;
  }
  return polygons;
}

/** The one or two parts of a convex polygon beside a line are put into `parts`. */
function cutAt(polygon, { n1, n2, d }, parts) {
  let [least, most] = [0, 0];
  const sides = polygon.map(([x, y]) => {
    const side = n1 * x + n2 * y - d;
    const told = Math.abs(side) < NEAR ? 0 : side;
    if (told < least) least = told;
    if (told > most) most = told;
    return told;
  });
  if (least === 0 || most === 0) parts.push(polygon);
  else parts.push(...[-1, 1].map((sign) => beside(polygon, sides, 0, sign)));
}

/** The part of a polygon where `values`, straight between corners, are at least a level; at most if sign is −1. */
function beside(polygon, values, level, sign) {
  const part = [];
  for (let i = 0; i < polygon.length; i++) {
    const k = (i + 1) % polygon.length;
    const [one, other] = [sign * (values[i] - level), sign * (values[k] - level)];
    if (one >= 0) part.push(polygon[i]);
    if ((one > 0 && other < 0) || (one < 0 && other > 0))
      part.push(between(polygon[i], polygon[k], one / (one - other)));
  }
  return part;
}

const between = ([x, y], [u, v], t) => [x + t * (u - x), y + t * (v - y)];

/** Where a network crosses a level: one segment at most in each polygon, whose corners have these values. */
export function contour(polygons, values, level) {
  const segments = [];
  polygons.forEach((polygon, p) => {
    const ends = [];
    for (let i = 0; i < polygon.length; i++) {
      const k = (i + 1) % polygon.length;
      const [one, other] = [values[p][i], values[p][k]];
      if (one > level !== other > level) ends.push(between(polygon[i], polygon[k], (level - one) / (other - one)));
    }
    if (ends.length === 2) segments.push(ends);
  });
  return segments;
}

/** What of the polygons has a score between two levels; `at(x, y)` is the score. */
function tinted(polygons, values, low, high, at) {
  const parts = [];
  polygons.forEach((polygon, p) => {
    const [least, most] = [Math.min(...values[p]), Math.max(...values[p])];
    if (most <= low || least > high || (least === high && most > high)) return; // flat at a level, it lies below it
    if (least >= low && most <= high) return void parts.push(polygon);
    const above = least < low ? beside(polygon, values[p], low, 1) : polygon;
    if (most <= high) return void parts.push(above);
    const again = above === polygon ? values[p] : above.map(([x, y]) => at(x, y));
    parts.push(beside(above, again, high, -1));
  });
  return parts.filter((part) => part.length > 2);
}

// --- state ----------------------------------------------------------------------------------------

const LISTS = ["w1", "w2", "biases", "weights"];

/** A list of numbers, cut to those there are. */
function traitsOf(numbers) {
  const r = linesOf(numbers);
  const parts = LISTS.map((name, k) => [name, Array.from(numbers.slice(k * r, (k + 1) * r))]);
  return { ...Object.fromEntries(parts), offset: numbers[4 * r] };
}

function stateOf(model) {
  const lists = LISTS.map((name) => finiteList(model.get(name)));
  const r = Math.min(MOST_LINES, ...lists.map((list) => list.length));
  const numbers = [...lists.flatMap((list) => list.slice(0, r)), finite(model.get("offset"))];
  const target = model.get("target") in TARGETS ? model.get("target") : "xor";
  const points = target === "own" ? ownPoints(model) : model.get("_points")[target];
  const lines = kinkLines(numbers);
  const polygons = regionsOf(lines);
  return {
    numbers,
    r,
    target,
    points,
    lines,
    polygons,
    values: polygons.map((polygon) => polygon.map(([x, y]) => scoreAt(numbers, x, y))),
    line: wholeIn(model.get("line"), { min: 1, max: Math.max(r, 1) }) - 1,
    seed: wholeIn(model.get("seed"), { min: 0, max: 2 ** 32 - 1 }),
    ...judged(numbers, points),
  };
}

function ownPoints(model) {
  const [x1, x2, y] = ["own_x1", "own_x2", "own_y"].map((name) => finiteList(model.get(name)));
  const count = Math.min(MOST_POINTS, x1.length, x2.length, y.length);
  const inside = (list) => list.slice(0, count).map((value) => clamp(value, -REACH, REACH));
  return { x1: inside(x1), x2: inside(x2), y: y.slice(0, count).map((value) => (value > 0.5 ? 1 : 0)) };
}

// --- the result in words ----------------------------------------------------------------------------

export function words({ r, polygons, right, of, loss }) {
  const most = mostRegions(r);
  const here = noun(polygons.length, "region");
  const regions = `${noun(r, "line")}, ${here} in this square, of at most ${most} in the plane.`;
  if (!of) return `${regions} No points yet.`;
  return `${regions} ${right} of ${noun(of, "point")} on the right side. Loss ${score(loss, 3)}.`;
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: lines that cut the plane", beside: true });
  const [told, said] = [message(), html("p", { class: "said" })];
  const { get: state, end } = onceAChange(model, () => stateOf(model));
  const put = (values) => change(model, values);
  const tools = { model, state, put, told };
  const parts = [planePlot(view.picture, tools)];
  const buttons = html("div", { class: "player" });
  const tally = html("p", { class: "tally", role: "status" });
  view.picture.append(buttons, tally, said);
  parts.push(...targets(view.controls, tools), ...settings(view.controls, tools));
  const training = trainer(view.picture, { buttons, tally }, tools);
  parts.push(training);
  view.controls.append(told.line);
  const draw = () => {
    for (const part of parts) part.draw(state());
    const result = words(state());
    write(said, result);
    return result;
  };
  return view.live(draw, () => {
    training.end();
    end();
  });
}

/** The square: tints of the score, its contours, the lines, the boundary, the points, and what can be dragged. */
function planePlot(parent, tools) {
  const chart = plot(parent, {
    domain: [-REACH, REACH],
    range: [-REACH, REACH],
    square: true,
    height: (w) => clamp(w - 28, 180, 400), // as high as it is wide, but for the margins
    label: "Plot of the score over both inputs",
    xlabel: "x₁",
    ylabel: "x₂",
    margin: { left: 40, right: 26, top: 12, bottom: 26 },
  });
  const layers = ["tints", "folds", "grabs", "points"].map((name) => svg("g", { class: name }));
  const [thin, edge] = [svg("path", { class: "line contours" }), svg("path", { class: "line boundary" })];
  const sides = svg("path", { class: "line live-side" });
  const [tints, folds, grabs, points] = layers;
  const bands = [...LEVELS, Infinity].map((_, i) => {
    const steps = i - LEVELS.length / 2;
    const tint = TINTS[Math.min(Math.floor(Math.abs(steps)), TINTS.length - 1)];
    return svg("path", { class: steps > 0 ? "tint one" : "tint zero", "fill-opacity": tint });
  });
  tints.append(...bands);
  const sheet = svg("rect", { class: "sheet" });
  sheet.addEventListener("click", (event) => addPoint(tools, { at: chart.at(event) }));
  chart.drawing.append(tints, thin, folds, sides, edge, sheet, points, grabs);
  const movers = [...lineHandles(chart, tools), ownHandles(chart, tools)];
  return {
    draw(now) {
      chart.fit();
      const { left, right, top, bottom } = chart.box;
      const taps = now.target === "own" ? null : "none";
      update(sheet, { x: left, y: top, width: right - left, height: bottom - top, display: taps });
      drawScore(chart, { bands, thin, edge }, now);
      drawLines(chart, { folds, grabs, sides }, now, tools);
      drawPoints(chart, points, now);
      for (const mover of movers) mover.draw(now);
    },
  };
}

/** Polygons or segments, in the numbers of a plot, as a path: quicker than to cut them at its edges again. */
function outline(chart, shapes) {
  let d = "";
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++)
      d += `${i ? "L" : "M"}${chart.x(shape[i][0]).toFixed(1)},${chart.y(shape[i][1]).toFixed(1)}`;
  }
  return d;
}

function drawScore(chart, { bands, thin, edge }, { polygons, values, numbers }) {
  const ends = [-Infinity, ...LEVELS, Infinity];
  const at = (x1, x2) => scoreAt(numbers, x1, x2);
  bands.forEach((band, i) => update(band, { d: outline(chart, tinted(polygons, values, ends[i], ends[i + 1], at)) }));
  const others = LEVELS.filter((level) => level !== 0).flatMap((level) => contour(polygons, values, level));
  update(thin, { d: outline(chart, others) });
  update(edge, { d: outline(chart, contour(polygons, values, 0)) });
}

/** As many paths in a group as are wanted, made by `make`. */
function fitted(group, count, make) {
  while (group.childElementCount > count) group.lastChild.remove();
  while (group.childElementCount < count) group.append(make(group.childElementCount));
  return group.children;
}

/** The part of a line inside the square, as its two ends; null if there is none. */
export function inSquare({ n1, n2, d }) {
  const far = ([s]) => [n1 * d - s * n2, n2 * d + s * n1];
  const square = { left: -REACH, right: REACH, top: -REACH, bottom: REACH };
  return Math.abs(d) > 2 * REACH ? null : cut(far([-9]), far([9]), square);
}

function drawLines(chart, { folds, grabs, sides }, { lines, line }, tools) {
  const drawn = fitted(folds, lines.length, () => svg("path"));
  const taken = fitted(grabs, lines.length, (j) => takenLine(chart, j, tools));
  const teeth = [];
  lines.forEach((each, j) => {
    const ends = each && inSquare(each);
    const d = ends ? outline(chart, [ends]) : "";
    update(drawn[j], { d, class: j === line ? "line fold chosen" : "line fold" });
    update(taken[j], { d });
    if (ends) teeth.push(...toothed(ends, each));
  });
  update(sides, { d: outline(chart, teeth) });
}

/** Short strokes from a line into its live side. */
function toothed(ends, { n1, n2 }) {
  const inside = (value) => clamp(value, -REACH, REACH);
  return [0.3, 0.5, 0.7].map((t) => {
    const [x, y] = between(...ends, t);
    return [[x, y], [inside(x + 0.09 * n1), inside(y + 0.09 * n2)]]; // prettier-ignore
  });
}

/** A line as one takes it, anywhere: it moves, without turning, and is the chosen one. */
function takenLine(chart, j, { state, put }) {
  const path = svg("path", { class: "grab" });
  let away = 0;
  const along = ([x, y]) => state().lines[j].n1 * x + state().lines[j].n2 * y;
  drag(path, {
    at: chart.at,
    from: (here) => {
      away = along(here) - state().lines[j].d;
      return here;
    },
    move: (x, y) => put({ ...moved(state(), j, { d: snap(along([x, y]) - away, 0.01) }), line: j + 1 }),
  });
  return path;
}

/** The traits after line j has been given another distance from the middle, direction (degrees) or steepness. */
function moved({ numbers, lines, r }, j, { d, angle, size }) {
  const old = lines[j] ?? { n1: 1, n2: 0, d: 0, size: 0 };
  const turn = angle === undefined ? Math.atan2(old.n2, old.n1) : (angle * Math.PI) / 180;
  const exact = angle === undefined ? [old.n1, old.n2] : [Math.cos(turn), Math.sin(turn)].map((v) => snap(v, 1e-6));
  const steep = size ?? old.size;
  const next = [...numbers];
  [next[j], next[r + j]] = exact.map((part) => part * steep);
  next[2 * r + j] = -(d ?? old.d) * steep + 0;
  return traitsOf(next);
}

/** Two handles for the chosen line: one moves it, one turns it about the middle of the square. */
function lineHandles(chart, { state, put }) {
  const tools = {
    chosen: () => state().lines[state().line],
    pixels: ([x, y]) => [chart.x(x), chart.y(y)],
    set: (values) => put(moved(state(), state().line, values)),
  };
  return [moveHandle(chart, tools), turnHandle(chart, tools)];
}

function moveHandle(chart, { chosen, pixels, set }) {
  const spot = () => {
    const { n1, n2, d } = chosen();
    return [n1 * d + ASIDE * n2, n2 * d - ASIDE * n1].map((part) => clamp(part, -REACH, REACH));
  };
  return handle(chart, {
    className: "mover",
    axes: {
      x: {
        label: "chosen line, distance from the middle",
        range: PLACE,
        get: () => chosen()?.d ?? 0,
        set: (d) => set({ d }),
      },
    },
    place: () => (chosen() ? pixels(spot()) : null),
    from: spot,
    move: (x, y) => set({ d: clamp(snap(chosen().n1 * x + chosen().n2 * y, 0.01), PLACE.min, PLACE.max) }),
    away: () => chosen() && Math.abs(chosen().d) > REACH,
  });
}

function turnHandle(chart, { chosen, pixels, set }) {
  const degrees = () => Math.round((Math.atan2(chosen().n2, chosen().n1) * 18000) / Math.PI) / 100;
  const rim = () => {
    const { n1, n2, d } = chosen();
    const s = Math.sqrt(RIM * RIM - d * d);
    return [n1 * d - s * n2, n2 * d + s * n1];
  };
  return handle(chart, {
    className: "turner",
    radius: 7,
    axes: {
      y: {
        label: "chosen line, direction in degrees",
        range: TURN,
        get: () => (chosen() ? degrees() : 0),
        set: (angle) => set({ angle }),
      },
    },
    place: () => (chosen() && Math.abs(chosen().d) < RIM ? pixels(rim()) : null),
    from: rim,
    move: (x, y) => {
      const ahead = Math.acos(clamp(chosen().d / RIM, -1, 1));
      const angle = ((Math.atan2(y, x) - ahead) * 180) / Math.PI;
      set({ angle: snap(((angle + 540) % 360) - 180, 1) });
    },
    pivot: () => pixels([0, 0]),
  });
}

function drawPoints(chart, group, { points, target, numbers }) {
  const { x1, x2, y } = points;
  const shown = target === "own" ? 0 : y.length; // the reader's own are handles
  const circles = fitted(group, shown, () => svg("circle", { r: shown > 20 ? 4 : 6 }));
  for (let i = 0; i < shown; i++) {
    const wrong = scoreAt(numbers, x1[i], x2[i]) > 0 !== y[i] > 0.5;
    update(circles[i], {
      cx: chart.x(x1[i]).toFixed(1),
      cy: chart.y(x2[i]).toFixed(1),
      r: shown > 20 ? 4 : 6,
      class: `${y[i] > 0.5 ? "point one" : "point zero"}${wrong ? " wrong" : ""}`,
    });
  }
}

/** The reader's own points, each a handle that bears its class. They are made when there are some. */
function ownHandles(chart, { state, put }) {
  const made = [];
  const own = () => state().points;
  const withPoint = (i, x, y) => {
    const { x1, x2 } = own();
    const to = (list, value) => list.map((old, k) => (k === i ? clamp(snap(value, 0.01), -REACH, REACH) : old));
    put({ own_x1: to(x1, x), own_x2: to(x2, y) });
  };
  const here = (i) => state().target === "own" && i < own().y.length;
  const one = (i) =>
    handle(chart, {
      className: "own-point",
      radius: 8,
      hit: 14,
      axes: {
        x: {
          label: `point ${i + 1}, x₁`,
          range: SQUARE,
          get: () => own().x1[i] ?? 0,
          set: (x) => withPoint(i, x, own().x2[i]),
        },
        y: {
          label: `point ${i + 1}, x₂`,
          range: SQUARE,
          get: () => own().x2[i] ?? 0,
          set: (y) => withPoint(i, own().x1[i], y),
        },
      },
      place: () => (here(i) ? [chart.x(own().x1[i]), chart.y(own().x2[i])] : null),
      from: () => [own().x1[i], own().x2[i]],
      move: (x, y) => withPoint(i, x, y),
    });
  return {
    draw(now) {
      while (now.target === "own" && made.length < now.points.y.length) made.push(one(made.length));
      made.forEach((each, i) => {
        each.draw();
        if (!here(i)) return;
        const wrong = scoreAt(now.numbers, now.points.x1[i], now.points.x2[i]) > 0 !== now.points.y[i] > 0.5;
        update(each.group, { "data-class": `${now.points.y[i]}${wrong ? " wrong" : ""}` });
        write(each.group.querySelector(".letter"), String(now.points.y[i]));
      });
    },
  };
}

/** Add a point of the reader's own: by default of the kind of the last one, and round about the middle. */
function addPoint({ state, put, told }, { kind, at }) {
  const { x1, x2, y } = state().points;
  if (y.length >= MOST_POINTS) return told.show(`There is room for ${MOST_POINTS} points.`);
  const around = [0.9 * Math.cos(2.4 * y.length), 0.9 * Math.sin(2.4 * y.length)]; // none on another
  const [x, up] = (at ?? around).map((value) => clamp(snap(value, 0.01), -REACH, REACH));
  put({ own_x1: [...x1, x], own_x2: [...x2, up], own_y: [...y, kind ?? y.at(-1) ?? 1] });
}

// --- settings ------------------------------------------------------------------------------------------

function targets(parent, tools) {
  const { state, put } = tools;
  const choices = choice(parent, {
    label: "points",
    list: Object.entries(TARGETS).map(([id, name]) => ({ id, name })),
    className: "many",
    get: ({ target }) => target,
    set: (target) => put({ target }),
  });
  const panel = html("div", { class: "player" });
  const remove = () => {
    const { x1, x2, y } = state().points;
    put({ own_x1: x1.slice(0, -1), own_x2: x2.slice(0, -1), own_y: y.slice(0, -1) });
  };
  const last = button(panel, { name: "Remove the last", press: remove });
  for (const kind of [1, 0]) button(panel, { name: `Add a ${kind}`, press: () => addPoint(tools, { kind }) });
  panel.append(html("span", {}, "or tap where one shall be."));
  parent.append(panel);
  const where = {
    draw(now) {
      panel.hidden = now.target !== "own";
      last.disabled = !now.points.y.length;
    },
  };
  return [choices, where];
}

/** With another number of lines: those there are, and more by chance; or fewer. */
function resized({ numbers, r, seed }, lines) {
  const fresh = networkByChance(lines, seed);
  const parts = LISTS.map((_, k) =>
    Array.from({ length: lines }, (_, j) => (j < r ? numbers[k * r + j] : fresh[k * lines + j]))
  );
  return traitsOf([...parts.flat(), numbers[4 * r]]);
}

function settings(parent, { state, put, told }) {
  const width = slider(parent, {
    name: "lines",
    range: WIDTH,
    get: () => state().r,
    set: (lines) => put(resized(state(), lines)),
  });
  const chosen = slider(parent, {
    name: "chosen line",
    range: { ...WIDTH, min: 1 },
    get: () => state().line + 1,
    set: (line) => put({ line: Math.min(line, Math.max(state().r, 1)) }),
  });
  const own = (k) => state().numbers[k * state().r + state().line] ?? 0;
  const weight = slider(parent, {
    name: "weight",
    range: WEIGHT,
    get: () => own(3),
    set: (value) => put({ weights: traitsOf(state().numbers).weights.map((w, j) => (j === state().line ? value : w)) }),
    told,
  });
  const steep = slider(parent, {
    name: "steepness",
    range: STEEP,
    get: () => state().lines[state().line]?.size ?? 0,
    set: (size) => put(moved(state(), state().line, { size })),
    told,
  });
  const offset = slider(parent, {
    name: "offset",
    range: WEIGHT,
    get: () => state().numbers[4 * state().r],
    set: (value) => put({ offset: value }),
    told,
  });
  return [width, chosen, weight, steep, offset];
}

// --- training ---------------------------------------------------------------------------------------------

const BY_HAND = { w1: [1, 1], w2: [1, 1], biases: [0, -1], weights: [1, -2], offset: -0.5, target: "xor", line: 1 };

/** A thousand steps from where the network stands, ten a picture; `then` is called once they are made. */
function journey({ model, state, put }, { told, then }) {
  let left = 0;
  const onward = (steps) => traitsOf(trained(state().numbers, state().points, steps));
  const playing = stepping({
    begin: () => {
      left = STEPS;
    },
    done: () => left <= 0,
    next: () => {
      left -= 10;
      for (const [name, value] of Object.entries(onward(10))) model.set(name, value);
    },
    ended: () => {
      model.save_changes(); // on the way nobody is told: sixty times a second is more than a kernel wants
      if (left <= 0) then();
    },
    told,
  });
  const atOnce = () => {
    put(onward(STEPS));
    then();
  };
  const press = () => (playing.moving() ? playing.stop() : still() ? atOnce() : playing.start());
  return { press, onward, stop: () => playing.stop() };
}

/** Train from here, start by chance, try many starts; it pauses out of sight. */
function trainer(picture, { buttons, tally }, { model, state, put }) {
  const many = manyStarts(tally, state);
  const told = (moving) => write(play, moving ? "Pause" : "Train from here");
  const playing = journey({ model, state, put }, { told, then: many.start }); // was that luck?
  const stopped = (values) => () => {
    playing.stop();
    put(values());
  };
  const byChance = () => {
    const seed = (state().seed + 1) % 2 ** 32;
    return { ...traitsOf(networkByChance(state().r, seed)), seed };
  };
  const tools = [
    ["XOR by hand", stopped(() => BY_HAND)],
    [`Try ${STARTS} starts`, many.start],
    ["Start by chance", stopped(byChance)],
    ["100 steps", stopped(() => playing.onward(100))],
    ["Train from here", playing.press],
  ];
  const [, starts, , hundred, play] = tools.map(([name, pressed]) => button(buttons, { name, press: pressed }));
  const unwatch = whenOutOfSight(picture, () => [playing, many].forEach((each) => each.stop()));
  return {
    draw(now) {
      const nothing = !now.of || !now.r;
      for (const each of [starts, hundred, play]) each.disabled = nothing;
      many.draw(now);
    },
    end() {
      playing.stop();
      many.stop();
      unwatch();
    },
  };
}

/** Trains many starts by chance, as wide as the network now is, a few a frame, and says how many succeed. */
function manyStarts(line, state) {
  let [about, tried, successes] = ["", 0, 0];
  const keyOf = ({ r, points }) => JSON.stringify([r, points]);
  const tell = () => {
    const lines = noun(state().r, "line");
    write(line, tried ? `Of ${tried} starts by chance with ${lines}, ${successes} succeed.` : "");
  };
  const one = () => {
    const { r, points } = state();
    if (succeeds(judged(trained(networkByChance(r, tried), points, STEPS), points))) successes += 1;
    tried += 1;
  };
  const trying = stepping({
    begin: () => {
      [about, tried, successes] = [keyOf(state()), 0, 0];
    },
    done: () => tried >= STARTS || about !== keyOf(state()),
    next: () => {
      for (const until = performance.now() + 12; tried < STARTS && performance.now() <= until;) one();
      tell();
    },
  });
  return {
    start() {
      const known = tried === STARTS && about === keyOf(state());
      if (!known && !trying.moving()) trying.start();
    },
    stop: () => trying.stop(),
    draw(now) {
      if (!tried || about === keyOf(now)) return;
      tried = 0;
      tell();
    },
  };
}

export default { render };
