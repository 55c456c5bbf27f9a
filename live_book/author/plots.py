"""Plots that follow the theme.

An SVG output goes into the page itself. Each colour #rrggbb in it becomes `var(--plot-rrggbb, #rrggbb)`:
the page's style sheet can then give every plot colour another value in the dark theme. As Matplotlib writes it, such a
picture is some 400 elements, one a letter, a grid line or a tick, which a slow browser takes long to lay out: here each
word is one path, and so are all the grid lines of an axis. Decimals that no screen can show are dropped.
"""

import base64
import hashlib
import html
import re
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.util import logging

from ..folders import EXECUTED

log = logging.getLogger(__name__)
CHANCE = re.compile(r'(?<=["#][mp])[0-9a-f]{10}(?=[")])')  # in the names of marks, and of what cuts lines off
LETTER_SCALE = "scale(0.015625)"  # by which Matplotlib draws the outline of a letter, wherever it stands: by 1/64
FINENESS = 4  # steps of a unit to which outlines are kept; letters are drawn in units of a hundredth of their size
PLACE = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)(?: scale\(([\d.]+)\))?")
LONG = re.compile(r"(scale\([^)]*\))|\d+\.\d{3,}")  # a factor keeps its decimals
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
STROKES = f"{SVG}path", f"{SVG}use"


def connect(app):
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    app.connect("doctree-read", give_each_plot_its_alt_text)


# --- SVG in the page ----------------------------------------------------------------------------


def picture(text, alt):
    """An SVG picture as a piece of HTML: Matplotlib's themed, any other as it is, by itself.

    A part of the page would lose its own style, or give it to the whole page.
    """
    if re.search("matplotlib", text[:2000], re.IGNORECASE):
        return themed_svg(text, alt)
    data = base64.b64encode(text.encode()).decode()
    return f'<img class="plot" alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def themed_svg(text, alt):
    """An SVG picture as a piece of HTML: named by `alt`, its colours up to the page, its ids its own."""
    ElementTree.register_namespace("", SVG[1:-1])
    text = with_counted_ids(re.sub(r"<!DOCTYPE[^>]*>|<metadata>.*?</metadata>", "", text, flags=re.DOTALL))
    root = ElementTree.fromstring(text)
    prefix = "p" + hashlib.sha256(f"{text}{alt}".encode()).hexdigest()[:8] + "-"
    _drop(root, ("style",))  # Matplotlib's style applies to `*`: to the whole page
    _join_glyphs(root)
    _draw_strokes(root)
    _drop_invisible(root)
    named = _named(root)
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
    root.set("aria-label", alt)
    root.set("style", f"max-width:{width * 4 / 3:.0f}px;aspect-ratio:{width:.2f}/{height:.2f}")  # it counts in points
    return ElementTree.tostring(root, encoding="unicode")


def with_counted_ids(text):
    """A picture in which what Matplotlib names by chance is told by its order: two builds make the same pictures.

    >>> with_counted_ids('<use href="#m3f00ba5e11" clip-path="url(#p12345abcde)" /><path id="m3f00ba5e11" />')
    '<use href="#m1" clip-path="url(#p2)" /><path id="m1" />'
    """
    numbers = {name: str(number) for number, name in enumerate(dict.fromkeys(CHANCE.findall(text)), 1)}
    return CHANCE.sub(lambda found: numbers[found[0]], text)


# --- fewer elements -----------------------------------------------------------------------------------------


def relative(path, at=(0, 0), scale=1, decimals=0):
    """A path moved to a place, each step told from the one before: what has the same outline has the same text.

    `path` is as Matplotlib writes it: M, L, Q, C, z and pairs of numbers.

    >>> relative("M 0 0 L 5 1 Q 6 7 8 9 z", at=(100, 50))
    'M100 50l5 1q1 6 3 8z'
    """
    written, start, here = [], (0, 0), (0, 0)
    for name, numbers in re.findall("([MLQCz])([^MLQCz]*)", path):
        values = [round(float(value) * scale + at[i % 2], decimals) for i, value in enumerate(numbers.split())]
        points = list(zip(values[::2], values[1::2]))
        steps = points if name == "M" else [(x - here[0], y - here[1]) for x, y in points]
        told = " ".join(f"{round(step, decimals):g}" for pair in steps for step in pair)
        written.append((name if name == "M" else name.lower()) + told.replace(" -", "-"))
        here = points[-1] if points else start
        start = here if name == "M" else start
    return "".join(written)


def _join_glyphs(root):
    """Each word one path, and not one for each of its letters."""
    letters = {
        one.get("id"): one.get("d", "") for one in root.iter(f"{SVG}path") if one.get("transform") == LETTER_SCALE
    }
    for group in list(root.iter(f"{SVG}g")):
        uses = group.findall(f"{SVG}use")
        places = [PLACE.fullmatch(use.get("transform", "translate(0 0)")) for use in uses]
        outlines = [letters.get(use.get(HREF)[1:]) for use in uses]
        if not uses or None in places or None in outlines or len(uses) + len(group.findall(f"{SVG}defs")) < len(group):
            continue
        placed = [(float(place[1]) * FINENESS, float(place[2]) * FINENESS, float(place[3] or 1)) for place in places]
        outline = "".join(
            relative(letter, at=(x, y), scale=size * FINENESS / 64) for letter, (x, y, size) in zip(outlines, placed)
        )
        group[:] = []
        group.tag = f"{SVG}path"
        group.attrib |= {
            "class": "glyphs",
            "d": outline,
            "transform": f"{group.get('transform', '')} scale({1 / FINENESS})".strip(),
        }


def _draw_strokes(root):
    """All grid lines of an axis as one path, all its ticks, and all hollow marks that stand for points."""
    drawn = {path.get("id"): path.get("d") for path in root.iter(f"{SVG}path") if "transform" not in path.attrib}
    for group in list(root.iter(f"{SVG}g")):
        if group.get("id", "").startswith("matplotlib.axis"):
            _join(list(group.iter(f"{SVG}g")), drawn, "ticks")
        elif all(child.tag == f"{SVG}use" and "fill-opacity: 0" in child.get("style", "") for child in group):
            _join([group], drawn, "marks")


def _join(groups, drawn, kind):
    """Strokes that look alike as one: where the first of them was."""
    first = {}
    for parent in groups:
        for child in [child for child in parent if child.tag in STROKES and child.get("class") != "glyphs"]:
            if child.tag == f"{SVG}use" and child.get(HREF)[1:] not in drawn:
                continue  # a letter
            stroke = child if child.tag == f"{SVG}path" else _in_place(child, drawn, kind)
            alike = tuple(stroke.get(name) for name in ("class", "style", "clip-path", "transform"))
            if alike not in first:
                first[alike] = parent[list(parent).index(child)] = stroke
            else:
                first[alike].set("d", first[alike].get("d") + stroke.get("d"))
                parent.remove(child)


def _in_place(use, drawn, kind):
    """A tick or a mark, which is drawn elsewhere in the picture and used at a place, as a stroke of its own."""
    at = float(use.get("x", 0)), float(use.get("y", 0))
    line = relative(drawn[use.get(HREF)[1:]], at=at, decimals=2)
    return ElementTree.Element(f"{SVG}path", {"class": kind, "d": line, "style": use.get("style", "")})


def _named(root):
    """The ids that something in the picture refers to."""
    return set(re.findall(r"#([^\s\"')]+)[\"')]", ElementTree.tostring(root, encoding="unicode")))


def _drop_invisible(root):
    """Frames without a colour, and what is kept to be used but no longer is."""
    named = _named(root)
    for parent in list(root.iter()):
        for child in list(parent):
            colourless = child.tag == f"{SVG}path" and child.get("style") == "fill: none"
            idle = child.tag == f"{SVG}defs" and not any(part.get("id") in named for part in child.iter())
            if idle or (colourless and child.get("id") not in named):
                parent.remove(child)


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


def visit_image(self, node):
    """As the theme does it, but an SVG output of a cell goes into the page."""
    path = Path(self.builder.srcdir, node["uri"])
    if path.suffix == ".svg" and EXECUTED in path.parts and path.exists():
        if "alt" not in node:
            log.warning("plot without alt text (mystnb: image: alt:)", location=node)
        self.body.append(picture(path.read_text("utf-8"), node.get("alt", "")))
        node["inlined"] = True
    else:
        type(self).visit_image(self, node)


def depart_image(self, node):
    if not node.get("inlined"):
        type(self).depart_image(self, node)


def give_each_plot_its_alt_text(app, doctree):
    """A cell with several plots has as many lines of alt text, the first for the first plot."""
    for cell in doctree.findall(lambda node: isinstance(node, nodes.container) and "cell_metadata" in node):
        plots = [image for image in cell.findall(nodes.image) if "stands_in" not in image]
        lines = alt_of(cell).splitlines()
        if len(lines) > 1 and len(lines) != len(plots):
            log.warning("%d plots, but %d lines of alt text", len(plots), len(lines), location=cell)
        for plot, line in zip(plots, lines):
            plot["alt"] = line


def alt_of(node):
    """The alt text that the cell around a node gives, or ""."""
    while node is not None and "cell_metadata" not in getattr(node, "attributes", {}):
        node = node.parent
    return node["cell_metadata"].get("mystnb", {}).get("image", {}).get("alt", "") if node else ""
