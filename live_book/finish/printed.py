"""The PDFs of the book (`live_book.paper`) in the site, and where each page offers them: its menu of downloads.

They are printed from a finished site, and put into it by the next build. One that is older than what it shows is not
offered, and neither is one that was never made.
"""

import re
from pathlib import Path

from sphinx.util.osutil import relative_uri

from ..folders import PAPER, archive_name

ENTRY = re.compile(r'<li><a href="([^"]*)"[^>]*btn-download-paper.*?</li>\s*', re.S)


def connect(app):
    app.connect("html-page-context", offer, priority=855)  # after the other downloads


def offer(app, pagename, templatename, context, doctree):
    menu = next((each for each in context.get("header_buttons", []) if each.get("label") == "download-buttons"), None)
    if not menu:
        return
    here = app.builder.get_target_uri(pagename)
    book = archive_name(app.config.html_title, ending=".pdf")
    for what, text, target in ("page", "This chapter", f"{pagename}.pdf"), ("book", "The whole book", book):
        label, text = f"download-paper-{what}-button", f"{text} on paper (.pdf)"
        url = relative_uri(here, target)
        menu["buttons"].append({"type": "link", "text": text, "icon": "fas fa-book", "url": url, "label": label})


def kept(raw, site):
    """{path in the site: file} of the PDFs that are as new as the pages they show, which lie in the folder `raw`."""
    folder = site.with_name(PAPER)
    changed = {path.relative_to(raw).as_posix(): path.stat().st_mtime for path in raw.rglob("*.html")}
    newest = max(changed.values(), default=0)
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.pdf"))}
    return {
        name: path
        for name, path in found.items()
        if path.stat().st_mtime >= changed.get(Path(name).with_suffix(".html").as_posix(), newest)
    }


def with_offers(text, page, pdfs):
    """A page that offers those PDFs that are there, by their paths in the site."""

    def offered(found):
        return found[0] if any(relative_uri(page, name) == found[1] for name in pdfs) else ""

    return ENTRY.sub(offered, text)
