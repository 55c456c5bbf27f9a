// How much of what a cell puts out a page shows: a cell that prints without end must not keep the page from answering.
// What is over the limit is cut, with a word, and kept to be opened or saved.

import { button } from "./live-cells.js";

const SHOWN = 20_000; // characters that stand on the page at once; to lay out ten times as many takes seconds
const KEPT = 5_000_000; // characters beyond these that are kept
const MARKUP = 500_000; // characters of an answer in HTML, SVG or the like
const CODES = /\x1b\[[0-9;]*[A-Za-z]/g; // that set colours in a terminal

// A Jupyter server that has more to pass on than it cares for says so in words for whoever runs it.
const TOO_FAST = /^\s*IOPub (data|message) rate exceeded/;
const SKIPPED = "\n[Python put out more at once than its server passes on: some of it is missing here.]\n";

/** The text of a cell's output, as far as it has come. `told()` is called when more has been cut. */
export class Limit {
  constructor(told) {
    this.told = told;
    this.forget();
  }

  forget() {
    Object.assign(this, { lines: 0, line: 0, rest: [], kept: 0, lost: 0 });
  }

  get cut() {
    return this.kept + this.lost;
  }
  get text() {
    return this.rest.join("").replace(CODES, "");
  }

  /** A message from Python as it may be shown, or null. */
  passed(message) {
    const type = message.header.msg_type;
    if (type === "stream") {
      const text = TOO_FAST.test(message.content.text) ? SKIPPED : message.content.text;
      return this.shortened(changed(message, { text }), text, (part) => ({ text: part }));
    }
    const { data } = message.content;
    if (!data) return message;
    const small = Object.entries(data).filter(([, value]) => typeof value !== "string" || value.length <= MARKUP);
    const plain = data["text/plain"];
    if (small.length === Object.keys(data).length && !(plain?.length > SHOWN)) return message;
    const others = Object.fromEntries(small.filter(([mime]) => mime !== "text/plain"));
    if (!plain || Object.keys(others).length) return changed(message, { data: others });
    return this.shortened(message, plain, (text) => ({ data: { ...others, "text/plain": text } }));
  }

  shortened(message, text, content) {
    const room = SHOWN - this.lines - this.line;
    const shown = room > 0 ? text.slice(0, room) : "";
    this.count(shown);
    if (shown === text) return message;
    this.keep(text.slice(shown.length));
    return shown ? changed(message, content(shown)) : null;
  }

  /** A carriage return begins the line anew, as progress bars do. */
  count(text) {
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      if (i) [this.lines, this.line] = [this.lines + this.line + 1, 0];
      const back = part.lastIndexOf("\r");
      this.line = back < 0 ? this.line + part.length : part.length - back - 1;
    });
  }

  keep(text) {
    const part = text.slice(0, Math.max(KEPT - this.kept, 0));
    if (part) this.rest.push(part);
    this.kept += part.length;
    this.lost += text.length - part.length;
    this.told();
  }
}

const changed = (message, content) => ({ ...message, content: { ...message.content, ...content } });

/** A line below an output that says what has been cut, and opens it. */
export class CutNote {
  constructor(place, limit, name) {
    Object.assign(this, { place, limit });
    this.line = Object.assign(document.createElement("p"), { className: "live-cut", hidden: true });
    this.count = document.createElement("span");
    this.line.append(
      this.count,
      " ",
      button("Show the rest", () => this.open(), `Show the rest of the output of ${name}`)
    );
    this.line.append(
      " ",
      button("Save the rest", () => this.save(), `Save the rest of the output of ${name} as a file`)
    );
    this.rest = Object.assign(document.createElement("pre"), { className: "live-rest", tabIndex: 0, hidden: true });
    this.rest.setAttribute("aria-label", `The rest of the output of ${name}`);
    place.append(this.line, this.rest);
  }

  /** Not at each message: a cell may send thousands. */
  renewSoon() {
    this.due ??= setTimeout(() => this.renew(), 100);
  }

  renew() {
    clearTimeout(this.due);
    this.due = undefined;
    const { cut, lost } = this.limit;
    this.line.hidden = !cut;
    if (!cut) this.rest.hidden = true;
    const gone = lost ? `; the last ${lost.toLocaleString("en")} of them are too many to keep` : "";
    this.count.textContent = `Cut here: ${cut.toLocaleString("en")} more characters${gone}.`;
  }

  open() {
    this.rest.textContent = this.limit.text;
    this.rest.hidden = false;
    this.rest.focus();
  }

  save() {
    const href = URL.createObjectURL(new Blob([this.limit.text], { type: "text/plain" }));
    Object.assign(document.createElement("a"), { href, download: "output.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}
