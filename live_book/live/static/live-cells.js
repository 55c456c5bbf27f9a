// The cells of a live page: an editor, tools and an output in place each; what is run, in which order; edits that last.

import { CutNote, Limit } from "./live-limits.js";
import { keepNamed } from "./live-outputs.js";

const { work } = self; // what the reader has done on this page, and keeps (work.js)

const WORDS = {
  // what the reader is told of a cell's state
  fresh: "not run yet",
  waiting: "waiting: the cells above run first",
  running: "running…",
  done: "ran",
  failed: "stopped with an error",
  stopped: "you stopped it",
  changed: "changed since it ran: the result below is the old one",
  lost: "not run since Python started anew",
};
const HAS_RUN = new Set(["done", "failed", "stopped", "changed"]);
const AGAIN = { after: 3000, times: 10 }; // milliseconds after which a cell that has not stopped is asked anew
const HOLD = { done: 600, slow: 3000 }; // milliseconds that an old output keeps its room: once done; while that is slow
const UNKEPT =
  "This browser keeps nothing of what you type. Copy what you want to have again before you leave the page.";
const SILENCE = 3000; // milliseconds in which nothing more has come from a cell that has answered

/** Make a button that says what it does. */
export function button(text, action, label) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

// --- a cell ---------------------------------------------------------------------------------------------

/**
 * What Python answers in the end, once all that the cell put out is there. The word that says so can be lost where a
 * cell puts out more than sockets hold; the answer cannot. So a cell has ended, too, when nothing comes any more.
 */
function ended(asked) {
  let last = performance.now();
  const silent = new Promise((done) => {
    const { onIOPub: show, onReply: reply } = asked;
    asked.onIOPub = (message) => {
      last = performance.now();
      return show(message);
    };
    asked.onReply = (message) => {
      const listen = () => (performance.now() - last > SILENCE ? done(message) : setTimeout(listen, SILENCE));
      setTimeout(listen, SILENCE);
      return reply(message);
    };
  });
  return Promise.race([asked.done, silent]);
}

class Cell {
  constructor(node, number) {
    Object.assign(this, { node, number, state: "fresh", key: work.keys.get(node) ?? work.SCRATCH });
    this.input = node.querySelector(".cell_input");
    this.original = this.input.querySelector("pre").textContent.trimEnd();
    this.printed = node.querySelector(":scope > .cell_output, :scope > details > .cell_output");
    this.solution = node.closest(".solution");
    this.place = Object.assign(document.createElement("div"), { className: "live-place" });
    this.source = this.place.appendChild(document.createElement("div")); // Thebe puts its editor in the place of this
    this.source.dataset.language = "python";
    this.source.id = `live-editor-${number}`; // Thebe hands it on
    this.output = Object.assign(document.createElement("div"), { className: "live-output", hidden: true });
    this.output.setAttribute("role", "region");
    this.output.setAttribute("aria-label", `Output of ${this.name}`);
    this.inside = this.output.appendChild(document.createElement("div"));
  }

  get name() {
    return `code cell ${this.number}`;
  }
  get code() {
    return this.editor.getValue();
  }
  get edited() {
    return this.code !== this.original;
  }
  get hasRun() {
    return HAS_RUN.has(this.state);
  }
  get working() {
    return this.state === "waiting" || this.state === "running";
  }
  get isScratch() {
    return this.node.classList.contains("scratch");
  }
  /** Solutions are run when they have been opened, not before. */
  get shut() {
    return Boolean(this.solution?.closest("details:not([open])"));
  }

  /** Put Thebe's editor where the printed code was, the tools under it, the output where the printed one is. */
  settle(area, editor, act) {
    Object.assign(this, { area, editor });
    this.input.querySelector(".highlight").hidden = true;
    this.say = Object.assign(document.createElement("span"), { className: "live-state" });
    const number = Object.assign(document.createElement("span"), {
      className: "live-number",
      textContent: `cell ${this.number}`,
    });
    const of = ` ${this.name}`;
    this.buttons = {
      run: button("Run", () => act.run(this), `Run${of}`),
      above: button("Run from the top", () => act.runAbove(this), `Run from the top to${of}`),
      stop: button("Stop", act.stop, `Stop${of}`),
      restore: button("Restore", () => act.restore(this), `Restore${of}`),
      undo: button("Undo restore", () => this.undo(), `Undo restore of${of}`),
    };
    this.tools = Object.assign(document.createElement("div"), { className: "live-tools" });
    this.tools.setAttribute("role", "group");
    this.tools.setAttribute("aria-label", `Code cell ${this.number}`);
    const { run, above, stop, restore, undo } = this.buttons;
    // a second click on Stop must not meet Restore
    this.tools.append(number, run, above, stop, this.say, restore, undo);
    const foldOf = (part) =>
      part && [...this.node.querySelectorAll(":scope > details")].find((each) => each.contains(part));
    (foldOf(this.input) ?? this.input).after(this.tools);
    // behind the printed one: a browser that holds on to the top of that then moves nothing; but in no fold
    (foldOf(this.printed) ? this.tools : (this.printed ?? this.tools)).after(this.output);
    keepNamed(this.output, (n) => this.altText(n));
    this.limit = new Limit(() => this.cutNote.renewSoon());
    this.cutNote = new CutNote(this.output, this.limit, this.name);
    this.area.model.changed.connect(() => {
      if (this.asked && this.area.model.length) this.showOutput();
    });
    this.setKeys(act);
    editor.on("change", () => this.typed());
    this.mark(this.state);
  }

  setKeys(act) {
    const field = this.editor.getInputField();
    const hint =
      `${this.name[0].toUpperCase()}${this.name.slice(1)}. Shift and Enter run it; Escape, then Tab, ` + `leaves it.`;
    for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-label": hint }))
      field.setAttribute(name, value);
    const keys = {
      ...this.editor.getOption("extraKeys"), // Thebe's completion
      "Shift-Enter": () => act.run(this),
      "Ctrl-Enter": () => act.run(this),
      "Cmd-Enter": () => act.run(this),
      Tab: (editor) => editor.execCommand(editor.somethingSelected() ? "indentMore" : "insertSoftTab"),
      "Shift-Tab": "indentLess",
      Esc: () => {
        // from now on the browser's Tab: to what is next
        this.editor.setOption("extraKeys", { ...keys, Tab: false, "Shift-Tab": false });
        this.say.textContent = "Tab leaves the editor now";
      },
    };
    this.editor.setOption("extraKeys", keys);
    this.editor.on("blur", () => {
      this.editor.setOption("extraKeys", keys);
      this.mark(this.state);
    });
  }

  typed() {
    this.isKept = work.edits.keep(this.key, this.edited ? this.code : undefined);
    if (this.edited) this.undone = undefined;
    this.mark(["done", "failed", "stopped"].includes(this.state) ? "changed" : this.state);
  }

  /** What the check said when this very code ran, on an earlier visit or elsewhere. */
  get remembered() {
    const told = Object.values(work.verdicts.all()).find(({ key }) => key === this.key);
    if (told?.code.trim() !== this.code.trim()) return "";
    return told.status === "right" ? "right when you last ran it" : "not right yet when you last ran it";
  }

  mark(state) {
    this.state = state;
    this.node.dataset.live = state;
    const stale = state === "changed" || (state === "fresh" && this.edited && Boolean(this.printed));
    this.node.classList.toggle("live-stale", stale);
    const words =
      stale && state === "fresh"
        ? `${this.remembered || "edited, not run yet"}: the result below is the printed one`
        : `${WORDS[state]}${this.edited && !stale ? ", edited" : ""}`;
    this.say.textContent = this.above ? `${words}. Above it: ${this.above}` : words;
    this.buttons.stop.hidden = !this.working;
    const focused = [this.buttons.run, this.buttons.above].find((each) => each === document.activeElement);
    if (focused && this.working) this.pressed = focused; // a button that is out of order loses the focus
    this.buttons.run.disabled = this.buttons.above.disabled = this.working;
    if (this.pressed && !this.working) {
      if (document.activeElement === document.body) this.pressed.focus({ preventScroll: true });
      this.pressed = undefined;
    }
    this.buttons.restore.hidden = !this.edited || this.working;
    this.buttons.undo.hidden = !this.undone || this.working;
    this.output.setAttribute("aria-busy", this.working);
  }

  wait() {
    this.before = this.state;
    this.above = ""; // what went wrong above it, in the run that it was the goal of
    this.mark("waiting");
  }

  /** Run the code as it stands. Resolves to its status and words about an error; rejects if Python went away. */
  async run({ kernel, manager }) {
    const { input } = this.editor.display;
    // typed a moment ago: CodeMirror would read it a moment later
    if (input.readDOMTimeout != null) input.updateFromDOM();
    this.mark("running");
    this.stopping = false;
    const first = this.output.hidden;
    const { code } = this;
    this.hold(this.output.offsetHeight, HOLD.slow);
    try {
      const { content } = await ended(this.ask(kernel));
      this.showOutput();
      this.learn(code);
      if (first && !this.edited) await this.carryOver(manager);
      const stopped = this.stopping && content.ename === "KeyboardInterrupt";
      if (stopped)
        // no error: a wish
        this.area.model.fromJSON(this.area.model.toJSON().filter((output) => output.output_type !== "error"));
      this.mark(stopped ? "stopped" : content.status === "ok" ? "done" : "failed");
      return {
        status: content.status,
        said: stopped
          ? `You stopped code cell ${this.number}.`
          : content.status === "error"
            ? `Code cell ${this.number} stopped with an error: ${content.ename}: ${content.evalue}.`
            : "",
      };
    } finally {
      this.hold(parseFloat(this.output.style.minHeight) || 0, HOLD.done);
    }
  }

  /** What checks have said of code that has run is kept; of a solution nobody wants to know. */
  learn(code) {
    if (this.solution) return;
    const shown = this.area.model.toJSON().map((output) => [output.data?.["text/html"] ?? ""].flat().join(""));
    for (const html of shown.filter((each) => each.includes("data-verdict"))) {
      const verdicts = new DOMParser()
        .parseFromString(html, "text/html")
        .querySelectorAll("[data-verdict][data-label]");
      for (const { dataset } of verdicts) work.verdicts.learn(dataset.label, dataset.verdict, this.key, code);
    }
  }

  /**
   * Have Python run the code; what it puts out comes into the output, for as long as this code is the last that ran.
   */
  ask(kernel) {
    this.letGo();
    const asked = kernel.requestExecute({ code: this.code }, false); // threads and display handles put out more, later
    this.area.future = this.asked = asked;
    const show = asked.onIOPub;
    asked.onIOPub = (message) => {
      const part = this.limit.passed(message);
      return part && show(part);
    };
    return asked;
  }

  /** What an earlier run still puts out is not wanted any more. */
  letGo() {
    this.asked?.dispose();
    this.asked = undefined;
    this.limit.forget();
    this.cutNote.renew();
  }

  /** Was it this cell that a message asked Python to run? */
  sent(message) {
    return this.asked?.msg.header.msg_id === message;
  }

  /** Show what a callback of one of its widgets put out. */
  add(message) {
    const part = this.limit.passed(message);
    if (!part) return;
    this.area.model.add({ output_type: part.header.msg_type, ...part.content });
    this.showOutput();
  }

  /** A figure that the reader has moved goes on, with Python, from where it stands. */
  async carryOver(manager) {
    const moved = this.printed?.querySelector(".live-figure")?.figureState?.();
    const view = this.area.model
      .toJSON()
      .map((output) => output.data?.["application/vnd.jupyter.widget-view+json"])
      .find(Boolean);
    if (!moved || !view) return;
    const model = await manager.get_model(view.model_id);
    model.set(moved);
    model.save_changes();
  }

  /** Keep so much room for the output for a while: what is below stays where it is until the new one has been drawn. */
  hold(height, milliseconds) {
    clearTimeout(this.holding);
    this.output.style.minHeight = `${height}px`;
    this.holding = setTimeout(() => {
      this.output.style.minHeight = "";
    }, milliseconds);
  }

  /** From the first run on, the output is Python's; of the printed one only a caption is still to be seen. */
  showOutput() {
    if (!this.output.hidden) return;
    this.hold(this.printed?.offsetHeight ?? 0, HOLD.slow);
    this.output.hidden = false;
    this.hidePrinted(true);
  }

  hidePrinted(hide) {
    this.printed?.classList.toggle("live-gone", hide);
    const parts = [...(this.printed?.children ?? [])].flatMap((part) =>
      part.querySelector(":scope > figcaption") ? [...part.children] : [part]
    );
    for (const part of parts) part.classList.toggle("live-replaced", hide && part.localName !== "figcaption");
  }

  /** The printed output is back, and alive. */
  showPrinted() {
    this.letGo();
    this.area.model.clear();
    this.output.hidden = true;
    this.hidePrinted(false);
  }

  restore() {
    this.undone = this.edited ? this.code : undefined;
    this.editor.setValue(this.original);
    this.showPrinted();
    this.mark("fresh");
  }

  /** Have this code in the place of what was typed; undefined: all is as it was printed, the result, too. */
  become(code) {
    if (code === undefined && !this.working) {
      this.restore();
      this.undone = undefined; // who took it away offers to bring it back
      this.mark("fresh");
    } else this.editor.setValue(code ?? this.original);
  }

  /** What was typed before it was restored is back. */
  undo() {
    this.editor.setValue(this.undone);
    this.editor.focus();
  }

  /** Python started anew: nothing is known to it, and controls whose Python is gone would be dead. */
  forget() {
    if (this.state === "fresh") return;
    if (this.output.querySelector(".jupyter-widgets, .book-figure, .jp-OutputArea-stdin-item")) this.showPrinted();
    this.mark("lost");
  }

  /** Words for the n-th picture: the printed one's, while the code is the printed one's. */
  altText(n) {
    const printed = [...(this.printed?.querySelectorAll("svg.plot, img") ?? [])].map(
      (picture) => picture.getAttribute("aria-label") ?? picture.alt
    );
    return (
      (!this.edited && printed[n]) || `Picture ${n + 1} made by ${this.name}${this.edited ? ", which you changed" : ""}`
    );
  }
}

/** At the end of a chapter, a cell for whatever a reader wants to try: empty, and kept like all that is typed. */
function addScratch() {
  const article = document.querySelector(".bd-article section") ?? document.querySelector(".bd-article");
  const node = Object.assign(document.createElement("div"), { className: "cell scratch" });
  node.innerHTML =
    '<p class="scratch-says">Scratch: an empty cell, to try things out. What you type here is kept, too.</p>' +
    '<div class="cell_input"><div class="highlight"><pre></pre></div></div>';
  article.append(node);
}

// --- all cells -------------------------------------------------------------------------------------------

export class Cells {
  /**
   * `tell(words)` says something to the reader, `session()` is the Python to run with, once it is `ready()`, and
   * `changed()` hears of every change.
   */
  constructor({ tell, session, ready, changed }) {
    Object.assign(this, { tell, session, ready, changed, queue: [], goals: new Set() });
    addScratch();
    this.all = [...document.querySelectorAll(".bd-article div.cell")]
      .filter((node) => node.querySelector(".cell_input pre"))
      .map((node, i) => new Cell(node, i + 1));
  }

  /** Let Thebe make the editors, with what the reader typed on an earlier visit. */
  mount(api, thebe, python) {
    const kept = work.edits.all();
    const items = this.all.map((cell) => ({
      id: `live-${cell.number}`,
      placeholders: { source: cell.source, output: cell.inside },
    }));
    const notebook = api.setupNotebookFromBlocks(
      items.map(({ id }, i) => ({ id, source: kept[this.all[i].key] ?? this.all[i].original })),
      python.server.config,
      python.rendermime
    );
    const act = {
      run: (cell) => this.runWithNeeded(cell),
      runAbove: (cell) => this.runAbove(cell),
      stop: () => this.stop(),
      restore: (cell) => {
        cell.restore();
        this.changed();
      },
    };
    const options = {
      codeMirrorConfig: { lineNumbers: false, indentUnit: 4, viewportMargin: Infinity, styleActiveLine: false },
    };
    for (const cell of this.all) cell.input.append(cell.place);
    thebe.renderAllCells(options, notebook, items);
    this.all.forEach((cell, i) => {
      const editor = cell.input.querySelector(".CodeMirror").CodeMirror;
      cell.settle(notebook.getCellById(items[i].id).area, editor, act);
      editor.on("change", () => {
        this.changed();
        if (!cell.isKept) this.sayUnkept();
      });
    });
    document.addEventListener(
      "toggle",
      (event) => {
        // an editor in what was folded has never been measured
        for (const cell of this.all)
          if (event.target.contains?.(cell.node) || cell.node.contains(event.target)) cell.editor.refresh();
      },
      true
    );
    document.addEventListener("replaced", ({ detail }) => {
      // by what was opened (hand-in.js): {key: code}
      for (const cell of this.all) if (cell.key in detail) cell.become(detail[cell.key]);
    });
    document.addEventListener("work", () => {
      // what a check said of code that came back is known after the code
      for (const cell of this.all) if (cell.state === "fresh" && cell.edited) cell.mark("fresh");
    });
    this.notebook = notebook;
    this.changed();
  }

  /** Once. */
  sayUnkept() {
    if (!this.saidUnkept) this.tell(UNKEPT);
    this.saidUnkept = true;
  }

  get running() {
    return this.queue.length > 0;
  }
  get edited() {
    return this.all.filter((cell) => cell.edited);
  }

  /** Edits of cells that are no more as they were when they were edited. */
  get orphans() {
    const known = new Set(this.all.map((cell) => cell.key));
    return Object.entries(work.edits.all()).filter(([key]) => !known.has(key));
  }

  /** A cell stands on those above it: what has not been run yet is run first. */
  runWithNeeded(cell) {
    return this.run([...this.above(cell).filter((each) => !each.hasRun), cell], cell);
  }
  runAbove(cell) {
    return this.run([...this.above(cell), cell]);
  }
  runAll() {
    return this.run(this.all.filter((cell) => !cell.shut && !(cell.isScratch && !cell.code.trim())));
  }
  above(cell) {
    return this.all.slice(0, this.all.indexOf(cell)).filter((each) => !each.shut);
  }

  /**
   * Run cells in order, until one stops with an error; but errors before the `goal`, if there is one, do not keep it
   * from running.
   */
  async run(cells, goal) {
    if (goal) this.goals.add(goal);
    const added = cells.filter((cell) => !this.queue.includes(cell));
    const idle = !this.running;
    for (const cell of added) cell.wait();
    this.queue.push(...added);
    this.changed();
    if (idle) await this.work();
  }

  async work() {
    const told = { count: 0, failed: "" }; // cells that ran; what first went wrong above a goal
    while (this.queue.length) {
      await this.ready();
      if (!this.queue.length) return; // stopped meanwhile
      const session = this.session();
      try {
        if (!session?.kernel) throw new Error("There is no Python to run it.");
        const { status, said } = await this.queue[0].run(session);
        this.ran(this.queue.shift(), status, said, told);
      } catch (error) {
        // Python went away in mid-cell: who watches it tells the reader why
        console.warn("live code:", error);
        this.drop();
      }
      this.changed();
    }
  }

  /** A cell has run: does what waits behind it run as well, and what is the reader told? */
  ran(cell, status, said, told) {
    told.count += 1;
    this.goals.delete(cell);
    const goesOn = status === "ok" || (!cell.stopping && this.queue.some((each) => this.goals.has(each)));
    const waiting = this.queue.length;
    if (status !== "ok" && goesOn) told.failed ||= said;
    if (!goesOn) {
      this.drop();
      const rest = waiting === 1 ? " The cell after it did not run." : ` The ${waiting} cells after it did not run.`;
      this.tell(said + (waiting ? rest : ""));
    } else if (!waiting) {
      const all =
        told.count === 1
          ? `Code cell ${cell.number} has run.`
          : `${told.count} cells have run, the last of them code cell ${cell.number}.`;
      this.tell(`${told.failed} ${all}`.trim());
    }
    if (!waiting && told.failed) {
      cell.above = told.failed;
      cell.mark(cell.state);
    }
  }

  /** Whatever was waiting, or running when Python went away, is so no more. */
  drop(from = 0) {
    this.goals.clear();
    for (const cell of this.queue.splice(from)) if (cell.working) cell.mark(cell.before);
  }

  stop() {
    this.drop(1);
    if (this.running) this.interrupt(this.queue[0], this.queue[0].asked, AGAIN.times);
    this.changed();
  }

  /** Python can miss an interrupt, as where it comes in the middle of writing: then once more. */
  interrupt(cell, asked, times) {
    if (this.queue[0] !== cell || cell.asked !== asked || !times) return; // another run of the same cell goes on
    cell.stopping = true;
    this.session()?.kernel?.interrupt();
    setTimeout(() => this.interrupt(cell, asked, times - 1), AGAIN.after);
  }

  forget() {
    this.drop();
    for (const cell of this.all) cell.forget();
    this.changed();
  }

  restoreAll() {
    for (const cell of this.all) cell.restore();
    for (const [key] of this.orphans) work.edits.keep(key);
    this.changed();
  }
}
