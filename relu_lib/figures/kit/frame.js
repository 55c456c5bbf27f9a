// The frame of a figure: picture, controls, tools and the spoken result; when it draws, and how it ends.

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
