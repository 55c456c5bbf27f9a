// A chapter as slides, for a class: `#slides` at the end of its address; `#handout` prints it without answers. Loaded
// for these alone (views.js). A slide is a part of the page itself: its figures are alive, and its text is the book's.

const MOST = 6; // slides between the first, what the chapter is about, and the last, its recap
const SLIDE = "slide-part";
const root = document.documentElement;
const article = document.querySelector(".bd-article > section, .bd-article section");

/** What of a section is shown to a class: a formula, a prediction or else a question, a figure or else a plot. */
function partsOf(section) {
  const first = (selector) =>
    [...section.children].find((part) => part.matches(selector) || part.querySelector(`:scope ${selector}`));
  const ask = first("fieldset.prediction") ?? first("fieldset.question");
  const shown = first(".live-figure") ?? first("svg.plot");
  return [section.querySelector(":scope > h2"), first("div.math"), ask, shown].filter(Boolean);
}

/** How much a section has to show, so that the fullest are taken. */
const weight = (parts) =>
  3 * parts.some((part) => part.querySelector(".live-figure")) +
  2 * parts.some((part) => part.matches("fieldset.prediction")) +
  parts.length / 10;

/** The slides, in order: lists of elements. */
export function slidesOf(chapter) {
  const sections = [...chapter.querySelectorAll(":scope > section")];
  const opening = [chapter.querySelector(":scope > h1"), chapter.querySelector(":scope > .admonition, :scope > p")];
  const recap = sections.find((section) => section.id.startsWith("recap"));
  const inner = sections
    .filter((section) => section !== recap && !/^(exercises|references)/.test(section.id))
    .map(partsOf)
    .filter((parts) => parts.length > 1);
  const chosen = new Set([...inner].sort((a, b) => weight(b) - weight(a)).slice(0, MOST));
  const last = recap ? [[recap.querySelector("h2"), recap.querySelector("ol")]] : [];
  return [opening, ...inner.filter((parts) => chosen.has(parts)), ...last].map((parts) => parts.filter(Boolean));
}

const button = (words, press) =>
  Object.assign(document.createElement("button"), { type: "button", textContent: words, onclick: press });

/** Show the chapter as slides, from one of them on. */
export function begin() {
  const slides = slidesOf(article);
  let at = 0;
  root.classList.add("slides", "in-one-piece");
  const bar = Object.assign(document.createElement("nav"), { className: "slides-bar", ariaLabel: "Slides" });
  const count = Object.assign(document.createElement("span"), { role: "status" });
  const [back, next] = [button("← Back", () => show(at - 1)), button("Next →", () => show(at + 1))];
  bar.append(back, count, next, button("End the slides", end));
  document.body.append(bar);

  function show(number) {
    at = Math.min(Math.max(number, 0), slides.length - 1);
    document.querySelectorAll(`.${SLIDE}`).forEach((part) => part.classList.remove(SLIDE));
    for (const part of slides[at]) part.classList.add(SLIDE);
    count.textContent = `Slide ${at + 1} of ${slides.length}`;
    [back.disabled, next.disabled] = [at === 0, at === slides.length - 1];
    scrollTo({ top: 0, behavior: "instant" });
    dispatchEvent(new Event("resize")); // what comes into sight asks how much room it has
  }

  function pressed(event) {
    const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") return end();
    if (!step || event.defaultPrevented || event.target.closest("input, textarea, [role=slider], .CodeMirror")) return;
    event.preventDefault();
    show(at + step);
  }

  function end() {
    removeEventListener("keydown", pressed);
    bar.remove();
    root.classList.remove("slides");
    const here = slides[at][0];
    document.querySelectorAll(`.${SLIDE}`).forEach((part) => part.classList.remove(SLIDE));
    history.replaceState(null, "", location.pathname + location.search); // so that the same link works again
    here.scrollIntoView();
  }

  addEventListener("keydown", pressed);
  show(0);
}

/** Print the chapter without answers. */
export function handOut() {
  root.classList.add("handout");
  addEventListener("afterprint", () => root.classList.remove("handout"), { once: true });
  document.fonts.ready.then(() => print());
}
