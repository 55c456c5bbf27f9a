"""Step two, max(x, 0): rectified lines for numbers, lists, NumPy arrays and PyTorch tensors alike.

PyTorch is never imported here: a tensor is known by having a `relu` method of its own, which
keeps its dtype, its device and its gradient (0 at the kink, as in `torch.nn.ReLU`).
"""

import numbers

import numpy as np

from .arguments import as_numbers, is_tensor, widened


def relu(x):
    """Replace negative numbers with zero: ``max(x, 0)``.

    x: a number, a list or an array of numbers, or a tensor, any shape. Returns the same shape:
    a number for a number, a tensor (same dtype, device, gradient) for a tensor, else an array.
    NaN stays NaN. Raises TypeError if x does not hold numbers, ValueError where one is missing.
    Source: Nair & Hinton 2010; the gradient at 0 is 0, as in torch.nn.ReLU.

    >>> relu(-2.5), relu(3)
    (0.0, 3)
    >>> relu([-1, 0, 2])
    array([0, 0, 2])
    """
    x = as_numbers(x)
    if is_tensor(x):
        return x.relu()
    if isinstance(x, numbers.Real) and not isinstance(x, np.generic):
        return type(x)(0) if x < 0 else x  # not max(x, 0): it would lose a NaN and turn 0.0 into 0
    return np.maximum(x, 0)


def line(m, b, x):
    """The straight line ``m·x + b`` at x, for every kind of number `relu` takes.

    m: slope, y per x. b: bias, y-units. x: as for `relu`; m and b may be arrays or tensors too.
    Returns m·x + b in the shape NumPy's broadcasting gives; small integers are computed in float64, in which they
    cannot wrap round. Raises TypeError and ValueError as `relu` does.

    >>> line(2, 1, [0, 1, 2])
    array([1, 3, 5])
    """
    m, b, x = as_numbers(m, "m"), as_numbers(b, "b"), as_numbers(x)
    like = next((value for value in (x, m, b) if is_tensor(value)), None)
    if like is not None:
        m, b, x = (like.new_tensor(v) if isinstance(v, np.ndarray) else v for v in (m, b, x))
    else:
        m, b, x = map(widened, (m, b, x))
    return m * x + b


def rectified_linear(m, b, x):
    """A straight line whose negative part is replaced with zero: ``max(m·x + b, 0)``.

    m: slope, y per x. b: bias, y-units. x: a number, list, array or tensor, any shape, x-units.
    Returns y-units in x's shape and kind. The kink is at x = −b/m; if m is 0 there is none.
    Raises TypeError if an argument does not hold numbers, ValueError where one is missing.
    Source: Howard 2022, whose name and argument order these are.

    >>> rectified_linear(1, 1, [-3, -1, 0, 2])
    array([0, 0, 1, 3])
    """
    return relu(line(m, b, x))


def trip_relu(m1, b1, m2, b2, m3, b3, x):
    """Three rectified lines, added: ``max(m₁x + b₁, 0) + max(m₂x + b₂, 0) + max(m₃x + b₃, 0)``.

    m1, m2, m3: slopes, y per x. b1, b2, b3: biases, y-units. x: as for `rectified_linear`.
    Returns y-units in x's shape and kind. Raises TypeError if an argument does not hold numbers.
    Source: a learner's answer to Howard 2022, who adds two and asks for three; name and argument order are theirs.

    >>> trip_relu(-1.5, -1.5, 1.5, 1.5, 1.0, 1.0, [-2.0, -1.0, 0.0])
    array([1.5, 0. , 2.5])
    """
    return rectified_linear(m1, b1, x) + rectified_linear(m2, b2, x) + rectified_linear(m3, b3, x)
