"""Gradient descent by hand: which way each number of a sum moves the loss, and many small steps the other way.

The figure `gradient-descent` does the same in a reader's page, and comes to the same numbers to the last bit: so each
total is a running total, point after point and unit after unit, where NumPy alone would add up in an order of its own.
"""

from typing import NamedTuple

import numpy as np

from ..arguments import checked_count, checked_number, checked_vector
from ..sums import ReLUSum

PARTS = ("slopes", "biases", "weights", "offset")
METHODS = ("plain", "momentum", "adam")
LARGEST = 1e50  # descent ends before numbers grow beyond this: products of two, squared, are finite
MOMENTUM = 0.9  # of the last move, this much is made once more
FIRST, SECOND = 0.9, 0.999  # the memories of Adam's two averages, of gradients and of their squares
TINY = 1e-8  # and what it adds to what it divides by


class Gradient(NamedTuple):
    """Slopes of the loss: by how much it rises for each number of a sum, if that alone grows.

    slopes, biases, weights: arrays (k,), one entry a unit. offset: a number. Each in y-units squared per unit of
    the number it is for.
    """

    slopes: np.ndarray
    biases: np.ndarray
    weights: np.ndarray
    offset: float


class Descent(NamedTuple):
    """What `descend` returns: `sum`, the `ReLUSum` it came to, and `losses`, how it came there.

    losses: the mean squared error before the first step and after each one, y-units squared: shape (steps + 1,), or
    shorter where it left all bounds.
    """

    sum: ReLUSum
    losses: np.ndarray


def loss_gradient(s, x, y):
    """The mean squared error of a `ReLUSum` on data, and its `Gradient`: ``(loss, gradient)``.

    x, y: the data, shape (N,) each, x- and y-units. With r = s(x) − y, and a unit alive where mx + b > 0, the loss is
    the mean of r², and its slopes are the means of 2r·a·x over the points where the unit is alive for m, of 2r·a for b,
    of 2r·max(mx + b, 0) for a, and of 2r for c. At a kink a unit counts as dead, as in PyTorch.
    Raises ValueError for no points, different lengths and numbers that are not finite; TypeError for what is no number.
    Source: the chain rule; Rumelhart, Hinton & Williams 1986.

    >>> loss, gradient = loss_gradient(ReLUSum([1], [0], [1]), x=[-1, 2], y=[0, 1])
    >>> loss, gradient.slopes, gradient.biases, gradient.weights, gradient.offset
    (0.5, array([2.]), array([1.]), array([2.]), 1.0)
    """
    x, y = checked_points(x, y)
    loss, flat = _loss_and_gradient(_flat(s), x, y)
    return loss, Gradient(*_parts(flat))


def descend(start, x, y, *, steps, step_size, method="plain", moving=PARTS, keep_gradients=False):
    """From a `ReLUSum`, so many steps downhill on the mean squared error of all the data.

    x, y: the data, shape (N,) each. steps: how many, at least 0. step_size: a plain step is this times the
    gradient, above 0. method: "plain"; "momentum", where 0.9 of the last move is made once more; or "adam", where each
    number has a step of its own, about `step_size` long. moving: which of "slopes", "biases", "weights", "offset" may
    change; the others stay. keep_gradients: add each gradient to all earlier ones, as PyTorch does when nobody
    zeroes them. Returns a `Descent`. It ends early where a number grows beyond 1e50.
    Raises ValueError for no points, different lengths, numbers that are not finite, steps below 0, a step size that is
    not above 0 and for an unknown method or part; TypeError for what is no number or no whole number.
    Source: Cauchy 1847; Polyak 1964 for momentum; Kingma & Ba 2015 for Adam.

    >>> flat = ReLUSum([], [], [])
    >>> descend(flat, [0, 1], [1, 3], steps=3, step_size=0.25, moving=["offset"]).losses
    array([5.    , 2.    , 1.25  , 1.0625])
    """
    x, y = checked_points(x, y)
    steps, step_size = checked_count(steps, "steps", least=0), checked_number(step_size, "step_size", above=0)
    moves = move_by(known(method, METHODS, "method"), step_size, keep_gradients)
    held = ~np.repeat([part in _known_parts(moving) for part in PARTS], [start.width] * 3 + [1])
    numbers, losses = _flat(start), []
    for _ in range(steps):
        loss, gradient = _loss_and_gradient(numbers, x, y)
        losses.append(loss)
        gradient[held] = 0
        moved = numbers - moves(gradient)
        if not np.abs(moved).max() <= LARGEST:
            return Descent(_sum(numbers), np.array(losses))
        numbers = moved
    losses.append(_loss_and_gradient(numbers, x, y)[0])
    return Descent(_sum(numbers), np.array(losses))


def move_by(method, step_size, keep_gradients=False):
    """A function: gradient → by how much to go down. It remembers what its method needs from step to step."""
    kept = first = second = 0.0
    first_left = second_left = 1.0  # what Adam's averages still have of the 0 they began with

    def move(gradient):
        nonlocal kept, first, second, first_left, second_left
        if keep_gradients:
            gradient = kept = kept + gradient
        if method == "plain":
            return step_size * gradient
        if method == "momentum":
            first = MOMENTUM * first + gradient
            return step_size * first
        first = FIRST * first + (1 - FIRST) * gradient
        second = SECOND * second + (1 - SECOND) * (gradient * gradient)
        first_left, second_left = first_left * FIRST, second_left * SECOND
        return step_size * (first / (1 - first_left)) / (np.sqrt(second / (1 - second_left)) + TINY)

    return move


def _loss_and_gradient(numbers, x, y):
    """The loss and its slopes, both for the flat list of all numbers: slopes, biases, weights, then the offset."""
    m, b, a, c = _parts(numbers)
    inputs = x[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        line = inputs * m + b  # (N, k)
        live = line > 0
        clipped = np.where(live, line, 0.0)
        residual = _total((a * clipped).T) + c - y
        pull = (2 / len(x)) * residual
        through = np.where(live, pull[:, None] * a, 0.0)
        slopes = _total(np.concatenate([through * inputs, through, pull[:, None] * clipped, pull[:, None]], axis=1))
        return float(_total(residual * residual) / len(x)), slopes


def _total(terms):
    """The sum of rows, added up one after the other."""
    return np.add.accumulate(terms)[-1] if len(terms) else np.zeros(terms.shape[1:])


def _flat(s):
    return np.concatenate([s.slopes, s.biases, s.output_weights, [s.offset]])


def _parts(flat):
    k = len(flat) // 3
    return flat[:k], flat[k : 2 * k], flat[2 * k : 3 * k], float(flat[-1])


def _sum(flat):
    return ReLUSum(*_parts(flat))


def random_start(units, seed):
    """A `ReLUSum` by chance, as PyTorch draws the numbers of such a network; the same for the same seed.

    Slopes and biases are evenly spread over −1 to 1, weights and offset over ±1/√units. units: at least 1. seed: a
    whole number from 0 to 4294967295. Raises ValueError for fewer units and for other seeds, TypeError for what is no
    whole number. Source: He, Zhang, Ren & Sun 2015 for the law, as PyTorch's `nn.Linear` has it; Tommy Ettinger's
    public-domain generator mulberry32 for the chance, which a page can have, too.

    >>> print(random_start(2, seed=1).slopes.round(3), random_start(2, seed=1) == random_start(2, seed=1))
    [ 0.254 -0.995] True
    """
    units = checked_count(units, "units")
    draw, reach = chance(seed), 1 / np.sqrt(units)
    slopes, biases, weights, offset = (
        [(2 * next(draw) - 1) * size for _ in range(count)]
        for count, size in ((units, 1.0), (units, 1.0), (units, reach), (1, reach))
    )
    return ReLUSum(slopes, biases, weights, offset[0])


def chance(seed):
    """Numbers from 0 to 1 by the generator mulberry32, which needs nothing but 32-bit arithmetic.

    seed: a whole number from 0 to 4294967295; another is a ValueError, and what is no whole number a TypeError.
    """
    seed = checked_count(seed, "seed", least=0)
    if seed >= 2**32:
        raise ValueError(f"seed must be below 4294967296, got {seed}")
    return _mulberry32(seed)


def _mulberry32(state):
    mask = 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (state | 1)) & mask
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & mask)) & mask
        yield ((t ^ (t >> 14)) & mask) / 4294967296


def dead_units(s, x):
    """Which units of a `ReLUSum` are 0 at all of the data, so that no gradient reaches them: a list, from 0 on.

    x: shape (N,), x-units. Raises ValueError for no points and for numbers that are not finite, TypeError for what
    is no number.

    >>> dead_units(ReLUSum([1, 1, -1], [0, -9, 0], [1, 1, 1]), [-1, 0, 1])
    [1]
    """
    x = checked_vector(x, "x")
    if not len(x):
        raise ValueError("x is empty: a unit is dead or alive at points, give at least one")
    return np.flatnonzero(~(x[:, None] * s.slopes + s.biases > 0).any(axis=0)).tolist()


def checked_points(x, y):
    """The data as two float64 vectors of their own."""
    x, y = checked_vector(x, "x").copy(), checked_vector(y, "y").copy()
    if len(x) != len(y):
        raise ValueError(f"x and y must be equally long, got shapes {x.shape} and {y.shape}")
    if len(x) == 0:
        raise ValueError("x and y are empty: there is nothing to train on")
    return x, y


def known(value, among, name):
    if value not in among:
        raise ValueError(f"{name} must be one of {', '.join(among)}, got {value!r}")
    return value


def _known_parts(moving):
    return [known(part, PARTS, "moving") for part in ([moving] if isinstance(moving, str) else moving)]
