"""By whose numbers a hand-in is marked: what it says itself, what the gradebook says, and what a course insists on."""

import json

import pytest

from assign.gradebook import Gradebook
from assign.marking import Marking
from assign.marks import HandIn
from assign.students import Students
from assign.submissions import File

from .hand_ins import ANOTHER, CHAPTER, STUDENT, answered, cells, clipped, notebook

CANVAS = b"Student,ID,SIS User ID,SIS Login ID,Chapter 2 (77)\n    Points Possible,,,,6\nAda,1815,s2,ada,\nB,1791,,,\n"
MOODLE = b"Identifier,Full name,ID number,Grade\nParticipant 1815,Ada,s2,\n"
BOOK = [0, 0, 2, 0]


def verdict(answer, used="", student="", only_own=False):
    """The verdict on an answer to relu-by-hand that left the sandbox, in a cell that says whose numbers it has."""
    marking = Marking(CHAPTER, [], student=student, only_own=only_own)
    said = {"label": "relu-by-hand", "cell": 0, "student": used, "answer": answer, "outcomes": []}
    marking.attempts.hear(json.dumps(said))
    return marking.verdicts()["relu-by-hand"]


@pytest.mark.parametrize(
    "said, status, words",
    [
        ((BOOK, "", STUDENT), "right", ""),
        ((clipped(STUDENT), "", STUDENT), "right", ""),
        ((clipped(STUDENT), STUDENT, ""), "right", ""),  # from another notebook: all that is known stands in the cell
        (
            (clipped(ANOTHER), ANOTHER, STUDENT),
            "wrong",
            "Its numbers are those of student number s1, and not your own.",
        ),
        (([3, 0, 2, 0.5], "", STUDENT), "wrong", "Those are the sizes of the numbers."),
        (({"dots": 1}, STUDENT, STUDENT), "unanswered", "For student number s2: Clip "),
        ((BOOK, {"no": "text"}, STUDENT), "right", ""),
    ],
)
def test_where_a_course_does_not_ask_for_own_numbers_the_books_count_as_well(said, status, words):
    got = verdict(*said)
    assert got.status == status and words in got.message


@pytest.mark.parametrize(
    "said, status, words",
    [
        (
            (BOOK, "", STUDENT),
            "wrong",
            "Its numbers are those of the book, and not your own. For student number s2: Clip ",
        ),
        ((BOOK, "", ""), "wrong", "This exercise has numbers of each student's own, and there is no student number."),
        ((clipped(STUDENT), "", STUDENT), "right", ""),
        ((clipped(STUDENT), "S 2", STUDENT), "right", ""),
        ((clipped(ANOTHER), ANOTHER, STUDENT), "wrong", "those of student number s1"),
        ((clipped(ANOTHER), STUDENT, STUDENT), "wrong", "is not right yet"),
    ],
)
def test_where_it_does_only_the_students_own_count(said, status, words):
    got = verdict(*said, only_own=True)
    assert got.status == status and words in got.message


@pytest.mark.parametrize("data, column", [(CANVAS, "Chapter 2"), (MOODLE, "")])
def test_where_the_gradebook_says_another_number_that_counts_and_it_is_said(data, column):
    students = Students(Gradebook(data, column))
    for typed, wanted in (("s2", ("s2", "")), ("S2 ", ("S2 ", "")), ("1815", ("1815", "")), ("", ("s2", ""))):
        assert students.number("1815", typed) == wanted
    said = "It says student number s1; the gradebook says s2, and that counts."
    assert students.number("1815", "s1") == ("s2", said)
    assert students.number("1791", "s1") == students.number("", "s1") == ("s1", "")  # of whom it says nothing


def test_who_hands_in_under_another_number_is_marked_by_their_own_and_told_so():
    data = notebook(cells(relu_by_hand=answered(clipped(ANOTHER), ANOTHER)), number=ANOTHER)
    hand_in = HandIn(File("a_1815_9_a.ipynb", "1815", "a", data), CHAPTER, Students(Gradebook(CANVAS, "Chapter 2")))
    said = {"label": "relu-by-hand", "cell": 0, "student": ANOTHER, "answer": clipped(ANOTHER), "outcomes": []}
    hand_in.attempts.hear(json.dumps(said))
    marked = hand_in.marked()
    assert (marked.right, marked.note) == (0, "It says student number s1; the gradebook says s2, and that counts.")


def test_where_nobody_asked_for_own_numbers_nothing_is_said_of_them():
    assert verdict({"dots": 1}, "", STUDENT).message == ""
    data = notebook(cells(), number=ANOTHER)
    roster = Students(Gradebook(CANVAS, "Chapter 2"))
    for only_own, note in (False, ""), (True, "It says student number s1; the gradebook says s2, and that counts."):
        hand_in = HandIn(File("a_1815_9_a.ipynb", "1815", "a", data), CHAPTER, roster._replace(only_own=only_own))
        assert (hand_in.name, hand_in.why) == ("Ada", note)
