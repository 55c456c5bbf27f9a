"""Spelling, by a checker with a dictionary of British English, and the words of our own that it has not.

python -m tests.lint.words   what it does not know: mend it, or add it to words.txt (prose) or names-in-code.txt
"""

import sys
from pathlib import Path

from . import HERE, ROOT, run

PROSE = "chapters/*.md", "*.md", "live_book/README.md"
CODE = "relu_lib/**/*.py", "live_book/**/*.py", "assign/**/*.py", "benchmarks/*.py", "*.py"
SCRIPTS = "relu_lib/figures/**/*.js", "live_book/*/static/*.js", "assign/in_page/*.js"
FETCHED = "**/node_modules/**", "**/.fetched/**"


def unknown(*files, text=None):
    """What the checker does not know in files, in patterns of files, or in a text: a line each, as it says it."""
    skipped = (word for pattern in FETCHED for word in ("--exclude", pattern))
    quietly = ("--no-progress", "--no-summary")
    done = run("cspell/bin.mjs", "lint", "-c", f"{HERE}/cspell.json", *quietly, *skipped, *files, text=text)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout.splitlines()


def files(patterns):
    """The files that patterns mean."""
    found = (path for pattern in patterns for path in ROOT.glob(pattern))
    return [path for path in found if not {"node_modules", ".fetched", ".venv"} & set(path.parts)]


def own(name):
    """The words of a list of our own."""
    return [word for word in Path(ROOT, HERE, name).read_text("utf-8").splitlines() if not word.startswith("#")]


if __name__ == "__main__":
    found = unknown(*PROSE, *CODE, *SCRIPTS)
    print(*found, sep="\n")
    sys.exit(bool(found))
