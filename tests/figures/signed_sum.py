"""What relu_lib says of a state of the figure signed-sum."""

from relu_lib.figures import SignedSum


def check(fig, state):
    python = SignedSum(**state)
    fig.assert_draws("path.sum", python.model, x_from="svg[aria-label^='Change of slope']")
    return f"Worst error {python.worst_error:.2f}", f"{len(state['kinks'])} unit"
