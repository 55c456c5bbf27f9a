"""Where `relu_lib.fit` places the kinks for the named targets of the figure `approximator`, for a page to hold.

`approximator/placed.json` holds what `computed` gives. `python -m tests.golden` writes it, in half a minute, and
tests/relu_lib/test_figures.py holds it to `fit`. Gaps between knots are whole numbers of 4096ths of the interval; the
page's own fitter polishes the places.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from ..data import earth_temperature, target
from ..fitting import choose_units, fit

FILE = Path(__file__).with_name("approximator") / "placed.json"
NAMED = ("quadratic", "sine", "step", "root", "hat", "earth")
MOST = 64  # units
SAMPLES = 2001
STEPS = 4096  # of the interval
IDLE = 4  # so many units that gain nothing, and more are not tried


def named_samples(name):
    """The samples of a named target: of a function 2,001, evenly spread, at a jump with both its sides."""
    if name == "earth":
        return earth_temperature()
    function = target(name)
    a, b = function.domain
    x = a + (b - a) * np.arange(SAMPLES) / (SAMPLES - 1)
    y = function(x)
    if name == "step":
        jump = int(y.argmax())
        x, y = np.insert(x, jump, x[jump]), np.insert(y, jump, 0.0)
    return x, y


@cache
def shipped():
    """What the file holds: `gaps`, name → for 1, 2, … units the gap before each kink; and `earth_units`.

    Where the list ends, more units do no better. earth_units: how many the Earth's temperature bears, by
    cross-validation (`choose_units`, free kinks).
    """
    return json.loads(FILE.read_text("utf-8"))


def computed():
    """What belongs into the file, found by `relu_lib.fit`."""
    return {
        "gaps": {name: _gaps(*named_samples(name)) for name in NAMED},
        "earth_units": choose_units(*earth_temperature()).free_units,
    }


def _gaps(x, y):
    lists, errors = [], []
    for units in range(1, MOST + 1):
        s = fit(x, y, units)
        errors.append(float(np.sqrt(np.mean((s(x) - y) ** 2))))
        kinks = s.kinks[(s.kinks > x[0]) & (s.kinks < x[-1])]
        places = ((kinks - x[0]) / (x[-1] - x[0]) * STEPS).round().astype(int)
        lists.append(np.diff(places, prepend=0).tolist())
        if errors[-1] < 1e-9:  # rounding: it is exact
            return lists
        if units > IDLE and not min(errors[-IDLE:]) < 0.999 * errors[-IDLE - 1]:
            return lists[:-IDLE]
    return lists
