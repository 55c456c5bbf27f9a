"""Answers to the exercises of chapters/rectified-linear.md."""

import math
from fractions import Fraction

import numpy as np

from relu_lib import ReLUSum, rectified_linear, relu


def cut_off(x):
    return max(int(x), 0)


def as_text(x):
    return str(max(x, 0))


def forgets_return(x):
    max(x, 0)


def clips_above(x):
    return min(x, 0)


def recursive(x):
    return recursive(x)


def with_if(x):
    if x > 0:
        return x
    return 0


def kink(m, b):
    return -b / m


def my_relu(x):
    return max(x, 0)


def own_units(x):
    return my_relu(x) + my_relu(-x)


def with_own_if(x):
    return x if x > 0 else -x


def relu_with_if(x):
    if x > 0:
        return x
    return 0


def relu_by_truth(x):
    return x and x * (x > 0)


def size(x):
    return relu_with_if(x) or -x


def size_by_helper(x):
    return size(x)


def cut(x):
    if x < 0:
        return 0
    return 1 if x > 1 else x


def cut_by_helper(x):
    return cut(x)


def ramp_with_if(x):
    return relu(x) if x < 1 else 1


def twice(x):
    return 2 * relu(x) - x


WRONG = {
    "relu-by-hand": [
        ([3, 0, 2, 0.5], "sizes"),
        ([-3, 0, 2, -0.5], "Nothing is clipped yet"),
        ([-3, 0, 0, -0.5], "keeps the negative"),
        ([0, 0, 1, 0], "2 stays 2"),
        ([0, 0, 2, 0.5], "−0.5 is negative"),
        ([2], "stay in the list"),
        (2, "four answers"),
        (["0", "0", "2", "0"], "a list of 4 numbers without quotes"),
        ([0, 0, 2], "shape (3,); it should have shape (4,)"),
    ],
    "my-relu": [
        (abs, "(-2.0) is 2.0; it should be 0.0"),
        (cut_off, "cut_off(2.5) is 2; it should be 2.5"),
        (as_text, "is the text '2.0'"),
        (forgets_return, "Is a `return` missing?"),
        (clips_above, "it should be 2.0"),
        (lambda x: 0, "it should be 2.0"),
        (recursive, "raised RecursionError"),
        (my_relu(3), "Hand in the function itself"),
        (lambda: 0, "takes no argument, and is given 1 argument"),
        (lambda x: x > 0, "it should be 2.0"),
        (lambda x: [max(x, 0)], "has shape (1,); it should be a single number"),
    ],
    "find-the-kink": [
        (kink, "raised ZeroDivisionError: division by zero in the line `return -b / m`"),
        (lambda m, b: m and b / m, "it should be"),
        (lambda m, b: -b / m if m and b else None, "it should be 0.0"),
        (lambda m, b: -m / b if b else None, "it should be 3.0"),
        (lambda m, b: -b / m if m else 0, "it should be None"),
        (lambda m, b: -b / m if m > 0 else None, "gives None; it should be 0.5"),
        (lambda m: m, "takes (m), and is given 2"),
        (lambda m, b: str(-b / m), "is the text"),
        (lambda m, b: -b // m if m else None, "it should be -1.5"),
    ],
    "alive-on-the-left": [
        ((-1, 2), "not −3"),
        ((-3, -6), "not b/m"),
        ((3, -6), "right side is alive"),
        ((0, 6), "no kink at all"),
        ((-3, 2), "not at 2"),
        ((6, -3), "not at 2"),
        ((-3, 6, 0), "hand in two numbers"),
        (-3, "flat list of numbers"),
        (("-3", "6"), "must be numbers"),
        ((-3, float("nan")), "finite"),
    ],
    "absolute-value": [
        (lambda x: x, "(-2.0) is -2.0; it should be 2.0"),
        (relu, "it should be 2.0"),
        (abs, "does not come from `relu`"),
        (lambda x: abs(x), "does not come from `relu`"),
        (with_own_if, "an `if` of its own"),
        (lambda x: (x**2) ** 0.5, "does not come from `relu`"),
        (lambda x: max(x, -x), "the larger of two"),
        (np.abs, "does not come from `relu`"),
        (lambda x: relu(x) - relu(-x), "it should be 2.0"),
        (lambda x: math.sqrt(x * x), "does not come from `relu`"),
        (lambda x: relu(-x), "it should be 3.0"),
        (size_by_helper, "an `if` of its own"),
        (lambda x: x if relu(x) else -x, "an `if` of its own"),
    ],
    "clamp": [
        (lambda x: max(x, 0), "it should be 1.0"),
        (lambda x: min(x, 1), "it should be 0.0"),
        (lambda x: 2 * relu(x - 0.25) - 2 * relu(x - 0.75), "(0.25) is 0.0; it should be 0.25"),
        (lambda x: relu(x) + relu(x - 1), "it should be 1.0"),
        (lambda x: relu(x) - 1, "it should be 0.5"),
        (lambda x: relu(x) - relu(x + 1), "it should be 0.5"),
        (lambda x: round(relu(x)), "it should be 0.5"),
        (lambda x: relu(x - 1) - relu(x), "it should be 0.5"),
        (lambda x: relu(min(x, 1) + 0.001), "it should be 0.5"),
        (lambda x: min(max(x, 0), 1), "Same answer in all 19 calls tried. But `min` cuts off"),
        (lambda x: np.minimum(relu(x), 1), "But `min` cuts off"),
        (lambda x: np.clip(x, 0, 1), "But a ready-made cut"),
        (lambda x: sorted([0, x, 1])[1], "But a ready-made cut"),
        (ramp_with_if, "But it has an `if` of its own"),
        (cut, "But it has an `if` of its own"),
        (cut_by_helper, "But it has an `if` of its own"),
        (lambda x: x * (0 < x) * (x < 1) + (x >= 1), "But it has an `if` of its own"),
        (lambda x: (abs(x) - abs(x - 1) + 1) / 2, "But it does not come from `relu`"),
        (np.vectorize(cut), "But it does not show what it is made of"),
    ],
}

RIGHT = {
    "relu-by-hand": [
        [0, 0, 2, 0],
        (0.0, 0.0, 2.0, 0.0),
        np.array([0, 0, 2, 0], np.float32),
        relu([-3, 0, 2, -0.5]),
        [-0.0, 0, Fraction(2), 0],
    ],
    "my-relu": [
        lambda x: max(x, 0),
        with_if,
        relu,
        lambda x: (x + abs(x)) / 2,
        lambda x: np.float32(max(x, 0)),
        lambda x: x * (x > 0),
        lambda number: sorted([0, number])[1],
    ],
    "find-the-kink": [
        lambda m, b: None if m == 0 else -b / m,
        lambda m, b: -b / m if m else None,
        lambda slope, bias: None if not slope else 0 - bias / slope,
        lambda m, b: float(Fraction(-b) / Fraction(m)) if m else None,
        lambda m, b: np.float32(-b) / np.float32(m) if m else None,
    ],
    "alive-on-the-left": [(-3, 6), [-3.0, 6.0], np.array([-3, 6], np.float32), {"m": -3, "b": 6}, (Fraction(-3), 6)],
    "absolute-value": [
        lambda x: relu(x) + relu(-x),
        own_units,
        lambda x: relu_with_if(x) + relu_with_if(-x),
        lambda x: rectified_linear(1, 0, x) + rectified_linear(-1, 0, x),
        lambda x: max(x, 0) + max(-x, 0),
        lambda x: np.maximum(x, 0) + np.maximum(0, -x),
        lambda x: relu(np.float32(x)) + relu(np.float32(-x)),
        lambda x: relu(x) - (x - relu(x)),
        twice,
    ],
    "clamp": [
        lambda x: relu(x) - relu(x - 1),
        lambda x: max(x, 0) - max(x - 1, 0),
        lambda x: 1 - relu(1 - relu(x)),
        lambda x: relu_with_if(x) - relu_with_if(x - 1),
        lambda x: relu_by_truth(x) - relu_by_truth(x - 1),
        lambda x: relu(np.float32(x)) - relu(np.float32(x) - 1),
        lambda x: rectified_linear(1, 0, x) - rectified_linear(1, -1, x),
        lambda x: ReLUSum([1, 1], [0, -1], [1, -1])(x),
        lambda x: relu(2 * x) / 2 - relu(3 * x - 3) / 3,
    ],
}
