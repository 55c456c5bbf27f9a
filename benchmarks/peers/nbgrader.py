"""nbgrader in an environment of its own, as on an instructor's machine, and a course in which it grades.

What marking is held against; and tests/deploy has it take what is given out for it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NBGRADER = "nbgrader==0.9.6"
WEEK = "week"  # the assignment
SCORES = f"""
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    found = book.assignment_submissions("{WEEK}")
    print(json.dumps({{each.student.id: [each.score, each.max_score] for each in found}}))
"""


def installed(folder):
    """The Python of an environment with nbgrader and the committed state of the book's library, made if need be."""
    python, copy = Path(folder, "venv/bin/python"), Path(folder, "book")  # a copy: pip builds in the folder it is given
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
    install = [python, "-m", "pip", "install", "--quiet"]
    if python.exists():
        subprocess.run([*install, "--force-reinstall", "--no-deps", copy], check=True)
        return python
    subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
    subprocess.run([*install, NBGRADER, f"{copy}[chapters]"], check=True)
    return python


class Course:
    """A course of one assignment, in a folder. source: the notebook that an instructor wrote, as a dictionary."""

    def __init__(self, python, folder, name, source):
        self.python, self.folder, self.name = python, Path(folder), name
        self._put("source", source)
        self._nbgrader("generate_assignment", "--create", "--IncludeHeaderFooter.header=")

    def _put(self, place, notebook):
        folder = self.folder / place / WEEK
        folder.mkdir(parents=True)
        (folder / f"{self.name}.ipynb").write_text(json.dumps(notebook), "utf-8")

    def _run(self, *words):
        found = {**os.environ, "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}"}  # it looks for Alembic
        done = subprocess.run([self.python, *words], cwd=self.folder, capture_output=True, text=True, env=found)
        if done.returncode:
            raise RuntimeError(f"{words[:3]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def _nbgrader(self, command, *words):
        return self._run("-m", "nbgrader", command, WEEK, *words)

    @property
    def released(self):
        """What students are given."""
        return json.loads((self.folder / f"release/{WEEK}/{self.name}.ipynb").read_text("utf-8"))

    def hand_in(self, student, notebook):
        self._put(f"submitted/{student}", notebook)

    def autograde(self):
        """{student: [points, of how many]}."""
        self._nbgrader("autograde", "--create")
        return json.loads(self._run("-c", SCORES))
