// Predictions in a DOM: what is kept and said. What follows one waits by a rule of a style sheet: test_pages.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const SCRIPT = readFileSync(new URL("../../live_book/author/static/predictions.js", import.meta.url), "utf-8");
const BUTTONS = `<p class="commit"><button class="show">This is my prediction</button>
  <button class="skip">Skip</button></p><p class="said" role="status"></p>`;
const box = (id, inside) => `<fieldset class="prediction asks" id="${id}">${inside}${BUTTONS}</fieldset>`;
const CHOICES = ["one", "two"].map((each) => `<label class="guess"><input type="radio" name="a"> ${each}</label>`);
const BODY =
  `<section>${box("prediction-1", CHOICES.join(""))}<p id="below">What follows</p></section>` +
  `<section>${box("prediction-2", '<input type="text" class="typed">')}<p id="beyond"></p></section>`;

/** A page with two predictions, for a reader whose browser has kept this; with what its address ends in. */
function page({ kept = null, hash = "" } = {}) {
  const { window } = new JSDOM(BODY, { url: `http://book.test/a.html${hash}`, runScripts: "outside-only" });
  Object.defineProperty(window.HTMLElement.prototype, "innerText", {
    get() {
      return this.textContent;
    },
  });
  window.HTMLElement.prototype.scrollIntoView = () => {};
  if (kept !== null) window.localStorage.setItem("live-book:predictions", kept);
  window.eval(SCRIPT);
  const find = (place) => window.document.querySelector(place);
  const press = (place, text) =>
    [...window.document.querySelectorAll(`${place} button`)].find((each) => each.textContent === text).click();
  const asking = () => [...window.document.querySelectorAll(".asks")].map((each) => each.id);
  const storage = () => JSON.parse(window.localStorage.getItem("live-book:predictions"));
  return { window, find, press, asking, storage };
}

test("a choice is kept, said, and can be asked for again", () => {
  const { find, press, asking, storage } = page();
  press("#prediction-1", "This is my prediction");
  assert.match(find("#prediction-1 .said").textContent, /^Choose or type/);
  find("input[type=radio]").checked = true;
  press("#prediction-1", "This is my prediction");
  assert.match(find("#prediction-1 .said").textContent, /^You predicted: one \(see below/);
  assert.deepEqual(asking(), ["prediction-2"]);
  assert.deepEqual(storage(), { "/a.html": { "prediction-1": "one" } });
  assert.deepEqual(page({ kept: JSON.stringify(storage()) }).asking(), ["prediction-2"]);
  press("#prediction-1", "Ask me again");
  assert.deepEqual(asking(), ["prediction-1", "prediction-2"]);
  assert.equal(find("input[type=radio]").checked, false);
});

test("who wants to be asked no more is not, on any page", () => {
  const { press, asking, storage } = page();
  press("#prediction-2", "Skip");
  press("#prediction-2", "Never ask me");
  assert.deepEqual(asking(), []);
  assert.deepEqual(page({ kept: JSON.stringify({ never: storage().never }) }).asking(), []);
});

test("what a browser has kept that is none of ours asks as if nothing were kept", () => {
  for (const kept of ["no JSON", "5", "null", '{"/a.html": {"prediction-1": 5}}', '{"/a.html": 3, "never": "yes"}'])
    assert.equal(page({ kept }).asking().length, 2, kept);
});

test("what is asked for by its place no longer waits, and what stands before a prediction never did", () => {
  const { window, find, asking } = page();
  assert.equal(window.reveal(find("#below")), true);
  assert.deepEqual(asking(), ["prediction-2"]);
  assert.equal(window.reveal(find("#prediction-2 .typed")), false);
});
