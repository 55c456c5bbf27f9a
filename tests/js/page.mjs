// A page of the book without a browser: a DOM (jsdom), the host that brings figures to life, the figures themselves,
// and a clock that only tests move on. Numbers, words, keys and states are the same as in a browser; what only a
// browser can show (layout, pointers, real keys, print) is in tests/browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { JSDOM, VirtualConsole } from "jsdom";

const HOST = new URL("../../live_book/author/static/figures.js", import.meta.url);
const STATIC = "http://book.test/_static/";
const FRAME = 16; // milliseconds

/** What Python tells of the built book: its figures, each with its state, and their modules. */
export const book = JSON.parse(readFileSync(0, "utf-8"));

// --- what jsdom has not -----------------------------------------------------------------------------

/** A clock that stands still until it is told to go on; timers and frames come in the order of their times. */
class Clock {
  constructor(window) {
    this.now = 0;
    this.due = new Map();
    this.count = 0;
    const later = (call, wait = 0, ...values) => {
      this.due.set(++this.count, { at: this.now + Math.max(0, wait), call: () => call(...values) });
      return this.count;
    };
    const never = (id) => {
      this.due.delete(id);
    };
    const refuse = () => assert.fail("figures have no use for setInterval");
    Object.assign(window, { setTimeout: later, clearTimeout: never, setInterval: refuse, cancelAnimationFrame: never });
    window.requestAnimationFrame = (call) => later(() => call(this.now), FRAME);
    Object.defineProperty(window.performance, "now", { value: () => this.now });
  }

  async pass(milliseconds) {
    const end = this.now + milliseconds;
    await turn();
    for (;;) {
      const [id, next] = [...this.due].sort(([i, one], [j, other]) => one.at - other.at || i - j)[0] ?? [];
      if (!next || next.at > end) break;
      this.due.delete(id);
      this.now = next.at;
      next.call();
      await turn();
    }
    this.now = end;
  }
}

/** Promises, and what jsdom itself does a little later, come to an end. */
const turn = () =>
  new Promise((done) => {
    setImmediate(done);
  });

/** Layout is what jsdom has not; a figure asks for little of it, and for what is newer than jsdom. */
function complete(window, still) {
  const { Element } = window;
  window.ResizeObserver = class {
    observe() {}
    disconnect() {}
  }; // sizes never change: there are none
  window.matchMedia = (query) => {
    assert.equal(query, "(prefers-reduced-motion: reduce)"); // the one thing that a figure asks
    return { matches: still };
  };
  Object.defineProperty(Element.prototype, "clientWidth", { get: () => 640 });
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.setPointerCapture = () => {};
  Element.prototype.checkVisibility = function visible() {
    for (let e = this; e; e = e.parentElement) {
      const folded = e.parentElement?.matches("details:not([open])") && e.localName !== "summary";
      if (
        e.hidden ||
        e.hasAttribute("hidden") ||
        e.style?.display === "none" ||
        e.getAttribute("display") === "none" ||
        folded
      )
        return false;
    }
    return this.isConnected;
  };
  window.copied = [];
  const clipboard = {
    writeText: async (text) => {
      window.copied.push(text);
    },
  };
  Object.defineProperty(window.navigator, "clipboard", { value: clipboard });
}

/** A figure's module in a window: all that it and its kit export. */
function moduleIn(window, name) {
  const source = book.modules[name];
  const exported = [...source.matchAll(/^export (?:async )?(?:class|const|function|let) (\w+)/gm)].map(
    ([, each]) => each
  );
  const [body, widget] = source
    .replace(/^export (?=async |class |const |function |let )/gm, "")
    .split("\nexport default ");
  return window.eval(`(() => {
"use strict";
${body}
return { ${exported.join(", ")}, default: ${widget.trim().replace(/;$/, "")} };
})()`);
}

/** An empty page at this address; what goes wrong in it is an error of the test. */
export function emptyPage({ body = "", hash = "", still = true } = {}) {
  const virtualConsole = new VirtualConsole();
  const faults = [];
  virtualConsole.on("jsdomError", (error) => faults.push(error.detail ?? error));
  virtualConsole.on("error", (...words) => faults.push(...words));
  const options = {
    url: `http://book.test/chapters/page.html${hash}`,
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole,
  };
  const { window } = new JSDOM(`<!doctype html><body><article>${body}</article></body>`, options);
  complete(window, still);
  return { window, document: window.document, clock: new Clock(window), faults };
}

// --- a page with figures ----------------------------------------------------------------------------

/**
 * A page with this figure of the book as it begins, alive. hash: what the address says; views: how often it is shown;
 * still: whether the reader wants stillness.
 */
export async function open(place, { views = 1, ...options } = {}) {
  const picture = `<svg class="plot"></svg>`;
  const view = `<div class="live-figure" data-model="the-figure" data-howto="run-it-yourself.html">${picture}</div>`;
  const address = `figures/${place.figure}.js`;
  const saved = { "the-figure": { state: { ...place.state, _esm: `static:${address}` } } };
  const json = JSON.stringify(saved).replaceAll("</", "<\\/");
  const page = emptyPage({
    body: view.repeat(views) + `<script type="application/json" id="live-figures">${json}</script>`,
    ...options,
  });
  const own = moduleIn(page.window, place.figure);
  page.window.liveModules = { [STATIC + address]: () => own };
  Object.defineProperty(page.document, "currentScript", { value: { src: `${STATIC}figures.js` }, configurable: true });
  page.window.eval(readFileSync(HOST, "utf-8"));
  for (let i = 0; i < 100 && page.document.documentElement.dataset.figures !== "alive"; i++)
    await page.clock.pass(FRAME);
  assert.equal(page.document.documentElement.dataset.figures, "alive");
  const shown = [...page.document.querySelectorAll(".live-figure")].map((root) => new Figure(page, root, own));
  return views === 1 ? shown[0] : shown;
}

/** A figure's widget as whoever hosts it renders it, with a model of its own: no host, no link. */
export async function bare(place, settings = {}) {
  const page = emptyPage(settings);
  const own = moduleIn(page.window, place.figure);
  const [state, listeners] = [structuredClone(place.state), new Set()];
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
    },
    save_changes: () => model.changed(),
    on: (_, call) => listeners.add(call),
    off: (_, call) => listeners.delete(call),
    changed() {
      for (const call of [...listeners]) call();
    },
  };
  const el = page.document.createElement("div");
  page.document.body.append(el);
  const rendered = own.default.render({ model, el });
  for (let i = 0; i < 10; i++) await page.clock.pass(FRAME);
  return { ...page, state, model, listeners, el, end: await rendered };
}

/** A value from a link: of a trait that is a text, the text. */
export function valueOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// --- a figure, as a reader meets it ---------------------------------------------------------------------

const CONTROLS = "input, textarea, button, a[href], summary, [role=slider], [tabindex='0']";
const nameOf = (e) =>
  (e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).textContent.trim()).replace(/ product: .*/, " product");

class Figure {
  constructor(page, root, own) {
    Object.assign(this, page, { root, own });
    this.link = root.querySelector('a[href*="#fig="]');
    assert.ok(this.link, root.textContent);
  }

  /** What the link to the present state says to who reaches for it. */
  state() {
    this.link.dispatchEvent(new this.window.Event("pointerenter"));
    const pairs = this.link
      .getAttribute("href")
      .split("#")[1]
      .split("&")
      .slice(1)
      .map((pair) => pair.split("="));
    return Object.fromEntries(pairs.map(([trait, value]) => [trait, valueOf(decodeURIComponent(value))]));
  }

  get controls() {
    return [...this.root.querySelectorAll(CONTROLS)].filter((e) => e.checkVisibility() && !e.disabled);
  }
  get names() {
    return this.controls.map(nameOf);
  }
  get focused() {
    return nameOf(this.document.activeElement);
  }

  control(name) {
    const found = [...this.root.querySelectorAll(CONTROLS)].filter((e) => nameOf(e) === name);
    assert.equal(found.length, 1, `${found.length} controls are named "${name}"`);
    return found[0];
  }

  /** Focus a control, as Tab would, and press keys: "Shift+ArrowUp", "Enter", or what is typed. */
  async press(name, ...keys) {
    this.control(name).focus();
    for (const each of keys) await this.key(each);
    await turn();
  }

  async key(pressed) {
    const key = pressed.split("+").at(-1) || "+";
    const [shiftKey, ctrlKey] = ["Shift", "Control"].map((held) => pressed.startsWith(`${held}+`));
    const target = this.document.activeElement;
    const event = new this.window.KeyboardEvent("keydown", {
      key: key === "Space" ? " " : key,
      shiftKey,
      ctrlKey,
      bubbles: true,
      cancelable: true,
    });
    if (target.dispatchEvent(event)) this.byItself(target, key, ctrlKey);
    await turn();
  }

  /** What a browser does by itself, and jsdom does not. That real keys do it, tests/browser shows. */
  byItself(target, key, ctrlKey) {
    const pressable = target.matches("button, a[href], summary");
    if ((pressable && key === "Enter") || (target.matches("button, summary, [type=checkbox]") && key === "Space"))
      target.click();
    else if (target.matches("[type=number], [type=text], textarea")) this.typed(target, key, ctrlKey);
    else assert.ok(pressable || key === "Tab", `nothing is done with ${key}`);
  }

  typed(field, key, all = false) {
    if (field !== this.field || field.matches("textarea")) [this.field, this.text] = [field, field.value];
    if (all)
      this.text = ""; // all of it is selected, and what comes next replaces it
    else {
      this.text = key === "Backspace" ? this.text.slice(0, -1) : this.text + (key === "Enter" ? "\n" : key);
      field.value = this.text;
      field.dispatchEvent(new this.window.Event("input", { bubbles: true }));
    }
  }

  /** The live region says all of `words`, unless they are what it said before. */
  async assertSays(words) {
    await this.clock.pass(500);
    const said = this.root.querySelector(".spoken").textContent;
    if (String(words) !== String(this.words))
      for (const part of words) assert.ok(said.includes(part), `“${said}” says not “${part}”`);
    this.words = words;
  }

  // --- what is drawn, in the numbers of its own axes ----------------------------------------------------

  element(selector) {
    const found = this.root.querySelector(selector);
    assert.ok(found, `there is no ${selector}`);
    return found;
  }

  /** From pixels to numbers, by the ticks; and what the frame spans. xFrom: the plot whose axis this one shares. */
  axes(path, xFrom) {
    const plot = path.closest("svg");
    const ticks = (svg, axis, shift) =>
      [...svg.querySelectorAll(`.tick-${axis}`)].map((tick) => [
        Number(tick.getAttribute(axis)) + shift,
        Number(tick.textContent.replace("−", "-")),
      ]);
    const scale = (marks) => {
      const [[p0, v0], [p1, v1]] = [marks[0], marks.at(-1)];
      return (pixel) => v0 + ((pixel - p0) * (v1 - v0)) / (p1 - p0);
    };
    const [x, y] = [scale(ticks(xFrom ?? plot, "x", 0)), scale(ticks(plot, "y", -4))];
    const side = (name) => Number(plot.querySelector("clipPath rect").getAttribute(name));
    return {
      x,
      y,
      domain: [x(side("x")), x(side("x") + side("width"))],
      range: [y(side("y") + side("height")), y(side("y"))],
    };
  }

  /** The strokes of a path, as chains of points in the numbers of its axes. */
  chains(path, { x, y }) {
    const strokes = (path.getAttribute("d") ?? "").split("M").slice(1);
    return strokes.map((stroke) =>
      stroke
        .split("L")
        .map((point) => point.split(",").map(Number))
        .map(([px, py]) => [x(px), y(py)])
    );
  }

  /** The path is the graph of f, everywhere in the frame, and nothing else. */
  assertDraws(selector, f, xFrom) {
    const axes = this.axes(this.element(selector), xFrom && this.element(xFrom));
    const {
      domain: [a, z],
      range: [low, high],
    } = axes;
    assert.ok(a < z && low < high, `${selector}: numbers grow to the right and upwards`);
    const chains = this.chains(this.element(selector), axes);
    const tolerance = 0.003 * (high - low);
    for (const chain of chains) {
      const steep = chain.some(([x], i) => i && Math.abs(f(x) - f(chain[i - 1][0])) > 50 * (high - low));
      for (const [x, y] of chain)
        assert.ok(steep || Math.abs(f(x) - y) <= 4 * tolerance, `${selector} is at ${y}, not ${f(x)}, for x = ${x}`);
    }
    const margin = 0.02 * (high - low);
    for (let i = 0; i <= 800; i++) {
      const x = a + 1e-6 + ((z - a - 2e-6) * i) / 800;
      const wanted = f(x);
      if (!(wanted > low + margin && wanted < high - margin)) continue;
      assert.ok(
        chains.some((chain) => Math.abs(heightAt(chain, x) - wanted) <= tolerance),
        `${selector}: nothing is drawn at ${wanted}, for x = ${x}`
      );
    }
  }
}

/** The height of a chain of points at x; NaN beside it. */
function heightAt(chain, x) {
  const i = chain.findIndex(([at]) => at >= x - 1e-9);
  if (i < 0 || x < chain[0][0] - 1e-4) return Math.abs(x - chain.at(-1)[0]) <= 1e-4 ? chain.at(-1)[1] : NaN;
  if (i === 0) return chain[0][1];
  const [[x0, y0], [x1, y1]] = [chain[i - 1], chain[i]];
  return x1 === x0 ? y1 : y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}
