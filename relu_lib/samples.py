"""Samples of a function of one input: checked, sorted, gathered into cells, and summed up piece by piece.

A least-squares line needs six numbers of the samples it is fitted to: how much they weigh, their
mean place and height, and how they spread about it. `Cells` holds such moments for many groups of
samples at once. They are centred on each group's own mean: running totals of x², xy and y² would
lose all digits of a small error by subtracting large numbers.
"""

from typing import NamedTuple

import numpy as np

from .sums import ReLUSum

SMALLEST = float(np.finfo(float).tiny)  # instead of 0, where something is divided by it
NOTHING = np.zeros(1)  # behind all values: a last piece without any begins there
BLOCK = 1 << 15  # samples summed up at a time: small enough to stay in a processor's cache


class Samples(NamedTuple):
    """Samples sorted by x. x, y: float64 arrays (N,). weights: (N,) positive, or None for all 1."""

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None


class Frame(NamedTuple):
    """A box around the samples: inside it x and y go from −1 to 1, whatever their units were."""

    x_middle: float
    x_half: float
    y_middle: float
    y_half: float

    def inside(self, x, y):
        return (x - self.x_middle) / self.x_half, (y - self.y_middle) / self.y_half

    def outside(self, x, y):
        return x * self.x_half + self.x_middle, y * self.y_half + self.y_middle


class Cells(NamedTuple):
    """Moments of groups of samples, one entry a group, in the order of x.

    mass: the sum of weights. x, y: the means. xx, xy, yy: the centred sums Σw(x − x̄)²,
    Σw(x − x̄)(y − ȳ), Σw(y − ȳ)²; all 0 for a single sample.
    """

    mass: np.ndarray
    x: np.ndarray
    y: np.ndarray
    xx: np.ndarray
    xy: np.ndarray
    yy: np.ndarray

    def slopes(self):
        """The slope of each group's own least-squares line; 0 where all x are equal."""
        wide = self.xx > 0
        return np.where(wide, self.xy / np.where(wide, self.xx, 1), 0.0)


def checked_samples(x, y, weights=None):
    """x, y and weights as `Samples`, or an error that says what is wrong and how to mend it.

    Samples that are sorted already are not copied. Those of weight 0 are left out.
    """
    x, y = _numbers(x, "x"), _numbers(y, "y")
    if len(x) != len(y):
        raise ValueError(f"every sample needs an x and a y, got {len(x)} x and {len(y)} y")
    if weights is not None:
        weights = _numbers(weights, "weights")
        if len(weights) != len(x):
            raise ValueError(f"every sample needs a weight, got {len(x)} samples and {len(weights)} weights")
        if (weights < 0).any() or not weights.any():
            raise ValueError("weights must be at least 0, and one of them above 0; leave out samples instead")
        if not weights.all():
            x, y, weights = (values[weights > 0] for values in (x, y, weights))
    if len(x) == 0:
        raise ValueError("there are no samples: x and y are empty, at least one point is needed")
    if (x[1:] < x[:-1]).any():
        order = np.argsort(x, kind="stable")
        x, y, weights = x[order], y[order], None if weights is None else weights[order]
    return Samples(x, y, weights)


def _numbers(values, name):
    """`values` as a vector of finite float64, without a copy if it is one."""
    try:
        array = np.asarray(values, float)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a list or array of numbers, got {values!r:.60}") from None
    if array.ndim != 1:
        raise ValueError(f"{name} must be a flat list of numbers, got shape {array.shape}; try {name}.ravel()")
    if not np.isfinite(array).all():
        i = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite numbers, but {name}[{i}] is {array[i]}: leave such samples out")
    return array


def checked_units(units, name="units"):
    """`units` as an int, or an error unless it is a whole number of at least 1."""
    if isinstance(units, (bool, np.bool_)) or not isinstance(units, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, got {units!r}")
    if units < 1:
        raise ValueError(f"{name} must be at least 1, got {units}: one unit makes one straight piece")
    return int(units)


def checked_norm(norm):
    """`norm`, or an error unless it is "l2" or "max"."""
    if norm not in ("l2", "max"):
        raise ValueError(f'norm must be "l2" (root mean square) or "max" (worst absolute), got {norm!r}')
    return norm


def frame_of(samples):
    """The box from the smallest to the largest x and y. An empty side counts as 1 long each way."""
    middles_and_halves = []
    for smallest, largest in ((samples.x[0], samples.x[-1]), (samples.y.min(), samples.y.max())):
        middle, half = smallest / 2 + largest / 2, largest / 2 - smallest / 2
        middles_and_halves += [float(middle), float(half) if half > 0 else 1.0]
    return Frame(*middles_and_halves)


def count_distinct(x):
    """How many different numbers there are in a sorted x."""
    return 1 + int(np.count_nonzero(x[1:] > x[:-1]))


def cells_of(samples, frame, most):
    """The samples gathered into at most `most` cells, in the frame's units.

    A cell is all the samples of one x if that makes few enough, else a run of neighbours, each as many.
    """
    x, y, weights = samples
    if count_distinct(x) > most:
        return _run_cells(samples, frame, 0, len(x), most)
    u, v = frame.inside(x, y)
    nothing = np.zeros(len(x))
    single = Cells(np.ones(len(x)) if weights is None else weights, u, v, nothing, nothing, nothing)
    return merged(single, np.flatnonzero(np.concatenate([[True], x[1:] > x[:-1], [True]])))


def cells_by_piece(samples, frame, knots, each):
    """The samples gathered into at most `each` cells in every piece, runs of neighbours, each as many."""
    edges = sample_edges(samples, frame, knots)
    runs = [_run_cells(samples, frame, *ends, each) for ends in zip(edges, edges[1:]) if ends[0] < ends[1]]
    return Cells(*map(np.concatenate, zip(*runs)))


def _run_cells(samples, frame, start, stop, most):
    """At most `most` cells of samples start to stop, each as many; the last may be fewer. A block at a time."""
    size = -(-(stop - start) // most)
    whole, step = stop - (stop - start) % size, max(BLOCK // size, 1) * size
    blocks = [(at, min(at + step, whole), size) for at in range(start, whole, step)]
    if whole < stop:
        blocks.append((whole, stop, stop - whole))
    runs = [row_moments(*_rows(samples, frame, *block)) for block in blocks]
    return Cells(*map(np.concatenate, zip(*runs))) if len(runs) > 1 else runs[0]


def _rows(samples, frame, start, stop, size):
    """Samples start to stop as tables of x, y and weights with `size` samples a row."""
    x, y = frame.inside(samples.x[start:stop], samples.y[start:stop])
    weights = None if samples.weights is None else samples.weights[start:stop].reshape(-1, size)
    return x.reshape(-1, size), y.reshape(-1, size), weights


def row_moments(x, y, weights=None):
    """The moments of each row of two tables of samples, as `Cells`."""
    mass = np.full(len(x), float(x.shape[1])) if weights is None else weights.sum(axis=1)
    w = 1.0 if weights is None else weights
    x_mean, y_mean = (w * x).sum(axis=1) / mass, (w * y).sum(axis=1) / mass
    dx, dy = x - x_mean[:, None], y - y_mean[:, None]
    wdx = w * dx
    dots = (np.einsum("ij,ij->i", p, q) for p, q in ((wdx, dx), (wdx, dy), (w * dy, dy)))
    return Cells(mass, x_mean, y_mean, *dots)


def merged(cells, edges):
    """Cells edges[k] to edges[k + 1] made into one, for each k. edges: whole numbers, increasing."""
    starts, counts = edges[:-1], np.diff(edges)
    if (counts == 1).all():
        return cells
    total = lambda values: np.add.reduceat(values, starts)  # noqa: E731
    mass = total(cells.mass)
    x, y = total(cells.mass * cells.x) / mass, total(cells.mass * cells.y) / mass
    dx, dy = cells.x - np.repeat(x, counts), cells.y - np.repeat(y, counts)
    wdx, wdy = cells.mass * dx, cells.mass * dy
    return Cells(mass, x, y, total(wdx * dx + cells.xx), total(wdx * dy + cells.xy), total(wdy * dy + cells.yy))


def coarse(cells, most):
    """At most `most` cells, each a merger of about as many neighbours."""
    count = min(most, len(cells.x))
    return merged(cells, np.linspace(0, len(cells.x), count + 1).round().astype(int))


def piece_edges(x, knots):
    """Where pieces begin and end in a sorted x: piece k holds x[edges[k]:edges[k + 1]]; p + 1 whole numbers."""
    return np.concatenate([[0], np.searchsorted(x, knots[1:-1]), [len(x)]])


def piece_totals(values, edges):
    """The sum of the values of each piece; 0 for a piece that has none."""
    return np.add.reduceat(np.concatenate((values, NOTHING)), edges[:-1]) * (edges[1:] > edges[:-1])


def piece_moments(cells, edges):
    """The moments of the cells of each piece, as `Cells` without yy; a piece without cells has mass 0."""
    counts = edges[1:] - edges[:-1]
    mass = piece_totals(cells.mass, edges)
    some = np.maximum(mass, SMALLEST)
    x, y = piece_totals(cells.mass * cells.x, edges) / some, piece_totals(cells.mass * cells.y, edges) / some
    dx, dy = cells.x - np.repeat(x, counts), cells.y - np.repeat(y, counts)
    wdx = cells.mass * dx
    xx, xy = piece_totals(wdx * dx + cells.xx, edges), piece_totals(wdx * dy + cells.xy, edges)
    return Cells(mass, x, y, xx, xy, np.zeros(len(counts)))


def sample_edges(samples, frame, knots):
    """`piece_edges` of single samples, for knots in the frame."""
    return piece_edges(samples.x, frame.outside(knots, knots)[0])


def sample_moments(samples, frame, knots):
    """`piece_moments` of single samples: exact for knots inside cells too."""
    edges = sample_edges(samples, frame, knots)
    return Cells(
        *map(np.concatenate, zip(*(_moments_between(samples, frame, *ends) for ends in zip(edges, edges[1:]))))
    )


def _moments_between(samples, frame, start, stop):
    """The moments of samples start to stop, as `Cells` with one entry."""
    if start == stop:
        return Cells(*np.zeros((6, 1)))
    cells = _run_cells(samples, frame, start, stop, -(-(stop - start) // BLOCK))
    return merged(cells, np.array([0, len(cells.x)]))


def best_heights(pieces, knots, near=0.0):
    """The heights at the knots of the continuous polyline with least squared error, shape (p + 1,).

    pieces: moments of the samples of each piece. Hat functions overlap only with their neighbours:
    the normal equations are tridiagonal. Heights that no sample decides stay close to `near`.
    """
    width = knots[1:] - knots[:-1]
    after = (pieces.x - knots[:-1]) / width  # how far along its piece the mean is: the right hat there
    before, spread, tilt = 1 - after, pieces.xx / width**2, pieces.xy / width
    left = pieces.mass * before**2 + spread, pieces.mass * before * pieces.y - tilt
    right = pieces.mass * after**2 + spread, pieces.mass * after * pieces.y + tilt
    beside = pieces.mass * before * after - spread
    diagonal, target = (np.append(a, 0) + np.append(0, b) for a, b in zip(left, right))
    tiny = 1e-14 * diagonal.max()
    return solve_tridiagonal(beside, diagonal + tiny, beside, target + tiny * near)


def solve_tridiagonal(below, diagonal, above, target):
    """Solve a tridiagonal system by elimination. Plain numbers: a loop over an array is slower."""
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
