"""`LinearMap`: a (2, 2) matrix that moves the plane, and a second one after it."""

import numpy as np
import traitlets

from ..linear import matmul
from .figure import Figure, Matrix, Number, module


class LinearMap(Figure):
    """A matrix of shape (2, 2) moves the plane; its columns are where (1, 0) and (0, 1) land.

    first: the map, M. second: a map after it, N; shown if it is given or `compose` is True.
    progress: how far the two have gone, 0 before, 1 after M, 2 after both.
    Raises traitlets.TraitError, naming the trait, for what is not a (2, 2) matrix of finite numbers.
    Source: Strang 2023, chapter 8.

    >>> fig = LinearMap([[0, -1], [1, 0]], second=[[1, 1], [0, 1]])
    >>> fig.product
    array([[ 1., -1.],
           [ 1.,  0.]])
    """

    _figure = traitlets.Unicode("linear-map").tag(sync=True)
    _esm = module("linear-map")
    STATE = ("first", "second", "compose", "progress")
    first = Matrix(((1.0, 0.0), (0.0, 1.0)), shape=(2, 2)).tag(sync=True)
    second = Matrix(((1.0, 0.0), (0.0, 1.0)), shape=(2, 2)).tag(sync=True)
    compose = traitlets.Bool(False).tag(sync=True)
    progress = Number(2.0).tag(sync=True)

    def __init__(self, first=((1.0, 0.0), (0.0, 1.0)), second=None, **state):
        if second is not None:
            state = {"second": second, "compose": True} | state
        super().__init__(first=first, **state)

    @property
    def product(self):
        """The one matrix that does it all, shape (2, 2): N·M if there are two maps, else M."""
        return matmul(self.second, self.first) if self.compose else np.array(self.first)

    def draw(self):
        from .. import plots

        ax = plots.axes(width=3.4, height=3.4)
        return plots.plot_map(ax, self.product)

    def alt_text(self):
        (a, b), (c, d) = self.product
        subject = "Two maps in a row send" if self.compose else "The map sends"
        text = (
            f"{subject} (1, 0) to ({a:.3g}, {c:.3g}) and (0, 1) to ({b:.3g}, {d:.3g}); grid and letter F go with them."
        )
        return text.replace("-", "−")
