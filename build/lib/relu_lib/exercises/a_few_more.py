"""The exercises of chapters/a-few-more.md: label → check."""

from functools import cache

import numpy as np

from ..arguments import checked_number, checked_vector
from ..checks import function_check, property_check, value_check
from ..data import earth_temperature, target
from ..fitting import fit, interpolate
from ..losses import worst_error


def _weights(x, y):
    """The first slope, then by how much the slope changes at each inner point: n − 1 numbers for n points."""
    slopes = np.diff(y) / np.diff(x)
    return np.concatenate([slopes[:1], np.diff(slopes)]).tolist()


def _points(rng):
    """Points by hand, then some by chance: x increases, and steps differ."""
    by_hand = [([0.0, 1.0, 2.0], [0.0, 1.0, 0.0]), ([0.0, 2.0, 3.0], [1.0, 5.0, 5.0])]
    for n in (2, 4, 7):
        x, y = rng.integers(1, 5, n).cumsum() / 2 - 3, rng.integers(-8, 9, n) / 4
        by_hand.append((x.tolist(), y.tolist()))
    return by_hand


def _bump(left, peak, right, x):
    return float(np.interp(x, [left, peak, right], [0.0, 1.0, 0.0]))


def _bumps(rng):
    """Peaks in the middle and elsewhere; x on all four stretches, and at the corners."""
    cases = [(-1.0, 0.0, 1.0, 0.0), (-1.0, 0.0, 1.0, 0.5), (0.0, 1.0, 3.0, 2.0), (0.0, 1.0, 3.0, 5.0)]
    for _ in range(4):
        left, peak, right = np.sort(rng.choice(np.arange(-12, 13), 3, replace=False)) / 2
        some = [left - 1, left, (left + peak) / 2, (peak + 3 * right) / 4, right, right + 1]
        cases += [(float(left), float(peak), float(right), float(x)) for x in some]
    return cases


@cache
def _earth_slopes():
    """The slopes of the four pieces that fit the Earth's temperature best, °C a year."""
    return fit(*earth_temperature(), 4).piece_slopes


def _judge_earth(answer):
    slope, last = checked_number(answer, "your answer"), _earth_slopes()[-1] * 10
    first, second, third = _earth_slopes()[:3] * 10
    if abs(slope - last) <= 0.006:
        return True, f"The last piece rises by {last:.3f} °C a decade."
    near = lambda wanted: abs(slope - wanted) <= 0.03 * abs(wanted)  # noqa: E731
    hints = [
        (last / 10, "That is the rise in a year. A decade has ten."),
        (last * 10, "That is the rise in a century."),
        (-last, "It rises: the sign is plus."),
        (first, "That is the first piece, up to 1911. The last number of piece_slopes belongs to the last piece."),
        (second, "That is the second piece. The last number of piece_slopes belongs to the last piece."),
        (third, "That is the third piece. The last number of piece_slopes belongs to the last piece."),
        (last - third, "That is by how much the slope changes at the last kink. The slope itself is asked for."),
    ]
    for wanted, hint in hints:
        if near(wanted):
            return False, f"Your answer is {slope:g}; it should be something else. {hint}"
    return False, f"Your answer is {slope:g}. Print fit(year, anomaly, units=4).piece_slopes: °C a year, left to right."


def _judge_knots(answer):
    knots = checked_vector(answer, "your list")
    if len(knots) != 11:
        return False, f"Ten pieces have 11 knots, both ends among them; you gave {len(knots)}."
    if not (np.diff(knots) > 0).all():
        at = int(np.flatnonzero(np.diff(knots) <= 0)[0])
        return False, f"Knots must increase, but {knots[at]:g} is followed by {knots[at + 1]:g}."
    if abs(knots[0] + 1) > 1e-9 or abs(knots[-1] - 1) > 1e-9:
        return False, f"The first knot is −1 and the last is 1; yours are {knots[0]:g} and {knots[-1]:g}."
    root = target("root")
    x = np.union1d(np.sign(t := np.linspace(-1, 1, 4001)) * t**4, root.samples(4001)[0])  # more of them near 0
    error = worst_error(root(x), interpolate(root, knots=knots)(x))
    if error < 0.03:
        return True, f"The worst error is {error:.4f}."
    where = float(x[np.abs(root(x) - interpolate(root, knots=knots)(x)).argmax()])
    apart = f"The worst error is {error:.4f}, at x = {where:.3f}; get below 0.03."
    at_tip = (knots == 0).any()
    return False, apart if at_tip else f"{apart} The curve has its tip at 0: put a knot there."


CHECKS = {
    "read-the-changes": value_check([3, -2], [
        ([-1, 2, 0], "Those are the slopes of the three pieces. By how much do they change?"),
        ([-1, 3, -2], "The first is the slope of the first piece, not a change. There are two inner points."),
        ([-3, 2], "The slope after the point minus the slope before it, not the other way round."),
        ([3, 2], "At the second inner point the slope falls, from 2 to 0."),
        ([-1, 4], "Those are differences of heights. A slope is height by width; the middle piece is 2 wide."),
        ([-1, 4, 0], "Those are differences of heights. A slope is height by width; the middle piece is 2 wide."),
        ([5, -4], "The middle piece rises by 4, but over a width of 2: its slope is 2."),
        ([1, -2], "At the first inner point the slope goes from −1 to 2."),
    ]),
    "my-weights": function_check(_weights, _points),
    "my-bump": function_check(_bump, _bumps),
    "how-many-pieces": value_check(71, [
        (70, "With 70 pieces the bound is a little above 0.001: round up."),
        (70.25, "A number of pieces is whole: round up."),
        (199, "The bound divides by 8: h²/8, not h²."),
        (36, "The interval is 2π long, from −π to π."),
        (4935, "h enters squared: take a square root."),
        (4934.8, "h enters squared: take a square root, then round up."),
        (72, "One less is enough, too: which is the smallest?"),
        (0.0894, "That is h, how wide a piece may be. How many of them fill the interval?"),
    ]),
    "warming": property_check(_judge_earth),
    "place-your-own": property_check(_judge_knots),
}  # fmt: skip
