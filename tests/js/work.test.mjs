// What a reader does on a page, in a DOM: what is kept and under which key, counted, handed in, and opened again. That
// files are saved, chosen and dropped, and what it all looks like, is in tests/browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { golden } from "./load.mjs";
import { visit } from "./reader.mjs";

const cell = (code) =>
  `<div class="cell"><div class="cell_input"><div class="highlight"><pre>${code}\n</pre></div></div></div>`;
const STARTER = 'def my_relu(x):\n    return ...\n\ncheck("my-relu", my_relu)';
const RIGHT = 'def my_relu(x):\n    return max(x, 0)\n\ncheck("my-relu", my_relu)';
const exercise = (label, code) =>
  `<div class="exercise admonition" id="${label}"><p class="admonition-title">Exercise (${label})</p>` +
  `<section id="exercise-content">${cell(code)}</section></div>`;
const solution = (label) =>
  `<details class="solution admonition"><summary>Solution</summary><section id="solution-content">` +
  `${cell(`check("${label}", relu)`)}</section></details>`;
const choice = (id, label, right) =>
  `<div class="choice ${right ? "right" : "wrong"}"><input type="radio" name="${id.slice(0, -2)}" id="${id}">` +
  `<label for="${id}">${label}</label><div class="feedback">So.</div></div>`;
const question = (n, asked, ...labels) =>
  `<fieldset class="question"><legend>${asked}</legend>${labels
    .map((label, i) => choice(`question-${n}-${i + 1}`, label, i === 1))
    .join("")}<p class="spoken" role="status"></p></fieldset>`;
const prediction = (n, guess) =>
  `<fieldset class="prediction asks" id="prediction-${n}"><label class="guess"><input type="radio"> ${guess}</label>` +
  '<button class="show">This is my prediction</button><button class="skip">Skip</button>' +
  '<p class="said"></p></fieldset>';
const QUESTIONS = question(1, "Where?", "at 0", "at 3", "nowhere") + question(2, "Why?", "so", "because");
const BAR = '<div class="live-bar" data-edits="live-cells:/book/page.html"></div>';
const STRIP =
  '<div class="strip" data-chapter="page" data-edition="1.2" data-commit="abc" data-src="hand-in.js">' +
  '<p class="strip-words"></p><button class="strip-open">Still to do</button>' +
  '<button class="strip-hand-in">Hand in…</button><button class="strip-restore">Open a hand-in…</button>' +
  '<button class="strip-own">Own numbers…</button><button class="strip-forget">Forget my work…</button></div>';
const NAV = '<nav class="bd-links"><a href="sums-of-relus.html">3. Add three</a></nav>';
const PARTS = {
  kinks: cell("x = 1") + cell("x = 1"),
  exercises: exercise("my-relu", STARTER) + solution("my-relu") + exercise("find-kink", 'check("find-kink", ...)'),
  questions: QUESTIONS,
  predictions: ["one", "two"].map((n, i) => prediction(i + 1, n)).join(""),
};
const page = (parts = {}) => {
  const { kinks, exercises, questions, predictions } = { ...PARTS, ...parts };
  return `<body>${NAV}${BAR}${STRIP}<article class="bd-article"><section id="page"><h1>Page</h1>
    <section id="kinks">${kinks}</section><section id="exercises">${exercises}${cell("plot()")}</section>
    <section id="questions">${questions}</section>${predictions}</section></article></body>`;
};
const EDITS = "live-cells:/book/page.html";
const WORK = "live-work:/book/page.html";
const opened = (parts, options) => visit(page(parts), options);

// --- keys ----------------------------------------------------------------------------------------------------

test("a cell is called after its exercise or its place, and keeps its edit when it is rewritten", () => {
  const keys = ["kinks/1", "kinks/2", "check:my-relu", "solution:my-relu", "check:find-kink", "exercises/1"];
  const first = opened();
  assert.deepEqual(
    Array.from(first.work.cells, ({ key }) => key),
    keys
  );
  first.work.edits.keep("check:my-relu", "no check in it");
  const rewritten = { exercises: exercise("other", 'check("other", 1)') + exercise("my-relu", `# new\n${STARTER}`) };
  const second = opened(rewritten, { kept: first.storage() });
  const mine = second.work.cells.find(({ code }) => code.startsWith("# new"));
  assert.equal(second.work.edits.all()[mine.key], "no check in it");
});

test("edits that were kept under the code they replaced go to the cell that has it", () => {
  const old = { "x = 1": "first", "x = 1\n# 2": "second", "": "scratch", [STARTER]: RIGHT, gone: "orphan" };
  const { work, storage } = opened({}, { kept: { [EDITS]: JSON.stringify(old) } });
  const now = { gone: "orphan", "kinks/1": "first", "kinks/2": "second", "check:my-relu": RIGHT, scratch: "scratch" };
  assert.deepEqual({ ...work.edits.all() }, now);
  assert.deepEqual(JSON.parse(storage()[EDITS]), now);
});

// --- what is kept and counted ----------------------------------------------------------------------------------

test("the strip counts right, tried and answered; an exercise changed since it was right is but tried", () => {
  const { work, words, answer, find, press, document } = opened();
  assert.equal(words(), "Exercises: 0 right, 0 tried of 2. Questions: 0 of 2 answered.");
  work.verdicts.learn("my-relu", "unanswered", "check:my-relu", STARTER);
  work.verdicts.learn("none-of-the-page", "right", "kinks/1", "");
  assert.match(words(), /0 right, 0 tried/);
  work.edits.keep("check:my-relu", RIGHT);
  work.verdicts.learn("my-relu", "right", "check:my-relu", RIGHT);
  work.verdicts.learn("find-kink", "wrong", "scratch", "");
  answer("question-1-1");
  assert.equal(words(), "Exercises: 1 right, 2 tried of 2. Questions: 1 of 2 answered.");
  work.edits.keep("check:my-relu", `${RIGHT} `);
  assert.match(words(), /1 right/); // a space more is nothing
  work.edits.keep("check:my-relu", `${RIGHT}\n1`);
  assert.match(words(), /0 right, 2 tried/);
  press(".strip", "Still to do");
  const links = [...document.querySelectorAll(".strip-list a")].map((e) => [e.getAttribute("href"), e.textContent]);
  assert.deepEqual(links, [
    ["#my-relu", "Exercise (my-relu) (tried)"],
    ["#find-kink", "Exercise (find-kink) (tried)"],
    ["#question-2-1", "Question 2: Why?"],
  ]);
  assert.equal(find(".strip-open").getAttribute("aria-expanded"), "true");
  work.edits.keep("check:my-relu", RIGHT);
  work.verdicts.learn("find-kink", "right", "scratch", "");
  answer("question-2-2");
  assert.match(find(".strip-list").textContent, /^Nothing/);
});

test("a link to what is open opens what it is in", () => {
  const { window, press, find } = opened();
  const revealed = [];
  window.reveal = (place) => revealed.push(place.id);
  press(".strip", "Still to do");
  find('.strip-list a[href="#my-relu"]').dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
  assert.deepEqual(revealed, ["my-relu"]);
});

test("answers come back unsaid, by their words where choices or questions were put into another order", () => {
  const first = opened();
  first.answer("question-1-2");
  assert.equal(first.find(".spoken").textContent, "So.");
  const kept = first.storage();
  const again = opened({}, { kept });
  assert.deepEqual(again.chosen(), ["question-1-2"]);
  assert.equal(again.find(".spoken").textContent, "");
  const reordered = question(1, "New?", "at 3", "never") + question(2, "Where?", "at 3", "at 0", "nowhere");
  assert.deepEqual(opened({ questions: reordered }, { kept }).chosen(), ["question-2-1"]);
  const reworded = question(1, "Where?", "at 0", "at x = 3", "nowhere");
  assert.deepEqual(opened({ questions: reworded }, { kept }).chosen(), []);
});

test("rubbish in the browser's storage, and no storage at all, are as if nothing had been done", () => {
  const NOTHING = "Exercises: 0 right, 0 tried of 2. Questions: 0 of 2 answered.";
  const rubbish = ["no JSON", "5", "null", "[1]", '{"exercises": 5, "questions": [1]}', '{"__proto__": {"a": 1}}'];
  rubbish.push(
    '{"exercises": {"my-relu": null, "find-kink": {"status": 1}}, "questions": {"question-1": {"label": 7}}}'
  );
  for (const text of rubbish) {
    const { words, answer } = opened({}, { kept: { [WORK]: text, [EDITS]: text } });
    assert.equal(words(), NOTHING, text);
    answer("question-1-1");
    assert.match(words(), /1 of 2 answered/, text);
  }
  const { words, answer, work } = opened({}, { kept: null });
  answer("question-1-1");
  assert.equal(work.edits.keep("check:my-relu", RIGHT), false);
  work.verdicts.learn("my-relu", "right", "check:my-relu", RIGHT);
  assert.equal(words(), "Exercises: 1 right, 1 tried of 2. Questions: 1 of 2 answered.");
});

// --- handing in ------------------------------------------------------------------------------------------------

const published = () => {
  const code = (key, source) => ({
    cell_type: "code",
    id: key.replace(/\W/g, "-"),
    metadata: { book: { key } },
    source,
  });
  const cells = [
    { cell_type: "markdown", id: "words", metadata: {}, source: ["# Page"] },
    { cell_type: "code", id: "install", metadata: {}, source: ["%pip install it"] },
    code("kinks/1", "x = 1"),
    code("check:my-relu", STARTER),
    code("solution:my-relu", '#@title Solution: open it\ncheck("my-relu", relu)'),
    code("check:find-kink", 'check("find-kink", ...)'),
  ];
  const metadata = { book: { chapter: "page", commit: "def", edition: "2" } };
  return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
};
const sources = ({ cells }) => cells.map(({ source }) => [source].flat().join(""));

/** A reader who has done something, on a site that has the chapter's notebook or, from disk, has it not. */
async function worked(options) {
  const reader = opened({}, options);
  reader.work.edits.keep("check:my-relu", RIGHT);
  reader.work.edits.keep("solution:my-relu", "mine");
  reader.work.edits.keep("scratch", "1 + 1");
  reader.work.verdicts.learn("my-relu", "right", "check:my-relu", RIGHT);
  reader.answer("question-1-2");
  reader.answer("question-2-1");
  reader.predict("prediction-1");
  reader.notebook = JSON.parse(JSON.stringify(await reader.handIn.made({ name: "Ada", number: "7" })));
  return reader;
}

test("a hand-in is the published notebook with the reader's code, and says what else was done", async () => {
  const predictions = { "/chapters/page.html": { "prediction-2": "", "prediction-9": "of an older page" } };
  const kept = { "live-book:predictions": JSON.stringify(predictions) };
  const { notebook } = await worked({ notebooks: { "page.ipynb": published() }, kept });
  assert.deepEqual(sources(notebook), [
    "# Page",
    "%pip install it",
    "x = 1",
    RIGHT,
    "#@title Solution: open it\nmine",
    'check("find-kink", ...)',
    "1 + 1",
  ]);
  assert.deepEqual(notebook.metadata.hand_in, {
    format: 1,
    chapter: "page",
    edition: "2",
    commit: "def",
    name: "Ada",
    number: "7",
    questions: {
      "question-1": { label: "at 3", right: true, asked: "Where?" },
      "question-2": { label: "so", right: false, asked: "Why?" },
    },
    predictions: { "prediction-1": "one" },
    verdicts: { "my-relu": "right" },
  });
});

test("where nothing can be fetched a hand-in is made of the page's cells", async () => {
  const { notebook } = await worked();
  const keys = notebook.cells.map(({ metadata }) => metadata.book.key);
  const all = ["kinks/1", "kinks/2", "check:my-relu", "solution:my-relu", "check:find-kink", "exercises/1", "scratch"];
  assert.deepEqual(keys, all);
  assert.equal(sources(notebook)[2], RIGHT);
  assert.deepEqual(notebook.metadata.book, { chapter: "page", commit: "abc", edition: "1.2" });
  assert.equal(notebook.metadata.hand_in.commit, "abc");
});

test("a file is called after the chapter and its reader, with letters that every system takes", () => {
  const { fileName } = opened().handIn;
  assert.equal(fileName({ name: "Ada", number: " 12/34 " }), "page-12-34.ipynb");
  assert.equal(fileName({ name: "Åsa Ólafsdóttir", number: "" }), "page-Åsa-Ólafsdóttir.ipynb");
  assert.equal(fileName({ name: "../<b>", number: "" }), "page-b.ipynb");
  assert.equal(fileName({ name: "…", number: "" }), "page-hand-in.ipynb");
});

test("the dialog says what is missing, and keeps a name only if that is wanted", async () => {
  const reader = opened();
  const [name, number] = (reader.handIn.ask(), reader.document.querySelectorAll("dialog input[type=text]"));
  const missing = () => reader.find("dialog .missing").textContent;
  const type = (field, text) => {
    field.value = text;
    field.dispatchEvent(new reader.window.Event("input", { bubbles: true }));
  };
  assert.match(missing(), /^Your name and student number are missing/);
  const isWrong = () => reader.find("dialog .missing").classList.contains("told");
  assert.equal(isWrong(), false);
  type(name, "Ada <b>");
  assert.match(missing(), /^Your student number is missing/);
  assert.equal(isWrong(), true);
  type(number, "7");
  assert.equal(missing(), "");
  const save = async () => {
    reader.find("dialog form").dispatchEvent(new reader.window.Event("submit", { cancelable: true }));
    for (let i = 0; i < 20; i++) await null;
  };
  await save();
  assert.equal(reader.window.savedAs, "page-7.ipynb");
  assert.match(reader.said(), /^Saved as page-7.ipynb. Nothing was sent/);
  assert.equal(reader.storage()["live-book:reader"], undefined);
  reader.handIn.ask();
  assert.equal(reader.find("dialog input").value, "");
  reader.find("dialog input[type=checkbox]").checked = true;
  type(reader.find("dialog input"), "Ada");
  await save();
  assert.deepEqual(JSON.parse(reader.storage()["live-book:reader"]), { name: "Ada", number: "" });
  reader.handIn.ask();
  assert.equal(reader.find("dialog input").value, "Ada");
});

test("a hand-in that is opened brings whose it is, and each exercise says that an answer was typed", async () => {
  const first = opened();
  first.work.edits.keep("check:my-relu", RIGHT);
  first.work.verdicts.learn("my-relu", "right", "check:my-relu", RIGHT);
  first.work.edits.keep("check:find-kink", 'check("find-kink", ...)  # later');
  const second = opened();
  await second.open(await first.handIn.made({ name: "Ada", number: "7" }));
  const lines = [...second.document.querySelectorAll(".typed-here:not([hidden])")].map((each) => each.textContent);
  assert.deepEqual(lines, ["You typed an answer here, right when you last ran it."]);
  second.handIn.ask(second.find(".strip-again"));
  assert.deepEqual(
    [...second.document.querySelectorAll("dialog input[type=text]")].map(({ value }) => value),
    ["Ada", "7"]
  );
  assert.equal(second.find(".strip-again p").textContent, second.words());
  second.find("dialog form").dispatchEvent(new second.window.Event("submit", { cancelable: true }));
  for (let i = 0; i < 20; i++) await null;
  assert.match(second.find(".strip-again .strip-said").textContent, /^Saved as page-7.ipynb/);
  assert.equal(second.storage()["live-book:reader"], undefined);
});

// --- numbers of one's own -----------------------------------------------------------------------------------

const OWN = golden("own-numbers").find(({ label }) => label === "dot-by-hand");
const BY_HAND = 'student = ""  # yours\nanswer = ...\n\ncheck("dot-by-hand", answer, student)';
const personal = exercise("dot-by-hand", BY_HAND)
  .replace('<div class="cell">', '<p class="books">Work it out.</p><div class="cell">')
  .replace(
    "</section>",
    `<div class="cell_output"><div data-verdict="unanswered" data-label="dot-by-hand"></div></div></section>`
  );
/** A page with an exercise that can have numbers of a student's own. */
function own(options) {
  const html = page({ exercises: personal + exercise("my-relu", STARTER) });
  const { document } = visit(html);
  document.querySelector("[data-verdict]").dataset.own = OWN.own;
  document.querySelector("#dot-by-hand .cell").append(document.querySelector("#dot-by-hand .cell_output"));
  return visit(document.documentElement.outerHTML, options);
}
const shownIn = ({ find }) => find(".own-numbers:not([hidden])")?.textContent;
function typeNumber(reader, number) {
  reader.handIn.askNumber();
  reader.find("dialog input").value = number;
  reader.find("dialog form").dispatchEvent(new reader.window.Event("submit", { cancelable: true }));
}

test("a page asks each student what Python asks", () => {
  const { ownNumbers } = own().window;
  for (const { label, own: told, students, asked } of golden("own-numbers")) {
    const [all, questions] = [students.split("\n"), asked.split("\n")];
    assert.ok(all.length >= 40);
    all.forEach((each, i) => assert.equal(ownNumbers.question(JSON.parse(told), label, each), questions[i]));
  }
});

test("a student number is written into the cells it is for, shown there, kept, handed in and taken away", async () => {
  const reader = own();
  assert.equal(shownIn(reader), undefined);
  typeNumber(reader, ' 47"1\\1 ');
  assert.equal(reader.work.edits.all()["check:dot-by-hand"], BY_HAND.replace('""', '"4711"'));
  assert.equal(shownIn(reader), OWN.asked.split("\n")[0]);
  assert.equal(reader.find("#dot-by-hand .books").hidden, true); // one question at a time
  assert.match(reader.said(), /^1 exercise has the numbers of student number/);
  assert.deepEqual(Object.keys(reader.work.edits.all()), ["check:dot-by-hand"]);
  const again = own({ kept: reader.storage() });
  assert.equal(shownIn(again), shownIn(reader));
  again.handIn.ask();
  const [, number] = again.document.querySelectorAll("dialog input");
  assert.equal(number.value, "4711");
  number.value = "7";
  number.dispatchEvent(new again.window.Event("input", { bubbles: true }));
  assert.match(again.find("dialog .missing").textContent, /Exercises here have the numbers of student number 4711/);
  number.value = "0 4711";
  number.dispatchEvent(new again.window.Event("input", { bubbles: true }));
  assert.doesNotMatch(again.find("dialog .missing").textContent, /4711/);
  const { cells } = await again.handIn.made({ name: "", number: "4711" });
  assert.match(sources({ cells })[2], /^student = "4711"/);
  typeNumber(again, "");
  assert.deepEqual({ ...again.work.edits.all() }, {});
  assert.equal(again.find("#dot-by-hand .books").hidden, false);
  assert.equal(shownIn(again), undefined);
});

test("whose numbers they are is what stands in the cell, however it came there", () => {
  const reader = own();
  for (const line of ["student = '4711'", "student=4711 # me", 'student  =  "4711"']) {
    reader.work.edits.keep("check:dot-by-hand", `${line}\ncheck("dot-by-hand", 3, student)`);
    assert.equal(shownIn(reader), OWN.asked.split("\n")[0], line);
  }
  reader.work.edits.keep("check:dot-by-hand", 'check("dot-by-hand", 3)');
  assert.equal(shownIn(reader), undefined);
  typeNumber(reader, "4711");
  assert.match(reader.said(), /1 exercise lost the line with student = ""/);
  assert.equal(reader.work.edits.all()["check:dot-by-hand"], 'check("dot-by-hand", 3)');
});

// --- forgetting ----------------------------------------------------------------------------------------------

test("what was done is forgotten if that is meant, and comes back, but for what was done since", async () => {
  const elsewhere = { "live-cells:/book/other.html": '{"a": "b"}', "live-book:reader": '{"name": "Ada"}' };
  const reader = opened({}, { kept: elsewhere });
  const forget = async (answer) => {
    const forgetting = reader.handIn.forget();
    const words = reader.find("dialog")?.textContent;
    if (answer) reader.press("dialog", answer);
    await forgetting;
    return words;
  };
  await forget();
  assert.match(reader.said(), /^There is nothing to forget/);
  reader.work.edits.keep("check:my-relu", RIGHT);
  reader.work.edits.keep("gone/1", "of a cell that is no more");
  reader.work.edits.keep("scratch", "1 + 1");
  reader.work.verdicts.learn("my-relu", "right", "check:my-relu", RIGHT);
  reader.answer("question-1-2");
  reader.predict("prediction-1");
  const [before, words] = [reader.storage(), reader.words()];
  const heard = [];
  reader.document.addEventListener("replaced", ({ detail }) => heard.push(Object.entries(detail)));
  const asked = /forgets what you typed in 3 cells, and 1 answer, and 1 prediction, and what the checks said/;
  assert.match(await forget("Cancel"), asked);
  assert.deepEqual(reader.storage(), before);
  await forget("Forget");
  assert.deepEqual(reader.storage(), { ...elsewhere, "live-book:predictions": "{}" });
  assert.equal(reader.words(), "Exercises: 0 right, 0 tried of 2. Questions: 0 of 2 answered.");
  assert.deepEqual([reader.asks(), reader.chosen()], [["prediction-1", "prediction-2"], []]);
  assert.deepEqual(
    heard[0].map(([, code]) => code),
    [undefined, undefined, undefined]
  );
  reader.work.edits.keep("scratch", "typed since");
  reader.answer("question-1-1");
  reader.press(".strip", "Undo");
  assert.equal(reader.words(), words);
  assert.deepEqual(reader.chosen(), ["question-1-1"]);
  assert.equal(reader.work.edits.all().scratch, "typed since");
  assert.equal(reader.work.edits.all()["gone/1"], "of a cell that is no more");
  assert.deepEqual(reader.asks(), ["prediction-2"]);
});

// --- opening ---------------------------------------------------------------------------------------------------

for (const [where, options] of Object.entries({ site: { notebooks: { "page.ipynb": published() } }, disk: {} }))
  test(`what was handed in is all there again, from a page on ${where}`, async () => {
    const { notebook, work, words } = await worked(options);
    const other = opened();
    await other.open(notebook);
    assert.deepEqual({ ...other.work.edits.all() }, { ...work.edits.all() });
    assert.deepEqual(other.chosen(), ["question-1-2", "question-2-1"]);
    assert.equal(other.words(), words());
    assert.match(other.said(), /^Opened: 3 cells, 2 answers, 1 prediction\./);
    assert.match(other.find("#prediction-1 .said").textContent, /^You predicted: one/);
    assert.deepEqual(other.asks(), ["prediction-2"]);
    const kept = opened({}, { kept: other.storage() });
    assert.deepEqual([kept.words(), kept.chosen(), kept.asks()], [words(), other.chosen(), other.asks()]);
    other.press(".strip", "Undo");
    assert.deepEqual([other.chosen(), other.asks()], [[], ["prediction-1", "prediction-2"]]);
  });

const notebook = (...cells) => ({
  cells: cells.map((source) => (typeof source === "string" ? { cell_type: "code", metadata: {}, source } : source)),
  metadata: {},
});
const answerTo = (x) => STARTER.replace("...", x);

test("cells are found by the exercise they answer; of copies the last answered one counts, no solution", async () => {
  const edit = async (...cells) => {
    const reader = opened();
    await reader.open(notebook(...cells));
    return { ...reader.work.edits.all() };
  };
  const [one, two] = [answerTo("1"), answerTo("2")];
  const solved = `#@title Solution: open it when you have tried\n${answerTo("relu(x)")}`;
  assert.deepEqual(await edit("import this", two, solved), { "check:my-relu": two });
  assert.deepEqual(
    await edit(one, two, { cell_type: "code", metadata: { book: { key: "check:my-relu" } }, source: "" }),
    {
      "check:my-relu": two,
    }
  );
  assert.deepEqual(await edit(one, two, STARTER, `${STARTER}\n# later`), { "check:my-relu": two });
  assert.deepEqual(await edit(STARTER, `${STARTER}\n# later`), { "check:my-relu": `${STARTER}\n# later` });
  const lines = { cell_type: "code", metadata: { book: { key: "check:my-relu" } }, source: ["no ", "check"] };
  assert.deepEqual(await edit(lines), { "check:my-relu": "no check" });
  const copy = { ...lines, source: 'check("find-kink", 5)' }; // of the cell above, and then rewritten
  assert.deepEqual(await edit(lines, copy), {
    "check:my-relu": "no check",
    "check:find-kink": 'check("find-kink", 5)',
  });
  const tried = { ...lines, metadata: { book: { key: "kinks/1" } }, source: one }; // tried out in another cell
  assert.deepEqual(await edit(tried), { "kinks/1": one });
});

test("nothing is replaced unasked, and one press takes all back but what was typed since", async () => {
  const { notebook: file } = await worked();
  const reader = opened();
  reader.work.edits.keep("check:my-relu", "my own");
  reader.work.edits.keep("kinks/1", "left alone");
  reader.answer("question-1-1");
  const before = reader.storage();
  const asked = async (answer) => {
    const opening = reader.open(file);
    for (let i = 0; i < 20; i++) await null;
    const { textContent } = reader.find("dialog");
    reader.press("dialog", answer);
    await opening;
    return textContent;
  };
  const says = /“mine.ipynb” changes 3 cells. It replaces what you typed in 1 cell, and 1 answer./;
  assert.match(await asked("Cancel"), says);
  assert.deepEqual(reader.storage(), before);
  await asked("Replace");
  assert.equal(reader.work.edits.all()["check:my-relu"], RIGHT);
  assert.equal(reader.work.edits.all()["kinks/1"], "left alone");
  assert.deepEqual(reader.chosen(), ["question-1-2", "question-2-1"]);
  reader.work.edits.keep("scratch", "typed since");
  reader.press(".strip", "Undo");
  const now = { "check:my-relu": "my own", "kinks/1": "left alone", scratch: "typed since" };
  assert.deepEqual({ ...reader.work.edits.all() }, now);
  assert.deepEqual(reader.chosen(), ["question-1-1"]);
  assert.match(reader.words(), /0 right, 0 tried/);
});

test("editors of a live page are told what was put into their cells", async () => {
  const reader = opened();
  const heard = [];
  reader.document.addEventListener("replaced", ({ detail }) => heard.push({ ...detail }));
  await reader.open(notebook(RIGHT));
  reader.press(".strip", "Undo");
  assert.deepEqual(heard, [{ "check:my-relu": RIGHT }, { "check:my-relu": undefined }]);
});

test("a wrong file is answered in one sentence", async () => {
  const reader = opened();
  const said = async (content, options) => (await reader.open(content, options), reader.said());
  assert.equal(await said("PK\u0003"), "This file is not a notebook: it is not JSON.");
  for (const text of ["5", "null", "[]", "{}", '{"cells": 5}'])
    assert.equal(await said(text), "This file is not a notebook: it has no cells.", text);
  assert.equal(await said("{}", { size: 10e6 + 1 }), "This file is larger than 10 MB. No hand-in is.");
  assert.equal(await said(notebook("1 + 1")), "There is no exercise of this chapter in this notebook.");
  const other = (chapter) => ({ ...notebook(RIGHT), metadata: { hand_in: { chapter } } });
  assert.match(await said(other("sums-of-relus")), /^This is a notebook of another chapter, “3. Add three”./);
  assert.equal(reader.find(".strip-said a").href, "http://book.test/chapters/sums-of-relus.html");
  assert.equal(await said(other("<b>bold</b>")), "This is a notebook of another chapter, “<b>bold</b>”.");
  assert.equal(reader.find(".strip-said b"), null);
  assert.deepEqual({ ...reader.work.edits.all() }, {});
});

test("a hostile file does no harm", async () => {
  const deep = `{"cells": ${"[".repeat(2e5)}${"]".repeat(2e5)}}`;
  const bad = [5, null, "text", [], { cell_type: "code" }, { cell_type: "code", source: { length: 1e9 } }];
  const keys = ["__proto__", "constructor", "check:__proto__", {}, ["check:my-relu"], null];
  const cells = [
    ...bad,
    { cell_type: "code", metadata: { book: { key: "check:my-relu" } }, source: [1, 2] },
    ...keys.map((key) => ({ cell_type: "code", metadata: { book: { key } }, source: "1" })),
    { cell_type: "code", source: `${RIGHT}${"#".repeat(1e6)}` },
    { cell_type: "code", source: 'check("__proto__", 1)' },
    { cell_type: "code", source: 'check("find-kink", "<img src=x onerror=alert(1)>")' },
  ];
  const hand_in = JSON.parse(
    `{"questions": {"__proto__": {"label": "at 3"}, "question-1": {"label": {}, "asked": "Where?"},
      "question-2": {"label": "<b>", "choice": "question-2-1", "asked": {}}},
      "predictions": {"__proto__": "a", "prediction-9": "b", "prediction-1": {}, "prediction-2": "<img src=x>"},
      "verdicts": {"__proto__": "right", "constructor": "right", "my-relu": "<b>", "find-kink": "right"}}`
  );
  const reader = opened();
  await reader.open(deep);
  await reader.open({ cells, metadata: { hand_in } }, { name: "<img src=x>" });
  assert.deepEqual({ ...reader.work.edits.all() }, { "check:find-kink": cells.at(-1).source });
  assert.match(reader.said(), /Left out, as too long: 1 cell\./);
  assert.equal(reader.words(), "Exercises: 1 right, 1 tried of 2. Questions: 0 of 2 answered.");
  assert.equal(reader.find("img"), null);
  assert.equal({}.label, undefined);
  assert.equal(reader.window.eval("({}).label"), undefined);
  const many = Array.from({ length: 50_000 }, (_, i) => answerTo(`${i}`));
  await reader.open(notebook(...many));
  assert.equal(reader.work.edits.all()["check:my-relu"], many.at(-1));
});
