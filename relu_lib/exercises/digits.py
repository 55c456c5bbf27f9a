"""The exercises of chapters/digits.md: label → check."""

import numpy as np

from ..arguments import checked_array
from ..checks import function_check, property_check, value_check
from ..images import shift_images
from ..losses import softmax


def _share(scores, labels):
    return float((np.asarray(scores).argmax(axis=1) == np.asarray(labels)).mean())


def _some_scores(rng):
    """Scores of a batch with their labels, by hand and by chance; one batch of a single image."""
    by_hand = [
        (np.array([[0.2, 0.7, 0.1]]), np.array([1])),
        (np.array([[3.0, 1.0, 2.0], [-5.0, -1.0, -2.0]]), np.array([0, 2])),
        (np.array([[1.0, 2.0], [4.0, 3.0], [0.0, 9.0], [1.0, 0.0]]), np.array([1, 0, 0, 0])),
    ]
    return by_hand + [(rng.normal(size=(n, 10)), rng.integers(0, 10, n)) for n in (5, 50)]


def _to_the_left(image):
    return shift_images(np.asarray(image)[None], right=-1)[0]


def _some_images(rng):
    edge = np.zeros((8, 8))
    edge[:, 0] = 7
    return [(np.eye(8),), (edge,), (np.arange(64.0).reshape(8, 8),), (rng.integers(0, 17, (8, 8)).astype(float),)]


TWO_PRODUCTS = [[1, 2], [0, 1]], [1, -1], [[1, 0], [1, 2]], [0, 3]  # W₁, b₁, W₂, b₂ of the exercise


def _judge_one_product(answer):
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise ValueError("give two things, W of shape (2, 2) and b of shape (2,)")
    W, b = checked_array(answer[0], "W"), checked_array(answer[1], "b")
    W1, b1, W2, b2 = map(np.array, TWO_PRODUCTS)
    for name, got, wanted in ("W", W, (2, 2)), ("b", b, (2,)):
        if got.shape != wanted:
            raise ValueError(f"{name} must have shape {wanted}, got {got.shape}")
    if not np.allclose(W, W1 @ W2):
        turned = np.allclose(W, W2 @ W1)
        return False, "That is W₂ W₁. X comes from the left, and meets W₁ first." if turned else (
            "Look at W: with both biases at 0 your product already gives something else."
        )
    if not np.allclose(b, b1 @ W2 + b2):
        return False, "W is right. But at X = 0 the two products give b₁ W₂ + b₂, and yours gives something else."
    return True, "One product for two. That is why there is a clip between them."


def _step(H, p, labels, W2, b2, step_size):
    """W₂ and below it b₂, after a step: the pull on each score is p, less 1 for the right class, divided by N."""
    pull = (np.asarray(p) - np.eye(len(b2))[labels]) / len(p)
    slopes = np.vstack([np.asarray(H).T @ pull, pull.sum(axis=0)])
    return np.vstack([W2, b2]) - step_size * slopes


def _some_steps(rng):
    """What a step is given: one example and one unit, from 0; two examples; then batches by chance, some units dead."""
    one = np.array([[2.0]]), np.array([[0.25, 0.75]]), np.array([0]), np.zeros((1, 2)), np.zeros(2), 1.0
    p = np.array([[0.5, 0.5], [0.25, 0.75]])
    two = np.array([[4.0], [0.0]]), p, np.array([1, 0]), np.ones((1, 2)), np.array([0.0, 1.0]), 0.5
    return [one, two, *(_by_chance(rng, *sizes) for sizes in [(3, 2, 4), (10, 10, 10), (8, 16, 10)])]


def _by_chance(rng, n, units, classes):
    H, labels = np.maximum(rng.normal(size=(n, units)), 0), rng.integers(0, classes, n)
    W2, b2 = rng.normal(size=(units, classes)), rng.normal(size=classes)
    return H, softmax(H @ W2 + b2), labels, W2, b2, round(rng.uniform(0.2, 0.9), 2)


CHECKS = {
    "numbers-in-all": value_check(1210, [
        (1184, "These are the weights alone. Each unit and each output has a bias, too."),
        (1200, "The ten outputs have a bias each, too."),
        (1194, "The 16 units have a bias each, too."),
        (1040, "That is the first layer. There is a second product, 16 × 10."),
        (170, "That is the second product. The first has 64 × 16 weights and 16 biases."),
        (2410, "That is 64 → 32 → 10. Here there are 16 units."),
        (10240, "Multiply the sizes of neighbours, 64 × 16 and 16 × 10, and add."),
        (650, "That has no units: 64 → 10."),
    ]),
    "sure-of-nothing": value_check(float(np.log(10)), [
        (-float(np.log(10)), "The logarithm of 0.1 is below 0; the loss is minus that."),
        (0.1, "That is the probability. The loss is −log of it."),
        (1, "That is −log to the base 10. The loss has the natural logarithm, `np.log`."),
        (float(np.log2(10)), "That is −log to the base 2. The loss has the natural logarithm, `np.log`."),
        (float(np.log(2)), "That was for two classes. Here are ten."),
        (-float(np.log(0.9)), "The right digit gets 0.1, not 0.9."),
        (10 * float(np.log(10)), "The loss is the average over the images, and of each only the right digit counts."),
    ], tolerance=0.0025),  # two decimals: 2.30
    "share-right": function_check(_share, _some_scores),
    "one-to-the-left": function_check(_to_the_left, _some_images),
    "one-product": property_check(_judge_one_product),
    "my-step": function_check(_step, _some_steps),
}  # fmt: skip
