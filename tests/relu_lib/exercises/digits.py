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


def probed(W1, b1, W2, b2):
    b = b1 @ W2 + b2
    return np.array([(row @ W1 + b1) @ W2 + b2 - b for row in np.eye(len(W1))]), b


WRONG = {
    "numbers-in-all": [
        (1184, "the weights alone"),
        (1200, "ten outputs have a bias"),
        (1194, "16 units have a bias"),
        (1040, "There is a second product"),
        (170, "The first has 64 × 16 weights"),
        (2410, "Here there are 16 units"),
        (10240, "Multiply the sizes of neighbours"),
        (650, "no hidden units"),
    ],
    "sure-of-nothing": [
        (math.log(0.1), "minus that"),
        (0.1, "That is the probability"),
        (1, "to the base 10"),
        (math.log2(10), "to the base 2"),
        (math.log(2), "for two classes"),
        (-math.log(0.9), "gets 0.1, not 0.9"),
        (10 * math.log(10), "the average over the images"),
        (2.3, "Nearly"),
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
        (lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2), "could not be tried"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b2), "b₁ W₂ + b₂"),
        (lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2), "b₁ W₂ + b₂"),
        (lambda W1, b1, W2, b2: (np.maximum(W1, 0) @ W2, b1 @ W2 + b2), "look at W"),
        (lambda W1, b1, W2, b2: (W2.T @ W1.T, b1 @ W2 + b2), "it should have shape (3, 4)"),
        (lambda W1, b1, W2, b2: W1 @ W2, "Return two things"),
        (lambda W1, b1, W2, b2: (W1, b1), "it should have shape (3, 4)"),
        (lambda W1, b1, W2, b2: (W1 @ W2, 0), "it should have shape (4,)"),
        (7, "Hand in the function itself"),
    ],
}

RIGHT = {
    "numbers-in-all": [1210, 64 * 16 + 16 + 16 * 10 + 10, 1210.0, np.int64(1210), 65 * 16 + 17 * 10],
    "sure-of-nothing": [math.log(10), -math.log(0.1), -np.log(1 / 10), 2.302585093, np.log(10) * np.ones(())],
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
        lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: [np.dot(W1, W2), np.dot(b1, W2) + b2],
        probed,
        lambda W1, b1, W2, b2: (np.einsum("ij,jk->ik", W1, W2), (b1[None] @ W2)[0] + b2),
        lambda W1, b1, W2, b2: ((W1 @ W2).tolist(), (b1 @ W2 + b2).tolist()),
    ],
}
