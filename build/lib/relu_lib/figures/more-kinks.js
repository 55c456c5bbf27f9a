// One curve, one slider: the book in its smallest form.

const REACH = 2;
const KINKS = { min: 0, max: 32, step: 1, fine: 1 };
const SAMPLES = Array.from({ length: 401 }, (_, i) => -REACH + (2 * REACH * i) / 400);

// --- the numbers, as relu_lib computes them -------------------------------------------------------

export const curve = (x) => x + Math.sin(4 * x);

/** The corners of the polyline that meets the curve at both ends and at so many kinks. */
export const corners = (kinks) =>
  Array.from({ length: kinks + 2 }, (_, k) => -REACH + (2 * REACH * k) / (kinks + 1)).map((x) => [x, curve(x)]);

/** The height at x of the chain through these points; beyond its ends it runs straight on. */
export function heightAt(points, x) {
  const k = clamp(points.findIndex(([at]) => at >= x), 1, points.length - 1); // prettier-ignore
  const [[x0, y0], [x1, y1]] = x > points.at(-1)[0] ? points.slice(-2) : points.slice(k - 1, k + 1);
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Where the polyline is furthest from the curve, over evenly spread samples, and how far. */
export function worst(kinks) {
  const points = corners(kinks);
  const errors = SAMPLES.map((x) => Math.abs(heightAt(points, x) - curve(x)));
  const error = Math.max(...errors);
  return { x: SAMPLES[errors.indexOf(error)], error };
}

export function words(kinks) {
  const { x, error } = worst(kinks);
  const bends = kinks === 1 ? "1 kink" : `${kinks} kinks`;
  return `${bends}: the worst error is ${score(error)}, at x = ${say(x)}.`;
}

// --- the figure -----------------------------------------------------------------------------------

export const kinksOf = (model) => wholeIn(model.get("kinks"), KINKS);

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a curve, and straight pieces that follow it" });
  const chart = plot(view.picture, {
    domain: [-2.1, 2.1],
    range: [-3.4, 3.4],
    height: (w) => clamp(w * 0.5, 200, 300),
    label: "Plot of the curve and of the network",
    xlabel: "x",
  });
  const [target, total] = ["target", "sum"].map((name) => svg("path", { class: `line ${name}` }));
  const [dots, miss] = ["kinks", "worst"].map((name) => svg("path", { class: `line ${name}` }));
  chart.drawing.append(target, total, miss, dots);
  const said = html("p", { class: "said" });
  view.picture.append(said);
  const knob = slider(view.controls, {
    name: "kinks",
    range: KINKS,
    get: () => kinksOf(model),
    set: (kinks) => change(model, { kinks }),
  });
  return view.live(() => {
    const kinks = kinksOf(model);
    const points = corners(kinks);
    if (chart.fit()) update(target, { d: chart.path(SAMPLES.map((x) => [x, curve(x)])) });
    const ends = chart.domain.map((x) => [x, heightAt(points, x)]);
    update(total, { d: chart.path([ends[0], ...points.slice(1, -1), ends[1]]) });
    update(dots, { d: points.slice(1, -1).map((point) => chart.path([point, point])).join("") }); // prettier-ignore
    const { x } = worst(kinks);
    update(miss, { d: chart.segment([x, curve(x)], [x, heightAt(points, x)]) });
    knob.draw();
    const result = words(kinks);
    write(said, result);
    return result;
  });
}

export default { render };
