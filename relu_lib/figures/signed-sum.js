// A sum of rectified lines against the sine. Above, the sum; below, one stem for each unit: where its kink is, and by
// how much it changes the slope there. With plus signs only, no stem can go below zero.

const REACH = Math.PI;
const HEIGHT = 2.2; // the upper picture goes from −2.2 to 2.2
const KINK = { min: -3.15, max: 3.15, step: 0.1, fine: 0.01 };
const WEIGHT = { min: -1.5, max: 1.5, step: 0.1, fine: 0.01 };
const PLUS = { ...WEIGHT, min: 0 }; // the weights there are with plus signs only
const OFFSET = { min: -2, max: 2, step: 0.1, fine: 0.01 };
const SAMPLES = Array.from({ length: 2001 }, (_, i) => -REACH + (2 * REACH * i) / 2000); // as many as in Python
const SINES = SAMPLES.map(Math.sin);
// The best that plus signs and an offset can do against the sine on [−π, π]: a straight line.
const BEST_PLUS = { slope: 0.21723362821109266, offset: -0.6824595705006251 };
const MOST = 12;
const MORE = 64; // Python may set more units than the buttons make; beyond this the picture would be a thicket

// --- the numbers, as relu_lib computes them -------------------------------------------------------

/** A state made whole: as many kinks, weights and slopes as the shortest list has. */
export function whole({ kinks, weights, slopes, offset, signed }) {
  const [t, a, m] = [kinks, weights, slopes].map(finiteList);
  const count = Math.min(t.length, a.length, m.length, MORE);
  return {
    kinks: t.slice(0, count),
    weights: a.slice(0, count),
    slopes: m.slice(0, count).map((slope) => (slope < 0 ? -1 : 1)),
    offset: finite(offset),
    signed: Boolean(signed),
  };
}

/** The weights that count: with plus signs only, a negative one is cut to zero. */
export const counted = ({ weights, signed }) => weights.map((a) => (signed ? a : relu(a)));

export function evaluate({ kinks, slopes, offset }, weights, x) {
  let total = offset;
  for (let i = 0; i < kinks.length; i++) total += weights[i] * relu(slopes[i] * (x - kinks[i]));
  return total;
}

/** Where the sum is furthest from the sine over [−π, π], and how far: over evenly spread samples, like relu_lib. */
export function worst(state, weights = counted(state)) {
  let [at, most] = [0, -1];
  for (let i = 0; i < SAMPLES.length; i++) {
    const error = Math.abs(evaluate(state, weights, SAMPLES[i]) - SINES[i]);
    if (error > most) [at, most] = [i, error];
  }
  return { x: SAMPLES[at], error: most };
}

/** Offset and weights, for these kinks, with which the sum goes through the sine at each kink and at the right end. */
export function following(kinks) {
  const order = kinks.map((_, i) => i).sort((i, j) => kinks[i] - kinks[j]);
  const weights = kinks.map(() => 0);
  let slope = 0;
  order.forEach((i, n) => {
    const [t, next] = [kinks[i], kinks[order[n + 1]] ?? REACH];
    if (!(next > t)) return; // the last unit of those at one kink does the work
    const steepness = (Math.sin(next) - Math.sin(t)) / (next - t);
    [weights[i], slope] = [steepness - slope, steepness];
  });
  return { weights, slopes: kinks.map(() => 1), offset: kinks.length ? Math.sin(kinks[order[0]]) : 0 };
}

/** The best sum of plus signs: one unit does it all, from the left end on. */
export function bestPlus(kinks) {
  const first = kinks.indexOf(Math.min(...kinks));
  return {
    kinks: kinks.map((t, i) => (i === first ? -REACH : t)),
    slopes: kinks.map(() => 1),
    weights: kinks.map((_, i) => (i === first ? BEST_PLUS.slope : 0)),
    offset: BEST_PLUS.offset,
  };
}

/** Where one more kink is wanted most: in the middle of the widest gap. */
export function widestGap(kinks) {
  const places = [-REACH, ...sortedWithin(kinks, [-REACH, REACH]), REACH];
  const gaps = places.slice(1).map((t, i) => t - places[i]);
  const i = gaps.indexOf(Math.max(...gaps));
  return snap((places[i] + places[i + 1]) / 2, 0.01);
}

// --- the figure -----------------------------------------------------------------------------------

const TRAITS = ["kinks", "weights", "slopes", "offset", "signed"];
const stateOf = (model) => whole(Object.fromEntries(TRAITS.map((name) => [name, model.get(name)])));

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a sum of rectified lines against the sine" });
  let now = stateOf(model); // made whole once a change: every handle asks for it
  const changes = TRAITS.map((name) => `change:${name}`).join(" ");
  const renew = () => {
    now = stateOf(model);
  };
  model.on(changes, renew);
  const state = () => now;
  const put = (values) => change(model, values);
  const [chart, stems] = charted(view.picture);
  const said = html("p", { class: "said" });
  view.picture.append(said);
  const curves = sumAndSine(chart);
  drag(curves.grab, {
    at: chart.at,
    from: ([x]) => [x, now.offset],
    move: (x, y) => put({ offset: clamp(snap(y, 0.05), OFFSET.min, OFFSET.max) }),
  });
  const heads = stemHandles(stems, state, put);
  const movers = controls(view, state, put);
  const draw = () => {
    if (chart.fit()) curves.drawSine();
    stems.fit();
    curves.draw(now, shown.weights());
  };
  const shown = weightsShown(model, state, draw);
  return view.live(
    () => {
      draw();
      heads.draw(now);
      movers.forEach((mover) => mover.draw(now));
      const result = words(now);
      write(said, result);
      return result;
    },
    () => {
      shown.end();
      model.off(changes, renew);
    }
  );
}

function charted(parent) {
  const chart = plot(parent, {
    domain: [-3.4, 3.4],
    range: [-HEIGHT, HEIGHT],
    height: (w) => clamp(w * 0.42, 200, 280),
    numbers: "y",
    label: "Plot of the sum and of the sine",
    ylabel: "sum and sine",
    margin: { bottom: 8 },
  });
  const stems = plot(parent, {
    domain: [-3.4, 3.4],
    range: [WEIGHT.min - 0.2, WEIGHT.max + 0.2],
    height: 190,
    label: "Change of slope at each kink",
    xlabel: "x",
    ylabel: "change of slope",
  });
  return [chart, stems];
}

/** The weights that are drawn: on the way from one rule of signs to the other they are in between. */
function weightsShown(model, state, draw) {
  let [weights, stop] = [counted(state()), () => {}];
  const glideOver = () => {
    stop();
    const [from, to] = [weights, counted(state())];
    stop = glide(450, (t) => {
      weights = to.map((a, i) => (from[i] ?? 0) + (a - (from[i] ?? 0)) * t);
      draw();
    });
  };
  const settle = () => {
    stop();
    weights = counted(state());
  };
  const units = "change:kinks change:weights change:slopes";
  model.on("change:signed", glideOver);
  model.on(units, settle);
  return {
    weights: () => weights,
    end() {
      stop();
      model.off("change:signed", glideOver);
      model.off(units, settle);
    },
  };
}

/** The result in words. */
export function words(state) {
  const { x, error } = worst(state);
  const units = `${state.kinks.length} ${state.kinks.length === 1 ? "unit" : "units"}`;
  const limit =
    state.offset === 0
      ? "without an offset no sum of plus signs gets below 1.00"
      : `no sum of plus signs gets below ${score(-BEST_PLUS.offset)}, whatever the offset`;
  return `Worst error ${score(error)}, at x = ${say(x)}, with ${units}${state.signed ? "" : `; ${limit}`}.`;
}

function sumAndSine(chart) {
  const target = svg("path", { class: "line target" });
  const miss = svg("path", { class: "line worst" });
  const total = svg("path", { class: "line sum" });
  const grab = svg("path", { class: "grab" });
  const corners = svg("g");
  chart.drawing.append(target, grab, total, miss, corners);
  return {
    grab,
    drawSine() {
      const sine = Array.from({ length: 121 }, (_, i) => -REACH + (2 * REACH * i) / 120);
      update(target, { d: chart.path(sine.map((x) => [x, Math.sin(x)])) });
    },
    draw(state, weights) {
      const [a, z] = chart.domain;
      const bends = sortedWithin(state.kinks, chart.domain);
      const path = chart.path([a, ...bends, z].map((x) => [x, evaluate(state, weights, x)]));
      update(total, { d: path });
      update(grab, { d: path });
      const { x } = worst(state, weights);
      update(miss, { d: chart.segment([x, Math.sin(x)], [x, evaluate(state, weights, x)]) });
      const places = bends
        .filter((t) => state.kinks.some((kink, i) => kink === t && weights[i] !== 0))
        .map((t) => [chart.x(t), chart.y(evaluate(state, weights, t))]);
      const inside = places.filter(([, y]) => y >= chart.box.top && y <= chart.box.bottom);
      corners.replaceChildren(
        ...inside.map(([cx, cy]) => svg("circle", { class: "bend", r: 4, cx: cx.toFixed(2), cy: cy.toFixed(2) }))
      );
    },
  };
}

/** A stem for each unit, its head a handle that moves both ways. */
function stemHandles(stems, state, put) {
  const forbidden = svg("rect", { class: "forbidden" });
  const name = svg("text", { class: "forbidden-name", "text-anchor": "middle" }, "no minus signs here");
  const group = svg("g");
  stems.drawing.append(forbidden, group);
  stems.top.append(name);
  const heads = [];
  return {
    draw(now) {
      while (heads.length > now.kinks.length) heads.pop().remove();
      while (heads.length < now.kinks.length) heads.push(stem(stems, group, heads.length, state, put));
      heads.forEach((each) => each.draw(now));
      const { left, right, bottom } = stems.box;
      const [zero, opacity] = [stems.y(0), now.signed ? 0 : 1];
      update(forbidden, { x: left, width: right - left, y: zero, height: bottom - zero, opacity });
      update(name, { x: (left + right) / 2, y: bottom - 24, opacity });
    },
  };
}

/** The stem of unit i; its ghost is the weight that plus signs only cut to zero. */
function stem(stems, group, i, state, put) {
  const [shaft, ghost] = [svg("path", { class: "line stem" }), svg("path", { class: "line ghost" })];
  group.append(ghost, shaft);
  const weight = () => counted(state())[i] ?? 0;
  const kink = () => state().kinks[i] ?? 0;
  const where = () => [clamp(kink(), ...stems.domain), clamp(weight(), ...stems.range)];
  const head = stemHead(stems, i, { weight, kink, where, state, put });
  return {
    draw({ weights }) {
      head.draw();
      const x = where()[0];
      update(shaft, { d: stems.segment([x, 0], [x, weight()]) });
      update(ghost, { d: weights[i] === weight() ? "" : stems.segment([x, 0], [x, weights[i]]) });
    },
    remove() {
      head.group.remove();
      shaft.remove();
      ghost.remove();
    },
  };
}

function stemHead(stems, i, { weight, kink, where, state, put }) {
  const replace = (list, value) => list.map((old, j) => (j === i ? value : old));
  const kinksWith = (t) => ({ kinks: replace(state().kinks, t) });
  const weightsWith = (a) => ({ weights: replace(state().weights, clamp(a, allowed().min, WEIGHT.max)) });
  const allowed = () => (state().signed ? WEIGHT : PLUS);
  const name = `unit ${i + 1}`;
  const along = { label: `${name}, kink`, range: KINK, get: kink, set: (t) => put(kinksWith(t)), text: sayX };
  const up = { label: `${name}, change of slope`, range: allowed, get: weight, set: (a) => put(weightsWith(a)) };
  return handle(stems, {
    radius: 8,
    axes: { x: along, y: up },
    place: () => {
      const [x, y] = where();
      return [stems.x(x), stems.y(y)];
    },
    from: where,
    move: (x, y) => put({ ...kinksWith(clamp(snap(x, 0.05), KINK.min, KINK.max)), ...weightsWith(snap(y, 0.05)) }),
  });
}

function controls(view, state, put) {
  const signs = html("div", { class: "choose", role: "group", "aria-label": "signs of the weights" });
  const choices = [
    [false, "plus signs only"],
    [true, "plus and minus"],
  ].map(([signed, name]) => {
    const made = html("button", { type: "button", onclick: () => put({ signed }) }, name);
    signs.append(made);
    return { draw: (now) => update(made, { "aria-pressed": now.signed === signed }) };
  });
  view.controls.append(signs);
  const offset = slider(view.controls, {
    name: "offset c",
    range: OFFSET,
    get: () => state().offset,
    set: (value) => put({ offset: value }),
  });
  const unitParts = ["kinks", "weights", "slopes"];
  const follow = button(view.tools, {
    name: "Set the weights for me",
    press: () => put(state().signed ? following(state().kinks) : bestPlus(state().kinks)),
  });
  const fewer = button(view.tools, {
    name: "Remove the last unit",
    press: () => put(Object.fromEntries(unitParts.map((name) => [name, state()[name].slice(0, -1)]))),
  });
  const more = button(view.tools, {
    name: "Add a unit",
    press: () => {
      const { kinks, weights, slopes } = state();
      put({ kinks: [...kinks, widestGap(kinks)], weights: [...weights, 0], slopes: [...slopes, 1] });
    },
  });
  const onlyWherePossible = ({ kinks }) => {
    fewer.disabled = follow.disabled = kinks.length < 1;
    more.disabled = kinks.length >= MOST;
  };
  return [...choices, offset, { draw: onlyWherePossible }];
}

export default { render };
