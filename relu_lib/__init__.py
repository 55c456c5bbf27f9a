"""relu_lib: multiply, add, clip, repeat. The helper library of *How Neural Networks Actually Work*.

Importing it costs NumPy and nothing more. Pictures are in `relu_lib.plots`, which needs Matplotlib;
PyTorch is imported only by the methods that name it.

Modules follow the book, and each imports only from those before it: `arguments` (what any function may be given),
`linear`, `rectified`, `sums`, `data` and `losses`, `fitting`, `training`, `layers`, `folding`, `regions` and `images`,
then `plots`, `checks`, `own_numbers` and `figures`, and last `exercises`.
"""

from .data import (
    BEST_KNOBS,
    OPENING_KNOBS,
    TARGETS,
    Digits,
    Target,
    add_noise,
    digits,
    earth_temperature,
    moons_points,
    noisy_quadratic,
    ring_points,
    target,
    three_units,
    xor_points,
)
from .fitting import (
    FunctionFit,
    UnitsChoice,
    choose_units,
    class_bounds,
    error_limit,
    fit,
    fit_function,
    fit_uniform,
    greedy,
    greedy_insertion,
    interpolate,
    interpolation_bound,
    uniform_limit,
)
from .folding import folding_network, squaring_network, tent_map
from .images import Normalised, count_blocks, noisy_images, normalise_drawing, shift_images, turn_images
from .layers import LayerGradient, Network, Trained, random_network, train_classifiers, train_networks
from .linear import (
    append_one,
    apply_map,
    dot,
    fold_bias,
    matmul,
    matmul_broadcast,
    matmul_dots,
    matmul_einsum,
    matmul_loops,
    multiply_adds,
    rotation,
    shear,
)
from .losses import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    cross_entropy,
    cross_entropy_gradient,
    mean_absolute_error,
    mean_squared_error,
    root_mean_squared_error,
    sigmoid,
    softmax,
    worst_error,
)
from .rectified import rectified_linear, relu, trip_relu
from .regions import boundary_segments, count_regions, knots_along, most_regions, region_polygons
from .sums import ReLUSum
from .training import Descent, Gradient, Training, dead_units, descend, loss_gradient, random_start, train


def __getattr__(name):
    if name == "check":  # loaded when an exercise first asks for it: a learner's script need not pay for it
        from .exercises import check

        return check
    raise AttributeError(f"module 'relu_lib' has no attribute {name!r}")


__all__ = [
    "BEST_KNOBS",
    "OPENING_KNOBS",
    "TARGETS",
    "Descent",
    "Digits",
    "FunctionFit",
    "Gradient",
    "LayerGradient",
    "Network",
    "Normalised",
    "ReLUSum",
    "Target",
    "Trained",
    "Training",
    "UnitsChoice",
    "add_noise",
    "append_one",
    "apply_map",
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "boundary_segments",
    "check",
    "choose_units",
    "class_bounds",
    "count_regions",
    "count_blocks",
    "cross_entropy",
    "cross_entropy_gradient",
    "dead_units",
    "descend",
    "digits",
    "dot",
    "earth_temperature",
    "error_limit",
    "fit",
    "fit_function",
    "fit_uniform",
    "fold_bias",
    "folding_network",
    "greedy",
    "greedy_insertion",
    "interpolate",
    "interpolation_bound",
    "knots_along",
    "loss_gradient",
    "matmul",
    "matmul_broadcast",
    "matmul_dots",
    "matmul_einsum",
    "matmul_loops",
    "mean_absolute_error",
    "mean_squared_error",
    "moons_points",
    "most_regions",
    "multiply_adds",
    "noisy_images",
    "noisy_quadratic",
    "normalise_drawing",
    "random_network",
    "random_start",
    "rectified_linear",
    "region_polygons",
    "relu",
    "ring_points",
    "root_mean_squared_error",
    "rotation",
    "shear",
    "shift_images",
    "sigmoid",
    "softmax",
    "squaring_network",
    "target",
    "tent_map",
    "three_units",
    "train",
    "train_classifiers",
    "train_networks",
    "trip_relu",
    "turn_images",
    "uniform_limit",
    "worst_error",
    "xor_points",
]
