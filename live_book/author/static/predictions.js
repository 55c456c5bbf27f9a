// Predictions: what follows one, to the end of its section, waits (book.css) until the reader has committed or skipped.
// What was predicted is kept in this browser, for each page; so is the wish not to be asked at all.

(() => {
  const KEY = "live-book:predictions"; // {path: {id of the prediction: what was predicted, "" if skipped}, never: true}
  const boxes = [...document.querySelectorAll("fieldset.prediction")];
  if (!boxes.length) return;

  let here; // what the browser did not keep

  function kept() {
    try {
      const found = here ?? JSON.parse(localStorage.getItem(KEY));
      return found && typeof found === "object" ? found : {};
    } catch {
      return {}; // storage may be forbidden, or hold something else
    }
  }

  function save(all) {
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
      here = undefined;
    } catch {
      here = all; // then it holds for this visit
    }
  }

  function keep(id, answer) {
    const all = kept();
    if (id === "never") all.never = answer;
    else all[location.pathname] = { ...all[location.pathname], [id]: answer };
    save(all);
  }

  /** {id of a prediction of this page: what was predicted, "" if skipped}. */
  function predicted() {
    const all = kept()[location.pathname] ?? {};
    return Object.fromEntries(boxes.map(({ id }) => [id, all[id]]).filter(([, text]) => typeof text === "string"));
  }

  const guessIn = (box) =>
    box.querySelector(".typed")?.value.trim() ?? box.querySelector("input:checked")?.closest("label").innerText.trim();

  function button(text, press) {
    return Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick: press });
  }

  /** Show what follows a prediction, and say what was predicted. */
  function settle(box, answer) {
    const again = button("Ask me again", () => askAgain(box));
    const said = answer ? [`You predicted: ${answer} (see below whether it is so) `, again] : ["Skipped. ", again];
    if (!answer)
      said.push(
        " ",
        button("Never ask me", () => neverAsk(box))
      );
    show(box, said);
  }

  function show(box, said) {
    box.classList.remove("asks");
    box.querySelector(".said").replaceChildren(...said);
    dispatchEvent(new Event("resize")); // what comes into sight asks how much room it has
  }

  function neverAsk(box) {
    keep("never", true);
    for (const each of boxes) if (each.matches(".asks")) show(each, []);
    const undo = button("Ask me after all", () => askAgain(box));
    box.querySelector(".said").replaceChildren("You will not be asked for predictions any more. ", undo);
  }

  function askAgain(box) {
    keep("never", false);
    keep(box.id, undefined);
    ask(box);
    box.querySelector("input").focus();
  }

  function ask(box) {
    box.classList.add("asks");
    box.querySelectorAll("input").forEach((input) => (input.checked = false));
    box.querySelector(".said").replaceChildren();
  }

  function commit(box) {
    const answer = guessIn(box);
    if (!answer) {
      box.querySelector(".said").textContent = "Choose or type an answer first, or skip.";
      return;
    }
    keep(box.id, answer);
    settle(box, answer);
  }

  /** Show what a link leads to if it waits for a prediction: nobody is led to a place that is not there. */
  self.reveal = (element) => {
    const follows = (box) => box.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    const hides = (box) => box.parentElement.contains(element) && follows(box) && !box.contains(element);
    const before = boxes.filter((box) => box.matches(".asks") && hides(box));
    before.forEach((box) => settle(box, ""));
    return before.length > 0;
  };

  /** As it was predicted before: shown, or asked. */
  function showKept(box) {
    const answer = predicted()[box.id];
    if (typeof answer === "string") settle(box, answer);
    else if (kept().never === true) show(box, [button("Ask me for my prediction", () => askAgain(box))]);
    else if (!box.matches(".asks")) ask(box);
  }

  self.predictions = {
    all: predicted,
    /** These were predicted on this page, and no others. */
    put(answers) {
      const all = kept();
      delete all[location.pathname];
      save(Object.keys(answers).length ? { ...all, [location.pathname]: answers } : all);
      boxes.forEach(showKept);
    },
  };

  for (const box of boxes) {
    box.querySelector(".show").onclick = () => commit(box);
    box.querySelector(".skip").onclick = () => {
      keep(box.id, "");
      settle(box, "");
    };
    box.querySelector(".typed")?.addEventListener("keydown", (event) => event.key === "Enter" && commit(box));
    showKept(box);
  }

  function followAddress() {
    const place = document.querySelector(":target");
    if (place && self.reveal(place)) place.scrollIntoView();
  }
  addEventListener("hashchange", followAddress);
  followAddress();
})();
