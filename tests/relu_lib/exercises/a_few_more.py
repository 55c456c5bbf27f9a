"""Answers to the exercises of chapters/a-few-more.md."""

import math

import numpy as np

from relu_lib import ReLUSum, earth_temperature, fit, interpolate, relu


def slopes_only(x, y):
    return [(y[i + 1] - y[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)]


def changes_only(x, y):
    slopes = slopes_only(x, y)
    return [after - before for before, after in zip(slopes, slopes[1:])]


def heights_only(x, y):
    return [y[1] - y[0], *np.diff(np.diff(y))]


def upside_down(x, y):
    return [weight if i == 0 else -weight for i, weight in enumerate(in_numpy(x, y))]


def in_numpy(x, y):
    return np.diff(np.diff(y) / np.diff(x), prepend=0)


def by_loop(x, y):
    weights, before = [], 0.0
    for i in range(len(x) - 1):
        slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i])
        weights.append(slope - before)
        before = slope
    return weights


def from_the_library(x, y):
    s = interpolate((x, y), knots=x)
    return [float(s.piece_slopes[0]), *s.slope_changes] if len(x) > 2 else [(y[1] - y[0]) / (x[1] - x[0])]


def solved(x, y):
    """As a system of equations: what each unit is at each point but the first."""
    units = np.maximum(np.subtract.outer(x[1:], x[:-1]), 0)
    return np.linalg.solve(units, np.subtract(y[1:], y[0]))


def three_units(left, peak, right, x):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)


def two_units(left, peak, right, x):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak)


def even_sided(left, peak, right, x):
    up = 1 / (peak - left)
    return up * (relu(x - left) - 2 * relu(x - peak) + relu(x - right))


def never_down(left, peak, right, x):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - down * relu(x - peak)


def as_wide(left, peak, right, x):
    return relu(x - left) - 2 * relu(x - peak) + relu(x - right)


def upward(left, peak, right, x):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) - down * relu(x - right)


def graded(power):
    t = np.linspace(-1, 1, 11)
    return np.sign(t) * np.abs(t) ** power


SLOPES = fit(*earth_temperature(), 4).piece_slopes
RISE = 10 * SLOPES[-1]

WRONG = {
    "read-the-changes": [
        ([-1, 2, 0], "slopes of the three pieces"),
        ([-1, 3, -2], "first is the slope of the first piece"),
        ([-3, 2], "not the other way round"),
        ([3, 2], "the slope falls"),
        ([-1, 4], "height by width"),
        ([5, -4], "over a width of 2"),
        ([1, -2], "from −1 to 2"),
        (3, "is a single number"),
        ("3, -2", "without quotes"),
        ([3, -2, 0], "has shape (3,)"),
    ],
    "my-weights": [
        (slopes_only, "slopes_only([0.0, 1.0, 2.0], [0.0, 1.0, 0.0])[1] is -1.0; it should be -2.0"),
        (changes_only, "has shape (1,); it should have shape (2,)"),
        (heights_only, "it should be"),
        (upside_down, "it should be"),
        (lambda x, y: y, "has shape"),
        (lambda x, y: in_numpy(x, y)[0], "is a single number"),
        (lambda points: points, "could not be called"),
        (lambda x, y: ReLUSum.from_points(x, y), "not a number or a table"),
        (lambda x, y: np.diff(y), "it should be"),
    ],
    "my-bump": [
        (two_units, "it should be 0"),
        (even_sided, "it should be"),
        (never_down, "it should be"),
        (as_wide, "it should be"),
        (upward, "it should be"),
        (lambda left, peak, right, x: max(1 - abs(x - peak), 0), "it should be"),
        (lambda left, peak, right: 0, "could not be called"),
        (lambda left, peak, right, x: None, "Is a `return` missing?"),
    ],
    "how-many-pieces": [
        (70, "round up"),
        (70.25, "whole"),
        (199, "divides by 8"),
        (36, "2π long"),
        (4935, "square root"),
        (72, "which is the smallest"),
        (0.0894, "how wide a piece"),
        ("71", "without quotes"),
    ],
    "warming": [
        (SLOPES[-1], "in a year"),
        (100 * SLOPES[-1], "in a century"),
        (-RISE, "sign is plus"),
        (10 * SLOPES[0], "first piece"),
        (10 * SLOPES[1], "second piece"),
        (10 * SLOPES[2], "third piece"),
        (RISE - 10 * SLOPES[2], "slope changes at the last kink"),
        (1.17, "piece_slopes"),
        (math.nan, "finite number"),
        (SLOPES, "finite number"),
    ],
    "place-your-own": [
        (np.linspace(-1, 1, 11), "get below 0.03"),
        (np.linspace(-1, 1, 10), "you gave 10"),
        (graded(4)[1:-1], "you gave 9"),
        (graded(4)[::-1], "Knots must increase, but 1 is followed by"),
        (2 * graded(4), "yours are -2 and 2"),
        (np.linspace(-1, 1, 12)[:11] + 0.001, "yours are"),
        (np.sort([*np.linspace(-1, 1, 10), 0.001]), "put a knot there"),
        (graded(1.5), "get below 0.03"),
        (7, "flat list"),
        ([-1, 0, None, 1], "missing"),
        (graded(9), "get below 0.03"),
    ],
}

RIGHT = {
    "read-the-changes": [[3, -2], (3, -2), np.array([3.0, -2.0]), [2 - -1, 0 - 2], np.float32([3, -2])],
    "my-weights": [in_numpy, by_loop, from_the_library, solved, lambda x, y: list(in_numpy(x, y))],
    "my-bump": [
        three_units,
        lambda left, peak, right, x: max(min((x - left) / (peak - left), (right - x) / (right - peak)), 0),
        lambda left, peak, right, x: np.interp(x, [left, peak, right], [0, 1, 0]),
        lambda left, peak, right, x: np.array(three_units(left, peak, right, x)),
        lambda a, b, c, x: interpolate(([a - 9, a, b, c, c + 9], [0, 0, 1, 0, 0]), knots=[a - 9, a, b, c, c + 9])(x),
    ],
    "how-many-pieces": [71, 71.0, np.int64(71), math.ceil(2 * np.pi / np.sqrt(0.008)), np.array(71)],
    "warming": [RISE, 0.195, 0.2, np.float32(RISE), np.array(RISE)],
    "place-your-own": [
        graded(4),
        graded(3),
        graded(5).tolist(),
        tuple(graded(4).round(4)),
        np.float32(graded(4)).tolist(),
        sorted([0, *(s * v for s in (-1, 1) for v in (0.0015, 0.025, 0.13, 0.41, 1))]),
    ],
}
