"""Folds, held to exact fractions and to their formula; how many layers of a float they last."""

from fractions import Fraction

import numpy as np
import pytest

from relu_lib import (
    ReLUSum,
    folding_network,
    knots_along,
    random_network,
    squaring_network,
    tent_map,
    train_networks,
)


def folded(x, times):
    for _ in range(times):
        x = 2 * x if x <= Fraction(1, 2) else 2 - 2 * x
    return x


@pytest.mark.parametrize("layers", [1, 2, 3, 7, 12])
def test_a_fold_is_the_tent_map_so_often_and_has_twice_the_pieces_with_each_layer(layers):
    net = folding_network(layers)
    x = [Fraction(i, 997) for i in range(998)]
    wanted = np.array([float(folded(each, layers)) for each in x])
    got = net(np.array([float(each) for each in x])[:, None])[:, 0]
    assert np.abs(got - wanted).max() < 2.0 ** (layers - 50)
    assert len(knots_along(net, [0], [1])) + 1 == 2**layers
    assert net.sizes == (1, *[2] * layers, 1) and net.count == 6 * layers + 1


@pytest.mark.parametrize("layers", [1, 2, 3, 8])
def test_one_layer_needs_as_many_units_as_there_are_pieces(layers):
    knots = np.arange(2**layers + 1) / 2**layers
    s = ReLUSum.from_points(knots, np.arange(2**layers + 1) % 2)
    x = np.random.default_rng(0).uniform(0, 1, 500)
    assert s.width == 2**layers and np.abs(s(x) - folding_network(layers)(x[:, None])[:, 0]).max() < 1e-12
    slopes = np.diff(folding_network(layers)(knots[:, None])[:, 0]) * 2**layers
    turns = np.diff(slopes)  # of 2·2ᴸ each; whatever units are alive at the left end, they make a multiple of that
    assert (np.abs(turns) == 2 * 2**layers).all() and slopes[0] % (2 * 2**layers) != 0


@pytest.mark.parametrize("layers", range(1, 13))
def test_squaring_errs_by_exactly_a_quarter_more_of_itself_with_each_layer(layers):
    x = np.arange(2**14 + 1) / 2**14
    off = np.abs(squaring_network(layers)(x[:, None])[:, 0] - x**2)
    assert off.max() == 4.0 ** -(layers + 1)
    assert len(knots_along(squaring_network(layers), [0], [1])) + 1 == 2**layers


def test_a_fold_shifts_a_binary_digit_out_until_all_of_them_are_gone():
    x = np.random.default_rng(0).uniform(0, 1, 1000)
    for _ in range(60):
        x = tent_map(x)
    assert (x == 0).all()
    assert folded(Fraction(1, 3), 60) == Fraction(2, 3)


def test_training_does_not_find_the_fold_in_layers_of_two():
    x = np.linspace(0, 1, 257)[:, None]
    starts = [random_network([1, 2, 2, 2, 1], seed) for seed in range(10)]
    settings = {"steps": 2000, "step_size": 0.01, "loss": "squares", "method": "adam"}
    losses = train_networks(starts, x, folding_network(3)(x)[:, 0], **settings).losses
    assert (np.sqrt(losses[1]) > 0.2).all()


@pytest.mark.parametrize("make", [folding_network, squaring_network])
def test_layers_that_are_none_are_refused_in_a_sentence(make):
    for layers, error in (0, ValueError), (51, ValueError), (2.5, TypeError), ("3", TypeError):
        with pytest.raises(error, match="layers must be"):
            make(layers)
