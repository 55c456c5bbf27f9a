"""Answers to the exercises of chapters/digits.md."""

import math

import numpy as np


def counted(scores, labels):
    right = 0
    for row, label in zip(scores, labels):
        right += max(range(len(row)), key=lambda k: row[k]) == label
    return right / len(labels)


def by_a_new_sheet(image):
    moved = np.zeros((8, 8))
    moved[:, :7] = image[:, 1:]
    return moved


def in_place(image):
    image[:, :-1] = image[:, 1:].copy()
    image[:, -1] = 0
    return image


def wrapping(image):
    moved = np.roll(image, -1, axis=1)
    moved[:, -1] = 0
    return moved


W, B = [[3, 4], [1, 2]], [0, 1]

WRONG = {
    "numbers-in-all": [
        (1184, "the weights alone"),
        (1200, "ten outputs have a bias"),
        (1194, "16 units have a bias"),
        (1040, "There is a second product"),
        (170, "The first has 64 × 16 weights"),
        (2410, "Here there are 16 units"),
        (10240, "Multiply the sizes of neighbours"),
        (650, "no units"),
    ],
    "sure-of-nothing": [
        (math.log(0.1), "minus that"),
        (0.1, "That is the probability"),
        (1, "to the base 10"),
        (math.log2(10), "to the base 2"),
        (math.log(2), "for two classes"),
        (-math.log(0.9), "gets 0.1, not 0.9"),
        (10 * math.log(10), "the average over the images"),
        (2.31, "another number"),
        (2, "another number"),
    ],
    "share-right": [
        (lambda scores, labels: (scores.argmax(axis=0) == 1).mean(), "it should be 1.0"),
        (lambda scores, labels: (scores.argmax(axis=1) == labels).sum(), "it should be 0.5"),
        (lambda scores, labels: (scores.argmin(axis=1) == labels).mean(), "it should be 1.0"),
        (lambda scores, labels: scores.argmax(axis=1), "it should be a single number"),
        (lambda scores, labels: 100 * (scores.argmax(axis=1) == labels).mean(), "it should be 1.0"),
        (lambda scores, labels: (scores.argmax(axis=1) != labels).mean(), "it should be 1.0"),
        (lambda scores: 1.0, "is given 2 arguments"),
        (0.98, "Hand in the function itself"),
    ],
    "one-to-the-left": [
        (lambda image: np.roll(image, -1, axis=1), "it should be"),
        (lambda image: np.roll(image, 1, axis=1), "it should be"),
        (lambda image: image[:, 1:], "should have shape (8, 8)"),
        (lambda image: np.vstack([image[1:], np.zeros((1, 8))]), "it should be"),
        (lambda image: np.hstack([np.zeros((8, 1)), image[:, :7]]), "it should be"),
        (lambda image: image, "it should be"),
        (lambda image: None, "Is a `return` missing"),
        (lambda: 0, "is given 1 argument"),
    ],
    "one-product": [
        ((W, [1, 2]), "b₁ W₂ + b₂"),
        ((W, [0, 3]), "b₁ W₂ + b₂"),
        ((W, [0, -2]), "b₁ W₂ + b₂"),
        (([[1, 2], [1, 4]], B), "meets W₁ first"),
        (([[1, 0], [0, 2]], B), "Look at W"),
        (([[2, 2], [1, 3]], B), "Look at W"),
        (W, "W must have shape (2, 2), got (2,)"),
        ((W, 0), "b must have shape (2,)"),
        (7, "give two things"),
    ],
}

RIGHT = {
    "numbers-in-all": [1210, 64 * 16 + 16 + 16 * 10 + 10, 1210.0, np.int64(1210), 65 * 16 + 17 * 10],
    "sure-of-nothing": [
        2.3,
        2.303,
        math.log(10),
        -math.log(0.1),
        -np.log(1 / 10),
        2.302585093,
        np.log(10) * np.ones(()),
    ],
    "share-right": [
        lambda scores, labels: (scores.argmax(axis=1) == labels).mean(),
        counted,
        lambda scores, labels: np.mean(np.argmax(scores, 1) == labels),
        lambda scores, labels: 1 - np.count_nonzero(scores.argmax(1) - labels) / len(labels),
        lambda scores, labels: float(np.mean(scores[np.arange(len(labels)), labels] >= scores.max(axis=1))),
    ],
    "one-to-the-left": [
        by_a_new_sheet,
        in_place,
        wrapping,
        lambda image: np.hstack([image[:, 1:], np.zeros((8, 1))]),
        lambda image: [[*row[1:], 0] for row in image.tolist()],
        lambda image: image @ np.eye(8, k=-1),
    ],
    "one-product": [
        (W, B),
        [W, B],
        (np.array(W) * 1.0, np.array(B)),
        (np.array([[1, 2], [0, 1]]) @ [[1, 0], [1, 2]], np.array([1, -1]) @ [[1, 0], [1, 2]] + np.array([0, 3])),
        (((3, 4), (1, 2)), (0.0, 1.0)),
    ],
}
