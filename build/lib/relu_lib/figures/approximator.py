"""`Approximator`: any function of one input, and the sum of 1 to 64 rectified lines that comes close to it."""

from functools import cache

import numpy as np
import traitlets

from ..data import earth_temperature, target
from ..fitting import error_limit, fit, fit_uniform, greedy_insertion
from ..losses import root_mean_squared_error, worst_error
from .figure import Choice, Figure, Number, Numbers, Whole, listed, module
from .formula import compiled
from .placed import MOST, NAMED, named_samples, shipped

TARGETS = (*NAMED, "drawn", "formula", "data")
PLACEMENTS = ("even", "well", "worst")
DRAWN = (-0.6, -0.9, -0.7, -0.1, 0.7, 1.1, 1.0, 0.5, -0.2, -0.5, -0.2, 0.5, 1.3)  # heights of the control points
REACH = 3.0  # a drawing goes from -3 to 3
SAMPLES = 1001  # of a drawing or a formula
MOST_ROWS = 5000
NAMES = {
    "quadratic": "3x² + 2x + 1",
    "sine": "Sin x",
    "step": "A step at x = 0.3",
    "root": "√|x|",
    "hat": "A hat",
    "earth": "The Earth's temperature, year by year",
    "drawn": "A drawn curve",
    "formula": "A formula",
    "data": "Points",
}
HOW = {
    "even": "kinks evenly spread, with the best heights",
    "well": "kinks well placed",
    "worst": "each kink where the line before it erred most",
}


class Approximator(Figure):
    """A target, and the polyline of 1 to 64 pieces that comes close to it, with its error.

    x, y: points of one's own, as many of each and at most 5,000; else `target` is one of "quadratic", "sine", "step",
    "root", "hat", "earth", "drawn" (a curve through `drawn`, 13 heights at x = −3, −2.5, … 3) and "formula" (`formula`,
    from x = `low` to `high`). units: 1 to 64. placement: "even" (`fit_uniform`), "well" (`fit`) or "worst"
    (`greedy_insertion`). The model is fitted to `samples()`, over which errors are measured.
    Raises traitlets.TraitError, naming the trait, for what is none of these, and ValueError for x and y of different
    lengths or too many points. Source of the Earth's temperature: see `relu_lib.earth_temperature`.

    >>> fig = Approximator([0, 1, 2, 3, 4], [0, 1, 2, 1, 0], units=2)
    >>> fig.model.kinks.round(6), round(fig.error, 6)
    (array([2.]), 0.0)
    """

    _figure = traitlets.Unicode("approximator").tag(sync=True)
    _esm = module("approximator")
    STATE = ("target", "units", "placement", "drawn", "formula", "low", "high")
    target = Choice("sine", TARGETS).tag(sync=True)
    units = Whole(4, 1, MOST).tag(sync=True)
    placement = Choice("well", PLACEMENTS).tag(sync=True)
    drawn = Numbers(DRAWN).tag(sync=True)
    formula = traitlets.Unicode("x + sin(4x)").tag(sync=True)
    low = Number(-2.0).tag(sync=True)
    high = Number(2.0).tag(sync=True)
    x = Numbers().tag(sync=True)  # points of the reader's own
    y = Numbers().tag(sync=True)
    earth = Numbers().tag(sync=True)  # °C, one a year from 1880 on
    placed = traitlets.Dict().tag(sync=True)  # where `fit` puts the kinks of named targets
    limits = traitlets.Dict().tag(sync=True)  # the root mean square error that is the limit, times the square of units

    def __init__(self, x=None, y=None, **state):
        if (x is None) != (y is None):
            raise ValueError("points need both x and y, or neither for a named target")
        if x is not None:
            x, y = listed(x, "x"), listed(y, "y")
            if len(x) != len(y) or len(x) > MOST_ROWS:
                raise ValueError(f"need as many x as y, and at most {MOST_ROWS}; got {len(x)} x and {len(y)} y")
            state = {"x": x, "y": y, "target": "data"} | state
        super().__init__(**_known(), **state)

    @traitlets.validate("formula")
    def _readable(self, proposal):
        try:
            compiled(proposal["value"])
        except ValueError as error:
            raise traitlets.TraitError(f"formula: {error}") from None
        return proposal["value"]

    def samples(self):
        """The samples that are fitted, and over which errors are measured: two arrays (N,), sorted by x.

        Raises ValueError for a formula that has no finite value somewhere, `low` not below `high`, or no points.
        """
        if self.target in NAMED:
            return named_samples(self.target)
        if self.target == "data":
            order = np.argsort(self.x, kind="stable")
            return np.array(self.x)[order], np.array(self.y)[order]
        if self.target == "drawn":
            x = -REACH + 2 * REACH * np.arange(SAMPLES) / (SAMPLES - 1)
            return x, curve_through(self.drawn, x)
        if not self.low < self.high:
            raise ValueError(f"a formula needs low below high, got {self.low:g} and {self.high:g}")
        x = self.low + (self.high - self.low) * np.arange(SAMPLES) / (SAMPLES - 1)
        y = compiled(self.formula)(x)
        if np.isnan(y).any():
            raise ValueError(f"{self.formula} has no value at x = {x[np.isnan(y)][0]:g}")
        return x, y

    @property
    def model(self):
        """The sum as a `ReLUSum` of at most `units` units."""
        x, y = self.samples()
        if self.placement == "worst":
            *_, last = greedy_insertion(x, y, self.units)
            return last
        return (fit if self.placement == "well" else fit_uniform)(x, y, self.units)

    @property
    def error(self):
        """The root mean square error of the model over the samples, y-units."""
        x, y = self.samples()
        return root_mean_squared_error(y, self.model(x))

    @property
    def worst_error(self):
        """The worst error of the model over the samples, y-units."""
        x, y = self.samples()
        return worst_error(y, self.model(x))

    def draw(self):
        from .. import plots

        (x, y), s = self.samples(), self.model
        ax = plots.axes(width=5.4, height=3.4, xlabel="year" if self.target == "earth" else "x")
        if self.target in ("earth", "data"):
            plots.plot_data(ax, x, y)
        else:
            ax.plot(x, y, "--", color=plots.TARGET, label="target")
        plots.plot_sum(ax, s, (x[0], x[-1]))
        at = int(np.abs(s(x) - y).argmax())
        ax.plot([x[at]] * 2, [y[at], s(x[at])], color=plots.ERROR, linewidth=2.4, label="worst error")
        ax.set_title(f"{_units(s)}: worst error {worst_error(y, s(x)):.3g}, rms {root_mean_squared_error(y, s(x)):.3g}")
        return plots.legend(ax, loc="best")

    def alt_text(self):
        s = self.model
        return (
            f"{NAMES[self.target]}, and a chain of straight pieces near it: {_units(s)}, {HOW[self.placement]}. "
            f"The worst error is {self.worst_error:.3g}, the root mean square error {self.error:.3g}."
        ).replace("-", "−")


def _units(s):
    return f"{s.width} unit{'s' if s.width > 1 else ''}"


@cache
def _known():
    """What a page needs and a reader does not move."""
    smooth = {name: target(name) for name in ("quadratic", "sine")}  # with a continuous f″, and not straight
    limits = {name: error_limit(t.second_derivative, *t.domain, units=1) for name, t in smooth.items()}
    return {"earth": earth_temperature()[1].tolist(), "placed": shipped(), "limits": limits}


def curve_through(heights, x):
    """The smooth curve through evenly spread control points from −3 to 3, at the places x, shape (N,).

    Between two points it is a cubic whose slope at each is that from neighbour to neighbour (Catmull & Rom 1974).

    >>> curve_through([0.0, 1.0, 0.0], np.array([-3.0, -1.5, 0.0]))
    array([0.   , 0.625, 1.   ])
    """
    h = np.asarray(heights, float)
    if len(h) < 2:
        return np.full(len(x), h[0] if len(h) else 0.0)
    along = np.clip((np.asarray(x) + REACH) / (2 * REACH) * (len(h) - 1), 0, len(h) - 1)
    i = np.minimum(along.astype(int), len(h) - 2)
    t = along - i
    slope = np.concatenate([[h[1] - h[0]], (h[2:] - h[:-2]) / 2, [h[-1] - h[-2]]])
    start, stop = h[i] * (1 + 2 * t) + slope[i] * t, h[i + 1] * (3 - 2 * t) - slope[i + 1] * (1 - t)
    return start * (1 - t) ** 2 + stop * t**2
