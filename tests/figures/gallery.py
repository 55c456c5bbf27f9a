"""What relu_lib says of a state of the figure gallery."""

from relu_lib.figures import Gallery


def check(fig, state):
    python = Gallery(**state)
    guess = state["guesses"][list(python.traits()["failure"].names).index(state["failure"])]
    if guess not in (1, 2, 3, 9):
        assert not fig.root.locator("path.sum").get_attribute("d")  # it waits for a guess
        return ("Predict first",)
    if python.failure != "jump" or python.at <= 6:  # a steeper ramp is narrower than a pixel
        fig.assert_draws("path.sum", python.model)
    errors = list(python.errors.values())
    digits = 2 if python.failure in ("plus", "noise") else 3
    return tuple(f"{error:.{digits}f}" for error in errors[: 1 if python.failure in ("plus", "dead") else 2])
