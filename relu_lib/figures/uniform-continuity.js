// A box of height ε on a curve, as wide as it may be: how near x must be, so that heights differ by at most ε.

const EPSILON = { min: 0.1, max: 1, step: 0.1, fine: 0.01 };
const LAST = 0.99; // where a box may begin
const TINY = 0.001; // a place near 0 of which the words tell, under 1/x: its box is too narrow to be seen

// Each curve with its ends, where a box may begin first, the top of its picture, and places from −1 to 1 spread over
// it so that they crowd where it is steep. Left of 0.2 the curve 1/x leaves the picture.
export const CURVES = {
  root: { ends: [-1, 1], first: -1, f: (x) => Math.sqrt(Math.abs(x)), top: 1.25, spread: (t) => Math.sign(t) * t ** 4 },
  reciprocal: {
    ends: [0, 1],
    first: 0.2,
    f: (x) => 1 / x,
    top: 6,
    spread: (t) => 0.1 + (0.9 * (t + 1) ** 2) / 4,
  },
};

// --- the numbers, as relu_lib computes them -------------------------------------------------------

/** How wide a box of height e that begins at x may be. It ends with the curve. */
export function widthAt(curve, e, x) {
  const [, end] = CURVES[curve].ends;
  if (curve === "reciprocal") return Math.min(end, e * x < 1 ? x / (1 - e * x) : Infinity) - x;
  const height = Math.sqrt(Math.abs(x));
  if (x >= 0) return Math.min(end, (height + e) ** 2) - x;
  return Math.min(end, height > e ? -((height - e) ** 2) : e * e) - x;
}

/** The width that serves everywhere; 0 where there is none. */
export const narrowest = (curve, e) => (curve === "root" ? e * e : 0);

/** How many pieces of that width, or less, fill the interval. */
export const piecesFor = (e) => Math.ceil(2 / (e * e) - 1e-9);

/** The lowest height of the curve in the box. */
export function bottomOf(curve, e, x) {
  const [{ f }, end] = [CURVES[curve], x + widthAt(curve, e, x)];
  return curve === "root" && x < 0 && end > 0 ? 0 : Math.min(f(x), f(end));
}

/** The state made whole, whatever the traits hold. */
export function stateOf(model) {
  const curve = model.get("curve") === "reciprocal" ? "reciprocal" : "root";
  const epsilon = clamp(finite(model.get("epsilon")), EPSILON.min, EPSILON.max);
  return { curve, epsilon, x: clamp(finite(model.get("x")), CURVES[curve].first, LAST) };
}

/** A width as it is told: with the digits that count. */
export const sayWidth = (width) => (width < 1e-3 ? sayError(width) : String(Number(width.toPrecision(2))));

/** Whether it is not the curve that stops the box at x, but the end of the interval. */
export const isCut = (curve, e, x) => x + widthAt(curve, e, x) > CURVES[curve].ends[1] - 1e-9;

export function words({ curve, epsilon, x }) {
  const wide = sayWidth(widthAt(curve, epsilon, x));
  const cut = isCut(curve, epsilon, x) ? ": there the interval ends" : "";
  const here = `ε = ${say(epsilon)}: at x = ${say(x, 3)} the box may be ${wide} wide${cut}.`;
  const tiny = `at x = ${TINY} only ${sayWidth(widthAt(curve, epsilon, TINY))}`;
  if (curve === "reciprocal") return `${here} Nearer to 0 it is narrower, ${tiny}: no width serves everywhere.`;
  return `${here} A width of ${sayWidth(narrowest(curve, epsilon))} serves everywhere: ${piecesFor(epsilon)} pieces.`;
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: how wide a box may be that a curve passes through" });
  const put = (values) => change(model, values);
  const state = () => stateOf(model);
  const chart = plot(view.picture, {
    domain: [-1, 1],
    range: [0, 1.25],
    height: (w) => clamp(w * 0.42, 190, 260),
    label: "Plot of the curve and the box",
    xlabel: "x",
  });
  const box = svg("rect", { class: "epsilon-box" });
  const [target, narrow] = ["target", "narrowest"].map((name) => svg("path", { class: `line ${name}` }));
  const guide = svg("path", { class: "line ghost" }); // from the handle, on the axis, up to the box
  chart.drawing.append(guide, box, target, narrow);
  const said = html("p", { class: "said" });
  view.picture.append(said);
  const movers = [...controls(view.controls, { state, put }), place(chart, { state, put })];
  return view.live(() => {
    const now = state();
    rescale(chart, now.curve, target);
    drawBox(chart, { box, narrow, guide }, now);
    for (const mover of movers) mover.draw(now);
    const result = words(now);
    write(said, result);
    return result;
  });
}

/** Axes for this curve, and the curve. */
function rescale(chart, curve, target) {
  const { top, f, spread } = CURVES[curve];
  if (chart.range[1] !== top) {
    Object.assign(chart, { range: [0, top], domain: [...CURVES[curve].ends] });
    chart.box.width = 0;
  }
  if (!chart.fit()) return;
  const places = Array.from({ length: 401 }, (_, i) => spread(i / 200 - 1));
  update(target, { d: chart.path(places.map((x) => [x, f(x)])) });
}

function drawBox(chart, { box, narrow, guide }, { curve, epsilon, x }) {
  const { left, right, top, bottom } = chart.box;
  const [low, width] = [bottomOf(curve, epsilon, x), widthAt(curve, epsilon, x)];
  const [x0, x1] = [x, x + width].map((at) => clamp(chart.x(at), left, right));
  const [y1, y0] = [low, low + epsilon].map((at) => clamp(chart.y(at), top, bottom));
  update(box, { x: x0, y: y0, width: Math.max(x1 - x0, 0), height: Math.max(y1 - y0, 0) });
  update(guide, { d: chart.segment([x, 0], [x, clamp(low, ...chart.range)]) });
  const serves = narrowest(curve, epsilon);
  update(narrow, { d: serves ? chart.segment([x, low], [x + Math.min(serves, 1 - x), low]) : "" });
}

/** A handle on the axis, below where the box begins: on the box it would hide a narrow one. */
function place(chart, { state, put }) {
  const range = () => ({ min: CURVES[state().curve].first, max: LAST, step: 0.1, fine: 0.01 });
  const set = (x) => put({ x: clamp(snap(x, 0.01), range().min, LAST) });
  const text = (x) => `x = ${say(x, 3)}`;
  return handle(chart, {
    radius: 8,
    axes: { x: { label: "the box, x", range, get: () => state().x, set, text } },
    place: () => [chart.x(state().x), chart.y(0)],
    from: () => [state().x, 0],
    move: set,
  });
}

function controls(parent, { state, put }) {
  const epsilon = slider(parent, {
    name: "ε",
    label: "ε, the height of the box",
    range: EPSILON,
    get: () => state().epsilon,
    set: (value) => put({ epsilon: value }),
  });
  const curve = choice(parent, {
    label: "curve",
    list: [
      { id: "root", name: "√|x| on [−1, 1]" },
      { id: "reciprocal", name: "1/x on 0 < x ≤ 1" },
    ],
    get: (now) => now.curve,
    set: (id) => put({ curve: id }),
  });
  return [epsilon, curve];
}

export default { render };
