"""The exercises of chapters/many-inputs.md: label → check."""

import numpy as np

from ..arguments import checked_vector
from ..checks import function_check, property_check, value_check
from ..data import xor_points
from ..layers import Network
from ..own_numbers import PersonalCheck


def _layer(X, W, b):
    return np.maximum(np.asarray(X) @ np.asarray(W) + np.asarray(b), 0)


def _batches(rng):
    """Batches that a layer takes, by hand and by chance; as many rows as columns only once."""
    by_hand = [
        (np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([-1.0])),
        (np.array([[1.0, 2.0]]), np.array([[1.0], [-1.0]]), np.array([0.0])),
        (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([-1.0, 0.5])),
    ]
    sizes = [(4, 2, 3), (5, 3, 2), (2, 2, 2)]
    return by_hand + [(rng.normal(size=(n, m)), rng.normal(size=(m, k)), rng.normal(size=k)) for n, m, k in sizes]


def _judge_kink(unit):
    w1, w2, b = _three(unit)
    if w1 == w2 == 0:
        return False, "With both weights 0 there is no kink."
    for x1, x2 in (1, 0), (0, 2):
        height = w1 * x1 + w2 * x2 + b
        if abs(height) > 1e-9 * (abs(w1) + abs(w2) + abs(b)):
            return False, f"At ({x1}, {x2}) your w₁x₁ + w₂x₂ + b is {height:.4g}; on the kink it is 0."
    alive = 2 * w1 + 2 * w2 + b > 0
    return alive, "Through both points, and alive at (2, 2)." if alive else (
        "The kink is right, but at (2, 2) the unit is dead: the other side is alive. Turn all three signs."
    )


def _three(unit):
    numbers = checked_vector(unit, "it")
    if len(numbers) != 3:
        raise ValueError(f"a unit of two inputs has three numbers, w1, w2 and b; got {len(numbers)}")
    return numbers


def _judge_plus_only(answer):
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise ValueError("give three things: W of shape (2, 2), b of shape (2,), a of shape (2,)")
    W, b, a = answer
    a = checked_vector(a, "a")
    net, (X, y) = Network([W, a[:, None]], [b, [0]]), xor_points()
    if net.sizes != (2, 2, 1):
        raise ValueError(f"two inputs and two units are wanted, W of shape (2, 2); got sizes {net.sizes}")
    for x, wanted, got in zip(X, y, net(X)[:, 0]):
        if abs(got - wanted) > 1e-9:
            return False, f"At ({x[0]:g}, {x[1]:g}) your network gives {got:.4g}; it should be {wanted:g}."
    if not (a > 0).all():
        return (
            False,
            "It does XOR. But an output weight is not above 0: find one with a plus before each unit.",
        )
    return True, "XOR, with a plus before each unit."


def _unit_check(w, v, b, y, x):
    """The check of max(w·x₁ − v·x₂ + b, 0) at (1, y), where it is clipped, and at (x, 1), where it is not."""

    def line(x1, x2):
        return w * x1 - v * x2 + b

    below, above = line(1, y), line(x, 1)
    return value_check([0, above], [
        ([below, above], f"At (1, {y}) the line is below 0: clip it."),
        ([w + v * y + b, w * x + v + b], "x₂ has a minus before it."),
        ([0, above - b], f"The bias, {b}, is missing."),
        ([above, 0], "These are the right numbers in the other order."),
        ([max(line(y, 1), 0), max(line(1, x), 0)], f"The weights have changed places: {w} belongs to x₁."),
        ([0, above + v], f"That has {w}·{x} + {b}. The minus before x₂ takes {v} away."),
        ([below, 0], "The clip keeps what is above 0 and replaces what is below."),
    ])  # fmt: skip


CHECKS = {
    "unit-by-hand": PersonalCheck(
        _unit_check,
        "What is max({}x₁ − {}x₂ + {}, 0) at (1, {}), and at ({}, 1)? Give both numbers.",
        (2, 1, 1, 4, 2),
        (range(2, 6), range(2, 6), range(1, 7), range(6, 10), range(3, 10)),
    ),
    "my-layer": function_check(_layer, _batches),
    "kink-through": property_check(_judge_kink),
    "at-most": value_check(14, [
        (13, "13 lines make 1 + 13 + 78 = 92 regions at most."),
        (12, "12 lines make 1 + 12 + 66 = 79 regions at most."),
        (15, "15 lines make 121 at most, which is more than enough. Are fewer enough, too?"),
        ((793**0.5 - 1) / 2, "There are no parts of a line: which whole number is enough?"),
        (106, "That counts regions. How many lines make so many at most?"),
        (92, "That counts regions, and there are not 100 yet. How many lines make 100?"),
        (100, "That is how many regions there are to be. One line may add many of them: the r-th adds r at most."),
        (5051, "So many regions do 100 lines make at most. Here 100 is the number of regions."),
        (99, "One more for each line: so kinks cut a line, or parallel lines the plane. Let each cross all others."),
        (50, "Two for each line: so it is when all go through one point. Let them cross in many places."),
        (18, "9 and 9 lines make 10 times 10 squares. But of these many are parallel: let each cross all others."),
        (20, "Of a grid many lines are parallel. Let each line cross all others."),
        (7, "2 to the power 7 is 128, but few of these patterns of dead and alive occur: 7 lines make 29 at most."),
        (10, "10 lines make 1 + 10 + 45 = 56 regions at most."),
    ]),
    "plus-only-xor": property_check(_judge_plus_only),
    "backwards-by-hand": value_check([-1.5, -1], [
        ([1.5, 1], "The signs are turned round: the pull is the probability, ½, less the right answer, 1."),
        ([-1.5, 1], "The second sign is turned round: the output weight is above 0, the pull on the score is not."),
        ([1.5, -1], "The first sign is turned round: what went in there is above 0, the pull on the score is not."),
        ([-3, -2], "That takes the score, 0, for the probability. Of score 0 the probability of a 1 is ½."),
        ([3, 2], "The pull on the score is not 1. It is the probability of a 1, less the right answer."),
        ([0, 0], "The score is 0, but the pull on it is not: the probability of a 1 is ½, and the right answer is 1."),
        ([-1, -1.5], "These are the right numbers in the other order."),
        ([-1, -1], "That takes the output weight for both. Its own slope is what went in there, times the pull."),
        ([-1.5, -1.5], "That takes the unit's 3 for both. Backwards, the pull on the score meets the output weight."),
        ([-1.5, 0], "The unit is alive, its sum is above 0: there the clip lets the pull through."),
        ([-1.5, -0.5], "−½ is the pull on the score. On the way to the unit's sum it meets the output weight."),
        ([-0.5, -1], "−½ is the pull on the score. For the output weight, multiply it by what went in there."),
        ([-0.5, -0.5], "That is the pull on the score. Multiply it by what went in there, and by the output weight."),
        ([-1.5, -3], "For the unit's sum, begin with the pull on the score again, −½: the 3 has no part in it."),
    ]),
}  # fmt: skip
