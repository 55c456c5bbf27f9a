"""Answers to the exercises of chapters/depth.md."""

import math
from fractions import Fraction

import numpy as np

from relu_lib import Network, ReLUSum, folding_network, relu


def bent(x):
    return 2 * max(x, 0) - 4 * max(x - 0.5, 0)


def again(x, k):
    for _ in range(k):
        x = bent(x)
    return x


def by_itself(x, k):
    return x if k == 0 else by_itself(bent(x), k - 1)


def deep_numbers(k):
    first, middle, last = 1 * 2 + 2, (2 * 2 + 2) * (k - 1), 2 * 1 + 1
    return first + middle + last


def wide_numbers(k):
    knots = np.arange(2**k + 1) / 2**k
    return 3 * ReLUSum.from_points(knots, np.arange(2**k + 1) % 2).width + 1


def one_off(x, k):
    for _ in range(k - 1):
        x = bent(x)
    return x


def zigzag(knots, heights):
    W1, b1, W2, b2 = ReLUSum.from_points(knots, heights).weights()
    return Network([W1, W2], [b1, b2])


THIRDS = [0, 1 / 3, 2 / 3, 1]
SLOPES = [[3], [-6], [6]]

WRONG = {
    "fold-by-hand": [
        ([0.7, 1.4, 2.8], "2 − 2·0.7"),
        ([0.7, 0.7, 0.7], "Put the result in again"),
        ([0.65, 0.7, 0.6], "0.35 becomes 0.7"),
        ([1.3, -0.6, -1.2], "0.35 becomes 0.7"),
        ([0.35, 0.7, 0.6], "Begin with the fold of 0.35"),
        ([0.7, 0.6, 1.2], "0.6 is beyond ½"),
        ([0.7, 0.3, 0.6], "does not double: 2 − 2·0.7"),
        ([0.7, 0.6, 0.4], "does not double: 2 − 2·0.6"),
        ([0.6, 0.8, 0.4], "the path of 0.3"),
        ([0.8, 0.6, 0.7], "in the other order"),
        (0.8, "single number"),
        ([0.7, 0.6], "shape (2,)"),
    ],
    "my-fold": [
        (lambda x: 2 * x, "it should be 0.5"),
        (lambda x: max(2 * x, 0), "it should be"),
        (lambda x: 2 * max(x, 0) - 2 * max(x - 0.5, 0), "it should be"),
        (lambda x: 2 * max(x, 0) - 4 * max(x + 0.5, 0), "it should be 0.0"),
        (lambda x: 2 * max(x, 0) - 4 * max(x - 1, 0), "it should be"),
        (lambda x: 1 - abs(x - 0.5), "it should be 0.0"),
        (lambda x: print(bent(x)), "Is a `return` missing"),
        (lambda x, k: again(x, k), "is given 1 argument"),
        (0.6, "Hand in the function itself"),
    ],
    "fold-again": [
        (lambda x, k: bent(x), "it should be 0.3"),
        (lambda x, k: k * bent(x), "it should be"),
        (lambda x, k: bent(x) ** k, "it should be"),
        (one_off, "it should be"),
        (lambda x, k: bent(k * x), "it should be"),
        (lambda x, k: [again(x, i) for i in range(k + 1)], "should be a single number"),
        (lambda x: bent(x), "is given 2 arguments"),
        (0.4, "Hand in the function itself"),
    ],
    "numbers-needed": [
        (7, "385 numbers against 43"),
        (6, "193 numbers against 37"),
        (5, "97 numbers against 31"),
        (4, "49 numbers against 25"),
        (9, "already with fewer?"),
        (10, "Each unit in one layer has three"),
        (11, "already with fewer?"),
        (3, "25 numbers against 19"),
        (256, "counts pieces"),
        (16, "two for each fold"),
        (49, "the deep network's numbers"),
        (769, "the one layer's numbers"),
        ("8", "without quotes"),
        ((49, 769), "single number"),
    ],
    "zigzag": [
        (Network([[[1, 1]], [[2], [-4]]], [[0, -0.5], [0]]), "At x = 1/3 yours gives"),
        (Network([[[1, 1, 1]], SLOPES], [[0, -1 / 3, -1 / 2], [0]]), "At x = 2/3"),
        (Network([[[1, 1, 1]], [[3], [-3], [3]]], [[0, -1 / 3, -2 / 3], [0]]), "At x = 2/3 yours gives 1"),
        (zigzag([0, 1 / 6, 1 / 3, 2 / 3, 1], [0, 0, 1, 0, 1]), "three units is enough"),
        (Network([[[3]], [[1]]], [[0], [0]]), "At x = 2/3"),
        (Network([[[1, 1], [0, 0]], [[2], [-4]]], [[0, -0.5], [0]]), "One number goes in"),
        (Network([[[1, 1, 1]], SLOPES], [[0, -1 / 3, -2 / 3], [1]]), "At x = 0/3 yours gives 1"),
        (ReLUSum.from_points(THIRDS, [0, 1, 0, 1]), "make it a Network"),
        ([0, 1, 0, 1], "make it a Network"),
    ],
}

RIGHT = {
    "fold-by-hand": [
        [0.7, 0.6, 0.8],
        (0.7, 0.6, 0.8),
        np.array([0.7, 0.6, 0.8]),
        [bent(0.35), bent(bent(0.35)), again(0.35, 3)],
        [Fraction(7, 10), Fraction(3, 5), Fraction(4, 5)],
    ],
    "my-fold": [
        bent,
        lambda x: 2 * x if x < 0.5 else 2 - 2 * x,
        lambda x: 1 - abs(2 * x - 1),
        lambda x: float(np.maximum([x, x - 0.5], 0) @ [2, -4]),
        lambda x: 2 * relu(x) - 4 * relu(x - 0.5),
        lambda x: 2 * min(x, 1 - x),
    ],
    "fold-again": [
        again,
        by_itself,
        lambda x, k: math.acos(math.cos(2**k * x * math.pi)) / math.pi,
        lambda x, k: 1 - abs((2**k * x) % 2 - 1),
        lambda x, k: float(folding_network(k)([x])[0]) if k else x,
    ],
    "numbers-needed": [
        8,
        8.0,
        np.int64(8),
        next(k for k in range(1, 20) if wide_numbers(k) > 10 * folding_network(k).count),
        1 + sum(wide_numbers(k) <= 10 * deep_numbers(k) for k in range(1, 12)),
        Fraction(8),
    ],
    "zigzag": [
        Network([[[1, 1, 1]], SLOPES], [[0, -1 / 3, -2 / 3], [0]]),
        Network([[[3, 3, 3]], [[1], [-2], [2]]], [[0, -1, -2], [0]]),
        zigzag(THIRDS, [0, 1, 0, 1]),
        Network([[[6, 1, 3]], [[0.5], [-6], [2]]], [[0, -1 / 3, -2], [0]]),
        Network([[[-1, 1, 1]], [[-3], [-3], [6]]], [[1 / 3, -1 / 3, -2 / 3], [1]]),
    ],
}
