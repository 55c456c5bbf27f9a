import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays
from hypothesis.strategies import floats

from relu_lib import mean_absolute_error, mean_squared_error, root_mean_squared_error, worst_error

LOSSES = [mean_squared_error, mean_absolute_error, root_mean_squared_error, worst_error]
values = arrays(np.float64, array_shapes(max_dims=2), elements=floats(-1e3, 1e3))


@given(values)
def test_the_losses_are_pytorchs(prediction):
    y = np.linspace(-5, 5, prediction.size).reshape(prediction.shape)
    p, t = torch.tensor(prediction), torch.tensor(y)
    assert mean_squared_error(y, prediction) == pytest.approx(torch.nn.functional.mse_loss(p, t).item())
    assert mean_absolute_error(y, prediction) == pytest.approx(torch.nn.functional.l1_loss(p, t).item())
    assert worst_error(y, prediction) == pytest.approx(torch.linalg.vector_norm(p - t, ord=torch.inf).item())
    assert root_mean_squared_error(y, prediction) ** 2 == pytest.approx(mean_squared_error(y, prediction))


@given(values)
def test_a_perfect_prediction_has_no_loss(y):
    assert [loss(y, y) for loss in LOSSES] == [0.0] * 4


@pytest.mark.parametrize("loss", LOSSES)
def test_a_tensor_keeps_its_gradient(loss):
    prediction = torch.tensor([1.0, 3.0], requires_grad=True)
    loss([0.0, 1.0], prediction).backward()
    assert prediction.grad.abs().sum() > 0


def test_lists_and_tensors_may_meet():
    assert mean_squared_error(torch.tensor([0.0, 0.0]), [1.0, 3.0]).item() == 5.0


@pytest.mark.parametrize("loss", LOSSES)
def test_shapes_that_differ_are_both_named(loss):
    with pytest.raises(ValueError, match=r"\(20,\).*\(20, 1\)"):
        loss(np.zeros(20), np.zeros((20, 1)))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("y, says", [([], "empty"), ([1.0, np.nan], "NaN")])
def test_no_points_and_nan_are_refused(loss, y, says):
    with pytest.raises(ValueError, match=says):
        loss(y, y)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("y", [[1.0, 2.0, np.nan], torch.tensor([1.0, 2.0, np.nan])])
def test_nan_is_refused_with_its_place(loss, y):
    with pytest.raises(ValueError, match="y or prediction is NaN .* at number 3 of 3: leave such points out"):
        loss([1.0, 2.0, 3.0], y)


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_no_number_is_refused_by_name(loss):
    with pytest.raises(TypeError, match="prediction must be numbers, but number 1 of 1 is 'a'"):
        loss([1.0], ["a"])
