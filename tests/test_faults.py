"""The list of breakages is sound, and its few are caught. `make faults` tries them all."""

import ast
from functools import cache
from pathlib import Path

import pytest

from . import faults
from .faults import ROOT, Fault

ALL = faults.listed()
SOME = [fault for fault in ALL if fault.some]
FIGURES = "relu_lib/figures"
ROOMS = {".", "relu_lib", "relu_lib/fitting", "relu_lib/exercises", FIGURES, f"{FIGURES}/kit",
         "live_book", "live_book/author", "live_book/author/static", "live_book/finish", "live_book/live"}  # fmt: skip


@cache
def defined(path):
    """The tests of a file as their ids name them, without parameters."""
    found = set()
    for node in ast.parse((ROOT / path).read_text("utf-8")).body:
        methods = node.body if isinstance(node, ast.ClassDef) else []
        found |= {f"{node.name}::{each.name}" for each in methods if isinstance(each, ast.FunctionDef)}
        found |= {node.name} if isinstance(node, ast.FunctionDef) else set()
    return found


def test_each_breakage_changes_one_place_of_one_line_and_names_a_test_there_is():
    for fault in ALL:
        text = (ROOT / fault.file).read_text("utf-8")
        assert faults.broken(text, fault) != text and not {"\n"} & {*fault.right, *fault.wrong}, fault
        path, _, name = fault.test.partition("::")
        assert name.partition("[")[0] in defined(path), fault


def test_breakages_are_many_each_listed_once_and_in_every_room():
    assert len(ALL) >= 60 and len({fault[:3] for fault in ALL}) == len(ALL)
    assert {Path(fault.file).parent.as_posix() for fault in ALL} >= ROOMS
    scripts = {path.relative_to(ROOT).as_posix() for path in (ROOT / FIGURES).glob("**/*.js")}
    assert {fault.file for fault in ALL} >= scripts


def test_what_is_right_must_stand_there_exactly_once():
    for text in "a b", "x x":
        with pytest.raises(ValueError, match="'x' [02] times, not once"):
            faults.broken(text, Fault("a.py", "x", "y", "test"))


@pytest.mark.timeout(900)  # each runs pytest anew, while other tests run, too
def test_the_few_are_caught_and_what_changes_nothing_or_cannot_be_run_is_not():
    fault = next(fault for fault in SOME if fault.file == "relu_lib/folding.py")
    harmless = fault._replace(right="Folding: networks that feed", wrong="Networks that feed")
    unreadable = fault._replace(right="def folding_network(layers):", wrong="def folding_network(layers:")
    missed = faults.uncaught([*SOME, harmless, unreadable])
    assert set(missed) == {harmless, unreadable}, missed
    assert missed[harmless] == "its test passes" and "could not be run" in missed[unreadable]
