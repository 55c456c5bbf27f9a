"""What a reader has done: keys of edits in pages and notebooks, what a rebuild leaves of it, the strip as it is built.

What the scripts do with it is in tests/js/work.test.mjs; in a browser, tests/browser/test_work.py.
"""

import json
import subprocess

import nbformat
import pytest
from bs4 import BeautifulSoup

from live_book.folders import SITE
from live_book.live import keys, work

from ..books import ROOT, build, cell, make
from ..figures import node

PAGES = [path for path in sorted(SITE.rglob("*.html")) if '<div class="cell_input' in path.read_text("utf-8")]


def visits(*told):
    """What visitors of built pages have, each told as tests/js/visits.mjs wants it."""
    asked = json.dumps([each | {"page": str(each["page"])} for each in told])
    script = ROOT / "tests/js/visits.mjs"
    done = subprocess.run([node(), script], input=asked, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def pages():
    """Every page with code: its path, parsed, and what a first visitor has."""
    soups = [BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in PAGES]
    return list(zip(PAGES, soups, visits(*({"page": path} for path in PAGES)), strict=True))


def test_a_cell_has_the_same_key_in_the_page_and_in_its_notebook(pages):
    assert len(pages) >= 9
    for path, page, visitor in pages:
        assert visitor["keys"] == keys.of_cells(page.article) and len(set(visitor["keys"])) == len(visitor["keys"])
        notebook = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
        named = [each.metadata["book"]["key"] for each in notebook.cells if "book" in each.metadata]
        assert named == visitor["keys"], path
        assert notebook.metadata["book"]["chapter"] == path.stem
        assert set(notebook.metadata["book"]) == {"chapter", "commit", "edition"}


def test_a_box_has_no_section_of_its_own_and_its_other_cells_are_numbered_with_the_chapters(tmp_path):
    html = "<div class='cell'><div class='cell_input'><pre>check(3, 4)</pre></div></div>"
    box = f"<div class='exercise admonition'><section id='exercise-content'>{html}{html}</section></div>"
    page = tmp_path / "page.html"
    page.write_text(f"<article class='bd-article'><section id='own'>{html}{box}{html}</section></article>")
    wanted = ["own/1", "own/2", "own/3", "own/4"]
    assert keys.of_cells(BeautifulSoup(page.read_text(), "html.parser")) == wanted
    assert visits({"page": page})[0]["keys"] == wanted


def test_every_exercise_and_its_solution_have_keys_of_their_label(pages):
    for path, page, visitor in pages:
        labels = {each["data-label"] for each in page.select("[data-verdict]")}
        wanted = {f"{kind}:{label}" for kind in ("check", "solution") for label in labels}
        assert wanted == {key for key in visitor["keys"] if ":" in key}, path


def test_the_strip_is_built_with_what_it_says_in_the_end(pages):
    told = [(page.select_one(".strip-words"), visitor.get("words"), path) for path, page, visitor in pages]
    for words, said, path in told:
        assert (words and words.text) == said, path
    assert sum(words is not None for words, _, _ in told) >= 9


def test_no_strip_is_put_where_there_is_no_exercise():
    context = {"body": "<h1>A</h1>" + work.QUESTION}
    work.put_strip(None, "a", "", context, None)
    assert context["body"] == "<h1>A</h1>" + work.QUESTION
    assert work.words(3, 0) == "Exercises: 0 right, 0 tried of 3."


EXERCISE = """```{{exercise-start}} By hand
:label: dot-by-hand
```

{starter}
```{{exercise-end}}
```

```{{solution-start}} dot-by-hand
:class: dropdown
```

{solution}
```{{solution-end}}
```
"""
CHECK = "from relu_lib import check\n"


def text(first, starter, other=""):
    exercise = EXERCISE.format(starter=cell(starter), solution=cell('check("dot-by-hand", 6)'))
    return f"{cell(CHECK + first)}\n## Exercises\n\n{exercise}\n{other}\n## What else\n\n{cell('2 + 2')}"


def test_a_rebuild_with_changed_cells_loses_no_edit(tmp_path):
    folder = make(tmp_path / "book", text("1 + 1", 'check("dot-by-hand", ...)'))
    status, output = build(folder)
    assert status == 0, output
    page = folder / "_build/html/index.html"
    mine = {"check:dot-by-hand": "my own answer", "a-page/1": "my first", "what-else/1": "my last"}
    (before,) = visits({"page": page, "type": mine})
    assert set(mine) <= set(before["keys"]) and before["edits"] == mine

    other = EXERCISE.replace("dot-by-hand", "my-relu").replace("By hand", "Own")
    other = other.format(starter=cell('check("my-relu", ...)'), solution=cell('check("my-relu", lambda x: max(x, 0))'))
    make(folder, text("1 + 2", '# Now with a word more.\nanswer = ...\ncheck("dot-by-hand", answer)', other))
    status, output = build(folder)
    assert status == 0, output
    assert "Now with a word more" in page.read_text("utf-8")
    (after,) = visits({"page": page, "kept": before["kept"]})
    assert set(mine) <= set(after["keys"]) and after["edits"] == mine
