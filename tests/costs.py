"""What each group of tests costs, in seconds, measured:  python -m tests.costs

A group is what one worker runs in one go: the tests of a file or, where tests share a page or a server, those that do
(`pytest.mark.xdist_group`); in a file that says `ONE_BY_ONE = True`, each test is one. `costs.txt` has a line for each.
It only decides in which order they are dealt out, the dearest first, so that no worker is left with a long one at the
end; a group that it does not have is dealt out early.
"""

import atexit
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_name("costs.txt")
UNKNOWN = 20.0  # seconds
WORKERS = 3  # as in the Makefile
MARK = "xdist_group"
GROUPS = {}  # test → group, known to who deals


def read(path=FILE):
    """Group → seconds, of those that have been measured."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {group: float(seconds) for seconds, group in pairs}


def group_of(item):
    """The group that a test is marked to be in, else its file; or itself, if its file says so."""
    if mark := item.get_closest_marker(MARK):
        return mark.args[0]
    file = item.location[0].replace("\\", "/")
    return f"{file} {item.name}" if getattr(getattr(item, "module", None), "ONE_BY_ONE", False) else file


def dearest_first(items):
    """Put tests in order: groups together, and of groups the dearest first."""
    known, place = read(), {}
    for item in items:
        place.setdefault(group_of(item), len(place))
    items.sort(key=lambda item: (-known.get(group_of(item), UNKNOWN), place[group_of(item)]))


# --- dealing out ------------------------------------------------------------------------------------------------------
# pytest-xdist 3.8 deals by groups, too, but it would change the names of tests for that, and pytest 9.2 forbids it.


def note_of(run):
    return Path(tempfile.gettempdir(), f"groups-of-{run}.json")


def tell_who_deals(session):
    """A worker says which group each test is in: whoever deals knows their names alone."""
    note = note_of(session.config.workerinput["testrunuid"])
    draft = note.with_suffix(f".{session.config.workerinput['workerid']}")
    draft.write_text(json.dumps({item.nodeid: group_of(item) for item in session.items}), "utf-8")
    os.replace(draft, note)  # all workers write the same


class ByGroup(LoadScopeScheduling):
    """Deals out groups, in the order in which they were collected."""

    def __init__(self, config, log):
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid):
        if not GROUPS:
            note = note_of(self.config.pluginmanager.getplugin("dsession").nodemanager.testrunuid)
            GROUPS.update(json.loads(note.read_text("utf-8")))
            atexit.register(note.unlink, missing_ok=True)  # a worker that takes the place of another writes it, too
        return GROUPS[nodeid]


# --- measuring --------------------------------------------------------------------------------------------------------


class Meter:
    """Adds up, as workers report, what each group takes, and writes it down."""

    def __init__(self, path, groups=GROUPS):
        self.path, self.groups, self.seconds = Path(path), groups, defaultdict(float)

    def pytest_runtest_logreport(self, report):
        self.seconds[self.groups[report.nodeid]] += report.duration

    def pytest_sessionfinish(self):
        dearest = sorted(self.seconds.items(), key=lambda pair: (-round(pair[1]), pair[0]))
        lines = [f"{seconds:6.0f}  {group}" for group, seconds in dearest]
        head = (
            f"# Seconds of each group of tests, {WORKERS} at a time on two cores; written by `python -m tests.costs`."
        )
        self.path.write_text("\n".join([head, *lines, ""]), "utf-8")


def main():
    """Run all tests that may run beside others, as the Makefile does, and measure."""
    alone = re.search(r"^ALONE := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1]
    options = ["-n", str(WORKERS), "--dist", "loadgroup", "--deselect", alone, "--costs", FILE]
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *options, *sys.argv[1:]], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
