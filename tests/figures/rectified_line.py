"""What relu_lib says of a state of the figure rectified-line."""

from relu_lib import ReLUSum, rectified_linear

from ..browser.figures import say


def check(fig, state):
    m, b, clip = state["m"], state["b"], state["clip"]
    if clip:
        fig.assert_draws("path.rectified", lambda x: rectified_linear(m, b, x))
        kink = ReLUSum([m], [b], [1]).unit_kinks[0]
        words = f"flat, at height {say(max(b, 0))}" if m == 0 else f"kink at x = {say(kink)}"
        return words, "" if m == 0 else f"slope {say(m)};"
    fig.assert_draws("path.rectified", lambda x: m * x + b)
    return ("Not clipped",)
