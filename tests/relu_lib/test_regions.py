"""Regions and pieces, held to each other, to the formula, to brute force, and to pictures one can count."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relu_lib import (
    Network,
    boundary_segments,
    count_regions,
    knots_along,
    most_regions,
    random_network,
    region_polygons,
)

small = st.integers(-3, 3)  # so small that lines coincide, are parallel, meet in threes and touch the border
arrangements = st.lists(st.tuples(small, small, small), max_size=6)
TENT = Network([[[1, 1]], [[2], [-4]]], [[0, -0.5], [0]])


def parted(lines):
    """Lines (w1, w2, b) as weights (2, r) and biases (r,)."""
    table = np.array(lines, float).reshape(-1, 3)
    return table[:, :2].T, table[:, 2]


def area(polygon):
    x, y = polygon.T
    return (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2


@pytest.mark.parametrize("r", [0, 1, 2, 3, 5, 8, 12])
def test_lines_by_chance_reach_the_formula_in_a_window_that_holds_all_crossings(r):
    for seed in range(3):
        lines = np.random.default_rng(seed).normal(size=(r, 3))
        assert count_regions(*parted(lines), window=(-1e6, 1e6)) == most_regions(r)
        assert count_regions(*parted(lines)) <= most_regions(r)


PICTURES = {  # lines, and into how many parts they cut the square from −1 to 1
    "no line": ([], 1),
    "no unit bends": ([(0, 0, 1)], 1),
    "one across": ([(1, 0, 0)], 2),
    "one outside": ([(1, 0, -2)], 1),
    "along the border": ([(1, 0, -1)], 1),
    "through a corner alone": ([(1, 1, -2)], 1),
    "the same twice": ([(1, 1, 0), (-2, -2, 0)], 2),
    "parallel": ([(1, 0, 0), (1, 0, -0.5), (2, 0, 1)], 4),
    "a cross": ([(1, 0, 0), (0, 1, 0)], 4),
    "three through one point": ([(1, 0, 0), (0, 1, 0), (1, 1, 0)], 6),
    "five through one point": ([(1, 0, 0), (0, 1, 0), (1, 1, 0), (1, -1, 0), (2, 1, 0)], 10),
    "a triangle": ([(1, 0, 0), (0, 1, 0), (1, 1, -0.5)], 7),
    "a crossing on the border": ([(1, 1, -1), (1, -1, -1)], 3),
    "a crossing outside": ([(1, 4, -3), (1, -4, -3)], 3),
}


@pytest.mark.parametrize("lines, regions", PICTURES.values(), ids=PICTURES)
def test_pictures_that_one_can_count(lines, regions):
    assert count_regions(*parted(lines)) == regions == len(region_polygons(*parted(lines)))


def test_three_through_one_point_up_to_rounding_are_counted_as_the_numbers_are():
    tenth = [(1, 0, -0.1), (0, 1, -0.2), (1, 1, -0.3)]  # 0.1 + 0.2 is not 0.3 in floating point
    assert count_regions(*parted(tenth)) == 7
    assert Fraction(0.1) + Fraction(0.2) != Fraction(0.3)


@given(arrangements)
@settings(deadline=None, max_examples=150)
def test_the_count_is_that_of_the_polygons_and_they_fill_the_window(lines):
    polygons = region_polygons(*parted(lines), window=(-2, 2))
    assert len(polygons) == count_regions(*parted(lines), window=(-2, 2))
    assert all(area(polygon) > 0 for polygon in polygons)
    assert sum(map(area, polygons)) == pytest.approx(16)


@given(arrangements)
@settings(deadline=None, max_examples=80)
def test_in_each_region_the_same_units_are_alive_and_no_two_are_alike(lines):
    W, b = parted(lines)
    patterns = [tuple(polygon.mean(axis=0) @ W + b > 1e-9) for polygon in region_polygons(W, b)]
    assert len(set(patterns)) == len(patterns)


def test_the_count_is_that_of_a_grid_fine_enough():
    for seed in range(4):
        rng = np.random.default_rng(seed)
        W, b = parted(rng.integers(-4, 5, (4, 3)))
        at = (np.arange(1500) + 0.5) / 750 - 1
        X = np.stack(np.meshgrid(at, at), -1)
        alive = (X @ W + b > 0) @ (1 << np.arange(4))
        assert len(np.unique(alive)) == count_regions(W, b)


def test_a_boundary_is_where_the_output_is_at_the_level():
    for seed in range(6):
        net = random_network([2, 6, 1], seed=seed)
        middle = float(net(np.zeros((1, 2)))[0, 0])
        segments = boundary_segments(net, level=middle, window=(-2, 2))
        assert len(segments) >= 1
        along = segments[:, :1] + np.linspace(0, 1, 7)[:, None] * (segments[:, 1:] - segments[:, :1])
        np.testing.assert_allclose(net(along.reshape(-1, 2)), middle, atol=1e-12)


def test_the_boundary_of_the_hand_made_xor_is_two_lines():
    xor = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
    sums = boundary_segments(xor, level=0.5).sum(axis=2)  # x₁ + x₂ at both ends
    assert sorted(sums.ravel().round(12).tolist()) == [0.5, 0.5, 1.5, 1.5]


def test_other_networks_have_no_boundary_here():
    for net in random_network([2, 3, 3, 1], 0), random_network([3, 2, 1], 0), random_network([2, 3, 2], 0), 7:
        with pytest.raises(ValueError, match="need a Network of 2 inputs, one layer of units and 1 output, got"):
            boundary_segments(net)


@pytest.mark.parametrize("call", [count_regions, region_polygons])
def test_what_is_no_arrangement_is_refused(call):
    with pytest.raises(ValueError, match=r"weights must have shape \(2, 1\), a column .* got shape \(3, 1\)"):
        call([[1], [2], [3]], [0])
    with pytest.raises(ValueError, match="weights must be finite numbers"):
        call([[np.inf], [1]], [0])
    with pytest.raises(ValueError, match="need finite interval ends a < b, got a=1, b=1"):
        call([[1], [1]], [0], window=(1, 1))


def test_at_most_so_many_regions():
    assert [most_regions(r) for r in range(5)] == [1, 2, 4, 7, 11]


# --- along a line -----------------------------------------------------------------------------------------


def folded(times):
    """The tent map, so many times in a row, as one network: 2 units a layer."""
    W, b = [TENT.weights[0]], [TENT.biases[0]]
    for _ in range(times - 1):
        W.append(TENT.weights[1] @ TENT.weights[0])
        b.append(TENT.biases[0])
    return Network([*W, TENT.weights[1]], [*b, [0]])


@pytest.mark.parametrize("times", [1, 2, 3, 6])
@pytest.mark.parametrize("exact", [False, True])
def test_the_folded_tent_has_its_knots_at_the_multiples_of_a_power_of_two(times, exact):
    knots = knots_along(folded(times), [0], [1], exact)
    np.testing.assert_array_equal(knots, np.arange(1, 2**times) / 2**times)


def along(net, start, end):
    return lambda t: net(start + np.asarray(t)[:, None] * (end - start))


@pytest.mark.parametrize("sizes", [(1, 5, 1), (2, 8, 1), (3, 6, 6, 2), (2, 4, 4, 4, 1)], ids=str)
def test_between_two_knots_a_network_is_straight_and_at_each_it_bends(sizes):
    for seed in range(4):
        net, rng = random_network(sizes, seed), np.random.default_rng(seed)
        start, end = rng.normal(scale=3, size=(2, sizes[0]))
        knots = knots_along(net, start, end)
        np.testing.assert_allclose(knots, knots_along(net, start, end, exact=True), atol=1e-12)
        at = along(net, start, end)
        for low, high in itertools.pairwise([0, *knots, 1]):
            ends, middle = at([low, high]), at([(low + high) / 2])
            np.testing.assert_allclose(middle[0], ends.mean(axis=0), atol=1e-12)
        fine = np.diff(at(np.linspace(0, 1, 20001)), 2, axis=0)
        bends = (np.abs(fine) > 1e-9).any(axis=1)
        assert len(knots) >= np.sum(bends[1:] & ~bends[:-1]) + bends[0]


def test_units_that_cancel_leave_no_knot():
    net = Network([[[1, 1]], [[1], [-1]]], [[-0.5, -0.5], [0]])
    assert len(knots_along(net, [0], [1])) == 0


def test_ends_of_another_length_are_refused():
    with pytest.raises(ValueError, match="end needs 1 numbers, one for each input, got 2"):
        knots_along(TENT, [0], [0, 1])
