"""What the benchmark of fits holds them against must itself be right."""

from itertools import combinations

import numpy as np
import pytest

from benchmarks.oracles.curves import CURVES, samples
from benchmarks.oracles.long_search import COUNT, UNITS, Samples, rms_of_knots, stored, with_ends
from benchmarks.oracles.separate_lines import errors_of_runs, least_squared_error
from benchmarks.oracles.worst_error import least_worst_error


def scattered(count, seed):
    rng = np.random.default_rng(seed)
    return np.sort(rng.uniform(-2, 2, count)), rng.normal(size=count)


def squared_error_of_line(x, y):
    return np.sum((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2) if len(x) > 2 else 0.0


@pytest.mark.parametrize("pieces", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(4))
def test_the_bound_is_the_best_of_all_cuts(pieces, seed):
    x, y = scattered(11, seed)
    everywhere = [(0, *cuts, 11) for cuts in combinations(range(1, 11), pieces - 1)]
    least = min(sum(squared_error_of_line(x[i:j], y[i:j]) for i, j in zip(c, c[1:])) for c in everywhere)
    for at_most in least, 3 * least, 1e9:
        assert least_squared_error(x, y, pieces, at_most) == pytest.approx(least)
    with pytest.raises(ValueError, match="no .* lines"):
        least_squared_error(x, y, pieces, 0.99 * least)


def test_the_bound_is_the_same_however_samples_are_grouped(monkeypatch):
    x, y = samples("chirp", 300)
    whole = least_squared_error(x, y, 5, 1e9)
    monkeypatch.setattr("benchmarks.oracles.separate_lines.CHUNK", 7)
    assert least_squared_error(x, y, 5, 2 * whole) == pytest.approx(whole, rel=1e-9)


def test_errors_of_runs_keep_their_digits_far_from_zero():
    x = 1e4 + np.linspace(0, 1, 50)
    y = 1e6 + 3e5 * x + 1e-3 * (x - 1e4) ** 2
    t = np.linspace(0, 1, 50)
    exact = squared_error_of_line(t, 1e-3 * t**2)
    near, far = (errors_of_runs(each, 1e-3 * t**2, 0, np.array([50]))[0, 0] for each in (t, t + 1))
    assert near == pytest.approx(exact, rel=1e-9) and far == pytest.approx(exact, rel=1e-9)
    assert np.isfinite(errors_of_runs(x, y, 0, np.array([50]))).all()


def test_the_search_values_knots_as_plain_least_squares_does():
    x, y = samples("sin 3x", 500)
    knots = np.linspace(-1.5, 1.5, 4) + np.random.default_rng(1).uniform(-0.4, 0.4, (6, 4))
    quick = np.sqrt(Samples(x, y).squared_errors(with_ends(knots)) / len(x))
    np.testing.assert_allclose(quick, [rms_of_knots(x, y, each) for each in knots], rtol=1e-7)


def test_the_knots_found_are_there_for_every_function_and_beat_equal_pieces():
    found = stored()
    assert set(found) == {(name, pieces) for name in CURVES for pieces in UNITS}
    for (name, pieces), knots in found.items():
        assert len(knots) == pieces - 1 and (np.diff([-2, *knots, 2]) > 0).all()
        x, y = samples(name, COUNT)
        assert rms_of_knots(x, y, knots) <= rms_of_knots(x, y, np.linspace(-2, 2, pieces + 1)[1:-1])


def test_the_least_worst_error_of_known_cases():
    x = np.arange(5.0)
    assert least_worst_error(x, [0, 1, 2, 1, 0], 2) == pytest.approx(0, abs=1e-9)  # a hat
    assert least_worst_error(x, [0, 1, 2, 1, 0], 1) == pytest.approx(1)
    assert least_worst_error(x, [0, 0, 0, 1, 1], 2) == pytest.approx(1 / 4)  # a step: its lines have to meet
    assert least_worst_error(x, [0, 0, 0, 1, 1], 3) == pytest.approx(0, abs=1e-9)  # a piece between two samples
