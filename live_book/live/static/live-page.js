// Python in the page itself: a Jupyter server that is none. What Thebe would ask a server by fetch and WebSocket is
// answered here; each kernel is a worker of this page with Python in it (page_python/in_page/worker.js).

import { BOOK } from "./live-python.js";
import { JupyterServer, insteadOf } from "./live-servers.js";
import { OLD_BROWSER, arrived, isAble, script, sources, wordsOf } from "./live-worker.js";

const now = () => new Date().toISOString();
const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const KEEPS = "What has come so far is kept: press Live code to go on.";
const FETCHING = "fetching, once, what this cell needs…";

// --- a kernel ---------------------------------------------------------------------------------------------------

/** Something whose absence the worker can see: shared memory, where there is any; else a blob. */
const newFlag = () =>
  self.crossOriginIsolated ? new SharedArrayBuffer(1) : URL.createObjectURL(new Blob(["."], { type: "text/plain" }));

class Kernel {
  /** scripts: addresses of worker and loader, and what is `compiled`; `told(what)` hears of progress and trouble. */
  constructor(scripts, place, told) {
    Object.assign(this, { scripts, place, told, id: newId(), sockets: new Set() });
    this.begin();
  }

  get model() {
    const connections = this.sockets.size;
    return { id: this.id, name: "python3", last_activity: now(), execution_state: "idle", connections };
  }

  /** Made from a blob, a worker is bound by the policy of this page; made from an address, by what that answers. */
  begin() {
    this.worker = new Worker(this.scripts.worker, { type: "module" });
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (event) => this.heard({ trouble: { kind: "unknown", words: event.message } });
    this.flag = newFlag();
    const { loader, compiled } = this.scripts;
    this.worker.postMessage({ start: { flag: this.flag, loader, compiled, place: this.place } });
  }

  heard(data) {
    if (data.header) return this.say(data);
    if (data.compiled) return void (this.scripts.compiled = data.compiled); // for whichever of this page begins next
    if (data.ready) Object.assign(this, { ready: true, hasBeen: true, stoppable: data.stoppable });
    if (data.trouble && this.ready) return this.restart("restarting"); // it broke, as for want of memory
    this.told(data);
    if (data.trouble && this.hasBeen) this.becomes("dead"); // it could not begin again
  }

  say(data) {
    for (const socket of this.sockets) socket.onmessage?.({ data });
  }

  /** Stop what runs; Python stays as it is. Said twice: to code that is busy, and to code that waits. */
  interrupt() {
    if (!this.stoppable) return this.restart("restarting"); // all that is left: what Python knew is lost
    if (typeof this.flag === "string") {
      URL.revokeObjectURL(this.flag);
      this.flag = newFlag();
      this.worker.postMessage({ interrupt: true });
      this.worker.postMessage({ flag: this.flag });
    } else {
      new Uint8Array(this.flag)[0] = 2;
      this.worker.postMessage({ interrupt: true });
    }
  }

  end() {
    this.worker.terminate();
    if (typeof this.flag === "string") URL.revokeObjectURL(this.flag);
  }

  /** state: what Jupyter calls it, when nobody asked for it. */
  restart(state) {
    this.end();
    this.ready = false;
    if (state) this.becomes(state);
    this.begin();
  }

  becomes(state) {
    const header = { msg_id: newId(), msg_type: "status", session: "page", username: "", version: "5.3", date: now() };
    const content = { execution_state: state };
    this.say({ channel: "iopub", header, parent_header: {}, metadata: {}, content, buffers: [] });
  }
}

// --- a server of kernels ----------------------------------------------------------------------------------------

const SPECIFICATION = { argv: [], display_name: "Python", language: "python", env: {}, metadata: {} };
const SPECIFICATIONS = {
  default: "python3",
  kernelspecs: { python3: { name: "python3", resources: {}, spec: SPECIFICATION } },
};

/** Kernels and sessions, as Jupyter Server's REST API has them. `newKernel()` makes one. */
class Server {
  constructor(newKernel) {
    Object.assign(this, { newKernel, kernels: new Map(), sessions: new Map() });
    this.spare = newKernel(); // at once
  }

  begin({ name, path, type }) {
    const kernel = this.spare ?? this.newKernel();
    this.spare = undefined;
    this.kernels.set(kernel.id, kernel);
    const session = { id: newId(), name, path, type, kernel: kernel.model };
    this.sessions.set(session.id, session);
    return session;
  }

  end(id) {
    this.kernels.get(id)?.end();
    this.kernels.delete(id);
    for (const [name, session] of this.sessions) if (session.kernel.id === id) this.sessions.delete(name);
  }

  restart(id) {
    this.kernels.get(id).restart();
    return this.kernels.get(id).model;
  }

  session(id, method, body) {
    if (method === "DELETE") return this.end(this.sessions.get(id)?.kernel.id);
    const session = this.sessions.get(id);
    if (method === "PATCH") Object.assign(session, body, { kernel: session.kernel });
    return session ?? null;
  }

  routes = [
    [/^api\/status$/, () => ({ started: now(), last_activity: now(), connections: 0, kernels: this.kernels.size })],
    [/^api\/kernelspecs$/, () => SPECIFICATIONS],
    [/^api\/kernels$/, () => [...this.kernels.values()].map((kernel) => kernel.model)],
    [/^api\/kernels\/([^/]+)\/interrupt$/, (id) => this.kernels.get(id)?.interrupt()],
    [/^api\/kernels\/([^/]+)\/restart$/, (id) => this.restart(id)],
    [
      /^api\/kernels\/([^/]+)$/,
      (id, method) => (method === "DELETE" ? this.end(id) : (this.kernels.get(id)?.model ?? null)),
    ],
    [/^api\/sessions$/, (_, method, body) => (method === "POST" ? this.begin(body) : [...this.sessions.values()])],
    [/^api\/sessions\/([^/]+)$/, (id, method, body) => this.session(id, method, body)],
  ];

  /** What a server would answer to a path below its base: undefined is no content, null is not found. */
  async answer(path, method, body) {
    for (const [pattern, act] of this.routes) {
      const match = pattern.exec(path);
      if (!match) continue;
      const content = act(match[1], method, body);
      if (content === undefined) return new Response(null, { status: 204 });
      const found = path === "api/sessions" && method === "POST" ? 201 : 200;
      return json(content, content === null ? 404 : found);
    }
    return json({ message: `not in a page: ${path}` }, 404);
  }
}

const json = (content, status) =>
  new Response(JSON.stringify(content), { status, headers: { "Content-Type": "application/json" } });

/** A WebSocket to a kernel of a server, whose messages stay objects. */
const socketsTo = (server) =>
  class Socket {
    readyState = 0;
    protocol = "";

    constructor(address) {
      this.kernel = server.kernels.get(decodeURIComponent(/api\/kernels\/([^/]+)\/channels/.exec(address)?.[1] ?? ""));
      queueMicrotask(() => {
        if (!this.kernel) return this.onclose?.({});
        this.readyState = 1;
        this.kernel.sockets.add(this);
        this.onopen?.({});
      });
    }

    send(message) {
      this.kernel.worker.postMessage(message);
    }

    close() {
      this.readyState = 3;
      this.kernel?.sockets.delete(this);
    }
  };

const SERIALIZER = {
  serialize: (message) => message,
  deserialize: (message) => ({ ...message, buffers: message.buffers.map((each) => new DataView(each)) }),
};

// --- the place where a page's Python is -------------------------------------------------------------------------

/** Python in the page: for `live-servers.js` a server like any other. */
export class Page extends JupyterServer {
  lacks = { torch: "PyTorch does not run inside a web page" };

  constructor(where, reader) {
    super({ address: new URL("_static/python/server/", BOOK).href }, reader);
    this.python = { ...where.python, base: new URL(where.python.base, BOOK).href };
    this.broken = new Promise((_, failed) => (this.fail = failed));
    this.opening = isAble() ? this.open() : Promise.reject(insteadOf(OLD_BROWSER)); // while the page loads its editor
    for (const each of [this.broken, this.opening]) each.catch(() => {}); // heard of when somebody waits for it
  }

  get messages() {
    return { ok: this.trouble }; // it always answers, also when its Python is gone
  }

  async reach(api) {
    await this.opening;
    return super.reach(api);
  }

  async open() {
    const { worker, loader } = await sources(this.python.base).catch((error) => {
      throw insteadOf(wordsOf({ kind: error.missing ? "missing" : "network", words: error.message }, KEEPS));
    });
    const scripts = { worker: script(worker), loader: script(loader) };
    const server = new Server(() => new Kernel(scripts, this.python, (what) => this.told(what)));
    const base = new URL(this.settings.baseUrl).pathname;
    const answer = async (request) => {
      const body = /^(POST|PATCH)$/.test(request.method) ? JSON.parse((await request.text()) || "{}") : undefined;
      return server.answer(new URL(request.url).pathname.slice(base.length), request.method, body);
    };
    this.settings = {
      ...this.settings,
      WebSocket: socketsTo(server),
      serializer: SERIALIZER,
      fetch: (request) => answer(request instanceof Request ? request : new Request(request)),
    };
  }

  told({ ready, trouble, progress, waiting }) {
    if (ready) Object.assign(this, { trouble: undefined, awaited: [] }); // from now on what comes is no matter,
    if (waiting) this.awaited = waiting.map((name) => `${name}.pack.gz`); // unless a cell waits for it
    if (ready || waiting) this.reader.progress(waiting?.length ? FETCHING : "");
    if (progress && this.awaited?.length !== 0) this.reader.progress(come(progress, this.awaited));
    if (!trouble) return;
    console.warn("live code, Python in the page:", trouble.kind, trouble.words);
    this.trouble = wordsOf(trouble, KEEPS);
    this.fail(insteadOf(this.trouble));
  }

  ask(path, { method = "GET" } = {}) {
    return this.settings.fetch(new Request(new URL(path, this.settings.baseUrl), { method }));
  }

  forget() {}
}

const come = (progress, awaited) => `${awaited ? `${FETCHING} ` : ""}${arrived(progress, awaited)}`;
