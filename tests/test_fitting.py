import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import relu_lib
from relu_lib import (
    ReLUSum,
    add_noise,
    choose_units,
    class_bounds,
    error_limit,
    fit,
    fit_function,
    fit_uniform,
    greedy,
    interpolate,
    interpolation_bound,
    noisy_quadratic,
    target,
    uniform_limit,
)

CURVES = {
    "x²": (np.square, lambda x: 2 + 0 * x),
    "eˣ": (np.exp, np.exp),
    "sin 3x": (lambda x: np.sin(3 * x), lambda x: -9 * np.sin(3 * x)),
    "Runge": (lambda x: 1 / (1 + 25 * x**2), lambda x: (3750 * x**2 - 50) / (1 + 25 * x**2) ** 3),
}
few_examples = settings(max_examples=25)


def rms(s, x, y, weights=None):
    return np.sqrt(np.average((s(x) - np.asarray(y)) ** 2, weights=weights))


def worst(s, x, y):
    return np.abs(s(x) - y).max()


ERRORS = {"l2": rms, "max": worst}


def wiggly(seed, count):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2, 2, count))
    return x, np.sin(3 * x + rng.uniform(0, 6)) + rng.normal(scale=rng.choice([0, 0.3, 3]), size=count)


# Least squares -----------------------------------------------------------------------------------


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


# Worst error -------------------------------------------------------------------------------------


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


# Both --------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("seed", range(3))
def test_more_units_are_hardly_ever_worse_on_noise(seed):
    """Least squares at free kinks has many near-best answers on noise; the search may miss the best of them."""
    x, y = wiggly(seed, 40)
    errors = np.array([rms(fit(x, y, units), x, y) for units in range(1, 41)])
    assert (np.diff(errors) <= 0.03 * errors[0]).all() and errors[-1] < 1e-9
    worst_errors = np.array([worst(fit(x, y, units, "max"), x, y) for units in range(1, 41, 3)])
    assert (np.diff(worst_errors) <= 1e-9).all()


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


@given(st.integers(0, 10**6), st.integers(1, 5))
@few_examples
def test_a_whole_weight_counts_as_so_many_samples(seed, units):
    x, y = wiggly(seed, 25)
    weights = np.random.default_rng(seed).integers(1, 4, 25)
    weighted = fit(x, y, units, weights=weights)
    repeated = fit(np.repeat(x, weights), np.repeat(y, weights), units)
    np.testing.assert_allclose(weighted(x), repeated(x), atol=1e-6)


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
            ([1, np.nan], [1, 2], r"x\[1\] is nan: leave such samples out"),
            ([1, 2], [-np.inf, 2], r"y\[0\] is -inf"),
            ([[1, 2]], [1, 2], r"shape \(1, 2\); try x.ravel"),
            (3.0, 4.0, "flat list"),
        ],
    )
    def test_bad_samples_are_refused_with_the_remedy(self, fitter, x, y, message):
        with pytest.raises(ValueError, match=message):
            fitter(x, y, 2)

    def test_words_are_refused(self, fitter):
        with pytest.raises(TypeError, match="y must be a list or array of numbers, got 'abc'"):
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


# Functions ---------------------------------------------------------------------------------------


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


# The plainer ways --------------------------------------------------------------------------------


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


def test_uniform_pieces_without_samples_lie_between_their_neighbours():
    s = fit_uniform([0, 1, 9, 10], [0, 1, 9, 10], 40)
    np.testing.assert_allclose(s(np.arange(11)), np.arange(11), atol=1e-6)


def test_free_kinks_are_at_least_as_good_as_uniform_ones():
    for seed in range(6):
        x, y = wiggly(seed, 100)
        for units in range(1, 12):
            assert rms(fit(x, y, units), x, y) <= rms(fit_uniform(x, y, units), x, y) * (1 + 1e-9)


@pytest.mark.parametrize("kind", ["naive", "orthogonal"])
def test_every_greedy_step_adds_a_unit_and_lessens_the_error(kind):
    x = np.linspace(-2, 2, 300)
    y = np.sin(3 * x)
    steps = list(greedy(x, y, 12, kind))
    assert [s.width for s in steps] == list(range(1, 13))
    errors = [rms(s, x, y) for s in steps]
    assert (np.diff(errors) < 0).all()


def test_the_first_greedy_unit_is_the_best_single_unit():
    x, y = wiggly(2, 40)
    errors = []
    for kink, side in itertools.product(x, [-1, 1]):
        matrix = np.column_stack([np.ones(40), np.maximum(side * (x - kink), 0)])
        errors.append(np.sum((matrix @ np.linalg.lstsq(matrix, y, rcond=None)[0] - y) ** 2))
    for kind in "naive", "orthogonal":
        assert rms(next(greedy(x, y, 1, kind)), x, y) ** 2 * 40 == pytest.approx(min(errors))


def test_naive_steps_leave_former_units_alone_and_orthogonal_ones_are_refitted():
    x, y = wiggly(2, 60)
    *_, before, after = greedy(x, y, 5, "naive")
    np.testing.assert_allclose(after.output_weights[:4], before.output_weights)
    *_, last = greedy(x, y, 5, "orthogonal")
    matrix = np.column_stack([np.ones(60), np.maximum(x[:, None] * last.slopes + last.biases, 0)])
    heights = np.linalg.lstsq(matrix, y, rcond=None)[0]
    np.testing.assert_allclose(last.output_weights, heights[1:], rtol=1e-6)


def test_greedy_stops_when_nothing_is_left():
    steps = list(greedy([0, 1, 2, 3], [0, 0, 1, 2], 9))
    assert len(steps) == 1 and steps[0]([0, 3]) == pytest.approx([0, 2])
    assert list(greedy([0, 1], [5, 5], 3)) == []


def test_greedy_refuses_other_kinds_at_once():
    with pytest.raises(ValueError, match='"naive" or "orthogonal", got \'wise\''):
        greedy([0, 1], [0, 1], 1, "wise")


# Noise -------------------------------------------------------------------------------------------


def test_what_is_chosen_for_a_wave_under_noise_comes_close_to_the_best():
    x = np.linspace(-2, 2, 300)
    truth = np.sin(3 * x)
    ratios = []
    for seed in range(2):
        y = add_noise(truth, 0, 0.1, np.random.default_rng(seed))
        choice = choose_units(x, y, most=20)
        best = min(rms(fitter(x, y, units), x, truth) for fitter in (fit, fit_uniform) for units in range(6, 21, 2))
        ratios.append(rms(choice.fit, x, truth) / best)
        fitter = fit_uniform if choice.kinks == "uniform" else fit
        assert choice.fit == fitter(x, y, choice.units)
    assert np.mean(ratios) < 1.25


def test_uniform_kinks_are_chosen_for_twenty_noisy_samples():
    x, y = noisy_quadratic()
    choice = choose_units(x, y)
    assert choice.kinks == "uniform" and 3 <= choice.units <= 5


def test_free_kinks_are_chosen_for_a_step_under_noise():
    x = np.linspace(-2, 2, 200)
    y = add_noise(np.tanh(20 * x), 0, 0.05, np.random.default_rng(1))
    choice = choose_units(x, y, most=8)
    assert choice.kinks == "free" and choice.units >= 3
    assert choice.fit == fit(x, y, choice.units)
    assert choice.free_errors.min() < choice.uniform_errors.min()


def test_the_errors_of_a_choice_are_those_of_samples_left_out():
    x, y = noisy_quadratic()
    choice = choose_units(x, y)
    assert choice.candidates.tolist() == list(range(1, 7))
    fold = np.arange(20) + 5
    squares = [
        (fit_uniform(np.delete(x, out), np.delete(y, out), 3)(x[out]) - y[out]) ** 2
        for left_out in range(10)
        for out in [[i for i in range(1, 19) if fold[i] % 10 == left_out]]
    ]
    assert choice.uniform_errors[2] == pytest.approx(np.sqrt(np.mean(np.concatenate(squares))))


def test_too_few_samples_to_choose_from_are_refused():
    with pytest.raises(ValueError, match="at least 5 different x, got 4"):
        choose_units([1, 2, 3, 4, 4], [1, 2, 3, 4, 5])


# Limits and bounds -------------------------------------------------------------------------------


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
        (lambda: interpolation_bound(np.nan, 0, 1, 3), "at least 0"),
    ],
)
def test_bounds_without_their_conditions_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_importing_the_fits_costs_numpy_alone():
    import subprocess
    import sys

    code = "import sys, relu_lib; print('scipy' in sys.modules, 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"
    assert {"fit", "fit_function", "fit_uniform", "greedy", "choose_units"} <= set(relu_lib.__all__)


def test_the_quadratic_of_the_book_is_fitted_within_its_noise():
    x, y = noisy_quadratic()
    clean = target("quadratic")(x)
    assert rms(fit_uniform(x, y, 4), x, clean) < rms(fit(x, y, 12), x, clean)
