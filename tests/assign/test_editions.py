"""What is given out of a chapter: nothing of the solutions for students, and all of it where it is graded."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from assign import __main__ as command_line
from assign import editions, engines
from assign.marking import Marking, chapter_of
from assign.minutes import minutes, rounded, sections
from assign.notebooks import labels_of, read, stretch_in
from live_book.folders import SITE
from relu_lib.exercises import CHECKS

from ..books import ROOT
from .hand_ins import CAME, CHAPTER, notebook
from .hand_ins import PUBLISHED as PUBLISHED_CELLS

PUBLISHED = sorted(SITE.glob("chapters/*.ipynb"))
CHAPTERS = [path for path in PUBLISHED if labels_of(read(path.read_bytes())[0])]


def text_of(made):
    return "\n".join(editions.source_of(cell) for cell in made["cells"])


@pytest.fixture(scope="module")
def given_out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assignments")
    assert editions.write_all(PUBLISHED, folder) == [path.stem for path in CHAPTERS] and len(CHAPTERS) >= 9
    return folder


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_students_get_the_exercises_and_hints_but_no_solution_no_answer_and_no_expected_value(path, given_out):
    published = json.loads(path.read_bytes())
    student = json.loads((given_out / path.stem / f"{path.stem}-student.ipynb").read_text("utf-8"))
    text = text_of(student)
    labels = labels_of(read(path.read_bytes())[0])
    assert labels_of([text]) == labels and set(labels) <= set(CHECKS)
    assert "Hint for the exercise" in text and text.count("**Question.**") >= 3
    assert "#@title Solution" not in text and "<summary>Answer" not in text and "<summary>Solution" not in text
    for cell in published["cells"]:
        if editions.is_solution(cell):
            code = editions.source_of(cell).partition("\n")[2].strip()
            assert code not in text, code
    assert "BEGIN SOLUTION" not in text and not [cell for cell in student["cells"] if cell.get("outputs")]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_nbgraders_source_gives_a_point_for_each_exercise_that_counts_and_solutions_are_right(path, given_out, engine):
    made = json.loads((given_out / path.stem / f"nbgrader/{path.stem}.ipynb").read_text("utf-8"))
    said = [cell["metadata"]["nbgrader"] for cell in made["cells"] if "nbgrader" in cell["metadata"]]
    chapter = chapter_of(path.stem, read(path.read_bytes())[0])
    assert [each["grade_id"] for each in said if each["grade"]] == [f"check-{label}" for label in chapter.labels]
    points = {each["grade_id"]: each["points"] for each in said if each["grade"]}
    extra = stretch_in(path.read_bytes())
    assert points == {f"check-{label}": int(label not in extra) for label in chapter.labels} and extra
    assert len({each["grade_id"] for each in said}) == len(said) == 2 * len(chapter.labels)
    marking = Marking(chapter, [editions.source_of(cell) for cell in made["cells"] if cell["cell_type"] == "code"])
    engines.play(marking.attempts, engine)
    assert all(marking.verdicts().values()), marking.verdicts()


def test_the_same_chapter_gives_the_same_files(given_out, tmp_path):
    editions.write_all(CHAPTERS[:1], tmp_path)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert path.read_bytes() == (given_out / path.relative_to(tmp_path)).read_bytes()


def test_a_chapter_with_an_exercise_that_nobody_can_mark_is_not_given_out(tmp_path):
    (tmp_path / "strange.ipynb").write_bytes(notebook(["check('no-such-exercise', 1)"]))
    with pytest.raises(ValueError, match="strange has no exercise that the book's checks know"):
        editions.write_all([tmp_path / "strange.ipynb"], tmp_path)


def test_without_a_built_book_it_is_said_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command_line, "BOOK", tmp_path)
    assert command_line.main(["editions", "--out", str(tmp_path / "out")]) == 1
    assert "Build the book first: make book." in capsys.readouterr().err


def test_the_card_of_a_chapter_says_the_minutes_that_are_reckoned():
    for path in CHAPTERS:
        source = (ROOT / f"chapters/{path.stem}.md").read_text("utf-8")
        time = minutes(source)
        said = f"**Time** {rounded(time.read)} minutes to read and run, {rounded(time.all)} with all exercises."
        assert said in source, f"{path.stem}: {said}"
        assert all(each.all for _, each in sections(source))


# --- Gradescope ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def autograder(tmp_path_factory):
    """An autograder, unpacked as Gradescope does."""
    folder = tmp_path_factory.mktemp("autograder")
    packed = editions.for_gradescope(CHAPTER.name, json.loads(notebook(PUBLISHED_CELLS)))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        opened.extractall(folder)
        scripts = {entry.filename: entry.external_attr >> 16 for entry in opened.infolist()}
    assert scripts["setup.sh"] == scripts["run_autograder"] == 0o755
    os.chmod(folder, 0o700)
    return folder


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="an autograder's container runs as root")
@pytest.mark.parametrize("name", ["right", "wrong", "os._exit", "patched check and NumPy"])
def test_an_autograder_marks_a_hand_in_in_its_container(name, autograder, tmp_path):
    """As `run_autograder` does, but for the paths that only Gradescope has."""
    sources, wanted, _ = CAME[name]
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission/any name.ipynb").write_bytes(notebook(sources))
    results = tmp_path / "results.json"
    words = ["gradescope", tmp_path / "submission", "--notebook", f"{CHAPTER.name}.ipynb", "--results", results]
    subprocess.run([sys.executable, "-m", "assign", *map(str, words)], cwd=autograder, check=True)
    said = json.loads(results.read_text("utf-8"))
    marks = {each["name"]: each["score"] for each in said["tests"]}
    assert {label: marks[label] for label in wanted} == {label: int(each == "right") for label, each in wanted.items()}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="an autograder's container runs as root")
def test_an_autograder_that_does_not_mark_the_books_own_solutions_right_gives_no_marks(tmp_path):
    broken = [each.replace("max(x, 0)", "max(x, 1)") for each in PUBLISHED_CELLS]
    (tmp_path / f"{CHAPTER.name}.ipynb").write_bytes(notebook(broken))
    (tmp_path / "submission").mkdir()
    words = [tmp_path / "submission", "--notebook", tmp_path / f"{CHAPTER.name}.ipynb", "--results", tmp_path / "out"]
    command = [sys.executable, "-m", "assign", "gradescope", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and not (tmp_path / "out").exists()
    assert "Nothing was marked, as marking does not work here:" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="an autograder's container runs as root")
def test_an_autograder_says_that_nothing_was_handed_in(autograder, tmp_path):
    (tmp_path / "submission").mkdir()
    words = ["gradescope", tmp_path / "submission", "--notebook", f"{CHAPTER.name}.ipynb"]
    command = [sys.executable, "-m", "assign", *map(str, words), "--results", str(tmp_path / "results.json")]
    subprocess.run(command, cwd=autograder, check=True)
    said = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert "There is no notebook" in said["output"] and [each["score"] for each in said["tests"]] == [0] * 4
