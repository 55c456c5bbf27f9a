// Every figure of the built book in a DOM: numbers, words, keys, links, and many states nobody would choose.
//
//     python -m tests.figures                  all of them
//     python -m tests.figures three-relus      one
import assert from "node:assert/strict";
import { test } from "node:test";

import { bare, book, open, valueOf } from "./page.mjs";
import { anything, Near } from "../figures/steps.mjs";

const wanted = process.env.BOOK_FIGURE;
const places = book.places.filter(({ id }) => !wanted || id === wanted);

/** What a figure's spec says of it in this place: the second of a kind may be told apart. */
async function specOf({ figure, name }) {
  const { default: spec } = await import(`../figures/${figure}.spec.mjs`);
  return { ...spec, ...spec[name] };
}

const parsed = (query) =>
  Object.fromEntries(
    query
      .split("&")
      .map((pair) => pair.split("="))
      .map(([trait, value]) => [trait, valueOf(value)])
  );

/** The same, but for the dust of binary fractions; or as near as is said. */
function assertSame(got, wanted, what) {
  if (wanted instanceof Near)
    assert.ok(Math.abs(got - wanted.value) <= wanted.within, `${what} is ${got}, not ${wanted.value}`);
  else if (typeof wanted === "number")
    assert.ok(Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${what} is ${got}, not ${wanted}`);
  else if (typeof wanted === "object") {
    assert.deepEqual(Object.keys(got), Object.keys(wanted), what);
    for (const key of Object.keys(wanted)) assertSame(got[key], wanted[key], `${what}.${key}`);
  } else assert.equal(got, wanted, what);
}

for (const place of places) {
  const spec = await specOf(place);
  const here = (title, run) => test(`${place.id}: ${title}`, run);

  /** What is drawn, shown and spoken is what the figure's own formulas say of its state. Returns the state. */
  async function agrees(fig, spoken = true) {
    Object.assign(fig, { place });
    const state = fig.state();
    const words = spec.check(fig, state, fig.own);
    if (spoken) await fig.assertSays(words);
    else fig.words = words;
    assert.deepEqual(fig.faults, []);
    return state;
  }

  here("each control by keyboard moves the picture to the figure's numbers, and is spoken", async () => {
    const fig = await open(place);
    const began = await agrees(fig, false);
    const tried = new Set(spec.keys.map(([control]) => control));
    const untried = () => fig.names.filter((name) => !tried.has(name));
    assert.deepEqual(untried(), [], "controls that no row of `keys` has tried");
    for (const [control, keys, change, met] of spec.keys) {
      const what = `${control}: ${keys.join(" ")}`;
      const before = fig.state();
      await fig.press(control, ...keys);
      const after = fig.state();
      const changed = change(before, began);
      assertSame(after, { ...(change.only || met ? after : before), ...changed }, what);
      met?.(before, after, fig.own, fig);
      const moved = JSON.stringify(after) !== JSON.stringify(before);
      assert.ok(
        moved || change === anything || keys.length > 1 || ["Reset", "Back to my best"].includes(control),
        `${what} does nothing`
      );
      await agrees(fig, moved);
      assert.deepEqual(untried(), [], what);
    }
  });

  here("an arrow key of the other axis moves along it, and the focus follows", async () => {
    const fig = await open(place);
    for (const arm of fig.controls.filter((e) => e.matches(".handle [role=slider]:first-of-type"))) {
      const arms = [...arm.parentElement.querySelectorAll("[role=slider]")];
      if (arms.length < 2) continue;
      arm.focus();
      await fig.key("ArrowUp");
      assert.equal(fig.document.activeElement, arms[1]);
      await fig.key("ArrowLeft");
      assert.equal(fig.document.activeElement, arms[0]);
    }
  });

  here("a link reproduces a state at once and later, and Reset undoes it", async () => {
    const start = (await open(place)).state();
    const there = { ...start, ...parsed(spec.elsewhere) };
    const fig = await open(place, { hash: `#fig=${place.figure}&${spec.elsewhere}` });
    assertSame(await agrees(fig, false), there, "the state of the link");
    await fig.press("Link to this state", "Enter");
    const address = () => fig.window.location.href;
    assert.ok(address().endsWith(fig.link.getAttribute("href")));
    assert.deepEqual(fig.window.copied, [fig.link.href]);
    await fig.press("Reset", "Enter");
    assertSame(await agrees(fig), start, "the state after Reset");
    await fig.clock.pass(500);
    assert.ok(!address().includes("#"), "the address does not say what no longer is so");
    fig.window.location.hash = `fig=${place.figure}&${spec.elsewhere}`;
    for (let i = 0; i < 5; i++) await fig.clock.pass(20);
    assertSame(await agrees(fig, false), there, "the state of the address");
  });

  const BAD = {
    number: ["NaN", "1e999", "1e308", "-1e101", "steep", "[1,2]", "null"],
    boolean: ["7", "null"],
    string: [], // a figure shows what is no name as if it were not there, and says what is wrong with a formula
    object: ["3", "[1e999]", "[1e308]", "[[1e308,0],[0,-1e308]]", "null", "{}"],
  };

  here("a link with what is no value leaves the figure as it was, and says so", async () => {
    const start = (await open(place)).state();
    const bad = (trait, i) => BAD[typeof start[trait]][i];
    const traits = Object.keys(start).filter((trait) => bad(trait, 0));
    const alone = traits.map((trait) => [[trait, bad(trait, 0)]]);
    const most = Math.max(0, ...traits.map((trait) => BAD[typeof start[trait]].length));
    const together = Array.from({ length: most }, (_, i) =>
      traits.filter((trait) => bad(trait, i)).map((trait) => [trait, bad(trait, i)])
    );
    for (const wrong of [...alone, ...together]) {
      const words = wrong.map(([trait, value]) => `${trait}=${value}`).join("&");
      const fig = await open(place, { hash: `#fig=${place.figure}&${words}` });
      const note = fig.root.querySelector(".needs-kernel-note")?.textContent ?? "";
      assert.ok(note.includes("The link could not be followed in all"), `${words}: “${note}”`);
      for (const [trait] of wrong) assert.ok(note.includes(`${trait}: `), `${words}: “${note}”`);
      assertSame(await agrees(fig, false), start, words);
    }
  });

  here("two views move together, one speaks, and ending one leaves the other", async () => {
    const [one, two] = await open(place, { views: 2 });
    const start = one.state();
    const drawn = (fig) =>
      [...fig.root.querySelectorAll("path:not(.own), .handle, td, .said")].map((e) => [
        e.getAttribute("d"),
        e.getAttribute("transform"),
        e.textContent,
      ]);
    const spoken = (fig) => fig.root.querySelector(".spoken").textContent;
    for (const slider of one.controls.filter((e) => e.matches("[role=slider], input:not([type=checkbox])"))) {
      if (spoken(one)) break; // the first one need not change the result
      slider.focus();
      for (const key of slider.matches("[type=number]") ? ["Control+A", "4"] : ["ArrowUp", "ArrowRight"])
        await one.key(key);
      await one.clock.pass(500);
    }
    assert.deepEqual(drawn(one), drawn(two));
    assert.notDeepEqual(one.state(), start);
    assert.deepEqual(one.state(), two.state());
    assert.ok(spoken(one));
    assert.equal(spoken(two), "");
    const [kept, others] = [drawn(two), two.state()];
    await one.root.endFigure();
    assert.equal(one.root.querySelectorAll("svg.plot").length, 1, "the picture is back");
    await one.clock.pass(500);
    assert.deepEqual(drawn(two), kept);
    await two.press("Reset", "Enter");
    assert.notDeepEqual(two.state(), others);
    await two.clock.pass(500);
    assert.notDeepEqual(drawn(two), kept, "what is left still draws");
    assert.deepEqual(one.faults, []);
  });

  here("nothing moves before the reader does", async () => {
    const fig = await open(place, { still: false });
    await fig.clock.pass(1000);
    const changes = [];
    new fig.window.MutationObserver((all) => changes.push(...all)).observe(fig.root, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    await fig.clock.pass(60_000);
    assert.equal(changes.length, 0);
  });

  here("what moves by itself takes several frames, and is there at once for readers who want stillness", async () => {
    for (const [control, path] of spec.glides ?? [])
      for (const still of [true, false]) {
        const fig = await open(place, { still, hash: `#fig=${place.figure}&${spec.elsewhere}` });
        const drawn = new Set();
        await fig.press(control);
        const watch = (all) => {
          for (const { target } of all) drawn.add(target.getAttribute("d"));
        };
        new fig.window.MutationObserver(watch).observe(fig.element(path), { attributes: true, attributeFilter: ["d"] });
        await fig.key(fig.document.activeElement.type === "checkbox" ? "Space" : "Enter");
        await fig.clock.pass(1000);
        assert.ok(still ? drawn.size === 1 : drawn.size >= 5, `${control}: ${drawn.size} frames`);
        await agrees(fig, false);
      }
  });

  here("random settings throw nothing and stay in the frame", async () => {
    const fig = await bare(place, { still: false });
    const random = generator(7);
    const names = Object.keys(place.state).filter((name) => !name.startsWith("_") && isSettable(place.state[name]));
    for (let i = 0; i < (spec.settings ?? 1000); i++) {
      const setting = {};
      for (const name of names) if (random() < 0.6) setting[name] = wild(random, place.state[name]);
      // what Python would refuse is shown as if it were not there
      if (random() < 0.1) setting[names[Math.floor(random() * names.length)]] = null;
      Object.assign(fig.state, structuredClone(place.state), setting);
      fig.model.changed();
      await fig.clock.pass(i % 7 ? 0 : 100); // some in the middle of what glides
      const faults = [...fig.faults, ...outOfFrame(fig.el), ...nonsense(fig.el)];
      assert.deepEqual(faults, [], `setting ${i}: ${JSON.stringify(setting)}`);
    }
    fig.end();
    assert.deepEqual([fig.el.childElementCount, fig.listeners.size], [0, 0], "something is left");
  });
}

// --- states nobody would choose -----------------------------------------------------------------------

/** Numbers from 0 to 1, the same each time (mulberry32). */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const isSettable = (value) => ["number", "boolean", "string"].includes(typeof value) || Array.isArray(value);
const TEXTS = [
  "",
  "sine",
  "root",
  "step",
  "earth",
  "drawn",
  "formula",
  "data",
  "even",
  "worst",
  "jump",
  "outside",
  "kept",
  "dead",
  "noise",
  "reciprocal",
  "3x +",
  "x/0",
  "tan(9x)",
];

/** A value of the same kind as a trait's, from where trouble is. */
function wild(random, like) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sizes = [0, 1e9, -1e9, 1e-9, -1, 0.5, 1e100, -1e308, 1e-308];
  const number = () => [...sizes, normal() * 3, normal() * 3, normal() * 20][Math.floor(random() * 12)];
  if (typeof like === "boolean") return random() < 0.5;
  if (typeof like === "string") return TEXTS[Math.floor(random() * TEXTS.length)];
  if (typeof like === "number") return number();
  if (Array.isArray(like[0])) return like.map((row) => row.map(number));
  const few = Array.from({ length: Math.floor(random() * 9) }, number);
  return [...few, ...Array(Math.floor(random() * 3)).fill(few[0] ?? 0)]; // some coincide
}

const numbersIn = (text) => (text.match(/-?[\d.]+(e[+-]?\d+)?/g) ?? []).map(Number);

/** What is drawn beyond the edges of its picture. */
function outOfFrame(el) {
  const faults = [];
  for (const stage of el.querySelectorAll("svg.stage[viewBox]")) {
    const [, , width, height] = numbersIn(stage.getAttribute("viewBox"));
    const off = (x, y) => !(x >= -0.1 && x <= width + 0.1 && y >= -0.1 && y <= height + 0.1);
    for (const path of stage.querySelectorAll("path[d]:not(.arrows)")) {
      const all = numbersIn(path.getAttribute("d"));
      if (all.some((v, i) => i % 2 === 0 && off(v, all[i + 1]))) faults.push(path.outerHTML.slice(0, 120));
    }
    for (const circle of stage.querySelectorAll("circle[cx]")) {
      if (!circle.closest("[clip-path]") && off(Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))))
        faults.push(circle.outerHTML);
    }
    for (const group of stage.querySelectorAll(".handle")) {
      if (group.getAttribute("display") !== "none" && off(...numbersIn(group.getAttribute("transform"))))
        faults.push(group.getAttribute("transform"));
    }
    for (const rect of stage.querySelectorAll("rect"))
      if (numbersIn(rect.outerHTML).some((v) => v < -0.1)) faults.push(rect.outerHTML);
  }
  return faults;
}

/** Words and attributes that no reader should meet. */
function nonsense(el) {
  const html = el.outerHTML;
  const found = html.matchAll(/NaN|undefined|Infinity|object Object/g); // to look for what is before it would take long
  return [...found].map(({ index }) => html.slice(Math.max(0, index - 30), index + 40));
}
