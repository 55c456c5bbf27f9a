"""Where to point on a page: nothing is clicked where it was a moment ago.

What was out of sight has not been laid out when a page is scrolled to it, and what lies above may still grow. So a place
is pointed at only once it is the same in one frame after another, and what is there is what was meant.
"""

import math
from pathlib import Path

FRAMES = """(count) => new Promise((done) => {
  const next = () => (count-- ? requestAnimationFrame(next) : done());
  next();
})"""
HEAR = """(element) => {
  element.pressed = new Promise((done) => {
    element.onpointerdown = ({timeStamp: began}) => { element.onpointerup = (up) => done(up.timeStamp - began); };
    setTimeout(() => done(1e9), 5000);
  });
}"""
HEARD = "(element) => element.pressed"
AIM = Path(__file__).with_suffix(".js").read_text("utf-8").partition("\n")[2].rstrip().removesuffix(";")  # no comment


def aim(element, across=0.5, down=0.5, along=None, meant=None):
    """Bring an element into view; (x, y) of a place on it that is at rest and not covered, in pixels of the window.

    across, down: the place, as shares of the element's box; or along: a share of the length of a path. meant: a selector of
    what may be hit instead, the nearest one around the element; if None, its handle, label, button or link.
    """
    return tuple(_asked(element, across, down, along, meant, scroll=True))


def seen_at(element, across=0.5, down=0.5):
    """(x, y) of a place on an element once it is at rest, without scrolling the page."""
    return tuple(_asked(element, across, down, None, None, scroll=False))


def _asked(element, across, down, along, meant, scroll):
    options = {"across": across, "down": down, "along": along, "meant": meant, "scroll": scroll}
    return element.evaluate(AIM, options)


def frames(page, count=2):
    """Let a page draw so many frames: what was asked of it has then been done."""
    page.evaluate(FRAMES, count)


def scroll_to(element, top):
    """Scroll the page until the upper edge of an element is so many pixels below the window's, and is drawn there."""
    element.evaluate("(element, top) => scrollBy(0, element.getBoundingClientRect().top - top)", top)
    frames(element.page)


def landed(element, press, longest=math.inf, times=3):
    """Do `press()` until it has come to the element, pressed for no more than so many milliseconds.

    A busy page may have moved since the place was looked up, and a busy browser take a tap for a long press. What a press
    that has landed does is for the test to say.
    """
    for _ in range(times):
        element.evaluate(HEAR)
        press()
        if element.evaluate(HEARD) <= longest:
            return
    raise AssertionError(f"{times} presses did not land on {element}")


def tap(page, element, **place):
    """Tap on an element with a finger; place: as for `aim`."""
    landed(element, lambda: page.touchscreen.tap(*aim(element, **place)), longest=400)


def drag(page, start, by, touch=None):
    """Take what is at `start` and move it by `by` pixels, with the mouse or, given a CDP session, a finger; where it ends."""
    (x, y), (dx, dy) = start, by
    if touch is None:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=6)
        page.mouse.up()
    else:
        at = lambda i: [{"x": x + dx * i / 6, "y": y + dy * i / 6}]  # noqa: E731
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(0)})
        for i in range(1, 7):
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(i)})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    frames(page)
    return x + dx, y + dy
