// The Python behind a live page: Thebe is loaded; on the server that live-servers.js found, a session of the page's own
// begins and ends.

const HERE = import.meta.url;
export const fileAt = (path) => new URL(path, HERE).href; // a file beside this one
export const BOOK = new URL("../", HERE); // the first page's folder
export const NO_TYPESETTER = { mathjaxUrl: "none:", mathjaxConfig: "none" }; // Thebe would fetch one from elsewhere

const PATIENCE = 60_000; // milliseconds for Python's first answer
const SILENCE = 2000; // milliseconds after which a question is asked again
const NO_ANSWER =
  "Python was started, but nothing that it says comes through. The network here may block WebSockets, as those " +
  "of schools do.";

/** Something the reader can be told: what happened, and what to do. */
export class Trouble extends Error {}

/** Add an element to the head; resolves when what it names has been loaded. */
export function load(name, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.onload = done;
    element.onerror = () =>
      failed(new Trouble("A part of live code could not be loaded. Check the connection, then try again."));
    document.head.append(element);
  });
}

const loadedOnce = new Map();
export const loadOnce = (name, attributes) => {
  const key = attributes.src ?? attributes.href;
  if (!loadedOnce.has(key))
    loadedOnce.set(
      key,
      load(name, attributes).catch((error) => {
        loadedOnce.delete(key);
        throw error;
      })
    );
  return loadedOnce.get(key);
};

/** Thebe's own interface; its style sheet comes before ours, which has the last word. */
export async function loadThebe() {
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/thebe/lib/thebe.css") });
  await Promise.all([
    loadOnce("link", { rel: "stylesheet", href: fileAt("live.css") }),
    loadOnce("script", { src: fileAt("vendor/thebe/lib/index.js") }),
  ]);
  return window.thebeCore.api;
}

/**
 * A session on a Jupyter server for this page alone. `on` holds what is called when Python `restarted` by itself, is
 * `lost` or `found` on the network, or has `ended`.
 */
export class Python {
  constructor(api, on) {
    this.api = api;
    this.on = on;
    this.rendermime = api.makeRenderMimeRegistry(NO_TYPESETTER);
  }

  /** Reach the server at a place (live-servers.js). */
  async connect(place) {
    this.server?.dispose();
    this.place = place;
    this.server = await place.reach(this.api);
  }

  /** Start Python in a session that no other tab has. */
  async begin() {
    const path = `page-${newName()}.ipynb`;
    try {
      this.session = await this.server.startNewSession(this.rendermime, { kernelName: "python3", path });
    } catch {
      this.place.forget();
      throw new Trouble((await this.whatIsWrong()) ?? "Python could not be started. Try again.");
    }
    teachWidgets(this.session.manager);
    await this.firstAnswer();
    this.watch(this.session.kernel);
  }

  /** Answers come by WebSocket, which some networks, and servers, let nobody have. */
  async firstAnswer() {
    let timer;
    const silence = new Promise((_, failed) => {
      timer = setTimeout(() => failed(Object.assign(new Trouble(NO_ANSWER), { instead: true })), PATIENCE);
    });
    await Promise.race([this.session.kernel.info, silence, this.place.broken]).finally(() => clearTimeout(timer));
  }

  get kernel() {
    return this.session?.kernel;
  }

  /**
   * Resolves when the new Python answers. Before it does, the connection is made anew, and a question that is asked in
   * between can be lost: so it is asked again until there is an answer.
   */
  restart() {
    this.restarted = this.startAnew(this.kernel);
    return this.restarted;
  }

  async startAnew(kernel) {
    await kernel.restart();
    const silence = () => new Promise((done) => setTimeout(done, SILENCE));
    const asked = () => Promise.race([kernel.requestKernelInfo().catch(silence), silence()]);
    for (let waited = 0; waited < PATIENCE; waited += SILENCE) if (await asked()) return;
    throw new Trouble(NO_ANSWER);
  }

  watch(kernel) {
    let busy = false; // asking what happened
    const ended = async () => {
      if (this.kernel !== kernel || busy) return;
      busy = true;
      const why = await this.whatIsWrong();
      this.session = undefined;
      this.on.ended(
        why ??
          "Python was stopped: this page was not used for a long time, or its memory ran out. Your code is all here."
      );
    };
    kernel.statusChanged.connect((_, status) => {
      if (status === "autorestarting") this.on.restarted();
      if (status === "dead") ended();
    });
    kernel.disposed.connect(ended);
    kernel.connectionStatusChanged.connect(async (_, status) => {
      if (this.kernel !== kernel) return;
      if (status === "connected") return this.on.found();
      const why = await this.whatIsWrong();
      // found, or known to have ended, meanwhile
      if (this.kernel !== kernel || kernel.connectionStatus === "connected") return;
      this.on.lost(why ?? "The connection to Python is lost. Trying to get it back…");
      if (await this.isGone(kernel)) ended();
    });
  }

  /** Has the server ended this kernel, or was it ended itself? Unknown is no. */
  async isGone(kernel) {
    const answer = await this.place.ask(`api/kernels/${kernel.id}`).catch(() => null);
    if (answer?.status === 404 && answer.headers.get("Content-Type")?.includes("json")) return true;
    if (answer?.ok || !(await this.place.isGone())) return false;
    this.place.forget();
    return true;
  }

  async whatIsWrong() {
    const state = await this.place.state();
    return this.place.messages[state];
  }

  reconnect() {
    return this.kernel?.reconnect().catch(() => {});
  }

  /** End the session as the page is left; the request outlives the page. */
  leave() {
    if (!this.session) return;
    const { id } = this.session;
    this.session = undefined;
    this.place.ask(`api/sessions/${id}`, { method: "DELETE", keepalive: true }).catch(() => {});
  }
}

/** A name that nobody else has; crypto.randomUUID is missing where a page came by plain http. */
function newName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give the widget manager what the book ships; Thebe would fetch the rest from a CDN through require.js. */
function teachWidgets(manager) {
  // what is registered, nothing else
  const registered = Object.getPrototypeOf(Object.getPrototypeOf(manager)).loadClass;
  let anywidget;
  manager.loadClass = async (name, module, version) => {
    if (module === "anywidget") {
      anywidget ??= loadAnywidget((each) => registered.call(manager, each, "@jupyter-widgets/base", "2.0.0"));
      return (await anywidget)[name];
    }
    return registered.call(manager, name, module, version);
  };
}

/** anywidget's own file names what it needs to a `define`; this is all of a module loader that it takes. */
async function loadAnywidget(base) {
  const [DOMWidgetModel, DOMWidgetView] = await Promise.all([base("DOMWidgetModel"), base("DOMWidgetView")]);
  const before = window.define;
  let made;
  window.define = (names, make) => {
    made = make({ DOMWidgetModel, DOMWidgetView });
  };
  try {
    await load("script", { src: fileAt("vendor/anywidget/index.js") });
  } finally {
    window.define = before;
  }
  return made;
}
