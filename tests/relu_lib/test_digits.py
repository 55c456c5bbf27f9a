"""Chapter 9's network: trained anew, held to what the figure ships, to PyTorch and to what the chapter says of it."""

import gzip
import json

import numpy as np
import pytest

from relu_lib import (
    cross_entropy_gradient,
    digits,
    random_network,
    train_classifiers,
    turn_images,
)
from relu_lib.figures import DigitNet, trained_digits
from relu_lib.figures.digit_net import as_drawing, dots_of

IMAGES, LABELS, HELD_OUT = digits()
X = IMAGES.reshape(-1, 64) / 16
TRAIN, TEST = (X[~HELD_OUT], LABELS[~HELD_OUT]), (X[HELD_OUT], LABELS[HELD_OUT])


def right(net, X=TEST[0], labels=TEST[1]):
    return float((net(X).argmax(axis=1) == labels).mean())


def by_hand(seed, epochs):
    """The chapter's loop, a step at a time by the library's gradient."""
    (X, labels), rng = TRAIN, np.random.default_rng(seed)
    net, losses, steps = random_network([64, 32, 10], seed), [], epochs * 45
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for first in range(0, len(X), 32):
            some = order[first : first + 32]
            loss, slopes = cross_entropy_gradient(labels[some], net(X[some]))
            net = net.step(net.gradient(X[some], slopes), 0.7 * (1 - len(losses) / steps))
            losses.append(loss)
    return net, losses


def test_networks_trained_side_by_side_go_as_each_alone():
    starts = [random_network([64, 32, 10], seed) for seed in (3, 8)]
    networks, losses = train_classifiers(starts, *TRAIN, epochs=3, seeds=[3, 8])
    for net, column, seed in zip(networks, losses.T, (3, 8)):
        alone, alone_losses = by_hand(seed, epochs=3)
        np.testing.assert_allclose(column, alone_losses, rtol=1e-9)
        for ours, theirs in zip((*net.weights, *net.biases), (*alone.weights, *alone.biases)):
            np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-10)


def test_pytorch_comes_to_the_same_losses():
    torch = pytest.importorskip("torch")
    start = random_network([64, 32, 10], seed=0)
    (net,), losses = train_classifiers([start], *TRAIN, epochs=2)
    theirs, rng = start.to_torch(torch.float64), np.random.default_rng(0)
    inputs, answers = torch.tensor(TRAIN[0]), torch.tensor(TRAIN[1])
    descent = torch.optim.SGD(theirs.parameters(), lr=0.7)
    smaller = torch.optim.lr_scheduler.LambdaLR(descent, lambda t: 1 - t / 90)
    got = []
    for _ in range(2):
        order = rng.permutation(len(inputs))
        for first in range(0, len(inputs), 32):
            some = order[first : first + 32]
            descent.zero_grad()
            loss = torch.nn.functional.cross_entropy(theirs(inputs[some]), answers[some])
            loss.backward()
            descent.step()
            smaller.step()
            got.append(loss.item())
    np.testing.assert_allclose(losses[:, 0], got, rtol=1e-10)


def test_what_the_figure_ships_is_what_a_training_made_anew_comes_to():
    kept, now = trained_digits.shipped(), trained_digits.computed()
    assert kept["wrong"] == now["wrong"]
    np.testing.assert_allclose(kept["numbers"], now["numbers"], rtol=0.011, atol=1e-6)
    trained = trained_digits.training().networks[0]
    assert (DigitNet().network(TEST[0]).argmax(axis=1) == trained(TEST[0]).argmax(axis=1)).all()
    assert all(float(f"{number:.3g}") == number for number in kept["numbers"])


def test_network_and_gallery_weigh_less_than_25_kilobytes():
    fig = DigitNet()
    text = json.dumps([fig._numbers, fig._gallery, fig._labels, fig._wrong])
    assert len(gzip.compress(text.encode())) < 25_000


def test_the_chapters_numbers():
    nets = trained_digits.training().networks
    shares = [right(net) for net in nets]
    assert min(shares) >= 0.97 and np.median(shares) >= 0.975
    wrong = np.array([net(TEST[0]).argmax(axis=1) != TEST[1] for net in nets])
    assert 4 <= wrong.all(axis=0).sum() <= 8
    shifted = np.roll(IMAGES[HELD_OUT], 1, axis=2).reshape(-1, 64) / 16  # its last column is nearly empty
    assert all(0.4 < right(net, shifted) < 0.52 for net in nets)


def test_other_stretches_are_read_worse_than_a_fifth_of_each_digit():
    last = np.arange(len(X)) >= len(X) - 360
    starts = [random_network([64, 32, 10], seed) for seed in range(5)]
    networks = train_classifiers(starts, X[~last], LABELS[~last]).networks
    assert all(0.88 < right(net, X[last], LABELS[last]) < 0.94 for net in networks)


@pytest.mark.parametrize(
    "change, says",
    [
        ({"starts": []}, "starts must be networks of the same sizes"),
        ({"labels": [0, 9]}, "labels must be whole numbers from 0 to 1"),
        ({"seeds": [1, 2]}, "each start needs a seed, got 1 starts and 2 seeds"),
        ({"X": np.ones((2, 3))}, "X must have rows of 1 numbers"),
        ({"step_size": 0}, "step_size must be above 0"),
        ({"batch": 0}, "batch must be at least 1"),
    ],
)
def test_a_training_that_cannot_be_made_says_why(change, says):
    given = {"starts": [random_network([1, 2, 2], 0)], "X": np.ones((2, 1)), "labels": [0, 1]} | change
    with pytest.raises(ValueError, match=says):
        train_classifiers(given.pop("starts"), given.pop("X"), given.pop("labels"), **given)


# --- the figure as a Python object ------------------------------------------------------------------


def test_a_figure_takes_a_network_and_an_image_and_gives_them_back():
    net, fig = random_network([64, 32, 10], 4), DigitNet(source="held-out", picture=7, turn=20, right=-1)
    before = fig.accuracy
    fig.network = net
    assert fig.network == net and fig.accuracy < 0.2 < before
    moved = turn_images(IMAGES[HELD_OUT][6:7], 20)[0]
    np.testing.assert_allclose(fig.image[:, :7], moved[:, 1:])
    assert fig.label == LABELS[HELD_OUT][6] and fig.digit == fig.probabilities.argmax()
    fig.reset()
    assert fig.network == net  # the state goes back, the network stays
    fig.image = IMAGES[0]
    fig.turn = fig.right = 0
    assert fig.source == "own" and (fig.image == IMAGES[0]).all() and fig.label is None
    assert DigitNet(image=IMAGES[3]).own == tuple(IMAGES[3].ravel())


def test_an_empty_sheet_has_no_answer():
    fig = DigitNet(drawing="")
    assert fig.image is None and fig.digit is None and fig.probabilities is None
    assert "empty sheet" in fig.alt_text()
    assert DigitNet(source="own").image is None


@pytest.mark.parametrize("given", [random_network([64, 10], 0), random_network([64, 16, 10], 0), "net", None])
def test_a_figure_refuses_other_networks(given):
    with pytest.raises(ValueError, match=r"need a Network of sizes \(64, 32, 10\)"):
        DigitNet().network = given


@pytest.mark.parametrize("image, says", [(np.ones((8, 7)), "shape"), (np.full((8, 8), 17), "from 0 to 16")])
def test_a_figure_refuses_other_images(image, says):
    with pytest.raises(ValueError, match=says):
        DigitNet().image = image


def test_a_drawing_is_a_string_and_back():
    dots = np.random.default_rng(0).random((32, 32)) < 0.3
    assert (dots_of(as_drawing(dots)) == dots).all()
    assert not dots_of("no drawing").any() and not dots_of("x" + "g" * 256).any()


def test_without_being_made_like_the_data_a_small_drawing_is_another_image():
    fig = DigitNet()
    made = fig.image
    fig.normalise = False
    assert fig.image.sum() < made.sum() and fig.image[0].sum() == 0 < made[0].sum()
