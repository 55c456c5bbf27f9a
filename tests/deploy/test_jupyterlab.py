"""Every figure as a widget: JupyterLab in real Chromium, a real kernel; what is dragged Python sees, what Python sets moves."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from jupyter_client import BlockingKernelClient
from playwright.sync_api import TimeoutError

FIGURES = {  # class → (slider to press ArrowUp on, what Python then has, what Python sets, what the picture then says)
    "MatrixProduct": ("A, row 1, column 1", "fig.A[0][0]", 2.0, "fig.A = [[3, 0], [0, 1]]", "3·5 + 0·7 = 15"),
    "LinearMap": ("first map, column 1, y", "fig.first[1][0]", 0.1, "fig.first = [[2, 0], [0, -1]]", "mirrored"),
    "RectifiedLine": ("slope m", "fig.m", 1.1, "fig.m, fig.b = -2, 1", "kink at x = 0.5"),
    "ThreeReLUs": (
        "slope m1",
        "fig.m1",
        -1.4,
        "from relu_lib import three_pieces, BEST_KNOBS; fig.model = three_pieces(BEST_KNOBS)",
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
    """JupyterLab on loopback, with a notebook for each figure: its address, its token, its folder of connection files."""
    home = tmp_path_factory.mktemp("lab")
    settings = home / "settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    work = home / "work"
    work.mkdir()
    for name in FIGURES:
        cell = nbformat.v4.new_code_cell(f"from relu_lib.figures import {name}\nfig = {name}()\nfig")
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), work / f"{name}.ipynb")
    token, port = secrets.token_hex(16), _free_port()
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
           "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces")}  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={work}"]  # fmt: skip
    log = (home / "log").open("w")
    server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(lambda: urllib.request.urlopen(f"{address}/api/status?token={token}", timeout=2).status == 200)
        yield address, token, home / "runtime"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(answers, seconds=60):
    for _ in range(seconds * 4):
        try:
            if answers():
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise AssertionError(f"no answer in {seconds} seconds")


class Kernel:
    """The kernel behind a notebook, asked directly: no other cell is needed."""

    def __init__(self, lab, notebook):
        address, token, runtime = lab
        with urllib.request.urlopen(f"{address}/api/sessions?token={token}") as answer:
            sessions = json.load(answer)
        (session,) = [one for one in sessions if one["path"] == notebook]
        self.client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{session['kernel']['id']}.json"))
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    def run(self, code):
        said = []
        self.client.execute_interactive(
            code,
            timeout=30,
            output_hook=lambda message: said.append(
                message["content"].get("text") or str(message["content"].get("evalue", ""))
            ),
        )
        return "".join(said).strip()

    def close(self):
        self.client.stop_channels()


@pytest.fixture(params=FIGURES)
def notebook(request, lab, browser):
    """A figure's notebook, open in JupyterLab and run: (its class, the page, its kernel)."""
    address, token, _ = lab
    context = browser.new_context(viewport={"width": 1280, "height": 1100})
    page = context.new_page()
    page.goto(f"{address}/lab/workspaces/{request.param}/tree/{request.param}.ipynb?token={token}")
    page.locator(".jp-CodeCell .cm-content").first.wait_for(timeout=60000)
    for _ in range(10):  # a cell run before the kernel is there is lost, or JupyterLab asks which kernel it should be
        try:
            page.locator(".jp-CodeCell .cm-content").first.click(timeout=5000)
            page.keyboard.press("Control+Enter")
            page.locator(".relu-figure").first.wait_for(timeout=5000)
            break
        except TimeoutError:
            if page.locator(".jp-Dialog .jp-mod-accept").count():
                page.locator(".jp-Dialog .jp-mod-accept").click()
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
    assert page.locator(".relu-figure").count() == 1

    page.get_by_label(control, exact=True).focus()
    page.keyboard.press("ArrowUp")
    assert _once(lambda: abs(float(kernel.run(f"print(float({has}))")) - value) < 1e-9 or None)

    before = kernel.run("print(fig._state())")
    if name == "MatrixProduct":  # it has no handles: an entry is typed
        page.get_by_label("A, row 1, column 1", exact=True).fill("7")
    else:
        box = page.locator(".handle:visible .grip").first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 25, y - 30, steps=5)
        page.mouse.up()
    after = _once(lambda: (state := kernel.run("print(fig._state())")) != before and state or None)
    assert after and after.startswith("{")

    page.wait_for_timeout(1000)  # until the last of the drag's messages has arrived: later ones would win

    assert kernel.run(does) == ""
    page.locator(".relu-figure", has_text=says).wait_for(timeout=10000)
