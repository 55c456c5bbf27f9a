"""Sphinx's output → the site. Each page is read once, put right, checked, and written with few files to load.

Sphinx writes into `_build/sphinx`, which is raw material and never changed here; the site is `_build/html`. What is
written depends on the raw material alone, so that a build after a build changes nothing.
"""

from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.util import logging

from ..folders import RAW
from ..live import tools, work
from ..live.page_python import packs
from . import (
    alone,
    bundle,
    chapter_map,
    checks,
    citations,
    download,
    found,
    imprint,
    ledger,
    markup,
    notebooks,
    printed,
    status,
)

log = logging.getLogger(__name__)
NOT_SITE = {".buildinfo", ".doctrees"}  # files of Sphinx's own


def connect(app):
    app.add_config_value("live_book_install", "", "")  # what a notebook of the book installs from its repository
    app.connect("builder-inited", write_beside_the_site, priority=1)  # before anybody writes into the folder
    app.connect("env-get-outdated", drop_removed)
    app.connect("html-page-context", download.offer, priority=850)  # after live/launch.py has named the others
    app.connect("build-finished", write_site, priority=700)
    found.connect(app)
    ledger.connect(app)
    citations.connect(app)
    status.connect(app)
    printed.connect(app)
    imprint.connect(app)


def write_beside_the_site(app):
    """Have Sphinx write its pages into a folder beside the site's."""
    if app.builder.format == "html":
        app.live_book_site = Path(app.outdir)
        app.outdir = app.builder.outdir = type(app.outdir)(app.live_book_site.with_name(RAW))
        app.builder.epilog = f"The site is in {app.live_book_site}."


def drop_removed(app, env, added, changed, removed):
    """Sphinx leaves the pages of documents that are gone where they are: they would go on into the site."""
    for name in removed:
        for path in f"{name}.html", f"_sources/{name}.md", f"_sources/{name}.ipynb":
            Path(app.outdir, path).unlink(missing_ok=True)
    return []


def write_site(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    raw, site = Path(app.outdir), Site(app.live_book_site)
    editions, pdfs = imprint.kept(site.folder), printed.kept(raw, site.folder)
    pages, small = with_summaries(app, mended_pages(app, raw, editions, pdfs))
    pages, files = bundle.bundled(pages, raw, tools.scripts(app))
    cards, root = found.pictures(site.folder), app.config.html_baseurl
    figures = write_pages(app, site, pages, cards)
    for name, text in {**figures, **small, **files}.items():
        site.write(name, text)
    copy_others(raw, site, "".join(pages.values()))
    site.write(*download.archive(app.config.html_title, site.folder, pages))
    if any(name.startswith(packs.PLACE) for name in site.files):
        site.write(*download.archive_with_python(app.config.html_title, site.folder, sorted(site.files)))
    if f"{status.NAME}.html" in pages:
        sizes = {name: (site.folder / name).stat().st_size for name in sorted(site.files) if not name.endswith(".pdf")}
        site.write(f"{status.NAME}.html", status.weighed(pages[f"{status.NAME}.html"], sizes))
    imprint.put_beside(site, editions)
    if root:
        site.write("sitemap.xml", found.sitemap(in_book(app, pages), root))
    for name, path in {**pdfs, **cards}.items():
        site.write(name, path.read_bytes())
    site.drop_others()


def mended_pages(app, raw, editions, pdfs):
    """{path: text} of Sphinx's pages, put right, with their imprint, and with those PDFs that are there."""

    def mended(name):
        text = work.with_commit(markup.mended((raw / name).read_text("utf-8")))
        return printed.with_offers(imprint.with_imprint(text, app.config, name, editions), name, pdfs)

    return {name: mended(name) for name in page_names(raw)}


def with_summaries(app, pages):
    """The pages, of which some tell of all chapters; and the files that these show: ({path: text}, {path: text})."""
    pages = citations.filled(pages, app, log.warning)
    if not any(chapter_map.MAP in text or ledger.BOX.search(text) for text in pages.values()):
        return pages, {}
    paths = [f"{name}.html" for name in app.env.toctree_includes.get(app.config.root_doc, ())]
    with_card = [path for path in paths if "chapter-card" in pages.get(path, "")]
    chapters = {path: BeautifulSoup(pages[path], "html.parser") for path in with_card}
    pages, small = chapter_map.completed(pages, chapters)
    return ledger.filled(pages, chapters, app, log.warning), small


def write_pages(app, site, pages, cards):
    """Write each page, checked, and its notebook; {path: text} of the pages of their figures."""
    figures, root = {}, app.config.html_baseurl  # of a figure that several pages have, the first
    for name, text in pages.items():
        page = BeautifulSoup(text, "html.parser")
        if name == f"{found.NOT_FOUND}.html":
            site.write(name, found.rooted(text, root) if root else text)
        else:
            site.write(name, found.with_head(text, page, name, app, cards) if page.select_one("article h1") else text)
        for fault in checks.faults(page):
            log.warning("%s: %s", name, fault)
        figures = alone.of_page(name, page, app.config.html_title) | figures
        notebook = notebooks.of_page(app, name.removesuffix(".html"), page)
        if notebook:
            site.write(name.removesuffix(".html") + ".ipynb", notebook)
    return figures


def page_names(raw):
    """The pages in Sphinx's output, by their paths below it, in order."""
    paths = (path.relative_to(raw) for path in sorted(raw.rglob("*.html")))
    return [path.as_posix() for path in paths if "_static" not in path.parts]


def in_book(app, pages):
    """Those pages that are documents of the book, and not lists that Sphinx makes."""
    return [name for name in pages if name.removesuffix(".html") in app.env.found_docs]


def copy_others(raw, site, text):
    """What Sphinx wrote besides pages: what is served as it is. text: of all pages, which name the images they need."""
    for path in sorted(raw.rglob("*")):
        name = path.relative_to(raw).as_posix()
        is_made_anew = name.startswith("_static/figures/")
        is_in_a_page = name.startswith("_images/") and name not in text  # a plot, which the page holds itself
        if is_made_anew or is_in_a_page or not NOT_SITE.isdisjoint(name.split("/")):
            continue
        if path.is_file() and name not in site.files:
            if path.suffix != ".html" or name.startswith("_static/"):
                site.write(name, path.read_bytes())


class Site:
    """The folder of the site. A file that is what it was keeps its date; what was not written is dropped in the end."""

    def __init__(self, folder):
        self.folder, self.files = folder, set()

    def write(self, name, content):
        content = content if isinstance(content, bytes) else content.encode()
        path = self.folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.files.add(name)

    def drop_others(self):
        """Remove what is not of this build, and folders that are left empty."""
        for path in sorted(self.folder.rglob("*"), reverse=True):  # what is in a folder before the folder
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(self.folder).as_posix() not in self.files:
                path.unlink()
