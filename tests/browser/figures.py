"""A live figure on a page, as a reader meets it: by names and keys, by what is drawn and what is spoken."""

import json
from urllib.parse import unquote

import numpy as np
from playwright.sync_api import expect

FRAME = """(svg) => {
  const numbers = (kind, axis, shift) => [...svg.querySelectorAll('.tick-' + kind)]
    .map((tick) => [Number(tick.textContent.replace('−', '-')), Number(tick.getAttribute(axis)) + shift]);
  const mask = svg.querySelector('clipPath rect');
  const side = (name) => Number(mask.getAttribute(name));
  return {x: numbers('x', 'x', 0), y: numbers('y', 'y', -4),
    box: [side('x'), side('x') + side('width'), side('y') + side('height'), side('y')]};
}"""
NAMES = """(root) => [...root.querySelectorAll('input, button, a[href], summary, [role=slider], [tabindex="0"]')]
  .filter((e) => e.checkVisibility() && !e.disabled)
  .map((e) => (e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim()).replace(/ product: .*/, ' product'))"""
FOCUSED = """() => { const e = document.activeElement;
  return e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim(); }"""


def say(value, digits=2):
    """A number as the figures write it."""
    text = f"{abs(value):.{digits}f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 and float(text) else "") + text


class Live:
    """The figure that links call `name`, on an open page."""

    def __init__(self, page, name):
        page.locator("html[data-figures=alive]").wait_for()
        self.page, self.name = page, name
        self.root = page.locator(".live-figure", has=page.locator(f'a[href*="#fig={name}&"]')).first
        self.link = self.root.locator('.tools a[href*="#fig="]')
        self.root.scroll_into_view_if_needed()

    def state(self):
        """What the link to the present state says to who reaches for it, as Python values."""
        self.link.dispatch_event("pointerenter")
        pairs = self.link.get_attribute("href").split("#")[1].split("&")[1:]
        return {trait: json.loads(unquote(value)) for trait, value in (pair.split("=") for pair in pairs)}

    def names(self):
        return self.root.evaluate(NAMES)

    def control(self, name):
        found = self.root.locator("input, button, a[href], summary, [role=slider]")
        names = found.evaluate_all(f"all => all.map((e) => ({NAMES})({{querySelectorAll: () => [e]}})[0])")
        assert names.count(name) == 1, f"{names.count(name)} controls are named {name!r}"
        return found.nth(names.index(name))

    def press(self, name, *keys):
        """Focus a control, as Tab would, and press keys."""
        self.control(name).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def assert_says(self, words):
        """The live region comes to say all of `words`, unless the result is what it was before."""
        if words != getattr(self, "_words", None):
            region = self.root.locator(".spoken")
            for part in words:
                expect(region).to_contain_text(part, timeout=3000)
        self._words = words

    # --- what is drawn, in the numbers of its own axes ---------------------------------------------

    def frame(self, path, x_from=None):
        """(x, y, domain, range): functions from pixels to numbers, by the ticks; and what the frame spans."""
        svg = path.locator("xpath=ancestor::*[local-name()='svg'][1]")
        told = svg.evaluate(FRAME)
        if x_from is not None:  # a plot that shares the axis of another
            told["x"] = x_from.locator("xpath=ancestor-or-self::*[local-name()='svg'][1]").evaluate(FRAME)["x"]
        scale = {axis: np.polyfit(*np.array(told[axis])[:, ::-1].T, 1) for axis in "xy"}
        to = {axis: lambda pixel, fit=scale[axis]: np.polyval(fit, pixel) for axis in "xy"}
        left, right, bottom, top = told["box"]
        return to["x"], to["y"], (to["x"](left), to["x"](right)), (to["y"](bottom), to["y"](top))

    def chains(self, path):
        """The strokes of a path, in pixels: a list of arrays (n, 2)."""
        strokes = (path.get_attribute("d") or "").split("M")[1:]
        return [np.array([point.split(",") for point in stroke.split("L")], float) for stroke in strokes]

    def assert_draws(self, selector, f, x_from=None):
        """The path is the graph of f, everywhere in the frame, and nothing else."""
        path = self.root.locator(selector).first
        to_x, to_y, domain, reach = self.frame(path, x_from and self.root.locator(x_from).first)
        drawn = [(to_x(chain[:, 0]), to_y(chain[:, 1])) for chain in self.chains(path)]
        tolerance = 0.003 * (reach[1] - reach[0])
        for x, y in drawn:
            steep = np.abs(np.diff(f(x))).max(initial=0) > 50 * (reach[1] - reach[0])
            assert steep or np.abs(f(x) - y).max() <= 4 * tolerance
        grid = np.linspace(domain[0] + 1e-6, domain[1] - 1e-6, 801)
        height = f(grid)
        margin = 0.02 * (reach[1] - reach[0])
        missed = (reach[0] + margin < height) & (height < reach[1] - margin)
        for xs, ys in drawn:
            along = (xs.min() - 1e-4 <= grid) & (grid <= xs.max() + 1e-4)
            missed &= ~(along & (np.abs(np.interp(grid, xs, ys) - height) <= tolerance))
        assert not missed.any(), f"nothing is drawn at {height[missed]}, for x = {grid[missed]}"

    # --- pointers ------------------------------------------------------------------------------------

    def middle(self, name):
        """Where the handle with a slider of this name is, in pixels of the page."""
        grip = self.control(name).locator("xpath=..").locator(".grip")
        box = grip.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, start, by, touch=None):
        """Take what is at `start` and move it by `by` pixels, with the mouse or, given a CDP session, a finger."""
        (x, y), (dx, dy) = start, by
        if touch is None:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            for i in range(1, 7):
                self.page.mouse.move(x + dx * i / 6, y + dy * i / 6)
            self.page.mouse.up()
        else:
            at = lambda i: [{"x": x + dx * i / 6, "y": y + dy * i / 6}]  # noqa: E731
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(0)})
            for i in range(1, 7):
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(i)})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_timeout(30)
        return x + dx, y + dy
