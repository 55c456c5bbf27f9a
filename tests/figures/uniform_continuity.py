"""What relu_lib says of a state of the figure uniform-continuity."""

from relu_lib.figures import UniformContinuity
from relu_lib.figures.uniform_continuity import width_at


def check(fig, state):
    python = UniformContinuity(**state)
    if python.curve == "root":
        fig.assert_draws("path.target", python.f)
    near = f"{width_at('reciprocal', python.epsilon, 0.001):.2e}".split("e")[0]
    serves = f"{python.pieces} pieces" if python.pieces else f"at x = 0.001 only {near}·10⁻"
    return f"ε = {python.epsilon:.2f}".rstrip("0").rstrip("."), serves
