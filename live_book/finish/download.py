"""The whole site as one file, to read without a network; each page of the book links to it.

It holds the pages and what they refer to. What runs code is left out: a page opened from disk has no Python.
"""

import io
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

from sphinx.util.osutil import relative_uri

REFERENCE = re.compile(r"""\b(?:href|src)="([^"#?:]+)[^":]*"|url\("?([^")#?:]+)""")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same pages make the same file
ABOUT = "Unpack all, then open {}/index.html in a browser. Figures, questions and search work without a network.\n"


def archive_name(title):
    """The name of the file for a book of this title.

    >>> archive_name("How Neural Networks Actually Work")
    'how-neural-networks-actually-work.zip'
    """
    return "-".join(re.findall(r"\w+", title.lower())) + ".zip"


def offer(app, pagename, templatename, context, doctree):
    menu = next((each for each in context.get("header_buttons", []) if each.get("label") == "download-buttons"), None)
    if menu:
        url = relative_uri(app.builder.get_target_uri(pagename), archive_name(app.config.html_title))
        link = {"type": "link", "text": "The whole book, to read offline (.zip)", "icon": "fas fa-book"}
        menu["buttons"].append(link | {"url": url, "label": "download-book-button"})


def archive(title, site, pages):
    """The file of a book's whole site: its name, and what is in it."""
    name, packed = archive_name(title), io.BytesIO()
    folder = name.removesuffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        _put(zipped, f"{folder}/READ ME.txt", ABOUT.format(folder).encode())
        for path in sorted(needed(site.resolve(), pages)):
            _put(zipped, f"{folder}/{path.relative_to(site.resolve()).as_posix()}", path.read_bytes())
    return name, packed.getvalue()


def _put(zipped, name, content):
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    zipped.writestr(entry, content)


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
    return file.is_file() and file.is_relative_to(site) and file.suffix != ".zip"
