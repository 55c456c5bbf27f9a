"""Every figure of the built book in real Chromium, with no kernel: what a reader does, and the numbers of relu_lib."""

import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest

from relu_lib import ReLUSum, mean_squared_error, noisy_quadratic, rectified_linear, three_pieces, trip_relu
from relu_lib.figures import SignedSum

from .figures import FOCUSED, Live, say
from .test_pages import AXE

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
        fig.assert_draws(f"path.piece-{i + 1}.line", lambda x: rectified_linear(knobs[2 * i], knobs[2 * i + 1], x))
    loss = mean_squared_error(y, three_pieces(knobs)(x))
    assert fig.root.locator(".score.now .number").text_content() == f"{loss:.2f}"
    kinks = [f"piece {i + 1} is flat" if math.isnan(t) else say(t) for i, t in enumerate(three_pieces(knobs).unit_kinks)]
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
    return lambda state: {b: pytest.approx(-state[m] * (-state[b] / state[m] + by), abs=1e-5)}


def turned(m, b, by):
    """A piece turned about its kink: the slope changes, the kink stays."""
    return lambda state: {m: pytest.approx(state[m] + by), b: pytest.approx((state[m] + by) * state[b] / state[m], abs=1e-5)}


def anything(state):
    return {}


def _knob(trait, name, low, high):
    return [(name, ["ArrowRight"], plus(trait, 0.1)), (name, ["Shift+ArrowDown"], plus(trait, -0.01)),
            (name, ["PageUp"], plus(trait, 1)), (name, ["End"], to(**{trait: high})), (name, ["Home"], to(**{trait: low}))]  # fmt: skip


TOOLS = [("Reset", ["Enter"], "start"), ("Link to this state", ["Enter"], anything)]
KEYS = {  # figure → (control, keys, what they change, from the state before); in turn on one page
    "rectified-line": [
        *_knob("m", "slope m", -5, 5), ("slope m", ["ArrowRight"] * 3, plus("m", 0.3)), *_knob("b", "bias b", -15, 15), *TOOLS[:1],
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
        ("unit 1, change of slope", ["ArrowDown"], entry("weights", 0, -0.1)), ("Follow the sine", ["Enter"], "follows"),
        ("Add a unit at the worst error", ["Enter"], "one more"), ("Remove the last unit", ["Enter"], "one fewer"),
        ("plus signs only", ["Enter"], to(signed=False)), *TOOLS,
    ],
    "linear-map": [
        *[(f"first map, column {j + 1}, {axis}", [key], entry("first", i, 0.1, j)) for j in (0, 1) for i, axis, key in ((0, "x", "ArrowRight"), (1, "y", "ArrowUp"))],
        ("first map, column 1, x", ["Shift+ArrowDown"], entry("first", 1, -0.01, 0)),
        *[(preset, ["Enter"], to(first=matrix)) for preset, matrix in (("turn", [[0, -1], [1, 0]]), ("lean", [[1, 1], [0, 1]]), ("stretch", [[2, 0], [0, 0.5]]),
          ("flip", [[-1, 0], [0, 1]]), ("flatten", [[1, 0.5], [1, 0.5]]))],
        ("then a second map", ["Space"], to(compose=True)), *TOOLS,
    ],
    "linear-map-2": [
        *[(f"{which} map, column {j + 1}, {axis}", [key], entry(which, i, 0.1, j)) for which in ("first", "second") for j in (0, 1)
          for i, axis, key in ((0, "x", "ArrowRight"), (1, "y", "ArrowUp"))],
        ("how far the two maps have gone", ["Home"], to(progress=0)), ("how far the two maps have gone", ["ArrowRight"] * 15, plus("progress", 1.5)),
        ("then a second map", ["Space"], to(compose=False)), *TOOLS,
    ],
    "matmul": [
        *[(f"{M}, row {i + 1}, column {j + 1}", ["Control+A", "4"], lambda state, M=M, i=i, j=j: {M: [[4 if (r, c) == (i, j) else v for c, v in enumerate(row)]
          for r, row in enumerate(state[M])]}) for M, columns in (("A", 2), ("B", 3)) for i in (0, 1) for j in range(columns)],
        ("B, row 1, column 1", ["Control+A", "Backspace", "-", "0", ".", "5"], lambda state: {"B": [[-0.5, *state["B"][0][1:]], state["B"][1]]}),
        ("Step on", ["Enter"], to(row=0, column=1, step=1)), ("Step on", ["Enter"], to(step=2)), ("Step back", ["Enter"], to(step=1)), *TOOLS,
    ],
}  # fmt: skip


def expected_after(fig, before, change):
    if change == "start":
        return START[fig.name]
    if change == "best":
        return {knob: value for knob, value in before.items() if knob not in KNOBS}
    if change in ("follows", "one more", "one fewer"):
        return {"signed": True}
    return before | change(before)


START = {}


@pytest.mark.parametrize("name", KEYS)
def test_each_control_by_keyboard_moves_the_picture_to_relu_libs_numbers(live, name):
    fig = live(name, reduced_motion="reduce")
    START[name] = agrees(fig, spoken=False)
    untried = set(fig.names()) - {control for control, *_ in KEYS[name]}
    assert untried <= {"Show the matrices"} | {n for n in untried if re.match("row . column ., of the|row ., column . of the", n)}
    for control, keys, change in KEYS[name]:
        before = fig.state()
        fig.press(control, *keys)
        after = fig.state()
        assert after == after | expected_after(fig, before, change), (control, keys)
        if after != before:
            assert agrees(fig) == after
        else:
            assert change is anything or len(keys) > 1 or control in ("Reset", "Back to my best"), control
