"""The exercises of chapters/rectified-linear.md: label → check."""

from ..arguments import checked_vector
from ..checks import function_check, property_check, value_check
from ..own_numbers import PersonalCheck, written
from ..sums import ReLUSum
from .manners import OTHER_MEANS, compares_with_another, cuts, decides_itself


def _numbers(by_hand):
    """Cases of one number: some by hand, then some by chance on either side of 0."""
    return lambda rng: [(x,) for x in [*by_hand, *rng.normal(scale=3, size=8).round(3).tolist()]]


def _lines(rng):
    """Slopes and biases of either sign, and 0 in either place and in both."""
    some = [(float(m), float(b)) for m, b in rng.normal(size=(6, 2)).round(3)]
    return [(1, -3), (2, 3), (-4, 2), (0, 5), (3, 0), (-2, 0), (0, 0), (0, -1), *some]


def _kink(m, b):
    return None if m == 0 else -b / m


def _with_relu_alone(what):
    if not what.known or what.names & OTHER_MEANS or "**" in what.operators:
        return "it does not come from `relu` alone. One unit for each side, then add them up."
    if decides_itself(what):
        return "it has an `if` of its own. `relu` has the only one you need: one unit for each side."
    if compares_with_another(what):
        return "max(x, −x) picks the larger of two. Build it from max(…, 0) alone: one unit for each side."
    return ""


def _from_two_units(what):
    if what.names & {"min", "minimum", "fmin"}:
        return "`min` cuts off what is above 1. Without it: which second unit takes away what the first has too much?"
    if cuts(what):
        return "a ready-made cut does the work. Without it: which second unit takes away what the first has too much?"
    if not what.known:
        return "it does not show what it is made of. Write it with `def`, from two `relu`s."
    if what.names & OTHER_MEANS:
        return "it does not come from `relu` alone. One unit from 0 on, another from 1 on."
    if decides_itself(what):
        return "it has an `if` of its own. `relu` has the only one you need: one unit from 0 on, another from 1 on."
    return ""


def _judge_left_side(answer):
    m, b = _pair(answer)
    if m == 0:
        return False, "With m = 0 the line is flat: it has no kink at all."
    kink = -b / m
    if abs(kink - 2) > 1e-6:
        extra = " Its sign is turned round: the kink is at −b/m, not b/m." if kink == -2 else ""
        return False, f"The kink of {ReLUSum([m], [b], [1])} is at {kink:g}, not at 2.{extra}"
    if m > 0:
        return False, f"The kink is right, but with m = {m:g} the right side is alive: there the line climbs above 0."
    right = abs(m + 3) < 1e-6
    return right, f"The live side has slope {m:g}" + ("." if right else ", not −3. Scale m and b together.")


def _pair(answer):
    numbers = checked_vector(list(answer.values()) if isinstance(answer, dict) else answer, "the answer")
    if len(numbers) != 2:
        raise ValueError(f"hand in two numbers, m and b, as in (1, 2); got {len(numbers)}")
    return map(float, numbers)


def _clip_check(*numbers):
    """The check of four numbers, clipped; the third is above 0, the last below."""
    clipped, last = [max(number, 0) for number in numbers], numbers[3]
    sizes, others = [abs(each) for each in numbers], clipped[:3]
    above, too = written(numbers[2]), f"{written(last)} is negative, too, so it becomes 0."
    return value_check(clipped, [
        (sizes, "Those are the sizes of the numbers. Clipping replaces a negative number with 0."),
        (numbers, "Nothing is clipped yet."),
        ([min(each, 0) for each in numbers], "That keeps the negative numbers. Clipping keeps the others."),
        ([int(each > 0) for each in numbers], f"Positive numbers stay as they are: {above} stays {above}."),
        ([*others, -last], too),
        ([*others, last], too),
        ([each for each in clipped if each], "That is what is above 0. The others become 0, and stay in the list."),
        (max(numbers), "That is the largest of them. Clip each number on its own: four answers."),
    ])  # fmt: skip


CHECKS = {
    "relu-by-hand": PersonalCheck(
        _clip_check,
        "Clip {}, {}, {} and {} by hand.",
        (-3, 0, 2, -0.5),
        (range(-9, 0), [*range(-9, 0), *range(1, 10)], range(3, 20), (-0.5, -1.5, -2.5, -3.5)),
    ),
    "my-relu": function_check(lambda x: max(x, 0.0), _numbers([2.0, 0.0, -2.0, -0.25, 2.5])),
    "find-the-kink": function_check(_kink, _lines),
    "alive-on-the-left": property_check(_judge_left_side),
    "absolute-value": function_check(abs, _numbers([3.0, 0.0, -2.0, -0.5]), manner=_with_relu_alone),
    "clamp": function_check(
        lambda x: min(max(x, 0.0), 1.0),
        _numbers([0.5, 0.0, 1.0, -2.0, 3.0, 0.25, 0.1, 0.75, 0.9, 1.5, 100.0]),
        manner=_from_two_units,
    ),
}  # fmt: skip
