"""Folding: networks that feed one small step into itself, so that each layer doubles the number of pieces.

The step is the tent map, 2·max(x, 0) − 4·max(x − ½, 0): from 0 to 1 it rises to 1 at ½ and falls to 0 again, as a strip
of paper is folded in the middle and drawn out to its old length.
"""

import numpy as np

from .arguments import checked_array, checked_count
from .layers import Network
from .rectified import relu

MOST_LAYERS = 50  # of doubles: a fold shifts one binary digit out, and there are 53
_OUT = np.array([[2.0], [-4.0]])  # how the two units of a fold are added up


def tent_map(x):
    """The tent map of each number: 2·max(x, 0) − 4·max(x − ½, 0), for numbers from 0 to 1.

    x: a number or an array. Returns float64 of the same shape; NaN stays NaN. Raises TypeError for what is no
    number. Source: Telgarsky 2016, "Benefits of depth in neural networks".

    >>> tent_map([0, 0.25, 0.5, 0.75, 1])
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    x = checked_array(x, "x")
    return 2 * relu(x) - 4 * relu(x - 0.5)


def folding_network(layers):
    """The tent map as often as there are layers, as one `Network`: two units a layer, 2**layers pieces on [0, 1].

    layers: a whole number from 1 to 50. Raises ValueError and TypeError for any other.
    Source: Telgarsky 2016, "Benefits of depth in neural networks".

    >>> folding_network(10)
    Network(1 → 2 → 2 → 2 → 2 → 2 → 2 → 2 → 2 → 2 → 2 → 1; 61 numbers)
    >>> folding_network(2)([[0.125], [0.25], [0.5]]).ravel()
    array([0.5, 1. , 0. ])
    """
    layers = _checked(layers)
    middle = [_OUT @ np.ones((1, 2))] * (layers - 1)
    return Network([np.ones((1, 2)), *middle, _OUT], [*[[0.0, -0.5]] * layers, [0.0]])


def squaring_network(layers):
    """A `Network` that comes within 4**−(layers + 1) of x² on [0, 1], with three units a layer.

    layers: a whole number from 1 to 50. It is x − T(x)/4 − T(T(x))/16 − …, T being the tent map: the third unit of each
    layer carries the sum so far. Raises ValueError and TypeError for other layers.
    Source: Yarotsky 2017, "Error bounds for approximations with deep ReLU networks", proposition 2.

    >>> float(squaring_network(3)([[0.5]])[0, 0]), squaring_network(3).count
    (0.25, 34)
    """
    layers = _checked(layers)
    weights, biases = [np.ones((1, 3))], [[0.0, -0.5, 0.0]] * layers
    for done in range(1, layers + 1):
        sum_so_far = np.vstack([-_OUT / 4**done, [[1.0]]])
        fold = np.vstack([_OUT @ np.ones((1, 2)), np.zeros((1, 2))])
        weights.append(sum_so_far if done == layers else np.hstack([fold, sum_so_far]))
    return Network(weights, [*biases, [0.0]])


def _checked(layers):
    layers = checked_count(layers, "layers")
    if layers > MOST_LAYERS:
        raise ValueError(f"layers must be at most {MOST_LAYERS}, where the digits of a float end; got {layers}")
    return layers
