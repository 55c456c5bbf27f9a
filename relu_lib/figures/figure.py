"""What every figure is: an anywidget whose state is plain numbers, with a picture for where nothing moves.

The module that computes and draws is JavaScript: the parts of `kit/`, which all figures share, then the figure's own
file. They are joined here, because an anywidget module cannot import its neighbours. The same formulas are in Python,
for `fig.loss` and its like; both sides answer to the same golden numbers (tests/golden).
"""

import base64
import io
import json
import numbers
from pathlib import Path

import anywidget
import numpy as np
import traitlets

HERE = Path(__file__).parent
PARTS = json.loads((HERE / "kit/parts.json").read_text("utf-8"))  # in this order: each uses only those before it
KIT_ENDS = f"// --- the figure itself {'-' * 76}\n"  # whoever wants the kit and the figure apart can cut here


class Number(traitlets.TraitType):
    """A finite number; anything else is an error that names the trait and says what it got."""

    default_value = 0.0

    def validate(self, obj, value):
        return _number(value, self.name)


class Numbers(traitlets.TraitType):
    """A flat list or array of finite numbers, kept as a tuple: it is changed by giving a new one."""

    default_value = ()

    def validate(self, obj, value):
        return tuple(_number(v, f"number {i + 1} of {self.name}") for i, v in enumerate(_listed(value, self.name)))


class Matrix(traitlets.TraitType):
    """A matrix of finite numbers, a tuple of rows, all of one length. shape: the only one allowed, if not None."""

    def __init__(self, default_value=((0.0,),), shape=None, **kwargs):
        self.shape = shape
        super().__init__(default_value, **kwargs)

    def validate(self, obj, value):
        rows = [_listed(row, f"row {i + 1} of {self.name}") for i, row in enumerate(_listed(value, self.name))]
        if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
            raise traitlets.TraitError(f"{self.name} must be a matrix, rows of equal length, got {value!r:.80}")
        if self.shape not in (None, (len(rows), len(rows[0]))):
            raise traitlets.TraitError(f"{self.name} must have shape {self.shape}, got {(len(rows), len(rows[0]))}")
        return tuple(
            tuple(_number(v, f"row {i + 1}, column {j + 1} of {self.name}") for j, v in enumerate(row))
            for i, row in enumerate(rows)
        )


def _number(value, name):
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)):
        try:
            value = float(value)
        except OverflowError:  # an int beyond all floats
            value = np.inf
        if np.isfinite(value):
            return value
    raise traitlets.TraitError(f"{name} must be a finite number, got {value!r:.80}")


def _listed(value, name):
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        return list(value)
    raise traitlets.TraitError(f"{name} must be a list or an array of numbers, got {value!r:.80}")


def module(name):
    """The JavaScript of a figure: what all of them share, then its own."""
    kit = [(HERE / "kit" / part).read_text("utf-8") for part in PARTS]
    return "\n".join([*kit, KIT_ENDS, (HERE / f"{name}.js").read_text("utf-8")])


class Figure(anywidget.AnyWidget):
    """A figure of the book. A subclass gives its name, `_figure`, its `module`, and `STATE`, the traits a reader moves.

    In a notebook `fig` displays it; setting a trait moves the picture, and moving the picture sets the
    trait; `fig.observe(call, names="m1")` calls back; `fig.reset()` goes back to the state it began with.
    A wrong value raises traitlets.TraitError, which names the trait.
    """

    STATE = ()
    _css = (HERE / "kit/kit.css").read_text("utf-8")
    _figure = traitlets.Unicode().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)
    _words = traitlets.Unicode().tag(sync=True)

    def __init__(self, **state):
        unknown = set(state) - set(self.trait_names())
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no {', '.join(sorted(unknown))}; it has {', '.join(self.STATE)}"
            )
        super().__init__(**state)
        self._start = self._state()
        self._words = self.words()

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

    def words(self):
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
        return {**data, **self._pictures()}, {**metadata, "image/png": {"alt": self.words()}}

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
