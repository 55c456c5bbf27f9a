"""Data or a function → a sum of ReLUs that fits it: the best polyline that can be found, and plainer ways to one.

`units` is p, the number of straight pieces on the interval of the data: p pieces have p − 1 kinks between them, and one
unit more gives the first piece its slope. So p ReLUs and an offset are enough for any polyline of p pieces. `fit` and
`fit_uniform` find polylines of p pieces; p ReLUs whose kinks may be anywhere can now and then do better, as where a
first piece is flat. Errors are "l2", root mean square, or "max", worst absolute.
"""

from .best_fit import fit
from .bounds import class_bounds, error_limit, interpolation_bound, uniform_limit
from .cross_validation import UnitsChoice, choose_units
from .fixed_knots import fit_uniform, interpolate
from .function_fit import FunctionFit, fit_function
from .insertion import greedy_insertion
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
    "greedy_insertion",
    "interpolate",
    "interpolation_bound",
    "uniform_limit",
]
