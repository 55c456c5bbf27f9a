"""The exercises of chapters/rectified-linear.md: label → check."""

from ..checks import function_check, property_check, value_check
from ..sums import ReLUSum

_ABS_CASES = [(3.0,), (0.0,), (-2.0,), (-0.5,)]
_CLAMP_CASES = [(0.5,), (0.0,), (1.0,), (-2.0,), (3.0,)]


def _kink(m, b):
    return None if m == 0 else -b / m


def _judge_left_side(answer):
    m, b = answer
    if m == 0:
        return False, "With m = 0 the line is flat: it has no kink at all."
    kink = -b / m
    if kink != 2:
        extra = " Its sign is turned round: the kink is at −b/m, not b/m." if kink == -2 else ""
        return False, f"The kink of {ReLUSum([m], [b], [1])} is at {kink:g}, not at 2.{extra}"
    if m > 0:
        return False, f"The kink is right, but with m = {m} the right side is alive: there the line climbs above 0."
    return m == -3, f"The live side has slope {m}" + ("." if m == -3 else ", not −3. Scale m and b together.")


CHECKS = {
    "relu-by-hand": value_check([0, 0, 2, 0], [
        ([3, 0, 2, 0.5], "Those are the sizes of the numbers. Clipping replaces a negative number with 0."),
        ([-3, 0, 2, -0.5], "Nothing is clipped yet."),
    ]),
    "my-relu": function_check(lambda x: max(x, 0.0), [(2.0,), (0.0,), (-2.0,), (-0.25,)]),
    "find-the-kink": function_check(_kink, [(1, -3), (2, 3), (-4, 2), (0, 5)]),
    "alive-on-the-left": property_check(_judge_left_side),
    "absolute-value": function_check(abs, _ABS_CASES),
    "clamp": function_check(lambda x: min(max(x, 0.0), 1.0), _CLAMP_CASES),
}  # fmt: skip
