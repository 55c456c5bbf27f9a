"""Every figure in a DOM under Node (tests/js/figures.dom.mjs): numbers, words, keys, links, random settings."""

import os
import subprocess

import pytest

from relu_lib import figures

from . import HERE, ROOT, as_json, node, places, specs

ONE_BY_ONE = True  # each starts a Node of its own: they may run anywhere


def in_a_dom(name, capture=True):
    """Run the tests of the figure of this id; of all, if it is None."""
    environment = os.environ | ({"BOOK_FIGURE": name} if name else {})
    command = [node(), "--test-reporter=spec", "tests/js/figures.dom.mjs"]
    options = {"cwd": ROOT, "env": environment, "capture_output": capture, "text": True, "encoding": "utf-8"}
    return subprocess.run(command, input=as_json(), timeout=280, **options)


def test_every_figure_has_a_spec_and_what_relu_lib_says_of_it():
    known = {getattr(figures, name)._figure.default_value for name in figures.__all__}
    assert {place.figure for place in places()} <= known == set(specs())
    assert all((HERE / f"{figure.replace('-', '_')}.py").is_file() for figure in known)


@pytest.mark.parametrize("name", [place.id for place in places()])
def test_in_a_dom(name):
    done = in_a_dom(name)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "fail 0" in done.stdout and "pass 8" in done.stdout, done.stdout
