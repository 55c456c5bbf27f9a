"""The whole site as one file, to read without a network; each page of the book links to it.

It holds the pages and what they refer to. What runs code is left out: a page opened from disk has no Python.
"""

import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

from sphinx.util.osutil import relative_uri

from .pages import written

REFERENCE = re.compile(r"""\b(?:href|src)="([^"#?:]+)[^":]*"|url\("?([^")#?:]+)""")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same pages make the same file
ABOUT = "Unpack all, then open {}/index.html in a browser. Figures, questions and search work without a network.\n"


def connect(app):
    app.connect("html-page-context", offer_download, priority=850)  # after launch.py has named the others
    app.connect("build-finished", pack, priority=950)  # after all that changes files


def archive_name(title):
    """The name of the file for a book of this title.

    >>> archive_name("How Neural Networks Actually Work")
    'how-neural-networks-actually-work.zip'
    """
    return "-".join(re.findall(r"\w+", title.lower())) + ".zip"


def offer_download(app, pagename, templatename, context, doctree):
    menu = next((each for each in context.get("header_buttons", []) if each.get("label") == "download-buttons"), None)
    if menu:
        url = relative_uri(app.builder.get_target_uri(pagename), archive_name(app.config.html_title))
        link = {"type": "link", "text": "The whole book, to read offline (.zip)", "icon": "fas fa-book"}
        menu["buttons"].append(link | {"url": url, "label": "download-book-button"})


def pack(app, exception):
    pages = list(written(app, exception))
    if not pages:
        return
    site = Path(app.outdir).resolve()
    name = archive_name(app.config.html_title)
    folder = name.removesuffix(".zip")
    with zipfile.ZipFile(site / name, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, f"{folder}/READ ME.txt", ABOUT.format(folder).encode())
        for path in sorted(needed(site, pages)):
            _put(archive, f"{folder}/{path.relative_to(site).as_posix()}", path.read_bytes())


def _put(archive, name, content):
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, content)


def _belongs(file, site):
    return file.is_file() and file.is_relative_to(site) and file.suffix != ".zip"


def needed(site, pages):
    """The pages and all files of the site that they, and their style sheets, refer to."""
    found, waiting = set(), [path.resolve() for path in pages]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix in (".html", ".css"):
            names = (unquote(one or other) for one, other in REFERENCE.findall(path.read_text("utf-8")))
            files = (Path(os.path.normpath(path.parent / name)) for name in names)
            waiting += [file for file in files if _belongs(file, site)]
    return found
