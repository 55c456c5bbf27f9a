"""The exercises of chapters/learning-the-knobs.md: label → check."""

from ..checks import function_check, property_check, value_check
from ..data import noisy_quadratic, three_units
from ..losses import mean_squared_error
from ..training import descend


def _dead(m, b, points):
    return all(m * x + b <= 0 for x in points)


def _units_and_points(rng):
    """Units alive everywhere, somewhere, nowhere, and just at their kink."""
    by_hand = [
        (1, -3, [-2, 0, 2]),
        (1, -1, [-2, 0, 2]),
        (-1, -3, [-2, 0, 2]),
        (1, -2, [0, 2]),
        (0, 1, [5]),
        (0, 0, [5]),
    ]
    some = [(float(m), float(b)) for m, b in rng.normal(scale=2, size=(8, 2)).round(2)]
    return by_hand + [(m, b, rng.normal(size=4).round(2).tolist()) for m, b in some]


def _bias_slope(m, b, points, data):
    alive = [(m * x + b, y) for x, y in zip(points, data) if m * x + b > 0]
    return sum(2 * (line - y) for line, y in alive) / len(points)


def _units_and_data(rng):
    by_hand = [(1, 0, [2], [3]), (2, -1, [0, 1], [0, 3]), (-1, 0, [1, 2], [5, 5]), (1, 1, [0, 1, 3], [1, 0, -2])]
    some = [(float(m), float(b)) for m, b in rng.normal(size=(5, 2)).round(2)]
    return by_hand + [(m, b, *rng.normal(scale=2, size=(2, 5)).round(2).tolist()) for m, b in some]


def _descent(data, step_size, steps):
    c = 0.0
    for _ in range(steps):
        c -= step_size * 2 * sum(c - y for y in data) / len(data)
    return c


def _descents(rng):
    by_hand = [([4, 6], 0.5, 1), ([4, 6], 0.1, 1), ([4, 6], 0.1, 2), ([1, 2, 6], 0.25, 0)]
    some = [(rng.normal(scale=3, size=n).round(2).tolist(), size, 12) for n, size in ((1, 0.3), (4, 0.05), (7, 0.9))]
    return by_hand + some


def _judge_start(knobs):
    start, (x, y) = three_units(knobs), noisy_quadratic()
    before = mean_squared_error(y, start(x))
    after = descend(start, x, y, steps=1000, step_size=0.02, moving=("slopes", "biases")).losses[-1]
    if before <= 5:
        return False, f"Your six knobs have a loss of {before:.2f} to begin with: start further away, above 5."
    far = f"From a loss of {before:.2f} the steps come to {after:.3f}"
    return after < 1.5, f"{far}." if after < 1.5 else f"{far}; find a start from which they get below 1.5."


CHECKS = {
    "one-step": value_check(1.4, [
        (0.6, "That is a step uphill: go against the slope, m − 0.1·slope."),
        (5, "That is the whole slope, 4: the step size makes it a tenth."),
        (-4, "That is the slope of the loss. The step is still to be made."),
        (4, "That is the slope without its sign. The step is still to be made."),
        (0.4, "That is by how much m changes. Where does it come to?"),
        (1.2, "The slope of r² has a 2 in front: 2·r·x."),
        (-3, "That is the whole slope, added. The step is a tenth of it, the other way."),
    ]),
    "is-dead": function_check(_dead, _units_and_points),
    "bias-slope": function_check(_bias_slope, _units_and_data),
    "my-descent": function_check(_descent, _descents),
    "better-start": property_check(_judge_start),
}  # fmt: skip
