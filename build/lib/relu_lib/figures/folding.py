"""`Folding`: a fold fed into itself, twice the pieces with each layer; and what else has as many numbers."""

import numpy as np
import traitlets

from ..folding import folding_network, squaring_network
from ..layers import Network, random_network
from ..regions import knots_along
from ..sums import ReLUSum
from .figure import Choice, Figure, Number, Whole, module
from .trained_folds import DEEPEST, MOST, shipped

NETWORKS = ("folded", "one layer", "by chance", "trained")
SAMPLES = 16385  # 16 to the narrowest piece there is


class Folding(Figure):
    """A network of one input on [0, 1], its pieces, and the fold or x² that it is held against.

    layers: 1 to 10. target: "folds", for which each layer has two units, or "square", for which it has three.
    shown: "folded"; "one layer" of as many numbers; "by chance", of the same sizes; or "trained", the best of ten
    starts, for folds of up to 5 layers. seed: of what is drawn by chance. place: the input that is followed, 0 to 1.
    Raises traitlets.TraitError, naming the trait, for what is no such number or name.

    >>> fig = Folding(layers=10)
    >>> fig.network.count, fig.pieces
    (61, 1024)
    >>> Folding(layers=10, shown="one layer").pieces
    20
    """

    _figure = traitlets.Unicode("folding").tag(sync=True)
    _esm = module("folding")
    STATE = ("layers", "target", "shown", "seed", "place")
    layers = Whole(3, 1, MOST).tag(sync=True)
    target = Choice("folds", ("folds", "square")).tag(sync=True)
    shown = Choice("folded", NETWORKS).tag(sync=True)
    seed = Whole(0, 0, 2**32 - 1).tag(sync=True)
    place = Number(0.3).tag(sync=True)
    _found = traitlets.Dict().tag(sync=True)

    def __init__(self, **state):
        super().__init__(**state, _found=shipped())

    @property
    def network(self):
        """What is shown, a `Network`; None where training was not tried."""
        if self.shown == "one layer":
            return _one_layer(*self._polyline())
        if self.shown == "by chance":
            return random_network([1, *[2 if self.target == "folds" else 3] * self.layers, 1], self.seed)
        if self.shown == "trained":
            if self.target == "square" or self.layers > DEEPEST:
                return None
            best = shipped()["trained"][self.layers - 1]
            return Network(best["weights"], best["biases"])
        return (folding_network if self.target == "folds" else squaring_network)(self.layers)

    def _polyline(self):
        if self.target == "folds":
            found = shipped()["one_layer"][self.layers - 1]
            return np.array(found["knots"]), np.array(found["heights"])
        pieces = 4 * self.layers - 1
        knots = np.arange(pieces + 1) / pieces
        return knots, knots**2 - 1 / (8 * pieces**2)  # the errors above and below are then as large

    @property
    def pieces(self):
        """How many straight pieces there are from 0 to 1, counted exactly; None where there is no network."""
        return None if self.network is None else len(knots_along(self.network, [0], [1])) + 1

    @property
    def error(self):
        """The worst error for x², else the root mean square, over 16,385 even samples; None without a network."""
        if self.network is None:
            return None
        x = np.linspace(0, 1, SAMPLES)[:, None]
        wanted = x if self.target == "square" else folding_network(self.layers)(x)
        off = np.abs(self.network(x) - (wanted**2 if self.target == "square" else wanted))
        return float(off.max() if self.target == "square" else np.sqrt(np.mean(off**2)))

    def draw(self):
        from .. import plots

        ax = plots.axes(width=5.4, height=3.4, xlabel="x")
        x = np.linspace(0, 1, SAMPLES)
        wanted = x**2 if self.target == "square" else folding_network(self.layers)(x[:, None])[:, 0]
        ax.plot(x, wanted, "--", color=plots.TARGET, label="what is wanted")
        if self.network is not None:
            ax.plot(x, self.network(x[:, None])[:, 0], color=plots.SUM, label="the network")
        return plots.legend(ax, loc="upper right")

    def alt_text(self):
        wanted = "x²" if self.target == "square" else f"the fold, {self.layers} times"
        if self.network is None:
            return f"From 0 to 1, {wanted}, dashed. No trained network is shown."
        return f"From 0 to 1, {wanted}, dashed, and a network, {self.shown}, of {self.pieces} straight pieces."


def _one_layer(knots, heights):
    s = ReLUSum.from_points(knots, heights)
    W1, b1, W2, b2 = s.weights()
    return Network([W1, W2], [b1, b2])
