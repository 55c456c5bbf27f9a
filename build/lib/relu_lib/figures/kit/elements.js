// Elements of the page: made, changed only where something changes, and messages for the reader.

/** Give an element attributes, listeners (`onclick` and the like) and children. */
export function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A message in place for the reader, to see and to hear. */
export function message() {
  const line = html("p", { class: "message", role: "status" });
  let fade;
  return {
    line,
    show(text) {
      clearTimeout(fade);
      if (line.textContent !== text) line.textContent = text; // said once, however often it is shown
      fade = setTimeout(this.clear, 8000);
    },
    clear() {
      clearTimeout(fade);
      line.textContent = "";
    },
  };
}

/** What a message says holds for a state: `drawn(state)` clears it once the state is another than when it was shown. */
export function ofState(message) {
  let [about, fresh] = [null, false];
  return {
    show(text) {
      message.show(text);
      fresh = true;
    },
    drawn(state) {
      const now = JSON.stringify(state);
      if (!fresh && about !== null && now !== about) message.clear();
      about = now;
      fresh = false;
    },
  };
}

export const written = new WeakMap(); // element → what was last written to it: to read it from the page takes longer

/** Whether this value is another than was last written under this name; from now on it is the one last written. */
export function news(element, name, value) {
  if (!written.has(element)) written.set(element, new Map());
  const known = written.get(element);
  return known.get(name) !== value && known.set(name, value);
}

/**
 * Set attributes of an element, and touch the page only where something has changed. A dragged slider comes here
 * hundreds of times a second, so it makes no lists.
 */
export function update(element, attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    if (!news(element, name, value)) continue;
    if (value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
export const write = (element, text) => {
  if (news(element, "text in it", text)) element.textContent = text;
};

/**
 * Put a text on the clipboard; where the browser refuses, select the text as it is shown, for the reader to copy.
 * Resolves to whether it is on the clipboard.
 */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}
