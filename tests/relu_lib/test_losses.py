import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays
from hypothesis.strategies import floats

from relu_lib import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    cross_entropy,
    cross_entropy_gradient,
    mean_absolute_error,
    mean_squared_error,
    root_mean_squared_error,
    sigmoid,
    softmax,
    worst_error,
)

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


# --- for classes ------------------------------------------------------------------------------------

scores_of = arrays(np.float64, (4, 3), elements=floats(-800, 800))
LABELS = [0, 2, 1, 2]


@given(scores_of)
def test_softmax_and_cross_entropy_are_pytorchs(scores):
    given, labels = torch.tensor(scores, requires_grad=True), torch.tensor(LABELS)
    known = torch.nn.functional.cross_entropy(given, labels)
    known.backward()
    loss, slopes = cross_entropy_gradient(LABELS, scores)
    assert loss == cross_entropy(LABELS, scores) == pytest.approx(known.item(), rel=1e-12, abs=1e-14)
    np.testing.assert_allclose(slopes, given.grad.numpy(), atol=1e-15, rtol=1e-12)
    np.testing.assert_allclose(softmax(scores), torch.softmax(given, 1).detach().numpy(), rtol=1e-12)


@given(arrays(np.float64, (5,), elements=floats(-800, 800)))
def test_binary_cross_entropy_is_pytorchs_and_that_of_two_classes(scores):
    y, given = np.array([0, 1, 1, 0, 0.25]), torch.tensor(scores, requires_grad=True)
    known = torch.nn.functional.binary_cross_entropy_with_logits(given, torch.tensor(y))
    known.backward()
    loss, slopes = binary_cross_entropy_gradient(y, scores)
    assert loss == binary_cross_entropy(y, scores) == pytest.approx(known.item(), rel=1e-12, abs=1e-14)
    np.testing.assert_allclose(slopes, given.grad.numpy(), atol=1e-15, rtol=1e-12)
    two = np.stack([np.zeros(4), scores[:4]], axis=1)  # class 0 has the score 0
    assert binary_cross_entropy(y[:4], scores[:4]) == pytest.approx(cross_entropy(y[:4], two), rel=1e-12, abs=1e-14)
    np.testing.assert_allclose(sigmoid(scores), torch.sigmoid(given).detach().numpy(), rtol=1e-12, atol=1e-300)


def test_scores_beyond_all_powers_leave_no_nan_and_no_warning():
    assert softmax([[1e300, -1e300]]).tolist() == [[1, 0]]
    assert cross_entropy([1], [[1e4, -1e4]]) == 2e4 and binary_cross_entropy([0.0], [1e4]) == 1e4
    assert binary_cross_entropy_gradient([1.0], [1e300])[1].tolist() == [0]


def test_probabilities_add_up_to_one_and_do_not_change_with_all_scores():
    p = softmax([[1.0, 2.0, 3.0]])
    assert p.sum() == pytest.approx(1) and p[0, 2] / p[0, 1] == pytest.approx(np.e)
    np.testing.assert_allclose(softmax([[1001.0, 1002.0, 1003.0]]), p)


@pytest.mark.parametrize("labels, scores, says", [
    ([3], [[1.0, 2.0, 3.0]], "labels must be whole numbers from 0 to 2, got 3 at number 1 of 1"),
    ([0, 0.5], [[1.0, 2.0]] * 2, "got 0.5 at number 2 of 2"),
    ([-1], [[1.0, 2.0]], "got -1"),
    ([0, 1], [[1.0, 2.0]], "got 2 labels, 1 rows"),
    ([], np.zeros((0, 2)), "labels are empty"),
    ([0], [1.0, 2.0], r"scores must have rows, shape \(N, columns\), got shape \(2,\)"),
])  # fmt: skip
def test_classes_that_do_not_fit_are_refused(labels, scores, says):
    for loss in cross_entropy, cross_entropy_gradient:
        with pytest.raises(ValueError, match=says):
            loss(labels, scores)


def test_of_two_classes_y_is_between_0_and_1_and_of_the_scores_shape():
    for loss in binary_cross_entropy, binary_cross_entropy_gradient:
        with pytest.raises(ValueError, match="y must be 0 or 1, or between, got 2 at number 2 of 2"):
            loss([0, 2], [0.0, 0.0])
        with pytest.raises(ValueError, match=r"y has shape \(2,\) but prediction has shape \(2, 1\)"):
            loss([0, 1], [[0.0], [0.0]])
