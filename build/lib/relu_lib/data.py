"""The book's data: the noisy quadratic, noise, target functions, the Earth's temperature, points, digits."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple  # dataclasses would make `import relu_lib` a tenth slower

import numpy as np

from .arguments import checked_array, checked_count, checked_number, checked_vector
from .sums import ReLUSum

# Slopes and biases m1, b1, m2, b2, m3, b3 of three rectified lines on the noisy quadratic: those with which
# the demonstration starts (a learner's, after Howard 2022), and the best there are. That no other six numbers
# have a smaller loss is proved by tests/relu_lib/test_data.py, which searches every arrangement of three kinks.
OPENING_KNOBS = (-1.5, -1.5, 1.5, 1.5, 1.0, 1.0)
BEST_KNOBS = (
    1.149738318384778, 1.5733261198949595, 7.176570445125576,
    -5.287999275355684, -11.659163214282957, -12.70220722127484,
)  # fmt: skip


class Target(NamedTuple):
    """A function to approximate, with what is known about it exactly.

    name: how `target(name)` finds it. formula: as a plot can show it.
    f, second_derivative: array functions, x-units to y-units and to y per x²; f″ is None if f has a jump or a corner.
    domain: (a, b), the closed interval it is approximated on.

    >>> target("sine")([0.0])
    array([0.])
    """

    name: str
    formula: str
    f: Callable
    second_derivative: Callable
    domain: tuple

    def __call__(self, x):
        return self.f(checked_array(x, "x").astype(float, copy=False))

    def samples(self, count=401):
        """`count` points evenly spread over the domain, and the function there: two arrays (count,).

        >>> target("quadratic").samples(3)
        (array([-2.,  0.,  2.]), array([ 9.,  1., 17.]))
        """
        x = np.linspace(*self.domain, checked_count(count, "count"))
        return x, self(x)


def _targets():
    bump, runge = (lambda x: np.exp(-(x**2))), (lambda x: 1 / (1 + 25 * x**2))
    return [
        Target("quadratic", "3x² + 2x + 1", lambda x: 3 * x**2 + 2 * x + 1, lambda x: 6 + 0 * x, (-2, 2)),
        Target("sine", "sin x", np.sin, lambda x: -np.sin(x), (-np.pi, np.pi)),
        Target("exponential", "eˣ", np.exp, np.exp, (-2, 2)),
        Target("bump", "e^(−x²)", bump, lambda x: (4 * x**2 - 2) * bump(x), (-3, 3)),
        Target("runge", "1/(1 + 25x²)", runge, lambda x: (3750 * x**2 - 50) * runge(x) ** 3, (-1, 1)),
        Target("wiggle", "x + sin 4x", lambda x: x + np.sin(4 * x), lambda x: -16 * np.sin(4 * x), (-2, 2)),
        Target("steep", "tanh 5x", lambda x: np.tanh(5 * x),
               lambda x: -50 * np.tanh(5 * x) / np.cosh(5 * x) ** 2, (-2, 2)),
        Target("root", "√|x|", lambda x: np.sqrt(np.abs(x)), _root_bend, (-1, 1)),
        Target("step", "0 before 0.3, 1 from there on", lambda x: np.where(x < 0.3, 0.0, 1.0), None, (-1, 1)),
        Target("hat", "1 − |x|, and 0 beyond", lambda x: np.maximum(1 - np.abs(x), 0), None, (-2, 2)),
    ]  # fmt: skip


def _root_bend(x):
    """f″ of √|x|, −|x|^(−3/2)/4: it has no bound near 0, and at 0 it is infinite."""
    with np.errstate(divide="ignore"):
        return -0.25 * np.abs(x) ** -1.5


TARGETS = MappingProxyType({t.name: t for t in _targets()})


def target(name):
    """The target function called `name`, a `Target`.

    Raises ValueError, listing the names there are, if there is none.

    >>> target("quadratic").formula
    '3x² + 2x + 1'
    """
    if name not in TARGETS:
        raise ValueError(f"no target function is called {name!r}; there are {', '.join(TARGETS)}")
    return TARGETS[name]


def earth_temperature():
    """The Earth's mean surface temperature, year by year, 1880 to 2023.

    Returns (year, anomaly), two float64 arrays of shape (144,): °C above or below the mean of 1951–1980.
    Source: NASA GISTEMP v4, Land-Ocean Temperature Index (Lenssen and others 2019), in the public domain; as packaged
    by the Open Knowledge project "global-temp" under ODC-PDDL-1.0. See datasets/README.md.

    >>> year, anomaly = earth_temperature()
    >>> year[[0, -1]].tolist(), anomaly[[0, -1]].tolist()
    ([1880.0, 2023.0], [-0.1725, 1.1692])
    """
    file = Path(__file__).with_name("datasets") / "global-temperature.csv"
    year, anomaly = np.loadtxt(file, delimiter=",", skiprows=1, unpack=True)
    return year, anomaly


def add_noise(y, multiplicative, additive, rng):
    """Make values noisy: ``y·(1 + noise) + noise``, both normally distributed around 0.

    y: numbers, any shape, y-units. multiplicative: standard deviation of the relative noise,
    no unit, at least 0. additive: standard deviation of the added noise, y-units, at least 0.
    rng: where chance comes from, as `np.random.default_rng(1)`. Returns an array in y's shape.
    Raises ValueError for a negative standard deviation and TypeError for an rng that is no random generator.
    Source: Howard 2022.

    >>> add_noise([1.0, 2.0], 0, 0, np.random.default_rng(1))
    array([1., 2.])
    """
    multiplicative = checked_number(multiplicative, "multiplicative", least=0)
    additive = checked_number(additive, "additive", least=0)
    if not hasattr(rng, "normal"):
        raise TypeError(f"rng must be a random generator such as np.random.default_rng(1), got {rng!r}")
    y = checked_array(y, "y").astype(float, copy=False)
    relative = rng.normal(scale=multiplicative, size=y.shape)
    return y * (1 + relative) + rng.normal(scale=additive, size=y.shape)


def noisy_quadratic():
    """The book's running example: 20 noisy points of 3x² + 2x + 1 on [−2, 2].

    Returns (x, y), two float64 arrays of shape (20,): the points of Howard 2022, the same each
    time (relative noise 0.15, added noise 1.5, NumPy's legacy generator, seed 42).

    >>> x, y = noisy_quadratic()
    >>> x.shape, y[:3].round(4)
    ((20,), array([11.869 ,  6.5433,  5.9396]))
    """
    x, y = target("quadratic").samples(20)
    return x, add_noise(y, 0.15, 1.5, np.random.RandomState(42))


def xor_points():
    """The four points of "either, but not both": ``(X, y)``, shapes (4, 2) and (4,).

    Each of x₁ and x₂ is 0 or 1, and y is 1 where just one of them is. Source: Minsky & Papert 1969.

    >>> X, y = xor_points()
    >>> X.tolist(), y.tolist()
    ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.0, 1.0, 1.0, 0.0])
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, (X.sum(axis=1) == 1).astype(float)


def ring_points(count=60, rng=0):
    """A disc of ones and a ring of zeros around it: ``(X, y)``, shapes (count, 2) and (count,).

    The first half, rounded down, is evenly spread over a disc of radius 0.5 around (0, 0); the others are between
    radius 0.8 and 1.2. Rounded to hundredths. count: at least 1. rng: a seed or a `np.random.Generator`.
    Raises ValueError for a count below 1, TypeError for what is no whole number.

    >>> X, y = ring_points()
    >>> X.shape, int(y.sum()), bool((np.hypot(*X.T)[y == 1] < 0.52).all())
    ((60, 2), 30, True)
    """
    count, rng = checked_count(count, "count"), np.random.default_rng(rng)
    inside = np.arange(count) < count // 2
    angle, part = rng.uniform(0, 2 * np.pi, count), rng.uniform(0, 1, count)
    radius = np.where(inside, 0.5 * np.sqrt(part), 0.8 + 0.4 * part)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).round(2), inside.astype(float)


def moons_points(count=60, rng=0):
    """Two half moons, each of which reaches into the other: ``(X, y)``, shapes (count, 2) and (count,).

    The first half, rounded down, is along the upper moon and y is 0 there; the others are along the lower, with noise
    of standard deviation 0.08 on all of them. Rounded to hundredths. count: at least 2. rng: a seed or a
    `np.random.Generator`. Raises ValueError for a count below 2, TypeError for what is no whole number.
    Source: the shape of scikit-learn's `make_moons`, moved and made smaller.

    >>> X, y = moons_points()
    >>> X.shape, int(y.sum()), float(np.abs(X).max()) < 1.5
    ((60, 2), 30, True)
    """
    count, rng = checked_count(count, "count", least=2), np.random.default_rng(rng)
    upper = np.linspace(0, np.pi, count // 2)
    lower = np.linspace(0, np.pi, count - count // 2)
    x1 = np.concatenate([np.cos(upper), 1 - np.cos(lower)])
    x2 = np.concatenate([np.sin(upper), 0.5 - np.sin(lower)])
    X = np.stack([x1 - 0.5, x2 - 0.25], axis=1) / 1.25 + rng.normal(scale=0.08, size=(count, 2))
    return X.round(2), np.repeat([0.0, 1.0], [len(upper), len(lower)])


class Digits(NamedTuple):
    """What `digits` returns: images, what they show, and which of them are kept back for a test.

    images: whole numbers from 0 (paper) to 16 (ink), shape (1797, 8, 8). labels: 0 to 9, shape (1797,).
    held_out: shape (1797,), True for the 364 images that no training may see: every fifth of each digit, from its
    first.
    """

    images: np.ndarray
    labels: np.ndarray
    held_out: np.ndarray


def digits():
    """1,797 handwritten digits, small: `Digits` of images (1797, 8, 8), labels, and the split that the book uses.

    Each image was 32 × 32 dots, normalised in size; its 64 numbers say how many of 4 × 4 dots were ink.
    Source: Alpaydin & Kaynak 1998, the test part of "Optical Recognition of Handwritten Digits" in the UCI repository,
    as redistributed with scikit-learn under the BSD 3-Clause licence. See datasets/README.md.

    >>> images, labels, held_out = digits()
    >>> images.shape, labels[:12].tolist(), int(held_out.sum())
    ((1797, 8, 8), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], 364)
    """
    with np.load(Path(__file__).with_name("datasets") / "digits.npz") as file:
        images, labels = (file[name].astype(int) for name in ("images", "labels"))
    count_before = np.zeros(len(labels), int)  # how many of the same digit come before
    for digit in range(10):
        count_before[labels == digit] = np.arange((labels == digit).sum())
    return Digits(images, labels, count_before % 5 == 0)


def three_units(knobs=OPENING_KNOBS):
    """Three rectified lines with a plain "+" in front of each, as a `ReLUSum`.

    knobs: m1, b1, m2, b2, m3, b3, slopes and biases in turn. Raises ValueError unless they are six.

    >>> print(three_units())
    max(−1.5x − 1.5, 0) + max(1.5x + 1.5, 0) + max(x + 1, 0)
    """
    knobs = checked_vector(knobs, "knobs")
    if len(knobs) != 6:
        raise ValueError(f"three units have six knobs, m1, b1, m2, b2, m3, b3; got {len(knobs)}")
    return ReLUSum(slopes=knobs[::2], biases=knobs[1::2], weights=[1, 1, 1])
