"""`UniformContinuity`: how wide a box of a given height may be, so that a curve passes through its sides."""

import math

import numpy as np
import traitlets

from ..sums import ReLUSum
from .figure import Choice, Figure, Number, module

CURVES = ("root", "reciprocal")
ENDS = {"root": (-1.0, 1.0), "reciprocal": (0.0, 1.0)}  # 1/x has no value at 0
FIRST, LAST = {"root": -1.0, "reciprocal": 0.2}, 0.99  # where a box may begin; left of 0.2 1/x leaves the picture


class UniformContinuity(Figure):
    """A box of height ε that begins at x, as wide as the curve can cross it without touching its top or bottom.

    epsilon: the height, from 0.1 to 1, y-units; it is cut to that. x: where the box begins, x-units, cut to where the
    picture shows the curve, at most 0.99. curve: "root", √|x| on [−1, 1], or "reciprocal", 1/x for 0 < x ≤ 1, which is
    shown from 0.2 on. `width_at` says how wide a box may be nearer to 0.
    Raises traitlets.TraitError, naming the trait, for what is none of these.

    >>> fig = UniformContinuity(epsilon=0.5, x=0.25)
    >>> fig.width, fig.narrowest, fig.pieces
    (0.75, 0.25, 8)
    """

    _figure = traitlets.Unicode("uniform-continuity").tag(sync=True)
    _esm = module("uniform-continuity")
    STATE = ("epsilon", "x", "curve")
    epsilon = Number(0.4).tag(sync=True)
    x = Number(0.3).tag(sync=True)
    curve = Choice("root", CURVES).tag(sync=True)

    @property
    def _made(self):
        """ε, where the box begins, and where the curve ends, as they can be used."""
        x = np.clip(self.x, FIRST[self.curve], LAST)
        return float(np.clip(self.epsilon, 0.1, 1)), float(x), ENDS[self.curve][1]

    def f(self, x):
        """The curve: y at x, numbers or arrays; for 1/x only above 0."""
        return np.sqrt(np.abs(x)) if self.curve == "root" else 1 / np.asarray(x, float)

    @property
    def width(self):
        """How wide the box at x may be, so that no two heights in it differ by more than ε. It ends with the curve."""
        e, x, _ = self._made
        return width_at(self.curve, e, x)

    @property
    def narrowest(self):
        """The width that serves everywhere: ε² for √|x|; for 1/x there is none, and it is 0."""
        return self._made[0] ** 2 if self.curve == "root" else 0.0

    @property
    def pieces(self):
        """How many equal pieces of that width, or less, fill the interval; None where no width serves."""
        low, high = ENDS[self.curve]
        return math.ceil((high - low) / self.narrowest - 1e-9) if self.narrowest else None

    @property
    def model(self):
        """The curve joined at the ends of so many equal pieces, a `ReLUSum`; it errs by no more than ε.

        Raises ValueError for 1/x, where no number of pieces is enough.
        """
        if self.pieces is None:
            raise ValueError("1/x on 0 < x ≤ 1 has no width that serves everywhere, so no number of pieces is enough")
        x = np.linspace(*ENDS[self.curve], self.pieces + 1)
        return ReLUSum.from_points(x, self.f(x))

    def draw(self):
        from .. import plots

        (e, x, high), first = self._made, FIRST[self.curve]
        ax = plots.axes(width=5.4, height=3.2, xlabel="x")
        plots.plot_function(ax, self.f, (first, high), label="√|x|" if self.curve == "root" else "1/x", samples=801)
        bottom = self._bottom
        corners = [x, x + self.width, x + self.width, x, x], [bottom, bottom, bottom + e, bottom + e, bottom]
        ax.plot(*corners, color=plots.SUM, label="the box")
        ax.set_title(f"ε = {e:.2f}: width {self.width:.3f} here, {self.narrowest:.3f} everywhere")
        return plots.legend(ax, loc="best")

    @property
    def _bottom(self):
        """The lowest height of the curve in the box."""
        _, x, _ = self._made
        if self.curve == "root" and x < 0 < x + self.width:
            return 0.0
        return float(min(self.f(x), self.f(x + self.width)))

    def alt_text(self):
        e, x, end = self._made
        curve = "√|x| from −1 to 1" if self.curve == "root" else "1/x from 0 to 1"
        text = f"The curve {curve} and a box {e:.2f} high, which begins at x = {x:.2f} and is {self.width:.3f} wide:"
        serves = f"{self.narrowest:.3f} everywhere" if self.narrowest else "no width everywhere"
        leaves = "the interval ends there" if x + self.width > end - 1e-9 else "the curve leaves it through its side"
        return f"{text} {leaves}. Of this height, {serves} is enough.".replace("-", "−")


def width_at(curve, epsilon, x):
    """How wide a box of height epsilon on a curve of `CURVES` may be that begins at x; it ends with the interval.

    epsilon: y-units, above 0. x: x-units, on [−1, 1], or for 1/x above 0 and at most 1.

    >>> round(width_at("root", 0.5, 0), 3), f"{width_at('reciprocal', 0.5, 0.001):.1e}"
    (0.25, '5.0e-07')
    """
    end = ENDS[curve][1]
    if curve == "reciprocal":
        return min(end, x / (1 - epsilon * x) if epsilon * x < 1 else math.inf) - x
    height = math.sqrt(abs(x))
    if x >= 0:
        return min(end, (height + epsilon) ** 2) - x
    return min(end, -((height - epsilon) ** 2) if height > epsilon else epsilon**2) - x
