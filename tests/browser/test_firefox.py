"""The figures in Firefox: alive, moved by key and by mouse, to relu_lib's numbers; no fault in the console."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from live_book import assets
from relu_lib import mean_squared_error, noisy_quadratic, rectified_linear, three_pieces
from relu_lib.figures import SignedSum

from . import browsers

FIGURES = {  # chapter → figure → what takes the key
    "matrix-multiplication": {
        "matmul": "A, row 1, column 1",
        "linear-map": "first map, column 1, y",
        "linear-map-2": "second map, column 2, y",
    },
    "rectified-linear": {"rectified-line": "slope m"},
    "sums-of-relus": {"three-relus": "slope m1", "signed-sum": "unit 1, change of slope"},
}


def state(shown):
    pairs = shown["link"].split("&")[1:]
    return {trait: json.loads(unquote(value)) for trait, value in (pair.split("=") for pair in pairs)}


def used(book, figures):
    """What the reader of a book has of each figure, at each step."""
    path = browsers.find("firefox")
    assert path, browsers.MISSING["firefox"]
    node = Path(sys.executable).parent / "node"  # the pinned one: puppeteer wants a newer one than many machines have
    command = [
        node if node.exists() else assets.node_tool("node"),
        Path(__file__).parent / "firefox/smoke.mjs",
        path,
        book,
        json.dumps(figures),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["faults"] == []
    return told["done"]


@pytest.fixture(scope="module")
def firefox(book):
    return used(book, FIGURES)


NAMES = [name for figures in FIGURES.values() for name in figures]


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_alive_moves_by_key_and_by_mouse_and_goes_back(firefox, name):
    start, keyed, dragged, reset = (firefox[name][step] for step in ("start", "keyed", "dragged", "reset"))
    assert start["alive"] == "alive"
    assert state(keyed) != state(start) and state(dragged) != state(keyed) and state(reset) == state(start)
    assert keyed["spoken"] and dragged["spoken"] != keyed["spoken"]


def test_a_page_opened_from_disk_is_alive_too(unpacked):
    figures = {"rectified-linear": FIGURES["rectified-linear"]}
    shown = used(f"{unpacked.as_uri()}/", figures)["rectified-line"]
    assert shown["start"]["alive"] == "alive" and state(shown["keyed"])["m"] == pytest.approx(1.1)


def graph(shown):
    """The drawn corners, in numbers, read by the ticks."""
    fits = [
        np.polyfit([pixel - shift for _, pixel in shown[axis]], [value for value, _ in shown[axis]], 1)
        for axis, shift in (("x", 0), ("y", 4))
    ]
    corners = [point.split(",") for stroke in shown["path"].split("M")[1:] for point in stroke.split("L")]
    return [np.polyval(fit, np.array(pixels, float)) for fit, pixels in zip(fits, zip(*corners))]


@pytest.mark.parametrize("step", ["keyed", "dragged"])
@pytest.mark.parametrize("name", ["rectified-line", "three-relus", "signed-sum"])
def test_what_is_drawn_and_spoken_are_relu_libs_numbers(firefox, name, step):
    shown = firefox[name][step]
    now = state(shown)
    x, y = graph(shown)
    if name == "rectified-line":
        f, words = (lambda x: rectified_linear(now["m"], now["b"], x)), "max("
    elif name == "three-relus":
        f = three_pieces([now[knob] for knob in ("m1", "b1", "m2", "b2", "m3", "b3")])
        data_x, data_y = noisy_quadratic()
        words = f"Loss {mean_squared_error(data_y, f(data_x)):.2f}."
    else:
        python = SignedSum(**now)
        f, words = python.model, f"Worst error {python.worst_error:.2f}"
    assert len(x) >= 2 and x.max() - x.min() > 3
    np.testing.assert_allclose(y, f(x), atol=0.02)
    assert words in shown["spoken"]


def test_products_are_relu_libs_numbers(firefox):
    shown = firefox["matmul"]["keyed"]
    product = np.array(state(shown)["A"]) @ state(shown)["B"]
    assert [float(cell.replace("−", "-")) for cell in shown["cells"]] == product.ravel().tolist()
