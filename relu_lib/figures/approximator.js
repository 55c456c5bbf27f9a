// Any function of one input, and the sum of rectified lines that comes close to it: the error against their number.

const LARGEST = 2.2; // height of a drawing
const HEIGHT = { min: -2, max: 2, step: 0.1, fine: 0.01 };
const UNITS = { min: 1, max: MOST, step: 1, fine: 1 };
const SLICE = 6; // milliseconds of work at a time, so that a page answers in between
const MOMENT = 250; // milliseconds without another target, until work in between begins

// --- state ----------------------------------------------------------------------------------------

const chosen = (list, id, otherwise) => (list.some((each) => each.id === id) ? id : otherwise);

/** The state made whole, whatever the traits hold. */
export function stateOf(model) {
  const drawn = finiteList(model.get("drawn")).map((height) => clamp(height, HEIGHT.min, HEIGHT.max));
  const [x, y] = ["x", "y"].map((name) => finiteList(model.get(name)));
  const count = Math.min(x.length, y.length, MOST_ROWS);
  return {
    target: chosen(TARGETS, model.get("target"), "sine"),
    units: wholeIn(model.get("units"), UNITS, 4),
    placement: chosen(PLACEMENTS, model.get("placement"), "well"),
    drawn: controlPlaces.map((_, i) => drawn[i] ?? 0),
    formula: String(model.get("formula") ?? ""),
    low: finite(model.get("low")),
    high: finite(model.get("high")),
    x: x.slice(0, count),
    y: y.slice(0, count),
    earth: finiteList(model.get("earth")).slice(0, MOST_ROWS),
    placed: model.get("placed") ?? {},
    limits: model.get("limits") ?? {},
  };
}

/** What a target depends on: as long as it is the same, so is the target. */
function keyOf({ target, drawn, formula, low, high, x, y }) {
  const own = { drawn, formula: [formula, low, high], data: [x, y] }[target];
  return JSON.stringify([target, own]);
}

// --- numbers in words ---------------------------------------------------------------------------------

const place = (subject, x) => (subject.target === "earth" ? `in ${say(x)}` : `at x = ${say(x, 3)}`);

/** What is said where fewer units than are asked for do as well as more. */
function noBetter(number, { units, worst }) {
  if (worst > 1e-12) return `${number} (on the samples shown, more do no better)`;
  return `${number} ${units === 1 ? "is" : "are"} enough`;
}

/** The result in words. */
export function words(subject, { units }, now, taken) {
  if (subject.fault) return subject.fault;
  const number = `${now.units} ${now.units === 1 ? "unit" : "units"}`;
  const enough = now.units < units ? noBetter(number, now) : number;
  const where = now.worst > 1e-12 ? `, ${place(subject, subject.x[now.at])}` : "";
  const [all, these] = [subject.limit, subject.limit / units ** 2].map(sayError);
  const limit = subject.limit
    ? `The limit for n well-placed units is rms ${all}/n²: ${these} for ${units}.`
    : subject.noLimit;
  const bears = taken ? ` Cross-validation takes ${taken} well-placed units.` : "";
  return `${enough}: worst error ${sayError(now.worst)}${where}; rms ${sayError(now.rms)}. ${limit}${bears}`;
}

// --- code to take along ---------------------------------------------------------------------------------

/** Python that runs as pasted and computes this very sum, or its knots as a table. */
export function codeFor(polyline, kind) {
  const { knots, heights } = polyline;
  if (kind === "CSV") return `x,height\n${knots.map((x, k) => `${x},${heights[k]}\n`).join("")}`;
  const { slopes, biases, weights, offset } = unitsOf(polyline);
  const [W1, b1] = [asPython([slopes]), asPython(biases)];
  const [W2, b2] = [asPython(weights.map((a) => [a])), asPython([offset])];
  const [first, last] = [knots[0] ?? 0, knots.at(-1) ?? 0].map(asPython);
  return kind === "NumPy"
    ? `import numpy as np

W1 = np.array(${W1})
b1 = np.array(${b1})
W2 = np.array(${W2})
b2 = np.array(${b2})

X = np.linspace(${first}, ${last}, 9).reshape(-1, 1)  # nine examples, one a row
Y = np.maximum(X @ W1 + b1, 0) @ W2 + b2
print(Y.ravel())
`
    : `import torch
from torch import nn

network = nn.Sequential(nn.Linear(1, ${slopes.length}), nn.ReLU(), nn.Linear(${slopes.length}, 1)).double()
with torch.no_grad():  # PyTorch keeps each weight matrix transposed
    network[0].weight.copy_(torch.tensor(${W1}, dtype=torch.double).T)
    network[0].bias.copy_(torch.tensor(${b1}, dtype=torch.double))
    network[2].weight.copy_(torch.tensor(${W2}, dtype=torch.double).T)
    network[2].bias.copy_(torch.tensor(${b2}, dtype=torch.double))

X = torch.linspace(${first}, ${last}, 9, dtype=torch.double).reshape(-1, 1)
Y = network(X)
print(Y.ravel().tolist())
`;
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a function, and the sum of units that comes close to it" });
  const put = (values) => change(model, values);
  const current = currentOf(model);
  const tools = { get: current.get, put };
  const top = [targetButtons(view.picture, tools), ...ownPanels(view.picture, tools)];
  const [chart, errors] = charted(view.picture);
  const parts = [drawnCurves(chart), errorPlot(errors, tools)];
  const movers = [...top, drawingHandles(chart, tools), ...controls(view.controls, tools)];
  const [said, told] = [html("p", { class: "said" }), message()];
  told.line.classList.add("calm");
  view.picture.append(said, told.line);
  const copied = toCopy(view, {
    summary: "Show the numbers",
    kinds: ["NumPy", "PyTorch", "CSV"],
    text: ({ now }, kind) => codeFor(now, kind),
  });
  const draw = () => {
    const here = current.get();
    ahead.workFor(here.subject);
    here.taken = here.subject.taken || here.subject.borne || 0;
    for (const axes of [chart, errors]) rescale(axes, here.subject);
    for (const part of [...parts, ...movers, copied]) part.draw(here);
    const result = words(here.subject, here.state, here.now, here.taken);
    write(said, result);
    return result;
  };
  const ahead = working(({ borne }) => {
    if (borne) told.show(`Counted: the data bear ${borne}.`); // it is heard; what is seen is said below the plots
    current.renew();
    draw();
  });
  return view.live(draw, () => {
    current.end();
    ahead.end();
  });
}

/** The state, its target and the polyline for it, made once a change. */
function currentOf(model) {
  let [key, subject] = ["", null];
  return onceAChange(model, () => {
    const state = stateOf(model);
    const wanted = keyOf(state);
    if (wanted !== key) [key, subject] = [wanted, subjectOf(state)];
    subject.asked.add(`${state.placement} ${state.units}`);
    return { state, subject, now: approximation(subject, state.placement, state.units) };
  });
}

/** What is made ready in between: well-placed kinks for each number of units, and how many the reader's data bear. */
const readied = function* (subject) {
  yield* placedAhead(subject);
  const enough = subject.target === "data" && !subject.fault && subject.samples.x.length >= 20;
  subject.borne = enough ? yield* unitsBorne(subject.samples) : 0;
};

/** Makes a target ready in slices, once the reader has let it be for a moment; `done(subject)` after the last. */
function working(done) {
  let [about, due] = [null, null];
  const end = () => clearTimeout(due);
  const work = (subject, steps) => {
    const begun = performance.now();
    let step = steps.next();
    if (step.done) return; // there was nothing to do
    while (!step.done && performance.now() - begun < SLICE) step = steps.next();
    if (step.done) done(subject);
    else due = setTimeout(() => work(subject, steps));
  };
  return {
    end,
    workFor(subject) {
      if (subject === about) return;
      end();
      about = subject;
      due = setTimeout(() => work(subject, readied(subject)), MOMENT);
    },
  };
}

// --- the plots ------------------------------------------------------------------------------------

function charted(parent) {
  const [left, right] = [html("div", { class: "wide" }), html("div", { class: "narrow" })];
  parent.append(html("div", { class: "two-plots" }, left, right));
  const chart = plot(left, {
    domain: [-1, 1],
    range: [-1, 1],
    height: (w) => clamp(w * 0.66, 210, 300),
    label: "Plot of the target and the sum",
    xlabel: "x",
    margin: { right: 34 }, // "year" is longer
  });
  const errors = plot(right, {
    domain: [0, 6.5], // up to 64 units, and room for the name of the axis
    range: [-4, 0],
    height: (w) => clamp(w * 0.95, 210, 300),
    label: "Plot of the error against the number of units, both on log scales",
    xlabel: "units",
    ylabel: "rms error",
    tickX: (power) => say(2 ** power),
    logarithms: true,
    margin: { left: 52, right: 36 },
  });
  return [chart, errors];
}

/** What axes span for a target: the picture of the target, or of the errors that there may be. */
function rescale(axes, subject) {
  if (axes.subject === subject) return axes.fit();
  axes.subject = subject;
  const spanned = () => JSON.stringify([axes.domain, axes.range, axes.named.xlabel]);
  const same = spanned();
  if (axes.named.logarithms) axes.range = rangeOfErrors(subject);
  else {
    Object.assign(axes, frameOf(subject));
    axes.named.xlabel = subject.target === "earth" ? "year" : "x";
  }
  if (spanned() !== same) axes.box.width = 0;
  return axes.fit();
}

export function frameOf({ target, x, y, fault }) {
  if (fault || !x.length) return { domain: [-1, 1], range: [-1, 1] };
  let [low, high] = [Math.min(...y), Math.max(...y)];
  if (target === "drawn") [low, high] = [-LARGEST, LARGEST];
  if (!(high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-300)))
    [low, high] = [low - 1 - Math.abs(low) * 1e-6, high + 1 + Math.abs(high) * 1e-6];
  const [first, last] = [x[0], x.at(-1)];
  const aside = Math.max(0.03 * (last - first), 1e-9 * Math.abs(last));
  const above = target === "drawn" ? 0 : 0.1 * (high - low);
  return { domain: [first - aside, last + aside], range: [low - above, high + above] };
}

/** The logarithms of the errors that there may be, with one unit and with the most. */
export function rangeOfErrors(subject) {
  if (subject.target === "drawn") return [-4, 0.4]; // it stays while a reader draws
  if (subject.fault) return [-4, 0];
  const few = PLACEMENTS.map(({ id }) => approximation(subject, id, 1).rms);
  const many = PLACEMENTS.map(({ id }) => approximation(subject, id, MOST).rms);
  const size = Math.max(...few) || 1;
  const least = Math.min(...many.filter((rms) => rms > 1e-9 * size), subject.limit / MOST ** 2 || size, size / 20);
  return [Math.log10(least) - 0.25, Math.log10(size) + 0.2];
}

function drawnCurves(chart) {
  const target = svg("path", { class: "line target" });
  const dots = svg("path", { class: "line dots" });
  const total = svg("path", { class: "line sum" });
  const kinks = svg("path", { class: "line kinks" });
  const miss = svg("path", { class: "line worst" });
  const mark = svg("path", { class: "line worst-mark" });
  chart.drawing.append(target, dots, total, miss, kinks, mark);
  const dotted = (points) => points.map((point) => chart.path([point, point])).join("");
  let drawn;
  return {
    draw({ subject, now }) {
      const points = subject.x.map((x, i) => [x, subject.y[i]]);
      if (drawn !== subject.x || chart.drawnFor !== chart.box.width) {
        [drawn, chart.drawnFor] = [subject.x, chart.box.width];
        update(target, {
          d: subject.dots
            ? ""
            : strokes(points)
                .map((stroke) => chart.path(stroke))
                .join(""),
        });
        update(dots, { d: subject.dots ? dotted(points) : "" });
      }
      const [a, z] = chart.domain;
      const ends = (at) => [at, heightsAt(now, [at])[0]];
      const corners = now.knots.map((x, k) => [x, now.heights[k]]);
      const shown = !subject.fault && corners.length > 1;
      update(total, { d: shown ? chart.path([ends(a), ...corners, ends(z)]) : "" });
      update(kinks, { d: shown ? dotted(corners.slice(1, -1)) : "" });
      const worst = [subject.x[now.at], subject.y[now.at]];
      const there = shown && now.worst > 1e-12;
      update(miss, { d: there ? chart.segment(worst, [worst[0], now.height]) : "" });
      update(mark, { d: there ? diamond(chart, [worst[0], now.height]) : "" });
    },
  };
}

/** A chain of points in as many strokes as it has jumps. */
function strokes(points) {
  const all = [[]];
  points.forEach((point, i) => {
    if (i && point[0] === points[i - 1][0]) all.push([]);
    all.at(-1).push(point);
  });
  return all;
}

function diamond({ x, y, box }, [at, height]) {
  const [px, py] = [clamp(x(at), box.left + 6, box.right - 6), clamp(y(height), box.top + 6, box.bottom - 6)];
  return asPath([[[px, py - 6], [px + 6, py], [px, py + 6], [px - 6, py], [px, py - 6]]]); // prettier-ignore
}

/** A text at a place; an empty one is not there. */
function writeAt(text, words, x, y) {
  update(text, { x, y, display: words ? null : "none" });
  write(text, words);
}

/** The errors that the reader has seen, one curve a placement; the limit; and a handle that chooses how many units. */
function errorPlot(errors, { get, put }) {
  const limit = svg("path", { class: "line limit" });
  const taken = svg("path", { class: "line taken" });
  const curves = PLACEMENTS.map((_, i) => svg("path", { class: `line unit unit-${i + 1}` }));
  const [name, limitName, zero] = ["middle", "end", "middle"].map((anchor) => svg("text", { "text-anchor": anchor }));
  errors.drawing.append(limit, taken, ...curves);
  errors.top.append(name, limitName, zero);
  const height = (rms) => clamp(Math.log10(Math.max(rms, 1e-300)), ...errors.range);
  const at = (units, { rms }) => [Math.log2(units), height(rms)];
  const here = () => at(get().state.units, get().now);
  const set = (units) => put({ units: clamp(Math.round(units), UNITS.min, UNITS.max) });
  const knob = handle(errors, {
    radius: 8,
    axes: { x: { label: "units, on the plot of errors", range: UNITS, get: () => get().state.units, set, text: say } },
    place: () => (get().subject.fault ? null : [errors.x(here()[0]), errors.y(here()[1])]),
    from: here,
    move: (x) => set(2 ** x),
  });
  return {
    draw({ subject, now, taken: units }) {
      const seen = [...subject.found].map(([key, one]) => [...key.split(" "), one]);
      PLACEMENTS.forEach(({ id }, i) => {
        const own = seen.filter(([placement, count]) => placement === id && subject.asked.has(`${id} ${count}`));
        const points = own.map(([, count, one]) => at(count, one)).sort((p, q) => p[0] - q[0]);
        update(curves[i], { d: subject.fault ? "" : errors.path(points.length > 1 ? points : [...points, ...points]) });
      });
      const limitAt = (power) => height(subject.limit / 4 ** power);
      const line = [0, 6].map((power) => [power, limitAt(power)]);
      update(limit, { d: subject.limit && !subject.fault ? errors.path(line) : "" });
      writeAt(limitName, subject.limit && !subject.fault ? "limit" : "", errors.x(2.5), errors.y(limitAt(2.5)) + 22);
      const within = (x, half) => clamp(x, errors.box.left + half, errors.box.right - half);
      const off = !subject.fault && now.rms < 10 ** errors.range[0]; // the handle stands on the edge
      writeAt(zero, off ? "0, off the scale" : "", within(errors.x(here()[0]), 52), errors.box.bottom - 28);
      const across = Math.log2(units || 1);
      update(taken, { d: units ? errors.segment([across, errors.range[0]], [across, errors.range[1]]) : "" });
      writeAt(name, units ? `bears ${units}` : "", within(errors.x(across), 30), errors.box.bottom - 8);
      knob.draw();
    },
  };
}

// --- a drawing --------------------------------------------------------------------------------------

const drawable = (y) => clamp(snap(y, HEIGHT.fine), HEIGHT.min, HEIGHT.max);

/** The control points that a pointer has passed between two places, and the heights at which it did. */
function swept(from, to) {
  const near = REACH / (CONTROLS - 1);
  const [[x0, y0], [x1, y1]] = from[0] <= to[0] ? [from, to] : [to, from];
  const passed = controlPlaces.map((t, i) => [i, t]).filter(([, t]) => t >= x0 - near && t <= x1 + near);
  const along = (t) => (x1 > x0 ? (clamp(t, x0, x1) - x0) / (x1 - x0) : 1);
  return new Map(passed.map(([i, t]) => [i, drawable(y0 + (y1 - y0) * along(t))]));
}

/** Control points to draw with: each a handle; between them a pointer draws freely. */
function drawingHandles(chart, { get, put }) {
  const sheet = svg("rect", { class: "sheet" });
  chart.drawing.append(sheet);
  const heights = () => get().state.drawn;
  const withHeights = (changes) => put({ drawn: heights().map((old, i) => changes.get(i) ?? old) });
  let last = null;
  drag(sheet, {
    at: chart.at,
    start: (event) => {
      last = chart.at(event);
      withHeights(swept(last, last));
    },
    move: (x, y) => {
      withHeights(swept(last, [x, y]));
      last = [x, y];
    },
  });
  const points = controlPlaces.map((t, i) =>
    handle(chart, {
      radius: 5,
      hit: 11,
      axes: {
        y: {
          label: `height at x = ${say(t)}`,
          range: HEIGHT,
          get: () => heights()[i],
          set: (y) => withHeights(new Map([[i, y]])),
        },
      },
      place: () => [chart.x(t), chart.y(heights()[i])],
      from: () => [t, heights()[i]],
      move: (_, y) => withHeights(new Map([[i, drawable(y)]])),
    })
  );
  return {
    draw({ state }) {
      const { left, right, top, bottom } = chart.box;
      const shown = state.target === "drawn";
      update(sheet, { x: left, y: top, width: right - left, height: bottom - top, display: shown ? null : "none" });
      for (const { group, draw } of points) {
        if (shown && !group.isConnected) chart.top.append(group);
        if (!shown) group.remove(); // hidden, it would still be among what assistive technology finds
        draw();
      }
    },
  };
}

// --- controls ---------------------------------------------------------------------------------------

const targetButtons = (parent, { put }) =>
  choice(parent, {
    label: "what to approximate",
    list: TARGETS,
    className: "targets",
    get: ({ state }) => state.target,
    set: (target) => put({ target }),
  });

/** A short stroke as the curve of a placement is drawn. */
const stroke = (i) =>
  svg(
    "svg",
    { class: "swatch", width: 26, height: 10, "aria-hidden": "true" },
    svg("path", { class: `line unit unit-${i + 1}`, d: "M1,5L25,5" })
  );

function controls(parent, { put, get }) {
  const units = slider(parent, {
    name: "units",
    range: UNITS,
    get: () => get().state.units,
    set: (value) => put({ units: value }),
  });
  const placement = choice(parent, {
    label: "where the kinks go",
    list: PLACEMENTS.map((each, i) => ({ ...each, mark: stroke(i) })),
    className: "placements",
    get: ({ state }) => state.placement,
    set: (value) => put({ placement: value }),
  });
  return [units, placement];
}

/** What a drawing, a formula and data of the reader's own need. */
function ownPanels(parent, tools) {
  const hint = html("p", { class: "panel" }, "Draw in the plot, from left to right or back; or move its points.");
  const panels = [hint, formulaPanel(tools), dataPanel(tools)];
  parent.append(hint, panels[1].element, panels[2].element);
  const shownFor = ["drawn", "formula", "data"];
  const draw = ({ state }) =>
    panels.forEach((panel, i) => {
      (panel.element ?? panel).hidden = state.target !== shownFor[i];
    });
  return [{ draw }, panels[1], panels[2]];
}

function formulaPanel({ get, put }) {
  const told = message();
  const state = () => get().state;
  const tried = (changes) => {
    const { formula, low: from, high: to } = { ...state(), ...changes };
    const { fault } = pointsOfFormula(formula, from, to);
    if (fault) return told.show(fault);
    told.clear();
    put(changes);
  };
  const plain = { spellcheck: "false", autocomplete: "off", autocapitalize: "off" };
  const input = html("input", { type: "text", class: "formula", maxlength: LONGEST, ...plain });
  input.addEventListener("input", () => tried({ formula: input.value }));
  const label = html("label", {}, "f(x) = ", input);
  const box = (label, trait) =>
    numberBox({ label, get: () => state()[trait], set: (value) => tried({ [trait]: value }), told });
  const [low, high] = [box("from x", "low"), box("to x", "high")];
  const element = html(
    "div",
    { class: "panel formula-panel" },
    label,
    " from ",
    low.input,
    " to ",
    high.input,
    told.line
  );
  let drawn;
  return {
    element,
    draw() {
      const { formula } = state();
      if (formula !== drawn && input.value !== formula) input.value = formula;
      drawn = formula;
      low.draw();
      high.draw();
    },
  };
}

function dataPanel({ put }) {
  const told = message();
  told.line.classList.add("calm");
  const area = html("textarea", {
    rows: 4,
    spellcheck: "false",
    "aria-label": "your data, two columns: x and y",
    placeholder: "Paste two columns of numbers, or drop a file here: x, then y, one pair a line.",
  });
  const note = html("p", { class: "note" }, "What you paste stays in this page: nothing is sent anywhere.");
  const read = () => {
    if (!area.value.trim()) {
      told.clear();
      return put({ x: [], y: [] }); // then it says that there are no data yet
    }
    const table = tableFrom(area.value);
    const { x, y } = table;
    told.line.textContent = toldOf(table); // it stays: it is about what stands in the box
    if (new Set(x).size > 1) put({ x, y });
  };
  area.addEventListener("input", read);
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", async (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return; // a text that is dropped goes in by itself
    event.preventDefault();
    area.value = await file.text();
    read();
  });
  const element = html("div", { class: "panel" }, area, told.line, note);
  return { element, draw() {} };
}

export default { render };
