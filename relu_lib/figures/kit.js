// What every figure shares: numbers, elements, a frame with axes, sliders, handles, the spoken result.
// Python puts this file in front of each figure's own (an anywidget module cannot import its neighbours).
// A figure keeps its state in `model`, touches only `el`, and computes from plain functions it exports.

// --- numbers ------------------------------------------------------------------------------------

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const finite = (value, otherwise = 0) => (Number.isFinite(value) ? value : otherwise);
const finiteList = (values) => (Array.isArray(values) ? values.map((value) => finite(value)) : []);

/** The multiple of `step` nearest to `value`, without the dust of binary fractions: 0.3, not 0.30000000000000004. */
const snap = (value, step) => Number((Math.round(value / step) * step).toFixed(6));

/** Where max(mx + b, 0) bends; NaN where it does not (m = 0, or a kink beyond all numbers). */
function kinkOf(m, b) {
  const kink = -b / m + 0;
  return Number.isFinite(kink) ? kink : NaN;
}

const relu = (x) => (x > 0 ? x : 0);

/** A number as people write it: a real minus, at most `digits` decimals, powers of ten when it is huge. */
function say(value, digits = 2) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : "too large";
  const size = Math.abs(value);
  const text = size >= 1e6 ? powered(size) : String(Number(size.toFixed(digits)));
  return (value < 0 && text !== "0" ? "−" : "") + text;
}

/** A huge number as 1.2·10⁹. */
function powered(size) {
  const [head, power] = size.toExponential(1).split("e+");
  return `${head}·10${Array.from(power, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
}

/** A score with all its decimals, so that it does not change its width while it changes. */
function score(value, digits = 2) {
  return !(Math.abs(value) < 1e6) ? say(value) : value.toFixed(digits).replace("-", "−");
}

/** Round numbers, about `count` of them, from `low` to `high`. */
function ticks(low, high, count) {
  const rough = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(9)));
}

/** The part of a chain of points inside a rectangle, as chains of points, segment by segment. */
function clipped(points, box) {
  const within = (point) => point[0] >= box.left && point[0] <= box.right && point[1] >= box.top && point[1] <= box.bottom;
  const chains = [];
  let chain = null; // the last one, as long as it goes on
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const goesOn = within(to);
    const part = goesOn && within(from) ? [from, to] : cut(from, to, box);
    if (part && !chain) chains.push((chain = [part[0]]));
    if (part) chain.push(part[1]);
    if (!part || !goesOn) chain = null;
  }
  return chains;
}

/** The ends of the part of a segment inside a rectangle, or null (Liang & Barsky 1984). */
function cut(from, to, { left, right, top, bottom }) {
  const [x0, y0, dx, dy] = [from[0], from[1], to[0] - from[0], to[1] - from[1]];
  let [enter, leave] = [0, 1];
  function edge(along, room) {
    if (along === 0 && room < 0) leave = -1; // beside the rectangle all the way
    else if (along < 0) enter = Math.max(enter, room / along);
    else if (along > 0) leave = Math.min(leave, room / along);
  }
  edge(-dx, x0 - left);
  edge(dx, right - x0);
  edge(-dy, y0 - top);
  edge(dy, bottom - y0);
  const at = (t) => [clamp(x0 + t * dx, left, right), clamp(y0 + t * dy, top, bottom)];
  return enter <= leave ? [at(enter), at(leave)] : null;
}

const asPath = (chains) => chains.map((chain) => "M" + chain.map((point) => `${point[0].toFixed(2)},${point[1].toFixed(2)}`).join("L")).join("");

// --- elements -----------------------------------------------------------------------------------

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A message in place for the reader, to see and to hear. */
function message() {
  const line = html("p", { class: "message", role: "status" });
  let fade;
  return { line, show(text) { clearTimeout(fade); line.textContent = text; fade = setTimeout(() => { line.textContent = ""; }, 8000); } };
}

const written = new WeakMap(); // element → what was last written to it: to read it from the page takes longer
function news(element, name, value) {
  if (!written.has(element)) written.set(element, new Map());
  const known = written.get(element);
  return known.get(name) !== value && known.set(name, value);
}

/** Set attributes, and write to the page only what has changed. (A dragged slider comes here hundreds of times a second: no lists are made.) */
function set(element, attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    if (!news(element, name, value)) continue;
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
const write = (element, text) => { if (news(element, "text in it", text)) element.textContent = text; };

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// --- the frame of a figure ----------------------------------------------------------------------

const charts = new WeakMap(); // a figure's frame → its plots
const SPEECH_PAUSE = 400; // milliseconds without a change before the result is spoken

/**
 * A figure's outer frame: picture, controls, tools and the spoken result, in reading order.
 * `live` draws once the browser has laid out what was made: in a task of its own, so that a slow page answers in between.
 * It draws anew after every change, once however many traits change together, and resolves to the clean-up.
 */
function frame({ model, el, title }) {
  const spoken = html("p", { class: "spoken", role: "status" });
  const parts = { picture: html("div", { class: "picture" }), controls: html("div", { class: "controls" }), tools: html("div", { class: "tools" }) };
  const inside = html("div", { class: "inside" }, parts.picture, parts.controls, parts.tools, spoken);
  const root = html("div", { class: "relu-figure", role: "group", "aria-label": title }, inside);
  const reset = html("button", { type: "button", onclick: () => change(model, model.get("_start")) }, "Reset");
  parts.tools.append(reset);
  el.append(root);
  let pause, last, touched;
  root.addEventListener("pointerdown", () => { touched = performance.now(); }, true);

  function speak(text) {
    if (text === last) return; // and let what is about to be said be said
    clearTimeout(pause);
    const mine = last !== undefined && (root.contains(document.activeElement) || performance.now() - touched < 1000); // not at the start, nor what another view does
    last = text;
    if (mine) pause = setTimeout(() => { spoken.textContent = text; }, SPEECH_PAUSE);
  }

  async function live(draw, onEnd = () => {}) {
    let [waiting, ended] = [false, false];
    const run = () => { waiting = false; if (!ended) speak(draw()); };
    const soon = () => { if (!waiting) { waiting = true; queueMicrotask(run); } };
    const outgrown = () => (charts.get(root) ?? []).filter((axes) => axes.outgrown()).length > 0;
    const sizes = new ResizeObserver(([{ borderBoxSize }]) => {
      if (outgrown()) soon();
      root.style.height = `${borderBoxSize[0].blockSize}px`; // so what moves inside is laid out without the page around it (kit.css)
      root.classList.add("measured");
    });
    await afterFrame();
    model.on("change", soon);
    outgrown(); // all plots are measured before any is drawn: one layout for all
    await new Promise((done) => { setTimeout(done); });
    run();
    sizes.observe(inside);
    return () => { ended = true; clearTimeout(pause); sizes.disconnect(); model.off("change", soon); onEnd(); root.remove(); };
  }
  return { ...parts, live };
}

/** When the browser has laid out and painted, which it does not do out of sight. */
const afterFrame = () => new Promise((done) => { if (document.hidden) setTimeout(done); else requestAnimationFrame(() => setTimeout(done)); });

/** Change several traits together. */
function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Buttons for a figure's own tools, in front of Reset. */
function button(view, text, action) {
  const made = html("button", { type: "button", onclick: action }, text);
  view.tools.prepend(made);
  return made;
}

// --- a plot: axes that fit the width there is ----------------------------------------------------

let plots = 0;
const MARGIN = { left: 40, right: 24, top: 12, bottom: 30 };

/** Axes over `domain` × `range`. `fit()` draws them for the width there was when asked whether they have outgrown it; `x`, `y` go from numbers to pixels, `at` back. */
function plot(parent, { domain, range, height = 300, label, xlabel = "", ylabel = "", numbers = "xy", square = false, margin = {} }) {
  const edge = { ...MARGIN, ...margin };
  const id = `relu-plot-${++plots}-${Math.random().toString(36).slice(2, 8)}`;
  const [grid, drawing, top] = ["grid", "drawing", "top"].map((name) => svg("g", { class: name }));
  drawing.setAttribute("clip-path", `url(#${id})`);
  const mask = svg("rect");
  const picture = svg("svg", { class: "stage", role: "group", "aria-label": label }, svg("clipPath", { id }, mask), grid, drawing, top);
  parent.append(picture);
  const box = { room: 640 }; // and, once drawn, the pixels of its edges
  const self = {
    picture, grid, drawing, top, box, domain, range,
    x: (value) => box.left + ((value - self.domain[0]) / (self.domain[1] - self.domain[0])) * (box.right - box.left),
    y: (value) => box.bottom - ((value - self.range[0]) / (self.range[1] - self.range[0])) * (box.bottom - box.top),
    at(event) {
      const place = picture.getBoundingClientRect();
      const [px, py] = [event.clientX - place.left, event.clientY - place.top];
      return [self.domain[0] + ((px - box.left) / (box.right - box.left)) * (self.domain[1] - self.domain[0]),
        self.range[0] + ((box.bottom - py) / (box.bottom - box.top)) * (self.range[1] - self.range[0])];
    },
    chain: (points) => clipped(points.map((point) => [clamp(self.x(point[0]), -1e100, 1e100), clamp(self.y(point[1]), -1e100, 1e100)]), box),
    path: (points) => asPath(self.chain(points)),
    outgrown: () => (box.room = widthOf(parent, box.room)) !== box.width, // asked when the page has been laid out; in mid-change it would be once more
    fit() {
      const width = box.room;
      if (width === box.width) return false;
      const tall = typeof height === "function" ? height(width) : height;
      Object.assign(box, { width, height: tall, left: edge.left, right: width - edge.right, top: edge.top, bottom: tall - edge.bottom });
      set(picture, { viewBox: `0 0 ${width} ${tall}`, width, height: tall });
      set(mask, { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top });
      if (square) evenScales(self);
      drawAxes(self, xlabel, ylabel, numbers);
      return true;
    },
  };
  return listed(self, parent.closest(".relu-figure"));
}

function listed(axes, root) {
  charts.set(root, [...(charts.get(root) ?? []), axes]);
  return axes;
}

/**
 * The width there is. Out of sight nothing is laid out, and to ask would do it: what is around it and laid out tells,
 * for then. While a page is laid out, it can be next to nothing.
 */
function widthOf(place, otherwise) {
  let known = place;
  while (known.checkVisibility?.() && !known.checkVisibility?.({ contentVisibilityAuto: true })) known = known.parentElement;
  return Math.max(160, Math.round(known.clientWidth) || otherwise);
}

/** The same number of pixels a unit both ways, around the middle of the plot. */
function evenScales({ box, domain, range }) {
  const scale = Math.min((box.right - box.left) / (domain[1] - domain[0]), (box.bottom - box.top) / (range[1] - range[0]));
  const middle = (box.left + box.right) / 2;
  const half = (scale * (domain[1] - domain[0])) / 2;
  Object.assign(box, { left: middle - half, right: middle + half, bottom: box.top + scale * (range[1] - range[0]) });
}

function drawAxes({ grid, box, domain, range, x, y }, xlabel, ylabel, numbers) {
  grid.replaceChildren();
  for (const value of ticks(...domain, Math.max(3, (box.right - box.left) / 60))) {
    grid.append(svg("line", { class: value === 0 ? "axis" : "gridline", x1: x(value), x2: x(value), y1: box.top, y2: box.bottom }));
    if (numbers.includes("x")) grid.append(svg("text", { class: "tick tick-x", x: x(value), y: box.bottom + 18, "text-anchor": "middle" }, say(value)));
  }
  for (const value of ticks(...range, Math.max(3, (box.bottom - box.top) / 40))) {
    grid.append(svg("line", { class: value === 0 ? "axis" : "gridline", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }));
    if (numbers.includes("y")) grid.append(svg("text", { class: "tick tick-y", x: box.left - 7, y: y(value) + 4, "text-anchor": "end" }, say(value)));
  }
  if (xlabel) grid.append(svg("text", { class: "axis-name", x: box.right + 14, y: box.bottom + 4, "text-anchor": "middle" }, xlabel));
  if (ylabel) grid.append(svg("text", { class: "axis-name", x: box.left + 6, y: box.top + 11 }, ylabel));
}

// --- sliders and handles: everything that can be moved, by pointer and by keyboard ------------------

/** What a key asks of a slider: by how many steps, or to which end. Shift is for fine steps. */
function keyed(event, { value, min, max, step, fine }) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const small = event.shiftKey ? fine : step;
  const by = { ArrowRight: small, ArrowUp: small, ArrowLeft: -small, ArrowDown: -small, PageUp: 10 * step, PageDown: -10 * step }[event.key];
  const to = { Home: min, End: max }[event.key];
  if (by === undefined && to === undefined) return null;
  event.preventDefault();
  return to ?? clamp(snap(value + by, fine), min, max);
}

/** A named native slider with its number beside it. `get`, `put`: its value now, and what to do with a new one. */
function slider(parent, { name, label = name, min, max, step = 0.1, fine = step / 10, className = "", get, put, text = say }) {
  const input = html("input", { type: "range", min, max, step: fine, "aria-label": label });
  const output = html("output", { "aria-hidden": "true" });
  let precise = false;
  input.addEventListener("pointerdown", (event) => { precise = event.shiftKey; });
  input.addEventListener("input", () => put(clamp(snap(Number(input.value), precise ? fine : step), min, max)));
  input.addEventListener("keydown", (event) => {
    const wanted = keyed(event, { value: get(), min, max, step, fine });
    if (wanted !== null) put(wanted);
  });
  const row = html("label", { class: `slider ${className}` }, html("span", { class: "name" }, name), input, output);
  parent.append(row);
  const draw = () => {
    const [value, words] = [get(), text(get())];
    const place = clamp(value, min, max);
    if (Number(input.value) !== place) input.value = place;
    set(input, { "aria-valuetext": words });
    write(output, words);
  };
  return { input, row, draw };
}

/**
 * A handle on a picture that moves along one or both axes: one role="slider" an axis, as assistive technology
 * knows no plane. axes: { x: {label, min, max, step, fine, get, put, text}, y: {…} }. Left and right move along x
 * and up and down along y, whichever of the two has the focus; the focus follows. `place()` gives its pixels, or
 * null where there is nothing to hold; `from()` its place in numbers; `move(x, y)` puts it elsewhere. `letter` is
 * written on it; `away()` says whether what it moves is out of the picture.
 */
function handle(parent, chart, { axes, place, from, move, away = () => false, className = "", letter = "", radius = 9, hit = 18 }) {
  const arms = Object.fromEntries(Object.entries(axes).map(([axis, spec]) => [axis, sliderArm(axis, spec, radius)]));
  for (const [axis, arm] of Object.entries(arms)) {
    arm.addEventListener("keydown", (event) => {
      const meant = axes[axisOf(event.key)] ? axisOf(event.key) : axis;
      const wanted = keyed(event, { ...axes[meant], value: axes[meant].get() });
      if (wanted === null) return;
      axes[meant].put(wanted);
      arms[meant].focus({ preventScroll: true });
    });
  }
  const group = svg("g", { class: `handle ${className}` }, svg("circle", { class: "hit", r: hit }), ...Object.values(arms), svg("circle", { class: "grip", r: radius }),
    svg("text", { class: "letter", "text-anchor": "middle", y: 3.8, "aria-hidden": "true" }, letter));
  parent.append(group);
  drag(group, { at: chart.at, start: () => Object.values(arms)[0].focus({ preventScroll: true }), from, move });
  const draw = () => {
    const where = place();
    set(group, { display: where ? null : "none" });
    if (where) set(group, { transform: `translate(${where[0].toFixed(2)},${where[1].toFixed(2)})` });
    group.classList.toggle("away", Boolean(away())); // what it moves is out of the picture, on this side
    for (const [axis, arm] of Object.entries(arms)) {
      const { min, max, get, text = say } = axes[axis];
      const value = finite(get());
      set(arm, { "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": Number(clamp(value, min, max).toFixed(6)), "aria-valuetext": text(value) });
    }
  };
  return { group, arms, draw };
}

const axisOf = (key) => ({ ArrowLeft: "x", ArrowRight: "x", ArrowUp: "y", ArrowDown: "y" })[key];
const ARROWS = { x: "M-20,0l7,-6v12zM20,0l-7,-6v12z", y: "M0,-20l-6,7h12zM0,20l-6,-7h12z" };

function sliderArm(axis, { label }, radius) {
  const orientation = axis === "x" ? "horizontal" : "vertical";
  return svg("g", { class: "arm", role: "slider", tabindex: 0, "aria-label": label, "aria-orientation": orientation },
    svg("circle", { class: "focus", r: radius + 4 }), svg("path", { class: "arrows", d: ARROWS[axis] }));
}

/**
 * Follow a pointer from press to release. from(): where the thing is, in numbers, when it is taken; move(x, y, event):
 * where it should be now, keeping the distance at which it was taken, so that nothing jumps.
 */
function drag(target, { at, start = () => {}, from = (point) => point, move }) {
  let grip = null;
  // else a browser takes the finger's move for scrolling: touch-action does nothing inside an SVG
  target.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const here = at(event);
    start(event);
    const there = from(here) ?? here;
    grip = [there[0] - here[0], there[1] - here[1]];
    target.setPointerCapture(event.pointerId);
    target.classList.add("dragging");
  });
  target.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const [x, y] = at(event);
    move(x + grip[0], y + grip[1], event);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    target.addEventListener(end, () => { grip = null; target.classList.remove("dragging"); });
  }
}

/** A checkbox with a name. */
function toggle(parent, { name, get, put }) {
  const input = html("input", { type: "checkbox", onchange: () => put(input.checked) });
  parent.append(html("label", { class: "option" }, input, html("span", {}, name)));
  return { input, draw: () => { input.checked = Boolean(get()); } };
}

/**
 * Go from 0 to 1 in `milliseconds`, calling step(t) on the way, to show how one state becomes another; at once for
 * readers who want stillness. Only ever in answer to the reader's wish. Returns a function that ends it.
 */
function glide(milliseconds, step) {
  if (still() || document.hidden) { step(1); return () => {}; }
  const begun = performance.now();
  let asked = requestAnimationFrame(function next(now) {
    const t = clamp((now - begun) / milliseconds, 0, 1);
    step(t * t * (3 - 2 * t));
    if (t < 1) asked = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(asked);
}

/** Put text on the clipboard; where a page may not, select it for the reader to copy. Resolves to whether it is there. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}

// --- the figure itself ----------------------------------------------------------------------------
