"""What every figure is: an anywidget whose state is plain numbers, with a picture for where nothing moves.

The module that computes and draws is JavaScript: the parts of `kit/`, which all figures share, then the figure's own
file. They are joined here, because an anywidget module cannot import its neighbours. The same formulas are in Python,
for `fig.loss` and its like; both sides answer to the same golden numbers (tests/golden).
"""

import base64
import io
import json
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..arguments import check_finite, checked_array, checked_count, checked_number, checked_vector

HERE = Path(__file__).parent
PARTS = json.loads((HERE / "kit/parts.json").read_text("utf-8"))  # in this order: each uses only those before it
KIT = "\n".join((HERE / "kit" / part).read_text("utf-8") for part in PARTS)


LARGEST = 1e100  # beyond it a figure refuses numbers: products of two, and squares, are finite (HUGE in the kit)


class Number(traitlets.TraitType):
    """A finite number of at most `LARGEST`; anything else is an error that names the trait and says what it got."""

    default_value = 0.0

    def validate(self, obj, value):
        return _drawable(_or_trait_error(checked_number, value, self.name), self.name)


class Numbers(traitlets.TraitType):
    """A flat list or array of finite numbers, kept as a tuple: it is changed by giving a new one."""

    default_value = ()

    def validate(self, obj, value):
        return listed(value, self.name)


class Whole(traitlets.TraitType):
    """A whole number from `least` to `most`."""

    def __init__(self, default_value, least, most, **kwargs):
        self.least, self.most = least, most
        super().__init__(default_value, **kwargs)

    def validate(self, obj, value):
        count = _or_trait_error(lambda given, name: checked_count(given, name, self.least), value, self.name)
        if count > self.most:
            raise traitlets.TraitError(f"{self.name} must be at most {self.most}, got {count}")
        return count


class Choice(traitlets.TraitType):
    """One of a few names."""

    def __init__(self, default_value, names, **kwargs):
        self.names = names
        super().__init__(default_value, **kwargs)

    def validate(self, obj, value):
        if value not in self.names:
            raise traitlets.TraitError(f"{self.name} must be one of {', '.join(self.names)}; got {value!r:.80}")
        return value


class Matrix(traitlets.TraitType):
    """A matrix of finite numbers, a tuple of rows, all of one length. shape: the only one allowed, if not None."""

    def __init__(self, default_value=((0.0,),), shape=None, **kwargs):
        self.shape = shape
        super().__init__(default_value, **kwargs)

    def validate(self, obj, value):
        matrix = _drawable(_or_trait_error(_finite_array, value, self.name), self.name)
        if matrix.ndim != 2 or not matrix.size:
            raise traitlets.TraitError(f"{self.name} must be a matrix, rows of equal length, got shape {matrix.shape}")
        if self.shape not in (None, matrix.shape):
            raise traitlets.TraitError(f"{self.name} must have shape {self.shape}, got {matrix.shape}")
        return tuple(map(tuple, matrix.tolist()))


def listed(value, name):
    """A flat list or array of finite numbers as a tuple; anything else is a TraitError that names it."""
    return tuple(_drawable(_or_trait_error(checked_vector, value, name), name).tolist())


def _drawable(numbers, name):
    """The numbers, unless one of them is too large to be drawn; what is then wrong is a TraitError."""
    most = np.abs(numbers).max(initial=0)
    if most > LARGEST:
        raise traitlets.TraitError(
            f"{name} must be at most {LARGEST:g} in size, as larger numbers cannot be drawn, got {most:g}"
        )
    return numbers


def _finite_array(values, name):
    array = checked_array(values, name).astype(float)
    check_finite(array, name)
    return array


def _or_trait_error(check, value, name):
    """What `check` makes of a value; what it has against the value becomes the error that traits raise."""
    try:
        return check(value, name)
    except (TypeError, ValueError) as error:
        raise traitlets.TraitError(str(error)) from None


def module(name):
    """The JavaScript of a figure: what all of them share, then its own; of a large one, its own parts first."""
    listed = HERE / name / "parts.json"  # a folder of the figure's own, made as the kit is
    parts = [HERE / name / part for part in json.loads(listed.read_text("utf-8"))] if listed.is_file() else []
    return KIT + "\n".join(path.read_text("utf-8") for path in [*parts, HERE / f"{name}.js"])


class Figure(anywidget.AnyWidget):
    """A figure of the book. A subclass gives its name, `_figure`, its `module`, and `STATE`, the traits a reader moves.

    In a notebook `fig` displays it; setting a trait moves the picture, and moving the picture sets the
    trait; `fig.observe(call, names="m1")` calls back; `fig.reset()` goes back to the state it began with.
    A wrong value raises traitlets.TraitError, which names the trait.
    """

    STATE = ()
    _css = (HERE / "kit/kit.css").read_text("utf-8")
    _figure = traitlets.Unicode().tag(sync=True)
    _kit = traitlets.Int(len(KIT)).tag(sync=True)  # so many characters of the module are what all figures share
    _start = traitlets.Dict().tag(sync=True)
    _alt = traitlets.Unicode().tag(sync=True)

    def __init__(self, **state):
        unknown = set(state) - set(self.trait_names())
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no {', '.join(sorted(unknown))}; it has {', '.join(self.STATE)}"
            )
        super().__init__(**state)
        self._start = self._state()
        self._alt = self.alt_text()

    def _state(self):
        return {name: getattr(self, name) for name in self.STATE}

    def reset(self):
        """Go back to the state this figure began with."""
        self._change(self._start)

    def _change(self, values):
        """Change several traits as one, for those who watch and for the picture."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in values.items():
                setattr(self, name, value)

    def draw(self):
        """The figure as it stands, as Matplotlib axes: for paper, and where no widget can run."""
        raise NotImplementedError

    def alt_text(self):
        """What the picture shows, for a reader who cannot see it."""
        raise NotImplementedError

    def __repr__(self):
        state = ", ".join(f"{name}={_short(value)}" for name, value in self._state().items())
        return f"{type(self).__name__}({state})"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, **self._pictures()}, {**metadata, "image/png": {"alt": self.alt_text()}}

    def _pictures(self):
        """The picture as SVG, for pages, and as PNG, for previews and paper; none without Matplotlib."""
        try:
            import matplotlib.pyplot as plt
        except ImportError:
            return {}
        figure = self.draw().figure
        plt.close(figure)  # else a notebook shows it a second time
        vector, bitmap = io.StringIO(), io.BytesIO()
        figure.savefig(vector, format="svg")
        figure.savefig(bitmap, format="png", dpi=110, facecolor="white")
        return {"image/svg+xml": vector.getvalue(), "image/png": base64.b64encode(bitmap.getvalue()).decode()}


def _short(value):
    if isinstance(value, tuple):
        return f"[{', '.join(map(_short, value))}]"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)
