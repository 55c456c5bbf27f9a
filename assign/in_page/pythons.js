// The two kinds of Python that mark a class, both in workers of this page (live_book's worker.js): the desk, which
// reads, judges and writes (assign/desk.py); and for each attempt at a hand-in one in a sandbox
// (assign/sandbox/in_worker.py).

import { file, script } from "../../live_book/live/static/live-worker.js";

const GIVEN = ["pyodide.asm.mjs", "pyodide.asm.wasm", "stdlib.zip", "inflate.js"]; // what each Python begins with

// --- the desk -----------------------------------------------------------------------------------------------------

/** What marking says is wrong; its message is the sentence to show. */
export class Sentence extends Error {
  constructor(words, columns = []) {
    super(words);
    this.columns = columns;
  }
}

/** The trusted Python: asked one thing after the other. `told(what)` hears of its progress and trouble. */
export class Desk {
  asked = new Map(); // number → what waits for its answer
  count = 0;

  constructor(sources, place, told) {
    this.worker = new Worker(script(sources.worker), { type: "module" });
    this.ready = new Promise((done, failed) => {
      this.worker.onerror = ({ message }) => failed({ kind: "unknown", words: message });
      this.worker.onmessage = ({ data }) => {
        if (data.trouble) this.fail(data.trouble, failed);
        else if (data.answers) this.answered(data);
        else if (data.ready) done();
        else told(data);
      };
    });
    const own = { kernel: "assign.desk", first: ["chapters", "rest", "assign"] };
    this.worker.postMessage({ start: { loader: script(sources.loader), place: { ...place, ...own } } });
  }

  /** The answer to a question: what there is to know, and files. Rejects with a Sentence. */
  ask(kind, content = {}, buffers = []) {
    if (this.broken) return Promise.reject(this.broken);
    const msg_id = String((this.count += 1));
    return new Promise((done, failed) => {
      this.asked.set(msg_id, { done, failed });
      this.worker.postMessage({ header: { msg_type: kind, msg_id }, content, buffers });
    });
  }

  answered({ answers, sentence, columns, ...answer }) {
    const { done, failed } = this.asked.get(answers);
    this.asked.delete(answers);
    if (sentence) failed(new Sentence(sentence, columns));
    else done(answer);
  }

  fail(trouble, failed) {
    failed(trouble);
    this.broken = new Sentence(`Python broke here (${trouble.words}). Reload the page to begin anew.`);
    for (const each of this.asked.values()) each.failed(this.broken);
    this.asked.clear();
  }
}

// --- sandboxes ----------------------------------------------------------------------------------------------------

/** What each sandbox is given: it can fetch nothing. `python`: the packed files of its Python. */
export async function kit(sources, place, python, memory) {
  const blobs = await Promise.all(GIVEN.map(async (name) => (await file(new URL(name, place.base))).blob()));
  const types = { ".wasm": "application/wasm" };
  const given = Object.fromEntries(
    GIVEN.map((name, i) => [name, blobs[i].slice(0, blobs[i].size, types[name.slice(-5)] ?? "text/plain")])
  );
  given["core.pack"] = new Blob([python]);
  const { base, info } = place;
  const own = { base, info, sizes: {}, before: {}, asked: [], warm: [], given, memory };
  return { sources, place: { ...own, kernel: "assign.sandbox.in_worker" } };
}

// A document of an origin of its own, which no other has, so that it has no storage, and can touch neither this page
// nor another sandbox. The page's policy binds it, and this one besides, and both its worker, which is made of a blob.
const POLICY =
  "default-src 'none'; connect-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:";
const FRAME =
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  `<title>sandbox</title><script>(${inFrame})()</script>`;
const MOST = 2 ** 25; // characters that a worker may say; of fewer than these, the desk says that they are too many

/** Runs inside the frame: makes the worker, and passes on what it says, as far as that has the form it should have. */
function inFrame() {
  const begin = ({ data: { sources, start, job, most }, ports: [page] }) => {
    const address = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const worker = new Worker(address(sources.worker)); // no module: Chromium starts none from a blob in such a frame
    const end = (told) => {
      worker.terminate();
      page.postMessage(told);
    };
    let said = 0;
    worker.onerror = (event) => end({ broken: String(event.message) });
    worker.onmessage = ({ data }) => {
      said += 100 + (typeof data?.line === "string" ? data.line.length : 0);
      if (data?.trouble) end({ broken: String(data.trouble.words).slice(0, 300) });
      else if (data?.ended || said > most) end({ ended: true });
      else if (data?.ready) page.postMessage({ ready: true });
      else if (typeof data?.line === "string") page.postMessage({ line: data.line });
    };
    worker.postMessage({ start: { ...start, loader: address(sources.loader) } });
    worker.postMessage({ header: { msg_type: "job" }, content: job, last: true });
  };
  const keep = async ({ data }) => {
    self.kept = await WebAssembly.compile(await data.wasm.arrayBuffer());
  };
  addEventListener("message", (event) => (event.data.wasm ? keep : begin)(event), { once: true });
}

/** A frame of an origin of its own, which is given an order. */
function apart(order, ports = []) {
  const frame = document.createElement("iframe");
  Object.assign(frame, { hidden: true, title: "sandbox", srcdoc: FRAME });
  frame.setAttribute("sandbox", "allow-scripts");
  frame.onload = () => frame.contentWindow.postMessage(order, "*", ports); // "*": its origin has no name
  document.body.append(frame);
  return frame;
}

/** A sandbox at work on a job; `told(what)` hears of {ready}, {line}, {ended} and {broken}. Removed, it is ended. */
function sandbox({ sources, place }, job, told) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => told(data);
  return apart({ sources, start: { place }, job, most: MOST }, [port2]);
}

/** A frame in which no hand-in runs: while it is there, a browser need not compile Python anew for each sandbox. */
export const keeper = ({ place }) => apart({ wasm: place.given["pyodide.asm.wasm"] });

/** Ticks also while the page is hidden, when its own timers sleep. A computer that slept counts as one tick. */
export class Clock {
  static TICK = 250;
  waiting = new Set();

  constructor() {
    this.worker = new Worker(script(`setInterval(() => postMessage(0), ${Clock.TICK})`));
    let before = performance.now();
    this.worker.onmessage = () => {
      const now = performance.now();
      const passed = Math.min(now - before, 2 * Clock.TICK) / 1000;
      before = now;
      for (const tell of [...this.waiting]) tell(passed);
    };
  }

  end() {
    this.worker.terminate();
  }
}

export class NotStarted extends Error {}

/**
 * Run a job in a sandbox of its own. Resolves to what came of it: `lines` that were said; `idle`, the seconds of
 * silence after which it was ended, 0 if it ended by itself; `spent`, the seconds it took. Rejects with NotStarted, no
 * fault of who handed it in, or with what `stop`, an AbortSignal, is stopped with. left: seconds that it may take.
 */
export function run(job, { kit: given, limits, clock, left, stop }) {
  return new Promise((done, failed) => {
    const lines = [];
    let [isReady, idle, spent] = [false, 0, 0];
    const end = (act, what) => {
      clock.waiting.delete(tick);
      stop.removeEventListener("abort", halt);
      frame.remove();
      act(what);
    };
    const halt = () => end(failed, stop.reason);
    const heard = ({ ready, line, ended, broken }) => {
      idle = 0;
      isReady ||= Boolean(ready);
      if (line !== undefined) lines.push(line);
      else if (broken && !isReady) end(failed, new NotStarted(broken));
      else if (broken || ended) end(done, { lines, idle: 0, spent });
    };
    const tick = (seconds) => {
      idle += seconds;
      if (isReady) spent += seconds;
      const patience = lines.length ? limits.cell : limits.starts;
      if (idle <= patience && spent <= left) return;
      if (isReady) end(done, { lines, idle: Math.min(idle, patience), spent });
      else end(failed, new NotStarted("it did not start in time"));
    };
    const frame = sandbox(given, job, heard);
    clock.waiting.add(tick);
    stop.addEventListener("abort", halt);
  });
}
