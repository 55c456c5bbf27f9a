"""Every figure of the built book in real Chromium, with no kernel: what a reader does, and the numbers of relu_lib."""

import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_lib import ReLUSum, mean_squared_error, noisy_quadratic, rectified_linear, three_pieces, trip_relu
from relu_lib.figures import SignedSum

from . import axe
from .figures import FOCUSED, Live, say
from .live import eventually

CHAPTER = {
    "matmul": "matrix-multiplication",
    "linear-map": "matrix-multiplication",
    "linear-map-2": "matrix-multiplication",
    "rectified-line": "rectified-linear",
    "three-relus": "sums-of-relus",
    "signed-sum": "sums-of-relus",
}
KNOBS = ["m1", "b1", "m2", "b2", "m3", "b3"]


@pytest.fixture
def live(open_page):
    """Open a figure by its name in links: live("three-relus", width=360, …)."""

    def open_figure(name, state="", **options):
        return Live(open_page(f"chapters/{CHAPTER[name]}.html{state}", **options), name)

    return open_figure


@pytest.fixture(params=CHAPTER)
def name(request):
    return request.param


# --- what relu_lib says of a state -----------------------------------------------------------------


def check_rectified_line(fig, state):
    m, b, clip = state["m"], state["b"], state["clip"]
    if clip:
        fig.assert_draws("path.rectified", lambda x: rectified_linear(m, b, x))
        kink = ReLUSum([m], [b], [1]).unit_kinks[0]
        words = f"flat, at height {say(max(b, 0))}" if m == 0 else f"kink at x = {say(kink)}"
        return words, "" if m == 0 else f"slope {say(m)};"
    fig.assert_draws("path.rectified", lambda x: m * x + b)
    return ("Not clipped",)


def check_three_relus(fig, state):
    knobs = [state[knob] for knob in KNOBS]
    x, y = noisy_quadratic()
    fig.assert_draws("path.sum", lambda x: trip_relu(*knobs, x))
    for i in range(3):
        fig.assert_draws(f"path.piece-{i + 1}.line", lambda x, i=i: rectified_linear(*knobs[2 * i : 2 * i + 2], x))
    loss = mean_squared_error(y, three_pieces(knobs)(x))
    assert fig.root.locator(".score.now .number").text_content() == f"{loss:.2f}"
    kinks = [
        f"piece {i + 1} is flat" if math.isnan(t) else say(t) for i, t in enumerate(three_pieces(knobs).unit_kinks)
    ]
    return f"Loss {loss:.2f}.", f"Kinks: {', '.join(kinks)}."


def check_signed_sum(fig, state):
    python = SignedSum(**state)
    fig.assert_draws("path.sum", python.model, x_from="svg[aria-label^='Change of slope']")
    return (f"Worst error {python.worst_error:.2f}", f"{len(state['kinks'])} unit")


LETTER_CORNER = np.array([[0.25, 0.8, 0.42], [0.15, 0.9, 0.15]])


def check_linear_map(fig, state):
    first, second = np.array(state["first"]), np.array(state["second"])
    planes = [first, second] if state["compose"] else [first]
    for plane, matrix in enumerate(planes):
        _assert_letter(fig, plane, matrix)
        shown = fig.root.locator(".plane").nth(plane).locator("td").all_text_contents()
        assert shown == [say(v) for v in matrix.ravel()]
    total = second @ first if state["compose"] else first
    if state["compose"]:
        t = state["progress"]
        partly = np.eye(2) + t * (first - np.eye(2)) if t <= 1 else first + (t - 1) * (total - first)
        _assert_letter(fig, 2, partly)
        _assert_letter(fig, 2, total, ".map-ghost")
    ends = [f"({say(x)},\u00a0{say(y)})" for x, y in total.T]
    return (f"to {ends[0]} and (0,\u00a01) to {ends[1]}",)


def _assert_letter(fig, plane, matrix, selector=".map-letter"):
    path = fig.root.locator(".plane").nth(plane).locator(selector)
    to_x, to_y, *_ = fig.frame(path)
    (drawn,) = fig.chains(path)
    for corner in (matrix @ LETTER_CORNER).T:
        if np.abs(corner).max() < 2.95:
            distances = np.hypot(to_x(drawn[:, 0]) - corner[0], to_y(drawn[:, 1]) - corner[1])
            assert distances.min() < 0.02, (selector, corner)


def check_matmul(fig, state):
    A, B, step = np.array(state["A"]), np.array(state["B"]), state["step"]
    product, (row, column) = A @ B, (state["row"], state["column"])
    cells = fig.root.locator("button.entry").all_text_contents()
    part = 0 < step < A.shape[1]
    assert [text for i, text in enumerate(cells) if not part or i != row * B.shape[1] + column] == [
        say(v) for i, v in enumerate(product.ravel()) if not part or i != row * B.shape[1] + column]  # fmt: skip
    total = A[row, : step or None] @ B[: step or None, column]
    assert fig.root.locator("td.lit").count() == A.shape[1] * 2
    return f"Row {row + 1} of A with column {column + 1} of B", f"= {say(total)}"


CHECK = {"rectified-line": check_rectified_line, "three-relus": check_three_relus, "signed-sum": check_signed_sum,
         "linear-map": check_linear_map, "linear-map-2": check_linear_map, "matmul": check_matmul}  # fmt: skip


def agrees(fig, spoken=True):
    """What is drawn, shown and spoken are relu_lib's numbers for the state; returns the state."""
    state = fig.state()
    words = CHECK[fig.name](fig, state)
    if spoken:
        fig.assert_says(words)
    else:
        fig._words = words
    return state


# --- each control by keyboard -----------------------------------------------------------------------


def plus(trait, by, low=-math.inf, high=math.inf):
    return lambda state: {trait: pytest.approx(min(max(state[trait] + by, low), high), abs=1e-9)}


def entry(trait, i, by, j=None):
    """One number of a list, or of a matrix, moved by so much."""

    def change(state):
        values = json.loads(json.dumps(state[trait]))
        place, index = (values, i) if j is None else (values[i], j)
        place[index] = pytest.approx(place[index] + by, abs=1e-9)
        return {trait: values}

    return change


def to(**values):
    return lambda state: values


def kink_by(m, b, by):
    """The kink moved by so much, to whole hundredths; the slope stays."""
    return lambda state: {b: pytest.approx(-state[m] * round(-state[b] / state[m] + by, 2), abs=1e-5)}


def turned(m, b, by):
    """A piece turned about its kink: the slope changes, the kink stays."""
    return lambda state: {
        m: pytest.approx(state[m] + by),
        b: pytest.approx((state[m] + by) * state[b] / state[m], abs=1e-5),
    }


def anything(state):
    return {}


def _knob(trait, name, low, high):
    return [(name, ["ArrowRight"], plus(trait, 0.1)), (name, ["Shift+ArrowDown"], plus(trait, -0.01)),
            (name, ["PageUp"], plus(trait, 1)), (name, ["End"], to(**{trait: high})), (name, ["Home"], to(**{trait: low}))]  # fmt: skip


TOOLS = [("Reset", ["Enter"], "start"), ("Link to this state", ["Enter"], anything)]
KEYS = {  # figure → (control, keys, what they change, from the state before); in turn on one page
    "rectified-line": [
        *_knob("m", "slope m", -5, 5), ("slope m", ["ArrowRight"] * 3, plus("m", 0.3)), *_knob("b", "bias b", -5, 5), *TOOLS[:1],
        ("slope m, on the line", ["ArrowUp"], plus("m", 0.1)), ("slope m, on the line", ["Shift+ArrowDown"], plus("m", -0.01)),
        ("bias b, on the line", ["ArrowDown"], plus("b", -0.1)),
        ("kink, on the line", ["ArrowLeft"], kink_by("m", "b", -0.1)), ("kink, on the line", ["Shift+ArrowRight"], kink_by("m", "b", 0.01)),
        ("clip: replace negative numbers with 0", ["Space"], to(clip=False)),
        ("clip: replace negative numbers with 0", ["Space"], to(clip=True)), *TOOLS,
    ],
    "three-relus": [
        *[step for i in (1, 2, 3) for kind, name in (("m", "slope"), ("b", "bias")) for step in _knob(f"{kind}{i}", f"{name} {kind}{i}", -15, 15)],
        *TOOLS[:1],
        *[(f"piece {i}, kink", keys, kink_by(f"m{i}", f"b{i}", by)) for i in (1, 2, 3) for keys, by in ((["ArrowRight"], 0.1), (["Shift+ArrowLeft"], -0.01))],
        *[(f"piece {i}, slope about its kink", ["ArrowUp"], turned(f"m{i}", f"b{i}", 0.1)) for i in (1, 2, 3)],
        ("show the true curve", ["Space"], to(show_curve=True)), ("Back to my best", ["Enter"], "best"), *TOOLS,
    ],
    "signed-sum": [
        *[(f"unit {i + 1}, kink", ["ArrowRight"], entry("kinks", i, 0.1)) for i in range(6)],
        *[(f"unit {i + 1}, change of slope", ["ArrowUp"], entry("weights", i, 0.1)) for i in range(6)],
        ("unit 2, kink", ["Shift+ArrowLeft"], entry("kinks", 1, -0.01)),
        ("unit 2, kink", ["ArrowUp"], entry("weights", 1, 0.1)),  # the other axis: the focus follows
        ("unit 1, change of slope", ["ArrowDown"] * 3, entry("weights", 0, -0.1)),  # stops at 0: plus signs only
        *_knob("offset", "offset c", -2, 2), ("plus and minus", ["Enter"], to(signed=True)),
        ("unit 1, change of slope", ["ArrowDown"], entry("weights", 0, -0.1)), ("Set the weights for me", ["Enter"], "follows"),
        ("Add a unit", ["Enter"], "one more"), ("Remove the last unit", ["Enter"], "one fewer"),
        ("plus signs only", ["Enter"], to(signed=False)), ("Set the weights for me", ["Enter"], "best plus"), *TOOLS,
    ],
    "linear-map": [
        *[(f"first map, column {j + 1}, {axis}", [key], entry("first", i, 0.1, j)) for j in (0, 1) for i, axis, key in ((0, "x", "ArrowRight"), (1, "y", "ArrowUp"))],
        ("first map, column 1, x", ["Shift+ArrowDown"], entry("first", 1, -0.01, 0)),
        *TOOLS[:1],
        *[(preset, ["Enter"], lambda state, matrix=matrix: {"first": (np.array(matrix) @ state["first"]).tolist()}) for preset, matrix in (("turn", [[0, -1], [1, 0]]), ("lean", [[1, 1], [0, 1]]), ("stretch", [[2, 0], [0, 0.5]]),
          ("flip", [[-1, 0], [0, 1]]), ("flatten", [[1, 0.5], [1, 0.5]]))], *TOOLS,
    ],
    "linear-map-2": [
        *[(f"{which} map, column {j + 1}, {axis}", [key], entry(which, i, 0.1, j)) for which in ("first", "second") for j in (0, 1)
          for i, axis, key in ((0, "x", "ArrowRight"), (1, "y", "ArrowUp"))],
        ("how far the two maps have gone", ["ArrowRight"] * 5, plus("progress", 0.5)), ("how far the two maps have gone", ["End"], to(progress=2)),
        ("how far the two maps have gone", ["PageDown", "ArrowLeft"], plus("progress", -1.1)),
        *TOOLS,
    ],
    "matmul": [
        *[(f"{M}, row {i + 1}, column {j + 1}", ["Control+A", "4"], lambda state, M=M, i=i, j=j: {M: [[4 if (r, c) == (i, j) else v for c, v in enumerate(row)]
          for r, row in enumerate(state[M])]}) for M, columns in (("A", 2), ("B", 3)) for i in (0, 1) for j in range(columns)],
        ("B, row 1, column 1", ["Control+A", "Backspace", "-", "0", ".", "5"], lambda state: {"B": [[-0.5, *state["B"][0][1:]], state["B"][1]]}),
        ("Step on", ["Enter"], to(row=0, column=0, step=1)), ("Step on", ["Enter"], to(step=2)), ("Step on", ["Enter"], to(column=1, step=1)),
        ("Step back", ["Enter"], to(column=0, step=2)),
        *[(f"row {i + 1}, column {j + 1} of the product", [], to(row=i, column=j, step=0)) for i in (0, 1) for j in (2, 1, 0)], *TOOLS,
    ],
}  # fmt: skip


def expected_after(fig, before, change):
    if change == "start":
        return START[fig.name]
    if change == "best":
        return {"show_curve": before["show_curve"]}
    if change in ("follows", "best plus"):
        return {"signed": change == "follows"}
    if change in ("one more", "one fewer"):
        return {"offset": before["offset"]}
    return before | change(before)


def met(change, before, after):
    """What the words of a button promise, in numbers."""
    s = SignedSum(**after)
    if change == "follows":
        np.testing.assert_allclose(s.model(after["kinks"]), np.sin(after["kinks"]), atol=1e-12)
    elif change == "best plus":
        assert s.worst_error == pytest.approx(0.68246, abs=1e-4)
    else:
        assert len(after["kinks"]) == len(before["kinks"]) + (1 if change == "one more" else -1)
        assert s.worst_error == SignedSum(**before).worst_error


START = {}


@pytest.mark.parametrize("name", KEYS)
def test_each_control_by_keyboard_moves_the_picture_to_relu_libs_numbers(live, name):
    fig = live(name, reduced_motion="reduce")
    START[name] = agrees(fig, spoken=False)
    tried = {control for control, *_ in KEYS[name]} | {"Show the matrices", "Back to my best"}
    assert set(fig.names()) <= tried  # a control that is not in the table would be one that nobody has tried
    for control, keys, change in KEYS[name]:
        before = fig.state()
        fig.press(control, *keys)
        after = fig.state()
        assert after == after | expected_after(fig, before, change), (control, keys)
        if change in ("follows", "best plus", "one more", "one fewer"):
            met(change, before, after)
        if after != before:
            assert agrees(fig) == after
        else:
            assert change is anything or len(keys) > 1 or control in ("Reset", "Back to my best"), control


def test_everything_can_be_reached_with_tab_alone(live, name):
    fig = live(name)
    wanted, seen = fig.names(), []
    first = fig.root.locator("input, button, [role=slider]").first
    first.focus()
    for _ in range(len(wanted) + 2):
        seen.append(fig.page.evaluate(FOCUSED))
        fig.page.keyboard.press("Tab")
    assert {said.split(" of the product")[0] for said in seen} >= {each.split(" of the product")[0] for each in wanted}


# --- each drag, by mouse and by finger -----------------------------------------------------------------


@pytest.fixture(params=["mouse", "finger"])
def pull(request, live):
    """Open a figure and drag things in it, with a mouse or a finger: pull(name) → (figure, drag)."""

    def start(name):
        fig = live(name, width=1280 if request.param == "mouse" else 700, has_touch=request.param == "finger")
        touch = fig.page.context.new_cdp_session(fig.page) if request.param == "finger" else None
        return fig, lambda start, by: fig.drag(start, by, touch)

    return start


HANDLES = {  # figure → (slider of the handle, pixels to drag by, along which axes the handle follows the pointer)
    "rectified-line": [("kink, on the line", (25, 0), "x"), ("bias b, on the line", (0, -30), "y"), ("slope m, on the line", (-20, -40), "")],
    "three-relus": [*[(f"piece {i}, kink", (40 + 15 * i, 0), "x") for i in (1, 2, 3)],
                    *[(f"piece {i}, slope about its kink", (0, -60), "") for i in (1, 2, 3)]],
    "signed-sum": [(f"unit {i}, kink", (18 - 3 * i, -25), "xy") for i in range(1, 7)],
    "linear-map": [(f"first map, column {i}, x", (25, -35), "xy") for i in (1, 2)],
    "linear-map-2": [(f"{which} map, column {i}, x", (-14, 22), "xy") for which in ("first", "second") for i in (1, 2)],
}  # fmt: skip


@pytest.mark.parametrize("name", HANDLES)
def test_each_handle_follows_the_pointer_and_the_page_does_not_scroll(pull, name):
    fig, drag = pull(name)
    for slider, by, axes in HANDLES[name]:
        fig.control(slider).locator("xpath=..").evaluate("e => e.scrollIntoView({block: 'center'})")
        scrolled, before, start = fig.page.evaluate("scrollY"), fig.state(), fig.middle(slider)
        goal = drag(start, by)
        assert fig.page.evaluate("scrollY") == scrolled
        assert agrees(fig, spoken=slider == HANDLES[name][-1][0]) != before, slider
        end = fig.middle(slider)
        for axis, reached, wanted in zip("xy", end, goal):
            assert axis not in axes or abs(reached - wanted) < 7, (slider, axis, reached, wanted)  # to the next 0.1
        assert fig.page.evaluate(FOCUSED) == slider  # so that the arrow keys go on from here


def test_a_turned_line_goes_through_the_pointer(pull):
    fig, drag = pull("three-relus")
    goal = drag(fig.middle("piece 2, slope about its kink"), (0, -70))
    path = fig.root.locator("path.piece-2.line")
    to_x, to_y, *_ = fig.frame(path)
    box = path.locator("xpath=ancestor::*[local-name()='svg'][1]").bounding_box()
    x, y = to_x(goal[0] - box["x"]), to_y(goal[1] - box["y"])
    state = fig.state()
    assert rectified_linear(state["m2"], state["b2"], x) == pytest.approx(y, abs=0.5)
    assert -state["b2"] / state["m2"] == pytest.approx(-1, abs=1e-4)  # about its kink


LINES = {  # figure → (a line to take in the middle of its drawn part, pixels, the traits that change)
    "rectified-line": [("path.grab", (0, -40), {"b"})],
    "three-relus": [*[(f"path.grab >> nth={i}", (0, -30), {f"b{i + 1}"}) for i in range(3)],
                    *[(f"path.grab.sideways >> nth={i}", (30, 0), {f"b{i + 1}"}) for i in range(3)]],
    "signed-sum": [("path.grab", (0, 30), {"offset"})],
    "linear-map": [(f"path.grab >> nth={i}", (20, 15), {"first"}) for i in (0, 1)],
}  # fmt: skip
ON_LINE = """(path, share) => { const at = path.getPointAtLength(share * path.getTotalLength());
  const box = path.ownerSVGElement.getBoundingClientRect(); return [box.left + at.x, box.top + at.y]; }"""


@pytest.mark.parametrize("name", LINES)
def test_each_line_can_be_taken_and_moved(pull, name):
    fig, drag = pull(name)
    for line, by, traits in LINES[name]:
        path = fig.root.locator(line)
        path.evaluate("e => e.ownerSVGElement.scrollIntoView({block: 'center'})")
        before = fig.state()
        drag(path.evaluate(ON_LINE, 0.55), by)
        after = agrees(fig, spoken=False)
        assert {trait for trait in after if after[trait] != before[trait]} == traits, line


def test_taking_the_flat_part_of_a_rectified_line_does_not_make_it_jump(live):
    fig = live("rectified-line")
    x, y = fig.middle("kink, on the line")
    before = fig.state()
    fig.drag((x - 120, y), (1, 0))
    assert fig.state()["b"] == pytest.approx(before["b"], abs=0.11)


def test_taking_a_piece_by_its_line_does_not_make_it_jump(live):
    fig = live("three-relus")
    path = fig.root.locator("path.grab").first
    before = fig.state()
    fig.drag(path.evaluate(ON_LINE, 0.3), (1, 0))
    assert fig.state()["b1"] == pytest.approx(before["b1"], abs=0.06)


def test_the_focus_follows_to_the_axis_that_the_arrow_key_moves(live):
    fig = live("signed-sum")
    fig.press("unit 2, kink", "ArrowUp")
    assert fig.page.evaluate(FOCUSED) == "unit 2, change of slope"
    fig.page.keyboard.press("ArrowLeft")
    assert fig.page.evaluate(FOCUSED) == "unit 2, kink"


def test_where_two_handles_lie_on_one_another_the_way_of_pulling_says_which_is_meant(live):
    fig = live("rectified-line", "#fig=rectified-line&b=0")
    fig.drag(fig.middle("kink, on the line"), (2, -50))
    assert fig.state()["b"] > 1
    fig = live("rectified-line", "#fig=rectified-line&b=0")
    fig.drag(fig.middle("kink, on the line"), (-60, 3))
    assert fig.state()["b"] == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize(
    "name, slider", [("rectified-line", "slope m"), ("three-relus", "slope m1"), ("signed-sum", "offset c")]
)
def test_sliders_move_by_mouse_in_whole_steps(live, name, slider):
    fig = live(name)
    box = fig.control(slider).bounding_box()
    fig.page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    value = float(fig.control(slider).get_attribute("aria-valuetext").replace("−", "-"))
    assert value > 0 and round(value, 1) == value
    agrees(fig)


def test_pointing_at_an_entry_lights_it_and_does_not_choose_it(live):
    fig = live("matmul")
    before = fig.state()
    fig.control("row 2, column 3 of the product").hover()
    assert "Row 2 of A with column 3 of B: 3·2 + 4·(−1) = 2" in fig.root.locator(".said").text_content()
    assert fig.state() == before
    fig.root.locator("caption").first.hover()
    assert "Row 1 of A with column 1" in fig.root.locator(".said").text_content()


def test_what_is_no_number_is_not_taken_and_says_so(live):
    fig = live("matmul")
    before = fig.state()
    fig.press("A, row 1, column 2", "Control+A", "Backspace", "Tab")
    assert fig.root.locator(".message").text_content() == "A needs a number in row 1, column 2. It keeps 2."
    assert fig.control("A, row 1, column 2").input_value() == "2" and fig.state() == before


# --- what every figure does ---------------------------------------------------------------------------

ELSEWHERE = {  # a state far from the start, as a link says it
    "matmul": 'A=[[1,-2],[0.5,4]]&row=1&column=2&step=1',
    "linear-map": "first=[[1,-2],[0.5,1]]",
    "linear-map-2": "second=[[2,0],[0,-1]]&progress=1.3",
    "rectified-line": "m=-2&b=3&clip=true",
    "three-relus": "m1=2&b1=-3&m2=-4.25&b2=0.5&m3=0&b3=1&show_curve=true",
    "signed-sum": "kinks=[-2,0.5]&weights=[1,-1.25]&slopes=[1,1]&offset=-0.5&signed=true",
}  # fmt: skip


def test_a_link_reproduces_a_state_at_once_and_later_and_reset_undoes_it(live, name):
    start = live(name).state()
    fig = live(name, f"#fig={name}&{ELSEWHERE[name]}")
    wanted = {trait: json.loads(value) for trait, value in (pair.split("=") for pair in ELSEWHERE[name].split("&"))}
    assert agrees(fig, spoken=False) == start | wanted
    again = Live(fig.page, name)
    fig.press("Link to this state", "Enter")
    expect(fig.page).to_have_url(re.compile(re.escape(fig.link.get_attribute("href")) + "$"))
    fig.press("Reset", "Enter")
    assert agrees(fig) == start
    expect(fig.page).not_to_have_url(re.compile("#"))  # the address does not say what no longer is so
    fig.page.evaluate("hash => { location.hash = hash; }", f"fig={name}&{ELSEWHERE[name]}")
    fig.page.wait_for_timeout(150)
    assert agrees(again, spoken=False) == start | wanted


@pytest.mark.parametrize("bad", ["m=NaN", "m=1e999", "m=steep", "b=[1,2]", "clip=7", "b=null"])
def test_a_link_with_what_is_no_value_leaves_the_figure_as_it_was_and_says_so(live, bad):
    start = live("rectified-line").state()
    fig = live("rectified-line", f"#fig=rectified-line&{bad}")
    assert "The link could not be followed in all" in fig.root.locator(".needs-kernel-note").text_content()
    assert fig.state() == start


def state_asked_for(view):
    """The address that a view's link has for who reaches for it."""
    link = view.locator('a[href*="#fig"]')
    link.dispatch_event("pointerenter")
    return link.get_attribute("href")


def test_two_views_of_one_figure_move_together(open_page, browser, book, name):
    context = browser.new_context()
    page = context.new_page()

    def twice(route):
        answer = route.fetch()
        place = re.compile(r'(<div class="live-figure".*?</svg></div>)', re.DOTALL)
        route.fulfill(response=answer, body=place.sub(r"\1\1", answer.text()))

    page.route("**/chapters/*.html", twice)
    page.goto(f"{book}chapters/{CHAPTER[name]}.html")
    page.locator("html[data-figures=alive]").wait_for()
    model = page.locator(".live-figure", has=page.locator(f'a[href*="#fig={name}&"]')).first.get_attribute("data-model")
    one, two = page.locator(f".live-figure[data-model='{model}']").all()
    start = state_asked_for(one)
    slider = one.locator("[role=slider], input[type=number]").first
    slider.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    drawn = "e => [...e.querySelectorAll('path, .handle, td, .said')].map((p) => [p.getAttribute('d'), p.getAttribute('transform'), p.textContent])"
    first, second = (view.evaluate(drawn) for view in (one, two))
    assert first == second
    states = {state_asked_for(view) for view in (one, two)}
    assert len(states) == 1 and start not in states
    assert not two.locator(".spoken").text_content()  # only the view in use speaks
    one.evaluate("e => e.endFigure()")
    page.keyboard.press("ArrowUp")
    assert one.locator("svg.plot").count() == 1 and two.locator(".stage, .products").count() >= 1
    assert two.evaluate(drawn) == second
    context.close()


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


EXTREME = {
    "matmul": "A=[[99999.5,-1234567],[1e9,0.333333333]]&B=[[-1e9,1e9,-1e9],[1e9,1e9,0.123456]]",
    "linear-map": "first=[[1e9,-1e9],[1e9,1e9]]",
    "linear-map-2": "first=[[-3,3],[3,-3]]&second=[[-2.99,1e9],[0,0]]&progress=1",
    "rectified-line": "m=-1e9&b=1e9",
    "three-relus": "m1=-1e9&b1=1e9&m2=0&b2=-1e9&m3=15&b3=-15",
    "signed-sum": "kinks=[-1e9,3.15,3.15]&weights=[-1e9,1.5,1.5]&slopes=[1,1,-1]&offset=1e9&signed=true",
}


def test_nothing_is_clipped_and_no_words_overlap(live, name):
    fig = live(name)
    for details in fig.root.locator("details").all():
        details.evaluate("e => { e.open = true; }")
    for state in fig.link.get_attribute("href").split("&", 1)[1], ELSEWHERE[name], EXTREME[name]:
        fig.page.evaluate("hash => { location.hash = hash; }", f"fig={name}&{state}")
        for width in 320, 360, 768, 1280:
            fig.page.set_viewport_size({"width": width, "height": 900})
            fig.page.wait_for_timeout(120)
            assert fig.root.evaluate(INSIDE) == [], (width, state)
            assert fig.root.evaluate(OVERLAPS) == [], (width, state)
            assert fig.page.evaluate("document.documentElement.scrollWidth") <= width, (width, state)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_figure_in_use(live, name, theme):
    fig = live(name, f"#fig={name}&{ELSEWHERE[name]}", color_scheme=theme)
    for details in fig.root.locator("details").all():
        details.evaluate("e => { e.open = true; }")
    fig.root.locator("[role=slider], input").first.focus()
    fig.page.keyboard.press("ArrowUp")
    assert axe.faults(fig.page, ".live-figure") == []


def test_colours_change_with_the_theme_and_paper_is_light(live, name):
    ink = "e => getComputedStyle(e.querySelector('.relu-figure')).color"
    assert live(name, color_scheme="light").root.evaluate(ink) == "rgb(31, 41, 51)"
    dark = live(name, color_scheme="dark")
    assert dark.root.evaluate(ink) == "rgb(232, 236, 240)"
    dark.page.emulate_media(media="print")
    assert dark.root.evaluate(ink) == "rgb(31, 41, 51)"


def test_in_print_the_present_state_is_printed_without_controls(live, name):
    fig = live(name, f"#fig={name}&{ELSEWHERE[name]}")
    fig.page.emulate_media(media="print")
    assert fig.root.locator("svg.stage:visible, .products:visible").count() >= 1
    assert fig.root.locator("button:visible:not(.entry), input[type=range]:visible, a:visible").count() == 0
    assert fig.root.locator("svg.plot").count() == 0  # the picture of the start would be another state


def test_without_scripts_the_picture_of_the_start_is_there(open_page, name):
    page = open_page(f"chapters/{CHAPTER[name]}.html", java_script_enabled=False)
    assert page.locator(".live-figure").count() == list(CHAPTER.values()).count(CHAPTER[name])
    for picture in page.locator(".live-figure > svg.plot").all():
        assert picture.is_visible() and len(picture.get_attribute("aria-label")) > 60
        assert picture.bounding_box()["height"] > 60


def test_a_figure_that_cannot_be_loaded_leaves_its_picture_and_says_so(open_page, browser, book):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/_static/figures/rectified-line.*.js*", lambda route: route.abort())
    page.goto(book + "chapters/rectified-linear.html")
    page.locator("html[data-figures=alive]").wait_for()
    assert page.locator(".live-figure svg.plot").is_visible()
    assert "Reload the page to try again" in page.locator(".live-figure [role=status]").text_content()
    context.close()


@pytest.mark.parametrize("motion, frames", [("reduce", 1), ("no-preference", 5)])
def test_what_moves_by_itself_is_still_for_readers_who_want_stillness(live, motion, frames):
    fig = live("rectified-line", reduced_motion=motion)
    fig.root.evaluate("""e => { const path = e.querySelector('path.rectified'); window.drawn = new Set();
        new MutationObserver(() => window.drawn.add(path.getAttribute('d'))).observe(path, {attributes: true}); }""")
    fig.press("clip: replace negative numbers with 0", "Space")
    fig.page.wait_for_timeout(500)
    seen = fig.page.evaluate("window.drawn.size")
    assert seen == 1 if frames == 1 else seen >= frames
    agrees(fig)


def test_a_figure_is_as_high_as_what_is_in_it(live, name):
    fig = live(name)
    figure = fig.root.locator(".relu-figure")
    heights = lambda: figure.evaluate("e => [e, e.firstChild].map((part) => part.getBoundingClientRect().height)")  # noqa: E731
    assert "measured" in figure.get_attribute("class")  # changes inside are laid out without the page
    wide = heights()
    assert wide[0] == pytest.approx(wide[1], abs=0.05) and wide[0] > 150
    fig.page.set_viewport_size({"width": 400, "height": 800})
    fig.root.evaluate("e => e.querySelectorAll('details').forEach((each) => { each.open = true; })")
    eventually(lambda: heights()[1] != wide[1] and heights()[0] == pytest.approx(heights()[1], abs=0.05))
    fig.page.emulate_media(media="print")
    eventually(lambda: heights()[0] == pytest.approx(heights()[1], abs=0.05))


def test_nothing_moves_before_the_reader_does(live, name):
    fig = live(name)  # but for `pre`, which the theme makes focusable or not
    fig.root.evaluate("""e => { window.changes = 0; new MutationObserver((all) => { window.changes += all.filter((m) => m.target.nodeName !== 'PRE').length; })
        .observe(e, {subtree: true, childList: true, attributes: true, characterData: true}); }""")
    fig.page.wait_for_timeout(700)
    assert fig.page.evaluate("window.changes") == 0


@pytest.mark.parametrize("page_name", ["index.html", "chapters/glossary.html"])
def test_a_page_without_figures_loads_nothing_of_them(browser, book, page_name):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(book + page_name, wait_until="networkidle")
    assert asked and not [url for url in asked if "figures" in url]
    context.close()


def test_a_module_is_one_file_for_the_whole_site_and_asked_for_once(browser, book):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(book + "chapters/matrix-multiplication.html", wait_until="networkidle")
    modules = [url for url in asked if "/figures/linear-map." in url]
    assert len(modules) == 1  # two figures, one module
    assert (
        page.evaluate("performance.getEntriesByType('resource').filter((e) => e.name.includes('/figures/')).length")
        == 4  # two modules, what they share, one style sheet
    )
    context.close()


# --- the matrices, as code that runs as pasted ------------------------------------------------------------


@pytest.mark.parametrize("library", ["NumPy", "PyTorch"])
@pytest.mark.parametrize("state", ["", "#fig=three-relus&m1=-1e9&b1=0.123456789&m2=1e-9&b2=1e25&m3=0&b3=-7"])
def test_the_code_of_the_matrices_runs_as_pasted(live, library, state):
    fig = live("three-relus", state, permissions=["clipboard-read", "clipboard-write"])
    fig.press("Show the matrices", "Enter")
    expect(fig.root.locator("table.matrix")).to_have_count(4)  # a browser tells of the unfolding a little later
    fig.press(library, "Enter")
    fig.press("Copy the code", "Enter")
    fig.root.locator(".message", has_text="Copied").wait_for()
    pasted = fig.page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run([sys.executable, "-c", pasted], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    numbers = [float(word) for word in re.sub(r"[\[\],]", " ", done.stdout).split()]
    knobs = fig.state()
    wanted = three_pieces([knobs[knob] for knob in KNOBS])(np.linspace(-2, 2, 9))
    np.testing.assert_allclose(numbers, wanted, rtol=1e-6, atol=1e-6)


# --- a thousand states nobody would choose -----------------------------------------------------------------

FUZZ = """async ([module, start, settings]) => {
  const { default: widget } = self.liveModules[module]();
  const listeners = new Set(), state = structuredClone(start), faults = [];
  const model = { get: (n) => state[n], set: (n, v) => { state[n] = v; }, save_changes: () => changed(), on: (n, f) => listeners.add(f), off: (n, f) => listeners.delete(f) };
  const changed = () => { for (const f of [...listeners]) f(); };
  window.onerror = (m) => { faults.push(m); };
  window.onunhandledrejection = (e) => { faults.push(String(e.reason)); };
  const el = document.createElement('div');
  document.querySelector('article').prepend(el);
  const end = await widget.render({ model, el });
  const numbers = (text) => (text.match(/-?[\\d.]+(e[+-]?\\d+)?/g) ?? []).map(Number);
  for (const setting of settings) {
    Object.assign(state, structuredClone(start), setting);
    try { changed(); await Promise.resolve(); await Promise.resolve(); } catch (e) { faults.push(e.message); }
    const drawn = (svg) => svg.checkVisibility() || svg.hasAttribute('viewBox'); // a plane that is hidden from the start is not
    for (const svg of [...el.querySelectorAll('svg.stage')].filter(drawn)) {
      const [, , width, height] = numbers(svg.getAttribute('viewBox'));
      const off = (x, y, slack) => !(x >= -slack && x <= width + slack && y >= -slack && y <= height + slack);
      for (const path of svg.querySelectorAll('path[d]:not(.arrows)')) {
        const all = numbers(path.getAttribute('d'));
        if (/NaN|Infinity|undefined/.test(path.getAttribute('d')) || all.some((v, i) => i % 2 === 0 && off(v, all[i + 1], 0.1))) faults.push(path.getAttribute('class') + ' ' + path.getAttribute('d').slice(0, 80));
      }
      for (const circle of svg.querySelectorAll('circle[cx]')) if (off(+circle.getAttribute('cx'), +circle.getAttribute('cy'), 0.1) && !circle.closest('[clip-path]')) faults.push('circle');
      for (const group of svg.querySelectorAll('.handle')) if (group.checkVisibility() && off(...numbers(group.getAttribute('transform')), 0.1)) faults.push('handle ' + group.getAttribute('transform'));
      for (const rect of svg.querySelectorAll('rect')) if (numbers(rect.outerHTML).some((v) => v < -0.1)) faults.push(rect.outerHTML);
    }
    if (/NaN|undefined|Infinity|object Object/.test(el.textContent + el.innerHTML)) faults.push('words: ' + el.textContent.match(/.{0,30}(NaN|undefined|Infinity|object Object).{0,20}/)?.[0]);
    if (faults.length) return { faults, setting, tried: settings.indexOf(setting) };
  }
  end();
  return { faults, tried: settings.length, left: el.childElementCount, listening: listeners.size };
}"""


def wild(rng, like):
    """A value of the same kind as a trait's, from where trouble is."""
    if isinstance(like, bool):
        return bool(rng.integers(2))
    if isinstance(like, (int, float)):
        return float(rng.choice([0.0, 1e9, -1e9, 1e-9, -1, 0.5, rng.normal() * 3, rng.normal() * 20]))
    if isinstance(like, (list, tuple)) and like and isinstance(like[0], (list, tuple)):
        return [[wild(rng, 0.0) for _ in like[0]] for _ in like]
    if isinstance(like, (list, tuple)):
        few = [wild(rng, 0.0) for _ in range(rng.integers(0, 9))]
        return few + few[:1] * int(rng.integers(3))  # some coincide
    return like


@pytest.mark.parametrize("cls", ["LinearMap", "Matmul", "RectifiedLine", "SignedSum", "ThreeReLUs"])
def test_a_thousand_random_settings_throw_nothing_and_stay_in_the_frame(open_page, cls):
    from relu_lib import figures

    fig = getattr(figures, cls)()
    names = [*fig.STATE, *(["x", "y", "best"] if cls == "ThreeReLUs" else [])]
    start = {name: getattr(fig, name) for name in names} | {
        "_start": fig._start,
        "marks": getattr(fig, "marks", {}),
        "curve": getattr(fig, "curve", []),
    }
    rng = np.random.default_rng(7)
    settings = []
    for _ in range(1000):
        chosen = [name for name in names if rng.random() < 0.6]
        settings.append({name: wild(rng, start[name]) for name in chosen})
        if rng.random() < 0.1:  # what Python would refuse: shown as if it were not there
            settings[-1][rng.choice(names)] = None
    chapter = next(page for name, page in CHAPTER.items() if name == fig._figure)
    page = open_page(f"chapters/{chapter}.html")
    page.locator("html[data-figures=alive]").wait_for()
    module = page.evaluate(f"Object.keys(liveModules).find((name) => name.includes('/figures/{fig._figure}.'))")
    done = page.evaluate(FUZZ, [module, start, settings])
    assert done == {"faults": [], "tried": 1000, "left": 0, "listening": 0}, done
