"""How many units can noisy samples bear, and should their kinks be free? Samples that were left out decide."""

from typing import NamedTuple

import numpy as np

from ..arguments import checked_count
from ..sums import ReLUSum
from .best_fit import fit, least_squares_fits
from .fixed_knots import fit_uniform
from .scaling import Samples, checked_samples, count_distinct, scaling_of

FOLDS = 10
MARGIN = 2  # standard errors: free kinks must be better than equal pieces by more than that
NOTHING = 1e-9  # a miss that is smaller, as a part of how far y reaches, counts as none


class UnitsChoice(NamedTuple):
    """What `choose_units` found.

    units: the number chosen. kinks: "uniform" if equal pieces are the better choice, else "free".
    fit: the `ReLUSum` of so many units of that kind, fitted to all samples. candidates: the numbers
    tried. uniform_errors, free_errors: for each of them, the root mean square error at samples that
    were left out, y-units. uniform_units, free_units: the number that the rule takes of each kind by itself;
    `units` is one of the two.
    """

    units: int
    kinks: str
    fit: ReLUSum
    candidates: np.ndarray
    uniform_errors: np.ndarray
    free_errors: np.ndarray
    uniform_units: int
    free_units: int


def choose_units(x, y, most=None):
    """How many units noisy samples can bear, and whether `fit_uniform` or `fit` is the better choice.

    For every number of units and both kinds of kinks there are ten fits. Each leaves out every tenth
    sample (one of them 5, 15, 25, …) and is held against these, which it has not seen. Free kinks are
    chosen only if they are better by more than chance may do (two standard errors), or exact where equal
    pieces are not: they follow noise as readily as a curve. Then the fewest units are taken whose mean
    squared error is above the least by at most one standard error: this one-standard-error rule prefers the
    simple where samples do not show that it is worse. (It is the standard error of the difference, sample by
    sample; Breiman and others take that of the least error itself, which is larger here and would leave fewer
    units yet.) With few noisy samples the fit that is closest to the truth may have more units.

    x, y: samples as for `fit`, at least 5 different x. most: the largest number of units tried; by
    default a third of the number of different x, 40 at most. Returns a `UnitsChoice`, the same
    each time. Raises ValueError for fewer x or a `most` below 1, and as `fit` does.
    Takes about a second for a thousand samples. Source: Stone 1974 (cross-validation); Breiman, Friedman,
    Olshen & Stone 1984, section 3.4.3 (the rule).

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
    uniform, free = (_squares_left_out(samples, candidates, fits) for fits in (_uniform_fits, least_squares_fits))
    kinks = "free" if _clearly_better(free, uniform) else "uniform"
    taken = [int(candidates[_fewest_as_good_as_best(squares)]) for squares in (uniform, free)]
    units, fitter = (taken[1], fit) if kinks == "free" else (taken[0], fit_uniform)
    errors = (scaling_of(samples).y_half * np.sqrt(each.mean(axis=1)) for each in (uniform, free))
    return UnitsChoice(units, kinks, fitter(samples.x, samples.y, units), candidates, *errors, *taken)


def _uniform_fits(samples, counts):
    return (fit_uniform(samples.x, samples.y, units) for units in counts)


def _squares_left_out(samples, candidates, fits):
    """A row for each number of units: the squared error at each sample of the fit that has not seen it.

    It is that for y from −1 to 1, and 0 where it is but rounding. The two samples at the ends are in every fit.
    """
    x, y, _ = samples
    fold = (np.arange(len(x)) + FOLDS // 2) % FOLDS
    fold[[0, -1]] = -1
    misses = np.zeros((len(candidates), len(x)))
    for left_out in np.unique(fold[1:-1]):
        seen, tested = fold != left_out, fold == left_out
        for row, found in zip(misses, fits(Samples(x[seen], y[seen], None), candidates.tolist())):
            row[tested] = np.abs(found(x[tested]) - y[tested])
    reach = scaling_of(samples).y_half
    misses[misses <= NOTHING * reach + 64 * np.spacing(np.abs(y).max())] = 0
    return (misses[:, 1:-1] / reach) ** 2


def _clearly_better(squares, others):
    """Whether the best row of squares beats the best of the others by more than chance may do, or by being exact."""
    best, other = (rows[rows.mean(axis=1).argmin()] for rows in (squares, others))
    if not best.any():
        return other.any()
    return (other - best).mean() > MARGIN * _standard_error(other - best)


def _fewest_as_good_as_best(squares):
    """The first row whose mean is above the least one by at most one standard error of the difference."""
    more = squares - squares[squares.mean(axis=1).argmin()]
    return int((more.mean(axis=1) <= _standard_error(more)).argmax())


def _standard_error(values):
    return values.std(axis=-1) / np.sqrt(values.shape[-1])
