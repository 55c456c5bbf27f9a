"""How long until Python in the page runs a cell, and what does it cost?  python benchmarks/page_python.py [--visits 7]

In real Chromium, on the built book, from a static host on this machine that compresses with gzip; side by side, in the
same run, the same chapter on the real kernel of `make serve` (Thebe on a local server), and the console of a default
JupyterLite from the same host (it needs benchmarks/requirements.txt). Seconds after the press on *Live code*, or after
JupyterLite's page has been asked for, medians:

- ready; the output of `1 + 1`, typed into the first cell; the first plot of the chapter, with all that is above it
- plot later: the same, run when Python had had a moment to itself, in seconds after the press on *Run*
- cold: a browser that has nothing; warm: the same one, begun again; 50 and 10 Mbit/s: cold, over a line of that rate
- megabytes that came over the line until the first output; the memory of the tab after it, after all cells, and after
  five restarts and all cells again
- what Python itself costs in the page: the same work on both

With --write, what the page "How it is measured" shows is written into benchmarks/results.
"""

import argparse
import gzip
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from benchmarks import tables  # noqa: E402
from benchmarks.peers import jupyterlite  # noqa: E402
from live_book.folders import SITE  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.live import LivePage, Served, eventually  # noqa: E402
from tests.browser.published import MOUNT, Files, running  # noqa: E402

CHAPTER = "rectified-linear"
MEGABYTE = 2**20
COLD = [("cold", "1 + 1"), ("cold", "plot")]
WARM = [("warm", "1 + 1"), ("warm", "plot"), ("warm", "plot later")]
PIECE = 16_384  # bytes that go over a slow line at a time
A_MOMENT = 4000  # milliseconds in which the reader reads
PRESS = """([what, moment]) => {
  const took = {}, plain = what === '1 + 1', pause = what === 'plot later' ? moment : 0;
  let began = performance.now();
  const note = (name) => { took[name] ??= (performance.now() - began) / 1000; };
  self.took = took;
  document.querySelector('.live-start').click();
  const cells = () => document.querySelectorAll('div.cell:has(.live-place)');
  const run = () => {
    if (pause) began = performance.now();
    const cell = plain ? cells()[0] : [...cells()].find((each) => each.querySelector('svg.plot'));
    if (plain) cell.querySelector('.CodeMirror').CodeMirror.setValue('1 + 1');
    cell.querySelector('.live-tools button').click();
  };
  const look = () => {
    if (document.documentElement.dataset.live === 'ready' && !took.ready) {
      note('ready');
      if (pause) setTimeout(run, pause);
      else run();
    }
    const seen = plain ? '.live-output .jp-OutputArea-output' : '.live-output svg.plot';
    if (document.querySelector(seen)) note('output');
    else requestAnimationFrame(look);
  };
  look();
}"""


@cache
def squeezed(path, changed):
    return gzip.compress(Path(path).read_bytes(), 6)


class Host(Files):
    """A static host: gzip for what text and WebAssembly there is, files kept for ten minutes, a line of some rate."""

    protocol_version = "HTTP/1.1"
    line, sent, rate = threading.Lock(), [0], [None]  # for all connections; bytes that went out; Mbit/s
    compressed = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm"}

    def do_GET(self):
        file = Path(self.translate_path(self.path.partition("?")[0]))
        if not file.is_file() or file.name == "_live.json":
            return super().do_GET()
        squeeze = file.suffix in self.compressed
        body = squeezed(str(file), file.stat().st_mtime) if squeeze else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if squeeze:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for start in range(0, len(body), PIECE):
            piece = body[start : start + PIECE]
            with self.line:
                if self.rate[0]:
                    time.sleep(len(piece) * 8 / self.rate[0] / 1e6)
                self.sent[0] += len(piece)
            self.wfile.write(piece)

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        super(Files, self).end_headers()


def memory():
    """The memory of the largest tab, in MB."""
    return max(map(_of_tab, psutil.Process().children(recursive=True)), default=0) / MEGABYTE


def _of_tab(process):
    """Bytes that a process alone has, if it is that of a tab."""
    try:
        return process.memory_full_info().uss if "--type=renderer" in " ".join(process.cmdline()) else 0
    except psutil.Error:  # it has ended
        return 0


def visit(playwright, folder, address, what, everything=False):
    """One visit by a browser whose files are in a folder: what took how long, what it cost."""
    browser = playwright.chromium.launch_persistent_context(
        folder, executable_path=browsers.find(), args=browsers.FLAGS, viewport={"width": 1100, "height": 900}
    )
    browser.add_init_script(browsers.NEVER_ASKED)
    browser.add_init_script("localStorage.clear()")  # what an earlier visit typed
    page = browser.new_page()
    page.goto(address)
    page.locator("html[data-figures=alive]").wait_for()
    before, empty = Host.sent[0], memory()
    page.evaluate(PRESS, [what, A_MOMENT])
    eventually(lambda: page.evaluate("took.output"), 180)
    result = page.evaluate("took") | {"MB": (Host.sent[0] - before) / 1e6, "tab": memory() - empty}
    if everything:
        result |= used_on(LivePage(page))
    browser.close()
    return result


def used_on(page):
    """The memory of the tab when all cells of the chapter have run, and when they have again after five restarts."""
    page.run_all()
    result = {"after": settled(page)}
    for _ in range(5):
        page.get_by_role("button", name="Restart Python").click()
        eventually(lambda: "knows nothing" in page.said, 60)
        page.cell(1).run()
    page.run_all()
    return result | {"restarted": settled(page)}


def settled(page):
    """The memory of the tab without what only waits to be swept away."""
    page.page.context.new_cdp_session(page.page).send("HeapProfiler.collectGarbage")
    return memory()


def measured(visits, cases, visit_one, rate=None):
    """{(cold or warm, what): [results]} of visits, each a new browser and then the same one again.

    visit_one(folder, what, last): one visit by the browser in a folder; `last`: it is the last of all.
    """
    Host.rate[0], found = rate, {}
    for number in range(visits):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for kind, what in cases:
                if kind == "cold" and (kind, what) != cases[0]:
                    shutil.rmtree(folder, ignore_errors=True)
                last = number == visits - 1 and (kind, what) == WARM[-1]
                found.setdefault((kind, what), []).append(visit_one(folder, what, last))
    Host.rate[0] = None
    return found


# --- JupyterLite ----------------------------------------------------------------------------------------------


class Console(Host):
    """The same host for the site of JupyterLite."""

    def translate_path(self, path):
        return SimpleHTTPRequestHandler.translate_path(self, path.removeprefix(MOUNT[:-1]))


ASKED = {  # what → code for its console, and what is then seen
    "1 + 1": ("1 + 1", ".jp-OutputArea-output pre"),
    "plot": ("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()", ".jp-OutputArea-output img"),
}


def console_visit(playwright, folder, address, what):
    """One visit of JupyterLite's console, which is asked for with code to run."""
    browser = playwright.chromium.launch_persistent_context(
        folder, executable_path=browsers.find(), args=browsers.FLAGS
    )
    page = browser.new_page()
    code, seen = ASKED[what]
    before, began = Host.sent[0], time.perf_counter()
    page.goto(f"{address}repl/index.html?kernel=python&execute=1&code={quote(code)}")
    page.locator(seen).first.wait_for(timeout=180_000)
    took = time.perf_counter() - began
    result = {"ready": math.nan, "output": took, "MB": (Host.sent[0] - before) / 1e6, "tab": memory()}
    browser.close()
    return result


# --- what Python itself costs -------------------------------------------------------------------------------------

WORK = """
import io, json, time
import numpy as np
from matplotlib.figure import Figure
from relu_lib import fit
x = np.linspace(-2, 2, 400)
y = np.sin(3 * x) + np.random.default_rng(0).normal(0, 0.2, x.size)
def fits(): fit(x, y, units=6)
def draws():
    figure = Figure()
    figure.subplots().plot(x, y)
    figure.savefig(io.BytesIO(), format="svg")
def trains():
    m, b, a, c = np.array([1.0, -1.0, 2.0]), np.array([0.0, 1.0, -1.0]), np.ones(3), 0.0
    for _ in range(1000):
        z = np.maximum(np.outer(x, m) + b, 0)
        error = z @ a + c - y
        slope = np.outer(error, a) * (z > 0) / len(x)
        m, b = m - 0.01 * (slope * x[:, None]).sum(0), b - 0.01 * slope.sum(0)
        a, c = a - 0.01 * z.T @ error / len(x), c - 0.01 * error.mean()
def middle(work):
    took = []
    for _ in range(8):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return sorted(took[1:])[3] * 1000
print(json.dumps([middle(fits), middle(draws), middle(trains)]))
"""
NAMES = ["fit: 400 samples, 6 units", "a plot as SVG", "1000 steps of training, 3 units, 400 samples, in NumPy"]


def work_took(playwright, address):
    """Milliseconds that each piece of work takes, the median of seven, in a cell of a live page."""
    browser = playwright.chromium.launch(executable_path=browsers.find(), args=browsers.FLAGS)
    page = browser.new_page()
    page.goto(address)
    live = LivePage(page).go_live()
    editor = "(e, code) => e.querySelector('.CodeMirror').CodeMirror.setValue(code)"
    live.cell(1).root.evaluate(editor, WORK)
    took = json.loads(live.cell(1).run(seconds=300))
    browser.close()
    return took


# --- all of it -----------------------------------------------------------------------------------------------------


def note(found, name, *given):
    found[name] = measured(*given)
    show(name, found[name])


def in_the_page(playwright, visits, found):
    where = json.loads((SITE / "_live.json").read_text("utf-8"))
    with running(partial(Host, directory=str(SITE), where=where, hosts=[])) as book:
        page = f"{book}chapters/{CHAPTER}.html"
        one = lambda folder, what, last: visit(playwright, folder, page, what, last)  # noqa: E731
        note(found, "in the page", visits, [*COLD, *WARM], one)
        for rate in 50, 10:
            note(found, f"in the page, {rate} Mbit/s", visits, COLD, one, rate)
        return work_took(playwright, page)


def on_the_server(playwright, visits, found):
    with Served() as server:
        address = lambda: f"{server.book}chapters/{CHAPTER}.html?code={server.code}"  # noqa: E731
        one = lambda folder, what, last: visit(playwright, folder, address(), what, last)  # noqa: E731
        note(found, "make serve", visits, [*COLD, *WARM], one)
        return work_took(playwright, address())


def in_jupyterlite(playwright, visits, found):
    with tempfile.TemporaryDirectory() as folder:
        site = jupyterlite.build(Path(folder))
        with running(partial(Console, directory=str(site), where={}, hosts=[])) as lite:
            cases = [case for case in (*COLD, *WARM) if case[1] in ASKED]
            one = lambda at, what, _: console_visit(playwright, at, lite, what)  # noqa: E731
            note(found, "JupyterLite", visits, cases, one)


# --- what is told ---------------------------------------------------------------------------------------------------


def medians(results):
    return {key: statistics.median(result[key] for result in results) for key in results[0]}


def show(name, found):
    for (kind, what), results in found.items():
        middle = medians(results)
        print(
            f"{name:22} {kind:4}  {what:10}  ready {middle['ready']:5.2f} s  output {middle['output']:5.2f} s  "
            f"{middle['MB']:5.1f} MB  tab {middle['tab']:.0f} MB  (n = {len(results)})",
            flush=True,
        )
        for end in (result for result in results if "after" in result):
            after = f"tab after all cells of the chapter: {end['after']:.0f} MB; "
            print(f"{'':22} {after}after five restarts, and again: {end['restarted']:.0f} MB", flush=True)


SHOWN = {  # rows of the table on the page "How it is measured": heading → (whose, cold or warm, what)
    "first visit": ("cold", "1 + 1"),
    "first visit, a plot": ("cold", "plot"),
    "later visit": ("warm", "1 + 1"),
    "later visit, a plot": ("warm", "plot"),
}


def write(found, works, visits):
    """The tables of the page."""
    rows = []
    for name, each in found.items():
        times = [f"{medians(each[key])['output']:.1f}" if key in each else "" for key in SHOWN.values()]
        rows.append([name, *times, f"{medians(each['cold', '1 + 1'])['MB']:.1f}"])
    head = ["Python runs", *(f"{name}, s" for name in SHOWN), "fetched before the first output, MB"]
    tables.write("page-python", head, rows)
    work = [[name, f"{page:.1f}", f"{own:.1f}"] for name, page, own in zip(NAMES, *works)]
    tables.write("page-python-work", ["work", "in the page, ms", "on the computer, ms"], work)
    tables.say("page-python-machine", f"{tables.MACHINE}; medians of {visits} visits.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visits", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {options.visits} visits each; {CHAPTER}", flush=True)
    found = {}
    with sync_playwright() as playwright:
        works = [in_the_page(playwright, options.visits, found), on_the_server(playwright, options.visits, found)]
        if jupyterlite.is_installed():
            in_jupyterlite(playwright, options.visits, found)
        else:
            print("JupyterLite is left out: install benchmarks/requirements.txt", flush=True)
    for name, *both in zip(NAMES, *works):
        print(f"{name:55} {both[0]:8.1f} ms in the page  {both[1]:8.1f} ms on the computer", flush=True)
    if options.write:
        write(found, works, options.visits)


if __name__ == "__main__":
    main()
