"""How many units noisy samples can bear."""

import numpy as np
import pytest

from relu_lib import add_noise, choose_units, fit, fit_uniform, noisy_quadratic

from .curves import rms


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
    assert np.mean(ratios) < 1.75  # the rule prefers the simple


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


@pytest.mark.parametrize(
    ("f", "units", "kinks"),
    [
        (lambda u: 0 * u + 7, 1, "uniform"),
        (lambda u: 3 * u - 1e6, 1, "uniform"),
        (lambda u: np.abs(u - 0.3), 2, "free"),
        (lambda u: 1e-9 * np.abs(u), 2, "uniform"),
    ],
)
def test_no_more_units_are_chosen_than_an_exact_fit_needs(f, units, kinks):
    u = np.linspace(-1, 1, 81)
    choice = choose_units(u, f(u))
    assert (choice.units, choice.kinks) == (units, kinks)
    np.testing.assert_allclose(choice.fit(u), f(u), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_fewest_units_within_one_standard_error_of_the_best_are_chosen(seed):
    x = np.linspace(-2, 2, 60)
    y = add_noise(np.sin(3 * x), 0, 0.3, np.random.default_rng(seed))
    choice = choose_units(x, y, most=12)
    fits = {"uniform": fit_uniform, "free": fit}[choice.kinks]
    fold = np.append(np.append(-1, (np.arange(1, 59) + 5) % 10), -1)
    squares = np.zeros((len(choice.candidates), 60))
    for i, units in enumerate(choice.candidates):
        for out in range(10):
            squares[i, fold == out] = (
                fits(x[fold != out], y[fold != out], units)(x[fold == out]) - y[fold == out]
            ) ** 2
    squares = squares[:, 1:-1]
    more = squares - squares[squares.mean(axis=1).argmin()]
    as_good = more.mean(axis=1) <= more.std(axis=1) / np.sqrt(58)
    assert choice.units == choice.candidates[as_good].min()


def test_too_few_samples_to_choose_from_are_refused():
    with pytest.raises(ValueError, match="at least 5 different x, got 4"):
        choose_units([1, 2, 3, 4, 4], [1, 2, 3, 4, 5])
