"""The exercises of chapters/matrix-multiplication.md: label → check."""

import numpy as np

from ..checks import first_difference, function_check, property_check, shown, value_check
from ..linear import matmul, rotation
from ..own_numbers import PersonalCheck, written

_SMALL, _WIDE = [[1, 2], [3, 4]], [[1, 0, 2], [0, 1, -1]]
_WIDE_THEN_TURN, _IN_WORDS = rotation(90) @ np.diag([2, 1]), "first twice as wide, then turned"


def _products(rng):
    """Matrices to multiply: by hand first, then of other shapes, with numbers of both signs and between."""
    shapes = [(2, 3, 4), (3, 1, 2), (1, 4, 1), (4, 2, 3)]
    some = [(rng.integers(-9, 10, (n, m)).tolist(), rng.integers(-9, 10, (m, p)).tolist()) for n, m, p in shapes]
    between = rng.normal(size=(3, 2)).round(2).tolist(), rng.normal(size=(2, 3)).round(2).tolist()
    return [(_SMALL, [[1, 0], [0, 1]]), (_SMALL, [[5, 6], [7, 8]]), (_SMALL, _WIDE), *some, between]


def _layers(rng):
    """Inputs, weights and biases, as lists of rows and as arrays."""
    lists = [([[2]], [[3]], [1]), ([[1, 2], [3, 4]], [[1], [1]], [10]), ([[1, 2]], [[1, 2], [3, 4]], [5, 6])]
    sizes = [(4, 2, 3), (1, 3, 2), (5, 1, 1)]
    return lists + [(rng.normal(size=(n, m)), rng.normal(size=(m, p)), rng.normal(size=p)) for n, m, p in sizes]


def _without_plus(what):
    if "+" in what.operators or "add" in what.names:
        return "there is still a plus in it. Let the matrix product do the adding: give each input a 1."
    if "-" in what.operators:
        return "a minus is a plus that hides its sign. Let the matrix product do the adding: give each input a 1."
    return ""


_OTHER_MAPS = [
    ([[0, -2], [1, 0]], "That is twice as tall, then turned; or turned first, then twice as wide. The matrix that "
     "acts first stands on the right, next to the point."),
    ([[0, 1], [-2, 0]], "Its turn goes clockwise: anticlockwise, (1, 0) goes to (0, 1)."),
    ([[0, 2], [-1, 0]], "Its rows are what its columns should be: a point's image (1, 0) → … is a column."),
    ([[0, -1], [1, 0]], "That turns, but nothing is twice as wide."),
    ([[2, 0], [0, 1]], "That is twice as wide, but not yet turned."),
    ([[0, -2], [2, 0]], "That doubles the height, too: only the width should grow."),
    ([[-2, 0], [0, -1]], "That is turned by 180°."),
]  # fmt: skip


def _judge_map(M):
    difference = first_difference("Your matrix", M, _WIDE_THEN_TURN)
    if not difference:
        return True, f"(1, 0) goes to (0, 2), and (0, 1) to (−1, 0): {_IN_WORDS}."
    for wrong, hint in _OTHER_MAPS:
        if not first_difference("", M, wrong):
            return False, hint
    if np.shape(M) != (2, 2):
        return False, difference
    first, second = (", ".join(map(shown, column)) for column in np.asarray(M, float).T)
    return False, f"Your matrix sends (1, 0) to ({first}), and (0, 1) to ({second}). Where do they go, {_IN_WORDS}?"


def _dot_check(a, b, c, d, e, f):
    """The check of (a, b, c) · (d, e, f), where b alone is below 0."""
    products, sums = [a * d, b * e, c * f], [a + d, b + e, c + f]
    first, middle, last = products
    factors = [f"{written(x)}·{written(y)}" for x, y in ((a, d), (b, e), (c, f))]
    return value_check(sum(products), [
        (first - middle + last, f"One product lost its sign: {factors[1]} is {written(middle)}."),
        (products, "Those are the three products. Now add them up."),
        (sums, "Those are the sums. Multiply the numbers that belong together, then add up."),
        (sum(sums), "Those are all six numbers added up. Multiply the numbers that belong together, then add up."),
        (first * middle * last, "Those are the three products, multiplied. Add them up."),
        (first + middle - last, f"One product lost its sign: {factors[2]} is {written(last)}."),
        (first + middle, f"One product is missing: the last, {factors[2]}."),
        (first + last, f"One product is missing: the middle one, {factors[1]}."),
        (middle + last, f"One product is missing: the first, {factors[0]}."),
    ])  # fmt: skip


CHECKS = {
    "dot-by-hand": PersonalCheck(
        _dot_check,
        "Work out the dot product of ({}, {}, {}) and ({}, {}, {}) in your head.",
        (2, -1, 3, 4, 5, 1),
        (range(2, 6), range(-4, 0), range(2, 6), range(3, 8), range(2, 8), range(1, 6)),
    ),
    "product-shape": value_check([4, 5], [
        ([3, 3], "Those are the inner sizes, which must match and then vanish."),
        ([5, 4], "The rows of A come first."),
        ([4, 3], "That is A's own shape: each row of the answer has one number per column of B."),
        ([3, 5], "That is B's own shape: the answer has one row per row of A."),
        ([4, 3, 5], "The inner size, 3, vanishes."),
        ([4, 3, 3, 5], "The inner sizes, 3 and 3, vanish."),
        (20, "That is how many numbers the answer holds; its shape is two numbers, rows and columns."),
    ]),
    "my-matmul": function_check(matmul, _products),
    "bias-as-weight": function_check(
        lambda X, W, b: np.asarray(X) @ np.asarray(W) + np.asarray(b), _layers, manner=_without_plus
    ),
    "stretch-then-turn": property_check(_judge_map),
}  # fmt: skip
