// A plot: axes that fit the width there is.

let plots = 0;
const MARGIN = { left: 40, right: 24, top: 12, bottom: 30 };

/** Axes over `domain` × `range`. `fit()` draws them for the width there was when asked whether they have outgrown it; `x`, `y` go from numbers to pixels, `at` back. */
function plot(parent, { domain, range, height = 300, label, xlabel = "", ylabel = "", numbers = "xy", square = false, margin = {} }) {
  const edge = { ...MARGIN, ...margin };
  const id = `relu-plot-${++plots}-${Math.random().toString(36).slice(2, 8)}`;
  const [grid, drawing, top] = ["grid", "drawing", "top"].map((name) => svg("g", { class: name }));
  drawing.setAttribute("clip-path", `url(#${id})`);
  const mask = svg("rect");
  const picture = svg("svg", { class: "stage", role: "group", "aria-label": label }, svg("clipPath", { id }, mask), grid, drawing, top);
  parent.append(picture);
  const box = { room: 640 }; // and, once drawn, the pixels of its edges
  const self = {
    picture, grid, drawing, top, box, domain, range,
    x: (value) => box.left + ((value - self.domain[0]) / (self.domain[1] - self.domain[0])) * (box.right - box.left),
    y: (value) => box.bottom - ((value - self.range[0]) / (self.range[1] - self.range[0])) * (box.bottom - box.top),
    at(event) {
      const place = picture.getBoundingClientRect();
      const [px, py] = [event.clientX - place.left, event.clientY - place.top];
      return [self.domain[0] + ((px - box.left) / (box.right - box.left)) * (self.domain[1] - self.domain[0]),
        self.range[0] + ((box.bottom - py) / (box.bottom - box.top)) * (self.range[1] - self.range[0])];
    },
    chain: (points) => clipped(points.map((point) => [clamp(self.x(point[0]), -1e100, 1e100), clamp(self.y(point[1]), -1e100, 1e100)]), box),
    path: (points) => asPath(self.chain(points)),
    outgrown: () => (box.room = widthOf(parent, box.room)) !== box.width, // asked when the page has been laid out; in mid-change it would be once more
    fit() {
      const width = box.room;
      if (width === box.width) return false;
      const tall = typeof height === "function" ? height(width) : height;
      Object.assign(box, { width, height: tall, left: edge.left, right: width - edge.right, top: edge.top, bottom: tall - edge.bottom });
      set(picture, { viewBox: `0 0 ${width} ${tall}`, width, height: tall });
      set(mask, { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top });
      if (square) evenScales(self);
      drawAxes(self, xlabel, ylabel, numbers);
      return true;
    },
  };
  return listed(self, parent.closest(".relu-figure"));
}

function listed(axes, root) {
  charts.set(root, [...(charts.get(root) ?? []), axes]);
  return axes;
}

/**
 * The width there is. Out of sight nothing is laid out, and to ask would do it: what is around it and laid out tells,
 * for then. While a page is laid out, it can be next to nothing.
 */
function widthOf(place, otherwise) {
  let known = place;
  while (known.checkVisibility?.() && !known.checkVisibility?.({ contentVisibilityAuto: true })) known = known.parentElement;
  return Math.max(160, Math.round(known.clientWidth) || otherwise);
}

/** The same number of pixels a unit both ways, around the middle of the plot. */
function evenScales({ box, domain, range }) {
  const scale = Math.min((box.right - box.left) / (domain[1] - domain[0]), (box.bottom - box.top) / (range[1] - range[0]));
  const middle = (box.left + box.right) / 2;
  const half = (scale * (domain[1] - domain[0])) / 2;
  Object.assign(box, { left: middle - half, right: middle + half, bottom: box.top + scale * (range[1] - range[0]) });
}

function drawAxes({ grid, box, domain, range, x, y }, xlabel, ylabel, numbers) {
  grid.replaceChildren();
  for (const value of ticks(...domain, Math.max(3, (box.right - box.left) / 60))) {
    grid.append(svg("line", { class: value === 0 ? "axis" : "gridline", x1: x(value), x2: x(value), y1: box.top, y2: box.bottom }));
    if (numbers.includes("x")) grid.append(svg("text", { class: "tick tick-x", x: x(value), y: box.bottom + 18, "text-anchor": "middle" }, say(value)));
  }
  for (const value of ticks(...range, Math.max(3, (box.bottom - box.top) / 40))) {
    grid.append(svg("line", { class: value === 0 ? "axis" : "gridline", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }));
    if (numbers.includes("y")) grid.append(svg("text", { class: "tick tick-y", x: box.left - 7, y: y(value) + 4, "text-anchor": "end" }, say(value)));
  }
  if (xlabel) grid.append(svg("text", { class: "axis-name", x: box.right + 14, y: box.bottom + 4, "text-anchor": "middle" }, xlabel));
  if (ylabel) grid.append(svg("text", { class: "axis-name", x: box.left + 6, y: box.top + 11 }, ylabel));
}
