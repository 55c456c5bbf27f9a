"""The exercises of chapters/universal-approximation.md: label → check."""

import math

import numpy as np

from ..arguments import checked_vector
from ..checks import function_check, property_check, value_check
from ..data import target
from ..fitting import interpolate
from ..losses import worst_error
from .manners import OTHER_MEANS, compares_with_another, cuts, decides_itself

_CLIPS = {"relu", "rectified_linear", "ReLUSum", "max", "maximum"}


def _ramp(x):
    return min(max(10 * (x - 2), 0.0), 1.0)


def _around_the_step(rng):
    """Places by hand, the plainest first, then some by chance, most of them where it climbs."""
    by_hand = [0.0, 3.0, 2.05, 2.0, 2.1, 2.025, 2.075, 1.0, 2.2, -1.5, 12.0]
    return [(x,) for x in [*by_hand, *rng.uniform(1.98, 2.12, 8).round(4).tolist()]]


def _of_two_rectified_lines(what):
    if not what.known:
        return "how it is made cannot be seen: write it with `def`, as the sum of two rectified lines."
    if cuts(what) or what.names & OTHER_MEANS or not what.names & _CLIPS:
        return "it is no sum of two rectified lines. One begins to climb at 2; which one takes the slope away at 2.1?"
    if decides_itself(what):
        return "it has an `if` of its own. max(…, 0) has the only one you need: one unit for each of the two kinks."
    if compares_with_another(what):
        return "it compares with another number than 0. A rectified line is max(…, 0): move x, as in max(x − 2, 0)."
    return ""


def _omega(heights, steps):
    """The largest difference between two heights that are at most so many places apart."""
    y = np.asarray(heights, float)
    return float(max(np.abs(y[k:] - y[: len(y) - k]).max() for k in range(min(steps, len(y) - 1) + 1)))


def _heights(rng):
    """A tip, a fall, a curve whose largest difference is nearer than the steps allow; then some by chance."""
    by_hand = [([0, 1, 0], 1), ([0, 1, 0], 2), ([5, 3, 2, 2], 1), ([5, 3, 2, 2], 2), ([1, 1], 1), ([0, 3, 0, 0, 1], 3)]
    return by_hand + [(rng.integers(-9, 10, 8).tolist(), steps) for steps in (1, 2, 3, 5)]


def _pieces(a, b, steepest, epsilon):
    return math.ceil((b - a) * steepest / epsilon - 1e-9)


def _intervals(rng):
    by_hand = [(0, 1, 1, 0.25), (0, 1, 1, 0.3), (-2, 2, 1, 0.5), (-2, 2, 14, 0.5), (0, 3, 0.5, 1), (1, 2, 2, 1)]
    some = [(float(a), float(a + w), float(s), 0.07) for a, w, s in rng.uniform(0.3, 5, (5, 3)).round(2)]
    return by_hand + some


def _judge_four(answer):
    knots = checked_vector(answer, "your list")
    if len(knots) != 5:
        return False, f"Four pieces have 5 knots, both ends among them; you gave {len(knots)}."
    if not (np.diff(knots) > 0).all():
        at = int(np.flatnonzero(np.diff(knots) <= 0)[0])
        return False, f"Knots must increase, but {knots[at]:g} is followed by {knots[at + 1]:g}."
    if abs(knots[0] + 1) > 1e-9 or abs(knots[-1] - 1) > 1e-9:
        return False, f"The first knot is −1 and the last is 1; yours are {knots[0]:g} and {knots[-1]:g}."
    root, t = target("root"), np.linspace(-1, 1, 8001)
    x = np.union1d(np.sign(t) * t**4, knots)
    missed = np.abs(root(x) - interpolate(root, knots=knots)(x))
    error = worst_error(root(x), interpolate(root, knots=knots)(x))
    if error <= 0.1:
        return True, f"The worst error is {error:.4f}, with 4 pieces in the place of 200."
    apart = f"The worst error is {error:.4f}, at x = {x[missed.argmax()]:.3f}; get to 0.1 or below."
    return False, apart if (knots == 0).any() else f"{apart} The curve has its tip at 0: put a knot there."


CHECKS = {
    "root-pieces": value_check(800, [
        (200, "That is the number for ε = 0.1."),
        (400, "ε enters squared: half of it asks for four times as many pieces."),
        (40, "That is 2/ε. The width that serves is ε², not ε."),
        (20, "That is 1/ε. The width that serves is ε², and the interval is 2 long."),
        (0.0025, "That is the width of a piece. How many of them fill an interval that is 2 long?"),
        (1600, "The interval from −1 to 1 is 2 long: 2/ε² pieces."),
        (4, "So few do it when they are well placed. How many does the proof ask for?"),
        (80, "Here ε is 0.05: divide 2 by 0.05²."),
    ]),
    "my-ramp": function_check(_ramp, _around_the_step, tolerance=1e-4, manner=_of_two_rectified_lines),
    "my-omega": function_check(_omega, _heights),
    "pieces-needed": function_check(_pieces, _intervals),
    "four-pieces": property_check(_judge_four),
}  # fmt: skip
