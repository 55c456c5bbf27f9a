// The page "Mark a class": what is chosen, what is shown. What is a mark is decided by Python alone (assign/desk.py).

import { BOOK, fileAt, loadOnce } from "../../live_book/live/static/live-python.js";
import { OLD_BROWSER, arrived, isAble, sources, wordsOf } from "../../live_book/live/static/live-worker.js";
import { Marking, timeLeft } from "./marking.js";
import { Desk, NotStarted, Sentence, kit } from "./pythons.js";

const NO_PYTHON = "This site has no Python of its own to mark with. Mark on the command line, as this page says below.";
const NOT_STARTED = "A sandbox did not start: close other tabs, then press Resume. What is marked stays.";
const UNPROVEN = "Nothing was marked, as marking does not work here:";
const WORDS = { right: "right", wrong: "wrong", raised: "error", unanswered: "no answer", "not read": "not read" };

/** An element, with attributes, properties that begin with a dot, and what is in it. Text is never HTML. */
function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith(".")) made[key.slice(1)] = value;
    else made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const button = (words, act) => element("button", { type: "button", ".onclick": act }, words);
const option = (value, words = value) => element("option", { value }, words);

/** The title of a chapter, as the book's list of pages has it. */
function titleOf(chapter) {
  const links = [...document.querySelectorAll("nav.bd-links a[href]")];
  return links.find(({ pathname }) => pathname.endsWith(`/${chapter}.html`))?.textContent.trim() ?? chapter;
}

// --- the form ------------------------------------------------------------------------------------------------------

/** What is chosen: hand-ins, gradebook, chapter, column, points. `on` holds what is called when some of it is. */
class Form {
  constructor(on) {
    this.hands = element("input", { type: "file", multiple: "", accept: ".zip,.ipynb", ".onchange": on.hands });
    this.book = element("input", { type: "file", accept: ".csv", ".onchange": on.book });
    this.chapter = element("select", {}, option("", "as the hand-ins show"));
    this.column = element("select", { ".onchange": on.book });
    this.counts = element("select", {}, option("", "warm-up and core"), option("all"));
    this.points = element("input", { type: "number", min: "0", step: "any", placeholder: "one for each" });
    this.onlyOwn = element("input", { type: "checkbox" });
    this.ofColumn = this.labelled("Column of the gradebook", this.column);
    this.ofColumn.hidden = true;
    const files = element("div", { class: "drop" });
    files.append(
      this.labelled("Hand-ins: a zip of Canvas or Moodle, or notebooks", this.hands),
      this.labelled("Gradebook that it exported, if wanted (.csv)", this.book),
      element("p", {}, "Or drop them here. They stay on this computer.")
    );
    this.takeDrops(files, on);
    this.buttons = element("p", { class: "buttons" });
    const more = [this.labelled("Chapter", this.chapter), this.ofColumn];
    more.push(this.labelled("Which exercises count", this.counts));
    more.push(this.labelled("Points if all is right", this.points));
    more.push(this.labelled("Each student has numbers of their own", this.onlyOwn));
    more.at(-1).classList.add("check");
    this.root = element("div", { class: "form" }, files, element("div", { class: "more" }, ...more), this.buttons);
  }

  labelled(words, control) {
    this.count = (this.count ?? 0) + 1;
    control.id = `mark-a-class-${this.count}`;
    return element("p", { class: "field" }, element("label", { for: control.id }, words), control);
  }

  takeDrops(place, on) {
    place.ondragover = (event) => event.preventDefault();
    place.ondrop = (event) => {
      event.preventDefault();
      for (const input of [this.book, this.hands]) {
        const files = [...event.dataTransfer.files].filter(
          (each) => /\.csv$/i.test(each.name) === (input === this.book)
        );
        if (!files.length) continue;
        const list = new DataTransfer();
        for (const each of files) list.items.add(each);
        input.files = list.files;
        (input === this.book ? on.book : on.hands)();
      }
    };
  }

  offer(columns, chosen) {
    this.column.replaceChildren(option("", "choose one"), ...columns.map((each) => option(each)));
    this.column.value = chosen ?? "";
    this.ofColumn.hidden = !columns.length;
  }

  lock(isLocked) {
    const { hands, book, chapter, column, counts, points, onlyOwn } = this;
    for (const each of [hands, book, chapter, column, counts, points, onlyOwn]) each.disabled = isLocked;
  }
}

// --- what is shown --------------------------------------------------------------------------------------------------

/** Status, progress, the table of marks, what can be kept. */
class Shown {
  status = element("p", { class: "said", role: "status" });
  spoken = element("p", { class: "spoken", role: "status" }); // how far it is: seen beside the bar, and there too often
  bar = element("progress", { "aria-label": "How much is marked", value: "0" });
  count = element("span");
  progress = element("p", { class: "how-far" }, this.bar, this.count);
  body = element("tbody");
  head = element("tr");
  table = element("table", {}, element("caption", {}, "Marks"), element("thead", {}, this.head), this.body);
  scroll = element("div", { class: "marks", tabindex: "0", role: "region", "aria-label": "Marks" }, this.table);
  results = element("div", { class: "results" });
  root = element("div", {}, this.status, this.progress, this.spoken, this.scroll, this.results);

  constructor() {
    this.clear();
  }

  clear() {
    this.progress.hidden = this.scroll.hidden = true;
    this.results.replaceChildren();
    this.body.replaceChildren();
  }

  say(words, isWrong = false) {
    this.status.textContent = words;
    this.status.classList.toggle("wrong", isWrong);
  }

  begin(labels, all) {
    this.clear();
    this.spoken.textContent = "";
    const names = ["Name", "Mark", "Note", ...labels];
    this.head.replaceChildren(...names.map((name) => element("th", { scope: "col" }, name)));
    Object.assign(this.bar, { max: all, value: 0 });
    this.told = { tenth: 0, at: performance.now() };
    this.progress.hidden = this.scroll.hidden = false;
  }

  /** So many are done. Spoken every tenth of the class, and each minute. */
  done(done, all, seconds) {
    const words = `${done} of ${all}${done < all ? timeLeft(seconds, done, all) : ""}`;
    this.bar.value = done;
    this.count.textContent = words;
    const [tenth, now] = [Math.floor((10 * done) / all), performance.now()];
    if (tenth === this.told.tenth && now - this.told.at < 60_000) return;
    this.told = { tenth, at: now };
    this.spoken.textContent = words;
  }

  row({ name, points, statuses, note }) {
    const cells = statuses.map((status) => element("td", { "data-status": status }, WORDS[status]));
    const head = element("th", { scope: "row" }, name);
    const told = element("td", { class: "note" }, note);
    this.body.append(element("tr", {}, head, element("td", {}, points), told, ...cells));
  }

  /** Marks to keep, and what the class found hard: of `read`, the students whose files could be read. */
  show({ rows, remarks, hard, read, files }) {
    this.body.replaceChildren();
    rows.forEach((each) => this.row(each));
    const links = Object.entries(files).map(([name, [words, content]]) =>
      element("a", { class: "keep", href: URL.createObjectURL(new Blob([content])), download: name }, words)
    );
    const noted = rows.filter(({ note }) => note).length;
    const look = noted ? [element("p", {}, `To look at, in the column Note: ${noted}.`)] : [];
    const said = remarks.map((words) => element("p", {}, words));
    const items = hard.map(([label, right, tried, message, often]) => {
      const first = message ? ` ${often} ${often === 1 ? "was" : "were"} told: ${message}` : "";
      return element("li", {}, element("b", {}, label), `: ${right} of ${read} right, ${tried} tried.${first}`);
    });
    const title = element("p", { class: "title" }, "What the class found hard");
    this.results.replaceChildren(
      element("p", { class: "buttons" }, ...links),
      ...look,
      ...said,
      ...(read ? [title, element("ol", {}, ...items)] : [])
    );
  }
}

// --- the tool -------------------------------------------------------------------------------------------------------

class Tool {
  open = []; // tasks that are to be played
  seconds = 0; // that marking has taken
  queue = Promise.resolve(); // what is asked of the desk by choosing files, one after the other

  constructor(place) {
    this.form = new Form({
      hands: () => this.inTurn(() => this.read()),
      book: () => this.inTurn(() => this.fillable()),
    });
    this.shown = new Shown();
    this.start = button("Mark the class", () => this.inTurn(() => this.mark()));
    this.pause = button("Stop", () => this.stopOrResume());
    this.pause.hidden = true;
    this.form.buttons.append(this.start, this.pause);
    place.replaceChildren(this.form.root, this.shown.root);
    addEventListener("beforeunload", (event) => {
      if (this.all && !this.isKept) event.preventDefault(); // marks are in this page alone
    });
    this.shown.results.addEventListener("click", ({ target }) => (this.isKept ||= target.matches("a")));
  }

  /** Do something after what was asked before; what goes wrong is said. */
  inTurn(act) {
    this.queue = this.queue.then(act).catch((error) => this.fail(error));
    return this.queue;
  }

  fail(error) {
    if (!(error instanceof Sentence || error instanceof NotStarted)) console.error(error);
    const words = error instanceof NotStarted ? NOT_STARTED : error.message;
    this.shown.say(error.kind ? wordsOf(error, "Try again: what has come is kept.") : words, true);
    if (error.columns?.length) {
      this.form.offer(error.columns);
      this.form.column.focus();
    }
  }

  // --- Python ---

  /** The desk and what sandboxes need, fetched once, when something is chosen. */
  async python() {
    this.coming ??= this.fetchPython().catch((error) => {
      this.coming = undefined;
      throw error;
    });
    return this.coming;
  }

  async fetchPython() {
    if (!isAble()) throw new Sentence(OLD_BROWSER);
    const answer = await fetch(new URL("_live.json", BOOK), { cache: "no-store" }).catch(() => null);
    const { python } = answer?.ok ? await answer.json() : {};
    if (!python) throw new Sentence(NO_PYTHON);
    this.shown.say("Fetching Python, once…");
    const place = { ...python, base: new URL(python.base, BOOK).href };
    const texts = await sources(place.base).catch((error) => {
      throw Object.assign(error, { kind: error.missing ? "missing" : "network", words: error.message });
    });
    const told = ({ progress }) => progress && (this.shown.count.textContent = arrived(progress));
    this.shown.progress.hidden = false;
    const desk = new Desk(texts, place, told);
    await desk.ready;
    const { limits, chapters, buffers } = await desk.ask("sandbox");
    this.form.chapter.append(...chapters.map((each) => option(each, titleOf(each))));
    this.shown.progress.hidden = true;
    this.shown.count.textContent = "";
    this.marking = new Marking(desk, await kit(texts, place, buffers[0], limits.memory), limits);
    return desk;
  }

  // --- what was chosen ---

  async read() {
    const files = [...this.form.hands.files];
    Object.assign(this, { found: undefined, open: [] });
    this.pause.hidden = true;
    if (!files.length) return;
    const desk = await this.python();
    const content = await Promise.all(files.map((each) => each.arrayBuffer()));
    this.found = await desk.ask("hand_ins", { names: files.map((each) => each.name) }, content);
    const { count, chapter } = this.found;
    if (chapter) this.form.chapter.value = chapter;
    const of = chapter
      ? `of the chapter “${titleOf(chapter)}”`
      : "in which no exercise of the book is found: choose the chapter";
    this.shown.say(`${count} hand-in${count === 1 ? "" : "s"}, ${of}.`);
  }

  async fillable() {
    const [file] = this.form.book.files;
    if (this.book !== file) this.form.offer([]);
    this.book = file;
    const desk = await this.python();
    const { column, students } = await desk.ask(
      "gradebook",
      { column: this.form.column.value },
      file ? [await file.arrayBuffer()] : []
    );
    if (file) this.shown.say(`Gradebook of ${students} rows; marks go into its column ${column}.`);
  }

  // --- marking ---

  async mark() {
    if (!this.form.hands.files.length) throw new Sentence("Choose the hand-ins first.");
    const desk = await this.python();
    if (!this.found) await this.read();
    if (this.form.book.files.length) await this.fillable();
    const name = this.form.chapter.value || this.found.chapter;
    if (!name) throw new Sentence("There is no exercise of the book in these hand-ins: choose their chapter.");
    const answer = await fetch(new URL(`${name}.ipynb`, location.href)).catch(() => null);
    if (!answer?.ok) throw new Sentence(`The notebook of ${name} could not be fetched from this site.`);
    const points = this.form.points.value ? Number(this.form.points.value) : null;
    const told = { name, points, only_own: this.form.onlyOwn.checked, is_all: Boolean(this.form.counts.value) };
    const { trials, hand_ins, labels } = await desk.ask("begin", told, [await answer.arrayBuffer()]);
    this.shown.say("First the book's own solutions and starters are marked, to see that marking works here…");
    this.busy(true);
    try {
      await this.prove(trials);
      Object.assign(this, { open: hand_ins, all: hand_ins.length, seconds: 0, isKept: false });
      this.shown.begin(labels, this.all);
      await this.goOn();
    } finally {
      this.busy(false);
    }
  }

  async prove(trials) {
    const faults = [];
    const isDone = await this.marking.play(trials, (answer) => faults.push(...answer.faults));
    if (!isDone) throw new Sentence("Stopped, before anything was marked.");
    if (faults.length) throw new Sentence(`${UNPROVEN} ${faults.join("; ")}`);
  }

  async goOn() {
    const { all } = this;
    let before = performance.now();
    const told = ({ row }) => {
      const now = performance.now();
      this.seconds += (now - before) / 1000;
      before = now;
      this.marked += 1;
      this.shown.row(row);
      this.shown.done(this.marked, all, this.seconds);
    };
    this.marked = all - this.open.length;
    this.shown.results.replaceChildren(); // of before a stop
    this.shown.say("Marking the class…");
    this.shown.done(this.marked, all, this.seconds);
    try {
      const isDone = await this.marking.play(this.open, told);
      this.shown.say(isDone ? `All ${all} are marked.` : `Stopped: ${all - this.open.length} of ${all} are marked.`);
    } finally {
      const count = await this.offer();
      if (!this.open.length && count < all) this.shown.say(`All ${all} files are marked: ${count} students.`);
    }
  }

  /** Stop what runs, or go on with what is left. */
  stopOrResume() {
    if (this.isBusy) return this.marking.stop();
    this.busy(true);
    return this.inTurn(() => this.goOn().finally(() => this.busy(false)));
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    this.form.lock(isBusy);
    this.start.disabled = isBusy;
    this.pause.textContent = isBusy ? "Stop" : "Resume";
    this.pause.hidden = !isBusy && !this.open.length;
  }

  /** Offer what there is to keep, if anything is marked. How many students are in it? */
  async offer() {
    const done = this.all - this.open.length;
    if (!done) return 0;
    const part = this.open.length ? ` (${done} of ${this.all})` : "";
    const desk = await this.python();
    const { buffers, ...results } = await desk.ask("results");
    const [marks, all] = buffers;
    const files = {
      "marks.csv": [`Download marks.csv${part}`, marks],
      "feedback.zip": [`Download feedback and what was hard, .zip${part}`, all],
    };
    this.shown.show({ ...results, files });
    return results.rows.length;
  }
}

const place = document.querySelector(".mark-a-class");
await loadOnce("link", { rel: "stylesheet", href: fileAt("mark-a-class.css") });
new Tool(place);
