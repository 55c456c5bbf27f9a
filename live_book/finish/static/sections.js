// A page is laid out in pieces, so that it can answer in between: what is in sight at once (book.css), here the rest, a
// few paragraphs at a time, when the browser has time for it. So all heights are true long before one scrolls that far.
// Then sections out of sight rest, with the heights that the browser remembers, and cost nothing while figures move.

(() => {
  // What is unfolded, by a click, by the browser's search or by a script, may have to scroll, by keyboard too: the
  // theme asks that when the window changes its size.
  addEventListener("toggle", () => dispatchEvent(new Event("resize")), true);

  // On paper, what is folded is seen.
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details:not([open])")];
    for (const each of shut) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of shut) each.open = false;
  });

  // And so may what comes into sight: the theme was not let to ask before (finish/bundle.py). Once for all that come.
  let due;
  function comesIntoSight({ skipped }) {
    if (!skipped) due ??= setTimeout(() => ((due = undefined), dispatchEvent(new Event("resize"))), 100);
  }
  document.addEventListener("contentvisibilityautostatechange", comesIntoSight, true);

  const comesBack = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const PLACE = `place:${location.pathname}`;
  const tried = (doing) => {
    try {
      return doing();
    } catch {
      return null;
    }
  }; // storage may be forbidden
  addEventListener("pagehide", () => tried(() => sessionStorage.setItem(PLACE, scrollY)));

  let moved = !comesBack;
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(
      kind,
      () => {
        moved = true;
      },
      { once: true, passive: true }
    );

  const SETTLING = 2000; // milliseconds in which heights may still change

  /**
   * The browser goes to where one was before figures are made, which changes heights: once more, and as they change,
   * unless one has moved on.
   */
  async function backToPlace() {
    const place = Number(tried(() => sessionStorage.getItem(PLACE)) ?? NaN);
    const goBack = () => {
      if (!moved && Math.abs(scrollY - place) < 2 * innerHeight) scrollTo({ top: place, behavior: "instant" });
    };
    goBack();
    const heights = new ResizeObserver(goBack);
    heights.observe(document.body);
    setTimeout(() => heights.disconnect(), SETTLING);
  }

  // Who follows a link into a page, or comes back to one, is to be led to the same place: the page is laid out as a
  // whole.
  if (location.hash || comesBack) {
    document.documentElement.classList.add("in-one-piece");
    self.sections = { laidOut: Promise.resolve(), rest: backToPlace };
    if (!document.getElementById("live-figures")) addEventListener("load", backToPlace);
    return;
  }

  const STEP = 60; // elements that a slow processor lays out in well under 100 milliseconds
  const sections = [...document.querySelectorAll(".bd-article section > section")];
  const whenIdle = (then) =>
    self.requestIdleCallback ? self.requestIdleCallback(then, { timeout: 500 }) : setTimeout(then); // Safari has none
  const afterFrame = (then) => (document.hidden ? setTimeout(then) : requestAnimationFrame(() => whenIdle(then)));

  /**
   * How many elements a part of the page has to lay out now: a plot rests by itself, a section's parts are counted one
   * by one.
   */
  const sizeOf = (part) =>
    part.localName === "section" ? 1 : 1 + part.querySelectorAll(":not(svg.plot *, :scope .waiting *)").length;

  /** A figure that is made by now is laid out in the parts it has (kit/frame.js). */
  function figureParts(part) {
    const parts = part.localName === "section" ? [] : [...part.querySelectorAll(".book-figure > .inside > *")];
    for (const each of parts) each.classList.add("waiting");
    return parts;
  }

  /** Lay all these parts out in order, about a step's worth before each frame. */
  const stepwise = (parts) =>
    new Promise((done) => {
      const waiting = [...parts];
      const next = () => {
        if (!waiting.length) return done();
        let size = 0;
        let part;
        while (waiting.length && (!size || size + sizeOf(waiting[0]) <= STEP)) {
          part = waiting.shift();
          waiting.unshift(...figureParts(part));
          size += sizeOf(part);
          layOut(part);
        }
        getComputedStyle(part).color; // what all of it looks like is settled in this task; where it is, with the frame
        afterFrame(next);
      };
      afterFrame(next);
    });

  const partsOf = (section) => [section, ...section.querySelectorAll(":scope > :not(section)")];
  function layOut(part) {
    if (part.matches(".waiting")) part.classList.remove("waiting");
    else part.classList.add("laid-out");
  }
  const isLaidOut = (section) =>
    section.firstElementChild?.checkVisibility?.({ contentVisibilityAuto: true }) !== false;

  const outOfSight = sections.filter((section) => !isLaidOut(section));
  // the theme asks now which code must scroll (finish/bundle.py)
  const laidOut = stepwise(outOfSight.flatMap(partsOf)).then(() => dispatchEvent(new Event("resize")));

  /** A frame on: the browser remembers the heights of what it has drawn. */
  const rest = () =>
    new Promise(afterFrame).then(() => sections.flatMap(partsOf).forEach((part) => part.classList.remove("laid-out")));

  self.sections = { laidOut, rest }; // figures are made in between (figures.js)
  if (!document.getElementById("live-figures")) laidOut.then(() => setTimeout(rest, 500)); // when the theme has asked
})();
