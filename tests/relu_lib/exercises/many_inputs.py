"""Answers to the exercises of chapters/many-inputs.md."""

import math
from fractions import Fraction

import numpy as np


def by_loops(X, W, b):
    return [[max(sum(x * w for x, w in zip(row, column)) + c, 0) for column, c in zip(np.transpose(W), b)] for row in X]


def with_a_mask(X, W, b):
    Z = X @ W + b
    Z[Z < 0] = 0
    return Z


def with_a_one_more_input(X, W, b):
    return np.clip(np.c_[X, np.ones(len(X))] @ np.vstack([W, b]), 0, None)


def one_more_at_each(r):
    return 1 if r == 0 else one_more_at_each(r - 1) + r


COLUMNS = [[1, -1], [-1, 1]]

WRONG = {
    "unit-by-hand": [
        ([-1, 4], "below 0: clip it"),
        ([7, 6], "has a minus before it"),
        ([0, 3], "The bias, 1, is missing"),
        ([4, 0], "in the other order"),
        ([8, 1], "2 belongs to x₁"),
        ([0, 5], "takes 1 away"),
        ([-1, 0], "keeps what is above 0"),
        (4, "single number"),
        ([0], "shape (1,)"),
    ],
    "my-layer": [
        (lambda X, W, b: X @ W + b, "it should be 0.0"),
        (lambda X, W, b: np.maximum(X @ W, 0) + b, "it should be"),
        (lambda X, W, b: np.maximum(W @ X + b, 0), "it should have shape (1, 1)"),
        (lambda X, W, b: np.maximum(X @ W - b, 0), "it should be 2.0"),
        (lambda X, W, b: np.max(X @ W + b), "should have shape (1, 1)"),
        (lambda X, W, b: np.minimum(X @ W + b, 0), "it should be 2.0"),
        (lambda X, W, b: print(X @ W + b), "Is a `return` missing"),
        (lambda X, W: np.maximum(X @ W, 0), "is given 3 arguments"),
        (lambda X, W, b: np.maximum(X * W + b, 0), "it should"),
    ],
    "kink-through": [
        ((1, 1, -1), "At (0, 2) your w₁x₁ + w₂x₂ + b is 1"),
        ((1, 2, -2), "At (1, 0)"),
        ((-2, -1, 2), "the other side is alive"),
        ((2, 1, 2), "At (1, 0) your w₁x₁ + w₂x₂ + b is 4"),
        ((0, 0, 1), "no kink"),
        ((2, 1), "has three numbers"),
        ("2, 1, -2", "could not be tried"),
        ((1, 0, -1), "At (0, 2)"),
    ],
    "at-most": [
        (lambda r: 2**r, "it should be 7"),
        (lambda r: 2 * r, "it should be 1"),
        (lambda r: r + 1, "it should be 4"),
        (lambda r: r * (r - 1) // 2, "it should be 1"),
        (lambda r: 1 + r + r * (r + 1) // 2, "it should be 2"),
        (lambda r: 1 + r + r * r // 2, "it should be"),
        (lambda: 7, "is given 1 argument"),
        (37, "Hand in the function itself"),
    ],
    "plus-only-xor": [
        (([[1, 1], [1, 1]], [0, -1], [1, -2]), "find one with a plus before each unit"),
        (([[1, 1], [1, 1]], [0, -1], [1, 2]), "At (1, 1) your network gives 4; it should be 0"),
        (([[1, 1], [-1, -1]], [0, 0], [1, 1]), "At (0, 1) your network gives 0; it should be 1"),
        ((COLUMNS, [1, 1], [1, 1]), "At (0, 0) your network gives 2"),
        ((COLUMNS, [0, 0], [1, 2]), "it should be 1"),
        ((COLUMNS, [0, 0]), "give three things"),
        (([[1], [1]], [0], [1]), "two inputs and two units are wanted"),
        (([[1, -1, 0], [-1, 1, 0]], [0, 0, 0], [1, 1, 1]), "two inputs and two units are wanted"),
        (7, "give three things"),
    ],
}

RIGHT = {
    "unit-by-hand": [[0, 4], (0, 4), np.array([0.0, 4.0]), [max(2 - 4 + 1, 0), 4 - 1 + 1], [0, Fraction(4)]],
    "my-layer": [
        lambda X, W, b: np.maximum(X @ W + b, 0),
        by_loops,
        with_a_mask,
        with_a_one_more_input,
        lambda X, W, b: (X @ W + b) * (X @ W + b > 0),
        lambda X, W, b: np.where(np.dot(X, W) + b > 0, np.dot(X, W) + b, 0),
    ],
    "kink-through": [(2, 1, -2), [4, 2, -4], np.array([1, 0.5, -1]), (0.2, 0.1, -0.2), (Fraction(2, 3), 1 / 3, -2 / 3)],
    "at-most": [
        lambda r: 1 + r + r * (r - 1) // 2,
        lambda r: 1 + sum(range(r + 1)),
        lambda r: math.comb(r, 0) + math.comb(r, 1) + math.comb(r, 2),
        one_more_at_each,
        lambda r: (r * r + r + 2) / 2,
    ],
    "plus-only-xor": [
        (COLUMNS, [0, 0], [1, 1]),
        (np.array(COLUMNS) * 2.0, np.zeros(2), [0.5, 0.5]),
        [[[-3, 1], [3, -1]], [0, 0], np.array([1 / 3, 1])],
        ([[1, -1], [-1, 1]], (0, 0), (1.0, 1)),
        ([[-1, 1], [1, -1]], [0, 0], [1, 1]),
    ],
}
