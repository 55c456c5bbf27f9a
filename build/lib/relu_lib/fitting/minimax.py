"""The smallest worst error that a polyline of p pieces can have on samples: exact, by sweeping a tunnel.

A polyline with worst error ε passes through a window, from y − ε to y + ε, at every sample. A sweep
from left to right finds the fewest pieces that pass through all windows. Bisection finds the smallest ε for which p
pieces are enough. Sources: O'Rourke 1981 for one line through windows; Imai & Iri 1986 for the sweep, there within a
tunnel; Goodrich 1995 for this problem, solved in another way. Between samples nothing bounds our polylines, so here is
why no polyline needs fewer pieces than the sweep.

Say the sweep's line k passes over the window where it stops: before that it touches a ceiling, the window's upper end,
and then, at its corner, a floor. (1) Every polyline through the windows has its k-th kink before that stop: its k-th
line obeys what line k has to obey, and no such line gets farther. (2) So its next line is under the ceiling from the
stop on. (3) It is over the floor from the corner on: if its kink lies beyond the corner, then the polyline's k-th line,
with the same ceiling above it and the same floor below, is not under line k from the corner on; the next line meets it
there and is under line k at the stop, so before their meeting it is over line k, which is over the floor. (4) The sweep
asks (2) and (3) of its own next line and nothing else, and takes the one that gets farthest: so (1) holds for k + 1.
(5) Such a line crosses line k between corner and stop, so that the two can be joined.
"""

from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

import numpy as np

PRECISION = 1e-12  # of the least worst error, relative
ROUNDING = 4 * np.finfo(float).eps  # heights go from −1 to 1


class Line(NamedTuple):
    """A line through (x, y) that touches the windows of two samples, `touch` and then `corner`.

    stop: the first sample whose window it misses, None if there is none. over: whether it passes over
    that window, not under it.
    """

    slope: float
    x: float
    y: float
    touch: int
    corner: int
    stop: int | None = None
    over: bool = False

    def __call__(self, x):
        return self.y + self.slope * (x - self.x)


def best_minimax_polyline(x, low, high, knots, heights):
    """The polyline of at most as many pieces as `knots` has, with the least worst error on the samples.

    x: strictly increasing (N,). low, high: the smallest and the largest y there, from −1 to 1.
    knots, heights: a polyline to start from. Returns (knots, heights).
    """
    pieces = len(knots) - 1
    there = np.interp(x, knots, heights)
    feasible = float(np.maximum(there - low, high - there).max())
    impossible = float((high - low).max() / 2)  # nothing smaller is possible; this itself may be
    windows = Windows(x, low, high, knots)
    while feasible - impossible > max(PRECISION * feasible, ROUNDING):
        tolerance = (impossible + feasible) / 2
        lines = windows.swept_lines(tolerance, pieces)
        if lines is None:
            impossible = tolerance
        else:
            feasible, (knots, heights) = tolerance, _joined(x, lines)
    return knots, heights


def _joined(x, lines):
    """Lines, each crossing the next, as knots and heights."""
    knots = [x[0]]
    for line, following in zip(lines, lines[1:]):
        crossing = line.x + (following(line.x) - line.y) / (line.slope - following.slope)
        knots.append(min(max(crossing, x[line.corner]), x[line.stop]))
    heights = [line(knot) for line, knot in zip(lines, knots)]
    return np.array([*knots, x[-1]]), np.array([*heights, lines[-1](x[-1])])


class Windows:
    """Samples with their windows. A sweep looks at few of them, the active ones.

    The line that comes out is held against all samples, and those whose windows it misses become active. Active to
    begin with are some spread over the data, and those that lines touched in the last sweep that succeeded and in the
    last one that failed.
    """

    def __init__(self, x, low, high, knots, each=6):
        self.x, self.low, self.high = x, low, high
        places = np.interp(np.arange(each * (len(knots) - 1) + 1) / each, np.arange(len(knots)), knots)
        spread = np.clip(np.searchsorted(x, places), 0, len(x) - 1).tolist()
        self.always = {0, len(x) - 1, *spread}
        self.touched = {True: set(), False: set()}  # by the last sweep that succeeded, and that failed
        self.active, self.points = [], []

    def activate(self, samples):
        """Make samples active, besides those that are."""
        for sample in samples:
            place = bisect_left(self.active, sample)
            if self.active[place : place + 1] != [sample]:
                self.active.insert(place, sample)
                self.points.insert(
                    place, (sample, *(float(values[sample]) for values in (self.x, self.low, self.high)))
                )

    def swept_lines(self, tolerance, most):
        """The fewest lines, each crossing the next, through all windows; None if they are more than `most`.

        The floor is made of the windows' lower ends, the ceiling of their upper ones. Where a line ends because it
        would pass over a window, the next line comes down across it, somewhere between that window and the last
        corner of the floor that the line touched. So it has to stay over the floor from that corner on, and under
        the ceiling from that window on. No other path gets farther. Under a window it is the same, upside down.
        """
        lines, floor_from, ceiling_from, passed = [], 0, 0, False
        self.active, self.points = [], []
        self.activate(sorted(set.union(self.always, *self.touched.values())))
        while len(lines) < most and not passed:
            line = self.farthest_line(tolerance, floor_from, ceiling_from)
            lines.append(line)
            floor_from, ceiling_from = (line.corner, line.stop) if line.over else (line.stop, line.corner)
            passed = line.stop is None
        self.touched[passed] = {
            sample
            for line in lines
            for sample in (line.touch, line.corner, line.stop, (line.stop or 0) - 1)
            if sample is not None and sample >= 0
        }
        return lines if passed else None

    def farthest_line(self, tolerance, floor_from, ceiling_from):
        """The line over the floor from one sample on, under the ceiling from another on, that gets farthest."""
        while True:
            points = islice(self.points, bisect_left(self.active, min(floor_from, ceiling_from)), None)
            line = farthest_line(points, tolerance, floor_from, ceiling_from)
            missed = self._missed(line, tolerance, floor_from, ceiling_from)
            if not missed:
                return line
            self.activate(missed)

    def _missed(self, line, tolerance, floor_from, ceiling_from):
        """Of the samples that the line should pass and does not, those that bind it most, on either side."""
        missed = []
        for start, side, edge in (floor_from, 1, self.high), (ceiling_from, -1, self.low):
            part = slice(start, line.stop)
            by = side * (edge[part] - line(self.x[part])) - tolerance
            if by.size and by.max() > ROUNDING:
                missed += [start + at for at in _binding(by)]
        return missed


def _binding(by):
    """Where the largest number is, where that of the first run of positive ones is, and where their last run begins."""
    outside = by > ROUNDING
    begin = int(outside.argmax())
    end = begin + int(np.append(outside[begin:], False).argmin())
    last = len(by) - 1 - int(outside[::-1].argmax())
    last -= int(np.append(outside[last::-1], False).argmin()) - 1
    return int(by.argmax()), begin + int(by[begin:end].argmax()), last


def farthest_line(points, tolerance, floor_from, ceiling_from):
    """Among points (sample, x, low, high): the line that passes through as many of their windows as any line can.

    It stays over the floor, high − tolerance, from one sample on, and under the ceiling, low + tolerance, from another.
    """
    floors, ceilings = [], []  # convex hulls: only their corners can touch a line
    up = down = None  # of the lines that pass so far, the steepest and the flattest
    for sample, x, low, high in points:
        floor, ceiling = (sample, x, high - tolerance), (sample, x, low + tolerance)
        has_floor, has_ceiling = sample >= floor_from, sample >= ceiling_from
        up_here, down_here = up and up(x), down and down(x)
        if has_floor and up and up_here < floor[2]:
            return up._replace(stop=sample)
        if has_ceiling and down and down_here > ceiling[2]:
            return down._replace(stop=sample, over=True)
        if has_ceiling and floors and not (up and up_here <= ceiling[2]):
            up = _touching(floors, ceiling, 1)
        if has_floor and ceilings and not (down and down_here >= floor[2]):
            down = _touching(ceilings, floor, -1)
        if has_floor:
            _extend(floors, floor, 1)
        if has_ceiling:
            _extend(ceilings, ceiling, -1)
    return _between(up, down)


def _touching(hull, point, side):
    """The line through a point that touches a hull on its left, over it (side 1) or under it (−1)."""
    sample, x, y = point
    passed, slope = 0, (y - hull[0][2]) / (x - hull[0][1])
    for _, corner_x, corner_y in islice(hull, 1, None):
        following = (y - corner_y) / (x - corner_x)
        if side * (following - slope) > 0:
            break
        slope, passed = following, passed + 1
    del hull[:passed]  # lines through later samples touch later corners
    return Line(slope, x, y, hull[0][0], sample)


def _extend(hull, point, side):
    """Add a corner to a hull, and drop those that it hides."""
    _, x, y = point
    while len(hull) > 1:
        (_, x0, y0), (_, x1, y1) = hull[-2:]
        if side * ((y1 - y0) * (x - x1) - (y - y1) * (x1 - x0)) > 0:
            break
        hull.pop()
    hull.append(point)


def _between(up, down):
    """The line half way between the steepest and the flattest, where there are both."""
    if up is None or down is None:
        return up or down
    return up._replace(slope=(up.slope + down.slope) / 2, y=(up.y + down(up.x)) / 2)
