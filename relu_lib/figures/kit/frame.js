// The frame of a figure: picture, controls, tools and the spoken result; when it draws, and how it ends.

export const charts = new WeakMap(); // a figure's frame → its plots
export const SPEECH_PAUSE = 400; // milliseconds without a change before the result is spoken

/**
 * A figure's outer frame: picture, controls, tools and the spoken result, in reading order. A figure puts its own into
 * these parts and then calls `live(draw, onEnd)`, once; see `comeAlive`. beside: whether the controls stand beside the
 * picture where there is room.
 */
export function frame({ model, el, title, beside = false }) {
  const spoken = html("p", { class: "spoken", role: "status" });
  const parts = {
    picture: html("div", { class: "picture" }),
    controls: html("div", { class: "controls" }),
    tools: html("div", { class: "tools" }),
  };
  const inside = html(
    "div",
    { class: beside ? "inside beside" : "inside" },
    parts.picture,
    parts.controls,
    parts.tools,
    spoken
  );
  const root = html("div", { class: "book-figure", role: "group", "aria-label": title }, inside);
  const reset = html("button", { type: "button", onclick: () => change(model, model.get("_start")) }, "Reset");
  parts.tools.append(reset);
  el.append(root);
  const voice = speaker(root, spoken);
  return { ...parts, live: (draw, onEnd) => comeAlive({ model, root, inside, voice }, draw, onEnd) };
}

/** Says the result once it has stopped changing; not the first one, and not what another view of the figure did. */
export function speaker(root, spoken) {
  let pause, last, touched;
  const touch = () => {
    touched = performance.now();
  };
  root.addEventListener("pointerdown", touch, true);
  return {
    speak(text) {
      if (text === last) return; // if it is about to be said, that goes on
      clearTimeout(pause);
      const moved = root.contains(document.activeElement) || performance.now() - touched < 1000;
      if (last !== undefined && moved) pause = setTimeout(() => spoken.replaceChildren(text), SPEECH_PAUSE);
      last = text;
    },
    hush: () => clearTimeout(pause),
  };
}

/**
 * Draw for the first time once the browser has laid out what was made, in a task of its own, so that a slow page can
 * answer in between; then after every change, once however many traits change together. `draw` returns the result in
 * words. Resolves to the clean-up, which calls `onEnd`.
 */
export async function comeAlive({ model, root, inside, voice }, draw, onEnd = () => {}) {
  let [waiting, ended] = [false, false];
  const run = () => {
    waiting = false;
    if (!ended) voice.speak(draw());
  };
  const soon = () => {
    if (!waiting) queueMicrotask(run);
    waiting = true;
  };
  const outgrown = () => (charts.get(root) ?? []).filter((axes) => axes.outgrown()).length > 0;
  const sizes = new ResizeObserver(([{ borderBoxSize }]) => {
    if (outgrown()) soon();
    root.style.height = `${borderBoxSize[0].blockSize}px`; // with it, what moves inside moves nothing around (kit.css)
    root.classList.add("measured");
  });
  await afterFrame();
  model.on("change", soon);
  outgrown(); // all plots are measured before any is drawn: one layout for all
  await new Promise((done) => setTimeout(done));
  run();
  sizes.observe(inside);
  return () => {
    ended = true;
    voice.hush();
    sizes.disconnect();
    model.off("change", soon);
    onEnd();
    root.remove();
  };
}

/** When the browser has laid out and painted, which it does not do out of sight. */
export const afterFrame = () =>
  new Promise((done) => {
    if (document.hidden) setTimeout(done);
    else requestAnimationFrame(() => setTimeout(done));
  });

/** Change several traits together. */
export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** What `make()` gives, made once a change however many parts ask for it. `renew()` has it made again. */
export function onceAChange(model, make) {
  let now = null;
  const renew = () => {
    now = null;
  };
  model.on("change", renew);
  return { get: () => (now ??= make()), renew, end: () => model.off("change", renew) };
}
