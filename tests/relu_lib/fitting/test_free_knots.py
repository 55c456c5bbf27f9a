"""The least squared error: held against every choice of knots on a grid, and against bounds no polyline can beat."""

import itertools

import numpy as np
import pytest

from relu_lib import error_limit, fit, fit_function, noisy_quadratic
from relu_lib.fitting.free_knots import start_knots
from relu_lib.fitting.moments import group_moments
from relu_lib.fitting.scaling import checked_samples, scaling_of

from .curves import CURVES, rms, wiggly


def best_on_grid(x, y, units, weights=None, places=41):
    """The least error of any polyline whose kinks are on a fine grid: every choice of kinks is tried."""
    root = np.ones(len(x)) if weights is None else np.sqrt(weights)
    columns = np.maximum(x[:, None] - np.linspace(x.min(), x.max(), places)[1:-1], 0)
    line = np.column_stack([np.ones(len(x)), x])
    least = np.inf
    for kinks in itertools.combinations(range(columns.shape[1]), units - 1):
        matrix = np.hstack([line, columns[:, kinks]]) * root[:, None]
        heights = np.linalg.lstsq(matrix, y * root, rcond=None)[0]
        least = min(least, np.sum((matrix @ heights - y * root) ** 2))
    return np.sqrt(least / np.sum(root**2))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("count", "units"), [(8, 2), (13, 3), (30, 3)])
def test_no_kinks_on_a_fine_grid_do_better(seed, count, units):
    x, y = wiggly(seed, count)
    assert rms(fit(x, y, units), x, y) <= best_on_grid(x, y, units) * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_no_kinks_on_a_grid_do_better_for_weighted_samples(seed):
    x, y = wiggly(seed, 20)
    weights = np.random.default_rng(seed).integers(1, 9, 20).astype(float)
    assert rms(fit(x, y, 3, weights=weights), x, y, weights) <= best_on_grid(x, y, 3, weights) * (1 + 1e-9)


def test_the_noisy_quadratic_is_fitted_better_than_from_any_kinks_on_a_grid():
    x, y = noisy_quadratic()
    assert rms(fit(x, y, 4), x, y) <= best_on_grid(x, y, 4, places=25)


def separate_lines_bound(x, y, units):
    """The least error of so many separate lines, by exact dynamic programming: no polyline can beat it."""
    count = len(x)
    least = np.full((units + 1, count + 1), np.inf)
    least[0, 0] = 0
    for stop in range(1, count + 1):
        costs = line_errors_up_to(x, y, stop)
        least[1:, stop] = (least[:-1, :stop] + costs).min(axis=1)
    return np.sqrt(least[units, count] / count)


def line_errors_up_to(x, y, stop):
    """The squared error of the best line through samples start to stop, for every start."""
    dx, dy = x[:stop] - x[stop - 1], y[:stop] - y[stop - 1]
    sums = [np.cumsum(v[::-1])[::-1] for v in (np.ones(stop), dx, dy, dx * dx, dx * dy, dy * dy)]
    n, sx, sy, sxx, sxy, syy = sums
    xx, xy, yy = sxx - sx**2 / n, sxy - sx * sy / n, syy - sy**2 / n
    return np.maximum(yy - np.divide(xy**2, xx, out=np.zeros(stop), where=xx > 0), 0)


@pytest.mark.parametrize("name", CURVES)
def test_many_pieces_come_within_one_percent_of_what_separate_lines_could_do(name):
    x = np.linspace(-2, 2, 2000)
    y = CURVES[name][0](x)
    assert rms(fit(x, y, 21), x, y) <= 1.01 * separate_lines_bound(x, y, 21)


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("norm", ["l2", "max"])
def test_errors_come_down_to_the_limit(name, norm):
    f, second_derivative = CURVES[name]
    units = 101 if norm == "l2" else 41
    limit = error_limit(second_derivative, -2, 2, units, norm)
    assert fit_function(f, -2, 2, units, norm).error == pytest.approx(limit, rel=0.1)


def test_balanced_knots_share_the_bend_of_a_curve():
    """Those of eˣ give each piece an equal share of ∫|f″|^(2/5), which is e^(2x/5) ÷ (2/5)."""
    x = np.linspace(-2, 2, 4000)
    samples = checked_samples(x, np.exp(x))
    knots = start_knots(group_moments(samples, scaling_of(samples), 4096), 10)
    assert np.exp(2 / 5 * 2 * knots) == pytest.approx(np.linspace(np.exp(-0.8), np.exp(0.8), 11), rel=0.02)


def test_a_million_samples_are_fitted_right_to_both_ends():
    x = np.linspace(-2, 2, 1_000_000)
    y = np.exp(x)
    for offset, units in (0.0, 101), (1e6, 101), (0.0, 301):
        s = fit(x + offset, y, units)
        knots = np.concatenate([x[:1], s.kinks - offset, x[-1:]])
        miss = np.abs(np.interp(x, knots, s(knots + offset)) - y)
        limit = error_limit(np.exp, -2, 2, units)
        assert np.sqrt(np.mean(miss**2)) <= 1.01 * limit
        assert miss[:100].max() < 4 * limit and miss[-100:].max() < 4 * limit


def test_a_single_piece_is_straight_on_all_of_many_samples():
    x = np.linspace(-1, 1, 10_001)
    np.testing.assert_allclose(fit(x, 3 * x + 1, 1)(x), 3 * x + 1, atol=1e-12)


def test_cells_change_the_answer_little():
    x = np.linspace(-2, 2, 20_000)
    y = np.sin(3 * x)
    few = rms(fit(x[::5], y[::5], 31), x, y)
    assert rms(fit(x, y, 31), x, y) == pytest.approx(few, rel=2e-3)
