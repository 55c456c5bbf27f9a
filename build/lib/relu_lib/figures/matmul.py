"""`Matmul`: two small matrices to edit, and their product entry by entry."""

import numpy as np
import traitlets

from ..linear import matmul
from .figure import Figure, Matrix, module


class Matmul(Figure):
    """Two matrices and their product; one entry's row and column are lit and its sum is spelled out.

    A: shape (n, m). B: shape (m, p); the page shows at most 8 rows and columns. row, column: of the
    entry to explain, counted from 0. step: how many of its m products have been added; 0 for all.
    Raises traitlets.TraitError, naming the trait, for what is not a matrix of finite numbers, and
    ValueError, naming both shapes, if they do not fit. Source: Strang 2023, section 1.4.

    >>> fig = Matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]], row=0, column=1)
    >>> fig.product
    array([[19., 22.],
           [43., 50.]])
    """

    _figure = traitlets.Unicode("matmul").tag(sync=True)
    _esm = module("matmul")
    STATE = ("A", "B", "row", "column", "step")
    A = Matrix(((1.0, 2.0), (3.0, 4.0))).tag(sync=True)
    B = Matrix(((5.0, 6.0, 2.0), (7.0, 8.0, -1.0))).tag(sync=True)
    row = traitlets.Int(0, min=0).tag(sync=True)
    column = traitlets.Int(0, min=0).tag(sync=True)
    step = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(self, A=((1.0, 2.0), (3.0, 4.0)), B=((5.0, 6.0, 2.0), (7.0, 8.0, -1.0)), **state):
        super().__init__(A=A, B=B, **state)
        _ = self.product  # shapes that do not fit are an error now, not at the first use

    @property
    def product(self):
        """A·B, shape (n, p)."""
        return matmul(self.A, self.B)

    def draw(self):
        from .. import plots

        ax = plots.axes(height=max(1.7, 0.7 * max(len(self.A), len(self.B))))
        last = np.array(self.product.shape) - 1
        row, column = np.minimum([self.row, self.column], last)
        return plots.plot_product(ax, np.array(self.A), np.array(self.B), row, column)

    def alt_text(self):
        n, p = self.product.shape
        row, column = min(self.row, n - 1), min(self.column, p - 1)
        shapes = f"Two matrices of shapes ({n}, {len(self.B)}) and ({len(self.B)}, {p}) and their product."
        lit = f"Row {row + 1} of the first and column {column + 1} of the second are lit"
        text = f"{shapes} {lit}, and so is the entry they make, {self.product[row, column]:g}."
        return text.replace("-", "−")
