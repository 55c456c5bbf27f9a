"""What a browser is given of the Python of a page: few files, the ones that published cells use first.

    pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm   Pyodide itself
    stdlib.zip       nothing: the standard library is in the packs, and Pyodide asks for this file
    core.pack.gz     the kernel, with all that it takes to run a line
    chapters.pack.gz what published cells use: NumPy, Matplotlib, the book's package and more, of each the files in use
    rest.pack.gz     the rest of all these, which comes when a cell reads one of its files
    scipy.pack.gz …  what comes when a cell imports it; so do further packages of the book's own

They are in `_static/python/<digest>/`, a digest of all that they are made of: a browser may keep them for good. To see
which files are used, the build runs the published cells in Pyodide, under Node, whenever cells or packages change. It
begins with that while it executes the pages, as it takes as long as they do.
"""

import hashlib
import json
import re
import shutil
import subprocess
import threading
from pathlib import Path

from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

from ... import assets
from .. import launch
from . import sources

log = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
IN_NODE = HERE / "in_node"
KERNEL = HERE / "in_page/page_kernel.py"
SCRIPTS = [HERE / "in_page/inflate.js", HERE / "in_page/worker.js"]
KEPT = sources.KEPT / "made"
PLACE = "_static/python"
PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]
SHOWN = {".gz", ".wasm", ".mjs"}  # endings of files of which a page tells how much has come
MORE = [  # what readers type soon, besides what is published
    "1 / 0", "print?", "import sys; print(1, file=sys.stderr)", "raise SystemExit",
    "import asyncio; await asyncio.sleep(0)", "import nonesuch",
    "import collections, copy, datetime, functools, io, itertools, json, math, os, random, re, statistics, time",
]  # fmt: skip


class PackError(Exception):
    """Packs that could not be made; its text is the sentence to show."""


def connect(app):
    app.add_config_value("live_book_library", "", "env")  # a package beside _config.yml that cells import
    app.add_config_value("live_book_packages", [], "env")  # more of them, each of which comes when it is imported
    app.connect("env-before-read-docs", begin)
    app.connect("build-finished", write_packs, priority=690)  # before the site is written


def begin(app, env, names):
    """Pack in the background, while the pages are executed."""
    if app.builder.format == "html" and launch.where_cells_run(app.config)["cells"] == "page":
        app.live_book_packing = Packing(app)


class Packing(threading.Thread):
    """What `made` gives, or raises, for a book: begun at once, and asked for with `folder`."""

    def __init__(self, app):
        super().__init__(daemon=True)
        self.app, self.process, self.found, self.error = app, None, None, None
        self.start()

    def run(self):
        config = self.app.config
        try:
            cells = published_cells(notebooks(self.app.env))
            library, more = config.live_book_library, config.live_book_packages
            self.found = made(cells, Path(self.app.confdir), library, more, self.begun)
        except Exception as error:  # whatever it is: it is raised where the folder is asked for
            self.error = error

    def begun(self, process):
        self.process = process

    def folder(self):
        self.join()
        if self.error:
            raise self.error
        return self.found

    def end(self):
        """Nobody needs it any more."""
        if self.process:
            self.process.stdin.close()


def write_packs(app, exception):
    """Put the Python of the pages among the files of the site, and say in `_live.json` where it is."""
    packing = getattr(app, "live_book_packing", None)
    if packing and exception is not None:
        packing.end()
    if exception is not None or app.builder.format != "html":
        return
    raw = Path(app.outdir)
    shutil.rmtree(raw / PLACE, ignore_errors=True)
    where = launch.where_cells_run(app.config)
    if where["cells"] == "page":
        folder = packing.folder()
        place = f"{PLACE}/{digest([folder.name, *SCRIPTS])}/"
        shutil.copytree(folder, raw / place)
        for script in SCRIPTS:
            shutil.copy(script, raw / place)
        where["python"] = described(folder, place, app.config.live_book_library, app.config.live_book_packages)
    (raw / "_live.json").write_text(json.dumps(where), "utf-8")


def notebooks(env):
    """Those pages that have cells, as notebooks, not executed."""
    found = []
    for name in sorted(env.found_docs):
        path = Path(env.doc2path(name))
        text = path.read_text("utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        found += [reader.read(text)] if reader else []
    return found


def described(folder, place, library, more=()):
    """What a page is told of its Python: where it is, how big each file is unpacked, and what comes on import."""
    packages, shipped = sources.PACKAGES, (path for path in sorted(folder.iterdir()) if path.suffix in SHOWN)
    return {
        "base": place,
        "info": sources.lock()["info"],
        "sizes": {path.name: path.stat().st_size for path in shipped},
        "asked": sorted([*packages["asked"], *more]),
        "before": packages["before"],
        "warm": packages["warm"] + ([library] if library else []),
    }


def published_cells(notebooks):
    """The code of all cells that pages show, in order."""
    cells = []
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and not {"remove-cell", "remove-input"} & set(cell.metadata.get("tags", [])):
                cells.append(cell.source)
    return cells


def sources_of(root, library):
    """{name below site-packages: path} of the files of a package: the page's Python has the very source."""
    files = (path for path in sorted((root / library).rglob("*")) if library and path.is_file())
    return {path.relative_to(root).as_posix(): path for path in files if "__pycache__" not in path.parts}


def modules_of(root, package):
    """The same of its modules alone."""
    return {name: path for name, path in sources_of(root, package).items() if name.endswith(".py")}


def digest(parts):
    """A digest of texts and of the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        total.update((part.read_bytes() if isinstance(part, Path) else str(part).encode()) + b"\0")
    return total.hexdigest()[:16]


def made(cells, root, library, more, started):
    """The folder of the files that pages are given, made unless it is there.

    cells: the code of the published cells; root: the folder that has the package `library`, and `more` of them.
    started: called with the process that does the work. Raises PackError if it cannot be made.
    """
    own = {"core": {"page_kernel.py": KERNEL}, "chapters": sources_of(root, library)}
    own |= {package: modules_of(root, package) for package in more}
    tools = [KERNEL, *sorted(path for path in IN_NODE.iterdir() if path.is_file())]
    named = [f"{pack}/{name}" for pack, files in own.items() for name in files]
    packed = [path for files in own.values() for path in files.values() if path != KERNEL]
    inputs = [*tools, HERE / "packages.json", *packed, json.dumps([cells, named, sources.wanted()])]
    folder = KEPT / digest([*inputs, sources.PYODIDE / "pyodide-lock.json", sources.PYODIDE / "pyodide.asm.wasm"])
    if not (folder / "made.json").is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.iterdir():  # of other chapters and packages
            if old.is_dir():
                shutil.rmtree(old)
        _make(folder, own, cells, started)
    return folder


def _make(folder, own, cells, started):
    digests = sources.wanted()
    compiler = digest([IN_NODE / "compiling.py", sources.PYODIDE / "pyodide.asm.wasm"])
    order = {
        "pyodide": str(sources.PYODIDE),
        "wheels": {
            name: {"path": str(sources.wheel(each)), "digest": f"{each[:16]}-{compiler}"}
            for name, each in digests.items()
        },
        "stdlib": f"stdlib-{compiler}",
        "packages": _normal(sources.PACKAGES),
        "ownNames": ["page_kernel", "__pycache__/page_kernel", *{name.split("/")[0] + "/" for name in own["chapters"]}],
        "own": {pack: {name: str(path) for name, path in files.items()} for pack, files in own.items()},
        "cells": [*cells, *MORE],
        "kept": str(KEPT),
        "out": str(folder),
    }
    _drop_others({order["stdlib"], *(each["digest"] for each in order["wheels"].values())})
    command = [assets.node_tool("node"), str(IN_NODE / "pack.mjs")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, encoding="utf-8", **pipes) as process:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()  # and left open: its end would be the end of the work
        started(process)
        said = process.stdout.read()
    if process.returncode:
        raise PackError(f"the Python of the pages could not be packed: {said.strip()}")
    made = json.loads(said[said.rindex('{"sizes"') :])
    for name in PYODIDE:
        (folder / name).write_bytes(_without_hosts(name, (sources.PYODIDE / name).read_bytes()))
    (folder / "made.json").write_text(json.dumps(made))


def _drop_others(names):
    """Of what was compiled for earlier builds keep these alone."""
    for path in KEPT.glob("*.pack"):
        if path.stem not in names:
            path.unlink()


def _normal(packages):
    named = {pack: [sources.normal(name) for name in packages[pack]] for pack in ("core", "chapters")}
    return named | {"asked": {name: [*map(sources.normal, each)] for name, each in packages["asked"].items()}}


def _without_hosts(name, content):
    """Pyodide's loader without the address that it would ask where it is not told another one."""
    return re.sub(sources.RELEASE.pattern.encode(), b"``", content) if name == "pyodide.mjs" else content
