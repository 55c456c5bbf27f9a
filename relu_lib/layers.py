"""Networks of any depth: matrix product, clip, matrix product, clip, …, matrix product; and their exact gradient.

Nothing new but bigger matrices: a layer is ``max(X @ W + b, 0)``, for a whole batch at once, and the last product has
no clip. A `ReLUSum` is the network of one input, one layer of units and one output.
"""

from typing import NamedTuple

import numpy as np

from .arguments import checked_array, checked_count, checked_number, checked_rows, checked_vector
from .losses import binary_cross_entropy, cross_entropy, log_softmax, mean_squared_error, sigmoid
from .rectified import relu
from .sums import evaluated, numpy_parameters
from .training.by_hand import METHODS, chance, known, move_by


class LayerGradient(NamedTuple):
    """Slopes of a loss: by how much it rises for each number of a `Network`, if that alone grows.

    weights, biases: a list each, one array for each matrix product, in the shapes that the network's own have.
    """

    weights: list
    biases: list


class Network:
    """Matrix products with a clip between them: ``max(max(X @ W₁ + b₁, 0) @ W₂ + b₂, 0) …``. Immutable.

    weights: matrices W, one for each product, of shape (inputs, outputs); a product has as many inputs as the one
    before it has outputs. biases: for each product a list of numbers, shape (outputs,), in the units of what it is
    added to. Attributes: `weights` and `biases`, tuples of read-only float64 arrays. Two networks are equal if all
    their numbers are. Raises ValueError for shapes that do not fit, none at all, or numbers that are not finite;
    TypeError for what is no number. Source: Rosenblatt 1962 for layers; Nair & Hinton 2010 for the clip.

    >>> xor = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
    >>> xor
    Network(2 → 2 → 1; 9 numbers)
    >>> xor([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel()
    array([0., 1., 1., 0.])
    """

    __slots__ = ("weights", "biases")

    def __init__(self, weights, biases):
        weights, biases = _listed(weights, "weights"), _listed(biases, "biases")
        if len(weights) != len(biases) or not weights:
            raise ValueError(
                f"each matrix needs its biases, and one is the least; got {len(weights)} and {len(biases)}"
            )
        Ws = [_read_only(checked_rows(W, f"weights[{i}]")) for i, W in enumerate(weights)]
        bs = [_read_only(checked_vector(b, f"biases[{i}]")) for i, b in enumerate(biases)]
        for i, (W, b) in enumerate(zip(Ws, bs)):
            if len(b) != W.shape[1]:
                raise ValueError(f"weights[{i}] has shape {W.shape}, so biases[{i}] needs {W.shape[1]}, got {len(b)}")
            if i and len(W) != Ws[i - 1].shape[1]:
                raise ValueError(
                    f"weights[{i}] has shape {W.shape}, but what it multiplies has {Ws[i - 1].shape[1]} columns"
                )
        if not len(Ws[0]):
            raise ValueError("a network needs at least one input; weights[0] has no row")
        object.__setattr__(self, "weights", tuple(Ws))
        object.__setattr__(self, "biases", tuple(bs))

    def _refuse(self, name, value=None):
        raise AttributeError(f"a Network cannot be changed; make a new one with the {name} you want")

    __setattr__ = __delattr__ = _refuse

    def __reduce__(self):
        return type(self), (self.weights, self.biases)

    @property
    def sizes(self):
        """How many inputs, units of each layer, and outputs: a tuple.

        >>> random_network([64, 32, 10], seed=0).sizes
        (64, 32, 10)
        """
        return (len(self.weights[0]), *(W.shape[1] for W in self.weights))

    @property
    def count(self):
        """How many numbers there are: all weights and all biases.

        >>> random_network([64, 32, 10], seed=0).count
        2410
        """
        return sum(p.size for p in (*self.weights, *self.biases))

    def __call__(self, X):
        """What the network gives for a batch X of shape (N, inputs): shape (N, outputs), float64.

        One example, of shape (inputs,), gives shape (outputs,). Raises ValueError for another shape and for numbers
        that are not finite, TypeError for what is no number.
        """
        X = checked_array(X, "X")
        return self.outputs(X)[-1] if X.ndim != 1 else self.outputs(X[None])[-1][0]

    def outputs(self, X):
        """What goes in, what each layer gives, and what comes out: a list of arrays of N rows each.

        X: a batch, shape (N, inputs). Errors as when the network is called.

        >>> xor = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
        >>> [H.tolist() for H in xor.outputs([[1, 1]])]
        [[[1.0, 1.0]], [[2.0, 1.0]], [[0.0]]]
        """
        H = checked_rows(X, "X", columns=self.sizes[0])
        given = [H]
        for i, (W, b) in enumerate(zip(self.weights, self.biases)):
            H = H @ W + b
            H = relu(H) if i + 1 < len(self.weights) else H
            given.append(H)
        return given

    def gradient(self, X, slopes):
        """By how much a loss rises for each number of the network, from its slopes for the outputs: a `LayerGradient`.

        X: a batch, shape (N, inputs). slopes: shape (N, outputs): by how much the loss rises for each output, as
        `cross_entropy_gradient` gives them. Backwards, product by product: for W it is Hᵀ·slopes, H being what went
        in; for b the sum of the slopes; and what came before gets slopes·Wᵀ, where its unit is alive. At a kink a unit
        counts as dead, as in PyTorch. Errors as when the network is called.
        Source: the chain rule; Rumelhart, Hinton & Williams 1986.

        >>> net = Network([[[1.0]], [[2.0]]], [[0.0], [0.0]])
        >>> net.gradient([[3.0]], [[1.0]])
        LayerGradient(weights=[array([[6.]]), array([[3.]])], biases=[array([2.]), array([1.])])
        """
        given = self.outputs(X)
        pull = checked_rows(slopes, "slopes", columns=self.sizes[-1])
        if len(pull) != len(given[0]):
            raise ValueError(f"X has {len(given[0])} rows but slopes has {len(pull)}: they must match")
        for_weights, for_biases = [], []
        for i in reversed(range(len(self.weights))):
            for_weights.insert(0, given[i].T @ pull)
            for_biases.insert(0, pull.sum(axis=0))
            pull = (pull @ self.weights[i].T) * (given[i] > 0)
        return LayerGradient(for_weights, for_biases)

    def step(self, gradient, step_size):
        """A new network, one step of gradient descent away: each number less `step_size` times its slope.

        gradient: a `LayerGradient` of this network. step_size: a number. Raises ValueError for other shapes and where
        a number would grow beyond all bounds.

        >>> net = Network([[[1.0]]], [[0.0]])
        >>> net.step(net.gradient([[3.0]], [[1.0]]), step_size=0.5).weights
        (array([[-0.5]]),)
        """
        step_size = checked_number(step_size, "step_size")
        moved = ([p - step_size * g for p, g in zip(own, slopes)] for own, slopes in zip(self._parameters(), gradient))
        return type(self)(*moved)

    def _parameters(self):
        return self.weights, self.biases

    def to_torch(self, dtype=None):
        """This network as ``nn.Sequential(Linear, ReLU, …, Linear)``, ready to train.

        dtype: a torch floating-point dtype; torch's default one if None. It takes inputs (N, inputs), is on torch's
        default device, and agrees to rounding in that dtype. Torch's random numbers stay as they are.
        Raises ImportError if PyTorch is not installed.

        >>> random_network([2, 3, 1], seed=0).to_torch()
        Sequential(
          (0): Linear(in_features=2, out_features=3, bias=True)
          (1): ReLU()
          (2): Linear(in_features=3, out_features=1, bias=True)
        )
        """
        import torch
        from torch import nn

        dtype, made = dtype or torch.get_default_dtype(), []
        for W, b in zip(self.weights, self.biases):
            W, b = (torch.as_tensor(p.copy(), dtype=dtype) for p in (W, b))
            layer = nn.utils.skip_init(nn.Linear, *W.shape, device=W.device, dtype=dtype)
            with torch.no_grad():
                layer.weight.copy_(W.T)
                layer.bias.copy_(b)
            made += [layer, nn.ReLU()]
        return nn.Sequential(*made[:-1])

    @classmethod
    def from_torch(cls, network):
        """The network of these layers; undoes `to_torch`.

        network: ``nn.Sequential`` of ``nn.Linear`` with an ``nn.ReLU`` between each two, on any device; a Linear
        without a bias counts as bias 0. Raises ValueError for any other, and for one that in evaluation mode gives
        something else than its parameters say: hooks, spectral norm or a `forward` of its own may change that. This
        is looked at on inputs from everywhere, near kinks and far from them; torch's random numbers stay as they are.

        >>> net = random_network([2, 3, 1], seed=0)
        >>> import torch
        >>> Network.from_torch(net.to_torch(torch.float64)) == net
        True
        """
        from torch import nn

        layers = list(network) if isinstance(network, nn.Sequential) else []
        kinds = [nn.ReLU if i % 2 else nn.Linear for i in range(len(layers))]
        if len(layers) % 2 == 0 or [type(layer) for layer in layers] != kinds:
            raise ValueError(f"need nn.Sequential of nn.Linear with nn.ReLU between them, got {network!r}")
        products = [numpy_parameters(layer) for layer in layers[::2]]
        found = cls([W.T for W, _ in products], [b for _, b in products])
        _refuse_if_different(found, network, layers[0].weight)
        return found

    def __eq__(self, other):
        if not isinstance(other, Network):
            return NotImplemented
        ours, theirs = ((*net.weights, *net.biases) for net in (self, other))
        return len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))

    def __hash__(self):
        return hash(tuple((p.shape, p.tobytes()) for p in (*self.weights, *self.biases)))

    def __repr__(self):
        return f"Network({' → '.join(map(str, self.sizes))}; {self.count} numbers)"


def random_network(sizes, seed):
    """A `Network` by chance, as PyTorch draws the numbers of its layers; the same for the same seed.

    sizes: how many inputs, units of each layer, and outputs: at least two whole numbers, at least 1. seed: a whole
    number from 0 to 4294967295. Weights and biases of a product are evenly spread over ±1/√(its inputs).
    Raises ValueError and TypeError for other sizes and seeds. Source: He, Zhang, Ren & Sun 2015 for the law, as
    PyTorch's `nn.Linear` has it; the generator mulberry32 for the chance, as in `random_start`.

    >>> random_network([2, 8, 1], seed=3)
    Network(2 → 8 → 1; 33 numbers)
    """
    sizes = [checked_count(size, f"sizes[{i}]") for i, size in enumerate(_listed(sizes, "sizes"))]
    if len(sizes) < 2:
        raise ValueError(f"sizes must name inputs and outputs, and layers between them, got {sizes}")
    draw = chance(seed)
    weights, biases = [], []
    for inputs, outputs in zip(sizes, sizes[1:]):
        spread = [(2 * next(draw) - 1) / np.sqrt(inputs) for _ in range(inputs * outputs + outputs)]
        weights.append(np.reshape(spread[: inputs * outputs], (inputs, outputs)))
        biases.append(spread[inputs * outputs :])
    return Network(weights, biases)


class Trained(NamedTuple):
    """What `train_networks` and `train_classifiers` return: the networks, and `losses`, how each came there.

    losses: of `train_networks` the loss before the first step and after the last, shape (2, starts); of
    `train_classifiers` the cross-entropy of each step's batch, shape (steps, starts).
    """

    networks: list
    losses: np.ndarray


def train_networks(starts, X, y, *, steps=1000, step_size=0.5, loss="cross-entropy", method="plain"):
    """Many networks, each from its own start, so many steps downhill on a loss; all side by side.

    starts: a list of `Network` of the same sizes, with one output. X: a batch, shape (N, inputs). y: for each row a
    number, shape (N,). steps: at least 0. step_size: above 0. loss: "cross-entropy", for which y is 0 or 1, or
    "squares", the mean squared error. method: "plain", where each step is `Network.step` with `Network.gradient`;
    "momentum" or "adam", as in `descend`. A batch of matrices makes many starts as quick as a few. Returns a `Trained`.
    Raises ValueError for no starts, other sizes, no points, another loss or method, or numbers that are not finite;
    TypeError for what is no number.

    >>> from relu_lib import xor_points
    >>> X, y = xor_points()
    >>> networks, losses = train_networks([random_network([2, 8, 1], seed) for seed in range(3)], X, y)
    >>> [bool((((net(X)[:, 0] > 0) == y)).all()) for net in networks]
    [True, True, True]
    """
    starts, steps = _listed(starts, "starts"), checked_count(steps, "steps", least=0)
    step_size = checked_number(step_size, "step_size", above=0)
    if not starts or len({net.sizes for net in starts}) > 1 or starts[0].sizes[-1] != 1:
        raise ValueError(f"starts must be networks of the same sizes, with one output, got {starts!r:.80}")
    measure, slope = _LOSSES[known(loss, _LOSSES, "loss")]
    method = known(method, METHODS, "method")
    X, y = checked_rows(X, "X", columns=starts[0].sizes[0]), checked_vector(y, "y")
    before = [measure(y, net(X)[:, 0]) for net in starts]  # and it looks at y
    Ws, bs = _stacked(starts)
    moves = [move_by(method, step_size) for _ in (*Ws, *bs)]
    for _ in range(steps):
        given = _given(Ws, bs, X)
        pull = slope(y[:, None], given.pop()) / len(X)
        for own, move, slopes in zip([*Ws, *bs], moves, _slopes_of_all(Ws, given, pull)):
            own -= move(slopes)
    networks = _unstacked(Ws, bs)
    return Trained(networks, np.array([before, [measure(y, net(X)[:, 0]) for net in networks]]))


_LOSSES = {  # name → the loss, and N times its slope for what a network gives
    "cross-entropy": (binary_cross_entropy, lambda y, scores: sigmoid(scores) - y),
    "squares": (mean_squared_error, lambda y, outputs: 2 * (outputs - y)),
}


def train_classifiers(starts, X, labels, *, epochs=40, batch=32, step_size=0.7, seeds=None):
    """Networks with an output for each class, each from its own start, trained on small batches; all side by side.

    starts: a list of `Network` of the same sizes. X: shape (N, inputs). labels: shape (N,), whole numbers from 0, below
    the number of outputs. In each of the `epochs` every row is used once, in an order by chance, `batch` rows a step;
    the loss is the cross-entropy, and the step size goes evenly down from `step_size` to 0. seeds: one for each start,
    for the order of its rows (`np.random.default_rng(seed).permutation(N)`); 0, 1, 2, … if None.
    Returns a `Trained`; its losses are those of each step, before it, shape (steps, starts).
    Raises ValueError for no starts, other sizes, labels beyond the outputs or numbers that are not finite; TypeError
    for what is no number.

    >>> X, labels = np.array([[0.0], [1.0], [2.0], [3.0]]), [0, 0, 1, 1]
    >>> networks, losses = train_classifiers([random_network([1, 4, 2], seed=0)], X, labels, epochs=200, batch=2)
    >>> losses.shape, networks[0](X).argmax(axis=1)
    ((400, 1), array([0, 0, 1, 1]))
    """
    starts, epochs = _listed(starts, "starts"), checked_count(epochs, "epochs", least=0)
    batch, step_size = checked_count(batch, "batch"), checked_number(step_size, "step_size", above=0)
    if not starts or len({net.sizes for net in starts}) > 1:
        raise ValueError(f"starts must be networks of the same sizes, got {starts!r:.80}")
    seeds = range(len(starts)) if seeds is None else _listed(seeds, "seeds")
    if len(seeds) != len(starts):
        raise ValueError(f"each start needs a seed, got {len(starts)} starts and {len(seeds)} seeds")
    X = checked_rows(X, "X", columns=starts[0].sizes[0])
    cross_entropy(labels, starts[0](X))  # and it looks at the labels
    right = np.eye(starts[0].sizes[-1])[np.asarray(labels, int)]
    Ws, bs = _stacked(starts)
    rngs, steps, losses = [np.random.default_rng(seed) for seed in seeds], epochs * -(-len(X) // batch), []
    for _ in range(epochs):
        order = np.stack([rng.permutation(len(X)) for rng in rngs])
        for first in range(0, len(X), batch):
            some = order[:, first : first + batch]
            given = _given(Ws, bs, X[some])
            logs = log_softmax(given.pop())
            now = step_size * (1 - len(losses) / steps)
            losses.append(-(logs * right[some]).sum(axis=2).mean(axis=1))
            pull = (np.exp(logs) - right[some]) / some.shape[1]
            for own, slopes in zip([*Ws, *bs], _slopes_of_all(Ws, given, pull)):
                own -= now * slopes
    return Trained(_unstacked(Ws, bs), np.array(losses).reshape(-1, len(starts)))


def _stacked(starts):
    """Matrices and biases of networks of the same sizes, the number of the network in front."""
    Ws = [np.stack(all_of_one) for all_of_one in zip(*(net.weights for net in starts))]  # (starts, inputs, outputs)
    bs = [np.stack(all_of_one)[:, None] for all_of_one in zip(*(net.biases for net in starts))]
    return Ws, bs


def _unstacked(Ws, bs):
    return [Network([W[i] for W in Ws], [b[i, 0] for b in bs]) for i in range(len(Ws[0]))]


def _given(Ws, bs, X):
    """What goes in, what each layer of all networks gives, and what comes out."""
    given = [X]
    for W, b in zip(Ws[:-1], bs[:-1]):
        given.append(np.maximum(given[-1] @ W + b, 0))
    return [*given, given[-1] @ Ws[-1] + bs[-1]]


def _slopes_of_all(Ws, given, pull):
    """The slopes of all networks' matrices, then of their biases. pull: by how much each loss rises for each output."""
    for_weights, for_biases = [], []
    for i in reversed(range(len(Ws))):
        for_weights.insert(0, given[i].swapaxes(-1, -2) @ pull)
        for_biases.insert(0, pull.sum(axis=1, keepdims=True))
        if i:
            pull = (pull @ Ws[i].swapaxes(1, 2)) * (given[i] > 0)
    return [*for_weights, *for_biases]


def _listed(values, name):
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TypeError(f"{name} must be a list, one entry for each layer, got {values!r:.60}")
    return list(values)


def _read_only(array):
    own = array + 0.0  # a copy, and −0.0 becomes 0.0
    own.setflags(write=False)
    return own


def _refuse_if_different(found, network, like):
    """Raise ValueError unless a network gives what its parameters do, on inputs near the kinks of its first layer and
    far.

    like: a tensor of the network's type and device. Differences up to √ε are taken for rounding.
    """
    import torch

    inputs = torch.from_numpy(_probes(found)).to(like)
    X = inputs.double().cpu().numpy()
    given = evaluated(network, inputs)
    limits = torch.finfo(like.dtype)
    size = np.abs(X)
    for W, b in zip(found.weights, found.biases):  # no number on the way is larger than this
        size = size @ np.abs(W) + np.abs(b)
    countable = size < limits.max / 8
    told = found(X)
    different = countable & ~(np.abs(given - told) <= limits.eps**0.5 * size)
    if different.any():
        row, column = np.argwhere(different)[0]
        at = ", ".join(f"{v:.4g}" for v in X[row][:4])
        raise ValueError(
            f"this network does not do what its layers' parameters say: at ({at}) it gives {given[row, column]:.6g}, "
            f"and they give {told[row, column]:.6g}; a hook, spectral norm or a forward of its own changes it"
        )


def _probes(net):
    """Inputs, shape (n, inputs): 0, points on both sides of the first layer's kinks, and scattered ones."""
    rng = np.random.default_rng(0)
    scattered = rng.normal(size=(32, net.sizes[0])) * np.geomspace(0.01, 100, 32)[:, None]
    W, b = net.weights[0], net.biases[0]
    squares = (W**2).sum(axis=0)
    bent = squares > 0
    with np.errstate(over="ignore", invalid="ignore"):
        nearest = (-b[bent] / squares[bent] * W[:, bent]).T  # of each kink, the point nearest to 0
        away = (W[:, bent] / np.sqrt(squares[bent])).T
        near = np.concatenate([nearest, nearest + away, nearest - away])
    near = near[np.isfinite(near).all(axis=1)]
    return np.concatenate([np.zeros((1, net.sizes[0])), scattered, near])
