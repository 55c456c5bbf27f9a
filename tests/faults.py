"""Break the project on purpose, one line at a time, and see that a test fails:  python -m tests.faults [--some]

`faults.toml` lists the breakages, each with the test that must fail. They are made one by one in a copy of the project;
those that nothing caught are printed, and the exit status is then 1. A test that no breakage makes fail proves nothing.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests/faults.toml"
# Made or fetched, so not in git: the copies share them. No test of the list may write there.
SHARED = "_build", "live_book/npm/node_modules", "tests/npm/node_modules"
CAUGHT = 1  # pytest's exit status when tests failed; others mean that it could not run them
COPIES = 2


class Fault(NamedTuple):
    """A breakage: in `file`, `right` becomes `wrong`, and `test` must fail. some: among the few of `make test`."""

    file: str
    right: str
    wrong: str
    test: str
    some: bool = False

    def __str__(self):
        return f"{self.file}: {self.right!r} → {self.wrong!r} ({self.test})"


def listed():
    return [Fault(**entry) for entry in tomllib.loads(LIST.read_text("utf-8"))["fault"]]


def copy_project(folder):
    """The files that git knows or would, in a folder, with links to what is shared."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for name in SHARED:
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder


def broken(text, fault):
    """The text of a file with a fault in it. Raises ValueError unless what is right stands there exactly once."""
    count = text.count(fault.right)
    if count != 1:
        raise ValueError(f"{fault.file} has {fault.right!r} {count} times, not once: mend tests/faults.toml")
    return text.replace(fault.right, fault.wrong)


def status_of(tests, folder):
    """pytest's exit status for these tests in a copy of the project, and what it said."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


def is_caught(fault, folder):
    """Make a fault in a copy of the project, run its test, and mend it again."""
    path = folder / fault.file
    text = path.read_text("utf-8")
    path.write_text(broken(text, fault), "utf-8")
    try:
        return status_of([fault.test], folder)[0] == CAUGHT
    finally:
        path.write_text(text, "utf-8")


def uncaught(faults):
    """Those of the faults that their test does not see. Raises RuntimeError if a test fails without any."""
    with tempfile.TemporaryDirectory() as scratch:
        copies = Queue()
        for number in range(COPIES):
            copies.put(copy_project(Path(scratch, str(number))))
        folder = copies.get()
        status, said = status_of(sorted({fault.test for fault in faults}), folder)
        if status:
            raise RuntimeError(f"a test of the list fails with nothing broken:\n{said[-3000:]}")
        copies.put(folder)

        def seen(fault):
            copy = copies.get()
            try:
                return is_caught(fault, copy)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(COPIES) as pool:
            return [fault for fault, caught in zip(faults, pool.map(seen, faults)) if not caught]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.split("\n\n")[0])
    parser.add_argument("--some", action="store_true", help="the few that `make test` tries, too")
    options = parser.parse_args(arguments)
    faults = [fault for fault in listed() if fault.some or not options.some]
    missed = uncaught(faults)
    for fault in missed:
        print(f"nothing caught  {fault}")
    print(f"{len(faults) - len(missed)} of {len(faults)} faults were caught.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
