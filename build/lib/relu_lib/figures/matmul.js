// A matrix product, entry by entry: point at an entry and its row and column light up, with the sum spelled out.

const LIMIT = 8; // rows and columns shown; larger matrices are cut, and it says so

// --- the numbers, as relu_lib computes them -------------------------------------------------------

/** A list of rows made whole: finite numbers, rows as long as the shortest, no larger than can be shown. */
export function whole(rows) {
  const lists = Array.isArray(rows)
    ? rows
        .map(finiteList)
        .filter((row) => row.length)
        .slice(0, LIMIT)
    : [];
  const width = Math.min(LIMIT, ...lists.map((row) => row.length));
  return lists.length ? lists.map((row) => row.slice(0, width)) : [[0]];
}
export const product = (A, B) =>
  A.map((row) => B[0].map((_, j) => row.reduce((total, a, k) => total + a * B[k][j], 0)));

const DIGITS = 6; // decimals shown; a number that has more is followed by ≈, not by =
const isShort = (value) =>
  Math.abs(Number(value.toFixed(DIGITS)) - value) <= 1e-12 * Math.max(1, Math.abs(value)) && Math.abs(value) < 1e6;

/** The sum of one entry as far as `step` products: "1·6 + 2·8 = 22". */
export function spelled(A, B, row, column, step) {
  const factor = (value) => (value < 0 ? `(${say(value, DIGITS)})` : say(value, DIGITS));
  const pairs = A[row].slice(0, step).map((a, k) => `${factor(a)}·${factor(B[k][column])}`);
  const total = A[row].slice(0, step).reduce((sum, a, k) => sum + a * B[k][column], 0);
  const exact = [total, ...A[row].slice(0, step), ...B.slice(0, step).map((each) => each[column])].every(isShort);
  return pairs.length ? `${pairs.join(" + ")} ${exact ? "=" : "≈"} ${say(total, DIGITS)}` : "0";
}

/** The step after this one: one product more, or the first product of the next entry. */
export function next({ row, column, step, stepping = true }, rows, length, columns) {
  if (!stepping) return { row, column, step: 1 }; // the first step builds up the entry that is shown
  if (step < length) return { row, column, step: step + 1 };
  const place = (row * columns + column + 1) % (rows * columns);
  return { row: Math.floor(place / columns), column: place % columns, step: 1 };
}
export function previous({ row, column, step }, rows, length, columns) {
  if (step > 1) return { row, column, step: step - 1 };
  const place = (row * columns + column - 1 + rows * columns) % (rows * columns);
  return { row: Math.floor(place / columns), column: place % columns, step: length };
}

// --- the figure -----------------------------------------------------------------------------------

function stateOf(model) {
  let [A, B] = [whole(model.get("A")), whole(model.get("B"))];
  const inner = Math.min(A[0].length, B.length);
  [A, B] = [A.map((row) => row.slice(0, inner)), B.slice(0, inner)];
  const whichever = (name, most) => clamp(Math.round(finite(model.get(name))), 0, most);
  return {
    A,
    B,
    row: whichever("row", A.length - 1),
    column: whichever("column", B[0].length - 1),
    step: whichever("step", inner) || inner,
    stepping: whichever("step", inner) > 0,
  };
}

/** The result in words. */
export function words({ A, B, row, column, step }) {
  const done = step < A[0].length ? `, ${step} of ${A[0].length} products so far` : "";
  return `Row ${row + 1} of A with column ${column + 1} of B${done}: ${spelled(A, B, row, column, step)}`;
}

function render({ model, el }) {
  const view = frame({ model, el, title: "Figure: a matrix product, entry by entry" });
  const state = () => stateOf(model);
  const put = (values) => change(model, values);
  let hovered = null; // an entry pointed at lights up without being chosen
  const line = html("div", { class: "products" });
  const said = html("p", { class: "said spelled" });
  view.told = message();
  view.picture.append(line, said, view.told.line);
  const point = (place) => {
    hovered = place;
    draw();
  };
  let tables;
  const draw = () => {
    const chosen = state();
    if (tables?.shape !== shapeOf(chosen)) {
      tables = tablesOf(view, chosen, model, { put, point });
      line.replaceChildren(...tables.parts);
    }
    const now = hovered ? { ...chosen, ...hovered, step: chosen.A[0].length } : chosen;
    const pair = (k) => (k === now.step - 1 && now.step < now.A[0].length ? "lit pair" : "lit");
    tables.A.draw((i, k) => (i === now.row ? pair(k) : ""));
    tables.B.draw((k, j) => (j === now.column ? pair(k) : ""));
    tables.C.draw(product(now.A, now.B), now);
    write(said, words(now));
    return words(now);
  };
  const walk = (way) => () => {
    const now = state();
    put(way(now, now.A.length, now.A[0].length, now.B[0].length));
  };
  button(view.tools, { name: "Step on", press: walk(next) });
  button(view.tools, { name: "Step back", press: walk(previous) });
  return view.live(draw);
}

const shapeOf = ({ A, B }) => [A.length, A[0].length, B[0].length].join();

/** The tables of A, B and their product, and what stands on the line: the tables and the signs between them. */
function tablesOf(view, { A, B }, model, { put, point }) {
  const sign = (text) => html("span", { class: "sign" }, text);
  const tables = {
    A: entries(view, "A", A, model),
    B: entries(view, "B", B, model),
    C: answers(A.length, B[0].length, { put, point }),
  };
  const parts = [tables.A.table, sign("·"), tables.B.table, sign("="), tables.C.table];
  return { ...tables, parts, shape: shapeOf({ A, B }) };
}

/** A matrix of number fields. What is no number is not taken, and it says so. */
function entries(view, name, matrix, model) {
  const boxes = matrix.map((row, i) => row.map((_, j) => entry(view, name, i, j, model)));
  const table = html(
    "table",
    { class: "factor" },
    html("caption", {}, `${name} (${matrix.length}, ${matrix[0].length})`),
    html("tbody", {}, ...boxes.map((row) => html("tr", {}, ...row.map(({ input }) => html("td", {}, input)))))
  );
  const show = (box, lit) => {
    box.draw();
    const width = `${clamp(box.input.value.length + 1.5, 4, 11)}ch`;
    if (news(box.input, "width", width)) box.input.style.width = width;
    update(box.input.parentElement, { class: lit });
  };
  const draw = (lit) => boxes.forEach((row, i) => row.forEach((box, j) => show(box, lit(i, j))));
  return { table, draw };
}

function entry(view, name, i, j, model) {
  const entered = (value) =>
    whole(model.get(name)).map((row, r) => row.map((old, c) => (r === i && c === j ? value : old)));
  return numberBox({
    label: `${name}, row ${i + 1}, column ${j + 1}`,
    digits: 12,
    get: () => whole(model.get(name))[i][j],
    set: (value) => change(model, { [name]: entered(value) }),
    told: view.told,
  });
}

/** The product as a matrix of buttons: hover to look, press or focus to choose. */
function answers(rows, columns, { put, point }) {
  const all = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const choose = () => put({ row, column, step: 0 }); // 0: all of it
      return html("button", {
        type: "button",
        class: "entry",
        onclick: choose,
        onfocus: choose,
        onpointerenter: (event) => event.pointerType === "mouse" && point({ row, column }),
        onpointerleave: () => point(null),
        onkeydown: (event) => walkEntries(event, all, row, column),
      });
    })
  );
  const table = html(
    "table",
    { class: "answer" },
    html("caption", {}, `A·B (${rows}, ${columns})`),
    html("tbody", {}, ...all.map((row) => html("tr", {}, ...row.map((each) => html("td", {}, each)))))
  );
  const show = (each, i, j, value, now) => {
    const here = i === now.row && j === now.column;
    write(each, here && now.step < now.A[0].length ? "…" : say(value, 4));
    const label = `row ${i + 1}, column ${j + 1} of the product: ${say(value, DIGITS)}`;
    update(each, { "aria-label": label, "aria-pressed": here });
  };
  const draw = (values, now) => all.forEach((row, i) => row.forEach((each, j) => show(each, i, j, values[i][j], now)));
  return { table, draw };
}

function walkEntries(event, all, row, column) {
  const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const goal = way && all[row + way[0]]?.[column + way[1]];
  if (!goal) return;
  event.preventDefault();
  goal.focus();
}

export default { render };
