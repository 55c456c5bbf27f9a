// The page stays where the reader looks, whatever grows or shrinks above it: editors, outputs, what is said. Browsers
// that anchor a page by themselves give up where an output is replaced, and Safari has never done it.

const STEADY = ":is(h1, h2, h3, p, li, .cell_input, .live-tools)"; // a page is held by what stays as long as it does
const FLEETING = ".live-output, .cell_output, .live-bar, .live-notice"; // no part of these
const HEAD = 80; // pixels at the top of the screen that the head of the page may cover

const WISH = 400; // milliseconds that a scroll follows what the reader did

let wished = -WISH; // when the reader last did something that scrolls
let used; // what the reader pressed or typed into last
let held = []; // [{part, place, scrolled}], the best first: parts in sight, where in the page, and where that was

const placeOf = (part) => part.getBoundingClientRect().top + scrollY;

function isInSight(part) {
  const { bottom, top, height } = part.getBoundingClientRect();
  return height > 0 && bottom > HEAD && top < innerHeight;
}

/** What the reader works with, if it is in sight, and the first thing in sight that will stay. */
function look() {
  const first = [...document.querySelectorAll(`.bd-article ${STEADY}`)].find(
    (part) => isInSight(part) && !part.closest(FLEETING)
  );
  const parts = [used?.isConnected && isInSight(used) && used, first].filter(Boolean);
  held = parts.map((part) => ({ part, place: placeOf(part), scrolled: scrollY }));
}

/**
 * Scroll by as much as the page has moved under the reader. A browser that shifts the view by itself as parts grow is
 * put right; where nothing has moved, or the reader is just scrolling, a scroll is the reader's wish.
 */
function hold() {
  const by = held.find(({ part }) => part.isConnected && part.getClientRects().length);
  const moved = by ? placeOf(by.part) - by.place : 0;
  const shifted = performance.now() - wished < WISH ? 0 : by && scrollY - by.scrolled;
  if (Math.abs(moved) >= 1 && Math.abs(moved - shifted) >= 1) scrollBy({ top: moved - shifted, behavior: "instant" });
  look();
}

function use({ target }) {
  if (!target.closest?.(".bd-article") || target.closest(".live-bar, .live-notice")) return;
  used = target.closest(".live-tools, .CodeMirror") ?? target;
  look();
}

/** From now on, until the page is left. */
export function keepSteady() {
  document.documentElement.style.overflowAnchor = "none"; // two would move it twice
  for (const kind of ["pointerdown", "focusin"]) addEventListener(kind, use);
  const wish = () => {
    wished = performance.now();
  };
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) addEventListener(kind, wish, { passive: true });
  addEventListener("scroll", hold, { passive: true }); // what came before it in this frame has moved the page
  new ResizeObserver(hold).observe(document.querySelector(".bd-article")); // before it is seen
  look();
}
