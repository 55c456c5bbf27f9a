import builtins

import numpy as np
import pytest
import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from relu_lib import ReLUSum, fit, mean_squared_error, noisy_quadratic
from relu_lib.training import train

X = np.linspace(-2, 2, 60)


def quietly(x, y, units, **settings):
    return train(x, y, units, **{"steps": 40, "progress": False, **settings})


def test_training_lowers_the_loss_of_the_noisy_quadratic_below_any_single_line():
    x, y = noisy_quadratic()
    line = np.polyval(np.polyfit(x, y, 1), x)
    trained, losses = quietly(x, y, 3, steps=300)
    assert isinstance(trained, ReLUSum) and len(trained.slopes) == 3
    assert losses.shape == (301,) and losses[-1] < 0.5 * mean_squared_error(y, line) < losses[0]


def test_the_last_loss_is_that_of_the_sum_in_the_units_of_the_data():
    x, y = 1e6 + 1e3 * X, 1e-4 * np.sin(X) - 7
    trained, losses = quietly(x, y, 5)
    assert losses[-1] == pytest.approx(mean_squared_error(y, trained(x)), rel=1e-5)


def test_the_first_losses_are_those_of_adam_written_out_by_hand():
    """One unit; Adam's first step moves each parameter by the learning rate, against its gradient."""
    x, y = np.array([-1.0, 0.0, 1.0]), np.array([-1.0, 0.0, 1.0]) * np.sqrt(1.5)
    a = np.random.default_rng(4).normal()  # max(x, 0) · a, the kink in the middle
    residual = np.array([0, 0, a]) - y
    gradient = np.array(
        [a * residual[2], a * residual[2], residual[2], residual.sum()]
    )  # of slope, bias, weight, offset
    m, b, w, c = np.array([1, 0, a, 0]) - 0.1 * np.sign(gradient)
    after = np.mean((c + w * np.maximum(m * x + b, 0) - y) ** 2)
    losses = quietly(x, y, 1, steps=1, learning_rate=0.1, rng=4).losses
    np.testing.assert_allclose(losses, [np.mean(residual**2), after], rtol=1e-6)


def test_the_learning_rate_falls_to_zero_along_a_cosine():
    rates = []
    note = lambda adam, *_: rates.append(adam.param_groups[0]["lr"])  # noqa: E731
    hook = register_optimizer_step_pre_hook(note)
    quietly(X, X**2, 2, steps=10, learning_rate=0.1)
    hook.remove()
    np.testing.assert_allclose(rates, 0.05 * (1 + np.cos(np.pi * np.arange(10) / 10)))


def test_moving_and_scaling_the_data_moves_and_scales_the_sum():
    trained, losses = quietly(X, np.sin(3 * X), 6)
    moved, moved_losses = quietly(4 * X - 8, 16 * np.sin(3 * X) + 32, 6)
    np.testing.assert_allclose(moved(4 * X - 8), 16 * trained(X) + 32, atol=1e-6)
    np.testing.assert_allclose(moved_losses, 256 * losses, rtol=1e-6)


def test_the_same_chance_gives_the_same_sum_and_another_another():
    first, again, other = (quietly(X, X**2, 4, rng=seed).sum for seed in (1, np.random.default_rng(1), 2))
    assert first == again and first != other


def test_training_leaves_pytorchs_own_chance_alone():
    before = torch.get_rng_state()
    quietly(X, X**2, 2, steps=1)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("around", [torch.no_grad, torch.inference_mode, lambda: torch.device("meta")])
def test_training_is_the_same_whatever_is_usual_around_it(around):
    expected = quietly(X, X**2, 2, steps=3)
    with around():
        trained = quietly(X, X**2, 2, steps=3)
    assert trained.sum == expected.sum and (trained.losses == expected.losses).all()


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_tensors_of_small_numbers_are_taken_as_numbers(dtype):
    x = torch.tensor([0.0, 1.0, 2.0, 3.0], dtype=dtype)
    assert fit(x, abs(x - 1), 2) == fit([0, 1, 2, 3], [1, 0, 1, 2], 2)


def test_data_with_a_gradient_are_taken_as_numbers():
    x = torch.linspace(0, 1, 9, requires_grad=True)
    assert quietly(x, x**2, 2).sum == quietly(x.detach(), x.detach() ** 2, 2).sum
    assert fit(x, x**2, 2) == fit(x.detach().numpy(), x.detach().numpy() ** 2, 2)


def test_more_steps_come_closer():
    losses = [quietly(X, np.sin(3 * X), 8, steps=steps).losses[-1] for steps in (10, 60, 400)]
    assert losses == sorted(losses, reverse=True) and losses[-1] < 0.25 * np.var(np.sin(3 * X))


@pytest.mark.parametrize("x, y", [([3.0], [5.0]), ([1.0, 1.0], [4.0, 6.0]), ([0.0, 1.0, 2.0], [5.0, 5.0, 5.0])])
def test_data_that_a_constant_fits_best_are_no_trouble(x, y):
    trained = quietly(x, y, 2, steps=400).sum
    assert trained(x) == pytest.approx(np.full(len(x), np.mean(y)), abs=0.02)


def test_tensors_and_lists_will_do():
    assert quietly(torch.tensor([0.0, 1.0, 2.0]), [0, 1, 4], 2).sum == quietly([0, 1, 2], [0, 1, 4], 2).sum


def test_a_text_bar_counts_the_steps(capsys):
    quietly(X, X, 1, steps=7, progress=True)
    assert "training: 100%" in capsys.readouterr().err
    quietly(X, X, 1, steps=7)
    assert capsys.readouterr() == ("", "")


def without(monkeypatch, package):
    real = builtins.__import__

    def importing(name, *args, **kwargs):
        if name.split(".")[0] == package:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", importing)


def test_without_tqdm_there_is_no_bar_and_the_same_sum(monkeypatch):
    expected = quietly(X, X**2, 2).sum
    without(monkeypatch, "tqdm")
    assert quietly(X, X**2, 2, progress=True).sum == expected


def test_without_pytorch_one_sentence_says_how_to_get_it(monkeypatch):
    without(monkeypatch, "torch")
    with pytest.raises(ImportError, match="pip install torch"):
        train([0.0, 1.0], [0.0, 1.0], 1)


@pytest.mark.parametrize(
    "x, y, says",
    [
        ([], [], "empty"),
        ([0.0, 1.0], [0.0], r"\(2,\) and \(1,\)"),
        ([[0.0], [1.0]], [[0.0], [1.0]], "flat"),
        ([0.0, np.nan], [0.0, 1.0], "x must be finite numbers, but number 2 of 2 is nan"),
        ([0.0, 1.0], [np.inf, 1.0], "y must be finite numbers, but number 1 of 2 is inf"),
    ],
)
def test_bad_data_are_refused_with_their_fault(x, y, says):
    with pytest.raises(ValueError, match=says):
        train(x, y, 2)


def test_data_that_are_no_numbers_are_refused_by_name():
    with pytest.raises(TypeError, match="y must be numbers, but number 1 of 2 is 'a'"):
        train([0.0, 1.0], ["a", "b"], 2)


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"units": 0}, "units .* at least 1, got 0"),
        ({"steps": 0}, "steps .* at least 1, got 0"),
        ({"learning_rate": 0}, "learning_rate .* above 0, got 0"),
        ({"learning_rate": np.nan}, "learning_rate"),
    ],
)
def test_bad_settings_are_refused_by_name(settings, says):
    with pytest.raises(ValueError, match=says):
        train(X, X, **{"units": 2, **settings})


@pytest.mark.parametrize("name", ["units", "steps"])
def test_settings_that_are_no_whole_numbers_are_refused_by_name(name):
    with pytest.raises(TypeError, match=f"{name} must be a whole number, got 2.5"):
        train(X, X, **{"units": 2, name: 2.5})
