"""Data or a function → the sum of ReLUs that fits it: the best that can be found, and plainer ways to one.

`units` is the number of straight pieces on the interval of the data: p pieces have p − 1 kinks
between them, and one unit more gives the first piece its slope: p ReLUs and an offset. Errors are
"l2", root mean square, or "max", worst absolute.
"""

import numpy as np

from .free_kinks import balanced_knots, best_polyline, even_knots
from .minimax import best_minimax_polyline
from .samples import (
    Samples,
    best_heights,
    cells_by_piece,
    cells_of,
    checked_norm,
    checked_samples,
    checked_units,
    coarse,
    count_distinct,
    frame_of,
    polyline_sum,
    sample_moments,
)
from .sums import ReLUSum


def fit(x, y, units, norm="l2", weights=None):
    """The sum of p ReLUs that comes closest to samples, with kinks wherever they do most good.

    - "l2": least ``√(Σ w·(f(x) − y)² / Σ w)``. Kinks are searched for: on curves the answer is close to the
      best there is, but not proved to be; in noise, with few samples a piece, better ones may be missed.
    - "max": least ``max |f(x) − y|``. The best there is, to 12 digits.

    x, y: N samples in any order; an x may come more than once. units: p, at least 1. weights: N
    numbers, at least 0, for "l2" only. Returns a `ReLUSum` of at most p units, with p − 1 kinks
    inside the data; a single piece is one unit whose kink is at the smallest x. Beyond the data the
    end pieces run straight on, except that a single piece is flat on the left.
    With n different x, n − 1 pieces go through everything there is: for more units than that the answer is
    the sum of n − 1 through the (weighted) mean y at each x, or for "max" half way between the extremes.
    Raises ValueError for no samples, different lengths, numbers that are not finite, weights that are
    negative or all 0 or given with "max", units below 1, and an unknown norm; TypeError for units that
    are no whole number and for x, y or weights that are no numbers.
    Time grows more slowly than N and p do, until a few passes over the samples are all that counts; up to
    six pieces have their kinks searched for more thoroughly, which takes a little longer.
    Source: de Boor 1973 (balance); Fearnhead, Maidstone & Letchford 2019 (search); Jupp 1978, Muggeo
    2003 (polish); Imai & Iri 1986 (worst error).

    >>> hat = fit([0, 1, 2, 3, 4], [0, 1, 2, 1, 0], units=2)
    >>> hat([2, 2.5]).round(9), hat.kinks.round(9)
    (array([2. , 1.5]), array([2.]))
    """
    units, norm = checked_units(units), checked_norm(norm)
    if norm == "max" and weights is not None:
        raise ValueError('the worst error asks the same of every sample: leave weights out, or use norm="l2"')
    samples = checked_samples(x, y, weights)
    frame = frame_of(samples)
    knots, heights = (_least_squares if norm == "l2" else _least_worst)(samples, units, frame)
    return polyline_sum(*frame.outside(knots, heights))


def _least_squares(samples, units, frame):
    """The knots and heights, in the frame, of the polyline with the least squared error."""
    most = max(4096, 32 * units)
    cells = cells_of(samples, frame, most)
    if units >= len(cells.x) - 1:
        return cells.x, cells.y
    few = coarse(cells, max(256, 8 * units))
    knots = balanced_knots(few, even_knots(few, units))
    if count_distinct(samples.x) == len(cells.x):
        return best_polyline(cells, knots)
    knots, _ = best_polyline(cells_by_piece(samples, frame, knots, most // units), knots)
    knots = np.concatenate([[-1.0], knots[1:-1], [1.0]])  # the outer cells' means lie further in
    return knots, best_heights(sample_moments(samples, frame, knots), knots)


def _least_worst(samples, units, frame):
    """The knots and heights, in the frame, of the polyline with the least worst error."""
    x, low, high = _extremes(samples, frame)
    middle = Samples(x, (low + high) / 2, None)
    if units >= len(x) - 1:
        return x, middle.y
    start = _least_squares(middle, units, frame_of(middle)._replace(y_middle=0.0, y_half=1.0))
    return best_minimax_polyline(x, low, high, *start)


def _extremes(samples, frame):
    """Each distinct x once, with the smallest and the largest y there, in the frame."""
    x, y = frame.inside(samples.x, samples.y)
    starts = np.flatnonzero(np.concatenate([[True], samples.x[1:] > samples.x[:-1]]))
    if len(starts) == len(x):
        return x, y, y
    return x[starts], np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)


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
    units, norm = checked_units(units), checked_norm(norm)
    if not (np.isfinite([a, b]).all() and a < b):
        raise ValueError(f"need finite interval ends a < b, got a={a}, b={b}")
    count = max(1024, (64 if norm == "l2" else 256) * units)
    while True:
        x, between = _spread(a, b, count, norm), _spread(a, b, 3 * count + 1, norm)
        fitted = fit(x, y := _values(f, x), units, norm)
        seen, error = (_error(fitted, at, values, norm) for at, values in ((x, y), (between, _values(f, between))))
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


def _values(f, x):
    """f at x, or an error that says what f has to be."""
    if not callable(f):
        raise TypeError(f"f must be a function such as np.sin, got {f!r:.60}")
    y = np.asarray(f(x), float)
    if y.shape not in ((), x.shape):
        raise ValueError(f"f must give one y for each x: for x of shape {x.shape} it gave shape {y.shape}")
    if not np.isfinite(y).all():
        raise ValueError(f"f must be finite on the interval, but f({x[np.argmin(np.isfinite(y))]:.6g}) is not")
    return np.broadcast_to(y, x.shape)


def interpolate(f, a=None, b=None, units=None, *, knots=None):
    """The polyline that meets f at its knots: ``p + 1`` knots spread evenly over [a, b], or given ones.

    f: an array function, or samples as a pair (x, y), between which lines are drawn (the mean y where
    an x comes more than once). Say either `units` (p, at least 1) and the interval's ends (for samples,
    by default all of it), or `knots`: at least two numbers that increase, x-units.
    Returns a `ReLUSum` of at most p units. Raises ValueError for none of the two or both, knots that do
    not increase or lie outside the samples, and as `fit_function` and `fit` do.
    Source: de Boor 1978, chapter III; `interpolation_bound` says how good it is.

    >>> interpolate(np.square, -2, 2, units=2)([-2, -1, 0])
    array([4., 2., 0.])
    >>> interpolate(np.square, knots=[0, 1, 3])([1, 2])
    array([1., 5.])
    """
    samples = None if callable(f) else _means(*f)
    if samples is not None:
        a, b = (end if given is None else given for given, end in zip((a, b), samples.x[[0, -1]]))
    if (knots is None) == (units is None):
        raise ValueError("say where the knots are: either knots=[…], or units with the ends a and b")
    if knots is None:
        if a is None or b is None or not (np.isfinite([a, b]).all() and a < b):
            raise ValueError(f"need finite interval ends a < b, got a={a}, b={b}")
        knots = np.linspace(a, b, checked_units(units) + 1)
    knots = np.asarray(knots, float)
    if knots.ndim != 1 or len(knots) < 2 or not (np.isfinite(knots).all() and (np.diff(knots) > 0).all()):
        raise ValueError(f"knots must be at least two finite numbers that increase, got {knots}")
    if samples is None:
        return polyline_sum(knots, _values(f, knots))
    if knots[0] < samples.x[0] or knots[-1] > samples.x[-1]:
        raise ValueError(f"knots must lie within the samples, {samples.x[0]} to {samples.x[-1]}, got {knots}")
    return polyline_sum(knots, np.interp(knots, *samples[:2]))


def _means(x, y, weights=None):
    """Each distinct x once, with its mean y."""
    samples = checked_samples(x, y, weights)
    if count_distinct(samples.x) == len(samples.x):
        return samples
    frame = frame_of(samples)
    cells = cells_of(samples, frame, len(samples.x))
    return Samples(*frame.outside(cells.x, cells.y), cells.mass)


def fit_uniform(x, y, units, weights=None):
    """The least-squares polyline with p equal pieces from the smallest x to the largest.

    Arguments, return value and errors as for `fit` with norm "l2", but kinks stay at
    ``x_min + k·(x_max − x_min)/p``, which makes it a linear problem: exact, quick, and steadier than free
    kinks where samples are few and noisy. Heights that no sample decides lie on lines between samples.
    Source: de Boor 1978, chapter XIV; `uniform_limit` says how good it is.

    >>> fit_uniform([0, 1, 2, 3, 4], [0, 1, 2, 1, 0], units=2).kinks
    array([2.])
    """
    units, samples = checked_units(units), checked_samples(x, y, weights)
    frame = frame_of(samples)
    if samples.x[0] == samples.x[-1]:
        return polyline_sum(samples.x[:1], np.average(samples.y, weights=samples.weights, keepdims=True))
    knots = np.linspace(-1, 1, units + 1)
    between = np.interp(knots, *frame.inside(*_means(*samples)[:2]))
    heights = best_heights(sample_moments(samples, frame, knots), knots, near=between)
    return polyline_sum(*frame.outside(knots, heights))
