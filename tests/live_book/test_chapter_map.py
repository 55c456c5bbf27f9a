"""A map of chapters: what each says of itself stands beside the link to it."""

from bs4 import BeautifulSoup

from live_book.finish import chapter_map

INDEX = """<html><body><div class="chapter-map"><ol><li><p><a href="chapters/one.html#x">One</a> begins.</p></li>
<li><p><a href="chapters/two.html">Two</a> goes on.</p></li>
<li><p><a href="https://a.org/">Elsewhere</a></p></li></ol>
</div></body></html>"""
ONE = """<html><body><div class="chapter-card"><p><strong>Time</strong> 50 minutes to read.</p>
<p><strong>You need</strong> a <a href="x">pen</a>.</p></div>
<div class="live-figure"><svg role="img" viewBox="0 0 300 200"><clipPath></clipPath></svg></div>
</body></html>"""
CHAPTERS = {"chapters/one.html": BeautifulSoup(ONE, "html.parser")}
PAGES = {"index.html": INDEX, "chapters/one.html": ONE, "chapters/two.html": "<html><body></body></html>"}


def test_an_entry_of_a_map_has_the_chapters_time_its_needs_and_its_figure_in_small():
    pages, pictures = chapter_map.completed(PAGES, CHAPTERS)
    first, second, third = BeautifulSoup(pages["index.html"], "html.parser").select("li")
    assert first.select_one(".in-short").text == "50 minutes to read. You need a pen."
    assert first.img["src"] == "figures/small/one.svg" and (first.img["width"], first.img["height"]) == ("132", "88")
    assert not second.img and not third.img and not second.select(".in-short")
    assert pictures == {"figures/small/one.svg": '<svg viewBox="0 0 300 200"><clipPath></clipPath></svg>'}


def test_other_pages_stay_as_they_are():
    pages, _ = chapter_map.completed(PAGES, CHAPTERS)
    assert {name: text for name, text in pages.items() if name != "index.html"} == {
        name: text for name, text in PAGES.items() if name != "index.html"
    }
