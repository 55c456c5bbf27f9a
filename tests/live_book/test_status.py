"""How the build went: what each page and its slowest cells took."""

import json
from types import SimpleNamespace

from live_book.finish import status


def cell(source, seconds):
    noted = {"iopub.status.busy": "2027-01-01T10:00:00Z", "iopub.status.idle": f"2027-01-01T10:00:{seconds:05.2f}Z"}
    return {"cell_type": "code", "source": source, "metadata": {"execution": noted}}


def app(tmp_path, notebooks):
    for name, cells in notebooks.items():
        path = tmp_path / f"jupyter_execute/{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"cells": cells}))
    titles = {name: SimpleNamespace(astext=lambda name=name: name.title()) for name in notebooks}
    builder = SimpleNamespace(get_target_uri=lambda name: f"{name}.html")
    env = SimpleNamespace(found_docs=set(notebooks), titles=titles)
    return SimpleNamespace(outdir=tmp_path / "sphinx", env=env, builder=builder)


def test_the_slowest_page_comes_first_with_its_slowest_cells(tmp_path):
    slow = [cell("a = 1", 1), cell("<b>", 12.5), cell("c", 2), cell("d", 3), {**cell("e", 1), "metadata": {}}]
    prose = [{"cell_type": "markdown", "source": "y", "metadata": {}}]
    book = {"quick": [cell("x", 0.5)], "slow": slow, "prose": prose}
    ((name, context, _),) = status.status_page(app(tmp_path, book))
    body = context["body"]
    assert name == "status" and body.index("Slow") < body.index("Quick") and "Prose" not in body
    assert "18.5" in body and "<td>4</td>" in body and "took 19 s in all" in body
    assert "12.50 s <code>&lt;b&gt;</code><br>3.00 s <code>d</code><br>2.00 s <code>c</code></td>" in body


def test_it_says_what_the_site_weighs():
    said = status.weighed('<p class="site-weighs"></p>', {"a.html": 2000, "b.html": 5000, "c.zip": 2_000_000})
    assert said == "<p>The site has 3 files of 2 MB in all; its heaviest page is b.html, 5 kB before compression.</p>"
