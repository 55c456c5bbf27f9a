"""Building: what is cached, what fails. Each test builds a book of one page in a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FRONT = (ROOT / "index.md").read_text().split("# How Neural")[0]


def build(folder, **environment):
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return done.returncode, output


@pytest.fixture
def book(tmp_path):
    """Make a book whose first page is the given text, and return its folder."""

    def make(text):
        folder = tmp_path / "book"
        (folder / "chapters").mkdir(parents=True, exist_ok=True)
        for name in "_config.yml", "chapters/references.bib", "chapters/run-it-yourself.md":
            shutil.copy(ROOT / name, folder / name)
        shutil.copytree(ROOT / "live_book", folder / "live_book", dirs_exist_ok=True)
        (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: chapters/run-it-yourself}]\n")
        (folder / "index.md").write_text(f"{FRONT}# A page\n\n{text}\n")
        return folder

    return make


def cell(code, options=""):
    return f"```{{code-cell}} python3\n{options}{code}\n```\n"


def test_a_page_with_all_it_may_hold_builds_and_again_without_executing(book):
    folder = book("$x^2$\n\n" + cell("print(6 * 7)"))
    status, output = build(folder)
    assert status == 0, output
    assert "Executing notebook" in output
    html = (folder / "_build/html/index.html").read_text()
    assert ">42" in html and "katex" in html
    status, output = build(folder)
    assert status == 0 and "Executing notebook" not in output

    (folder / "relu_lib").mkdir()  # what the chapters import has changed: their outputs are stale
    (folder / "relu_lib/new.py").write_text("x = 1\n")
    status, output = build(folder)
    assert status == 0 and "Executing notebook" in output


def test_the_book_itself_was_built_and_a_second_build_executes_nothing():
    status, output = build(ROOT)
    assert status == 0, output
    assert "Executing notebook" not in output


@pytest.mark.parametrize(
    "text, says",
    [
        (cell("1 / 0"), "ZeroDivisionError"),
        (cell("from matplotlib import pyplot as plt; plt.plot([1, 2]);"), "without alt text"),
        ("![a picture](https://example.org/x.png)", "third-party resource"),
        ('<img src="live_book/static/logo.svg">', "image without alt text"),
        (cell("from relu_lib import check; check('dot-by-hand', 7)"), "exercise dot-by-hand"),
        ("```{question} A or B?\n- [ ] A\n\n  No.\n- [ ] B\n\n  No.\n```", "exactly one right choice"),
        ("```{question} A or B?\n- [x] A\n- [ ] B\n```", "has feedback"),
        ("[nowhere](no-such-page.md)", "no-such-page"),
    ],
    ids=[
        "raises",
        "no alt",
        "third party",
        "no alt image",
        "wrong solution",
        "no right choice",
        "no feedback",
        "dead link",
    ],
)
def test_a_fault_fails_the_build_and_is_named(book, text, says):
    status, output = build(book(text))
    assert status != 0 and says in output, output[-3000:]


def test_a_fault_fails_the_next_build_too_until_it_is_mended(book):
    folder = book("[nowhere](no-such-page.md)")
    for _ in range(2):
        status, output = build(folder)
        assert status != 0 and "no-such-page" in output
    status, output = build(book("[somewhere](chapters/run-it-yourself.md)"))
    assert status == 0, output


def test_an_error_that_is_expected_does_not_fail_the_build(book):
    status, output = build(book(cell("1 / 0", "---\ntags: [raises-exception]\n---\n")))
    assert status == 0, output


def test_missing_browser_files_are_one_sentence(book):
    folder = book("text")
    shutil.rmtree(folder / "live_book/static/vendor")
    status, output = build(folder)
    assert status != 0 and "run `python -m live_book.assets`" in output


@pytest.mark.parametrize("known", [True, False])
def test_mistakes_can_be_reported_where_the_repository_is_known(book, known):
    url = "https://github.com/someone/a-fork"
    folder = book("text")
    clean = {"GITHUB_REPOSITORY": "", "CI_PROJECT_URL": "", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    status, output = build(folder, BOOK_REPOSITORY_URL=url if known else "", BOOK_BRANCH="main", **clean)
    assert status == 0, output
    html = (folder / "_build/html/index.html").read_text()
    assert ("Report a mistake" in html) == known
    assert (f"{url}/issues/new?title=Mistake%20on%20page%20index" in html) == known
    assert (f"{url}/edit/main/index.md" in html) == known
    assert "executablebooks" not in html


def test_on_paper_a_figure_is_the_picture_of_its_start(book):
    folder = book(cell("from relu_lib.figures import RectifiedLine\nRectifiedLine(m=2)"))
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "--builder", "latex"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (tex,) = (folder / "_build/latex").glob("*.tex")
    (picture,) = re.findall(r"\\sphinxincludegraphics(?:\[.*?\])?\{\{(\w+)\}\.(\w+)\}", tex.read_text())
    assert (folder / "_build/latex" / ".".join(picture)).stat().st_size > 5000
