// What a reader has done on this page, kept in this browser: what was typed over cells, answers to questions, what
// checks said. Nothing of it is sent anywhere. The other scripts of the page ask here, `self.work`, and hear of each
// change by the event "work".

(() => {
  // live/button.py knows how the page is called wherever it is served
  const PLACE = document.querySelector(".live-bar")?.dataset.edits?.replace("live-cells:", "") ?? location.pathname;

  const isObject = (thing) => Boolean(thing) && typeof thing === "object" && !Array.isArray(thing);
  const isText = (thing) => typeof thing === "string";

  /** What of this holds, whoever put it there, as an object in which no name means anything to JavaScript. */
  function only(holds, things) {
    const all = Object.create(null);
    for (const [name, thing] of Object.entries(isObject(things) ? things : {})) if (holds(thing)) all[name] = thing;
    return all;
  }

  /** An object of things that hold, kept by this browser under a name; where it keeps nothing, by the page. */
  function kept(name, holds) {
    let here; // what the browser did not keep
    function read() {
      try {
        return here ?? only(holds, JSON.parse(localStorage.getItem(name)));
      } catch {
        return Object.create(null);
      }
    }
    /** Alter it. Returns whether the browser does keep it. */
    function change(alter) {
      const all = read();
      alter(all);
      try {
        if (Object.keys(all).length) localStorage.setItem(name, JSON.stringify(all));
        else localStorage.removeItem(name);
        here = undefined;
      } catch {
        here = all; // a private window, or no room
      }
      document.dispatchEvent(new Event("work"));
      return !here;
    }
    return { read, change };
  }

  // --- cells and their keys ------------------------------------------------------------------------------

  const SCRATCH = "scratch"; // the cell that a reader has at the end of a live page
  const LABEL = /\bcheck\(\s*(["'])([\w-]+)\1/;
  /** The label of the exercise that code answers, if it does. */
  const labelIn = (code) => LABEL.exec(code)?.[2];
  const codeOf = (cell) => cell.querySelector(".cell_input pre")?.textContent.trimEnd() ?? "";

  /** The id of the nearest section that is the chapter's own: those in boxes all have the same. */
  function sectionOf(cell) {
    let section = cell.closest("section[id]");
    while (section?.closest(".admonition")) section = section.parentElement.closest("section[id]");
    return section?.id ?? "";
  }

  /**
   * The cells of the page: [{node, code, key, label}]. A key belongs to what a cell is for: a cell that is rewritten
   * keeps its reader's edit. The same rule stands in live/keys.py, for the published notebooks.
   */
  function findCells() {
    const counts = new Map();
    return [...document.querySelectorAll(".bd-article div.cell:not(.scratch)")].map((node) => {
      const code = codeOf(node);
      const label = labelIn(code);
      const isSolution = Boolean(node.closest(".solution"));
      const place = label ? `${isSolution ? "solution" : "check"}:${label}` : sectionOf(node);
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      return { node, code, label, isSolution, key: label && count === 1 ? place : `${place}/${count}` };
    });
  }
  const cells = findCells();
  const originals = new Map([...cells.map(({ key, code }) => [key, code]), [SCRATCH, ""]]);
  const exercises = cells.filter(({ key, label }) => key === `check:${label}`);
  const keys = new Map(cells.map(({ node, key }) => [node, key]));

  // --- what was typed ----------------------------------------------------------------------------------------

  const typed = kept(`live-cells:${PLACE}`, isText);
  const edits = {
    /** {key of a cell: what was typed over it}. */
    all: () => typed.read(),
    /** Keep what was typed over a cell; undefined: forget it. Returns whether this browser does keep it. */
    keep: (key, code) =>
      typed.change((all) => {
        if (code === undefined) delete all[key];
        else all[key] = code;
      }),
  };
  const codeNow = (key) => edits.all()[key] ?? originals.get(key);

  /** Earlier, edits were kept under the code that they replaced: each goes to the cell that has this code. */
  function moveFromCode() {
    const all = edits.all();
    const seen = new Map(); // of cells with the same code, the second was another one
    const moved = [];
    for (const { node, code, key } of [...cells, { code: "", key: SCRATCH }]) {
      if (node && !node.querySelector(".cell_input pre")) continue;
      const count = (seen.get(code) ?? 0) + 1;
      seen.set(code, count);
      const old = count === 1 ? code : `${code}\n# ${count}`;
      if (old in all && !(key in all)) moved.push([old, key]);
    }
    if (!moved.length) return;
    typed.change((now) => {
      for (const [old, key] of moved) {
        now[key] = now[old];
        delete now[old];
      }
    });
  }

  // --- what checks said, and answers -------------------------------------------------------------------------

  const done = kept(`live-work:${PLACE}`, isObject);
  /** Make another of a part of it, {name: object}. */
  const alter = (part, next) =>
    done.change((all) => {
      const now = next(only(isObject, all[part]));
      if (Object.keys(now).length) all[part] = now;
      else delete all[part];
    });

  const verdicts = {
    /** {label: {status, key of the cell that was run, its code}}. */
    all: () =>
      only(({ status, key, code }) => [status, key, code].every(isText), only(isObject, done.read().exercises)),
    /** A check has said something of what a cell answered. */
    learn(label, status, key, code) {
      if (status === "unanswered" || !exercises.some((each) => each.label === label)) return;
      alter("exercises", (now) => ({ ...now, [label]: { status, key, code } }));
    },
    /** All of them, as they were at another time. */
    put: (all) => alter("exercises", () => all),
    /** Of an exercise now: "right", "wrong", "raised", "changed" since it was right, "" before it is tried. */
    stateOf(label) {
      const found = this.all()[label];
      const isChanged = found?.status === "right" && found.code.trim() !== codeNow(found.key)?.trim();
      return isChanged ? "changed" : (found?.status ?? "");
    },
  };
  const answers = {
    /** {name of a question: {choice, label, asked, right}} (questions.js). */
    all: () => only(({ label }) => isText(label), only(isObject, done.read().questions)),
    put: (all) => alter("questions", () => all),
  };

  /** The words of an element, with formulas as they were typed. */
  function wordsOf(element) {
    const copy = element.cloneNode(true);
    for (const math of copy.querySelectorAll(".katex"))
      math.replaceWith(math.querySelector("annotation")?.textContent ?? math.textContent);
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  const page = { PLACE, SCRATCH, cells, originals, exercises, keys };
  self.work = { ...page, edits, codeNow, verdicts, answers, labelIn, only, wordsOf };
  moveFromCode();
})();
