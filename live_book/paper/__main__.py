"""Print each chapter and the whole book:  python -m live_book.paper  (make book-pdf builds the book first)"""

import os
import subprocess
import sys
import time
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, NavigableString
from playwright.sync_api import sync_playwright

from ..folders import CARDS, PAPER, SITE, archive_name
from ..pages import title
from . import cards, figures, printing, sheets

ROOT = Path(__file__).resolve().parents[2]


def reading_order(toc, tools=()):
    """The pages of a `_toc.yml`, in order, without those that are tools.

    >>> reading_order({"root": "index", "parts": [{"chapters": [{"file": "a"}, {"file": "b"}]}]}, tools=["b"])
    ['index', 'a']
    """
    entries = [*toc.get("chapters", ()), *(each for part in toc.get("parts", ()) for each in part["chapters"])]
    return [toc["root"], *(each["file"] for each in entries if each["file"] not in tools)]


def book_of(site, root=ROOT):
    """What there is to print: the pages of a built site, in the order of reading."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    names = reading_order(toc, config["sphinx"]["config"].get("live_book_tools", ()))
    pages = {name: BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser") for name in names}
    imprint = pages[toc["root"]].select_one("p.imprint")
    for link in imprint.find_all("a") if imprint else ():  # pages of the site, which paper has not
        if isinstance(link.next_sibling, NavigableString):
            link.next_sibling.replace_with("")
        link.decompose()
    address = (os.environ.get("BOOK_SITE_URL") or config.get("html", {}).get("baseurl", "")).rstrip("/")
    return sheets.Book(config["title"], pages, address and f"{address}/", str(imprint or ""))


def chapters(book):
    """The pages that a reader may want alone: those with a number."""
    return [name for name, page in book.pages.items() if page.select_one("h1 .section-number")]


def date_of_commit():
    """When the state of the book is from, as a PDF says it."""
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(int(said or 0)))


def jobs(book):
    """{file: (pages, title)} of all PDFs."""
    made = {f"{name}.pdf": ([name], f"{title(book.pages[name])} — {book.title}") for name in chapters(book)}
    return {**made, archive_name(book.title, ending=".pdf"): (list(book.pages), book.title)}


def main(site=SITE, wanted=()):
    """Print what is wanted, or everything, and take the pictures of pages."""
    book, folder, dated = book_of(site), site.with_name(PAPER), date_of_commit()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {target: job for target, job in jobs(book).items() if not wanted or Path(target).stem in wanted}
    with sync_playwright() as playwright:
        browser = printing.chromium(playwright)
        book.drawn = figures.drawn(
            browser, site, {name: book.pages[name] for names, _ in chosen.values() for name in names}
        )
        for target, (names, named) in chosen.items():
            text = sheets.document(book, names, named, whole=len(names) > 1)
            printing.printed(browser, text, folder / target, folder, dated)
            print("{}: {} pages, {:,} bytes".format(target, *printing.size(folder / target)))
        for name, text in () if wanted else cards.of_book(book).items():
            cards.take(browser, folder / "card.html", text, folder / CARDS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(wanted=sys.argv[1:])
