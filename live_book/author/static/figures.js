// Hosts the page's anywidgets without a kernel: what Jupyter's widget machinery does for them, as far as a page alone
// can. The build (author/widgets.py) puts their state into the page and their modules beside this file. The contract is
// anywidget's front-end module contract: https://anywidget.dev/en/afm/
// A classic script, as are the book's own figures: a page opened from disk may not import modules.

(() => {
  "use strict";

  const HERE = document.currentScript.src;
  const LARGEST = 1e100; // number in a link
  const VALUE_LIMIT = 20000; // characters of a value in a link; more is not meant for an address

  // --- values ----------------------------------------------------------------------------------------

  /** Are two values of a trait the same? By content, as Jupyter's models compare. */
  function same(a, b) {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
    if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b))
      return ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && sameBytes(a, b);
    const keys = Object.keys(a);
    return (
      Array.isArray(a) === Array.isArray(b) &&
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
    );
  }

  function sameBytes(a, b) {
    const [left, right] = [a, b].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
  }

  /** A binary buffer of the saved state as a DataView, which is what a kernel's buffers arrive as. */
  function decoded({ data, encoding }) {
    const bytes =
      encoding === "hex"
        ? (data.match(/../g) ?? []).map((pair) => parseInt(pair, 16))
        : Array.from(atob(data), (letter) => letter.charCodeAt(0));
    return new DataView(Uint8Array.from(bytes).buffer);
  }

  /** The state with its binary buffers put back where they were taken out. */
  function withBuffers({ state, buffers = [] }) {
    for (const buffer of buffers) {
      const path = [...buffer.path];
      const last = path.pop();
      path.reduce((place, key) => place[key], state)[last] = decoded(buffer);
    }
    return state;
  }

  // --- models ------------------------------------------------------------------------------------------

  /** A widget's state with no kernel behind it. `asked` is called when a kernel would be needed. */
  class Model {
    constructor(state, asked) {
      this.state = state;
      this.asked = asked;
      this.listeners = []; // {name, call, owner}
    }

    get(name) {
      return this.state[name];
    }

    set(name, value) {
      const values = typeof name === "object" ? name : { [name]: value };
      const changed = Object.keys(values).filter((key) => !same(this.state[key], values[key]));
      for (const key of changed) this.state[key] = values[key];
      for (const key of changed) this.emit(`change:${key}`, values[key]);
      if (changed.length) this.emit("change");
    }

    emit(name, ...values) {
      for (const listener of [...this.listeners]) {
        if (listener.name === name && this.listeners.includes(listener))
          listener.call(this.proxy(listener.owner), ...values, {});
      }
    }

    /** The model as one view or initializer sees it: what that one listens to can be taken away when it ends. */
    proxy(owner) {
      return {
        get: (name) => this.get(name),
        set: (name, value) => this.set(name, value),
        save_changes: () => {}, // there is nobody to tell: what was set is set
        send: () => this.asked(),
        on: (names, call) => {
          for (const name of names.split(/\s+/)) this.listeners.push({ name, call, owner });
        },
        off: (names, call) => this.off(owner, names, call),
        widget_manager: { get_model: async (id) => (await figure(id)).model.proxy(owner) },
      };
    }

    off(owner, names, call) {
      const listed = names ? names.split(/\s+/) : null;
      this.listeners = this.listeners.filter(
        (listener) =>
          listener.owner !== owner || (listed && !listed.includes(listener.name)) || (call && listener.call !== call)
      );
    }
  }

  // --- modules and style sheets, each loaded once --------------------------------------------------------

  const loaded = new Map();
  const once = (key, load) => {
    if (!loaded.has(key)) loaded.set(key, load());
    return loaded.get(key);
  };
  const address = (shipped) => new URL(shipped.replace(/^static:/, ""), HERE).href;

  async function moduleOf(esm) {
    if (!esm?.startsWith("static:")) throw new NeedsKernel("Its code is not part of this book.");
    // the book's own figures are scripts of the page, which have registered what they export
    const { default: widget, ...parts } = await once(esm, () => self.liveModules?.[address(esm)]?.() ?? imported(esm));
    return (typeof widget === "function" ? await widget() : widget) ?? parts; // modules of old export `render` itself
  }

  /** A module that is no figure of this book's own. */
  function imported(esm) {
    if (location.protocol === "file:") throw new NeedsKernel("A page opened from disk may not import it.");
    return import(address(esm));
  }

  function styled(css) {
    return (
      css &&
      once(
        css,
        () =>
          new Promise((done) => {
            if (document.querySelector(`link[href*="${css.replace(/^static:/, "")}"]`)) return done();
            const link = Object.assign(document.createElement("link"), {
              rel: "stylesheet",
              href: address(css),
              onload: done,
              onerror: done,
            });
            document.head.append(link);
          })
      )
    );
  }

  class NeedsKernel extends Error {}

  // --- figures --------------------------------------------------------------------------------------------

  const saved = JSON.parse(document.getElementById("live-figures").textContent);
  const figures = new Map();

  /** A figure's model and module, made when first asked for: one for all its views. */
  function figure(id) {
    const name = id.replace(/^(IPY_MODEL_|anywidget:)/, "");
    if (!figures.has(name)) figures.set(name, begin(name));
    return figures.get(name);
  }

  async function begin(id) {
    if (!saved[id]) throw new NeedsKernel("Part of it is a widget that needs Python.");
    const state = withBuffers(saved[id]);
    const model = new Model(state, () =>
      document.querySelectorAll(`.live-figure[data-model="${id}"]`).forEach((place) => note(place))
    );
    const [widget] = await Promise.all([moduleOf(state._esm), styled(state._css)]);
    const controller = new AbortController();
    const result = await widget.initialize?.({
      model: model.proxy(controller),
      signal: controller.signal,
      experimental: experimental(model),
    });
    return { model, widget, exports: typeof result === "object" ? result : undefined };
  }

  const experimental = (model) => ({
    invoke: async () => {
      model.asked();
      throw new NeedsKernel("Commands are answered by Python.");
    },
  });

  /** Show a figure in a place: `render` it, and return what ends that view. */
  async function view({ model, widget }, el, outer) {
    const controller = new AbortController();
    const owner = Symbol("view");
    const { signal } = controller;
    const cleanUp = await widget.render?.({
      model: model.proxy(owner),
      el,
      signal,
      host: hostFor(owner, signal),
      experimental: experimental(model),
    });
    const end = async () => {
      controller.abort();
      model.off(owner);
      if (typeof cleanUp === "function") await cleanUp();
      el.replaceChildren();
    };
    outer?.addEventListener("abort", end, { once: true });
    return end;
  }

  /** What a figure may ask for that is made of other figures. */
  const hostFor = (owner, signal) => ({
    getModel: async (reference) => (await figure(reference)).model.proxy(owner),
    getWidget: async (reference) => {
      const child = await figure(reference);
      return { exports: child.exports, render: ({ el, signal: own }) => view(child, el, own ?? signal) };
    },
  });

  // --- places in the page -----------------------------------------------------------------------------------

  /** Bring a figure to life in its place; until then, and if that fails, its picture is there. */
  async function mount(place) {
    const picture = [...place.childNodes];
    // as wide as it will be, not seen yet (book.css); in its place, as a page keeps one to where one reads only while
    // nothing in it leaves the flow or comes back
    const el = Object.assign(document.createElement("div"), { className: "coming" });
    try {
      const shown = await figure(place.dataset.model);
      place.append(el);
      const end = await view(shown, el);
      picture.forEach((part) => part.remove());
      el.removeAttribute("class");
      if (shown.model.get("_figure")) offerLink(place, el, shown.model);
      place.figureState = () => movedState(shown.model);
      place.endFigure = async () => {
        await end();
        el.remove();
        place.prepend(...picture);
        delete place.endFigure;
      };
    } catch (error) {
      el.remove();
      if (!(error instanceof NeedsKernel)) console.error(error);
      note(
        place,
        error instanceof NeedsKernel
          ? undefined
          : "This figure could not be brought to life. Reload the page to try again, or"
      );
    }
  }

  /** The traits of a figure that the reader has moved, or null: what a figure with Python goes on from. */
  function movedState(model) {
    const start = Object.entries(model.get("_start") ?? {});
    return start.every(([trait, value]) => same(model.get(trait), value))
      ? null
      : Object.fromEntries(start.map(([trait]) => [trait, model.get(trait)]));
  }

  /** Say in place, and once, what a page alone cannot do. */
  function note(place, why = "This part of the figure needs a running Python:") {
    if (place.querySelector(":scope > .needs-kernel-note")) return;
    const link = Object.assign(document.createElement("a"), {
      href: place.dataset.howto,
      textContent: "run this page yourself",
    });
    const words = Object.assign(document.createElement("p"), { className: "needs-kernel-note" });
    words.setAttribute("role", "status");
    words.append(`${why} `, link, ".");
    place.append(words);
  }

  // --- links to a state: #fig=<name>&<trait>=<value>&… -------------------------------------------------------

  /** The names of the page's figures in links: a figure's own name; the second of that name has "-2" behind it. */
  function named() {
    const names = new Map();
    for (const place of document.querySelectorAll(".live-figure[data-model]")) {
      const id = place.dataset.model;
      const own = saved[id]?.state._figure;
      if (!own || [...names.values()].some((entry) => entry.id === id)) continue;
      let [name, count] = [own, 1];
      while (names.has(name)) name = `${own}-${++count}`;
      names.set(name, { id, place });
    }
    return names;
  }

  const nameOf = (id) => [...named()].find(([, entry]) => entry.id === id)?.[0];

  function stateLink(name, model) {
    const state = Object.keys(model.get("_start") ?? {}).map((trait) => [trait, model.get(trait)]);
    const values = state.map(
      ([trait, value]) =>
        `${trait}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value)).replace(/%2C/g, ",")}`
    );
    return `#${[`fig=${name}`, ...values].join("&")}`;
  }

  const RENEWAL = 200; // milliseconds: not at every step of a slider

  /** A link beside the figure's own tools; following it copies it, and puts it into the address bar. */
  function offerLink(place, el, model) {
    const link = Object.assign(document.createElement("a"), { textContent: "Link to this state" });
    const said = Object.assign(document.createElement("span"), { className: "link-said" });
    said.setAttribute("role", "status");
    const name = nameOf(place.dataset.model);
    let [due, moved] = [null, false];
    const renew = () => {
      clearTimeout(due);
      due = null;
      link.href = stateLink(name, model);
      const own = location.hash && new URLSearchParams(location.hash.slice(1)).get("fig") === name;
      if (own && moved && location.hash !== link.hash)
        history.replaceState(history.state, "", location.pathname + location.search); // no longer so
      moved = false;
    };
    const changed = () => {
      moved ||= !following;
      due ??= setTimeout(renew, RENEWAL);
    };
    for (const use of ["pointerenter", "focus"]) link.addEventListener(use, renew);
    link.addEventListener("click", async (event) => {
      renew();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(history.state, "", link.href);
      const copied = await navigator.clipboard?.writeText(link.href).then(
        () => true,
        () => false
      );
      said.textContent = copied ? "Copied; it is in the address bar, too." : "It is in the address bar now.";
      setTimeout(() => {
        said.textContent = "";
      }, 6000);
    });
    renew();
    model.proxy(place).on("change", changed);
    (el.querySelector(".tools") ?? el).append(link, said);
  }

  /** A value from a link, of the kind that the trait has; anything else is an error. */
  function read(text, like) {
    if (typeof like === "string") return text;
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      /* said below */
    }
    const kind = (thing) => (Array.isArray(thing) ? "list" : typeof thing);
    const whole = (thing) =>
      // JSON reads 1e999; and of numbers near the largest there are, products are no numbers
      Array.isArray(thing) ? thing.every(whole) : typeof thing !== "number" || Math.abs(thing) <= LARGEST;
    if (text.length > VALUE_LIMIT || kind(value) !== kind(like) || value === null || !whole(value)) {
      const wanted = { number: "a number that can be drawn", boolean: "true or false" }[kind(like)];
      throw new Error(`“${text.slice(0, 30)}” is not ${wanted ?? "a list of such numbers"}`);
    }
    return value;
  }

  let following = true; // at first, and while a link is followed, what changes is what the address says

  /** Put the figure that the address names into the state that it names. */
  async function followLink() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const goal = named().get(asked.get("fig"));
    if (!goal) return;
    const { model } = await figure(goal.id);
    const [values, refused] = [{}, []];
    for (const [trait, like] of Object.entries(model.get("_start") ?? {})) {
      if (!asked.has(trait)) continue;
      try {
        values[trait] = read(asked.get(trait), like);
      } catch (error) {
        refused.push(`${trait}: ${error.message}`);
      }
    }
    following = true;
    model.set(values);
    self.reveal?.(goal.place); // it may wait for a prediction (predictions.js)
    goal.place.scrollIntoView({ block: "center" });
    if (refused.length)
      note(
        goal.place,
        `The link could not be followed in all (${refused.join("; ")}). The rest of the figure is as it says, ` +
          `or as it began. Or`
      );
  }

  // --- begin ------------------------------------------------------------------------------------------------

  const follow = () =>
    followLink().finally(() => {
      following = false;
    });
  const pause = () =>
    new Promise((done) => {
      setTimeout(done);
    });
  const allScripts = new Promise((done) => {
    addEventListener("DOMContentLoaded", done, { once: true });
  }); // this one is before sections.js

  /**
   * One figure after the other, so that the page answers in between: it is painted first, with their pictures, and
   * after the first of them the rest of the page is laid out (sections.js), which says how wide the others are.
   */
  async function beginAll() {
    if (document.visibilityState === "visible")
      await new Promise((done) => {
        requestAnimationFrame(() => setTimeout(done));
      });
    for (const place of document.querySelectorAll(".live-figure[data-model]")) {
      await mount(place);
      await allScripts;
      await self.sections?.laidOut;
      await pause();
    }
    await self.sections?.rest();
    addEventListener("hashchange", follow);
    await follow();
    document.documentElement.dataset.figures = "alive";
  }

  beginAll();
})();
