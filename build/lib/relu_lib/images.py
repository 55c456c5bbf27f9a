"""Small pictures of digits: a drawing made like those of the data, and pictures shifted, turned and made noisy.

The data of `digits()` were normalised before anybody trained on them: each fills all eight rows, stands in the middle,
and has about as much ink as any other. What a network has learnt holds for such pictures. The figure `digit-net` does
the same in JavaScript, to the same numbers.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from .arguments import checked_array, checked_count, checked_number
from .training.by_hand import chance

SIDE, SHEET, INK = 8, 32, 16  # pixels of an image, dots of a drawing, ink of a full pixel
WANTED, NEAR = 313, 15  # how much ink the data have, in dots, and what is near enough
THINNEST, ROUNDS = 4, 3  # a narrow drawing is made this wide at least; ink is put on or taken off so many times


class Normalised(NamedTuple):
    """The steps from a drawing to an image: what `normalise_drawing` returns.

    box: the drawing, cut to where there is ink, True and False. tall: that, at full height and in the middle, shape
    (32, 32). inked: made thicker or thinner, shape (32, 32). image: how many of each 4 × 4 dots are ink, shape (8, 8),
    whole numbers from 0 to 16.
    """

    box: np.ndarray
    tall: np.ndarray
    inked: np.ndarray
    image: np.ndarray


def normalise_drawing(drawing):
    """A drawing made like the images of `digits()`, with each step: a `Normalised`.

    drawing: shape (32, 32), what is not 0 is ink. The box around the ink is stretched to 32 dots of height, as wide as
    its shape asks for, and put in the middle. Then a rim of ink is put on or taken off, up to three times, as long as
    that brings it nearer to 313 dots, which is the mean of the data. Raises ValueError for another shape and for an
    empty drawing, TypeError for what is no number.

    >>> drawing = np.zeros((32, 32))
    >>> drawing[10:20, 15:17] = 1
    >>> steps = normalise_drawing(drawing)
    >>> steps.box.shape, int(steps.tall.sum()), int(steps.inked.sum()), int(steps.image.sum())
    ((10, 2), 192, 320, 320)
    """
    ink = checked_array(drawing, "drawing") != 0
    if ink.shape != (SHEET, SHEET):
        raise ValueError(f"drawing must have shape ({SHEET}, {SHEET}), got {ink.shape}")
    if not ink.any():
        raise ValueError("drawing is empty: there is nothing to normalise")
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tall = _to_full_height(box)
    inked = _with_ink(tall)
    return Normalised(box, tall, inked, count_blocks(inked))


def count_blocks(drawing):
    """How many of each 4 × 4 dots are ink: shape (8, 8) from shape (32, 32), without any normalising.

    Raises ValueError for another shape, TypeError for what is no number.

    >>> int(count_blocks(np.ones((32, 32)))[0, 0])
    16
    """
    ink = checked_array(drawing, "drawing") != 0
    if ink.shape != (SHEET, SHEET):
        raise ValueError(f"drawing must have shape ({SHEET}, {SHEET}), got {ink.shape}")
    return ink.reshape(SIDE, SHEET // SIDE, SIDE, SHEET // SIDE).sum(axis=(1, 3))


def _to_full_height(box):
    """The box at 32 dots of height, in the middle: each dot is the one of the box that lies there."""
    height, width = box.shape
    wide = min(SHEET, max(THINNEST, int(np.floor(width * SHEET / height + 0.5))))
    rows = ((np.arange(SHEET) + 0.5) * height / SHEET).astype(int)
    columns = ((np.arange(wide) + 0.5) * width / wide).astype(int)
    tall = np.zeros((SHEET, SHEET), bool)
    left = (SHEET - wide) // 2
    tall[:, left : left + wide] = box[np.ix_(rows, columns)]
    return tall


def _with_ink(ink):
    """A rim more or less, as long as it brings the ink nearer to what the data have."""
    for _ in range(ROUNDS):
        missing = WANTED - int(ink.sum())
        if abs(missing) <= NEAR:
            break
        other = _thicker(ink) if missing > 0 else ~_thicker(~ink)
        if abs(WANTED - int(other.sum())) >= abs(missing):
            break
        ink = other
    return ink


def _thicker(ink):
    """Each dot of ink with its four neighbours."""
    grown = ink.copy()
    grown[1:] |= ink[:-1]
    grown[:-1] |= ink[1:]
    grown[:, 1:] |= ink[:, :-1]
    grown[:, :-1] |= ink[:, 1:]
    return grown


def shift_images(images, right=0, down=0):
    """Images moved by whole pixels; what leaves at an edge is gone, and paper comes in.

    images: shape (N, 8, 8). right, down: whole numbers, below 0 for left and up. Returns the same shape, float64.
    Raises ValueError for another shape, TypeError for what is no whole number.

    >>> shift_images(np.eye(8)[None], right=1)[0, :2, :3]
    array([[0., 1., 0.],
           [0., 0., 1.]])
    """
    images = _checked_images(images)
    right, down = checked_count(right, "right", least=-np.inf), checked_count(down, "down", least=-np.inf)
    moved = np.zeros_like(images)
    to_y, from_y = _overlap(down)
    to_x, from_x = _overlap(right)
    moved[:, to_y, to_x] = images[:, from_y, from_x]
    return moved


def _overlap(by):
    by = min(max(by, -SIDE), SIDE)
    return slice(max(by, 0), SIDE + min(by, 0)), slice(max(-by, 0), SIDE + min(-by, 0))


def turn_images(images, degrees):
    """Images turned about their middle, to the left if `degrees` is above 0.

    images: shape (N, 8, 8). Each pixel becomes the mean of the four around the place it comes from, the nearer the
    more; around the image there is paper. Returns the same shape, float64. Raises ValueError for another shape or an
    angle that is not finite, TypeError for what is no number.

    >>> corner = np.zeros((1, 8, 8))
    >>> corner[0, 0, 7] = 16
    >>> float(turn_images(corner, 90)[0, 0, 0].round(9))
    16.0
    """
    images, angle = _checked_images(images), np.radians(checked_number(degrees, "degrees"))
    middle = (SIDE - 1) / 2
    y, x = np.mgrid[:SIDE, :SIDE] - middle
    from_x = np.cos(angle) * x - np.sin(angle) * y + middle
    from_y = np.sin(angle) * x + np.cos(angle) * y + middle
    left, top = np.floor(from_x).astype(int), np.floor(from_y).astype(int)
    paper = np.pad(images, ((0, 0), (4, 4), (4, 4)))  # no pixel comes from farther away
    turned = np.zeros_like(images)
    for dy in 0, 1:
        for dx in 0, 1:
            share = (1 - abs(from_y - top - dy)) * (1 - abs(from_x - left - dx))
            turned += share * paper[:, top + dy + 4, left + dx + 4]
    return turned


def noisy_images(images, size, seed=0):
    """Images with normally distributed noise on each pixel, kept within 0 and 16.

    images: shape (N, 8, 8). size: the standard deviation, in the units of a pixel, at least 0. seed: a whole number
    from 0 to 4294967295; the noise of an image is always the same but for its size. Returns the same shape, float64.
    Raises ValueError for another shape or a size below 0, TypeError for what is no number.

    >>> noisy_images(np.full((1, 8, 8), 8), 0).max()
    np.float64(8.0)
    """
    images = _checked_images(images)
    size = checked_number(size, "size", least=0)
    return np.clip(images + size * _normal(len(images), seed), 0, INK)


@cache
def _normal(count, seed):
    """Normally distributed numbers, shape (count, 8, 8), from the generator mulberry32 (Box & Muller 1958)."""
    draw = chance(seed)
    pairs = np.array([next(draw) for _ in range(2 * count * SIDE * SIDE)]).reshape(-1, 2)
    return (np.sqrt(-2 * np.log(1 - pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1])).reshape(count, SIDE, SIDE)


def _checked_images(images):
    array = checked_array(images, "images").astype(float)
    if array.ndim != 3 or array.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"images must have shape (N, {SIDE}, {SIDE}), got {array.shape}")
    return array
