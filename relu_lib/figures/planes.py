"""`Planes`: two inputs, creased planes, the polygons between their kinks, and a boundary that training moves."""

import numpy as np
import traitlets

from ..arguments import checked_rows, checked_vector
from ..data import moons_points, ring_points, xor_points
from ..layers import Network
from ..losses import binary_cross_entropy
from ..regions import count_regions, most_regions
from .figure import Choice, Figure, Number, Numbers, Whole, module

REACH = 1.5  # the square goes from −1.5 to 1.5 both ways
MOST_LINES, MOST_POINTS = 12, 12
LISTS = ("w1", "w2", "biases", "weights")
NAMED = {"xor": xor_points, "ring": ring_points, "moons": moons_points}


class Planes(Figure):
    """A network of two inputs and one layer of units, in the square from −1.5 to 1.5, and points to tell apart.

    network: a `Network` of sizes (2, units, 1) with at most 12 units to begin with, else two. X, y: points of one's
    own, at most 12, shape (N, 2), and 0 or 1 for each. w1, w2, biases, weights: of each unit, as many of each. offset:
    what is added to all. The network answers 1 where its score is above 0. target: "xor", "ring", "moons", or "own",
    which are the points own_x1, own_x2, own_y. line: the unit that the reader moves, from 1. seed: of the last start by
    chance. Raises traitlets.TraitError, naming the trait, for what is no such number, and ValueError for lists of
    different lengths and for networks and points that do not fit.

    >>> fig = Planes()
    >>> fig.network
    Network(2 → 2 → 1; 9 numbers)
    >>> fig.regions, fig.right, round(fig.loss, 3)
    (4, 3, 0.773)
    """

    _figure = traitlets.Unicode("planes").tag(sync=True)
    _esm = module("planes")
    STATE = (*LISTS, "offset", "target", "line", "seed", "own_x1", "own_x2", "own_y")
    w1 = Numbers((1.0, 0.0)).tag(sync=True)
    w2 = Numbers((0.0, 1.0)).tag(sync=True)
    biases = Numbers((-0.3, 0.4)).tag(sync=True)
    weights = Numbers((1.0, -1.0)).tag(sync=True)
    offset = Number(0.0).tag(sync=True)
    target = Choice("xor", (*NAMED, "own")).tag(sync=True)
    line = Whole(1, 1, MOST_LINES).tag(sync=True)
    seed = Whole(0, 0, 2**32 - 1).tag(sync=True)
    own_x1 = Numbers().tag(sync=True)
    own_x2 = Numbers().tag(sync=True)
    own_y = Numbers().tag(sync=True)
    _points = traitlets.Dict().tag(sync=True)  # name → x1, x2, y

    def __init__(self, network=None, X=None, y=None, **state):
        if (X is None) != (y is None):
            raise ValueError("points need both X and y, or neither for the named ones")
        if X is not None:
            state = _own(X, y) | {"target": "own"} | state
        if network is not None:
            state = _lists(network) | state
        super().__init__(**state, _points={name: _parts(*points()) for name, points in NAMED.items()})
        _ = self.network  # lists of different lengths are an error now, not at the first use

    @property
    def network(self):
        """The network, a `Network`. Setting one moves the figure.

        >>> fig = Planes()
        >>> fig.network = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [-0.5]])
        >>> fig.w1, fig.biases, fig.weights, fig.offset, fig.right
        ((1.0, 1.0), (0.0, -1.0), (1.0, -2.0), -0.5, 4)
        """
        lengths = {name: len(getattr(self, name)) for name in LISTS}
        if len(set(lengths.values())) > 1 or self.biases == () or len(self.biases) > MOST_LINES:
            given = ", ".join(f"{n} {name}" for name, n in lengths.items())
            raise ValueError(f"each of 1 to {MOST_LINES} units needs w1, w2, a bias and a weight, got {given}")
        return Network([[self.w1, self.w2], np.array(self.weights)[:, None]], [self.biases, [self.offset]])

    @network.setter
    def network(self, net):
        self._change(_lists(net) | {"line": 1})

    @property
    def points(self):
        """The points that are shown, ``(X, y)``: shapes (N, 2) and (N,)."""
        if self.target != "own":
            return NAMED[self.target]()
        x1, x2, y = (np.array(values) for values in (self.own_x1, self.own_x2, self.own_y))
        count = min(MOST_POINTS, *map(len, (x1, x2, y)))
        return np.clip(np.stack([x1[:count], x2[:count]], axis=1), -REACH, REACH), (y[:count] > 0.5).astype(float)

    @property
    def loss(self):
        """The binary cross-entropy of the network on the points."""
        X, y = self.points
        return binary_cross_entropy(y, self.network(X)[:, 0])

    @property
    def right(self):
        """How many of the points are on the right side of the boundary."""
        X, y = self.points
        return int(((self.network(X)[:, 0] > 0) == y).sum()) if len(y) else 0

    @property
    def regions(self):
        """Into how many regions the kinks cut the square, counted exactly."""
        return count_regions(self.network.weights[0], self.biases, (-REACH, REACH))

    def draw(self):
        from .. import plots

        ax = plots.axes(width=4.4, height=4.2, xlabel="x₁", ylabel="x₂")
        plots.plot_plane(ax, self.network, (-REACH, REACH))
        if len(self.points[1]):
            plots.plot_classes(ax, *self.points)
        return ax

    def alt_text(self):
        lines, most = len(self.biases), most_regions(len(self.biases))
        regions = f"{lines} lines cut the square from −1.5 to 1.5 into {self.regions} regions, of at most {most}."
        if not len(self.points[1]):
            return f"{regions} There are no points yet to tell apart."
        known = {
            "xor": "those of XOR",
            "ring": "a disc in a ring",
            "moons": "two half moons",
            "own": "the reader's",
        }
        count = len(self.points[1])
        return f"{regions} {self.right} of {count} points, {known[self.target]}, are on the right side of the boundary."


def _lists(net):
    """The traits that a network of two inputs and one layer of units has."""
    if not isinstance(net, Network) or len(net.sizes) != 3 or (net.sizes[0], net.sizes[2]) != (2, 1):
        raise ValueError(f"need a Network of sizes (2, units, 1), got {net!r:.80}")
    if net.sizes[1] > MOST_LINES:
        raise ValueError(f"there is room for {MOST_LINES} units, got {net.sizes[1]}")
    (W1, W2), (b1, b2) = net.weights, net.biases
    lists = dict(zip(LISTS, (W1[0], W1[1], b1, W2[:, 0])))
    return {name: tuple(values.tolist()) for name, values in lists.items()} | {"offset": float(b2[0])}


def _own(X, y):
    X, y = checked_rows(X, "X", columns=2), checked_vector(y, "y")
    if len(X) != len(y) or len(y) > MOST_POINTS:
        raise ValueError(f"need as many rows of X as y, and at most {MOST_POINTS}; got {len(X)} and {len(y)}")
    return {"own_x1": X[:, 0], "own_x2": X[:, 1], "own_y": y}


def _parts(X, y):
    return {"x1": X[:, 0].tolist(), "x2": X[:, 1].tolist(), "y": y.tolist()}
