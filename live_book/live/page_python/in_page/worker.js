// The Python of a page: Pyodide in a worker, with a kernel in it (page_kernel.py) that speaks Jupyter's messages.
// In: {start}, then Jupyter messages, {flag} and {interrupt}. Out: {ready}, {trouble}, {progress}, {compiled}, Jupyter
// messages. live-page.js starts it from a blob, so that the policy of the page binds it.

// {base, sizes, asked, before, warm}: where the files are, and what is in them (packs.py). For another kernel than Live
// code's, {kernel, first, given, memory}, too: its module, packs that come before it, files that need not be fetched
// (name → Blob), bytes that Python may have.
let place;
let python, kernel;
let unpacking, inflate; // inflate.js, on its way and there
let asked = false; // has the page wanted anything run yet?
let answered; // takes what the reader answers
let queue; // messages are answered one after the other

self.onmessage = ({ data }) => {
  if (data.start) queue = start(data.start);
  else if (data.flag) flag.source(data.flag);
  else if (data.interrupt) interrupt();
  else if (data.header.msg_type === "input_reply") answered?.(data.content.value);
  else {
    asked ||= data.header.msg_type === "execute_request";
    queue = queue.then(() => kernel && answer(data)).catch((error) => console.error(error));
    if (data.last) queue.then(() => self.postMessage({ ended: true }));
  }
};

async function start(given) {
  place = given.place;
  if (given.flag) flag.source(given.flag);
  try {
    await Promise.race([load(given.loader, given.compiled), broken]);
  } catch (error) {
    return self.postMessage({ trouble: { kind: kindOf(error), words: String(error?.message ?? error) } });
  }
  self.postMessage({ ready: true, stoppable: flag.works });
  if (!place.kernel) later().catch(() => {}); // fetched when it is needed, then
}

async function load(loader, compiled) {
  self.fetch = counted;
  if (place.memory) boundMemory(place.memory);
  if (!place.kernel) compileOnce(compiled);
  unpacking = module("inflate.js");
  const core = pack("core"); // begun at once
  const wasm = compiled ? Promise.resolve(new Response()) : counted(at("pyodide.asm.wasm"));
  early = { "pyodide.asm.wasm": wasm }; // which Pyodide asks for much later
  for (const each of [core, ...Object.values(early)]) each.catch(() => {}); // heard of below
  const modules = [import(loader), module("pyodide.asm.mjs"), unpacking];
  const [{ loadPyodide }, createPyodideModule, gunzip] = await Promise.all(modules);
  inflate = gunzip;
  python = await loadPyodide({
    indexURL: place.base,
    stdLibURL: at("stdlib.zip"),
    lockFileContents: { info: place.info, packages: {} },
    packageBaseUrl: place.base,
    createPyodideModule,
    fsInit: async (FS) => {
      files.FS = FS;
      files.lay(await core);
      files.expect(JSON.parse(FS.readFile("/lib/later.json", { encoding: "utf8" })));
    },
  });
  if (!place.kernel) python.setInterruptBuffer(flag); // others are ended
  python._api.on_fatal = (error) => self.postMessage({ trouble: { kind: "crash", words: String(error) } });
  await Promise.all((place.first ?? []).map(come));
  kernel = python.pyimport(place.kernel ?? "page_kernel");
  kernel.start({
    send: (text, buffers) => {
      self.postMessage({ ...JSON.parse(text), buffers: buffers.toJs().map((each) => each.buffer) });
      buffers.destroy();
    },
    ask: () => new Promise((done) => (answered = done)).finally(() => (answered = undefined)),
    watch: (on) => flag.watch(on),
    prepare,
    bring: (name) => files.bring(name),
    asked: place.asked,
  });
}

/** What went wrong: "network", "memory", "missing" (the site lacks a file) or "unknown". */
function kindOf(error) {
  if (error.missing) return "missing";
  if (error instanceof RangeError || /memory/i.test(error?.message)) return "memory";
  if (error instanceof TypeError && /fetch|network|load|stream/i.test(error.message)) return "network";
  return error.name === "NetworkError" || error.name === "AbortError" ? "network" : "unknown";
}

/** Python's own memory ends there: it raises a MemoryError, where the browser might end the page. */
function boundMemory(most) {
  const memory = WebAssembly.Memory.prototype;
  const grow = Reflect.get(memory, "grow");
  const bounded = function (pages) {
    if (this.buffer.byteLength + pages * 65536 > most) throw new RangeError("no more memory");
    return grow.call(this, pages);
  };
  Reflect.set(memory, "grow", bounded);
}

/** To compile Python is half of its start: the page keeps what came of it, and gives it to whichever begins again. */
function compileOnce(compiled) {
  const compile = WebAssembly.instantiateStreaming;
  const instantiate = async (answer, imports) => {
    if (compiled) return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
    const made = await compile(answer, imports);
    self.postMessage({ compiled: made.module });
    return made;
  };
  Reflect.set(WebAssembly, "instantiateStreaming", instantiate);
}

async function answer({ buffers, ...message }) {
  await kernel.handle(
    JSON.stringify(message),
    (buffers ?? []).map((each) => new Uint8Array(each.buffer ?? each))
  );
}

// --- what is fetched ------------------------------------------------------------------------------------------

const at = (name) => new URL(name, place.base).href;
let fail;
const broken = new Promise((_, failed) => (fail = failed)); // of what is fetched: Pyodide would go on without it
broken.catch(() => {});
const progress = { got: {}, total: {} };
const plainFetch = self.fetch.bind(self);

let early = {}; // name → the answer, on its way to who asks for it first

/** Fetch a file of Python's, which never changes at its address: what the browser has is right, however old. */
async function counted(address, options) {
  const name = new URL(address, place.base).href.replace(place.base, "");
  if (early[name]) {
    const answer = early[name];
    delete early[name];
    return answer;
  }
  if (place.given?.[name]) return new Response(place.given[name]);
  try {
    const answer = await plainFetch(address, { ...options, cache: "force-cache" });
    if (!answer.ok) throw Object.assign(new Error(`${name}: ${answer.status}`), { missing: true });
    const whole = place.sizes[name];
    if (whole) count(name, answer.clone(), whole).catch(fail);
    return answer;
  } catch (error) {
    fail(error);
    throw error;
  }
}

/** Tell the page how much has come, as it went over the line. */
async function count(name, answer, whole) {
  const line = Number(answer.headers.get("Content-Length")) || whole; // fewer, where the host compresses
  progress.total[name] = line;
  let got = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    got += part.value.length;
    progress.got[name] = (line * Math.min(got, whole)) / whole;
    self.postMessage({ progress });
  }
}

/** What a module of Pyodide's exports. Imported from a blob, it needs no network once the browser has it. */
async function module(name) {
  const source = await (await counted(at(name))).text();
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A pack, unpacked. */
async function pack(name, signal) {
  const given = place.given?.[`${name}.pack`];
  if (given) return new Uint8Array(await given.arrayBuffer());
  const answer = await counted(at(`${name}.pack.gz`), { signal });
  if (!self.DecompressionStream) return (await unpacking)(new Uint8Array(await answer.arrayBuffer())); // Safari 16.0
  const unpacked = answer.body.pipeThrough(new self.DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

const arriving = {}; // pack → a promise that its files are there
const offs = {}; // pack → what calls it off

/** Have a pack come, and those that it needs. */
function come(name) {
  if (arriving[name]) return arriving[name];
  offs[name] = new AbortController();
  arriving[name] = Promise.all([...(place.before[name] ?? []).map(come), pack(name, offs[name].signal)]).then(
    (all) => files.lay(all.at(-1), name),
    (error) => {
      delete arriving[name];
      throw error;
    }
  );
  return arriving[name];
}

/** Before code runs: what it plainly needs comes without keeping the page's messages waiting. */
async function prepare(code) {
  const named = place.asked.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const needed = [...(/\bimport\b/.test(code) ? ["chapters"] : []), ...named].filter((name) => !files.there.has(name));
  if (!needed.length) return;
  self.postMessage({ waiting: needed });
  await Promise.all(needed.map(come)).catch(() => {}); // Python says what it lacks
  self.postMessage({ waiting: [] });
}

/** While the reader reads: fetch what the next cells need, and import it in steps, until there is something to do. */
async function later() {
  await new Promise((done) => setTimeout(done, 1000)); // a first line may need none of it
  await come("chapters");
  await new Promise((done) => setTimeout(done, 400)); // who has been waiting comes first
  for (const name of place.warm) {
    await new Promise((done) => setTimeout(done, 20));
    if (asked) break;
    python.pyimport(name).destroy();
  }
}

// --- files ----------------------------------------------------------------------------------------------------

// A pack is the length of its index, the index as JSON [[path, length], …], the files. Of packs that come later
// Python sees each file from the start; the first that is read makes them come.
const files = {
  there: new Set(),
  nodes: {}, // pack → path → its file, still empty

  lay(bytes, name) {
    if (this.there.has(name)) return;
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    let from = 4 + length;
    for (const [path, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, from)))) {
      const content = bytes.subarray(from, (from += size));
      const node = this.nodes[name]?.[path];
      if (node) Object.assign(node, { contents: content, usedBytes: size, stream_ops: node.later });
      else this.create(path, content);
    }
    if (name) this.there.add(name);
    delete this.nodes[name];
  },

  create(path, content) {
    const [, folder, name] = /^(.*)\/([^/]*)$/.exec(path);
    if (folder !== this.folder) this.FS.mkdirTree((this.folder = folder));
    return this.FS.createDataFile(folder, name, content, true, true, true);
  },

  expect(packs) {
    for (const [name, index] of Object.entries(packs)) {
      this.nodes[name] = {};
      for (const [path, size] of index) this.nodes[name][path] = this.expectOne(name, path, size);
    }
  },

  expectOne(name, path, size) {
    this.create(path, new Uint8Array(0));
    const { node } = this.FS.lookupPath(path);
    const later = node.stream_ops;
    const entries = Object.entries(later).map(([key, act]) => {
      const first = (...given) => {
        this.bringOrFail(name);
        return act(...given);
      };
      return [key, first];
    });
    return Object.assign(node, { usedBytes: size, later, stream_ops: Object.fromEntries(entries) });
  },

  /** Have a pack come now: Python waits, and with it this worker. */
  bring(name) {
    if (this.there.has(name)) return;
    for (const each of place.before[name] ?? []) this.bring(each);
    self.postMessage({ waiting: [name] });
    offs[name]?.abort(); // the browser would have one request for a file wait, for long, for the other
    try {
      this.lay(inflate(new Uint8Array(fetchNow(`${name}.pack.gz`))), name);
    } finally {
      self.postMessage({ waiting: [] });
    }
  },

  /** For who reads a file: an error that Python knows. */
  bringOrFail(name) {
    try {
      this.bring(name);
    } catch (error) {
      console.warn(error);
      throw new this.FS.ErrnoError(29); // EIO
    }
  },
};

function fetchNow(name) {
  const ask = new XMLHttpRequest();
  ask.open("GET", at(name), false);
  ask.responseType = "arraybuffer";
  ask.send();
  if (ask.status !== 200) throw new Error(`${name}: ${ask.status}`);
  return ask.response;
}

// --- stopping what runs: Pyodide looks at element 0 of a buffer now and then; 2 means Ctrl+C ----------------------

/** Set by the page in shared memory, where it has some; else the page takes away a blob, whose address is asked for. */
class Flag {
  watching = false;
  forced = false;
  next = 0;

  source(source) {
    if (typeof source === "string") this.address = source;
    else this.shared = new Uint8Array(source);
    this.works ??= Boolean(this.shared) || this.there(); // the policy of a site may forbid the worker to ask
  }

  watch(on) {
    this.watching = on;
    this.clear();
  }

  clear() {
    this.forced = false;
    this.next = performance.now() + 500;
    if (this.shared) this.shared[0] = 0;
  }

  get 0() {
    if (!this.watching || !(this.forced || (this.shared ? this.shared[0] : this.gone()))) return 0;
    this.clear();
    return 2;
  }

  set 0(_) {
    /* Pyodide's answer to a 2 */
  }

  gone() {
    if (!this.works || performance.now() < this.next) return false;
    this.next = performance.now() + 200;
    return !this.there();
  }

  there() {
    const ask = new XMLHttpRequest();
    ask.open("GET", this.address, false);
    try {
      ask.send();
      return true;
    } catch {
      return false;
    }
  }
}

const flag = new Flag();

/** The reader wants to stop what runs, and Python is waiting for something: else this would not be heard. */
function interrupt() {
  flag.clear();
  if (answered)
    answered(); // a question of Python's goes unanswered
  else if (kernel) flag.forced = kernel.interrupt();
}
