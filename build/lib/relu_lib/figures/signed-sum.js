// A sum of rectified lines against the sine. Above, the sum, whose corners can be dragged: the weights follow. Below,
// one stem for each unit: where its kink is, and by how much it changes the slope there. With plus signs only, no stem
// can go below zero, and no corner to where the slope would fall.

const REACH = Math.PI;
const HEIGHT = 2.2; // the upper picture goes from −2.2 to 2.2
const KINK = { min: -3.15, max: 3.15, step: 0.1, fine: 0.01 };
const WEIGHT = { min: -1.5, max: 1.5, step: 0.1, fine: 0.01 };
const PLUS = { ...WEIGHT, min: 0 }; // the weights there are with plus signs only
const CORNER = { min: -HEIGHT, max: HEIGHT, step: 0.1, fine: 0.01 };
const GAP = 0.1; // how near a corner comes to the next one
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

/** Where the sum leaves the picture, "top" or "bottom"; "" if it does not. Between kinks it is straight. */
export function leaves(state, weights = counted(state)) {
  const sums = [-REACH, ...sortedWithin(state.kinks, [-REACH, REACH]), REACH].map((x) => evaluate(state, weights, x));
  if (Math.max(...sums) > HEIGHT) return "top";
  return Math.min(...sums) < -HEIGHT ? "bottom" : "";
}

// --- corners: the sum by its heights ----------------------------------------------------------------

// Each unit is looked at in the direction in which it lives, so that left and right need not be told apart: its kink is
// at slope·kink there, its dead side before that, its live side behind it, and the sine ends at π.

/** The nearest units that live on the same side as unit i, before its kink and behind it; -1 for none. */
function neighbours({ kinks, slopes }, i) {
  const place = (j) => slopes[i] * kinks[j];
  const [before, behind] = [-1, 1].map((way) =>
    kinks.reduce((best, _, j) => {
      if (slopes[j] !== slopes[i] || !(way * (place(j) - place(i)) > 1e-9)) return best;
      return best < 0 || way * place(j) < way * place(best) ? j : best;
    }, -1)
  );
  return { before, behind };
}

/**
 * The state with the corner of unit i elsewhere: its kink at x, where the sum has the height y. The corners of its
 * neighbours stay, and behind the last one the end of the sum; the weights follow.
 */
export function withCorner(state, i, x, y) {
  const { kinks, slopes } = state;
  const [old, { before, behind }] = [counted(state), neighbours(state, i)];
  const [from, to] = [slopes[i] * kinks[i], slopes[i] * x];
  const lift = y - evaluate(state, old, x) + old[i] * relu(to - from); // of all that is there without unit i
  const rise = before < 0 ? 0 : lift / (to - slopes[i] * kinks[before]);
  const rest = (behind < 0 ? REACH : slopes[i] * kinks[behind]) - to;
  const turn = rest > 0 ? (old[i] * (from - to) + lift) / rest : 0;
  const more = { [before]: rise, [behind]: turn, [i]: -rise - turn };
  return {
    ...state,
    kinks: kinks.map((t, j) => (j === i ? x : t)),
    weights: state.weights.map((a, j) => (more[j] ? old[j] + more[j] : a)),
    offset: state.offset + (before < 0 ? lift : 0),
  };
}

/** How low and how high the corner of unit i may lie at x: in the picture, and where no weight has the wrong sign. */
export function heights(state, i, x) {
  const now = evaluate(state, counted(state), x);
  const [here, higher] = [0, 1].map((more) => withCorner(state, i, x, now + more).weights);
  let [low, high] = [CORNER.min, CORNER.max];
  for (let j = 0; j < here.length && !state.signed; j++) {
    const by = higher[j] - here[j];
    if (by > 0) low = Math.max(low, now - here[j] / by);
    if (by < 0) high = Math.min(high, now - here[j] / by);
  }
  return [low, high];
}

/** Where unit i may have its kink: not beyond the corners of its neighbours, nor too near to them. */
export function between({ kinks, slopes }, i) {
  const { before, behind } = neighbours({ kinks, slopes }, i);
  const ends = [
    before < 0 ? -REACH : slopes[i] * kinks[before] + GAP,
    (behind < 0 ? REACH : slopes[i] * kinks[behind]) - GAP,
  ];
  const [low, high] = ends.map((end) => snap(slopes[i] * end, 0.01)).sort((a, z) => a - z);
  return ends[0] < ends[1] ? [low, high] : [kinks[i], kinks[i]];
}

/** The end of the sum on this side (1 right, −1 left), and the last unit before it, which lifts it; or null. */
export function endOf({ kinks, slopes }, side) {
  const last = kinks.reduce((best, t, j) => {
    if (slopes[j] !== side || side * t > REACH - GAP) return best;
    return best < 0 || side * t > side * kinks[best] ? j : best;
  }, -1);
  return last < 0 ? null : { x: side * REACH, last, run: REACH - side * kinks[last] };
}

/** The state with that end at the height y. */
export function withEnd(state, side, y) {
  const [{ x, last, run }, old] = [endOf(state, side), counted(state)];
  const weight = old[last] + (y - evaluate(state, old, x)) / run;
  return { ...state, weights: state.weights.map((a, j) => (j === last ? (state.signed ? weight : relu(weight)) : a)) };
}

/** The state without its last unit: the sum runs straight where it had its corner, and is as it was elsewhere. */
export function withoutLast(state) {
  const i = state.kinks.length - 1;
  const [t, side, weights, { before, behind }] = [
    state.kinks[i],
    state.slopes[i],
    counted(state),
    neighbours(state, i),
  ];
  const there = before < 0 ? Infinity : side * (t - state.kinks[before]);
  const rest = behind < 0 ? REACH - side * t : side * (state.kinks[behind] - t);
  const lift = rest > 0 ? weights[i] / (1 / there + 1 / rest) : 0; // up to the straight line
  const { kinks, slopes, offset, ...others } = withCorner(state, i, t, evaluate(state, weights, t) + lift);
  return { kinks: kinks.slice(0, i), weights: others.weights.slice(0, i), slopes: slopes.slice(0, i), offset };
}

// --- one more unit, where it helps most -------------------------------------------------------------

const COARSE = SAMPLES.filter((_, i) => i % 10 === 0);
const TRIED = Array.from({ length: 125 }, (_, i) => snap(-3.1 + 0.05 * i, 0.01)); // kinks

/** The number for which errors − number·shape is smallest at worst where there is a shape, between two ends. */
export function bestMultiple(errors, shape, [low, high]) {
  const left = (number) => {
    let most = 0;
    for (let k = 0; k < errors.length; k++)
      if (shape[k] !== 0) most = Math.max(most, Math.abs(errors[k] - number * shape[k]));
    return most;
  };
  const enough = (2 * left(0)) / Math.max(...shape.map(Math.abs)); // beyond it all is worse than it was
  let [a, z] = [Math.max(low, -enough), Math.min(high, enough)];
  for (let i = 0; i < 40; i++) {
    const [one, two] = [a + (z - a) / 3, z - (z - a) / 3];
    if (left(one) > left(two)) a = one;
    else z = two;
  }
  return (a + z) / 2;
}

/** How a new unit, the last one, can be used: with the best weight for it alone, or as a corner on the sine. */
function uses(state, errors) {
  const i = state.kinks.length - 1;
  const t = state.kinks[i];
  const shape = COARSE.map((x) => relu(x - t));
  const weight = bestMultiple(errors, shape, [state.signed ? -Infinity : 0, Infinity]);
  const [low, high] = heights(state, i, t);
  const alone = { ...state, weights: state.weights.map((a, j) => (j === i ? weight : a)) };
  return low > high ? [alone] : [alone, withCorner(state, i, t, clamp(Math.sin(t), low, high))];
}

/**
 * One more unit: of many kinks, and the best weight for each, what leaves the smallest worst error. `state` has it;
 * `anew` says whether all weights were set anew, as they are where signs are free and no unit by itself helps enough.
 */
export function withOneMore(state) {
  const plain = { ...state, weights: counted(state) };
  const priced = (one) => {
    const errors = errorsOf(one);
    return { state: one, cost: Math.max(...errors.map(Math.abs)) + 1e-3 * Math.hypot(...errors) };
  };
  const places = TRIED.filter((t) => state.kinks.every((kink) => Math.abs(kink - t) >= GAP));
  const errors = errorsOf(plain);
  const held = places.flatMap((t) => uses(withUnit(plain, t), errors).map(priced));
  const best = least(held) ?? { state: withUnit(plain, widestGap(state.kinks)) };
  if (worst(best.state).error > worst(state).error) best.state = withUnit(plain, widestGap(state.kinks));
  if (state.signed && worst(best.state).error > ENOUGH * worst(state).error) {
    const all = places.map((t) => ({ ...state, kinks: [...state.kinks, t], ...following([...state.kinks, t]) }));
    const other = least(all.map(priced));
    if (other && worst(other.state).error < ENOUGH * worst(state).error) return { ...other, anew: true };
  }
  const cut = (a, k) => (a === plain.weights[k] ? (state.weights[k] ?? a) : a); // kept for when signs come back
  return { state: { ...best.state, weights: best.state.weights.map(cut) }, anew: false };
}

const errorsOf = (state, weights = counted(state)) => COARSE.map((x) => Math.sin(x) - evaluate(state, weights, x));
const ENOUGH = 0.95; // of the worst error that there was: what is more than this has hardly helped
const least = (all) => all.reduce((best, one) => (!best || one.cost < best.cost ? one : best), undefined);

/** The state with one more unit, alive on the right, that adds nothing yet. */
const withUnit = ({ kinks, weights, slopes, ...others }, t) => ({
  ...others,
  kinks: [...kinks, t],
  weights: [...weights, 0],
  slopes: [...slopes, 1],
});

// --- the result in words ----------------------------------------------------------------------------

export function words(state, { x, error } = worst(state)) {
  const units = `${state.kinks.length} ${state.kinks.length === 1 ? "unit" : "units"}`;
  const out = leaves(state);
  if (out)
    return `Worst error ${score(error)}, at x = ${say(x)}, with ${units}. The sum leaves the picture at the ${out}.`;
  const limit =
    state.offset === 0
      ? "without an offset no sum of plus signs gets below 1.00"
      : `no sum of plus signs gets below ${score(-BEST_PLUS.offset)}, whatever the offset`;
  return `Worst error ${score(error)}, at x = ${say(x)}, with ${units}${state.signed ? "" : `; ${limit}`}.`;
}

/** What a new unit has done. */
export function wordsOfOneMore(before, { state: after, anew }) {
  const [was, now] = [before, after].map((state) => worst(state).error);
  const others = anew ? ", all weights set anew" : "";
  const unit = `Unit ${after.kinks.length}, at x = ${say(after.kinks.at(-1))}${others}`;
  if (score(now) !== score(was)) return `${unit}: the worst error falls from ${score(was)} to ${score(now)}.`;
  const { x } = worst(after);
  const as = `${unit}: the worst error, at x = ${say(x)}, is as it was`;
  if (!before.signed) return `${as}: a unit with a plus sign raises the sum ever more to its right.`;
  const [typical, less] = [before, after].map((state) =>
    score(Math.hypot(...errorsOf(state)) / Math.sqrt(COARSE.length), 3)
  );
  return typical === less ? `${as}.` : `${as}; the typical one falls from ${typical} to ${less}.`;
}

/** a·max(±(x − t), 0) as people write it. */
export function term(a, side, t) {
  const [size, kink] = [say(a), say(Math.abs(t))];
  const sign = t < 0 === side > 0 ? "+" : "−";
  const x = side < 0 ? "−x" : "x";
  return `${size}·max(${kink === "0" ? x : `${x} ${sign} ${kink}`}, 0)`;
}

// --- the figure -----------------------------------------------------------------------------------

const TRAITS = ["kinks", "weights", "slopes", "offset", "signed"];
const stateOf = (model) => whole(Object.fromEntries(TRAITS.map((name) => [name, model.get(name)])));

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a sum of rectified lines against the sine" });
  const { state, put, end } = stateOnce(model);
  const [chart, stems] = charted(view.picture);
  const [said, note] = [html("p", { class: "said" }), message()];
  const told = ofState(note);
  note.line.classList.add("calm");
  view.picture.append(said, note.line);
  const touched = touching(() => drawTouched());
  const tools = { state, put, touched, weights: () => shown.weights(), told };
  const curves = sumAndSine(chart, tools);
  const [own, corners, heads] = [ownLine(chart), cornerHandles(chart, tools), stemHandles(stems, tools)];
  const movers = controls(view, tools);
  const drawTouched = () => {
    for (const part of [own, corners, heads]) part.touch(state(), touched.unit());
  };
  const draw = (most) => {
    if (chart.fit()) curves.drawSine();
    stems.fit();
    curves.draw(state(), shown.weights(), most);
    corners.draw(state());
  };
  const shown = weightsShown(model, state, () => draw(worst(state(), shown.weights())));
  return view.live(
    () => {
      const most = worst(state());
      draw(shown.gliding() ? worst(state(), shown.weights()) : most);
      heads.draw(state());
      drawTouched();
      movers.forEach((mover) => mover.draw(state()));
      told.drawn(state());
      const result = words(state(), most);
      write(said, result);
      return result;
    },
    () => {
      shown.end();
      end();
    }
  );
}

/** The state, made whole once a change: every handle asks for it. */
function stateOnce(model) {
  let now = stateOf(model);
  const changes = TRAITS.map((name) => `change:${name}`).join(" ");
  const renew = () => {
    now = stateOf(model);
  };
  model.on(changes, renew);
  const put = (values) =>
    change(model, Object.fromEntries(TRAITS.filter((name) => name in values).map((name) => [name, values[name]])));
  return { state: () => now, put, end: () => model.off(changes, renew) };
}

function charted(parent) {
  const chart = plot(parent, {
    domain: [-3.4, 3.4],
    range: [-HEIGHT, HEIGHT],
    height: (w) => clamp(w * 0.42, 210, 265),
    numbers: "y",
    label: "Plot of the sum and of the sine",
    ylabel: "sum and sine",
    margin: { bottom: 8 },
  });
  const stems = plot(parent, {
    domain: [-3.4, 3.4],
    range: [WEIGHT.min - 0.2, WEIGHT.max + 0.2],
    height: 182, // room for ticks at −1 and 1
    label: "Change of slope at each kink",
    xlabel: "x",
    ylabel: "change of slope",
  });
  return [chart, stems];
}

/** Which unit is pointed at or has the focus; null if none. `draw` is called when it is another. */
function touching(draw) {
  const by = { pointer: null, focus: null };
  const on = (element, event, kind, i) =>
    element.addEventListener(event, () => {
      by[kind] = i;
      draw();
    });
  return {
    unit: () => by.pointer ?? by.focus,
    watch({ group, arms }, i) {
      on(group, "pointerenter", "pointer", i);
      on(group, "pointerleave", "pointer", null);
      for (const arm of Object.values(arms)) {
        on(arm, "focus", "focus", i);
        on(arm, "blur", "focus", null);
      }
    },
  };
}

/** The weights that are drawn: on the way from one rule of signs to the other they are in between. */
function weightsShown(model, state, draw) {
  let [weights, stop, gliding] = [counted(state()), () => {}, false];
  const glideOver = () => {
    stop();
    const [from, to] = [weights, counted(state())];
    gliding = true;
    stop = glide(450, (t) => {
      weights = to.map((a, i) => (from[i] ?? 0) + (a - (from[i] ?? 0)) * t);
      gliding = t < 1;
      draw();
    });
  };
  const settle = () => {
    stop();
    gliding = false;
    weights = counted(state());
  };
  const units = "change:kinks change:weights change:slopes";
  model.on("change:signed", glideOver);
  model.on(units, settle);
  return {
    weights: () => weights,
    gliding: () => gliding,
    end() {
      stop();
      model.off("change:signed", glideOver);
      model.off(units, settle);
    },
  };
}

function sumAndSine(chart, { state, put }) {
  const target = svg("path", { class: "line target" });
  const miss = svg("path", { class: "line worst" });
  const total = svg("path", { class: "line sum" });
  const grab = svg("path", { class: "grab" });
  chart.drawing.append(target, grab, total, miss);
  drag(grab, {
    at: chart.at,
    from: ([x]) => [x, state().offset],
    move: (x, y) => put({ offset: clamp(snap(y, 0.05), OFFSET.min, OFFSET.max) }),
  });
  return {
    drawSine() {
      const sine = Array.from({ length: 121 }, (_, i) => -REACH + (2 * REACH * i) / 120);
      update(target, { d: chart.path(sine.map((x) => [x, Math.sin(x)])) });
    },
    draw(now, weights, { x }) {
      const [a, z] = chart.domain;
      const places = [a, ...sortedWithin(now.kinks, chart.domain), z];
      const path = chart.path(places.map((at) => [at, evaluate(now, weights, at)]));
      update(total, { d: path });
      update(grab, { d: path });
      update(miss, { d: chart.segment([x, Math.sin(x)], [x, evaluate(now, weights, x)]) });
    },
  };
}

/** The line of one unit by itself, while that one is touched. */
function ownLine(chart) {
  const path = svg("path", { class: "line unit unit-1 own" });
  const name = svg("text", { class: "own-name", "text-anchor": "middle" });
  chart.drawing.append(path);
  chart.top.append(name);
  return {
    touch(state, i) {
      const there = i !== null && i < state.kinks.length;
      const [t, side, a] = there ? [state.kinks[i], state.slopes[i], counted(state)[i]] : [0, 1, 0];
      const places = [chart.domain[0], ...sortedWithin([t], chart.domain), chart.domain[1]];
      update(path, { d: there ? chart.path(places.map((x) => [x, a * relu(side * (x - t))])) : "" });
      update(name, {
        x: (chart.box.left + chart.box.right) / 2,
        y: chart.box.bottom - 8,
        display: there ? null : "none",
      });
      write(name, there ? `unit ${i + 1}: ${term(a, side, t)}` : "");
    },
  };
}

/** As many handles as there are units: each made when it is first needed, by `make(i)`. */
function handlesOf(make) {
  const all = [];
  return (now) => {
    while (all.length > now.kinks.length) all.pop().remove();
    while (all.length < now.kinks.length) all.push(make(all.length));
    return all;
  };
}

/** A handle on each corner of the sum, and on its ends where a unit lifts them. */
function cornerHandles(chart, tools) {
  const all = handlesOf((i) => corner(chart, i, tools));
  const ends = [-1, 1].map((side) => sumsEnd(chart, side, tools));
  return {
    draw: (now) => [...all(now), ...ends].forEach((each) => each.draw(now)),
    touch: (now, unit) => all(now).forEach(({ group }, i) => group.classList.toggle("touched", i === unit)),
  };
}

const PLUS_ONLY = "With plus signs only the slope can rise at a corner, never fall: so this one stops here.";

function corner(chart, i, { state, put, touched, weights, told }) {
  const kink = () => state().kinks[i] ?? 0;
  const height = () => (i < state().kinks.length ? evaluate(state(), weights(), kink()) : 0);
  const seen = () => [clamp(kink(), ...chart.domain), clamp(height(), ...chart.range)];
  const move = (x, y) => {
    const place = kink() === x ? x : clamp(x, ...between(state(), i));
    const [low, high] = heights(state(), i, place);
    if (low > high) return told.show(PLUS_ONLY);
    put(withCorner(state(), i, place, clamp(y, low, high)));
    if (!state().signed && (y < low - 1e-9 || y > high + 1e-9)) told.show(PLUS_ONLY);
  };
  const name = `corner of unit ${i + 1}`;
  const made = handle(chart, {
    radius: 8,
    letter: i + 1,
    axes: {
      x: { label: `${name}, x`, range: KINK, get: kink, set: (x) => move(x, height()), text: sayX },
      y: { label: `${name}, height`, range: CORNER, get: height, set: (y) => move(kink(), y) },
    },
    away: () => Math.abs(kink()) > chart.domain[1] || Math.abs(height()) > HEIGHT,
    place: () => [chart.x(seen()[0]), chart.y(seen()[1])],
    from: seen,
    move: (x, y) => move(snap(x, 0.05), snap(y, 0.05)),
  });
  touched.watch(made, i);
  return { ...made, remove: () => made.group.remove() };
}

/** A handle at the end of the sum on one side. */
function sumsEnd(chart, side, { state, put, weights, told }) {
  const end = () => endOf(state(), side);
  const height = () => evaluate(state(), weights(), side * REACH);
  const move = (y) => {
    const low = state().signed ? CORNER.min : height() - counted(state())[end().last] * end().run;
    put(withEnd(state(), side, clamp(y, Math.max(low, CORNER.min), CORNER.max)));
    if (y < low - 1e-9) told.show(PLUS_ONLY);
  };
  const made = handle(chart, {
    radius: 6,
    axes: {
      y: { label: `${side > 0 ? "right" : "left"} end, height`, range: CORNER, get: height, set: move },
    },
    away: () => Math.abs(height()) > HEIGHT,
    place: () => [chart.x(side * REACH), chart.y(clamp(height(), ...chart.range))],
    from: () => [side * REACH, clamp(height(), ...chart.range)],
    move: (x, y) => move(snap(y, 0.05)),
  });
  return {
    draw() {
      if (!end()) return made.group.remove(); // no unit lifts it: there the sum is flat
      if (!made.group.isConnected) chart.top.prepend(made.group);
      made.draw();
    },
  };
}

/** A stem for each unit, its head a handle that moves both ways. */
function stemHandles(stems, tools) {
  const forbidden = svg("rect", { class: "forbidden" });
  const name = svg("text", { class: "forbidden-name", "text-anchor": "middle" }, "no minus signs here");
  const group = svg("g");
  stems.drawing.append(forbidden, group);
  stems.top.append(name);
  const all = handlesOf((i) => stem(stems, group, i, tools));
  return {
    draw(now) {
      all(now).forEach((each) => each.draw(now));
      const { left, right, bottom } = stems.box;
      const [zero, opacity] = [stems.y(0), now.signed ? 0 : 1];
      update(forbidden, { x: left, width: right - left, y: zero, height: bottom - zero, opacity });
      update(name, { x: (left + right) / 2, y: bottom - 8, opacity });
    },
    /** The unit that is touched, and of the numbers those that have room; its own comes first. */
    touch(now, unit) {
      const taken = [];
      const order = all(now).map((_, i) => i).sort((i, j) => (j === unit) - (i === unit)); // prettier-ignore
      for (const i of order) {
        const [x, y] = all(now)[i].numberAt();
        const free = taken.every(([px, py]) => Math.abs(px - x) > NUMBER_ROOM[0] || Math.abs(py - y) > NUMBER_ROOM[1]);
        if (free) taken.push([x, y]);
        all(now)[i].touch(i === unit, free);
      }
    },
  };
}

const NUMBER_ROOM = [38, 15]; // pixels that a number on a stem takes, across and down

/** The stem of unit i with its number; its ghost is the weight that plus signs only cut to zero. */
function stem(stems, group, i, { state, put, touched }) {
  const [shaft, ghost] = [svg("path", { class: "line stem" }), svg("path", { class: "line ghost" })];
  const number = svg("text", { class: "stem-number", "text-anchor": "middle" });
  group.append(ghost, shaft);
  stems.top.append(number);
  const weight = () => counted(state())[i] ?? 0;
  const kink = () => state().kinks[i] ?? 0;
  const where = () => [clamp(kink(), ...stems.domain), clamp(weight(), ...stems.range)];
  const head = stemHead(stems, i, { weight, kink, where, state, put });
  touched.watch(head, i);
  return {
    draw({ weights }) {
      head.draw();
      const x = where()[0];
      update(shaft, { d: stems.segment([x, 0], [x, weight()]) });
      update(ghost, { d: weights[i] === weight() ? "" : stems.segment([x, 0], [x, weights[i]]) });
      write(number, say(weight()));
    },
    numberAt: () => [stems.x(where()[0]), stems.y(0) + (weight() < 0 ? -14 : 22)], // beyond zero, where no stem is
    touch(mine, free) {
      head.group.classList.toggle("touched", mine);
      const [x, y] = this.numberAt();
      update(number, {
        x: clamp(x, stems.box.left + 12, stems.box.right - 4).toFixed(1),
        y: y.toFixed(1),
        display: free ? null : "none",
      });
    },
    remove() {
      for (const part of [head.group, shaft, ghost, number]) part.remove();
    },
  };
}

function stemHead(stems, i, { weight, kink, where, state, put }) {
  const replace = (list, value) => list.map((old, j) => (j === i ? value : old));
  const kinksWith = (t) => ({ kinks: replace(state().kinks, t) });
  const weightsWith = (a) => ({ weights: replace(state().weights, clamp(a, allowed().min, allowed().max)) });
  const allowed = () => {
    const { min, max, ...steps } = state().signed ? WEIGHT : PLUS;
    return { ...steps, min: Math.min(min, weight()), max: Math.max(max, weight()) }; // corners may ask for more
  };
  const name = `unit ${i + 1}`;
  const along = { label: `${name}, kink`, range: KINK, get: kink, set: (t) => put(kinksWith(t)), text: sayX };
  const up = { label: `${name}, change of slope`, range: allowed, get: weight, set: (a) => put(weightsWith(a)) };
  return handle(stems, {
    radius: 8,
    letter: i + 1,
    axes: { x: along, y: up },
    away: () => Math.abs(kink()) > stems.domain[1] || Math.abs(weight()) > stems.range[1],
    place: () => {
      const [x, y] = where();
      return [stems.x(x), stems.y(y)];
    },
    from: where,
    move: (x, y) => put({ ...kinksWith(clamp(snap(x, 0.05), KINK.min, KINK.max)), ...weightsWith(snap(y, 0.05)) }),
  });
}

function controls(view, tools) {
  const { state, put } = tools;
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
  return [...choices, offset, ...buttons(view, tools)];
}

function buttons(view, { state, put, told }) {
  const best = () => (state().signed ? following(state().kinks) : bestPlus(state().kinks));
  let home = null; // the last state whose sum was in the picture
  const back = button(view.tools, { name: "Bring it back", press: () => put(home ?? best()) });
  const follow = button(view.tools, { name: "Set the weights for me", press: () => put(best()) });
  const fewer = button(view.tools, { name: "Remove the last unit", press: () => put(withoutLast(state())) });
  const more = button(view.tools, {
    name: "Add a unit",
    press: () => {
      const [before, made] = [state(), withOneMore(state())];
      put(made.state);
      told.show(wordsOfOneMore(before, made));
    },
  });
  const draw = (now) => {
    const out = leaves(now) !== "";
    if (!out) home = now;
    back.hidden = !out;
    fewer.disabled = follow.disabled = now.kinks.length < 1;
    more.disabled = now.kinks.length >= MOST;
  };
  return [{ draw }];
}

export default { render };
