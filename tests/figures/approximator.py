"""What relu_lib says of a state of the figure approximator."""

import re

import numpy as np
import pytest

from relu_lib.figures import Approximator


def check(fig, state):
    python = Approximator(**state)
    fig.assert_draws("path.sum", python.model)
    said = fig.root.locator(".said").text_content()
    worst, rms = (_number(re.search(rf"{name} (\S+?)[,.;]? ", said)[1]) for name in ("worst error", "rms"))
    assert rms == pytest.approx(python.error, rel=0.012)  # three digits, and another fitter
    if state["placement"] != "well":
        assert worst == pytest.approx(python.worst_error, rel=0.006)
    assert re.match(rf"{python.model.width} unit", said) and np.isfinite(worst)
    return (said.split(";")[0],)


def _number(text):
    """A number as it is said: 0.0123, or 1.23·10⁻⁵."""
    head, _, power = text.rstrip(".,;").partition("·10⁻")
    return float(head) * 10.0 ** -int("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(digit)) for digit in power) or 0)
