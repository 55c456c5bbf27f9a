"""How long does it take to mark a class?  python benchmarks/marking.py [--students 60]

The same zip, of whole notebooks of a chapter: a third each solved, wrong in one exercise, and untouched; one in fifty
runs for ever. In real Chromium from the built book, with as many sandboxes at once as there are processors; then by
`python -m assign marks` under bubblewrap, with as many. Seconds from the press on *Mark* to the last mark, proof
included; memory of all processes of the browser at its highest, in megabytes, beside what it was before.
"""

import argparse
import csv
import io
import json
import os
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from assign import __main__ as command_line  # noqa: E402
from assign import engines  # noqa: E402
from assign.notebooks import SOLUTION, read, without_solutions  # noqa: E402
from live_book.folders import SITE  # noqa: E402
from tests.assign.hand_ins import notebook  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.published import published  # noqa: E402

MEGABYTE = 2**20
PRESS = """() => {
  const began = performance.now();
  const status = document.querySelector(".mark-a-class .said");
  self.took = new Promise((done) => new MutationObserver(() => {
    if (/^All \\d+ are marked/.test(status.textContent)) done((performance.now() - began) / 1000);
  }).observe(status, { childList: true }));
  [...document.querySelectorAll(".mark-a-class button")].find((each) => each.textContent.startsWith("Mark")).click();
}"""


def a_class(path, chapter, students):
    """Write the zip of a class."""
    published_cells, _ = read((SITE / f"chapters/{chapter}.ipynb").read_bytes())
    solved = [cell.replace(SOLUTION, "#") for cell in published_cells]
    kinds = solved, [*solved[:-1], "check('my-relu', lambda x: x)"], without_solutions(published_cells)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(students):
            cells = ["while True: pass\ncheck('my-relu', 1)"] * (number % 50 == 49) + kinds[number % 3]
            packed.writestr(f"student{number}_{1000 + number}_9_{chapter}.ipynb", notebook(cells))


class Memory(threading.Thread):
    """The highest memory of all processes of the browser, shared pages counted once a process."""

    def __init__(self):
        super().__init__(daemon=True)
        self.first, self.most, self.is_over = _of_browser(), 0, threading.Event()
        self.start()

    def run(self):
        while not self.is_over.wait(0.5):
            self.most = max(self.most, _of_browser())


def _of_browser():
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it has ended
            continue
    return total / MEGABYTE


def in_page(archive):
    """Seconds, and megabytes before and at the highest; the marks as the page writes them."""
    where = json.loads((SITE / "_live.json").read_text("utf-8"))
    with published(where=where) as address, sync_playwright() as playwright:
        browser = browsers.launched(playwright)
        page = browser.new_page()
        page.goto(f"{address}chapters/mark-a-class.html")
        page.get_by_label("Hand-ins").set_input_files(archive)
        page.get_by_text("of the chapter").wait_for(timeout=120_000)
        memory = Memory()
        page.evaluate(PRESS)
        page.set_default_timeout(0)
        seconds = page.evaluate("self.took")
        memory.is_over.set()
        with page.expect_download() as coming:
            page.get_by_role("link", name="Download marks.csv").click()
        marks = coming.value.path().read_bytes()
        browser.close()
    return seconds, memory.first, memory.most, marks


def on_command_line(archive, chapter, folder):
    engines.find("bwrap")
    began = time.perf_counter()
    words = ["marks", archive, "--notebook", SITE / f"chapters/{chapter}.ipynb", "--engine", "bwrap", "--out", folder]
    assert command_line.main([*map(str, words)]) == 0
    return time.perf_counter() - began, Path(folder, "students.csv").read_bytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--chapter", default="rectified-linear")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "class.zip")
        a_class(archive, chosen.chapter, chosen.students)
        seconds, before, most, marks = in_page(archive)
        print(f"page: {seconds:.1f} s, {seconds / chosen.students:.2f} s a student, {os.cpu_count()} processors")
        print(f"      memory of the browser {before:.0f} MB before, at most {most:.0f} MB")
        try:
            seconds, same = on_command_line(archive, chosen.chapter, Path(folder, "out"))
        except engines.NoSandbox as error:
            return print(f"command line: {error}")
        print(f"command line, bubblewrap: {seconds:.1f} s, {seconds / chosen.students:.2f} s a student")
        own, others = (list(csv.reader(io.StringIO(each.decode()))) for each in (marks, same))
        print(f"the same marks: {[row[:-1] for row in own] == [row[:-1] for row in others]}")


if __name__ == "__main__":
    main()
