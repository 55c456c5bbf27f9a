"""Values as JSON and back: what goes into the sandbox (arguments) and what comes out of it (answers).

Numbers, texts, None and True stand for themselves, and so do lists; anything else is a dictionary with one key, which
says what it is. Decoding makes nothing but such values: it calls nothing that the text names.
"""

import inspect
import json
from fractions import Fraction

import numpy as np

MOST_ITEMS = 20_000  # in one answer
DEEPEST = 6  # lists within lists
LONGEST = 500  # characters of a text
LARGEST = 2**63  # of whole numbers: of larger ones only the text is passed on
DTYPES = {kind + str(size) for kind, sizes in {"int": (8, 16, 32, 64), "float": (16, 32, 64)}.items() for size in sizes}
DTYPES |= {"uint8", "uint16", "uint32", "uint64", "bool"}


class TooMuch(ValueError):
    """A value has more in it than an answer may have, or is none of the kinds that answers are."""


def encode(value):
    """A value as JSON: what is none of the kinds that answers are becomes its description.

    >>> encode((1, 2.5)), encode(...), encode(np.array([1, 2], np.int8)), encode(np.float32(0.5))
    ({'tuple': [1, 2.5]}, {'dots': 1}, {'array': [1, 2], 'of': 'int8'}, {'array': 0.5, 'of': 'float32'})
    >>> encode({1, 2})
    {'other': 'set: {1, 2}'}
    """
    try:
        return _encoded(value, DEEPEST, [MOST_ITEMS])
    except TooMuch as error:
        return {"other": f"{type(value).__name__}: {error}"[:LONGEST]}
    except Exception as error:  # an object of the student's may raise anything when it is looked at
        return {"other": f"{type(value).__name__}, which cannot be read ({type(error).__name__})"[:LONGEST]}


def _encoded(value, depth, room):
    kind = type(value)
    if value is ...:
        return {"dots": 1}
    if value is None or kind in (bool, str):
        return value[:LONGEST] if kind is str else value
    if kind is float or (kind is int and abs(value) < LARGEST):
        return value
    if isinstance(value, Fraction):
        return float(value)
    if kind in (list, tuple, dict) and depth:
        return _container(value, kind, depth, room)
    if (kind is np.ndarray or isinstance(value, np.generic)) and value.dtype.name in DTYPES:
        _take(value.size, room)
        return {"array": value.tolist(), "of": value.dtype.name}
    if kind.__module__.partition(".")[0] == "relu_lib" and kind.__name__ in ("ReLUSum", "Network"):
        return _model(value, kind.__name__, room)
    if callable(value):
        name = getattr(value, "__name__", None)
        name = name if type(name) is str and len(name) < 60 else "function"
        return {"function": name, "takes": _parameters(value)}
    if hasattr(value, "__array__") and not isinstance(value, np.ma.MaskedArray):
        return _encoded(np.asarray(value), depth, room)  # a Series and its like
    return {"other": f"{kind.__name__}: {value!r:.80}"}


def _take(count, room):
    room[0] -= count
    if room[0] < 0:
        raise TooMuch(f"more than {MOST_ITEMS} numbers")


def _container(value, kind, depth, room):
    _take(len(value), room)
    if kind is dict:
        return {"dict": [[_encoded(part, depth - 1, room) for part in pair] for pair in value.items()]}
    items = [_encoded(item, depth - 1, room) for item in value]
    return items if kind is list else {"tuple": items}


def _model(value, name, room):
    numbers = ("slopes", "biases", "output_weights", "offset") if name == "ReLUSum" else ("weights", "biases")
    parts = [getattr(value, each) for each in numbers]
    return {name: [_encoded(list(part) if isinstance(part, tuple) else part, DEEPEST, room) for part in parts]}


def _parameters(function):
    """What a function takes, as [name, kind, whether it may be left out]; None if it does not say."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[each.name, int(each.kind), each.default is not each.empty] for each in parameters][:50]


def decode(said, models=None):
    """The value that `encode` described. Functions are left as what describes them.

    models: name → what makes it of its numbers, for `ReLUSum` and `Network`; without it these stay descriptions.
    Raises TooMuch for what `encode` would not have made.

    >>> decode(encode(([1, 2], np.arange(3), ..., None)))
    ([1, 2], array([0, 1, 2]), Ellipsis, None)
    >>> decode({"array": [[1], [2, 3]], "of": "int64"})
    Traceback (most recent call last):
    assign.sandbox.values.TooMuch: not an array of int64
    """
    return _decoded(said, models or {}, DEEPEST + 2, [MOST_ITEMS])


def _decoded(said, models, depth, room):
    if not depth:
        raise TooMuch("lists within lists, too deep")
    if said is None or isinstance(said, (bool, int, float, str)):
        return said
    if isinstance(said, list):
        _take(len(said), room)
        return [_decoded(item, models, depth - 1, room) for item in said]
    if not isinstance(said, dict) or not said:
        raise TooMuch("no kind of answer")
    kind, inside = next(iter(said.items()))
    inner = lambda items: _decoded(_a_list(items), models, depth - 1, room)  # noqa: E731
    if kind == "dots":
        return ...
    if kind == "tuple":
        return tuple(inner(inside))
    if kind == "dict":
        return {_hashable(key): value for key, value in map(_a_pair, inner(inside))}
    if kind == "array":
        return _array(inside, said.get("of"), room)
    if kind in models:
        return models[kind](*inner(inside))
    if kind == "other":
        return Unreadable(str(inside)[:LONGEST])
    return said


class Unreadable:
    """Stands for an answer that is none of the kinds that answers are; shows itself as what it was."""

    def __init__(self, words):
        self.words = words

    def __repr__(self):
        return self.words


def _a_list(value):
    if not isinstance(value, list):
        raise TooMuch("no list where one belongs")
    return value


def _a_pair(value):
    if not isinstance(value, list) or len(value) != 2:
        raise TooMuch("no pair where one belongs")
    return value


def _hashable(key):
    return key if isinstance(key, (str, int, float, bool, type(None))) else repr(key)


def _array(items, name, room):
    if name not in DTYPES:
        raise TooMuch(f"an array of {name!s:.20}")
    _take(_count(items, DEEPEST), room)
    try:
        return np.array(items, dtype=name)[()] if not isinstance(items, list) else np.array(items, dtype=name)
    except (TypeError, ValueError, OverflowError):
        raise TooMuch(f"not an array of {name}") from None


def _count(items, depth):
    if not isinstance(items, list):
        if not (isinstance(items, (bool, int, float)) or items is None):
            raise TooMuch("an array of something else than numbers")
        return 1
    if not depth:
        raise TooMuch("lists within lists, too deep")
    return sum(_count(item, depth - 1) for item in items)


def key_of(arguments):
    """Arguments as a text, by which a recorded outcome is found again.

    >>> key_of((1, -0.0, [2.5])) == key_of((1, -0.0, [2.5])) != key_of((1, 0.0, [2.5]))
    True
    """
    return json.dumps(encode(tuple(arguments)), sort_keys=True)
