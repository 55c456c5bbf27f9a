"""Gradient descent in NumPy, held to PyTorch, to differences, and to sums that can be done in the head."""

import numpy as np
import pytest

from relu_lib import (
    OPENING_KNOBS,
    ReLUSum,
    dead_units,
    descend,
    loss_gradient,
    mean_squared_error,
    noisy_quadratic,
    random_start,
    three_units,
)

X, Y = noisy_quadratic()
KNOBS = ["slopes", "biases"]  # what a reader turns in chapter 3


def parameters(s):
    return np.concatenate(in_parts(s))


def with_parameters(flat):
    k = len(flat) // 3
    return ReLUSum(flat[:k], flat[k : 2 * k], flat[2 * k : 3 * k], flat[-1])


def in_parts(s):
    return s.slopes, s.biases, s.output_weights, np.array([s.offset])


@pytest.mark.parametrize("units", [1, 3, 20])
def test_the_gradient_is_that_of_pytorch(units):
    import torch

    for seed in range(5):
        s = random_start(units, seed)
        loss, gradient = loss_gradient(s, X, Y)
        m, b, a, c = (torch.tensor(p, requires_grad=True) for p in in_parts(s))
        prediction = torch.relu(torch.tensor(X)[:, None] * m + b) @ a + c
        known = ((prediction - torch.tensor(Y)) ** 2).mean()
        known.backward()
        assert loss == pytest.approx(known.item(), rel=1e-14)
        for ours, theirs in zip(gradient, (m, b, a, c)):
            np.testing.assert_allclose(ours, theirs.grad.squeeze(), rtol=1e-12, atol=1e-13)


def test_the_gradient_is_the_slope_of_the_loss():
    flat = parameters(random_start(4, seed=3))
    gradient = np.concatenate([*map(np.atleast_1d, loss_gradient(with_parameters(flat), X, Y)[1])])
    for i, slope in enumerate(gradient):
        nudge = 1e-6 * np.eye(len(flat))[i]
        higher, lower = (mean_squared_error(Y, with_parameters(flat + way * nudge)(X)) for way in (1, -1))
        assert (higher - lower) / 2e-6 == pytest.approx(slope, abs=1e-6)


def test_at_its_kink_a_unit_is_dead():
    _, gradient = loss_gradient(ReLUSum([1], [0], [1]), [0.0], [5.0])
    assert [float(np.sum(part)) for part in gradient] == [0, 0, 0, -10]


def test_one_plain_step_goes_down_by_the_step_size_times_the_gradient():
    s = random_start(3, seed=2)
    gradient = np.concatenate([*map(np.atleast_1d, loss_gradient(s, X, Y)[1])])
    one = descend(s, X, Y, steps=1, step_size=0.01)
    np.testing.assert_array_equal(parameters(one.sum), parameters(s) - 0.01 * gradient)
    assert one.losses.tolist() == [loss_gradient(each, X, Y)[0] for each in (s, one.sum)]


@pytest.mark.parametrize("method", ["plain", "momentum", "adam"])
def test_the_steps_are_those_of_pytorch(method):
    import torch

    s, steps, size = random_start(5, seed=4), 200, 0.01
    values = [torch.tensor(p, requires_grad=True) for p in in_parts(s)]
    plain = torch.optim.SGD(values, size, momentum=0.9 if method == "momentum" else 0)
    optimiser = torch.optim.Adam(values, size) if method == "adam" else plain
    m, b, a, c = values
    for _ in range(steps):
        optimiser.zero_grad()
        ((torch.relu(torch.tensor(X)[:, None] * m + b) @ a + c - torch.tensor(Y)) ** 2).mean().backward()
        optimiser.step()
    ours = descend(s, X, Y, steps=steps, step_size=size, method=method)
    known = np.concatenate([value.detach().numpy() for value in values])
    np.testing.assert_allclose(parameters(ours.sum), known, rtol=1e-9, atol=1e-10)


def test_gradients_that_nobody_zeroes_add_up_as_in_pytorch():
    import torch

    s = ReLUSum([], [], [], 1.0)
    c = torch.tensor(1.0, dtype=torch.double, requires_grad=True)
    for _ in range(7):
        ((c - torch.tensor(Y)) ** 2).mean().backward()
        with torch.no_grad():
            c -= 0.05 * c.grad
    kept = descend(s, X, Y, steps=7, step_size=0.05, keep_gradients=True)
    assert kept.sum.offset == pytest.approx(c.item(), rel=1e-12)
    assert kept.losses[-1] > descend(s, X, Y, steps=7, step_size=0.05).losses[-1]


def test_with_the_offset_alone_a_step_size_of_a_half_lands_in_one_step_and_of_one_never():
    start = ReLUSum([], [], [], 0.0)
    least = np.var(Y)
    losses = {size: descend(start, X, Y, steps=6, step_size=size).losses for size in (0.5, 0.9, 1.0, 1.1)}
    assert losses[0.5][1] == pytest.approx(least)
    assert (np.diff(losses[0.9]) < 0).all()
    np.testing.assert_allclose(losses[1.0], losses[1.0][0])
    assert (np.diff(losses[1.1]) > 0).all()


def test_from_the_opening_knobs_descent_passes_the_true_curve_and_stops_short_of_the_best():
    down = descend(three_units(OPENING_KNOBS), X, Y, steps=5000, step_size=0.1, moving=KNOBS)
    assert (down.losses < 3.49).argmax() == 18
    assert down.losses[-1] == pytest.approx(1.8581, abs=1e-4)
    assert down.sum.output_weights.tolist() == [1, 1, 1] and down.sum.offset == 0


def test_a_step_size_that_is_too_large_kills_all_units():
    start = three_units(OPENING_KNOBS)
    down = descend(start, X, Y, steps=50, step_size=1.5, moving=KNOBS)
    assert dead_units(start, X) == [] and dead_units(down.sum, X) == [0, 1, 2]
    assert down.losses[-1] == pytest.approx(np.mean(Y**2))


def test_descent_that_leaves_all_bounds_ends_with_numbers_that_are_finite():
    away = descend(random_start(5, 1), X, Y, steps=100, step_size=100.0)
    assert len(away.losses) < 101 and np.isfinite(away.losses[:-1]).all()
    assert np.isfinite(parameters(away.sum)).all()


def test_no_step_changes_nothing():
    s = random_start(3, 0)
    none = descend(s, X, Y, steps=0, step_size=1)
    assert none.sum == s and none.losses.tolist() == [loss_gradient(s, X, Y)[0]]


def test_starts_by_chance_follow_the_law_of_pytorch_and_their_seed_alone():
    starts = [random_start(16, seed) for seed in range(200)]
    for values, reach in ([s.slopes for s in starts], 1), ([s.output_weights for s in starts], 0.25):
        values = np.concatenate(values)
        assert np.abs(values).max() <= reach and values.std() == pytest.approx(reach / 3**0.5, rel=0.03)
        assert values.mean() == pytest.approx(0, abs=0.03 * reach)
    assert random_start(16, 7) == starts[7] != starts[8]


def test_what_cannot_be_meant_is_refused_by_name():
    s = random_start(2, 0)
    for wrong, says in (
        ({"method": "fast"}, "method must be one of plain, momentum, adam, got 'fast'"),
        ({"moving": ["slope"]}, "moving must be one of slopes, biases, weights, offset, got 'slope'"),
        ({"step_size": 0}, "step_size must be above 0"),
        ({"steps": -1}, "steps must be at least 0"),
    ):
        with pytest.raises(ValueError, match=says):
            descend(s, X, Y, **({"steps": 1, "step_size": 0.1} | wrong))
    with pytest.raises(ValueError, match="seed must be below 4294967296"):
        random_start(2, 2**32)
    with pytest.raises(ValueError, match="x is empty"):
        dead_units(s, [])


def test_several_step_sizes_come_to_rest_in_the_same_valley():
    ends = [
        descend(three_units(OPENING_KNOBS), X, Y, steps=5000, step_size=size, moving=KNOBS).losses[-1]
        for size in (0.05, 0.1, 0.2, 0.4)
    ]
    np.testing.assert_allclose(ends, 1.8581, atol=1e-4)


def test_a_larger_step_may_leap_into_another_valley_or_kill_units():
    start = three_units(OPENING_KNOBS)
    ends = {size: descend(start, X, Y, steps=5000, step_size=size, moving=KNOBS) for size in (0.45, 0.63)}
    assert ends[0.45].losses[-1] == pytest.approx(1.45, abs=0.01)
    assert ends[0.63].losses[-1] == pytest.approx(27.2, abs=0.1) and len(dead_units(ends[0.63].sum, X)) == 2
    assert dead_units(descend(start, X, Y, steps=4, step_size=1.3, moving=KNOBS).sum, X) == [0, 1, 2]
