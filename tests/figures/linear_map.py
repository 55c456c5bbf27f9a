"""What relu_lib says of a state of the figure linear-map."""

import numpy as np

from ..browser.figures import say

CORNERS = np.array([[0.25, 0.8, 0.42], [0.15, 0.9, 0.15]])  # of the letter


def check(fig, state):
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
    for corner in (matrix @ CORNERS).T:
        if np.abs(corner).max() < 2.95:
            distances = np.hypot(to_x(drawn[:, 0]) - corner[0], to_y(drawn[:, 1]) - corner[1])
            assert distances.min() < 0.02, (selector, corner)
