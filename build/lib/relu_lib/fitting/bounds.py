"""How good can a sum of ReLUs get? Limits and bounds for the error of p straight pieces.

`units` is p, the number of straight pieces on [a, b]: p ReLUs and an offset. Errors are "l2", root mean
square over the interval, or "max", worst absolute.
"""

import numpy as np

from ..arguments import checked_count, checked_interval, checked_number, function_values
from .scaling import checked_norm

STEPS = 1 << 16  # of the midpoint rule


def error_limit(second_derivative, a, b, units, norm="l2"):
    """The error of the best polyline with free kinks, as the number of pieces p grows.

    - "max": ``(∫√|f″|)² / (16p²)``
    - "l2":  ``(∫|f″|^(2/5))^(5/2) / (√720·p²·√(b − a))``, root mean square over [a, b]

    second_derivative: f″ as an array function, y per x²; f is twice continuously differentiable on
    [a, b], and not straight. units: p, at least 1. Returns y-units. As p → ∞, the best error divided by
    this limit goes to 1. For a given p the limit is no bound: the best error may be more or less, also where
    f″ keeps its sign. For a parabola and "max" it is exact for every p.
    A line on a piece of length h where f″ is c errs at best by c·h²/16, or √(c²h⁵/720) in the
    squared sense; the best kinks make all pieces err alike.
    Raises ValueError unless a < b, p ≥ 1 and f″ is finite.
    Source: Burchard & Hale 1975; Barrow & Smith 1978.

    >>> round(error_limit(lambda x: 2 + 0 * x, -2, 2, units=4, norm="max"), 9)  # the best four pieces for x²
    0.125
    """
    bend, width, units = _absolute_bend(second_derivative, a, b, units, norm)
    if norm == "max":
        return float((np.sqrt(bend).mean() * width) ** 2 / (16 * units**2))
    return float((bend**0.4).mean() ** 2.5 * width**2 / (np.sqrt(720) * units**2))


def uniform_limit(second_derivative, a, b, units, norm="l2", by="least squares"):
    """The error of a polyline with p equal pieces, as p grows. With h = (b − a)/p:

    - by="interpolation": ``h²/8 · max|f″|`` for "max", ``h²/√120 · rms(f″)`` for "l2"
    - by="least squares": ``h²/12 · max|f″|`` for "max", ``h²/√720 · rms(f″)`` for "l2"

    rms(f″) is the root mean square over [a, b]. Arguments, return value and errors as for
    `error_limit`; also raises ValueError for any other `by`. For fixed p, only ``h²/8 · max|f″|`` is a
    bound: see `interpolation_bound`. Source: de Boor 1978, chapters III and XII.

    >>> uniform_limit(lambda x: 2 + 0 * x, -2, 2, units=4, norm="max", by="interpolation")
    0.25
    """
    divisors = {"interpolation": {"max": 8, "l2": 120**0.5}, "least squares": {"max": 12, "l2": 720**0.5}}
    if by not in divisors:
        raise ValueError(f'by must be "interpolation" or "least squares", got {by!r}')
    bend, width, units = _absolute_bend(second_derivative, a, b, units, norm)
    most = bend.max() or 1.0  # numbers as large as floats can be have no squares
    size = bend.max() if norm == "max" else most * np.sqrt(((bend / most) ** 2).mean())
    return float((width / units) ** 2 / divisors[by][norm] * size)


def interpolation_bound(max_curvature, a, b, units):
    """Worst error of joining points of f by straight lines at uniform kinks: ``h²/8 · max|f″|``.

    max_curvature: max of ``|f″|`` on [a, b], y per x². a < b: interval ends, x-units.
    units: number of equal pieces, at least 1. Returns y-units: no f with that much curvature errs more,
    for any p, and a parabola errs as much. Raises ValueError if a ≥ b or units < 1.
    Source: de Boor 1978, chapter III.

    >>> interpolation_bound(2.0, -2, 2, units=4)
    0.25
    """
    return class_bounds(a, b, units, max_curvature=max_curvature)[1]


def class_bounds(a, b, units, *, max_slope=None, max_curvature=None):
    """Between which numbers the worst error lies for the hardest function of a class, at its best kinks.

    - ``|f′| ≤ L`` (Lipschitz): ``L(b − a)/(2(p + 1)) ≤ error ≤ L(b − a)/(2p)``
    - ``|f″| ≤ M``: ``M(b − a)²/(8(p + 1)²) ≤ error ≤ M(b − a)²/(8p²)``

    Give one of max_slope (L, y per x) and max_curvature (M, y per x²), at least 0. Returns (lower,
    upper), y-units. No f of the class errs more than the upper number, if its points at equal steps are
    joined by lines. The lower number is the error of the best p pieces for a zigzag, or a chain of
    parabolas, that swings p + 1 times: to come closer, a polyline would need p + 1 pieces. So for the
    hardest f of a class free kinks beat equal steps by upper ÷ lower at most, which is 1 + 1/p for slopes
    and its square for curvatures: 2 and 4 for p = 1, 1.25 and 1.56 for p = 4, close to 1 for many pieces.
    For one f at a time they may gain far more. Raises ValueError unless a < b, p ≥ 1, and one number is given.

    >>> class_bounds(-2, 2, units=4, max_slope=1.0)
    (0.4, 0.5)
    """
    width, units = _width(a, b), checked_count(units, "units")
    if (max_slope is None) == (max_curvature is None):
        raise ValueError("give one of max_slope and max_curvature: neither says what the other is")
    if max_curvature is None:
        size = checked_number(max_slope, "max_slope", least=0)
        return tuple(float(size * width / (2 * p)) for p in (units + 1, units))
    size = checked_number(max_curvature, "max_curvature", least=0)
    return tuple(float((width / p) ** 2 / 8 * size) for p in (units + 1, units))


def _width(a, b):
    a, b = checked_interval(a, b)
    return b - a


def _absolute_bend(second_derivative, a, b, units, norm):
    """|f″| at the midpoints of many steps, the width of the interval and the checked number of units."""
    width, units = _width(a, b), checked_count(units, "units")
    checked_norm(norm)
    x = a + width * (np.arange(STEPS) + 0.5) / STEPS
    return np.abs(function_values(second_derivative, x, "the second derivative")), width, units
