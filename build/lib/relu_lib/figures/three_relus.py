"""`ThreeReLUs`: the demonstration this book grew from. Three rectified lines, twenty points, one score."""

import numpy as np
import traitlets

from ..data import BEST_KNOBS, OPENING_KNOBS, noisy_quadratic, target, three_units
from ..losses import mean_squared_error
from ..sums import ReLUSum
from .figure import Figure, Number, Numbers, listed, module

KNOBS = ("m1", "b1", "m2", "b2", "m3", "b3")


class ThreeReLUs(Figure):
    """Three rectified lines with a plus sign before each, to be fitted to points by hand.

    model: a `ReLUSum` to begin with, else the demonstration's opening position. x, y: the points, as
    many of each; the noisy quadratic if None. m1 … b3: slopes (y per x) and biases (y-units).
    `best` holds the six knobs of the smallest loss so far. show_curve, show_marks: whether the reader sees the curve
    that made the points, and the scores to hold one's own against.
    Raises traitlets.TraitError, naming the trait, for what is not a finite number, and ValueError for
    x and y of different lengths or a sum that three plain units cannot make.
    Source: a learner's answer to Howard 2022, whose demonstration has two lines and four sliders.

    >>> fig = ThreeReLUs()
    >>> round(fig.loss, 2)
    13.03
    >>> try:
    ...     fig.m1 = "steep"
    ... except traitlets.TraitError as error:
    ...     print(error)
    m1 must be a finite number, got 'steep'
    """

    _figure = traitlets.Unicode("three-relus").tag(sync=True)
    _esm = module("three-relus")
    STATE = (*KNOBS, "show_curve", "show_marks")
    m1, b1, m2, b2, m3, b3 = (Number(knob).tag(sync=True) for knob in OPENING_KNOBS)
    x = Numbers().tag(sync=True)
    y = Numbers().tag(sync=True)
    best = Numbers().tag(sync=True)
    show_curve = traitlets.Bool(False).tag(sync=True)
    show_marks = traitlets.Bool(False).tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)  # scores to hold one's own against: name → loss
    curve = Numbers().tag(sync=True)  # coefficients of the polynomial that made the points, if it is known

    def __init__(self, model=None, x=None, y=None, **state):
        if (x is None) != (y is None):
            raise ValueError("points need both x and y, or neither for the noisy quadratic")
        if x is None:
            x, y = noisy_quadratic()
            state |= {"marks": _marks(x, y), "curve": (3, 2, 1)}
        x, y = listed(x, "x"), listed(y, "y")
        if len(x) != len(y):
            raise ValueError(f"x has shape ({len(x)},) but y has shape ({len(y)},): each point needs both")
        if model is not None:
            state |= dict(zip(KNOBS, _knobs_of(model)))
        super().__init__(x=x, y=y, **state)
        self.observe(self._keep_best, names=[*KNOBS, "x", "y"])
        self._keep_best()

    @property
    def knobs(self):
        """m1, b1, m2, b2, m3, b3, as a tuple."""
        return tuple(getattr(self, name) for name in KNOBS)

    @property
    def model(self):
        """The sum as a `ReLUSum`. Setting one of up to three units moves the figure.

        Positive weights go into slope and bias: ``a·max(mx + b, 0) = max(a·m·x + a·b, 0)``. Raises
        ValueError for more than three units, a negative weight or an offset.

        >>> fig = ThreeReLUs()
        >>> fig.model = ReLUSum([1, -1], [0, 0], [2, 3])
        >>> fig.knobs
        (2.0, 0.0, -3.0, 0.0, 0.0, 0.0)
        """
        return three_units(self.knobs)

    @model.setter
    def model(self, s):
        self._change(dict(zip(KNOBS, _knobs_of(s))))

    @property
    def loss(self):
        """The mean squared error of the sum on the points, y-units squared.

        Raises ValueError if there are no points.
        """
        return self._loss_of(self.knobs)

    def _loss_of(self, knobs):
        return mean_squared_error(self.y, three_units(knobs)(np.array(self.x)))

    def _keep_best(self, _=None):
        if 0 < len(self.x) == len(self.y) and (len(self.best) != 6 or self.loss < self._loss_of(self.best)):
            self.best = self.knobs

    def draw(self):
        from .. import plots

        x, y = np.array(self.x), np.array(self.y)
        domain = (x.min(), x.max()) if len(x) and x.min() < x.max() else (-2, 2)
        ax = plots.axes(height=3.5, xlabel="x", ylabel="y")
        plots.plot_data(ax, x, y)
        plots.plot_units(ax, self.model, domain)
        ax.set_title(f"loss {self.loss:.2f}" if len(x) else "no points")
        return plots.legend(ax, loc="upper center", ncols=2)

    def alt_text(self):
        kinks = ", ".join("none" if np.isnan(kink) else f"{kink:.3g}" for kink in self.model.unit_kinks)
        loss = f"The loss is {self.loss:.2f}." if len(self.x) else "There are no points."
        text = f"{len(self.x)} points, three dashed rectified lines with kinks at {kinks}, and their solid sum. {loss}"
        return text.replace("-", "−")


def _marks(x, y):
    best, truth = three_units(BEST_KNOBS), target("quadratic")
    return {"best possible": mean_squared_error(y, best(x)), "the true curve": mean_squared_error(y, truth(x))}


def _knobs_of(s):
    """The six knobs of a sum that has at most three units, positive weights and no offset."""
    if not isinstance(s, ReLUSum):
        raise ValueError(f"need a ReLUSum, got {s!r:.80}")
    if s.width > 3 or s.offset != 0 or (s.output_weights < 0).any():
        raise ValueError(
            f"three rectified lines with plus signs have up to 3 units, weights of at least 0 and no offset, "
            f"got {s!r:.200}; SignedSum takes any sum"
        )
    knobs = np.zeros((3, 2))
    knobs[: s.width] = (s.output_weights * [s.slopes, s.biases]).T
    return knobs.ravel().tolist()
