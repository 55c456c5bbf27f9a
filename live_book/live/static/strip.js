// The strip on a chapter with exercises (live/work.py): how many are right and tried, how many questions are answered,
// what is still to do; and the way to hand it in, to open what was handed in, to forget what was done, and to numbers
// of one's own (hand-in.js, loaded on a press).

(() => {
  const strip = document.querySelector(".strip");
  if (!strip) return;
  const { work, questions } = self;
  const words = strip.querySelector(".strip-words");
  const opener = strip.querySelector(".strip-open");
  const list = Object.assign(document.createElement("ul"), { className: "strip-list", id: "strip-list", hidden: true });
  const HAND_IN = "Hand in this chapter…";
  const FAILED = "This could not be loaded. Check the connection, then press again.";

  const isAnswered = (question) => Boolean(question.querySelector("input:checked"));

  function count() {
    const states = work.exercises.map(({ label }) => work.verdicts.stateOf(label));
    const [right, tried] = [states.filter((state) => state === "right"), states.filter(Boolean)];
    const exercises = `Exercises: ${right.length} right, ${tried.length} tried of ${states.length}.`;
    const answered = questions.all.filter(isAnswered).length;
    return questions.all.length
      ? `${exercises} Questions: ${answered} of ${questions.all.length} answered.`
      : exercises;
  }

  // --- what is still to do ------------------------------------------------------------------------------------------

  /** A link to a part of the page, which is then there to be seen, though it waits for a prediction or is folded. */
  function linkTo(place, name, title, state = "") {
    const link = Object.assign(document.createElement("a"), { href: `#${place.id}` });
    const copy = title.cloneNode(true);
    for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
    for (const each of copy.querySelectorAll("a")) each.replaceWith(...each.childNodes);
    link.append(name, ...copy.childNodes, state);
    link.addEventListener("click", () => {
      self.reveal?.(place);
      for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function openOnes() {
    const exercises = work.exercises.flatMap(({ node, label }) => {
      const state = work.verdicts.stateOf(label);
      const box = node.closest(".exercise[id]");
      const title = box?.querySelector(".admonition-title");
      return state === "right" || !title ? [] : [linkTo(box, "", title, state && " (tried)")];
    });
    const unanswered = questions.all.flatMap((question, i) =>
      isAnswered(question)
        ? []
        : [linkTo(question.querySelector("input"), `Question ${i + 1}: `, question.querySelector("legend"))]
    );
    return [...exercises, ...unanswered];
  }

  function showOpen() {
    const items = openOnes();
    const none = Object.assign(document.createElement("li"), {
      textContent: "Nothing: all exercises are right, and all questions answered.",
    });
    list.replaceChildren(...(items.length ? items : [none]));
  }

  // --- handing in --------------------------------------------------------------------------------------------

  const said = Object.assign(document.createElement("p"), { className: "strip-said" });
  said.setAttribute("role", "status");
  const load = () =>
    new Promise((done, failed) => {
      const { src } = strip.dataset;
      document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
    });
  let coming;
  /** Do something with hand-in.js, once it is there. */
  async function handIn(doing) {
    said.textContent = "";
    try {
      await (coming ??= load());
    } catch {
      coming = undefined; // the next press tries again
      said.textContent = FAILED;
      return;
    }
    doing(self.handIn);
  }

  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".ipynb", hidden: true });
  chooser.setAttribute("aria-label", "A hand-in");
  chooser.addEventListener("change", () => {
    const [file] = chooser.files;
    chooser.value = ""; // so that the same file can be opened once more
    if (file) handIn((it) => it.open(file));
  });

  // A notebook that is dropped anywhere is opened. Other files are for editors and figures, where they fall on one;
  // elsewhere the browser would leave the page for them.
  const TAKES_FILES = ".CodeMirror, .book-figure, .live-output, input, textarea";
  function drop(event) {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || (!file.name.endsWith(".ipynb") && event.target.closest?.(TAKES_FILES))) return;
    event.preventDefault();
    event.stopPropagation();
    handIn((it) => it.open(file));
  }
  document.addEventListener(
    "dragover",
    (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    },
    true
  );
  document.addEventListener("drop", drop, true);

  // --- the strip -----------------------------------------------------------------------------------------------

  /** Once more, where the exercises end: how many are right, and the way to hand in. */
  function atTheEnd() {
    const again = Object.assign(document.createElement("div"), { className: "strip-again" });
    const counted = document.createElement("p");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: HAND_IN });
    button.addEventListener("click", () => handIn((it) => it.ask(again)));
    const told = Object.assign(document.createElement("p"), { className: "strip-said" });
    told.setAttribute("role", "status");
    again.append(counted, button, told);
    document.querySelector("section#exercises")?.append(again);
    return counted;
  }
  const wordsAtTheEnd = atTheEnd();

  /** Before code is live nothing shows what was typed: each exercise says so. */
  function showTyped() {
    const isLater = document.querySelector(".live-start");
    const edits = work.edits.all();
    for (const { node, key, label } of work.exercises) {
      const isAnswer = key in edits && !edits[key].includes("...");
      let line = node.querySelector(".typed-here");
      if (!line && !isAnswer) continue;
      line ??= node.appendChild(Object.assign(document.createElement("p"), { className: "typed-here" }));
      const right = work.verdicts.stateOf(label) === "right" ? ", right when you last ran it" : "";
      line.textContent = `You typed an answer here${right}${isLater ? ": press Live code to see it." : "."}`;
      line.hidden = !isAnswer;
    }
  }

  function show() {
    const now = count();
    for (const each of [words, wordsAtTheEnd]) if (each.textContent !== now) each.textContent = now;
    showTyped();
    if (!list.hidden) showOpen();
  }
  opener.setAttribute("aria-controls", list.id);
  opener.addEventListener("click", () => {
    list.hidden = !list.hidden;
    opener.setAttribute("aria-expanded", !list.hidden);
    show();
  });
  strip.querySelector(".strip-hand-in").addEventListener("click", () => handIn((it) => it.ask()));
  strip.querySelector(".strip-restore").addEventListener("click", () => chooser.click());
  strip.querySelector(".strip-forget").addEventListener("click", () => handIn((it) => it.forget()));
  strip.querySelector(".strip-own")?.addEventListener("click", () => handIn((it) => it.askNumber()));
  strip.append(list, said, chooser);
  document.addEventListener("work", show);
  show();
})();
