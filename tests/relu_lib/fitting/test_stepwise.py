"""More units never fit worse than fewer."""

import numpy as np
import pytest

from relu_lib import fit
from relu_lib.fitting import stepwise
from relu_lib.fitting.moments import group_moments
from relu_lib.fitting.scaling import checked_samples, scaling_of

from .curves import CURVES, rms, worst

ROUNDING = 1e-10  # of the range of y: steep pieces, as at steps, round more than that of one number


def values(s, x):
    """A sum at sorted x, drawn straight between its kinks: quicker than a table of every unit at every x."""
    corners = np.concatenate([x[:1], s.kinks[(s.kinks > x[0]) & (s.kinks < x[-1])], x[-1:]])
    return np.interp(x, corners, s(corners))


def smooth(t, rng):
    return sum(rng.normal() / k * np.sin(3 * k * t + rng.uniform(0, 6)) for k in range(1, 8))


def kinked(t, rng):
    corners = np.sort(rng.uniform(0, 1, rng.integers(1, 9)))
    return np.interp(t, [0, *corners, 1], rng.normal(size=len(corners) + 2))


def wave(t, rng):
    """Two pieces show its bend, a single one does not."""
    return np.sin(2 * np.pi * t)


def stepped(t, rng):
    steps = np.sort(rng.uniform(0, 1, rng.integers(1, 7)))
    return rng.normal(size=len(steps) + 1)[np.searchsorted(steps, t)]


def noisy(t, rng):
    return np.sin(9 * t) + rng.normal(scale=rng.choice([0.001, 0.01, 0.1, 0.5]), size=len(t))


def noise(t, rng):
    return rng.normal(size=len(t))


def outliers(t, rng):
    return rng.standard_t(1.5, size=len(t))


def drawn(shape, count, seed):
    """Samples of such a shape: x by chance or even, with weights or without."""
    rng = np.random.default_rng([seed, count])
    x = np.sort(rng.uniform(-1, 1, count)) if rng.random() < 0.5 else np.linspace(-2, 3, count)
    y = shape((x - x[0]) / (x[-1] - x[0]), rng)
    return x, y, rng.uniform(0.1, 3, count) if rng.random() < 0.5 else None


def rises(errors, y):
    """Where the error is larger than with one unit less, by more than rounding."""
    return np.flatnonzero(np.diff(errors) > ROUNDING * np.ptp(y)) + 2


def errors_of_fits(x, y, weights, counts):
    fits = [fit(x, y, units, weights=weights) for units in counts]
    assert all(s.width <= units for s, units in zip(fits, counts))
    return [np.sqrt(np.average((values(s, x) - y) ** 2, weights=weights)) for s in fits]


@pytest.mark.parametrize("shape", [smooth, kinked, stepped, noisy, noise, outliers])
@pytest.mark.parametrize("count", [8, 13])
def test_more_units_never_fit_few_samples_worse(shape, count):
    x, y, weights = drawn(shape, count, seed=1)
    assert not rises(errors_of_fits(x, y, weights, range(1, count + 1)), y).size


@pytest.mark.parametrize(
    ("shape", "count"), [(smooth, 100), (stepped, 100), (noisy, 1000), (noise, 300), (smooth, 4000), (wave, 300)]
)
def test_more_units_never_fit_many_samples_worse(shape, count):
    """Numbers of units next to each other, among them one at which the search is heard."""
    x, y, weights = drawn(shape, count, seed=2)
    for counts in range(1, 6), range(10, 13), range(31, 34):
        assert not rises(errors_of_fits(x, y, weights, counts), y).size


def test_a_step_is_met_with_any_number_of_units_from_three():
    x = np.linspace(0, 10, 64)
    y = (x > 5) * 1.0
    for units in 3, 4, 5, 6, 7, 12, 31:
        assert rms(fit(x, y, units), x, y) < 1e-12


@pytest.mark.parametrize("shape", [smooth, kinked, stepped, noisy, noise, outliers])
@pytest.mark.parametrize("count", [9, 40, 400])
def test_more_units_never_have_a_larger_worst_error(shape, count):
    x, y, _ = drawn(shape, count, seed=3)
    errors = [np.abs(values(fit(x, y, units, "max"), x) - y).max() for units in (*range(1, min(count, 12)), 20, 21, 64)]
    assert not rises(errors, y).size


def groups_of(x, y):
    samples = checked_samples(x, y)
    return group_moments(samples, scaling_of(samples), 4096)


def relied_on(x, y, pieces):
    return stepwise.is_smooth(*stepwise.balanced_start(groups_of(x, y), pieces))


def test_the_search_is_relied_on_for_curves_and_not_for_noise_corners_and_steps():
    x, rng = np.linspace(-2, 2, 2000), np.random.default_rng(1)
    t = (x + 2) / 4
    assert all(relied_on(x, f(x), 16) for f, _ in CURVES.values())
    for shape in kinked, stepped, noise, outliers:
        assert not any(relied_on(x, shape(t, rng), pieces) for pieces in (8, 16, 40))


def test_fits_for_many_numbers_of_units_are_those_for_each():
    from relu_lib.fitting.best_fit import least_squares_fits

    for shape, count in (noisy, 400), (stepped, 60), (smooth, 2000):
        x, y, _ = drawn(shape, count, seed=4)
        counts = [1, 3, 9, 14, count]
        assert list(least_squares_fits(checked_samples(x, y), counts)) == [fit(x, y, units) for units in counts]


def test_the_place_that_promises_most_is_that_of_a_missing_kink():
    x = np.linspace(0, 1, 101)
    y = np.abs(x - 0.3)
    groups = groups_of(x, y)
    line = stepwise.fitted(groups, groups.x[[0, -1]])
    place = (stepwise.promising_places(groups, line)[0] + 1) / 2
    assert place == pytest.approx(0.3, abs=0.1)
    assert worst(fit(x, y, 2), x, y) < 1e-12
