"""Answers to the exercises of chapters/matrix-multiplication.md."""

import warnings
from fractions import Fraction
from itertools import product
from operator import mul

import numpy as np

from relu_lib import (
    append_one,
    dot,
    fold_bias,
    matmul,
    matmul_dots,
    matmul_einsum,
    matmul_loops,
    multiply_adds,
    rotation,
)


def square_only(A, B):
    return [[sum(A[i][k] * B[k][j] for k in range(len(A))) for j in range(len(A))] for i in range(len(A))]


def as_many_columns_as_rows(A, B):
    return [[sum(A[i][k] * B[k][j] for k in range(len(B))) for j in range(len(A))] for i in range(len(A))]


def rows_with_rows(A, B):
    return [[dot(row, other[: len(row)]) for other in B] for row in A]


def turned_over(A, B):
    return np.transpose(np.matmul(A, B))


def forgets_return(A, B):
    [[dot(row, column) for column in zip(*B)] for row in A]


def one_list(A, B):
    return [dot(row, column) for row in A for column in zip(*B)]


def first_two_only(A, B):
    return [[row[0] * column[0] + row[1] * column[1] for column in zip(*B)] for row in A]


def in_numpy_at_once(A, B):
    return np.array(A) @ np.array(B)


def in_a_helper(A, B):
    return in_numpy_at_once(A, B)


def as_numpys_matrices(A, B):
    with warnings.catch_warnings(action="ignore"):
        return np.array(np.matrix(A) * np.matrix(B))


def a_row_with_all_of_it(A, B):
    return [np.dot(row, B) for row in A]


def by_broadcasting(A, B):
    return (np.array(A)[:, :, np.newaxis] * np.array(B)).sum(axis=1)


def my_own_dot(a, b):
    total = 0
    for i in range(len(a)):
        total = total + a[i] * b[i]
    return total


def with_my_own_dot(A, B):
    columns = list(zip(*B))
    return [[my_own_dot(row, column) for column in columns] for row in A]


def by_places(A, B):
    A, B = np.array(A), np.array(B)
    C = np.zeros((A.shape[0], B.shape[1]))
    for i, j in np.ndindex(C.shape):
        C[i, j] = dot(A[i], B[:, j])
    return C


def columns_of_an_array(A, B):
    B = np.array(B)
    return np.array([[np.dot(row, B[:, j]) for j in range(B.shape[1])] for row in A])


def three_loops(A, B):
    C = [[0] * len(B[0]) for _ in A]
    for i in range(len(A)):
        for j in range(len(B[0])):
            for k in range(len(B)):
                C[i][j] += A[i][k] * B[k][j]
    return C


def plus(X, W, b):
    return np.matmul(X, W) + b


def hidden_plus(X, W, b):
    return np.asarray(X) @ np.asarray(W) - (-np.asarray(b))


def plus_in_words(X, W, b):
    return np.add(np.matmul(X, W), b)


def by_columns(X, W, b):
    return np.c_[X, np.ones(X.shape[0])] @ np.r_[W, [b]]


def my_sum(a, b):
    return np.asarray(a) + np.asarray(b)


def plus_in_a_helper(X, W, b):
    return my_sum(np.matmul(X, W), b)


def changes_in_place(X, W, b):
    answer = np.matmul(X, W).astype(float)
    answer += b
    return answer


def by_blocks(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


def ones_first(X, W, b):
    return np.insert(X, 0, 1, axis=1) @ np.insert(W, 0, b, axis=0)


def by_lists(X, W, b):
    rows = [[*row, 1] for row in np.asarray(X).tolist()]
    columns = list(zip(*[*np.asarray(W).tolist(), list(b)]))
    return [[dot(row, column) for column in columns] for row in rows]


wide = np.diag([2, 1])

WRONG = {
    "dot-by-hand": [
        (16, "−1·5 is −5"),
        ([8, -5, 3], "Now add them up"),
        ([6, 4, 4], "Multiply the numbers"),
        (0, "3·1 is 3"),
        (11, "the middle one"),
        (14, "Multiply"),
        ("6", "text '6'; it should be a number without quotes"),
        (3, "the last, 3·1"),
        ([6], "has shape (1,); it should be a single number"),
        (float("nan"), "Your answer is nan"),
        (10**400, "Your answer is"),
        (np.array(None), "not a number"),
        (None, "Your answer is None"),
    ],
    "product-shape": [
        ((3, 3), "inner sizes"),
        ((5, 4), "rows of A come first"),
        ((4, 3), "A's own shape"),
        ((3, 5), "B's own shape"),
        ((4, 3, 5), "vanishes"),
        (20, "two numbers, rows and columns"),
        ("(4, 5)", "text"),
        ((4, 3, 3, 5), "vanish"),
        (("4", "5"), "a list of 2 numbers without quotes"),
    ],
    "my-matmul": [
        (square_only, "Your square_only([["),
        (as_many_columns_as_rows, "has shape (2, 2); it should have shape (2, 3)"),
        (rows_with_rows, "it should be"),
        (turned_over, "it should be"),
        (forgets_return, "Is a `return` missing?"),
        (one_list, "has shape (4,); it should have shape (2, 2)"),
        (first_two_only, "it should be"),
        (lambda A, B: np.multiply(A, A), "it should be"),
        (np.eye(2), "Hand in the function itself"),
        (lambda A: A, "takes (A), and is given 2 arguments"),
        (lambda A, B: str(np.matmul(A, B)), "is the text"),
        (in_numpy_at_once, "Same answer in all 8 calls tried. But `@` does all of it"),
        (in_a_helper, "But `@` does all of it"),
        (lambda A, B: [[np.array(row) @ column for column in zip(*B)] for row in A], "But `@`"),
        (np.matmul, "But a ready-made product"),
        (lambda A, B: matmul(A, B), "But a ready-made product"),
        (lambda A, B: np.einsum("ik,kj->ij", A, B), "But a ready-made product"),
        (as_numpys_matrices, "But a ready-made product"),
        (lambda *both: np.linalg.multi_dot(list(map(np.array, both))), "But a ready-made product"),
        (matmul_loops, "But a ready-made product"),
        (matmul_dots, "But a ready-made product"),
        (matmul_einsum, "But a ready-made product"),
        (np.dot, "But a ready-made product"),
        (lambda A, B: np.dot(A, B), "But NumPy does all of it"),
        (lambda A, B: np.array(A).dot(B), "But NumPy does all of it"),
        (lambda A, B: np.inner(A, np.transpose(B)), "But NumPy does all of it"),
        (a_row_with_all_of_it, "one row and one column at a time"),
    ],
    "bias-as-weight": [
        (lambda X, W, b: np.matmul(X, W), "it should be"),
        (plus, "there is still a plus"),
        (hidden_plus, "a minus is"),
        (plus_in_words, "there is still a plus"),
        (plus_in_a_helper, "there is still a plus"),
        (changes_in_place, "there is still a plus"),
        (lambda X, W, b: append_one(X) @ W, "raised ValueError"),
        (lambda X, W: append_one(X) @ W, "takes (X, W), and is given 3 arguments"),
        (lambda X, W, b: append_one(X) @ fold_bias(W, [0 * n for n in b]), "it should be"),
        (lambda X, W, b: fold_bias(W, b), "has shape"),
    ],
    "stretch-then-turn": [
        ([[0, -2], [1, 0]], "twice as tall, then turned; or turned first"),
        ([[0, 1], [-2, 0]], "clockwise"),
        ([[0, 2], [-1, 0]], "a column"),
        (rotation(90), "nothing is twice as wide"),
        (wide, "not yet turned"),
        (2 * rotation(90), "only the width"),
        (np.eye(2), "sends (1, 0) to (1.0, 0.0)"),
        ([[-2, 0], [0, -1]], "180°"),
        ([0, -1, 2, 0], "has shape (4,); it should have shape (2, 2)"),
        ("R S", "is the text"),
        (np.eye(3), "has shape (3, 3)"),
    ],
    "cost-of-a-network": [
        (1184, "for one example"),
        (512_000, "the first product alone"),
        (500 * 16 * 10, "the second product alone"),
        ([512_000, 80_000], "Now add them up"),
        (500 * 64 * 16 * 10, "multiplies all the sizes"),
        (64 * 16 * 10, "for one example"),
        (500 * 64 * 10, "with 16 numbers between"),
        (500 + 64 + 16 + 10, "the sizes, added up"),
        (500 * (64 + 16 + 10), "adds the sizes"),
        (500 * (64 + 16 + 16 + 10), "adds the two sizes of each matrix"),
        (500 * (16 + 10), "how many numbers come out"),
        (5000, "come out at the end"),
        (2 * 592_000, "additions, too"),
        (592_000 + 500 * 26, "biases, too"),
        ("592,000", "without quotes"),
        (592, "another number"),
    ],
}

RIGHT = {
    "dot-by-hand": [6, 6.0, np.float32(6), np.array(6), Fraction(12, 2), True * 6],
    "product-shape": [(4, 5), [4, 5], np.array([4, 5]), np.zeros((4, 5)).shape, (4.0, 5.0)],
    "my-matmul": [
        lambda A, B: [[dot(row, column) for column in zip(*B)] for row in A],
        three_loops,
        with_my_own_dot,
        by_broadcasting,
        by_places,
        columns_of_an_array,
        lambda A, B: [list(map(lambda column: dot(row, column), zip(*B))) for row in A],
        lambda A, B: np.reshape([dot(row, column) for row, column in product(A, zip(*B))], (len(A), -1)),
        lambda A, B: np.float32([[dot(row, column) for column in zip(*B)] for row in A]),
        lambda A, B: [[sum(a * b for a, b in zip(row, column)) for column in zip(*B)] for row in A],
        lambda A, B: [[sum(map(mul, row, column)) for column in zip(*B)] for row in A],
        lambda A, B: tuple(tuple(dot(row, column) for column in zip(*B)) for row in A),
    ],
    "bias-as-weight": [
        lambda X, W, b: append_one(X) @ fold_bias(W, b),
        by_blocks,
        by_columns,
        ones_first,
        by_lists,
        lambda X, W, b: np.float32(append_one(X)) @ np.float32(fold_bias(W, b)),
    ],
    "stretch-then-turn": [
        [[0, -1], [2, 0]],
        rotation(90) @ wide,
        ((0, -1), (2, 0)),
        np.float32([[0, -1], [2, 0]]),
        [np.array([0, -1]), (2, 0)],
    ],
    "cost-of-a-network": [
        592_000,
        592e3,
        np.int64(592_000),
        multiply_adds(500, 64, 16) + multiply_adds(500, 16, 10),
        500 * (64 * 16 + 16 * 10),
        Fraction(592_000),
    ],
}
