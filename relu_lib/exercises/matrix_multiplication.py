"""The exercises of chapters/matrix-multiplication.md: label → check."""

import numpy as np

from ..checks import function_check, value_check
from ..linear import matmul

_SMALL, _WIDE = [[1, 2], [3, 4]], [[1, 0, 2], [0, 1, -1]]

CHECKS = {
    "dot-by-hand": value_check(6, [
        (16, "One product lost its sign: −1·5 is −5."),
        ([8, -5, 3], "Those are the three products. Now add them up."),
    ]),
    "product-shape": value_check([4, 5], [
        ([3, 3], "Those are the inner sizes, which must match and then vanish."),
        ([5, 4], "The rows of A come first."),
        ([4, 3], "That is A's own shape: each row of the answer has one number per column of B."),
    ]),
    "my-matmul": function_check(matmul, [(_SMALL, [[1, 0], [0, 1]]), (_SMALL, [[5, 6], [7, 8]]), (_SMALL, _WIDE)]),
    "bias-as-weight": function_check(
        lambda X, W, b: np.asarray(X) @ np.asarray(W) + np.asarray(b),
        [([[2]], [[3]], [1]), ([[1, 2], [3, 4]], [[1], [1]], [10]), ([[1, 2]], [[1, 2], [3, 4]], [5, 6])],
    ),
    "stretch-then-turn": value_check([[0, -1], [2, 0]], [
        ([[0, -2], [1, 0]], "That turns first and stretches second: the matrix next to the point acts first."),
    ]),
}  # fmt: skip
