"""The exercises of chapters/depth.md: label → check."""

import numpy as np

from ..checks import function_check, property_check, value_check
from ..folding import tent_map
from ..layers import Network


def _folded(x, k):
    for _ in range(k):
        x = float(tent_map(x))
    return x


def _places(rng):
    by_hand = [(0.0,), (0.25,), (0.5,), (0.75,), (1.0,), (0.3,), (0.9,)]
    return by_hand + [(x,) for x in rng.uniform(0, 1, 6).round(3).tolist()]


def _folds(rng):
    by_hand = [(0.3, 0), (0.3, 1), (0.3, 2), (0.5, 1), (0.5, 2), (0.25, 2), (0.1, 5)]
    return by_hand + [(x, k) for x, k in zip(rng.uniform(0, 1, 5).round(3).tolist(), [3, 1, 4, 2, 6])]


def _judge_zigzag(net):
    if not isinstance(net, Network):
        raise TypeError(f"make it a Network, as Network([W1, W2], [b1, b2]); got {type(net).__name__}")
    if net.sizes[0] != 1 or net.sizes[-1] != 1:
        return False, f"One number goes in, and one comes out; yours is {net!r}."
    if len(net.sizes) != 3 or net.sizes[1] > 3:
        return False, f"One layer of three units is enough; yours is {net!r}."
    for third, wanted in enumerate([0, 1, 0, 1]):
        got = float(net([third / 3])[0])
        if abs(got - wanted) > 1e-9:
            return False, f"At x = {third}/3 yours gives {got:.4g}; it should be {wanted}."
    x = np.linspace(0, 1, 31)
    wanted = 1 - np.abs(1 - 3 * x % 2)
    off = np.abs(net(x[:, None])[:, 0] - wanted)
    if off.max() > 1e-9:
        return False, f"Between the thirds it should run straight; at x = {x[off.argmax()]:.4g} it does not."
    return True, "Three pieces; fed into itself it has nine, and once more 27."


CHECKS = {
    "fold-by-hand": value_check([0.7, 0.6, 0.8], [
        ([0.7, 1.4, 2.8], "From ½ on the fold comes down again: 2 − 2·0.7."),
        ([0.7, 0.7, 0.7], "Put the result in again: the second number is the fold of 0.7."),
        ([0.65, 0.7, 0.6], "Up to ½ the fold doubles: 0.35 becomes 0.7."),
        ([1.3, -0.6, -1.2], "Up to ½ the fold doubles: 0.35 becomes 0.7."),
        ([0.35, 0.7, 0.6], "Begin with the fold of 0.35, not with 0.35 itself."),
        ([0.7, 0.6, 1.2], "0.6 is beyond ½: 2 − 2·0.6."),
        ([0.7, 0.3, 0.6], "1 − 0.7 turns round, but does not double: 2 − 2·0.7."),
        ([0.7, 0.6, 0.4], "1 − 0.6 turns round, but does not double: 2 − 2·0.6."),
        ([0.6, 0.8, 0.4], "That is the path of 0.3. Begin with 0.35."),
        ([0.8, 0.6, 0.7], "These are the right numbers in the other order."),
    ]),
    "my-fold": function_check(lambda x: float(tent_map(x)), _places),
    "fold-again": function_check(_folded, _folds),
    "numbers-needed": value_check(8, [
        (7, "With 7 folds it is 385 numbers against 43, nearly nine times as many: not yet ten."),
        (6, "With 6 folds it is 193 numbers against 37, about five times as many."),
        (5, "With 5 folds it is 97 numbers against 31, about three times as many."),
        (4, "2 to the power 4 is above ten. But with 4 folds it is 49 numbers against 25, not even twice as many."),
        (9, "With 9 folds it is 1,537 numbers against 55. Is it more than ten times already with fewer?"),
        (10, "With 10 folds it is 3,073 numbers against 61, fifty times as many. Each unit in one layer has three."),
        (11, "With 11 folds it is 6,145 numbers against 67. Is it more than ten times already with fewer?"),
        (3, "With 3 folds it is 25 numbers against 19. What has to be more than ten times the other?"),
        (256, "That counts pieces, or units of the one layer. How many folds make them?"),
        (16, "That counts units of the deep network, two for each fold. How many folds are that?"),
        (49, "That counts the deep network's numbers. How many folds has it then?"),
        (769, "That counts the one layer's numbers. How many folds take so many?"),
    ]),
    "zigzag": property_check(_judge_zigzag),
}  # fmt: skip
