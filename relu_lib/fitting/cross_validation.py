"""How many units can noisy samples bear, and should their kinks be free? Samples that were left out decide."""

from typing import NamedTuple

import numpy as np

from ..arguments import checked_count
from ..sums import ReLUSum
from .best_fit import fit
from .fixed_knots import fit_uniform
from .scaling import checked_samples, count_distinct

FOLDS = 10
MARGIN = 2  # standard errors: differences up to that size may be due to chance


class UnitsChoice(NamedTuple):
    """What `choose_units` found.

    units: the number chosen. kinks: "uniform" if equal pieces are the better choice, else "free".
    fit: the `ReLUSum` of so many units of that kind, fitted to all samples. candidates: the numbers
    tried. uniform_errors, free_errors: for each of them, the root mean square error at samples that
    were left out, y-units.
    """

    units: int
    kinks: str
    fit: ReLUSum
    candidates: np.ndarray
    uniform_errors: np.ndarray
    free_errors: np.ndarray


def choose_units(x, y, most=None):
    """How many units noisy samples can bear, and whether `fit_uniform` or `fit` is the better choice.

    For every number of units and both kinds of kinks there are ten fits. Each leaves out every tenth
    sample (one of them 5, 15, 25, …) and is held against these, which it has not seen. Free kinks are
    chosen only if they are better by more than chance may do (two standard errors): they follow noise
    as readily as a curve. Of the numbers of units that chance cannot tell from the best it takes the
    middle one: the best by itself jumps from draw to draw where samples are few.

    x, y: samples as for `fit`, at least 5 different x. most: the largest number of units tried; by
    default a third of the number of different x, 40 at most. Returns a `UnitsChoice`, the same
    each time. Raises ValueError for fewer x or a `most` below 1, and as `fit` does.
    Takes about a second for a thousand samples. Source: Stone 1974 (cross-validation); Hastie,
    Tibshirani & Friedman 2009, section 7.10 (standard errors).

    >>> x = np.linspace(-2, 2, 40)
    >>> choice = choose_units(x, np.abs(x) + 0.01 * np.cos(40 * x), most=4)
    >>> choice.units, choice.kinks
    (2, 'uniform')
    """
    samples = checked_samples(x, y)
    distinct = count_distinct(samples.x)
    if distinct < 5:
        raise ValueError(f"cross-validation needs at least 5 different x, got {distinct}: use fit and look")
    most = min(distinct // 3, 40) if most is None else checked_count(most, "most")
    candidates = np.unique(np.geomspace(1, most, 20).round().astype(int))
    uniform, free = (
        np.array([_squares_left_out(samples, units, fitter) for units in candidates]) for fitter in (fit_uniform, fit)
    )
    kinks = "free" if _clearly_better(free, uniform) else "uniform"
    squares, fitter = (free, fit) if kinks == "free" else (uniform, fit_uniform)
    as_good = candidates[_as_good_as_best(squares)]
    units = int(as_good[(len(as_good) - 1) // 2])
    errors = (np.sqrt(each.mean(axis=1)) for each in (uniform, free))
    return UnitsChoice(units, kinks, fitter(samples.x, samples.y, units), candidates, *errors)


def _squares_left_out(samples, units, fitter):
    """The squared error at each sample of the fit that has not seen it. The two at the ends are in every fit."""
    x, y = samples.x, samples.y
    fold = (np.arange(len(x)) + FOLDS // 2) % FOLDS
    fold[[0, -1]] = -1
    squares = np.zeros(len(x))
    for left_out in range(FOLDS):
        tested = fold == left_out
        if tested.any():
            squares[tested] = (fitter(x[~tested], y[~tested], units)(x[tested]) - y[tested]) ** 2
    return squares[1:-1]


def _clearly_better(squares, others):
    """Whether the best row of squares beats the best of the others by more than chance may do."""
    best, other = (rows[rows.mean(axis=1).argmin()] for rows in (squares, others))
    return (other - best).mean() > MARGIN * _standard_error(other - best)


def _as_good_as_best(squares):
    """Which rows chance cannot tell from the best one."""
    differences = squares - squares[squares.mean(axis=1).argmin()]
    return differences.mean(axis=1) <= MARGIN * _standard_error(differences)


def _standard_error(values):
    return values.std(axis=-1) / np.sqrt(values.shape[-1])
