// The page stays where the reader looks, whatever grows or shrinks above it: editors, outputs, what is said. Browsers
// that anchor a page by themselves give up where an output is replaced, and Safari has never done it.

const STEADY = ":is(h1, h2, h3, p, li, .cell_input, .live-tools)"; // a page is held by what stays as long as it does
const FLEETING = ".live-output, .cell_output, .live-bar, .live-notice"; // no part of these
const HEAD = 80; // pixels at the top of the screen that the head of the page may cover
const SCROLLING = /^(Arrow|Page)|^(Home|End| )$/; // keys
const TIMES = 3; // what comes into sight by scrolling is laid out then, and may be another height than was thought
const WISH = 400; // milliseconds that a scroll follows what the reader did

let wished = -WISH; // when the reader last did something that scrolls
let used; // what the reader pressed or typed into last
let held = []; // [{part, place, top, scrolled}], the best first: parts in sight, where in the page and on the screen

const topOf = (part) => part.getBoundingClientRect().top;
const placeOf = (part) => topOf(part) + scrollY;

function isInSight(part) {
  const { bottom, top, height } = part.getBoundingClientRect();
  return height > 0 && bottom > HEAD && top < innerHeight;
}

/**
 * What the reader works with, if it is in sight, and the first thing in sight that will stay. What was held before is
 * to be where it was to be, less what the reader has scrolled: a screen rounds each scroll, and many would add up.
 */
function look(shift = 0) {
  const first = [...document.querySelectorAll(`.bd-article ${STEADY}`)].find(
    (part) => isInSight(part) && !part.closest(FLEETING)
  );
  const parts = [used?.isConnected && isInSight(used) && used, first].filter(Boolean);
  const tops = new Map(held.map(({ part, top }) => [part, top - shift]));
  held = parts.map((part) => ({ part, place: placeOf(part), top: tops.get(part) ?? topOf(part), scrolled: scrollY }));
}

/**
 * Scroll by as much as the page has moved under the reader. A browser that shifts the view by itself as parts grow is
 * put right; where nothing has moved, or the reader is just scrolling, a scroll is the reader's wish.
 */
function hold() {
  const by = held.find(({ part }) => part.isConnected && part.getClientRects().length);
  const hasMoved = by && Math.abs(placeOf(by.part) - by.place) >= 1;
  const isWished = !hasMoved || performance.now() - wished < WISH;
  const shift = by && isWished ? scrollY - by.scrolled : 0;
  for (let i = 0; hasMoved && i < TIMES; i++) {
    const off = topOf(by.part) - (by.top - shift);
    if (Math.abs(off) >= 1) scrollBy({ top: off, behavior: "instant" });
  }
  look(shift);
}

function use({ target }) {
  if (!target.closest?.(".bd-article") || target.closest(".live-bar, .live-notice")) return;
  hold(); // a button may take the focus in the very moment in which something above has grown
  used = target.closest(".live-tools, .CodeMirror") ?? target;
  look();
}

/** A wheel, a finger, a key that scrolls or the bar at the side; not a press on Run, after which parts grow. */
function wish({ type, key, target }) {
  const scrolls = type !== "keydown" || (SCROLLING.test(key) && !target.closest?.(".CodeMirror, input, select"));
  if (scrolls && (type !== "mousedown" || target === document.documentElement)) wished = performance.now();
}

/** From now on, until the page is left. */
export function keepSteady() {
  const roots = [document.documentElement, document.body]; // of one or the other, as the browser likes
  for (const each of roots) each.style.overflowAnchor = "none"; // two would move it twice
  for (const kind of ["pointerdown", "focusin"]) addEventListener(kind, use);
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) addEventListener(kind, wish, { passive: true });
  addEventListener("scroll", hold, { passive: true }); // what came before it in this frame has moved the page
  new ResizeObserver(hold).observe(document.querySelector(".bd-article")); // before it is seen
  look();
}
