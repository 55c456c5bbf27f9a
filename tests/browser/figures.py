"""A live figure on a page, as a reader meets it: by names and keys, by what is drawn and what is spoken."""

import json
from urllib.parse import unquote

import numpy as np
from playwright.sync_api import expect

from . import pointing

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
BEGIN = """(root) => {
  document.activeElement?.blur();
  root.querySelectorAll('details').forEach((each) => { each.open = false; });
  [...root.querySelectorAll('.tools button')].find((each) => each.textContent === 'Reset').click();
  history.replaceState(history.state, '', location.pathname + location.search);
}"""
FOCUSED = """() => { const e = document.activeElement;
  return e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim(); }"""


def value_of(text):
    """A value from a link: of a trait that is a text, the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def say(value, digits=2):
    """A number as the figures write it."""
    text = f"{abs(value):.{digits}f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 and float(text) else "") + text


class Live:
    """The figure that links call `name`, on an open page."""

    def __init__(self, page, name, place=None):
        page.locator("html[data-figures=alive]").wait_for()
        self.page, self.name, self.place = page, name, place
        self.root = page.locator(".live-figure", has=page.locator(f'a[href*="#fig={name}&"]')).first
        self._words = None
        self.link = self.root.locator('.tools a[href*="#fig="]')
        self.root.scroll_into_view_if_needed()

    def begin(self, width=1280, height=900):
        """As it was when the page was opened, whatever an earlier test did: state, folds, theme, width; nothing glides."""
        self.page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
        self.page.locator("html[data-theme=light]").wait_for()
        self.root.scroll_into_view_if_needed()
        self.root.evaluate(BEGIN)
        self.page.mouse.move(0, 0)
        pointing.frames(self.page)
        self._words = None
        return self

    def go(self, state):
        """Follow a link to a state; its traits, as Python values."""
        self.page.evaluate("hash => { location.hash = hash; }", "")
        self.page.evaluate("hash => { location.hash = hash; }", f"fig={self.name}&{state}")
        wanted = {trait: value_of(unquote(value)) for trait, value in (pair.split("=") for pair in state.split("&"))}
        for _ in range(200):
            if self.state().items() >= wanted.items():
                break
            pointing.frames(self.page, 1)
        pointing.frames(self.page, 3)  # drawn, measured, and drawn anew if it has outgrown its room
        return wanted

    def agrees(self, spoken=True):
        """What is drawn, shown and, if asked for, spoken are relu_lib's numbers for the state; the state."""
        state = self.state()
        words = self.place.check(self, state)
        if spoken:
            self.assert_says(words)
        self._words = words
        return state

    def state(self):
        """What the link to the present state says to who reaches for it, as Python values."""
        self.link.dispatch_event("pointerenter")
        pairs = self.link.get_attribute("href").split("#")[1].split("&")[1:]
        return {trait: value_of(unquote(value)) for trait, value in (pair.split("=") for pair in pairs)}

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
        if words != self._words:
            region = self.root.locator(".spoken")
            for part in words:
                expect(region).to_contain_text(part, timeout=10_000)

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

    def grip(self, name):
        """The handle with a slider of this name."""
        return self.control(name).locator("xpath=..").locator(".grip")

    def middle(self, name):
        """Where that handle is once it is at rest, in pixels of the window."""
        return pointing.seen_at(self.grip(name))

    def drag(self, start, by, touch=None):
        """Take what is at `start`, which pointing.aim has found, and move it by `by` pixels; where it ends."""
        return pointing.drag(self.page, start, by, touch)
