"""What a page says of itself to search engines and to who shares it, and what is shown where there is no page."""

import json
from types import SimpleNamespace
from xml.etree import ElementTree

from bs4 import BeautifulSoup

from live_book.finish import found
from live_book.paper import cards, sheets

TEXT = """<html><head><link rel="canonical" href="x"></head><body><header><h1>Folding</h1></header><article><section>
<h1><span>8. </span>Folding<a class="headerlink">#</a></h1>
<div class="chapter-card"><p><strong>Time</strong> 35 minutes to read and run.</p>
<ul><li>fold;</li><li>unfold.</li></ul></div>
<p>In one layer each unit adds one kink. "And" &lt;then&gt;?</p><p>{}</p>
<svg class="plot" id="plot"></svg><div class="live-figure"><svg id="figure"></svg></div></section></article></body>
</html>"""
PAGE = TEXT.format("A long sentence of many words that goes on. " * 9)


def app(address=""):
    settings = dict(
        html_baseurl=address,
        html_title="A Book",
        language="en",
        author="Somebody",
        live_book_licence_url="https://l.org/",
    )
    return SimpleNamespace(config=SimpleNamespace(**settings))


def head(address="", pictures=(), name="chapters/depth.html"):
    text = found.with_head(PAGE, BeautifulSoup(PAGE, "html.parser"), name, app(address), pictures)
    made = BeautifulSoup(text, "html.parser").head
    data = made.find("script", type="application/ld+json").string
    return {tag.get("name") or tag["property"]: tag["content"] for tag in made.select("meta")}, json.loads(data)


def test_a_page_is_described_by_its_first_sentences_and_its_card():
    said, data = head()
    assert said["description"].startswith('In one layer each unit adds one kink. "And" <then>? A long')
    assert said["description"].endswith(".") and len(said["description"]) < 200
    assert said["og:title"] == data["name"] == "8. Folding" and data["@type"] == "LearningResource"
    assert data["teaches"] == ["fold", "unfold"] and data["timeRequired"] == "PT35M"
    assert data["isPartOf"] == {"@type": "Book", "name": "A Book"} and data["license"] == "https://l.org/"


def test_whole_addresses_are_said_only_where_the_sites_is_known():
    picture = {"cards/chapters/depth.png": None}
    unknown, _ = head("", picture)
    assert not {"og:url", "og:image"} & set(unknown)
    known, data = head("https://book.example/how/", picture)
    assert known["og:url"] == data["url"] == "https://book.example/how/chapters/depth.html"
    assert known["og:image"] == "https://book.example/how/cards/chapters/depth.png"
    assert "og:image" not in head("https://book.example/how/")[0]  # no picture was made


def test_the_first_page_is_the_book():
    data = head("https://book.example/", name="index.html")[1]
    assert (data["@type"], data["name"], data["url"]) == ("Book", "A Book", "https://book.example/")


def test_the_map_has_every_page_once():
    root = ElementTree.fromstring(found.sitemap(["index.html", "chapters/a&b.html"], "https://book.example/"))
    assert [entry[0].text for entry in root] == ["https://book.example/", "https://book.example/chapters/a&b.html"]


def test_the_page_for_no_page_is_shown_at_any_depth_and_is_in_no_list():
    text = '<html data-content_root="./"><link rel="canonical" href="x"><script src="./_static/a.js">'
    assert found.rooted(text, "https://book.example/how/") == (
        '<html data-content_root="/how/"><meta name="robots" content="noindex"><script src="/how/_static/a.js">'
    )


def test_what_is_shared_shows_the_figure_of_a_page_before_its_plots():
    book = sheets.Book("A Book", {"depth": BeautifulSoup(PAGE, "html.parser")})
    made = BeautifulSoup(cards.card(book, "depth"), "html.parser")
    assert made.h1.text == "8. Folding" and made.p.text == "A Book" and made.svg["id"] == "figure"
    assert (
        cards.card(sheets.Book("A Book", {"x": BeautifulSoup("<article><h1>X</h1></article>", "html.parser")}), "x")
        is None
    )
