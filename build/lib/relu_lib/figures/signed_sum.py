"""`SignedSum`: kinks and weights to drag, plus signs only against plus and minus, with the sine to follow."""

import numpy as np
import traitlets

from ..data import target
from ..losses import worst_error
from ..rectified import relu
from ..sums import ReLUSum
from .figure import LARGEST, Figure, Number, Numbers, listed, module

SINE = target("sine")


class SignedSum(Figure):
    """An offset and units that each have a kink and a change of slope there, against sin x on [−π, π].

    model: a `ReLUSum` to begin with, else six units. kinks: x-units. weights: the change of slope at
    each kink, y per x. slopes: 1 for a unit that is alive right of its kink, −1 for left. offset:
    y-units. signed: False cuts negative weights to zero, and keeps them for when it is True again.
    Raises traitlets.TraitError, naming the trait, for what is not a finite number, and ValueError for
    lists of different lengths.
    Source: Leshno, Lin, Pinkus & Schocken 1993 for what such sums can follow.

    >>> fig = SignedSum(ReLUSum.from_points([-np.pi, 0, np.pi], [0, 0, 0]), signed=True)
    >>> round(fig.worst_error, 6)
    1.0
    """

    _figure = traitlets.Unicode("signed-sum").tag(sync=True)
    _esm = module("signed-sum")
    STATE = ("kinks", "weights", "slopes", "offset", "signed")
    kinks = Numbers(tuple(np.linspace(-np.pi, np.pi, 7)[:-1].round(2).tolist())).tag(sync=True)
    weights = Numbers((0.0, 0.1, 0.0, 0.2, 0.0, 0.0)).tag(sync=True)
    slopes = Numbers((1.0,) * 6).tag(sync=True)
    offset = Number(-0.7).tag(sync=True)
    signed = traitlets.Bool(False).tag(sync=True)

    def __init__(self, model=None, **state):
        if model is not None:
            state = _units_of(model) | {"signed": bool((model.output_weights < 0).any())} | state
        if "kinks" in state:  # then the opening position's other parts are not meant
            state = {"slopes": np.ones(len(listed(state["kinks"], "kinks"))), "offset": 0.0} | state
        super().__init__(**state)
        _ = self.model  # lists of different lengths are an error now, not at the first use

    @traitlets.validate("slopes")
    def _sides(self, proposal):
        if any(abs(slope) != 1 for slope in proposal.value):
            raise traitlets.TraitError(f"slopes must be 1 or −1 each, got {proposal.value}: scale the weights instead")
        return proposal.value

    @property
    def model(self):
        """The sum as a `ReLUSum`, with the weights that count. Setting one moves the figure.

        >>> fig = SignedSum()
        >>> fig.model = ReLUSum([2], [-1], [-3], 4)
        >>> fig.kinks, fig.weights, fig.offset, fig.signed
        ((0.5,), (-6.0,), 4.0, True)
        """
        lengths = {name: len(getattr(self, name)) for name in ("kinks", "weights", "slopes")}
        if len(set(lengths.values())) > 1:
            given = ", ".join(f"{n} {name}" for name, n in lengths.items())
            raise ValueError(f"every unit needs a kink, a weight and a slope, got {given}")
        m = np.array(self.slopes)
        weights = self.weights if self.signed else relu(self.weights)
        return ReLUSum(m, -m * np.array(self.kinks), weights, self.offset)

    @model.setter
    def model(self, s):
        self._change(_units_of(s) | {"signed": self.signed or bool((s.output_weights < 0).any())})

    @property
    def worst_error(self):
        """How far the sum is from the sine at worst, y-units, over 2,001 places on [−π, π]."""
        x, y = SINE.samples(2001)
        return worst_error(y, self.model(x))

    def draw(self):
        from .. import plots

        ax = plots.axes(xlabel="x")
        plots.plot_function(ax, SINE, SINE.domain, label="sin x")
        plots.plot_sum(ax, self.model, SINE.domain)
        ax.set(ylim=(-2.2, 2.2), title=f"worst error {self.worst_error:.2f}")
        return plots.legend(ax, loc="upper center", ncols=2)

    def alt_text(self):
        signs = "plus and minus signs" if self.signed else "plus signs only"
        lines = "1 rectified line" if len(self.kinks) == 1 else f"{len(self.kinks)} rectified lines"
        kinks = ", ".join(f"{t:.3g}" for t in self.kinks)
        bends = f", with its kink at {kinks}" if len(self.kinks) == 1 else f", with kinks at {kinks}" if kinks else ""
        text = (
            f"The sine from −π to π, dashed, and a sum of {lines} with {signs}, solid{bends}. "
            f"The worst error is {self.worst_error:.2f}."
        )
        return text.replace("-", "−")


def _units_of(s):
    """Kinks, weights, slopes and offset of a sum, its units brought to slope 1 or −1."""
    if not isinstance(s, ReLUSum):
        raise ValueError(f"need a ReLUSum, got {s!r:.80}")
    s = s.simplified()
    far = np.abs(s.unit_kinks) > LARGEST  # such a unit is flat as far as any picture goes
    units = {"kinks": s.unit_kinks, "weights": s.output_weights, "slopes": s.slopes}
    offset = s.offset + (s.output_weights * relu(s.biases))[far].sum()
    return {name: values[~far] for name, values in units.items()} | {"offset": offset}
