"""Small books for tests, each in a folder of its own: made, and built as the book itself is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONT = (ROOT / "index.md").read_text().split("# How Neural")[0]


def make(folder, text):
    """Make in a folder a book whose first page is a text; the folder."""
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    for name in "_config.yml", "chapters/references.bib", "chapters/run-it-yourself.md":
        shutil.copy(ROOT / name, folder / name)
    without_packages = shutil.ignore_patterns("node_modules", "__pycache__", ".fetched")
    shutil.copytree(ROOT / "live_book", folder / "live_book", dirs_exist_ok=True, ignore=without_packages)
    link = folder / "live_book/npm/node_modules"
    if not link.exists():
        link.symlink_to(ROOT / "live_book/npm/node_modules", target_is_directory=True)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: chapters/run-it-yourself}]\n")
    (folder / "index.md").write_text(f"{FRONT}# A page\n\n{text}\n")
    return folder


def cell(code, options=""):
    return f"```{{code-cell}} python3\n{options}{code}\n```\n"


def build(folder, **environment):
    """Build a book, warnings being faults: the exit status, and what was said.

    Unless told otherwise its cells run on Binder: to pack the Python of a page takes longer than all the rest.
    """
    environment = {"BOOK_CELLS_ON": "" if folder == ROOT else "binderhub", **environment}
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env={**os.environ, **environment})
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return done.returncode, output
