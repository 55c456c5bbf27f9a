"""A squared error that no broken line with p pieces can beat, exactly.

A broken line cuts the samples into p runs of neighbours, with a line on each. Let the lines forget that they
must meet: the best cut into runs, each with its own regression line, errs no more than any broken line. The
best cut is found by dynamic programming over all cuts; what is left out is only what cannot be part of it.
"""

import numpy as np

CHUNK = 128  # samples whose runs are looked at together


def least_squared_error(x, y, pieces, at_most):
    """The least sum of squared errors of `pieces` regression lines on runs of neighbouring samples, y² units.

    x: shape (N,), increasing. y: shape (N,). at_most: an error that some such fit is known to have (that of any
    broken line with `pieces` pieces, say). A run that errs more than that by itself is in no best cut; as a run errs
    more the longer it is, all runs that start before the first one that is good enough are left out.
    Raises ValueError if there is no cut as good as `at_most`, which then was no such error.
    """
    at_most = at_most * (1 + 1e-9)  # its own rounding must not leave out the best cut
    best = np.full((pieces + 1, len(x) + 1), np.inf)  # [j, n]: the first n samples in j runs
    best[0, 0] = 0.0
    first = 0
    for begin in range(0, len(x), CHUNK):
        ends = np.arange(begin + 1, min(begin + CHUNK, len(x)) + 1)
        errors = errors_of_runs(x, y, first, ends)
        first += _good_enough(errors[0], at_most)  # later ends have no earlier starts
        errors = errors[:, -(ends[-1] - first) :]
        for j in range(1, pieces + 1):
            before = best[j - 1, first : ends[-1]]
            if before.min() <= at_most:
                best[j, ends] = (errors + before).min(axis=1)
    if not best[pieces, -1] <= at_most:
        raise ValueError(f"no {pieces} lines have a squared error of {at_most:g} or less")
    return best[pieces, -1]


def errors_of_runs(x, y, first, ends):
    """Squared errors of the regression lines on samples i, …, end − 1: shape (ends, starts), inf if there are none.

    first: the first start i. ends: shape (E,), increasing. Starts go from `first` to the last end less one.
    Numbers are taken relative to the end of each run and to the line through its last two samples, so that what
    is summed up is small, whatever x and y are.
    """
    inside = np.arange(first, ends[-1]) < ends[:, None]
    last = ends - 1
    slope = (y[last] - y[last - 1]) / (x[last] - x[last - 1]) if last[0] else np.zeros(len(ends))
    t = np.where(inside, x[first : ends[-1]] - x[last, None], 0.0)
    u = np.where(inside, y[first : ends[-1]] - y[last, None] - slope[:, None] * t, 0.0)
    count, t1, u1, tt, tu, uu = (_sums_from_each_start(v) for v in (inside, t, u, t * t, t * u, u * u))
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = tt - t1**2 / count
        error = uu - u1**2 / count - np.where(count > 1, (tu - t1 * u1 / count) ** 2 / spread, 0.0)
    return np.where(inside, np.where(count > 2, np.maximum(error, 0.0), 0.0), np.inf)


def _sums_from_each_start(values):
    return np.cumsum(values[:, ::-1], axis=1, dtype=float)[:, ::-1]


def _good_enough(errors, at_most):
    """Where the starts begin that err no more than `at_most`; errors fall as starts come later."""
    return int(np.argmax(errors <= at_most))
