"""How long does the book take to build?  python benchmarks/build.py [--write]

In a copy of the project, without the Python of the page: cold (nothing built, nothing cached), warm (nothing changed),
after a change of one chapter's prose (nothing to execute), and after a change of each chapter's code. `--write` puts
the table into benchmarks/results/, where the chapter "How it is measured" reads it.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import tables  # noqa: E402
from tests import books  # noqa: E402
from tests.faults import copy_project  # noqa: E402
from tests.figures import chapters  # noqa: E402

HEAD = ["what has changed", "seconds", "chapters run anew"]


def build(folder):
    """Seconds, and how many pages were executed."""
    start = perf_counter()
    status, said = books.build(folder)
    seconds = perf_counter() - start
    if status:
        sys.exit(f"the build failed:\n{said[-4000:]}")
    return seconds, said.count("Executing notebook")


def with_other_code(path):
    """Change the code of a chapter's first cell, not what it does."""
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^(import |from )", r"# Changed.\n\1", text, count=1), "utf-8")


def changes(folder):
    """What is done before each build, by its name in the table."""
    pages = [folder / page.replace(".html", ".md") for page in chapters()]

    def with_more_prose():
        pages[1].write_text(pages[1].read_text("utf-8") + "\nOne more sentence.\n", "utf-8")

    yield "all: the first build", lambda: None
    yield "nothing", lambda: None
    yield "a sentence of chapter 2", with_more_prose
    for number, page in enumerate(pages, 1):
        yield f"the code of chapter {number}", lambda page=page: with_other_code(page)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true")
    options, rows = parser.parse_args(), []
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_project(Path(scratch, "book"))
        (folder / "_build").unlink()  # a link to what is built already
        for name, change in changes(folder):
            change()
            seconds, executed = build(folder)
            rows.append([name, f"{seconds:.1f}", executed])
            print(f"{name:30} {seconds:6.1f} s   executed: {executed}", flush=True)
    if options.write:
        tables.write("build", HEAD, rows)
        tables.say("build-machine", f"{tables.MACHINE}; one build each.")


if __name__ == "__main__":
    main()
