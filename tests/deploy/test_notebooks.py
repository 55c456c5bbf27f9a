"""The published notebooks, as Colab or a reader's own Jupyter runs them: with relu_lib's wheel and what it needs, alone."""

import json
import os
import subprocess
import venv

import nbformat
import pytest
from nbclient import NotebookClient

from .image import ROOT

CHAPTERS = ["matrix-multiplication", "rectified-linear", "sums-of-relus"]
URL = "https://github.com/someone/book"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The notebooks of a book built from a clone, as if that were on GitHub: the folder, the clone."""
    clone = tmp_path_factory.mktemp("published") / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    (clone / "live_book/npm/node_modules").symlink_to(ROOT / "live_book/npm/node_modules")
    book = ROOT / ".venv/bin/jupyter-book"
    environment = os.environ | {"BOOK_REPOSITORY_URL": URL, "BOOK_BRANCH": "main"}
    done = subprocess.run(
        [book, "build", clone, "-W", "-n", "--keep-going"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return clone / "_build/html/chapters", clone


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An environment that holds a kernel, and nothing of the book; the kernel is called "bare"."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "ipykernel"], check=True)
    (folder / "kernels/bare").mkdir(parents=True)
    start = {"argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "bare"}
    (folder / "kernels/bare/kernel.json").write_text(json.dumps(start))
    return folder


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_published_notebook_installs_the_library_and_runs(published, bare, tmp_path, chapter, monkeypatch):
    notebooks, clone = published
    notebook = nbformat.read(notebooks / f"{chapter}.ipynb", as_version=4)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, capture_output=True, text=True).stdout.strip()
    assert f'"relu_lib[chapters] @ git+{URL}@{commit}"' in notebook.cells[0].source
    # the address is the real one; git is told that it is found here
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{clone}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", URL)
    monkeypatch.setenv("PATH", f"{bare}/bin{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JUPYTER_PATH", str(bare))
    NotebookClient(notebook, kernel_name="bare", timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert sum(bool(cell.get("outputs")) for cell in notebook.cells if cell.cell_type == "code") > 10
    listed = subprocess.run([bare / "bin/python", "-m", "pip", "list"], capture_output=True, text=True).stdout.lower()
    assert "relu_lib" in listed and not {"sphinx", "torch", "myst-nb"} & set(listed.split())
