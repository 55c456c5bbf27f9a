"""Widgets on built pages. An anywidget is alive without a kernel; of any other, its starting state is shown.

A page with anywidgets carries their state as JSON and loads `static/figures.js`, which hosts them. What
they have in common, modules and style sheets, is written once for the whole site, in files whose names
hold a digest, so that a browser may keep them. Modules of the book's own figures (they have a `_figure`) become
classic scripts.
"""

import hashlib
import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from .pages import written
from .pictures import themed_svg, words_of

log = logging.getLogger(__name__)
VIEW = "application/vnd.jupyter.widget-view+json"
NEEDS_PYTHON = "This is how these controls start out. To move them, press Live code at the top of the page, or "
COMMON_ENDS = "\n// --- the figure itself"


def connect(app):
    app.add_config_value("live_book_howto", "index", "env")  # the document that says how to run the book
    app.connect("doctree-read", place_widgets)
    app.connect("html-page-context", ship_figures, priority=800)
    app.connect("build-finished", drop_old_modules)


def place_widgets(app, doctree):
    """Put each widget output where a page can show it: alive if it is an anywidget, else as it starts out."""
    views = [(bundle, _view_of(bundle)) for bundle in doctree.findall(nodes.container)]
    state = _widget_state(app.env, app.env.docname)
    for bundle, view in views:
        if not view:
            continue
        model_id = json.loads(view)["model_id"]
        if is_figure(state.get(model_id, {})):
            _place_figure(app, bundle, model_id, state[model_id]["state"])
        else:
            _place_picture(app, bundle, model_id, state)


def _widget_state(env, docname):
    from myst_nb.sphinx_ import NbMetadataCollector

    files = NbMetadataCollector.get_js_files(env, docname)
    if "ipywidgets_state" not in files:
        return {}
    _, kwargs = files["ipywidgets_state"]
    return json.loads(kwargs["body"])["state"]


def _view_of(bundle):
    """The widget-view JSON in a cell's output, or None."""
    if bundle.get("nb_element") != "mime_bundle":
        return None
    for container in bundle.children:
        if container.get("mime_type") == VIEW:
            return re.fullmatch(r"<script[^>]*>(.*)</script>", container.astext().strip(), re.DOTALL)[1]
    return None


# --- anywidgets: alive in the page --------------------------------------------------------------


def is_figure(widget):
    return widget.get("model_module") == "anywidget"


def _place_figure(app, bundle, model_id, state):
    """The picture that the output brings along, or else its words, in the place where its figure will live.

    Only the HTML is replaced: other builders still choose among the output's other forms.
    """
    words = words_of(bundle) or state.get("_alt", "")
    picture = ""
    for form in bundle.children:
        for image in form.findall(nodes.image):
            image["alt"], image["stands_in"] = words, True
        if form["mime_type"] == "image/svg+xml":
            drawing = Path(app.srcdir, next(form.findall(nodes.image))["uri"])
            picture = themed_svg(drawing.read_text("utf-8"), words)
    if not words:
        log.warning("figure without words for who cannot see it (mystnb: image: alt:)", location=bundle)
    picture = picture or f"<p>{html.escape(words)}</p>"
    # an address in the HTML whatever the builder is, as builders share what is read here
    howto = relative_uri(app.env.docname, app.config.live_book_howto) + ".html"
    place = f'<div class="live-figure" data-model="{model_id}" data-howto="{howto}">{picture}</div>'
    view = next(form for form in bundle.children if form["mime_type"] == VIEW)
    view.children = [nodes.raw("", place, format="html")]


def ship_figures(app, pagename, templatename, context, doctree):
    """To a page with figures: their state, their scripts, the host that brings them to life. To others, nothing."""
    figures = {name: widget for name, widget in _widget_state(app.env, pagename).items() if is_figure(widget)}
    if not figures:
        return
    scripts, sheets = {}, {}  # addresses, each once and in order
    state = {name: _shipped(app, widget, scripts, sheets) for name, widget in figures.items()}
    body = json.dumps(state, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    early = {"priority": 100}  # before the theme's scripts: first things first
    app.add_js_file(None, body=body, type="application/json", id="live-figures", **early)
    for address in scripts:
        app.add_js_file(address, loading_method="defer", **early)
    for address in sheets:
        app.add_css_file(address, priority=950)  # after the book's own
    app.add_js_file("figures.js", loading_method="defer", **early)


def _shipped(app, widget, scripts, sheets):
    """A widget's state and buffers, its module and style sheet replaced by their addresses.

    Those of the book's own figures go into the page's `scripts` and `sheets`.
    """
    state = dict(widget["state"])
    own = "_figure" in state
    for name, kind, page in ("_css", "css", sheets), ("_esm", "js", scripts):
        if not state.get(name) or state[name].startswith(("http:", "https:")):
            continue
        parts = as_scripts(state[name]) if own and kind == "js" else {"": state[name]}
        for part, text in parts.items():
            label = part or (state.get("_figure", "widget") if kind == "js" else "figures")
            address = _file(app, label, kind, text)
            if own:
                page[address] = True
        state[name] = f"static:{address}"
    return {"state": state, **({"buffers": widget["buffers"]} if widget.get("buffers") else {})}


def _file(app, label, kind, text):
    """Put a text into a file of the site, whose name says what is in it; its address below _static."""
    address = f"figures/{label}.{_digest(text)}.{kind}"
    path = Path(app.outdir, "_static", address)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(text, "utf-8")
    return address


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- a figure's module as scripts: a page opened from disk may not import modules ---------------------


def as_scripts(module):
    """Classic scripts that register what a figure's module exports: what it has in common with others, and its own.

    The module imports nothing and ends with its default export; the common part ends at a line "// --- the figure
    itself" and is the same text in all figures, so that a browser gets it once.

    >>> print(as_scripts("const two = 2;\\n// --- the figure itself\\nexport default { two };")["kit"])
    (self.liveParts ??= {})["8fcfb71fd239"] = (() => {
    "use strict";
    const two = 2;
    return { two };
    })();
    """
    common, _, own = module.rpartition(COMMON_ENDS)
    names = ", ".join(re.findall(r"^(?:async )?(?:class|const|function|let) (\w+)", common, re.MULTILINE))
    kit = f"""(self.liveParts ??= {{}})["{_digest(common)}"] = (() => {{
"use strict";
{common}
return {{ {names} }};
}})();"""
    body, default = own.rsplit("\nexport default ", 1)
    body = re.sub(r"^export (?=async |class |const |function |let )", "", body, flags=re.MULTILINE)
    figure = f"""(self.liveModules ??= {{}})[document.currentScript.src.split("?")[0]] = () => {{
"use strict";
const {{ {names} }} = self.liveParts["{_digest(common)}"];
//{body}
return {{ default: {default.strip().removesuffix(";")} }};
}};
"""
    return {"kit": kit, "": figure}


def drop_old_modules(app, exception):
    """Of modules and style sheets, keep those that a page names: earlier builds have left theirs."""
    if exception is None and app.builder.format == "html":
        pages = (path.read_text("utf-8") for path in written(app, exception))
        named = {file for page in pages for file in re.findall(r"figures/([\w-]+\.\w{12}\.\w+)", page)}
        for path in Path(app.outdir, "_static/figures").glob("*.*"):
            if path.name not in named:
                path.unlink()


# --- other widgets: how they start out ------------------------------------------------------------


def _place_picture(app, bundle, model_id, state):
    words = words_of(bundle)
    if not words:
        log.warning("widget output without alt text (mystnb: image: alt:)", location=bundle)
    bundle.replace_self(_with_howto(starting_state(model_id, state, words), app))


def _with_howto(body, app):
    """The static picture, followed by a sentence that links to how the book is run."""
    link = addnodes.pending_xref(
        "", reftype="doc", refdomain="std", refexplicit=True, refwarn=True, reftarget="/" + app.config.live_book_howto
    )
    link["refdoc"] = app.env.docname
    link += nodes.inline("", "run this page yourself")
    note = nodes.paragraph("", NEEDS_PYTHON, link, nodes.Text("."), classes=["needs-kernel-note"])
    return nodes.container("", nodes.raw("", body, format="html"), note, classes=["needs-kernel"])


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
