"""relu_lib: multiply, add, clip, repeat. The helper library of *How Neural Networks Actually Work*.

Importing it costs NumPy and nothing more. Pictures are in `relu_lib.plots`, which needs Matplotlib;
PyTorch is imported only by the methods that name it.

Modules follow the book, and each imports only from those before it: `arguments` (what any function may be given),
`linear`, `rectified`, `sums`, `data` and `losses`, `fitting`, `training`, then `plots`, `checks` and `figures`, and
last `exercises`. What later chapters bring has its place too: softmax and cross-entropy go into `losses`; networks of
any depth and their gradient into a module `layers`, and how lines cut the plane and how a deep network cuts a line
into a module `regions`, both of them between `training` and `plots`.
"""

from .data import (
    BEST_KNOBS,
    OPENING_KNOBS,
    TARGETS,
    Target,
    add_noise,
    earth_temperature,
    noisy_quadratic,
    target,
    three_units,
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
from .losses import mean_absolute_error, mean_squared_error, root_mean_squared_error, worst_error
from .rectified import rectified_linear, relu, trip_relu
from .sums import ReLUSum
from .training import Training, train


def __getattr__(name):
    if name == "check":  # loaded when an exercise first asks for it: a learner's script need not pay for it
        from .exercises import check

        return check
    raise AttributeError(f"module 'relu_lib' has no attribute {name!r}")


__all__ = [
    "BEST_KNOBS",
    "OPENING_KNOBS",
    "TARGETS",
    "FunctionFit",
    "ReLUSum",
    "Target",
    "Training",
    "UnitsChoice",
    "add_noise",
    "append_one",
    "apply_map",
    "check",
    "choose_units",
    "class_bounds",
    "dot",
    "earth_temperature",
    "error_limit",
    "fit",
    "fit_function",
    "fit_uniform",
    "fold_bias",
    "greedy",
    "greedy_insertion",
    "interpolate",
    "interpolation_bound",
    "matmul",
    "matmul_broadcast",
    "matmul_dots",
    "matmul_einsum",
    "matmul_loops",
    "mean_absolute_error",
    "mean_squared_error",
    "multiply_adds",
    "noisy_quadratic",
    "rectified_linear",
    "relu",
    "root_mean_squared_error",
    "rotation",
    "shear",
    "target",
    "three_units",
    "train",
    "trip_relu",
    "uniform_limit",
    "worst_error",
]
