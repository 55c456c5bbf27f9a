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


def pull_on(p, labels):
    return (p - np.eye(p.shape[1])[labels]) / len(p)


def stepped(H, pull, W2, b2, step_size):
    return np.vstack([W2 - step_size * H.T @ pull, b2 - step_size * pull.sum(axis=0)])


def by_one_hot_rows(H, p, labels, W2, b2, step_size):
    return stepped(H, pull_on(p, labels), W2, b2, step_size)


def changing_what_it_was_given(H, p, labels, W2, b2, step_size):
    p[np.arange(len(p)), labels] -= 1
    W2 -= step_size * H.T @ p / len(p)
    b2 -= step_size * p.mean(axis=0)
    return np.r_[W2, b2[None]]


def with_a_one_more_unit(H, p, labels, W2, b2, step_size):
    return np.vstack([W2, b2]) - step_size * np.c_[H, np.ones(len(H))].T @ pull_on(p, labels)


def picture_by_picture(H, p, labels, W2, b2, step_size):
    rows = [*W2.tolist(), b2.tolist()]
    for h, probabilities, label in zip(H, p, labels):
        for digit, probability in enumerate(probabilities):
            pull = (probability - (digit == label)) / len(H)
            for row, gave in zip(rows, [*h, 1]):
                row[digit] -= step_size * gave * pull
    return rows


def with_einsum(H, p, labels, W2, b2, step_size):
    pull = pull_on(p, labels)
    return np.concatenate([W2 - step_size * np.einsum("nu,nk->uk", H, pull), (b2 - step_size * pull.sum(0))[None]])


def for_no_right_digit(H, p, labels, W2, b2, step_size):
    return stepped(H, p / len(p), W2, b2, step_size)


def not_averaged(H, p, labels, W2, b2, step_size):
    return stepped(H, len(p) * pull_on(p, labels), W2, b2, step_size)


def with_the_label_itself(H, p, labels, W2, b2, step_size):
    return stepped(H, (p - labels[:, None]) / len(p), W2, b2, step_size)


def biases_by_the_mean(H, p, labels, W2, b2, step_size):
    pull = pull_on(p, labels)
    return np.vstack([W2 - step_size * H.T @ pull, b2 - step_size * pull.mean(axis=0)])


def biases_left(H, p, labels, W2, b2, step_size):
    return np.vstack([W2 - step_size * H.T @ pull_on(p, labels), b2])


def as_a_pair(H, p, labels, W2, b2, step_size):
    pull = pull_on(p, labels)
    return W2 - step_size * H.T @ pull, b2 - step_size * pull.sum(axis=0)


def the_change_alone(H, p, labels, W2, b2, step_size):
    return stepped(H, pull_on(p, labels), 0 * W2, 0 * b2, step_size)


def always_of_ten(H, p, labels, W2, b2, step_size):
    return stepped(H, (p - np.eye(10)[labels]) / len(p), W2, b2, step_size)


def the_other_product(H, p, labels, W2, b2, step_size):
    return W2 - step_size * H @ pull_on(p, labels)


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
    "my-step": [
        (lambda *given: by_one_hot_rows(*given[:5], -given[5]), "[0, 0] is -1.5; it should be 1.5"),
        (lambda *given: by_one_hot_rows(*given[:5], 1), "[0, 0] is 0.0; it should be 0.5"),
        (for_no_right_digit, "[0, 0] is -0.5; it should be 1.5"),
        (not_averaged, "[0, 0] is 0.0; it should be 0.5"),
        (with_the_label_itself, "it should be 1.5"),
        (biases_by_the_mean, "[1, 0] is 0.03125; it should be 0.0625"),
        (biases_left, "[1, 0] is 0.0; it should be 0.75"),
        (always_of_ten, "could not be broadcast together"),
        (as_a_pair, "rows of different lengths"),
        (lambda *given: as_a_pair(*given)[0], "has shape (1, 2); it should have shape (2, 2)"),
        (lambda *given: by_one_hot_rows(*given)[::-1], "it should be 1.5"),
        (the_other_product, "it should have shape (2, 2)"),
        (the_change_alone, "it should be 0.5"),
        (lambda *given: None, "Is a `return` missing"),
        (lambda H, p, labels, W2, b2: W2, "is given 6 arguments"),
        (0.1, "Hand in the function itself"),
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
    "my-step": [
        by_one_hot_rows,
        changing_what_it_was_given,
        with_a_one_more_unit,
        picture_by_picture,
        with_einsum,
    ],
}
