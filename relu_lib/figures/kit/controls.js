// Everything a reader can move, type in or press: sliders, number boxes, handles, checkboxes and buttons.
//
// All are made in one way: slider(where, { name, range, get, set }). get() is the value now; set(value) is called with
// the value that the reader wants. A range is { min, max, step, fine }; a handle's range may be a function that returns
// one, for ranges that depend on the state. What comes back has draw(), which shows the value as it is now.

/** What a key asks of a slider: by how many steps, or to which end. Shift is for fine steps. */
export function keyed(event, { value, min, max, step, fine }) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const small = event.shiftKey ? fine : step;
  const by = {
    ArrowRight: small,
    ArrowUp: small,
    ArrowLeft: -small,
    ArrowDown: -small,
    PageUp: 10 * step,
    PageDown: -10 * step,
  }[event.key];
  const to = { Home: min, End: max }[event.key];
  if (by === undefined && to === undefined) return null;
  event.preventDefault();
  return to ?? clamp(snap(value + by, fine), min, max);
}

/**
 * A native slider with its name before it and its value behind it, as `text` writes it; `label` is read out. With
 * `told`, a message, the value can be typed, too.
 */
export function slider(parent, { name, label = name, range, className = "", get, set, text = say, told = null }) {
  const { min, max, step, fine } = range;
  const input = html("input", { type: "range", min, max, step: fine, "aria-label": label });
  const box = told && numberBox({ label: `${label}, as a number`, range, get, set, told });
  const output = box ? box.input : html("output", { "aria-hidden": "true" });
  let [precise, before] = [false, 0];
  input.addEventListener("pointerdown", (event) => {
    [precise, before] = [event.shiftKey, get()];
  });
  input.addEventListener("pointercancel", () => get() !== before && set(before)); // a finger that scrolls the page
  input.addEventListener("input", () => set(clamp(snap(Number(input.value), precise ? fine : step), min, max)));
  input.addEventListener("keydown", (event) => {
    const wanted = keyed(event, { ...range, value: get() });
    if (wanted !== null) set(wanted);
  });
  const row = html("label", { class: `slider ${className}` }, html("span", { class: "name" }, name), input, output);
  parent.append(row);
  const draw = () => {
    const [value, words] = [get(), text(get())];
    const place = clamp(value, min, max);
    if (Number(input.value) !== place) input.value = place;
    update(input, { "aria-valuetext": words });
    if (box) box.draw();
    else write(output, words);
  };
  return { input, row, draw };
}

/**
 * A box to type a number in. What is no number, or outside its range, is not taken, and `told`, a message, says so.
 * digits: shown after the point. draw() leaves what is being typed as it is, as "1." or "".
 */
export function numberBox({ label, range: { min = -HUGE, max = HUGE } = {}, digits = 2, get, set, told }) {
  const input = html("input", { type: "number", step: "any", class: "typed", "aria-label": label });
  const fits = (value) => value >= min && value <= max; // NaN does not
  const short = (value) => Number(value.toFixed(digits));
  input.addEventListener("input", () => {
    if (fits(input.valueAsNumber)) set(input.valueAsNumber);
  });
  input.addEventListener("change", () => {
    const given = input.valueAsNumber;
    input.value = short(get());
    if (fits(given)) return;
    const wanted = Number.isNaN(given) ? "needs a number" : `goes from ${say(min)} to ${say(max)}`;
    told.show(`${label}: this ${wanted}. It keeps ${say(get(), digits)}.`);
  });
  let drawn;
  const draw = () => {
    const value = short(get());
    if (value === drawn) return;
    drawn = value;
    const typing = document.activeElement === input && (input.value === "" || short(input.valueAsNumber) === value);
    if (!typing) input.value = value;
  };
  return { input, draw };
}

/**
 * A handle on a plot that moves along one or both axes. axes: { x: {label, range, get, set, text}, y: the same }. Each
 * axis is a role="slider" of its own, as assistive technology has no control that moves both ways. Left and right move
 * along x, up and down along y, whichever has the focus; the focus follows. `place()` gives its pixels, or null
 * where there is nothing to hold; `from()` gives its place in numbers; `move(x, y)` puts it elsewhere. `letter` is
 * written on it; `away()` says whether what it moves is out of the picture. A handle is round: it moves a point. One
 * with a `pivot()`, in pixels, is a diamond: it turns a line about that place, which shows while it is in use.
 */
export function handle(
  chart,
  { axes, place, from, move, away = () => false, className = "", letter = "", radius = 9, hit = 18, pivot = null }
) {
  const arms = Object.fromEntries(Object.entries(axes).map(([axis, spec]) => [axis, sliderArm(axis, spec, radius)]));
  for (const [axis, arm] of Object.entries(arms)) {
    arm.addEventListener("keydown", (event) => {
      const meant = axes[axisOf(event.key)] ? axisOf(event.key) : axis;
      const wanted = keyed(event, { ...rangeNow(axes[meant]), value: axes[meant].get() });
      if (wanted === null) return;
      axes[meant].set(wanted);
      arms[meant].focus({ preventScroll: true });
    });
  }
  const group = svg(
    "g",
    { class: `handle ${className}` },
    svg("circle", { class: "hit", r: hit }),
    ...Object.values(arms),
    grip(radius, pivot),
    svg("text", { class: "letter", "text-anchor": "middle", y: 3.8, "aria-hidden": "true" }, letter)
  );
  const pin = pivot && svg("circle", { class: "pivot", r: 4.5 });
  if (pin) group.append(pin);
  chart.top.append(group);
  drag(group, { at: chart.at, start: () => Object.values(arms)[0].focus({ preventScroll: true }), from, move });
  const draw = () => {
    const where = place();
    update(group, { display: where ? null : "none" });
    if (where) update(group, { transform: translate(where) });
    if (where && pin) update(pin, { transform: translate(pivot().map((at, i) => at - where[i])) });
    group.classList.toggle("away", Boolean(away())); // what it moves is out of the picture, on this side
    for (const [axis, arm] of Object.entries(arms)) {
      const { get, text = say } = axes[axis];
      const { min, max } = rangeNow(axes[axis]);
      const value = finite(get());
      update(arm, {
        "aria-valuemin": min,
        "aria-valuemax": max,
        "aria-valuenow": Number(clamp(value, min, max).toFixed(6)),
        "aria-valuetext": text(value),
      });
    }
  };
  return { group, arms, draw };
}

const translate = ([x, y]) => `translate(${x.toFixed(2)},${y.toFixed(2)})`;

function grip(radius, turns) {
  const r = 1.35 * radius;
  if (turns) return svg("polygon", { class: "grip", points: `0,${-r} ${r},0 0,${r} ${-r},0` });
  return svg("circle", { class: "grip", r: radius });
}

export const rangeNow = ({ range }) => (typeof range === "function" ? range() : range);
export const axisOf = (key) => ({ ArrowLeft: "x", ArrowRight: "x", ArrowUp: "y", ArrowDown: "y" })[key];
export const ARROWS = { x: "M-20,0l7,-6v12zM20,0l-7,-6v12z", y: "M0,-20l-6,7h12zM0,20l-6,-7h12z" };

export function sliderArm(axis, { label }, radius) {
  const orientation = axis === "x" ? "horizontal" : "vertical";
  return svg(
    "g",
    { class: "arm", role: "slider", tabindex: 0, "aria-label": label, "aria-orientation": orientation },
    svg("circle", { class: "focus", r: radius + 4 }),
    svg("path", { class: "arrows", d: ARROWS[axis] })
  );
}

/**
 * Follow a pointer from press to release. from(): where the thing is, in numbers, when it is taken; move(x, y, event):
 * where it should be now, keeping the distance at which it was taken, so that nothing jumps.
 */
export function drag(target, { at, start = () => {}, from = (point) => point, move }) {
  let grip = null;
  // without this a browser takes the finger's move for scrolling: inside an SVG, touch-action does nothing
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
    target.addEventListener(end, () => {
      grip = null;
      target.classList.remove("dragging");
    });
  }
}

/** Buttons of which one is pressed. list: of each its id and name, a mark before it, and when it is `hidden`. */
export function choice(parent, { label, list, className = "", get, set }) {
  const group = html("div", { class: `choose ${className}`, role: "group", "aria-label": label });
  const buttons = list.map(({ id, name, mark = "", hidden = () => false, off = () => false }) => {
    const made = html("button", { type: "button", onclick: () => set(id) }, mark, name);
    group.append(made);
    return { id, made, hidden, off };
  });
  parent.append(group);
  return {
    group,
    draw(here) {
      for (const { id, made, hidden, off } of buttons) {
        update(made, { "aria-pressed": get(here) === id, disabled: off(here) ? "" : null });
        made.hidden = hidden(here);
      }
    },
  };
}

/** A checkbox with a name. */
export function toggle(parent, { name, get, set }) {
  const input = html("input", { type: "checkbox", onchange: () => set(input.checked) });
  const row = html("label", { class: "option" }, input, html("span", {}, name));
  parent.append(row);
  return {
    input,
    row,
    draw: () => {
      input.checked = Boolean(get());
    },
  };
}

/** A button for a figure's own tools, in front of those that are there. Returns the element. */
export function button(tools, { name, press }) {
  const made = html("button", { type: "button", onclick: press }, name);
  tools.prepend(made);
  return made;
}
