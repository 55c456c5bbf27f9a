"""The figures of the built book in real Chromium, with no kernel: what only a browser can show.

Layout, pointers, print, themes; real keys, once for each kind of control; and that what is drawn is what relu_lib says.
Numbers, words, every control by every key, links and random settings are in tests/figures, in a DOM without a browser.
What is known of a figure is in its spec there. The figures of a page share one page here: each test begins with Reset.
"""

import contextlib
import io
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_lib import rectified_linear, three_units

from ..figures import place, places
from ..figures.three_relus import KNOBS
from . import axe
from .figures import FOCUSED, Live
from .live import becomes, eventually
from .pointing import aim, frames, scroll_to, seen_at, tap
from .shared import opened

PAGES = list(dict.fromkeys(each.page for each in places()))


def together(page):
    """Tests that share a page are dealt out together."""
    return pytest.mark.xdist_group(f"figures of {page}")


def each(chosen=lambda place: True):
    """A test for each place of a figure for which this holds."""
    names = [pytest.param(one.id, marks=together(one.page)) for one in places() if chosen(one)]
    return pytest.mark.parametrize("name", names)


def only(name):
    """A test of one figure, by its name."""
    return pytest.mark.parametrize("name", [pytest.param(name, marks=together(place(name).page))])


each_page = pytest.mark.parametrize("page_name", [pytest.param(page, marks=together(page)) for page in PAGES])


@pytest.fixture
def live(shared):
    """A figure at its start, on a page that stays open: live("three-relus", width=700, has_touch=True)."""

    def begin(name, **options):
        where = place(name)
        return Live(shared(where.page, **options), where.name, where).begin(options.get("width", 1280))

    return begin


@pytest.fixture
def fig(live, name):
    """The figure that the test is about."""
    return live(name)


# --- a page that has just been opened ------------------------------------------------------------------

CHANGES = """async (frames) => {
  let changes = 0;
  const watch = new MutationObserver((all) => {
    changes += all.filter((m) => m.target.nodeName !== 'PRE').length;  // which the theme makes focusable or not
  });
  for (const figure of document.querySelectorAll('.live-figure'))
    watch.observe(figure, {subtree: true, childList: true, attributes: true, characterData: true});
  while (frames--) await new Promise(requestAnimationFrame);
  watch.disconnect();
  return changes;
}"""


@each_page
def test_nothing_moves_before_the_reader_does(shared, page_name):
    """The first test of each page: nobody has touched it."""
    page = shared(page_name)
    frames(page)
    assert page.evaluate(CHANGES, 40) == 0


# --- numbers: what relu_lib says of a state -----------------------------------------------------------


@each()
def test_at_the_start_and_elsewhere_relu_libs_numbers_are_drawn(fig):
    start = fig.agrees(spoken=False)
    assert start == {trait: fig.place.state["_start"][trait] for trait in start}
    wanted = start | fig.go(fig.place.spec["elsewhere"])
    assert fig.agrees(spoken=False) == wanted != start
    fig.press("Link to this state", "Enter")
    expect(fig.page).to_have_url(re.compile(re.escape(fig.link.get_attribute("href")) + "$"))
    fig.press("Reset", "Enter")
    assert fig.agrees() == start
    expect(fig.page).not_to_have_url(re.compile("#"))  # the address does not say what no longer is so


@each_page
def test_a_link_is_followed_when_its_page_is_opened(visited, page_name):
    last = [one for one in places() if one.page == page_name][-1]
    page = visited(f"{page_name}#fig={last.name}&{last.spec['elsewhere']}")
    fig = Live(page, last.name, last)
    assert fig.agrees(spoken=False) != last.state["_start"]
    assert 0 < seen_at(fig.root)[1] < 900  # in the middle of the window


# --- real keys, once for each kind of control ----------------------------------------------------------


def a_native_slider(fig, control):
    low, high, fine = (float(control.get_attribute(name)) for name in ("min", "max", "step"))
    value = float(control.input_value())
    step = max(0.1, fine)  # of whole numbers, 1
    keys = ("ArrowLeft", -step), ("ArrowUp", step), ("Shift+ArrowDown", -fine)
    keys += ("PageDown", -10 * step), ("PageUp", 10 * step)
    for key, by in keys:
        value = min(max(value + by, low), high)
        control.press(key)
        assert float(control.input_value()) == pytest.approx(value), key
    for key, end in ("End", high), ("Home", low):
        control.press(key)
        assert float(control.input_value()) == end


def a_handle(fig, control):
    value = lambda: float(control.get_attribute("aria-valuenow"))  # noqa: E731
    key, other = ("Right", "Up") if control.get_attribute("aria-orientation") == "horizontal" else ("Up", "Right")
    began = value()
    control.press(f"Arrow{key}")
    moved = value()
    assert began < moved
    control.press(f"Shift+Arrow{key}")
    whole = moved - began == 1  # then there is no finer step
    assert moved < value() <= moved + (1 if whole else 0.5 * (moved - began))
    arms = control.locator("xpath=..").locator("[role=slider]")
    if arms.count() == 2:  # the focus follows to the axis that the arrow key moves
        fig.page.keyboard.press(f"Arrow{other}")
        assert arms.nth(1).evaluate("e => e === document.activeElement")
        fig.page.keyboard.press(f"Arrow{key}")
        assert control.evaluate("e => e === document.activeElement")


def a_checkbox(fig, control):
    for _ in range(2):
        before, checked = fig.state(), control.is_checked()
        control.press("Space")
        assert control.is_checked() is not checked and fig.state() != before


def a_number_field(fig, control):
    before = fig.state()
    fig.press(control.get_attribute("aria-label"), "Control+A", "Backspace", "-", "0", ".", "5")
    assert control.input_value() == "-0.5" and fig.state() != before
    control.press("ArrowUp")
    assert control.input_value() == "0.5"
    before = fig.state()
    fig.press(control.get_attribute("aria-label"), "Control+A", "Backspace", "Tab")
    assert fig.root.locator(".message", has_text="needs a number").count() == 1
    assert control.input_value() == "0.5" and fig.state() == before


def an_entry(fig, control):
    control.focus()
    before, label = fig.state(), control.get_attribute("aria-label")
    fig.page.keyboard.press("ArrowRight")
    assert fig.page.evaluate(FOCUSED) != label and fig.state() != before


def a_button(fig, control):
    start = fig.state()
    for key in "Enter", "Space":
        mover = fig.root.locator("[role=slider]:visible, input:visible").first
        mover.press("ArrowUp")
        assert fig.state() != start
        fig.press("Reset", key)
        assert fig.state() == start


def a_fold(fig, control):
    details = control.locator("xpath=..")
    for key, is_open in ("Enter", True), ("Space", False):
        control.press(key)
        assert details.evaluate("e => e.open") is is_open


APPROXIMATED = (
    "3x² + 2x + 1", "sin x", "a step", "√|x|", "a hat", "the Earth", "draw", "formula", "your data",
    "even kinks, best heights", "well placed", "one more where it errs most",
)  # fmt: skip
LEARNT = (
    "Play", "One step", "100 steps", "Back to the first",
    "off", "slope m", "bias b", "weight a", "offset c", "plain", "momentum", "Adam",
)  # fmt: skip
PARTED = (
    "XOR", "a ring", "two moons", "your points", "Add a 0", "Add a 1", "Remove the last",
    "Train from here", "Start by chance", "Try 50 starts", "XOR by hand",
)  # fmt: skip
FOLDED = ("folds", "x²", "folded", "one layer", "by chance", "trained", "Another start")
READING = (
    "draw",
    "held-out images",
    "an image of your own",
    "Next read wrong",
    "Clear the sheet",
)
KINDS = {
    "input[type=range]": a_native_slider,
    "[role=slider]": a_handle,
    "input[type=checkbox]": a_checkbox,
    "input[type=number]": a_number_field,
    "button.entry": an_entry,
    ".tools button": a_button,
    "summary": a_fold,
}


@each()
def test_real_keys_move_each_kind_of_control(fig):
    for kind, by_key in KINDS.items():
        control = fig.root.locator(f"{kind}:visible").first
        if fig.root.locator(f"{kind}:visible").count():
            fig.begin().agrees(spoken=False)
            by_key(fig, control)
            fig.agrees()


KNOWN = {
    "NumPy", "PyTorch", "Copy the code", "plus signs only", "plus and minus", "CSV",
    *APPROXIMATED, *LEARNT, *PARTED, *FOLDED, *READING,
    *(row[0] for name in ("gallery", "uniform-continuity") for row in place(name).spec["keys"]),
    *map(str, range(11)),  # digit-net: its ten digits; how many of ten networks got a small picture wrong
    "",  # boxes for a formula and for data: what is typed there is in the figure's spec
}  # fmt: skip


@each()
def test_there_is_no_kind_of_control_that_no_test_presses(fig):
    controls = ":is(input, button, select, textarea, summary, [role=slider])"
    rest = fig.root.locator(f"{controls}:not({', '.join(KINDS)})")
    assert {text.strip() for text in rest.all_text_contents()} <= KNOWN


@each()
def test_everything_can_be_reached_with_tab_alone(fig):
    wanted, seen = fig.names(), []
    fig.root.locator("input, button, [role=slider]").locator("visible=true").first.focus()
    for _ in range(len(wanted) + 2):
        seen.append(fig.page.evaluate(FOCUSED))
        fig.page.keyboard.press("Tab")
    assert {said.split(" of the product")[0] for said in seen} >= {one.split(" of the product")[0] for one in wanted}


# --- each drag, by mouse and by finger -----------------------------------------------------------------


@pytest.fixture(params=["mouse", "finger"])
def pull(request, live):
    """A figure, and what drags things in it, with a mouse or a finger: pull(name) → (figure, drag)."""

    def begin(name):
        fig = live(name) if request.param == "mouse" else live(name, width=700, has_touch=True)
        touch = fig.page.context.new_cdp_session(fig.page) if request.param == "finger" else None
        return fig, lambda start, by: fig.drag(start, by, touch)

    return begin


@each(lambda place: place.spec["handles"])
def test_each_handle_follows_the_pointer_and_the_page_does_not_scroll(pull, name):
    fig, drag = pull(name)
    handles = fig.place.spec["handles"]
    for slider, by, axes in handles:
        start = aim(fig.grip(slider))
        scrolled, before = fig.page.evaluate("scrollY"), fig.state()
        goal = drag(start, by)
        assert fig.page.evaluate("scrollY") == scrolled
        assert fig.agrees(spoken=slider == handles[-1][0]) != before, slider
        end = fig.middle(slider)
        for axis, reached, wanted in zip("xy", end, goal):
            assert axis not in axes or abs(reached - wanted) < 7, (slider, axis, reached, wanted)  # to the next 0.1
        assert fig.page.evaluate(FOCUSED) == slider  # so that the arrow keys go on from here


@each(lambda place: place.spec["lines"])
def test_each_line_can_be_taken_and_moved(pull, name):
    fig, drag = pull(name)
    for line, by, traits in fig.place.spec["lines"]:
        start, before = aim(fig.root.locator(line), along=0.55), fig.state()
        drag(start, by)
        after = fig.agrees(spoken=False)
        assert {trait for trait in after if after[trait] != before[trait]} == set(traits), line


@only("three-relus")
def test_a_turned_line_goes_through_the_pointer(pull, name):
    fig, drag = pull(name)
    goal = drag(aim(fig.grip("unit 2, slope about its kink")), (0, -70))
    path = fig.root.locator("path.unit-2.line")
    to_x, to_y, *_ = fig.frame(path)
    left, top = seen_at(path.locator("xpath=ancestor::*[local-name()='svg'][1]"), 0, 0)
    x, y = to_x(goal[0] - left), to_y(goal[1] - top)
    state = fig.state()
    assert rectified_linear(state["m2"], state["b2"], x) == pytest.approx(y, abs=0.5)
    assert -state["b2"] / state["m2"] == pytest.approx(-1, abs=1e-4)  # about its kink


@only("rectified-line")
def test_taking_the_flat_part_of_a_rectified_line_does_not_make_it_jump(fig):
    x, y = aim(fig.grip("kink, on the line"))
    before = fig.state()
    fig.drag((x - 120, y), (1, 0))
    assert fig.state()["b"] == pytest.approx(before["b"], abs=0.11)


@only("three-relus")
def test_taking_a_unit_by_its_line_does_not_make_it_jump(fig):
    before = fig.state()
    fig.drag(aim(fig.root.locator("path.grab").first, along=0.3), (1, 0))
    assert fig.state()["b1"] == pytest.approx(before["b1"], abs=0.06)


@only("rectified-line")
def test_where_two_handles_lie_on_one_another_the_way_of_pulling_says_which_is_meant(fig):
    fig.go("b=0")
    fig.drag(aim(fig.grip("kink, on the line")), (2, -50))
    assert fig.state()["b"] > 1
    fig.go("b=0")
    fig.drag(aim(fig.grip("kink, on the line")), (-36, 3))
    assert fig.state()["b"] == pytest.approx(1, abs=0.2)


@each()
def test_sliders_move_by_mouse_in_whole_steps(fig):
    fig.agrees(spoken=False)
    for slider in fig.root.locator("input[type=range]:visible").all()[:1]:
        fig.page.mouse.click(*aim(slider, across=0.8))
        value = float(slider.input_value())
        assert value > 0 and round(value, 1) == value
        fig.agrees()


@only("approximator")
def test_a_curve_is_drawn_with_a_mouse_and_with_a_finger(pull, name):
    fig, drag = pull(name)
    fig.go("target=drawn")
    before = fig.state()["drawn"]
    x, y = aim(fig.root.locator(".sheet"), across=0.7)
    drag((x, y + 20), (-90, -60))
    after = fig.agrees(spoken=False)["drawn"]
    moved = [i for i, (old, new) in enumerate(zip(before, after)) if old != new]
    assert len(moved) >= 2 and moved[-1] - moved[0] <= 5
    assert after[moved[0]] > after[moved[-1]]  # up to the left, as it was drawn


@only("planes")
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_point_is_added_where_the_square_is_tapped_of_the_kind_added_last(live, name, by):
    fig = live(name) if by == "mouse" else live(name, width=700, has_touch=True)
    fig.go("target=own")

    square = fig.root.locator(".sheet")

    def press(**where):
        fig.page.mouse.click(*aim(square, **where)) if by == "mouse" else tap(fig.page, square, **where)

    press(across=0.8, down=0.8)
    becomes(lambda: fig.state()["own_y"], [1])
    fig.press("Add a 0", "Enter")
    press(across=0.2, down=0.1)
    becomes(lambda: fig.state()["own_y"], [1, 0, 0])
    state = fig.agrees()
    for point, wanted in (0, (0.9, -0.9)), (2, (-0.9, 1.2)):
        assert (state["own_x1"][point], state["own_x2"][point]) == pytest.approx(wanted, abs=0.03)


@only("digit-net")
def test_a_digit_is_drawn_with_a_mouse_and_with_a_finger_and_read(pull, name):
    fig, drag = pull(name)
    fig.press("Clear the sheet", "Enter")
    assert "Draw a digit." in fig.root.locator(".said").text_content()
    x, y = aim(fig.root.locator(".drawing-sheet .sheet"), across=0.7)
    drag((x, y - 60), (-20, 120))
    state = fig.state()
    assert len(state["drawing"]) == 257 and state["row"] > 16
    assert "Read as a 1" in fig.root.locator(".said").text_content()
    fig.agrees(spoken=False)


@only("approximator")
def test_a_file_that_is_dropped_is_read_and_stays_in_the_page(fig):
    fig.go("target=data")
    asked = []
    fig.page.on("request", lambda request: asked.append(request.url))
    drop = """(area) => { const data = new DataTransfer();
      data.items.add(new File(["x;y\\n0;0\\n1;1\\n2;0\\nbad;1"], "own.csv", {type: "text/csv"}));
      area.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }"""
    area = fig.root.locator("textarea")
    area.evaluate(drop)
    expect(fig.root.locator(".message", has_text="3 rows read, below the header “x;y”.")).to_have_count(1)
    assert "Line 5, “bad;1”, has no number in its first column." in fig.root.text_content()
    eventually(lambda: "units" in fig.root.locator(".said").text_content())
    assert asked == []


@only("matmul")
def test_pointing_at_an_entry_lights_it_and_does_not_choose_it(fig):
    before = fig.state()
    fig.control("row 2, column 3 of the product").hover()
    assert "Row 2 of A with column 3 of B: 3·2 + 4·(−1) = 2" in fig.root.locator(".said").text_content()
    assert fig.state() == before
    fig.root.locator("caption").first.hover()
    assert "Row 1 of A with column 1" in fig.root.locator(".said").text_content()


@only("matmul")
def test_what_is_no_number_is_not_taken_and_says_so(fig):
    before = fig.state()
    fig.press("A, row 1, column 2", "Control+A", "Backspace", "Tab")
    assert fig.root.locator(".message").text_content() == "A, row 1, column 2: this needs a number. It keeps 2."
    assert fig.control("A, row 1, column 2").input_value() == "2" and fig.state() == before


# --- layout, themes, paper -------------------------------------------------------------------------------

INSIDE = """(root) => {
  const frame = root.getBoundingClientRect(), out = [];
  for (const e of root.querySelectorAll('input, button, a, summary, output, .said, .score, caption, text, label, td, h3, .plane-name')) {
    if (!e.checkVisibility({opacityProperty: true}) || !e.textContent.trim() && !e.matches('input')) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || !e.ownerSVGElement && !e.matches('input') && e.clientWidth && e.scrollWidth > e.clientWidth + 1))
      out.push(`${e.tagName} ${e.textContent.trim().slice(0, 40)} ${Math.round(box.left - frame.left)}..${Math.round(box.right - frame.left)} of ${Math.round(frame.width)}`);
  }
  return out;
}"""
OVERLAPS = """(root) => {
  const words = [...root.querySelectorAll('text:not(.letter), output, .name, .said, dt, .number, caption, button, .tools a, .plane-name, legend, summary')]
    .filter((e) => e.checkVisibility({opacityProperty: true}) && e.textContent.trim() && e.getAttribute('opacity') !== '0' && getComputedStyle(e).clipPath === 'none')
    .map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width);
  const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]) > 1;
  return words.flatMap(([e, a], i) => words.slice(0, i).filter(([f, b]) => !e.contains(f) && !f.contains(e)
    && shared(a, b, 'left', 'right') && shared(a, b, 'top', 'bottom')).map(([f]) => `${e.textContent} / ${f.textContent}`));
}"""
FOLDS = "all => all.forEach((each) => { each.open = true; })"


@each()
def test_nothing_is_clipped_and_no_words_overlap(fig):
    fig.root.locator("details").evaluate_all(FOLDS)
    start = fig.link.get_attribute("href").split("&", 1)[1]
    for width in 320, 360, 768, 1280:
        fig.page.set_viewport_size({"width": width, "height": 900})
        for state in start, fig.place.spec["elsewhere"], fig.place.spec["extreme"]:
            fig.go(state)
            scroll_to(fig.root, 100)  # nothing passes under its plot
            assert fig.root.evaluate(INSIDE) == [], (width, state)
            assert fig.root.evaluate(OVERLAPS) == [], (width, state)
            assert fig.page.evaluate("document.documentElement.scrollWidth") <= width, (width, state)


@each_page
def test_axe_finds_nothing_in_figures_in_use(live, page_name):
    figures = [live(one.id) for one in places() if one.page == page_name]
    for fig in figures:
        fig.go(fig.place.spec["elsewhere"])
        fig.root.locator("details").evaluate_all(FOLDS)
    figures[-1].root.locator("[role=slider], input").locator("visible=true").first.press("ArrowUp")
    page = figures[-1].page
    for theme in "light", "dark":
        page.emulate_media(color_scheme=theme)
        page.locator(f"html[data-theme={theme}]").wait_for()
        assert axe.faults(page, ".live-figure") == []


@each()
def test_colours_change_with_the_theme_and_paper_is_light(fig):
    ink = "e => getComputedStyle(e.querySelector('.book-figure')).color"
    assert fig.root.evaluate(ink) == "rgb(31, 41, 51)"
    fig.page.emulate_media(color_scheme="dark")
    fig.page.locator("html[data-theme=dark]").wait_for()
    assert fig.root.evaluate(ink) == "rgb(232, 236, 240)"
    fig.page.emulate_media(media="print")
    assert fig.root.evaluate(ink) == "rgb(31, 41, 51)"


DARK_INK = "rgb(232, 236, 240)"
CONTRAST = """e => { const style = (selector, name) => getComputedStyle(e.querySelector(selector))[name];
  const [ink, paper] = [style('.book-figure', 'color'), style('.tools button', 'backgroundColor')];
  const lines = [...e.querySelectorAll('path.line')].map((line) => getComputedStyle(line).stroke);
  return [ink, paper, lines]; }"""


def lightness(colour):
    """Of a CSS colour, as rgb(1, 2, 3): 0 for black, 1 for white."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 765


@only("signed-sum")
def test_in_an_editor_with_high_contrast_the_palette_is_the_editors(fig):
    ink = "e => getComputedStyle(e.querySelector('.book-figure')).color"
    hosts = {
        "vscode-dark": DARK_INK,
        "vscode-high-contrast": DARK_INK,
        "vscode-high-contrast vscode-high-contrast-light": "rgb(31, 41, 51)",
        "vscode-light": "rgb(31, 41, 51)",
    }
    for classes, wanted in hosts.items():
        fig.page.evaluate("classes => document.body.classList.add(...classes.split(' '))", classes)
        assert fig.root.evaluate(ink) == wanted, classes
        fig.page.evaluate("classes => document.body.classList.remove(...classes.split(' '))", classes)


@only("signed-sum")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_colours_are_forced_lines_and_words_stand_out(fig, scheme):
    fig.page.emulate_media(forced_colors="active", color_scheme=scheme)
    fig.page.locator(f"html[data-theme={scheme}]").wait_for()
    other = {"light": "dark", "dark": "light"}[scheme]
    theme = "theme => { document.documentElement.dataset.theme = theme; }"  # which the reader chose for this page
    fig.page.evaluate(theme, other)
    ink, paper, lines = fig.root.evaluate(CONTRAST)
    fig.page.evaluate(theme, scheme)
    fig.page.emulate_media(forced_colors="none")
    assert len(lines) > 5
    for colour in ink, *lines:
        assert abs(lightness(colour) - lightness(paper)) > 0.3, (colour, paper)


@each()
def test_in_print_the_present_state_is_printed_without_controls(fig):
    fig.go(fig.place.spec["elsewhere"])
    fig.page.emulate_media(media="print")
    assert fig.root.locator("svg.stage:visible, .products:visible").count() >= 1
    assert fig.root.locator("button:visible:not(.entry), input[type=range]:visible, a:visible").count() == 0
    assert fig.root.locator("svg.plot").count() == 0  # the picture of the start would be another state


@each()
def test_a_figure_is_as_high_as_what_is_in_it(fig):
    figure = fig.root.locator(".book-figure")
    heights = lambda: figure.evaluate("e => [e, e.firstChild].map((part) => part.getBoundingClientRect().height)")  # noqa: E731
    assert "measured" in figure.get_attribute("class")  # changes inside are laid out without the page
    wide = heights()
    assert wide[0] == pytest.approx(wide[1], abs=0.05) and wide[0] > 150
    fig.page.set_viewport_size({"width": 400, "height": 800})
    fig.root.scroll_into_view_if_needed()  # out of sight nothing is measured
    fig.root.locator("details").evaluate_all(FOLDS)
    eventually(lambda: heights()[1] != wide[1] and heights()[0] == pytest.approx(heights()[1], abs=0.05))
    fig.page.emulate_media(media="print")
    eventually(lambda: heights()[0] == pytest.approx(heights()[1], abs=0.05))


@each()
def test_a_figure_fits_into_the_window_of_a_small_laptop(fig):
    """720 pixels high, with the page's bar on top: what is moved, what it moves and Reset are seen together."""
    fig.page.set_viewport_size({"width": 1280, "height": 720})
    frames(fig.page)
    assert fig.root.bounding_box()["height"] <= 660
    if fig.name == "three-relus":
        fig.go("show_marks=true")
        assert fig.root.bounding_box()["height"] <= 600


def holds(assertion):
    try:
        assertion()
    except AssertionError:
        return False
    return True


@only("rectified-line")
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_what_moves_by_itself_is_still_for_readers_who_want_stillness(fig, motion):
    fig.page.emulate_media(reduced_motion=motion)
    fig.root.evaluate("""e => { const path = e.querySelector('path.rectified'); window.drawn = new Set();
        new MutationObserver(() => window.drawn.add(path.getAttribute('d'))).observe(path, {attributes: true}); }""")
    fig.agrees(spoken=False)
    fig.press("clip: replace negative numbers with 0", "Space")
    eventually(lambda: holds(lambda: fig.agrees(spoken=False)))
    seen = fig.page.evaluate("window.drawn.size")
    assert seen == 1 if motion == "reduce" else seen > 1
    fig.agrees()


# --- a page of their own: what happens while a page loads -------------------------------------------------


@pytest.mark.xdist_group("figures that load")
def test_a_figure_that_cannot_be_loaded_leaves_its_picture_and_says_so(browser, book):
    def lose(page):
        page.route("**/_static/figures/rectified-line.*.js*", lambda route: route.abort())

    page = opened(browser, f"{book}{place('rectified-line').page}", watch=lose)
    assert page.locator(".live-figure svg.plot").is_visible()
    assert "Reload the page to try again" in page.locator(".live-figure [role=status]").text_content()
    page.context.close()


@only("three-relus")
def test_a_finger_that_scrolls_past_a_slider_leaves_it_as_it_was(live, name):
    fig = live(name, width=390, has_touch=True)
    slider, began = fig.control("slope m3"), fig.state()
    start, scrolled = aim(slider, across=0.9), fig.page.evaluate("scrollY")
    fig.drag(start, (0, 150), fig.page.context.new_cdp_session(fig.page))
    frames(fig.page, 3)
    assert fig.page.evaluate("scrollY") < scrolled - 50 and fig.state() == began
    tap(fig.page, slider, across=0.9)
    eventually(lambda: fig.state()["m3"] > began["m3"])  # a tap still sets it, once the browser knows that it is one


KEPT = """(root) => [...root.querySelectorAll('.picture *')].find((e) => getComputedStyle(e).position === 'sticky')"""


@each(lambda place: not place.id.startswith(("matmul", "linear-map")))  # tables, and a plane as high as half a phone
def test_on_a_phone_the_plot_stays_in_sight_and_covers_nothing_that_has_the_focus(live, name):
    fig = live(name, width=390, has_touch=True)
    plot = fig.root.evaluate_handle(KEPT).as_element()
    last = fig.root.locator(":is(.controls, .tools) :is(input, button):not(:disabled)").locator("visible=true").last
    scroll_to(last, 850)
    header, kept = fig.page.locator(".bd-header-article").bounding_box(), plot.bounding_box()
    bottom = kept["y"] + kept["height"]
    assert header["y"] + header["height"] <= kept["y"] and bottom <= last.bounding_box()["y"]
    scroll_to(last, bottom - 20)
    seen_at(plot)  # it is on top
    last.focus()
    frames(fig.page)
    assert last.bounding_box()["y"] >= plot.bounding_box()["y"] + kept["height"]


@pytest.mark.xdist_group("figures that load")
def test_a_module_is_one_file_for_the_whole_site_and_asked_for_once(browser, book):
    asked = []
    watch = lambda page: page.on("request", lambda request: asked.append(request.url))  # noqa: E731
    page = opened(browser, f"{book}{place('linear-map').page}", watch=watch)
    page.wait_for_load_state("networkidle")
    modules = [url for url in asked if "/figures/linear-map." in url]
    assert len(modules) == 1  # two figures, one module
    parts = "performance.getEntriesByType('resource').filter((e) => e.name.includes('/figures/')).length"
    assert page.evaluate(parts) == 4  # two modules, what they share, one style sheet
    page.context.close()


# --- the matrices, as code that runs as pasted ------------------------------------------------------------

WILD = "m1=-1e9&b1=0.123456789&m2=1e-9&b2=1e25&m3=0&b3=-7"


@pytest.mark.xdist_group("the code of the matrices")
def test_the_code_of_the_matrices_runs_as_pasted(browser, book):
    where = place("three-relus")
    page = opened(browser, book + where.page, permissions=["clipboard-read", "clipboard-write"])
    fig = Live(page, where.name, where)
    fig.press("Show the matrices", "Enter")
    expect(fig.root.locator("table.matrix")).to_have_count(4)  # a browser tells of the unfolding a little later
    for state in fig.link.get_attribute("href").split("&", 1)[1], WILD:
        fig.go(state)
        knobs = fig.state()
        wanted = three_units([knobs[knob] for knob in KNOBS])(np.linspace(-2, 2, 9))
        for library in "NumPy", "PyTorch":
            page.evaluate("navigator.clipboard.writeText('')")
            fig.press(library, "Enter")
            fig.press("Copy the code", "Enter")
            fig.root.locator(".message", has_text=f"Paste the {library} code").wait_for()
            pasted = page.evaluate("navigator.clipboard.readText()")
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(pasted, {"__name__": "__main__"})
            numbers = [float(word) for word in re.sub(r"[\[\],]", " ", printed.getvalue()).split()]
            np.testing.assert_allclose(numbers, wanted, rtol=1e-6, atol=1e-6)
    page.context.close()
