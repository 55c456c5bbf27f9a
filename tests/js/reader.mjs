// A reader of a page with exercises, without a browser: the page in a DOM (jsdom), with the scripts that keep what is
// done on it. `kept` is what the reader's browser keeps, {name: text}; null: it keeps nothing.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const read = (path) => readFileSync(new URL(`../../live_book/${path}`, import.meta.url), "utf-8");
const SCRIPTS = [
  "live/static/work.js",
  "author/static/questions.js",
  "live/static/own-numbers.js",
  "author/static/predictions.js",
  "live/static/strip.js",
].map(read);
const ON_PRESS = read("live/static/hand-in.js"); // on pages that have a strip

/** What jsdom has not. */
function complete(window) {
  Object.assign(window.HTMLDialogElement.prototype, {
    showModal() {
      this.open = true;
    },
    close(value = "") {
      this.returnValue = value;
      this.dispatchEvent(new window.Event("close"));
    },
  });
  window.HTMLElement.prototype.scrollIntoView = () => {};
  Object.defineProperty(window.HTMLElement.prototype, "innerText", {
    get() {
      return this.textContent;
    },
  });
  window.setTimeout = () => 0; // what is cleared away a minute later would keep the tests waiting
  window.saved = [];
  window.URL.createObjectURL = (blob) => {
    window.saved.push(blob);
    return "blob:saved";
  };
  window.HTMLAnchorElement.prototype.click = function saves() {
    window.savedAs = this.download;
  };
}

/** Visit a page. `notebooks`: what the site has beside it, {name: notebook}; without them nothing can be fetched. */
export function visit(html, { kept = {}, notebooks, path = "/chapters/page.html" } = {}) {
  const { window } = new JSDOM(html, { url: `http://book.test${path}`, runScripts: "outside-only" });
  complete(window);
  if (kept) for (const [name, text] of Object.entries(kept)) window.localStorage.setItem(name, text);
  else
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new Error("refused");
      },
    });
  if (notebooks)
    window.fetch = async (name) => ({ ok: name in notebooks, text: async () => JSON.stringify(notebooks[name]) });
  for (const script of SCRIPTS) window.eval(script);
  const { document, work } = window;
  const find = (place) => document.querySelector(place);
  if (find(".strip")) window.eval(ON_PRESS);
  const { handIn } = window;
  return {
    window,
    document,
    work,
    find,
    handIn,
    storage: () => ({ ...window.localStorage }),
    words: () => find(".strip-words")?.textContent,
    said: () => find(".strip-said").textContent.trim(),
    press: (place, text) =>
      [...document.querySelectorAll(`${place} button`)].find((each) => each.textContent === text).click(),
    answer(id) {
      const input = document.getElementById(id);
      input.checked = true;
      input.dispatchEvent(new window.Event("change", { bubbles: true }));
    },
    /** Predict what the first choice of this prediction says. */
    predict(id) {
      find(`#${id} input`).checked = true;
      find(`#${id} .show`).click();
    },
    asks: () => [...document.querySelectorAll(".prediction.asks")].map(({ id }) => id),
    chosen: () => [...document.querySelectorAll("fieldset.question input:checked")].map(({ id }) => id),
    /** Open a file that holds this text, or this notebook. */
    open(content, { name = "mine.ipynb", size } = {}) {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      return handIn.open({ name, size: size ?? text.length, text: async () => text });
    },
  };
}
