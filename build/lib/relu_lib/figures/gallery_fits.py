"""The fits that the figure `gallery` shows, made by `relu_lib.fitting`, for a page to hold.

`gallery/fits.json` holds what `shown_fits` gives. `python -m tests.golden` writes it, in two minutes, and
tests/relu_lib/test_figures.py holds it to `fit` and its kin. A fit is its knots and heights, to six decimals.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from ..data import add_noise, noisy_quadratic, target
from ..fitting import choose_units, fit, fit_function, fit_uniform
from ..losses import mean_squared_error

FILE = Path(__file__).with_name("gallery") / "fits.json"
MOST_SIGNED = 12  # units against the sine
MOST_FREE = 19  # units on twenty points: one less than points
DRAWS = 30


@cache
def kept_fits():
    """What the file holds.

    sine: the best polyline by the worst error with 1, 2, … pieces. free: `fit` on the noisy quadratic, with 1, 2, …
    units. chosen: how many units `choose_units` takes if at most 1, 2, … are tried; even: `fit_uniform` with 1, 2, …
    of them. draws: over 30 other draws of the noise, the median mean squared error of `fit`, on the points (`data`)
    and to the true curve (`truth`), for 1, 2, … units. x, y: the points.
    """
    return json.loads(FILE.read_text("utf-8"))


def shown_fits():
    """What belongs into the file."""
    x, y = noisy_quadratic()
    chosen = [choose_units(x, y, most=most) for most in range(1, MOST_FREE + 1)]
    if not all(choice.kinks == "uniform" for choice in chosen):
        raise ValueError("the figure says that cross-validation takes evenly spread kinks; here it does not")
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "sine": [_on(target("sine").domain, sine_fit(units)) for units in range(1, MOST_SIGNED + 1)],
        "free": [_on(x, fit(x, y, units)) for units in range(1, MOST_FREE + 1)],
        "chosen": [choice.units for choice in chosen],
        "even": [_on(x, fit_uniform(x, y, units)) for units in range(1, chosen[-1].units + 1)],
        "draws": dict(zip(("data", "truth"), _medians(x).tolist())),
    }


def sine_fit(units):
    """The polyline of so many pieces with the least worst error against the sine."""
    return fit_function(np.sin, *target("sine").domain, units, norm="max")


def _on(x, s):
    """A sum as its knots on the samples' interval, and its heights there."""
    knots = [x[0], *s.kinks[(s.kinks > x[0]) & (s.kinks < x[-1])], x[-1]]
    return [np.round(values, 6).tolist() for values in (knots, s(np.array(knots)))]


def _medians(x):
    """For each number of units the median, over the draws, of both errors: shape (2, MOST_FREE)."""
    curve = target("quadratic")
    fine, truth = curve.samples(801)
    errors = []
    for seed in range(DRAWS):
        y = add_noise(curve(x), 0.15, 1.5, np.random.default_rng(seed))
        fits = [fit(x, y, units) for units in range(1, MOST_FREE + 1)]
        errors.append([[mean_squared_error(y, s(x)) for s in fits], [mean_squared_error(truth, s(fine)) for s in fits]])
    return np.median(errors, axis=0).round(4)
