// What packs.py asks of Node: packages compiled by the page's own Python; the published cells run, to see which files
// they use; packs written. Asked in a line of JSON on standard input; says on standard output what is in the packs. It
// ends when that input does: whoever asked is gone.

import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import { EMPTY_ZIP, FOLDERS, joined, kernelFor, mount, split } from "./pieces.mjs";

const input = createInterface({ input: process.stdin });
const asked = JSON.parse((await once(input, "line"))[0]);
input.on("close", () => process.exit(1));
const { loadPyodide } = await import(pathToFileURL(`${asked.pyodide}/pyodide.mjs`));
const start = (options) => loadPyodide({ indexURL: `${asked.pyodide}/`, ...options });
const gzipped = promisify(gzip);
const bytes = (path) => new Uint8Array(readFileSync(path));

let compiler; // Pyodide with compiling.py in it, once it is needed

/** Call a function of compiling.py: {path: content} as a Map, or bytes. */
async function compiling(name, ...given) {
  if (!compiler) {
    compiler = await start();
    compiler.runPython(readFileSync(new URL("compiling.py", import.meta.url), "utf8"));
  }
  const work = compiler.globals.get(name);
  const made = work(...given);
  const content = made.toJs({ dict_converter: (entries) => new Map(entries) });
  for (const each of [work, made]) each.destroy();
  return content;
}

/** Files of which the compiled form is kept from one build to the next, under a name that says what they are. */
async function kept(name, make) {
  const path = `${asked.kept}/${name}.pack`;
  if (!existsSync(path)) writeFileSync(path, joined(await make()));
  return split(bytes(path));
}

const ofPackage = (name) =>
  kept(asked.wheels[name].digest, () => compiling("of_wheel", bytes(asked.wheels[name].path)));

async function ofPackages(names) {
  const all = new Map();
  for (const name of names) for (const [path, content] of await ofPackage(name)) all.set(path, content);
  return all;
}

const own = (files) => compiling("of_sources", Object.keys(files), Object.values(files).map(bytes));

async function everything() {
  const stdlib = await kept(asked.stdlib, () => compiling("of_stdlib", bytes(`${asked.pyodide}/python_stdlib.zip`)));
  const core = await ofPackages(asked.packages.core);
  for (const files of [stdlib, await own(asked.own.core)]) for (const [path, content] of files) core.set(path, content);
  const chapters = await ofPackages(asked.packages.chapters);
  for (const [path, content] of await own(asked.own.chapters)) chapters.set(path, content);
  return { core, chapters };
}

/** The paths of the files that the published cells use, and what went wrong in them. */
async function traced({ core, chapters }) {
  writeFileSync(`${asked.out}/stdlib.zip`, EMPTY_ZIP);
  const python = await start({
    stdLibURL: `${asked.out}/stdlib.zip`,
    fsInit: async (FS) => [core, chapters].forEach((files) => mount(FS, files)),
  });
  const kernel = kernelFor(python);
  for (const code of asked.cells) await kernel.run(code);
  return { used: kernel.used(), errors: kernel.errors };
}

const isOwn = (path) => asked.ownNames.some((name) => path.startsWith(FOLDERS.site + name));

/** What is used first, and the rest. */
function parted(packs, used) {
  const parts = { core: new Map(), chapters: new Map(), rest: new Map() };
  const partOf = (path, pack) => {
    if (path.includes(".dist-info/")) return "core"; // Pyodide reads them as it starts
    return used.has(path) || isOwn(path) ? pack : "rest";
  };
  for (const [name, files] of Object.entries(packs))
    for (const [path, content] of files) parts[partOf(path, name)].set(path, content);
  return parts;
}

const index = (files) => [...files].map(([path, content]) => [path, content.length]);

async function main() {
  mkdirSync(asked.out, { recursive: true });
  const sizes = {};
  const writing = []; // compressed by other threads, while the work goes on here
  const write = async (name, files) => {
    const content = await gzipped(joined(files), { level: 9 });
    writeFileSync(`${asked.out}/${name}.pack.gz`, content);
    sizes[`${name}.pack.gz`] = content.length;
  };
  for (const [name, members] of Object.entries(asked.packages.asked))
    writing.push(write(name, await ofPackages(members)));
  for (const [name, files] of Object.entries(asked.own))
    if (!asked.packages[name]) writing.push(write(name, await own(files)));
  const all = await everything();
  const { used, errors } = await traced(all);
  const { core, chapters, rest } = parted(all, used);
  core.set(FOLDERS.later, new TextEncoder().encode(JSON.stringify({ chapters: index(chapters), rest: index(rest) })));
  for (const [name, files] of Object.entries({ core, chapters, rest })) writing.push(write(name, files));
  await Promise.all(writing);
  process.stdout.write(JSON.stringify({ sizes, errors, used: used.size }));
}

process.on("uncaughtException", (error) => {
  process.stderr.write(`${String(error.stack ?? error).slice(-2000)}\n`); // not with the whole of Pyodide's code
  process.exit(1);
});
await main();
process.exit(0);
