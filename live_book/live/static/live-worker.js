// What it takes to have a Python of this page (page_python/in_page/worker.js): its scripts, and what may go wrong.

export const OLD_BROWSER =
  "This browser is too old to run Python in a page: it takes Safari 16, Chrome or Edge 109, Firefox 115, or newer.";
const TROUBLES = {
  network: (_, goOn) =>
    navigator.onLine
      ? `The connection broke while Python was being fetched. ${goOn}`
      : `This device seems to have no network, and this browser has not all of Python yet. ${goOn}`,
  memory: () => "This device has too little memory free for Python in a page: close other tabs, then try again.",
  missing: (words) => `This site lacks a part of its Python (${words}). Please tell who publishes it.`,
  unknown: (words) => `Python could not be started in this page (${words}). Reload it to try again.`,
};

/** What a worker's trouble is in words. goOn: how what broke is gone on with. */
export const wordsOf = ({ kind, words }, goOn) => TROUBLES[kind in TROUBLES ? kind : "unknown"](words, goOn);

export const isAble = () => typeof WebAssembly === "object" && typeof Worker === "function";

/** A file of Python's, which never changes at its address. */
export async function file(address) {
  const answer = await fetch(address, { cache: "force-cache" });
  if (!answer.ok) throw Object.assign(new Error(`${address.pathname}: ${answer.status}`), { missing: true });
  return answer;
}

const text = async (address) => (await file(address)).text();

/** The texts of a worker and of what loads Python in it. */
export async function sources(base) {
  const [worker, loader] = await Promise.all(["worker.js", "pyodide.mjs"].map((name) => text(new URL(name, base))));
  return { worker, loader };
}

/** An address for a script: made from such a one, a worker is bound by the policy of this page. */
export const script = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));

/** How much has come of these files, or of all that is on its way. */
export function arrived({ got, total }, awaited) {
  const names = awaited ?? Object.keys(total);
  const sum = (parts) => (names.reduce((all, name) => all + (parts[name] ?? 0), 0) / 1e6).toFixed(1);
  return `${sum(got)} of ${sum(total)} MB`;
}
