"""A chapter that is opened after another one: most of it is there. What first visits weigh is in test_pages.py."""

import pytest

from . import budgets
from .shared import opened
from .test_pages import CHAPTERS, each
from .weight import Scale, seen, watch


@pytest.fixture(scope="module")
def reader(request, browser, host):
    """A page on which one chapter was opened first, at a laptop's width, and then the one asked for."""
    before = CHAPTERS[CHAPTERS.index(request.param) - 1]  # so that each is the first one once
    page = opened(browser, host + before, watch=watch)
    page.wait_for_load_state("networkidle")
    page.name, page.before, page.shift = request.param, before, seen(page)["shift"]
    page.scale = Scale(page)
    page.goto(host + request.param)
    page.wait_for_load_state("networkidle")
    yield page
    page.context.close()


@each("reader", CHAPTERS)
def test_after_another_chapter_a_chapter_is_mostly_there(reader):
    weight = reader.scale.bytes
    assert weight and all(weight.values())
    assert reader.scale.total <= budgets.of_chapter(reader.name)[1] and len(weight) <= budgets.MORE_REQUESTS, weight


@each("reader", CHAPTERS)
def test_nothing_moves_while_the_chapter_before_it_loads_on_a_laptop(reader):
    assert reader.shift <= budgets.SHIFT, reader.before
