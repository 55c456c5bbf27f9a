"""One more kink where the polyline errs most."""

import numpy as np
import pytest

from relu_lib import greedy_insertion, interpolate, worst_error

from .curves import wiggly


def test_each_new_kink_is_where_the_polyline_before_erred_most_and_the_others_stay():
    x, y = wiggly(3, 200)
    sums = list(greedy_insertion(x, y, 12))
    assert [s.width for s in sums] == list(range(1, 13))
    for before, after in zip(sums[1:], sums[2:]):
        (new,) = set(after.kinks) - set(before.kinks)
        assert set(before.kinks) < set(after.kinks)
        assert new == x[np.abs(before(x) - y).argmax()]


def test_it_goes_through_the_samples_at_its_knots():
    x, y = wiggly(3, 200)
    *_, last = greedy_insertion(x, y, 9)
    knots = np.concatenate([x[:1], last.kinks, x[-1:]])
    np.testing.assert_allclose(last(knots), y[np.searchsorted(x, knots)], atol=1e-9)
    np.testing.assert_allclose(last(x), interpolate((x, y), knots=knots)(x), atol=1e-9)


def test_it_stops_when_it_goes_through_everything():
    sums = list(greedy_insertion([3, 0, 1, 2, 2], [1, 0, 1, 2, 4], 9))  # unsorted, and of two at one x the mean counts
    assert len(sums) == 3 and sums[-1]([0, 1, 2, 3]) == pytest.approx([0, 1, 3, 1])
    assert len(list(greedy_insertion([0, 1, 2], [5, 5, 5], 4))) == 1
    assert [s(9.0) for s in greedy_insertion([7], [5], 4)] == [5]


def test_one_more_kink_can_do_worse_and_enough_of_them_are_exact():
    x = np.linspace(0, 2, 41)
    y = np.where(x < 1, 8 * x, 8 - 16 * (x - 1)) + 0.1 * (x > 1.9)
    errors = [worst_error(y, s(x)) for s in greedy_insertion(x, y, 41)]
    assert errors[-1] < 1e-12 and errors[0] > 1
