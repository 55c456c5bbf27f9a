"""Pages of the site → one document to be printed.

Figures are in their starting state, as the page draws them (`figures`), with the address of the live one. Feedback of
questions, hints and solutions of exercises are taken from their places and stand after the chapters, with links both
ways. What is made here is HTML that refers to the site's own style sheets.
"""

import html
import json
import re
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase

from bs4 import BeautifulSoup

from ..pages import from_top, words
from . import figures

SHEET = Path(__file__).with_name("paper.css")
SHEETS = 'link[rel="stylesheet"]'
SCREEN_ONLY = (
    "script, noscript, .live-bar, .strip, .headerlink, .copybtn, .needs-kernel-note, .above-input > summary, .commit,"
    " .said, .spoken, .typed, .visually-hidden, .start-here, [data-verdict=unanswered]"
)
INSIDE = re.compile(r"url\(#([^)]+)\)")  # what a picture says of its own parts
HEAD = "font: 9pt system-ui, sans-serif; color: #555;"  # of a page
POINTING = ("id", "for", "aria-labelledby", "aria-describedby")


@dataclass
class Book:
    """What is the same for every page on paper. pages: {path without .html: parsed page}, in the order of reading.

    drawn: the figures as they are alive, {page: {model: HTML}}.
    """

    title: str
    pages: dict
    address: str = ""  # where the site is published, if that is known
    imprint: str = ""  # HTML: state, licence
    drawn: dict = field(default_factory=dict)


def document(book, names, title, whole=False):
    """The pages of these names as one HTML document, to lie in a folder beside the site's."""
    soup = BeautifulSoup("", "html.parser")
    parts, answers = [], soup.new_tag("section", attrs={"class": "answers", "id": "answers"})
    for name in names:
        article = _article(book, name, set(names))
        _take_answers(article, name, answers, soup)
        parts.append(article)
    if answers.contents:
        heading = soup.new_tag("h1")
        heading.string = "Hints, answers and solutions"
        answers.insert(0, heading)
        parts.insert(_after_the_chapters(parts), answers)
    front = _front(book, title, parts) if whole else _of_the_book(book)
    heads = _running_heads(parts) if whole else ""  # pages of a name of their own would begin anew below the front
    return (
        '<!DOCTYPE html><html lang="en" data-theme="light" data-mode="light" class="paper">'
        f'<head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"{style_sheets(book, names)}<style>{SHEET.read_text('utf-8')}{heads}</style></head>"
        f"<body>{front}{''.join(map(str, parts))}</body></html>"
    )


def _after_the_chapters(parts):
    """Where the answers go: behind the last part that has a number, before what is at the back of a book."""
    numbered = [place for place, part in enumerate(parts, 1) if part.select_one("h1 .section-number")]
    return max(numbered, default=len(parts))


def _running_heads(parts):
    """Style: each part's name stands at the head of its pages."""
    rules = []
    for number, part in enumerate(parts):
        part["style"] = f"page: part{number}"
        head = words(part.h1).replace("\\", "\\\\").replace('"', '\\"')
        rules.append(f'@page part{number} {{ @top-left {{ content: "{head}"; {HEAD} }} }}')
    return "\n".join(rules)


def style_sheets(book, names):
    """The links to the style sheets of some pages, each once."""
    found = {from_top(link["href"], name): None for name in names for link in book.pages[name].select(SHEETS)}
    return "".join(f'<link rel="stylesheet" href="../html/{html.escape(sheet)}">' for sheet in found)


def _article(book, name, here):
    """A page's article as it is on paper; `here`: the names of all pages of the same document."""
    page = book.pages[name]
    article = copy(page.select_one("article"))
    article["id"] = anchor(name)
    for element in article.select(SCREEN_ONLY):
        element.decompose()
    for place in article.select(".live-figure[data-model]"):
        _set_figure(place, name, page, book)
    for fold in article.select("details"):
        fold.name = "div"
        for title in fold.find_all("summary", recursive=False):
            title.name = "p"
    for control in article.select("fieldset.prediction input, fieldset.question input"):
        control.decompose()
    for element in article.find_all(True):
        _set_addresses(element, name, here, book)
    return article


def _set_figure(place, name, page, book):
    """A figure, all its parts drawn, in the place of its picture, whose words it keeps; and where it is alive."""
    state = json.loads(page.find(id="live-figures").string)[place["data-model"]]["state"]
    where = f"figures/{state['_figure']}.html" if "_figure" in state and book.address else ""
    soup = BeautifulSoup("", "html.parser")
    note = soup.new_tag("p", attrs={"class": "alive-at"})
    note.append("This figure moves in the book's pages" + (": " if where else "."))
    if where:
        link = soup.new_tag("a", href=f"site:{where}")
        link.string = book.address + where
        note.append(link)
    if text := book.drawn.get(name, {}).get(place["data-model"]):
        said = place.svg["aria-label"] if place.svg else ""
        place.clear()
        figure = figures.on_paper(text)
        figure.attrs |= {"role": "img", "aria-label": said}
        place.append(figure)
    place.name = "figure"
    place.append(note)


# --- addresses --------------------------------------------------------------------------------------


def anchor(name, fragment=""):
    """What a place of a page is called in a document that has several.

    >>> anchor("chapters/depth", "a-fold")
    'chapters/depth--a-fold'
    """
    return f"{name}--{fragment}"


def _set_addresses(element, name, here, book):
    """What an element refers to, in a document that has several pages, and none of the site's other files."""
    for attribute in POINTING:
        if element.has_attr(attribute):
            element[attribute] = " ".join(anchor(name, each) for each in str(element[attribute]).split() or [""])
    for attribute, value in list(element.attrs.items()):
        if isinstance(value, str) and "url(#" in value:
            element[attribute] = INSIDE.sub(lambda found: f"url(#{anchor(name, found[1])})", value)
    if element.has_attr("href"):
        element["href"] = _address(element["href"], name, here, book)
        if not element["href"]:
            del element["href"]
    if element.has_attr("src") and not re.match(r"\w+:", element["src"]):
        element["src"] = f"../html/{from_top(element['src'], name)}"


def _address(address, name, here, book):
    """Where a link leads on paper: to a place in the document, to the published site, or nowhere ("")."""
    if address.startswith("site:"):
        return book.address and book.address + address.removeprefix("site:")
    if re.match(r"\w+:", address):
        return address
    path, _, fragment = address.partition("#")
    target = from_top(path, name) if path else f"{name}.html"
    page = target.removesuffix(".html")
    if page in here:
        return "#" + anchor(page, fragment)
    return book.address and f"{book.address}{target}" + (f"#{fragment}" if fragment else "")


# --- answers ------------------------------------------------------------------------------------------


def _take_answers(article, name, answers, soup):
    """Move what gives an answer away from an article to the end of the document."""
    taken = soup.new_tag("section")
    heading = soup.new_tag("h2")
    heading.string = words(article.h1)
    number = article.h1.select_one(".section-number")
    number = number.get_text().strip().rstrip(".") if number else ""
    for count, question in enumerate(article.select("fieldset.question"), 1):
        taken.append(_answer(question, f"Question {number}{'.' * bool(number)}{count}", name, soup))
    for exercise in article.select(".exercise"):
        _number_hints(exercise, soup)
    for fold in article.select(".exercise .dropdown, .solution"):
        taken.append(fold.extract())
    if taken.contents:
        taken.insert(0, heading)
        answers.append(taken)


def _answer(question, called, name, soup):
    """What a question's choices are answered, and the question named. Its choices become a lettered list."""
    place, back = anchor(name, called.replace(" ", "-")), anchor(name, called.replace(" ", "-") + "-asked")
    legend = question.legend
    legend.name, legend["id"] = "p", back
    legend.insert(0, BeautifulSoup(f'<a class="called" href="#{place}">{called}.</a> ', "html.parser"))
    question.name = "div"
    entry = soup.new_tag("div", attrs={"class": "answer", "id": place})
    entry.append(BeautifulSoup(f'<p><a class="called" href="#{back}">{called}</a></p>', "html.parser"))
    for letter, choice in zip(ascii_lowercase, question.select(".choice")):
        feedback, label = choice.select_one(".feedback").extract(), choice.label
        label.name = "span"
        choice.insert(0, f"□ {letter}. ")
        feedback.insert(0, f"{letter}. ")
        entry.append(feedback)
    return entry


def _number_hints(exercise, soup):
    """A hint that stands far from its exercise says which one it is for, and an exercise where its help stands."""
    title = exercise.select_one(".admonition-title .caption-number")
    hints = exercise.select(".dropdown > .admonition-title")
    for hint in hints:
        hint.append(f" for {title.get_text().strip()}")
    if hints:
        fold = hints[0].parent
        fold["id"] = fold.get("id") or f"{exercise['id']}-hint"
        link = soup.new_tag("a", href=f"#{fold['id']}", attrs={"class": "help-at"})
        link.string = "Hint and solution at the end"
        exercise.append(link)


# --- what stands before the pages ---------------------------------------------------------------------


def _front(book, title, parts):
    """The title page, and what is where; page numbers are filled in once they are known (`printing`)."""
    entries = []
    for part in parts:
        heading, text = part.h1, words(part.h1)
        heading["id"] = heading.get("id") or f"{part['id']}title"
        entries.append(
            f'<li><a href="#{heading["id"]}">{html.escape(text)}</a><span class="dots"></span>'
            f'<span class="at" data-of="{heading["id"]}">000</span></li>'
        )
    where = f'<p><a href="{book.address}">{book.address}</a></p>' if book.address else ""
    return (
        f'<section class="title-page"><h1>{html.escape(title)}</h1>{where}{book.imprint}</section>'
        f'<nav class="places"><h1>Contents</h1><ol>{"".join(entries)}</ol></nav>'
    )


def _of_the_book(book):
    """Which book a chapter is from, for its first page."""
    where = f', <a href="{book.address}">{book.address}</a>' if book.address else ""
    return f'<p class="of-the-book">From <em>{html.escape(book.title)}</em>{where}</p>{book.imprint}'
