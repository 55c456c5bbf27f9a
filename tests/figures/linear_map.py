"""What relu_lib says of a state of the figure linear-map."""

import numpy as np

from ..browser.figures import say

CORNERS = np.array([[0.25, 0.8, 0.42], [0.15, 0.9, 0.15]])  # of the letter


def check(fig, state):
    first, second = np.array(state["first"]), np.array(state["second"])
    planes = [first, second] if state["compose"] else [first]
    for plane, matrix in enumerate(planes):
        _assert_letter(fig, plane, matrix)
        boxes = fig.root.locator(".plane").nth(plane).locator("td input")
        shown = boxes.evaluate_all("all => all.map((box) => box.valueAsNumber)")
        assert shown == np.round(matrix, 2).ravel().tolist()
    total = second @ first if state["compose"] else first
    if state["compose"]:
        t = state["progress"]
        partly = np.eye(2) + t * (first - np.eye(2)) if t <= 1 else first + (t - 1) * (total - first)
        _assert_letter(fig, 2, partly)
        _assert_letter(fig, 2, total, ".map-ghost")
    said = lambda matrix: [f"({say(x)},\u00a0{say(y)})" for x, y in matrix.T]  # noqa: E731
    if not state["compose"]:
        return ("to {} and (0,\u00a01) to {}".format(*said(total)),)
    ends = " puts them there" if t == 2 else " puts them at {} and {}.".format(*said(total))
    return "is at {} and (0,\u00a01) at {}.".format(*said(partly)), ends


def _assert_letter(fig, plane, matrix, selector=".map-letter"):
    path = fig.root.locator(".plane").nth(plane).locator(selector)
    to_x, to_y, *_ = fig.frame(path)
    (drawn,) = fig.chains(path)
    for corner in (matrix @ CORNERS).T:
        if np.abs(corner).max() < 2.95:
            distances = np.hypot(to_x(drawn[:, 0]) - corner[0], to_y(drawn[:, 1]) - corner[1])
            assert distances.min() < 0.02, (selector, corner)
