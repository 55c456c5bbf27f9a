"""JavaScript by the rules in tests/lint: for Safari 16 and its contemporaries, in layers, formatted."""

import re

import pytest

from .figures import chapters
from .lint import ROOMS, ROOT, complaints, prettier, scripts, words

FOR_BROWSERS = [script for room in ("live_book", "assign/in_page", "relu_lib/figures") for script in scripts(room)]
TOO_NEW = {
    "[1, 2].toSorted();": "toSorted",
    "Object.groupBy([], String);": "groupBy",
    "Promise.withResolvers();": "withResolvers",
    "/(?<=a)b/.test('ab');": "lookbehind",
    "class A { static { this.a = 1; } }": "static block",
    "document.body.checkVisibility();": "checkVisibility",
    "new URLPattern('/a');": "URLPattern",
}


def test_our_scripts_run_in_safari_16_and_keep_their_layers():
    assert len(FOR_BROWSERS) >= 19
    assert complaints(*FOR_BROWSERS) == ""


def test_the_rules_know_what_is_too_new():
    said = complaints("live_book/probe.js", text="\n".join(TOO_NEW))
    lines = {int(line.split(":")[0]): line for line in said.splitlines() if "  error  " in line}
    assert [line for line in range(1, len(TOO_NEW) + 1) if line not in lines] == []
    assert all(word in said for word in TOO_NEW.values())


def test_the_rules_know_a_function_that_is_too_long():
    def lines(count):
        return "\n".join(["function long() {", *["  long();"] * (count - 2), "}"])

    assert "too many lines (51)" in complaints("live_book/probe.js", text=lines(51))
    assert complaints("live_book/probe.js", text=lines(50)) == ""


@pytest.mark.parametrize(
    "file, unknown",
    [
        ("probe.js", ["matrixShown"]),  # a figure knows the kit, and not what another figure has
        ("kit/frame.js", ["plot", "matrixShown"]),  # a part of the kit knows those before it
        ("kit/numbers.js", ["svg", "plot", "matrixShown"]),
    ],
)
def test_the_rules_know_a_script_that_uses_what_is_not_below_it(file, unknown):
    text = "export const clamp = [document.body, svg, plot, matrixShown];"
    said = complaints(f"relu_lib/figures/{file}", text=text)
    assert re.findall(r"'(\w+)' is not defined", said) == unknown


@pytest.mark.parametrize("room", ROOMS)
def test_our_scripts_are_formatted_and_no_line_is_longer_than_the_page_of_an_editor(room):
    """If not: python -m tests.lint"""
    files = scripts(room)
    assert files
    done = prettier("--check", files)
    assert done.returncode == 0, done.stderr
    long = [f"{path}:{i}" for path in files for i, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
            if len(line) > 120]  # fmt: skip
    assert long == []


@pytest.mark.parametrize("room", ["PROSE", "CODE", "SCRIPTS"])
def test_words_are_spelt_as_the_dictionary_or_our_own_list_has_them(room):
    """If not: python -m tests.lint.words"""
    assert words.unknown(*getattr(words, room)) == []


def test_the_dictionary_knows_a_word_that_is_misspelt_and_one_that_is_american():
    text = "A recieved matrix, its neighbor, and `recieved` in code, $recieved$ in a formula.\n"
    said = words.unknown("stdin://a.md", text=text)
    assert [re.search(r"Unknown word \((\w+)\)", line)[1] for line in said] == ["recieved", "neighbor"]


def test_no_word_of_our_own_lists_is_needless():
    """Each stands somewhere, and in order."""
    everything = " ".join(
        path.read_text("utf-8").lower()
        for room in (words.PROSE, words.CODE, words.SCRIPTS)
        for path in words.files(room)
    )
    for name in "words.txt", "names-in-code.txt":
        own = words.own(name)
        assert own == sorted(set(own), key=str.lower)
        assert [word for word in own if word.lower() not in everything] == []


# One word, one meaning: what other books say for what this one calls otherwise (the glossary lists them).
TERMS = {
    r"neurons?": "unit",
    r"learning rates?": "step size",
    r"break ?points?": "kink",
    r"activation functions?": "the clip, max(x, 0)",
    r"hyperplanes?": "line, plane",
    r"mini-?batch(es)?": "batch",
    r"logits?": "score",
    r"multi-?layer perceptrons?": "network",
    r"over-?fit(s|ted|ting)?": "noise learnt by heart",
}


@pytest.mark.parametrize("chapter", chapters())
def test_a_chapter_uses_the_books_own_words(chapter):
    text = (ROOT / chapter).with_suffix(".md").read_text("utf-8")
    prose = re.sub(r"(`{3,})\{code-cell\}.*?\n\1|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = {word: right for word, right in TERMS.items() if re.search(rf"\b{word}\b", prose, re.IGNORECASE)}
    assert found == {}
