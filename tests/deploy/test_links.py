"""`make links`: an address that leads nowhere is found, in a small book beside a server of its own."""

import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from ..books import ROOT
from ..browser.published import MOUNT, running

CONFIG = f"""title: Two Links
author: Somebody
only_build_toc_files: true
execute: {{execute_notebooks: "off"}}
sphinx:
  local_extensions: {{live_book: {ROOT}}}
"""


@pytest.fixture
def address(tmp_path):
    """Where a server has one page."""
    folder = tmp_path / "www"
    (folder / MOUNT.strip("/")).mkdir(parents=True)
    (folder / MOUNT.strip("/") / "there.html").write_text("<p id=here>There.</p>")
    with running(partial(SimpleHTTPRequestHandler, directory=folder)) as address:
        yield address.rstrip("/")


def checked(folder, text):
    """What the check of a book of that one page ends with, and says."""
    folder.mkdir()
    (folder / "_config.yml").write_text(CONFIG)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (folder / "intro.md").write_text(f"# Intro\n\n{text}\n")
    command = [Path(sys.executable).parent / "jupyter-book", "build", ".", "--builder", "linkcheck"]
    run = subprocess.run([*command, "--path-output", "_build/links"], cwd=folder, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def test_a_link_that_leads_nowhere_is_named_and_fails(tmp_path, address):
    right = f"[a]({address}/there.html) [b]({address}/there.html#here)"
    code, said = checked(tmp_path / "right", right)
    assert code == 0, said
    code, said = checked(tmp_path / "wrong", f"{right} [c]({address}/gone.html) [d]({address}/there.html#gone)")
    assert code == 1
    assert f"{address}/gone.html" in said and "404" in said and "Anchor 'gone' not found" in said
