"""What each group of tests costs, in seconds, measured:  python -m tests.costs

A group is what one worker runs in one go: the tests of a file or, where tests share a page or a server, those that do.
`costs.txt` has a line for each. It only decides in which order they are dealt out, the dearest first, so that no worker
is left with a long one at the end; a group that it does not have is dealt out early.
"""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

FILE = Path(__file__).with_name("costs.txt")
UNKNOWN = 20.0  # seconds
DEALT = ["-n", "3", "--dist", "loadgroup", "--no-loadscope-reorder"]  # as the Makefile deals


def read(path=FILE):
    """Group → seconds, of those that have been measured."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {group: float(seconds) for seconds, group in pairs}


def group_of(item):
    return item.get_closest_marker("xdist_group").args[0]


class Meter:
    """Adds up, as workers report, what each group takes, and writes it down."""

    def __init__(self, path):
        self.path, self.seconds = Path(path), defaultdict(float)

    def pytest_runtest_logreport(self, report):
        _, _, group = report.nodeid.rpartition("@")  # where a group is part of the name: pytest-xdist puts it there
        self.seconds[group] += report.duration

    def pytest_sessionfinish(self):
        dearest = sorted(self.seconds.items(), key=lambda pair: (-round(pair[1]), pair[0]))
        lines = [f"{seconds:6.0f}  {group}" for group, seconds in dearest]
        head = "# Seconds of each group of tests, three at a time on two cores; written by `python -m tests.costs`."
        self.path.write_text("\n".join([head, *lines, ""]), "utf-8")


if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", "-q", *DEALT, "--costs", FILE]).returncode)
