"""Widgets on built pages. An anywidget is alive without a kernel; of any other, its starting state is shown.

A page with anywidgets carries their state as JSON and loads `static/figures.js`, which hosts them. Their modules and
style sheets are written once for the whole site. A module of the book's own figures (they have a `_figure`) begins
with what all of them share, its first `_kit` characters: that goes into a file of its own (finish/bundle.py).
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

from .plots import alt_of, picture

log = logging.getLogger(__name__)
VIEW = "application/vnd.jupyter.widget-view+json"
MODEL = re.compile(r'\bdata-model="([^"]*)"')
NEEDS_PYTHON = "This is how these controls start out. To move them, press Live code at the top of the page, or "


def connect(app):
    app.add_config_value("live_book_howto", "index", "env")  # the document that says how to run the book
    app.connect("doctree-read", place_widgets)
    app.connect("html-page-context", ship_figures, priority=800)


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
    """The picture that the output brings along, or else its alt text, in the place where its figure will live.

    Only the HTML is replaced: other builders still choose among the output's other forms.
    """
    alt = alt_of(bundle) or state.get("_alt", "")
    shown = ""
    for form in bundle.children:
        for image in form.findall(nodes.image):
            image["alt"], image["stands_in"] = alt, True
        if form["mime_type"] == "image/svg+xml":
            drawing = Path(app.srcdir, next(form.findall(nodes.image))["uri"])
            shown = picture(drawing.read_text("utf-8"), alt)
    if not alt:
        log.warning("figure without alt text (mystnb: image: alt:)", location=bundle)
    shown = shown or f"<p>{html.escape(alt)}</p>"
    # an address in the HTML whatever the builder is, as builders share what is read here
    howto = relative_uri(app.env.docname, app.config.live_book_howto) + ".html"
    place = f'<div class="live-figure" data-model="{model_id}" data-howto="{howto}">{shown}</div>'
    view = next(form for form in bundle.children if form["mime_type"] == VIEW)
    view.children = [nodes.raw("", place, format="html")]


def ship_figures(app, pagename, templatename, context, doctree):
    """To a page with figures: their state, their scripts, the host that brings them to life. To others, nothing."""
    models, text = _widget_state(app.env, pagename), context.get("body", "")
    # Named by their places on the page: a kernel names them by chance, and no two builds were the same.
    # Those that are not shown come after those that are: another may ask for them.
    figures = [model for model, widget in models.items() if is_figure(widget)]
    names = {model: f"figure-{number}" for number, model in enumerate(dict.fromkeys(MODEL.findall(text) + figures), 1)}
    if not names:
        return
    context["body"] = MODEL.sub(lambda found: f'data-model="{names[found[1]]}"', text)
    scripts, sheets = {}, {}  # addresses, each once and in order
    state = {name: _shipped(app, models[model], scripts, sheets) for model, name in names.items()}
    body = json.dumps(state, separators=(",", ":"), ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
    for model, name in names.items():
        body = body.replace(f"IPY_MODEL_{model}", f"IPY_MODEL_{name}")  # how one names another
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
    state = {name: value for name, value in widget["state"].items() if name != "layout"}  # a model that is not shipped
    own = "_figure" in state
    if _is_text(state.get("_css")):
        address = _file(app, f"figures/{'figures' if own else 'widget'}.{_digest(state['_css'])}.css", state["_css"])
        state["_css"] = f"static:{address}"
        if own:
            sheets[address] = True
    if _is_text(state.get("_esm")):
        addresses = _own_files(app, state) if own else [_file(app, _widget_name(state["_esm"]), state["_esm"])]
        state["_esm"] = f"static:{addresses[-1]}"
        if own:
            scripts.update(dict.fromkeys(addresses))
    return {"state": state, **({"buffers": widget["buffers"]} if widget.get("buffers") else {})}


def _is_text(source):
    return bool(source) and not source.startswith(("http:", "https:"))


def _widget_name(module):
    return f"figures/widget.{_digest(module)}.js"


def _own_files(app, state):
    """The addresses of the kit of the book's own figures, and of what is a figure's own, which lies beside it."""
    kit, own = state["_esm"][: state["_kit"]], state["_esm"][state["_kit"] :]
    folder = f"figures/{_digest(kit)}"
    return [
        _file(app, f"{folder}/kit.js", kit),
        _file(app, f"{folder}/{state['_figure']}.{_digest(own)}.js", own),
    ]


def _file(app, address, text):
    """Put a text into a file below _static, whose address says what is in it; the address."""
    path = Path(app.outdir, "_static", address)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(text, "utf-8")
    return address


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# --- other widgets: how they start out ------------------------------------------------------------


def _place_picture(app, bundle, model_id, state):
    alt = alt_of(bundle)
    if not alt:
        log.warning("widget output without alt text (mystnb: image: alt:)", location=bundle)
    bundle.replace_self(_with_howto(starting_state(model_id, state, alt), app))


def _with_howto(body, app):
    """The static picture, followed by a sentence that links to how the book is run."""
    link = addnodes.pending_xref(
        "", reftype="doc", refdomain="std", refexplicit=True, refwarn=True, reftarget="/" + app.config.live_book_howto
    )
    link["refdoc"] = app.env.docname
    link += nodes.inline("", "run this page yourself")
    note = nodes.paragraph("", NEEDS_PYTHON, link, nodes.Text("."), classes=["needs-kernel-note"])
    return nodes.container("", nodes.raw("", body, format="html"), note, classes=["needs-kernel"])


def starting_state(model_id, state, alt):
    """A widget and all inside it as static HTML: each named control with its value, each output."""
    controls, outputs = [], []
    for widget in _inside(model_id, state):
        if widget.get("outputs"):
            outputs += [_shown(output, alt) for output in widget["outputs"]]
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


def _shown(output, alt):
    data = output.get("data", {})
    if "image/svg+xml" in data:
        return picture("".join(data["image/svg+xml"]), alt)
    if "image/png" in data:
        return f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data["image/png"].strip()}">'
    text = output.get("text") or data.get("text/plain", "")
    return f"<pre>{html.escape(''.join(text))}</pre>"
