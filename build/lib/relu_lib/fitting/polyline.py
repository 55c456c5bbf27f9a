"""Polylines: from knots and the moments of their pieces to the best heights, and from heights to a sum of ReLUs.

A polyline is a chain of straight pieces, given by its knots (both ends and the kinks between them) and its height at
each. Which heights fit samples best is a linear problem once the knots are known.
"""

import numpy as np

from ..sums import ReLUSum
from .moments import SMALLEST


def best_heights(pieces, knots, near=0.0):
    """The heights at the knots of the continuous polyline with least squared error, shape (p + 1,).

    pieces: moments of the samples of each piece. A polyline is a sum of hat functions, one a knot, and each overlaps
    only with its neighbours: so the normal equations are tridiagonal. Heights that no sample decides stay close to
    `near`.
    """
    width = knots[1:] - knots[:-1]
    after = (pieces.x - knots[:-1]) / width  # how far along its piece the mean x is: there the right hat is so high
    before, spread, tilt = 1 - after, pieces.xx / width**2, pieces.xy / width
    left = pieces.mass * before**2 + spread, pieces.mass * before * pieces.y - tilt
    right = pieces.mass * after**2 + spread, pieces.mass * after * pieces.y + tilt
    beside = pieces.mass * before * after - spread
    diagonal, target = (np.append(a, 0) + np.append(0, b) for a, b in zip(left, right))
    mass = np.append(pieces.mass, 0) + np.append(0, pieces.mass)  # beside each knot
    tiny = 1e-14 * mass + SMALLEST
    return solve_tridiagonal(beside, diagonal + tiny, beside, target + tiny * near)


def solve_tridiagonal(below, diagonal, above, target):
    """Solve a tridiagonal system by elimination. On lists of numbers, as a loop over an array is slower."""
    below, pivot, above, value = (entries.tolist() for entries in (below, diagonal, above, target))
    for k in range(1, len(pivot)):
        factor = below[k - 1] / (pivot[k - 1] or SMALLEST)
        pivot[k] -= factor * above[k - 1]
        value[k] -= factor * value[k - 1]
    value[-1] /= pivot[-1] or SMALLEST
    for k in reversed(range(len(pivot) - 1)):
        value[k] = (value[k] - above[k] * value[k + 1]) / (pivot[k] or SMALLEST)
    return np.array(value)


def polyline_sum(knots, heights):
    """The polyline through (knots, heights) as a `ReLUSum` of as many units as it has pieces.

    It runs straight on beyond its ends; a single piece is one unit that starts where the data does.
    """
    apart = np.concatenate([[True], knots[1:] > knots[:-1]])
    knots, heights = knots[apart], heights[apart]
    if len(knots) == 1:
        return ReLUSum([1.0], [-knots[0]], [0.0], heights[0])
    if len(knots) == 2:
        slope = (heights[1] - heights[0]) / (knots[1] - knots[0])
        return ReLUSum([1.0], [-knots[0]], [slope], heights[0])
    return ReLUSum.from_points(knots, heights)
