"""Samples of a function of one input: checked, sorted, and scaled so that x and y go from −1 to 1.

The searches for knots work on scaled samples: what counts as small is then the same whatever the units of x and y.
"""

from typing import NamedTuple

import numpy as np

from ..arguments import checked_vector


class Samples(NamedTuple):
    """Samples sorted by x. x, y: float64 arrays (N,). weights: (N,) above 0 and at most 1; None if all are alike."""

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None


class Scaling(NamedTuple):
    """How samples are moved and stretched so that their x and y go from −1 to 1, and how to come back."""

    x_middle: float
    x_half: float
    y_middle: float
    y_half: float

    def scaled(self, x, y):
        return (x - self.x_middle) / self.x_half, (y - self.y_middle) / self.y_half

    def unscaled(self, x, y):
        return x * self.x_half + self.x_middle, y * self.y_half + self.y_middle


def checked_samples(x, y, weights=None):
    """x, y and weights as `Samples`, or an error that says what is wrong and how to mend it.

    Samples that are sorted already are not copied. Those of weight 0 are left out. Only how weights compare counts.
    """
    remedy = ": leave such samples out"
    x, y = checked_vector(x, "x", remedy), checked_vector(y, "y", remedy)
    if len(x) != len(y):
        raise ValueError(f"every sample needs an x and a y, got {len(x)} x and {len(y)} y")
    if weights is not None:
        weights = checked_vector(weights, "weights", remedy)
        if len(weights) != len(x):
            raise ValueError(f"every sample needs a weight, got {len(x)} samples and {len(weights)} weights")
        if (weights < 0).any() or not weights.any():
            raise ValueError("weights must be at least 0, and one of them above 0; leave out samples instead")
        weights = np.ldexp(weights, -np.frexp(weights.max())[1])  # without rounding
        if not weights.all():
            x, y, weights = (values[weights > 0] for values in (x, y, weights))
        weights = None if weights.min() == weights.max() else weights
    if len(x) == 0:
        raise ValueError("there are no samples: x and y are empty, at least one point is needed")
    if (x[1:] < x[:-1]).any():
        order = np.argsort(x, kind="stable")
        x, y, weights = x[order], y[order], None if weights is None else weights[order]
    return Samples(x, y, weights)


def checked_norm(norm):
    """`norm`, or an error unless it is "l2" or "max"."""
    if norm not in ("l2", "max"):
        raise ValueError(f'norm must be "l2" (root mean square) or "max" (worst absolute), got {norm!r}')
    return norm


def scaling_of(samples):
    """The scaling that takes the smallest and the largest x and y to −1 and 1. If all are equal, they go to 0."""
    middles_and_halves = []
    for smallest, largest in ((samples.x[0], samples.x[-1]), (samples.y.min(), samples.y.max())):
        middle, half = smallest / 2 + largest / 2, largest / 2 - smallest / 2
        middles_and_halves += [float(middle), float(half) if half > 0 else 1.0]
    return Scaling(*middles_and_halves)


def count_distinct(x):
    """How many different numbers there are in a sorted x."""
    return 1 + int(np.count_nonzero(x[1:] > x[:-1]))


def starts_of_distinct(x):
    """Where in a sorted x each number comes first."""
    return np.flatnonzero(np.concatenate([[True], x[1:] > x[:-1]]))
