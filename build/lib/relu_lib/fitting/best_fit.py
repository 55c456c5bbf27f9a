"""Samples → the polyline of p pieces that comes closest to them, as a sum of at most p ReLUs."""

import numpy as np

from ..arguments import checked_count
from .free_knots import start_knots
from .minimax import best_minimax_polyline
from .moments import group_moments, group_moments_by_piece, sample_moments
from .polyline import best_heights, polyline_sum
from .scaling import Samples, checked_norm, checked_samples, count_distinct, scaling_of, starts_of_distinct
from .stepwise import best_polylines, searched_polylines

GROUPS = 4096  # samples of more different x are gathered into so many groups


def fit(x, y, units, norm="l2", weights=None):
    """The polyline of p pieces that comes closest to samples, written as a sum of at most p ReLUs.

    Its kinks lie inside the data, wherever they do most good. Of all polylines with so many pieces it is the one

    - "l2": with the least ``√(Σ w·(f(x) − y)² / Σ w)``. Kinks are searched for: on curves the answer is close to
      the best there is, but not proved to be; in noise better ones may be missed.
    - "max": with the least ``max |f(x) − y|``, to 12 digits.

    Pieces are what is counted, not bends: p ReLUs anywhere may do better. max(x, 0) on both sides of 0 is one
    ReLU and two pieces.
    x, y: N samples in any order; an x may come more than once. units: p, at least 1. weights: N
    numbers, at least 0, for "l2" only. Returns a `ReLUSum` of at most p units, with p − 1 kinks
    inside the data; a single piece is one unit whose kink is at the smallest x. Beyond the data the
    end pieces run straight on, except that a single piece is flat on the left.
    With n different x, n − 1 pieces go through everything there is: for more units than that the answer is
    the sum of n − 1 through the (weighted) mean y at each x, or for "max" half way between the extremes.
    Raises ValueError for no samples, different lengths, numbers that are not finite, weights that are
    negative or all 0 or given with "max", units below 1, and an unknown norm; TypeError for units that
    are no whole number and for x, y or weights that are no numbers.
    More units never fit worse than fewer, up to rounding: for "max" always; for "l2" up to 64 units and 4,096
    different x wherever pieces are added one by one. That is done unless the samples are those of a smooth curve,
    with little noise and at least 40 different x a piece; there one search is relied on, and a rise has not been
    seen in tests over many seeds, but is not ruled out. Only how weights compare counts, not how large they are.
    Time grows more slowly than N and p do, until a few passes over the samples are all that counts. Pieces added one
    by one take longer: milliseconds for each of them.
    Source: after de Boor 1973 (balance), Fearnhead, Maidstone & Letchford 2019 (search), Jupp 1978 and Muggeo
    2003 (polish); for the worst error O'Rourke 1981 and Imai & Iri 1986, with a proof in `minimax`.

    >>> hat = fit([0, 1, 2, 3, 4], [0, 1, 2, 1, 0], units=2)
    >>> hat([2, 2.5]).round(9), hat.kinks.round(9)
    (array([2. , 1.5]), array([2.]))
    """
    units, norm = checked_count(units, "units"), checked_norm(norm)
    if norm == "max" and weights is not None:
        raise ValueError('the worst error asks the same of every sample: leave weights out, or use norm="l2"')
    samples = checked_samples(x, y, weights)
    if norm == "l2":
        (found,) = least_squares_fits(samples, [units])
        return found
    scaling = scaling_of(samples)
    return polyline_sum(*scaling.unscaled(*_least_worst(samples, units, scaling)))


def least_squares_fits(samples, counts):
    """What `fit` finds for checked samples and each of some increasing numbers of units: for many, quicker."""
    scaling = scaling_of(samples)
    for knots, heights in _least_squares(samples, counts, scaling):
        yield polyline_sum(*scaling.unscaled(knots, heights))


def _least_squares(samples, counts, scaling, find=best_polylines):
    """Knots and heights, scaled, for each number of pieces, with the least squared error that `find` finds."""
    distinct = count_distinct(samples.x)
    groups = group_moments(samples, scaling, max(GROUPS, 32 * counts[-1]))
    if distinct == len(groups.x):
        yield from find(groups, [pieces for pieces in counts if pieces < distinct - 1])
        yield from [(groups.x, groups.y) for pieces in counts if pieces >= distinct - 1]
        return
    for pieces in counts:
        knots = start_knots(groups, pieces)
        finer = group_moments_by_piece(samples, scaling, knots, max(GROUPS // pieces, 32))
        ((knots, _),) = find(finer, [pieces], knots)
        knots = np.concatenate([[-1.0], knots[1:-1], [1.0]])  # the means of the outermost groups lie further in
        yield knots, best_heights(sample_moments(samples, scaling, knots), knots)


def _least_worst(samples, units, scaling):
    """The knots and heights, scaled, of the polyline with the least worst error."""
    x, low, high = _extremes(samples, scaling)
    middle = Samples(x, (low + high) / 2, None)
    if units >= len(x) - 1:
        return x, middle.y
    as_it_is = scaling_of(middle)._replace(y_middle=0.0, y_half=1.0)
    (start,) = _least_squares(middle, [units], as_it_is, find=searched_polylines)
    return best_minimax_polyline(x, low, high, *start)


def _extremes(samples, scaling):
    """Each distinct x once, with the smallest and the largest y there, scaled."""
    x, y = scaling.scaled(samples.x, samples.y)
    starts = starts_of_distinct(samples.x)
    if len(starts) == len(x):
        return x, y, y
    return x[starts], np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
