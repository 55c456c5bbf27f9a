"""What Sphinx and the theme are told before they write pages: the book's look, its repository, what a page may load."""

import html
import os
import re
from pathlib import Path
from urllib.parse import quote

from .. import repository

HERE = Path(__file__).resolve().parent
# Scripts that a static page has no use for: sphinx-thebe's, which names a CDN; the state of all widgets (what a page's
# figures need of it, author/widgets.py brings); those for switches between versions and for search while one types.
UNWANTED_SCRIPT = re.compile(
    r"THEBE_JS_URL|sphinx-thebe\.js|vnd\.jupyter\.widget-state|OPTIONS\.(pagename|search_as_you_type)|design-tabs\.js"
)
UNWANTED_SHEET = re.compile("sphinx-thebe")
# The theme's for what opens: for pages with its own `toggle` alone, as boxes are folded by author/folds.py.
TOGGLE, TOGGLED = re.compile("togglebutton|let toggle"), re.compile(r'class="[^"]*(?<![-\w])toggle(?![-\w])')
DESIGN = "sphinx-design"  # its style sheet is for pages with its cards, grids and tabs


def connect(app):
    app.connect("config-inited", set_look, priority=100)  # the theme reads its options after this
    app.connect("config-inited", set_repository, priority=100)
    app.connect("builder-inited", load_images_late)
    app.connect("html-page-context", offer_to_report, priority=900)
    app.connect("html-page-context", keep_wanted_files, priority=900)


def set_look(app, config):
    config.html_static_path += [str(HERE.parent / room / "static") for room in ("author", "finish", "live")]
    config.templates_path.append(str(HERE / "templates"))  # each file there says which fault it mends
    app.add_css_file("book.css", priority=900)
    config.html_context["default_mode"] = "auto"  # unsaid, the theme complains of it in the console
    site = os.environ.get("BOOK_SITE_URL") or config.html_baseurl  # where it will be published, if that is known
    config.html_baseurl = site and site.rstrip("/") + "/"
    config.nb_ipywidgets_js = {}  # its default asks a CDN for require.js and html-manager


def load_images_late(app):
    app.env.settings["image_loading"] = "lazy"  # docutils' own setting


# --- the repository -----------------------------------------------------------------------------


def set_repository(app, config):
    url = repository.repository_url()
    known = any(host in url for host in ("github", "gitlab"))
    # {{ repository }} in a chapter: a link where there is something to link to
    config.myst_substitutions["repository"] = f"[the book's repository]({url})" if known else "the book's repository"
    package = config.live_book_install  # {{ install }}: how a program gets the book's package
    extras = package[package.find("[") :] if "[" in package else ""
    from_copy = f'`pip install ".{extras}"` in a copy of it'
    config.myst_substitutions["install"] = f'`pip install "{package} @ git+{url}"`' if known else from_copy
    config.html_theme_options.update(
        repository_url=url if known else "",  # Jupyter Book's default is its own repository
        repository_branch=repository.branch(),
        use_repository_button=known,
        use_edit_page_button=known,
    )


def report_url(repository_url, page):
    """The address of a new issue about a page, its title filled in."""
    title = quote(f"Mistake on page {page}")
    if "gitlab" in repository_url:
        return f"{repository_url}/-/issues/new?issue[title]={title}"
    return f"{repository_url}/issues/new?title={title}"


def offer_to_report(app, pagename, templatename, context, doctree):
    """A link on every page, where the repository is known."""
    url = app.config.html_theme_options["repository_url"]
    if url:
        address = html.escape(report_url(url, pagename))
        context["theme_extra_footer"] = f'<a class="report-mistake" href="{address}">Report a mistake on this page</a>'


# --- what a page loads ----------------------------------------------------------------------------


def keep_wanted_files(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    toggles = bool(TOGGLED.search(body))

    def wanted(script):
        attributes = getattr(script, "attributes", {})
        described = f"{getattr(script, 'filename', script)} {attributes.get('body', '')} {attributes.get('type', '')}"
        return not UNWANTED_SCRIPT.search(described) and (toggles or not TOGGLE.search(described))

    def wanted_sheet(sheet):
        name = str(sheet.filename)
        if UNWANTED_SHEET.search(name) or (TOGGLE.search(name) and not toggles):
            return False
        return DESIGN not in name or 'class="sd-' in body

    context["script_files"][:] = filter(wanted, context["script_files"])
    context["css_files"][:] = filter(wanted_sheet, context["css_files"])
