"""How lines cut the plane, and how a deep network cuts a line: regions and pieces, counted and not sampled.

The unit max(w₁x₁ + w₂x₂ + b, 0) of two inputs is a creased plane, and its kink a line. A sum of such units is flat
inside each region between the lines. Floating point numbers are exact fractions, and with fractions a crossing is on a
line or it is not: nothing here hangs on a tolerance, unless it says so.
"""

from fractions import Fraction

import numpy as np

from .arguments import checked_array, checked_count, checked_interval, checked_rows, checked_vector
from .layers import Network


def most_regions(lines):
    """Into how many regions so many lines can cut the plane, at most: ``1 + r + r(r − 1)/2``.

    lines: r, at least 0. It takes that no two are parallel and no three meet in a point.
    Source: Steiner 1826.

    >>> [most_regions(r) for r in (0, 1, 2, 3, 8)]
    [1, 2, 4, 7, 37]
    """
    r = checked_count(lines, "lines", least=0)
    return 1 + r + r * (r - 1) // 2


def count_regions(weights, biases, window=(-1, 1)):
    """Into how many regions the kinks of units cut a square window, exactly, for the numbers as they are given.

    weights: shape (2, r), a column for each unit: its kink is the line w₁x₁ + w₂x₂ + b = 0, or none if both weights
    are 0. biases: shape (r,). window: (a, b), a < b: the square of all (x₁, x₂) between them.
    Each line that cuts the window makes one region more, and so does each crossing inside it; where several lines
    meet in one point, it counts for each line but the first. A line that is there twice counts once, and one along the
    border, or through a corner alone, not at all. Raises ValueError for other shapes, numbers that are not
    finite or an empty window; TypeError for what is no number. Source: Zaslavsky 1975.

    >>> count_regions([[1, 0, 1], [0, 1, 1]], [0, 0, -0.5])  # three lines, a triangle between them
    7
    >>> count_regions([[1, 0, 1], [0, 1, 1]], [0, 0, 0])  # the three meet in one point
    6
    """
    lines, (low, high) = _exact_lines(weights, biases), map(Fraction, checked_interval(*window))
    cutting = [line for line in lines if _cuts(line, low, high)]
    through = {}  # a crossing inside → the lines that meet there
    for i, one in enumerate(cutting):
        for other in cutting[:i]:
            point = _crossing(one, other)
            if point and all(low < at < high for at in point):
                through.setdefault(point, set()).update((one, other))
    return 1 + len(cutting) + sum(len(meeting) - 1 for meeting in through.values())


def region_polygons(weights, biases, window=(-1, 1)):
    """The regions themselves: a list of convex polygons, each an array (corners, 2) of x₁ and x₂, anticlockwise.

    Arguments and errors as for `count_regions`. The window is cut by one line after the other, in fractions; only
    the corners that come out are rounded.

    >>> [polygon.tolist() for polygon in region_polygons([[1], [0]], [0])]
    [[[-1.0, -1.0], [0.0, -1.0], [0.0, 1.0], [-1.0, 1.0]], [[0.0, -1.0], [1.0, -1.0], [1.0, 1.0], [0.0, 1.0]]]
    """
    lines, (low, high) = _exact_lines(weights, biases), map(Fraction, checked_interval(*window))
    polygons = [[(low, low), (high, low), (high, high), (low, high)]]
    for line in lines:
        polygons = [part for polygon in polygons for part in _cut(polygon, line)]
    return [np.array(polygon, float) for polygon in polygons]


def boundary_segments(network, level=0.0, window=(-1, 1)):
    """Where a network of two inputs and one layer of units crosses a level: segments, an array (n, 2, 2).

    network: a `Network` of sizes (2, units, 1). level: a number, in units of the output. window: as for
    `count_regions`. In each region the network is flat, so that its boundary there is one straight segment, from one
    (x₁, x₂) to another; a region that lies at the level as a whole has none. Raises ValueError for another network, and
    what `count_regions` raises.

    >>> boundary_segments(Network([[[1], [0]], [[1]]], [[0], [0]]), level=0.5).tolist()
    [[[0.5, -1.0], [0.5, 1.0]]]
    """
    if not isinstance(network, Network) or network.sizes[0] != 2 or network.sizes[2:] != (1,):
        raise ValueError(f"need a Network of 2 inputs, one layer of units and 1 output, got {network!r}")
    found = []
    for polygon in region_polygons(network.weights[0], network.biases[0], window):
        above = network(polygon)[:, 0] - level
        ends = []
        for (p, one), (q, other) in zip(zip(polygon, above), zip(np.roll(polygon, -1, 0), np.roll(above, -1))):
            if (one > 0) != (other > 0):
                ends.append(p + (q - p) * (one / (one - other)))
        if len(ends) == 2 and not np.array_equal(*ends):
            found.append(ends)
    return np.array(found).reshape(-1, 2, 2)


def knots_along(network, start, end, exact=False):
    """Where a network bends on the way from one input to another: sorted numbers between 0 and 1; one piece more.

    network: a `Network` of any depth. start, end: inputs, shape (inputs,). The way is ``start + t·(end − start)`` for t
    from 0 to 1. Layer by layer each piece is cut where a unit comes alive or dies; then pieces that go on straight are
    joined. exact: calculate with fractions, so that no bend is lost or made by rounding; slow for many layers.
    Otherwise slopes that differ by less than 1e-11 of their size are taken for one.
    Raises ValueError for other shapes and numbers that are not finite, TypeError for what is no number.

    >>> tent = Network([[[1, 1]], [[2], [-4]]], [[0, -0.5], [0]])
    >>> knots_along(tent, [-1], [2])
    array([0.33333333, 0.5       ])
    """
    start, end = checked_vector(start, "start"), checked_vector(end, "end")
    for name, point in ("start", start), ("end", end):
        if len(point) != network.sizes[0]:
            raise ValueError(f"{name} needs {network.sizes[0]} numbers, one for each input, got {len(point)}")
    number = np.vectorize(Fraction, otypes=[object]) if exact else (lambda values: values)
    one, zero = (Fraction(1), Fraction(0)) if exact else (1.0, 0.0)
    at, slope = number(start), number(end) - number(start)
    pieces = [(zero, one, at, slope)]  # from, to, and the straight line value + t·slope there
    for i, (W, b) in enumerate(zip(map(number, network.weights), map(number, network.biases))):
        pieces = [(a, z, v @ W + b, s @ W) for a, z, v, s in pieces]
        if i + 1 < len(network.weights):
            pieces = [part for piece in pieces for part in _clipped(*piece)]
    tolerance = 0 if exact else 1e-11
    return np.array([float(z) for (_, z, _, s), (_, _, _, t) in zip(pieces, pieces[1:]) if _bends(s, t, tolerance)])


def _bends(slope, other, tolerance):
    largest = max(np.abs(slope).max(), np.abs(other).max())
    return bool((np.abs(other - slope) > tolerance * largest).any())


def _clipped(a, z, value, slope):
    """A piece of a layer's lines, cut where one of them crosses 0 between a and z, and each part clipped."""
    crossing = {-v / s for v, s in zip(value, slope) if s != 0}
    ends = [a, *sorted(t for t in crossing if a < t < z), z]
    for low, high in zip(ends, ends[1:]):
        alive = value + (low + high) / 2 * slope > 0
        yield low, high, np.where(alive, value, 0 * value), np.where(alive, slope, 0 * slope)


# --- lines w₁x₁ + w₂x₂ + b = 0 in fractions ---------------------------------------------------------


def _exact_lines(weights, biases):
    """The kinks, each line once, as (w₁, w₂, b), scaled so that the first weight that is not 0 is 1."""
    W, b = checked_array(weights, "weights"), checked_vector(biases, "biases")
    if W.ndim != 2 or W.shape != (2, len(b)):
        raise ValueError(f"weights must have shape (2, {len(b)}), a column for each bias, got shape {W.shape}")
    rows = checked_rows(W.T, "weights") if len(b) else []
    lines = {}  # a dict keeps their order
    for (w1, w2), bias in zip(rows, b):
        lead = Fraction(w1) or Fraction(w2)
        if lead:
            lines[Fraction(w1) / lead, Fraction(w2) / lead, Fraction(bias) / lead] = True
    return list(lines)


def _cuts(line, low, high):
    sides = [_side(line, (x1, x2)) for x1 in (low, high) for x2 in (low, high)]
    return min(sides) < 0 < max(sides)


def _side(line, point):
    return line[0] * point[0] + line[1] * point[1] + line[2]


def _crossing(one, other):
    """Where two lines meet, or None if they are parallel."""
    (a, b, c), (d, e, f) = one, other
    determinant = a * e - b * d
    return ((b * f - c * e) / determinant, (c * d - a * f) / determinant) if determinant else None


def _cut(polygon, line):
    """The one or two parts of a convex polygon beside a line."""
    sides = [_side(line, corner) for corner in polygon]
    if min(sides) >= 0 or max(sides) <= 0:
        return [polygon]
    parts = []
    for sign in (-1, 1):
        part = []
        for i, (corner, side) in enumerate(zip(polygon, sides)):
            (next_corner, next_side) = polygon[(i + 1) % len(polygon)], sides[(i + 1) % len(polygon)]
            if side * sign >= 0:
                part.append(corner)
            if side * next_side < 0:
                t = side / (side - next_side)
                part.append(tuple(p + t * (q - p) for p, q in zip(corner, next_corner)))
        parts.append(part)
    return parts
