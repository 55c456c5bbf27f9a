"""A picture for each page, which a message shows where somebody shares its address: its title and its first figure."""

import html

from ..pages import title
from . import sheets

SIZE = {"width": 1200, "height": 630}
CARD = """<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>{sheets}
<style>
  body {{ box-sizing: border-box; display: flex; flex-direction: column; width: 1200px; height: 630px; min-height: 0;
    margin: 0; padding: 44px 60px; overflow: hidden; background: #fff; color: #14181f;
    font-family: "Liberation Sans", sans-serif; }}
  p {{ margin: 0; font-size: 28px; color: #44505c; }}
  h1 {{ margin: 6px 0 24px; font: bold 60px/1.1 "Liberation Sans", sans-serif; color: #14181f; }}
  div {{ flex: 1; min-height: 0; display: flex; justify-content: center; }}
  svg {{ height: 100% !important; width: auto !important; max-width: 100% !important; }}
  hr {{ width: 100%; height: 10px; margin: 24px 0 0; border: 0; background: #d1490b; opacity: 1; }}
</style></head><body><p>{book}</p><h1>{title}</h1><div>{picture}</div><hr></body></html>"""


def of_book(book):
    """{page: its picture as HTML} of the pages that have a figure or a plot. book: sheets.Book."""
    made = {name: card(book, name) for name in book.pages}
    return {name: text for name, text in made.items() if text}


def card(book, name):
    """The picture of a page as HTML, or None for a page without one. book: sheets.Book."""
    page = book.pages[name]
    picture = page.select_one("article .live-figure svg") or page.select_one("article svg.plot")
    if not picture:
        return None
    called = title(page)
    above = "An interactive textbook" if called == book.title else book.title
    return CARD.format(
        title=html.escape(called), book=html.escape(above), picture=picture, sheets=sheets.style_sheets(book, [name])
    )


def take(browser, source, text, target):
    """Write the picture that HTML makes."""
    source.write_text(text, "utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport=SIZE)
    page.goto(source.as_uri(), wait_until="load")
    page.screenshot(path=target)
    page.close()
