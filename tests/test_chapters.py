"""The built book holds what it should: an empty or half-built one must not pass."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from bs4 import BeautifulSoup

from live_book.author.verdicts import faults, verdicts
from live_book.finish.checks import images_without_alt, third_party_resources
from relu_lib.exercises import CHECKS

from .figures import chapters, pages, places

ROOT = Path(__file__).parent.parent
SITE = ROOT / "_build/html"
CHAPTERS = [Path(page).stem for page in chapters()]
PAGES = [page.removesuffix(".html") for page in pages()]


def source(name):
    return (ROOT / f"chapters/{name}.md").read_text()


@cache
def built(page):
    return BeautifulSoup((SITE / f"{page}.html").read_text(), "html.parser")


@pytest.fixture(params=CHAPTERS)
def chapter(request):
    return request.param


@pytest.fixture
def page(chapter):
    return built(f"chapters/{chapter}").article


def section(page, title):
    return next(heading.parent for heading in page.find_all(["h1", "h2"]) if title in heading.text)


def test_the_table_of_contents_lists_every_page_once():
    written = [f"chapters/{path.stem}" for path in (ROOT / "chapters").glob("*.md")]
    assert sorted(PAGES) == sorted(["index", *written]) and len(CHAPTERS) >= 3


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_built_and_whole(name):
    page = built(name)
    assert len(page.article.get_text().split()) > 40
    assert not list(third_party_resources(page)) and not list(images_without_alt(page))
    for bad in "No such comm", "Error displaying widget", "interactive(children=", "Traceback", "{glue":
        assert bad not in page.article.get_text(), bad
    assert not [output for output in page.select(".cell_output") if "np.float64(" in output.get_text()]


def test_a_chapter_has_all_its_parts(page):
    card = page.find(class_="chapter-card").get_text()
    assert all(part in card for part in ("Time", "You need", "To run the cells", "After this chapter you can"))
    assert len(page.find(class_="chapter-card").ul.find_all("li")) == 3
    assert page.select(":scope > section > section > fieldset.prediction")  # what follows, to the section's end, waits
    assert len(page.select("fieldset.question")) >= 2
    assert 4 <= len(page.select("div.exercise")) <= 6
    for title in "What goes wrong", "Exercises", "Recap":
        assert section(page, title)


OPTIONS = re.compile(r"(?ms)^```\{code-cell\}[^\n]*\n---\n(.*?)\n---\n")


def test_a_chapter_shows_all_its_plots(chapter, page):
    plots = page.select("svg.plot")
    options = [yaml.safe_load(each) for each in OPTIONS.findall(source(chapter))]
    words = [cell.get("mystnb", {}).get("image", {}).get("alt", "") for cell in options]
    described = sum(len(alt.splitlines()) for alt in words)  # a line of them for each plot of a cell
    figures = [place for place in places() if place.page == f"chapters/{chapter}.html"]
    assert len(plots) == described + len(figures) >= 4
    assert all(len(plot["aria-label"]) > 60 for plot in plots)
    assert len({plot["aria-label"] for plot in plots}) == len(plots)


def test_the_landing_page_has_the_book_in_its_smallest_form():
    (plot,) = built("index").select(".live-figure svg.plot")
    assert "with 10 kinks" in plot["aria-label"]
    (figure,) = [place for place in places() if place.page == "index.html"]
    assert figure.figure == "more-kinks" and figure.state["kinks"] == 10


def test_the_numbers_of_chapter_4_are_on_the_page():
    text = " ".join(built("chapters/a-few-more").article.get_text().split())
    assert "(Even knots have 0.11.)" in text and "twice the units leave 71 % of the worst error" in text
    assert "So joined pieces that err by 0.02 are enough, and for that 314 do" in text
    assert "correlation with the next year: 0.33" in text and "four units in 2050: 1.49 °C" in text
    assert "further from the truth than four pieces: 2.50 against 1.89" in text
    assert "0.068 °C a decade until 1911, rose by 0.124 until 1942, hardly changed until 1971," in text
    assert "and has risen by 0.195 °C a decade since" in text
    assert "NASA’s GISTEMP" in text and "public domain" in text and "Lenssen" in text


def test_the_numbers_of_chapter_6_are_on_the_page():
    text = " ".join(built("chapters/universal-approximation").article.get_text().split())
    assert "root 200 units, 0.02500" in text and "n = 13: 0.2774, foretold 0.2774" in text
    assert "20 waves, 38 pieces: 1.0000 20 waves, 39 pieces: 0.6825" in text and "4 pieces: 0.0917" in text
    assert "2.86 with 1,000 units, 2.27 with 8. (Kinks not by chance but well placed, 3 units," in text
    assert "as many as cross-validation takes, come to 1.82.)" in text
    assert "22 units: 4.49" in text and "1000 units: 2.86" in text
    assert "3 pieces, well placed: 0.1250 4 pieces, well placed: 0.0417" in text
    assert "the best three miss it by 0.125" in text


def test_the_numbers_of_chapter_7_are_on_the_page():
    text = " ".join(built("chapters/many-inputs").article.get_text().split())
    assert "14 of 50 with two units" in text and "W1: True W2: True b1: True b2: True" in text
    assert "4 of 4 right, dead 0, then 0: 14 times" in text and "after 5,000 steps: 14" in text
    assert "Of the 36 that fail, 22 have a dead unit from the start, and 28 at the end" in text


def test_no_sentence_that_begins_with_a_number_has_become_a_list(page):
    assert not page.select("ol[start]")


def test_math_is_typeset_at_build(page):
    assert page.select(".katex math") and not page.select(".math:not(:has(.katex))")


def test_every_exercise_has_its_check_hint_and_solution(page):
    labels = [exercise["id"] for exercise in page.select("div.exercise")]
    assert set(labels) == set(verdicts(page)) <= set(CHECKS)
    for exercise in page.select("div.exercise"):
        assert any(summary.text.startswith("Hint") for summary in exercise.select("details > summary"))
    assert len(page.select("details.solution")) == len(labels)


def test_solutions_are_right_and_starters_unanswered(page):
    assert not list(faults(page))


def test_the_chapters_hold_every_exercise_once():
    labels = [e["id"] for name in CHAPTERS for e in built(f"chapters/{name}").select("div.exercise")]
    assert sorted(labels) == sorted(CHECKS)


def test_what_the_table_of_numpy_says_is_so():
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", source("symbols").partition("(numpy)=")[2], re.M)
    known = {"np": np, "A": np.array([[1, 2], [3, 4]]), "v": np.array([3, -1])}
    assert len(rows) > 15
    for write, get in rows:
        assert np.array_equal(eval(write, known), eval(get, known)), write


def test_every_choice_of_a_question_has_an_answer_of_its_own(page):
    for question in page.select("fieldset.question"):
        choices = question.select(".choice")
        assert len(choices) >= 3 and len(question.select(".choice.right")) == 1
        for part in "label", ".feedback":
            texts = [choice.select_one(part).get_text() for choice in choices]
            assert len(set(texts)) == len(texts) and all(texts)


def test_the_words_of_a_chapter_are_neither_few_nor_many(chapter):
    text = re.sub(r"\A---\n.*?\n---\n", "", source(chapter), flags=re.DOTALL)
    text = re.sub(r"```\{code-cell\}.*?\n```", "", text, flags=re.DOTALL)
    text = re.sub(r"(?ms)^```\{admonition\}[^\n]*\n:class: dropdown.*?^```$", "", text)  # for the curious
    prose = text.split("## Exercises")[0] + text.split("## Recap")[1]
    assert 1200 <= len(prose.split()) <= 2400  # about one class's reading; markup counts as words here


def test_the_tests_that_a_recap_names_exist(chapter):
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", source(chapter))
    assert len(named) >= 3
    for file, test in named:
        places = list((ROOT / "tests").rglob(file))
        assert any(f"def {test}(" in place.read_text() for place in places), f"{file}::{test}"


def test_every_statement_of_a_recap_names_what_stands_behind_it(page):
    recap = section(page, "Recap")
    behind = recap.select_one(".admonition.dropdown").extract()
    statements, sources = (each.ol.find_all("li", recursive=False) for each in (recap, behind))
    assert len(statements) == len(sources) >= 3 and "test_" not in recap.text
    for source in sources:
        assert "ection" in source.text or "omputed" in source.text or "test_" in source.text


def test_cells_that_need_pytorch_say_so_and_no_exercise_needs_it(chapter):
    """In Part I there are none. Where Python runs in the page there is no PyTorch: it is said before they are run."""
    cells = re.findall(r"(?s)```\{code-cell\}.*?\n```", source(chapter))
    needing = [cell for cell in cells if re.search(r"\btorch\b(?!\])|\btrain\(", cell)]
    assert len(cells) > 10 and all(re.search(r"(?m)^tags: \[.*\btorch\b.*\]$", cell) for cell in needing)
    assert not [cell for cell in needing if "check(" in cell]
    assert not needing or chapter not in ("matrix-multiplication", "rectified-linear", "sums-of-relus")


def test_cells_read_no_files(chapter):
    assert not re.search(r"open\(|read_csv|loadtxt|Path\(", source(chapter))


def test_the_numbers_of_the_chase_are_on_the_page():
    text = " ".join(built("chapters/sums-of-relus").article.get_text().split())
    assert "the loss is 13.03" in text and "1.34 is the loss to chase" in text
    assert "has a loss of 3.49" in text and "half the widest gap, 0.68" in text and "3.30 against 5.89" in text


def test_the_six_sliders_are_kept_and_say_what_they_need():
    page = built("chapters/sums-of-relus")
    assert "interact(turn, m1=knob" in source("sums-of-relus")
    (widget,) = page.select(".needs-kernel")
    assert [dt.text for dt in widget.select("dt")] == ["m1", "b1", "m2", "b2", "m3", "b3"]
    assert [dd.text for dd in widget.select("dd")] == ["−1.5", "−1.5", "1.5", "1.5", "1", "1"]
    assert widget.select_one("svg.plot") and widget.select_one("a[href='run-it-yourself.html']")


def test_the_source_of_the_demonstration_is_credited():
    for name in "index", "chapters/sums-of-relus", "chapters/references":
        assert "Howard" in built(name).article.get_text()


def test_the_modules_of_the_figures_are_there_and_no_others():
    texts = [(SITE / page).read_text("utf-8") for page in dict.fromkeys(place.page for place in places())]
    named = {file for text in texts for file in re.findall(r"figures/([\w-]+\.\w{12}\.\w+)", text)}
    assert {path.name for path in (SITE / "_static/figures").iterdir()} == named
    assert len(named) == len({place.figure for place in places()}) + 2  # what they share, one style sheet


def test_no_page_names_a_build_machine():
    for path in SITE.rglob("*.html"):
        assert str(ROOT) not in path.read_text(), path


def test_the_table_of_symbols_is_there():
    table = built("chapters/symbols").article.table
    assert len(table.tbody.find_all("tr")) >= 15


def test_the_landing_page_maps_the_chapters_and_opens_a_way_for_each_kind_of_reader():
    page = built("index").article
    entries = page.select(".chapter-map li")
    assert [entry.a["href"] for entry in entries] == [f"chapters/{chapter}.html" for chapter in CHAPTERS]
    for entry in entries:
        assert "minutes" in entry.select_one(".in-short").text and "You need" in entry.text
        assert (SITE / entry.img["src"]).read_text("utf-8").startswith("<svg")
    ways = {link["href"] for link in page.select(".start-here a")}
    assert ways == {f"chapters/{CHAPTERS[0]}.html", "chapters/instructors.html", "#only-the-library"}
    assert "fit(x, y, units=5)" in page.find(id="only-the-library").text


def test_the_loops_of_chapter_1_took_as_long_as_its_prediction_says():
    text = " ".join(built("chapters/matrix-multiplication").article.get_text().split())
    times = re.search(r"the loops took about ([\d,]+) times as long", text)[1]
    assert int(times.replace(",", "")) > 1000  # the last of the three choices; one processor shared by many has been 30


def test_the_tests_that_the_list_of_claims_names_exist():
    named = re.findall(r"(test_\w+\.py)::(test_\w+)", (ROOT / "chapters/claims.yml").read_text("utf-8"))
    assert named
    for file, test in named:
        (path,) = (ROOT / "tests").rglob(file)
        assert f"def {test}(" in path.read_text("utf-8"), test
