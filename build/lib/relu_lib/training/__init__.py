"""The same sums by training: start anywhere, follow the gradient downhill, many small steps.

`by_hand` is NumPy and every step of it can be read; `with_pytorch` is what one would use. Both are slower and further
from the best than `fit`, but it is the way that still works when there are many inputs and many layers.
"""

from .by_hand import METHODS, Descent, Gradient, dead_units, descend, loss_gradient, random_start
from .with_pytorch import Training, train

__all__ = [
    "METHODS",
    "Descent",
    "Gradient",
    "Training",
    "dead_units",
    "descend",
    "loss_gradient",
    "random_start",
    "train",
]
