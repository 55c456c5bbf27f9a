"""What relu_lib says of a state of the figure more-kinks."""

from relu_lib.figures import MoreKinks


def check(fig, state):
    python = MoreKinks(**state)
    fig.assert_draws("path.sum", python.model)
    return f"{state['kinks']} kink", f"the worst error is {python.worst_error:.2f}"
