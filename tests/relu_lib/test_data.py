import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import nnls
from scipy.stats import kstest

from relu_lib import (
    BEST_KNOBS,
    OPENING_KNOBS,
    TARGETS,
    add_noise,
    digits,
    earth_temperature,
    mean_squared_error,
    moons_points,
    noisy_quadratic,
    ring_points,
    target,
    three_units,
    trip_relu,
    xor_points,
)


def demonstration():
    """The points as Howard 2022 makes them: PyTorch's grid, NumPy's global legacy generator, seed 42."""
    state = np.random.get_state()
    np.random.seed(42)
    x = torch.linspace(-2, 2, steps=20)[:, None]
    clean = (3 * x**2 + 2 * x + 1).numpy()
    y = clean * (1 + np.random.normal(scale=0.15, size=clean.shape)) + np.random.normal(scale=1.5, size=clean.shape)
    np.random.set_state(state)
    return x.numpy()[:, 0], y[:, 0]


def test_the_noisy_quadratic_is_the_demonstrations():
    x, y = noisy_quadratic()
    assert x.shape == y.shape == (20,) and x.dtype == y.dtype == np.float64
    theirs_x, theirs_y = demonstration()
    np.testing.assert_allclose(x, theirs_x, atol=1e-6)
    np.testing.assert_allclose(y, theirs_y, atol=1e-6, rtol=0)


def test_the_noisy_quadratic_shows_the_values_printed_in_the_demonstration():
    np.testing.assert_allclose(noisy_quadratic()[1][:5], [11.8690, 6.5433, 5.9396, 2.6304, 1.7947], atol=5e-5)


def test_the_noisy_quadratic_leaves_the_global_generator_alone():
    np.random.seed(7)
    before = np.random.get_state()[1].copy()
    noisy_quadratic()
    np.testing.assert_array_equal(before, np.random.get_state()[1])


def test_noise_has_the_spread_that_was_asked_for():
    y = np.full(20_000, 10.0)
    noisy = add_noise(y, multiplicative=0.3, additive=4.0, rng=np.random.default_rng(1))
    spread = np.hypot(10 * 0.3, 4.0)  # independent: 3 and 4 make 5
    assert kstest(noisy, "norm", args=(10, spread)).pvalue > 0.01


def test_the_same_seed_gives_the_same_noise():
    make = lambda seed: add_noise([1, 2, 3], 0.1, 0.1, np.random.default_rng(seed))  # noqa: E731
    np.testing.assert_array_equal(make(3), make(3))
    assert (make(3) != make(4)).all()


@pytest.mark.parametrize(
    "spread, says",
    [
        ((-1, 0), "multiplicative must be at least 0, got -1"),
        ((0, -0.1), "additive must be at least 0, got -0.1"),
        ((float("nan"), 0), "multiplicative must be a finite number, got nan"),
    ],
)
def test_noise_of_negative_spread_is_refused(spread, says):
    with pytest.raises(ValueError, match=says):
        add_noise([1.0], *spread, np.random.default_rng(1))


def test_noise_without_a_generator_is_refused():
    with pytest.raises(TypeError, match="default_rng"):
        add_noise([1.0], 0.1, 0.1, rng=42)


@pytest.mark.parametrize("name", [name for name, t in TARGETS.items() if t.second_derivative])
def test_second_derivatives_are_those_of_automatic_differentiation(name):
    t = target(name)
    formulas = {
        "quadratic": lambda x: 3 * x**2 + 2 * x + 1,
        "sine": torch.sin,
        "exponential": torch.exp,
        "bump": lambda x: torch.exp(-(x**2)),
        "runge": lambda x: 1 / (1 + 25 * x**2),
        "wiggle": lambda x: x + torch.sin(4 * x),
        "steep": lambda x: torch.tanh(5 * x),
        "root": lambda x: torch.sqrt(abs(x)),
    }
    x = torch.linspace(*t.domain, 100, dtype=torch.float64, requires_grad=True)
    y = formulas[name](x)
    np.testing.assert_allclose(t(x.detach().numpy()), y.detach().numpy(), rtol=1e-12, atol=1e-12)
    (slope,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), x)
    np.testing.assert_allclose(t.second_derivative(x.detach().numpy()), bend.numpy(), rtol=1e-9, atol=1e-9)


def test_targets_with_a_jump_or_a_corner_are_what_their_formulas_say():
    assert target("step")([-1, 0.299, 0.3, 1]).tolist() == [0, 0, 1, 1]
    assert target("hat")([-2, -0.75, 0, 0.25, 1.5]).tolist() == [0, 0.25, 1, 0.75, 0]
    assert {name for name, t in TARGETS.items() if not t.second_derivative} == {"step", "hat"}


def test_the_earths_temperature_is_the_record_of_every_year_from_1880_to_2023():
    year, anomaly = earth_temperature()
    assert year.tolist() == list(range(1880, 2024)) and year.dtype == anomaly.dtype == np.float64
    base = anomaly[(1951 <= year) & (year <= 1980)]
    assert base.mean() == pytest.approx(0, abs=5e-4)  # what they are measured from
    assert year[anomaly.argmin()] == 1909 and year[anomaly.argmax()] == 2023
    assert anomaly[[0, -1]].tolist() == [-0.1725, 1.1692]


@pytest.mark.parametrize("name", TARGETS)
def test_samples_cover_the_domain(name):
    t = target(name)
    x, y = t.samples(7)
    assert (x[0], x[-1], len(y)) == (*t.domain, 7) and np.isfinite(y).all()


def test_an_unknown_target_lists_the_known_ones():
    with pytest.raises(ValueError, match="'cosine'; there are quadratic, sine"):
        target("cosine")


@given(st.lists(st.floats(-20, 20), min_size=6, max_size=6))
def test_three_units_are_trip_relu(knobs):
    x = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(three_units(knobs)(x), trip_relu(*knobs, x), atol=1e-9)


def test_the_three_kinks_of_the_opening_position_coincide():
    assert three_units(OPENING_KNOBS).unit_kinks.tolist() == [-1, -1, -1]


def test_three_units_have_six_knobs():
    with pytest.raises(ValueError, match="got 5"):
        three_units([1, 2, 3, 4, 5])


def arrangements(x):
    """For each way one unit's live side can fall among the sorted points: a matrix G ≥ 0 in its effect.

    A unit alive on points j, j+1, … is α·(…) for numbers α ≥ 0, β ≥ 0, its height at x[j] and minus its
    height at x[j−1]; any other unit of that arrangement is such a pair. The columns say what α and β add.
    """
    n = len(x)
    for alive, inside, outside in [
        (np.ones(n, bool), 0, None),
        *((np.arange(n) >= j, j, j - 1) for j in range(1, n)),
        *((np.arange(n) < j, j - 1, j) for j in range(1, n)),
    ]:
        other, sign = (n - 1, 1) if outside is None else (outside, -1)
        G = np.array([[x[inside], 1], [sign * x[other], sign]])
        yield (alive[:, None] * np.column_stack([x, np.ones(n)])) @ np.linalg.inv(G)


def test_no_three_units_beat_the_best_knobs():
    """Given the arrangement of the kinks, the best knobs are a least-squares problem with signs: solved exactly."""
    x, y = noisy_quadratic()
    columns = list(arrangements(x))
    triples = itertools.combinations_with_replacement(columns, 3)
    losses = [nnls(np.hstack(triple), y)[1] ** 2 / len(y) for triple in triples]
    assert len(losses) == 10660
    best = mean_squared_error(y, three_units(BEST_KNOBS)(x))
    assert min(losses) == pytest.approx(best, rel=1e-12)
    assert best == pytest.approx(1.341, abs=5e-4)


def test_the_true_curve_scores_worse_than_the_best_three_units():
    x, y = noisy_quadratic()
    assert mean_squared_error(y, target("quadratic")(x)) == pytest.approx(3.488, abs=5e-4)


# --- points in the plane, and digits ----------------------------------------------------------------


def test_no_straight_plane_does_xor_and_the_best_one_answers_a_half_everywhere():
    X, y = xor_points()
    plane = np.linalg.lstsq(np.c_[X, np.ones(4)], y, rcond=None)[0]
    np.testing.assert_allclose(np.c_[X, np.ones(4)] @ plane, 0.5, atol=1e-12)


@pytest.mark.parametrize("points", [ring_points, moons_points])
def test_points_in_the_plane_are_the_same_each_time_and_half_of_each_kind(points):
    X, y = points(80, rng=3)
    again, _ = points(80, rng=3)
    assert X.shape == (80, 2) and y.sum() == 40 and np.array_equal(X, again) and np.array_equal(X, X.round(2))
    assert not np.array_equal(X, points(80, rng=4)[0]) and np.abs(X).max() < 1.5


def test_a_ring_lies_around_its_disc():
    X, y = ring_points(400)
    radius = np.hypot(*X.T)
    assert radius[y == 1].max() < 0.51 and radius[y == 0].min() > 0.79 and radius.max() < 1.21
    assert kstest(radius[y == 1] ** 2 * 4, "uniform").pvalue > 0.01  # evenly spread over the disc


def test_no_line_parts_the_moons():
    X, y = moons_points(200)
    plane = np.linalg.lstsq(np.c_[X, np.ones(200)], 2 * y - 1, rcond=None)[0]
    assert ((np.c_[X, np.ones(200)] @ plane > 0) == y).mean() < 0.95


def test_the_digits_are_1797_with_a_fifth_of_each_kept_back():
    images, labels, held_out = digits()
    assert images.shape == (1797, 8, 8) and images.min() == 0 and images.max() == 16 and images.sum() == 561718
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert held_out.dtype == bool and held_out.sum() == 364
    for digit in range(10):
        assert np.flatnonzero(held_out[labels == digit]).tolist() == list(range(0, (labels == digit).sum(), 5))


def test_the_digits_are_scikit_learns():
    theirs = pytest.importorskip("sklearn.datasets").load_digits()
    images, labels, _ = digits()
    assert np.array_equal(images, theirs.images) and np.array_equal(labels, theirs.target)


def test_the_digits_come_in_a_small_file_with_their_source():
    import relu_lib

    folder = Path(relu_lib.__file__).parent / "datasets"
    assert 40_000 < (folder / "digits.npz").stat().st_size < 53_000
    assert "Alpaydin" in (folder / "README.md").read_text() and "BSD 3-Clause" in (folder / "README.md").read_text()
