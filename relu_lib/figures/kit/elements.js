// Elements of the page: made, changed only where something changes, and messages for the reader.

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A message in place for the reader, to see and to hear. */
function message() {
  const line = html("p", { class: "message", role: "status" });
  let fade;
  return { line, show(text) { clearTimeout(fade); line.textContent = text; fade = setTimeout(() => { line.textContent = ""; }, 8000); } };
}

const written = new WeakMap(); // element → what was last written to it: to read it from the page takes longer
function news(element, name, value) {
  if (!written.has(element)) written.set(element, new Map());
  const known = written.get(element);
  return known.get(name) !== value && known.set(name, value);
}

/** Set attributes, and write to the page only what has changed. (A dragged slider comes here hundreds of times a second: no lists are made.) */
function set(element, attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    if (!news(element, name, value)) continue;
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
const write = (element, text) => { if (news(element, "text in it", text)) element.textContent = text; };

/** Put text on the clipboard; where a page may not, select it for the reader to copy. Resolves to whether it is there. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}
