"""What a reader hands to a function: taken as it is meant, or refused in one sentence.

Every module of the library asks here, so that the same mistake gets the same answer everywhere. What is of the wrong
kind (no numbers, no whole number) raises TypeError. What is of the right kind and still cannot be used (missing, not
finite, out of range, of the wrong shape) raises ValueError. The sentence names the argument, says what was expected
and what was given, and in a list or an array it says where.
"""

import math
import numbers
import operator
import sys

import numpy as np

MISSING = {"None", "NaT", "<NA>", "--"}  # how Python, NumPy, pandas and masked arrays write what is not there


def is_tensor(value):
    """Whether `value` is a PyTorch tensor, told without importing torch.

    >>> is_tensor([1, 2])
    False
    """
    return hasattr(value, "relu") and hasattr(value, "requires_grad")


def as_numbers(x, name="x"):
    """`x` as something arithmetic works on: tensors and numbers as they are, the rest as an array.

    Returns x itself if it is a tensor or a Python number, else a NumPy array of numbers; NaN and infinity may be
    among them. Raises TypeError and ValueError as `checked_array` does.

    >>> as_numbers([1, 2])
    array([1, 2])
    """
    return x if is_tensor(x) or isinstance(x, numbers.Real) else checked_array(x, name)


def checked_number(value, name, least=-math.inf, above=-math.inf):
    """One finite number, as a float: at least `least`, and more than `above`.

    >>> checked_number(3, "m")
    3.0
    >>> checked_number(float("nan"), "m")
    Traceback (most recent call last):
    ValueError: m must be a finite number, got nan
    """
    given = _one(value, name)
    if not _is_number(given) or isinstance(given, (bool, np.bool_)):
        raise TypeError(f"{name} must be a finite number, got {value!r:.80}")
    number = _as_float(given)
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, got {value!r:.80}")
    if number < least:
        raise ValueError(f"{name} must be at least {least:g}, got {number:g}")
    if number <= above:
        raise ValueError(f"{name} must be above {above:g}, got {number:g}")
    return number


def checked_count(value, name, least=1):
    """A whole number, at least `least`, as an int.

    >>> checked_count(2.5, "units")
    Traceback (most recent call last):
    TypeError: units must be a whole number, got 2.5
    >>> checked_count(0, "units")
    Traceback (most recent call last):
    ValueError: units must be at least 1, got 0
    """
    given = _one(value, name)
    if not isinstance(given, numbers.Integral) or isinstance(given, (bool, np.bool_)):
        raise TypeError(f"{name} must be a whole number, got {value!r:.80}")
    count = operator.index(given)
    if count < least:
        raise ValueError(f"{name} must be at least {least}, got {count}")
    return count


def checked_interval(a, b):
    """The ends a < b of an interval, as floats.

    >>> checked_interval(1, 0)
    Traceback (most recent call last):
    ValueError: need finite interval ends a < b, got a=1, b=0
    """
    ends = _one(a, "a"), _one(b, "b")
    if not all(map(_is_number, ends)):
        raise TypeError(f"need numbers as interval ends a < b, got a={a!r:.80}, b={b!r:.80}")
    low, high = map(_as_float, ends)
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"need finite interval ends a < b, got a={a}, b={b}")
    return low, high


def checked_array(values, name, kinds="biuf"):
    """A number, a list, an array or a tensor of numbers, of any shape, as an array that keeps its type of number.

    NaN and infinity may be among them. kinds: NumPy's letters for the types that are welcome; "c" is for complex
    numbers. Raises TypeError for what does not hold numbers, and ValueError for rows of different lengths and where
    a number is missing: masked, None, NaT.

    >>> checked_array([[1, 2], [3, "x"]], "A")
    Traceback (most recent call last):
    TypeError: A must be numbers, but row 2, column 2 is 'x'
    >>> checked_array(np.ma.array([1, 2, 3], mask=[0, 1, 0]), "x")
    Traceback (most recent call last):
    ValueError: x is missing at number 2 of 3: leave it out, or put a number there
    """
    if is_tensor(values):
        values = values.detach().cpu()
        short = values.is_floating_point() and values.element_size() < 4  # NumPy has no bfloat16
        values = (values.float() if short else values).numpy()
    _refuse_masked(values, name)
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; every row needs as many numbers") from None
    if array.dtype.kind in "mM":  # dates and spans of time
        for at in np.argwhere(np.isnat(array)):
            _refuse_missing_at(tuple(at), array.shape, name)
        raise TypeError(f"{name} must be numbers, got {array.dtype} values")
    return array if array.dtype.kind in kinds else _from_objects(np.asarray(values, object), name)


def checked_vector(values, name, remedy=""):
    """A flat list or array of finite numbers as float64, shape (N,); without a copy if it is that already.

    remedy: how to mend what is not finite, as the end of the sentence.

    >>> checked_vector([1, 2, float("inf")], "x")
    Traceback (most recent call last):
    ValueError: x must be finite numbers, but number 3 of 3 is inf
    """
    array = checked_array(values, name).astype(float, copy=False)
    if array.ndim != 1:
        flatten = f"; try {name}.ravel()" if array.ndim else ""
        raise ValueError(f"{name} must be a flat list of numbers, got shape {array.shape}{flatten}")
    check_finite(array, name, remedy)
    return array


def checked_rows(values, name, columns=None):
    """A table of finite numbers as float64, shape (N, columns): a row for each input.

    columns: how many each row must have; any number, at least 1, if None. Raises as `checked_vector` does.

    >>> checked_rows([[1, 2], [3, 4]], "X", columns=3)
    Traceback (most recent call last):
    ValueError: X must have rows of 3 numbers, shape (N, 3), got shape (2, 2)
    """
    array = checked_array(values, name).astype(float, copy=False)
    if array.ndim != 2 or not array.shape[1] or columns not in (None, array.shape[1]):
        wanted = f"rows of {columns} numbers, shape (N, {columns})" if columns else "rows, shape (N, columns)"
        raise ValueError(f"{name} must have {wanted}, got shape {array.shape}")
    check_finite(array, name)
    return array


def check_finite(array, name, remedy=""):
    """Raise ValueError, saying where, unless all numbers of an array are finite."""
    wrong = ~np.isfinite(array)
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0])
        raise ValueError(f"{name} must be finite numbers, but {_place(at, array.shape)} is {array[at]}{remedy}")


def function_values(f, x, name="f"):
    """What an array function gives at x, shape (N,), as finite float64 in the same shape.

    Raises TypeError if f cannot be called or does not give numbers; ValueError if it does not give one y for each x
    or one of them is not finite.

    >>> function_values(np.square, np.array([1.0, 3.0]))
    array([1., 9.])
    """
    if not callable(f):
        raise TypeError(f"{name} must be a function such as np.sin, got {f!r:.60}")
    y = checked_array(f(x), f"what {name} gives").astype(float, copy=False)
    if y.shape not in ((), x.shape):
        raise ValueError(f"{name} must give one y for each x: for x of shape {x.shape} it gave shape {y.shape}")
    y = np.broadcast_to(y, x.shape)
    finite = np.isfinite(y)
    if not finite.all():
        at = x[np.argmin(finite)]
        raise ValueError(f"{name} must be finite on the interval, but at x = {at:.6g} it is not")
    return y


def widened(values):
    """Numbers that can be added and multiplied without wrapping round: 200 in eight bits would become −56.

    An array of small or unsigned integers becomes float64, truth values become 0 and 1; others stay as they are.

    >>> widened(np.array([100], np.int8)) * 2
    array([200.])
    """
    kind = values.dtype.kind if isinstance(values, (np.ndarray, np.generic)) else ""
    if kind == "b":
        return values.astype(int)
    return values.astype(float) if kind and kind in "iu" and values.dtype != int else values


def _one(value, name):
    """The one number in an array or a tensor of shape (); anything else as it is."""
    _refuse_masked(value, name)
    return value.item() if getattr(value, "shape", None) == () and hasattr(value, "item") else value


def _is_number(value):
    return isinstance(value, numbers.Number) and (isinstance(value, numbers.Real) or not isinstance(value, complex))


def _as_float(number):
    try:
        return float(number)
    except OverflowError:  # a whole number beyond all floats
        return math.inf if number > 0 else -math.inf


def _refuse_masked(values, name):
    """Refuse a masked array, alone or in lists, if an entry is masked."""
    ma = sys.modules.get("numpy.ma")  # as long as nobody has loaded it, nothing can be masked; to load it takes time
    at = _first_masked(values, ma) if ma else None
    if at is not None:
        _refuse_missing_at(at, (len(values),) if at else (), name)


def _first_masked(values, ma):
    """The index of the first masked entry in an array or in lists within lists; None if there is none."""
    if isinstance(values, ma.MaskedArray):
        masked = np.argwhere(ma.getmaskarray(values))
        return tuple(masked[0]) if len(masked) else None
    for i, value in enumerate(values if isinstance(values, (list, tuple)) else ()):
        if isinstance(value, (list, tuple, ma.MaskedArray)) and (at := _first_masked(value, ma)) is not None:
            return i, *at
    return None


def _refuse_missing_at(index, shape, name):
    at = f" at {_place(index, shape)}" if index else ""
    raise ValueError(f"{name} is missing{at}: leave it out, or put a number there")


def _from_objects(objects, name):
    """Python's own numbers (fractions, decimals, whole numbers of any size) as float64."""
    if not objects.ndim and not _is_number(objects.item()):
        raise TypeError(f"{name} must be a number, or a list, array or tensor of numbers; got {objects.item()!r:.60}")
    for at, value in np.ndenumerate(objects):
        if not isinstance(value, str) and str(value) in MISSING:
            _refuse_missing_at(at, objects.shape, name)
        if not _is_number(value):
            raise TypeError(f"{name} must be numbers, but {_place(at, objects.shape)} is {value!r:.60}")
    return np.array([_as_float(value) for value in objects.flat], float).reshape(objects.shape)


def place_of(marked):
    """Where the first True of an array is, as the end of a sentence.

    >>> place_of(np.array([False, True])), place_of(np.array(True))
    (' at number 2 of 2', '')
    """
    index = tuple(np.argwhere(marked)[0])
    return f" at {_place(index, marked.shape)}" if index else ""


def _place(index, shape):
    """Where something is in an array, counted from 1 as people do."""
    if len(index) == 1:
        return f"number {index[0] + 1} of {shape[0]}"
    if len(index) == 2:
        return f"row {index[0] + 1}, column {index[1] + 1}"
    return f"index [{', '.join(map(str, index))}]"
