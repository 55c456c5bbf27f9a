"""Widgets that we did not write, on a page without Python: alive, or the page says what they need."""

import pytest

from .live import eventually
from .pointing import aim, drag
from .widgets import OTHERS, PAGES

pytestmark = pytest.mark.xdist_group("widgets that are not ours")


def test_widgets_of_others_are_alive_without_python(browser, widgets):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(widgets + PAGES["others"])
    page.locator("html[data-figures=alive]").wait_for()
    places = page.locator(".live-figure")
    assert places.count() == len(OTHERS)
    painting, slider, chime = (place.locator(shows) for place, (_, shows) in zip(places.all(), OTHERS.values()))
    for widget in painting, slider, chime:
        widget.wait_for()
    assert page.locator(".needs-kernel-note").count() == 0
    marks = painting.locator("circle").count()
    drag(page, aim(painting), (60, 20))
    eventually(lambda: painting.locator("circle").count() > marks)
    before = slider.evaluate("e => e.toDataURL()")
    slider.click(position={"x": 40, "y": 40})
    eventually(lambda: slider.evaluate("e => e.toDataURL()") != before)
    eventually(lambda: chime.bounding_box()["width"] > 2)
    assert faults == [] and not [url for url in asked if not url.startswith((widgets, "data:", "blob:"))]
    page.context.close()


def test_a_widget_whose_code_is_elsewhere_says_so_in_place(browser, widgets):
    page = browser.new_context().new_page()
    page.goto(widgets + PAGES["elsewhere"])
    page.locator("html[data-figures=alive]").wait_for()
    note = page.locator(".live-figure .needs-kernel-note")
    assert "could not be brought to life" in note.text_content() and note.locator("a").count() == 1
    assert "A widget." in page.locator(".live-figure").text_content()
    page.context.close()
