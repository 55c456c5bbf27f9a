"""Limits and bounds, held against fits and numbers worked out by hand."""

import numpy as np
import pytest

from relu_lib import (
    class_bounds,
    error_limit,
    fit,
    fit_function,
    fit_uniform,
    interpolate,
    interpolation_bound,
    uniform_limit,
)

from .curves import CURVES, ERRORS, worst


def test_limits_of_a_parabola_are_those_worked_out_by_hand():
    two = lambda x: 2 + 0 * x  # noqa: E731
    assert error_limit(two, -2, 2, 4, "max") == pytest.approx(16 / (8 * 16))
    assert error_limit(two, -2, 2, 4) == pytest.approx(2 / np.sqrt(720))  # h = 1, c = 2: c·h²/√720
    assert uniform_limit(two, -2, 2, 4) == pytest.approx(2 / np.sqrt(720))
    assert uniform_limit(two, -2, 2, 4, by="interpolation") == pytest.approx(2 / np.sqrt(120))
    assert interpolation_bound(2, -2, 2, 4) == 0.25


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("norm", ["l2", "max"])
def test_uniform_kinks_come_down_to_their_limits(name, norm):
    f, second_derivative = CURVES[name]
    x = np.linspace(-2, 2, 40_001)
    limits = {by: uniform_limit(second_derivative, -2, 2, 160, norm, by) for by in ("interpolation", "least squares")}
    assert ERRORS[norm](interpolate(f, -2, 2, 160), x, f(x)) == pytest.approx(limits["interpolation"], rel=0.05)
    assert ERRORS[norm](fit_uniform(x, f(x), 160), x, f(x)) == pytest.approx(limits["least squares"], rel=0.05)


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("norm, off", [("max", 0.03), ("l2", 0.1)])
def test_free_kinks_come_to_their_limits(name, norm, off):
    f, second_derivative = CURVES[name]
    few, many = (
        abs(fit_function(f, -2, 2, units, norm).error / error_limit(second_derivative, -2, 2, units, norm) - 1)
        for units in (8, 24)
    )
    assert many < off and (many < few or few < 1e-3)  # of a parabola all pieces err alike from the start


@pytest.mark.parametrize("name", CURVES)
def test_interpolation_never_errs_more_than_its_bound(name):
    f, second_derivative = CURVES[name]
    x = np.linspace(-2, 2, 4001)
    for units in 1, 3, 10:
        bound = interpolation_bound(np.abs(second_derivative(x)).max(), -2, 2, units)
        assert worst(interpolate(f, -2, 2, units), x, f(x)) <= bound * (1 + 1e-9)


@pytest.mark.parametrize("units", [1, 2, 5])
def test_no_fit_to_the_hardest_functions_beats_the_lower_class_bounds(units):
    x = np.linspace(0, units + 1, 2001 * (units + 1))
    zigzag, chain = np.abs(x % 2 - 1), perfect_chain(x)
    lower, upper = class_bounds(0, units + 1, units, max_slope=1)
    assert lower * (1 - 2e-3) <= worst(fit(x, zigzag, units, "max"), x, zigzag) <= upper
    lower, upper = class_bounds(0, units + 1, units, max_curvature=1)
    assert lower * (1 - 2e-3) <= worst(fit(x, chain, units, "max"), x, chain) <= upper


def test_free_kinks_gain_over_a_class_what_the_docstring_says():
    for units, slopes, curvatures in (1, 2, 4), (4, 1.25, 1.5625), (100, 1.01, 1.0201):
        lower, upper = class_bounds(-2, 2, units, max_slope=3)
        assert upper / lower == pytest.approx(slopes)
        lower, upper = class_bounds(-2, 2, units, max_curvature=3)
        assert upper / lower == pytest.approx(curvatures)


def test_the_best_error_may_be_above_or_below_its_limit_though_the_curve_bends_one_way():
    limit = error_limit(lambda x: 0.25 * x**-1.5, 1e-9, 1, 1, "max")
    assert fit_function(np.sqrt, 1e-9, 1, 1, "max").error == pytest.approx(0.125, rel=1e-2) and limit > 0.2
    bend = lambda x: np.exp(-((x / 0.1) ** 2))  # noqa: E731
    x = np.linspace(-1, 1, 4001)
    y = np.cumsum(np.cumsum(bend(x))) * (x[1] - x[0]) ** 2
    assert worst(fit(x, y, 1, "max"), x, y) > 1.5 * error_limit(bend, -1, 1, 1, "max")


def perfect_chain(x):
    """Parabolas with |f″| = 1 that swing between 1/8 and −1/8 from one whole number to the next."""
    along = x % 2
    swing = np.where(along < 0.5, along**2, np.where(along < 1.5, 0.5 - (along - 1) ** 2, (along - 2) ** 2))
    return (swing - 0.25) / 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: error_limit(np.exp, 1, 0, 3), "a < b"),
        (lambda: error_limit(np.exp, 0, 1, 0), "units must be at least 1"),
        (lambda: error_limit(lambda x: np.where(x > 0.5, np.inf, x), 0, 1, 3), "must be finite on"),
        (lambda: uniform_limit(np.exp, 0, 1, 3, by="magic"), "got 'magic'"),
        (lambda: class_bounds(0, 1, 3), "give one of"),
        (lambda: class_bounds(0, 1, 3, max_slope=1, max_curvature=1), "give one of"),
        (lambda: class_bounds(0, 1, 3, max_slope=-1), "at least 0"),
        (lambda: interpolation_bound(np.nan, 0, 1, 3), "max_curvature must be a finite number, got nan"),
    ],
)
def test_bounds_without_their_conditions_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
