// What esbuild does for the site (bundle.py): asked in JSON on standard input, answered in JSON on standard output.
import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import esbuild from "../npm/node_modules/esbuild/lib/main.js";

const OURS = {
  minify: true,
  charset: "utf8",
  target: ["safari16", "chrome109", "firefox115"],
  legalComments: "inline",
};

const asked = JSON.parse(await text(process.stdin));
const each = async (things, make) =>
  Object.fromEntries(await Promise.all(Object.entries(things).map(async ([key, thing]) => [key, await make(thing)])));

/** The one output of a build in memory. */
async function built(options) {
  const { outputFiles, metafile } = await esbuild.build({ ...OURS, bundle: true, write: false, ...options });
  return { text: outputFiles[0].text, metafile };
}

/** Style sheets as one, for the folder `base`: what they import is in it, what they show stays where it is. */
async function sheet(files) {
  const toBase = {
    name: "to-base",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ kind, path, resolveDir }) => {
        if (kind !== "url-token") return null;
        const elsewhere = /^(data:|#|https?:)/.test(path);
        return {
          path: elsewhere ? path : relative(asked.base, resolve(resolveDir, path)).replaceAll("\\", "/"),
          external: true,
        };
      });
      onLoad({ filter: /\.css$/ }, async ({ path }) => ({
        contents: asked.pruned[path] ?? (await readFile(path, "utf8")),
        loader: "css",
        resolveDir: dirname(path),
      }));
    },
  };
  const contents = files.map((file) => `@import ${JSON.stringify(file)};`).join("\n");
  return (await built({ stdin: { contents, loader: "css", resolveDir: asked.base }, plugins: [toBase] })).text;
}

/** A classic script, whose names at the top stay as they are: other scripts of the page know them. */
const script = async (source) => (await esbuild.transform(source, { ...OURS, loader: "js" })).code;

/** A module with all that it imports. */
const module = async (file) => (await built({ entryPoints: [file], format: "esm" })).text;

// A page opened from disk may not load modules: a figure becomes a classic script, and so does its kit.

/** What the figures of a page share: a script that keeps what the kit exports in `liveKits`, under its name. */
async function kit({ name, source }) {
  const stdin = { contents: source, loader: "js" };
  const { metafile } = await built({ stdin, format: "esm", metafile: true });
  const [{ exports }] = Object.values(metafile.outputs);
  const own = await built({ stdin, format: "iife", globalName: `liveKits[${JSON.stringify(name)}]` });
  return { exports, text: own.text };
}

/**
 * A figure, which finds in the kit what that exports, and registers in `liveModules` how its module is made. Of what it
 * exports itself only the widget goes into the page: its formulas are exported for tests.
 */
async function figure({ source, kitName, exports }) {
  const own = {
    name: "own",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^own$/ }, () => ({ path: "own", namespace: "own" }));
      onLoad({ filter: /.*/, namespace: "own" }, () => ({ contents: source }));
    },
  };
  const { text } = await built({
    stdin: { contents: `export { default } from "own";` },
    format: "esm",
    plugins: [own],
    define: Object.fromEntries(exports.map((name) => [name, `kit.${name}`])),
  });
  const begin =
    `(self.liveModules??={})[document.currentScript.src.split("?")[0]]=()=>{const ` +
    `kit=liveKits[${JSON.stringify(kitName)}];`;
  const end = /export\{([\w$]+) as default\};\s*$/;
  if (!end.test(text)) throw new Error(`a figure has no widget as its default export: …${text.slice(-80)}`);
  return { text: begin + text.replace(end, "return{default:$1}};\n") };
}

async function figures({ name, source, figures: all }) {
  const shared = await kit({ name, source });
  const one = async (own) => (await figure({ source: own, kitName: name, exports: shared.exports })).text;
  return { kit: shared.text, figures: await each(all, one) };
}

const answers = {
  sheets: await each(asked.sheets, sheet),
  scripts: await each(asked.scripts, script),
  modules: await each(asked.modules, module),
  figures: await each(asked.figures, figures),
};
process.stdout.write(JSON.stringify(answers));
