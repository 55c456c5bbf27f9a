"""Where the kinks of a polyline of p pieces go to make its squared error least: balance, search, polish.

All three work on the moments of groups of scaled samples. A candidate is a list of knots: both ends of the data and
the kinks between them. Its heights follow from the knots by least squares.
"""

from typing import NamedTuple

import numpy as np

from .moments import SMALLEST, Moments, coarse, merged, piece_edges, piece_moments, piece_totals
from .polyline import best_heights, solve_tridiagonal

FEW = 6  # pieces: up to so many, kinks are searched for everywhere; of more, only near where balance puts them
MANY = 64  # groups: up to so many, a kink may be anywhere; among more, half way between two neighbours is near enough
CLOSEST = 1e-12  # kinks stay so far apart, in scaled x
ROUNDING = 4 * np.finfo(float).eps  # of a sum of units, at each sample, for each unit of their slopes
FLAT = 1e-12  # where a parabola's curvature is divided by, it counts as at least this


class Polyline(NamedTuple):
    """Knots with their best heights. loss: the sum of squared errors, and what a sum of such steep units will round.

    pieces: the moments of each piece. edges: which groups they come from, as in `piece_edges`.
    """

    knots: np.ndarray
    heights: np.ndarray
    loss: float
    pieces: Moments
    edges: np.ndarray


def start_knots(groups, pieces):
    """Balanced knots, from groups evenly spread."""
    few = coarse(groups, max(256, 8 * pieces))
    return balanced_knots(few, even_knots(few, pieces))


def balanced_start(groups, pieces, knots=None):
    """What a search begins with: fewer groups, so that each piece has some, and balanced knots; `knots` if given."""
    knots = start_knots(groups, pieces) if knots is None else knots
    few = refined(groups, knots)
    return few, balanced_knots(few, knots, rounds=1)


def searched_polyline(groups, few, knots):
    """From a balanced start, the `Polyline` with the least squared error that search and polish find."""
    if len(few.x) <= MANY:  # so few are searched quickly: from the right as well
        from_right = searched_knots(mirrored(few), -knots[::-1])
        starts = [*searched_knots(few, knots)[:2], *(-start[::-1] for start in from_right[:2])]
        return min((polished(groups, start) for start in starts), key=lambda polyline: polyline.loss)
    if len(knots) - 1 <= FEW:
        starts = [polished(few, start).knots for start in searched_knots(few, knots)]
        return min((polished(groups, start) for start in starts), key=lambda polyline: polyline.loss)
    best = polished(groups, searched_knots(groups, knots)[0])
    for _ in range(len(knots) // 16 - 1):  # the more kinks there are, the more of them are not yet in place
        trial = polished(groups, searched_knots(groups, best.knots)[0])
        gain, best = best.loss - trial.loss, min(best, trial, key=lambda polyline: polyline.loss)
        if gain < 1e-2 * best.loss:
            break
    return best


def mirrored(groups):
    """The moments of the samples with −x for x."""
    mass, x, y, xx, xy, yy = (values[::-1] for values in groups)
    return Moments(mass, -x, y, xx, -xy, yy)


def fitted(groups, knots):
    """The best polyline with these knots."""
    edges = piece_edges(groups.x, knots)
    pieces = piece_moments(groups, edges)
    heights = best_heights(pieces, knots)
    slopes = (heights[1:] - heights[:-1]) / (knots[1:] - knots[:-1])
    errors = squared_errors(groups, edges, slopes, heights[:-1] - slopes * knots[:-1])
    rounding = (ROUNDING * np.abs(slopes).max()) ** 2 * groups.mass.sum()
    return Polyline(knots, heights, float(errors.sum() + rounding), pieces, edges)


def squared_errors(groups, edges, slopes, intercepts):
    """What each group adds to the squared error, if each piece has a line of its own."""
    counts = edges[1:] - edges[:-1]
    slope, intercept = np.repeat(slopes, counts), np.repeat(intercepts, counts)
    errors = groups.mass * (groups.y - intercept - slope * groups.x) ** 2
    if groups.xx.any():  # groups of many samples
        errors += np.maximum(groups.yy - slope * (2 * groups.xy - slope * groups.xx), 0)
    return errors


# Balance ----------------------------------------------------------------------------------------


def refined(groups, knots, each=16, evenly=128):
    """The moments of fewer groups: cut evenly all over, and besides into `each` parts a piece, however short it is."""
    edges = piece_edges(groups.x, knots)
    steps = np.arange(each * (len(knots) - 1) + 1) / each
    fine = np.interp(steps, np.arange(len(knots)), edges), np.linspace(0, len(groups.x), evenly + 1)
    return merged(groups, np.unique(np.concatenate(fine).round().astype(int)))


def even_knots(groups, pieces):
    """Knots with about as many groups in each piece."""
    return np.interp(np.linspace(0, len(groups.x) - 1, pieces + 1), np.arange(len(groups.x)), groups.x)


def balanced_knots(groups, knots, rounds=4):
    """Knots that give each piece an equal share of (squared error)^(1/5).

    A piece of length h where f″ is c has squared error ∝ c²h⁵: its fifth root is c^(2/5)·h, and
    equal shares of ∫|f″|^(2/5) are the best knots of a smooth f (de Boor 1973), without knowing f″.
    """
    steps = np.arange(len(knots))
    for _ in range(rounds):
        edges = piece_edges(groups.x, knots)
        pieces = piece_moments(groups, edges)
        slopes = pieces.slopes()
        errors = squared_errors(groups, edges, slopes, pieces.y - slopes * pieces.x)
        share = piece_totals(errors, edges)
        share = (share / (share.max() or 1)) ** 0.2
        share += 0.02 * share.mean() + SMALLEST  # no piece shrinks to nothing
        so_far = np.append(0, np.cumsum(share))
        knots = np.interp(steps * (so_far[-1] / steps[-1]), so_far, knots)
    return knots


# Search -----------------------------------------------------------------------------------------


def searched_knots(groups, knots):
    """The best few lists of knots on a grid of nodes, by dynamic programming from left to right.

    With few pieces, a kink may be at any of many nodes; with many, at one of a few nodes near its place in `knots`.
    What the samples to the left of a node cost depends on the polyline's height there: for given knots it is a
    parabola in that height. Each node keeps the parabolas of the best few lists of knots; with many pieces, of the best
    one. Source: Fearnhead, Maidstone & Letchford 2019, who keep every parabola that is lowest somewhere.
    """
    pieces = len(knots) - 1
    places, totals = _places(groups, evenly=64 if pieces <= FEW else 0)
    apart = np.arange(pieces + 1)  # from knot to knot it is at least one node
    around = np.maximum.accumulate(np.searchsorted(places, knots) - apart) + apart
    around = np.minimum(around, len(places) - 1 - apart[::-1])
    everywhere = pieces <= FEW or len(groups.x) <= MANY
    keep = 1 if not everywhere else 3 if pieces <= FEW and len(groups.x) <= MANY else 2
    layers, costs = (_common_nodes if everywhere else _near_nodes)(around, totals, places)
    parabola, choices = np.zeros((3, 1, 1)), []
    for cost in costs:
        parabola, choice = _best_parabolas(parabola, cost, keep)
        choices.append(choice)
    found = [places[_traced(layers, choices, rank)] for rank in range(parabola.shape[2])]
    return [each for each in found if (np.diff(each) > 0).all()] or [knots]


def _places(groups, evenly):
    """Where kinks may be, and the running totals of what lies to the left of each such place.

    They may be half way between two groups; where groups are few, also at each group and evenly in between.
    """
    x, totals = groups.x, running_totals(groups)
    places = np.concatenate([x[:1], (x[1:] + x[:-1]) / 2, x[-1:]])
    if len(x) > MANY:
        return places, totals
    places = np.unique(np.concatenate([places, x, np.linspace(x[0], x[-1], evenly)]))
    return places, totals[:, np.append(np.searchsorted(x, places[:-1]), len(x))]


def _common_nodes(around, totals, places, count=40):
    """One grid of nodes for all kinks, in equal steps and closer where pieces are short; and what pieces cost."""
    pieces, last = len(around) - 1, around[-1]
    near = np.interp(np.linspace(0, pieces, count), np.arange(pieces + 1), around)
    nodes = np.unique(np.concatenate([near, np.linspace(0, last, count // 2)]).round().astype(int))
    if last < 4 * count:
        nodes = np.arange(last + 1)
    ends, nodes = nodes[[0, -1]], nodes[1:-1]
    if pieces == 1:
        return [ends[:1], ends[1:]], [piece_costs(totals, places, ends[:1], ends[1:])]
    first, middle, last = (
        piece_costs(totals, places, *pair) for pair in ((ends[:1], nodes), (nodes, nodes), (nodes, ends[1:]))
    )
    return [ends[:1], *[nodes] * (pieces - 1), ends[1:]], [first, *[middle] * (pieces - 2), last]


def _near_nodes(around, totals, places, count=9, reach=0.8):
    """For each kink a few nodes of its own, less than a piece away; and what pieces cost."""
    steps = np.arange(len(around))[:, None] + np.linspace(-reach, reach, count)
    nodes = np.interp(steps, np.arange(len(around)), around).round().astype(int)
    nodes[[0, -1]] = around[[0, -1], None]
    costs = piece_costs(totals, places, nodes[:-1], nodes[1:])
    return nodes, [cost[..., :1, :] for cost in costs[:1]] + list(costs[1:])


def running_totals(groups):
    """Sums of w, wx, wy, wx², wxy, wy² over the first 0, 1, 2, … groups, shape (6, groups + 1)."""
    m, x, y = groups.mass, groups.x, groups.y
    sums, mx, my = np.zeros((6, len(x) + 1)), m * x, m * y
    for row, terms in zip(sums, (m, mx, my, mx * x + groups.xx, mx * y + groups.xy, my * y + groups.yy)):
        terms.cumsum(out=row[1:])
    return sums


def piece_costs(totals, places, left, right):
    """The squared error of a piece as a quadratic of its two end heights g and h, for each pair of nodes.

    left, right: nodes (..., L) and (..., R). Returns Σv², Σvu, Σu², Σvy, Σuy, Σy², in an array
    (..., 6, L, R); a line is g·v + h·u.
    """
    left, right = left[..., :, None], right[..., None, :]
    start, stop = places[left], places[right]
    possible = stop > start
    mass, x, y, xx, xy, yy = (totals[:, right] - totals[:, left]) * possible
    width = np.where(possible, stop - start, 1)
    u = (x - start * mass) / width
    uu = (xx - start * (x + width * u)) / width**2
    uy = (xy - start * y) / width
    vu = u - uu  # as v = 1 − u
    yy = np.where(possible, yy, 1e9 * totals[0, -1])  # an impossible piece costs too much
    return np.stack([mass - u - vu + FLAT, vu, uu, y - uy, uy, yy], axis=-3)


def _best_parabolas(parabola, costs, keep):
    """Put one more piece to the right of every node's parabolas A·g² − 2B·g + C, and keep the best.

    g and h are the heights at the piece's left and right node. parabola: A, B, C, each (left nodes, rank). For each h
    the best g is known, so what is left is a parabola in h. Returns the new A, B, C, and which old one each came from.
    """
    vv, vu, uu, vy, uy, yy = costs[:, :, None, :]
    A, B, C = parabola[..., None]
    curvature, tilt = A + vv, B + vy
    ratio = vu / curvature
    grown = np.empty((3, *curvature.shape))
    grown[0] = uu - ratio * vu
    grown[1] = uy - ratio * tilt
    grown[2] = C + yy - tilt * tilt / curvature
    grown = grown.reshape(3, -1, grown.shape[-1])
    least = grown[2] - grown[1] * grown[1] / np.maximum(grown[0], FLAT)
    columns = np.arange(least.shape[1])
    choice = np.empty((min(keep, len(least)), len(columns)), int)
    for rank in range(len(choice)):
        if rank:
            least[choice[rank - 1], columns] = np.inf
        least.argmin(axis=0, out=choice[rank])
    return grown[:, choice, columns].transpose(0, 2, 1), choice


def _traced(layers, choices, rank):
    """The nodes that led to the last node's parabola of this rank, found by going back from there."""
    node, path = 0, [layers[-1][0]]
    for depth in reversed(range(len(choices))):
        came_from = choices[depth][rank, node]
        node, rank = divmod(came_from, len(choices[depth - 1]) if depth else 1)
        path.append(layers[depth][node])
    return path[::-1]


# Polish -----------------------------------------------------------------------------------------


def polished(groups, knots, steps=12):
    """The `Polyline` reached from these knots by moving all kinks at once, downhill, until nothing is gained.

    Kinks are best where the lines fitted to their two pieces, each on its own, meet right at the kink.
    """
    best, gain = fitted(groups, knots), np.inf
    while len(knots) > 2 and steps > 0 and gain > 1e-3 * best.loss:
        steps, before = steps - 1, best.loss
        gaps, *towards = moves(groups, best)
        if np.dot(best.pieces.mass[1:], gaps**2) < 1e-5 * best.loss:
            break
        for move in towards:
            trial = fitted(groups, _moved(best.knots, move))
            if trial.loss < best.loss:
                best = trial
                break
        gain = before - best.loss
    return best


def _moved(knots, move):
    """Kinks moved, but less than half way to the next."""
    widths = np.diff(knots)
    room = np.maximum(0.45 * np.minimum(widths[:-1], widths[1:]) - CLOSEST, 0)
    move = np.where(np.isfinite(move), np.clip(move, -room, room), 0)
    return np.concatenate([knots[:1], knots[1:-1] + move, knots[-1:]])


def moves(groups, polyline):
    """The gaps between the pieces' own lines at the kinks, and moves of the kinks that might close them, boldest first.

    The Gauss-Newton step moves a kink to where its two lines cross, as if the lines would stay (Jupp 1978, Muggeo
    2003). Newton's step knows that a line turns as its piece gains samples at one end; at x it changes by
    (density · residual) · (1/mass + (x − x̄)(end − x̄)/xx). It needs few steps, however many kinks there are.
    """
    pieces, knots = polyline.pieces, polyline.knots
    kinks, slopes = knots[1:-1], pieces.slopes()
    before, after = slice(None, -1), slice(1, None)
    height_before, height_after = (pieces.y[s] + slopes[s] * (kinks - pieces.x[s]) for s in (before, after))
    gap, bend = height_after - height_before, slopes[after] - slopes[before]
    density, height = _at_kinks(groups, kinks, polyline.edges[1:-1])
    pull_before, pull_after = density * (height - height_before), density * (height - height_after)

    mass, xx = (np.where(moment > 0, moment, np.inf) for moment in (pieces.mass, pieces.xx))
    start, stop = knots[:-1] - pieces.x, knots[1:] - pieces.x
    at_start, at_stop, across = 1 / mass + start**2 / xx, 1 / mass + stop**2 / xx, 1 / mass + start * stop / xx
    diagonal = bend - pull_after * at_start[after] - pull_before * at_stop[before]
    newton = solve_tridiagonal(pull_after[:-1] * across[1:-1], diagonal, pull_before[1:] * across[1:-1], -gap)
    crossing = np.where(bend == 0, 0, -gap / np.where(bend == 0, 1, bend))
    next_sample = groups.x[np.minimum(polyline.edges[1:-1], len(groups.x) - 1)]
    on_sample = next_sample == kinks  # there the error may rise whichever way the kink moves
    return gap, newton, crossing, crossing / 4, np.where(on_sample, 0, crossing)


def _at_kinks(groups, kinks, edges):
    """The samples' density and height at each kink, from the groups on either side of it."""
    right = np.clip(edges, 1, len(groups.x) - 1)
    left = right - 1
    distance = groups.x[right] - groups.x[left]
    density = (groups.mass[left] + groups.mass[right]) / 2 / distance
    along = (kinks - groups.x[left]) / distance
    return density, groups.y[left] + along * (groups.y[right] - groups.y[left])
