"""What relu_lib says of a state of the figure uniform-continuity."""

import numpy as np

from relu_lib.figures import UniformContinuity


def check(fig, state):
    python = UniformContinuity(**state)
    if python.curve == "root":
        fig.assert_draws("path.target", lambda x: np.where(np.abs(x) <= 1, python.f(x), np.nan))
    serves = f"{python.pieces} pieces" if python.pieces else "no width serves everywhere"
    return f"ε = {python.epsilon:.2f}".rstrip("0").rstrip("."), serves
