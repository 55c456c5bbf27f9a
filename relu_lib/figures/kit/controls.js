// Everything a reader can move or press: sliders, handles, checkboxes and buttons, by pointer and by keyboard.
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

/** A native slider with its name before it and its value behind it, as `text` writes it; `label` is read out. */
export function slider(parent, { name, label = name, range, className = "", get, set, text = say }) {
  const { min, max, step, fine } = range;
  const input = html("input", { type: "range", min, max, step: fine, "aria-label": label });
  const output = html("output", { "aria-hidden": "true" });
  let precise = false;
  input.addEventListener("pointerdown", (event) => {
    precise = event.shiftKey;
  });
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
    write(output, words);
  };
  return { input, row, draw };
}

/**
 * A handle on a plot that moves along one or both axes. axes: { x: {label, range, get, set, text}, y: {…} }. Each axis
 * is a role="slider" of its own, as assistive technology has no control that moves both ways. Left and right move along
 * x, up and down along y, whichever of the two has the focus; the focus follows. `place()` gives its pixels, or null
 * where there is nothing to hold; `from()` gives its place in numbers; `move(x, y)` puts it elsewhere. `letter` is
 * written on it; `away()` says whether what it moves is out of the picture.
 */
export function handle(
  chart,
  { axes, place, from, move, away = () => false, className = "", letter = "", radius = 9, hit = 18 }
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
    svg("circle", { class: "grip", r: radius }),
    svg("text", { class: "letter", "text-anchor": "middle", y: 3.8, "aria-hidden": "true" }, letter)
  );
  chart.top.append(group);
  drag(group, { at: chart.at, start: () => Object.values(arms)[0].focus({ preventScroll: true }), from, move });
  const draw = () => {
    const where = place();
    update(group, { display: where ? null : "none" });
    if (where) update(group, { transform: `translate(${where[0].toFixed(2)},${where[1].toFixed(2)})` });
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

/** A checkbox with a name. */
export function toggle(parent, { name, get, set }) {
  const input = html("input", { type: "checkbox", onchange: () => set(input.checked) });
  parent.append(html("label", { class: "option" }, input, html("span", {}, name)));
  return {
    input,
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
