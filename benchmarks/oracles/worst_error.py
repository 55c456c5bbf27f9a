"""The least worst error of any broken line with p pieces, on a few samples, with nothing left untried.

A broken line cuts the samples into runs of neighbours with a line on each. Two neighbouring lines must meet between
the last sample of one run and the first of the next: the left line is the lower one at one of these two samples and
the higher one at the other. With the runs given, and which of the two it is, the least worst error is a
linear program; all cuts and all choices are tried. With fewer runs than pieces, pieces without a sample are left over.
Such a piece can join any two lines, so at one cut for each of them the lines need not meet.
"""

from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog


def least_worst_error(x, y, pieces):
    """The least max |f(x) − y| of broken lines f with p = `pieces`. x: shape (N,), increasing; N about 12 at most."""
    runs = range(1, min(pieces, len(x)) + 1)
    return min(_least_for(x, y, cuts, free) for r in runs for cuts, free in _cuts(len(x), r, pieces - r))


def _cuts(count, runs, left_over):
    """All ways to cut `count` samples into `runs` runs, with the cuts at which lines need not meet."""
    for cuts in combinations(range(1, count), runs - 1):
        for free in combinations(range(runs - 1), min(left_over, runs - 1)):
            yield cuts, free


def _least_for(x, y, cuts, free):
    meeting = [i for i in range(len(cuts)) if i not in free]
    return min(_least_worst(x, y, cuts, dict(zip(meeting, signs))) for signs in product([-1, 1], repeat=len(meeting)))


def _least_worst(x, y, cuts, signs):
    """The linear program: unknowns are a slope and a height for each run, and the worst error."""
    run = np.searchsorted(cuts, np.arange(len(x)), side="right")
    unknowns = 2 * (len(cuts) + 1) + 1

    def line(i, sample):
        row = np.zeros(unknowns)
        row[2 * i : 2 * i + 2] = x[sample], 1
        return row

    worst = np.eye(unknowns)[-1]
    rows = [sign * line(i, s) - worst for s, i in enumerate(run) for sign in (1, -1)]
    bounds = [sign * y[s] for s in range(len(x)) for sign in (1, -1)]
    for i, sign in signs.items():
        for sample, side in (cuts[i] - 1, sign), (cuts[i], -sign):
            rows.append(side * (line(i + 1, sample) - line(i, sample)))
            bounds.append(0.0)
    solved = linprog(worst, np.array(rows), bounds, bounds=(None, None))
    return solved.fun if solved.success else np.inf
