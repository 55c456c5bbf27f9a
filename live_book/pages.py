"""The built pages: their look, links to the repository, math at build, nothing from third parties."""

import html
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup
from sphinx.errors import ConfigError
from sphinx.util import logging

from . import assets, repository

log = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
# Faults of the theme and of Sphinx that no template or option reaches: (what they write, what it should be).
MENDED = [
    # With scripts blocked nothing replaces "auto", and a page has no colours at all.
    ('data-theme="auto"', 'data-theme="light"'),
    # A control's name must hold the words it shows: here "Show code cell source" (myst-nb's folded cells).
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    # A role that ARIA has given up (docutils' bibliography).
    ('role="doc-biblioentry"', 'role="listitem"'),
]


def connect(app):
    app.connect("config-inited", set_look, priority=100)  # the theme reads its options after this
    app.connect("config-inited", set_repository, priority=100)
    app.connect("config-inited", render_math_at_build, priority=100)
    app.connect("html-page-context", offer_to_report, priority=900)
    app.connect("build-finished", mend)
    app.connect("build-finished", refuse_third_parties)
    app.connect("build-finished", refuse_images_without_words)


def set_look(app, config):
    config.html_static_path.append(str(HERE / "static"))
    config.templates_path.append(str(HERE / "templates"))  # each file there says which fault it mends
    app.add_css_file("book.css", priority=900)
    config.html_context["default_mode"] = "auto"  # unsaid, the theme complains of it in the console
    site = os.environ.get("BOOK_SITE_URL") or config.html_baseurl  # where it will be published, if that is known
    config.html_baseurl = site and site.rstrip("/") + "/"
    config.nb_ipywidgets_js = {}  # its default asks a CDN for require.js and html-manager


# --- the repository -----------------------------------------------------------------------------


def set_repository(app, config):
    url = repository.repository_url()
    known = any(host in url for host in ("github", "gitlab"))
    # {{ repository }} in a chapter: a link where there is something to link to
    config.myst_substitutions["repository"] = f"[the book's repository]({url})" if known else "the book's repository"
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


# --- math and mending --------------------------------------------------------------------------


def render_math_at_build(app, config):
    """KaTeX under Node, so that a page carries no typesetter."""
    from sphinxcontrib import katex

    for package in assets.SITE:
        if not assets.is_fetched(package):
            raise ConfigError(f"the browser files of {package.name} are missing: run `python -m live_book.assets`.")
    try:
        katex.NODEJS_BINARY = assets.node_tool("node")
    except assets.FetchError as error:
        raise ConfigError(str(error)) from None
    if os.name == "posix":
        katex.KaTeXServer.start_server_process = classmethod(start_typesetter)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # seconds; 5 are too few where much else is going on
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_css_path = "vendor/katex/katex.min.css"


def start_typesetter(server, folder, timeout):
    """Start Node with KaTeX, and return its process and a socket to it; called by sphinxcontrib-katex.

    Theirs knocks when the socket's file is there, which Node may not be listening to yet; and what it has started but
    cannot reach it leaves running, which holds the build's output open: whoever waits for its end waits for ever.
    """
    path, door = folder / "katex.sock", socket.socket(socket.AF_UNIX)
    process = subprocess.Popen(
        server.build_command(socket=path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    until = time.monotonic() + timeout
    while time.monotonic() < until and process.poll() is None:
        try:
            door.connect(str(path))
            return process, door
        except OSError:  # not there yet, or not listening yet
            time.sleep(0.01)
    process.kill()
    process.communicate()
    door.close()
    raise server.timeout_error(timeout)


def mend(app, exception):
    for path in written(app, exception):
        text = mended = path.read_text("utf-8")
        for fault, right in MENDED:
            mended = mended.replace(fault, right)
        if mended != text:
            path.write_text(mended, "utf-8")


def written(app, exception):
    """The files of all pages of a built site, in order; none if the build failed or makes no site."""
    if exception is None and app.builder.format == "html":
        site = Path(app.outdir)
        yield from (path for path in sorted(site.rglob("*.html")) if "_static" not in path.relative_to(site).parts)


# --- what the build refuses ---------------------------------------------------------------------


def built_pages(app, exception):
    """Each built page as (its name, its parsed tree)."""
    for path in written(app, exception):
        yield path.relative_to(app.outdir).as_posix(), BeautifulSoup(path.read_text("utf-8"), "html.parser")


def third_party_resources(page):
    """Every element of a parsed page that would make a browser ask another host."""
    for element in page.find_all(["script", "link", "img", "iframe", "source", "video", "audio", "embed", "object"]):
        if element.name == "link" and set(element.get("rel") or []) & {"canonical", "author", "license"}:
            continue  # these name a page; nothing is loaded
        for name in "src", "href", "srcset", "data", "poster":
            if re.match(r"\s*(https?:)?//", str(element.get(name) or "")):
                yield element
    for element in page.find_all(["script", "style"]):
        if re.search(r"""@import|url\(\s*['"]?(https?:)?//|from\s+['"]https?:|import\(\s*['"]https?:""", element.text):
            yield element


def refuse_third_parties(app, exception):
    for name, page in built_pages(app, exception):
        for element in third_party_resources(page):
            log.warning("third-party resource in %s: %s", name, str(element)[:160])


def images_without_words(page):
    """Images with no alt text, or with a file's name instead of one."""
    for image in page.find_all("img"):
        words = image.get("alt")
        decorative = words == "" or image.find_parent(attrs={"aria-hidden": "true"})
        if not decorative and (not words or re.fullmatch(r"\S+\.(png|svg|jpe?g|gif)", words)):
            yield image
    for picture in page.find_all("svg", attrs={"role": "img"}):
        if not picture.get("aria-label"):
            yield picture


def refuse_images_without_words(app, exception):
    for name, page in built_pages(app, exception):
        for image in images_without_words(page):
            log.warning("image without alt text in %s: %s", name, str(image)[:160])
