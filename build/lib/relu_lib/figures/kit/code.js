// Code that a reader may take along: shown in a fold, and copied.

/** As Python writes it: JavaScript's 1 is its 1.0. */
export function asPython(value) {
  if (Array.isArray(value)) return `[${value.map(asPython).join(", ")}]`;
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/**
 * A fold below the controls that shows a state as code, in one of a few kinds, and copies it. text(state, kind): the
 * code; above: an element in front of it, which `draw(state)` fills. Only what is unfolded is drawn.
 */
export function toCopy(view, { summary, kinds, text, above = "", draw: drawAbove = () => {} }) {
  const listing = html("pre", { tabindex: 0, "aria-label": "code" });
  let [kind, now] = [kinds[0], null];
  const choose = html("span", { class: "choose", role: "group", "aria-label": "kind of code" });
  const told = message();
  const copied = async () => {
    const there = await copy(listing.textContent, listing);
    const where = kind === "CSV" ? "where a table is wanted" : "where Python runs";
    told.show(there ? `Copied. Paste the ${kind} code ${where}.` : "Press Ctrl and C to copy the selected code.");
  };
  const copier = html("button", { type: "button", onclick: copied }, "Copy the code");
  const fold = html("summary", {}, summary);
  const details = html("details", { class: "matrices" }, fold, above, choose, listing, copier, told.line);
  view.controls.after(details);
  const draw = (state) => {
    now = state;
    if (!details.open) return;
    drawAbove(now);
    write(listing, text(now, kind));
    for (const option of choose.children) update(option, { "aria-pressed": option.textContent === kind });
  };
  const chosen = (name) => () => {
    kind = name;
    draw(now);
  };
  for (const name of kinds) choose.append(html("button", { type: "button", onclick: chosen(name) }, name));
  details.addEventListener("toggle", () => draw(now));
  return { draw };
}
