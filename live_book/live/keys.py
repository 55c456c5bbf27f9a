"""The key of each code cell of a page: under it a reader's edit is kept, in the browser and in a notebook handed in.

A key belongs to what a cell is for, and not to its code, which may be rewritten while a course runs: `check:LABEL` for
an exercise, by the label in its `check("LABEL"`, `solution:LABEL` for its solution, `SECTION/N` for the N-th other cell
of a section. The same rule stands in static/work.js; a test holds both equal for all pages.
"""

import re
from collections import Counter

LABEL = re.compile(r"""\bcheck\(\s*(["'])([\w-]+)\1""", re.ASCII)


def of_cells(article):
    """The keys of all cells of a page's parsed article, in order; no two are the same.

    >>> from bs4 import BeautifulSoup
    >>> cell = "<div class='cell'><div class='cell_input'><pre>{}</pre></div></div>".format
    >>> page = f"<section id='kinks'>{cell('1')}{cell('check(&quot;my-relu&quot;, 2)')}{cell('3')}</section>"
    >>> of_cells(BeautifulSoup(page, "html.parser"))
    ['kinks/1', 'check:my-relu', 'kinks/2']
    """
    counts, keys = Counter(), []
    for cell in article.select("div.cell"):
        name = _exercise(cell)
        place = name or _section(cell)
        counts[place] += 1
        keys.append(place if name and counts[place] == 1 else f"{place}/{counts[place]}")
    return keys


def _exercise(cell):
    """What a cell that answers an exercise is called, "" for any other."""
    code = cell.select_one(".cell_input pre")
    found = code and LABEL.search(code.get_text())
    kind = "solution" if cell.find_parent(class_="solution") else "check"
    return f"{kind}:{found[2]}" if found else ""


def _section(cell):
    """The id of the nearest section that is the chapter's own: those in boxes all have the same."""
    sections = cell.find_parents("section", id=True)
    return next((each["id"] for each in sections if not each.find_parent(class_="admonition")), "")
