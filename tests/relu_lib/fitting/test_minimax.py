"""The least worst error: held against linear programs, and against theory."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from relu_lib import error_limit, fit

from .curves import wiggly, worst


def least_worst_error(x, y, units):
    """The least worst error, by linear programs: for each way to deal the samples out to pieces in order.

    Two lines may take turns between neighbours x[i] and x[i + 1] if they cross there: one is above at
    one, below at the other; both ways are tried.
    """
    return min(
        least_worst_of_arrangement(x, y, cuts, signs)
        for cuts in itertools.combinations(range(1, len(x)), units - 1)
        for signs in itertools.product([-1, 1], repeat=units - 1)
    )


def least_worst_of_arrangement(x, y, cuts, signs):
    pieces = len(cuts) + 1
    rows, limits = [], []
    for piece, part in enumerate(np.split(np.arange(len(x)), cuts)):
        for i, side in itertools.product(part, [-1, 1]):
            row = np.zeros(2 * pieces + 1)
            row[2 * piece : 2 * piece + 2], row[-1] = [side * x[i], side], -1
            rows.append(row)
            limits.append(side * y[i])
    for piece, (cut, sign) in enumerate(zip(cuts, signs)):
        for at, way in (cut - 1, sign), (cut, -sign):
            row = np.zeros(2 * pieces + 1)
            row[2 * piece : 2 * piece + 4] = way * np.array([x[at], 1, -x[at], -1])
            rows.append(row)
            limits.append(0)
    bounds = [(None, None)] * (2 * pieces) + [(0, None)]
    solved = linprog([0] * (2 * pieces) + [1], rows, limits, bounds=bounds)
    return solved.fun if solved.success else np.inf


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("count", "units"), [(5, 2), (9, 2), (7, 3)])
def test_no_polyline_has_a_smaller_worst_error(seed, count, units):
    x, y = wiggly(seed, count)
    best = least_worst_error(x, y, units)
    assert worst(fit(x, y, units, "max"), x, y) == pytest.approx(best, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_no_polyline_has_a_smaller_worst_error_on_data_whose_best_kink_leaves_their_band(seed):
    rng = np.random.default_rng(seed)
    x, y = np.arange(8.0), rng.integers(-3, 4, 8).astype(float)
    best = least_worst_error(x, y, 3)
    assert worst(fit(x, y, 3, "max"), x, y) == pytest.approx(best, rel=1e-7, abs=1e-9)


def test_a_roof_may_rise_above_all_samples():
    s = fit([0, 1, 2, 3], [0, 1, 1, 0], 2, "max")
    assert s([0, 1, 1.5, 2, 3]) == pytest.approx([0, 1, 1.5, 1, 0], abs=1e-9)


@pytest.mark.parametrize("units", [1, 2, 4, 21])
def test_a_parabola_is_met_as_closely_as_theory_says(units):
    x = np.linspace(-2, 2, 10_000)
    limit = error_limit(lambda x: 2 + 0 * x, -2, 2, units, "max")
    assert worst(fit(x, x**2, units, "max"), x, x**2) == pytest.approx(limit, rel=2e-3)


def test_the_worst_error_is_reached_often_enough_to_be_the_least():
    """With p pieces of a convex function, at 2p + 1 points or more, with alternating signs."""
    x = np.linspace(-2, 2, 5000)
    s = fit(x, np.exp(x), 5, "max")
    miss = s(x) - np.exp(x)
    extremes = np.sign(miss[np.abs(miss) > 0.98 * np.abs(miss).max()])
    assert 1 + np.count_nonzero(np.diff(extremes)) >= 2 * 5 + 1


def test_many_noisy_samples_are_swept_too():
    x = np.linspace(0, 1, 3000)
    y = np.random.default_rng(1).normal(size=3000)
    sum_of_five, line = fit(x, y, 5, "max"), fit(x, y, 1, "max")
    assert worst(line, x, y) == pytest.approx(least_worst_of_arrangement(x, y, (), ()), rel=1e-9)
    assert worst(sum_of_five, x, y) < worst(line, x, y)
