"""What surrounds marking: zips as systems pack them, gradebooks as they export them, what is written for whom."""

import csv
import io
import json
import zipfile

import pytest

from assign import __main__ as command_line
from assign.gradebook import CannotFill, Gradebook
from assign.marks import best_of_each, chapter_by_hand_ins, mark_class, mark_file
from assign.notebooks import LARGEST, stretch_in
from assign.report import Marked, feedback, file_name, fill, found_hard, hard_text, marks_table, other_points, points
from assign.submissions import CannotRead, File, handed_in
from relu_lib.checks import Verdict

from .hand_ins import CHAPTER, PUBLISHED, RIGHT, cells, notebook

WRONG = "check('my-relu', lambda x: x)"


def zipped(path, **named):
    """A zip of files of these names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in named.items():
            packed.writestr(name, data)
    return path


@pytest.fixture
def a_class(tmp_path):
    """A class's zip as Canvas packs it, with what such zips have in them."""
    files = {
        "lovelaceada_1815_11_chapter.ipynb": notebook(cells(my_relu=RIGHT)),
        "babbagecharles_LATE_1791_12_chapter-1.ipynb": notebook(cells(my_relu=WRONG)),
        "hopper_1906_13_essay.pdf": b"%PDF-1.4",
        "noether_1882_14_chapter.ipynb": notebook(["check('tent', 1)"]),
        "__MACOSX/._lovelaceada_1815_11_chapter.ipynb": b"\x00",
        "../../turing_1912_15_chapter.ipynb": notebook(cells(my_relu=RIGHT)),
    }
    return zipped(tmp_path / "handed-in.zip", **files)


def test_a_zip_of_canvas_and_one_of_moodle_say_whose_each_file_is(a_class, tmp_path):
    assert [(file.who, file.name) for file in handed_in(a_class)] == [
        ("1815", "lovelaceada"),
        ("1791", "babbagecharles"),
        ("1906", "hopper"),
        ("1882", "noether"),
        ("1912", "turing"),
    ]  # fmt: skip
    moodle = zipped(
        tmp_path / "moodle.zip",
        **{
            "Ada Lovelace_1815_assignsubmission_file_/any name.ipynb": b"{}",
            "Émilie du Châtelet_1706_assignsubmission_file/a_1_2_b.ipynb": b"{}",
            "Ada Lovelace_1815_assignsubmission_onlinetext_/onlinetext.html": b"<p>hello</p>",
        },
    )
    assert [(each.who, each.name) for each in handed_in(moodle)] == [
        ("1815", "Ada Lovelace"),
        ("1706", "Émilie du Châtelet"),
    ]


def test_a_folder_and_a_single_notebook_are_hand_ins_too(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_bytes(b"{}")
    (tmp_path / "in/.DS_Store").write_bytes(b"")
    (tmp_path / "outside").write_text("secret")
    (tmp_path / "in/link.ipynb").symlink_to(tmp_path / "outside")
    assert [file.path for file in handed_in(tmp_path / "in")] == ["ada.ipynb"]
    assert [file.path for file in handed_in(tmp_path / "in/ada.ipynb")] == ["ada.ipynb"]


def test_however_large_a_file_of_a_zip_says_it_is_no_more_is_unpacked_than_a_notebook_has(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", **{"a_1_2_b.ipynb": b"0" * (LARGEST * 20), "b_2_3_c.ipynb": b"{}"})
    assert bomb.stat().st_size < LARGEST / 10
    first, second = handed_in(bomb)
    assert (first.data, first.why[:31]) == (None, "The file has more than 10 MB; a")
    assert second.data == b"{}"


def test_a_zip_that_is_broken_or_locked_is_answered_in_a_sentence(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK rubbish")
    with pytest.raises(CannotRead, match="no zip that could be opened"):
        list(handed_in(tmp_path / "no.zip"))
    whole = zipped(tmp_path / "whole.zip", **{"a_1_2_b.ipynb": notebook(["x = 1"] * 99)}).read_bytes()
    (tmp_path / "torn.zip").write_bytes(whole[:60] + b"!" * 40 + whole[100:])
    (torn,) = handed_in(tmp_path / "torn.zip")
    assert torn.data is None and torn.why.startswith("The file could not be unpacked (")
    with pytest.raises(CannotRead, match="There is no "):
        list(handed_in(tmp_path / "nothing.zip"))


# --- gradebooks -----------------------------------------------------------------------------------------------

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Chapter 2 (77),Chapter 3 (78),Final Score\r\n"
    "    Points Possible,,,,,6,6,(read only)\r\n"
    '"Lovelace, Ada",1815,s1,ada,A,,,90.00\r\n'
    '"=HYPERLINK(""x"")",1791,s2,charles,A,3,,80.00\r\n'
)
MOODLE = (
    "\ufeffIdentifier;Full name;Email address;Status;Grade;Maximum Grade\n"
    "Participant 1815;Ada Lovelace;ada@example.org;Submitted;;6.00\n"
    "Participant 1791;Charles Babbage;charles@example.org;No submission;;6.00\n"
)


def test_canvas_gets_its_own_gradebook_back_with_one_column_filled():
    book = Gradebook(CANVAS.encode(), "chapter 2")
    assert book.fill({"1815": "5", "4711": "1"}) == ["4711"]
    assert book.written().decode() == CANVAS.replace("ada,A,,", "ada,A,5,")


def test_moodle_gets_its_own_worksheet_back_with_one_column_filled():
    book = Gradebook(MOODLE.encode())
    assert book.fill({"1815": "5"}) == []
    assert book.written().decode() == MOODLE.replace("Submitted;;", "Submitted;5;")


def test_a_gradebook_that_leaves_a_question_open_is_answered_in_a_sentence():
    with pytest.raises(CannotFill, match=r"Which column\? Name one of: Chapter 2 \(77\); Chapter 3 \(78\)\."):
        Gradebook(CANVAS.encode())
    with pytest.raises(CannotFill, match="neither Canvas's column ID nor Moodle's"):
        Gradebook(b"a,b\n1,2\n")
    with pytest.raises(CannotFill, match="not in UTF-8"):
        Gradebook("É".encode("latin-1"))
    with pytest.raises(CannotFill, match="neither"):
        Gradebook(b"")


# --- what is written --------------------------------------------------------------------------------------------


def marked(who, name, **statuses):
    verdicts = {label: Verdict(statuses.get(label, "unanswered"), f"said of {label}", label) for label in "ab"}
    return Marked(who, name, f"{name}.ipynb", verdicts)


def test_a_name_is_no_formula_in_the_table_and_no_path_on_disk():
    table = marks_table([marked("1", '=HYPERLINK("https://x.example")'), marked("2", "@SUM(A1)")], "ab").decode()
    names = [row["name"] for row in csv.DictReader(io.StringIO(table))]
    assert names == ['\'=HYPERLINK("https://x.example")', "'@SUM(A1)"]
    taken = set()
    names = [file_name(marked("", name), taken) for name in ("../../etc/passwd", "A" * 300, "İ\u202e\n", "ada", "ADA")]
    assert names == ["etc-passwd", "A" * 60, "İ", "ada", "ADA-2"]


def test_what_was_hard_comes_first_with_what_was_said_most():
    class_marked = [marked("1", "A", a="right", b="wrong"), marked("2", "B", a="right", b="wrong"), marked("3", "C")]
    assert found_hard(class_marked, "ab") == [("b", 0, 2, "said of b", 2), ("a", 2, 2, "", 0)]
    assert "b: 0 of 3 right, 2 tried\n    2 were told: said of b" in hard_text(class_marked, "ab", "x")


def test_of_two_files_of_a_student_that_with_the_most_right_counts_and_that_is_said():
    both = marked("7", "first", a="right"), marked("7", "second", a="right", b="right")
    first, second = (each._replace(name="Ada") for each in both)
    for order in ([first, second], [second, first]):
        (chosen,) = best_of_each(order)
        assert (chosen.right, chosen.note) == (
            2,
            "2 files were handed in; second.ipynb counts, which has the most right, and not first.ipynb.",
        )


def test_two_who_give_the_same_number_and_other_names_both_have_a_row_and_no_mark_in_the_gradebook():
    ada, again = marked("7", "Ada", a="right"), marked("7", " ada", a="wrong")
    rows = best_of_each([ada, marked("7", "Ben"), again])
    assert [(each.name, each.right, each.note[:40]) for each in rows] == [
        ("Ada", 1, "The same student number as Ben: look at "),
        ("Ben", 0, "The same student number as Ada: look at "),
    ]
    said = fill(Gradebook(CANVAS.encode(), "Chapter 2"), rows)
    assert said == ["Left blank in the gradebook, as two people gave the same number: 7."]


@pytest.mark.parametrize("data", [CANVAS, MOODLE])
def test_other_points_than_those_of_the_gradebook_are_said(data):
    book = Gradebook(data.encode(), "Chapter 2")
    assert other_points(book, CHAPTER, 6) == ""
    assert other_points(book, CHAPTER).startswith("All right is 4 points here, and 6 in the gradebook:")
    stretch = CHAPTER._replace(extra=frozenset({"absolute-value"}))
    assert other_points(book, stretch).startswith("All right is 3 points here")


def test_what_stretches_is_marked_and_counts_for_nothing():
    both = marked("7", "Ada", a="right", b="right")._replace(extra=frozenset("b"))
    assert (points(both), points(both, 10)) == ("1", "10")
    assert "1 of 1 right" in feedback(both, "x") and "b (extra): " in feedback(both, "x")
    told = [{"cell_type": "markdown", "source": f"*{kind}.* Do."} for kind in ("Core", "Stretch")]
    code = [{"cell_type": "code", "source": f"check('{label}', ...)"} for label in "ab"]
    assert stretch_in(json.dumps({"cells": [told[0], code[0], told[1], code[1]]}).encode()) == {"b"}


def test_what_was_typed_when_handing_in_says_whose_a_plain_file_is():
    data = notebook(cells(), name="Ada\u0000 <b>", number="1815")
    result = mark_file(File("a.ipynb", "", "", data), CHAPTER, lambda attempts: attempts.give_up("no sandbox needed"))
    assert (result.who, result.name) == ("1815", "Ada <b>")


def test_the_chapter_is_seen_from_what_was_handed_in(a_class):
    assert chapter_by_hand_ins(handed_in(a_class)) == "rectified-linear"
    assert chapter_by_hand_ins([File("a", "", "", b"{}")]) == ""


def test_files_are_marked_at_once_and_each_is_told_of():
    files = [File(f"{n}.ipynb", str(n), f"student {n}", notebook(cells())) for n in (10, 9, 2)]
    told = []
    result = mark_class(files, CHAPTER, lambda attempts: attempts.give_up("no sandbox needed"), 3, told.append)
    assert [each.name for each in result] == ["student 2", "student 9", "student 10"] and len(told) == 3


# --- the command ------------------------------------------------------------------------------------------------


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "rectified-linear.ipynb"
    path.write_bytes(notebook(PUBLISHED))
    return str(path)


def test_a_class_is_marked_and_its_gradebook_filled(engine, a_class, published, tmp_path, capsys):
    roster, out = tmp_path / "gradebook.csv", tmp_path / "out"
    roster.write_bytes(CANVAS.encode())
    words = ["marks", a_class, "--notebook", published, "--roster", roster, "--column", "Chapter 2", "--out", out]
    assert command_line.main([*map(str, words), "--points", "10", "--engine", engine.name, "--workers", "2"]) == 0
    filled = list(csv.DictReader(io.StringIO((out / "marks.csv").read_bytes().decode())))
    assert {row["ID"]: row["Chapter 2 (77)"] for row in filled[1:]} == {"1815": "2.5", "1791": "0"}
    other = "This notebook is not of rectified-linear:"
    students = list(csv.DictReader(io.StringIO((out / "students.csv").read_text("utf-8"))))
    assert {row["number"]: (row["mark"], row["my-relu"], row["note"]) for row in students} == {
        "1815": ("2.5", "right", ""),
        "1791": ("0", "wrong", ""),
        "1906": ("", "not read", "The file is no notebook: it is not JSON."),
        "1882": ("", "not read", f"{other} its exercises are those of sums-of-relus."),
        "1912": ("2.5", "right", ""),
    }  # fmt: skip
    (found,) = (out / "feedback").glob("*-1791.txt")
    said = found.read_text("utf-8")
    assert "my-relu: ✗ Not yet. Your function(-2.0) is -2.0; it should be 0.0." in said
    assert "my-relu: 2 of 3 right, 3 tried" in (out / "hard.txt").read_text("utf-8")
    assert 'press "Hand in"' in (out / "feedback/hopper-1906.txt").read_text("utf-8")
    told = capsys.readouterr().out
    assert "Not in the gradebook: 1912." in told and "could not be read: hopper, noether." in told
    assert "All right is 10 points here, and 6 in the gradebook" in told and "5 files, 5 students" in told
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "handed-in.zip") == [
        "gradebook.csv", "out", "rectified-linear.ipynb",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["nowhere.zip"], "There is no nowhere.zip."),
        (["CLASS", "--chapter", "sums-of-relus", "--notebook", "no.ipynb"], "There is no no.ipynb. Build the book"),
        (["CLASS", "--notebook", "EMPTY"], "EMPTY has no exercise that the book's checks know"),
    ],
)
def test_what_keeps_a_class_from_being_marked_is_said_in_a_sentence(words, sentence, a_class, tmp_path, capsys):
    empty = tmp_path / "EMPTY.ipynb"
    empty.write_text(json.dumps({"cells": []}))
    names = {"CLASS": str(a_class), "EMPTY": str(empty)}
    assert command_line.main(["marks", *(names.get(word, word) for word in words)]) == 1
    assert capsys.readouterr().err.startswith(f"assign: {sentence}")


def test_without_a_sandbox_nothing_is_run_and_it_is_said_what_to_install(a_class, published, monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("assign.engines._deno", lambda: None)
    assert command_line.main(["marks", str(a_class), "--notebook", published]) == 1
    assert "On Linux install bubblewrap" in capsys.readouterr().err
