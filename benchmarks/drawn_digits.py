"""How many drawn digits does the page read right?  python benchmarks/drawn_digits.py

Forty digits, four of each, are drawn with the mouse on the sheet of `digit-net`, in real Chromium on the built book:
with pens of 2 to 6 dots, upright and slanted, large and small, in the middle of the sheet and beside it. Each is read
twice: made like the data (a box, full height, ink, counts) and as it stands on the sheet.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from live_book.folders import SITE  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.published import Files, running  # noqa: E402

STROKES = {  # digit → strokes, each from point to point: x to the right, y down, both 0 to 1
    0: [[(0.5, 0), (0.2, 0.12), (0.05, 0.5), (0.2, 0.88), (0.5, 1), (0.8, 0.88), (0.95, 0.5), (0.8, 0.12), (0.5, 0)]],
    1: [[(0.3, 0.2), (0.55, 0), (0.55, 1)]],
    2: [[(0.1, 0.25), (0.3, 0.03), (0.7, 0.03), (0.88, 0.25), (0.7, 0.5), (0.1, 1), (0.92, 1)]],
    3: [
        [(0.1, 0.1), (0.45, 0), (0.8, 0.15), (0.75, 0.38), (0.4, 0.48), (0.8, 0.6), (0.85, 0.85), (0.5, 1), (0.1, 0.9)]
    ],
    4: [[(0.6, 0), (0.08, 0.62), (0.95, 0.62)], [(0.7, 0.3), (0.7, 1)]],
    5: [[(0.85, 0), (0.2, 0), (0.15, 0.45), (0.6, 0.4), (0.88, 0.65), (0.75, 0.92), (0.4, 1), (0.1, 0.9)]],
    6: [[(0.75, 0), (0.35, 0.25), (0.12, 0.65), (0.3, 0.97), (0.7, 0.97), (0.85, 0.72), (0.6, 0.52), (0.18, 0.65)]],
    7: [[(0.08, 0.02), (0.92, 0.02), (0.55, 0.5), (0.4, 1)]],
    8: [
        [(0.5, 0.46), (0.2, 0.3), (0.3, 0.04), (0.7, 0.04), (0.8, 0.3), (0.5, 0.46)],
        [(0.5, 0.46), (0.12, 0.72), (0.3, 0.98), (0.7, 0.98), (0.88, 0.72), (0.5, 0.46)],
    ],
    9: [[(0.82, 0.3), (0.5, 0.5), (0.18, 0.32), (0.35, 0.03), (0.7, 0.03), (0.82, 0.3), (0.75, 0.7), (0.5, 1)]],
}
HANDS = [  # pen, height, width, left and top edge, in dots of the sheet; slant, to the right at the top, per height
    {"pen": 2, "height": 14, "width": 10, "left": 2, "top": 3, "slant": 0.0},
    {"pen": 3, "height": 24, "width": 16, "left": 12, "top": 5, "slant": 0.2},
    {"pen": 4, "height": 26, "width": 18, "left": 7, "top": 3, "slant": 0.0},
    {"pen": 6, "height": 22, "width": 17, "left": 4, "top": 8, "slant": -0.1},
]
SHEET = 32
SET = "(e, value) => { e.value = value; e.dispatchEvent(new Event('input', { bubbles: true })); }"


def placed(point, hand):
    """Where a point of a stroke is on the sheet, in dots."""
    x, y = point
    return hand["left"] + (x + hand["slant"] * (1 - y)) * hand["width"], hand["top"] + y * hand["height"]


def draw(page, figure, digit, hand):
    """Draw a digit with the mouse."""
    box = figure.locator("rect.sheet").bounding_box()
    unit = box["width"] / SHEET
    for stroke in STROKES[digit]:
        (x, y), *rest = [placed(point, hand) for point in stroke]
        page.mouse.move(box["x"] + x * unit, box["y"] + y * unit)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(box["x"] + x * unit, box["y"] + y * unit, steps=6)
        page.mouse.up()


def said(page, figure):
    """What the figure says that it reads, once it has drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(figure.locator(".said").inner_text().partition("Read as a ")[2][0])


def read(page, figure, digit, hand):
    """(what is read of the digit made like the data, what of it as it stands on the sheet)."""
    figure.get_by_role("button", name="Clear the sheet").click()
    pen = figure.get_by_role("slider", name="pen width")
    pen.evaluate(
        "(e, value) => { e.value = value; e.dispatchEvent(new Event('input', { bubbles: true })); }", hand["pen"]
    )
    draw(page, figure, digit, hand)
    like = figure.get_by_label("make it like the data")
    like.check()
    first = said(page, figure)
    like.uncheck()
    return first, said(page, figure)


def main():
    argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
    with sync_playwright() as playwright, running(partial(Files, directory=str(SITE), where={}, hosts=[])) as book:
        browser = playwright.chromium.launch(executable_path=browsers.find(), args=browsers.FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(browsers.NEVER_ASKED)
        page = context.new_page()
        page.goto(f"{book}chapters/digits.html")
        page.locator("html[data-figures=alive]").wait_for()
        figure = page.locator(".book-figure:has(.drawing-sheet)").first
        figure.scroll_into_view_if_needed()
        figure.get_by_role("button", name="draw", exact=True).click()
        hands = list(enumerate(HANDS))
        found = {(digit, number): read(page, figure, digit, hand) for digit in STROKES for number, hand in hands}
        browser.close()
    for digit in STROKES:
        mine = [found[digit, number] for number in range(len(HANDS))]
        print(f"{digit}: made like the data {[each[0] for each in mine]}, as it stands {[each[1] for each in mine]}")
    for name, at in ("made like the data", 0), ("as it stands on the sheet", 1):
        right = sum(each[at] == digit for (digit, _), each in found.items())
        print(f"{name}: {right} of {len(found)} right")


if __name__ == "__main__":
    main()
