"""`GradientDescent`: a sum of rectified lines learns, step by step."""

import numpy as np
import traitlets

from ..data import BEST_KNOBS, OPENING_KNOBS, noisy_quadratic, target, three_units
from ..losses import mean_squared_error
from ..sums import ReLUSum
from ..training import METHODS, dead_units, descend, random_start
from .figure import Figure, Number, Numbers, listed, module

MOST_STEPS = 2000
KNOBS = ("slopes", "biases")  # of the six knobs, those that move


class GradientDescent(Figure):
    """Gradient descent in the page: play, step, go back, and see what a step size does.

    x, y: the points, as many of each; the noisy quadratic if None. units: how many, at most 64; with 0 it is chapter
    3's six knobs that move, which have neither weights nor an offset. seed: of the start by chance. start: the numbers
    to begin with, slopes, biases, weights and the offset; empty for the opening knobs or the start of that seed.
    step_size: above 0. method: 0 plain, 1 momentum, 2 Adam. keep_gradients: add each gradient to the earlier ones.
    steps: how many have been made, at most 2,000. knob: the index, in `start`, of the one number against which the loss
    is drawn; −1 for none. show_marks: whether the reader sees the scores to hold one's own against.
    Raises traitlets.TraitError, naming the trait, for what is no such number, and ValueError for x and y of
    different lengths.

    >>> fig = GradientDescent(step_size=0.1)
    >>> round(fig.loss, 2)
    13.03
    >>> fig.steps = 18
    >>> round(fig.loss, 2), fig.model.width
    (3.45, 3)
    """

    _figure = traitlets.Unicode("gradient-descent").tag(sync=True)
    _esm = module("gradient-descent")
    STATE = ("units", "seed", "start", "step_size", "method", "keep_gradients", "steps", "knob", "show_marks")
    x = Numbers().tag(sync=True)
    y = Numbers().tag(sync=True)
    units = traitlets.Int(0, min=0, max=64).tag(sync=True)
    seed = traitlets.Int(1, min=0, max=2**32 - 1).tag(sync=True)
    start = Numbers().tag(sync=True)
    step_size = Number(0.1).tag(sync=True)
    method = traitlets.Int(0, min=0, max=2).tag(sync=True)
    keep_gradients = traitlets.Bool(False).tag(sync=True)
    steps = traitlets.Int(0, min=0, max=MOST_STEPS).tag(sync=True)
    knob = traitlets.Int(-1, min=-1, max=3 * 64).tag(sync=True)
    show_marks = traitlets.Bool(False).tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)  # scores to hold one's own against: name → loss

    def __init__(self, x=None, y=None, **state):
        if (x is None) != (y is None):
            raise ValueError("points need both x and y, or neither for the noisy quadratic")
        if x is None:
            x, y = noisy_quadratic()
            scored = {"best three units": three_units(BEST_KNOBS), "the true curve": target("quadratic")}
            state |= {"marks": {name: mean_squared_error(y, f(x)) for name, f in scored.items()}}
        x, y = listed(x, "x"), listed(y, "y")
        if len(x) != len(y):
            raise ValueError(f"x has shape ({len(x)},) but y has shape ({len(y)},): each point needs both")
        super().__init__(x=x, y=y, **state)

    @traitlets.validate("step_size")
    def _above_zero(self, proposal):
        if proposal["value"] <= 0:
            raise traitlets.TraitError(f"step_size must be above 0, got {proposal['value']:g}")
        return proposal["value"]

    @property
    def _begun(self):
        """The `ReLUSum` that the descent begins with."""
        units = self.units or 3
        if len(self.start) != 3 * units + 1:
            return random_start(units, self.seed) if self.units else three_units(OPENING_KNOBS)
        m, b, a = np.reshape(self.start[:-1], (3, units))
        return ReLUSum(m, b, a, self.start[-1])

    @property
    def descent(self):
        """What `relu_lib.descend` makes of these settings: the sum, and all losses up to here."""
        moving = {} if self.units else {"moving": KNOBS}
        settings = {"method": METHODS[self.method], "keep_gradients": self.keep_gradients, **moving}
        return descend(self._begun, self.x, self.y, steps=self.steps, step_size=self.step_size, **settings)

    @property
    def model(self):
        """The sum after so many steps, a `ReLUSum`."""
        return self.descent.sum

    @property
    def loss(self):
        """Its mean squared error on the points, y-units squared."""
        return float(self.descent.losses[-1])

    def draw(self):
        from .. import plots

        x, y = np.array(self.x), np.array(self.y)
        domain = (x.min(), x.max()) if len(x) and x.min() < x.max() else (-2, 2)
        ax = plots.axes(height=3.5, xlabel="x", ylabel="y")
        plots.plot_data(ax, x, y)
        if len(x):
            plots.plot_sum(ax, self.model, domain, label=f"after {self.steps} steps")
            ax.set_title(f"step {self.steps}, loss {self.loss:.3f}")
        return plots.legend(ax, loc="upper center")

    def alt_text(self):
        if not len(self.x):
            return "No points, so there is nothing to learn from: an empty plot of the loss, step by step."
        dead = dead_units(self.model, self.x)
        units = "six knobs" if not self.units else f"{self.units} units by chance"
        text = f"{len(self.x)} points and a sum of rectified lines, {units}, after {self.steps} steps of descent."
        return f"{text} The loss is {self.loss:.3f}; {len(dead)} units are dead."
