"""The same mistake gets the same answer everywhere: every function that takes numbers is tried with every fault."""

import functools
import inspect
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
import traitlets

import relu_lib
from relu_lib import (
    Network,
    ReLUSum,
    add_noise,
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    boundary_segments,
    choose_units,
    class_bounds,
    count_regions,
    cross_entropy,
    cross_entropy_gradient,
    dead_units,
    descend,
    error_limit,
    figures,
    fit,
    fit_function,
    fit_uniform,
    greedy,
    greedy_insertion,
    interpolate,
    interpolation_bound,
    knots_along,
    linear,
    loss_gradient,
    moons_points,
    most_regions,
    noisy_images,
    plots,
    random_network,
    random_start,
    rectified_linear,
    region_polygons,
    relu,
    ring_points,
    sigmoid,
    softmax,
    target,
    three_units,
    train,
    train_classifiers,
    train_networks,
    trip_relu,
    turn_images,
    uniform_limit,
)
from relu_lib.arguments import checked_array, checked_count, checked_interval, checked_number, checked_vector

axes = functools.cache(plots.axes)  # one for all: nothing is to be drawn on it
X = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
RNG = np.random.default_rng(1)
ONE = ReLUSum([1.0], [0.0], [1.0])
LAYERS = Network([np.ones((6, 1))], [[0]])
NINE = Network([np.ones((2, 9))], [np.zeros(9)])
VECTORS = {  # function and argument → a call with this argument; all of them want a flat list of finite numbers
    "fit x": lambda v: fit(v, X, 2),
    "fit y": lambda v: fit(X, v, 2, "max"),
    "fit weights": lambda v: fit(X, X, 2, weights=v),
    "fit_uniform y": lambda v: fit_uniform(X, v, 2),
    "interpolate x": lambda v: interpolate((v, X), units=2),
    "interpolate knots": lambda v: interpolate(np.sin, knots=v),
    "greedy x": lambda v: greedy(v, X, 2),
    "greedy_insertion y": lambda v: greedy_insertion(X, v, 2),
    "choose_units y": lambda v: choose_units(X, v),
    "train x": lambda v: train(v, X, 2, steps=1, progress=False),
    "train y": lambda v: train(X, v, 2, steps=1, progress=False),
    "loss_gradient x": lambda v: loss_gradient(ONE, v, X),
    "loss_gradient y": lambda v: loss_gradient(ONE, X, v),
    "descend x": lambda v: descend(ONE, v, X, steps=1, step_size=0.1),
    "descend y": lambda v: descend(ONE, X, v, steps=1, step_size=0.1),
    "dead_units x": lambda v: dead_units(ONE, v),
    "Network biases": lambda v: Network([np.ones((1, 6))], [v]),
    "count_regions biases": lambda v: count_regions(np.ones((2, 6)), v),
    "region_polygons biases": lambda v: region_polygons(np.ones((2, 6)), v),
    "knots_along start": lambda v: knots_along(LAYERS, v, X),
    "knots_along end": lambda v: knots_along(LAYERS, X, v),
    "cross_entropy labels": lambda v: cross_entropy(v, np.ones((6, 9))),
    "cross_entropy_gradient labels": lambda v: cross_entropy_gradient(v, np.ones((6, 9))),
    "train_classifiers labels": lambda v: train_classifiers(
        [Network([np.ones((2, 9))], [np.zeros(9)])], np.ones((6, 2)), v
    ),
    "train_networks y": lambda v: train_networks([Network([np.ones((2, 1))], [[0]])], np.ones((6, 2)), v),
    "GradientDescent x": lambda v: figures.GradientDescent(x=v, y=X),
    "GradientDescent start": lambda v: figures.GradientDescent(start=v),
    "Gallery guesses": lambda v: figures.Gallery(guesses=v),
    "three_units knobs": three_units,
    "ReLUSum slopes": lambda v: ReLUSum(v, X, X),
    "ReLUSum biases": lambda v: ReLUSum(X, v, X),
    "ReLUSum weights": lambda v: ReLUSum(X, X, v),
    "from_points x": lambda v: ReLUSum.from_points(v, X),
    "from_points y": lambda v: ReLUSum.from_points(X, v),
    "plot_classes y": lambda v: plots.plot_classes(axes(), np.ones((6, 2)), v),
    "Planes w1": lambda v: figures.Planes(w1=v, w2=X, biases=X, weights=X),
    "Planes own_y": lambda v: figures.Planes(own_y=v),
    "plot_data y": lambda v: plots.plot_data(axes(), X, v),
    "plot_nudges x": lambda v: plots.plot_nudges(axes(), 1, 0, v, X),
    "plot_nudges y": lambda v: plots.plot_nudges(axes(), 1, 0, X, v),
    "SignedSum kinks": lambda v: figures.SignedSum(kinks=v, weights=X),
    "ThreeReLUs x": lambda v: figures.ThreeReLUs(x=v, y=X),
}
ANYTHING = {  # the same for what may have any shape and hold NaN
    "relu x": relu,
    "rectified_linear m": lambda v: rectified_linear(v, 1, 2),
    "trip_relu b": lambda v: trip_relu(1, v, 1, 1, 1, 1, 2),
    "ReLUSum x": ReLUSum([1], [0], [1]),
    "terms x": ReLUSum([1], [0], [1]).terms,
    "target x": target("sine"),
    "add_noise y": lambda v: add_noise(v, 0.1, 0.1, RNG),
    "dot a": lambda v: linear.dot(v, X),
    "matmul A": lambda v: linear.matmul([v], X),
    "append_one X": lambda v: linear.append_one([v]),
    "fold_bias b": lambda v: linear.fold_bias([X], v),
    "apply_map points": lambda v: linear.apply_map(np.eye(2), [v, v]),
    "loss y": lambda v: relu_lib.mean_squared_error(v, X),
    "loss prediction": lambda v: relu_lib.worst_error(X, v),
    "plot_product A": lambda v: plots.plot_product(axes(), [v], np.ones((6, 1)), 0, 0),
    "plot_map M": lambda v: plots.plot_map(axes(), [v, v]),
    "sigmoid scores": sigmoid,
    "tent_map x": relu_lib.tent_map,
    "softmax scores": lambda v: softmax([v]),
    "binary_cross_entropy scores": lambda v: binary_cross_entropy(np.ones(6), v),
    "binary_cross_entropy_gradient y": lambda v: binary_cross_entropy_gradient(v, np.ones(6)),
    "Network weights": lambda v: Network([[v]], [np.ones(6)]),
    "train_networks X": lambda v: train_networks([LAYERS], [v], [1]),
    "Network X": lambda v: LAYERS([v]),
    "boundary_segments weights": lambda v: boundary_segments(Network([[v, v], np.ones((6, 1))], [np.ones(6), [0]])),
    "LinearMap first": lambda v: figures.LinearMap([v, v]),
    "Matmul A": lambda v: figures.Matmul(A=[v], B=np.ones((6, 1))),
}
COUNTS = {  # function and argument → its name in the sentence, its least, and a call
    "fit units": ("units", 1, lambda n: fit(X, X, n)),
    "fit_uniform units": ("units", 1, lambda n: fit_uniform(X, X, n)),
    "fit_function units": ("units", 1, lambda n: fit_function(np.sin, 0, 1, n)),
    "interpolate units": ("units", 1, lambda n: interpolate(np.sin, 0, 1, n)),
    "greedy units": ("units", 1, lambda n: greedy(X, X, n)),
    "greedy_insertion units": ("units", 1, lambda n: greedy_insertion(X, X, n)),
    "choose_units most": ("most", 1, lambda n: choose_units(X, X, n)),
    "error_limit units": ("units", 1, lambda n: error_limit(np.sin, 0, 1, n)),
    "uniform_limit units": ("units", 1, lambda n: uniform_limit(np.sin, 0, 1, n)),
    "class_bounds units": ("units", 1, lambda n: class_bounds(0, 1, n, max_slope=1)),
    "interpolation_bound units": ("units", 1, lambda n: interpolation_bound(1, 0, 1, n)),
    "train units": ("units", 1, lambda n: train(X, X, n)),
    "descend steps": ("steps", 0, lambda n: descend(ONE, X, X, steps=n, step_size=0.1)),
    "random_start units": ("units", 1, lambda n: random_start(n, 0)),
    "random_start seed": ("seed", 0, lambda n: random_start(2, n)),
    "random_network seed": ("seed", 0, lambda n: random_network([2, 1], n)),
    "random_network sizes": (r"sizes\[1\]", 1, lambda n: random_network([2, n], 0)),
    "folding_network layers": ("layers", 1, relu_lib.folding_network),
    "squaring_network layers": ("layers", 1, relu_lib.squaring_network),
    "ring_points count": ("count", 1, ring_points),
    "moons_points count": ("count", 2, moons_points),
    "most_regions lines": ("lines", 0, most_regions),
    "train_networks steps": ("steps", 0, lambda n: train_networks([LAYERS], [X], [1], steps=n)),
    "train steps": ("steps", 1, lambda n: train(X, X, 2, steps=n)),
    "multiply_adds n": ("n", 0, lambda n: linear.multiply_adds(n, 2, 3)),
    "samples count": ("count", 1, target("sine").samples),
    "plot_function samples": ("samples", 2, lambda n: plots.plot_function(axes(), np.sin, (0, 1), samples=n)),
    "plot_map reach": ("reach", 1, lambda n: plots.plot_map(axes(), np.eye(2), n)),
}
NONE_SAYS_SOMETHING = [
    COUNTS["choose_units most"][2],
    COUNTS["interpolate units"][2],
]  # the usual number; knots instead
NUMBERS = {  # the same for single numbers; without a least where any finite number will do
    "ReLUSum offset": ("offset", None, lambda v: ReLUSum(X, X, X, v)),
    "rotation": ("degrees", None, linear.rotation),
    "shear": ("amount", None, linear.shear),
    "descend step_size": ("step_size", 0, lambda v: descend(ONE, X, X, steps=1, step_size=v)),
    "Network step_size": ("step_size", None, lambda v: LAYERS.step(LAYERS.gradient([X], [[1]]), v)),
    "train_networks step_size": ("step_size", 0, lambda v: train_networks([LAYERS], [X], [1], step_size=v)),
    "train_classifiers step_size": (
        "step_size",
        0,
        lambda v: train_classifiers([NINE], np.ones((1, 2)), [0], step_size=v),
    ),
    "turn_images degrees": ("degrees", None, lambda v: turn_images(np.ones((1, 8, 8)), v)),
    "noisy_images size": ("size", 0, lambda v: noisy_images(np.ones((1, 8, 8)), v)),
    "train learning_rate": ("learning_rate", 0, lambda v: train(X, X, 2, learning_rate=v)),
    "add_noise multiplicative": ("multiplicative", 0, lambda v: add_noise(X, v, 0, RNG)),
    "add_noise additive": ("additive", 0, lambda v: add_noise(X, 0, v, RNG)),
    "class_bounds max_slope": ("max_slope", 0, lambda v: class_bounds(0, 1, 2, max_slope=v)),
    "class_bounds max_curvature": ("max_curvature", 0, lambda v: class_bounds(0, 1, 2, max_curvature=v)),
    "plot_nudges m": ("m", None, lambda v: plots.plot_nudges(axes(), v, 1, X, X)),
    "plot_nudges by": ("by", None, lambda v: plots.plot_nudges(axes(), 1, 1, X, X, by=v)),
    "plot_rectified_line m": ("m", None, lambda v: plots.plot_rectified_line(axes(), v, 1, (0, 1))),
    "plot_times": ("the time of a", 0, lambda v: plots.plot_times(axes(), {"a": v})),
    "RectifiedLine m": ("m", None, lambda v: figures.RectifiedLine(m=v)),
}
INTERVALS = {
    "fit_function": lambda a, b: fit_function(np.sin, a, b, 2),
    "interpolate": lambda a, b: interpolate(np.sin, a, b, 2),
    "error_limit": lambda a, b: error_limit(np.sin, a, b, 2),
    "plot_plane": lambda a, b: plots.plot_plane(axes(), Network([[[1], [1]], [[1]]], [[0], [0]]), (a, b)),
    "count_regions": lambda a, b: count_regions([[1], [1]], [0], window=(a, b)),
    "class_bounds": lambda a, b: class_bounds(a, b, 2, max_slope=1),
    "plot_function": lambda a, b: plots.plot_function(axes(), np.sin, (a, b)),
    "plot_rectified_line": lambda a, b: plots.plot_rectified_line(axes(), 1, 1, (a, b)),
}


def refused(call, value, error, says):
    """The call refuses the value with this error; a figure does it with the error that traits raise."""
    with pytest.raises((error, traitlets.TraitError), match=says) as caught:
        call(value)
    assert "\n" not in str(caught.value)


def masked(at):
    x = np.ma.array(X)
    x[at] = np.ma.masked
    return x


@pytest.mark.parametrize("call", (VECTORS | ANYTHING).values(), ids=VECTORS | ANYTHING)
class TestListsOfNumbers:
    def test_what_is_no_number_is_a_type_error_that_says_where(self, call):
        for bad, shown in ("x", "'x'"), (1j, "1j"), ([], r"\[\]"):
            if bad == 1j and call in (ANYTHING[name] for name in ANYTHING if name.split()[0] in vars(linear)):
                continue  # matrices may be complex
            refused(
                call,
                np.array([0.0, 1.0, bad, 3.0, 4.0, 5.0], object),
                TypeError,
                f"(number 3 of 6|column 3) is {shown}",
            )
        refused(call, ["a"] * 6, TypeError, "(number 1 of 6|column 1) is 'a'")

    def test_dates_are_no_numbers(self, call):
        refused(call, np.full(6, "2020-01-01", "M8[D]"), TypeError, "must be numbers")

    def test_a_number_that_is_missing_is_a_value_error_that_says_where(self, call):
        dates = np.full(6, "2020-01-01", "M8[D]")
        dates[3] = "NaT"
        nothing = [0.0, 1.0, 2.0, None, 4.0, 5.0]
        for x in masked(3), dates, nothing, [0.0, 1.0, 2.0, np.ma.masked, 4.0, 5.0]:
            refused(call, x, ValueError, "is missing at (number 4 of 6|row 1, column 4): leave it out")

    def test_rows_of_different_lengths_are_a_value_error(self, call):
        refused(call, [[1.0], [2.0, 3.0]], ValueError, "rows of different lengths")


@pytest.mark.parametrize("call", VECTORS.values(), ids=VECTORS)
class TestFlatListsOfFiniteNumbers:
    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_a_number_that_is_not_finite_is_a_value_error_that_says_where(self, call, bad):
        refused(call, [0.0, 1.0, bad, 3.0, 4.0, 5.0], ValueError, f"must be finite numbers, but number 3 of 6 is {bad}")

    def test_a_number_and_a_table_are_a_value_error_that_names_the_shape(self, call):
        refused(call, 3.0, ValueError, r"must be a flat list of numbers, got shape \(\)$")
        refused(
            call, [X, X], ValueError, r"must be a flat list of numbers, got shape \(2, 6\); try [\w\[\]]+.ravel\(\)"
        )

    def test_what_is_no_list_is_a_type_error(self, call):
        for bad in "abc", {1: 2}, object():
            refused(call, bad, TypeError, "must be a number, or a list, array or tensor of numbers; got ")


@pytest.mark.parametrize("name, least, call", COUNTS.values(), ids=COUNTS)
class TestCounts:
    @pytest.mark.parametrize("bad", [2.5, 2.0, "2", None, True, np.bool_(True), [2], np.array([2]), np.float64(2), 2j])
    def test_what_is_no_whole_number_is_a_type_error(self, name, least, call, bad):
        if bad is not None or call not in NONE_SAYS_SOMETHING:
            refused(call, bad, TypeError, f"^{name} must be a whole number, got ")

    def test_too_few_are_a_value_error(self, name, least, call):
        refused(call, least - 1, ValueError, f"^{name} must be at least {least}, got {least - 1}$")
        refused(call, -3, ValueError, f"^{name} must be at least {least}, got -3$")
        refused(call, np.ma.masked, ValueError, f"^{name} is missing")


@pytest.mark.parametrize("name, least, call", NUMBERS.values(), ids=NUMBERS)
class TestSingleNumbers:
    @pytest.mark.parametrize("bad", ["2", True, [2], np.array([2.0]), 2j, object()])
    def test_what_is_no_number_is_a_type_error(self, name, least, call, bad):
        refused(call, bad, TypeError, f"^{name} must be a finite number, got ")

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, pytest.param(10**400, id="beyond all floats")])
    def test_what_is_not_finite_is_a_value_error(self, name, least, call, bad):
        refused(call, bad, ValueError, f"^{name} must be a finite number, got ")

    def test_too_small_is_a_value_error(self, name, least, call):
        if least is not None:
            refused(call, -0.5, ValueError, f"^{name} must be (at least|above) 0, got -0.5$")
        refused(call, np.ma.masked, ValueError, f"^{name} is missing")


@pytest.mark.parametrize("call", INTERVALS.values(), ids=INTERVALS)
def test_an_interval_has_finite_ends_in_order(call):
    for a, b in (1, 1), (2, 1), (0, np.inf), (np.nan, 1), (0, 10**400):
        with pytest.raises(ValueError, match="need finite interval ends a < b, got a="):
            call(a, b)
    with pytest.raises(TypeError, match="need numbers as interval ends a < b, got a='0', b=1"):
        call("0", 1)


@pytest.mark.parametrize("call", [lambda f: fit_function(f, 0, 1, 2), lambda f: error_limit(f, 0, 1, 2),
                                  lambda f: interpolate(f, 0, 1, 2)], ids=["fit", "limit", "interpolate"])  # fmt: skip
def test_a_function_gives_one_finite_number_for_each(call):
    with pytest.raises(ValueError, match=r"one y for each x: for x of shape \(\d+,\) it gave shape \(2,\)"):
        call(lambda x: x[:2])
    with pytest.raises(ValueError, match=r"must be finite on the interval, but at x = (0\.6\d*|1) it"):
        call(lambda x: np.where(x < 0.6, x, np.nan))
    with pytest.raises(TypeError, match="must be numbers, but number 1 of"):
        call(lambda x: np.full(x.shape, "a"))


def test_what_cannot_be_called_is_no_function():
    for call in lambda: fit_function("exp", 0, 1, 3), lambda: error_limit("exp", 0, 1, 3):
        with pytest.raises(TypeError, match="must be a function such as np.sin, got 'exp'"):
            call()


# What is taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "x",
    [
        [1, 2], (1, 2), range(1, 3), np.array([1, 2], np.uint8), np.array([1, 2], np.float32),
        [Fraction(1), Decimal(2)],
        np.ma.array([1.0, 2.0]), np.ma.array([1.0, 2.0], mask=[False, False]), torch.tensor([1, 2]),
        torch.tensor([1.0, 2.0], requires_grad=True), np.array([1, 2], object), np.array([1, 2], ">f8"),
    ],
    ids=str,
)  # fmt: skip
def test_every_kind_of_list_of_numbers_is_taken(x):
    vector = checked_vector(x, "x")
    assert type(vector) is np.ndarray and vector.dtype == np.float64 and vector.tolist() == [1.0, 2.0]


def test_a_vector_that_is_one_already_is_not_copied():
    x = np.array([1.0, 2.0])
    assert checked_vector(x, "x") is x


def test_single_numbers_and_counts_come_in_every_kind():
    for one in 3, np.int8(3), np.array(3), torch.tensor(3):
        assert checked_count(one, "n") == 3 and type(checked_count(one, "n")) is int
    for one in 3, 3.0, Fraction(3), Decimal(3), np.float32(3), np.array(3.0), torch.tensor(3.0):
        assert checked_number(one, "m") == 3 and type(checked_number(one, "m")) is float
    assert checked_interval(Fraction(1, 2), np.int64(1)) == (0.5, 1.0)


def test_nan_may_be_in_an_array_that_is_only_to_hold_numbers():
    assert math.isnan(checked_array([1, math.nan], "x")[1]) and math.isinf(checked_array([10**400], "x")[0])


def test_a_place_in_three_dimensions_is_an_index():
    with pytest.raises(TypeError, match=r"x must be numbers, but index \[0, 1, 0\] is 'a'"):
        checked_array([[[1], ["a"]]], "x")


# Small integers -----------------------------------------------------------------------------------

SMALL = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.uint64]


@pytest.mark.parametrize("kind", SMALL)
def test_small_integers_do_not_wrap_round(kind):
    most = np.iinfo(kind).max
    for x in np.array([most], kind), kind(most):
        assert rectified_linear(2, 0, x) == pytest.approx(2.0 * float(most))
        assert rectified_linear(x, x, 1) == pytest.approx(2.0 * float(most))
        assert rectified_linear(-1, 0, x) == 0
    table = np.full((2, 2), most, kind)
    for product in "matmul", "matmul_loops", "matmul_dots", "matmul_broadcast", "matmul_einsum":
        got = getattr(linear, product)(table, table)
        np.testing.assert_allclose(got, np.full((2, 2), 2 * float(most) ** 2))
    assert linear.dot([most, most], np.array([most, most], kind)) == pytest.approx(2 * float(most) ** 2)
    assert relu_lib.mean_squared_error(np.array([0], kind), np.array([most], kind)) == pytest.approx(float(most) ** 2)
    assert ReLUSum([1], [0], [2])(np.array([most], kind)) == pytest.approx(2.0 * float(most))
    assert linear.append_one(table)[0, 2] == 1 and linear.fold_bias(table, [-1, -1])[2, 0] == -1


def test_the_example_of_eight_bits():
    assert rectified_linear(2, 0, np.array([100], np.int8)).tolist() == [200.0]


def test_whole_numbers_of_lists_stay_whole_and_float32_stays_float32():
    assert rectified_linear(2, 0, [100]).dtype == int and linear.matmul([[1]], [[2]]).dtype == int
    x = np.array([1.5, -2], np.float32)
    assert rectified_linear(2, 1, x).dtype == relu(x).dtype == linear.matmul(x[None], x).dtype == np.float32


def test_truth_values_count_as_zero_and_one():
    assert rectified_linear(np.array([True]), np.array([True]), np.array([True])).tolist() == [2]


# Nobody is left out -------------------------------------------------------------------------------


def test_every_public_function_that_takes_numbers_is_tried_here():
    tried = {name.split()[0] for name in VECTORS | ANYTHING | COUNTS | NUMBERS | INTERVALS}
    losses = {"mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "worst_error"}  # all by one way
    products = {name for name in relu_lib.__all__ if name.startswith("matmul_")}  # and so are these
    nothing_to_check = {"check", "digits", "earth_temperature", "noisy_quadratic", "xor_points"}
    functions = {name for name in relu_lib.__all__ if inspect.isfunction(getattr(relu_lib, name))}
    pictures = {"count_blocks", "normalise_drawing", "shift_images"}  # of one size only: test_images.py
    assert functions - tried - losses - products - nothing_to_check - pictures == set()
