"""Each chapter as a notebook, published beside its page: to download, and for Colab.

The prose is that of the built page, so that numbers, names of figures and citations stand in them; code cells are
those of the source, without results. The first cell installs the book's package as it was when the book was built.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import nbformat
from bs4 import BeautifulSoup
from markdownify import MarkdownConverter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .. import repository
from ..folders import EXECUTED
from ..live import keys, work

CODE = "div.cell_input"  # a cell that shows its code
UNWANTED = (
    ".live-bar, .strip, script, a.headerlink, .spoken, .needs-kernel-note, .prediction :is(.commit, .said, .typed)"
)
LEFT_OUT = {"remove-cell"}  # they only feed numbers into the text, which here stands already
RUN = (
    "**To run the cells** select each, from the top, and press Shift and Enter. "
    "(A menu's *Run all* would run the solutions, too.)"
)
PLACE = re.compile(r"\n*@@CELL(\d+)@@\n*")


def of_page(app, pagename, page):
    """The notebook of a page with code, as its file is to be; None of any other. The parsed page is used up."""
    if pagename not in app.env.found_docs or not page.select_one(CODE):
        return None
    source = nbformat.read(Path(app.outdir).with_name(EXECUTED) / f"{pagename}.ipynb", as_version=4)
    address = app.config.html_baseurl and urljoin(app.config.html_baseurl, f"{pagename}.html")
    install = install_line(app.config.live_book_install)
    notebook = made(page.select_one("article"), source, install, address)
    notebook.metadata["book"] = work.described(app, pagename)
    notebook.metadata["colab"] = {"name": work.chapter_of(pagename) + ".ipynb"}
    return nbformat.writes(notebook) + "\n"


def install_line(package, url=None, version=None):
    """The line that installs a book's package at the version of the book; "" if there is none, or that is unknown.

    >>> install_line("sounds[notes]", "https://github.com/someone/book", "0123abc")
    '%pip install --quiet "sounds[notes] @ git+https://github.com/someone/book@0123abc"'
    >>> install_line("sounds", "", "0123abc")
    ''
    """
    url = repository.repository_url() if url is None else url
    version = repository.commit() if version is None else version
    return f'%pip install --quiet "{package} @ git+{url}@{version}"' if package and url and version else ""


def made(article, source, install, address=""):
    """The notebook of a page: its article, the notebook it was made from, the line that installs, its public address.

    Raises ValueError if page and source do not have the same cells.
    """
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    code = [cell for cell in code if not LEFT_OUT & set(cell.metadata.get("tags", []))]
    places = article.select("div.cell")
    if len(places) != len(code):
        raise ValueError(f"the page has {len(places)} code cells, its source {len(code)}: build the book anew.")
    solutions = {number for number, place in enumerate(places) if place.find_parent(class_="solution")}
    names = keys.of_cells(article)
    simplify(article, address)
    cells = [first_cell(install)]
    for number, part in enumerate(PLACE.split(Markdown(heading_style="atx", bullets="-").convert_soup(article))):
        if number % 2:
            cells.append(code_cell(code[int(part)], names[int(part)], int(part) in solutions))
        elif part.strip():
            cells.append(new_markdown_cell(part.strip()))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # not by chance, so that what did not change stays the same file
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def first_cell(install):
    if install:
        return new_code_cell(f"# The book's library, as it was when this notebook was made.\n{install}")
    return new_markdown_cell(
        "This notebook needs the book's library. In the folder of your copy of the book: "
        '`python -m pip install ".[chapters]"`'
    )


def code_cell(cell, key, is_solution):
    """A cell of the source, with the key of a reader's edit of it (live/keys.py).

    That of a solution is folded: by JupyterLab, and by Colab, which wants a title for it.
    """
    known = {"book": {"key": key}}
    if not is_solution:
        return new_code_cell(cell.source, metadata=known)
    folded = {"jupyter": {"source_hidden": True}, "cellView": "form"}
    return new_code_cell(f"#@title Solution: open it when you have tried\n{cell.source}", metadata=known | folded)


# --- from the page's elements to plain ones ---------------------------------------------------------


def simplify(article, address):
    """Make of a page's article what Markdown can say, in place."""
    soup = BeautifulSoup("", "html.parser")
    for element in article.select(UNWANTED):
        element.decompose()
    for math in article.select("span.math, div.math"):
        tex = math.find("annotation", encoding="application/x-tex").text.strip()
        math.replace_with(soup.new_tag("tex-display" if math.name == "div" else "tex-inline", attrs={"data-tex": tex}))
    for number, place in enumerate(article.select("div.cell")):
        captions = [caption.extract() for caption in place.select("figcaption")]
        mark = soup.new_tag("p")
        mark.string = f"@@CELL{number}@@"
        place.replace_with(mark)
        for caption in reversed(captions):
            caption.name = "p"
            mark.insert_after(caption)
    for question in article.select("fieldset.question"):
        question.replace_with(BeautifulSoup(question_as_list(question), "html.parser"))
    for prediction in article.select("fieldset.prediction"):
        prediction.name = "blockquote"
        for part, kind in (prediction.legend, "strong"), *((each, "li") for each in prediction.select(".guess")):
            part.name = kind
    for admonition in reversed(article.select(".admonition")):  # from the inside outwards
        flatten(admonition)
    for link in article.select("a[href]"):
        link["href"] = urljoin(address, link["href"])
        if not link["href"].startswith("http"):
            link.unwrap()


def question_as_list(question):
    """Choices as a list, answers behind a fold of HTML, which every notebook program shows."""
    choices = question.select(".choice")
    items = "".join(f"<li>{choice.label.decode_contents()}</li>" for choice in choices)
    for paragraph in question.select(".feedback p"):
        paragraph.unwrap()
    answers = "".join(
        f"<p><em>{choice.label.decode_contents()}</em>: {choice.select_one('.feedback').decode_contents()}</p>"
        for choice in choices
    )
    legend = question.legend.decode_contents()
    return f'<p><strong>Question.</strong> {legend}</p><ul>{items}</ul><fold-up data-title="Answer">{answers}</fold-up>'


def flatten(admonition):
    """A box becomes a quotation, a hint a fold; a box with cells, which no Markdown can hold, what is in it."""
    title = admonition.find(class_="admonition-title", recursive=False)
    heading = title.get_text(" ", strip=True)
    if "@@CELL" in admonition.text:
        title.replace_with(BeautifulSoup(f"<h3>{escape(heading)}</h3>", "html.parser"))
        if "solution" in admonition["class"]:
            fold_prose(admonition, heading)
        admonition.unwrap()
        return
    if "dropdown" in admonition["class"]:
        title.decompose()
        admonition.name = "fold-up"
        admonition["data-title"] = heading
        return
    title.replace_with(BeautifulSoup(f"<p><strong>{escape(heading)}</strong></p>", "html.parser"))
    admonition.name = "blockquote"
    for paragraph in admonition.select("p.of-the-page"):  # the chapter's card speaks of the page's button
        paragraph.replace_with(BeautifulSoup("<run-them></run-them>", "html.parser"))


def fold_prose(solution, title):
    """What a solution says, behind a fold of that title; its cells stay, folded by `code_cell`."""
    for part in solution.select("section"):
        part.unwrap()
    solution.h3.decompose()
    said = [part for part in solution.find_all(recursive=False) if "@@CELL" not in part.text]
    if said:
        fold = BeautifulSoup("", "html.parser").new_tag("fold-up", attrs={"data-title": title})
        said[0].insert_before(fold)
        for part in said:
            fold.append(part.extract())


class Markdown(MarkdownConverter):
    """HTML to Markdown, with math, folds and the chapter card's line on running."""

    def convert_tex_inline(self, element, text, parent_tags):
        return f"${element['data-tex']}$"

    def convert_tex_display(self, element, text, parent_tags):
        return f"\n\n$$\n{element['data-tex']}\n$$\n\n"

    def convert_fold_up(self, element, text, parent_tags):
        return f"\n\n<details><summary>{escape(element['data-title'])}</summary>\n\n{text.strip()}\n\n</details>\n\n"

    def convert_run_them(self, element, text, parent_tags):
        return f"\n\n{RUN}\n\n"
