"""Numbers of each student's own: other numbers, other answers, and a question that says what is asked."""

import re
from itertools import combinations

import pytest

from relu_lib import check
from relu_lib.exercises import CHECKS
from relu_lib.own_numbers import PersonalCheck, fnv1a, personal, spelt

from ..books import ROOT

PERSONAL = {label: each for label, each in CHECKS.items() if isinstance(each, PersonalCheck)}
ANSWERS = {  # label → the answer, from the numbers in the order in which the question has them
    "dot-by-hand": lambda a, b, c, d, e, f: a * d + b * e + c * f,
    "relu-by-hand": lambda *numbers: tuple(max(each, 0) for each in numbers),
    "unit-by-hand": lambda w, v, b, y, x: (max(w - v * y + b, 0), w * x - v + b),
}
STUDENTS = [str(number) for number in range(20260101, 20260401)]


def answer(label, student):
    """What a student answers who is right."""
    return ANSWERS[label](*PERSONAL[label].numbers(label, student))


def test_the_hash_is_fnv_1a():
    """Values of its authors."""
    assert [fnv1a(each) for each in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]


@pytest.mark.parametrize("label", PERSONAL)
def test_each_student_is_right_with_the_answer_to_their_own_question(label):
    assert set(ANSWERS) == set(PERSONAL)
    for student in STUDENTS:
        assert check(label, answer(label, student), student), PERSONAL[label].question(label, student)


@pytest.mark.parametrize("label", PERSONAL)
def test_few_have_the_answer_of_another_or_of_the_book(label):
    answers = [answer(label, student) for student in STUDENTS]
    pairs = [one == other for one, other in combinations(answers, 2)]
    assert sum(pairs) / len(pairs) < 0.05
    assert sum(bool(check(label, each)) for each in answers) / len(answers) < 0.05
    assert sum(one == other for one, other in zip(answers, answers[1:])) / len(answers) < 0.05  # who sit side by side


@pytest.mark.parametrize("label", PERSONAL)
def test_the_question_is_that_of_the_chapter(label):
    each = PERSONAL[label]
    asked = each.asks.format(*(f"{number:g}".replace("-", "−") for number in each.book)).replace("1x", "x")
    assert any(asked in path.read_text("utf-8") for path in (ROOT / "chapters").glob("*.md")), asked


def test_the_guide_names_the_chapters_that_have_such_exercises():
    topics = re.findall(r"file: chapters/(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    sources = [(ROOT / f"chapters/{topic}.md").read_text("utf-8") for topic in topics]
    chapters = [n for n, text in enumerate(sources, 1) if any(f":label: {label}\n" in text for label in PERSONAL)]
    words = f"Three warm-ups, in chapters {', '.join(map(str, chapters[:-1]))} and {chapters[-1]},"
    assert words in (ROOT / "chapters/instructors.md").read_text("utf-8") and len(PERSONAL) == 3


def test_a_number_may_be_typed_in_several_ways_and_none_is_the_books():
    assert len({spelt(each) for each in ("4711", " 47 11", "04711", 4711)}) == 1
    assert check("dot-by-hand", 6, "").message == check("dot-by-hand", 6, " ").message == "It is 6."
    assert check("dot-by-hand", ...).message == "" and check("my-relu", ..., "4711").message == ""
    for wrong in (None, 4711.0, True, ["4711"]):
        with pytest.raises(TypeError, match="a student number is a text"):
            check("dot-by-hand", 6, wrong)


def test_choices_of_any_kind_are_drawn_and_all_of_them():
    drawn = [personal("a-label", student, [range(3), [0.5, -0.5]]) for student in STUDENTS]
    assert {each[0] for each in drawn} == {0, 1, 2} and {each[1] for each in drawn} == {0.5, -0.5}


@pytest.mark.parametrize("label", PERSONAL)
def test_who_answers_the_book_s_question_is_told_that_it_is_the_book_s(label):
    student = next(each for each in STUDENTS if answer(label, each) != answer(label, ""))
    verdict = check(label, answer(label, ""), student)
    assert not verdict and verdict.message.startswith(
        "That is right for the numbers of the book; yours are others. For"
    )
