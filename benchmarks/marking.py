"""How long does it take to mark a class?  python benchmarks/marking.py [--students 60] [--write]

The same hand-ins, notebooks of a chapter: a third each solved, wrong in one exercise, and untouched; one in fifty runs
for ever. Marked by `python -m assign marks` under bubblewrap, with as many at once as there are processors, and one
after the other; in real Chromium from the built book, with as many; and by `nbgrader autograde`, as it comes, in an
environment of its own (peers/nbgrader.py), which is made once. Seconds until the last mark: in the page from the press
on *Mark*; the proof that marking works is in ours. Memory of all processes of the browser at its highest, in megabytes.
With --write, what the page "How it is measured" shows is written into benchmarks/results.
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
from assign import editions  # noqa: E402
from benchmarks import tables  # noqa: E402
from benchmarks.peers import nbgrader  # noqa: E402
from live_book.folders import SITE  # noqa: E402
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


CHAPTER, LABEL, WRONG, ENDLESS = "rectified-linear", "my-relu", "def my_relu(x):\n    return x\n", "while True: pass\n"
NBGRADER = ROOT / "_build/nbgrader"  # kept: it takes minutes to make


def a_class(count):
    """(the source of the assignment, {student: notebook}), as nbgrader wants them: it marks no others."""
    source = editions.for_nbgrader(json.loads((SITE / f"chapters/{CHAPTER}.ipynb").read_text("utf-8")))
    wrong, untouched, endless = (changed(source, each) for each in (answering(WRONG), unanswered, answering(ENDLESS)))
    kinds = source, wrong, untouched
    return source, {f"student{i}": endless if i % 50 == 49 else kinds[i % 3] for i in range(count)}


def changed(source, change):
    """The notebook with the cells that are to be filled changed, and told to nobody where."""
    cells = [{**each, "source": change(each["id"], each["source"])} for each in source["cells"]]
    return {**source, "cells": cells}


def answering(code):
    return lambda name, source: code if name == f"answer-{LABEL}" else source


def unanswered(name, source):
    return source.partition(editions.BEGIN)[0] if name.startswith("answer-") else source


def packed(path, hand_ins):
    """Write the zip of a class."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for student, notebook in hand_ins.items():
            target.writestr(f"{student}_{student.removeprefix('student')}_9_{CHAPTER}.ipynb", json.dumps(notebook))


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


def on_command_line(archive, folder, workers):
    """Seconds, and the marks."""
    began = time.perf_counter()
    words = ["marks", archive, "--notebook", SITE / f"chapters/{CHAPTER}.ipynb", "--engine", "bwrap", "--out", folder]
    assert command_line.main([*map(str, words), "--workers", str(workers)]) == 0
    return time.perf_counter() - began, Path(folder, "students.csv").read_bytes()


def by_nbgrader(source, hand_ins, folder):
    """Seconds, and the marks; what is handed in is in its place before."""
    course = nbgrader.Course(nbgrader.installed(NBGRADER), folder, CHAPTER, source)
    for student, notebook in hand_ins.items():
        course.hand_in(student, notebook)
    began = time.perf_counter()
    scores = course.autograde()
    return time.perf_counter() - began, {student: score for student, (score, _) in scores.items()}


def marks_in(table):
    """{student: mark} of a table of ours."""
    return {row["name"]: float(row["mark"]) for row in csv.DictReader(io.StringIO(table.decode()))}


def write(rows, count, load, differ):
    """The table of the page."""
    head = ["marked by", "at once", f"{count} hand-ins, s", "one, s"]
    lines = [[name, at_once, f"{seconds:.0f}", f"{seconds / count:.2f}"] for name, at_once, seconds in rows]
    tables.write("marking", head, lines)
    told = f"{tables.MACHINE}; one run of each, on a machine shared with other work (load {load:.1f} when it began)."
    same = f"Marks differ for {differ} of them." if differ else "All gave the same marks."
    tables.say("marking-machine", f"{told} {same}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    rows, marks, load, cores = [], {}, os.getloadavg()[0], os.cpu_count()
    source, hand_ins = a_class(chosen.students)

    def tell(name, at_once, seconds, found):
        rows.append([name, at_once, seconds])
        marks[name, at_once] = found
        print(f"{name}, {at_once} at once: {seconds:.1f} s, {seconds / chosen.students:.2f} s each", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "class.zip")
        packed(archive, hand_ins)
        for workers in (cores, 1):
            seconds, found = on_command_line(archive, Path(folder, f"out{workers}"), workers)
            tell("command line, bubblewrap", workers, seconds, marks_in(found))
        seconds, before, most, found = in_page(archive)
        tell("the page, Chromium", cores, seconds, marks_in(found))
        print(f"      memory of the browser {before:.0f} MB before, at most {most:.0f} MB")
        tell("nbgrader autograde", 1, *by_nbgrader(source, hand_ins, Path(folder, "course")))
    differ = [student for student in hand_ins if len({each[student] for each in marks.values()}) > 1]
    print(f"not the same marks: {', '.join(differ) or 'none'}")
    if chosen.write:
        write(rows, chosen.students, load, len(differ))


if __name__ == "__main__":
    main()
