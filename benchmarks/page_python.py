"""How long until Python in the page runs a cell, and what does it cost?  python benchmarks/page_python.py [--visits 7]

In real Chromium, on the built book, from a static host on this machine that compresses with gzip; side by side, in the
same run, the same chapter on the real kernel of `make serve`. Seconds after the press on *Live code*, medians:

- ready; the output of `1 + 1`, typed into the first cell; the first plot of the chapter, with all that is above it
- plot later: the same, run when Python had had a moment to itself, in seconds after the press on *Run*
- cold: a browser that has nothing; warm: the same one, begun again; 50 and 10 Mbit/s: cold, over a line of that rate
- megabytes that came over the line until the first output; the memory of the tab after it, after all cells, and after
  five restarts and all cells again
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from live_book.folders import SITE  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.live import LivePage, Served, eventually  # noqa: E402
from tests.browser.published import Files, running  # noqa: E402

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
    result = {"after": memory()}
    for _ in range(5):
        page.get_by_role("button", name="Restart Python").click()
        eventually(lambda: "knows nothing" in page.said, 60)
    page.run_all()
    return result | {"restarted": memory()}


def measured(playwright, visits, address, rate=None):
    """{(cold or warm, what): [results]} of visits, each a new browser and then the same one again."""
    Host.rate[0], found = rate, {}
    for number in range(visits):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for kind, what in COLD if rate else [*COLD, *WARM]:
                if kind == "cold" and what != "1 + 1":
                    shutil.rmtree(folder, ignore_errors=True)
                last = number == visits - 1 and (kind, what) == WARM[-1]
                found.setdefault((kind, what), []).append(visit(playwright, folder, address(), what, everything=last))
    Host.rate[0] = None
    return found


def show(name, found):
    for (kind, what), results in found.items():
        middle = {key: statistics.median(result[key] for result in results) for key in results[0]}
        print(
            f"{name:22} {kind:4}  {what:10}  ready {middle['ready']:5.2f} s  output {middle['output']:5.2f} s  "
            f"{middle['MB']:5.1f} MB  tab +{middle['tab']:.0f} MB  (n = {len(results)})",
            flush=True,
        )
        for end in (result for result in results if "after" in result):
            after = f"tab after all cells of the chapter: {end['after']:.0f} MB; "
            print(f"{'':22} {after}after five restarts, and again: {end['restarted']:.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visits", type=int, default=7)
    visits = parser.parse_args().visits
    where = json.loads((SITE / "_live.json").read_text("utf-8"))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {visits} visits each; {CHAPTER}", flush=True)
    with running(partial(Host, directory=str(SITE), where=where, hosts=[])) as book, sync_playwright() as playwright:
        page = f"{book}chapters/{CHAPTER}.html"
        show("in the page", measured(playwright, visits, lambda: page))
        with Served() as server:
            show(
                "make serve",
                measured(playwright, visits, lambda: f"{server.book}chapters/{CHAPTER}.html?code={server.code}"),
            )
        for rate in 50, 10:
            show(f"in the page, {rate} Mbit/s", measured(playwright, visits, lambda: page, rate))


if __name__ == "__main__":
    main()
