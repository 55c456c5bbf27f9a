"""The exercises of chapters/sums-of-relus.md: label → check."""

from ..checks import function_check, property_check, value_check
from ..data import noisy_quadratic, target, three_pieces
from ..losses import mean_squared_error, worst_error
from ..sums import ReLUSum


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


CHECKS = {
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
}  # fmt: skip
