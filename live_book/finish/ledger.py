"""A ledger of claims: what stands behind each number in the prose of the chapters, and behind each sentence of a recap.

A number is computed if it was glued into its sentence, or if a cell of the page has it, in its code or in what it puts
out. Any other number above `COUNTED` needs an entry in the file that `live_book_claims` names, or the build warns:

    chapters/depth:
    - says: keeps 53 binary digits
      behind: "IEEE 754, double precision"

The words of an entry must stand on the page, too. The ledger is written into a page's box of class `claims-ledger`.
Chapters are pages with a card (`chapter-card`); cards, questions, exercises and figures are no prose of this kind.
"""

import html
import re
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from sphinx.util.osutil import relative_uri

from ..pages import title

COUNTED = 12  # whole numbers up to it are counted or worked out where they stand
NUMBER = re.compile(r"(?<![\w.,/^])[−-]?\d[\d,]*(?:\.\d+)?(?!\w|\.\d)")
IN_CELL = re.compile(r"\d[\d,_]*(?:\.\d+)?(?:e-?\d+)?")
NO_PROSE = (
    "div.cell, script, style, svg, .strip, .live-bar, .headerlink, .section-number, .caption-number, .katex, pre, code,"
    " .chapter-card, fieldset, .exercise, .solution, .evidence, .needs-kernel, .live-figure"
)
GLUED, CITED = "⟦{}⟧", "⟪{}⟫"  # a number that a cell has put into the text; words of a citation
BOX = re.compile(r'<div class="claims-ledger[^>]*>\s*</div>')


@dataclass
class Claim:
    """A sentence with numbers, where it stands, and what stands behind each number: {number: HTML}."""

    sentence: str
    section: str
    behind: dict = field(default_factory=dict)


def connect(app):
    app.add_config_value("live_book_claims", "", "")


def filled(pages, chapters, app, warn):
    """The pages, the ledger written into the one that has its box; warns of what nothing stands behind.

    pages: {path: text}. chapters: of those that have a card, {path: parsed page}, in the order of reading.
    """
    place = next((name for name, text in pages.items() if BOX.search(text)), None)
    if not place:
        return pages
    listed = yaml.safe_load(Path(app.confdir, app.config.live_book_claims).read_text("utf-8"))
    parts = [
        _part(page, name, place, listed.get(name.removesuffix(".html"), []), warn) for name, page in chapters.items()
    ]
    return {**pages, place: BOX.sub(lambda _: "".join(parts), pages[place], count=1)}


def _part(page, name, place, entries, warn):
    """What the ledger says of one chapter, as HTML."""
    here = relative_uri(place, name)
    recap = _recap(page, here)
    found = claims(page, entries)
    for claim in found:
        for number, behind in claim.behind.items():
            if not behind:
                warn("%s: nothing stands behind the number %s in “%s”", name, number, claim.sentence)
    text = " ".join(page.select_one("article").get_text().split())
    for entry in entries:
        if entry["says"] not in text:
            warn("%s: a claim is listed that the page does not make: “%s”", name, entry["says"])
    rows, called = "".join(_row(claim, here) for claim in found), html.escape(title(page))
    return (
        f"<section><h2>{called}</h2>{recap}<details><summary>Its numbers: {len(found)} sentences</summary>"
        f'<div class="pst-scrollable-table-container"><table class="table ledger"><thead><tr><th>Sentence</th>'
        f"<th>What stands behind it</th></tr></thead><tbody>{rows}</tbody></table></div></details></section>"
    )


def _row(claim, here):
    said = re.sub("[⟦⟧⟪⟫]", "", claim.sentence)
    behind = {text: [] for text in claim.behind.values()}
    for number, text in claim.behind.items():
        behind[text].append(number)
    listed = "; ".join(f"{', '.join(numbers)}: {text or 'nothing'}" for text, numbers in behind.items())
    listed = listed.replace('href="#', f'href="{here}#')
    return f'<tr><td><a href="{here}#{claim.section}">§</a> {html.escape(said)}</td><td>{listed}</td></tr>'


def _recap(page, here):
    """The sentences of the recap, each with what its evidence says."""
    evidence = page.select_one("details.evidence ol")
    sentences = evidence.find_parent("section").find("ol").find_all("li", recursive=False) if evidence else []
    pairs = zip(sentences, evidence.find_all("li", recursive=False)) if evidence else ()
    rows = "".join(f"<tr><td>{_inner(sentence)}</td><td>{_inner(behind)}</td></tr>" for sentence, behind in pairs)
    rows = re.sub(r'href="(?!\w+:)([^"#]*)', lambda found: f'href="{_beside(here, found[1])}', rows)
    return (
        '<div class="pst-scrollable-table-container"><table class="table ledger"><thead><tr><th>Recap</th>'
        f"<th>What stands behind it</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _inner(item):
    return " ".join(part.decode_contents() for part in item.find_all("p", recursive=False)) or item.decode_contents()


def _beside(here, address):
    """An address as a page says it, told from the ledger: pages lie in the same folder, or the link is to itself."""
    return f"{here.rpartition('/')[0]}/{address}".lstrip("/") if address else here


# --- what stands behind a number -----------------------------------------------------------------------


def claims(page, entries=()):
    """The sentences of a chapter's prose that hold numbers worth a proof, in order."""
    article = copy(page.select_one("article"))
    cells = [(_section(cell), numbers_of(cell.get_text(" "))) for cell in article.select("div.cell")]
    for element in article.select(NO_PROSE):
        element.decompose()
    for glued in article.select(".pasted-text"):
        glued.string = GLUED.format(glued.get_text())
    for cited in article.select('a[href*="#id"], .bibtex, a.reference[href*="references"]'):
        cited.string = CITED.format(cited.get_text())
    found = []
    for block in article.select("p, li, td, th, dd"):
        if not block.find(["p", "li"]):
            section, text = _section(block), " ".join(block.get_text().split())
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZΣ“√|−\d⟦])", text):
                behind = {number: _behind(number, sentence, section, cells, entries) for number in worth(sentence)}
                if behind:
                    found.append(Claim(sentence, section, behind))
    return found


def worth(sentence):
    """The numbers of a sentence that need something behind them, as they are written, each once.

    >>> worth("Of ⟦97⟧ in 100, three are 5, as ⟪[Lu 2020]⟫ says; 1,024 is 2^10.")
    ['⟦97⟧', '100', '1,024']
    """
    without = re.sub("⟪.*?⟫", "", sentence)
    glued = re.findall("⟦.*?⟧", without)
    plain = [match[0].rstrip(",") for match in NUMBER.finditer(re.sub("⟦.*?⟧", "", without))]
    return list(dict.fromkeys(glued + [number for number in plain if not is_counted(number)]))


def is_counted(number):
    """Whether a number is a small whole one."""
    value = number.replace("−", "-").replace(",", "").lstrip("-")
    return value.isdigit() and int(value) <= COUNTED


def numbers_of(text):
    """All numbers of a cell's code and output, without signs.

    >>> sorted(numbers_of("2_048 points, 0.02500 off, 1e-3"))
    [0.001, 0.025, 2048.0]
    """
    return {float(re.sub("[,_]", "", each)) for each in IN_CELL.findall(text)}


def _section(element):
    section = element.find_parent("section", id=True)
    return section["id"] if section else ""


def _behind(number, sentence, section, cells, entries):
    """What stands behind a number, as HTML; "" for nothing."""
    for entry in entries:
        if number in entry["says"] and entry["says"] in re.sub("[⟦⟧⟪⟫]", "", sentence):
            return html.escape(entry["behind"])
    if number.startswith("⟦"):
        return f'computed by a cell of the page: <a href="#{section}">here or before</a>'
    value = number.replace("−", "").replace(",", "").lstrip("-")
    having = [place for place, numbers in cells if float(value) in numbers]
    if having:
        nearest = section if section in having else having[0]
        return f'a cell of <a href="#{nearest}">{"this section" if nearest == section else "the page"}</a>'
    if re.fullmatch(r"1[89]\d\d|20\d\d", value) and "⟪" in sentence:
        return "the source that is cited"
    return ""
