"""Widgets that we did not write, on a page without Python: alive, or the page says what they need."""

import pytest

from ..books import build, cell, make
from .pointing import aim, drag
from .published import published

WIDGETS = {  # as live_book/README.md has them: package → (code, what shows that it is alive)
    "drawdata": ("from drawdata import ScatterWidget\nScatterWidget()", "svg:has(rect, circle) >> nth=-1"),
    "wigglystuff": ("from wigglystuff import Slider2D\nSlider2D()", "canvas"),
    "ipymario": ("from ipymario import Widget\nWidget()", "canvas >> nth=0"),
}
NEEDS_MORE = """import anywidget, traitlets

class FromElsewhere(anywidget.AnyWidget):
    _esm = "import x from 'https://cdn.example/x.js'; export default { render({ el }) { el.append(x); } };"

FromElsewhere()"""
ALT = "---\nmystnb:\n  image:\n    alt: A widget.\n---\n"


@pytest.fixture
def site(tmp_path, request):
    """A page with these widgets, as the public has it."""
    folder = make(tmp_path, "\n".join(cell(code, ALT) for code in request.param))
    status, output = build(folder)
    assert status == 0, output
    with published(folder / "_build/html") as address:
        yield address


@pytest.mark.parametrize("site", [[code for code, _ in WIDGETS.values()]], indirect=True)
def test_widgets_of_others_are_alive_without_python(browser, site):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site}index.html")
    page.locator("html[data-figures=alive]").wait_for()
    places = page.locator(".live-figure")
    assert places.count() == len(WIDGETS)
    painting, slider, chime = (place.locator(shows) for place, (_, shows) in zip(places.all(), WIDGETS.values()))
    page.wait_for_timeout(300)
    assert page.locator(".needs-kernel-note").count() == 0
    marks = painting.locator("circle").count()
    drag(page, aim(painting), (60, 20))
    assert painting.locator("circle").count() > marks
    before = slider.evaluate("e => e.toDataURL()")
    slider.click(position={"x": 40, "y": 40})
    assert slider.evaluate("e => e.toDataURL()") != before
    assert chime.bounding_box()["width"] > 2
    assert faults == [] and not [url for url in asked if not url.startswith((site, "data:", "blob:"))]
    page.context.close()


@pytest.mark.parametrize("site", [[NEEDS_MORE]], indirect=True)
def test_a_widget_whose_code_is_elsewhere_says_so_in_place(browser, site):
    page = browser.new_context().new_page()
    page.goto(f"{site}index.html")
    page.locator("html[data-figures=alive]").wait_for()
    note = page.locator(".live-figure .needs-kernel-note")
    assert "could not be brought to life" in note.text_content() and note.locator("a").count() == 1
    assert "A widget." in page.locator(".live-figure").text_content()
    page.context.close()
