"""The whole site as one file, to read without a network; each page of the book links to it. There are two editions.

The small one holds the pages and what they refer to. What runs code is left out: a page opened from disk has no Python.
The one *with Python*, of a book whose cells run in the page, is the whole site: any server of files brings it to life.
"""

import io
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

from sphinx.util.osutil import relative_uri

from ..folders import archive_name
from ..live import launch
from . import imprint, printed

REFERENCE = re.compile(r"""\b(?:href|src)="([^"#?:]+)[^":]*"|url\("?([^")#?:]+)""")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same pages make the same file
ABOUT = "Unpack all, then open {}/index.html in a browser. Figures, questions and search work without a network.\n"
WITH_PYTHON = "-with-python"  # ends the name of the edition that has it
MEGABYTES = 55  # of that edition, at most
ABOUT_PYTHON = """Unpack all. Code runs where a server of files shows the pages, also without a network. In this folder:

    python -m http.server --bind localhost

Then open http://localhost:8000 in a browser. Without a server, open index.html: figures, questions and search work.
"""
PACKED = {".gz", ".woff2", ".png"}  # endings of files that do not get smaller


def offer(app, pagename, templatename, context, doctree):
    menu = next((each for each in context.get("header_buttons", []) if each.get("label") == "download-buttons"), None)
    if not menu:
        return
    editions = {"": "The whole book, to read offline (.zip)"}
    if launch.where_cells_run(app.config)["cells"] == "page":
        editions[WITH_PYTHON] = f"The whole book with Python, to run offline (.zip, {MEGABYTES} MB)"
    for edition, text in editions.items():
        url = relative_uri(app.builder.get_target_uri(pagename), archive_name(app.config.html_title, edition))
        label = f"download-book{edition}-button"
        menu["buttons"].append({"type": "link", "text": text, "icon": "fas fa-book", "url": url, "label": label})


def archive(title, site, pages):
    """The file of a book's whole site, without what runs code: its name, and what is in it."""
    site = site.resolve()
    pages = {name: _alone(name, text) for name, text in pages.items()}
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in needed(site, pages)}
    files |= {name: text.encode() for name, text in pages.items()}
    name = archive_name(title)
    return name, zipped(name, ABOUT.format(name.removesuffix(".zip")), files)


def archive_with_python(title, site, names):
    """The same with all files of the site of these names; its pages know that Python is beside them."""
    files = {name: (site / name).read_bytes() for name in names if "/" in name or not name.endswith(".zip")}
    for name in files:
        if name.endswith(".html"):
            text = _alone(name, files[name].decode())
            files[name] = text.replace("<html ", "<html data-with-python ", 1).encode()
    name = archive_name(title, WITH_PYTHON)
    return name, zipped(name, ABOUT_PYTHON, files)


def _alone(name, text):
    """A page for a copy of the book that has neither editions nor PDFs beside it."""
    return printed.with_offers(imprint.without_editions(text), name, ())


def zipped(name, about, files):
    """A file of files, {name: content}, in one folder."""
    packed, folder = io.BytesIO(), name.removesuffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted({"READ ME.txt": about.encode(), **files}.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return packed.getvalue()


def needed(site, pages):
    """The pages and all files of the site that they, and their style sheets, refer to. pages: name → text."""
    found, waiting = set(), {site / name: text for name, text in pages.items()}
    while waiting:
        path, text = waiting.popitem()
        found.add(path)
        if path.suffix in (".html", ".css"):
            text = text if text is not None else path.read_text("utf-8")
            names = (unquote(one or other) for one, other in REFERENCE.findall(text))
            files = {Path(os.path.normpath(path.parent / name)) for name in names}
            waiting |= {file: None for file in files - found - waiting.keys() if _belongs(file, site)}
    return found


def _belongs(file, site):
    return file.is_file() and file.is_relative_to(site) and file.suffix not in (".zip", ".pdf")
