// Motion that a reader asks for.

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Go from 0 to 1 in `milliseconds`, calling step(t) on the way, to show how one state becomes another; at once for
 * readers who want stillness. Only ever in answer to the reader's wish. Returns a function that ends it.
 */
export function glide(milliseconds, step) {
  if (still() || document.hidden) {
    step(1);
    return () => {};
  }
  const begun = performance.now();
  let asked = requestAnimationFrame(function next(now) {
    const t = clamp((now - begun) / milliseconds, 0, 1);
    step(t * t * (3 - 2 * t));
    if (t < 1) asked = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(asked);
}

/**
 * Something that goes on frame by frame, as a reader has asked: `begin()` first, `next()` each frame, until `done()` or
 * stopped, and then `ended()`. `told(moving)` hears when it starts and stops.
 */
export function stepping({ begin = () => {}, next, done, ended = () => {}, told = () => {} }) {
  let asked = null;
  const go = () => {
    if (done()) return self.stop();
    next();
    asked = requestAnimationFrame(go);
  };
  const self = {
    moving: () => asked !== null,
    stop() {
      if (asked === null) return;
      cancelAnimationFrame(asked);
      asked = null;
      ended();
      told(false);
    },
    start() {
      begin();
      asked = requestAnimationFrame(go);
      told(true);
    },
  };
  return self;
}

/** Calls back when an element can no longer be seen. Returns a function that ends it. */
export function whenOutOfSight(element, call) {
  const sight =
    typeof IntersectionObserver === "function" &&
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || call());
  const hidden = () => document.hidden && call();
  if (sight) sight.observe(element);
  document.addEventListener("visibilitychange", hidden);
  return () => {
    if (sight) sight.disconnect();
    document.removeEventListener("visibilitychange", hidden);
  };
}
