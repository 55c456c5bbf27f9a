"""Samples → the sum of ReLUs that comes closest to them, with its kinks wherever they do most good."""

import numpy as np

from ..arguments import checked_count
from .free_knots import balanced_knots, best_polyline, even_knots
from .minimax import best_minimax_polyline
from .moments import coarse, group_moments, group_moments_by_piece, sample_moments
from .polyline import best_heights, polyline_sum
from .scaling import Samples, checked_norm, checked_samples, count_distinct, scaling_of, starts_of_distinct


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
    units, norm = checked_count(units, "units"), checked_norm(norm)
    if norm == "max" and weights is not None:
        raise ValueError('the worst error asks the same of every sample: leave weights out, or use norm="l2"')
    samples = checked_samples(x, y, weights)
    scaling = scaling_of(samples)
    knots, heights = (_least_squares if norm == "l2" else _least_worst)(samples, units, scaling)
    return polyline_sum(*scaling.unscaled(knots, heights))


def _least_squares(samples, units, scaling):
    """The knots and heights, scaled, of the polyline with the least squared error."""
    most = max(4096, 32 * units)
    groups = group_moments(samples, scaling, most)
    if units >= len(groups.x) - 1:
        return groups.x, groups.y
    few = coarse(groups, max(256, 8 * units))
    knots = balanced_knots(few, even_knots(few, units))
    if count_distinct(samples.x) == len(groups.x):
        return best_polyline(groups, knots)
    knots, _ = best_polyline(group_moments_by_piece(samples, scaling, knots, most // units), knots)
    knots = np.concatenate([[-1.0], knots[1:-1], [1.0]])  # the means of the outermost groups lie further in
    return knots, best_heights(sample_moments(samples, scaling, knots), knots)


def _least_worst(samples, units, scaling):
    """The knots and heights, scaled, of the polyline with the least worst error."""
    x, low, high = _extremes(samples, scaling)
    middle = Samples(x, (low + high) / 2, None)
    if units >= len(x) - 1:
        return x, middle.y
    start = _least_squares(middle, units, scaling_of(middle)._replace(y_middle=0.0, y_half=1.0))
    return best_minimax_polyline(x, low, high, *start)


def _extremes(samples, scaling):
    """Each distinct x once, with the smallest and the largest y there, scaled."""
    x, y = scaling.scaled(samples.x, samples.y)
    starts = starts_of_distinct(samples.x)
    if len(starts) == len(x):
        return x, y, y
    return x[starts], np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
