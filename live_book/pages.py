"""What a page says in its headings, and what its addresses mean: for all that is made of finished pages."""

import posixpath


def words(heading):
    """What a parsed heading says, in one line.

    >>> from bs4 import BeautifulSoup
    >>> words(BeautifulSoup("<h2><span>8.1.</span> A <em>fold</em><a>#</a></h2>", "html.parser").h2)
    '8.1. A fold'
    """
    return " ".join(heading.get_text().split()).rstrip(" #")


def title(page, otherwise=""):
    """What the title of a parsed page says, its number included; `otherwise` where it has none."""
    heading = page.select_one("article h1")
    return words(heading) if heading else otherwise


def from_top(address, page):
    """What an address in a page, a path without its host, is from the top of the site.

    >>> from_top("../_static/book.css", "chapters/depth.html")
    '_static/book.css'
    """
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
