import copy
import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from relu_lib import rectified_linear, relu, trip_relu

moderate = st.floats(-1e6, 1e6)


@given(arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(allow_nan=True)))
def test_relu_agrees_with_pytorch_on_every_float(x):
    np.testing.assert_array_equal(relu(x), torch.relu(torch.tensor(x)).numpy())


@given(st.floats(allow_nan=False))
def test_relu_of_a_number_is_max_of_it_and_zero(x):
    result = relu(x)
    assert type(result) is float and result == max(x, 0.0)


@pytest.mark.parametrize(
    "x, expected", [(-3, 0), (4, 4), (-2.5, 0.0), (Fraction(-1, 2), 0), (Fraction(1, 2), Fraction(1, 2))]
)
def test_a_python_number_stays_of_its_kind(x, expected):
    assert relu(x) == expected and type(relu(x)) is type(x)


def test_nan_stays_nan():
    assert math.isnan(relu(math.nan))
    assert np.isnan(relu([1.0, np.nan])[1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.int8])
def test_an_array_keeps_its_dtype(dtype):
    result = relu(np.array([-1, 2], dtype))
    assert result.dtype == dtype and result.tolist() == [0, 2]


@pytest.mark.parametrize("x", [[-1, 0, 2], (-1, 0, 2), range(-1, 2)])
def test_a_list_gives_an_array(x):
    np.testing.assert_array_equal(relu(x), [max(v, 0) for v in x])


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64, torch.int32])
def test_a_tensor_keeps_its_dtype_and_device(dtype):
    x = torch.tensor([-1, 0, 2], dtype=dtype)
    for result in relu(x), rectified_linear(2, 1, x), trip_relu(1, 1, 1, 1, 1, 1, x):
        assert isinstance(result, torch.Tensor) and result.dtype == dtype and result.device == x.device


@pytest.mark.parametrize("slope", [np.float64(2), np.float32(2), np.int64(2)])
def test_numpys_own_numbers_do_not_swallow_a_tensor(slope):
    x = torch.tensor([1.0, -1.0], requires_grad=True)
    result = rectified_linear(slope, slope, x)
    assert result.dtype == torch.float32 and result.requires_grad and result.tolist() == [4.0, 0.0]


def test_a_tensor_on_another_device_stays_there():
    x = torch.empty(3, device="meta")
    assert rectified_linear(np.float64(2), np.array([1.0, 2.0, 3.0]), x).device == x.device


def test_the_gradient_at_the_kink_is_zero_as_in_pytorch():
    x = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)
    relu(x).sum().backward()
    theirs = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)
    torch.nn.ReLU()(theirs).sum().backward()
    assert x.grad.tolist() == theirs.grad.tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("x", [[-1.0, 0.5, 2.0], np.array([-1.0, 0.5, 2.0]), torch.tensor([-1.0, 0.5, 2.0])])
def test_gradients_reach_the_knobs(x):
    m, b = torch.tensor(2.0, requires_grad=True), torch.tensor(0.5, requires_grad=True)
    rectified_linear(m, b, x).sum().backward()
    assert (m.grad.item(), b.grad.item()) == (2.5, 2.0)  # the live inputs 0.5 and 2.0


def test_a_unit_dead_on_all_data_has_no_gradient():
    m, b = torch.tensor(0.5, requires_grad=True), torch.tensor(-5.0, requires_grad=True)
    x = torch.tensor([1.0, 2.0, 3.0])
    ((rectified_linear(m, b, x) - x) ** 2).mean().backward()
    assert (m.grad.item(), b.grad.item()) == (0.0, 0.0)


@given(m=moderate.filter(lambda m: abs(m) > 1e-3), b=moderate)
def test_the_kink_is_at_minus_b_over_m(m, b):
    kink = Fraction(-b) / Fraction(m)
    step = Fraction(1, 1000)
    value = lambda x: rectified_linear(Fraction(m), Fraction(b), x)  # noqa: E731
    live, dead = (kink + step, kink - step) if m > 0 else (kink - step, kink + step)
    assert value(kink) == 0 and value(dead) == 0
    assert value(live) == abs(Fraction(m)) * step


@given(b=moderate, x=moderate)
def test_a_flat_line_has_no_kink(b, x):
    assert rectified_linear(0, b, x) == max(b, 0.0)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_two_units_give_back_x_and_its_size(x):
    assert relu(x) - relu(-x) == x
    assert relu(x) + relu(-x) == abs(x)


@given(st.lists(moderate, min_size=6, max_size=6), moderate)
def test_three_units_add_up(knobs, x):
    exact = sum(max(Fraction(m) * Fraction(x) + Fraction(b), 0) for m, b in zip(knobs[::2], knobs[1::2]))
    assert trip_relu(*knobs, x) == pytest.approx(float(exact), rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("bad", ["3", None, ["a"], {1: 2}, [1j]])
def test_what_is_no_number_is_refused_by_name(bad):
    with pytest.raises(TypeError, match="x must be (a number|numbers)"):
        relu(bad)
    with pytest.raises(TypeError, match="m must be (a number|numbers)"):
        rectified_linear(bad, 1, 2)


def test_rows_of_different_lengths_are_refused_by_name():
    with pytest.raises(ValueError, match="x has rows of different lengths"):
        relu([[1], [1, 2]])
    with pytest.raises(ValueError, match="m has rows of different lengths"):
        rectified_linear([[1], [1, 2]], 1, 2)


def test_the_input_stays_as_it_was():
    x = np.array([-1.0, 1.0])
    before = copy.deepcopy(x)
    relu(x)
    np.testing.assert_array_equal(x, before)


def test_importing_relu_lib_imports_numpy_alone():
    others = {"torch", "matplotlib", "scipy", "IPython", "sphinx"}
    code = f"import sys, relu_lib; print({others} & {{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
