"""A book that has nothing of this one: three notebooks, two widgets of others, a package of its own; made by the page
that says how (chapters/your-own-book.md).
"""

import json
import re
import shutil
import subprocess
import sys
import textwrap
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import pytest

from ..books import FRONT, ROOT, cell

CONFIG = """title: Three Notes on Sound
author: Somebody Else
copyright: "2027"
only_build_toc_files: true
exclude_patterns: ["**/node_modules", live_book]
execute: {execute_notebooks: cache, raise_on_error: true}
"""
TOC = "format: jb-book\nroot: intro\nchapters: [{file: waves}, {file: noise}, {file: how-to-run}]\n"
QUIZ = '''"""Verdicts of a book that is not ours."""


class Verdict:
    def __init__(self, label, status):
        self.label, self.status = label, status

    def _repr_html_(self):
        return f'<div data-label="{self.label}" data-verdict="{self.status}">{self.status}</div>'


def check(label, answer):
    return Verdict(label, "unanswered" if answer is ... else "right" if answer(4) == 8 else "wrong")
'''
QUESTION = """```{admonition} How many waves are there?
:class: question dropdown

- [ ] none

  Listen.
- [x] one

  Yes.
```
"""
EXERCISE = f"""```{{exercise-start}} Double it
:label: double-it
```
{cell("from quiz import check" + chr(10) + "answer = ..." + chr(10) + 'check("double-it", answer)')}
```{{exercise-end}}
```

```{{solution-start}} double-it
:class: dropdown
```
{cell("answer = lambda x: 2 * x" + chr(10) + 'check("double-it", answer)')}
```{{solution-end}}
```
"""
WIDGETS = {
    "waves": ("from wigglystuff import Slider2D", "Slider2D()", "canvas"),
    "noise": ("from drawdata import ScatterWidget", "ScatterWidget()", "svg:has(rect, circle) >> nth=-1"),
}


def notebook(title, name):
    """A notebook as another program saves it, with a widget, a plot without one of our styles, and a sum."""
    code = "\n".join(WIDGETS[name][:2])
    plot = "import matplotlib.pyplot as plt\nplt.plot([0, 1, 0])\nNone"
    made = nbformat.v4.new_notebook()
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    alt = {"mystnb": {"image": {"alt": f"A {name} widget."}}}
    made.cells = [
        nbformat.v4.new_markdown_cell(f"# {title}\n\nA note on $x^2$."),
        nbformat.v4.new_code_cell(code, metadata=alt),
        nbformat.v4.new_code_cell(plot, metadata={"mystnb": {"image": {"alt": "A line up and down again."}}}),
        nbformat.v4.new_code_cell("import numpy as np\nprint(np.arange(4) ** 2)"),
    ]
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of that book, served as files."""
    folder = tmp_path_factory.mktemp("other")
    page = (ROOT / "chapters/your-own-book.md").read_text("utf-8")
    settings = textwrap.dedent(re.search(r"```yaml\n(.*?) *```", page, re.DOTALL)[1])
    (folder / "_config.yml").write_text(CONFIG + settings)
    (folder / "_toc.yml").write_text(TOC)
    (folder / "quiz").mkdir()
    (folder / "quiz/__init__.py").write_text(QUIZ)
    (folder / "intro.md").write_text(f"{FRONT}# Sound\n\n{QUESTION}\n{EXERCISE}")
    (folder / "how-to-run.md").write_text("# How to run it\n\nPress Live code.\n")
    for name in WIDGETS:
        nbformat.write(notebook(name.title(), name), folder / f"{name}.ipynb")
    shutil.copytree(ROOT / "live_book", folder / "live_book", symlinks=True)
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    built = folder / "_build/html"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""


def test_nothing_of_this_book_is_in_it(site, browser):
    page = browser.new_page()
    for name in "intro.html", "waves.html", "_live.json":
        text = page.goto(site + name).text()
        assert "relu" not in text.lower() and "neural" not in text.lower(), name
    page.close()


@pytest.mark.parametrize("name", WIDGETS)
def test_widgets_are_alive_without_a_kernel(site, browser, name):
    page, faults = browser.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site}{name}.html")
    page.locator("html[data-figures=alive]").wait_for()
    page.locator(".live-figure").locator(WIDGETS[name][2]).wait_for()
    assert page.locator(".needs-kernel-note").count() == 0 and faults == []
    page.close()


def test_python_runs_in_the_page_with_the_books_own_package(site, browser):
    page = browser.new_page()
    page.goto(f"{site}intro.html")
    page.get_by_role("button", name="Live code", exact=True).click()
    page.locator(".live-bar", has_text="ready").wait_for(timeout=120_000)
    exercise = page.locator(".exercise .cell")
    exercise.locator(".CodeMirror").evaluate(
        "e => e.CodeMirror.setValue('from quiz import check\\ncheck(\"double-it\", lambda x: x + x)')"
    )
    exercise.get_by_role("button", name="Run", exact=False).first.click()
    exercise.locator("[data-verdict=right]").wait_for(timeout=60_000)
    assert "1 right" in page.locator(".strip-words").text_content()
    page.close()


def test_a_chapter_is_handed_in_as_a_notebook(site, browser):
    page = browser.new_page()
    page.goto(f"{site}intro.html")
    page.get_by_label("one", exact=True).check()
    page.get_by_role("button", name="Hand in…").click()
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("Student number").fill("7")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").click()
    notebook = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert notebook["metadata"]["book"]["chapter"] == "intro"
    page.close()
