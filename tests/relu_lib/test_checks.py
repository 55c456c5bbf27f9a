import numpy as np

from relu_lib.checks import Verdict, first_difference, function_check, property_check, value_check


def test_a_table_is_compared_entry_by_entry():
    got = first_difference("It", np.array([[1.0, 2.0], [3.0, np.nan]]), [[1, 2], [3, 4]])
    assert got == "It[1, 1] is nan; it should be 4."


def test_rounding_is_no_mistake():
    assert not first_difference("It", 0.1 + 0.2, 0.3)
    assert first_difference("It", 0.3001, 0.3)


def test_the_learners_function_cannot_change_the_arguments_of_the_next():
    def spoils(a):
        a.append(99)
        return len(a)

    check_length = function_check(lambda a: len(a) + 1, [([1],), ([1, 2],)])
    assert check_length(spoils) and check_length(len).message == "Your len([1]) is 1; it should be 2."


def test_only_right_is_true():
    assert [bool(Verdict(status)) for status in ("right", "wrong", "raised", "unanswered")] == [
        True,
        False,
        False,
        False,
    ]


def test_a_verdict_shows_text_as_text():
    shown = Verdict("wrong", "Your f(1) is '<b>'.", "a-label")._repr_html_()
    assert "&lt;b&gt;" in shown and 'data-verdict="wrong"' in shown and 'data-label="a-label"' in shown


def test_a_judge_that_fails_is_a_verdict():
    assert property_check(lambda n: (1 / n > 0, ""))(0).status == "raised"
    assert value_check(1)(None).status == "wrong"
