// Training, step by step: the sum moves, the loss falls, and what a step size does is seen.

const MOST_UNITS = 64;
const MOST_STEPS = 2000;
const METHOD_NAMES = ["plain", "momentum", "Adam"];
const OPENING = [-1.5, 1.5, 1, -1.5, 1.5, 1, 1, 1, 1, 0]; // slopes, biases, weights, offset of chapter 3's six knobs
const KNOB = { min: -15, max: 15, step: 0.1, fine: 0.01 };
const SIZE = { min: 0, max: 3.5, step: 0.1, fine: 0.01 }; // a step size as its power of ten, from 0.001 on
const STEP = { min: 0, max: MOST_STEPS, step: 1, fine: 1 };
const SEED = { min: 0, max: 99, step: 1, fine: 1 };
const WIDTH = { min: 0, max: MOST_UNITS, step: 1, fine: 1 };

// --- what is met on the way ------------------------------------------------------------------------

/** The loss as it depends on one number alone: a function. All but one unit are added up once. */
export function slice(numbers, index, x, y) {
  const k = widthOfNumbers(numbers);
  if (index === 3 * k) {
    const rest = x.map((at, i) => predicted(numbers, at) - numbers[index] - y[i]);
    return (value) => rest.reduce((total, r) => total + (r + value) ** 2, 0) / x.length;
  }
  const j = index % k;
  const term = (m, b, a, at) => a * relu(m * at + b);
  const own = [numbers[j], numbers[k + j], numbers[2 * k + j]];
  const rest = x.map((at, i) => predicted(numbers, at) - term(...own, at) - y[i]);
  return (value) => {
    const changed = own.map((number, part) => (part === Math.floor(index / k) ? value : number));
    return x.reduce((total, at, i) => total + (rest[i] + term(...changed, at)) ** 2, 0) / x.length;
  };
}

/** What has been met on the way so far, in words; "" if the loss has fallen at every step. */
export function met(losses, upTo, deadBefore, deadNow, units, ended) {
  if (ended) return "the loss grew beyond all bounds";
  const died = deadNow - deadBefore;
  if (died > 0) return `${died === units ? "all" : died} of ${units} units died`;
  const top = losses.slice(1, upTo + 1).reduce((most, each) => Math.max(most, each), 0);
  if (top > 2 * losses[0]) return "the loss grew";
  for (let t = 1; t <= upTo; t++)
    if (losses[t] > losses[t - 1] * (1 + 1e-9)) return `the loss rose, first at step ${t}`;
  return "";
}

// --- state ----------------------------------------------------------------------------------------

/** The model's traits as they can be used; six says whether it is chapter 3's six knobs that move. */
function settingsOf(model) {
  const units = wholeIn(model.get("units"), WIDTH);
  const [six, seed] = [units === 0, wholeIn(model.get("seed"), { min: 0, max: 2 ** 32 - 1 })];
  const given = finiteList(model.get("start"));
  const known = six ? OPENING : randomStart(units, seed);
  const [x, y] = [model.get("x"), model.get("y")].map(finiteList);
  const count = Math.min(x.length, y.length);
  const size = finite(model.get("step_size"));
  return {
    six,
    seed,
    units: six ? 3 : units,
    start: given.length === known.length ? given : known,
    held: six ? 6 : known.length,
    x: x.slice(0, count),
    y: y.slice(0, count),
    method: METHODS[wholeIn(model.get("method"), { min: 0, max: 2 })],
    stepSize: size > 0 ? Math.min(size, 1e6) : 0.1,
    keep: Boolean(model.get("keep_gradients")),
  };
}

/** A state: the settings, the descent they lead to, and where in it the reader stands. */
function stateOf(model, known) {
  const settings = settingsOf(model);
  const key = JSON.stringify(settings);
  const run = known?.key === key ? known.run : descent(settings);
  const wanted = wholeIn(model.get("steps"), STEP);
  const numbers = run.at(wanted);
  const steps = Math.min(wanted, run.last);
  const knob = wholeIn(model.get("knob"), { min: -1, max: 3 * settings.units });
  return {
    ...settings,
    key,
    run,
    steps,
    numbers,
    loss: run.losses[steps],
    dead: dead(numbers, settings.x),
    knob: settings.six && knob >= 6 ? -1 : knob,
    marks: model.get("marks") ?? {},
    marksShown: Boolean(model.get("show_marks")),
  };
}

// --- the result in words ----------------------------------------------------------------------------

export const listedUnits = (units) =>
  units.length > 6
    ? `${units
        .slice(0, 6)
        .map((j) => j + 1)
        .join(", ")} and more`
    : units.map((j) => j + 1).join(", ");

export function words({ steps, loss, units, dead, x, marks, run }) {
  if (!x.length) return "No points, so no loss.";
  const died = dead.length ? `, ${dead.length} of them dead: ${listedUnits(dead)}` : "";
  const ended = steps === run.last ? " Here the numbers leave all bounds." : "";
  const truth = marks["the true curve"];
  const closer = loss < truth ? " Closer to the points than the true curve." : "";
  return `Step ${steps}. Loss ${score(loss, 3)}. ${units} ${units === 1 ? "unit" : "units"}${died}.${ended}${closer}`;
}

const SUB = "₀₁₂₃₄₅₆₇₈₉";
const subscript = (number) => Array.from(String(number), (digit) => SUB[digit]).join("");

/** What a number of the sum is called, by its index. */
export function nameOf(index, units) {
  if (index < 0) return "none";
  if (index === 3 * units) return "offset c";
  return `${["slope m", "bias b", "weight a"][Math.floor(index / units)]}${subscript((index % units) + 1)}`;
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a sum of rectified lines learns", beside: true });
  const told = message();
  let now = stateOf(model); // once a change: every part asks for it
  const state = () => now;
  const put = (values) => change(model, values);
  const anew = (values) => put({ steps: 0, ...values }); // another setting: from the start
  const tools = { model, state, put, anew, told };
  const said = html("p", { class: "said" });
  const parts = [fitPlot(view.picture), unitStrip(view.picture), lossPlot(view.picture, tools)];
  const buttons = html("div", { class: "player" }); // where one sees what they do
  view.picture.append(buttons, said);
  const movers = [...settings(view.controls, tools), ...sixKnobs(view.controls, tools), oneKnob(view.controls, tools)];
  parts.push(slicePlot(view.controls)); // below the buttons that ask for it
  movers.push(metSoFar(view.controls, movers[0].input)); // the first is the step size
  view.controls.append(told.line);
  const playing = player(view, buttons, tools);
  const renew = () => {
    now = stateOf(model, now);
  };
  model.on("change", renew);
  return view.live(
    () => {
      for (const part of [...parts, ...movers, playing]) part.draw(now);
      write(said, words(now));
      return words(now);
    },
    () => {
      playing.end();
      model.off("change", renew);
    }
  );
}

/** The frame of a plot from the data alone, so that it stays where it is while the sum moves. */
export function extentOf(x, y) {
  if (!x.length) return { domain: [-2, 2], range: [-1, 16] };
  const [a, z] = [Math.min(...x), Math.max(...x)];
  const [low, high] = [Math.min(0, ...y), Math.max(0, ...y)];
  const aside = 0.04 * (z - a) + 1e-9 * Math.max(1, Math.abs(a), Math.abs(z));
  const above = 0.08 * (high - low) + 1e-9;
  return { domain: [a - aside, z + aside], range: [low - above, high + above] };
}

/** The points, the sum, and its units while they are few. */
function fitPlot(parent) {
  const chart = plot(parent, {
    ...extentOf([], []),
    height: (w) => clamp(w * 0.5, 200, 270),
    label: "Plot of the points and the sum",
    xlabel: "x",
    ylabel: "y",
  });
  const total = svg("path", { class: "line sum" });
  const [lines, data, corners] = ["units", "data", "bends"].map((name) => svg("g", { class: name }));
  chart.drawing.append(lines, total, data, corners);
  let drawnFor = null;
  const rescale = ({ x, y }) => {
    const key = JSON.stringify([x, y]);
    if (key !== drawnFor) Object.assign(chart, extentOf(x, y)).box.width = 0;
    drawnFor = key;
    if (!chart.fit()) return;
    data.replaceChildren(
      ...x.map((at, i) => svg("circle", { class: "datum", r: 4, cx: chart.x(at), cy: chart.y(y[i]) }))
    );
  };
  return {
    draw(now) {
      rescale(now);
      const { numbers, units } = now;
      const kinks = Array.from({ length: units }, (_, j) => kinkOf(numbers[j], numbers[units + j]));
      const inside = sortedWithin(kinks, chart.domain);
      const places = [chart.domain[0], ...inside, chart.domain[1]];
      const sums = places.map((at) => predicted(numbers, at));
      update(total, { d: chart.path(places.map((at, i) => [at, sums[i]])) });
      const height = (value) => clamp(chart.y(value), chart.box.top, chart.box.bottom);
      circles(
        corners,
        inside.map((at, i) => [chart.x(at), height(sums[i + 1])]),
        { class: "bend", r: 3.4 }
      );
      drawUnits(lines, chart, now, places);
    },
  };
}

/** Each unit's own line, where there are at most three. */
function drawUnits(group, chart, { numbers, units }, places) {
  const shown = units <= 3 ? units : 0;
  while (group.childElementCount > shown) group.lastChild.remove();
  while (group.childElementCount < shown)
    group.append(svg("path", { class: `line unit unit-${group.childElementCount + 1}` }));
  for (let j = 0; j < shown; j++) {
    const term = (at) => numbers[2 * units + j] * relu(numbers[j] * at + numbers[units + j]);
    update(group.children[j], { d: chart.path(places.map((at) => [at, term(at)])) });
  }
}

/** As many circles in a group as there are places. */
function circles(group, places, attributes) {
  while (group.childElementCount > places.length) group.lastChild.remove();
  while (group.childElementCount < places.length) group.append(svg("circle", attributes));
  places.forEach(([cx, cy], i) => update(group.children[i], { cx: cx.toFixed(2), cy: cy.toFixed(2) }));
}

/** One small square a unit, hollow and grey where it is dead. */
function unitStrip(parent) {
  const [squares, text] = [html("span", { class: "squares", "aria-hidden": "true" }), html("span", { class: "count" })];
  parent.append(html("p", { class: "unit-strip" }, squares, text));
  return {
    draw({ units, dead }) {
      while (squares.childElementCount > units) squares.lastChild.remove();
      while (squares.childElementCount < units) squares.append(html("span", { class: "square" }));
      [...squares.children].forEach((square, j) =>
        update(square, { class: `square${dead.includes(j) ? " gone" : ""}` })
      );
      const died = dead.length ? `${dead.length} of ${units} dead: ${listedUnits(dead)}` : `${units} units, none dead`;
      write(text, units === 1 && !dead.length ? "1 unit, not dead" : died);
    },
  };
}

// --- the loss, step by step ---------------------------------------------------------------------------

const LOWEST = 1e-6; // a loss that is smaller is drawn as this
const log10 = (value) => Math.log10(clamp(value, LOWEST, HUGE));

/** The steps that an axis shows: a round number that has room for what has been seen. */
export const roomFor = (steps) => [50, 100, 200, 500, 1000, MOST_STEPS].find((room) => room >= steps);

function lossPlot(parent, { state, put }) {
  const chart = plot(parent, {
    domain: [0, 50],
    range: [0, 2],
    height: 168,
    logarithms: true,
    label: "Plot of the loss after each step, on a scale of powers of ten",
    xlabel: "step",
    ylabel: "loss, log scale",
    margin: { right: 34 },
  });
  const [before, line] = [svg("g"), svg("path", { class: "line loss" })];
  const [marks, names] = [svg("g", { class: "marks" }), svg("g")];
  chart.drawing.append(before, marks, line, names); // what is earlier lies below; words, above all lines
  const view = { room: 50, low: 0, high: 1.5 }; // what the axes have room for: they grow, and begin anew with Reset
  const runs = earlierRuns(before, chart);
  const lossNow = () => clamp(chart.y(log10(finite(state().loss, 1))), chart.box.top, chart.box.bottom);
  const scrub = handle(chart, {
    radius: 7,
    axes: {
      x: {
        label: "step, along the loss",
        range: () => ({ ...STEP, step: 10, max: view.room }), // beyond what has been seen it goes on
        get: () => state().steps,
        set: (steps) => put({ steps: clamp(steps, 0, MOST_STEPS) }),
      },
    },
    place: () => [chart.x(state().steps), lossNow()],
    from: () => [state().steps, 0],
    move: (x) => put({ steps: clamp(Math.round(x), 0, view.room) }),
  });
  return {
    draw(now) {
      grow(view, now, runs);
      Object.assign(chart, { domain: [0, view.room], range: [view.low, view.high] });
      if (view.changed) chart.box.width = 0;
      chart.fit();
      runs.draw(now);
      update(line, { d: now.x.length ? chart.path(curveOf(now.run.losses)) : "" });
      drawMarks(marks, names, chart, now);
      scrub.draw();
    },
  };
}

/** The axes of the loss have room for all that is shown, in round numbers. */
function grow(view, now, runs) {
  const shown = [...runs.all(now), now.run.losses];
  const marks = now.marksShown ? Object.values(now.marks).map((mark) => finite(mark)) : [];
  const logs = [...shown.flatMap(extremes), ...marks].map(log10);
  const room = roomFor(Math.max(...shown.map((losses) => losses.length - 1)));
  const [low, high] = [Math.floor(2 * Math.min(0, ...logs)) / 2 - 0.25, Math.ceil(2 * Math.max(...logs, 1)) / 2 + 0.05];
  view.changed = view.room !== room || view.low !== low || view.high !== high;
  Object.assign(view, { room, low, high: Math.min(high, 40) });
}

function extremes(losses) {
  let [least, most] = [Infinity, 0];
  for (const loss of losses) if (Number.isFinite(loss)) [least, most] = [Math.min(least, loss), Math.max(most, loss)];
  return most > 0 ? [least, most] : [];
}

/** A curve of losses with at most about 300 corners: of those in between, the largest and the smallest. */
export function curveOf(losses) {
  const points = [];
  const each = Math.max(1, Math.ceil(losses.length / 150));
  for (let t = 0; t < losses.length; t += each) {
    let [low, high] = [t, t];
    for (let i = t; i < Math.min(t + each, losses.length); i++) {
      if (losses[i] < losses[low]) low = i;
      if (losses[i] > losses[high]) high = i;
    }
    for (const i of low < high ? [low, high] : high < low ? [high, low] : [low]) points.push([i, log10(losses[i])]);
  }
  return points;
}

/** The losses to hold one's own against, as lines across, once the reader asks for them. */
function drawMarks(group, names, chart, { marks, marksShown }) {
  const shown = marksShown ? Object.entries(marks).sort(([, one], [, other]) => one - other) : [];
  const key = JSON.stringify([shown, chart.box.width, chart.range]);
  if (!news(group, "marks", key)) return;
  for (const each of [group, names]) each.replaceChildren();
  for (const [name, loss] of shown) {
    const y = chart.y(log10(finite(loss, 1)));
    group.append(svg("path", { class: "line target", d: `M${chart.box.left},${y}L${chart.box.right},${y}` }));
    if (chart.range[1] - chart.range[0] > 4) continue; // there is no room for words between lines so close
    const place = { x: chart.box.right - 4, y: y - 5, "text-anchor": "end" };
    names.append(svg("text", { class: "mark", ...place }, `${name}: ${score(loss)}`));
  }
}

/** The last few runs with other settings, faint, to compare with. They go when the width or the seed is another. */
function earlierRuns(group, chart) {
  let [kept, last] = [[], null];
  const sameNetwork = (one, other) => one.six === other.six && one.units === other.units && one.seed === other.seed;
  const renew = (now) => {
    if (last && !sameNetwork(last, now)) kept = [];
    else if (last && last.key !== now.key && last.run.losses.length > 2) kept = [...kept, last.run.losses].slice(-3);
    last = now;
  };
  return {
    all(now) {
      if (last?.key !== now.key) renew(now);
      return kept;
    },
    draw() {
      while (group.childElementCount > kept.length) group.lastChild.remove();
      while (group.childElementCount < kept.length) group.append(svg("path", { class: "line earlier" }));
      kept.forEach((losses, i) => update(group.children[i], { d: chart.path(curveOf(losses)) }));
    },
  };
}

// --- one knob ------------------------------------------------------------------------------------------

/** The loss as it depends on one number alone, all others staying as they are. */
function slicePlot(parent) {
  const box = html("div", { class: "slice" });
  const title = html("p", { class: "slice-title" });
  box.append(title);
  parent.append(box);
  const chart = plot(box, {
    domain: [-8, 8],
    range: [0, 20],
    height: 150,
    label: "Plot of the loss against one knob",
    xlabel: "",
    ylabel: "loss",
  });
  const [curve, dot] = [svg("path", { class: "line loss" }), svg("circle", { class: "bend", r: 5 })];
  chart.drawing.append(curve, dot);
  return {
    draw(now) {
      box.hidden = now.knob < 0 || !(now.loss < 1e6); // a larger one is no picture
      if (box.hidden) return;
      const { numbers, knob, x, y, units, loss } = now;
      const value = numbers[knob];
      write(title, `The loss against ${nameOf(knob, units)} alone; now it is ${say(value)}`);
      const domain = around(value);
      const of = slice(numbers, knob, x, y);
      const places = Array.from({ length: 161 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / 160);
      const losses = places.map(of);
      const top = Math.max(niceAbove(Math.min(4 * finite(loss, 1), Math.max(...losses))), 1e-6);
      if (chart.domain[0] !== domain[0] || chart.range[1] !== top) chart.box.width = 0;
      Object.assign(chart, { domain, range: [0, top] });
      chart.fit();
      update(curve, { d: chart.path(places.map((at, i) => [at, losses[i]])) });
      update(dot, {
        cx: chart.x(value).toFixed(2),
        cy: clamp(chart.y(loss), chart.box.top, chart.box.bottom).toFixed(2),
      });
    },
  };
}

/** An interval around a value that stays as it is while the value moves a little. */
export function around(value) {
  const half = Math.max(8, Math.abs(value) / 100);
  const middle = Math.abs(value) <= 6 ? 0 : Math.round(value / (half / 2)) * (half / 2);
  return [middle - half, middle + half];
}

/** A round number at or above another. */
export function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(clamp(value, 1e-300, 1e300)));
  return [1, 2, 5, 10].find((head) => head * power >= value * 0.999) * power;
}

/** Which number of the sum is looked at: its kind, and its unit. */
function oneKnob(parent, { state, put }) {
  const kinds = html("div", { class: "choose many", role: "group", "aria-label": "one knob alone" });
  const kindOf = ({ knob, units }) => (knob < 0 ? -1 : Math.min(Math.floor(knob / units), 3));
  const unitOf = ({ knob, units }) => (knob < 0 || knob === 3 * units ? 0 : knob % units);
  const index = (kind, unit) => (kind < 0 ? -1 : kind === 3 ? 3 * state().units : kind * state().units + unit);
  const choices = [
    [-1, "off"],
    [0, "slope m"],
    [1, "bias b"],
    [2, "weight a"],
    [3, "offset c"],
  ].map(([kind, name]) => {
    const made = html("button", { type: "button", onclick: () => put({ knob: index(kind, unitOf(state())) }) }, name);
    kinds.append(made);
    return { made, kind };
  });
  parent.append(html("p", { class: "group-name" }, "The loss against one knob alone"), kinds);
  const unit = slider(parent, {
    name: "of unit",
    label: "unit of this knob",
    range: { min: 1, max: MOST_UNITS, step: 1, fine: 1 },
    get: () => unitOf(state()) + 1,
    set: (number) => put({ knob: index(kindOf(state()), Math.min(number, state().units) - 1) }),
  });
  return {
    draw(now) {
      for (const { made, kind } of choices) {
        made.hidden = now.six && kind > 1;
        update(made, { "aria-pressed": kind === kindOf(now) });
      }
      unit.row.hidden = now.knob < 0 || kindOf(now) === 3;
      unit.draw(now);
    },
  };
}

// --- settings ------------------------------------------------------------------------------------------

/** A step size as it is set: with two digits that count. */
const powerOf = (size) => Math.log10(size) + 3;
const rounded = (size) => Number(size.toPrecision(2));

function settings(parent, { state, put, anew }) {
  const sizeSlider = slider(parent, {
    name: "step size",
    range: SIZE,
    get: () => powerOf(state().stepSize),
    set: (power) => anew({ step_size: rounded(10 ** (power - 3)) }),
    text: () => say(state().stepSize, 4),
  });
  const width = slider(parent, {
    name: "units",
    range: WIDTH,
    get: () => (state().six ? 0 : state().units),
    set: (units) => anew({ units, start: [], knob: -1 }),
    text: (units) => (units === 0 ? "six knobs" : say(units)),
  });
  const seed = slider(parent, {
    name: "start",
    label: "start, by its seed",
    range: SEED,
    get: () => state().seed,
    set: (value) => anew({ seed: value, start: [] }),
  });
  const method = html("div", { class: "choose", role: "group", "aria-label": "how a step is made" });
  const choices = METHOD_NAMES.map((name, i) => {
    const made = html("button", { type: "button", onclick: () => anew({ method: i }) }, name);
    method.append(made);
    return { draw: (now) => update(made, { "aria-pressed": now.method === METHODS[i] }) };
  });
  parent.append(method);
  const keep = toggle(parent, {
    name: "don’t zero the gradients",
    get: () => state().keep,
    set: (keep_gradients) => anew({ keep_gradients }),
  });
  const marks = toggle(parent, {
    name: "show the losses to beat",
    get: () => state().marksShown,
    set: (show_marks) => put({ show_marks }),
  });
  const where = {
    draw: (now) => {
      seed.row.hidden = now.six;
      marks.row.hidden = !Object.keys(now.marks).length;
    },
  };
  return [sizeSlider, width, seed, ...choices, keep, marks, where];
}

/**
 * The edges of the step size, marked where the reader has met them: ticks on the slider, and words. They are forgotten
 * with another network, start or method.
 */
function metSoFar(parent, input) {
  const id = `relu-met-${Math.random().toString(36).slice(2, 8)}`;
  const [list, line] = [html("datalist", { id }), html("p", { class: "edges" })];
  input.setAttribute("list", id);
  parent.append(list, line);
  let [about, found] = ["", new Map()];
  return {
    draw({ six, units, seed, method, keep, stepSize, run, steps, dead: gone, start, x }) {
      const now = JSON.stringify([six, units, seed, method, keep, start]);
      if (now !== about) [about, found] = [now, new Map()];
      const what = met(run.losses, steps, dead(start, x).length, gone.length, units, steps === run.last);
      if (what) found.set(stepSize, what);
      const rows = [...found].sort(([one], [other]) => one - other);
      if (!news(list, "rows", JSON.stringify(rows))) return;
      list.replaceChildren(...rows.map(([size]) => html("option", { value: powerOf(size).toFixed(2) })));
      const told = rows.slice(-4).map(([size, words]) => `${say(size, 4)}: ${words}`);
      write(line, told.length ? `So far: at step size ${told.join("; at ")}.` : "");
    },
  };
}

/** Chapter 3's six knobs, as they stand now: to turn one is another start. */
function sixKnobs(parent, { state, anew, told }) {
  const group = html("fieldset", { class: "knobs six" }, html("legend", {}, "six knobs"));
  parent.append(group);
  const sliders = [0, 3, 1, 4, 2, 5].map((index) => {
    const [kind, unit] = [index < 3 ? "m" : "b", (index % 3) + 1];
    return slider(group, {
      name: kind + subscript(unit),
      label: `${kind === "m" ? "slope" : "bias"} ${kind}${unit}`,
      className: `unit-${unit}`,
      range: KNOB,
      get: () => (state().six ? state().numbers[index] : 0),
      set: (value) =>
        anew({ start: Array.from(state().numbers, (old, i) => (i === index ? value : old)), knob: index }),
      told,
    });
  });
  return [
    ...sliders,
    {
      draw: ({ six }) => {
        group.hidden = !six;
      },
    },
  ];
}

// --- motion ---------------------------------------------------------------------------------------------

/** How many steps a picture shows: few at first, where most happens. */
export const pace = (steps) => (steps < 60 ? 1 : steps < 300 ? 3 : 10);

/** Play and pause, one step, back to the start. It pauses out of sight; who wants stillness goes step by step. */
function player({ picture }, buttons, { model, state, put }) {
  const done = ({ steps, run }) => steps >= Math.min(MOST_STEPS, run.last);
  const playing = stepping({
    begin: () => done(state()) && put({ steps: 0 }),
    next: () => model.set("steps", Math.min(state().steps + pace(state().steps), MOST_STEPS)),
    done: () => done(state()),
    ended: () => model.save_changes(), // on the way nobody is told: sixty times a second is more than a kernel wants
    told: (moving) => write(play, moving ? "Pause" : "Play"),
  });
  const to = (steps) => () => {
    playing.stop();
    put({ steps: clamp(steps(), 0, MOST_STEPS) });
  };
  const back = button(buttons, { name: "Back to the first", press: to(() => 0) });
  const many = button(buttons, { name: "100 steps", press: to(() => state().steps + 100) });
  const one = button(buttons, { name: "One step", press: to(() => state().steps + 1) });
  const play = button(buttons, { name: "Play", press: () => (playing.moving() ? playing.stop() : playing.start()) });
  play.hidden = still();
  const unwatch = whenOutOfSight(picture, () => playing.stop());
  let before = state();
  return {
    draw(now) {
      if (now.key === before.key && now.steps < before.steps) playing.stop(); // somebody has gone back
      before = now;
      one.disabled = many.disabled = done(now);
      back.disabled = now.steps === 0;
    },
    end() {
      playing.stop();
      unwatch();
    },
  };
}

export default { render };
