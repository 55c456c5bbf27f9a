// Live code: asked for with the button of a page, and loaded only then. Says in words what goes on; the rest is in
// live-servers.js (where Python comes from), live-python.js (Thebe and the session), live-cells.js (editors and what is
// run), live-outputs.js (what is shown), live-steady.js (the page stays where the reader looks).

import { Cells, button } from "./live-cells.js";
import { routeCallbacks } from "./live-callbacks.js";
import { sayWhatIsRefused, teachOutputs } from "./live-outputs.js";
import { Python, Trouble, loadThebe } from "./live-python.js";
import { findServer } from "./live-servers.js";
import { keepSteady } from "./live-steady.js";

const bar = document.querySelector(".live-bar");
const said = bar.querySelector(".live-said");
const start = bar.querySelector(".live-start");
const say = (words) => {
  said.textContent = words;
};

const HOW = matchMedia("(hover: none)").matches // a phone has no such keys
  ? "Change any code, then press Run."
  : "Change any code, then press Run, or Shift and Enter. (Escape, then Tab, leaves an editor.)";

keepSteady();

let python; // the Python of this page, once there is one
let cells;
let starting = false;
let chosen = false; // the Python of the page itself, in the place of the server's

/**
 * From a click on the button to cells that run. Can be tried again. inPage: with the Python of the page itself, also
 * where there is a server.
 */
export async function begin({ inPage = chosen } = {}) {
  chosen = inPage;
  if (starting || python?.kernel) return;
  starting = true;
  start.setAttribute("aria-disabled", "true");
  try {
    say("Loading the editor…");
    const [place, api] = await Promise.all([findServer({ tell, askFor, progress, inPage }), loadThebe()]);
    say("Looking for Python…");
    python ??= new Python(api, WATCHED);
    await python.connect(place);
    say("Starting Python…");
    await python.begin();
    if (!cells) makeLive(api);
    cells.notebook.attachSession(python.session);
    routeCallbacks(python.kernel, (message) => cells.all.find((cell) => cell.sent(message)));
    dismiss();
    showTools();
    say(`Python is ready. ${HOW}${cells.edited.length ? " What you typed before is back." : ""}`);
    document.documentElement.dataset.live = "ready";
  } catch (error) {
    python?.leave();
    explain(error);
  } finally {
    starting = false;
    clock.stop();
    start.removeAttribute("aria-disabled");
  }
}

function makeLive(api) {
  // what cells put out changes heights that were remembered (sections.js)
  document.documentElement.classList.add("in-one-piece");
  teachOutputs(python.rendermime);
  sayWhatIsRefused();
  cells = new Cells({ tell: say, session: () => python?.session, ready, changed: showTools });
  cells.mount(api, window.thebe, python);
  sayWhatIsLacking();
  for (const [key, edited] of cells.orphans) offerOrphan(key, edited);
  for (const note of document.querySelectorAll(".needs-kernel > .needs-kernel-note"))
    note.textContent = "This is how these controls start out. Press Run, above, to move them.";
}

/** Before they are run: cells that need what this Python has not, and where they do run. */
function sayWhatIsLacking() {
  for (const [tag, words] of Object.entries(python.place.lacks))
    for (const tools of document.querySelectorAll(`div.cell.tag_${tag} .live-tools`)) {
      const note = Object.assign(document.createElement("p"), { className: "live-lacks" });
      note.append(`This cell cannot run here: ${words}. `, ...ways());
      tools.before(note);
    }
}

function explain(error) {
  if (!(error instanceof Trouble)) console.error(error);
  say(
    error instanceof Trouble
      ? error.message
      : `Live code could not start (${error.message ?? error}). Reload the page, then try again.`
  );
  const text = said.textContent;
  if (error.instead) said.replaceChildren(`Live code did not start. ${text} `, ...ways());
  if (cells) warn(text, "Start Python again", () => begin(), error.instead ? ways() : []);
}

/** What the reader can do instead. */
function ways() {
  const link = (href, textContent) => Object.assign(document.createElement("a"), { href, textContent });
  const { howto, binder, colab } = bar.dataset;
  const others = [
    binder && [link(binder, "open it in Binder")],
    colab && [link(colab, "open it in Google Colab"), " with a Google account"],
  ];
  const own = link(howto, "run this page on your own computer");
  const all = [[own], ...others.filter(Boolean)].flatMap((way, i) => (i ? [", or ", ...way] : way));
  return [all.length > 1 ? "You can also " : "You can ", ...all, "."];
}

// --- while the reader waits -------------------------------------------------------------------------------

/** How long it takes so far; seen, not spoken, as it changes each second. */
const clock = {
  progress: "",
  face: Object.assign(document.createElement("span"), { className: "live-clock", hidden: true, ariaHidden: "true" }),
  start() {
    if (this.timer) return;
    const since = Date.now();
    const show = () => {
      const seconds = Math.floor((Date.now() - since) / 1000);
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      this.face.textContent = this.progress ? `${time}, ${this.progress}` : time;
    };
    show();
    this.face.hidden = false;
    if (!this.face.isConnected) said.after(this.face);
    this.timer = setInterval(show, 1000);
  },
  stop() {
    this.progress = "";
    clearInterval(this.timer);
    this.timer = undefined;
    this.face.hidden = true;
  },
};

/** What a server far away has to say. */
function tell(words) {
  clock.start();
  say(words);
}

/** How much of what is fetched has come; "": all of it. */
function progress(words) {
  if (!words) return clock.stop();
  clock.progress = words;
  clock.start();
}

/** Ask the reader for a secret, below the words; rejects when they do not want to. */
function askFor({ label, help, href }) {
  return new Promise((given, failed) => {
    clock.stop();
    say("");
    const form = Object.assign(document.createElement("form"), { className: "live-ask" });
    const name = Object.assign(document.createElement("label"), { textContent: label, htmlFor: "live-secret" });
    const input = Object.assign(document.createElement("input"), {
      type: "password",
      id: "live-secret",
      autocomplete: "off",
      required: true,
    });
    const hint = Object.assign(document.createElement("p"), { textContent: help, id: "live-secret-help" });
    if (href)
      hint.append(
        " ",
        Object.assign(document.createElement("a"), { href, textContent: href, target: "_blank", rel: "noreferrer" })
      );
    input.setAttribute("aria-describedby", hint.id);
    const away = button("Cancel", () => {
      form.remove();
      start.focus();
      failed(new Trouble("Live code was not started."));
    });
    form.append(name, input, Object.assign(document.createElement("button"), { textContent: "Connect" }), away, hint);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.remove();
      given(input.value.trim());
    });
    bar.append(form);
    input.focus();
  });
}

// --- the tools of the page --------------------------------------------------------------------------------

const tools = {
  all: button("Run all cells", () => cells.runAll()),
  stop: button("Stop", () => cells.stop()),
  restart: button("Restart Python", restart),
  restore: button("Restore all", restoreAll),
};
const group = Object.assign(document.createElement("div"), { className: "live-tools" });
group.setAttribute("role", "group");
group.setAttribute("aria-label", "All cells");
group.append(...Object.values(tools));

function showTools() {
  if (!cells?.notebook) return;
  if (!group.isConnected) {
    const focused = document.activeElement === start;
    start.replaceWith(group);
    if (focused) tools.all.focus({ preventScroll: true });
  }
  const there = Boolean(python?.kernel);
  tools.all.disabled = tools.restart.disabled = !there;
  tools.all.hidden = cells.running;
  tools.stop.hidden = !cells.running;
  tools.restore.hidden =
    !(cells.edited.length || cells.orphans.length || cells.all.some((cell) => !cell.output.hidden)) || cells.running;
}

let restarting = false;
/** What is asked of a Python that is just being restarted can be lost: a cell would run for ever. */
const ready = () => python?.restarted?.catch(() => {});

async function restart() {
  if (restarting) return;
  restarting = true;
  say("Restarting Python…");
  cells.forget();
  try {
    await python.restart();
    say("Python is new: it knows nothing of what ran before. The first cell you run brings those above it along.");
  } catch {
    say("Python could not be restarted. Reload the page to begin anew; what you typed is kept.");
  } finally {
    restarting = false;
  }
}

function restoreAll() {
  const count = cells.edited.length;
  if (count && !confirm(`Throw away what you typed in ${count === 1 ? "one cell" : `${count} cells`}?`)) return;
  cells.restoreAll();
  document.querySelectorAll(".live-orphan").forEach((box) => box.remove());
  say("All cells are as they were published.");
}

/** What was typed over a cell that the page no longer has is not lost: it can be read, copied, thrown away. */
function offerOrphan(key, edited) {
  const box = Object.assign(document.createElement("details"), { className: "live-orphan" });
  const summary = Object.assign(document.createElement("summary"), {
    textContent: "You changed a cell here that is no longer there. What you typed:",
  });
  const away = button("Throw it away", () => {
    self.work.edits.keep(key);
    box.remove();
    showTools();
  });
  box.append(summary, Object.assign(document.createElement("pre"), { textContent: edited, tabIndex: 0 }), away);
  bar.append(box);
}

// --- when something goes wrong ------------------------------------------------------------------------------

const notice = Object.assign(document.createElement("div"), { className: "live-notice", hidden: true });
notice.setAttribute("role", "alert");

/** Say it where the reader is, however far down the page, with a button for what helps. */
function warn(words, label, action, more = []) {
  const text = Object.assign(document.createElement("p"), { textContent: words });
  text.append(" ", ...more);
  notice.replaceChildren(text);
  if (label) notice.append(button(label, action));
  notice.append(button("Close", dismiss, "Close this message"));
  if (!notice.isConnected) document.body.append(notice);
  notice.hidden = false;
}

function dismiss() {
  notice.hidden = true;
}

const ANEW =
  "Python stopped by itself, perhaps for want of memory, and was started again. It knows nothing of what ran " +
  "before: the first cell you run brings those above it along.";
const BRIEF = 1000; // milliseconds: a shorter loss is not worth a word
let loss; // the wait for it

const WATCHED = {
  restarted() {
    const before = cells.all.filter((cell) => cell.hasRun); // not the one in which it stopped
    cells.forget();
    if (before.length) warn(ANEW, "Run from the top", () => cells.run(before));
    else warn(ANEW);
  },
  lost(why) {
    clearTimeout(loss);
    loss = setTimeout(() => {
      document.documentElement.dataset.live = "lost";
      if (notice.hidden || !notice.textContent.includes(ANEW)) warn(why, "Try again now", () => python?.reconnect());
    }, BRIEF);
  },
  found() {
    clearTimeout(loss);
    if (document.documentElement.dataset.live !== "lost") return;
    document.documentElement.dataset.live = "ready";
    if (!notice.textContent.includes(ANEW)) dismiss();
    say("Connected again.");
  },
  ended(why) {
    clearTimeout(loss);
    document.documentElement.dataset.live = "ended";
    cells.forget();
    showTools();
    say(why);
    warn(why, "Start Python again", () => begin());
  },
};

/** A tab that slept, or a network that came back: do not wait for the next attempt. */
function wake() {
  if (document.visibilityState === "visible" && document.documentElement.dataset.live === "lost") python?.reconnect();
}
addEventListener("online", wake);
document.addEventListener("visibilitychange", wake);

addEventListener("pagehide", () => python?.leave());
addEventListener("pageshow", (event) => {
  // the page comes out of the browser's cache, its session ended when it was left
  if (event.persisted && cells)
    WATCHED.ended("You left this page, which ended its Python. What you typed is all here.");
});
