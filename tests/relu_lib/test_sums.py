import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.interpolate import interp1d
from scipy.optimize import linprog

from relu_lib import ReLUSum, target

moderate = st.floats(-100, 100).map(lambda v: round(v, 3))


@st.composite
def sums(draw, max_units=6):
    k = draw(st.integers(0, max_units))
    column = st.lists(moderate, min_size=k, max_size=k)
    return ReLUSum(draw(column), draw(column), draw(column), draw(moderate))


@st.composite
def polylines(draw):
    x = sorted(draw(st.sets(st.integers(-200, 200), min_size=2, max_size=12)))
    return np.array(x) / 4, np.array(draw(st.lists(st.integers(-400, 400), min_size=len(x), max_size=len(x)))) / 4


def exact(s, x):
    """The formula in exact fractions."""
    units = zip(s.slopes, s.biases, s.output_weights)
    terms = (Fraction(a) * max(Fraction(m) * Fraction(x) + Fraction(b), 0) for m, b, a in units)
    return Fraction(s.offset) + sum(terms)


HILL = ReLUSum(slopes=[1, 1, 1], biases=[1, 0, -1], weights=[1, -2, 1])
GRID = np.linspace(-7, 7, 41)


def test_each_kink_changes_the_slope_by_its_weight():
    s = ReLUSum(slopes=[1, 1], biases=[-1, -3], weights=[2, -5], offset=0)
    np.testing.assert_allclose(s([0.5, 1.5, 2.5, 3.5]), [0, 1, 3, 2.5])
    np.testing.assert_array_equal(s.kinks, [1, 3])
    np.testing.assert_array_equal(s.slope_changes, [2, -5])
    np.testing.assert_array_equal(s.piece_slopes, [0, 2, -3])


@given(sums(), moderate)
def test_a_sum_is_its_formula_in_exact_fractions(s, x):
    assert s(x) == pytest.approx(float(exact(s, x)), rel=1e-9, abs=1e-6)


@given(sums())
def test_slopes_of_pieces_are_those_measured_between_the_kinks(s):
    edges = np.concatenate([[s.kinks.min(initial=0) - 1], s.kinks, [s.kinks.max(initial=0) + 1]])
    for left, right, slope in zip(edges, edges[1:], s.piece_slopes):
        assume(right - left > 1e-3)
        a, b = Fraction(left) + Fraction(right - left) / 4, Fraction(left) + Fraction(right - left) * 3 / 4
        assert float((exact(s, b) - exact(s, a)) / (b - a)) == pytest.approx(slope, rel=1e-9, abs=1e-6)


def test_it_answers_in_kind():
    assert isinstance(HILL(0.5), float) and HILL(0.5) == 0.5
    assert isinstance(HILL(1), float)
    np.testing.assert_array_equal(HILL([[-2, 0], [0.5, 2]]), [[0, 1], [0.5, 0]])
    assert HILL(np.ones((2, 3, 4))).shape == (2, 3, 4)
    assert HILL([]).shape == (0,)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_tensor_keeps_dtype_and_gradient(dtype):
    x = torch.tensor([[-0.5], [0.25]], dtype=dtype, requires_grad=True)
    y = HILL(x)
    assert y.dtype == dtype and y.shape == x.shape
    y.sum().backward()
    assert x.grad.flatten().tolist() == [1.0, -1.0]


def test_whole_number_tensors_are_refused_with_the_remedy():
    with pytest.raises(TypeError, match=r"torch.int64.*x\.float\(\)"):
        HILL(torch.tensor([1, 2]))


def test_a_sum_cannot_be_changed():
    with pytest.raises(AttributeError, match="make a new one with the offset"):
        HILL.offset = 3
    with pytest.raises(AttributeError):
        HILL.height = 3
    with pytest.raises(AttributeError):
        del HILL.slopes
    with pytest.raises(ValueError, match="read-only"):
        HILL.slopes[0] = 5


def test_the_lists_it_was_made_from_do_not_change_it():
    slopes = np.array([1.0, 2.0])
    s = ReLUSum(slopes, [0, 0], [1, 1])
    slopes[0] = 99
    assert s.slopes[0] == 1


@given(polylines())
def test_from_points_goes_through_every_point(points):
    x, y = points
    s = ReLUSum.from_points(x, y)
    np.testing.assert_allclose(s(x), y, rtol=1e-12, atol=1e-9)
    assert s.width == max(len(x) - 1, 2)
    if len(x) > 2:
        np.testing.assert_array_equal(s.kinks, x[1:-1])


@given(polylines())
def test_from_points_is_scipys_linear_interpolation_with_straight_ends(points):
    x, y = points
    grid = np.linspace(x[0] - 3, x[-1] + 3, 50)
    theirs = interp1d(x, y, fill_value="extrapolate")(grid)
    np.testing.assert_allclose(ReLUSum.from_points(x, y)(grid), theirs, rtol=1e-9, atol=1e-7)


def test_from_points_is_exact_where_floats_are():
    x, y = [-2, -1, 0.5, 4], [1, -3, 3, 3.875]
    s = ReLUSum.from_points(x, y)
    assert all(exact(s, a) == Fraction(b) for a, b in zip(x, y))
    assert s(x).tolist() == y


@pytest.mark.parametrize(
    "x, y, says",
    [
        ([0], [1], "at least 2 points"),
        ([0, 1], [1], "2 x and 1 y"),
        ([0, 2, 1], [0, 0, 0], "2.0 is followed by 1.0"),
        ([0, 1, 1], [0, 0, 0], "1.0 is followed by 1.0"),
        ([0, np.nan], [0, 0], "number 2 of 2 is nan"),
        ([0, 1], [0, np.inf], "y must be finite"),
        ([[0, 1]], [0, 1], r"flat list of numbers, got shape \(1, 2\)"),
    ],
)
def test_points_that_make_no_polyline_are_refused_in_words(x, y, says):
    with pytest.raises(ValueError, match=says):
        ReLUSum.from_points(x, y)


@pytest.mark.parametrize(
    "parameters, says",
    [
        (([1, 2], [1], [1, 2]), "2 slopes, 1 biases, 2 weights"),
        (([1], [np.nan], [1]), "biases must be finite numbers, but number 1 of 1 is nan"),
        (([1], [1], [1], np.inf), "offset must be a finite number, got inf"),
        ((1, [1], [1]), r"slopes must be a flat list of numbers, got shape \(\)"),
    ],
)
def test_parameters_that_make_no_sum_are_refused_in_words(parameters, says):
    with pytest.raises(ValueError, match=says):
        ReLUSum(*parameters)


def test_what_is_no_number_is_refused_by_name():
    with pytest.raises(TypeError, match="x must be numbers, but number 1 of 2 is 'a'"):
        ReLUSum.from_points(["a", "b"], [0, 1])
    with pytest.raises(TypeError, match="weights must be numbers, but number 1 of 1 is 'x'"):
        ReLUSum([1], [1], ["x"])


@given(sums())
def test_weights_are_multiply_clip_multiply(s):
    W1, b1, W2, b2 = s.weights()
    k = s.width
    assert (W1.shape, b1.shape, W2.shape, b2.shape) == ((1, k), (k,), (k, 1), (1,))
    X = GRID[:, None]
    np.testing.assert_allclose(np.maximum(X @ W1 + b1, 0) @ W2 + b2, s(X), rtol=1e-12, atol=1e-9)


@given(sums())
def test_a_torch_network_agrees_to_rounding(s):
    X = torch.tensor(GRID[:, None])
    with torch.no_grad():
        np.testing.assert_allclose(s.to_torch(torch.float64)(X).numpy(), s(GRID[:, None]), rtol=1e-12, atol=1e-8)


def test_a_torch_network_has_torchs_default_dtype():
    network = HILL.to_torch()
    assert network[0].weight.dtype == torch.get_default_dtype()
    assert network(torch.tensor([[0.5]])).item() == 0.5


@given(sums())
def test_a_sum_survives_the_way_to_torch_and_back(s):
    assert ReLUSum.from_torch(s.to_torch(torch.float64)) == s


def test_a_network_without_biases_can_be_read():
    nn = torch.nn
    network = nn.Sequential(nn.Linear(1, 2, bias=False), nn.ReLU(), nn.Linear(2, 1, bias=False)).double()
    x = torch.linspace(-2, 2, 9, dtype=torch.float64)[:, None]
    np.testing.assert_allclose(ReLUSum.from_torch(network)(x.numpy()), network(x).detach().numpy(), atol=1e-12)


@pytest.mark.parametrize(
    "network",
    [
        torch.nn.Linear(1, 1),
        torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 1)),
        torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1)),
    ],
    ids=["no sequence", "two inputs", "another bend"],
)
def test_other_networks_are_refused(network):
    with pytest.raises(ValueError, match="need nn.Sequential"):
        ReLUSum.from_torch(network)


def spectral(network):
    torch.nn.utils.spectral_norm(network[0])
    return network


def doubling(network):
    network[2].register_forward_hook(lambda layer, inputs, output: 2 * output)
    return network


def shifting_its_input(network):
    network.register_forward_pre_hook(lambda layer, inputs: (inputs[0] + 1,))
    return network


class Tripled(torch.nn.Sequential):
    def forward(self, x):
        return 3 * super().forward(x)


@pytest.mark.filterwarnings(
    "ignore::FutureWarning"
)  # this spectral norm is old, and the one that keeps the layer's type
@pytest.mark.parametrize("change", [spectral, doubling, shifting_its_input, lambda network: Tripled(*network)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_network_that_computes_something_else_than_its_layers_is_refused(change, dtype):
    network = change(ReLUSum([2, -1], [1, 1], [1, 2], 3).to_torch(dtype))
    with pytest.raises(ValueError, match=r"does not do what its layers' parameters say: at x = .* it gives"):
        ReLUSum.from_torch(network)


@pytest.mark.parametrize("training", [True, False])
def test_reading_a_network_leaves_its_mode_alone(training):
    network = HILL.to_torch().train(training)
    network[1].train(not training)
    ReLUSum.from_torch(network)
    assert [layer.training for layer in network] == [training, not training, training]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@given(sums())
def test_networks_of_every_type_of_number_are_read(dtype, s):
    network = s.to_torch(dtype)
    if all(parameter.isfinite().all() for parameter in network.parameters()):
        assert ReLUSum.from_torch(network).width == s.width


def test_making_a_network_leaves_pytorchs_chance_alone():
    before = torch.get_rng_state()
    HILL.to_torch()
    assert torch.equal(before, torch.get_rng_state())


@given(sums())
def test_simplifying_changes_no_value(s):
    simple = s.simplified()
    np.testing.assert_allclose(simple(GRID), s(GRID), rtol=1e-9, atol=1e-6)


@given(sums())
def test_a_simplified_sum_has_at_most_two_units_a_kink(s):
    simple = s.simplified()
    _, counts = np.unique(simple.unit_kinks, return_counts=True)
    assert (counts <= 2).all() and simple.width <= s.width
    assert set(np.abs(simple.slopes)) <= {1.0} and (simple.output_weights != 0).all()


def test_simplifying_merges_folds_and_drops():
    s = ReLUSum(slopes=[2, 1, -1, 0, 1], biases=[0, 0, 0, 3, -7], weights=[1, 1, 1, 2, 0], offset=1)
    assert s.simplified() == ReLUSum(slopes=[-1, 1], biases=[0, 0], weights=[1, 3], offset=7)


def test_the_size_of_x_needs_two_units():
    size = ReLUSum([1, -1], [0, 0], [1, 1])
    assert size.simplified().width == 2


def test_a_kink_too_far_for_floats_counts_as_none():
    s = ReLUSum([1e-310], [1.0], [1.0])
    assert np.isnan(s.unit_kinks).all() and len(s.kinks) == 0
    assert s.simplified()(5.0) == s(5.0) == 1.0


@given(sums())
def test_the_repr_makes_an_equal_sum(s):
    assert eval(repr(s)) == s


def test_the_formula_reads_as_people_write_it():
    assert str(HILL) == "max(x + 1, 0) − 2·max(x, 0) + max(x − 1, 0)"
    assert str(ReLUSum([], [], [])) == "0"
    assert str(ReLUSum([-0.5], [2], [1], -3)) == "−3 + max(−0.5x + 2, 0)"


def test_equality_compares_the_parameters():
    assert HILL == ReLUSum([1, 1, 1], [1, 0, -1], [1, -2, 1])
    assert hash(HILL) == hash(ReLUSum([1.0, 1.0, 1.0], [1, -0.0, -1], [1, -2, 1], -0.0))
    assert HILL != ReLUSum([1, 1, 1], [1, 0, -1], [1, -2, 1], offset=1e-9)
    assert ReLUSum([1, 1], [0, -1], [1, 2]) != ReLUSum([1, 1], [-1, 0], [2, 1])
    assert HILL != "a string"


def test_copies_and_pickles_are_equal():
    assert pickle.loads(pickle.dumps(HILL)) == copy.deepcopy(HILL) == HILL


@given(sums(), moderate, moderate)
def test_plus_signs_alone_make_a_convex_sum_that_is_never_negative(s, x, y):
    plus = ReLUSum(s.slopes, s.biases, np.ones(s.width))
    middle = (Fraction(x) + Fraction(y)) / 2
    assert exact(plus, middle) <= (exact(plus, x) + exact(plus, y)) / 2
    assert exact(plus, x) >= 0


def best_convex_error(y, x):
    """The least worst error of any convex function against the samples (x, y): a linear program."""
    n = len(x)
    identity, ones = np.eye(n), np.ones((n, 1))
    h = np.diff(x)
    bends = np.zeros((n - 2, n + 1))
    for i in range(n - 2):
        bends[i, i : i + 3] = -1 / h[i], 1 / h[i] + 1 / h[i + 1], -1 / h[i + 1]
    A = np.vstack([np.hstack([identity, -ones]), np.hstack([-identity, -ones]), bends])
    b = np.concatenate([y, -y, np.zeros(n - 2)])
    return linprog([0] * n + [1], A, b, bounds=[(None, None)] * (n + 1)).fun


def test_plus_signs_alone_never_come_close_to_the_sine():
    x, y = target("sine").samples(401)
    assert y.min() == pytest.approx(-1)  # and a sum of plain rectified lines is at least 0: the error is at least 1
    assert best_convex_error(y, x) == pytest.approx(0.68, abs=0.005)  # with an offset: any convex function


def test_signs_bring_the_sine_close():
    x = np.linspace(-np.pi, np.pi, 65)
    grid, y = target("sine").samples(2001)
    assert np.abs(ReLUSum.from_points(x, np.sin(x))(grid) - y).max() < 0.0013  # h²/8, h = 2π/64
