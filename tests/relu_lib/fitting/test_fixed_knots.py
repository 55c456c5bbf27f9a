"""Knots that are given: interpolation, and least squares on equal pieces."""

import numpy as np
import pytest

from relu_lib import fit, fit_uniform, interpolate, noisy_quadratic, target

from .curves import rms, wiggly


def test_interpolation_meets_the_function_at_its_knots():
    s = interpolate(np.exp, -2, 2, units=7)
    knots = np.linspace(-2, 2, 8)
    np.testing.assert_allclose(s(knots), np.exp(knots))
    np.testing.assert_allclose(s.kinks, knots[1:-1])
    np.testing.assert_allclose(interpolate(np.exp, knots=[0, 0.5, 3])([0, 0.5, 3]), np.exp([0, 0.5, 3]))


def test_samples_are_interpolated_on_the_lines_between_them():
    s = interpolate(([4, 0, 2, 2], [8, 0, 1, 3]), units=4)
    assert s([0, 1, 2, 3, 4]) == pytest.approx([0, 1, 2, 5, 8])
    assert interpolate(([0, 4], [0, 8]), knots=[1, 2])(1.5) == pytest.approx(3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"f": np.exp}, "say where the knots are"),
        ({"f": np.exp, "units": 2, "knots": [0, 1]}, "say where the knots are"),
        ({"f": np.exp, "units": 2}, "a < b"),
        ({"f": np.exp, "knots": [0, 0]}, "increase"),
        ({"f": np.exp, "knots": [1]}, "at least two"),
        ({"f": ([0, 1], [0, 1]), "knots": [0, 2]}, "within the samples"),
    ],
)
def test_knots_that_make_no_polyline_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        interpolate(**arguments)


@pytest.mark.parametrize("f", ["exp", 3, [[1, 2]], {1: 2}])
def test_what_is_neither_function_nor_samples_is_refused(f):
    with pytest.raises(TypeError, match="f must be a function such as np.sin, or samples as a pair"):
        interpolate(f, 0, 1, 2)


@pytest.mark.parametrize("weights", [None, np.arange(1.0, 41)])
def test_uniform_kinks_are_fitted_as_least_squares_on_hat_functions(weights):
    x, y = wiggly(5, 40)
    knots = np.linspace(x[0], x[-1], 5)
    hats = np.column_stack([np.interp(x, knots, row) for row in np.eye(5)])
    root = np.ones(40) if weights is None else np.sqrt(weights)
    heights = np.linalg.lstsq(hats * root[:, None], y * root, rcond=None)[0]
    s = fit_uniform(x, y, 4, weights)
    np.testing.assert_allclose(s(knots), heights, rtol=1e-9)
    np.testing.assert_allclose(s.kinks, knots[1:-1])


@pytest.mark.parametrize("light", [1e-20, 1e-200])
def test_samples_of_almost_no_weight_are_fitted_where_no_others_are(light):
    x = np.linspace(-1, 1, 81)
    y = np.abs(np.abs(x) - 0.5) + 0.1 * np.cos(40 * x)
    little, almost_none = (fit_uniform(x, y, 4, np.where(x < 0, weight, 1.0)) for weight in (1e-8, light))
    np.testing.assert_allclose(almost_none(x), little(x), atol=1e-6)


def test_uniform_pieces_without_samples_lie_between_their_neighbours():
    s = fit_uniform([0, 1, 9, 10], [0, 1, 9, 10], 40)
    np.testing.assert_allclose(s(np.arange(11)), np.arange(11), atol=1e-6)


def test_free_kinks_are_at_least_as_good_as_uniform_ones():
    for seed in range(6):
        x, y = wiggly(seed, 100)
        for units in range(1, 12):
            assert rms(fit(x, y, units), x, y) <= rms(fit_uniform(x, y, units), x, y) * (1 + 1e-9)


def test_the_quadratic_of_the_book_is_fitted_within_its_noise():
    x, y = noisy_quadratic()
    clean = target("quadratic")(x)
    assert rms(fit_uniform(x, y, 4), x, clean) < rms(fit(x, y, 12), x, clean)


def test_joined_at_even_knots_a_curve_is_missed_by_no_more_than_it_changes_in_a_piece():
    """And √|x| is missed by √h/4 with an even number of pieces, by √(h/2) with an odd one."""
    for name in "sine", "quadratic", "root", "wiggle":
        f = target(name)
        for pieces in 1, 2, 5, 30:
            heights = f(np.linspace(*f.domain, 200 * pieces + 1))
            change = max(np.ptp(heights[i : i + 201]) for i in range(0, len(heights) - 200, 200))
            grid, exact = f.samples(6001)
            assert np.abs(interpolate(f, *f.domain, pieces)(grid) - exact).max() <= change * (1 + 1e-12)
    root, t = target("root"), np.linspace(-1, 1, 20_001)
    x = np.union1d(np.sign(t) * t**4, 0)
    for pieces in 2, 3, 14, 15, 200, 201:
        h = 2 / pieces
        missed = np.abs(interpolate(root, -1, 1, pieces)(x) - root(x)).max()
        assert missed == pytest.approx(np.sqrt(h / 2) if pieces % 2 else np.sqrt(h) / 4, rel=1e-3)
