"""Sums of ReLUs whose kinks are given and not searched for: spread evenly, or wherever one wants them."""

import numpy as np

from ..arguments import checked_count, checked_interval, checked_vector, function_values
from .moments import group_moments, sample_moments
from .polyline import best_heights, polyline_sum
from .scaling import Samples, checked_samples, count_distinct, scaling_of


def interpolate(f, a=None, b=None, units=None, *, knots=None):
    """The polyline that meets f at its knots: ``p + 1`` knots spread evenly over [a, b], or given ones.

    f: an array function, or samples as a pair (x, y), between which lines are drawn (the mean y where
    an x comes more than once). Say either `units` (p, at least 1) and the interval's ends (for samples,
    by default all of it), or `knots`: at least two numbers that increase, x-units.
    Returns a `ReLUSum` of at most p units. Raises ValueError for none of the two or both, and for knots that
    do not increase or lie outside the samples; TypeError for an f that is neither; and both as `fit_function`
    and `fit` do.
    Source: de Boor 1978, chapter III; `interpolation_bound` says how good it is.

    >>> interpolate(np.square, -2, 2, units=2)([-2, -1, 0])
    array([4., 2., 0.])
    >>> interpolate(np.square, knots=[0, 1, 3])([1, 2])
    array([1., 5.])
    """
    samples = None if callable(f) else mean_samples(*_pair(f))
    if samples is not None:
        a, b = (end if given is None else given for given, end in zip((a, b), samples.x[[0, -1]]))
    if (knots is None) == (units is None):
        raise ValueError("say where the knots are: either knots=[…], or units with the ends a and b")
    knots = _even_knots(a, b, units) if knots is None else checked_vector(knots, "knots")
    if len(knots) < 2 or not (np.diff(knots) > 0).all():
        raise ValueError(f"knots must be at least two numbers that increase, got {knots}")
    if samples is None:
        return polyline_sum(knots, function_values(f, knots))
    if knots[0] < samples.x[0] or knots[-1] > samples.x[-1]:
        raise ValueError(f"knots must lie within the samples, {samples.x[0]} to {samples.x[-1]}, got {knots}")
    return polyline_sum(knots, np.interp(knots, *samples[:2]))


def _even_knots(a, b, units):
    units = checked_count(units, "units")
    if a is None or b is None:
        raise ValueError(f"units of a function need an interval a < b to lie on, got a={a}, b={b}")
    a, b = checked_interval(a, b)
    return np.linspace(a, b, units + 1)


def _pair(f):
    if isinstance(f, (tuple, list, np.ndarray)) and len(f) in (2, 3):  # with weights, three
        return f
    raise TypeError(f"f must be a function such as np.sin, or samples as a pair (x, y), got {f!r:.60}")


def mean_samples(x, y, weights=None):
    """Each distinct x once, with its mean y."""
    samples = checked_samples(x, y, weights)
    if count_distinct(samples.x) == len(samples.x):
        return samples
    scaling = scaling_of(samples)
    groups = group_moments(samples, scaling, len(samples.x))
    return Samples(*scaling.unscaled(groups.x, groups.y), groups.mass)


def fit_uniform(x, y, units, weights=None):
    """The least-squares polyline with p equal pieces from the smallest x to the largest.

    Arguments, return value and errors as for `fit` with norm "l2", but kinks stay at
    ``x_min + k·(x_max − x_min)/p``, which makes it a linear problem: exact, quick, and steadier than free
    kinks where samples are few and noisy. Heights that no sample decides lie on lines between samples.
    Source: de Boor 1978, chapter XIV; `uniform_limit` says how good it is.

    >>> fit_uniform([0, 1, 2, 3, 4], [0, 1, 2, 1, 0], units=2).kinks
    array([2.])
    """
    units, samples = checked_count(units, "units"), checked_samples(x, y, weights)
    scaling = scaling_of(samples)
    if samples.x[0] == samples.x[-1]:
        return polyline_sum(samples.x[:1], np.average(samples.y, weights=samples.weights, keepdims=True))
    knots = np.linspace(-1, 1, units + 1)
    between = np.interp(knots, *scaling.scaled(*mean_samples(*samples)[:2]))
    heights = best_heights(sample_moments(samples, scaling, knots), knots, near=between)
    return polyline_sum(*scaling.unscaled(knots, heights))
