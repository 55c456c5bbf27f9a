"""Answers to the exercises of chapters/sums-of-relus.md."""

import math
from statistics import fmean

import numpy as np

from relu_lib import BEST_KNOBS, OPENING_KNOBS, ReLUSum, fit, mean_absolute_error, mean_squared_error, target

SINE = target("sine")


def not_averaged(data, prediction):
    return sum((p - d) ** 2 for d, p in zip(data, prediction))


def not_squared(data, prediction):
    return sum(p - d for d, p in zip(data, prediction)) / len(data)


def always_two(data, prediction):
    return sum((p - d) ** 2 for d, p in zip(data, prediction)) / 2


def one_too_few(data, prediction):
    return sum((p - d) ** 2 for d, p in zip(data, prediction)) / max(len(data) - 1, 1)


def through(*points):
    return ReLUSum.from_points(*zip(*points))


TENT = ReLUSum([2] * 3, [2, 0, -2], [0.5, -1, 0.5])
BUMP_OUTSIDE = ReLUSum([2] * 6, [2, 0, -2, -8, -10, -12], [0.5, -1, 0.5, 0.5, -1, 0.5])

WRONG = {
    "three-by-hand": [
        (2, "third unit alone"),
        (3, "second unit alone"),
        (8, "clipped, it adds 0"),
        (2.5, "the sum at x = 0"),
        ([0, 3, 2], "add them up"),
        ("5", "text '5'"),
        (1, "slope times x plus bias"),
        (3.5, "One bias is missing"),
        (-3, "not yet clipped"),
        ([5], "single number"),
    ],
    "my-loss": [
        (not_averaged, "is 4.0; it should be 2.0"),
        (not_squared, "it should be 2.0"),
        (always_two, "it should be"),
        (one_too_few, "it should be"),
        (mean_absolute_error, "is 1.0; it should be 2.0"),
        (
            lambda data, prediction: [(p - d) ** 2 for d, p in zip(data, prediction)],
            "has shape (2,); it should be a single",
        ),
        (lambda data, prediction: (prediction - data) ** 2, "raised TypeError"),
        (lambda data, prediction: max((p - d) ** 2 for d, p in zip(data, prediction)), "it should be 2.0"),
        (lambda data, prediction: math.sqrt(mean_squared_error(data, prediction)), "it should be 2.0"),
    ],
    "beat-the-opening": [
        (OPENING_KNOBS, "a loss of 13.03; get below 5."),
        ([0] * 6, "get below 5."),
        ((-9, -9, 1.5, 1.5, 1, 1), "a loss of 5.08; get below 5."),
        (
            (-9, -9, 5, -2, 0, 1),
            "a loss of 3.61. Those are the knobs that the section “How low can it go?” prints: find",
        ),
        ((0, 1, 5, -2, -9, -9), "prints: find your own. Any others below 5 will do."),
        ([-9, -9, 5, -2, 0.01, 0.99], "prints: find your own"),
        (BEST_KNOBS, "the book's best, BEST_KNOBS: find your own. Any others below 5 will do."),
        ((-9, -9, 5, -2, 0), "six knobs"),
        (((-9, -9), (5, -2), (0, 1)), "flat list"),
        ((-9, -9, 5, -2, 0, math.nan), "finite"),
        (5, "flat list"),
        ((-9, 5, 0, -9, -2, 1), "get below 5."),
        ("-9, -9, 5, -2, 0, 1", "numbers"),
    ],
    "beat-the-truth": [
        (OPENING_KNOBS, "get below 3.49"),
        ((-9, -9, 5, -2, 0, 1), "get below 3.49"),
        (BEST_KNOBS, "a loss of 1.34. Those are the book's best, BEST_KNOBS: find your own. Any others below 3.49"),
        (np.float32(BEST_KNOBS), "find your own"),
        ([round(knob, 2) for knob in BEST_KNOBS], "find your own"),
        ([BEST_KNOBS[i] for i in (4, 5, 2, 3, 0, 1)], "find your own"),
        ((), "six knobs"),
        ([*BEST_KNOBS, 0], "six knobs"),
        (BEST_KNOBS[::-1], "get below 3.49"),
        ([None] * 6, "missing"),
        ([10**400] * 6, "finite"),
    ],
    "tent": [
        (ReLUSum([2, 2, 2], [2, 0, -2], [1, -2, 1]), "At x = 0 your sum is 2; the tent is 1 there"),
        (ReLUSum([1, 1, 1], [1, 0, -1], [1, -2, 1]), "not all their slopes are 2"),
        (ReLUSum([2, 2, 2], [1, 0, -1], [0.5, -1, 0.5]), "At x = 0"),
        (BUMP_OUTSIDE, "At x = 5 your sum is 1"),
        (ReLUSum([2, 2], [2, 0], [0.5, -1]), "your sum is -1"),
        (ReLUSum([2, 2, 2], [2, 0, -2], [0.5, -1, 0.5], 1), "At x = 0"),
        (lambda x: max(1 - abs(x), 0), "hand in a ReLUSum"),
        (ReLUSum([], [], []), "At x = 0 your sum is 0"),
        (ReLUSum([2] * 5, [2, 0, -2, 100, 98], [0.5, -1, 0.5, 1e-3, -1e-3]), "your sum is"),
        ([0.5, -1, 0.5], "ReLUSum"),
    ],
    "signed-sine": [
        (ReLUSum([], [], []), "is 1.000; get below 0.25"),
        (through((-4, 0), (4, 0)), "get below 0.25"),
        (ReLUSum.from_points(*SINE.samples(4)), "get below 0.25"),
        (np.sin, "hand in a ReLUSum"),
        (ReLUSum.from_points(*(v + 0.5 for v in SINE.samples(9))), "get below 0.25"),
        (fit(*SINE.samples(), 2), "get below 0.25"),
        (SINE.samples(9), "hand in a ReLUSum"),
    ],
}

RIGHT = {
    "three-by-hand": [5, 5.0, np.float32(5), np.array(5), 0 + 3 + 2],
    "my-loss": [
        lambda y, p: sum((a - b) ** 2 for a, b in zip(y, p)) / len(y),
        mean_squared_error,
        lambda y, p: np.mean(np.square(np.subtract(y, p))),
        lambda y, p: fmean((a - b) ** 2 for a, b in zip(y, p)),
        lambda y, p: np.var(np.subtract(y, p)) + np.mean(np.subtract(y, p)) ** 2,
        lambda y, p: np.float32(mean_squared_error(y, p)),
    ],
    "beat-the-opening": [
        (-8, -8, 4, -2, 1, 1),
        [-9, -9, 3, 1.5, 1, 1],
        (-9, -9, 5, -2, 0, 1.1),
        np.float32([1, 1, -8, -8, 4, -2]),
        np.array([-6.5, -6, 3, 1, 1, 1]),
        [round(knob, 1) for knob in BEST_KNOBS],
    ],
    "beat-the-truth": [
        (1, 1.4, 7, -5, -12, -13),
        [-9, -9, 5, -2, 1, 1],
        np.float32([-10, -11, 7, -5, 1, 1.5]),
        [round(knob, 1) for knob in BEST_KNOBS],
        np.multiply(BEST_KNOBS, 1.05),
    ],
    "tent": [
        TENT,
        ReLUSum([2] * 3, [-2, 0, 2], [0.5, -1, 0.5]),
        ReLUSum([2.0] * 4, [2, 0, -2, 5], [0.5, -1, 0.5, 0]),
        ReLUSum([2] * 4, [2, 0, 0, -2], [0.5, -0.25, -0.75, 0.5]),
        ReLUSum(*np.float32([[2] * 3, [2, 0, -2], [0.5, -1, 0.5]])),
    ],
    "signed-sine": [
        ReLUSum.from_points(*SINE.samples(7)),
        ReLUSum.from_points(*SINE.samples(9)),
        fit(*SINE.samples(), 4),
        fit(*SINE.samples(), 3, norm="max"),
        ReLUSum.from_points(np.linspace(-4, 4, 20), np.sin(np.linspace(-4, 4, 20))),
    ],
}
