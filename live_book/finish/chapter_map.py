"""A map of the chapters: a list of links, in a box of class `chapter-map`, to which the build adds what each chapter
says of itself in its card (how long it takes, what one needs), and its first figure in small.

    ```{div} chapter-map
    1. [](chapters/depth.md) feeds what comes out in again.
    ```
"""

import posixpath

from bs4 import BeautifulSoup

from ..pages import from_top
from .markup import AsWritten

FOLDER = "figures/small"
MAP = "chapter-map"
BOX = f".{MAP} li"
IMAGE = '<img class="small-figure" src="{src}" alt="" width="{width:.0f}" height="{height:.0f}" loading="lazy">'
HEIGHT = 88  # CSS pixels


def completed(pages, chapters):
    """The pages with their maps filled in, and the small figures that these show: ({name: text}, {path: text}).

    pages: {path: text}. chapters: of those that have a card, {path: parsed page}.
    """
    made, pictures = {}, {}
    for name, text in pages.items():
        if MAP in text:
            page = BeautifulSoup(text, "html.parser")
            entries = page.select(BOX)
            for entry in entries:
                _complete(entry, name, chapters, pictures)
            made[name] = page.decode(formatter=AsWritten()) if entries else text
    return {**pages, **made}, pictures


def _complete(entry, name, chapters, pictures):
    """Add to an entry of a map what the chapter that it leads to says of itself."""
    target = from_top(entry.a["href"].partition("#")[0], name)
    if target not in chapters:
        return
    chapter = chapters[target]
    entry.append(BeautifulSoup(f'<p class="in-short">{in_short(chapter)}</p>', "html.parser"))
    picture = chapter.select_one(".live-figure svg[viewbox], .live-figure svg[viewBox]")
    if picture:
        path = f"{FOLDER}/{posixpath.basename(target).removesuffix('.html')}.svg"
        pictures[path] = alone(picture)
        width, height = (float(number) for number in picture["viewbox"].split()[2:])
        source = posixpath.relpath(path, posixpath.dirname(name) or ".")
        image = IMAGE.format(src=source, width=HEIGHT * width / height, height=HEIGHT)
        entry.insert(0, BeautifulSoup(image, "html.parser"))


def in_short(chapter):
    """How long a chapter takes and what one needs, as its card says it."""
    said = {}
    for paragraph in chapter.select(".chapter-card p"):
        if paragraph.strong:
            said[paragraph.strong.get_text()] = " ".join(paragraph.get_text().split())
    time, needs = said.get("Time", "").removeprefix("Time "), said.get("You need", "")
    return f"{time} {needs}".strip()


def alone(picture):
    """A picture of a page as a file of its own: what it is called is said where it is shown."""
    text = str(picture).replace("viewbox=", "viewBox=").replace("clippath", "clipPath")
    return text.replace(' role="img"', "", 1)
