"""The notebooks that the build makes of the chapters: on small pages, and those of the built book."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from live_book.finish import notebooks
from live_book.folders import SITE

from ..test_chapters import CHAPTERS

CELL = '<div class="cell"><div class="cell_input">code</div><div class="cell_output">{}</div></div>'
INSTALL = "%pip install --quiet it"


def article(html):
    return BeautifulSoup(f"<article>{html}</article>", "html.parser").article


def made(html, *sources, address="", install=INSTALL):
    cells = [new_markdown_cell("words"), *(new_code_cell(source) for source in sources)]
    return notebooks.made(article(html), new_notebook(cells=cells), install, address).cells[1:]


def words(html, address=""):
    return "\n\n".join(cell.source for cell in made(html, address=address))


def test_words_and_cells_follow_each_other_and_results_are_left_out():
    cells = made(f"<h1>A<a class='headerlink'>#</a></h1>{CELL.format('42')}<p>B</p>{CELL.format('')}", "6 * 7", "x = 1")
    assert [(cell.cell_type, cell.source) for cell in cells] == [
        ("markdown", "# A"),
        ("code", "6 * 7"),
        ("markdown", "B"),
        ("code", "x = 1"),
    ]
    assert "42" not in str(cells)


def test_a_cell_that_only_feeds_the_text_is_left_out():
    hidden = new_code_cell("glue(1)", metadata={"tags": ["remove-cell"]})
    source = new_notebook(cells=[hidden, new_code_cell("6 * 7")])
    assert [cell.source for cell in notebooks.made(article(CELL), source, INSTALL).cells[1:]] == ["6 * 7"]


def test_the_first_cell_installs_or_says_how():
    assert notebooks.first_cell(INSTALL).cell_type == "code" and INSTALL in notebooks.first_cell(INSTALL).source
    assert "pip install" in notebooks.first_cell("").source and notebooks.first_cell("").cell_type == "markdown"


def test_math_is_what_was_written():
    katex = '<span class="katex"><annotation encoding="application/x-tex">{}</annotation><b>drawn</b></span>'
    assert words(f'<p>so <span class="math">{katex.format("a_i * b_i")}</span>.</p>') == "so $a_i * b_i$."
    assert words(f'<div class="math">{katex.format("x^2")}</div>') == "$$\nx^2\n$$"


def test_a_question_can_be_answered_before_the_answer_is_seen():
    choice = (
        '<div class="choice"><input><label>{}</label><div class="feedback"><strong>{}</strong> <p>as so</p></div></div>'
    )
    text = words(
        f'<fieldset class="question"><legend>Which?</legend>{choice.format("A", "No.")}{choice.format("B", "Yes.")}</fieldset>'
    )
    before, after = text.split("<details><summary>Answer</summary>")
    assert "**Question.** Which?" in before and "- A\n- B" in before and "as so" not in before
    assert "*B*: **Yes.** as so" in after


def test_a_prediction_is_a_quotation_without_what_only_a_page_can_do():
    text = words(
        "<fieldset class='prediction asks'><legend>Predict first</legend><p>How many?</p>"
        "<label class='guess'><input type='radio'> <span>one</span></label>"
        "<label class='guess'><input type='radio'> <span>two</span></label><input class='typed'>"
        "<p class='commit'><button>Skip</button></p><p class='said'></p></fieldset>"
    )
    assert text.splitlines()[0] == "> **Predict first**" and "> How many?" in text
    assert "> - one\n> - two" in text and "Skip" not in text


def test_boxes_become_quotations_and_hints_fold():
    box = '<div class="admonition {}"><p class="admonition-title">T &amp; t</p><p>inside</p></div>'
    assert words(box.format("note")) == "> **T & t**\n>\n> inside"
    assert words(box.format("dropdown")).startswith("<details><summary>T &amp; t</summary>\n\ninside")


def test_an_exercise_is_opened_up_and_its_solution_folds():
    box = '<div class="{} admonition"><p class="admonition-title">{}</p><section>{}</section></div>'
    cell = CELL.format("")
    cells = made(
        box.format("exercise", "Exercise 1", cell)
        + box.format("solution dropdown", "Solution to 1", f"<p>b = 6</p>{cell}"),
        "a",
        "b",
    )
    assert [cell.source.splitlines()[0] for cell in cells] == [
        "### Exercise 1",
        "a",
        "<details><summary>Solution to 1</summary>",
        "#@title Solution: open it when you have tried",
    ]
    assert "b = 6" in cells[2].source
    assert cells[-1].metadata["jupyter"]["source_hidden"] and "jupyter" not in cells[1].metadata


def test_a_caption_stays_and_links_lead_to_the_public_page_or_nowhere():
    caption = "<figure><figcaption><p>Figure 1.1 It.</p></figcaption></figure>"
    assert made(CELL.format(caption), "x")[-1].source == "Figure 1.1 It."
    link = '<p><a href="other.html#here">there</a></p>'
    assert words(link) == "there"
    assert (
        words(link, "https://book.example/chapters/x.html") == "[there](https://book.example/chapters/other.html#here)"
    )


def test_a_page_that_is_older_than_its_source_is_refused():
    with pytest.raises(ValueError, match="the page has 1 code cells, its source 2"):
        made(CELL.format(""), "a", "b")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_notebook_of_a_chapter_is_whole_and_clean(chapter):
    notebook = nbformat.read(SITE / f"chapters/{chapter}.ipynb", as_version=4)
    nbformat.validate(notebook)
    source = nbformat.read(SITE.parent / f"jupyter_execute/chapters/{chapter}.ipynb", as_version=4)
    wanted = [
        cell.source
        for cell in source.cells
        if cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", [])
    ]
    code = [
        cell.source.removeprefix("#@title Solution: open it when you have tried\n")
        for cell in notebook.cells[1:]
        if cell.cell_type == "code"
    ]
    assert len(code) > 10 and code == wanted
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for debris in "{numref}", "{ref}", "```{", ":::", "katex", "Live code", "@@", "<div", "glue":
        assert debris not in text, debris
    assert text.count("**Question.**") == text.count("<summary>Answer</summary>") > 2
