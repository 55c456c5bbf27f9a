"""What is given out for others, taken by them: by nbgrader itself, and by a container such as Gradescope makes."""

import json
import os

import pytest

from assign import editions
from assign.notebooks import labels_of
from benchmarks.peers import nbgrader
from live_book.folders import SITE

from ..assign.conftest import sandbox
from ..assign.hand_ins import CAME, STUDENT, cells, notebook
from .gradescope import Autograder, faults

CHAPTER = "rectified-linear"


@pytest.fixture(scope="module")
def given_out(tmp_path_factory):
    """The folder of what is given out of the chapter."""
    folder = tmp_path_factory.mktemp("given-out")
    editions.write_all([SITE / f"chapters/{CHAPTER}.ipynb"], folder)
    return folder / CHAPTER


def code_of(notebook):
    return [editions.source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_nbgrader_makes_an_assignment_of_it_and_grades_what_is_handed_in(given_out, tmp_path):
    source = json.loads((given_out / f"nbgrader/{CHAPTER}.ipynb").read_text("utf-8"))
    course = nbgrader.Course(nbgrader.installed(tmp_path), tmp_path / "course", CHAPTER, source)
    assert "max(x, 0)\n" not in "".join(code_of(course.released))
    course.hand_in("ada", source)
    course.hand_in("charles", course.released)
    count = len(labels_of(code_of(source))) - 1  # but for the exercise that stretches
    assert course.autograde() == {"ada": [count, count], "charles": [0, count]}


# --- Gradescope ----------------------------------------------------------------------------------------------------

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="an autograder's container runs as root"
)
PEEKING = {  # what a hand-in may try in there
    "the notebook with its solutions": f"open('/autograder/source/{CHAPTER}.ipynb').read()",
    "the checks": "open('/autograder/source/relu_lib/exercises/rectified_linear.py').read()",
    "the marks": "open('/autograder/results/results.json', 'w').write('{\"score\": 100}')",
    "the script": "open('/autograder/run_autograder', 'a').write('exit')",
    "another's hand-in": "open('/autograder/submission/new.ipynb', 'w').write('')",
}


@pytest.fixture(scope="module")
def autograder(given_out, tmp_path_factory):
    sandbox("bwrap")
    made = Autograder(given_out / f"{CHAPTER}-gradescope.zip", tmp_path_factory.mktemp("autograder"))
    made.set_up()
    return made


@needs_root
@pytest.mark.parametrize("name", ["right", "wrong", "os._exit", "endless loop", "copied another student's answer"])
def test_gradescope_reads_the_marks_of_a_hand_in(name, autograder):
    sources, wanted, words = CAME[name]
    results = autograder.marks(**{"any name.ipynb": notebook(sources, number=STUDENT)})
    marks = {test["name"]: (test["score"], test["max_score"]) for test in results["tests"]}
    assert {label: marks[label] for label in wanted} == {label: (each == "right", 1) for label, each in wanted.items()}
    assert len(marks) == 6
    assert "ran for more than" in words or any(words in test["output"] for test in results["tests"])


@needs_root
def test_the_whole_chapter_solved_has_all_points_and_an_empty_hand_in_none(autograder, given_out):
    solved = json.loads((given_out / f"{CHAPTER}-solution.ipynb").read_text("utf-8"))
    sources = [each.replace("#@title Solution", "#") for each in code_of(solved)]
    scores = [test["score"] for test in autograder.marks(**{"a.ipynb": notebook(sources)})["tests"]]
    assert scores == [1] * 5 + [0]  # the last one stretches, and counts for nothing
    for files, words in (
        ({}, "There is no notebook in what was handed in."),
        ({"a.txt": b"hello"}, "The file is no notebook"),
        ({"a.ipynb": notebook(["check('tent', 1)"])}, "This notebook is not of rectified-linear"),
        ({"a.ipynb": (given_out / f"{CHAPTER}-student.ipynb").read_bytes()}, ""),
    ):
        results = autograder.marks(**files)
        assert words in results["output"] and [test["score"] for test in results["tests"]] == [0] * 6


@needs_root
def test_where_hand_ins_cannot_run_there_are_no_marks_and_the_instructor_is_told_why(autograder):
    autograder.folder.chmod(0o700)  # nobody cannot reach Python then
    try:
        assert autograder.marks(**{"a.ipynb": notebook(CAME["right"][0])}) is None
    finally:
        autograder.folder.chmod(0o755)
    said = "Nothing was marked, as marking does not work here:\n  the book's own solution of relu-by-hand is marked"
    assert said in autograder.printed


@needs_root
def test_a_hand_in_reaches_neither_solutions_nor_marks(autograder):
    for what, source in PEEKING.items():
        data = notebook(cells(relu_by_hand=f"{source}\ncheck('relu-by-hand', 1)"))
        results = autograder.marks(**{"a.ipynb": data})
        said = {test["name"]: test["output"] for test in results["tests"]}["relu-by-hand"]
        assert "PermissionError" in said, (what, said)
    assert not (autograder.folder / "submission/new.ipynb").exists()


@needs_root
def test_what_is_not_as_gradescope_describes_it_is_noticed():
    right = {"output": "", "tests": [{"name": "a", "score": 1, "max_score": 1, "output": "✓"}]}
    assert list(faults(right)) == []
    for wrong in (
        {},
        {"tests": [{"name": "a"}]},
        {"tests": [{"name": 1, "score": 1}]},
        {"tests": [{"name": "a", "score": True}]},
        {**right, "outputs": ""},
        {**right, "visibility": "sometimes"},
    ):
        assert list(faults(wrong)), wrong
