"""Other views of a chapter: slides for a class, with figures that live; a handout on paper, without answers; and each
figure on a page of its own."""

import pytest

from ..figures import chapters, places
from . import axe
from .live import becomes, eventually
from .pointing import frames

CHAPTERS = [*chapters()]
SEEN = "() => [...document.querySelectorAll('.slide-part')].filter((part) => part.checkVisibility()).length"
OTHERS = """() => [...document.querySelectorAll('.bd-article section > :not(section, h1)')]
  .filter((part) => part.checkVisibility() && !part.closest('.slide-part')).map((part) => part.outerHTML.slice(0, 80))"""


def number(page):
    return page.locator("nav.slides-bar [role=status]").inner_text()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_six_to_eight_slides_of_which_none_is_empty(name, visited):
    page = visited(f"{name}#slides")
    page.locator("nav.slides-bar").wait_for()
    count = int(number(page).split()[-1])
    assert 6 <= count <= 8
    assert page.get_by_text("To run the cells").locator("visible=true").count() == 0
    for at in range(1, count + 1):
        assert number(page) == f"Slide {at} of {count}"
        assert page.evaluate(SEEN) >= 1 and page.evaluate(OTHERS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("PageDown")
    assert number(page) == f"Slide {count} of {count}"


def test_on_a_slide_a_figure_is_alive_and_its_keys_are_its_own(visited):
    page = visited("chapters/rectified-linear.html#slides")
    page.locator("html[data-figures=alive]").wait_for()
    while not page.locator(".slide-part .book-figure").count():
        page.keyboard.press("ArrowRight")
    before, slide = page.locator(".slide-part .book-figure .said").first.inner_text(), number(page)
    page.locator(".slide-part .book-figure input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    eventually(lambda: page.locator(".slide-part .book-figure .said").first.inner_text() != before)
    assert number(page) == slide
    assert axe.faults(page) == []


def test_slides_end_where_they_were_and_the_chapter_is_whole_again(visited):
    page = visited("chapters/depth.html#slides")
    page.locator("nav.slides-bar").wait_for()
    page.keyboard.press("PageDown")
    heading = page.locator("h2.slide-part").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("nav.slides-bar").count() == 0 and "#" not in page.url
    becomes(lambda: page.get_by_role("heading", name=heading).bounding_box()["y"] < 400, True)
    assert page.locator("#exercises").is_visible()


def test_a_handout_has_exercises_but_neither_solutions_nor_answers(open_page):
    page = open_page("chapters/depth.html")
    page.evaluate("window.print = () => { window.printed = true; }; location.hash = 'handout'")
    eventually(lambda: page.evaluate("window.printed"))
    page.emulate_media(media="print")
    frames(page)
    assert page.locator(".exercise").first.is_visible() and page.locator("fieldset.question label").first.is_visible()
    assert page.locator("details.hide.above-input").locator("visible=true").count() == 0
    for answers in (".solution", "fieldset.question .feedback", ".exercise details.dropdown"):
        assert page.locator(answers).count() >= 3 and page.locator(answers).locator("visible=true").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".solution").locator("visible=true").count() >= 3


def test_the_text_to_post_has_the_address_of_the_chapter_and_how_many_exercises_count(open_page, book):
    page = open_page("chapters/instructors.html", width=360)
    page.get_by_role("combobox", name="Chapter").select_option("1. Multiply and add")
    text = page.locator(".to-post").text_content()  # what is not laid out yet has no inner text
    assert f"Open: {book}chapters/matrix-multiplication.html" in text and "the 5 exercises marked" in text
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 and axe.faults(page, "#a-text-to-post") == []


def test_each_figure_is_alive_on_a_page_of_its_own_and_fits_a_phone(open_page, book):
    names = {place.spec.get("figure", place.id.removesuffix("-2")) for place in places()}
    page = open_page("figures/more-kinks.html", width=360)
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for name in sorted(names):
        page.goto(f"{book}figures/{name}.html")
        page.locator("html[data-figures=alive]").wait_for()
        assert page.locator(".book-figure :is(input, button, [role=slider])").locator("visible=true").count(), name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    assert said == []


def test_a_figures_page_takes_up_a_state_and_says_how_to_embed_it(open_page):
    page = open_page("figures/rectified-line.html#fig=rectified-line&m=2&b=-3")
    page.locator("html[data-figures=alive]").wait_for()
    eventually(lambda: "1.5" in page.locator(".book-figure .said").first.inner_text())
    page.get_by_text("Put this figure into another page").click()
    text = page.locator(".embed pre").inner_text()
    assert text.startswith("<iframe ") and "#fig=rectified-line&amp;m=2&amp;b=-3" in text
    page.set_content(text)
    frame = page.frame_locator("iframe")
    frame.locator("html[data-figures=alive]").wait_for()
    assert frame.locator("a[target=_top]").get_attribute("href") == "../chapters/rectified-linear.html"
