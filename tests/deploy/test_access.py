"""A chapter without eyes or without a mouse: a real screen reader in a figure, the browser's accessibility tree beside
what is seen, and Tab from the top of a chapter to its end.
"""

import re

import pytest

from ..browser.published import published
from . import orca

CHAPTERS = "sums-of-relus", "digits"
FOCUSED = """() => {
  const found = document.activeElement;
  const { outlineStyle, boxShadow } = getComputedStyle(found);
  const number = (window.numbers ??= new Map()).get(found) ?? window.numbers.set(found, window.numbers.size).get(found);
  return { number, seen: outlineStyle !== "none" || boxShadow !== "none", tag: found.localName, words: found.outerHTML.slice(0, 120) };
}"""
SEEN = "() => document.querySelector('article').innerText"


@pytest.fixture(scope="module")
def address():
    with published() as found:
        yield found


@pytest.fixture(params=CHAPTERS)
def page(request, address, browser):
    page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    page.goto(f"{address}chapters/{request.param}.html")
    page.locator("html[data-figures=alive]").wait_for()
    page.wait_for_timeout(4000)  # sections.js lays a page out bit by bit
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    yield page
    page.context.close()


@pytest.mark.skipif(orca.missing(), reason=f"no screen reader here: {', '.join(orca.missing())}")
def test_a_figure_is_used_from_start_to_end_by_what_a_screen_reader_says():
    opening, then = orca.heard("figures/three-relus.html", ["Tab", "Tab", "Right", "Right", "Right", "Tab"])
    said = [" ".join(words) for _, words in then]
    assert "Figure: Three ReLUs" in opening and "heading level 1" in opening
    whole = " ".join(said)
    assert "unit 1, slope about its kink" in whole and "slider −1.5" in whole  # a name, a kind, a value
    assert re.search(r"Loss 1[23]\.\d+\. Kinks", whole)  # what a key has changed is said, unasked
    assert "undefined" not in whole and "NaN" not in whole


def words(text):
    return re.findall(r"[A-Za-z]{3,}", text)


def test_what_is_seen_is_what_the_accessibility_tree_has(page):
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = {word for node in tree if not node.get("ignored") for word in words(node.get("name", {}).get("value", ""))}
    page.evaluate(
        "() => document.querySelectorAll('.katex-html, svg').forEach((each) => each.remove())"
    )  # MathML is read
    seen = set(words(page.evaluate(SEEN)))
    assert len(seen) > 400 and seen - named == set()


def test_tab_leads_from_the_top_of_a_chapter_to_its_end_through_things_that_show_it(page):
    numbers, unseen = [], []
    for _ in range(600):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "body":
            break
        numbers.append(focused["number"])
        if not focused["seen"] and not looks_focused(page):
            unseen.append(focused["words"])
    assert 60 < len(numbers) < 600 and numbers == sorted(set(numbers))  # each once: nothing holds the focus
    assert unseen == []


def looks_focused(page):
    """Whether what has the focus looks otherwise without it."""
    box = page.evaluate(
        "() => { const b = document.activeElement.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; }"
    )
    x, y, width, height = box
    clip = {"x": max(0, x - 6), "y": max(0, y - 6), "width": width + 12, "height": height + 12}
    focused = page.screenshot(clip=clip)
    page.evaluate("() => { window.had = document.activeElement; window.had.blur(); }")
    without = page.screenshot(clip=clip)
    page.evaluate("() => window.had.focus()")
    return focused != without
