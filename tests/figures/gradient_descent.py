"""What relu_lib says of a state of the figure gradient-descent."""

from relu_lib import OPENING_KNOBS, ReLUSum, dead_units, descend, noisy_quadratic, random_start, three_units
from relu_lib.training import METHODS


def check(fig, state):
    x, y = noisy_quadratic()
    units = state["units"]
    start = random_start(units, state["seed"]) if units else three_units(OPENING_KNOBS)
    if state["start"]:
        k = units or 3
        m, b, a, (c,) = (state["start"][i * k : (i + 1) * k] for i in range(4))
        start = ReLUSum(m, b, a, c)
    moving = {} if units else {"moving": ["slopes", "biases"]}
    down = descend(start, x, y, steps=state["steps"], step_size=state["step_size"], method=METHODS[state["method"]],
                   keep_gradients=state["keep_gradients"], **moving)  # fmt: skip
    fig.assert_draws("path.sum", down.sum)
    assert fig.root.locator(".square.gone").count() == len(dead_units(down.sum, x))
    return f"Step {len(down.losses) - 1}. Loss {down.losses[-1]:.3f}.", f"{down.sum.width} units"
