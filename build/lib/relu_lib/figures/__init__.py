"""The book's interactive figures. Each is a widget where Python runs, and alive without it on a built page.

Needs anywidget (`pip install "relu_lib[figures]"`); `import relu_lib` does not load it.
"""

from .approximator import Approximator
from .digit_net import DigitNet
from .folding import Folding
from .gallery import Gallery
from .gradient_descent import GradientDescent
from .linear_map import LinearMap
from .matmul import Matmul
from .more_kinks import MoreKinks
from .planes import Planes
from .rectified_line import RectifiedLine
from .signed_sum import SignedSum
from .three_relus import ThreeReLUs
from .uniform_continuity import UniformContinuity

__all__ = [
    "Approximator",
    "DigitNet",
    "Folding",
    "Gallery",
    "GradientDescent",
    "LinearMap",
    "Matmul",
    "MoreKinks",
    "Planes",
    "RectifiedLine",
    "SignedSum",
    "ThreeReLUs",
    "UniformContinuity",
]
