// Runs run_cells.py in Pyodide, in Deno: the job on standard input, what is said on standard output.
// Arguments: the folder of Pyodide, NumPy's wheel, this folder, then files and folders of relu_lib.

const [pyodide, numpy, here, ...library] = Deno.args;
const say = (line) => {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
};

const { loadPyodide } = await import(`file://${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${pyodide}/`, stdout() {}, stderr() {} });
python.unpackArchive(Deno.readFileSync(numpy), "wheel");

const name = (path) => path.slice(path.lastIndexOf("/") + 1);

/** A file or folder of this computer, at a place of Python's. */
function lay(from, to) {
  if (!Deno.statSync(from).isDirectory) return python.FS.writeFile(to, Deno.readFileSync(from));
  python.FS.mkdirTree(to);
  for (const each of Deno.readDirSync(from))
    if (each.name !== "__pycache__") lay(`${from}/${each.name}`, `${to}/${each.name}`);
}

python.FS.mkdirTree("/book/assign");
lay(here, "/book/assign/sandbox");
python.FS.mkdirTree("/book/relu_lib");
for (const path of library) lay(path, `/book/relu_lib/${name(path)}`);

python.globals.set("job", await new Response(Deno.stdin.readable).text());
python.globals.set("say_line", say);
python.runPython(`
import json, sys
sys.path.insert(0, "/book")
from assign.sandbox.run_cells import run
run(json.loads(job), lambda line: say_line(json.dumps(line)))
`);
Deno.exit(0);
