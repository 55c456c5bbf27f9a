// The Python behind a live page: Thebe is loaded, a Jupyter server found, a session of the page's own begun and ended.

const HERE = import.meta.url;
export const fileAt = (path) => new URL(path, HERE).href; // a file beside this one
const BOOK = new URL("../", HERE); // the first page's folder

/** Something the reader can be told: what happened, and what to do. */
export class Trouble extends Error {}

const NO_SERVER = "The server of this book does not answer. If it was stopped, start it again (make serve) and open the address it prints. What you typed is kept in this browser.";
const STRANGER = "The server of this book does not know this browser any more, because it was started anew. Open the address it printed in the terminal, the one with a token. What you typed is kept.";
const NO_PYTHON = "This site has no Python of its own to run cells with, but your computer can have one:";

/** Add an element to the head; resolves when what it names has been loaded. */
export function load(name, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.onload = done;
    element.onerror = () => failed(new Trouble("A part of live code could not be loaded. Check the connection, then try again."));
    document.head.append(element);
  });
}

const loadedOnce = new Map();
export const loadOnce = (name, attributes) => {
  const key = attributes.src ?? attributes.href;
  if (!loadedOnce.has(key)) loadedOnce.set(key, load(name, attributes).catch((error) => { loadedOnce.delete(key); throw error; }));
  return loadedOnce.get(key);
};

/** Thebe's own interface; its style sheet comes before ours, which has the last word. */
export async function loadThebe() {
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/thebe/lib/thebe.css") });
  await Promise.all([loadOnce("link", { rel: "stylesheet", href: fileAt("live.css") }), loadOnce("script", { src: fileAt("vendor/thebe/lib/index.js") })]);
  return window.thebeCore.api;
}

/** The address of the Jupyter server for this page, as the book itself says: never taken from the page's own address. */
export async function findServer() {
  const answer = await fetch(new URL("_live.json", BOOK), { cache: "no-store" }).catch(() => { throw new Trouble(NO_SERVER); });
  if (answer.status === 403) throw new Trouble(STRANGER);
  const { server } = answer.ok ? await answer.json() : {};
  if (!server) throw Object.assign(new Trouble(NO_PYTHON), { howto: true });
  return new URL(server, location.href).href;
}

const xsrf = () => /(?:^|; )_xsrf=([^;]+)/.exec(document.cookie)?.[1];

/**
 * A session on a Jupyter server for this page alone. `on` holds what is called when Python
 * `restarted` by itself, is `lost` or `found` on the network, or has `ended`.
 */
export class Python {
  constructor(api, address, on) {
    this.on = on;
    const none = { mathjaxUrl: "none:", mathjaxConfig: "none" }; // Thebe would fetch a typesetter from elsewhere
    this.config = api.makeConfiguration({ ...none, savedSessionOptions: { enabled: false }, serverSettings: { baseUrl: address, token: "", appendToken: false } });
    this.rendermime = api.makeRenderMimeRegistry(none);
    this.server = api.makeServer(this.config);
  }

  async connect() {
    this.server.connectToJupyterServer().catch(() => {});
    await this.server.ready.catch(() => { throw new Trouble(NO_SERVER); });
  }

  /** Start Python in a session that no other tab has. */
  async begin() {
    const path = `page-${crypto.randomUUID()}.ipynb`;
    try {
      this.session = await this.server.startNewSession(this.rendermime, { kernelName: "python3", path });
    } catch {
      throw new Trouble(await this.whatIsWrong() ?? "Python could not be started. Try again.");
    }
    teachWidgets(this.session.manager);
    await this.session.kernel.info; // the first answer
    this.watch(this.session.kernel);
  }

  get kernel() { return this.session?.kernel; }

  watch(kernel) {
    let busy = false; // asking what happened
    const ended = async () => {
      if (this.kernel !== kernel || busy) return;
      busy = true;
      const why = await this.whatIsWrong();
      this.session = undefined;
      this.on.ended(why ?? "Python was stopped: this page was not used for a long time, or its memory ran out. Your code is all here.");
    };
    kernel.statusChanged.connect((_, status) => {
      if (status === "autorestarting") this.on.restarted();
      if (status === "dead") ended();
    });
    kernel.disposed.connect(ended);
    kernel.connectionStatusChanged.connect(async (_, status) => {
      if (this.kernel !== kernel) return;
      if (status === "connected") return this.on.found();
      this.on.lost(await this.whatIsWrong() ?? "The connection to Python is lost. Trying to get it back…");
      if (await this.isGone(kernel)) ended();
    });
  }

  /** Has the server ended this kernel? Unknown is no. */
  async isGone(kernel) {
    const answer = await this.ask(`api/kernels/${kernel.id}`).catch(() => null);
    return answer?.status === 404;
  }

  async whatIsWrong() {
    const answer = await this.ask("api/kernelspecs").catch(() => null);
    if (!answer) return NO_SERVER;
    return answer.status === 403 ? STRANGER : undefined;
  }

  ask(path, options = {}) {
    const headers = xsrf() ? { "X-XSRFToken": xsrf() } : {};
    return fetch(new URL(path, this.config.serverSettings.baseUrl), { cache: "no-store", redirect: "manual", headers, ...options });
  }

  reconnect() { return this.kernel?.reconnect().catch(() => {}); }

  /** End the session as the page is left; the request outlives the page. */
  leave() {
    if (!this.session) return;
    const { id } = this.session;
    this.session = undefined;
    this.ask(`api/sessions/${id}`, { method: "DELETE", keepalive: true }).catch(() => {});
  }
}

/** Give the widget manager what the book ships; Thebe would fetch the rest from a CDN through require.js. */
function teachWidgets(manager) {
  const registered = Object.getPrototypeOf(Object.getPrototypeOf(manager)).loadClass; // what is registered, nothing else
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
  window.define = (names, make) => { made = make({ DOMWidgetModel, DOMWidgetView }); };
  try {
    await load("script", { src: fileAt("vendor/anywidget/index.js") });
  } finally {
    window.define = before;
  }
  return made;
}
