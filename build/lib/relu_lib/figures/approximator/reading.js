// Two columns of numbers as people paste them: tabs, semicolons, commas or blanks between them, decimal points or
// commas, perhaps a header. What cannot be read is named by its line.

const MOST_ROWS = 5000;
const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A field as a number; NaN if it is none. With `comma`, a decimal comma is one. */
export function numberFrom(field, comma) {
  const bare = field.trim().replace(/^["']|["']$/g, "").trim().replace(/^[−–]/, "-"); // prettier-ignore
  const text = comma ? bare.replace(",", ".") : bare;
  const value = NUMERAL.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= HUGE ? value : NaN;
}

/** What stands between the columns of these lines: the first of a few marks with which most lines have numbers. */
export function separatorOf(lines) {
  const kinds = [
    { split: (line) => line.split("\t"), comma: true },
    { split: (line) => line.split(";"), comma: true },
    { split: (line) => line.split(","), comma: false },
    { split: (line) => line.trim().split(/,?\s+/), comma: true },
  ];
  const some = lines.slice(0, 50);
  const fits = ({ split, comma }) =>
    some.filter((line) => {
      const fields = split(line);
      return fields.length >= 2 && fields.slice(0, 2).every((field) => !Number.isNaN(numberFrom(field, comma)));
    }).length;
  const counts = kinds.map(fits);
  return kinds[counts.indexOf(Math.max(...counts))];
}

/**
 * The rows of a text: { x, y, header, faults, more }. faults: { line, text, why } for each line that could not be read;
 * more: how many rows there were beyond the first 5,000.
 */
export function tableFrom(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const filled = lines.map((line, i) => ({ line: i + 1, text: line })).filter((row) => row.text.trim());
  const { split, comma } = separatorOf(filled.map((row) => row.text));
  const table = { x: [], y: [], header: "", faults: [], more: 0 };
  filled.forEach(({ line, text: row }, i) => {
    const fields = split(row);
    const [x, y] = [0, 1].map((k) => numberFrom(fields[k] ?? "", comma));
    if (i === 0 && Number.isNaN(x) && Number.isNaN(y) && !/\d/.test(fields[0])) table.header = row.trim();
    else if (Number.isNaN(x) || Number.isNaN(y)) table.faults.push({ line, text: row, why: whyNot(fields, x) });
    else if (table.x.length === MOST_ROWS) table.more += 1;
    else {
      table.x.push(x);
      table.y.push(y);
    }
  });
  return table;
}

function whyNot(fields, x) {
  if (fields.length < 2) return "has one column, and two are needed";
  const [place, field] = Number.isNaN(x) ? ["first", fields[0]] : ["second", fields[1]];
  return field.trim() ? `has no number in its ${place} column` : `has nothing in its ${place} column`;
}

/** What was read, in words; with what is in the way, if it cannot be used. */
export function toldOf({ x, header, faults, more }) {
  const told = [];
  const rows = `${x.length} ${x.length === 1 ? "row" : "rows"}`;
  const used = new Set(x).size;
  if (used > 1) told.push(`${rows} read${header ? `, below the header “${header.slice(0, 40)}”` : ""}.`);
  else told.push(x.length ? "Two different x are needed at least." : "No row with two numbers was found.");
  if (more) told.push(`${more} more were left out: ${MOST_ROWS} is the most.`);
  for (const { line, text, why } of faults.slice(0, 3))
    told.push(`Line ${line}, “${text.trim().slice(0, 30)}”, ${why}.`);
  if (faults.length > 3) told.push(`So it is with ${faults.length - 3} more lines.`);
  return told.join(" ");
}
