"""One piece after the other, so that more pieces never fit worse than fewer.

A search for the kinks of p pieces, as in `free_knots`, may miss the best ones: in noise, at steps, where samples are
few. Then one for p + 1 pieces may come out worse. So where a search cannot be relied on, pieces are added one by one: a
new kink goes where it helps most, all kinks are polished, and a search is heard at some numbers of pieces on the way.
Whatever p pieces have reached is then the beginning of what p + 1 reach.

Where the samples are those of a smooth curve with little noise, and many, the search is relied on, which is quicker.
"""

from functools import cache

import numpy as np

from .free_knots import (
    CLOSEST,
    FEW,
    balanced_knots,
    balanced_start,
    even_knots,
    fitted,
    mirrored,
    polished,
    searched_polyline,
    squared_errors,
)
from .moments import SMALLEST, coarse, piece_edges, piece_moments, piece_totals

MOST = 64  # pieces: beyond so many the search is relied on
SEARCHED = *range(2, FEW + 1), 8, 11, 16, 23, 32, 45, 64  # numbers of pieces at which the search is heard as well
FEWEST = 40  # different x a piece: with fewer the search is not relied on
TRIED = 3  # places for a new kink, each in a piece of its own
EXACT = 1e-28  # a mean squared error that is rounding, for heights from −1 to 1


def best_polylines(groups, counts, knots=None):
    """For each of some increasing numbers of pieces, knots and heights with the least squared error that are found.

    knots: balanced ones for the last number of pieces, where they are known: the search for it begins with them, and
    is heard in any case. Work begins on the side where kinks are closer, so that mirrored samples have the mirrored
    answer.
    """
    turned = not _closer_on_the_left(groups)
    groups = mirrored(groups) if turned else groups
    known = knots if knots is None or not turned else -knots[::-1]
    start = cache(lambda pieces: balanced_start(groups, pieces, known if pieces == counts[-1] else None))
    smooth = cache(lambda pieces: len(groups.x) >= FEWEST * pieces and is_smooth(*start(pieces)))
    begun, reached = None, None
    for pieces in counts:
        first = _first_count(smooth, pieces)
        if first != begun:
            begun, reached = first, _searched(groups, start, first)
        reached = _with_pieces(groups, start, reached, pieces)
        heard = known is not None and first < pieces
        best = _better(reached, _searched(groups, start, pieces)) if heard else reached
        yield (-best.knots[::-1], best.heights[::-1]) if turned else (best.knots, best.heights)


def searched_polylines(groups, counts, knots=None):
    """The same by search alone: quicker, and not always as good."""
    for pieces in counts:
        found = searched_polyline(groups, *balanced_start(groups, pieces, knots))
        yield found.knots, found.heights


def _closer_on_the_left(groups):
    few = coarse(groups, 256)
    return balanced_knots(few, even_knots(few, 8)).mean() <= 0


def _first_count(smooth, pieces):
    """The number of pieces to begin with: the largest, up to `pieces`, for which the search can be relied on."""
    if pieces > MOST or smooth(pieces):
        return pieces
    first = next((count for count in reversed(SEARCHED) if FEW < count < pieces and smooth(count)), 1)
    while first + 1 < pieces and smooth(first + 1):
        first += 1
    return first


def _searched(groups, start, pieces):
    return searched_polyline(groups, *start(pieces)) if pieces > 1 else fitted(groups, groups.x[[0, -1]])


def _with_pieces(groups, start, polyline, pieces):
    """Pieces added to a polyline until there are so many, or until nothing is left to gain."""
    for count in range(len(polyline.knots), pieces + 1):
        if polyline.loss <= EXACT * groups.mass.sum():
            break
        polyline = with_another_knot(groups, polyline)
        if count in SEARCHED:
            polyline = _better(polyline, _searched(groups, start, count))
    return polyline


def _better(*polylines):
    return min(polylines, key=lambda polyline: polyline.loss)


# Is the search to be relied on? ------------------------------------------------------------------


def is_smooth(groups, knots, bent=0.6, spread=0.5):
    """Whether groups of samples show the bend of a smooth curve in each of the pieces between knots, and little else.

    With balanced knots, what a line of its own leaves over in each piece must be a parabola, by the share `bent`, and
    pieces must have about the same share of it: their effective number is at least the part `spread` of them. In
    noise it is no parabola; of steps and corners few pieces have all that is left over.
    """
    edges = piece_edges(groups.x, knots)
    line = piece_moments(groups, edges)
    left_over = squared_errors(groups, edges, line.slopes(), line.y - line.slopes() * line.x)
    by_piece = piece_totals(left_over, edges)
    total = by_piece.sum()
    if total <= EXACT * groups.mass.sum():
        return False
    effective = 1 / ((by_piece / total) ** 2).sum()
    return bool(_parabolas(groups, edges, line).sum() > bent * total and effective > spread * len(by_piece))


def _parabolas(groups, edges, line):
    """How much of the squared error that each piece's own line leaves over a parabola takes away.

    The parabola is u² − Σu²/Σ1 − (Σu³/Σu²)·u, u = x − x̄: at right angles to every line.
    """
    counts = edges[1:] - edges[:-1]
    u, v = groups.x - np.repeat(line.x, counts), groups.y - np.repeat(line.y, counts)
    wuu = groups.mass * u * u
    mass, uu, uuu, uuuu, uuv = (
        piece_totals(values, edges) for values in (groups.mass, wuu, wuu * u, wuu * u * u, wuu * v)
    )
    skew = uuu / np.maximum(uu, SMALLEST)
    size = uuuu - uu**2 / np.maximum(mass, SMALLEST) - skew * uuu
    match = uuv - skew * piece_totals(groups.mass * u * v, edges)
    enough = (counts > 4) & (size > 1e-9 * uuuu)  # through few samples a parabola goes in any case
    return np.where(enough, match**2 / np.where(enough, size, 1), 0)


# One more piece -----------------------------------------------------------------------------------


def with_another_knot(groups, polyline):
    """The polyline with one knot more where it helps most, all knots polished; as it was if nothing helps."""
    trials = [
        polished(groups, knots, steps=1)
        for place in promising_places(groups, polyline)
        if np.diff(knots := np.sort(np.append(polyline.knots, place))).min() > CLOSEST
    ]
    best = _better(polyline, *trials)
    return best if best is polyline else _better(best, polished(groups, best.knots))


def promising_places(groups, polyline):
    """In each of a few pieces, the group at which another kink promises most."""
    gains = hat_gains(groups, polyline)
    edges, best_last = polyline.edges, np.argsort(np.maximum.reduceat(np.append(gains, 0), polyline.edges[:-1]))
    pieces = [piece for piece in best_last[::-1] if edges[piece] < edges[piece + 1]][:TRIED]
    return [groups.x[edges[piece] + gains[edges[piece] : edges[piece + 1]].argmax()] for piece in pieces]


def hat_gains(groups, polyline):
    """What a hat over a piece, its tip at one of the groups, takes off the squared error by itself: for each group.

    It rises from the piece's left knot to its tip and falls to the right one, so that all other pieces stay.
    """
    knots, edges, x = polyline.knots, polyline.edges, groups.x
    counts = edges[1:] - edges[:-1]
    start, stop, first, last = (np.repeat(ends, counts) for ends in (knots[:-1], knots[1:], edges[:-1], edges[1:]))
    along, before = x - start, stop - x
    missing = groups.mass * (groups.y - np.interp(x, knots, polyline.heights))
    terms = missing * along, missing * before, groups.mass * along**2, groups.mass * before**2
    to_here = np.arange(1, len(x) + 1)
    match_left, match_right, size_left, size_right = (np.append(0, np.cumsum(term)) for term in terms)
    inside = (along > CLOSEST) & (before > CLOSEST)
    along, before = np.where(inside, along, 1), np.where(inside, before, 1)
    match = (match_left[to_here] - match_left[first]) / along + (match_right[last] - match_right[to_here]) / before
    size = (size_left[to_here] - size_left[first]) / along**2 + (size_right[last] - size_right[to_here]) / before**2
    return np.where(inside & (size > 0), match**2 / np.where(size > 0, size, 1), 0)
