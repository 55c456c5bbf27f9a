"""`MoreKinks`: one curve, one slider. The book in its smallest form."""

import numpy as np
import traitlets

from ..data import target
from ..losses import worst_error
from ..sums import ReLUSum
from .figure import Figure, Whole, module

MOST = 32


class MoreKinks(Figure):
    """The curve x + sin 4x, and the polyline that meets it at both ends and at evenly spread kinks. kinks: 0 to 32.

    Raises traitlets.TraitError for kinks that are no whole number, or not from 0 to 32.

    >>> round(MoreKinks(kinks=24).worst_error, 3)
    0.05
    """

    _figure = traitlets.Unicode("more-kinks").tag(sync=True)
    _esm = module("more-kinks")
    STATE = ("kinks",)
    kinks = Whole(2, 0, MOST).tag(sync=True)

    @property
    def model(self):
        """The polyline as a `ReLUSum`: a network of one layer."""
        curve = target("wiggle")
        x = np.linspace(*curve.domain, self.kinks + 2)
        return ReLUSum.from_points(x, curve(x))

    @property
    def worst_error(self):
        """How far the polyline is from the curve at worst, over 401 evenly spread samples."""
        x, y = target("wiggle").samples()
        return worst_error(y, self.model(x))

    def draw(self):
        from .. import plots

        curve = target("wiggle")
        ax = plots.axes(width=5.4, height=3.2, xlabel="x")
        plots.plot_function(ax, curve, curve.domain, label="the curve")
        plots.plot_sum(ax, self.model, curve.domain, label="the network")
        ax.set_title(f"{self.kinks} kinks, worst error {self.worst_error:.2f}")
        return plots.legend(ax, loc="upper left")

    def alt_text(self):
        return (
            f"The wavy curve x + sin 4x, dashed, and a chain of straight pieces with {self.kinks} kinks on the curve. "
            f"The worst error is {self.worst_error:.2f}."
        )
