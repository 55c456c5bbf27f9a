// A page is laid out in pieces, so that it can answer in between: what is in sight at once (book.css), here the rest, one
// section after the other, when the browser has time for it. So all heights are true long before one scrolls that far.
// Then sections out of sight rest, with the heights that the browser remembers, and cost nothing while figures move.

(() => {
// What is unfolded may have to scroll, by keyboard too: the theme asks that when the window changes its size.
addEventListener("click", ({ target }) => { if (target.closest?.(".toggle, .toggle-button, summary")) dispatchEvent(new Event("resize")); });

const comesBack = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
const PLACE = `place:${location.pathname}`;
const tried = (doing) => { try { return doing(); } catch { return null; } }; // storage may be forbidden
addEventListener("pagehide", () => tried(() => sessionStorage.setItem(PLACE, scrollY)));

let moved = !comesBack;
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { moved = true; }, { once: true, passive: true });

/** The browser goes to where one was before figures are made, which changes heights: once more, unless one has moved on. */
async function backToPlace() {
  const place = tried(() => sessionStorage.getItem(PLACE));
  if (place !== null && !moved && Math.abs(scrollY - place) < 2 * innerHeight) scrollTo({ top: place, behavior: "instant" });
}

// Who follows a link into a page, or comes back to one, is to be led to the same place: the page is laid out as a whole.
if (location.hash || comesBack) {
  document.documentElement.classList.add("in-one-piece");
  self.sections = { laidOut: Promise.resolve(), rest: backToPlace };
  if (!document.getElementById("live-figures")) addEventListener("load", backToPlace);
  return;
}

const sections = [...document.querySelectorAll(".bd-article section > section")];
const whenIdle = (then) => (self.requestIdleCallback ? self.requestIdleCallback(then, { timeout: 500 }) : setTimeout(then)); // Safari has none
const afterFrame = (then) => (document.hidden ? setTimeout(then) : requestAnimationFrame(() => whenIdle(then)));

const laidOut = new Promise((done) => {
  const waiting = [...sections];
  const next = () => {
    if (!waiting.length) return done(dispatchEvent(new Event("resize"))); // the theme asks now which code must scroll (light.py)
    waiting.shift().classList.add("laid-out");
    afterFrame(next);
  };
  afterFrame(next);
});

/** Two frames on: the browser remembers the heights of what it has drawn. */
const rest = () => new Promise((done) => {
  afterFrame(() => afterFrame(() => {
    sections.forEach((section) => section.classList.remove("laid-out"));
    done();
  }));
});

self.sections = { laidOut, rest }; // figures are made in between (figures.js)
if (!document.getElementById("live-figures")) laidOut.then(() => setTimeout(rest, 500)); // when the theme has asked
})();
