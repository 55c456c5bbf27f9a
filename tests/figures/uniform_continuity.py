"""What relu_lib says of a state of the figure uniform-continuity."""

from relu_lib.figures import UniformContinuity


def check(fig, state):
    python = UniformContinuity(**state)
    if python.curve == "root":
        fig.assert_draws("path.target", python.f)
    serves = f"{python.pieces} pieces" if python.pieces else "no width serves everywhere"
    return f"ε = {python.epsilon:.2f}".rstrip("0").rstrip("."), serves
