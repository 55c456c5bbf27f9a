"""How long does the book take to build?  python benchmarks/build.py

In a copy of the project: cold (nothing built, nothing cached), warm (nothing changed), after a change
of one chapter's prose (nothing to execute), and after a change of one chapter's code.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
PARTS = "_config.yml", "_toc.yml", "index.md", "requirements.txt", "chapters", "live_book", "relu_lib"
CHAPTER = "chapters/rectified-linear.md"


def copy_project(folder):
    for name in PARTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


def build(folder):
    """Seconds, and how many notebooks were executed."""
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-W", "-n", "--keep-going"]
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = perf_counter() - start
    if done.returncode:
        sys.exit(f"the build failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, (done.stdout + done.stderr).count("Executing notebook")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        copy_project(folder)
        chapter = folder / CHAPTER

        def change_prose():
            chapter.write_text(chapter.read_text() + "\nOne more sentence.\n")

        def change_code():
            chapter.write_text(chapter.read_text().replace("relu([-3, -0.5, 0", "relu([-4, -0.5, 0", 1))

        steps = {
            "cold": lambda: None,
            "warm, nothing changed": lambda: None,
            "prose of one chapter changed": change_prose,
            "code of one chapter changed": change_code,
        }
        for name, prepare in steps.items():
            prepare()
            seconds, executed = build(folder)
            print(f"{name:30} {seconds:6.1f} s   notebooks executed: {executed}", flush=True)


if __name__ == "__main__":
    main()
