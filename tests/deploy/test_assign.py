"""What is given out for nbgrader, taken by nbgrader itself: made into an assignment, handed in and graded."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from assign import editions
from assign.notebooks import labels_of
from live_book.folders import SITE

from ..books import ROOT

CHAPTER = "rectified-linear"
NBGRADER = "nbgrader==0.9.6"
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({each.student.id: [each.score, each.max_score] for each in book.assignment_submissions("week")}))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A Python with nbgrader and the book's library, as on an instructor's machine."""
    folder = tmp_path_factory.mktemp("nbgrader") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin/python"
    copy = folder.with_name("book")  # pip builds in the folder that it is given
    subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", NBGRADER, f"{copy}[chapters]"], check=True)
    return python


def test_nbgrader_makes_an_assignment_of_it_and_grades_what_is_handed_in(python, tmp_path):
    editions.write_all([SITE / f"chapters/{CHAPTER}.ipynb"], tmp_path / "given-out")
    source = tmp_path / "given-out" / CHAPTER / f"nbgrader/{CHAPTER}.ipynb"
    course = tmp_path / "course"
    (course / "source/week").mkdir(parents=True)
    shutil.copy(source, course / "source/week")

    found = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}  # nbgrader looks for Alembic

    def nbgrader(*words):
        command = [python, "-m", "nbgrader", *words]
        done = subprocess.run(command, cwd=course, capture_output=True, text=True, env=found)
        assert done.returncode == 0, done.stdout + done.stderr

    nbgrader("generate_assignment", "week", "--create", "--IncludeHeaderFooter.header=")
    released = course / f"release/week/{CHAPTER}.ipynb"
    assert "max(x, 0)\n" not in "".join(map(editions.source_of, code_of(released)))
    for student, notebook in {"ada": source, "charles": released}.items():
        (course / f"submitted/{student}/week").mkdir(parents=True)
        shutil.copy(notebook, course / f"submitted/{student}/week")
    nbgrader("autograde", "week", "--create", "--ExecutePreprocessor.timeout=60")
    asked = subprocess.run([python, "-c", SCORES], cwd=course, capture_output=True, check=True, env=found)
    scores = json.loads(asked.stdout)
    count = len(labels_of(map(editions.source_of, code_of(source))))
    assert scores == {"ada": [count, count], "charles": [0, count]}


def code_of(path):
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
