"""The network of chapter 9, trained, for the figure `digit-net` to hold, and the images it is shown.

`digit-net/network.json` holds what `computed` gives: the first of ten networks that `train_classifiers` makes from the
starts of seeds 0 to 9, its numbers rounded to three digits, and which held-out images how many of the ten get wrong.
`python -m tests.golden` writes it, in two seconds, and tests/relu_lib/test_digits.py holds it to a training made anew.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from ..data import digits
from ..images import INK
from ..layers import Network, random_network, train_classifiers

FILE = Path(__file__).with_name("digit-net") / "network.json"
SIZES = (64, 32, 10)
SEEDS = 10
LETTERS = "0123456789abcdefg"  # of an image, one for each amount of ink


@cache
def held_out():
    """The images that no training may see, ``(images, labels)``: shapes (364, 8, 8) and (364,)."""
    images, labels, kept_back = digits()
    return images[kept_back], labels[kept_back]


@cache
def training():
    """Ten networks, trained as chapter 9 does it: a `Trained`."""
    images, labels, kept_back = digits()
    X = images[~kept_back].reshape(-1, SIZES[0]) / INK
    return train_classifiers([random_network(SIZES, seed) for seed in range(SEEDS)], X, labels[~kept_back])


def computed():
    """What belongs into the file: `numbers`, all weights and biases of one network, and `wrong`.

    numbers: row by row, W₁, b₁, W₂, b₂. wrong: index of a held-out image → how many of ten networks get it wrong.
    """
    nets, (images, labels) = training().networks, held_out()
    wrong = sum((net(images.reshape(-1, SIZES[0]) / INK).argmax(axis=1) != labels).astype(int) for net in nets)
    numbers = [float(f"{number:.3g}") for number in as_numbers(nets[0])]
    return {"numbers": numbers, "wrong": {str(i): int(wrong[i]) for i in np.flatnonzero(wrong)}}


@cache
def shipped():
    """What the file holds."""
    return json.loads(FILE.read_text("utf-8"))


def as_numbers(net):
    """All numbers of a network of two products in one list."""
    (W1, W2), (b1, b2) = net.weights, net.biases
    return np.concatenate([W1.ravel(), b1, W2.ravel(), b2])


def as_network(numbers):
    """The network of sizes 64 → 32 → 10 of such a list; undoes `as_numbers`."""
    inputs, units, outputs = SIZES
    ends = np.cumsum([inputs * units, units, units * outputs])
    W1, b1, W2, b2 = np.split(np.asarray(numbers, float), ends)
    return Network([W1.reshape(inputs, units), W2.reshape(units, outputs)], [b1, b2])


def as_letters(images):
    """Images as a string, a letter a pixel."""
    return "".join(LETTERS[ink] for ink in np.ravel(images))
