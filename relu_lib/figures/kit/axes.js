// A plot: axes that fit the width there is.

export let plots = 0;
export const MARGIN = { left: 40, right: 24, top: 12, bottom: 30 };

/**
 * Axes over `domain` × `range`: `x` and `y` go from numbers to pixels, `at` goes from a pointer back to numbers.
 * `outgrown()` measures the room there is, and says whether that is another than the axes were drawn for; `fit()` draws
 * them for the room last measured, and says whether it had to. xlabel, ylabel: names of the axes. With `logarithms` the
 * range is one of logarithms, and the ticks tell what they are of.
 */
export function plot(
  parent,
  { domain, range, height = 300, label, numbers = "xy", square = false, margin = {}, ...named }
) {
  const edge = { ...MARGIN, ...margin };
  const { mask, ...layers } = stage(parent, label);
  const box = { room: 640 }; // and, once drawn, the pixels of its edges
  const self = { ...layers, box, domain, range, named };
  Object.assign(self, scales(self), {
    chain(points) {
      const finitely = (pixels) => clamp(pixels, -1e100, 1e100); // so that they can be calculated with
      return clipped(
        points.map(([x, y]) => [finitely(self.x(x)), finitely(self.y(y))]),
        box
      );
    },
    path: (points) => asPath(self.chain(points)),
    segment: (from, to) => self.path([from, to]),
    outgrown() {
      box.room = widthOf(parent, box.room); // to ask after a change of the page would lay it out anew
      return box.room !== box.width;
    },
    fit() {
      const width = box.room;
      if (width === box.width) return false;
      const tall = typeof height === "function" ? height(width) : height;
      const edges = { left: edge.left, right: width - edge.right, top: edge.top, bottom: tall - edge.bottom };
      Object.assign(box, { width, height: tall, ...edges });
      update(self.picture, { viewBox: `0 0 ${width} ${tall}`, width, height: tall });
      if (square) evenScales(self);
      update(mask, { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top });
      drawAxes(self, numbers, self.named);
      return true;
    },
  });
  return listed(parent, self);
}

/** The layers of a plot: the grid, the drawing, which is cut at the edges, and what lies on top of both. */
export function stage(parent, label) {
  const id = `relu-plot-${++plots}-${Math.random().toString(36).slice(2, 8)}`;
  const [grid, drawing, top] = ["grid", "drawing", "top"].map((name) => svg("g", { class: name }));
  drawing.setAttribute("clip-path", `url(#${id})`);
  const mask = svg("rect");
  const attributes = { class: "stage", role: "group", "aria-label": label };
  const picture = svg("svg", attributes, svg("clipPath", { id }, mask), grid, drawing, top);
  parent.append(picture);
  return { picture, grid, drawing, top, mask };
}

export function scales(axes) {
  const { box, picture } = axes;
  const along = (value, [low, high]) => (value - low) / (high - low);
  const back = (part, [low, high]) => low + part * (high - low);
  return {
    x: (value) => box.left + along(value, axes.domain) * (box.right - box.left),
    y: (value) => box.bottom - along(value, axes.range) * (box.bottom - box.top),
    at(event) {
      const place = picture.getBoundingClientRect();
      const [px, py] = [event.clientX - place.left, event.clientY - place.top];
      return [
        back((px - box.left) / (box.right - box.left), axes.domain),
        back((box.bottom - py) / (box.bottom - box.top), axes.range),
      ];
    },
  };
}

/** Note these axes among those of the figure they are in. */
export function listed(parent, axes) {
  const root = parent.closest(".book-figure");
  charts.set(root, [...(charts.get(root) ?? []), axes]);
  return axes;
}

/**
 * The width there is. Out of sight nothing is laid out, and asking for a width there would lay it out after all; so the
 * nearest element around it that is laid out is asked instead. While a page loads, the width can be next to nothing.
 */
export function widthOf(place, otherwise) {
  let known = place;
  const outOfSight = (element) =>
    element.checkVisibility?.() && !element.checkVisibility?.({ contentVisibilityAuto: true });
  const hasNoBox = (element) => getComputedStyle(element).display === "contents"; // as on a phone (kit.css)
  while (outOfSight(known) || hasNoBox(known)) known = known.parentElement;
  return Math.max(160, Math.round(known.clientWidth) || otherwise);
}

/** The same number of pixels a unit both ways, around the middle of the plot. */
export function evenScales({ box, domain, range }) {
  const scale = Math.min(
    (box.right - box.left) / (domain[1] - domain[0]),
    (box.bottom - box.top) / (range[1] - range[0])
  );
  const middle = (box.left + box.right) / 2;
  const half = (scale * (domain[1] - domain[0])) / 2;
  Object.assign(box, { left: middle - half, right: middle + half, bottom: box.top + scale * (range[1] - range[0]) });
}

/** `tickX` writes the numbers at the ticks along x: where they are logarithms, what they are of. */
export function drawAxes(axes, numbers, { xlabel = "", ylabel = "", tickX = say, logarithms = false }) {
  const { grid, box, domain, range, x, y } = axes;
  const text = (name, at, anchor, words) => grid.append(svg("text", { class: name, ...at, ...anchor }, words));
  const unread = { "aria-hidden": "true" }; // else a screen reader says all numbers of an axis, one by one
  const rule = (value, ends) => grid.append(svg("line", { class: value === 0 ? "axis" : "gridline", ...ends }));
  const middle = { "text-anchor": "middle" };
  grid.replaceChildren();
  for (const value of ticks(...domain, Math.max(3, (box.right - box.left) / 60))) {
    rule(value, { x1: x(value), x2: x(value), y1: box.top, y2: box.bottom });
    if (numbers.includes("x"))
      text("tick tick-x", { x: x(value), y: box.bottom + 18, ...unread }, middle, tickX(value));
  }
  const count = Math.max(3, (box.bottom - box.top) / 40);
  const upwards = logarithms
    ? logTicks(range).map((value) => [Math.log10(value), powerName(value)])
    : ticks(...range, count).map((value) => [value, say(value)]);
  for (const [value, name] of upwards) {
    rule(logarithms || value, { x1: box.left, x2: box.right, y1: y(value), y2: y(value) });
    if (numbers.includes("y"))
      text("tick tick-y", { x: box.left - 7, y: y(value) + 4, ...unread }, { "text-anchor": "end" }, name);
  }
  if (xlabel) text("axis-name", { x: box.right + 14, y: box.bottom + 4 }, middle, xlabel);
  if (ylabel) text("axis-name", { x: box.left + 6, y: box.top + 11 }, {}, ylabel);
}

/** The powers of ten, and for short ranges their doubles and fives, inside a range of logarithms. */
export function logTicks([low, high]) {
  const heads = high - low > 2.5 || high > 4 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i);
  const all = powers.flatMap((power) => heads.map((head) => head * 10 ** power));
  const skip = Math.max(1, Math.ceil(all.length / 9));
  return all.filter((value, i) => Math.log10(value) >= low && Math.log10(value) <= high && i % skip === 0);
}

/** A number at a tick of a log scale: 0.0001, 0.5, 20, 1000; beyond these 10⁻⁵, 10⁴. */
export function powerName(value) {
  if (value > 0.9e-4 && value < 9999) return say(value, 6);
  const [head, power] = value.toExponential(0).split("e");
  const ten = `10${Array.from(power.replace("+", ""), superscript).join("")}`;
  return head === "1" ? ten : `${head}·${ten}`;
}
