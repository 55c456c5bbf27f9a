"""Pages on paper: links that lead somewhere, answers away from their questions; and where a page offers its PDF."""

import os
import re

from bs4 import BeautifulSoup

from live_book.finish import printed
from live_book.paper import figures, printing, sheets

PAGE = """<html><head><link rel="stylesheet" href="../_static/book.css"></head><body><article>
<section id="one"><h1><span class="section-number">1. </span>One<a class="headerlink" href="#one">#</a></h1>
<div class="strip"><p>0 right</p></div><button class="copybtn">Copy</button>
<p><a href="two.html#there">there</a> <a href="two.html">two</a> <a href="../tool.html">a tool</a>
<a href="https://elsewhere.org/">elsewhere</a> <a href="#one">here</a></p>
<svg><clipPath id="c"></clipPath><path clip-path="url(#c)"></path></svg>
<fieldset class="question"><legend>Which?</legend><div class="choices">
<div class="choice right"><input type="radio" id="q1"><label for="q1">this</label>
<div class="feedback">Yes: so it is.</div></div>
<div class="choice wrong"><input type="radio" id="q2"><label for="q2">that</label>
<div class="feedback">Not so.</div></div>
</div><p class="spoken" role="status"></p></fieldset>
<div class="exercise" id="sum"><p class="admonition-title"><span class="caption-number">Exercise 1.1</span> (Sum)</p>
<details class="dropdown admonition"><summary class="admonition-title">Hint</summary><p>Add.</p></details></div>
<details class="solution dropdown admonition" id="sum-solution">
<summary class="admonition-title">Solution to Exercise 1.1</summary>
<p>Added.</p></details></section></article></body></html>"""
OTHER = '<html><body><article><section id="two"><h1>Two</h1><p id="there">There.</p></section></article></body></html>'


def book(**settings):
    pages = {"chapters/one": PAGE, "chapters/two": OTHER}
    return sheets.Book("A Book", {name: BeautifulSoup(text, "html.parser") for name, text in pages.items()}, **settings)


def paper(names=("chapters/one", "chapters/two"), whole=True, **settings):
    return BeautifulSoup(sheets.document(book(**settings), names, "A Book", whole), "html.parser")


def links(page):
    return {link.get_text(): link.get("href") for link in page.select("article p a")}


def test_on_paper_links_lead_to_the_paper_or_to_the_published_site_or_are_plain_words():
    page = paper()
    assert links(page)["there"] == "#chapters/two--there" and links(page)["two"] == "#chapters/two--"
    assert links(page)["elsewhere"] == "https://elsewhere.org/" and links(page)["a tool"] is None
    alone = links(paper(["chapters/one"], whole=False, address="https://book.example/"))
    assert alone["a tool"] == "https://book.example/tool.html"
    assert alone["there"] == "https://book.example/chapters/two.html#there"
    identities = [element["id"] for element in page.select("[id]")]
    assert len(identities) == len(set(identities))
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= set(identities)
    assert page.select_one("path")["clip-path"] == f"url(#{page.select_one('clipPath, clippath')['id']})"


def test_what_gives_an_answer_away_stands_at_the_end_and_each_leads_to_the_other():
    page = paper()
    answers = page.select_one(".answers").extract()
    for secret in "Yes: so it is.", "Not so.", "Add.", "Added.":
        assert secret in answers.text and secret not in page.text
    assert "Question 1.1" in page.select_one(".question").text and "□ a. this" in page.select_one(".question").text
    assert "a. Yes: so it is." in answers.text and "Hint for Exercise 1.1" in answers.text
    assert page.select_one(".help-at")["href"] == f"#{answers.select_one('.dropdown')['id']}"


def test_what_only_a_screen_has_is_not_on_paper():
    page = paper()
    assert not page.select("input, button, script, .strip, .headerlink, details, .spoken")
    assert page.select_one("link")["href"] == "../html/_static/book.css"


class Printed:
    """A PDF, as far as its table of contents asks."""

    named_destinations = {"/chapters/one--title": 4}

    def get_destination_page_number(self, place):
        return place


def test_a_table_of_contents_says_where_things_came_to_be():
    text = '<span class="at" data-of="chapters/one--title">000</span>'
    assert printing.with_page_numbers(text, Printed()).endswith(">5</span>")


def test_a_page_offers_the_pdf_of_itself_only_while_it_is_as_new_as_the_page(tmp_path):
    raw, paper = tmp_path / "sphinx", tmp_path / "paper"
    for folder in raw, paper:
        (folder / "chapters").mkdir(parents=True)
    for name in "chapters/one", "chapters/two":
        (raw / f"{name}.html").touch()
        (paper / f"{name}.pdf").touch()
    (paper / "book.pdf").touch()
    assert set(printed.kept(raw, tmp_path / "html")) == {"chapters/one.pdf", "chapters/two.pdf", "book.pdf"}
    later = (paper / "book.pdf").stat().st_mtime + 5
    os.utime(raw / "chapters/two.html", (later, later))
    assert set(printed.kept(raw, tmp_path / "html")) == {"chapters/one.pdf"}
    entry = '<li><a href="{}" target="_blank"\n class="btn btn-sm btn-download-paper-{}-button">{}</a></li>\n'
    menu = (
        "<ul><li>first</li>"
        + entry.format("one.pdf", "page", "This")
        + entry.format("../book.pdf", "book", "All")
        + "</ul>"
    )
    left = printed.with_offers(menu, "chapters/one.html", {"chapters/one.pdf"})
    assert re.findall('href="(.*?)"', left) == ["one.pdf"] and "<li>first</li>" in left
    assert "href" not in printed.with_offers(menu, "chapters/one.html", ())


def test_of_a_figure_paper_has_what_is_drawn_its_numbers_and_its_sentence_and_no_controls():
    drawn = """<div class="book-figure measured" role="group" style="height: 300px"><table><tr>
        <td><input value="1.5"></td><td><button>22</button></td></tr></table>
        <svg tabindex="0" role="slider" aria-label="m"><path d="M0,0"></path></svg><p class="said">Loss 3.</p>
        <div class="controls"><button>Reset</button></div><p class="spoken">Loss 3.</p><p hidden>No</p></div>"""
    figure = figures.on_paper(drawn)
    assert [cell.text for cell in figure.select("td")] == ["1.5", "22"] and figure.select_one("path")
    assert figure.get_text(" ").split() == ["1.5", "22", "Loss", "3."]
    assert not figure.select("[role], [tabindex], [style], button, input")
