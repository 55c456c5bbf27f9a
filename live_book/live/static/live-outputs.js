// What Python answers with, as the book shows it: plots that follow the theme, mathematics, names for screen readers.

import { fileAt, loadOnce } from "./live-python.js";

const DELIMITERS = [
  { left: "$$", right: "$$", display: true },
  { left: "\\[", right: "\\]", display: true },
  { left: "$", right: "$", display: false },
  { left: "\\(", right: "\\)", display: false },
];

/** Teach Jupyter's renderers what the pages of this book do. */
export function teachOutputs(rendermime) {
  const { createRenderer } = rendermime.getFactory("image/svg+xml");
  rendermime.addFactory(
    {
      safe: true,
      mimeTypes: ["image/svg+xml"],
      createRenderer: (options) => {
        const renderer = createRenderer(options);
        renderer.render = async (model) => {
          renderer.node.replaceChildren(themedSvg(String(model.data["image/svg+xml"])));
        };
        return renderer;
      },
    },
    80
  ); // its rank so far: a widget's view, if an output has one, comes first
  rendermime.latexTypesetter = { typeset: typesetMath };
}

async function typesetMath(element) {
  if (!/[$\\]/.test(element.textContent)) return;
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/katex/katex.min.css") });
  await loadOnce("script", { src: fileAt("vendor/katex/katex.min.js") });
  await loadOnce("script", { src: fileAt("vendor/katex/contrib/auto-render.min.js") });
  window.renderMathInElement(element, { delimiters: DELIMITERS, throwOnError: false });
}

let pictures = 0;

/**
 * A plot as `author/plots.py` puts it into a page: ids of its own, colours up to the theme, as wide as there is room.
 */
function themedSvg(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg")
    return Object.assign(document.createElement("pre"), { textContent: "This picture is no valid SVG." });
  const prefix = `live${++pictures}-`;
  const width = parseFloat(root.getAttribute("width") ?? root.viewBox.baseVal.width);
  // Matplotlib's style would apply to the whole page
  root.querySelectorAll("metadata, style, script").forEach((part) => part.remove());
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "id") element.id = prefix + value;
      else if (/(^|:)href$/.test(name)) element.setAttribute(name, value.replace("#", `#${prefix}`));
      else if (name.startsWith("on")) element.removeAttribute(name);
      else
        element.setAttribute(
          name,
          value
            .replaceAll("url(#", `url(#${prefix}`)
            .replace(name === "style" ? /#([0-9a-f]{6})\b/g : /$^/, "var(--plot-$1,#$1)")
        );
    }
  }
  for (const name of ["width", "height"]) root.removeAttribute(name);
  root.setAttribute("class", "plot");
  root.setAttribute("role", "img");
  root.style.maxWidth = `${Math.round((width * 4) / 3)}px`; // Matplotlib counts in points
  return root;
}

/** Name what screen readers meet in an output, now and as it changes. `altTextOf(n)` describes its n-th picture. */
export function keepNamed(output, altTextOf) {
  const name = () => {
    output.querySelectorAll("svg.plot, img").forEach((picture, n) => {
      const [attribute, altText] = [picture.localName === "img" ? "alt" : "aria-label", altTextOf(n)];
      if (picture.getAttribute(attribute) !== altText) picture.setAttribute(attribute, altText);
    });
    for (const handle of output.querySelectorAll(".noUi-handle:not([aria-label])"))
      handle.setAttribute("aria-label", labelOf(handle));
    for (const readout of output.querySelectorAll(".widget-readout[contenteditable]:not([role])")) {
      readout.setAttribute("role", "textbox");
      readout.setAttribute("aria-label", `${labelOf(readout)}, value`);
    }
    for (const text of output.querySelectorAll("[data-mime-type*=stderr]"))
      text.classList.toggle("blank", !text.textContent.trim()); // a progress bar that has gone
    for (const part of output.querySelectorAll(".jp-OutputArea-child"))
      // beside plots, words have a row of their own
      part.classList.toggle("wordy", !part.querySelector("svg.plot, img"));
    for (const box of output.querySelectorAll("pre, .jp-RenderedHTMLCommon, .jp-OutputArea-output, .jp-RenderedText")) {
      const scrolls =
        box.scrollWidth > box.clientWidth + 1 ||
        (box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === "auto");
      if (scrolls !== box.hasAttribute("tabindex"))
        (box.toggleAttribute("tabindex", scrolls), scrolls && box.setAttribute("tabindex", "0"));
    }
  };
  new MutationObserver(name).observe(output, { childList: true, subtree: true });
}

const labelOf = (part) =>
  part.closest(".jupyter-widgets")?.querySelector(".widget-label")?.textContent.trim() || "slider";
