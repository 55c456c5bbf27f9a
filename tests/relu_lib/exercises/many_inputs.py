"""Answers to the exercises of chapters/many-inputs.md."""

import math
from fractions import Fraction

import numpy as np

from relu_lib import Network, binary_cross_entropy_gradient, sigmoid


def by_loops(X, W, b):
    return [[max(sum(x * w for x, w in zip(row, column)) + c, 0) for column, c in zip(np.transpose(W), b)] for row in X]


def with_a_mask(X, W, b):
    Z = X @ W + b
    Z[Z < 0] = 0
    return Z


def with_a_one_more_input(X, W, b):
    return np.clip(np.c_[X, np.ones(len(X))] @ np.vstack([W, b]), 0, None)


def most(r):
    return 1 + r + r * (r - 1) // 2


ONE_UNIT = Network([[[1]], [[2]]], [[0], [-6]])
BACKWARDS = ONE_UNIT.gradient([[3]], [[-0.5]])


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
        (13, "92 regions at most"),
        (12, "79 regions at most"),
        (15, "Are fewer enough, too?"),
        ((793**0.5 - 1) / 2, "no parts of a line"),
        (106, "How many lines make so many at most?"),
        (92, "there are not 100 yet"),
        (100, "the r-th adds r at most"),
        (most(100), "Here 100 is the number of regions"),
        (99, "Let each cross all others"),
        (50, "all go through one point"),
        (18, "10 times 10 squares"),
        (20, "Of a grid"),
        (7, "2 to the power 7"),
        (10, "56 regions at most"),
        ("14", "without quotes"),
        (most, "not a number"),
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
    "backwards-by-hand": [
        ([1.5, 1], "signs are turned round"),
        ([-1.5, 1], "second sign is turned round"),
        ([1.5, -1], "first sign is turned round"),
        ([-3, -2], "takes the score, 0, for the probability"),
        ([3, 2], "is not 1"),
        ([0, 0], "the pull on it is not"),
        ([-1, -1.5], "in the other order"),
        ([-1, -1], "the output weight for both"),
        ([-1.5, -1.5], "the unit's 3 for both"),
        ([-1.5, 0], "lets the pull through"),
        ([-1.5, -0.5], "On the way to the unit's sum"),
        ([-0.5, -1], "what went in there"),
        ([-0.5, -0.5], "the pull on the score"),
        ([-1.5, -3], "the 3 has no part in it"),
        (-1.5, "single number"),
        ([-1.5], "shape (1,)"),
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
        14,
        14.0,
        np.int64(14),
        next(r for r in range(100) if most(r) >= 100),
        math.ceil((793**0.5 - 1) / 2),
        Fraction(14),
    ],
    "plus-only-xor": [
        (COLUMNS, [0, 0], [1, 1]),
        (np.array(COLUMNS) * 2.0, np.zeros(2), [0.5, 0.5]),
        [[[-3, 1], [3, -1]], [0, 0], np.array([1 / 3, 1])],
        ([[1, -1], [-1, 1]], (0, 0), (1.0, 1)),
        ([[-1, 1], [1, -1]], [0, 0], [1, 1]),
    ],
    "backwards-by-hand": [
        [-1.5, -1],
        (-1.5, -1.0),
        np.array([3, 2]) * (sigmoid(0) - 1),
        [Fraction(-3, 2), -1],
        [BACKWARDS.weights[1][0, 0], BACKWARDS.biases[0][0]],  # b is a part of the sum: its slope is the sum's pull
        np.outer(binary_cross_entropy_gradient([1], ONE_UNIT([3]))[1], [3, 2])[0],
    ],
}
