"""The functions that fits are measured on, all on [−2, 2], and their samples."""

import numpy as np

A, B = -2.0, 2.0


def _fourier(x):
    """Twelve waves with amplitudes by chance, the faster the smaller; the same each time."""
    rng = np.random.default_rng(7)
    return sum((rng.normal() * np.cos(k * x) + rng.normal() * np.sin(k * x)) / k for k in np.pi / 4 * np.arange(1, 13))


CURVES = {
    "x²": lambda x: x**2,
    "eˣ": np.exp,
    "sin 3x": lambda x: np.sin(3 * x),
    "1/(1+25x²)": lambda x: 1 / (1 + 25 * x**2),
    "√|x|": lambda x: np.sqrt(np.abs(x)),
    "tanh 20x": lambda x: np.tanh(20 * x),
    "random waves": _fourier,
    "chirp": lambda x: np.sin(2 * (x + 2) ** 2),
    "wave packet": lambda x: np.exp(-(x**2)) * np.sin(5 * x),
    "log(x + 2.1)": lambda x: np.log(x + 2.1),
}


def samples(name, count):
    """`count` points evenly spread over [−2, 2], and the function there."""
    x = np.linspace(A, B, count)
    return x, CURVES[name](x)
