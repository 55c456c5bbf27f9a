// Chains of points: cut at a rectangle, and written as the paths of a picture.

/** The part of a chain of points inside a rectangle, as chains of points, segment by segment. */
export function clipped(points, box) {
  const within = (point) =>
    point[0] >= box.left && point[0] <= box.right && point[1] >= box.top && point[1] <= box.bottom;
  const chains = [];
  let chain = null; // the last one, as long as it goes on
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const goesOn = within(to);
    const part = goesOn && within(from) ? [from, to] : cut(from, to, box);
    if (part && !chain) chains.push((chain = [part[0]]));
    if (part) chain.push(part[1]);
    if (!part || !goesOn) chain = null;
  }
  return chains;
}

/** The ends of the part of a segment inside a rectangle, or null (Liang & Barsky 1984). */
export function cut(from, to, { left, right, top, bottom }) {
  const [x0, y0, dx, dy] = [from[0], from[1], to[0] - from[0], to[1] - from[1]];
  let [enter, leave] = [0, 1];
  function edge(along, room) {
    if (along === 0 && room < 0)
      leave = -1; // beside the rectangle all the way
    else if (along < 0) enter = Math.max(enter, room / along);
    else if (along > 0) leave = Math.min(leave, room / along);
  }
  edge(-dx, x0 - left);
  edge(dx, right - x0);
  edge(-dy, y0 - top);
  edge(dy, bottom - y0);
  const at = (t) => [clamp(x0 + t * dx, left, right), clamp(y0 + t * dy, top, bottom)];
  return enter <= leave ? [at(enter), at(leave)] : null;
}

export const asPath = (chains) =>
  chains.map((chain) => "M" + chain.map((point) => `${point[0].toFixed(2)},${point[1].toFixed(2)}`).join("L")).join("");

/** The heights of a polyline at sorted places. Beyond its ends it runs on; left of a single piece it is level. */
export function heightsAt({ knots, heights }, places) {
  let k = 0;
  return places.map((x) => {
    if (knots.length < 2 || (knots.length === 2 && x < knots[0])) return heights[0] ?? 0;
    while (k < knots.length - 2 && x > knots[k + 1]) k++;
    const along = (x - knots[k]) / (knots[k + 1] - knots[k]);
    return heights[k] * (1 - along) + heights[k + 1] * along;
  });
}
