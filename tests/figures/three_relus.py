"""What relu_lib says of a state of the figure three-relus."""

import math

from relu_lib import mean_squared_error, noisy_quadratic, rectified_linear, three_units, trip_relu

from ..browser.figures import say

KNOBS = ["m1", "b1", "m2", "b2", "m3", "b3"]


def check(fig, state):
    knobs = [state[knob] for knob in KNOBS]
    x, y = noisy_quadratic()
    fig.assert_draws("path.sum", lambda x: trip_relu(*knobs, x))
    for i in range(3):
        fig.assert_draws(f"path.unit-{i + 1}.line", lambda x, i=i: rectified_linear(*knobs[2 * i : 2 * i + 2], x))
    loss = mean_squared_error(y, three_units(knobs)(x))
    assert fig.root.locator(".score.now .number").text_content() == f"{loss:.2f}"
    kinks = [f"unit {i + 1} is flat" if math.isnan(t) else say(t) for i, t in enumerate(three_units(knobs).unit_kinks)]
    return f"Loss {loss:.2f}.", f"Kinks: {', '.join(kinks)}."
