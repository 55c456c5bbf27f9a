"""Functions, fitted."""

import numpy as np
import pytest

from relu_lib import ReLUSum, fit_function

from .curves import CURVES, ERRORS, worst


@pytest.mark.parametrize("norm", ["l2", "max"])
@pytest.mark.parametrize("name", CURVES)
def test_the_error_of_a_fitted_function_is_what_a_fine_grid_finds(name, norm):
    f = CURVES[name][0]
    s = fit_function(f, -2, 2, 6, norm)
    grid = np.linspace(-2, 2, 300_001)
    assert s.error == pytest.approx(ERRORS[norm](s, grid, f(grid)), rel=2e-3)
    assert isinstance(s, ReLUSum) and s.width <= 6


def test_a_constant_function_has_no_error():
    s = fit_function(lambda x: 3.0, 0, 1, 4)
    assert s.error == pytest.approx(0, abs=1e-12) and s(0.5) == pytest.approx(3)


@pytest.mark.parametrize("jumps", [[0.0], [0.1], [-0.7, 1 / 3, 0.9]])
def test_the_worst_error_is_measured_on_both_sides_of_jumps(jumps):
    """No sum of ReLUs, being continuous, comes closer to a jump than half its height."""

    def f(x):
        return np.searchsorted(jumps, x) * 2.0 - 1

    s = fit_function(f, -1, 1, 3 * len(jumps), "max")
    sides = np.array([[np.nextafter(jump, -9), jump, np.nextafter(jump, 9)] for jump in jumps]).ravel()
    assert s.error >= 1 and s.error >= worst(s, sides, f(sides)) - 1e-9
    grid = np.linspace(-1, 1, 100_001)
    assert s.error >= worst(s, grid, f(grid)) - 1e-9


def test_the_sign_is_never_nearer_than_one():
    assert fit_function(np.sign, -1, 1, 3, norm="max").error == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("norm", ["l2", "max"])
@pytest.mark.parametrize("size", [1e-200, 1e-12, 1e12, 1e200])
def test_errors_have_the_size_of_the_function(size, norm):
    plain = fit_function(np.exp, 0, 1, 3, norm).error
    assert fit_function(lambda x: size * np.exp(x), 0, 1, 3, norm).error == pytest.approx(size * plain, rel=1e-3)


def test_a_fitted_function_can_be_pickled():
    import pickle

    s = fit_function(np.exp, 0, 1, 3)
    again = pickle.loads(pickle.dumps(s))
    assert again == s and again.error == s.error


@pytest.mark.parametrize(
    ("f", "a", "b", "error", "message"),
    [
        (np.exp, 1, 1, ValueError, "a < b"),
        (np.exp, 0, np.inf, ValueError, "a < b"),
        (lambda x: np.where(x > 0, np.nan, x), -1, 1, ValueError, "must be finite on the interval"),
        (lambda x: x[:5], 0, 1, ValueError, "one y for each x"),
        ("exp", 0, 1, TypeError, "a function such as np.sin"),
    ],
)
def test_functions_that_cannot_be_fitted_are_refused(f, a, b, error, message):
    with pytest.raises(error, match=message):
        fit_function(f, a, b, 3)
