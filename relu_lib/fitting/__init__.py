"""Data or a function → the sum of ReLUs that fits it: the best that can be found, and plainer ways to one.

`units` is the number of straight pieces on the interval of the data: p pieces have p − 1 kinks
between them, and one unit more gives the first piece its slope: p ReLUs and an offset. Errors are
"l2", root mean square, or "max", worst absolute.
"""

from .best_fit import fit
from .bounds import class_bounds, error_limit, interpolation_bound, uniform_limit
from .cross_validation import UnitsChoice, choose_units
from .fixed_knots import fit_uniform, interpolate
from .function_fit import FunctionFit, fit_function
from .matching_pursuit import greedy

__all__ = [
    "FunctionFit",
    "UnitsChoice",
    "choose_units",
    "class_bounds",
    "error_limit",
    "fit",
    "fit_function",
    "fit_uniform",
    "greedy",
    "interpolate",
    "interpolation_bound",
    "uniform_limit",
]
