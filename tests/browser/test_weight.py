"""Each page within its budget of bytes and requests: a page that grows past it fails here, and is made lighter or argued for."""

import pytest

from .test_pages import PAGES
from .weight import Scale, hosted, seen, watch

CHAPTERS = {  # page → bytes of a first visit, bytes after another chapter
    "chapters/matrix-multiplication.html": (170_000, 45_000),
    "chapters/rectified-linear.html": (160_000, 36_000),
    "chapters/sums-of-relus.html": (185_000, 58_000),
}
REQUESTS = 16
OTHER = 130_000  # bytes of any other page, on a first visit
SEARCH = 160_000  # it brings the index of all words along
SHIFT = 0.05


@pytest.fixture(scope="module")
def host():
    with hosted() as address:
        yield address


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def weighed(page, address):
    scale = Scale(page)
    page.goto(address)
    if page.locator("#live-figures").count():
        page.locator("html[data-figures=alive]").wait_for()
    page.wait_for_load_state("networkidle")
    assert scale.bytes and all(scale.bytes.values())
    return scale


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_keeps_to_its_budget_and_the_next_one_is_mostly_there(page, host, name):
    first, after_another = CHAPTERS[name]
    scale = weighed(page, host + name)
    assert scale.total <= first and len(scale.addresses) <= REQUESTS, scale.bytes
    other = next(each for each in CHAPTERS if each != name)
    context = page.context.browser.new_context()
    reader = context.new_page()
    weighed(reader, host + other)
    scale = weighed(reader, host + name)
    assert scale.total <= after_another and len(scale.addresses) <= 5, scale.bytes
    context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in CHAPTERS])
def test_any_other_page_keeps_to_its_budget(page, host, name):
    scale = weighed(page, host + name)
    budget = SEARCH if name == "search.html" else OTHER
    assert scale.total <= budget and len(scale.addresses) <= REQUESTS, scale.bytes


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_moves_while_a_chapter_loads(page, host, name, width):
    page.set_viewport_size({"width": width, "height": 740})
    watch(page)
    weighed(page, host + name)
    page.wait_for_timeout(300)
    assert seen(page)["shift"] <= SHIFT


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_font_of_icons_is_fetched_and_none_of_the_themes_own_files(page, host, name):
    asked = " ".join(weighed(page, host + name).addresses)
    for unseen in "fontawesome", "bootstrap", "sphinx-design", "thebe", "mathjax", "require", "search":
        assert unseen not in asked.lower(), unseen
