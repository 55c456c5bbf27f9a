"""One unit after the other."""

import itertools

import numpy as np
import pytest

from relu_lib import greedy

from .curves import rms, wiggly


@pytest.mark.parametrize("kind", ["naive", "orthogonal"])
def test_every_greedy_step_adds_a_unit_and_lessens_the_error(kind):
    x = np.linspace(-2, 2, 300)
    y = np.sin(3 * x)
    steps = list(greedy(x, y, 12, kind))
    assert [s.width for s in steps] == list(range(1, 13))
    errors = [rms(s, x, y) for s in steps]
    assert (np.diff(errors) < 0).all()


def test_the_first_greedy_unit_is_the_best_single_unit():
    x, y = wiggly(2, 40)
    errors = []
    for kink, side in itertools.product(x, [-1, 1]):
        matrix = np.column_stack([np.ones(40), np.maximum(side * (x - kink), 0)])
        errors.append(np.sum((matrix @ np.linalg.lstsq(matrix, y, rcond=None)[0] - y) ** 2))
    for kind in "naive", "orthogonal":
        assert rms(next(greedy(x, y, 1, kind)), x, y) ** 2 * 40 == pytest.approx(min(errors))


def test_naive_steps_leave_former_units_alone_and_orthogonal_ones_are_refitted():
    x, y = wiggly(2, 60)
    *_, before, after = greedy(x, y, 5, "naive")
    np.testing.assert_allclose(after.output_weights[:4], before.output_weights)
    *_, last = greedy(x, y, 5, "orthogonal")
    matrix = np.column_stack([np.ones(60), np.maximum(x[:, None] * last.slopes + last.biases, 0)])
    heights = np.linalg.lstsq(matrix, y, rcond=None)[0]
    np.testing.assert_allclose(last.output_weights, heights[1:], rtol=1e-6)


def test_greedy_stops_when_nothing_is_left():
    steps = list(greedy([0, 1, 2, 3], [0, 0, 1, 2], 9))
    assert len(steps) == 1 and steps[0]([0, 3]) == pytest.approx([0, 2])
    assert list(greedy([0, 1], [5, 5], 3)) == []


def test_greedy_refuses_other_kinds_at_once():
    with pytest.raises(ValueError, match='"naive" or "orthogonal", got \'wise\''):
        greedy([0, 1], [0, 1], 1, "wise")
