"""A function → the sum of ReLUs that comes closest to it on an interval, and how close that is."""

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
    """The sum of p ReLUs that comes closest to a function on [a, b], and how close that is.

    f: an array function, as np.sin. a < b: interval ends, x-units. units: p, at least 1. norm: "l2" for
    the root mean square over the interval, "max" for the worst error on it.
    Returns a `FunctionFit`: a `ReLUSum` whose `error` is its error, y-units, measured between the samples
    it was fitted to as well. Samples are doubled until both errors agree to one in a thousand, a quarter of a
    million at most; a spike of f that is narrower than a thousandth of the interval may go unseen.
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
            return FunctionFit(*fitted._parameters(), max(error, seen))
        count *= 2


def _spread(a, b, count, norm):
    """Points for an error on [a, b]: midpoints of equal steps to average over, or with both ends for the worst."""
    if norm == "max":
        return np.linspace(a, b, count)
    return a + (b - a) * ((np.arange(count) + 0.5) / count)


def _error(fitted, x, y, norm):
    """The error at points from left to right, without the k × N table that calling the sum would make."""
    knots = np.concatenate([x[:1], fitted.kinks[(fitted.kinks > x[0]) & (fitted.kinks < x[-1])], x[-1:]])
    miss = np.interp(x, knots, fitted(knots)) - y
    return float(np.abs(miss).max() if norm == "max" else np.sqrt(np.mean(miss**2)))
