"""One more kink where the polyline errs most: the plainest way to place kinks, step by step."""

import numpy as np

from ..arguments import checked_count
from .fixed_knots import mean_samples
from .polyline import polyline_sum


def greedy_insertion(x, y, units):
    """Join samples by lines, and put each new kink where the line errs most: yields each sum on the way.

    It begins with the straight line from the first sample to the last, one unit. Each step finds the sample from
    which the polyline is furthest, up or down, and makes it one more corner; of several as far the first. So the
    polyline goes through a sample at each of its knots. Nothing is fitted, and no kink is ever moved.

    x, y: samples as for `fit`; where an x comes more than once, their mean y counts. units: p, how many pieces at last,
    at least 1. Yields a `ReLUSum` for each p from 1 on: p units, p − 1 kinks. It stops early once the polyline goes
    through all samples. Raises ValueError and TypeError as `fit` does.
    Source: Ramer 1972 and Douglas & Peucker 1973, who go on until the error is small enough.

    >>> for s in greedy_insertion([0, 1, 2, 3, 4], [0, 0, 1, 3, 3], units=9):
    ...     print(s.kinks)
    [0.]
    [1.]
    [1. 3.]
    [1. 2. 3.]
    """
    return _steps(mean_samples(x, y), checked_count(units, "units"))


def _steps(samples, units):
    x, y, _ = samples
    knots = np.unique([0, len(x) - 1])  # places in x
    for _ in range(units):
        yield polyline_sum(x[knots], y[knots])
        missing = np.abs(y - np.interp(x, x[knots], y[knots]))
        missing[knots] = 0
        worst = int(missing.argmax())
        if missing[worst] <= 1e-14 * np.abs(y).max():
            return
        knots = np.sort(np.append(knots, worst))
