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
    """Inputs, weights and biases, as arrays: by hand, then by chance."""
    by_hand = [([[2]], [[3]], [1]), ([[1, 2], [3, 4]], [[1], [1]], [10]), ([[1, 2]], [[1, 2], [3, 4]], [5, 6])]
    some = [(4, 2, 3), (1, 3, 2), (5, 1, 1)]
    by_chance = [(rng.normal(size=(n, m)), rng.normal(size=(m, p)), rng.normal(size=p)) for n, m, p in some]
    return [tuple(map(np.array, each)) for each in by_hand] + by_chance


_READY_MADE = {
    "matmul", "matmul_loops", "matmul_dots", "matmul_broadcast", "matmul_einsum", "apply_map", "einsum", "tensordot",
    "multi_dot", "matvec", "vecmat", "matrix", "asmatrix",
}  # fmt: skip
_OF_TWO_LISTS = {"dot", "inner", "vdot", "vecdot"}  # NumPy's take whole matrices, too
_NUMPY = {"np", "numpy", "array", "asarray"}
_WITHOUT_LOOPS = {"map", "starmap", "product", "ndindex", "divmod", "vectorize", "apply_along_axis", "fromfunction"}


def _row_by_column(what):
    """A ready-made product of matrices is none of one's own; NumPy's `dot` is one unless two loops go over it."""
    multiplies = "*" in what.operators or what.names & {*_OF_TWO_LISTS, "mul", "multiply", "prod", "sumprod"}
    if "@" in what.operators:
        return "`@` does all of it. Take each row with each column, and their `dot`."
    if what.names & _READY_MADE or not multiplies:
        return "a ready-made product does all of it. Take each row with each column, and their `dot`."
    if not what.names & _OF_TWO_LISTS or what.names & _WITHOUT_LOOPS:
        return ""
    if what.loops < (2 if what.names & _NUMPY else 1):
        return "NumPy does all of it: its `dot` is given a whole matrix. Give it one row and one column at a time."
    return ""


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
    "my-matmul": function_check(matmul, _products, manner=_row_by_column),
    "bias-as-weight": function_check(lambda X, W, b: X @ W + b, _layers, manner=_without_plus),
    "stretch-then-turn": property_check(_judge_map),
    "cost-of-a-network": value_check(592_000, [
        (1184, "That is for one example. There are 500 of them."),
        (512_000, "That is the first product alone. The second takes 500·16·10 more."),
        (80_000, "That is the second product alone. The first takes 500·64·16 more."),
        ([512_000, 80_000], "Those are the two products. Now add them up."),
        (5_120_000, "That multiplies all the sizes. They are two products: count each, then add."),
        (10_240, "That multiplies all the sizes, for one example. They are two products: count each, then add."),
        (320_000, "That goes from 64 to 10 in one product. There are two, with 16 numbers between them."),
        (590, "Those are the sizes, added up. A product (n, m) times (m, p) takes n·m·p."),
        (90, "Those are the sizes, added up. A product (n, m) times (m, p) takes n·m·p."),
        (45_000, "That adds the sizes 64, 16 and 10. A product (n, m) times (m, p) takes n·m·p."),
        (53_000, "That adds the two sizes of each matrix. A product (n, m) times (m, p) takes n·m·p."),
        (13_000, "That is how many numbers come out of the two products. Each takes 64, or 16, multiplications."),
        (5_000, "That is how many numbers come out at the end. What does each of them take?"),
        (1_184_000, "That counts the additions, too. Only multiplications are asked for."),
        (605_000, "That counts the biases, too. They are added, not multiplied."),
    ]),
}  # fmt: skip
