"""The theme's icons, drawn at build."""

import re

import pytest

from live_book.finish import icons
from live_book.folders import SITE


@pytest.mark.parametrize(
    "place",
    ['<i class="fas fa-rocket"></i>', '<span class="fa-solid fa-bars"></span>', '<i class="fab fa-github"></i>',
     '<i class="fas fa-pencil-alt"></i>',
     '<i class="theme-switch fa-solid fa-sun  fa-lg" data-mode="light" aria-hidden="true"></i>'],
)  # fmt: skip
def test_an_icon_becomes_its_drawing(place):
    drawn = icons.drawn(place)
    assert drawn.startswith('<svg class="svg-inline--fa ') and drawn.count("aria-hidden") == 1
    assert len(re.search(r' d="([^"]+)"', drawn)[1]) > 50
    assert ("fa-lg" in drawn, 'data-mode="light"' in drawn) == ("fa-lg" in place, "data-mode" in place)


def test_an_icon_that_nobody_knows_is_a_warning(caplog, monkeypatch):
    said = []
    monkeypatch.setattr(icons.log, "warning", lambda words, *values: said.append(words % values))
    assert icons.drawn('<i class="fas fa-no-such-thing"></i>') == ""
    assert "fa-no-such-thing" in said[0]


def test_an_old_name_and_a_new_one_are_one_icon_which_fills_its_square():
    assert icons.outline("solid", "pencil-alt") == icons.outline("solid", "pencil")
    assert icons.outline("solid", "home") == icons.outline("solid", "house") and icons.outline("solid", "") is None
    box, path = icons.outline("solid", "file")
    heights = [float(number) for number in re.findall(r"[VM]0? ?(-?\d+)", path)]
    assert box == "0 0 384 512" and heights and min(heights) >= 0 and max(heights) <= 512


def test_no_built_page_waits_for_a_script_or_a_font_to_draw_its_icons():
    pages = [path for path in SITE.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 10
    for path in pages:
        assert not icons.PLACE.search(path.read_text("utf-8")), path
    for sheet in (SITE / "_static").glob("book.*.css"):
        assert "fontawesome/webfonts" not in sheet.read_text("utf-8")
