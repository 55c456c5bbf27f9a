"""Break the project on purpose, one line at a time, and see that a test fails:  python -m tests.faults [--some] [words]

`faults.toml` lists the breakages, each with the test that must fail. They are made one by one in copies of the project;
those that nothing caught are printed, and the exit status is then 1. A test that no breakage makes fail proves nothing.
Words pick those whose line holds one of them, as `python -m tests.faults relu_lib/sums`.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests/faults.toml"
# Made or fetched, so not in git: the copies share them. No test of the list may write there.
SHARED = "_build", "live_book/.fetched", "live_book/npm/node_modules", "tests/npm/node_modules", "tests/js/node_modules"
PASSED, CAUGHT = 0, 1  # pytest's exit status when all passed, and when a test failed; others: it could not run them
LIMIT = 600  # seconds for each test: one that never ends has not caught anything
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


def broken(text, fault):
    """The text of a file with a fault in it. Raises ValueError unless what is right stands there exactly once."""
    count = text.count(fault.right)
    if count != 1:
        raise ValueError(f"{fault.file} has {fault.right!r} {count} times, not once: mend tests/faults.toml")
    return text.replace(fault.right, fault.wrong)


def copy_project(folder):
    """The files that git knows or would, in a new folder, with links to what is shared."""
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


class Copies:
    """Copies of the project below a folder, in each of which one run of tests can go on; none when they are closed."""

    def __init__(self, scratch):
        self.scratch, self.running, self.closed = Path(scratch), set(), False
        self.free = Queue()
        for number in range(COPIES):
            self.free.put(copy_project(self.scratch / f"copy-{number}"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True
        for process in list(self.running):
            end(process)

    def judge(self, tests, fault=None):
        """pytest's exit status for these tests, with a fault or as things are, and what it said; None: no end."""
        folder = self.free.get()
        path = folder / fault.file if fault else None
        text = path.read_text("utf-8") if fault else ""
        try:
            if fault:
                path.write_text(broken(text, fault), "utf-8")
            return self._run(tests, folder)
        finally:
            if fault:
                path.write_text(text, "utf-8")
            self.free.put(folder)

    def _run(self, tests, folder):
        # what is compiled with a fault in it may not outlast it; what tests leave behind goes with the copies
        own = {"PYTHONDONTWRITEBYTECODE": "1", **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.scratch))}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--timeout", "0", *tests]
        with tempfile.TemporaryFile(dir=self.scratch) as said:  # not a pipe, which a process left over would hold open
            options = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": said, "stderr": subprocess.STDOUT}
            process = subprocess.Popen(command, env={**os.environ, **own}, **options)
            self.running.add(process)
            try:
                status = process.wait(LIMIT * len(tests))
            except subprocess.TimeoutExpired:
                status = None
            finally:
                end(process)
                self.running.discard(process)
            if self.closed:
                raise InterruptedError("ended before it was done")
            said.seek(0)
            return status, said.read().decode("utf-8", "replace")


def end(process):
    """End a process, if it goes on, and all that it has started."""
    if process.poll() is None:
        for one in [*psutil.Process(process.pid).children(recursive=True), process]:
            with contextlib.suppress(psutil.NoSuchProcess):  # it came to its end by itself
                one.kill()
        process.wait()


def uncaught(faults, tell=lambda *_: None):
    """The faults that their test does not see, each with why: {fault: words}. tell: called with each, and its words.

    Raises RuntimeError if a test fails with nothing broken.
    """
    tests = sorted({fault.test for fault in faults})
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as scratch:
        with ThreadPoolExecutor(COPIES) as pool, Copies(scratch) as copies:
            try:
                shares = filter(None, (tests[number::COPIES] for number in range(COPIES)))
                for status, said in pool.map(copies.judge, shares):
                    if status != PASSED:
                        raise RuntimeError(f"a test of the list fails with nothing broken:\n{said[-3000:]}")

                def words(fault):
                    status, said = copies.judge([fault.test], fault)
                    why = {CAUGHT: "", PASSED: "its test passes", None: "its test does not end"}
                    found = why.get(status, f"its test could not be run, status {status}: {said[-1000:]}")
                    tell(fault, found)
                    return found

                return {fault: why for fault, why in zip(faults, pool.map(words, faults)) if why}
            except BaseException:  # Ctrl+C, too: what has not begun does not begin
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.split("\n\n")[0])
    parser.add_argument("--some", action="store_true", help="only the few that `make test` tries, too")
    parser.add_argument("words", nargs="*", help="only those whose line holds one of these words")
    options = parser.parse_args(arguments)
    faults = [fault for fault in listed() if fault.some or not options.some]
    faults = [fault for fault in faults if not options.words or any(word in str(fault) for word in options.words)]
    if not faults:
        parser.error("no breakage of the list has such a word in its line")
    missed = uncaught(faults, lambda fault, why: print(f"nothing caught  {fault}: {why}", flush=True) if why else None)
    print(f"{len(faults) - len(missed)} of {len(faults)} faults were caught.")
    return 1 if missed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, as by Ctrl+C
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # the copies are gone, and so is what ran in them
        sys.exit(130)
