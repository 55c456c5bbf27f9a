"""One unit after the other, the one that helps most: greedy approximation, step by step."""

import numpy as np

from .samples import cells_of, checked_samples, checked_units, frame_of
from .sums import ReLUSum

MOST_PLACES = 4096  # where a kink may go


def greedy(x, y, units, kind="orthogonal"):
    """Add one unit at a time, the one that best matches what is still missing: yields each sum on the way.

    A unit is max(x − t, 0) or max(t − x, 0) with its kink t at a sample. Each step takes the unit whose
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
    units, samples = checked_units(units), checked_samples(x, y)
    if kind not in ("naive", "orthogonal"):
        raise ValueError(f'kind must be "naive" or "orthogonal", got {kind!r}')
    return _steps(samples, units, kind)


def _steps(samples, units, kind):
    frame = frame_of(samples)
    cells = cells_of(samples, frame, MOST_PLACES)
    refit = _Refit(cells)
    sides, kinks, weights, offset = [], [], [], np.average(cells.y, weights=cells.mass)
    missing = cells.y - offset
    for _ in range(units):
        side, kink, weight, gain = _best_match(cells, missing)
        if gain <= 1e-24 * cells.mass.sum():
            return
        unit = np.maximum(side * (cells.x - kink), 0)
        sides, kinks, weights = [*sides, side], [*kinks, kink], [*weights, weight]
        if kind == "naive":
            offset -= weight * np.average(unit, weights=cells.mass)
            missing = missing - weight * (unit - np.average(unit, weights=cells.mass))
        else:
            offset, *weights = refit.with_unit(unit)
            missing = refit.missing
        yield _sum_outside(frame, sides, kinks, weights, offset)


class _Refit:
    """Least squares on a growing set of units: each is made orthogonal to all former ones (Gram and Schmidt)."""

    def __init__(self, cells):
        self.root, self.y = np.sqrt(cells.mass), cells.y
        self.basis, self.columns = [], []
        self.with_unit(np.ones(len(cells.x)))

    def with_unit(self, unit):
        """The best offset and weights once this unit has joined. Sets `missing`, what is left of y."""
        basis, new = np.array(self.basis).reshape(-1, len(unit)), self.root * unit
        shadow = np.zeros(len(basis))
        for _ in range(2):  # twice is enough
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


def _best_match(cells, missing):
    """The unit that takes most off the squared error by itself: its side, kink, weight and gain."""
    right = _matches(cells.mass, cells.x, missing)
    left = (values[::-1] for values in _matches(cells.mass[::-1], -cells.x[::-1], missing[::-1]))
    found = [(gain.max(), gain.argmax(), side, weight) for side, (gain, weight) in ((1.0, right), (-1.0, left))]
    gain, place, side, weight = max(found, key=lambda match: match[0])
    return side, cells.x[place], weight[place], gain


def _matches(mass, x, missing):
    """For a unit max(x − t, 0) with its kink t at each x: what it gains, and with what weight.

    The offset is free, so it is the unit less its mean that is held against what is missing, whose mean is 0.
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


def _sum_outside(frame, sides, kinks, weights, offset):
    """The units in the samples' own x and y."""
    kinks, sides = frame.outside(np.array(kinks), 0)[0], np.array(sides)
    scale = frame.y_half / frame.x_half
    return ReLUSum(sides, -sides * kinks, np.array(weights) * scale, frame.outside(0, offset)[1])
