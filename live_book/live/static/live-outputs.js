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
  rendermime.markdownParser = { render: markdown };
}

/** Markdown as HTML, which is trusted as all is that the reader's own code puts out. */
async function markdown(text) {
  await loadOnce("script", { src: fileAt("vendor/marked/marked.umd.js") });
  return window.marked.parse(text);
}

/** The icons of widgets are letters of a font, which no page needs before. */
async function loadIcons() {
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/icons/css/all.min.css") });
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/icons/css/v4-shims.min.css") });
}

/** A picture, a sound or a frame that the policy of the page keeps out leaves a hole: say in its place why. */
export function sayWhatIsRefused() {
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
    if (/^https?:/.test(blockedURI)) setTimeout(() => sayRefused(blockedURI), 200); // when what names it is in the page
  });
}

function sayRefused(address) {
  const { host } = new URL(address);
  const named = document.querySelectorAll(".live-output :is([src], [data], [poster])");
  for (const element of named) {
    if (![element.src, element.data, element.poster].includes(address)) continue;
    if (element.nextElementSibling?.matches(".live-refused")) continue;
    const why = `Not shown: the policy of this page lets nothing be loaded from ${host}.`;
    const textContent = `${why} Python can bring a picture along: Image(url="…", embed=True).`;
    element.after(Object.assign(document.createElement("p"), { className: "live-refused", textContent }));
  }
}

async function typesetMath(element) {
  if (!/[$\\]/.test(element.textContent)) return;
  await loadOnce("link", { rel: "stylesheet", href: fileAt("vendor/katex/katex.min.css") });
  await loadOnce("script", { src: fileAt("vendor/katex/katex.min.js") });
  await loadOnce("script", { src: fileAt("vendor/katex/contrib/auto-render.min.js") });
  window.renderMathInElement(element, { delimiters: DELIMITERS, throwOnError: false });
}

let pictures = 0;
const SVG = "http://www.w3.org/2000/svg";

/** With its own size, percentages and style, which would be the whole page's were it a part of it. */
function foreignSvg(text) {
  const named = text.includes(SVG) ? text : text.replace("<svg", `<svg xmlns="${SVG}"`);
  return Object.assign(document.createElement("img"), { src: `data:image/svg+xml,${encodeURIComponent(named)}` });
}

/** A picture in SVG: Matplotlib's as `author/plots.py` puts it into a page; any other as it is, by itself. */
function themedSvg(text) {
  if (!/matplotlib/i.test(text.slice(0, 2000))) return foreignSvg(text);
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

/** Whether printed text is a table (finish/markup.py has the same). */
const hasRows = (text) => (text.match(/^.*\S {2,}\S/gm) ?? []).length > 1;

/** Name what screen readers meet in an output, now and as it changes. `altTextOf(n)` describes its n-th picture. */
export function keepNamed(output, altTextOf) {
  const name = () => {
    output.querySelectorAll("svg.plot, img").forEach((picture, n) => {
      const [attribute, altText] = [picture.localName === "img" ? "alt" : "aria-label", altTextOf(n)];
      if (picture.getAttribute(attribute) !== altText) picture.setAttribute(attribute, altText);
    });
    if (output.querySelector(".jupyter-widgets .fa")) loadIcons().catch(() => {});
    for (const handle of output.querySelectorAll(".noUi-handle:not([aria-label])"))
      handle.setAttribute("aria-label", labelOf(handle));
    for (const readout of output.querySelectorAll(".widget-readout[contenteditable]:not([role])")) {
      readout.setAttribute("role", "textbox");
      readout.setAttribute("aria-label", `${labelOf(readout)}, value`);
    }
    for (const text of output.querySelectorAll("[data-mime-type*=stderr]"))
      text.classList.toggle("blank", !text.textContent.trim()); // a progress bar that has gone
    for (const text of output.querySelectorAll("pre")) text.classList.toggle("rows", hasRows(text.textContent));
    for (const part of output.querySelectorAll(".jp-OutputArea-child"))
      // beside plots, words have a row of their own
      part.classList.toggle("wordy", !part.querySelector("svg.plot, img"));
    for (const box of output.querySelectorAll(
      "pre:not(.live-rest), .jp-RenderedHTMLCommon, .jp-OutputArea-output, .jp-RenderedText"
    )) {
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
