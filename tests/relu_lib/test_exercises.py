from importlib import import_module

import numpy as np
import pytest

from relu_lib import ReLUSum, check
from relu_lib.exercises import CHAPTERS, CHECKS

ANSWERS = [import_module(f"{__package__}.exercises.{chapter.__name__.rpartition('.')[2]}") for chapter in CHAPTERS]
WRONG = {label: answers for chapter in ANSWERS for label, answers in chapter.WRONG.items()}
RIGHT = {label: answers for chapter in ANSWERS for label, answers in chapter.RIGHT.items()}


def my_relu(x):
    return x


def test_a_wrong_function_is_told_the_first_call_that_differs():
    assert check("my-relu", my_relu).message == "Your my_relu(-2.0) is -2.0; it should be 0.0."


def test_a_function_that_raises_is_told_which_call_raised_what_and_where():
    def kink(m, b):
        return -b / m

    verdict = check("find-the-kink", kink)
    assert verdict.status == "raised"
    assert verdict.message == "Your kink(0, 5) raised ZeroDivisionError: division by zero in the line `return -b / m`."


def test_a_function_of_the_wrong_form_is_told_so():
    verdict = check("find-the-kink", lambda m: m)
    assert verdict.status == "raised" and "could not be called: it takes (m), and is given 2" in verdict.message


def test_a_missing_return_is_named():
    def my_relu(x):
        max(x, 0)

    assert "gives None; it should be 2.0. Is a `return` missing?" in check("my-relu", my_relu).message


def test_a_called_function_is_not_a_function():
    assert "Hand in the function itself" in check("my-relu", 3).message


def test_shapes_that_differ_are_both_named():
    assert check("my-matmul", lambda A, B: [1, 2]).message.endswith("has shape (2,); it should have shape (2, 2).")


@pytest.mark.parametrize("answer", ["six", {}, object(), [[1], [1, 2]]])
def test_answers_of_another_kind_get_a_sentence(answer):
    for label in CHECKS:
        verdict = check(label, answer)
        assert verdict.status in ("wrong", "raised") and verdict.message


def test_the_right_number_is_not_given_away():
    assert "6" not in check("dot-by-hand", 5).message


def test_a_misconception_gets_its_own_hint():
    assert "inner sizes" in check("product-shape", (3, 3)).message
    assert "acts first" in check("stretch-then-turn", np.array([[0, -2], [1, 0]])).message
    assert "not b/m" in check("alive-on-the-left", (-3, -6)).message
    assert "of max(−3x − 6, 0) is at -2" in check("alive-on-the-left", (-3, -6)).message
    assert "slopes are 2" in check("tent", ReLUSum([1, 1, 1], [1, 0, -1], [1, -2, 1])).message
    assert "right side is alive" in check("alive-on-the-left", (3, -6)).message
    assert "clipped" in check("three-by-hand", 8).message


def test_torch_tensors_are_answers_too():
    torch = pytest.importorskip("torch")
    assert check("relu-by-hand", torch.tensor([0, 0, 2, 0]))


@pytest.mark.parametrize("label", CHECKS)
@pytest.mark.parametrize("starter", [..., (..., ...), [1, ...]])
def test_dots_are_not_answered_yet(label, starter):
    assert check(label, starter).status == "unanswered"


@pytest.mark.parametrize("label", ["my-relu", "my-matmul", "find-the-kink", "my-loss"])
def test_a_function_of_dots_is_not_answered_yet(label):
    assert check(label, lambda *arguments: ...).status == "unanswered"


@pytest.mark.parametrize("label", CHECKS)
def test_a_likely_wrong_answer_is_wrong_and_gets_the_sentence_that_helps(label):
    for answer, part in WRONG[label]:
        verdict = check(label, answer)
        assert verdict.status in ("wrong", "raised") and part in verdict.message, (answer, verdict)


@pytest.mark.parametrize("label", CHECKS)
def test_a_right_answer_is_right_however_unusual(label):
    for answer in RIGHT[label]:
        verdict = check(label, answer)
        assert verdict.status == "right" and verdict.message, (answer, verdict)


def test_every_exercise_has_likely_wrong_answers_and_unusual_right_ones():
    assert set(WRONG) == set(RIGHT) == set(CHECKS)
    assert min(map(len, WRONG.values())) >= 6 and min(map(len, RIGHT.values())) >= 5


def test_an_unknown_label_lists_the_known_ones():
    with pytest.raises(ValueError, match="'relus'; the labels are dot-by-hand"):
        check("relus", 1)


def test_no_two_chapters_use_one_label():
    assert sum(len(chapter.CHECKS) for chapter in CHAPTERS) == len(CHECKS)
