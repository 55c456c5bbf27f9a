"""The exercises of chapters/sums-of-relus.md: label → check."""

import numpy as np

from ..checks import function_check, property_check, value_check
from ..data import BEST_KNOBS, noisy_quadratic, target, three_units
from ..losses import mean_squared_error, worst_error
from ..sums import ReLUSum

_TENT = ReLUSum(slopes=[1, 1, 1], biases=[1, 0, -1], weights=[1, -2, 1])
_PRINTED = {
    "the book's best, BEST_KNOBS": BEST_KNOBS,
    "the knobs that the section “How low can it go?” prints": (-9, -9, 5, -2, 0, 1),
}


def _judge_knobs(loss_to_beat, praise):
    def judge(knobs):
        s, (x, y) = three_units(knobs), noisy_quadratic()
        loss = mean_squared_error(y, s(x))
        goal = true_curve_loss() if loss_to_beat is None else loss_to_beat
        far = f"Your six numbers have a loss of {loss:.2f}"
        if loss >= goal:
            return False, f"{far}; get below {goal:.3g}."
        for name, printed in _PRINTED.items():
            if np.abs(np.subtract(_in_order(s), _in_order(three_units(printed)))).max() < 0.02:
                return False, f"{far}. Those are {name}: find your own. Any others below {goal:.3g} will do."
        return True, f"{far}. {praise}"

    return judge


def _in_order(s):
    """Slopes and biases of the units of a sum, whichever stands first."""
    return sorted(zip(s.slopes, s.biases))


def true_curve_loss():
    """The loss of 3x² + 2x + 1, the curve the noisy points were made from, on those points.

    >>> round(true_curve_loss(), 2)
    3.49
    """
    x, y = noisy_quadratic()
    return mean_squared_error(y, target("quadratic")(x))


def _losses(rng):
    """Data and predictions: by hand, then lists of several lengths and signs."""
    by_hand = [([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0], [1.0, 4.0]), ([0.0, 0.0, 3.0], [1.0, -1.0, 3.0])]
    some = [rng.normal(scale=3, size=(2, n)).round(2).tolist() for n in (1, 4, 7)]
    return by_hand + [tuple(pair) for pair in some]


def _judge_tent(s):
    s = _as_sum(s)
    for x in _deciding_places(s, _TENT):
        if abs(s(x) - _TENT(x)) > 1e-5 * max(1, abs(x)):
            return False, f"At x = {x:g} your sum is {s(x):.6g}; the tent is {_TENT(x):g} there."
    steep = s.width > 0 and bool((np.abs(s.slopes - 2) < 1e-6).all())
    return steep, f"A tent from {s.width} units" + ("." if steep else ", but not all their slopes are 2.")


def _deciding_places(s, other):
    """Where two polylines are compared: if they agree here, they agree everywhere.

    At all kinks, half way between, and twice beyond the outermost. The middle of the tent comes first.
    """
    kinks = np.unique([*s.kinks, *other.kinks])
    outside = kinks[0] - 2, kinks[0] - 1, kinks[-1] + 1, kinks[-1] + 2
    return [0, -0.5, 0.5, *kinks.tolist(), *((kinks[1:] + kinks[:-1]) / 2).tolist(), *map(float, outside)]


def _judge_sine(s):
    s = _as_sum(s)
    x, y = target("sine").samples(2001)
    worst = worst_error(y, s(x))
    return worst < 0.25, f"The worst error on [−π, π] is {worst:.3f}" + ("." if worst < 0.25 else "; get below 0.25.")


def _as_sum(answer):
    if not isinstance(answer, ReLUSum):
        raise TypeError("hand in a ReLUSum, as in ReLUSum(slopes=[1], biases=[0], weights=[1])")
    return answer


CHECKS = {
    "three-by-hand": value_check(5, [
        (2, "That counts the third unit alone."),
        (3, "That counts the second unit alone."),
        (8, "The first line is −1.5·1 − 1.5 = −3: clipped, it adds 0 and not 3."),
        (2.5, "That is the sum at x = 0, or at x = 1 without the biases."),
        (-3, "That is the first line, not yet clipped. The other two add 3 and 2."),
        ([0, 3, 2], "Those are the three units. Now add them up."),
        (1, "That adds the slopes up, 1.5 − 1.5 + 1. Each line is slope times x plus bias; clip it, then add."),
        (3.5, "One bias is missing: the second line is 1.5·1 + 1.5, the third 1·1 + 1."),
    ]),
    "my-loss": function_check(mean_squared_error, _losses),
    "beat-the-opening": property_check(_judge_knobs(5, "Well turned.")),
    "beat-the-truth": property_check(_judge_knobs(None, "Closer than the curve behind the points.")),
    "tent": property_check(_judge_tent),
    "signed-sine": property_check(_judge_sine),
}  # fmt: skip
