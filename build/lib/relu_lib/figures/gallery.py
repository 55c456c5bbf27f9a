"""`Gallery`: six failures of sums of rectified lines, each to be predicted first, and what cures them."""

import numpy as np
import traitlets

from ..data import noisy_quadratic, target
from ..fitting import interpolate
from ..losses import mean_squared_error, worst_error
from ..sums import ReLUSum
from ..training import dead_units, descend, random_start
from .figure import Choice, Figure, Number, Numbers, module
from .gallery_fits import kept_fits

MOST = {"plus": 12, "jump": 10, "outside": 64, "kept": 300, "dead": 200, "noise": 19}  # of the slider
LEAST = {"plus": 1, "jump": 0, "outside": 1, "kept": 0, "dead": 0, "noise": 1}
JUMP, AWAY = 0.3, 0.05
UNITS, SEED = 20, 1  # of the network that learns
STEP_SIZE = {"kept": 0.01, "dead": 0.05}


class Gallery(Figure):
    """One of six failures, and with `cured` its cure: the sum that it is about, and how far that is off.

    failure: "plus" (plus signs only, against the sine), "jump" (a ramp at a step), "outside" (the sine beyond the
    points), "kept" (gradients that nobody zeroes), "dead" (a start with every unit dead) or "noise" (noise learnt by
    heart). value: where the slider stands, a whole number, cut to what the failure has: units ("plus", "outside",
    "noise"), steps ("kept", "dead"), or how often the ramp's width has been halved ("jump"). guesses: one for each
    failure, 0 for none yet, 1, 2 or 3 for a choice, 9 for *just show me*; the figure shows what is so after a guess.
    Raises traitlets.TraitError, naming the trait, for what is none of these.

    >>> round(Gallery(failure="plus", value=12).errors["worst"], 2)
    0.68
    >>> round(Gallery(failure="plus", value=12, cured=True).errors["worst"], 2)
    0.01
    """

    _figure = traitlets.Unicode("gallery").tag(sync=True)
    _esm = module("gallery")
    STATE = ("failure", "value", "cured", "guesses")
    failure = Choice("plus", tuple(MOST)).tag(sync=True)
    value = Number(3.0).tag(sync=True)
    cured = traitlets.Bool(False).tag(sync=True)
    guesses = Numbers((0.0,) * 6).tag(sync=True)
    fits = traitlets.Dict().tag(sync=True)  # what a page needs and a reader does not move

    def __init__(self, **state):
        super().__init__(**({"fits": kept_fits()} | state))

    @property
    def at(self):
        """`value`, whole and within what the failure's slider has."""
        return int(np.clip(round(self.value), LEAST[self.failure], MOST[self.failure]))

    @property
    def model(self):
        """The sum that is shown, a `ReLUSum`."""
        at, failure = self.at, self.failure
        if failure == "jump":
            width = 2.0**-at
            return ReLUSum([1, 1], [width / 2 - JUMP, -width / 2 - JUMP], [1 / width, -1 / width])
        if failure == "outside":
            reach = 2 * np.pi if self.cured else np.pi
            return interpolate(np.sin, -reach, reach, at)
        if failure in STEP_SIZE:
            return self._descent(self.cured).sum
        return _sum_through(self._fit(at))

    def _fit(self, at):
        """Knots and heights of a fit that was made before."""
        fits = kept_fits()
        if self.failure == "plus":
            return fits["sine"][at - 1 if self.cured else 0]  # the best convex sum is a straight line
        return fits["even"][fits["chosen"][at - 1] - 1] if self.cured else fits["free"][at - 1]

    def _descent(self, cured):
        failure, (x, y) = self.failure, noisy_quadratic()
        start = random_start(UNITS, SEED)
        if failure == "dead" and not cured:
            start = ReLUSum([1.0] * UNITS, [-5.0] * UNITS, [0.1] * UNITS)
        keep = failure == "kept" and not cured
        return descend(start, x, y, steps=self.at, step_size=STEP_SIZE[failure], keep_gradients=keep)

    @property
    def errors(self):
        """The two errors that the figure plots: what they are called → how large they are.

        "plus": `worst`, and `plus only`, the best without minus signs. "jump": `worst`, if cured at least 0.05 away
        from the jump, and `rms`. "outside": `outside`, the worst from π to 2π, and `inside`, the worst on [−π, π].
        "kept" and "dead": `loss`, and `otherwise`, with the cure, or without it. "noise": mean squared errors, `truth`
        to the true curve and `data` on the points.
        """
        return getattr(self, f"_errors_{self.failure}")()

    def _errors_plus(self):
        x, y = target("sine").samples(401)
        line = _sum_through(kept_fits()["sine"][0])
        return {"worst": worst_error(y, self.model(x)), "plus only": worst_error(y, line(x))}

    def _errors_jump(self):
        width = 2.0**-self.at
        worst = max(0.0, 0.5 - AWAY / width) if self.cured else 0.5  # of all heights, just before the jump and there
        return {"worst": worst, "rms": float(np.sqrt(width / 24))}  # half a triangle on each side, over 2 of x

    def _errors_outside(self):
        model = self.model
        beyond, (x, y) = np.linspace(np.pi, 2 * np.pi, 401), target("sine").samples(401)
        return {"outside": worst_error(np.sin(beyond), model(beyond)), "inside": worst_error(y, model(x))}

    def _errors_kept(self):
        losses = (float(self._descent(cured).losses[-1]) for cured in (self.cured, not self.cured))
        return dict(zip(("loss", "otherwise"), losses))

    _errors_dead = _errors_kept

    def _errors_noise(self):
        (x, y), (fine, truth), model = noisy_quadratic(), target("quadratic").samples(801), self.model
        return {"truth": mean_squared_error(truth, model(fine)), "data": mean_squared_error(y, model(x))}

    def draw(self):
        from .. import plots

        ax = plots.axes(width=5.4, height=3.2, xlabel="x")
        reach = {"plus": np.pi, "jump": 1.0, "outside": 3 * np.pi}.get(self.failure, 2.0)
        if self.failure in ("plus", "outside"):
            plots.plot_function(ax, np.sin, (-reach, reach), label="sin x")
        elif self.failure == "jump":
            ax.plot([-1, JUMP], [0, 0], "--", [JUMP, 1], [1, 1], "--", color=plots.TARGET)
            ax.plot(JUMP, 1, "o", JUMP, 0, "o", color=plots.TARGET)
            ax.lines[-1].set_markerfacecolor("none")  # the step is not 0 there
        else:
            plots.plot_data(ax, *noisy_quadratic())
        plots.plot_sum(ax, self.model, (-reach, reach))
        name, error = next(iter(self.errors.items()))
        ax.set_title(f"{_SAID[self.failure]}{', cured' if self.cured else ''}: {_ERROR[name]} {error:.2f}")
        return plots.legend(ax, loc="best")

    def alt_text(self):
        name, error = next(iter(self.errors.items()))
        how = "with its cure" if self.cured else "without its cure"
        return f"A failure, {_SAID[self.failure]}, {how}: {_SEEN[self.failure]} Its {_ERROR[name]} is {error:.2f}."

    @property
    def dead(self):
        """How many of its units are dead at the points, for the failures in which a network learns."""
        return len(dead_units(self.model, noisy_quadratic()[0]))


def _sum_through(fit):
    knots, heights = fit
    return interpolate((knots, heights), knots=knots)


_SAID = {
    "plus": "plus signs only",
    "jump": "a ramp at a jump",
    "outside": "beyond the points",
    "kept": "gradients kept",
    "dead": "a dead start",
    "noise": "noise learnt by heart",
}
_SEEN = {
    "plus": "the sine from −π to π, dashed, and a sum of rectified lines, solid, that is to follow it.",
    "jump": "a step that is 0 before 0.3 and 1 from there on, and a steep ramp that follows it.",
    "outside": "the sine from −3π to 3π, dashed, and a sum that joins points of it and runs on straight beyond them.",
    "kept": "twenty noisy points, and the sum of twenty units after some steps of gradient descent.",
    "dead": "twenty noisy points, and the sum of twenty units after some steps of gradient descent.",
    "noise": "twenty noisy points of a parabola, and a polyline that was fitted to them.",
}
_ERROR = {
    "worst": "worst error",
    "outside": "worst error from π to 2π",
    "loss": "loss",
    "truth": "mean squared error to the true curve",
}
