"""Two builds of one commit, the second without a network, give the same bytes, but for how long things took."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from live_book.folders import SITE

ROOT = Path(__file__).parents[2]
FETCHED = ".venv", "live_book/npm/node_modules", "live_book/.fetched"  # the environment, and what set-up has brought
# What holds words or digests of every page, and so of those whose cells measure time.
# Of a page that measures time, the notebook, too: its page is compared.
OF_ALL = re.compile(
    r"chapters/matrix-multiplication\.ipynb|searchindex\.js|search\.html|status\.html|_static/book\.\w+\.js|[\w-]+\.zip"
)


def build(folder, *around):
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    for name in FETCHED:
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-W", "-n", "--keep-going"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(folder)}
    done = subprocess.run([*around, *command], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    site = folder / "_build/html"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def without_times(name, content):
    """A page without what the cells put out, or glue into a sentence, that measure time (tag `volatile`), and without
    the name of a bundle; any other file as it is.
    """
    if not name.endswith(".html"):
        return content
    page = BeautifulSoup(content, "html.parser")
    for output in page.select(".tag_volatile .cell_output, :has(.tag_volatile) .pasted-text"):
        output.decompose()
    return re.sub(r"book\.\w+\.js", "book.js", str(page))


@pytest.mark.skipif(not shutil.which("bwrap"), reason="needs bubblewrap, to take the network away")
def test_two_builds_of_one_commit_are_the_same_bytes_the_second_without_a_network(tmp_path):
    first = build(tmp_path / "first")
    second = build(tmp_path / "second", "bwrap", "--dev-bind", "/", "/", "--unshare-net")
    assert len(first) > 200 and SITE.is_dir()
    other = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    kept = {name for name in other if not OF_ALL.fullmatch(name)}
    assert kept <= first.keys() & second.keys()
    assert [name for name in kept if without_times(name, first[name]) != without_times(name, second[name])] == []
