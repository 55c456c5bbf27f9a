"""Plots that follow the theme, and a picture where a widget would need a kernel.

An SVG output goes into the page itself. Each colour #rrggbb in it becomes `var(--plot-rrggbb, #rrggbb)`:
the page's style sheet can then give every plot colour another value in the dark theme.
"""

import hashlib
import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

log = logging.getLogger(__name__)
VIEW = "application/vnd.jupyter.widget-view+json"
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NEEDS_PYTHON = "These controls need a running Python. This is how they start out; "


def connect(app):
    app.add_config_value("live_book_howto", "index", "env")  # the document that says how to run the book
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    app.connect("doctree-read", give_each_plot_its_words)
    app.connect("doctree-read", picture_widgets)


# --- SVG in the page ----------------------------------------------------------------------------


def themed_svg(text, words):
    """An SVG picture as a piece of HTML: named by `words`, its colours up to the page, its ids its own."""
    ElementTree.register_namespace("", SVG[1:-1])
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text, flags=re.DOTALL))
    prefix = "p" + hashlib.sha256(text.encode()).hexdigest()[:8] + "-"
    _drop(root, ("metadata", "style"))  # Matplotlib's style applies to `*`: to the whole page
    for element in root.iter():
        _make_own(element, prefix)
    width = float(re.match(r"[\d.]+", root.get("width") or root.get("viewBox").split()[2])[0])
    for name in "width", "height":
        root.attrib.pop(name, None)
    root.set("class", "plot")
    root.set("role", "img")
    root.set("aria-label", words)
    root.set("style", f"max-width:{width * 4 / 3:.0f}px")  # Matplotlib counts in points
    return ElementTree.tostring(root, encoding="unicode")


def _drop(root, names):
    for parent in root.iter():
        for child in [c for c in parent if c.tag.removeprefix(SVG) in names]:
            parent.remove(child)


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
        plots = list(cell.findall(nodes.image))
        words = _alt_of(cell).splitlines()
        if len(words) > 1 and len(words) != len(plots):
            log.warning("%d plots, but %d lines of alt text", len(plots), len(words), location=cell)
        for plot, line in zip(plots, words):
            plot["alt"] = line


# --- widgets ------------------------------------------------------------------------------------


def picture_widgets(app, doctree):
    """Replace each widget output that no kernel-free host can show by its starting state, in words."""
    for bundle in list(doctree.findall(nodes.container)):
        view = _view_of(bundle)
        if not view:
            continue
        words = _alt_of(bundle)
        if not words:
            log.warning("widget output without alt text (mystnb: image: alt:)", location=bundle)
        body = starting_state(json.loads(view)["model_id"], _widget_state(app.env), words)
        bundle.replace_self(_with_howto(body, app))


def _with_howto(body, app):
    """The static picture, followed by a sentence that links to how the book is run."""
    link = addnodes.pending_xref(
        "", reftype="doc", refdomain="std", refexplicit=True, refwarn=True, reftarget="/" + app.config.live_book_howto
    )
    link["refdoc"] = app.env.docname
    link += nodes.inline("", "run this page yourself")
    note = nodes.paragraph("", NEEDS_PYTHON, link, nodes.Text(" to move them."), classes=["needs-kernel-note"])
    return nodes.container("", nodes.raw("", body, format="html"), note, classes=["needs-kernel"])


def _view_of(bundle):
    """The widget-view JSON in a cell's output, or None."""
    if bundle.get("nb_element") != "mime_bundle":
        return None
    for container in bundle.children:
        if container.get("mime_type") == VIEW:
            return re.fullmatch(r"<script[^>]*>(.*)</script>", container.astext().strip(), re.DOTALL)[1]
    return None


def _alt_of(node):
    while node is not None and "cell_metadata" not in getattr(node, "attributes", {}):
        node = node.parent
    return node["cell_metadata"].get("mystnb", {}).get("image", {}).get("alt", "") if node else ""


def _widget_state(env):
    from myst_nb.sphinx_ import NbMetadataCollector

    files = NbMetadataCollector.get_js_files(env, env.docname)
    _, kwargs = files["ipywidgets_state"]
    return json.loads(kwargs["body"])["state"]


def starting_state(model_id, state, words):
    """A widget and all inside it as static HTML: each named control with its value, each output."""
    controls, outputs = [], []
    for widget in _inside(model_id, state):
        if widget.get("outputs"):
            outputs += [_shown(output, words) for output in widget["outputs"]]
        elif widget.get("description") and "value" in widget:
            name, value = html.escape(str(widget["description"])), html.escape(_number(widget["value"]))
            controls.append(f"<div><dt>{name}</dt><dd>{value}</dd></div>")
    listed = f'<dl class="widget-controls">{"".join(controls)}</dl>' if controls else ""
    return listed + "".join(outputs)


def _inside(model_id, state):
    widget = state[model_id.removeprefix("IPY_MODEL_")]["state"]
    yield widget
    for child in widget.get("children", []):
        yield from _inside(child, state)


def _number(value):
    return f"{value:g}".replace("-", "−") if isinstance(value, (int, float)) else str(value)


def _shown(output, words):
    data = output.get("data", {})
    if "image/svg+xml" in data:
        return themed_svg("".join(data["image/svg+xml"]), words)
    if "image/png" in data:
        return f'<img alt="{html.escape(words)}" src="data:image/png;base64,{data["image/png"].strip()}">'
    text = output.get("text") or data.get("text/plain", "")
    return f"<pre>{html.escape(''.join(text))}</pre>"
