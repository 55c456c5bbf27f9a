"""Answers to the exercises of chapters/matrix-multiplication.md."""

from fractions import Fraction

import numpy as np

from relu_lib import append_one, dot, fold_bias, matmul_einsum, rotation


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
}

RIGHT = {
    "dot-by-hand": [6, 6.0, np.float32(6), np.array(6), Fraction(12, 2), True * 6],
    "product-shape": [(4, 5), [4, 5], np.array([4, 5]), np.zeros((4, 5)).shape, (4.0, 5.0)],
    "my-matmul": [
        lambda A, B: [[dot(row, column) for column in zip(*B)] for row in A],
        three_loops,
        np.matmul,
        matmul_einsum,
        lambda A, B: np.matmul(np.float32(A), np.float32(B)),
        lambda *both: np.linalg.multi_dot(list(map(np.array, both))),
        lambda A, B: tuple(tuple(dot(row, column) for column in zip(*B)) for row in A),
    ],
    "bias-as-weight": [
        lambda X, W, b: append_one(X) @ fold_bias(W, b),
        by_blocks,
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
}
