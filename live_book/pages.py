"""The built pages: their look, links to the repository, math at build, nothing from third parties."""

import html
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup
from sphinx.errors import ConfigError
from sphinx.util import logging

from . import assets

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
# inline scripts that a static page has no use for: sphinx-thebe's, which names a CDN, and the state of all widgets
# (what a page's figures need of it, widgets.py brings)
UNWANTED_SCRIPT = re.compile(r"THEBE_JS_URL|sphinx-thebe\.js|vnd\.jupyter\.widget-state")


def connect(app):
    app.connect("config-inited", set_look, priority=100)  # the theme reads its options after this
    app.connect("config-inited", set_repository, priority=100)
    app.connect("config-inited", render_math_at_build, priority=100)
    app.connect("html-page-context", keep_wanted_files, priority=900)
    app.connect("html-page-context", offer_to_report, priority=900)
    app.connect("build-finished", mend)
    app.connect("build-finished", refuse_third_parties)
    app.connect("build-finished", refuse_images_without_words)


def set_look(app, config):
    config.html_static_path.append(str(HERE / "static"))
    config.templates_path.append(str(HERE / "templates"))  # each file there says which fault it mends
    app.add_css_file("book.css", priority=900)
    config.html_context["default_mode"] = "auto"  # unsaid, the theme complains of it in the console
    config.nb_ipywidgets_js = {}  # its default asks a CDN for require.js and html-manager


# --- the repository -----------------------------------------------------------------------------


def repository_url(environ=os.environ):
    """Where the sources live, found at build time so that a fork's book links to the fork; or "".

    BOOK_REPOSITORY_URL, then what CI says, then the remote `origin`.
    """
    if environ.get("BOOK_REPOSITORY_URL"):
        return environ["BOOK_REPOSITORY_URL"].rstrip("/")
    if environ.get("GITHUB_REPOSITORY"):
        return f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{environ['GITHUB_REPOSITORY']}"
    if environ.get("CI_PROJECT_URL"):
        return environ["CI_PROJECT_URL"]
    return web_address(_git("remote", "get-url", "origin"))


def web_address(remote):
    """The web page of a git remote on GitHub or GitLab, or "" for any other.

    >>> web_address("git@github.com:someone/book.git")
    'https://github.com/someone/book'
    >>> web_address("https://user:secret@gitlab.com/group/sub/book/")
    'https://gitlab.com/group/sub/book'
    >>> web_address("/srv/git/book.git")
    ''
    """
    form = r"(?:git@|ssh://git@|https?://(?:[^@/]*@)?)(github\.com|gitlab\.com)[:/](.+?)(?:\.git)?/?"
    match = re.fullmatch(form, remote)
    return f"https://{match[1]}/{match[2]}" if match else ""


def branch(environ=os.environ):
    """The branch that links point at: BOOK_BRANCH, then CI's (not a pull request's), then git's."""
    on_branch = environ.get("GITHUB_REF_TYPE") == "branch" and not environ.get("GITHUB_HEAD_REF")
    candidates = (
        environ.get("BOOK_BRANCH"),
        on_branch and environ.get("GITHUB_REF_NAME"),
        _git("branch", "--show-current"),
    )
    return next((name for name in candidates if name), "main")


def _git(*arguments):
    try:
        done = subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def set_repository(app, config):
    url = repository_url()
    known = any(host in url for host in ("github", "gitlab"))
    # {{ repository }} in a chapter: a link where there is something to link to
    config.myst_substitutions["repository"] = f"[the book's repository]({url})" if known else "the book's repository"
    config.html_theme_options.update(
        repository_url=url if known else "",  # Jupyter Book's default is its own repository
        repository_branch=branch(),
        use_repository_button=known,
        use_edit_page_button=known,
    )


def report_url(repository, page):
    """The address of a new issue about a page, its title filled in."""
    title = quote(f"Mistake on page {page}")
    if "gitlab" in repository:
        return f"{repository}/-/issues/new?issue[title]={title}"
    return f"{repository}/issues/new?title={title}"


def offer_to_report(app, pagename, templatename, context, doctree):
    """A link on every page, where the repository is known."""
    repository = app.config.html_theme_options["repository_url"]
    if repository:
        address = html.escape(report_url(repository, pagename))
        context["theme_extra_footer"] = f'<a class="report-mistake" href="{address}">Report a mistake on this page</a>'


# --- math and scripts ---------------------------------------------------------------------------


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
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_css_path = "vendor/katex/katex.min.css"


def keep_wanted_files(app, pagename, templatename, context, doctree):
    def wanted(script):
        attributes = getattr(script, "attributes", {})
        described = f"{getattr(script, 'filename', script)} {attributes.get('body', '')} {attributes.get('type', '')}"
        return not UNWANTED_SCRIPT.search(described)

    context["script_files"][:] = filter(wanted, context["script_files"])
    context["css_files"][:] = (sheet for sheet in context["css_files"] if "sphinx-thebe" not in str(sheet.filename))


def mend(app, exception):
    if exception is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = mended = path.read_text("utf-8")
            for fault, right in MENDED:
                mended = mended.replace(fault, right)
            if mended != text:
                path.write_text(mended, "utf-8")


# --- what the build refuses ---------------------------------------------------------------------


def built_pages(app, exception):
    """Each built page as (its name, its parsed tree); none if the build failed already."""
    if exception is None and app.builder.format == "html":
        for path in sorted(Path(app.outdir).rglob("*.html")):
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
