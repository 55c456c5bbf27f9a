"""Networks of any depth, held to PyTorch, to differences, to exact fractions, and to sums done in the head."""

import pickle
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import nn

from relu_lib import (
    LayerGradient,
    Network,
    ReLUSum,
    binary_cross_entropy_gradient,
    cross_entropy_gradient,
    random_network,
    random_start,
    train_networks,
    xor_points,
)

XOR = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
SIZES = [(1, 1), (2, 3, 1), (2, 8, 1), (3, 5, 4, 2), (64, 32, 10), (1, 2, 2, 2, 1)]


def batch(net, count=20, seed=0):
    return np.random.default_rng(seed).normal(size=(count, net.sizes[0]))


def test_two_units_do_xor_exactly():
    X, y = xor_points()
    assert XOR(X)[:, 0].tolist() == y.tolist()


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_a_network_is_pytorchs(sizes):
    net = random_network(sizes, seed=5)
    X = batch(net)
    with torch.no_grad():
        np.testing.assert_allclose(net(X), net.to_torch(torch.float64)(torch.tensor(X)).numpy(), atol=1e-14)


def test_a_network_is_what_fractions_say():
    net = random_network([2, 4, 3, 1], seed=1)
    for x in batch(net, 5):
        H = [Fraction(v) for v in x]
        for i, (W, b) in enumerate(zip(net.weights, net.biases)):
            H = [sum(h * Fraction(w) for h, w in zip(H, column)) + Fraction(c) for column, c in zip(W.T, b)]
            H = [max(h, 0) for h in H] if i < 2 else H
        assert net(x)[0] == pytest.approx(float(H[0]), abs=1e-15)


def test_a_network_of_one_input_and_one_layer_is_a_sum_of_relus():
    s = random_start(7, seed=2)
    W1, b1, W2, b2 = s.weights()
    x = np.linspace(-3, 3, 31)
    np.testing.assert_allclose(Network([W1, W2], [b1, b2])(x[:, None])[:, 0], s(x), atol=1e-14)
    assert ReLUSum.from_torch(Network([W1, W2], [b1, b2]).to_torch(torch.float64)) == s


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_gradient_is_that_of_pytorch(sizes):
    net = random_network(sizes, seed=3)
    X, labels = batch(net), np.arange(20) % sizes[-1]
    theirs = net.to_torch(torch.float64)
    scores = theirs(torch.tensor(X))
    if sizes[-1] == 1:
        y = np.arange(20) % 2
        known = nn.functional.binary_cross_entropy_with_logits(scores[:, 0], torch.tensor(y.astype(float)))
        loss, slopes = binary_cross_entropy_gradient(y[:, None], net(X))
    else:
        known = nn.functional.cross_entropy(scores, torch.tensor(labels))
        loss, slopes = cross_entropy_gradient(labels, net(X))
    known.backward()
    assert loss == pytest.approx(known.item(), rel=1e-14)
    gradient = net.gradient(X, slopes)
    for layer, for_W, for_b in zip(list(theirs)[::2], *gradient):
        np.testing.assert_allclose(for_W, layer.weight.grad.numpy().T, atol=1e-15, rtol=1e-10)
        np.testing.assert_allclose(for_b, layer.bias.grad.numpy(), atol=1e-15, rtol=1e-10)


def test_the_gradient_is_the_slope_of_the_loss():
    net, (X, y) = random_network([2, 3, 2, 1], seed=8), xor_points()
    loss = lambda net: binary_cross_entropy_gradient(y[:, None], net(X))[0]  # noqa: E731
    gradient = net.gradient(X, binary_cross_entropy_gradient(y[:, None], net(X))[1])
    for layer, slopes in enumerate(gradient.weights):
        for at, slope in np.ndenumerate(slopes):
            nudged = []
            for way in (1e-6, -1e-6):
                W = [w.copy() for w in net.weights]
                W[layer][at] += way
                nudged.append(loss(Network(W, net.biases)))
            assert (nudged[0] - nudged[1]) / 2e-6 == pytest.approx(slope, abs=1e-8)


def test_at_its_kink_a_unit_is_dead():
    net = Network([[[1.0]], [[1.0]]], [[0.0], [0.0]])
    assert net.gradient([[0.0]], [[1.0]]).weights[0].tolist() == [[0.0]]


def test_a_step_goes_down_against_the_gradient():
    net, (X, y) = random_network([2, 4, 1], seed=0), xor_points()
    losses = []
    for _ in range(50):
        loss, slopes = binary_cross_entropy_gradient(y[:, None], net(X))
        losses.append(loss)
        net = net.step(net.gradient(X, slopes), step_size=0.1)
    assert all(later < earlier for earlier, later in zip(losses, losses[1:]))
    with pytest.raises(ValueError, match=r"biases\[0\] must be finite numbers"):
        net.step(LayerGradient([W * 0 for W in net.weights], [np.full_like(b, np.inf) for b in net.biases]), 1)


def test_what_each_layer_gives_is_the_clip_of_its_product():
    net = random_network([2, 3, 3, 1], seed=4)
    X, *hidden, Y = net.outputs(batch(net))
    for H, W, b, clipped in zip([X, *hidden], net.weights, net.biases, hidden):
        np.testing.assert_array_equal(clipped, np.maximum(H @ W + b, 0))
    np.testing.assert_array_equal(Y, hidden[-1] @ net.weights[-1] + net.biases[-1])


# --- to PyTorch and back ------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_a_network_survives_the_way_to_torch_and_back(sizes):
    net = random_network(sizes, seed=6)
    assert Network.from_torch(net.to_torch(torch.float64)) == net
    assert Network.from_torch(net.to_torch()).sizes == net.sizes


def test_a_linear_without_a_bias_counts_as_bias_0():
    given = nn.Sequential(nn.Linear(2, 2, bias=False), nn.ReLU(), nn.Linear(2, 1))
    assert Network.from_torch(given).biases[0].tolist() == [0, 0]


@pytest.mark.parametrize("given", [
    nn.Linear(2, 1), nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1)), nn.Sequential(nn.Linear(2, 2), nn.ReLU()),
    nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1)), nn.Sequential(), 7,
])  # fmt: skip
def test_other_networks_are_refused(given):
    with pytest.raises(ValueError, match="need nn.Sequential of nn.Linear with nn.ReLU between them, got"):
        Network.from_torch(given)


def test_a_network_that_does_something_else_than_its_parameters_say_is_refused():
    def hooked(module, inputs, output):
        return output + 1e-3

    for at in 0, 1, 2:
        network = random_network([2, 5, 1], seed=1).to_torch(torch.float64)
        network[at].register_forward_hook(hooked)
        with pytest.raises(ValueError, match=r"does not do what its layers' parameters say: at \("):
            Network.from_torch(network)


def test_making_and_reading_leave_pytorchs_chance_and_the_networks_mode_alone():
    torch.manual_seed(1)
    known = torch.rand(1)
    torch.manual_seed(1)
    network = XOR.to_torch().train()
    Network.from_torch(network)
    assert torch.rand(1) == known and network.training and network[0].training


# --- what it is -----------------------------------------------------------------------------------------


def test_a_network_shows_its_shapes():
    assert repr(random_network([64, 32, 10], seed=0)) == "Network(64 → 32 → 10; 2410 numbers)"


def test_networks_are_equal_by_their_numbers_and_cannot_be_changed():
    again = pickle.loads(pickle.dumps(XOR))
    assert again == XOR and hash(again) == hash(XOR) and XOR != random_network([2, 2, 1], seed=0) and XOR != 7
    with pytest.raises(AttributeError, match="a Network cannot be changed"):
        XOR.weights = ()
    with pytest.raises(ValueError, match="read-only"):
        XOR.weights[0][0, 0] = 1


def test_starts_by_chance_follow_the_law_of_pytorch_and_their_seed_alone():
    net = random_network([4, 400, 3], seed=9)
    assert net == random_network([4, 400, 3], seed=9) != random_network([4, 400, 3], seed=10)
    for W, b, reach in zip(net.weights, net.biases, (0.5, 0.05)):
        assert 0.9 * reach < np.abs(W).max() <= reach and np.abs(b).max() <= reach
        assert abs(W.mean()) < 0.05 * reach


@pytest.mark.parametrize("weights, biases, says", [
    ([[[1, 2]]], [[0]], r"weights\[0\] has shape \(1, 2\), so biases\[0\] needs 2, got 1"),
    ([[[1, 2]], [[1]]], [[0, 0], [0]], r"weights\[1\] has shape \(1, 1\), but what it multiplies has 2 columns"),
    ([], [], "one is the least; got 0 and 0"),
    ([[[1]]], [], "got 1 and 0"),
    ([[1, 2]], [[0]], r"weights\[0\] must have rows, shape \(N, columns\), got shape \(2,\)"),
    ([[[np.nan]]], [[0]], r"weights\[0\] must be finite numbers, but row 1, column 1 is nan"),
    ([np.zeros((0, 2))], [[0, 0]], "a network needs at least one input"),
    ([np.zeros((2, 0))], [[]], r"weights\[0\] must have rows, shape \(N, columns\), got shape \(2, 0\)"),
])  # fmt: skip
def test_shapes_that_do_not_fit_are_refused(weights, biases, says):
    with pytest.raises(ValueError, match=says):
        Network(weights, biases)


def test_inputs_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"X must have rows of 2 numbers, shape \(N, 2\), got shape \(1, 3\)"):
        XOR([[1, 2, 3]])
    with pytest.raises(ValueError, match="X has 2 rows but slopes has 1"):
        XOR.gradient([[1, 2], [3, 4]], [[1]])
    with pytest.raises(TypeError, match="weights must be a list, one entry for each layer, got 3"):
        Network(3, [])
    with pytest.raises(ValueError, match="sizes must name inputs and outputs"):
        random_network([2], seed=0)
    with pytest.raises(ValueError, match=r"sizes\[1\] must be at least 1, got 0"):
        random_network([2, 0, 1], seed=0)
    assert XOR([1, 0]).tolist() == [1]


# --- many starts side by side ---------------------------------------------------------------------------


def test_many_starts_side_by_side_go_as_each_alone():
    X, y = xor_points()
    for sizes in [2, 3, 1], [2, 3, 2, 1]:
        starts = [random_network(sizes, seed) for seed in range(4)]
        together, losses = train_networks(starts, X, y, steps=60, step_size=0.3)
        for start, end, (before, after) in zip(starts, together, losses.T):
            net = start
            for _ in range(60):
                loss, slopes = binary_cross_entropy_gradient(y[:, None], net(X))
                net = net.step(net.gradient(X, slopes), 0.3)
            for ours, theirs in zip((*end.weights, *end.biases), (*net.weights, *net.biases)):
                np.testing.assert_allclose(ours, theirs, atol=1e-12)
            assert before == pytest.approx(binary_cross_entropy_gradient(y[:, None], start(X))[0])
            assert after == pytest.approx(binary_cross_entropy_gradient(y[:, None], net(X))[0]) and after < before


def test_two_units_suffice_for_xor_and_training_seldom_finds_them():
    X, y = xor_points()
    successes = {}
    for units in 2, 8:
        ends = train_networks([random_network([2, units, 1], seed) for seed in range(50)], X, y).networks
        successes[units] = sum(np.array_equal(net(X)[:, 0] > 0, y == 1) for net in ends)
    assert successes[2] == 14 and successes[8] == 50


@pytest.mark.parametrize("starts", [[], [random_network([2, 2, 1], 0), random_network([2, 3, 1], 0)],
                                    [random_network([2, 2], 0)]])  # fmt: skip
def test_starts_of_other_sizes_are_refused(starts):
    with pytest.raises(ValueError, match="starts must be networks of the same sizes, with one output, got"):
        train_networks(starts, *xor_points())
