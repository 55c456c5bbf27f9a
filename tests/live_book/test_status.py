"""How the build went: what each page and its slowest cells took."""

import copy
import json
from types import SimpleNamespace

import pytest
from myst_nb.core.execute import cache

from live_book.finish import status


def cell(source, seconds):
    noted = {"iopub.status.busy": "2027-01-01T10:00:00Z", "iopub.status.idle": f"2027-01-01T10:00:{seconds:05.2f}Z"}
    return {"cell_type": "code", "source": source, "metadata": {"execution": noted}}


@pytest.fixture
def app(tmp_path, monkeypatch):
    """A book whose notebooks, {name: cells}, have been executed."""

    def made(notebooks):
        titles = {name: SimpleNamespace(astext=lambda name=name: name.title()) for name in notebooks}
        builder = SimpleNamespace(get_target_uri=lambda name: f"{name}.html")
        env = SimpleNamespace(found_docs=set(notebooks), titles=titles)
        app = SimpleNamespace(outdir=tmp_path / "sphinx", env=env, builder=builder)
        monkeypatch.setattr(
            status,
            "single_nb_execution",
            lambda notebook, record_timing, coalesce_streams: record_timing and coalesce_streams,
        )
        status.have_cells_timed(app, None)
        for name, cells in notebooks.items():
            notebook = {"cells": copy.deepcopy(cells)}
            assert cache.single_nb_execution(notebook) is True
            assert not any("execution" in cell["metadata"] for cell in notebook["cells"])  # else no cache knows it
            path = tmp_path / f"jupyter_execute/{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(notebook))
        return app

    monkeypatch.setattr(cache, "single_nb_execution", None)  # and put back at the end
    return made


def test_the_slowest_page_comes_first_with_its_slowest_cells(app):
    slow = [cell("a = 1", 1), cell("<b>", 12.5), cell("c", 2), cell("d", 3), {**cell("e", 1), "metadata": {}}]
    prose = [{"cell_type": "markdown", "source": "y", "metadata": {}}]
    book = {"quick": [cell("x", 0.5)], "slow": slow, "prose": prose}
    ((name, context, _),) = status.status_page(app(book))
    body = context["body"]
    assert name == "status" and body.index("Slow") < body.index("Quick") and "Prose" not in body
    assert "18.5" in body and "<td>4</td>" in body and "took 19 s in all" in body
    assert "12.50 s <code>&lt;b&gt;</code><br>3.00 s <code>d</code><br>2.00 s <code>c</code></td>" in body


def test_it_says_what_the_site_weighs():
    said = status.weighed('<p class="site-weighs"></p>', {"a.html": 2000, "b.html": 5000, "c.zip": 2_000_000})
    assert said == "<p>The site has 3 files of 2 MB in all; its heaviest page is b.html, 5 kB before compression.</p>"
