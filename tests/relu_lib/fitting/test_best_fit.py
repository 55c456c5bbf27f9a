"""What holds for the best fit whatever the norm, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import relu_lib
from relu_lib import (
    ReLUSum,
    choose_units,
    error_limit,
    fit,
    fit_function,
    fit_uniform,
    greedy,
    interpolate,
    noisy_quadratic,
    target,
    train,
    worst_error,
)

from .curves import CURVES, ERRORS, few_examples, rms, wiggly, worst


@st.composite
def polylines(draw):
    """Knots, heights that bend at each, and samples of every piece."""
    pieces = draw(st.integers(1, 6))
    widths = draw(st.lists(st.floats(0.5, 2), min_size=pieces, max_size=pieces))
    changes = draw(st.lists(st.floats(0.5, 2) | st.floats(-2, -0.5), min_size=pieces, max_size=pieces))
    knots = np.concatenate([[0], np.cumsum(widths)])
    heights = np.concatenate([[0], np.cumsum(np.cumsum(changes) * widths)])
    x = np.union1d(np.linspace(0, knots[-1], 40 * pieces), knots[[0, -1]])
    return x, np.interp(x, knots, heights), pieces


@given(polylines(), st.sampled_from(["l2", "max"]))
@few_examples
def test_a_polyline_is_recovered(polyline, norm):
    x, y, pieces = polyline
    s = fit(x, y, pieces, norm)
    assert worst(s, x, y) <= 1e-10 * max(1, np.abs(y).max())
    assert s.width <= pieces


@pytest.mark.parametrize("name", CURVES)
def test_more_units_are_better(name):
    x = np.linspace(-2, 2, 1000)
    y = CURVES[name][0](x)
    errors = [rms(fit(x, y, units), x, y) for units in [*range(1, 24), 31, 47, 71, 101]]
    assert (np.diff(errors) < 0).all()


@pytest.mark.parametrize("name", CURVES)
def test_more_units_are_never_worse_in_the_worst_error_and_better_on_convex_curves(name):
    x = np.linspace(-2, 2, 301)
    y = CURVES[name][0](x)
    errors = np.array([worst(fit(x, y, units, "max"), x, y) for units in [*range(1, 12), 21, 31]])
    assert (np.diff(errors) <= 1e-11).all()
    if name in ("x²", "eˣ"):
        assert (np.diff(errors) < -1e-3 * errors[:-1]).all()


moves = st.tuples(st.floats(-100, 100), st.floats(0.01, 100))

sides = st.sampled_from([-1, 1])


@given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from(["l2", "max"]), moves, moves, sides)
@few_examples
def test_shift_scale_and_upside_down_do_the_same_to_the_fit(seed, units, norm, move_x, move_y, side):
    x, y = wiggly(seed, 40)
    (u, a), (v, b) = move_x, move_y
    moved_x, moved_y = u + a * x, v + side * b * y
    error = ERRORS[norm](fit(x, y, units, norm), x, y)
    moved = ERRORS[norm](fit(moved_x, moved_y, units, norm), moved_x, moved_y)
    assert moved == pytest.approx(b * error, rel=1e-4, abs=1e-9 * (b + abs(v)))


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("norm", ["l2", "max"])
def test_curves_are_fitted_as_well_from_right_to_left(name, norm):
    x = np.linspace(-2, 1.7, 500)
    y = CURVES[name][0](x)
    for units in 2, 5, 14:
        error = ERRORS[norm](fit(x, y, units, norm), x, y)
        assert ERRORS[norm](fit(-x, y, units, norm), -x, y) == pytest.approx(error, rel=2e-3 if norm == "l2" else 1e-9)


@given(st.integers(0, 10**6), st.integers(1, 5), st.sampled_from(["l2", "max"]))
@few_examples
def test_the_order_of_samples_does_not_matter(seed, units, norm):
    x, y = wiggly(seed, 30)
    shuffled = np.random.default_rng(seed).permutation(30)
    assert fit(x[shuffled], y[shuffled], units, norm) == fit(x, y, units, norm)
    weights = np.linspace(1, 2, 30)
    assert fit(x[shuffled], y[shuffled], units, weights=weights[shuffled]) == fit(x, y, units, weights=weights)


@given(st.integers(0, 10**6), st.integers(1, 5))
@few_examples
def test_a_whole_weight_counts_as_so_many_samples(seed, units):
    x, y = wiggly(seed, 25)
    weights = np.random.default_rng(seed).integers(1, 4, 25)
    weighted = fit(x, y, units, weights=weights)
    repeated = fit(np.repeat(x, weights), np.repeat(y, weights), units)
    errors = [rms(s, x, y, weights) for s in (weighted, repeated)]
    assert errors[0] == pytest.approx(errors[1], rel=0.03)  # rounding may lead to another of answers nearly as good


def test_a_weight_of_zero_leaves_a_sample_out():
    x, y = wiggly(1, 30)
    weights = np.ones(30)
    weights[[0, 7, 29]] = 0
    kept = weights > 0
    assert fit(x, y, 3, weights=weights) == fit(x[kept], y[kept], 3)


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_a_fit_has_as_many_units_as_asked_for_and_kinks_inside_the_data(norm):
    x = np.linspace(-2, 2, 500)
    for units in 1, 2, 5, 20:
        s = fit(x, np.exp(x), units, norm)
        assert s.width == units
        assert len(s.kinks) == max(units - 1, 1)
        assert s.kinks.min() >= -2 and s.kinks.max() <= 2


def test_pieces_are_counted_and_not_bends():
    """What the docstring says: one ReLU may do what takes two pieces."""
    x = np.linspace(-1, 1, 201)
    y = np.maximum(x, 0)
    assert worst(fit(x, y, 1, "max"), x, y) == pytest.approx(0.25)  # the best single piece
    assert worst(ReLUSum([1], [0], [1]), x, y) == 0
    assert worst(fit(x, y, 2, "max"), x, y) < 1e-12
    x, y = noisy_quadratic()
    three = train(x, y, 3, steps=1, progress=False).sum
    assert rms(fit(x, y, 3), x, y) < rms(three, x, y)


def test_weights_all_alike_are_no_weights():
    x = np.linspace(0, 3, 10)
    for weight in 1e-300, 1e-10, 0.1, 3, 1e300:
        weights = np.full(10, weight)
        assert fit(x, np.exp(-x), 3, weights=weights) == fit(x, np.exp(-x), 3)
        assert fit_uniform(x, np.exp(-x), 3, weights=weights) == fit_uniform(x, np.exp(-x), 3)


SIZES = 1e-200, 1e-100, 1e-12, 1e-3, 1e6, 1e12, 1e100, 1e200
WAYS = {
    "fit": lambda x, y, w: fit(x, y, 3, weights=w),
    "fit max": lambda x, y, w: fit(x, y, 3, "max"),
    "fit_uniform": lambda x, y, w: fit_uniform(x, y, 3, weights=w),
    "interpolate": lambda x, y, w: interpolate((x, y, w), units=3),
    "greedy naive": lambda x, y, w: list(greedy(x, y, 3, "naive"))[-1],
    "greedy": lambda x, y, w: list(greedy(x, y, 3))[-1],
    "choose_units": lambda x, y, w: choose_units(x, y, most=3).fit,
    "fit_function": lambda x, y, w: fit_function(lambda t: np.interp(t, x, y), x[0], x[-1], 3),
    "train": lambda x, y, w: train(x, y, 3, steps=5, progress=False).sum,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", ["x", "y", "weights"])
def test_only_how_numbers_compare_counts_and_not_how_large_they_are(way, what):
    """The same samples in other units: nothing in any fit is small or large by itself."""
    x = np.linspace(0, 3, 24)
    y, weights = np.exp(-x) + 0.05 * np.cos(40 * x), 1 + x
    expected = WAYS[way](x, y, weights)(x)
    for size in SIZES:
        factors = {"x": 1.0, "y": 1.0, "weights": 1.0, what: size}
        moved = WAYS[way](factors["x"] * x, factors["y"] * y, factors["weights"] * weights)
        np.testing.assert_allclose(moved(factors["x"] * x) / factors["y"], expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_the_same_samples_give_the_same_fit(norm):
    x, y = wiggly(3, 200)
    assert fit(x, y, 6, norm) == fit(x.tolist(), y.tolist(), 6, norm)


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_more_units_than_the_data_can_use_go_through_it(norm):
    x, y = [0, 1, 2, 2, 5], [1, 3, -1, 1, 4]
    for units in 3, 4, 100:
        s = fit(x, y, units, norm)
        assert s([0, 1, 2, 5]) == pytest.approx([1, 3, 0, 4]) and s.width == 3


def test_means_are_weighted_where_an_x_comes_twice():
    assert fit([0, 1, 1, 2], [0, 0, 4, 0], 9, weights=[1, 1, 3, 1])(1.0) == pytest.approx(3)
    assert fit([0, 1, 1, 1, 2], [0, 0, 0, 4, 0], 9, "max")(1.0) == pytest.approx(2)


@pytest.mark.parametrize("fitter", [fit, lambda x, y, units: fit(x, y, units, "max"), fit_uniform])
class TestPlainData:
    def test_two_points_make_a_line(self, fitter):
        assert fitter([1, 3], [2, 6], 1)([1, 2, 3]) == pytest.approx([2, 4, 6])
        assert fitter([1, 3], [2, 6], 5)([1, 2, 3]) == pytest.approx([2, 4, 6])

    def test_one_point_or_one_x_makes_a_constant(self, fitter):
        assert fitter([2], [5], 3)([-10, 2, 10]) == pytest.approx([5, 5, 5])
        assert fitter([2, 2, 2], [4, 5, 6], 3)([-10, 2, 10]) == pytest.approx([5, 5, 5])

    def test_constant_data_make_a_constant(self, fitter):
        assert fitter(np.arange(9), np.full(9, 7.0), 3)([-1.0, 4.5, 20]) == pytest.approx([7, 7, 7])

    def test_numbers_of_any_size_will_do(self, fitter):
        x, y = np.linspace(-1, 1, 50) ** 3, np.exp(2 * np.linspace(-1, 1, 50))
        for size in 1e-150, 1e150:
            np.testing.assert_allclose(fitter(x * size, y, 3)(x * size), fitter(x, y, 3)(x), atol=1e-6)
            np.testing.assert_allclose(fitter(x, y * size, 3)(x) / size, fitter(x, y, 3)(x), atol=1e-6)

    @pytest.mark.parametrize(
        ("x", "y", "message"),
        [
            ([], [], "there are no samples"),
            ([1, 2], [1, 2, 3], "2 x and 3 y"),
            ([1, np.nan], [1, 2], "x must be finite numbers, but number 2 of 2 is nan: leave such samples out"),
            ([1, 2], [-np.inf, 2], "y must be finite numbers, but number 1 of 2 is -inf"),
            ([[1, 2]], [1, 2], r"shape \(1, 2\); try x.ravel"),
            (3.0, 4.0, "flat list"),
        ],
    )
    def test_bad_samples_are_refused_with_the_remedy(self, fitter, x, y, message):
        with pytest.raises(ValueError, match=message):
            fitter(x, y, 2)

    def test_words_are_refused(self, fitter):
        with pytest.raises(TypeError, match="y must be a number, or a list, array or tensor of numbers; got 'abc'"):
            fitter([1, 2, 3], "abc", 1)

    @pytest.mark.parametrize(
        ("units", "error"), [(0, ValueError), (-3, ValueError), (2.5, TypeError), (True, TypeError)]
    )
    def test_units_that_are_no_whole_number_above_zero_are_refused(self, fitter, units, error):
        with pytest.raises(error, match="units must be"):
            fitter([1, 2, 3], [1, 2, 3], units)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 1], "3 samples and 2 weights"),
        ([1, -1, 1], "at least 0"),
        ([0, 0, 0], "above 0"),
        ([1, np.nan, 1], "finite"),
    ],
)
def test_bad_weights_are_refused(weights, message):
    for fitter in fit, fit_uniform:
        with pytest.raises(ValueError, match=message):
            fitter([1, 2, 3], [1, 2, 3], 1, weights=weights)


def test_weights_do_not_go_with_the_worst_error():
    with pytest.raises(ValueError, match='leave weights out, or use norm="l2"'):
        fit([1, 2], [1, 2], 1, "max", weights=[1, 1])


def test_an_unknown_norm_is_refused():
    for call in lambda: fit([1, 2], [1, 2], 1, "l1"), lambda: error_limit(np.sin, 0, 1, 1, "l1"):
        with pytest.raises(ValueError, match='"l2".*"max".*got \'l1\''):
            call()


def test_importing_the_fits_costs_numpy_alone():
    import subprocess
    import sys

    code = "import sys, relu_lib; print('scipy' in sys.modules, 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"
    assert {"fit", "fit_function", "fit_uniform", "greedy", "choose_units"} <= set(relu_lib.__all__)


def test_ten_well_placed_units_do_what_takes_1250_even_ones():
    root, t = target("root"), np.linspace(-1, 1, 8193)
    x = np.sign(t) * t**4  # more samples near the tip
    assert (
        worst_error(root(x), fit(x, root(x), 10, "max")(x)) <= 0.01 < worst_error(root(x), fit(x, root(x), 9, "max")(x))
    )
    errors = {}
    for pieces in range(1, 1251):
        knots = np.linspace(-1, 1, pieces + 1)
        errors[pieces] = worst_error(root(x), np.interp(x, knots, root(knots)))
    assert errors.pop(1250) <= 0.01 < min(errors.values())


@pytest.mark.parametrize("waves", [1, 4, 12])
def test_waves_need_a_piece_for_each_way_from_tip_to_tip(waves):
    x = np.linspace(0, 1, 40 * waves + 1)  # with all tips
    y = np.sin(2 * np.pi * waves * x)
    errors = [worst_error(y, fit(x, y, max(pieces, 1), "max")(x)) for pieces in (2 * waves - 2, 2 * waves - 1)]
    assert errors[1] < 0.99 and (waves == 1 or errors[0] >= 1 - 1e-9)


def test_the_root_within_a_tenth_takes_four_pieces():
    """Three pieces miss it by more, wherever they bend; three units with all kinks inside make four pieces."""
    root, t = target("root"), np.linspace(-1, 1, 8193)
    x = np.sign(t) * t**4
    three, four = (worst_error(root(x), fit(x, root(x), units, "max")(x)) for units in (3, 4))
    assert four < 0.1 < three
    four_pieces = ReLUSum([-1, -1, -1], [0.64, 0, -0.6], [-1.25, 2.5, -1.11], 0.9)
    assert worst_error(root(x), four_pieces(x)) == pytest.approx(0.1, abs=1e-6)
