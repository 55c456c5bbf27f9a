"""Moments: all that a least-squares line needs to know of the samples it is fitted to, six numbers.

They are how much the samples weigh, their mean x and mean y, and how they spread about these means. `Moments` holds
them for many groups of neighbouring samples at once, so that a million samples can be searched as a few thousand
groups. They are centred on each group's own means: plain running totals of x², xy and y² would lose all digits of a
small error by subtracting large numbers.
"""

from typing import NamedTuple

import numpy as np

from .scaling import count_distinct, starts_of_distinct

SMALLEST = float(np.finfo(float).tiny)  # instead of 0, where something is divided by it
NOTHING = np.zeros(1)  # behind all values, so that a last piece that holds none can begin there too
BLOCK = 1 << 15  # samples summed up at a time: few enough to stay in a processor's cache


class Moments(NamedTuple):
    """The moments of groups of samples: one entry a group, in the order of x.

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


def group_moments(samples, scaling, most):
    """The moments of the scaled samples in at most `most` groups, the largest mass 1.

    A group is all the samples of one x if these are few enough; otherwise it is a run of neighbouring samples, and all
    runs are of one length.
    """
    x, y, weights = samples
    if count_distinct(x) > most:
        return _normalized(_run_moments(samples, scaling, 0, len(x), most))
    u, v = scaling.scaled(x, y)
    nothing = np.zeros(len(x))
    single = Moments(np.ones(len(x)) if weights is None else weights, u, v, nothing, nothing, nothing)
    return _normalized(merged(single, np.append(starts_of_distinct(x), len(x))))


def group_moments_by_piece(samples, scaling, knots, each):
    """The moments of the scaled samples, every piece cut into at most `each` runs of neighbours of one length."""
    edges = sample_edges(samples, scaling, knots)
    runs = [_run_moments(samples, scaling, *ends, each) for ends in zip(edges, edges[1:]) if ends[0] < ends[1]]
    return _normalized(Moments(*map(np.concatenate, zip(*runs))))


def _normalized(groups):
    """The same groups with 1 as the largest mass: then what counts as small is the same whatever the weights."""
    mass, x, y, *spreads = groups
    return Moments(mass / mass.max(), x, y, *(spread / mass.max() for spread in spreads))


def _run_moments(samples, scaling, start, stop, most):
    """The moments of samples start to stop in at most `most` runs of one length; the last run may be shorter.

    They are read a block at a time, so that what is being worked on stays in the processor's cache.
    """
    size = -(-(stop - start) // most)
    whole, step = stop - (stop - start) % size, max(BLOCK // size, 1) * size
    blocks = [(at, min(at + step, whole), size) for at in range(start, whole, step)]
    if whole < stop:
        blocks.append((whole, stop, stop - whole))
    runs = [row_moments(*_rows(samples, scaling, *block)) for block in blocks]
    return Moments(*map(np.concatenate, zip(*runs))) if len(runs) > 1 else runs[0]


def _rows(samples, scaling, start, stop, size):
    """Samples start to stop, scaled, as tables of x, y and weights with `size` samples a row."""
    x, y = scaling.scaled(samples.x[start:stop], samples.y[start:stop])
    weights = None if samples.weights is None else samples.weights[start:stop].reshape(-1, size)
    return x.reshape(-1, size), y.reshape(-1, size), weights


def row_moments(x, y, weights=None):
    """The moments of each row of two tables of samples, as `Moments`."""
    mass = np.full(len(x), float(x.shape[1])) if weights is None else weights.sum(axis=1)
    w = 1.0 if weights is None else weights
    x_mean, y_mean = (w * x).sum(axis=1) / mass, (w * y).sum(axis=1) / mass
    dx, dy = x - x_mean[:, None], y - y_mean[:, None]
    wdx = w * dx
    dots = (np.einsum("ij,ij->i", p, q) for p, q in ((wdx, dx), (wdx, dy), (w * dy, dy)))
    return Moments(mass, x_mean, y_mean, *dots)


def merged(groups, edges):
    """The moments when groups edges[k] to edges[k + 1] become one, for each k. edges: increasing whole numbers."""
    starts, counts = edges[:-1], np.diff(edges)
    if (counts == 1).all():
        return groups
    total = lambda values: np.add.reduceat(values, starts)  # noqa: E731
    mass = total(groups.mass)
    x, y = total(groups.mass * groups.x) / mass, total(groups.mass * groups.y) / mass
    dx, dy = groups.x - np.repeat(x, counts), groups.y - np.repeat(y, counts)
    wdx, wdy = groups.mass * dx, groups.mass * dy
    return Moments(mass, x, y, total(wdx * dx + groups.xx), total(wdx * dy + groups.xy), total(wdy * dy + groups.yy))


def coarse(groups, most):
    """The moments of at most `most` groups: neighbours merged, about as many in each."""
    count = min(most, len(groups.x))
    return merged(groups, np.linspace(0, len(groups.x), count + 1).round().astype(int))


def piece_edges(x, knots):
    """Where pieces begin and end in a sorted x: piece k holds x[edges[k]:edges[k + 1]]; p + 1 whole numbers."""
    return np.concatenate([[0], np.searchsorted(x, knots[1:-1]), [len(x)]])


def piece_totals(values, edges):
    """The sum of the values of each piece; 0 for a piece that has none."""
    return np.add.reduceat(np.concatenate((values, NOTHING)), edges[:-1]) * (edges[1:] > edges[:-1])


def piece_moments(groups, edges):
    """The moments of each piece, from those of its groups, but without yy; a piece without groups has mass 0."""
    counts = edges[1:] - edges[:-1]
    mass = piece_totals(groups.mass, edges)
    some = np.maximum(mass, SMALLEST)
    x, y = piece_totals(groups.mass * groups.x, edges) / some, piece_totals(groups.mass * groups.y, edges) / some
    dx, dy = groups.x - np.repeat(x, counts), groups.y - np.repeat(y, counts)
    wdx = groups.mass * dx
    xx, xy = piece_totals(wdx * dx + groups.xx, edges), piece_totals(wdx * dy + groups.xy, edges)
    return Moments(mass, x, y, xx, xy, np.zeros(len(counts)))


def sample_edges(samples, scaling, knots):
    """`piece_edges` of the samples themselves, for scaled knots."""
    return piece_edges(samples.x, scaling.unscaled(knots, knots)[0])


def sample_moments(samples, scaling, knots):
    """`piece_moments` of the samples themselves, not of groups: exact wherever the knots are."""
    edges = sample_edges(samples, scaling, knots)
    return Moments(
        *map(np.concatenate, zip(*(_moments_between(samples, scaling, *ends) for ends in zip(edges, edges[1:]))))
    )


def _moments_between(samples, scaling, start, stop):
    """The moments of samples start to stop, as `Moments` with one entry."""
    if start == stop:
        return Moments(*np.zeros((6, 1)))
    groups = _run_moments(samples, scaling, start, stop, -(-(stop - start) // BLOCK))
    return merged(groups, np.array([0, len(groups.x)]))
