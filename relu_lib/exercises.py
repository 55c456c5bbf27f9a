"""The book's exercises: label → check. The one place in relu_lib that knows the book.

Labels are those of the exercises in `chapters/`. A starter answers with dots (`...`), and its verdict is
"Not answered yet".
"""

from types import MappingProxyType

import numpy as np

from .checks import function_check, property_check, value_check
from .data import noisy_quadratic, target, three_pieces
from .linear import matmul
from .losses import mean_squared_error, worst_error
from .sums import ReLUSum


def check(label, answer):
    """Check an answer to the exercise called `label`.

    Returns a Verdict, which displays itself; "Not answered yet" for an untouched starter.
    Raises ValueError, listing the labels there are, if there is no such exercise.

    >>> check("dot-by-hand", ...)
    … Not answered yet.
    >>> check("dot-by-hand", 6)
    ✓ Correct. It is 6.
    """
    if label not in CHECKS:
        raise ValueError(f"there is no exercise {label!r}; the labels are {', '.join(CHECKS)}")
    return CHECKS[label](answer)._replace(label=label)


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


def _judge_knobs(loss_to_beat, praise):
    def judge(knobs):
        x, y = noisy_quadratic()
        loss = mean_squared_error(y, three_pieces(knobs)(x))
        goal = true_curve_loss() if loss_to_beat is None else loss_to_beat
        far = f"Your six numbers have a loss of {loss:.2f}"
        return loss < goal, f"{far}. {praise}" if loss < goal else f"{far}; get below {goal:.2f}."

    return judge


def true_curve_loss():
    """The loss of 3x² + 2x + 1, the curve the noisy points were made from, on those points.

    >>> round(true_curve_loss(), 2)
    3.49
    """
    x, y = noisy_quadratic()
    return mean_squared_error(y, target("quadratic")(x))


def _judge_tent(s):
    s = _as_sum(s)
    places, heights = [-3, -1, -0.5, 0, 0.5, 1, 3], [0, 0, 0.5, 1, 0.5, 0, 0]
    for x, y in zip(places, heights):
        if abs(s(x) - y) > 1e-9:
            return False, f"At x = {x} your sum is {s(x):g}; the tent is {y:g} there."
    steep = all(s.slopes == 2)
    return steep, f"A tent from {s.width} units" + ("." if steep else ", but not all their slopes are 2.")


def _judge_sine(s):
    s = _as_sum(s)
    x, y = target("sine").samples(2001)
    worst = worst_error(y, s(x))
    return worst < 0.25, f"The worst error on [−π, π] is {worst:.3f}" + ("." if worst < 0.25 else "; get below 0.25.")


def _as_sum(answer):
    if not isinstance(answer, ReLUSum):
        raise TypeError("hand in a ReLUSum, as in ReLUSum(slopes=[1], biases=[0], weights=[1])")
    return answer


_ABS_CASES = [(3.0,), (0.0,), (-2.0,), (-0.5,)]
_CLAMP_CASES = [(0.5,), (0.0,), (1.0,), (-2.0,), (3.0,)]
_SMALL, _WIDE = [[1, 2], [3, 4]], [[1, 0, 2], [0, 1, -1]]

CHECKS = MappingProxyType({
    # matrix-multiplication
    "dot-by-hand": value_check(6, [
        (16, "One product lost its sign: −1·5 is −5."),
        ([8, -5, 3], "Those are the three products. Now add them up."),
    ]),
    "product-shape": value_check([4, 5], [
        ([3, 3], "Those are the inner sizes, which must match and then vanish."),
        ([5, 4], "The rows of A come first."),
        ([4, 3], "That is A's own shape: each row of the answer has one number per column of B."),
    ]),
    "my-matmul": function_check(matmul, [(_SMALL, [[1, 0], [0, 1]]), (_SMALL, [[5, 6], [7, 8]]), (_SMALL, _WIDE)]),
    "bias-as-weight": function_check(
        lambda X, W, b: np.asarray(X) @ np.asarray(W) + np.asarray(b),
        [([[2]], [[3]], [1]), ([[1, 2], [3, 4]], [[1], [1]], [10]), ([[1, 2]], [[1, 2], [3, 4]], [5, 6])],
    ),
    "stretch-then-turn": value_check([[0, -1], [2, 0]], [
        ([[0, -2], [1, 0]], "That turns first and stretches second: the matrix next to the point acts first."),
    ]),
    # rectified-linear
    "relu-by-hand": value_check([0, 0, 2, 0], [
        ([3, 0, 2, 0.5], "Those are the sizes of the numbers. Clipping replaces a negative number with 0."),
        ([-3, 0, 2, -0.5], "Nothing is clipped yet."),
    ]),
    "my-relu": function_check(lambda x: max(x, 0.0), [(2.0,), (0.0,), (-2.0,), (-0.25,)]),
    "find-the-kink": function_check(_kink, [(1, -3), (2, 3), (-4, 2), (0, 5)]),
    "alive-on-the-left": property_check(_judge_left_side),
    "absolute-value": function_check(abs, _ABS_CASES),
    "clamp": function_check(lambda x: min(max(x, 0.0), 1.0), _CLAMP_CASES),
    # sums-of-relus
    "three-by-hand": value_check(5, [
        (2, "That counts the third piece alone."),
        (8, "The first piece is −1.5·1 − 1.5 = −3: clipped, it adds 0 and not 3."),
    ]),
    "my-loss": function_check(
        mean_squared_error, [([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0], [1.0, 4.0]), ([0.0, 0.0, 3.0], [1.0, -1.0, 3.0])],
    ),
    "beat-the-opening": property_check(_judge_knobs(6.0, "Well turned.")),
    "beat-the-truth": property_check(_judge_knobs(None, "Closer than the curve behind the points.")),
    "tent": property_check(_judge_tent),
    "signed-sine": property_check(_judge_sine),
})  # fmt: skip
