"""One unit after the other, the one that helps most: greedy approximation, step by step."""

import numpy as np

from ..arguments import checked_count
from ..sums import ReLUSum
from .moments import group_moments
from .scaling import checked_samples, scaling_of

MOST_PLACES = 4096  # for a kink: more samples than that are gathered into groups, and a kink is at a group's mean x


def greedy(x, y, units, kind="orthogonal"):
    """Add one unit at a time, the one that best matches what is still missing: yields each sum on the way.

    A unit is max(x − t, 0) or max(t − x, 0) with its kink t at a sample; of more than 4,096 different x,
    neighbours are gathered, and t is at one of at most 4,096 mean x. Each step takes the unit whose
    correlation with the residual is largest: that alone takes most off the squared error. Then

    - "naive": it gets the weight that is best for it, and all former units stay as they are (matching
      pursuit); it forever puts right what earlier steps spoiled;
    - "orthogonal": the weights of all units are fitted anew, by least squares.

    x, y: samples as for `fit`. units: how many steps, at least 1. Yields a `ReLUSum` for each: k units
    and an offset after k steps; it stops early when nothing is left to gain.
    Raises ValueError and TypeError as `fit` does, and ValueError for any other kind.
    Source: DeVore & Temlyakov 1996; Pati, Rezaiifar & Krishnaprasad 1993 ("orthogonal").

    >>> [s.width for s in greedy([0, 1, 2, 3], [0, 0, 1, 2], units=3)]
    [1]
    """
    units, samples = checked_count(units, "units"), checked_samples(x, y)
    if kind not in ("naive", "orthogonal"):
        raise ValueError(f'kind must be "naive" or "orthogonal", got {kind!r}')
    return _steps(samples, units, kind)


def _steps(samples, units, kind):
    scaling = scaling_of(samples)
    groups = group_moments(samples, scaling, MOST_PLACES)
    refit = _Refit(groups)
    sides, kinks, weights, offset = [], [], [], np.average(groups.y, weights=groups.mass)
    missing = groups.y - offset
    for _ in range(units):
        side, kink, weight, gain = _best_match(groups, missing)
        if gain <= 1e-24 * groups.mass.sum():
            return
        unit = np.maximum(side * (groups.x - kink), 0)
        sides, kinks, weights = [*sides, side], [*kinks, kink], [*weights, weight]
        if kind == "naive":
            offset -= weight * np.average(unit, weights=groups.mass)
            missing = missing - weight * (unit - np.average(unit, weights=groups.mass))
        else:
            offset, *weights = refit.with_unit(unit)
            missing = refit.missing
        yield _unscaled_sum(scaling, sides, kinks, weights, offset)


class _Refit:
    """Least squares on a growing set of units: each new one is made orthogonal to all before it (Gram-Schmidt)."""

    def __init__(self, groups):
        self.root, self.y = np.sqrt(groups.mass), groups.y
        self.basis, self.columns = [], []
        self.with_unit(np.ones(len(groups.x)))

    def with_unit(self, unit):
        """The best offset and weights once this unit has joined. Sets `missing`, what is left of y."""
        basis, new = np.array(self.basis).reshape(-1, len(unit)), self.root * unit
        shadow = np.zeros(len(basis))
        for _ in range(2):  # once leaves rounding errors behind; the second time takes them away
            shadow += (step := basis @ new)
            new = new - step @ basis
        length = np.sqrt(new @ new)
        self.basis.append(new / length)
        self.columns.append(np.append(shadow, length))
        heights = np.array(self.basis) @ (self.root * self.y)
        self.missing = self.y - heights @ np.array(self.basis) / self.root
        size = len(self.columns)
        triangle = np.column_stack([np.pad(column, (0, size - len(column))) for column in self.columns])
        return np.linalg.solve(triangle, heights)


def _best_match(groups, missing):
    """The unit that takes most off the squared error by itself: its side, kink, weight and gain."""
    right = _matches(groups.mass, groups.x, missing)
    left = (values[::-1] for values in _matches(groups.mass[::-1], -groups.x[::-1], missing[::-1]))
    found = [(gain.max(), gain.argmax(), side, weight) for side, (gain, weight) in ((1.0, right), (-1.0, left))]
    gain, place, side, weight = max(found, key=lambda match: match[0])
    return side, groups.x[place], weight[place], gain


def _matches(mass, x, missing):
    """For a unit max(x − t, 0) with its kink t at each x: what it gains, and with what weight.

    The offset takes care of means: what is missing has mean 0, and it is compared with the unit less its mean.
    """
    m, mx, mxx, r, rx = (
        np.append(np.cumsum(values[:0:-1])[::-1], 0)  # sums over what lies to the right of each x
        for values in (mass, mass * x, mass * x**2, mass * missing, mass * missing * x)
    )
    area = mx - x * m
    spread = mxx - 2 * x * mx + x**2 * m - area**2 / mass.sum()
    correlation = rx - x * r
    spread = np.where(spread > 1e-9 * spread.max(), spread, np.inf)
    return correlation**2 / spread, correlation / spread


def _unscaled_sum(scaling, sides, kinks, weights, offset):
    """The units in the samples' own x and y."""
    kinks, sides = scaling.unscaled(np.array(kinks), 0)[0], np.array(sides)
    scale = scaling.y_half / scaling.x_half
    return ReLUSum(sides, -sides * kinks, np.array(weights) * scale, scaling.unscaled(0, offset)[1])
