// In a page: a place on an element, once it is at rest and, if the page may be scrolled, in sight and not covered.
async (element, { across = 0.5, down = 0.5, along = null, meant = null, scroll = true, limit = 20_000 } = {}) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const place = () => {
    const box = (along === null ? element : element.ownerSVGElement).getBoundingClientRect();
    if (along === null) return [box.left + across * box.width, box.top + down * box.height];
    const at = element.getPointAtLength(along * element.getTotalLength());
    return [box.left + at.x, box.top + at.y];
  };
  const wanted = element.closest(meant ?? ".handle, label, button, a") ?? element;
  const toSee = element.closest("svg") ?? element;
  let before = [NaN, NaN],
    hit = null;
  for (const end = Date.now() + limit; Date.now() < end;) {
    const [x, y] = place();
    hit = document.elementFromPoint(x, y);
    const seen = hit !== null && wanted.contains(hit);
    const steady = Math.hypot(x - before[0], y - before[1]) < 0.01;
    if (steady && (seen || !scroll)) return [x, y];
    if (scroll && !seen) toSee.scrollIntoView({ block: "center", behavior: "instant" });
    before = [x, y];
    await frame();
  }
  throw new Error(`nothing to point at: at ${before} is ${hit?.outerHTML.slice(0, 100)}`);
};
