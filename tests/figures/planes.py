"""What relu_lib says of a state of the figure planes."""

import numpy as np

from relu_lib import count_regions, most_regions
from relu_lib.figures import Planes


def check(fig, state):
    planes = Planes(**state)
    path = fig.root.locator("path.boundary")
    to_x, to_y, *_ = fig.frame(path)
    W, r = planes.network.weights[0], len(planes.biases)
    size = np.abs(planes.network.weights[1]).max() * max(1, np.abs(W).max()) * r
    for chain in fig.chains(path):
        X = np.stack([to_x(chain[:, 0]), to_y(chain[:, 1])], axis=1)
        assert np.abs(planes.network(X)).max() < 0.02 * size
    regions, most = count_regions(W, planes.biases, (-1.5, 1.5)), most_regions(r)
    told = (f"{r} line", f"{regions} region", f"of at most {most} in the plane.")
    if not len(planes.points[1]):
        return (*told, "No points yet.")
    count = len(planes.points[1])
    return (*told, f"{planes.right} of {count} points on the right side. Loss {planes.loss:.3f}")
