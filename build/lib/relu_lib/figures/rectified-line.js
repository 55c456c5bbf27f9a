// max(mx + b, 0): drag the line, its kink, its height at 0 or its slope; switch the clip on and off.

const REACH = 5; // the picture goes from −5 to 5 both ways
const SLOPE = { min: -5, max: 5, step: 0.1, fine: 0.01 };
const BIAS = { min: -5, max: 5, step: 0.1, fine: 0.01 };
const KINK = { min: -REACH, max: REACH, step: 0.1, fine: 0.01 };
const ARM = 90; // pixels from the bias handle to the slope handle

/** What relu_lib says of a rectified line: its kink (NaN if none) and its slope left and right of it. */
export function describe(m, b) {
  const kink = kinkOf(m, b);
  const flat = Number.isNaN(kink);
  return { kink, slopes: flat ? [0, 0] : [m < 0 ? m : 0, m > 0 ? m : 0], height: flat ? relu(b) : null };
}

/** The line at x, clipped or not. */
export const value = (m, b, clip, x) => (clip ? relu(m * x + b) : m * x + b);

/** The corners of the graph over [a, z]: its ends, and its kink if that is between them. */
export function corners(m, b, clip, [a, z]) {
  const { kink } = describe(m, b);
  return [a, ...(clip && kink > a && kink < z ? [kink] : []), z].map((x) => [x, value(m, b, clip, x)]);
}

/** mx + b as people write it: no 1 before x, nothing where there is a 0. */
export function formula(m, b) {
  const [slope, height] = [say(m), say(Math.abs(b))];
  const first = slope === "0" ? "" : `${{ 1: "", "−1": "−" }[slope] ?? slope}x`;
  if (!first) return say(b);
  return height === "0" ? first : `${first} ${b < 0 ? "−" : "+"} ${height}`;
}

/** The result in words, as it is written and spoken. */
export function words(m, b, clip) {
  if (!clip) return `Not clipped: the straight line ${formula(m, b)}; nothing is replaced with 0.`;
  const { kink, slopes, height } = describe(m, b);
  if (height !== null) return `max(${formula(m, b)}, 0) has no kink: it is flat, at height ${say(height)}.`;
  const side = m > 0 ? "right" : "left";
  const alive = `Alive to the ${side} of it, with slope ${say(slopes[m > 0 ? 1 : 0])}; 0 on the other side.`;
  return `max(${formula(m, b)}, 0): kink at x = ${say(kink)}. ${alive}`;
}

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a rectified line", beside: true });
  const state = () => [finite(model.get("m")), finite(model.get("b"))];
  const put = (values) => change(model, values);
  const chart = plot(view.picture, {
    domain: [-REACH, REACH],
    range: [-REACH, REACH],
    height: (w) => clamp(w - MARGIN.left - MARGIN.right + MARGIN.top + MARGIN.bottom, 160, 440),
    square: true, // so that slope 1 is 45 degrees
    label: "Plot of max(mx + b, 0)",
    xlabel: "x",
  });
  const drawn = picture(chart);
  const said = html("p", { class: "said" });
  view.picture.append(said);
  const onLine = ([x]) => [x, state()[0] * x + state()[1]]; // the line keeps its distance to the pointer
  const pull = (x, y) => put({ b: clamp(snap(y - state()[0] * x, 0.1), BIAS.min, BIAS.max) });
  drag(drawn.grab, { at: chart.at, from: onLine, move: pull });
  const movers = [...handles(chart, state, put), ...sliders(view, model, put)];
  const folding = foldOf(model, () => drawn.draw(...state(), folding.share));
  return view.live(
    () => {
      chart.fit();
      drawn.draw(...state(), folding.share);
      movers.forEach((mover) => mover.draw());
      const result = words(...state(), model.get("clip"));
      write(said, result);
      return result;
    },
    () => folding.end()
  );
}

/** How far the negative part has been folded up to 0, `share`: 0 for the bare line, 1 for the clipped one. */
function foldOf(model, draw) {
  let stop = () => {};
  const self = { share: model.get("clip") ? 1 : 0 };
  const fold = () => {
    stop();
    const [from, to] = [self.share, model.get("clip") ? 1 : 0];
    const step = (t) => {
      self.share = from + (to - from) * t;
      draw();
    };
    stop = from === to ? () => {} : glide(350, step);
  };
  model.on("change:clip", fold);
  self.end = () => {
    stop();
    model.off("change:clip", fold);
  };
  return self;
}

/** What is drawn behind the handles. folded: 0 for the bare line, 1 for the clipped one. */
function picture(chart) {
  const dead = svg("rect", { class: "dead" });
  const deadName = svg("text", { class: "dead-name", "text-anchor": "middle" }, "dead side");
  const bare = svg("path", { class: "line dotted" });
  const graph = svg("path", { class: "line rectified unit-1" });
  const grab = svg("path", { class: "grab" });
  chart.drawing.append(dead, bare, graph, grab);
  chart.top.append(deadName);
  return {
    grab,
    draw(m, b, folded) {
      const ends = corners(m, b, true, chart.domain);
      const bent = ends.map(([x]) => [x, value(m, b, false, x)]).map(([x, y]) => [x, y < 0 ? y * (1 - folded) : y]);
      update(bare, { d: chart.path(corners(m, b, false, chart.domain)) });
      update(grab, { d: chart.path(corners(m, b, false, chart.domain)) + chart.path(ends) });
      update(graph, { d: chart.path(bent) });
      shade(chart, { dead, deadName }, describe(m, b).kink, m, folded);
    },
  };
}

function shade(chart, { dead, deadName }, kink, m, folded) {
  const [low, high] = chart.domain;
  const edge = clamp(Number.isNaN(kink) ? (m > 0 ? low : high) : kink, low, high);
  const [from, to] = (m > 0 ? [low, edge] : [edge, high]).map(chart.x);
  const shown = folded === 1 && m !== 0;
  update(dead, {
    x: from,
    width: to - from,
    y: chart.box.top,
    height: chart.box.bottom - chart.box.top,
    opacity: shown ? 1 : 0,
  });
  update(deadName, { x: (from + to) / 2, y: chart.box.bottom - 8, opacity: shown && to - from > 76 ? 1 : 0 });
}

function handles(chart, state, put) {
  const kink = () => describe(...state()).kink;
  const moveBias = (b) => put({ b: clamp(snap(b, 0.1), BIAS.min, BIAS.max) });
  const moveKink = (t) => put({ b: snap(clamp(-state()[0] * t, BIAS.min, BIAS.max), 1e-6) });
  const tip = () => slopeTip(chart, ...state());
  const turn = (x, y) => {
    const run = tip().side * Math.max(tip().side * x, 0.3);
    put({ m: clamp(snap((y - state()[1]) / run, 0.1), SLOPE.min, SLOPE.max) });
  };
  const slope = { label: "slope m, on the line", range: SLOPE, get: () => state()[0], set: (m) => put({ m }) };
  const bias = { label: "bias b, on the line", range: BIAS, get: () => state()[1], set: (b) => put({ b }) };
  return [
    handle(chart, {
      className: "unit-1",
      axes: { y: slope },
      pivot: () => [chart.x(0), chart.y(pinned(state()[1]))],
      place: () => tip().pixel,
      from: () => tip().point,
      move: turn,
      letter: "m",
    }),
    handle(chart, {
      className: "unit-2",
      axes: { y: bias },
      place: () => [chart.x(0), chart.y(pinned(state()[1]))],
      from: () => [0, state()[1]],
      move: (x, y) => moveBias(y),
      letter: "b",
    }),
    kinkHandle(chart, { kink, moveKink, moveBias }),
  ];
}

const pinned = (value) => clamp(value, -REACH, REACH);

/** The handle of the kink. With b = 0 it lies on that of the bias: the way it is pulled says which one is meant. */
function kinkHandle(chart, { kink, moveKink, moveBias }) {
  let together = false;
  return handle(chart, {
    className: "unit-1",
    radius: 10,
    away: () => Math.abs(kink()) > REACH,
    axes: { x: { label: "kink, on the line", range: KINK, get: kink, set: moveKink, text: sayX } },
    place: () => (Number.isNaN(kink()) ? null : [chart.x(pinned(kink())), chart.y(0)]),
    from: () => {
      together = Math.abs(chart.x(kink()) - chart.x(0)) < 12;
      return [pinned(kink()), 0];
    },
    move: (x, y) => (together && Math.abs(y) > Math.abs(x) ? moveBias(y) : moveKink(snap(pinned(x), 0.1))),
  });
}

/** Where the slope handle is: a fixed way along the line from its height at 0, on the side where there is room. */
function slopeTip(chart, m, b) {
  const { box } = chart;
  const [ux, uy] = [chart.x(1) - chart.x(0), chart.y(1) - chart.y(0)];
  const length = Math.hypot(ux, m * uy);
  const ends = [1, -1].map((side) => ({
    side,
    pixel: [chart.x(0) + (side * ARM * ux) / length, chart.y(b) + (side * ARM * m * uy) / length],
  }));
  const kinkAt = chart.x(kinkOf(m, b));
  const inside = ({ pixel: [x, y] }) =>
    x >= box.left &&
    x <= box.right &&
    y >= box.top &&
    y <= box.bottom &&
    !(Math.hypot(x - kinkAt, y - chart.y(0)) < 30);
  const { side, pixel } = ends.find(inside) ?? ends[0];
  const x = (pixel[0] - chart.x(0)) / ux;
  return {
    side,
    point: [x, m * x + b],
    pixel: [clamp(pixel[0], box.left, box.right), clamp(pixel[1], box.top, box.bottom)],
  };
}

function sliders(view, model, put) {
  const told = message();
  const made = [
    slider(view.controls, {
      name: "slope m",
      className: "unit-1",
      range: SLOPE,
      get: () => finite(model.get("m")),
      set: (m) => put({ m }),
      told,
    }),
    slider(view.controls, {
      name: "bias b",
      className: "unit-2",
      range: BIAS,
      get: () => finite(model.get("b")),
      set: (b) => put({ b }),
      told,
    }),
    toggle(view.controls, {
      name: "clip: replace negative numbers with 0",
      get: () => model.get("clip"),
      set: (clip) => put({ clip }),
    }),
  ];
  view.controls.append(told.line);
  return made;
}

export default { render };
