"""How much memory does a student need on a hub?  python benchmarks/memory.py [--write]

Each chapter's cells are run from top to bottom in a Python of its own, as a student does who runs all of them; the
largest memory that this Python alone had (its unique set), and that of a Jupyter server with nothing to do beside it.
With --write, the table of the page "Assign a chapter" is written into benchmarks/results.
"""

import argparse
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402

EXECUTED = ROOT / "_build/jupyter_execute/chapters"
MEGABYTE = 2**20
PAUSE = 0.05  # seconds between two looks


class Largest(threading.Thread):
    """Looks at the memory of a process and of those that it started, until it is told to end."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.most, self.goes_on = psutil.Process(process), 0, True
        self.start()

    def run(self):
        while self.goes_on:
            self.most = max(self.most, memory_of(self.process))
            time.sleep(PAUSE)

    def end(self):
        self.goes_on = False
        self.join()
        return self.most


def memory_of(process):
    """The bytes that a process, and those that it started, have for themselves."""
    try:
        return sum(each.memory_full_info().uss for each in [process, *process.children(recursive=True)])
    except psutil.Error:
        return 0


def of_chapter(path):
    """The largest memory of a Python that runs all cells of a notebook."""
    manager, client = start_new_kernel(cwd=str(ROOT / "chapters"))
    try:
        largest = Largest(manager.provisioner.pid)
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                client.execute_interactive(cell.source, output_hook=lambda message: None, timeout=300)
        return largest.end()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def of_server():
    """The memory of a Jupyter server that has just started."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--ip=127.0.0.1", "--allow-root"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT / "chapters", **silent) as server:
        time.sleep(15)
        most = memory_of(psutil.Process(server.pid))
        server.terminate()
    return most


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = [("the server of a student", round(of_server() / MEGABYTE))]
    for path in sorted(EXECUTED.glob("*.ipynb")):
        code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        if any("check(" in cell.source for cell in code):
            rows.append((path.stem, round(of_chapter(path) / MEGABYTE)))
            print(f"{rows[-1][0]:25} {rows[-1][1]:5} MB", flush=True)
    print(f"{rows[0][0]:25} {rows[0][1]:5} MB")
    if options.write:
        tables.write("memory", ["what runs", "MB"], rows)


if __name__ == "__main__":
    main()
