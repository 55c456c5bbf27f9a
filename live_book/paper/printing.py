"""A document → a PDF: printed by Chromium, its table of contents filled in, its marks of time taken out."""

import re

from bs4 import BeautifulSoup
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from .. import browser as installed
from ..pages import words

# The browser fetches a font when it lays out text in it, which on a far page is as late as when it prints.
ALL_FONTS = "() => Promise.allSettled([...document.fonts].map((font) => font.load()))"


def printed(browser, text, target, folder, dated):
    """Print an HTML document with a browser into the file `target`; it refers to the site from `folder`.

    Twice, where there is a table of contents: its page numbers are known after the first time.
    dated: when the book is from, as a PDF says it, so that the same pages make the same file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    source, page = folder / f"{target.stem}.html", browser.new_page()
    _print(page, text, source, target)
    if 'class="at"' in text:
        _print(page, with_page_numbers(text, PdfReader(target)), source, target)
    page.close()
    writer = PdfWriter(clone_from=target)
    name_bookmarks(writer, text)
    writer.metadata = {"/Title": writer.metadata.title, "/CreationDate": dated, "/ModDate": dated}
    writer.write(target)


def _print(page, text, source, target):
    source.write_text(text, "utf-8")
    page.goto(source.as_uri(), wait_until="load")
    page.evaluate(ALL_FONTS)
    page.pdf(path=target, outline=True, tagged=True, prefer_css_page_size=True, print_background=True)


def with_page_numbers(text, pdf):
    """The document, its table of contents filled in from what became of it."""
    pages = {
        name.removeprefix("/"): pdf.get_destination_page_number(place) + 1
        for name, place in pdf.named_destinations.items()
    }

    def filled(found):
        return f'data-of="{found[1]}">{pages[found[1]]}<'

    return re.sub(r'data-of="([^"]+)">\d+<', filled, text)


def name_bookmarks(writer, text):
    """Call each bookmark what its heading says: Chromium says that of a heading at the top of a page twice."""
    headings = BeautifulSoup(text, "html.parser").find_all(re.compile("^h[1-6]$"))
    bookmarks = list(_bookmarks(writer.get_outline_root()))
    if len(headings) != len(bookmarks):
        raise ValueError(f"{len(headings)} headings, but {len(bookmarks)} bookmarks in the PDF")
    for bookmark, heading in zip(bookmarks, headings):
        bookmark[NameObject("/Title")] = TextStringObject(words(heading))


def _bookmarks(parent):
    """All entries below one of a PDF's outline, in order."""
    entry = parent.get("/First")
    while entry is not None:
        entry = entry.get_object()
        yield entry
        yield from _bookmarks(entry)
        entry = entry.get("/Next")


def chromium(playwright):
    """A running Chromium; says in a sentence what to do where there is none."""
    path = installed.find()
    if not path:
        raise SystemExit("live_book.paper: no Chromium was found to print with: `make book-pdf` brings one.")
    return playwright.chromium.launch(executable_path=path, args=installed.FLAGS)


def size(path):
    """How many pages a PDF has, and how many bytes."""
    return len(PdfReader(path).pages), path.stat().st_size
