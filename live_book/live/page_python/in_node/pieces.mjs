// Packs, which are the files of a page's Python as one piece, and a kernel in Node that notes which files it opens.

export const FOLDERS = {
  site: "/lib/python3.14/site-packages/",
  later: "/lib/later.json", // what comes later: {pack: [[path, length], …]}
};

// In the place of Pyodide's archive of the standard library, which comes as files like all others.
export const EMPTY_ZIP = Buffer.from("504b0506".padEnd(44, "0"), "hex");

/** A pack: the length of its index, the index as JSON [[path, length], …], the files one after the other. */
export function joined(files) {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const index = Buffer.from(JSON.stringify(sorted.map(([path, content]) => [path, content.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, ...sorted.map(([, content]) => content)]);
}

/** The files of a pack: path → content. */
export function split(pack) {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  let from = 4 + length;
  const index = JSON.parse(new TextDecoder().decode(pack.subarray(4, from)));
  return new Map(index.map(([path, size]) => [path, pack.subarray(from, (from += size))]));
}

/** The kernel of a page, here: run(code), used(), errors. */
export function kernelFor(python) {
  const used = new Set();
  const errors = [];
  const { open } = python.FS;
  python.FS.open = function (...given) {
    const stream = open.apply(this, given);
    used.add(stream.path);
    return stream;
  };
  const kernel = python.pyimport("page_kernel");
  kernel.start({
    send(message) {
      const { header, content } = JSON.parse(message);
      if (header.msg_type === "error") errors.push(`${content.ename}: ${content.evalue.slice(0, 200)}`);
    },
    prepare: async () => {},
    watch() {},
    asked: [],
  });
  const ask = (msg_type, content) =>
    kernel.handle(JSON.stringify({ header: { msg_type, msg_id: "1" }, content, channel: "shell" }));
  return {
    errors,
    async run(code) {
      await ask("execute_request", { code });
      await ask("complete_request", { code: "np.ar", cursor_pos: 5 });
    },
    used: () => new Set([...used, ...modules(python)].filter((path) => path.startsWith("/lib/"))),
  };
}

/** The files of the modules that were imported, those among them that Python imports as it starts. */
function modules(python) {
  const files = python.runPython(
    "import sys; [getattr(each, '__file__', None) or '' for each in [*sys.modules.values()]]"
  );
  return files.toJs();
}

/** Lay files into the memory of a Python. */
export function mount(FS, files) {
  for (const [path, content] of files) {
    const [, folder, name] = /^(.*)\/([^/]*)$/.exec(path);
    FS.mkdirTree(folder);
    FS.createDataFile(folder, name, content, true, true, true);
  }
}
