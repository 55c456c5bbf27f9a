"""`RectifiedLine`: max(mx + b, 0), to be dragged by its line, its kink, its height at 0 and its slope."""

import math

import numpy as np
import traitlets

from ..rectified import line, rectified_linear
from ..sums import ReLUSum
from .figure import Figure, Number, module


class RectifiedLine(Figure):
    """One rectified line, ``max(m·x + b, 0)``.

    m: slope, y per x. b: bias, y-units. clip: whether negative values are replaced with zero.
    Raises traitlets.TraitError, naming the trait, for what is not a finite number (clip: True or False).
    Source: Howard 2022, whose `rectified_linear` it draws.

    >>> fig = RectifiedLine(m=2, b=-6)
    >>> fig.kink, fig.model([2, 3, 5]).tolist()
    (3.0, [0.0, 0.0, 4.0])
    >>> try:
    ...     fig.m = float("nan")
    ... except traitlets.TraitError as error:
    ...     print(error)
    m must be a finite number, got nan
    """

    _figure = traitlets.Unicode("rectified-line").tag(sync=True)
    _esm = module("rectified-line")
    STATE = ("m", "b", "clip")
    m = Number(1.0).tag(sync=True)
    b = Number(1.0).tag(sync=True)
    clip = traitlets.Bool(True).tag(sync=True)

    @property
    def kink(self):
        """Where the rectified line bends, x-units; None where it does not (m = 0).

        >>> RectifiedLine(m=0, b=1).kink is None
        True
        """
        (kink,) = self.model.unit_kinks
        return None if math.isnan(kink) else float(kink)

    @property
    def model(self):
        """The rectified line as a `ReLUSum` of one unit. Setting one of one unit moves the figure.

        Raises ValueError for a sum that is not a single rectified line.

        >>> fig = RectifiedLine()
        >>> fig.model = ReLUSum([2], [-1], [1])
        >>> fig
        RectifiedLine(m=2, b=-1, clip=True)
        """
        return ReLUSum([self.m], [self.b], [1])

    @model.setter
    def model(self, s):
        if not isinstance(s, ReLUSum) or s.width != 1 or s.output_weights[0] < 0 or s.offset != 0:
            raise ValueError(f"need a ReLUSum of one unit, its weight positive and no offset, got {s!r}")
        (a,) = s.output_weights
        self._change({"m": a * s.slopes[0], "b": a * s.biases[0], "clip": True})

    def draw(self):
        from .. import plots

        ax = plots.axes(width=4.2, height=4.2, xlabel="x")
        if self.clip:
            plots.plot_rectified_line(ax, self.m, self.b, (-5, 5))
        else:
            plots.plot_function(ax, lambda x: line(self.m, self.b, x), (-5, 5), "line", plots.UNITS[0], "-")
        ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal")  # slope 1 is 45 degrees
        return plots.legend(ax, loc="upper center")

    def alt_text(self):
        x = np.array([-5.0, 0.0, 5.0])
        shown = rectified_linear(self.m, self.b, x) if self.clip else line(self.m, self.b, x)
        name = "max(mx + b, 0)" if self.clip else "The line mx + b"
        ends = f"from {shown[0]:.3g} at x = −5 over {shown[1]:.3g} at 0 to {shown[2]:.3g} at 5"
        kink = "no kink" if self.kink is None or not self.clip else f"its kink at x = {self.kink:.3g}"
        return f"{name} with slope {self.m:.3g} and bias {self.b:.3g}, {ends}, with {kink}.".replace("-", "−")
