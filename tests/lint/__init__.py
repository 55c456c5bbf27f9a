"""The book's own JavaScript, and the tools it is checked with (tests/test_lint.py).

python -m tests.lint      format all of it
"""

import subprocess
from pathlib import Path

from live_book.assets import node_tool

ROOT = Path(__file__).parent.parent.parent
HERE = "tests/lint"
FETCHED = {"vendor", "node_modules", ".fetched"}
ROOMS = {
    "live_book": "**/*.*js",
    "relu_lib/figures": "**/*.js",
    "assign/in_page": "**/*.js",
    "tests/js": "**/*.mjs",
    "tests/figures": "**/*.mjs",
    "tests/browser": "**/*.*js",
    HERE: "*.js",
}


def scripts(room):
    """The scripts of a room that are ours, not fetched, as paths from the root of the project."""
    found = (path.relative_to(ROOT) for path in sorted((ROOT / room).glob(ROOMS[room])))
    return [path for path in found if not FETCHED & set(path.parts)]


def prettier(mode, files):
    """Run the formatter, --check or --write; what it did, with its output as text."""
    return run("prettier/bin/prettier.cjs", "--config", f"{HERE}/prettier.config.js", mode, *files)


def complaints(*files, text=None):
    """What ESLint says of files, or of a text as if it were such a file."""
    named = ["--stdin", "--stdin-filename"] if text else []
    done = run("eslint/bin/eslint.js", "-c", f"{HERE}/eslint.config.js", *named, *files, text=text)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def run(tool, *arguments, text=None):
    """Run a tool of tests/lint's own; what it did. Raises FileNotFoundError where the tools are not fetched."""
    if not (path := ROOT / HERE / "node_modules" / tool).is_file():
        raise FileNotFoundError(f"{path} is not there: run `python -m live_book.assets --tests`")
    command = [node_tool("node"), path, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", input=text)
