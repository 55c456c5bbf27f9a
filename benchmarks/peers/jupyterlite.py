"""A default JupyterLite with Pyodide on its own site, as a folder of files: what Python in the page is held against.

It takes the same Pyodide as the book. Packages that the book does not have come from PyPI, in the versions of Pyodide's
lock; their digests are those of PyPI's files. Needs benchmarks/requirements.txt.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from live_book.live.page_python import sources

WANTED = ["micropip", "ipython", "jedi", "numpy", "matplotlib"]  # of its kernel, and of the first plot
PURE = ["comm"]  # what its kernel takes from its own index
PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]


def is_installed():
    return _command().is_file()


def _command():
    return Path(sys.executable).with_name("jupyter-lite")


def needed(packages, names):
    """The names with all that they depend on, as the lock says.

    >>> sorted(needed({"a": {"depends": ["B_c"]}, "b-c": {"depends": []}}, ["a"]))
    ['a', 'b-c']
    """
    found, waiting = set(), [*names]
    while waiting:
        name = sources.normal(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return found


def download(folder, *wanted):
    options = ["--python-version", "3.14", "--only-binary", ":all:", "--no-deps", "-d", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *options, *wanted], check=True)


def put_pyodide(folder):
    """Pyodide and the packages that are wanted, with a lock that names them."""
    folder.mkdir(parents=True)
    for name in PYODIDE:
        shutil.copy(sources.PYODIDE / name, folder)
    lock = sources.lock()
    for name in sorted(needed(lock["packages"], WANTED)):
        package = lock["packages"][name]
        kept = sources.wheel(package["sha256"])
        if kept.is_file():
            shutil.copy(kept, folder / package["file_name"])
            continue
        with tempfile.TemporaryDirectory() as place:
            download(place, f"{name}=={package['version']}")
            (found,) = Path(place).glob("*.whl")
            package |= {"file_name": found.name, "sha256": hashlib.sha256(found.read_bytes()).hexdigest()}
            shutil.copy(found, folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))


def build(folder):
    """Make the site in a folder, and return where it is."""
    source, wheels, site = folder / "source", folder / "wheels", folder / "site"
    put_pyodide(source / "static/pyodide")
    download(wheels, *PURE)
    command = [_command(), "build", "--output-dir", site, "--piplite-wheels", *wheels.glob("*.whl")]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"jupyter lite build: {done.stderr[-1000:]}")
    return site
