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


def _bump(a, b, c, d, x):
    return float(np.interp(x, [a, b, c, d], [0.0, 1.0, 1.0, 0.0]))


def _bumps(rng):
    """Sides alike and others; x on all five stretches, and at the corners."""
    by_hand = [(-2.0, -1.0, 1.0, 2.0, x) for x in (-1.5, 0.0, 1.5, 4.0)] + [(0.0, 2.0, 3.0, 7.0, x) for x in (1.0, 4.0)]
    by_chance = []
    for _ in range(4):
        a, b, c, d = (np.sort(rng.choice(np.arange(-12, 13), 4, replace=False)) / 2).tolist()
        some = [a - 1, a, (a + b) / 2, b, (b + 3 * c) / 4, c, (c + 3 * d) / 4, d, d + 1]
        by_chance += [(a, b, c, d, x) for x in some]
    return by_hand + by_chance


@cache
def _earth_slopes():
    """The slopes of the four pieces that fit the Earth's temperature best, °C a year."""
    return fit(*earth_temperature(), 4).piece_slopes


def _judge_earth(answer):
    given, (first, second, third, last) = checked_number(answer, "your answer"), _earth_slopes() * 10
    change = last - third
    if abs(given - change) <= 0.006:
        return True, f"The slope changes by {change:.3f} °C a decade, from {third:.3f} to {last:.3f}.".replace("-", "−")
    hints = [
        (last, "That is the slope after the last kink. Take away the slope before it."),
        (third, "That is the slope before the last kink. By how much does it change there?"),
        (last + third, "That lost a sign: the slope before the last kink is below 0, and to take it away is to add."),
        (change / 10, "That is the change in °C a year. A decade has ten."),
        (change * 10, "That is the change in °C a century."),
        (-change, "It rises faster from there on: the sign is plus. Take the slope after it minus the one before."),
        (second - first, "That is the first change, at 1911. The last kink is between the last two pieces."),
        (third - second, "That is the second change, at 1942. The last kink is between the last two pieces."),
        (last - second, "That leaves out the third piece. The last kink is between the last two pieces."),
        (last - first, "That is from the first piece to the last. The last kink is between the last two pieces."),
    ]
    wanted, hint = min(hints, key=lambda each: abs(given - each[0]) / abs(each[0]))
    if abs(given - wanted) <= 0.03 * abs(wanted):
        return False, f"Your answer is {given:g}; it should be something else. {hint}"
    return False, f"Your answer is {given:g}. Print fit(year, anomaly, units=4).piece_slopes: °C a year, left to right."


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
