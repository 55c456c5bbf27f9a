"""Answers to the exercises of chapters/universal-approximation.md."""

import math

import numpy as np

from relu_lib import ReLUSum, rectified_linear, relu


def just_so_far(heights, steps):
    return max(abs(heights[i + steps] - heights[i]) for i in range(len(heights) - steps)) if steps < len(heights) else 0


def neighbours(heights, steps):
    return max(abs(z - a) for a, z in zip(heights, heights[1:]))


def signed(heights, steps):
    n = len(heights)
    return max(heights[j] - heights[i] for i in range(n) for j in range(i, min(i + steps, n - 1) + 1))


def everywhere(heights, steps):
    return max(heights) - min(heights)


def one_short(heights, steps):
    return by_windows(heights, max(steps - 1, 0))


def as_a_sum(heights, steps):
    return sum(abs(heights[i + 1] - heights[i]) for i in range(min(steps, len(heights) - 1)))


def by_windows(heights, steps):
    windows = [heights[i : i + steps + 1] for i in range(len(heights))]
    return max(max(window) - min(window) for window in windows)


def by_pairs(heights, steps):
    n = len(heights)
    return max(abs(heights[j] - heights[i]) for i in range(n) for j in range(n) if abs(i - j) <= steps)


def in_numpy(heights, steps):
    y, places = np.array(heights), np.arange(len(heights))
    near = np.abs(places[:, None] - places) <= steps
    return (np.abs(y[:, None] - y) * near).max()


def by_shifts(heights, steps):
    y = np.array(heights)
    return max(np.abs(y[k:] - y[:-k]).max() for k in range(1, min(steps, len(y) - 1) + 1))


def recursive(heights, steps):
    if len(heights) < 2:
        return 0
    first = max(abs(height - heights[0]) for height in heights[: steps + 1])
    return max(first, recursive(heights[1:], steps))


def pieces_by_trying(a, b, steepest, epsilon):
    n = 1
    while (b - a) / n * steepest > epsilon * (1 + 1e-12):
        n += 1
    return n


def own_relu(x):
    return max(x, 0)


def with_own_relu(x):
    return 10 * own_relu(x - 2) - 10 * own_relu(x - 2.1)


def clip(x):
    return max(x, 0)


def with_own_clip(x):
    return (clip(x - 2) - clip(x - 2.1)) / 0.1


def ramp(x, width=1):  # the chapter's own
    left, right = 1 - width / 2, 1 + width / 2
    return (relu(x - left) - relu(x - right)) / width


def with_an_if(x):
    if x <= 2:
        return 0
    return 10 * max(x - 2, 0) if x < 2.1 else 1


WRONG = {
    "root-pieces": [
        (200, "ε = 0.1"),
        (400, "ε enters squared"),
        (40, "is ε², not ε"),
        (20, "interval is 2 long"),
        (0.0025, "width of a piece"),
        (1600, "2/ε² pieces"),
        (4, "well placed"),
        (80, "divide 2 by 0.05²"),
        ("800", "without quotes"),
        ([800], "should be a single number"),
    ],
    "my-ramp": [
        (relu, "(3.0) is 3.0; it should be 1.0"),
        (lambda x: max(x, 0) - max(x - 1, 0), "it should be 0.5"),
        (lambda x: max(x - 2, 0) - max(x - 2.1, 0), "(3.0) is 0.1; it should be 1.0"),
        (lambda x: 10 * max(x - 2, 0), "(3.0) is 10.0; it should be 1.0"),
        (lambda x: 10 * max(x - 2, 0) + 10 * max(x - 2.1, 0), "it should be 1.0"),
        (lambda x: 10 * max(x + 2, 0) - 10 * max(x + 2.1, 0), "it should be 0.0"),
        (lambda x: max(10 * x - 2, 0) - max(10 * x - 2.1, 0), "it should be"),
        (lambda x: 10 * relu(x - 2.1) - 10 * relu(x - 2), "is -1.0; it should be 1.0"),
        (lambda x: 0.1 * relu(x - 2) - 0.1 * relu(x - 2.1), "is 0.01; it should be 1.0"),
        (lambda x: float(x > 2), "(2.05) is 1.0; it should be 0.5"),
        (lambda x: 100 * relu(x - 2) - 100 * relu(x - 2.01), "it should be 0.5"),
        (lambda x: min(max(10 * x - 20, 0), 1), "calls tried. But it is no sum of two rectified lines"),
        (lambda x: min(10 * relu(x - 2), 1), "which one takes the slope away at 2.1?"),
        (lambda x: float(np.clip(10 * (x - 2), 0, 1)), "But it is no sum of two rectified lines"),
        (lambda x: np.clip(10 * relu(x - 2), None, 1), "But it is no sum of two rectified lines"),
        (lambda x: sorted([0, 10 * x - 20, 1])[1], "But it is no sum of two rectified lines"),
        (lambda x: np.interp(x, [2, 2.1], [0, 1]), "But it is no sum of two rectified lines"),
        (lambda x: (abs(x - 2) - abs(x - 2.1)) * 5 + 0.5, "But it is no sum of two rectified lines"),
        (with_an_if, "But it has an `if` of its own"),
        (lambda x: 10 * relu(x - 2) if x < 2.1 else 1, "But it has an `if` of its own"),
        (lambda x: 10 * max(x, 2) - 10 * max(x, 2.1) + 1, "as in max(x − 2, 0)"),
        (ReLUSum([10, 10], [-20, -21], [1, -1]), "But how it is made cannot be seen"),
        (lambda: 0, "could not be called"),
        (lambda x: None, "Is a `return` missing?"),
    ],
    "my-omega": [
        (just_so_far, "just_so_far([0, 1, 0], 2) is 0; it should be 1.0"),
        (neighbours, "it should be 3.0"),
        (signed, "it should be"),
        (everywhere, "it should be 2.0"),
        (one_short, "is 0; it should be 1.0"),
        (as_a_sum, "it should be"),
        (lambda heights, steps: by_windows(heights, steps) / steps, "it should be"),
        (lambda heights: 0, "could not be called"),
        (lambda heights, steps: None, "Is a `return` missing?"),
    ],
    "pieces-needed": [
        (lambda a, b, steepest, epsilon: math.floor((b - a) * steepest / epsilon), "is 3; it should be 4"),
        (lambda a, b, steepest, epsilon: (b - a) * steepest / epsilon, "it should be 4"),
        (lambda a, b, steepest, epsilon: math.ceil((b - a) / epsilon), "it should be"),
        (lambda a, b, steepest, epsilon: math.ceil(b * steepest / epsilon), "it should be 8"),
        (lambda a, b, steepest, epsilon: math.ceil((b - a) * steepest * epsilon), "it should be 4"),
        (lambda a, b, steepest, epsilon: math.ceil((b - a) * steepest / epsilon) + 1, "is 5; it should be 4"),
        (lambda a, b, steepest, epsilon: math.ceil((b - a) / steepest / epsilon), "it should be"),
        (lambda a, b, steepest, epsilon: math.ceil((b - a) * steepest / epsilon**2), "it should be 4"),
        (lambda a, b, epsilon: 1, "could not be called"),
    ],
    "four-pieces": [
        (np.linspace(-1, 1, 5), "get to 0.1 or below"),
        (np.linspace(-1, 1, 4), "you gave 4"),
        ([-1, -0.2, 0.1, 0.2, 1], "put a knot there"),
        ([1, 0.1, 0, -0.1, -1], "Knots must increase, but 1 is followed by 0.1"),
        ([-2, -0.1, 0, 0.1, 2], "yours are -2 and 2"),
        ([-1, -0.001, 0, 0.001, 1], "get to 0.1 or below"),
        ([-1, 0, 0, 0.1, 1], "0 is followed by 0"),
        (5, "could not be tried"),
    ],
}

RIGHT = {
    "root-pieces": [800, 800.0, np.int64(800), 2 / 0.05**2, math.ceil(2 / 0.05**2 - 1e-9)],
    "my-ramp": [
        lambda x: 10 * max(x - 2, 0) - 10 * max(x - 2.1, 0),
        lambda x: (relu(x - 2) - relu(x - 2.1)) / 0.1,
        lambda x: max(10 * x - 20, 0) - max(10 * x - 21, 0),
        lambda x: rectified_linear(10, -20, x) - rectified_linear(10, -21, x),
        lambda x: 10 * np.maximum(0, x - 2) - 10 * np.maximum(0, x - 2.1),
        lambda x: 10 * relu(np.float32(x) - 2) - 10 * relu(np.float32(x) - np.float32(2.1)),
        lambda x: 1 - relu(21 - 10 * x) + relu(20 - 10 * x),
        lambda x: sum(weight * max(x - kink, 0) for weight, kink in [(10, 2), (-10, 2.1)]),
        lambda x: float(np.maximum([x - 2, x - 2.1], 0) @ [10, -10]),
        lambda x: ReLUSum([10, 10], [-20, -21], [1, -1])(x),
        lambda x: ramp(x - 1.05, 0.1),
        with_own_relu,
        with_own_clip,
    ],
    "my-omega": [by_windows, by_pairs, in_numpy, recursive, by_shifts],
    "pieces-needed": [
        lambda a, b, steepest, epsilon: math.ceil((b - a) * steepest / epsilon - 1e-12),
        lambda a, b, steepest, epsilon: int(np.ceil(round((b - a) * steepest / epsilon, 9))),
        lambda a, b, steepest, epsilon: -int((a - b) * steepest / epsilon // 1),
        pieces_by_trying,
        lambda a, b, steepest, epsilon: float(math.ceil(round((b - a) / (epsilon / steepest), 8))),
    ],
    "four-pieces": [
        [-1, -1 / 9, 0, 1 / 9, 1],
        (-1, -0.15, 0, 0.1, 1),
        np.array([-1, -0.09, 0, 0.13, 1]),
        [-1.0, -0.12, 0.0, 0.12, 1.0],
        np.sign(np.linspace(-1, 1, 5)) * np.linspace(-1, 1, 5) ** 4 + [0, -0.05, 0, 0.05, 0],
    ],
}
