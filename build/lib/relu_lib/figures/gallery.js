// Six failures, one at a time: first the reader says what will happen, then it is drawn, and a switch shows the cure.

const NOT_YET = 0; // a guess; 1, 2, 3 are the choices
const SKIPPED = 9;
const REACH = 3 * Math.PI; // of the picture of what lies outside
const LOWEST = 0.01; // a loss that is smaller is drawn as this

// --- state ----------------------------------------------------------------------------------------

/** The state made whole, whatever the traits hold. */
export function stateOf(model) {
  const index = Math.max(0, FAILURES.findIndex(({ id }) => id === model.get("failure"))); // prettier-ignore
  const { min, max } = FAILURES[index].slider;
  const given = finiteList(model.get("guesses"));
  const allowed = (guess) => ([1, 2, 3, SKIPPED].includes(guess) ? guess : NOT_YET);
  return {
    index,
    id: FAILURES[index].id,
    value: wholeIn(model.get("value"), { min, max }, 0),
    cured: Boolean(model.get("cured")),
    guesses: FAILURES.map((_, i) => allowed(given[i])),
  };
}

// --- the result in words ----------------------------------------------------------------------------

const three = (number) => score(number, 3);
const LOSS = { true: "gradients zeroed", false: "gradients kept" };

/** What is so, in words. errors: the two that `errorsOfFailure` gives. */
export function result({ id, value, cured }, [first, second], { fits, dead: gone }) {
  const units = noun(value, "unit");
  const out = cured ? ", joined out to 2π" : "";
  const others = score(fits.draws.truth[value - 1] ?? 0);
  return {
    plus: cured
      ? `${units} of either sign, well placed: worst error ${score(first)}.`
      : `${units}, plus signs only: worst error ${score(first)} at best. Without an offset: 1.00.`,
    jump: cured
      ? `At least ${AWAY} away from the jump: worst error ${three(first)}. The rms error, everywhere: ${three(second)}.`
      : `A ramp ${say(2 ** -value, 4)} wide: worst error ${three(first)}, rms error ${three(second)}.`,
    outside: `${units}${out}: worst error up to π ${three(second)}, from π to 2π ${three(first)}.`,
    kept: `Step ${value}. Loss ${three(first)}, ${LOSS[cured]}; ${three(second)}, ${LOSS[!cured]}.`,
    dead: `Step ${value}. Loss ${three(first)}. ${gone} of 20 units are dead.`,
    noise: cured
      ? `Of at most ${value}, cross-validation takes ${fits.chosen[value - 1]}, evenly spread: ${noise(first, second)}.`
      : `${units}: ${noise(first, second)}. Median of 30 other draws: ${others} to the curve.`,
  }[id];
}
const noise = (truth, data) => `${score(data)} on the points, ${score(truth)} to the true curve`;

/** The result in words; before the reader has guessed, what it is about. */
export function words(now) {
  const { about, slider: of } = FAILURES[now.index];
  if (!now.shown) return `Predict first: ${about}, ${of.text(now.value)}.`;
  return result(now, now.errors, now);
}

/** What the reader's guess is answered. */
export function answered({ index, guess }) {
  return FAILURES[index].answers[guess - 1] ?? "";
}

// --- the figure -----------------------------------------------------------------------------------

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: six failures, and what cures them" });
  const current = currentOf(model);
  const tools = { get: current.get, put: (values) => change(model, values) };
  const parts = [tabs(view.picture, tools), question(view.picture, tools)];
  const [chart, errors] = charted(view.picture);
  parts.push(scene(chart), errorPlot(errors, tools));
  const [key, said] = [html("p", { class: "key" }), html("p", { class: "said" })];
  view.picture.append(key, said);
  parts.push(controls(view.controls, tools));
  return view.live(() => {
    const now = current.get();
    for (const part of parts) part.draw(now);
    write(key, now.shown ? ERRORS[now.id].key : "");
    const result = words(now);
    write(said, result);
    return result;
  }, current.end);
}

/** The state with what is computed of it, made once a change. Descents and curves of errors are kept. */
function currentOf(model) {
  const [known, curves] = [{}, {}];
  return onceAChange(model, () => {
    const [state, fits] = [stateOf(model), model.get("fits")];
    const { id, value, cured, index } = state;
    const guess = state.guesses[index];
    const sum = sumOf(id, value, cured, fits, known);
    const errors = errorsOfFailure(id, value, cured, fits, known);
    const key = `${id} ${cured}`;
    curves[key] ??= curvesOf(id, cured, fits, known);
    const gone = sum.numbers ? dead(sum.numbers, fits.x).length : 0;
    return { ...state, fits, guess, sum, errors, curves: curves[key], dead: gone, shown: guess !== NOT_YET };
  });
}

/** Both errors of a failure at every value of its slider. */
function curvesOf(id, cured, fits, known) {
  const { min, max } = FAILURES.find((each) => each.id === id).slider;
  return Array.from({ length: max - min + 1 }, (_, i) => [
    min + i,
    ...errorsOfFailure(id, min + i, cured, fits, known),
  ]);
}

// --- which failure, and the question ------------------------------------------------------------------

function tabs(parent, { get, put }) {
  const openings = Object.fromEntries(FAILURES.map(({ id, slider: { opening } }) => [id, opening]));
  return choice(parent, {
    label: "which failure",
    list: FAILURES.map(({ id, tab }) => ({ id, name: tab })),
    className: "failures",
    get: ({ id }) => id,
    set: (id) => get().id === id || put({ failure: id, value: openings[id], cured: false }),
  });
}

/** The question, its choices, and what a guess is answered. */
function question(parent, { get, put }) {
  const asked = html("p", { class: "asked" });
  const choices = html("div", { class: "choose guesses", role: "group", "aria-label": "your prediction" });
  const answer = html("p", { class: "answer", role: "status" });
  const guessed = (guess) => {
    const { guesses, index } = get();
    put({ guesses: guesses.map((old, i) => (i === index ? guess : old)) });
  };
  const made = [1, 2, 3, SKIPPED].map((guess) => {
    const one = html("button", { type: "button", onclick: () => guessed(guess) });
    choices.append(one);
    return { one, guess };
  });
  parent.append(asked, choices, answer);
  return {
    draw(now) {
      const { question: text, choices: names } = FAILURES[now.index];
      write(asked, text);
      for (const { one, guess } of made) {
        write(one, names[guess - 1] ?? "just show me");
        update(one, { "aria-pressed": guess === now.guess, hidden: guess === SKIPPED && now.shown ? "" : null });
      }
      write(answer, answered(now));
    },
  };
}

// --- the picture --------------------------------------------------------------------------------------

const VIEWS = {
  plus: { domain: [-3.4, 3.4], range: [-1.6, 1.6] },
  jump: { domain: [-1.05, 1.05], range: [-0.3, 1.3] },
  outside: { domain: [-REACH, REACH], range: [-3.2, 3.2] },
  kept: { domain: [-2.2, 2.2], range: [-4, 26] },
  dead: { domain: [-2.2, 2.2], range: [-4, 26] },
  noise: { domain: [-2.2, 2.2], range: [-4, 26] },
};

/** What a failure is held against: strokes of a curve. */
function targetOf(id, [a, z]) {
  const curve = (f, from, to) => evenly(from, to, 160).map((x) => [x, f(x)]);
  if (id === "plus") return [curve(Math.sin, -Math.PI, Math.PI)];
  if (id === "outside") return [curve(Math.sin, a, z)];
  if (id === "noise") return [curve(trueCurve, a, z)];
  if (id !== "jump") return [];
  return [[[-1, 0], [JUMP, 0]], [[JUMP, 1], [1, 1]]]; // prettier-ignore
}

/** Intervals that are greyed: where nothing was given, or where nobody judges. */
function greyOf({ id, cured, shown }, [a, z]) {
  const known = cured && shown ? 2 * Math.PI : Math.PI;
  if (id === "outside") return [[a, -known], [known, z]]; // prettier-ignore
  return id === "jump" && cured && shown ? [[JUMP - AWAY, JUMP + AWAY]] : [];
}

function charted(parent) {
  const [left, right] = ["wide", "narrow"].map((name) => html("div", { class: name }));
  parent.append(html("div", { class: "two-plots" }, left, right));
  const common = { height: (w) => clamp(w * 0.55, 180, 215) };
  const chart = plot(left, { ...common, ...VIEWS.plus, label: "Plot of the target and the sum", xlabel: "x" });
  const errors = plot(right, {
    ...common,
    domain: [0, 12],
    range: [0, 1.2],
    label: "Plot of the errors",
    xlabel: "",
    margin: { left: 46, right: 36 },
  });
  return [chart, errors];
}

/** Axes for another failure: drawn anew where they span something else. */
function span(axes, id, spanned) {
  if (axes.about !== id) {
    axes.about = id;
    const { domain, range, ...named } = spanned;
    Object.assign(axes, { domain, range });
    Object.assign(axes.named, named);
    axes.box.width = 0;
  }
  return axes.fit();
}

function scene(chart) {
  const grey = [0, 1].map(() => svg("rect", { class: "dead" }));
  const [target, total, miss] = ["target", "sum", "worst"].map((name) => svg("path", { class: `line ${name}` }));
  const data = svg("g", { class: "data" });
  const ends = ["filled", "hollow"].map((name) => svg("circle", { class: `limit-dot ${name}`, r: 4.5 }));
  chart.drawing.append(...grey, target, total, miss, data, ...ends);
  return {
    draw(now) {
      const { id, fits } = now;
      if (span(chart, id, VIEWS[id])) {
        const strokes = targetOf(id, chart.domain).map((stroke) => chart.path(stroke));
        update(target, { d: strokes.join("") });
        const points = ["kept", "dead", "noise"].includes(id) ? fits.x.map((x, i) => [x, fits.y[i]]) : [];
        const dot = ([x, y]) => svg("circle", { class: "datum", r: 4, cx: chart.x(x), cy: chart.y(y) });
        data.replaceChildren(...points.map(dot));
      }
      greyOf(now, chart.domain).forEach(([a, z], i) => {
        const { top, bottom } = chart.box;
        update(grey[i], { x: chart.x(a), width: chart.x(z) - chart.x(a), y: top, height: bottom - top });
      });
      grey.forEach((one, i) => update(one, { display: i < greyOf(now, chart.domain).length ? null : "none" }));
      ends.forEach((one, i) =>
        update(one, { cx: chart.x(JUMP), cy: chart.y(1 - i), display: id === "jump" ? null : "none" })
      );
      update(total, { d: now.shown ? chart.path(cornersOf(now.sum, chart.domain)) : "" });
      update(miss, { d: now.shown ? missed(now, chart) : "" });
    },
  };
}

/** The corners of a sum between two places. */
export function cornersOf({ numbers, knots, heights }, domain) {
  if (numbers) {
    const k = widthOfNumbers(numbers);
    const kinks = Array.from({ length: k }, (_, j) => kinkOf(numbers[j], numbers[k + j]));
    return [domain[0], ...sortedWithin(kinks, domain), domain[1]].map((x) => [x, predicted(numbers, x)]);
  }
  const places = [domain[0], ...sortedWithin(knots, domain), domain[1]];
  return heightsAt({ knots, heights }, places).map((height, i) => [places[i], height]);
}

/** Where a sum is furthest from the sine, and by how much: of the plus signs alone, where that can be seen best. */
function missed({ id, sum, cured }, chart) {
  if (id === "jump") return cured ? "" : chart.segment([JUMP, 0], [JUMP, 0.5]);
  if (id !== "plus") return "";
  const places = PERIOD;
  const heights = heightsAt(sum, places);
  const errors = heights.map((height, i) => Math.abs(height - Math.sin(places[i])));
  const at = errors.indexOf(Math.max(...errors));
  return chart.segment([places[at], Math.sin(places[at])], [places[at], heights[at]]);
}

// --- the errors ---------------------------------------------------------------------------------------

/** How the errors are drawn, the first solid, the second dashed; and what is said of that. */
export const ERRORS = {
  plus: {
    range: [0, 1.1],
    key: "Errors: solid, the worst one; dashed, the best that plus signs can do.",
  },
  jump: {
    range: [0, 0.65],
    xlabel: "",
    key: "Errors against how often the ramp’s width is halved: solid, the worst one; dashed, the rms error.",
  },
  outside: { range: [0, 3.4], key: "Worst errors: solid, from π to 2π; dashed, from −π to π." },
  kept: { range: [0, 1.7], logarithms: true, key: "The loss: solid, as set; dashed, the other way." },
  dead: { range: [0, 1.7], logarithms: true, key: "The loss: solid, as set; dashed, the other way." },
  noise: {
    range: [-2, 1.6],
    logarithms: true,
    key:
      "Mean squared errors: solid, to the true curve; dashed, on the points. " +
      "Thin, the same of 30 other draws (medians): the upper line to the curve.",
  },
};

function errorPlot(errors, { get, put }) {
  const medians = [0, 1].map(() => svg("path", { class: "line earlier" }));
  const [dashed, solid] = ["target", "loss"].map((name) => svg("path", { class: `line ${name}` }));
  errors.drawing.append(...medians, dashed, solid);
  const drawn = (error) => {
    const height = errors.named.logarithms ? Math.log10(clamp(error, LOWEST, HUGE)) : finite(error);
    return clamp(height, ...errors.range);
  };
  const range = () => {
    const { min, max } = FAILURES[get().index].slider;
    return { min, max, step: 1, fine: 1 };
  };
  const set = (value) => put({ value: clamp(Math.round(value), range().min, range().max) });
  const height = () => (get().shown ? drawn(get().errors[0]) : errors.range[0]);
  const knob = handle(errors, {
    radius: 8,
    axes: {
      x: {
        label: "along the plot of errors",
        range,
        get: () => get().value,
        set,
        text: (value) => FAILURES[get().index].slider.text(value),
      },
    },
    place: () => [errors.x(get().value), errors.y(height())],
    from: () => [get().value, 0],
    move: set,
  });
  return {
    draw({ id, index, shown, curves, fits }) {
      const { min, max, name } = FAILURES[index].slider;
      const { range: heights, logarithms = false, xlabel = name } = ERRORS[id];
      const aside = (max - min) / 30;
      const named = { logarithms, xlabel, ylabel: name === "step" ? "loss" : "errors" };
      span(errors, id, { domain: [min - aside, max + 1.5 * aside], range: heights, ...named });
      const path = (points) => (shown ? errors.path(points.map(([value, error]) => [value, drawn(error)])) : "");
      update(solid, { d: path(curves) });
      update(dashed, { d: path(curves.map(([value, , error]) => [value, error])) });
      const others = id === "noise" ? [fits.draws.truth, fits.draws.data] : [[], []];
      medians.forEach((one, i) => update(one, { d: path(others[i].map((error, k) => [k + 1, error])) }));
      knob.draw();
    },
  };
}

// --- the slider and the cure ----------------------------------------------------------------------------

/** The slider of the failure that is shown, and its cure, which waits for a guess. Made anew for another failure. */
function controls(parent, { get, put }) {
  let [about, made] = [-1, []];
  const renew = (index) => {
    const { slider: of, cure } = FAILURES[index];
    parent.replaceChildren();
    const knob = slider(parent, {
      name: of.name,
      range: { min: of.min, max: of.max, step: 1, fine: 1 },
      get: () => get().value,
      set: (value) => put({ value }),
      text: of.text,
    });
    const cured = toggle(parent, { name: cure, get: () => get().cured, set: (value) => put({ cured: value }) });
    made = [knob, cured];
    about = index;
  };
  return {
    draw({ index, shown }) {
      if (index !== about) renew(index);
      for (const each of made) each.draw();
      made[1].row.hidden = !shown;
    },
  };
}

export default { render };
