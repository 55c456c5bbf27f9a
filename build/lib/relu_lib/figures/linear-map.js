// A (2, 2) matrix moves the plane: drag where its columns point, or the letter, or type its entries. A second map after
// the first makes one map again.

const REACH = 3; // the plane goes from −3 to 3 both ways
const ENTRY = { min: -3, max: 3, step: 0.1, fine: 0.01 };
// prettier-ignore
const LETTER = [
  [0.25, 0.15], [0.25, 0.9], [0.8, 0.9], [0.8, 0.74], [0.42, 0.74], [0.42, 0.58], [0.68, 0.58], [0.68, 0.42],
  [0.42, 0.42], [0.42, 0.15], [0.25, 0.15],
];
// what the buttons do to the plane as it is
// prettier-ignore
const PRESETS = {
  turn: [[0, -1], [1, 0]], lean: [[1, 1], [0, 1]], stretch: [[2, 0], [0, 0.5]], flip: [[-1, 0], [0, 1]],
  flatten: [[1, 0.5], [1, 0.5]],
};
// prettier-ignore
const IDENTITY = [[1, 0], [0, 1]];
const GRID = [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6];

// --- the numbers, as relu_lib computes them -------------------------------------------------------

export const apply = (matrix, point) => matrix.map((row) => row[0] * point[0] + row[1] * point[1]);
export const after = (second, first) =>
  second.map((row) => [0, 1].map((j) => row[0] * first[0][j] + row[1] * first[1][j]));
export const between = (from, to, t) => from.map((row, i) => row.map((entry, j) => entry + (to[i][j] - entry) * t));

/** The map so far: 0 before both maps, 1 after the first, 2 after both. */
export const soFar = ({ first, second, progress }) =>
  progress <= 1 ? between(IDENTITY, first, progress) : between(first, after(second, first), progress - 1);

/** The map turned and stretched as a whole, about (0, 0), so that what it has put at one point comes to another. */
export function pulledTo(matrix, [x, y], [u, v]) {
  const size = Math.max(x * x + y * y, 0.02); // near (0, 0) a small pull would turn it too wildly
  const by = [(x * u + y * v) / size, (x * v - y * u) / size]; // (u + vi) / (x + yi)
  const grows = clamp(Math.hypot(...by), 0.1, 20) / Math.max(Math.hypot(...by), 1e-9); // it can be taken again
  const [c, s] = by.map((part) => part * grows);
  const turned = after([[c, -s], [s, c]], matrix); // prettier-ignore
  const fits = Math.min(1, REACH / Math.max(...turned.flat().map(Math.abs)));
  return turned.map((row) => row.map((entry) => snap(entry * fits, 0.01)));
}

/** What becomes of the plane: flattened, flipped, or neither. */
export function fate([[a, b], [c, d]]) {
  const area = a * d - b * c;
  const size = Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d));
  if (size === 0) return "Everything lands on one point.";
  if (Math.abs(area) <= 1e-12 * size * size) return "The plane is flattened onto a line.";
  return area < 0 ? "The letter is mirrored: the plane has been flipped." : "";
}

// --- the figure -----------------------------------------------------------------------------------

const matrixOf = (value) => [0, 1].map((i) => [0, 1].map((j) => finite(value?.[i]?.[j], IDENTITY[i][j])));
const stateOf = (model) => ({
  first: matrixOf(model.get("first")),
  second: matrixOf(model.get("second")),
  compose: Boolean(model.get("compose")),
  progress: clamp(finite(model.get("progress"), 2), 0, 2),
});
const point = ([x, y]) => `(${say(x)},\u00a0${say(y)})`; // kept on one line

/** What to call how far the two maps have gone. */
function progressName(t) {
  if (t === 0) return "before";
  if (t === 1) return "after M";
  return t < 1 ? "on the way to M" : t < 2 ? "on the way to N" : "after M and N";
}

/** The result in words: of two maps, where the slider has brought the plane. */
export function words({ first, second, compose, progress }) {
  const now = compose ? soFar({ first, second, progress }) : first;
  const ends = (map) => IDENTITY.map((tip) => point(apply(map, tip)));
  const [[from, other], [one, two]] = [IDENTITY.map(point), ends(now)];
  if (!compose) return `The map sends ${from} to ${one} and ${other} to ${two}. ${fate(now)}`.trim();
  const when = progressName(progress);
  const there = `${when[0].toUpperCase()}${when.slice(1)}, ${from} is at ${one} and ${other} at ${two}`;
  if (progress === 2) return `${there}. The one matrix N·M puts them there, too. ${fate(now)}`.trim();
  return `${there}. The one matrix N·M puts them at ${ends(after(second, first)).join(" and ")}. ${fate(now)}`.trim();
}

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a matrix moves the plane" });
  let shown = stateOf(model); // once a change: every handle asks for it
  const state = () => shown;
  const renew = () => {
    shown = stateOf(model);
  };
  model.on("change", renew);
  const put = (values) => change(model, values);
  const planes = html("div", { class: "planes" });
  const [said, told] = [html("p", { class: "said" }), message()];
  view.picture.append(planes, said, told.line);
  const first = draggablePlane(planes, {
    name: () => (state().compose ? "first map, M" : "the map, M"),
    label: "first map",
    get: () => state().first,
    set: (m) => put({ first: m }),
    told,
  });
  const second = draggablePlane(planes, {
    name: () => "second map, N",
    label: "second map",
    get: () => state().second,
    set: (m) => put({ second: m }),
    told,
  });
  const both = resultPlane(planes, state);
  const movers = controls(view, state, put, first);
  const arrange = ({ compose }) => {
    update(planes, { "data-planes": compose ? 3 : 1 });
    second.box.hidden = both.box.hidden = !compose;
  };
  arrange(state()); // before the planes are measured
  return view.live(
    () => {
      const now = state();
      arrange(now);
      for (const plane of now.compose ? [first, second, both] : [first]) plane.draw(now);
      movers.forEach((mover) => mover.draw(now));
      const result = words(now);
      write(said, result);
      return result;
    },
    () => {
      first.stop();
      model.off("change", renew);
    }
  );
}

function plane(parent, label, tipped) {
  const heading = html("div", { class: "plane-name" });
  const drawn = html("div");
  const box = html("div", { class: "plane" }, heading, drawn);
  parent.append(box);
  const chart = plot(drawn, {
    domain: [-REACH, REACH],
    range: [-REACH, REACH],
    label,
    square: true,
    height: (w) => clamp(w, 120, 380),
    margin: { left: 27, right: 12, top: 12, bottom: 22 },
  });
  const [grid, axes, letter, ghost] = ["map-grid", "map-axes", "map-letter", "map-ghost"].map((name) =>
    svg("path", { class: name })
  );
  const grabs = [1, 2].map(() => svg("path", { class: "grab" }));
  const columns = [1, 2].map((i) => svg("path", { class: `line column unit-${i}` }));
  chart.drawing.append(grid, axes, letter, ghost, ...columns, ...(tipped ? [] : grabs));
  let known;
  return {
    box,
    grabs,
    letter,
    heading,
    chart,
    draw(matrix, outline) {
      const [grown, asked] = [chart.fit(), String([matrix, outline])];
      if (!grown && asked === known) return;
      known = asked;
      const by = (map, points) => chart.path(points.map((p) => apply(map, p)));
      const upright = (k) => by(matrix, [[k, -6], [k, 6]]); // prettier-ignore
      const level = (k) => by(matrix, [[-6, k], [6, k]]); // prettier-ignore
      update(grid, { d: GRID.map((k) => upright(k) + level(k)).join("") });
      update(axes, { d: upright(0) + level(0) });
      update(letter, { d: by(matrix, LETTER) });
      update(ghost, { d: outline ? by(outline, LETTER) : "" });
      columns.forEach((path, j) => update(path, { d: arrow(chart, apply(matrix, j ? [0, 1] : [1, 0]), tipped) }));
      grabs.forEach((path, j) => update(path, { d: columns[j].getAttribute("d") }));
    },
  };
}

/** An arrow from the middle of the plane to a point, cut at the frame; without a tip where a handle is the tip. */
function arrow(chart, [x, y], tipped) {
  const chains = chart.chain([[0, 0], [x, y]]); // prettier-ignore
  if (!chains.length) return "";
  const [tail, tip] = [chains[0][0], chains[0].at(-1)];
  const length = Math.hypot(tip[0] - tail[0], tip[1] - tail[1]);
  if (length < 1 || !tipped) return asPath([[tail, tip]]);
  const [ux, uy] = [(tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length];
  const barb = (side) => [tip[0] - 9 * ux + side * 5 * uy, tip[1] - 9 * uy - side * 5 * ux];
  const { left, right, top, bottom } = chart.box;
  const kept = ([px, py]) => [clamp(px, left, right), clamp(py, top, bottom)];
  return asPath([[tail, tip], [kept(barb(1)), tip, kept(barb(-1))]]); // prettier-ignore
}

function draggablePlane(parent, { name, label, get, set, told }) {
  const made = plane(parent, `Plane moved by the ${label}`, false);
  let stop = () => {};
  const held = (matrix) => {
    stop(); // whoever takes hold of the plane ends its glide
    set(matrix);
  };
  const table = matrixTyped(made.box, { label, get, set: held, told });
  letterDragged(made, { get, pull: held });
  const tips = [0, 1].map((j) => columnHandle(made, j, { label, get, set, pull: held }));
  return {
    box: made.box,
    stop: () => stop(),
    draw() {
      made.draw(get());
      tips.forEach((tip) => tip.draw());
      write(made.heading, name());
      table.draw();
    },
    glideTo(matrix) {
      stop();
      const from = get();
      stop = glide(600, (t) => set(t < 1 ? between(from, matrix, t) : matrix));
    },
  };
}

/** The letter can be taken anywhere: the plane turns and stretches, as a whole, so that it follows. */
function letterDragged({ chart, letter }, { get, pull }) {
  let taken = null;
  letter.classList.add("taken");
  drag(letter, {
    at: chart.at,
    from: (here) => {
      taken = { here, matrix: get() };
      return here;
    },
    move: (x, y) => pull(pulledTo(taken.matrix, taken.here, [x, y])),
  });
}

/** A handle at the tip of column j. The matrix that a key asks for goes to `set`, a pointer's to `pull`. */
function columnHandle({ chart, grabs }, j, { label, get, set, pull }) {
  const inside = (value) => clamp(value, -REACH, REACH);
  const tip = () => get().map((row) => row[j]);
  const withTip = (to) => get().map((row, i) => row.map((old, c) => (c === j ? to[i] : old)));
  const entry = (i) => ({
    label: `${label}, column ${j + 1}, ${i ? "y" : "x"}`,
    range: ENTRY,
    get: () => get()[i][j],
    set: (value) => set(withTip(tip().map((old, r) => (r === i ? value : old)))),
  });
  const pulled = {
    from: () => tip().map(inside),
    move: (x, y) => pull(withTip([x, y].map((v) => inside(snap(v, 0.1))))),
  };
  drag(grabs[j], { at: chart.at, ...pulled });
  return handle(chart, {
    className: `unit-${j + 1}`,
    axes: { x: entry(0), y: entry(1) },
    letter: j + 1,
    hit: 15,
    away: () => tip().some((v) => Math.abs(v) > REACH),
    ...pulled,
    place: () => {
      const [x, y] = tip().map(inside);
      return [chart.x(x), chart.y(y)];
    },
  });
}

/** The plane as far through both maps as the slider says, and in outline where the one matrix N·M puts the letter. */
function resultPlane(parent, state) {
  const made = plane(parent, "Plane moved by both maps in a row", true);
  const table = matrixShown(made.box, "N·M");
  return {
    box: made.box,
    draw() {
      const total = after(state().second, state().first);
      made.draw(soFar(state()), total);
      write(made.heading, "first M, then N");
      table.draw(total);
    },
  };
}

function matrixTable(box, name, cells) {
  const rows = cells.map((row) => html("tr", {}, ...row));
  box.append(
    html("table", { class: "matrix" }, ...(name ? [html("caption", {}, name)] : []), html("tbody", {}, ...rows))
  );
}

const entriesOf = (make) => [0, 1].map((i) => [0, 1].map((j) => make(i, j)));
const cell = (j, ...inside) => html("td", { class: `unit-${j + 1}` }, ...inside);

function matrixShown(box, name) {
  const cells = entriesOf((i, j) => cell(j));
  matrixTable(box, name, cells);
  return { draw: (matrix) => matrix.forEach((row, i) => row.forEach((value, j) => write(cells[i][j], say(value)))) };
}

function matrixTyped(box, { label, get, set, told }) {
  const boxes = entriesOf((i, j) =>
    numberBox({
      label: `${label}, row ${i + 1}, column ${j + 1}`,
      get: () => get()[i][j],
      set: (value) => set(get().map((row, r) => row.map((old, c) => (r === i && c === j ? value : old)))),
      told,
    })
  );
  matrixTable(box, "", boxes.map((row) => row.map(({ input }, j) => cell(j, input)))); // prettier-ignore
  return { draw: () => boxes.flat().forEach((each) => each.draw()) };
}

function controls(view, state, put, first) {
  const progress = slider(view.controls, {
    name: "M, then N",
    label: "how far the two maps have gone",
    range: { min: 0, max: 2, step: 0.1, fine: 0.02 },
    get: () => state().progress,
    set: (value) => put({ progress: value }),
    text: progressName,
  });
  progress.row.classList.add("wide-output");
  const preset = ([name, matrix]) =>
    button(view.tools, { name, press: () => first.glideTo(after(matrix, state().first)) });
  const presets = Object.entries(PRESETS).reverse().map(preset);
  const onlyWhereMeant = ({ compose }) => {
    progress.row.hidden = !compose;
    for (const made of presets) made.hidden = compose;
  };
  return [progress, { draw: onlyWhereMeant }];
}

export default { render };
