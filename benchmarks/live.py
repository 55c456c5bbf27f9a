"""How long until a cell runs, and what does a reader cost?  python benchmarks/live.py [--visits 10] [--write]

In real Chromium, on the built book, on this machine: `make serve` and, side by side, `jupyter lab` opening the same
chapter as a notebook. Times are seconds, as a reader feels them. Memory that several processes share is divided among
them, where the system tells (PSS).

1. click on Live code → Python ready → first output, over fresh visits; opening a notebook → kernel → first output
2. memory of a page's Python after all cells of a chapter have run, and whether PyTorch came along
3. one reader and ten at once: all cells of a chapter, until the last has run; how many cells ran

`--write` puts 1 into benchmarks/results/, where the chapter "How it is measured" reads it.
"""

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import nbformat  # noqa: E402
import psutil  # noqa: E402
from playwright.sync_api import TimeoutError, sync_playwright  # noqa: E402

from benchmarks import tables  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.live import LivePage, Served, eventually  # noqa: E402
from tests.figures import chapters  # noqa: E402

CHAPTERS = [Path(page).stem for page in chapters()]
HEAD = ["Python runs", "until Python is ready, s", "then until the first output, s"]
MEGABYTE = 2**20
MINUTE = 60_000
IN_SOLUTION = "e => Boolean(e.closest('.solution'))"  # run only when opened


def memory(process):
    """The memory of a process and of all that it started, in MB."""
    total = 0
    for each in [process, *process.children(recursive=True)]:
        full = each.memory_full_info()
        total += getattr(full, "pss", 0) or full.uss
    return total / MEGABYTE


def spread(seconds):
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"{statistics.median(ordered):5.2f} (p95 {p95:5.2f}, n = {len(ordered)})"


# --- make serve -----------------------------------------------------------------------------------


def opened(browser, server, chapter):
    page = browser.new_context(viewport={"width": 1100, "height": 900}).new_page()
    page.goto(f"{server.book}chapters/{chapter}.html?code={server.code}")
    page.wait_for_url("**/*.html")
    page.locator("html[data-figures=alive]").wait_for()
    return LivePage(page)


def first_output(page):
    """Seconds from the click to Python, and from Run to the output of the second cell; the first runs before it."""
    began = time.perf_counter()
    page.go_live()
    ready = time.perf_counter()
    page.cell(2).button("Run").click()
    page.cell(2).output.wait_for()
    return ready - began, time.perf_counter() - ready


def live_times(browser, server, visits):
    ready, output = [], []
    for _ in range(visits):
        page = opened(browser, server, "rectified-linear")
        times = first_output(page)
        ready.append(times[0])
        output.append(times[1])
        page.context.close()
        eventually(lambda: not server.kernels)
    return ready, output


def chapter_memory(browser, server, chapter):
    page = opened(browser, server, chapter).go_live()
    page.run_all()
    (kernel,) = psutil.Process(server.process.pid).children()
    took = memory(kernel)
    torch = page.cell(2).run("import sys; print('torch' in sys.modules)")
    page.context.close()
    eventually(lambda: not server.kernels)
    return took, torch == "True"


def together(browser, server, chapter, readers):
    """Seconds until every cell has run for every reader; cells that ran, cells there were; memory of all kernels."""
    pages = [opened(browser, server, chapter) for _ in range(readers)]
    began = time.perf_counter()
    for page in pages:
        page.get_by_role("button", name="Live code", exact=True).click()
    for page in pages:
        page.locator("html[data-live=ready]").wait_for(timeout=5 * MINUTE)
        page.get_by_role("button", name="Run all cells", exact=True).click()
    for page in pages:
        page.settled(600)
    seconds = time.perf_counter() - began
    states = [cell.state for page in pages for cell in page.cells if not cell.root.evaluate(IN_SOLUTION)]
    took = memory(psutil.Process(server.process.pid))
    for page in pages:
        page.context.close()
    eventually(lambda: not server.kernels)
    return seconds, states.count("done"), len(states), took


# --- jupyter lab ----------------------------------------------------------------------------------


@contextmanager
def jupyter_lab(chapter):
    """JupyterLab with the chapter as a notebook, as the build executed it, without its outputs."""
    with tempfile.TemporaryDirectory() as home:
        notebook = nbformat.read(ROOT / f"_build/jupyter_execute/chapters/{chapter}.ipynb", 4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        work = Path(home, "work")
        work.mkdir()
        nbformat.write(notebook, work / "chapter.ipynb")
        token = secrets.token_hex(16)
        env = {**os.environ, **{f"JUPYTER_{name}_DIR": str(Path(home, name.lower())) for name in ("CONFIG", "RUNTIME")}}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        options = {
            "ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.root_dir": work,
            "IdentityProvider.token": token,
        }  # fmt: skip
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += [f"--{name}={value}" for name, value in options.items()]
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            eventually(lambda: _answers(f"{address}/api/status?token={token}"), 60)
            yield address, token, psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait(30)


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(json.load(answer))
    except OSError:
        return False


def lab_times(browser, visits):
    """From opening the notebook's address to its first cell in sight, and from there to the first output."""
    shown, output = [], []
    with jupyter_lab("rectified-linear") as (address, token, server):
        for visit in range(visits):
            page = browser.new_context(viewport={"width": 1100, "height": 900}).new_page()
            began = time.perf_counter()
            page.goto(f"{address}/lab/workspaces/visit-{visit}/tree/chapter.ipynb?token={token}")
            page.locator(".jp-CodeCell .cm-content").first.wait_for(timeout=MINUTE)
            page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=MINUTE)
            ready = time.perf_counter()
            _run_two_cells(page)
            shown.append(ready - began)
            output.append(time.perf_counter() - ready)
            page.context.close()
            _end_sessions(address, token)
        idle = memory(server)
    return shown, output, idle


def _run_two_cells(page):
    for _ in range(12):  # JupyterLab may lose a key pressed while it still arranges itself
        for cell in 0, 1:
            page.locator(".jp-CodeCell .cm-content").nth(cell).click()
            page.keyboard.press("Shift+Enter")
        try:
            return page.locator(".jp-CodeCell .jp-OutputArea-output").first.wait_for(timeout=10_000)
        except TimeoutError:
            continue
    raise AssertionError("JupyterLab gave no output")


def _end_sessions(address, token):
    head = {"Authorization": f"token {token}"}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/sessions", headers=head)) as answer:
        for session in json.load(answer):
            gone = urllib.request.Request(f"{address}/api/sessions/{session['id']}", headers=head, method="DELETE")
            urllib.request.urlopen(gone).close()


# --- all of it --------------------------------------------------------------------------------------


def report(browser, server, visits):
    machine = f"{os.cpu_count()} cores, Chromium {browser.version}, Python {sys.version.split()[0]}"
    print(f"{machine}; {visits} visits each\n")
    live_times(browser, server, 1)  # to warm up
    ready, output = live_times(browser, server, visits)
    idle = memory(psutil.Process(server.process.pid))
    print(f"make serve    click → Python ready     {spread(ready)} s")
    print(f"              Run → first output       {spread(output)} s")
    shown, first, lab_idle = lab_times(browser, visits)
    print(f"jupyter lab   open → kernel ready      {spread(shown)} s")
    print(f"              run → first output       {spread(first)} s")
    print(f"server with no reader: make serve {idle:.0f} MB, jupyter lab {lab_idle:.0f} MB\n")
    for chapter in CHAPTERS:
        took, torch = chapter_memory(browser, server, chapter)
        came = "imported" if torch else "not imported"
        print(f"{chapter:22} Python {took:4.0f} MB, PyTorch {came}; readers in one GiB: {int((1024 - idle) // took)}")
    print()
    for readers in 1, 10:
        seconds, ran, there, took = together(browser, server, "sums-of-relus", readers)
        print(f"{readers:2} at once: {ran} of {there} cells ran in {seconds:.1f} s; server, kernels {took:.0f} MB")
    timed = (
        ("behind the page (make serve)", ready, output),
        ("in JupyterLab, with the chapter as a notebook", shown, first),
    )
    return [[name, *(f"{statistics.median(times):.1f}" for times in both)] for name, *both in timed]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visits", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with Served() as server, sync_playwright() as playwright:
        browser = browsers.launched(playwright)
        rows = report(browser, server, options.visits)
        browser.close()
    if options.write:
        tables.write("live", HEAD, rows)
        tables.say("live-machine", f"{tables.MACHINE}; medians of {options.visits} visits.")


if __name__ == "__main__":
    main()
