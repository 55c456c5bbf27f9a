"""The same sums by training: start anywhere, follow the gradient downhill, many small steps.

Slower and further from the best than `fit`, but it is the way that still works when there
are many inputs and many layers. PyTorch is imported only when `train` is called.
"""

from typing import NamedTuple

import numpy as np

from ..arguments import checked_count, checked_number
from ..sums import ReLUSum
from .by_hand import checked_points


class Training(NamedTuple):
    """What `train` returns: `sum`, the trained `ReLUSum`, and `losses`, how it came there.

    losses: shape (steps + 1,), y-units squared: the mean squared error on all the data before the first
    step, and after each one. The last of them is that of `sum`.
    """

    sum: ReLUSum
    losses: np.ndarray


def train(x, y, units, *, steps=2000, learning_rate=0.03, rng=0, progress=True):
    """Fit ``c + Σ aᵢ·max(mᵢx + bᵢ, 0)`` to data by gradient descent (Adam) on the mean squared error.

    x, y: the data, shape (N,) each, in any order, x- and y-units. units: how many units, at least 1.
    steps: how often all slopes, biases, weights and the offset are moved, each time by the gradient on all
    the data. learning_rate: about how far, in standardised units, above 0; it falls to 0 along a cosine.
    rng: a seed or a `np.random.Generator`: the first weights are chance.
    progress: show a text progress bar, if tqdm is installed. Returns a `Training`: the sum and the losses.

    Inside, x is moved and scaled to [−1, 1], y to mean 0 and standard deviation 1, and the kinks begin
    evenly spread over the data; the sum is mapped back, so it takes and gives the units of the data. It works
    on the processor, in float64, whatever torch's default device and gradient mode are.
    Nothing promises that the best sum is found: compare with `relu_lib.fit`.
    Raises ValueError for no points, different shapes, numbers that are not finite, units or steps below 1
    or a learning rate that is not above 0; TypeError for what is no number or no whole number; ImportError if
    PyTorch is not installed.
    Source: Kingma & Ba 2015 for Adam; Loshchilov & Hutter 2017 for the cosine.

    >>> x = np.linspace(-1, 1, 20)
    >>> trained, losses = train(x, abs(x), units=2, steps=300, progress=False)
    >>> len(losses), bool(losses[-1] < 0.001 < losses[0])
    (301, True)
    """
    torch = _pytorch()
    x, y = checked_points(x, y)
    units, steps = checked_count(units, "units"), checked_count(steps, "steps")
    learning_rate = checked_number(learning_rate, "learning_rate", above=0)
    x_middle, x_scale = (x.max() + x.min()) / 2, (x.max() - x.min()) / 2 or 1.0
    y_reach = np.abs(y).max() or 1.0  # numbers as large as floats can be have no squares
    y_middle, y_scale = y.mean(), y_reach * (y / y_reach).std() or 1.0
    first = _first_sum(units, np.random.default_rng(rng))
    with torch.device("cpu"), torch.inference_mode(False), torch.enable_grad():  # whatever is usual around the call
        network = first.to_torch(torch.float64)
        inputs = torch.from_numpy((x - x_middle) / x_scale)[:, None]
        targets = torch.from_numpy((y - y_middle) / y_scale)[:, None]
        losses = _descend(torch, network, inputs, targets, steps, learning_rate, progress)
        z = ReLUSum.from_torch(network)  # of standardised numbers: m·(x − middle)/scale + b = (m/scale)·x + …
    slopes = z.slopes / x_scale
    back = ReLUSum(slopes, z.biases - slopes * x_middle, z.output_weights * y_scale, z.offset * y_scale + y_middle)
    with np.errstate(over="ignore"):  # a loss beyond all floats is infinite
        return Training(back, np.array(losses) * y_scale**2)


def _descend(torch, network, inputs, targets, steps, learning_rate, progress):
    """Move the network's parameters; the losses before the first step and after each one."""
    adam = torch.optim.Adam(network.parameters(), lr=learning_rate)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    losses = []
    for _ in _counted(steps, progress):
        adam.zero_grad()
        loss = torch.nn.functional.mse_loss(network(inputs), targets)
        loss.backward()
        adam.step()
        slower.step()
        losses.append(loss.item())
    with torch.no_grad():
        losses.append(torch.nn.functional.mse_loss(network(inputs), targets).item())
    return losses


def _first_sum(units, rng):
    """A sum on [−1, 1] to start from: kinks in the middles of equal pieces, sides in turn, weights by chance.

    The lines are steep, so that kinks stay calm: a kink is −bias/slope, and a step of the bias moves it less.
    """
    kinks = (2 * np.arange(units) + 1) / units - 1
    slopes = units**0.5 * np.where(np.arange(units) % 2, -1.0, 1.0)
    return ReLUSum(slopes, -slopes * kinks, rng.normal(scale=units**-0.5, size=units))


def _counted(steps, progress):
    """``range(steps)``, behind a progress bar if one is wanted and can be had."""
    if progress:
        try:
            from tqdm import tqdm  # the text bar: a notebook's widget bar would be dead on a printed page
        except ImportError:
            return range(steps)
        return tqdm(range(steps), desc="training", unit="step")
    return range(steps)


def _pytorch():
    try:
        import torch
    except ImportError:
        raise ImportError("train needs PyTorch, which is not installed: pip install torch") from None
    return torch
