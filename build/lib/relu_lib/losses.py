"""How wrong is a prediction? One number: mean squared (the book's loss), mean absolute, worst; and cross-entropy.

The first four compare numbers. Each takes the data `y` and the prediction at the same points, as lists, arrays or
tensors of one shape; different shapes are an error, because broadcasting them would quietly compare every point with
every other. The others are for classes: a network gives *scores*, `softmax` and `sigmoid` make probabilities of them,
and cross-entropy says how little of it was given to the right class.
"""

import numpy as np

from .arguments import as_numbers, checked_array, checked_rows, checked_vector, is_tensor, place_of


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


# --- for classes ------------------------------------------------------------------------------------


def sigmoid(scores):
    """The probability of class 1 that a score stands for: ``1/(1 + e^(−score))``, half at 0. No unit.

    scores: numbers, any shape. Returns an array of that shape, float64. No score is too large for it.
    Raises TypeError for what is no number.

    >>> sigmoid([0.0, 1000.0, -1000.0])
    array([0.5, 1. , 0. ])
    """
    scores = checked_array(scores, "scores").astype(float, copy=False)
    small = np.exp(-np.abs(scores))  # never above 1
    return np.where(scores < 0, small, 1) / (1 + small)


def softmax(scores):
    """Probabilities from scores: ``e^score``, divided by their sum, row by row.

    scores: shape (N, C), one row an input and one column a class. Returns shape (N, C), each row with the sum 1.
    The largest score of a row is taken from all of them first, which changes nothing but keeps the powers finite.
    Raises ValueError for another shape or numbers that are not finite, TypeError for what is no number.
    Source: Bridle 1990.

    >>> softmax([[0.0, 0.0], [1000.0, 0.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    scores = checked_rows(scores, "scores")
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(labels, scores):
    """The mean of −log of the probability that `softmax` gives to the right class. No unit, at least 0.

    labels: shape (N,), whole numbers from 0 to C − 1, the right classes. scores: shape (N, C). Returns a float.
    Raises ValueError for no inputs, other shapes, labels beyond the classes or numbers that are not finite, TypeError
    for what is no number.

    >>> round(cross_entropy([0], [[0.0, 0.0]]), 4)  # −log ½
    0.6931
    """
    labels, scores = _checked_classes(labels, scores)
    return float(-log_softmax(scores)[np.arange(len(labels)), labels].mean())


def cross_entropy_gradient(labels, scores):
    """The cross-entropy and its slopes, ``(loss, slopes)``: by how much it rises for each score, if that alone grows.

    Arguments and errors as for `cross_entropy`. slopes: shape (N, C): the probabilities, less 1 at the right class,
    divided by N.

    >>> loss, slopes = cross_entropy_gradient([0], [[0.0, 0.0]])
    >>> slopes
    array([[-0.5,  0.5]])
    """
    labels, scores = _checked_classes(labels, scores)
    slopes = softmax(scores)
    slopes[np.arange(len(labels)), labels] -= 1
    return cross_entropy(labels, scores), slopes / len(labels)


def binary_cross_entropy(y, scores):
    """Of two classes: the mean of −log of the probability that `sigmoid` gives to the right one. No unit, at least 0.

    y: 0 or 1 for each input (or the probability of a 1, in between), any shape. scores: the same shape; above 0 they
    stand for class 1. Returns a float. Raises ValueError for other shapes, no inputs, a y beyond 0 and 1, or NaN;
    TypeError for what is no number.

    >>> round(binary_cross_entropy([1, 0], [2.0, -2.0]), 4)
    0.1269
    """
    y, scores = _checked_pair(y, scores)
    # −log σ(s) = log(1 + e^(−s)); with the larger of s and 0 taken out, no power is above 1
    return float((np.maximum(scores, 0) - scores * y + np.log1p(np.exp(-np.abs(scores)))).mean())


def binary_cross_entropy_gradient(y, scores):
    """The binary cross-entropy and its slopes, ``(loss, slopes)``: by how much it rises for each score.

    Arguments and errors as for `binary_cross_entropy`. slopes: the shape of scores: the probability of a 1, less y,
    divided by how many there are.

    >>> binary_cross_entropy_gradient([1, 0], [0.0, 0.0])[1]
    array([-0.25,  0.25])
    """
    y, scores = _checked_pair(y, scores)
    return binary_cross_entropy(y, scores), (sigmoid(scores) - y) / scores.size


def log_softmax(scores):
    """The logarithms of the probabilities, along the last axis; unchecked. None is infinite, however small."""
    below = scores - scores.max(axis=-1, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=-1, keepdims=True))


def _checked_classes(labels, scores):
    scores = checked_rows(scores, "scores")
    given = checked_vector(labels, "labels")
    if len(given) != len(scores):
        raise ValueError(f"each input needs a label and a row of scores, got {len(given)} labels, {len(scores)} rows")
    if not len(given):
        raise ValueError("labels are empty: there is nothing to measure a loss on")
    classes = scores.shape[1]
    wrong = (given != np.floor(given)) | (given < 0) | (given >= classes)
    if wrong.any():
        at = given[wrong.argmax()]
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got {at:g}{place_of(wrong)}")
    return given.astype(int), scores


def _checked_pair(y, scores):
    _differences(y, scores)  # of one shape, not empty, no NaN
    y, scores = (checked_array(v, n).astype(float, copy=False) for v, n in ((y, "y"), (scores, "scores")))
    wrong = ~((y >= 0) & (y <= 1))
    if wrong.any():
        raise ValueError(f"y must be 0 or 1, or between, got {y[wrong][0]:g}{place_of(wrong)}")
    return y, scores
