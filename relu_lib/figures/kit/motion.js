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
