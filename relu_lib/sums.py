"""Sums of rectified lines, ``c + Σ aᵢ·max(mᵢx + bᵢ, 0)``: units and kinks ↔ weight matrices.

This is a neural network with one input, one output and one layer of units, kept as four plain
things: slopes mᵢ, biases bᵢ, output weights aᵢ and an offset c.
"""

import warnings

import numpy as np

from .arguments import as_numbers, checked_array, checked_number, checked_vector, is_tensor
from .rectified import relu


class ReLUSum:
    """The function ``c + Σ aᵢ·max(mᵢx + bᵢ, 0)`` of one input, on all of ℝ. Immutable.

    slopes, biases, weights: k numbers each: the slope mᵢ (y per x), the bias bᵢ (y-units) and the
    output weight aᵢ (no unit) of each unit. offset: the number c, y-units.
    Attributes: `slopes`, `biases`, `output_weights`, read-only float64 arrays (k,), and `offset`.
    Call it on a number, a list, an array or a tensor of any shape; it answers in kind.
    Two sums are equal if their parameters are. Raises ValueError for different lengths or for
    numbers that are not finite, TypeError for what is no number.
    Source: Leshno, Lin, Pinkus & Schocken 1993 for what such sums can approximate.

    >>> s = ReLUSum(slopes=[1, 1], biases=[-1, -3], weights=[2, -5])
    >>> s([0.5, 1.5, 2.5, 3.5])
    array([0. , 1. , 3. , 2.5])
    >>> print(s)
    2·max(x − 1, 0) − 5·max(x − 3, 0)
    """

    __slots__ = ("slopes", "biases", "output_weights", "offset")

    def __init__(self, slopes, biases, weights, offset=0.0):
        parameters = {"slopes": slopes, "biases": biases, "weights": weights}
        arrays = {name: _read_only(values, name) for name, values in parameters.items()}
        if len({len(array) for array in arrays.values()}) > 1:
            lengths = ", ".join(f"{len(array)} {name}" for name, array in arrays.items())
            raise ValueError(f"every unit needs a slope, a bias and a weight, got {lengths}")
        c = checked_number(offset, "offset") + 0.0  # + 0.0 turns −0.0 into 0.0
        for name, value in zip(self.__slots__, [*arrays.values(), c]):
            object.__setattr__(self, name, value)

    def _refuse(self, name, value=None):
        raise AttributeError(f"a ReLUSum cannot be changed; make a new one with the {name} you want")

    __setattr__ = __delattr__ = _refuse

    def __reduce__(self):
        return type(self), self._parameters()

    def _parameters(self):
        return self.slopes, self.biases, self.output_weights, self.offset

    def __call__(self, x):
        """The sum at x, y-units: a number for a number, else the shape and kind of x.

        A floating-point tensor keeps dtype, device and gradient.
        """
        x = as_numbers(x)
        if not is_tensor(x):
            total = self.offset + self.terms(x).sum(axis=0)
            return total if np.ndim(x) else float(total)
        if not x.is_floating_point():
            raise TypeError(f"x must be a floating-point tensor, got {x.dtype}; convert it with x.float()")
        m, b, a = (x.new_tensor(p) for p in self._parameters()[:3])
        return relu(x[..., None] * m + b) @ a + self.offset

    def terms(self, x):
        """What each unit adds at x, ``aᵢ·max(mᵢx + bᵢ, 0)``: one row a unit, shape ``(k, *x.shape)``, y-units.

        >>> ReLUSum([1, -1], [0, 0], [2, 3]).terms([-1.0, 1.0])
        array([[0., 2.],
               [3., 0.]])
        """
        x = checked_array(x, "x").astype(float, copy=False)
        m, b, a = (p.reshape(-1, *[1] * x.ndim) for p in self._parameters()[:3])
        return a * relu(m * x + b)

    @property
    def width(self):
        """k, the number of units."""
        return len(self.slopes)

    @property
    def unit_kinks(self):
        """The kink −bᵢ/mᵢ of each unit, shape (k,), x-units; NaN for a flat unit, which has none.

        >>> ReLUSum([2, 0], [1, 1], [1, 1]).unit_kinks
        array([-0.5,  nan])
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            kinks = -self.biases / self.slopes + 0.0  # + 0.0 turns −0.0 into 0.0
        return np.where(np.isfinite(kinks), kinks, np.nan)

    @property
    def kinks(self):
        """Where units have their kinks: sorted, each place once, x-units.

        >>> ReLUSum([1, -1, 2], [0, 0, -6], [1, 1, 1]).kinks
        array([0., 3.])
        """
        kinks = self.unit_kinks
        return np.unique(kinks[~np.isnan(kinks)])

    @property
    def slope_changes(self):
        """How much the slope rises at each of `kinks`, left to right: ``Σ aᵢ·|mᵢ|``, y per x.

        >>> ReLUSum([1, -1, 2], [0, 0, -6], [1, 1, 1]).slope_changes
        array([2., 2.])
        """
        at_kink = self.unit_kinks == self.kinks[:, None]
        return at_kink @ (self.output_weights * np.abs(self.slopes))

    @property
    def piece_slopes(self):
        """The slope of each straight piece, left to right: one more than `kinks`, y per x.

        >>> ReLUSum([1, -1, 2], [0, 0, -6], [1, 1, 1]).piece_slopes
        array([-1.,  1.,  3.])
        """
        falls_to_the_left = np.signbit(self.slopes) & ~np.isnan(self.unit_kinks)
        leftmost = (self.output_weights * self.slopes)[falls_to_the_left].sum()
        return leftmost + np.concatenate([[0.0], np.cumsum(self.slope_changes)])

    @classmethod
    def from_points(cls, x, y):
        """The polyline through n points, with no training: its kinks are the inner points.

        x: n numbers, strictly increasing, n at least 2, x-units. y: n numbers, y-units.
        The end pieces run on straight. Returns n − 1 units (2 for a single line): two at the first
        kink, one looking each way, then one for each further change of slope.
        Raises ValueError for fewer than 2 points, different lengths, values that are not finite,
        or an x that does not increase. Source: de Boor 1978, chapter III.

        >>> tent = ReLUSum.from_points([-1, 0, 1, 2], [0, 0, 1, 0])
        >>> tent([-5, 0.5, 1, 2, 3]).tolist()
        [0.0, 0.5, 1.0, 0.0, -1.0]
        """
        x, y = _polyline(x, y)
        slope = np.diff(y) / np.diff(x)
        if len(x) == 2:
            x, slope = np.append(x[0], x), slope[[0, 0]]  # one line: the kink goes anywhere
            first, kinks = y[0], x[1:2]
        else:
            first, kinks = y[1], x[1:-1]
        toward = np.concatenate([[-1.0], np.ones(len(kinks))])
        weights = np.concatenate([[-slope[0], slope[1]], np.diff(slope[1:])])
        return cls(toward, -toward * np.append(kinks[0], kinks), weights, first)

    def weights(self):
        """The weight matrices ``W1, b1, W2, b2``: matrix multiplication, clip, matrix multiplication.

        Returns arrays of shapes (1, k), (k,), (k, 1), (1,): for examples X of shape (N, 1),
        ``np.maximum(X @ W1 + b1, 0) @ W2 + b2`` is this sum, shape (N, 1).

        >>> W1, b1, W2, b2 = ReLUSum([1, 2], [3, 4], [5, 6], 7).weights()
        >>> (np.maximum([[1.0]] @ W1 + b1, 0) @ W2 + b2).item()
        63.0
        """
        m, b, a = (p.copy() for p in self._parameters()[:3])
        return m[None, :], b, a[:, None], np.array([self.offset])

    def to_torch(self, dtype=None):
        """This sum as ``nn.Sequential(Linear(1, k), ReLU(), Linear(k, 1))``, ready to train.

        dtype: a torch floating-point dtype; torch's default one if None. The network takes inputs
        (N, 1), is on torch's default device and agrees with this sum to rounding in that dtype. Torch's
        random numbers stay as they are.
        Raises ImportError if PyTorch is not installed.

        >>> ReLUSum([1.0], [-1.0], [2.0]).to_torch()
        Sequential(
          (0): Linear(in_features=1, out_features=1, bias=True)
          (1): ReLU()
          (2): Linear(in_features=1, out_features=1, bias=True)
        )
        """
        import torch
        from torch import nn

        dtype = dtype or torch.get_default_dtype()
        W1, b1, W2, b2 = (torch.as_tensor(p, dtype=dtype) for p in self.weights())
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Initializing zero-element")  # a sum of no units is a network too
            first, last = (nn.utils.skip_init(nn.Linear, *W.shape, device=W.device, dtype=dtype) for W in (W1, W2))
        with torch.no_grad():
            for layer, W, b in (first, W1, b1), (last, W2, b2):
                layer.weight.copy_(W.T)
                layer.bias.copy_(b)
        return nn.Sequential(first, nn.ReLU(), last)

    @classmethod
    def from_torch(cls, network):
        """The sum that a network computes; undoes `to_torch`.

        network: ``nn.Sequential(nn.Linear(1, k), nn.ReLU(), nn.Linear(k, 1))``, on any device;
        a Linear without a bias counts as bias 0. Raises ValueError for any other network, and for one that in
        evaluation mode gives something else than its parameters say, at any kink, between or beside them: hooks,
        spectral norm or a `forward` of its own may change that.

        >>> s = ReLUSum([1.0], [-1.0], [2.0], 3.0)
        >>> ReLUSum.from_torch(s.to_torch()) == s
        True
        """
        from torch import nn

        layers = list(network) if isinstance(network, nn.Sequential) else []
        kinds = [type(layer) for layer in layers]
        if kinds != [nn.Linear, nn.ReLU, nn.Linear] or (layers[0].in_features, layers[2].out_features) != (1, 1):
            raise ValueError(f"need nn.Sequential(nn.Linear(1, k), nn.ReLU(), nn.Linear(k, 1)), got {network!r}")
        (W1, b1), (W2, b2) = (numpy_parameters(layers[i]) for i in (0, 2))
        found = cls(W1[:, 0], b1, W2[0], b2[0])
        _refuse_if_different(found, network, layers[0].weight)
        return found

    def simplified(self):
        """The same function with as few units as its form allows: at most two a kink.

        Units with the same kink and the same live side become one, of slope 1 or −1; flat units
        go into the offset; units that add nothing are dropped. Returns a new ReLUSum, sorted by kink.

        >>> print(ReLUSum([1, 2, 0], [-1, -2, 3], [1, 1, 1]).simplified())
        3 + 3·max(x − 1, 0)
        """
        kinks, sides = self.unit_kinks, np.sign(self.slopes)
        bent = ~np.isnan(kinks)  # the others have no kink a number can hold: constant, in effect
        offset = self.offset + (self.output_weights * relu(self.biases))[~bent].sum()
        places = np.unique(np.stack([kinks[bent], sides[bent]], axis=1), axis=0)
        same = (kinks == places[:, :1]) & (sides == places[:, 1:])
        change = same @ (self.output_weights * np.abs(self.slopes))
        (t, side), change = places[change != 0].T, change[change != 0]
        return type(self)(side, -side * t, change, offset)

    def __eq__(self, other):
        if not isinstance(other, ReLUSum):
            return NotImplemented
        return all(np.array_equal(p, q) for p, q in zip(self._parameters(), other._parameters()))

    def __hash__(self):
        return hash(tuple(tuple(np.atleast_1d(p).tolist()) for p in self._parameters()))

    def __repr__(self):
        m, b, a = (p.tolist() for p in self._parameters()[:3])
        return f"ReLUSum(slopes={m}, biases={b}, weights={a}, offset={self.offset})"

    def __str__(self):
        units = zip(*(p.tolist() for p in self._parameters()[:3]))
        terms = [(a, f"max({_joined([(m, 'x'), (b, '')])}, 0)") for m, b, a in units]
        return _joined([(self.offset, ""), *terms])


def _read_only(values, name):
    """`values` as a read-only float64 vector of its own."""
    array = checked_vector(values, name) + 0.0  # + 0.0 makes a copy, and turns −0.0 into 0.0
    array.setflags(write=False)
    return array


def _polyline(x, y):
    """The points of a polyline as two checked vectors."""
    x, y = checked_vector(x, "x"), checked_vector(y, "y")
    if len(x) != len(y) or len(x) < 2:
        raise ValueError(f"a polyline needs at least 2 points, each with x and y; got {len(x)} x and {len(y)} y")
    if not (np.diff(x) > 0).all():
        i = int(np.flatnonzero(~(np.diff(x) > 0))[0])
        raise ValueError(f"x must increase from point to point, but {x[i]} is followed by {x[i + 1]}: sort the points")
    return x, y


def numpy_parameters(layer):
    """The weight matrix of an `nn.Linear`, shape (outputs, inputs), and its biases, as float64."""
    weight = layer.weight.detach().cpu().double().numpy()
    bias = np.zeros(len(weight)) if layer.bias is None else layer.bias.detach().cpu().double().numpy()
    return weight, bias


def _refuse_if_different(found, network, like):
    """Raise ValueError unless a network gives what the sum of its parameters does, at its kinks and around them.

    like: a tensor of the network's type and device. Differences up to √ε are taken for rounding.
    """
    import torch

    kinks = found.kinks if len(found.kinks) else np.zeros(1)
    around = np.concatenate([kinks, (kinks[1:] + kinks[:-1]) / 2, kinks[0] - [1, 100], kinks[-1] + [1, 100]])
    inputs = torch.from_numpy(around).to(like)[:, None]
    x, given = inputs.double().cpu().numpy()[:, 0], evaluated(network, inputs)[:, 0]
    m, b, a = (np.abs(p)[:, None] for p in found._parameters()[:3])
    size = np.abs(found.offset) + (a * (m * np.abs(x) + b)).sum(axis=0)
    limits = torch.finfo(like.dtype)
    countable = size < limits.max / 8
    different = countable & ~(np.abs(given - found(x)) <= limits.eps**0.5 * size)
    if different.any():
        at = int(different.argmax())
        raise ValueError(
            f"this network does not do what its layers' parameters say: at x = {x[at]:.6g} it gives {given[at]:.6g}, "
            f"and they give {found(x[at]):.6g}; a hook, spectral norm or a forward of its own changes it"
        )


def evaluated(network, inputs):
    """What a network in evaluation mode gives for n inputs, as float64, shape (n, outputs); its own mode stays."""
    import torch

    modes = [(module, module.training) for module in network.modules()]
    try:
        with torch.no_grad():
            return network.eval()(inputs).double().cpu().numpy().reshape(len(inputs), -1)
    finally:
        for module, training in modes:
            module.training = training


def _joined(terms):
    """Terms (coefficient, factor) as people write them: ``2·max(…) − 5·max(…)``, zeros left out."""
    text = ""
    for coefficient, factor in terms:
        if coefficient == 0:
            continue
        size = f"{abs(coefficient):.4g}"
        body = size if not factor else factor if size == "1" else f"{size}{'' if factor == 'x' else '·'}{factor}"
        sign = ("−" if coefficient < 0 else "") if not text else (" − " if coefficient < 0 else " + ")
        text += sign + body
    return text or "0"
