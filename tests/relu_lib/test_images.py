"""Drawings made like the data, and images shifted, turned and made noisy."""

import numpy as np
import pytest

from relu_lib import count_blocks, digits, noisy_images, normalise_drawing, shift_images, turn_images

IMAGES = digits().images


def blot(top, left, height, width):
    drawing = np.zeros((32, 32), bool)
    drawing[top : top + height, left : left + width] = True
    return drawing


def test_a_drawing_comes_to_the_same_wherever_it_stands():
    rng = np.random.default_rng(0)
    shape = rng.random((12, 9)) < 0.5
    shape[0, 0] = shape[-1, -1] = True
    images = []
    for top, left in (0, 0), (20, 23), (7, 11):
        drawing = np.zeros((32, 32), bool)
        drawing[top : top + 12, left : left + 9] = shape
        images.append(normalise_drawing(drawing).image)
    assert (images[0] == images[1]).all() and (images[0] == images[2]).all()


@pytest.mark.parametrize("height, width, wide", [(16, 8, 16), (10, 2, 6), (32, 1, 4), (3, 32, 32), (1, 1, 32)])
def test_full_height_keeps_the_shape_within_bounds(height, width, wide):
    tall = normalise_drawing(blot(0, 0, height, width)).tall
    rows, columns = np.flatnonzero(tall.any(axis=1)), np.flatnonzero(tall.any(axis=0))
    assert len(rows) == 32 and len(columns) == wide == tall[0].sum()
    assert columns[0] == (32 - wide) // 2


def test_ink_comes_nearer_to_that_of_the_data_and_never_farther():
    rng = np.random.default_rng(1)
    for _ in range(50):
        drawing = rng.random((32, 32)) < rng.uniform(0.01, 0.9)
        drawing[0, 0] = True
        tall, inked = normalise_drawing(drawing)[1:3]
        assert abs(inked.sum() - 313) <= abs(int(tall.sum()) - 313)
    thin = normalise_drawing(blot(0, 15, 32, 4))
    assert thin.tall.sum() == 128 and thin.inked.sum() == 320  # three rims


def test_the_data_have_as_much_ink_as_is_aimed_at_and_fill_the_height():
    assert IMAGES.sum(axis=(1, 2)).mean() == pytest.approx(313, abs=1)
    assert (IMAGES.sum(axis=2) > 0).all(axis=1).mean() > 0.99
    assert (IMAGES[:, :, 1:7].sum() / IMAGES.sum()) > 0.98


def test_blocks_count_every_dot_once():
    assert count_blocks(np.ones((32, 32))).tolist() == [[16] * 8] * 8
    one = count_blocks(blot(4, 27, 1, 2))
    assert one[1, 6] == 1 and one[1, 7] == 1 and one.sum() == 2


@pytest.mark.parametrize("right, down", [(0, 0), (1, 0), (0, -1), (-3, 2), (8, 0), (99, -99)])
def test_a_shift_is_that_of_a_larger_sheet(right, down):
    got = shift_images(IMAGES[:5], right, down)
    for y in range(8):
        for x in range(8):
            inside = 0 <= y - down < 8 and 0 <= x - right < 8
            wanted = IMAGES[:5, y - down, x - right] if inside else 0
            assert (got[:, y, x] == wanted).all()


def test_turns_by_a_quarter_are_exact_and_a_small_one_loses_little():
    some = IMAGES[:20].astype(float)
    for quarters in 1, 2, 3, -1:
        turned = turn_images(some, 90 * quarters)
        np.testing.assert_allclose(turned, np.rot90(some, quarters, axes=(1, 2)), atol=1e-9)
    assert (turn_images(some, 0) == some).all()
    assert 0.9 < turn_images(some, 10).sum() / some.sum() < 1.02
    assert turn_images(np.full((1, 8, 8), 16.0), 45)[0, 0, 0] < 1  # around an image there is paper


def test_noise_has_its_size_and_stays_within_paper_and_ink():
    middle = np.full((300, 8, 8), 8.0)
    noise = noisy_images(middle, 1) - 8
    assert noise.mean() == pytest.approx(0, abs=0.02) and noise.std() == pytest.approx(1, abs=0.02)
    assert (noisy_images(middle, 0) == middle).all()
    loud = noisy_images(middle, 1e6)
    assert 0 <= loud.min() and loud.max() <= 16 and ((loud == 0) | (loud == 16)).mean() > 0.999
    assert (noisy_images(middle[:7], 2) == noisy_images(middle, 2)[:7]).all()
    assert (noisy_images(middle, 2, seed=1) != noisy_images(middle, 2)).any()


@pytest.mark.parametrize(
    "call, says",
    [
        (lambda: normalise_drawing(np.zeros((32, 32))), "drawing is empty"),
        (lambda: normalise_drawing(np.ones((8, 8))), r"must have shape \(32, 32\), got \(8, 8\)"),
        (lambda: count_blocks(np.ones(1024)), r"got \(1024,\)"),
        (lambda: shift_images(np.ones((8, 8))), r"images must have shape \(N, 8, 8\), got \(8, 8\)"),
        (lambda: turn_images(np.ones((1, 8, 8)), np.inf), "degrees must be a finite number"),
        (lambda: noisy_images(np.ones((1, 8, 8)), -1), "size must be at least 0"),
    ],
)
def test_what_is_no_image_gets_a_sentence(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_a_shift_by_half_a_pixel_is_refused():
    with pytest.raises(TypeError, match="right must be a whole number, got 0.5"):
        shift_images(IMAGES[:1], right=0.5)


@pytest.mark.parametrize("call", [normalise_drawing, count_blocks, shift_images])
@pytest.mark.parametrize("given, kind", [("ink", TypeError), ([["x"]], TypeError), ([[1], [1, 2]], ValueError)])
def test_what_holds_no_numbers_is_refused(call, given, kind):
    with pytest.raises(kind, match="drawing|images"):
        call(given)
