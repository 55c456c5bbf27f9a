"""What each source is cited for, where that stands in it, and when it was looked up."""

from types import SimpleNamespace

import pytest
import yaml
from bs4 import BeautifulSoup
from pybtex.database import Entry, Person

from live_book.finish import citations

PAGES = {"chapters/claims.html": '<div class="claims-sources docutils container">\n</div>', "index.html": "<p>Yes</p>"}
ENTRY = {"for": "x < y", "place": "section 2", "checked": "2026-11-27", "against": "the statement itself"}


def cited(key, page, number):
    return SimpleNamespace(docname=page, citation_ref_id=f"id{number}", targets=[SimpleNamespace(key=key)])


@pytest.fixture
def filled(tmp_path):
    """What becomes of the pages, and what is said, when two sources are cited and these entries are there."""

    def made(entries, pages=PAGES):
        (tmp_path / "citations.yml").write_text(yaml.safe_dump(entries))
        people = {"boor": ["de Boor, Carl"], "imai": ["Ima{\\'\\i}, Hiroshi", "Iri, Masao"]}
        known = [
            SimpleNamespace(
                key=key,
                citation_id=f"id{number}",
                entry=Entry("book", {"year": "1978"}, {"author": [Person(name) for name in names]}),
                bibliography_key=SimpleNamespace(docname="chapters/references"),
            )
            for number, (key, names) in enumerate(people.items(), start=40)
        ]
        references = [cited("imai", "chapters/depth", 7), cited("boor", "index", 1), cited("imai", "chapters/depth", 9)]
        domain = SimpleNamespace(data={"citation_refs": references}, citations=known)
        titles = {"index": SimpleNamespace(astext=lambda: "Welcome")}
        env = SimpleNamespace(get_domain=lambda _: domain, toc_secnumbers={"chapters/depth": {"": (8,)}}, titles=titles)
        config, said = SimpleNamespace(live_book_citations="citations.yml"), []
        app = SimpleNamespace(confdir=tmp_path, config=config, env=env)
        return citations.filled(pages, app, lambda words, *values: said.append(words % values)), said

    return made


def test_each_source_has_a_row_with_its_place_and_where_it_is_cited(filled):
    pages, said = filled({"boor": ENTRY, "imai": {**ENTRY, "checked": "", "against": "no copy"}})
    assert said == [] and pages["index.html"] == PAGES["index.html"]
    first, second = BeautifulSoup(pages["chapters/claims.html"], "html.parser").select("tbody tr")
    texts = [cell.text for cell in first.select("td")]
    assert texts == ["de Boor 1978", "x < y", "section 2", "2026-11-27: the statement itself", "Welcome"]
    assert [link["href"] for link in first.select("a")] == ["references.html#id40", "../index.html#id1"]
    assert [cell.text for cell in second.select("td")][::3] == ["Imaí and Iri 1978", "no: no copy"]
    assert second.select("a")[1]["href"] == "depth.html#id7" and second.select("a")[1].text == "8"  # where it is first


def test_what_is_missing_or_too_many_is_told(filled):
    pages, said = filled({"boor": {**ENTRY, "place": None}, "cauchy": ENTRY})
    assert said == [
        "citation boor: no text under place",
        "imai is a source, and it is not said what for, where it says so, and when that was looked up",
        "an entry is there for the source cauchy, which the bibliography has not",
    ]
    assert "Imai" not in pages["chapters/claims.html"]


def test_a_book_without_such_a_table_needs_no_such_file(filled):
    assert filled({}, {"index.html": "<p>Yes</p>"}) == ({"index.html": "<p>Yes</p>"}, [])
