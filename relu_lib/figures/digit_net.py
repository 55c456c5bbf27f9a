"""`DigitNet`: a trained network that reads digits, from the held-out images or drawn by the reader."""

import numpy as np
import traitlets

from ..arguments import checked_array, checked_vector
from ..images import INK, SHEET, SIDE, count_blocks, noisy_images, normalise_drawing, shift_images, turn_images
from ..layers import Network
from ..losses import softmax
from .figure import Choice, Figure, Number, Numbers, Whole, module
from .trained_digits import SIZES, as_letters, as_network, as_numbers, held_out, shipped

COUNT = 364  # images held out
HEX = "0123456789abcdef"
SEVEN = (  # a 7, drawn small and off the middle
    "x00000000000000000000000000000000000000000000000001fff80003fffc00"
    "03fff8000000380000007000000070000000e0000000e0000001e000003ff000"
    "007ff000003fe000000380000007000000070000000f0000000e0000000e0000"
    "001c0000001c0000000800000000000000000000000000000000000000000000"
)


class DigitNet(Figure):
    """A network of sizes 64 → 32 → 10 that reads an image of 8 × 8 pixels, every number of it in sight.

    network: a `Network` of these sizes; the one that chapter 9 trains if None. image: an image of one's own, shape
    (8, 8), 0 to 16. source: "held-out", the image number `picture` of 1 to 364; "drawing", the 32 × 32 dots of
    `drawing`, an x and 256 hexadecimal digits, four dots each; or "own". normalise: whether a drawing is made like the
    data. right, down: by how many pixels the image is shifted; turn: by how many degrees it is turned; noise: its
    standard deviation. unit: the unit that is looked at, from 1. scored: the digit whose score is spelled out as a sum,
    or −1 for none. column, row, pen, thickness: the pen for who
    draws by keyboard. Raises traitlets.TraitError, naming the trait, for other values, and ValueError for networks and
    images of other sizes.

    >>> fig = DigitNet()
    >>> fig.network, fig.digit, fig.label
    (Network(64 → 32 → 10; 2410 numbers), 7, None)
    >>> fig.accuracy > 0.97
    True
    """

    _figure = traitlets.Unicode("digit-net").tag(sync=True)
    _esm = module("digit-net")
    STATE = ("source", "picture", "drawing", "own", "normalise", "right", "down", "turn", "noise", "unit",
             "scored", "column", "row", "pen", "thickness")  # fmt: skip
    source = Choice("drawing", ("drawing", "held-out", "own")).tag(sync=True)
    picture = Whole(1, 1, COUNT).tag(sync=True)
    drawing = traitlets.Unicode(SEVEN).tag(sync=True)
    own = Numbers().tag(sync=True)
    normalise = traitlets.Bool(True).tag(sync=True)
    right = Whole(0, -4, 4).tag(sync=True)
    down = Whole(0, -4, 4).tag(sync=True)
    turn = Number(0.0).tag(sync=True)
    noise = Number(0.0).tag(sync=True)
    unit = Whole(11, 1, SIZES[1]).tag(sync=True)  # it gives most to the score of the 7 that is drawn at first
    scored = Whole(-1, -1, 9).tag(sync=True)
    column = Whole(SHEET // 2, 1, SHEET).tag(sync=True)
    row = Whole(12, 1, SHEET).tag(sync=True)
    pen = traitlets.Bool(True).tag(sync=True)
    thickness = Whole(3, 2, 6).tag(sync=True)
    _numbers = Numbers().tag(sync=True)  # all of the network
    _gallery = traitlets.Unicode().tag(sync=True)  # the held-out images, a letter a pixel
    _labels = traitlets.Unicode().tag(sync=True)
    _wrong = traitlets.Dict().tag(sync=True)  # image → how many of ten networks get it wrong

    def __init__(self, network=None, image=None, **state):
        if image is not None:
            state = {"source": "own", "own": _own(image)} | state
        images, labels = held_out()
        numbers = shipped()["numbers"] if network is None else _numbers(network)
        super().__init__(
            **state,
            _numbers=numbers,
            _gallery=as_letters(images),
            _labels="".join(map(str, labels)),
            _wrong=shipped()["wrong"],
        )

    @property
    def network(self):
        """The network, a `Network`. Setting one of the same sizes moves the figure."""
        return as_network(self._numbers)

    @network.setter
    def network(self, net):
        self._numbers = _numbers(net)
        self._alt = self.alt_text()

    @property
    def image(self):
        """The image that goes in, shape (8, 8), 0 to 16, or None where nothing is drawn. Setting one shows it.

        >>> fig = DigitNet()
        >>> fig.image = 16 * np.eye(8)
        >>> fig.source, float(fig.image[3, 3])
        ('own', 16.0)
        """
        image = self._before()
        first = self.picture - 1 if self.source == "held-out" else 0
        return None if image is None else self._moved(image[None], first)[0]

    @image.setter
    def image(self, image):
        self._change({"source": "own", "own": _own(image)})

    @property
    def label(self):
        """What the image shows, as people said who read it; None if nobody has."""
        return int(held_out()[1][self.picture - 1]) if self.source == "held-out" else None

    @property
    def probabilities(self):
        """What the network gives each digit, shape (10,); None where nothing is drawn.

        >>> DigitNet(source="held-out").probabilities.round(2)
        array([1., 0., 0., 0., 0., 0., 0., 0., 0., 0.])
        """
        image = self.image
        return None if image is None else softmax(self.network(image.reshape(1, -1) / INK))[0]

    @property
    def digit(self):
        """The digit with the largest probability; None where nothing is drawn."""
        return None if self.image is None else int(self.probabilities.argmax())

    @property
    def accuracy(self):
        """The share of all 364 held-out images, shifted, turned and with noise as this one, that is read right."""
        images, labels = held_out()
        moved = self._moved(images.astype(float), 0)
        return float((self.network(moved.reshape(COUNT, -1) / INK).argmax(axis=1) == labels).mean())

    def _before(self):
        """The image before it is shifted, turned and made noisy; None where nothing is drawn."""
        if self.source == "held-out":
            return held_out()[0][self.picture - 1].astype(float)
        if self.source == "own":
            return np.clip(np.reshape(self.own, (SIDE, SIDE)), 0, INK) if len(self.own) == SIDE * SIDE else None
        dots = dots_of(self.drawing)
        if not dots.any():
            return None
        return (normalise_drawing(dots).image if self.normalise else count_blocks(dots)).astype(float)

    def _moved(self, images, first):
        """Images turned, shifted and with noise, that of the gallery's image number `first` and those after it."""
        these = slice(first, first + len(images))
        gallery = np.zeros((COUNT, SIDE, SIDE))  # always so many, so that the noise of all is made once
        gallery[these] = shift_images(turn_images(images, self.turn), self.right, self.down)
        return noisy_images(gallery, abs(self.noise))[these]

    def draw(self):
        from .. import plots

        return plots.plot_digit(self.image, self.probabilities)

    def alt_text(self):
        if self.image is None:
            return "An empty sheet of 32 by 32 dots, on which the reader draws a digit for the network to read."
        digit, known = self.digit, "" if self.label is None else f", and it is a {self.label}"
        return (
            f"An image of 8 by 8 pixels. The network of 32 units reads it as a {digit} with probability "
            f"{self.probabilities[digit]:.2f}{known}. A bar for each of the ten digits shows the probabilities."
        )


def dots_of(drawing):
    """The 32 × 32 dots of an x and 256 hexadecimal digits, True for ink; of any other string none."""
    dots = np.zeros(SHEET * SHEET, bool)
    if len(drawing) == 1 + dots.size // 4 and drawing[0] == "x" and set(drawing[1:]) <= set(HEX):
        dots = np.array([HEX.index(digit) >> bit & 1 for digit in drawing[1:] for bit in (3, 2, 1, 0)], bool)
    return dots.reshape(SHEET, SHEET)


def as_drawing(dots):
    """Dots as such a string; undoes `dots_of`."""
    fours = np.reshape(dots, (-1, 4)).astype(bool) @ [8, 4, 2, 1]
    return "x" + "".join(HEX[four] for four in fours)


def _numbers(net):
    if not isinstance(net, Network) or net.sizes != SIZES:
        raise ValueError(f"need a Network of sizes {SIZES}, got {net!r:.80}")
    return tuple(as_numbers(net).tolist())


def _own(image):
    image = checked_array(image, "image").astype(float)
    if image.shape not in ((SIDE, SIDE), (SIDE * SIDE,)):
        raise ValueError(f"an image has shape ({SIDE}, {SIDE}), got {image.shape}")
    image = checked_vector(image.ravel(), "image")
    if image.min() < 0 or image.max() > INK:
        raise ValueError(f"the numbers of an image go from 0 to {INK}, got {image.min():g} to {image.max():g}")
    return tuple(image.tolist())
