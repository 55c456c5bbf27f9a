"""What is released of `relu_lib`: built from the sources that git has, checked, installed alone, and used."""

import subprocess
import sys
import tarfile
import zipfile

import pytest
import yaml

from ..books import ROOT

TOOLS = "build==1.6.1", "twine==7.0.0"
USED = """
import importlib.metadata, sys
import numpy as np
from relu_lib import digits, earth_temperature, fit
s = fit(np.arange(9.0), np.abs(np.arange(9.0) - 4), units=2)
assert abs(s([0, 4, 8]) - [4, 0, 4]).max() < 1e-9, s([0, 4, 8])
assert digits()[0].shape == (1797, 8, 8) and len(earth_temperature()[0]) > 100
assert "relu_lib" in sys.modules and not {"torch", "matplotlib", "anywidget"} & set(sys.modules)
print(importlib.metadata.version("relu_lib"))
"""
DRAWN = "from relu_lib.figures import MoreKinks; assert 'function' in MoreKinks()._esm"


def run(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(folder, *packages):
    run(sys.executable, "-m", "venv", folder)
    python = folder / "bin/python"
    run(python, "-m", "pip", "install", "--quiet", *packages)
    return python


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """{kind: file} of what is released."""
    folder = tmp_path_factory.mktemp("release")
    tools = environment(folder / "tools", *TOOLS)
    run("git", "clone", "--quiet", ROOT, folder / "book")
    run(tools, "-m", "build", "--outdir", folder / "dist", folder / "book")
    found = {path.suffix: path for path in (folder / "dist").iterdir()}
    run(tools, "-m", "twine", "check", "--strict", *found.values())
    return found


def test_the_wheel_holds_the_library_with_its_data_and_figures_and_nothing_else(files):
    with zipfile.ZipFile(files[".whl"]) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"relu_lib"}
    packed = {name for name in names if name.startswith("relu_lib/")}
    kept = set(run("git", "-C", ROOT, "ls-files", "relu_lib").split())
    assert kept == packed


def test_the_sources_can_be_built_again(files, tmp_path):
    with tarfile.open(files[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "README.md", "relu_lib/__init__.py"} <= names


@pytest.mark.parametrize("kind", [".whl", ".gz"])
def test_it_works_where_there_is_nothing_else(files, kind, tmp_path):
    python = environment(tmp_path / "venv", files[kind])
    version = run(python, "-c", USED).strip()
    assert version == yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"]
    assert len(run(python, "-m", "pip", "list", "--format=freeze").split()) <= 4  # NumPy, pip, setuptools


def test_its_figures_come_with_an_extra(files, tmp_path):
    python = environment(tmp_path / "venv", f"{files['.whl']}[figures]")
    run(python, "-c", DRAWN)
