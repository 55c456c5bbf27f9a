"""Widgets on built pages: where the parts of a figure's module go, and how others start out."""

from bs4 import BeautifulSoup

from live_book.author import widgets

from .test_plots import DRAWING


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def test_the_starting_state_of_a_widget_shows_controls_and_picture():
    ours, others = ({"data": {"image/svg+xml": DRAWING.replace("who", who)}} for who in ("Matplotlib", "who"))
    state = {
        "box": {"state": {"children": ["IPY_MODEL_slider", "IPY_MODEL_out"]}},
        "slider": {"state": {"description": "m<i>", "value": -1.5}},
        "out": {"state": {"outputs": [ours, others, {"text": "a < b"}]}},
    }
    shown = parsed(widgets.starting_state("box", state, "A dot."))
    assert (shown.dt.text, shown.dd.text) == ("m<i>", "−1.5")
    assert shown.svg["aria-label"] == shown.img["alt"] == "A dot." and shown.pre.text == "a < b"
