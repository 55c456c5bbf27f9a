"""How wrong is a prediction? One number: mean squared (the book's loss), mean absolute, worst.

Each takes the data `y` and the prediction at the same points, as lists, arrays or tensors of one
shape; different shapes are an error, because broadcasting them would quietly compare every
point with every other.
"""

import numpy as np

from .arguments import as_numbers, is_tensor, place_of


def _differences(y, prediction):
    """prediction − y, or a ValueError that says why they cannot be compared."""
    y, prediction = (as_numbers(v, n) for v, n in ((y, "y"), (prediction, "prediction")))
    shapes = tuple(np.shape(y)), tuple(np.shape(prediction))
    if shapes[0] != shapes[1]:
        raise ValueError(
            f"y has shape {shapes[0]} but prediction has shape {shapes[1]}: "
            "they must match, one prediction for each point"
        )
    if 0 in shapes[0]:
        raise ValueError("y is empty: there is nothing to measure an error on")
    if is_tensor(prediction) or is_tensor(y):
        like = prediction if is_tensor(prediction) else y
        y, prediction = (v if is_tensor(v) else like.new_tensor(v) for v in (y, prediction))
        difference = prediction - y
    else:
        difference = np.asarray(prediction, float) - np.asarray(y, float)
    wrong = difference != difference  # NaN alone is not equal to itself
    if bool(wrong.any()):
        where = place_of(np.asarray(wrong.cpu() if is_tensor(wrong) else wrong))
        raise ValueError(f"y or prediction is NaN (not a number){where}: leave such points out")
    return difference


def _number(result):
    return result if is_tensor(result) else float(result)


def mean_squared_error(y, prediction):
    """The book's loss: ``mean((prediction − y)²)``.

    y, prediction: the same shape, y-units; lists, arrays or tensors. Returns y-units squared: a
    float, or a tensor with gradient if either is a tensor.
    Raises ValueError for different shapes (both are named), no points, or NaN.

    >>> mean_squared_error([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    return _number((_differences(y, prediction) ** 2).mean())


def root_mean_squared_error(y, prediction):
    """``√mean((prediction − y)²)``, the book's error "l2": the loss, back in y-units.

    Arguments, return value and errors as for `mean_squared_error`, but in y-units.

    >>> root_mean_squared_error([0.0, 0.0], [3.0, -3.0])
    3.0
    """
    return mean_squared_error(y, prediction) ** 0.5


def mean_absolute_error(y, prediction):
    """``mean(|prediction − y|)``: outliers count for less than in the squared loss. The loss of Howard 2022.

    Arguments, return value and errors as for `mean_squared_error`, but in y-units.

    >>> mean_absolute_error([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return _number(abs(_differences(y, prediction)).mean())


def worst_error(y, prediction):
    """``max(|prediction − y|)``, the book's error "max": how far off the worst point is.

    Arguments, return value and errors as for `mean_squared_error`, but in y-units.

    >>> worst_error([1.0, 2.0], [1.5, 4.0])
    2.0
    """
    return _number(abs(_differences(y, prediction)).max())
