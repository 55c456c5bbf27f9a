"""How the build went: a page with what was executed, how long each page and its slowest cells took, and what the site
weighs. The times are those of the last execution: what has not changed is not executed again.
"""

import hashlib
import html
import json
import platform
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jupyter_cache.executors.utils import single_nb_execution

from .. import repository
from ..folders import CACHE, EXECUTED

NAME = "status"
BEGAN, ENDED = "iopub.status.busy", "iopub.status.idle"  # what nbclient notes of a cell
SLOWEST = 3  # cells named for each page
PACKAGES = "numpy", "matplotlib", "torch", "sphinx", "myst-nb", "jupyter-book"
BODY = """<section id="status"><h1>Status of this build</h1>
<p>{state}Python {python}; {packages}. The cells of {pages} pages took {seconds:.0f} s in all.</p>
<div class="pst-scrollable-table-container"><table class="table"><thead><tr><th>Page</th><th>Seconds</th><th>Cells</th>
<th>Slowest cells</th></tr></thead><tbody>{rows}</tbody></table></div>
<p class="site-weighs"></p></section>"""


def connect(app):
    app.connect("config-inited", have_cells_timed)
    app.connect("html-collect-pages", status_page)


def have_cells_timed(app, config):
    """myst-nb asks jupyter-cache to execute a notebook, and has no setting for what that can note of each cell.

    The times go into a file beside the cached outputs: in the notebook they would be a part of what the cache knows it
    by, and it would be executed anew whenever its page is read. What a cell prints comes in pieces by chance, and is
    put together here: two builds give the same page.
    """
    from myst_nb.core.execute import cache

    def executed(notebook, **options):
        result = single_nb_execution(notebook, record_timing=True, coalesce_streams=True, **options)
        file = times_of(cells := code_cells(notebook), app)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps([each for each in map(timed, cells) if each]), "utf-8")
        for cell in cells:
            cell["metadata"].pop("execution", None)
        return result

    cache.single_nb_execution = executed


def status_page(app):
    """The page, among those that Sphinx writes."""
    executed = {}
    for name in sorted(app.env.found_docs):
        path = Path(app.outdir).with_name(EXECUTED) / f"{name}.ipynb"
        file = path.is_file() and times_of(code_cells(json.loads(path.read_text("utf-8"))), app)
        if file and file.is_file():
            executed[name] = json.loads(file.read_text("utf-8"))
    times = {name: sum(seconds for seconds, _ in cells) for name, cells in executed.items() if cells}
    commit = repository.commit()[:7]
    body = BODY.format(
        state=f"Commit <code>{html.escape(commit)}</code>. " if commit else "",
        python=platform.python_version(),
        packages=", ".join(f"{name} {_version(name)}" for name in PACKAGES if _version(name)),
        pages=len(times),
        seconds=sum(times.values()),
        rows="".join(row(app, name, executed[name]) for name in sorted(times, key=times.get, reverse=True)),
    )
    yield NAME, {"title": "Status of this build", "body": body}, "page.html"


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def times_of(cells, app):
    """The file of what these cells took."""
    code = json.dumps(["".join(cell["source"]) for cell in cells])
    return Path(app.outdir).with_name(CACHE) / f"times/{hashlib.sha256(code.encode()).hexdigest()}.json"


def timed(cell):
    """(seconds, first line) of a cell, or None where nothing was noted.

    >>> timed({"source": ["import numpy\\n", "x"], "metadata": {"execution": {
    ...     "iopub.status.busy": "2027-01-01T10:00:00.5Z", "iopub.status.idle": "2027-01-01T10:00:02Z"}}})
    (1.5, 'import numpy')
    """
    noted = cell["metadata"].get("execution", {})
    if not {BEGAN, ENDED} <= noted.keys():
        return None
    began, ended = (datetime.fromisoformat(noted[name].replace("Z", "+00:00")) for name in (BEGAN, ENDED))
    lines = "".join(cell["source"]).splitlines()
    return (ended - began).total_seconds(), next((line for line in lines if line.strip()), "")


def row(app, name, cells):
    """A page's row: what it took, and its slowest cells."""
    slowest = sorted(cells, reverse=True)[:SLOWEST]
    listed = "<br>".join(f"{seconds:.2f} s <code>{html.escape(line[:70])}</code>" for seconds, line in slowest)
    title = html.escape(app.env.titles[name].astext())
    return (
        f'<tr><td><a href="{app.builder.get_target_uri(name)}">{title}</a></td>'
        f"<td>{sum(seconds for seconds, _ in cells):.1f}</td><td>{len(cells)}</td><td>{listed}</td></tr>"
    )


def weighed(text, files):
    """The page, once it is known what the site weighs. files: {path: bytes} of the others."""
    pages = {name: size for name, size in files.items() if name.endswith(".html") and "/_modules/" not in f"/{name}"}
    heaviest = max(pages, key=pages.get)
    said = (
        f"The site has {len(files)} files of {sum(files.values()) / 1e6:.0f} MB in all; "
        f"its heaviest page is {heaviest}, {pages[heaviest] / 1e3:.0f} kB before compression."
    )
    return text.replace('<p class="site-weighs"></p>', f"<p>{html.escape(said)}</p>", 1)


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
