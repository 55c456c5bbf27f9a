"""The ledger of claims: what stands behind each number, and a number that nothing stands behind."""

from types import SimpleNamespace

import pytest
import yaml
from bs4 import BeautifulSoup

from live_book.finish import ledger

CHAPTER = """<html><body><article><section id="top"><h1>8. Folding</h1>
<div class="chapter-card"><p>Time 999 minutes.</p></div>
<section id="first"><h2>First</h2>
<p>Ten times three is 30, of 2,048. It took
<span class="pasted-text">4.75</span> s. A code of 77 says <code>88</code>.</p>
<p>Proved in 1989 <a class="reference internal" href="references.html#id3">[Smith 1989]</a>. Three of 12 remain.</p>
<div class="cell"><pre>print(2_048)</pre><pre>30</pre></div></section>
<section id="recap"><h2>Recap</h2><ol><li><p>It folds.</p></li></ol>
<details class="evidence"><ol><li><p><code>test_x.py::test_it_folds</code></p></li></ol></details></section>
</section></article></body></html>"""
ENTRY = {"says": "A code of 77", "behind": "the standard"}
LEDGER = '<html><body><div class="claims-ledger docutils container">\n</div></body></html>'


@pytest.fixture
def app(tmp_path):
    def made(entries):
        (tmp_path / "claims.yml").write_text(yaml.safe_dump({"chapters/depth": entries}))
        return SimpleNamespace(confdir=tmp_path, config=SimpleNamespace(live_book_claims="claims.yml"))

    return made


def filled(app):
    said = []
    pages = {"chapters/depth.html": CHAPTER, "chapters/claims.html": LEDGER}
    chapters = {"chapters/depth.html": BeautifulSoup(CHAPTER, "html.parser")}
    made = ledger.filled(pages, chapters, app, lambda words, *values: said.append(words % values))
    assert made["chapters/depth.html"] == CHAPTER
    return BeautifulSoup(made["chapters/claims.html"], "html.parser"), said


def test_each_number_of_the_prose_has_what_stands_behind_it():
    found = ledger.claims(BeautifulSoup(CHAPTER, "html.parser"), [ENTRY])
    behind = {number: text for claim in found for number, text in claim.behind.items()}
    assert set(behind) == {"30", "2,048", "⟦4.75⟧", "77", "1989"}  # not the card's, nor code's, nor small ones
    assert "this section" in behind["30"] and "this section" in behind["2,048"]
    assert "computed" in behind["⟦4.75⟧"] and behind["77"] == "the standard" and "cited" in behind["1989"]


def test_a_number_that_nothing_stands_behind_is_told(app):
    page, said = filled(app([]))
    assert said == ["chapters/depth.html: nothing stands behind the number 77 in “A code of 77 says .”"]
    assert "77: nothing" in page.text


def test_an_entry_for_a_sentence_that_is_gone_is_told(app):
    _, said = filled(app([ENTRY, {"says": "a code of 78", "behind": "nothing"}]))
    assert said == ["chapters/depth.html: a claim is listed that the page does not make: “a code of 78”"]


def test_the_ledger_has_each_recap_and_links_to_what_it_names(app):
    page, said = filled(app([ENTRY]))
    assert said == [] and page.h2.text == "8. Folding"
    recap, numbers = page.select("table")
    assert [cell.text for cell in recap.select("td")] == ["It folds.", "test_x.py::test_it_folds"]
    assert {link["href"] for link in numbers.select("a")} == {"depth.html#first"}
