"""What training finds where a fold is wanted, and how far one layer of as many numbers comes, for a page to hold.

`folding/trained.json` holds what `computed` gives. `python -m tests.golden` writes it, in a few seconds, and
tests/relu_lib/test_figures.py holds it to a part that is computed anew.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from ..fitting import fit
from ..folding import folding_network
from ..layers import random_network, train_networks

FILE = Path(__file__).with_name("folding") / "trained.json"
STARTS = 10
STEPS = 2000
DEEPEST = 5  # layers: up to so many, training is tried
MOST = 10  # layers
NEAR = 0.05  # rms error from which on a fold counts as found
SAMPLES = 16385  # 16 to the narrowest piece there is


@cache
def shipped():
    """What the file holds: `trained` and `one_layer`, lists, an entry for each number of layers from 1."""
    return json.loads(FILE.read_text("utf-8"))


def computed():
    """What belongs into the file."""
    return {
        "trained": [best_of_ten(layers) for layers in range(1, DEEPEST + 1)],
        "one_layer": [one_layer(layers) for layers in range(1, MOST + 1)],
    }


def best_of_ten(layers):
    """The best of ten trained networks of so many layers of two units: its numbers, and how many of the ten are near.

    Adam at 0.01, 2,000 steps, on 257 even samples of the fold from 0 to 1. The numbers are rounded to six digits.
    """
    x = np.linspace(0, 1, 257)[:, None]
    y = folding_network(layers)(x)[:, 0]
    starts = [random_network([1, *[2] * layers, 1], seed) for seed in range(STARTS)]
    networks, losses = train_networks(starts, x, y, steps=STEPS, step_size=0.01, loss="squares", method="adam")
    best = networks[int(losses[1].argmin())]
    return {
        "weights": [_rounded(W) for W in best.weights],
        "biases": [_rounded(b) for b in best.biases],
        "near": int((np.sqrt(losses[1]) < NEAR).sum()),
    }


def one_layer(layers):
    """The best polyline of as many pieces as one layer has units for as many numbers: 2·layers."""
    x = np.linspace(0, 1, SAMPLES)
    y = folding_network(layers)(x[:, None])[:, 0]
    best = fit(x, y, units=2 * layers)
    knots = np.array([0, *(kink for kink in best.kinks if 0 < kink < 1), 1])
    return {"knots": _rounded(knots), "heights": _rounded(best(knots))}


def _rounded(values):
    return np.vectorize(lambda value: float(f"{value:.6g}"))(values).tolist()
