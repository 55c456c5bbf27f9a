"""Building: what is cached, what fails. Each test builds a book of one page in a folder of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ..books import FRONT, ROOT, build, cell, make


@pytest.fixture
def book(tmp_path):
    """Make a book whose first page is the given text, and return its folder."""
    return lambda text: make(tmp_path / "book", text)


EXPECTED = cell("1 / 0", "---\ntags: [raises-exception]\n---\n")
QUESTION = """```{admonition} A or B?
:class: question dropdown

- [ ] A

  No: B.
- [x] B

  Yes: B.
```
"""
PREDICTION = """```{admonition} Predict first
:class: predict

How many corners?

- just one
- two
```

"""


def test_a_page_with_all_it_may_hold_builds_and_again_without_executing(book):
    folder = book("$x^2$\n\n" + cell("print(6 * 7)") + "\n" + EXPECTED + "\n" + QUESTION)
    status, output = build(folder)
    assert status == 0, output
    assert "Executing notebook" in output
    html = (folder / "_build/html/index.html").read_text()
    assert "ZeroDivisionError" in html  # an error that is expected is shown
    assert ">42" in html and "katex" in html and 'import("./_static/live.js?v=' in html
    assert list((folder / "_build/html/_static/vendor/katex/fonts").glob("*.woff2"))
    choices = BeautifulSoup(html, "html.parser").select(".choice")
    told = [(choice["class"][1], choice.label.text, choice.select_one(".feedback").text.strip()) for choice in choices]
    assert told == [("wrong", "A", "Not quite. No: B."), ("right", "B", "Right. Yes: B.")]
    page = folder / "index.md"
    page.write_text(page.read_text() + "\nOne more sentence.\n")
    status, output = build(folder)  # the page is read anew, and its cells are those that were executed
    assert status == 0 and "Executing notebook" not in output
    assert "One more sentence." in (folder / "_build/html/index.html").read_text()
    assert "print(6 * 7)" in (folder / "_build/html/status.html").read_text()  # what it took is still known

    (folder / "relu_lib").mkdir()  # what the chapters import has changed: their outputs are stale
    (folder / "relu_lib/new.py").write_text("x = 1\n")
    status, output = build(folder)
    assert status == 0 and "Executing notebook" in output


def test_the_book_itself_was_built_and_a_second_build_executes_nothing():
    status, output = build(ROOT)
    assert status == 0, output
    assert "Executing notebook" not in output


FAULTS = [
    (cell("from matplotlib import pyplot as plt; plt.plot([1, 2]);"), "without alt text"),
    (
        cell(
            "from matplotlib import pyplot as plt; plt.plot([1]); plt.figure(); plt.plot([2]);",
            '---\nmystnb: {image: {alt: "One.\\nTwo.\\nThree."}}\n---\n',
        ),
        "2 plots, but 3 lines of alt text",
    ),
    ("![a picture](https://example.org/x.png)", "third-party resource"),
    ('<img src="live_book/finish/static/logo.svg">', "image without alt text"),
    (cell("from relu_lib import check; check('dot-by-hand', 7)"), "exercise dot-by-hand"),
    (
        "```{admonition} A or B?\n:class: question dropdown\n\n- [ ] A\n\n  No.\n- [ ] B\n\n  No.\n```",
        "exactly one right choice",
    ),
    ("```{admonition} A or B?\n:class: question dropdown\n\n- [x] A\n- [ ] B\n```", "has feedback"),
    ("[nowhere](no-such-page.md)", "no-such-page"),
]


def test_each_fault_is_a_warning_that_names_its_page_and_fails_each_build_until_it_is_mended(book):
    folder = book("A page without fault.")
    toc = folder / "_toc.yml"
    for i, (text, _) in enumerate(FAULTS):
        (folder / f"chapters/fault-{i}.md").write_text(f"{FRONT}# A page\n\n{text}\n")
    pages = ", ".join(f"{{file: chapters/fault-{i}}}" for i in range(len(FAULTS)))
    toc.write_text(toc.read_text().replace("chapters: [", f"chapters: [{pages}, "))
    for _ in range(2):  # Sphinx by itself would not warn of the same fault twice
        status, output = build(folder)
        warnings = [line for line in output.splitlines() if "WARNING" in line and "IPKernelApp" not in line]
        for i, (_, says) in enumerate(FAULTS):
            assert any(says in line and f"fault-{i}." in line for line in warnings), (says, warnings)
        assert not any("index." in line for line in warnings)
        assert status != 0 and f"{len(warnings)} warnings" in output
    for i in range(len(FAULTS)):
        (folder / f"chapters/fault-{i}.md").write_text(f"{FRONT}# A page\n\nMended: page {i}.\n")
    status, output = build(folder)
    assert status == 0, output


def test_a_cell_that_raises_fails_the_build_and_is_named(book):
    status, output = build(book(cell("1 / 0")))
    assert status != 0 and "ZeroDivisionError" in output, output[-3000:]


def test_missing_browser_files_are_one_sentence(book):
    folder = book("text")
    (folder / "live_book/npm/node_modules").unlink()
    status, output = build(folder)
    assert status != 0 and "run `python -m live_book.assets`" in output


@pytest.mark.parametrize("url", ["https://github.com/a-fork/of-it", ""])
def test_what_needs_the_repository_follows_it_and_is_absent_without(book, url):
    folder = book("text")
    (folder / "chapters/deep").mkdir()
    (folder / "chapters/deep/x.md").write_text(f"{FRONT}# Deep\n\n{cell('6 * 7')}")
    toc = folder / "_toc.yml"
    toc.write_text(toc.read_text().replace("chapters: [", "chapters: [{file: chapters/deep/x}, "))
    clean = {
        "GITHUB_REPOSITORY": "",
        "CI_PROJECT_URL": "",
        "GITHUB_SHA": "",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    status, output = build(
        folder, BOOK_REPOSITORY_URL=url, BOOK_BRANCH="main", BOOK_JUPYTERHUB_URL="https://hub.example.edu", **clean
    )
    assert status == 0, output
    site = folder / "_build/html"
    html = (site / "chapters/deep/x.html").read_text()
    page, live = BeautifulSoup(html, "html.parser"), json.loads((site / "_live.json").read_text())
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    launches = {link["href"] for link in page.select(".dropdown-launch-buttons a")}
    assert ("Report a mistake" in html) == bool(url) and "executablebooks" not in html
    assert (
        page.select_one("a.btn-download-notebook-button")["href"] == "x.ipynb"
        and (site / "chapters/deep/x.ipynb").is_file()
    )
    assert not BeautifulSoup((site / "index.html").read_text(), "html.parser").select(
        ".dropdown-launch-buttons, .live-bar"
    )
    if not url:
        assert launches == set() and live == {"cells": "nothing"} and policy.endswith("connect-src 'self' blob:")
        return
    name = url.removeprefix("https://github.com/")
    assert (
        f"{url}/issues/new?title=Mistake%20on%20page%20chapters/deep/x" in html
        and f"{url}/edit/main/chapters/deep/x.md" in html
    )
    assert "Python then comes from mybinder.org" in html
    assert live == {
        "cells": "binderhub",
        "address": "https://mybinder.org",
        "provider": "github",
        "repo": name,
        "ref": "main",
    }
    assert "https://*.mybinder.org" in policy and "hub.example.edu" not in policy
    assert launches == {
        f"https://mybinder.org/v2/gh/{name}/main?urlpath=lab/tree/chapters/deep/x.md",
        f"https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2F{name.replace('/', '%2F')}"
        f"&branch=main&urlpath=lab%2Ftree%2F{name.split('/')[1]}%2Fchapters%2Fdeep%2Fx.md",
        f"https://colab.research.google.com/github/{name}/blob/notebooks/chapters/deep/x.ipynb",
    }


def test_a_setting_of_launches_reaches_every_page_and_a_wrong_one_is_a_sentence(book):
    folder = book(cell("6 * 7"))
    status, output = build(folder, BOOK_CELLS_ON="https://jupyter.example.edu")
    assert status == 0, output
    html = (folder / "_build/html/index.html").read_text()
    assert "Python then comes from jupyter.example.edu" in html
    assert "https://jupyter.example.edu" in html.split("connect-src")[1].split('"')[0]
    status, output = build(folder, BOOK_CELLS_ON="my laptop")
    assert status != 0 and "live_book_cells_on is 'my laptop'" in output


def test_on_paper_a_figure_is_the_picture_of_its_start_and_a_prediction_what_it_asks(book):
    folder = book(PREDICTION + cell("from relu_lib.figures import RectifiedLine\nRectifiedLine(m=2)"))
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "--builder", "latex"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (tex,) = (folder / "_build/latex").glob("*.tex")
    assert "How many corners?" in tex.read_text() and "just one" in tex.read_text()
    (picture,) = re.findall(r"\\sphinxincludegraphics(?:\[.*?\])?\{\{(\w+)\}\.(\w+)\}", tex.read_text())
    assert (folder / "_build/latex" / ".".join(picture)).stat().st_size > 5000
