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


def four_units(a, b, c, d, x):
    up, down = 1 / (b - a), 1 / (d - c)
    return up * (relu(x - a) - relu(x - b)) - down * (relu(x - c) - relu(x - d))


def of_bumps(a, b, c, d, x):
    """Two of the chapter's bumps: from b to c one fades as the other grows."""
    return np.interp(x, [a, b, c], [0, 1, 0]) + np.interp(x, [b, c, d], [0, 1, 0])


def by_cases(a, b, c, d, x):
    if x <= a or x >= d:
        return 0
    if x < b:
        return (x - a) / (b - a)
    return 1 if x <= c else (d - x) / (d - c)


def never_down(a, b, c, d, x):
    return (relu(x - a) - relu(x - b)) / (b - a)


def never_flat(a, b, c, d, x):
    up, down = 1 / (b - a), 1 / (d - c)
    return up * relu(x - a) - (up + down) * relu(x - b) + down * relu(x - d)


def even_sided(a, b, c, d, x):
    return (relu(x - a) - relu(x - b) - relu(x - c) + relu(x - d)) / (b - a)


def too_few(a, b, c, d, x):
    up, down = 1 / (b - a), 1 / (d - c)
    return up * (relu(x - a) - relu(x - b)) - down * relu(x - c)


def as_steep_as_one(a, b, c, d, x):
    return relu(x - a) - relu(x - b) - relu(x - c) + relu(x - d)


def upward(a, b, c, d, x):
    up, down = 1 / (b - a), 1 / (d - c)
    return up * (relu(x - a) - relu(x - b)) + down * (relu(x - c) - relu(x - d))


def with_a_peak(left, peak, right, x):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)


def graded(power):
    t = np.linspace(-1, 1, 11)
    return np.sign(t) * np.abs(t) ** power


CHANGES = np.diff(fit(*earth_temperature(), 4).piece_slopes)
CHANGE = 10 * CHANGES[-1]

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
        (never_down, "never_down(-2.0, -1.0, 1.0, 2.0, 1.5) is 1.0; it should be 0.5"),
        (never_flat, "never_flat(-2.0, -1.0, 1.0, 2.0, 0.0) is 0.0; it should be 1.0"),
        (even_sided, "even_sided(0.0, 2.0, 3.0, 7.0, 4.0) is 0.5; it should be 0.75"),
        (too_few, "too_few(-2.0, -1.0, 1.0, 2.0, 4.0) is -2.0; it should be 0.0"),
        (as_steep_as_one, "(0.0, 2.0, 3.0, 7.0, 1.0) is 1.0; it should be 0.5"),
        (upward, "it should be 0.5"),
        (with_a_peak, "takes (left, peak, right, x), and is given 5 arguments"),
        (lambda a, b, c, d, x: float(b <= x <= c), "it should be 0.5"),
        (lambda a, b, c, d: 0, "could not be called"),
        (lambda a, b, c, d, x: None, "Is a `return` missing?"),
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
        (0.195, "slope after the last kink"),
        (-0.017, "slope before the last kink"),
        (0.195 - 0.017, "lost a sign"),
        (CHANGE / 10, "°C a year"),
        (10 * CHANGE, "°C a century"),
        (-CHANGE, "sign is plus"),
        (10 * CHANGES[0], "first change, at 1911"),
        (10 * CHANGES[1], "second change, at 1942"),
        (0.195 - 0.124, "leaves out the third piece"),
        (0.195 + 0.068, "from the first piece to the last"),
        (0.2, "slope after the last kink"),
        (1.17, "piece_slopes"),
        (math.nan, "finite number"),
        (CHANGES, "finite number"),
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
        four_units,
        by_cases,
        of_bumps,
        lambda a, b, c, d, x: max(min((x - a) / (b - a), 1, (d - x) / (d - c)), 0),
        lambda a, b, c, d, x: np.interp(x, [a, b, c, d], [0, 1, 1, 0]),
        lambda a, b, c, d, x: np.array(four_units(a, b, c, d, x)),
        lambda a, b, c, d, x: relu(1 - relu(b - x) / (b - a) - relu(x - c) / (d - c)),
        lambda a, b, c, d, x: ReLUSum.from_points([a - 9, a, b, c, d, d + 9], [0, 0, 1, 1, 0, 0])(x),
    ],
    "how-many-pieces": [71, 71.0, np.int64(71), math.ceil(2 * np.pi / np.sqrt(0.008)), np.array(71)],
    "warming": [CHANGE, 0.212, 0.21, np.float32(CHANGE), np.array(CHANGE), 0.195 - -0.017],
    "place-your-own": [
        graded(4),
        graded(3),
        graded(5).tolist(),
        tuple(graded(4).round(4)),
        np.float32(graded(4)).tolist(),
        sorted([0, *(s * v for s in (-1, 1) for v in (0.0015, 0.025, 0.13, 0.41, 1))]),
    ],
}
