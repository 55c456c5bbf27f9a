"""Boxes that open: of whatever kind, each by a title that says whose it is."""

from docutils import nodes

from live_book.author import folds


def box(kind=nodes.admonition, title=None, **attributes):
    words = [nodes.title("", "", *title)] if title else []
    return kind("", *words, nodes.paragraph("inside", "inside"), classes=["dropdown"], **attributes)


def test_a_hint_is_named_after_its_exercise_and_a_link_in_a_title_is_none():
    link = nodes.reference("", "", nodes.Text("Exercise 1"))
    hint = box(title=[nodes.Text("Hint for "), link])
    exercise = nodes.admonition("", nodes.title("", " (A tent)"), hint, classes=["exercise"])
    assert exercise[1] is hint
    made = folds.folded(hint)
    assert made[0].astext() == "Hint for Exercise 1 for the exercise “A tent”" and made[1].astext() == "inside"
    assert not list(made.findall(nodes.reference)) and made["classes"] == ["dropdown"]


def test_a_solution_of_no_exercise_keeps_its_title_and_its_address():
    made = folds.folded(box(title=[nodes.Text("Solution")], ids=["here"]))
    assert made[0].astext() == "Solution" and made["ids"] == ["here"]


def test_a_note_and_a_tip_fold_under_the_titles_that_they_would_have():
    for kind, title in (nodes.note, "Note"), (nodes.tip, "Tip"), (nodes.warning, "Warning"):
        made = folds.folded(box(kind))
        assert made[0].astext() == title and made[1].astext() == "inside"
