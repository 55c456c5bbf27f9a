"""Every figure as a widget: JupyterLab in real Chromium, a real kernel; what is dragged Python sees, what Python sets moves."""

import sys
import time

import nbformat
import pytest

from ..browser.pointing import aim, drag
from .lab import IDLE, Kernel, jupyterlab

FIGURES = {  # class → (slider to press ArrowUp on, what Python then has, what Python sets, what the picture then says)
    "Matmul": ("A, row 1, column 1", "fig.A[0][0]", 2.0, "fig.A = [[3, 0], [0, 1]]", "3·5 + 0·7 = 15"),
    "LinearMap": ("first map, column 1, y", "fig.first[1][0]", 0.1, "fig.first = [[2, 0], [0, -1]]", "mirrored"),
    "RectifiedLine": ("slope m", "fig.m", 1.1, "fig.m, fig.b = -2, 1", "kink at x = 0.5"),
    "ThreeReLUs": (
        "slope m1",
        "fig.m1",
        -1.4,
        "from relu_lib import three_units, BEST_KNOBS; fig.model = three_units(BEST_KNOBS)",
        "1.34",
    ),
    "SignedSum": (
        "unit 1, change of slope",
        "fig.weights[0]",
        0.1,
        "fig.weights = [0] * 6; fig.offset = 0.5",
        "Worst error 1.50",
    ),
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab with a notebook for each figure."""
    home = tmp_path_factory.mktemp("lab")
    work = home / "work"
    work.mkdir()
    for name in FIGURES:
        cell = nbformat.v4.new_code_cell(f"from relu_lib.figures import {name}\nfig = {name}()\nfig")
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), work / f"{name}.ipynb")
    with jupyterlab(sys.executable, home, work) as running:
        yield running


@pytest.fixture(params=FIGURES)
def notebook(request, lab, browser):
    """A figure's notebook, open in JupyterLab and run: (its class, the page, its kernel)."""
    context = browser.new_context(viewport={"width": 1280, "height": 1100})
    page = context.new_page()
    page.goto(f"{lab.address}/lab/workspaces/{request.param}/tree/{request.param}.ipynb?token={lab.token}")
    page.wait_for_function(IDLE, timeout=60000)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.locator(".book-figure").first.wait_for(timeout=60000)
    kernel = Kernel(lab, f"{request.param}.ipynb")
    yield request.param, page, kernel
    kernel.close()
    context.close()


def _once(answers):
    """The answer, as soon as it is not None; None after four seconds without."""
    for _ in range(40):
        answer = answers()
        if answer is not None:
            return answer
        time.sleep(0.1)


def test_python_sees_what_is_moved_and_the_picture_what_python_sets(notebook):
    name, page, kernel = notebook
    control, has, value, does, says = FIGURES[name]
    assert page.locator(".book-figure").count() == 1

    page.get_by_label(control, exact=True).focus()
    page.keyboard.press("ArrowUp")
    assert _once(lambda: abs(float(kernel.run(f"print(float({has}))")) - value) < 1e-9 or None)

    before = kernel.run("print(fig._state())")
    if name == "Matmul":  # it has no handles: an entry is typed
        page.get_by_label("A, row 1, column 1", exact=True).fill("7")
    else:
        drag(page, aim(page.locator(".handle:visible .grip").first), (-25, -30))
    after = _once(lambda: (state := kernel.run("print(fig._state())")) != before and state or None)
    assert after and after.startswith("{")

    page.wait_for_timeout(1000)  # until the last of the drag's messages has arrived: later ones would win

    assert kernel.run(does) == ""
    page.locator(".book-figure", has_text=says).wait_for(timeout=10000)
