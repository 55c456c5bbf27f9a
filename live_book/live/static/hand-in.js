// Handing a chapter in, and opening what was handed in: loaded on the first press or drop (strip.js). A hand-in is the
// chapter's notebook with the reader's code in it, and in its metadata answers, predictions, and what checks said. It
// is saved on the reader's device; nothing is sent. A file that is opened may come from anybody: of it only texts of
// known cells, questions, predictions and exercises are taken.

(() => {
  const { work, questions, ownNumbers } = self;
  const predictions = self.predictions ?? { all: () => ({}), put() {} }; // of a page that asks for none
  const { chapter, edition, commit } = document.querySelector(".strip").dataset;
  const FORMAT = 1;
  const LARGEST = 10e6; // bytes of a file
  const LONGEST = 100_000; // characters of a cell
  const MOST = 500; // answers of a file
  const READER = "live-book:reader"; // where name and number are kept, if that is wanted
  const SOLUTION = /^#@title Solution[^\n]*\n?/; // how a solution's cell begins in a notebook
  const VERDICTS = new Set(["right", "wrong", "raised", "changed"]);

  const isText = (thing) => typeof thing === "string";
  const isObject = (thing) => Boolean(thing) && typeof thing === "object";
  const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

  // --- the notebook that is handed in -----------------------------------------------------------------------

  const linesOf = (code) => code.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const codeCell = (id, key, code) => ({
    cell_type: "code",
    execution_count: null,
    id,
    metadata: { book: { key } },
    outputs: [],
    source: linesOf(code),
  });

  /** The notebook of the page, of its code cells alone: for a page that was opened from disk, or without a network. */
  function notebookOfPage() {
    const shown = work.cells.filter(({ node }) => node.querySelector(".cell_input pre"));
    const cells = shown.map(({ key, code, isSolution }, i) =>
      codeCell(`cell-${i + 1}`, key, isSolution ? `#@title Solution\n${code}` : code)
    );
    const kernelspec = { display_name: "Python 3", language: "python", name: "python3" };
    const metadata = { book: { chapter, commit, edition }, kernelspec, language_info: { name: "python" } };
    return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
  }

  /** The notebook that is published beside the page, if it can be had. */
  async function published() {
    try {
      const answer = await fetch(`${chapter}.ipynb`);
      const notebook = answer.ok ? JSON.parse(await answer.text()) : undefined;
      if (Array.isArray(notebook?.cells) && isObject(notebook.metadata)) return notebook;
    } catch {
      // a page from disk may fetch nothing, and a network can be gone
    }
    return notebookOfPage();
  }

  function keptIn(storage) {
    try {
      const found = JSON.parse(localStorage.getItem(storage));
      return isObject(found) ? found : {};
    } catch {
      return {};
    }
  }

  /** What is handed in besides code. */
  function report(book, { name, number }) {
    const answers = Object.entries(questions.answers()).map(([id, { label, asked, right }]) => [
      id,
      { label, right, asked },
    ]);
    const states = work.exercises.map(({ label }) => [label, work.verdicts.stateOf(label)]);
    const predicted = Object.entries(predictions.all()).filter(([, text]) => text);
    return {
      format: FORMAT,
      chapter,
      edition: book?.edition ?? edition,
      commit: book?.commit ?? commit,
      name,
      number,
      questions: Object.fromEntries(answers),
      ...(predicted.length ? { predictions: Object.fromEntries(predicted) } : {}),
      verdicts: Object.fromEntries(states.filter(([, state]) => state)),
    };
  }

  /** A notebook with the reader's code in its cells; code that has no cell there comes behind, in cells of its own. */
  function withEdits(notebook, edits) {
    const left = new Map(Object.entries(edits));
    const cells = notebook.cells.map((cell) => {
      const key = cell?.metadata?.book?.key;
      if (cell?.cell_type !== "code" || !left.has(key)) return cell;
      const [title] = SOLUTION.exec([cell.source].flat().join("")) ?? [""];
      const code = left.get(key);
      left.delete(key);
      return { ...cell, source: linesOf(title + code) };
    });
    const others = [...left].filter(([, code]) => code.trim());
    return { ...notebook, cells: [...cells, ...others.map(([key, code], i) => codeCell(`own-${i + 1}`, key, code))] };
  }

  /** The notebook to hand in, for a reader {name, number}. */
  async function made(reader) {
    const notebook = withEdits(await published(), work.edits.all());
    return { ...notebook, metadata: { ...notebook.metadata, hand_in: report(notebook.metadata.book, reader) } };
  }

  /** The name of the file: letters and digits of any script, so that no system refuses it. */
  function fileName({ name, number }) {
    const safe = (text) =>
      text
        .normalize("NFC")
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, "")
        .slice(0, 60);
    return `${chapter}-${safe(number) || safe(name) || "hand-in"}.ipynb`;
  }

  // --- the notebook that is opened ----------------------------------------------------------------------------

  /** A sentence, and perhaps a link, that tells why a file is not opened. */
  class Refused extends Error {
    constructor(message, link) {
      super(message);
      this.link = link;
    }
  }

  /** The page of another chapter, as the book's own list of pages has it: {href, title}. */
  function pageOf(name) {
    const links = [...document.querySelectorAll("nav.bd-links a[href]")];
    const link = links.find(
      ({ pathname }) =>
        pathname
          .split("/")
          .at(-1)
          .replace(/\.html$/, "") === name
    );
    return link && { href: link.href, title: link.textContent.trim() };
  }

  function parsed(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      throw new Refused("This file is not a notebook: it is not JSON.");
    }
    if (!Array.isArray(found?.cells)) throw new Refused("This file is not a notebook: it has no cells.");
    return found;
  }

  function assertOfThisChapter({ metadata }) {
    const name = metadata?.hand_in?.chapter ?? metadata?.book?.chapter;
    if (name === undefined || name === chapter) return;
    const page = isText(name) ? pageOf(name) : undefined;
    const title = page?.title ?? String(isText(name) ? name : "").slice(0, 80);
    throw new Refused(`This is a notebook of another chapter, “${title}”.`, page);
  }

  /** The code of a notebook's cell, if it is one. */
  function codeOf(cell) {
    const parts = [cell?.source].flat();
    return cell?.cell_type === "code" && parts.every(isText) ? parts.join("").trimEnd() : undefined;
  }

  /**
   * The key of a notebook's cell on this page: the one that its metadata name; but a cell that answers an exercise is
   * that exercise's, wherever it was copied from. Undefined: it is none of the page's.
   */
  function keyOf(cell, code) {
    const named = cell.metadata?.book?.key;
    const label = work.labelIn(code);
    const isCopy = isText(named) && named.startsWith("check:") && label && named !== `check:${label}`;
    if (isText(named) && work.originals.has(named) && !isCopy) return named;
    const isExercise = label && !SOLUTION.test(code) && work.originals.has(`check:${label}`);
    return isExercise ? `check:${label}` : undefined;
  }

  /** Of copies of a cell, the last that is answered: else the last that was changed at all. */
  function bestOf(key, copies) {
    const changed = copies.filter((code) => code.trim() !== work.originals.get(key).trim());
    return changed.filter((code) => code && !code.includes("...")).at(-1) ?? changed.at(-1);
  }

  /** The predictions of a file that this page asks for. */
  function predictionsIn(told) {
    const texts = work.only((text) => isText(text) && text && text.length <= LONGEST, told);
    const asked = [...document.querySelectorAll("fieldset.prediction")].filter(({ id }) => texts[id]);
    return Object.fromEntries(asked.map(({ id }) => [id, texts[id]]));
  }

  /** What a file holds for this page: {edits, tooLong, answers, predicted, verdicts, reader}. Throws Refused. */
  function readIn(text) {
    const notebook = parsed(text);
    assertOfThisChapter(notebook);
    const copies = new Map();
    let tooLong = 0;
    for (const cell of notebook.cells) {
      const code = codeOf(cell);
      const key = code === undefined ? undefined : keyOf(cell, code);
      if (key === undefined) continue;
      if (code.length > LONGEST) tooLong += 1;
      else {
        if (!copies.has(key)) copies.set(key, []);
        copies.get(key).push(code.replace(SOLUTION, ""));
      }
    }
    if (!copies.size && !tooLong) throw new Refused("There is no exercise of this chapter in this notebook.");
    const edits = [...copies].map(([key, codes]) => [key, bestOf(key, codes)]).filter(([, code]) => code !== undefined);
    const told = notebook.metadata?.hand_in ?? {};
    const answers = Object.entries(work.only((answer) => isText(answer?.label), told.questions)).slice(0, MOST);
    const verdicts = Object.entries(work.only((status) => VERDICTS.has(status), told.verdicts));
    const whose = work.only((each) => isText(each) && each.length <= 100, { name: told.name, number: told.number });
    const predicted = predictionsIn(told.predictions);
    return { edits: Object.fromEntries(edits), tooLong, answers, predicted, verdicts, reader: whose };
  }

  // --- what is here, replaced and taken back -------------------------------------------------------------------

  const state = () => ({
    edits: work.edits.all(),
    answers: questions.answers(),
    predicted: predictions.all(),
    verdicts: work.verdicts.all(),
  });
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /** Of what is there now, what is not as it was then. */
  const since = (then, now) =>
    Object.fromEntries(Object.entries(now).filter(([name, each]) => !isSame(each, then[name])));

  /** Put code into cells, undefined the published one, in editors too. Returns whether the browser keeps all of it. */
  function putCode(codes) {
    const isKept = Object.entries(codes).map(([key, code]) => work.edits.keep(key, code));
    document.dispatchEvent(new CustomEvent("replaced", { detail: codes })); // live-cells.js
    return isKept.every(Boolean);
  }

  /** What opening a file changes here: {codes that are new, how many cells and answers of the reader's it replaces}. */
  function changes({ edits, answers, predicted }, before) {
    const isNew = ([key, code]) => before.edits[key]?.trimEnd() !== code;
    const codes = Object.entries(edits).filter(isNew);
    const cells = codes.filter(([key]) => key in before.edits).length;
    const isOther = ([name, { label }]) => Object.hasOwn(before.answers, name) && before.answers[name].label !== label;
    const others = Object.entries(predicted).filter(
      ([id, text]) => before.predicted[id] && before.predicted[id] !== text
    );
    const count = answers.filter(isOther).length;
    return { codes: Object.fromEntries(codes), cells, answers: count, predictions: others.length };
  }

  /** What checks said, of the code that is here now. */
  function learned(verdicts) {
    const known = verdicts.filter(([label]) => work.originals.has(`check:${label}`));
    const codes = work.edits.all();
    const told = known.map(([label, status]) => {
      const key = `check:${label}`;
      return [label, { status, key, code: codes[key] ?? work.originals.get(key) }];
    });
    return Object.fromEntries(told);
  }

  /** Put these in the place of what was done besides code. `verdicts` is asked when code is in place. */
  function put({ answers, predicted, verdicts }) {
    questions.put(answers);
    predictions.put(predicted);
    work.verdicts.put(verdicts());
  }

  /** Have these codes, and this besides. Tells whether the browser keeps it; has what takes back all but newer work. */
  function become(codes, next) {
    const before = state();
    const isKept = putCode(codes);
    put(next);
    const after = state();
    const takeBack = () => {
      const now = state();
      const back = Object.keys(codes).filter((key) => isSame(now.edits[key], after.edits[key]));
      putCode(Object.fromEntries(back.map((key) => [key, before.edits[key]])));
      put({
        answers: [...Object.entries(before.answers), ...Object.entries(since(after.answers, now.answers))],
        predicted: { ...before.predicted, ...since(after.predicted, now.predicted) },
        verdicts: () => ({ ...before.verdicts, ...since(after.verdicts, now.verdicts) }),
      });
    };
    return { isKept, takeBack };
  }

  /** Take what a file holds, besides what is here. */
  const take = (found, codes, before) =>
    become(codes, {
      answers: [...Object.entries(before.answers), ...found.answers],
      predicted: { ...before.predicted, ...found.predicted },
      verdicts: () => ({ ...before.verdicts, ...learned(found.verdicts) }),
    });

  // --- what the reader sees --------------------------------------------------------------------------------------

  function element(tag, properties, ...inside) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  }
  const button = (textContent, press) => element("button", { type: "button", textContent, onclick: press });

  /** Say something in a strip, where the reader then is. */
  function sayIn(strip, ...words) {
    strip.querySelector(".strip-said").replaceChildren(...words.flatMap((each) => [each, " "]));
    strip.scrollIntoView({ block: "nearest" });
  }

  const top = document.querySelector(".strip");
  const say = (...words) => sayIn(top, ...words);

  /** Open a dialog. It is gone once it is closed; and so is another one. */
  function dialog(title, ...inside) {
    document.querySelector("dialog.hand-in")?.close();
    const heading = element("h2", { id: "hand-in-title", textContent: title });
    const box = element("dialog", { className: "hand-in" }, heading, ...inside);
    box.setAttribute("aria-labelledby", heading.id);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
    return box;
  }

  function download(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    element("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  function remember(reader) {
    try {
      if (reader) localStorage.setItem(READER, JSON.stringify(reader));
      else localStorage.removeItem(READER);
    } catch {
      // a browser that keeps nothing
    }
  }

  function field(label, name, value, autocomplete) {
    const input = element("input", {
      type: "text",
      name,
      value: isText(value) ? value : "",
      autocomplete,
      maxLength: 100,
    });
    return { input, label: element("label", {}, element("span", { textContent: label }), input) };
  }

  const lacking = ({ name, number }) => {
    const missing = [!name && "name", !number && "student number"].filter(Boolean);
    if (!missing.length) return "";
    const which = missing.join(" and ");
    const are = missing.length === 1 ? "is" : "are";
    return `Your ${which} ${are} missing. You can save the file without; does your course ask for it?`;
  };
  /** Something to say if exercises have the numbers of somebody else. */
  const foreign = ({ number }) => {
    const { spelt } = ownNumbers;
    const has = ownNumbers.student();
    if (!has || !number || spelt(has) === spelt(number)) return "";
    return ` Exercises here have the numbers of student number ${has}: they are marked by your own.`;
  };

  const HOLDS =
    "The file is the notebook of this chapter with your code in it. It also holds your answers to the questions, " +
    "your predictions, what the checks said, and the name and number above.";
  const UNSENT = "Nothing is sent. The file is saved on this device; hand it in the way your course asks for.";

  let reader = {}; // whose hand-in was opened: {name, number}

  /** Ask whose it is, and save the file; said in that part of the page. */
  function ask(strip = top) {
    const kept = keptIn(READER);
    const known = { name: kept.name || reader.name, number: kept.number || reader.number };
    const name = field("Name", "name", known.name, "name");
    const number = field("Student number", "number", ownNumbers.student() || known.number, "off");
    const keep = element("input", { type: "checkbox", checked: isText(kept.name) });
    const missing = element("p", { className: "missing" });
    missing.setAttribute("role", "status");
    const typed = () => ({ name: name.input.value.trim(), number: number.input.value.trim() });
    const tell = ({ type } = {}) => {
      missing.textContent = `${lacking(typed())}${foreign(typed())}`.trim();
      missing.classList.toggle("told", Boolean(type)); // nobody has done wrong who has not begun
    };
    const form = element(
      "form",
      { method: "dialog", oninput: tell },
      name.label,
      number.label,
      element("label", { className: "keep" }, keep, " Remember these on this device"),
      missing,
      element("p", { textContent: HOLDS }),
      element("p", { textContent: UNSENT })
    );
    const box = dialog("Hand in this chapter", form);
    const save = element("button", { className: "first", textContent: "Save the file" });
    form.append(
      element(
        "div",
        { className: "buttons" },
        save,
        button("Cancel", () => box.close())
      )
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const who = typed();
      remember(keep.checked ? who : undefined);
      download(fileName(who), `${JSON.stringify(await made(who), undefined, 1)}\n`);
      box.close();
      sayIn(strip, `Saved as ${fileName(who)}. Nothing was sent: hand it in the way your course asks for.`);
    });
    tell();
  }

  /** What is the reader's own, in words. */
  function listed({ cells, answers, predictions: predicted }) {
    const all = [cells && `what you typed in ${counted(cells, "cell")}`, answers && counted(answers, "answer")];
    return [...all, predicted && counted(predicted, "prediction")].filter(Boolean).join(", and ");
  }

  /** May this be done? */
  function isAgreed(title, act, ...sentences) {
    return new Promise((done) => {
      const yes = button(act, () => box.close("yes"));
      const box = dialog(
        title,
        ...sentences.map((textContent) => element("p", { textContent })),
        element(
          "div",
          { className: "buttons" },
          yes,
          button("Cancel", () => box.close())
        )
      );
      box.addEventListener("close", () => done(box.returnValue === "yes"));
    });
  }

  /** May things of the reader's own be replaced? */
  function mayReplace(file, will) {
    const all = counted(Object.keys(will.codes).length, "cell");
    const words = `“${file.name.slice(0, 80)}” changes ${all}. It replaces ${listed(will)}.`;
    return isAgreed("Replace what is here?", "Replace", words, "You can undo it afterwards.");
  }

  /** Forget what was done on this page, if that is meant. */
  async function forget() {
    const { edits, answers, predicted, verdicts } = state();
    const [cells, ...others] = [edits, answers, predicted].map((each) => Object.keys(each).length);
    const all = listed({ cells, answers: others[0], predictions: others[1] });
    if (!all && !Object.keys(verdicts).length) {
      say("There is nothing to forget: this browser keeps nothing that you did on this page.");
      return;
    }
    const words = `This browser forgets ${all || "what the checks said"}${all ? ", and what the checks said" : ""}.`;
    const stays = "Other chapters stay, and so does a file that you saved. You can undo it until you leave the page.";
    if (!(await isAgreed("Forget your work on this chapter?", "Forget", words, stays))) return;
    const codes = Object.fromEntries(Object.keys(edits).map((key) => [key, undefined]));
    sayDone("Forgotten.", become(codes, { answers: [], predicted: {}, verdicts: () => ({}) }));
  }

  const OWN =
    "Does your course give each student numbers of their own? Then type your student number, and they are shown. " +
    "It is written into these exercises' cells, and kept and handed in with what you type there. " +
    "Leave it empty to have the numbers of the book.";

  /** Ask for the student number whose numbers exercises are to have. */
  function askNumber() {
    const number = field("Student number", "number", ownNumbers.student() || keptIn(READER).number, "off");
    const form = element("form", { method: "dialog" }, element("p", { textContent: OWN }), number.label);
    const box = dialog("Numbers of your own", form);
    form.append(
      element(
        "div",
        { className: "buttons" },
        element("button", { textContent: "Show these numbers" }),
        button("Cancel", () => box.close())
      )
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      box.close();
      useNumbersOf(number.input.value.trim());
    });
  }

  function useNumbersOf(student) {
    const codes = ownNumbers.codesFor(student);
    putCode(codes);
    const [count, lost] = [Object.keys(codes).length, ownNumbers.count - Object.keys(codes).length];
    const whose = student ? `numbers of student number ${student}` : "numbers of the book";
    const words = [`${counted(count, "exercise")} ${count === 1 ? "has" : "have"} the ${whose}.`];
    if (lost) words.push(`${counted(lost, "exercise")} lost the line with student = "": reset that cell first.`);
    const place = document.querySelector(".own-numbers:not([hidden])")?.closest(".exercise[id]");
    const goes = { href: `#${place?.id}`, textContent: "Go there", onclick: () => void self.reveal?.(place) };
    const link = place && element("a", goes);
    say(...words, ...(link ? [link] : []));
  }

  /** Open a file that was chosen or dropped: what it holds is then on the page, and one press takes it back. */
  async function open(file) {
    try {
      if (file.size > LARGEST) throw new Refused("This file is larger than 10 MB. No hand-in is.");
      const found = readIn(await file.text());
      const before = state();
      const will = changes(found, before);
      if (listed(will) && !(await mayReplace(file, will))) return;
      reader = found.reader;
      sayOpened(found, will, take(found, will.codes, before));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { link, message } = error;
      say(message, ...(link ? [element("a", { href: link.href, textContent: "Go to that chapter" })] : []));
    }
  }

  function sayOpened(found, { codes }, done) {
    const parts = [counted(Object.keys(codes).length, "cell"), counted(found.answers.length, "answer")];
    const predicted = Object.keys(found.predicted).length;
    if (predicted) parts.push(counted(predicted, "prediction"));
    const words = [`Opened: ${parts.join(", ")}.`];
    if (document.querySelector(".live-start")) words.push("Live code shows what is in the cells.");
    if (found.tooLong) words.push(`Left out, as too long: ${counted(found.tooLong, "cell")}.`);
    if (!done.isKept) words.push("This browser does not keep it: it is gone when you leave the page.");
    sayDone(...words, done);
  }

  /** Say what was done, with the button that takes it back. */
  function sayDone(...words) {
    const { takeBack } = words.pop();
    const undo = button("Undo", () => {
      takeBack();
      say("Undone: all is as it was before.");
    });
    say(...words, undo);
  }

  self.handIn = { ask, askNumber, open, forget, made, fileName, readIn };
})();
