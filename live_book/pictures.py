"""Plots that follow the theme.

An SVG output goes into the page itself. Each colour #rrggbb in it becomes `var(--plot-rrggbb, #rrggbb)`:
the page's style sheet can then give every plot colour another value in the dark theme. Much of such a picture
is outlines of letters and decimals that no screen can show: letters are kept once for a page, decimals are dropped.
"""

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.util import logging

log = logging.getLogger(__name__)
# a letter as Matplotlib draws it: (its id, what it would be in any picture), its outline
LETTER = re.compile(r'<path id="(p[0-9a-f]{8}-([^"]+))" d="([^"]*)" transform="scale\(0\.015625\)" ?/>')
LONG = re.compile(r"(scale\([^)]*\))|\d+\.\d{3,}")  # a factor keeps its decimals
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def connect(app):
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    app.connect("doctree-read", give_each_plot_its_words)
    app.connect("html-page-context", share_letters)


# --- SVG in the page ----------------------------------------------------------------------------


def themed_svg(text, words):
    """An SVG picture as a piece of HTML: named by `words`, its colours up to the page, its ids its own."""
    ElementTree.register_namespace("", SVG[1:-1])
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text, flags=re.DOTALL))
    prefix = "p" + hashlib.sha256(text.encode()).hexdigest()[:8] + "-"
    _drop(root, ("metadata", "style"))  # Matplotlib's style applies to `*`: to the whole page
    named = set(re.findall(r"#([^\s\"')]+)[\"')]", text))  # ids that something in the picture refers to
    for element in root.iter():
        _drop_what_is_not_seen(element, named)
        _make_own(element, prefix)
    _unwrap(root)
    sides = root.get("viewBox").split()[2:]
    width, height = (float(re.match(r"[\d.]+", root.get(*side))[0]) for side in zip(("width", "height"), sides))
    for name in "width", "height":
        root.attrib.pop(name, None)
    root.set("class", "plot")
    root.set("role", "img")
    root.set("aria-label", words)
    root.set("style", f"max-width:{width * 4 / 3:.0f}px;aspect-ratio:{width:.2f}/{height:.2f}")  # it counts in points
    return ElementTree.tostring(root, encoding="unicode")


def _drop(root, names):
    for parent in root.iter():
        for child in [c for c in parent if c.tag.removeprefix(SVG) in names]:
            parent.remove(child)


def _drop_what_is_not_seen(element, named):
    """Ids that nothing refers to, the spaces between tags, and all but two decimals: a 100th of a point."""
    if element.get("id") not in named:
        element.attrib.pop("id", None)
    if not (element.text or "").strip() and element.tag != f"{SVG}text":
        element.text = None
    element.tail = (element.tail or "").strip() or None
    for name in {"d", "x", "y", "width", "height", "points", "transform"} & element.attrib.keys():
        element.set(name, " ".join(LONG.sub(_short, element.get(name)).split()))


def _short(number):
    return number[1] or f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _unwrap(element):
    """Take out groups that say nothing of what is in them: Matplotlib had them for their names."""
    for child in element:
        _unwrap(child)
    plain = lambda child: child.tag == f"{SVG}g" and not child.attrib  # noqa: E731
    element[:] = [part for child in element for part in (child if plain(child) else [child])]


def _make_own(element, prefix):
    """Ids are unique in a page, not only in a picture; and colours are the theme's to choose."""
    if HREF in element.attrib:
        element.set("href", element.attrib.pop(HREF))
    for name, value in list(element.attrib.items()):
        if name == "id":
            value = prefix + value
        elif name == "href":
            value = value.replace("#", "#" + prefix)
        elif name == "style":
            value = re.sub(r"#([0-9a-f]{6})\b", r"var(--plot-\1,#\1)", value)
        element.set(name, value.replace("url(#", "url(#" + prefix))


def share_letters(app, pagename, templatename, context, doctree):
    """The outline of each letter once for all pictures of a page, in front of them, and not in each of them."""
    body = context.get("body", "")
    found = LETTER.findall(body)
    if not found:
        return
    outlines = {letter: outline for _, letter, outline in reversed(found)}  # the first of a name
    shared = {own: f"letter-{letter}" for own, letter, outline in found if outlines[letter] == outline}
    body = re.sub(r"<defs>\s*</defs>|<defs ?/>", "", LETTER.sub(lambda own: "" if own[1] in shared else own[0], body))
    body = re.sub(r'href="#(p[^"]+)"', lambda use: f'href="#{shared.get(use[1], use[1])}"', body)
    drawn = (f'<path id="letter-{letter}" d="{d}" transform="scale(0.015625)"/>' for letter, d in outlines.items())
    hidden = 'class="letters" aria-hidden="true" width="0" height="0"'
    context["body"] = f"<svg {hidden}><defs>{''.join(drawn)}</defs></svg>{body}"


def visit_image(self, node):
    """As the theme does it, but an SVG output of a cell goes into the page."""
    path = Path(self.builder.srcdir, node["uri"])
    if path.suffix == ".svg" and "jupyter_execute" in path.parts and path.exists():
        if "alt" not in node:
            log.warning("plot without alt text (mystnb: image: alt:)", location=node)
        self.body.append(themed_svg(path.read_text("utf-8"), node.get("alt", "")))
        node["inlined"] = True
    else:
        type(self).visit_image(self, node)


def depart_image(self, node):
    if not node.get("inlined"):
        type(self).depart_image(self, node)


def give_each_plot_its_words(app, doctree):
    """A cell with several plots has as many lines of alt text, the first for the first plot."""
    for cell in doctree.findall(lambda node: isinstance(node, nodes.container) and "cell_metadata" in node):
        plots = [image for image in cell.findall(nodes.image) if "stands_in" not in image]
        words = words_of(cell).splitlines()
        if len(words) > 1 and len(words) != len(plots):
            log.warning("%d plots, but %d lines of alt text", len(plots), len(words), location=cell)
        for plot, line in zip(plots, words):
            plot["alt"] = line


def words_of(node):
    """The alt text that the cell around a node gives, or ""."""
    while node is not None and "cell_metadata" not in getattr(node, "attributes", {}):
        node = node.parent
    return node["cell_metadata"].get("mystnb", {}).get("image", {}).get("alt", "") if node else ""
