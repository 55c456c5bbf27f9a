"""The curves and noisy samples that fits are tried on, and how far a fit is from them."""

import numpy as np
from hypothesis import settings

CURVES = {
    "x²": (np.square, lambda x: 2 + 0 * x),
    "eˣ": (np.exp, np.exp),
    "sin 3x": (lambda x: np.sin(3 * x), lambda x: -9 * np.sin(3 * x)),
    "Runge": (lambda x: 1 / (1 + 25 * x**2), lambda x: (3750 * x**2 - 50) / (1 + 25 * x**2) ** 3),
}

few_examples = settings(max_examples=25)


def rms(s, x, y, weights=None):
    return np.sqrt(np.average((s(x) - np.asarray(y)) ** 2, weights=weights))


def worst(s, x, y):
    return np.abs(s(x) - y).max()


ERRORS = {"l2": rms, "max": worst}


def wiggly(seed, count):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2, 2, count))
    return x, np.sin(3 * x + rng.uniform(0, 6)) + rng.normal(scale=rng.choice([0, 0.3, 3]), size=count)
