// Visits to built pages, told on standard input: [{page: path, kept: {…}, type: {key: code}}]; on standard output, what
// each visitor then has: [{keys, edits, kept, words}].
import { readFileSync } from "node:fs";
import { visit } from "./reader.mjs";

const told = JSON.parse(readFileSync(0, "utf-8")).map(({ page, kept = {}, type = {} }) => {
  const html = readFileSync(page, "utf-8").replace(/<svg[^]*?<\/svg>/g, ""); // much, and of no use here
  const { work, storage, words } = visit(html, { kept });
  for (const [key, code] of Object.entries(type)) work.edits.keep(key, code);
  return { keys: work.cells.map(({ key }) => key), edits: { ...work.edits.all() }, kept: storage(), words: words() };
});
process.stdout.write(JSON.stringify(told));
