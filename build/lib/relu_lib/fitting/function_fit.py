"""A function → a sum of ReLUs that comes close to it on an interval, and how close that is."""

import numpy as np

from ..arguments import checked_count, checked_interval, function_values
from ..sums import ReLUSum
from .best_fit import fit
from .scaling import checked_norm


class FunctionFit(ReLUSum):
    """A `ReLUSum` that knows how far it is from the function it was fitted to: `error`, y-units.

    >>> round(fit_function(np.square, -2, 2, units=4, norm="max").error, 3)
    0.125
    """

    def __init__(self, slopes, biases, weights, offset=0.0, error=np.nan):
        super().__init__(slopes, biases, weights, offset)
        object.__setattr__(self, "error", float(error))

    def __reduce__(self):
        return type(self), (*self._parameters(), self.error)


def fit_function(f, a, b, units, norm="l2"):
    """The best polyline of p pieces for a function on [a, b], as a sum of p ReLUs, and how close that is.

    f: an array function, as np.sin. a < b: interval ends, x-units. units: p, at least 1. norm: "l2" for
    the root mean square over the interval, "max" for the worst error on it.
    Returns a `FunctionFit`: a `ReLUSum` of at most p units whose `error` is its error, y-units, measured
    between the samples it was fitted to as well. Samples are doubled until both errors agree to one in a
    thousand, a quarter of a million at most; a spike of f that is narrower than a thousandth of the interval may
    go unseen. For "max", f is also measured on both sides of its jumps, at the 64 largest steps between
    samples; the fit itself does not know of jumps, and at one of them another sum may err less.
    Raises ValueError unless a < b and p ≥ 1, and if f is not finite or does not give one y for each x.

    >>> s = fit_function(np.sin, 0, np.pi, units=4)
    >>> print(f"{s.width} units, error {s.error:.4f}")
    4 units, error 0.0143
    """
    units, norm, (a, b) = checked_count(units, "units"), checked_norm(norm), checked_interval(a, b)
    count = max(1024, (64 if norm == "l2" else 256) * units)
    while True:
        x, between = _spread(a, b, count, norm), _spread(a, b, 3 * count + 1, norm)
        fitted = fit(x, y := function_values(f, x), units, norm)
        seen, error = _error(fitted, x, y, norm), _error(fitted, between, function_values(f, between), norm)
        if error <= 1.001 * seen + 1e-14 * np.abs(y).max() or count >= 1 << 18:
            at_jumps = _error(fitted, *_sides_of_jumps(f, x, y), norm) if norm == "max" else 0.0
            return FunctionFit(*fitted._parameters(), max(error, seen, at_jumps))
        count *= 2


def _spread(a, b, count, norm):
    """Points for an error on [a, b]: midpoints of equal steps to average over, or with both ends for the worst."""
    if norm == "max":
        return np.linspace(a, b, count)
    return a + (b - a) * ((np.arange(count) + 0.5) / count)


def _sides_of_jumps(f, x, y, most=64, halvings=60):
    """Points on both sides of where f jumps, if it does, in order, and f there.

    The largest steps between samples are halved again and again, each time to the half with the larger step.
    """
    largest = np.sort(np.argsort(np.abs(np.diff(y)))[-most:])
    left, right, low, high = x[largest], x[largest + 1], y[largest], y[largest + 1]
    for _ in range(halvings):
        middle = left / 2 + right / 2
        there = function_values(f, middle)
        to_the_left = np.abs(there - low) > np.abs(high - there)
        left, low = np.where(to_the_left, left, middle), np.where(to_the_left, low, there)
        right, high = np.where(to_the_left, middle, right), np.where(to_the_left, there, high)
    return np.stack([left, right], axis=1).ravel(), np.stack([low, high], axis=1).ravel()


def _error(fitted, x, y, norm):
    """The error at points from left to right, without the k × N table that calling the sum would make."""
    knots = np.concatenate([x[:1], fitted.kinks[(fitted.kinks > x[0]) & (fitted.kinks < x[-1])], x[-1:]])
    miss = np.abs(np.interp(x, knots, fitted(knots)) - y)
    worst = miss.max()
    return float(worst if norm == "max" or worst == 0 else worst * np.sqrt(np.mean((miss / worst) ** 2)))
