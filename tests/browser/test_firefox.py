"""The figures in Firefox: alive, moved by key and by mouse, to relu_lib's numbers; no fault in the console."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from relu_lib import mean_squared_error, noisy_quadratic, rectified_linear, three_units
from relu_lib.figures import SignedSum

from ..assign.hand_ins import CAME, notebook
from ..figures import node, places
from . import browsers
from .figures import value_of
from .test_marking import NETWORK, PAGE, STORAGE, tries

FIGURES = {}  # page → figure → what takes the key: of those that a link can tell apart, the first control in its spec
for place in places():
    FIGURES.setdefault(place.page, {})[place.name] = place.spec["keys"][0][0]
NAMES = [place.name for place in places()]


def state(shown):
    pairs = shown["link"].split("&")[1:]
    return {trait: value_of(unquote(value)) for trait, value in (pair.split("=") for pair in pairs)}


def used(book, figures):
    """What the reader of a book has of each figure, at each step."""
    path = browsers.find("firefox")
    assert path, browsers.MISSING["firefox"]
    command = [
        node(),  # the pinned one: puppeteer wants a newer one than many machines have
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


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_alive_moves_by_key_and_by_mouse_and_goes_back(firefox, name):
    start, keyed, dragged, reset = (firefox[name][step] for step in ("start", "keyed", "dragged", "reset"))
    assert start["alive"] == "alive"
    assert state(keyed) != state(start) and state(dragged) != state(keyed) and state(reset) == state(start)
    assert keyed["spoken"] and dragged["spoken"] != keyed["spoken"]


def test_a_page_opened_from_disk_is_alive_too(unpacked):
    page = next(place.page for place in places() if place.name == "rectified-line")
    shown = used(f"{unpacked.as_uri()}/", {page: FIGURES[page]})["rectified-line"]
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
        f = three_units([now[knob] for knob in ("m1", "b1", "m2", "b2", "m3", "b3")])
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


def test_python_in_the_page_runs_all_cells_has_figures_both_ways_is_stopped_and_begins_again(in_page):
    path = browsers.find("firefox")
    assert path, browsers.MISSING["firefox"]
    script = Path(__file__).parent / "firefox/live.mjs"
    command = [node(), script, path, f"{in_page}chapters/sums-of-relus.html"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert set(told["states"]) == {"done", "fresh"} and told["states"].count("done") >= 14 and not told["faults"]
    assert len(set(told["moved"])) == 1 and told["moved"] != ["-1.5", "-1.5"]
    assert told["stopped"] == "stopped" and (told["kept"], told["known"]) == ("5", "False")


@pytest.mark.skipif("THOROUGH" not in os.environ, reason="make test-deploy has it: half a minute")
def test_a_class_is_marked_in_sandboxes_that_hold(in_page):
    path = browsers.find("firefox")
    assert path, browsers.MISSING["firefox"]
    own = NETWORK["XHR"].replace("http://127.0.0.1:PORT/xhr", f"{in_page}index.html")
    ways = {name: each for name, each in (STORAGE | PAGE).items() if "run_sync" not in each} | {"own site": own}
    sources = {"ada": CAME["right"][0], "eve": tries(ways), "loop": CAME["endless loop"][0]}
    handed_in = json.dumps({f"{name}.ipynb": notebook(cells).decode() for name, cells in sources.items()})
    command = [node(), Path(__file__).parent / "firefox/marking.mjs", path, f"{in_page}chapters/mark-a-class.html"]
    done = subprocess.run([*command, handed_in], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert {row[0]: row[1] for row in told["rows"]} == {"ada.ipynb": "4", "eve.ipynb": "0", "loop.ipynb": "1"}
    assert "is the text 'kept out'" in told["hard"], told["hard"]
