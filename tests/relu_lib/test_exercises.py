import numpy as np
import pytest

from relu_lib import BEST_KNOBS, ReLUSum, check, target
from relu_lib.exercises import CHAPTERS, CHECKS


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
    assert verdict.status == "raised" and "raised TypeError" in verdict.message


def test_a_missing_return_is_named():
    def my_relu(x):
        max(x, 0)

    assert "gives None; is a `return` missing?" in check("my-relu", my_relu).message


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


@pytest.mark.parametrize(
    "label, wrong",
    [
        ("dot-by-hand", 16), ("product-shape", (5, 4)), ("my-matmul", lambda A, B: np.multiply(A, A)),
        ("bias-as-weight", lambda X, W, b: np.asarray(X) @ W), ("stretch-then-turn", np.eye(2)),
        ("relu-by-hand", [-3, 0, 2, -0.5]), ("my-relu", abs), ("find-the-kink", lambda m, b: m and b / m),
        ("alive-on-the-left", (-1, 2)), ("absolute-value", lambda x: x), ("clamp", lambda x: max(x, 0)),
        ("three-by-hand", 2), ("my-loss", lambda y, p: sum((a - b) ** 2 for a, b in zip(y, p))),
        ("beat-the-opening", (-1.5, -1.5, 1.5, 1.5, 1, 1)), ("beat-the-truth", (-9, -9, 5, -2, 0, 1)),
        ("tent", ReLUSum([2, 2, 2], [2, 0, -2], [1, -2, 1])), ("signed-sine", ReLUSum([], [], [])),
    ],
)  # fmt: skip
def test_a_likely_wrong_answer_is_wrong(label, wrong):
    assert check(label, wrong).status == "wrong"


RIGHT = {
    "dot-by-hand": 6, "product-shape": (4, 5), "my-matmul": np.matmul, "stretch-then-turn": [[0, -1], [2, 0]],
    "bias-as-weight": lambda X, W, b: np.matmul(X, W) + b, "relu-by-hand": [0, 0, 2, 0],
    "my-relu": lambda x: max(x, 0), "find-the-kink": lambda m, b: -b / m if m else None, "alive-on-the-left": (-3, 6),
    "absolute-value": lambda x: max(x, 0) + max(-x, 0), "clamp": lambda x: max(x, 0) - max(x - 1, 0),
    "three-by-hand": 5, "my-loss": lambda y, p: sum((a - b) ** 2 for a, b in zip(y, p)) / len(y),
    "beat-the-opening": BEST_KNOBS, "beat-the-truth": BEST_KNOBS, "tent": ReLUSum([2] * 3, [2, 0, -2], [0.5, -1, 0.5]),
    "signed-sine": ReLUSum.from_points(*target("sine").samples(9)),
}  # fmt: skip


@pytest.mark.parametrize("label", CHECKS)
def test_a_right_answer_is_right(label):
    assert check(label, RIGHT[label]).status == "right"


def test_every_exercise_has_a_likely_wrong_answer_above():
    marks = next(m for m in test_a_likely_wrong_answer_is_wrong.pytestmark if m.name == "parametrize")
    assert {label for label, _ in marks.args[1]} == set(CHECKS)


def test_an_unknown_label_lists_the_known_ones():
    with pytest.raises(ValueError, match="'relus'; the labels are dot-by-hand"):
        check("relus", 1)


def test_no_two_chapters_use_one_label():
    assert sum(len(chapter.CHECKS) for chapter in CHAPTERS) == len(CHECKS)
