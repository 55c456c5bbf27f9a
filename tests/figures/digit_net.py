"""What relu_lib says of a state of the figure digit-net."""

import numpy as np

from relu_lib.figures import DigitNet


def check(fig, state):
    net = DigitNet(**state)
    shown = fig.root.locator(".probabilities .number").all_text_contents()
    all_images = f"it reads {100 * net.accuracy:.1f} % right."
    if net.image is None:
        assert shown == [""] * 10
        return ("Draw a digit.", all_images)
    np.testing.assert_allclose([float(text) for text in shown], net.probabilities, atol=0.0051)
    known = (f"It is a {net.label}.",) if net.label is not None else ()
    return (f"Read as a {net.digit}, probability", *known, f"Unit {state['unit']}:", all_images)
