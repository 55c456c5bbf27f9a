"""What a finished page may not have."""

import pytest
from bs4 import BeautifulSoup

from live_book.author import verdicts
from live_book.finish import checks


def parsed(html):
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="http://cdn.example/x.css">',
        '<img src="https://example.org/x.png" alt="x">',
        '<iframe src="https://example.org"></iframe>',
        '<img srcset="https://example.org/x.png 2x" alt="x">',
        '<script>import("https://cdn.example/x.js")</script>',
        "<style>@import 'x.css';</style>",
        "<style>a { background: url(//example.org/x.png) }</style>",
    ],
)
def test_what_would_ask_another_host_is_found(html):
    assert list(checks.third_party_resources(parsed(html)))


@pytest.mark.parametrize(
    "html",
    [
        '<script src="../_static/x.js"></script>',
        '<a href="https://example.org">a link</a>',
        '<link rel="canonical" href="https://example.org/book">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
    ],
)
def test_what_asks_no_other_host_passes(html):
    assert not list(checks.third_party_resources(parsed(html)))


@pytest.mark.parametrize(
    "html, found",
    [
        ('<img src="a.png">', True),
        ('<img src="a.png" alt="a1b2.svg">', True),
        ('<svg role="img"></svg>', True),
        ('<img src="a.png" alt="A line with a kink.">', False),
        ('<img src="a.png" alt="">', False),
        ('<svg role="img" aria-label="A line."></svg>', False),
    ],
)
def test_images_without_alt_text_are_found(html, found):
    assert bool(list(checks.images_without_alt(parsed(html)))) == found


# --- verdicts of exercises ------------------------------------------------------------------------

STARTER = '<div data-verdict="{}" data-label="x"></div>'
SOLUTION = '<div class="solution dropdown">' + STARTER + "</div>"


def test_a_starter_and_a_solution_as_they_should_be_have_no_fault():
    assert not list(verdicts.faults(parsed(STARTER.format("unanswered") + SOLUTION.format("right"))))


@pytest.mark.parametrize(
    "html",
    [
        STARTER.format("right") + SOLUTION.format("right"),
        STARTER.format("unanswered") + SOLUTION.format("wrong"),
        STARTER.format("unanswered"),
        SOLUTION.format("right"),
        STARTER.format("unanswered") * 2 + SOLUTION.format("right"),
    ],
)
def test_every_other_pair_is_a_fault(html):
    assert list(verdicts.faults(parsed(html)))
