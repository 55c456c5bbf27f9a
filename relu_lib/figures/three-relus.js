// Three rectified lines, their sum, twenty points, one loss: the demonstration this book grew from.

const UNITS = [1, 2, 3];
const NAMES = ["m1", "b1", "m2", "b2", "m3", "b3"];
const STEPS = { step: 0.1, fine: 0.01 };
const KNOB = { min: -15, max: 15, ...STEPS };
const RISING = { ...KNOB, min: 0.05 }; // the slopes that a handle gives: to turn a unit round takes its slider
const FALLING = { ...KNOB, max: -0.05 };

// --- the numbers, as relu_lib computes them -------------------------------------------------------

const line = (knobs, i, x) => knobs[2 * i] * x + knobs[2 * i + 1];
export const unit = (knobs, i, x) => relu(line(knobs, i, x));
export const sum = (knobs, x) => unit(knobs, 0, x) + unit(knobs, 1, x) + unit(knobs, 2, x);
export const kinks = (knobs) => [0, 1, 2].map((i) => kinkOf(knobs[2 * i], knobs[2 * i + 1]));

/** The mean squared error over the points; NaN without points. */
export const loss = (knobs, x, y) => x.reduce((total, at, i) => total + (sum(knobs, at) - y[i]) ** 2, 0) / x.length;

/** The corners of the sum, from left to right. */
export const bends = (knobs, domain) => sortedWithin(kinks(knobs), domain);

export const polynomial = (coefficients, x) => coefficients.reduce((total, c) => total * x + c, 0);

/** W1 (1, 3), b1 (3,), W2 (3, 1), b2 (1,): matrix multiplication, clip, matrix multiplication. */
export function matrices(knobs) {
  return { W1: [[knobs[0], knobs[2], knobs[4]]], b1: [knobs[1], knobs[3], knobs[5]], W2: [[1], [1], [1]], b2: [0] };
}

/** Python that runs as pasted and computes this very sum. */
export function code(knobs, library) {
  const { W1, b1, W2, b2 } = Object.fromEntries(
    Object.entries(matrices(knobs)).map(([name, value]) => [name, asPython(value)])
  );
  return library === "NumPy"
    ? `import numpy as np

W1 = np.array(${W1})    # shape (1, 3)
b1 = np.array(${b1})      # shape (3,)
W2 = np.array(${W2})  # shape (3, 1)
b2 = np.array(${b2})                  # shape (1,)

X = np.linspace(-2, 2, 9).reshape(-1, 1)  # nine examples, one a row
Y = np.maximum(X @ W1 + b1, 0) @ W2 + b2
print(Y.ravel())
`
    : `import torch
from torch import nn

network = nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 1)).double()
with torch.no_grad():  # PyTorch keeps each weight matrix transposed
    network[0].weight.copy_(torch.tensor(${W1}).T)
    network[0].bias.copy_(torch.tensor(${b1}))
    network[2].weight.copy_(torch.tensor(${W2}).T)
    network[2].bias.copy_(torch.tensor(${b2}))

X = torch.linspace(-2, 2, 9, dtype=torch.double).reshape(-1, 1)
Y = network(X)
print(Y.ravel().tolist())
`;
}

// --- state ----------------------------------------------------------------------------------------

const knobsOf = (model) => NAMES.map((name) => finite(model.get(name)));

/** The points and the frame around them: the same as known, as long as they are. */
function dataOf(model, known) {
  const from = [model.get("x"), model.get("y")];
  if (known && from.every((list, i) => list === known.from[i])) return known;
  const [x, y] = from.map(finiteList);
  const count = Math.min(x.length, y.length);
  const points = { x: x.slice(0, count), y: y.slice(0, count) };
  return { from, ...points, ...extent(points.x, points.y) };
}

function stateOf(model, known) {
  const data = dataOf(model, known?.data);
  const best = finiteList(model.get("best"));
  return {
    data,
    x: data.x,
    y: data.y,
    knobs: knobsOf(model),
    best: best.length === 6 ? best : null,
    marks: model.get("marks") ?? {},
    marksShown: Boolean(model.get("show_marks")),
    curve: finiteList(model.get("curve")),
    curveShown: Boolean(model.get("show_curve")),
  };
}
const named = (knobs) => Object.fromEntries(NAMES.map((name, i) => [name, knobs[i]]));

/** Where the picture's frame is, from the data alone: it does not move while the reader turns knobs. */
export function extent(x, y) {
  if (!x.length) return { domain: [-2, 2], range: [-1, 16] };
  let [a, z] = [Math.min(...x), Math.max(...x)];
  let [low, high] = [Math.min(0, ...y), Math.max(...y, 0)];
  if (!(z - a > 1e-9 * Math.max(1, Math.abs(a)))) [a, z] = [a - 1 - Math.abs(a) * 1e-6, z + 1 + Math.abs(a) * 1e-6];
  if (!(high - low > 0)) high = low + 1;
  const [aside, above] = [0.03 * (z - a), 0.06 * (high - low)];
  return { domain: [a - aside, z + aside], range: [low - above, high + above] };
}

/** Remember the knobs of the smallest loss there has been. */
function keepBest(model, { knobs, x, y, best }) {
  const now = loss(knobs, x, y);
  if (Number.isFinite(now) && (!best || now < loss(best, x, y))) change(model, { best: knobs });
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: fit the points with three rectified lines", beside: true });
  const told = message();
  let now = stateOf(model); // once a change: every handle asks for it
  const put = (values) => change(model, values);
  const [chart, lanes] = charted(view.picture, now.data);
  const board = scores(view.picture);
  const [drawn, rows] = [curves(chart), alive(lanes)];
  const parts = [drawn, rows, board];
  const knobs = () => now.knobs;
  UNITS.forEach((n, i) => shiftable(chart, drawn.grabs[i], n, knobs, put));
  const movers = [
    ...slopeHandles(chart, knobs, put),
    ...kinkHandles(lanes, rows.grabs, knobs, put),
    ...knobSliders(view.controls, { model, put, told }),
    ...toggles(view.controls, () => now, put),
  ];
  view.controls.append(told.line);
  const shown = matricesShown(view);
  const back = button(view.tools, { name: "Back to my best", press: () => put(named(now.best)) });
  const renew = () => {
    now = stateOf(model, now);
    keepBest(model, now);
  };
  model.on("change", renew);
  renew();
  return view.live(
    () => {
      const rescaled = rescale(chart, now.data, now.data.range);
      rescale(lanes, now.data, lanes.range);
      parts.forEach((part) => part.draw(now, rescaled));
      movers.forEach((mover) => mover.draw(now));
      shown.draw(now);
      back.disabled = !now.best || now.best.every((knob, i) => knob === now.knobs[i]);
      return words(now);
    },
    () => model.off("change", renew)
  );
}

function charted(parent, { domain, range }) {
  const chart = plot(parent, {
    domain,
    range,
    height: (w) => clamp(w * 0.6, 230, 330),
    label: "Plot of the points, three rectified lines and their sum",
    xlabel: "x",
    ylabel: "y",
  });
  const lanes = plot(parent, {
    domain,
    range: [0, 3],
    height: 84,
    numbers: "",
    label: "Where each unit is alive, and its kink",
    margin: { top: 2, bottom: 2 },
  });
  return [chart, lanes];
}

/** Fit axes to their room and, if they are others than before, to the data; whether they were drawn anew. */
function rescale(axes, data, range) {
  if (axes.data !== data) {
    Object.assign(axes, { data, range, domain: data.domain });
    axes.box.width = 0;
  }
  return axes.fit();
}

/** The result in words. */
export function words({ knobs, x, y, marks }) {
  if (!x.length) return "No points, so no loss.";
  const now = loss(knobs, x, y);
  const corners = kinks(knobs)
    .map((t, i) => (Number.isNaN(t) ? `unit ${i + 1} is flat` : `${say(t)}`))
    .join(", ");
  return `Loss ${score(now)}. Kinks: ${corners}. ${remark(now, marks)}`.trim();
}

/** What a loss means, beside the marks there are. */
export function remark(now, marks) {
  const [best, truth] = [marks["best possible"], marks["the true curve"]];
  if (!(best > 0 && truth > 0)) return "";
  const closer = "closer to the points than the true curve";
  if (now < best * 1.01) return `As good as three units get, and ${closer}: some of the noise has been fitted.`;
  return now < truth ? "Closer to the points than the true curve: you have begun to fit the noise." : "";
}

function curves(chart) {
  const misses = svg("path", { class: "line misses" });
  const target = svg("path", { class: "line target" });
  const total = svg("path", { class: "line sum" });
  const lines = UNITS.map((i) => svg("path", { class: `line unit unit-${i}` }));
  const [data, corners] = [svg("g", { class: "data" }), svg("g", { class: "bends" })];
  const grabs = UNITS.map(() => svg("path", { class: "grab" }));
  const aside = (value) => chart.x(value).toFixed(2);
  const height = (value) => clamp(chart.y(value), chart.box.top, chart.box.bottom).toFixed(2);
  chart.drawing.append(misses, target, total, ...lines, data, corners, ...grabs);
  return {
    grabs,
    draw({ knobs, x, y, curve, curveShown }, rescaled) {
      const [a, z] = chart.domain;
      const places = [a, ...bends(knobs, chart.domain), z];
      update(total, { d: chart.path(places.map((t) => [t, sum(knobs, t)])) });
      lines.forEach((path, i) => update(path, { d: chart.path(places.map((t) => [t, unit(knobs, i, t)])) }));
      const living = (i) => places.filter((t) => line(knobs, i, t) >= -1e-9);
      grabs.forEach((path, i) => update(path, { d: chart.path(living(i).map((t) => [t, unit(knobs, i, t)])) }));
      update(misses, {
        d: x.map((t, i) => `M${aside(t)},${height(y[i])}L${aside(t)},${height(sum(knobs, t))}`).join(""),
      });
      const fine = curveShown && curve.length ? Array.from({ length: 81 }, (_, i) => a + ((z - a) * i) / 80) : [];
      update(target, { d: fine.length ? chart.path(fine.map((t) => [t, polynomial(curve, t)])) : "" });
      const pixels = (at, value) => [chart.x(at), chart.y(value)];
      const points = () => x.map((t, i) => pixels(t, y[i]));
      if (rescaled) dots(data, points(), { class: "datum", r: 4.2 });
      const inside = ([, py]) => py >= chart.box.top && py <= chart.box.bottom;
      const bent = places.slice(1, -1).map((t) => pixels(t, sum(knobs, t)));
      dots(corners, bent.filter(inside), { class: "bend", r: 4.5 });
    },
  };
}

/** A unit taken anywhere along its live side moves up and down: its bias changes, its slope stays. */
function shiftable(chart, grab, n, knobs, put) {
  const knob = () => knobs().slice(2 * n - 2, 2 * n);
  drag(grab, {
    at: chart.at,
    from: ([x]) => {
      const [m, b] = knob();
      return [x, m * x + b];
    },
    move: (x, y) => put({ [`b${n}`]: clamp(snap(y - knob()[0] * x, 0.05), KNOB.min, KNOB.max) }),
  });
}

/** As many circles in a group as there are places. */
function dots(group, places, attributes) {
  while (group.childElementCount > places.length) group.lastChild.remove();
  while (group.childElementCount < places.length) group.append(svg("circle", attributes));
  places.forEach(([cx, cy], i) => update(group.children[i], { cx: cx.toFixed(2), cy: cy.toFixed(2) }));
}

/** Three lanes under the plot: thick where a unit is alive, thin where it is dead. */
function alive(lanes) {
  const rows = UNITS.map((i) => ({
    dead: svg("path", { class: "lane dead-lane" }),
    live: svg("path", { class: `lane live-lane unit-${i}` }),
    grab: svg("path", { class: "grab sideways" }),
  }));
  for (const { dead, live, grab } of rows) lanes.drawing.append(dead, live, grab);
  return {
    grabs: rows.map(({ grab }) => grab),
    draw({ knobs }) {
      const [a, z] = lanes.domain;
      rows.forEach(({ dead, live, grab }, i) => {
        const [m, b] = [knobs[2 * i], knobs[2 * i + 1]];
        const t = clamp(Number.isNaN(kinkOf(m, b)) ? (b > 0 ? a : z) : kinkOf(m, b), a, z);
        const [from, to] = m < 0 ? [a, t] : [t, z];
        const y = 2.5 - i;
        update(dead, { d: lanes.segment([a, y], [z, y]) });
        update(live, { d: from < to ? lanes.segment([from, y], [to, y]) : "" });
        update(grab, { d: live.getAttribute("d") });
      });
    },
  };
}

function kinkHandles(lanes, grabs, knobs, put) {
  return UNITS.map((n, i) => {
    const kink = () => kinks(knobs())[i];
    const inside = (t) => clamp(t, ...lanes.domain);
    const move = (t) => {
      const m = knobs()[2 * i];
      put({ [`b${n}`]: clamp(snap(-m * inside(t), 1e-6), KNOB.min, KNOB.max) });
    };
    const range = () => {
      const [min, max] = lanes.domain.map((end) => Number(end.toFixed(2)));
      return { ...STEPS, min, max };
    };
    const along = { label: `unit ${n}, kink`, range, get: kink, set: move, text: sayX };
    const pulled = { from: () => [inside(kink()), 0], move: (x) => move(snap(x, 0.05)) };
    drag(grabs[i], { at: lanes.at, ...pulled });
    return handle(lanes, {
      className: `unit-${n}`,
      axes: { x: along },
      letter: n,
      away: () => inside(kink()) !== kink(),
      ...pulled,
      place: () => (Number.isNaN(kink()) ? null : [lanes.x(inside(kink())), lanes.y(2.5 - i)]),
    });
  });
}

/**
 * A handle near the live end of each unit: it turns the unit about its kink, or, when that is out of the picture,
 * about the line's other end.
 */
function slopeHandles(chart, knobs, put) {
  return UNITS.map((n, i) => {
    let pivot = null;
    const knob = () => knobs().slice(2 * i, 2 * i + 2);
    const turn = (m, [px, py]) => put({ [`m${n}`]: m, [`b${n}`]: clamp(snap(py - m * px, 1e-6), KNOB.min, KNOB.max) });
    const side = () => (knob()[0] < 0 ? -1 : 1);
    const limits = () => (side() > 0 ? RISING : FALLING);
    const limited = (m) => clamp(m, limits().min, limits().max);
    const slope = {
      label: `unit ${n}, slope about its kink`,
      range: limits,
      get: () => knob()[0],
      set: (m) => turn(limited(m), pivotOf(chart, ...knob())),
    };
    return handle(chart, {
      className: `unit-${n}`,
      axes: { y: slope },
      letter: n,
      pivot: () => {
        const [px, py] = pivotOf(chart, ...knob());
        return [chart.x(px), chart.y(clamp(py, ...chart.range))];
      },
      place: () => {
        const end = liveEnd(chart, ...knob(), i);
        return end && [chart.x(end[0]), chart.y(end[1])];
      },
      from: () => {
        pivot = pivotOf(chart, ...knob());
        return liveEnd(chart, ...knob(), i);
      },
      move: (x, y) => {
        const run = side() * Math.max(side() * (x - pivot[0]), 0.15);
        turn(limited(snap((y - pivot[1]) / run, 0.05)), pivot);
      },
    });
  });
}

/** What a slope handle turns about: the kink, or the line's place at the far edge if the kink is out of the picture. */
function pivotOf({ domain: [a, z] }, m, b) {
  const kink = kinkOf(m, b);
  const far = m < 0 ? z : a;
  return kink > a && kink < z ? [kink, 0] : [far, m * far + b];
}

/** A point near the live end of a unit, inside the picture; each a little further in than the one before. */
function liveEnd(chart, m, b, i) {
  const [[a, z], range] = [chart.domain, chart.range];
  const edge = m < 0 ? a : z;
  const [px, py] = pivotOf(chart, m, b);
  const top = m * edge + b > range[1] ? (range[1] - b) / m : edge; // where the unit leaves through the top
  const x = px + (top - px) * (0.94 - 0.09 * i);
  const y = m * x + b;
  return y > 0 && y <= range[1] && py <= range[1] && x >= a && x <= z ? [x, y] : null;
}

const SUBSCRIPT = { 1: "₁", 2: "₂", 3: "₃" };
function knobSliders(parent, { model, put, told }) {
  return UNITS.flatMap((n) => {
    const group = html(
      "fieldset",
      { class: `knobs unit-${n}` },
      html("legend", {}, html("span", { class: "swatch", "aria-hidden": "true" }), `unit ${n}`)
    );
    parent.append(group);
    return ["m", "b"].map((kind) =>
      slider(group, {
        name: kind + SUBSCRIPT[n],
        label: `${kind === "m" ? "slope" : "bias"} ${kind}${n}`,
        className: `unit-${n}`,
        range: KNOB,
        get: () => finite(model.get(kind + n)),
        set: (value) => put({ [kind + n]: value }),
        told,
      })
    );
  });
}

function toggles(parent, state, put) {
  const curve = toggle(parent, {
    name: "show the true curve",
    get: () => state().curveShown,
    set: (show_curve) => put({ show_curve }),
  });
  const marks = toggle(parent, {
    name: "show the losses to beat",
    get: () => state().marksShown,
    set: (show_marks) => put({ show_marks }),
  });
  const onlyWhereKnown = (now) => {
    curve.row.hidden = !now.curve.length;
    marks.row.hidden = !Object.keys(now.marks).length;
  };
  return [curve, marks, { draw: onlyWhereKnown }];
}

/** The losses, each with a bar; the longest bar is what the reader started from, or worse. */
function scores(parent) {
  const list = html("dl", { class: "scores" });
  const note = html("p", { class: "remark" });
  parent.append(list, note);
  const rows = new Map();
  const row = (name) => {
    if (!rows.has(name)) {
      const [bar, number] = [html("span", { class: "bar", "aria-hidden": "true" }), html("span", { class: "number" })];
      const made = html(
        "div",
        { class: name === "loss now" ? "score now" : "score" },
        html("dt", {}, name),
        html("dd", {}, number, bar)
      );
      list.append(made);
      rows.set(name, { bar, number, made });
    }
    return rows.get(name);
  };
  return {
    draw({ knobs, x, y, best, marks, marksShown }) {
      const all = { "loss now": loss(knobs, x, y), "your best so far": best && loss(best, x, y), ...marks };
      const longest = Math.max(15, ...Object.values(marks).map((mark) => 1.2 * finite(mark)));
      for (const [name, value] of Object.entries(all)) {
        const { bar, number, made } = row(name);
        made.hidden = name in marks && !marksShown; // until the reader asks for them
        write(number, x.length && Number.isFinite(value) ? score(value) : "no points");
        const width = `${100 * clamp(finite(value) / longest, 0, 1)}%`;
        if (news(bar, "width", width)) bar.style.width = width;
      }
      write(note, x.length ? remark(all["loss now"], marks) : "No points, so no loss.");
    },
  };
}

/** "Show the matrices": W₁ b₁ W₂ b₂, and the same as Python to copy. */
function matricesShown(view) {
  const tables = html("div", { class: "tables" });
  return toCopy(view, {
    summary: "Show the matrices",
    kinds: ["NumPy", "PyTorch"],
    text: ({ knobs }, library) => code(knobs, library),
    above: tables,
    draw: ({ knobs }) =>
      tables.replaceChildren(...Object.entries(matrices(knobs)).map(([name, rows]) => matrixTable(name, rows))),
  });
}

function matrixTable(name, values) {
  const rows = Array.isArray(values[0]) ? values : [values];
  const shape = Array.isArray(values[0]) ? `(${rows.length}, ${rows[0].length})` : `(${values.length},)`;
  const label = name[0] + SUBSCRIPT[name[1]];
  return html(
    "table",
    { class: "matrix" },
    html("caption", {}, `${label} ${shape}`),
    html("tbody", {}, ...rows.map((row) => html("tr", {}, ...row.map((value) => html("td", {}, say(value))))))
  );
}

export default { render };
