"""What relu_lib says of a state of the figure folding."""

from relu_lib import tent_map
from relu_lib.figures import Folding


def check(fig, state):
    folding = Folding(**state)
    net = folding.network
    way = f"goes to {round(float(tent_map(state['place'])), 3):g}"
    if net is None:
        return "No network is shown.", way
    if folding.pieces <= 64:  # of more, a picture is too small to tell where the line is
        fig.assert_draws("path.sum", lambda x: net(x[:, None])[:, 0])
    return f"{folding.pieces} piece", f"with {net.count} numbers", way
