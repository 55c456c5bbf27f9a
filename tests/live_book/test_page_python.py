"""The Python of a page: where its files come from, what is refused, what is in the packs."""

import gzip
import hashlib
import json
import re
import shutil
import struct
import subprocess
import threading
import zipfile

import pytest

from live_book import assets
from live_book.folders import SITE
from live_book.live.page_python import packs, sources

NAME = "numpy"


@pytest.fixture
def nothing_kept(monkeypatch, tmp_path):
    """A place to keep files in which nothing is; pip is not to be asked."""
    monkeypatch.setattr(sources, "KEPT", tmp_path)
    monkeypatch.setattr(sources, "download", lambda *given: pytest.fail("pip was asked"))
    return tmp_path


# --- what is fetched ----------------------------------------------------------------------------------------------


def test_everything_is_pinned_and_a_package_that_nobody_pins_is_named(monkeypatch):
    assert all(len(digest) == 64 for digest in sources.wanted().values())
    monkeypatch.setitem(sources.PACKAGES, "core", ["nonesuch"])
    with pytest.raises(sources.FetchError, match="names nonesuch, which neither Pyodide's lock nor requirements"):
        sources.wanted()


def test_what_is_there_is_not_fetched_again(nothing_kept):
    for digest in sources.wanted().values():
        sources.wheel(digest).parent.mkdir(exist_ok=True)
        sources.wheel(digest).write_bytes(b"")
    assert sources.is_fetched()
    sources.fetch()


def test_a_file_of_another_content_is_refused_and_not_kept(nothing_kept):
    with pytest.raises(sources.FetchError, match="as pinned: it was not kept"):
        sources.keep(NAME, b"another", sources.wanted()[NAME])
    assert not list(nothing_kept.rglob("*.whl"))
    sources.keep(NAME, b"this", hashlib.sha256(b"this").hexdigest())
    assert len(list(nothing_kept.rglob("*.whl"))) == 1


def carrier(content, file):
    """What pip does, when it brings a carrier with this file in it."""

    def download(options, folder, what):
        with zipfile.ZipFile(f"{folder}/carrier-1-py3-none-any.whl", "w") as packed:
            packed.writestr(sources.CARRIED + file, content)

    return download


def test_the_carrier_is_held_against_pyodides_own_lock(nothing_kept, monkeypatch):
    missing = {NAME: sources.wanted()[NAME]}
    file = sources.lock()["packages"][NAME]["file_name"]
    monkeypatch.setattr(sources, "download", carrier(b"another", file))
    with pytest.raises(sources.FetchError, match="the file of numpy has the digest"):
        sources.fetch_carried(missing)
    monkeypatch.setattr(sources, "download", carrier(b"", "other.whl"))
    with pytest.raises(sources.FetchError, match="does not bring numpy"):
        sources.fetch_carried(missing)


def test_pyodides_own_host_comes_first_and_is_not_insisted_on(nothing_kept, monkeypatch):
    asked = []

    def refuse(address, timeout):
        asked.append(address)
        raise OSError("no such host")

    monkeypatch.setattr(sources.urllib.request, "urlopen", refuse)
    assert sources.fetch_released({NAME: sources.wanted()[NAME]}) is False
    version = json.loads((sources.PYODIDE / "package.json").read_text())["version"]
    assert len(asked) == 1 and f"v{version}/full/numpy-" in asked[0]


def test_a_host_whose_name_nobody_looks_up_is_not_waited_for(nothing_kept, monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(sources, "PATIENCE", 0.01)
    monkeypatch.setattr(sources.urllib.request, "urlopen", lambda address, timeout: never.wait(20))
    assert sources.fetch_released({NAME: sources.wanted()[NAME]}) is False
    never.set()


def test_no_source_within_reach_is_one_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sources, "KEPT", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert sources.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("page_python: could not fetch the packages of requirements.txt") and said.count("\n") == 1


# --- what is packed -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped():
    """The folder of the site that has the Python of its pages."""
    return SITE / json.loads((SITE / "_live.json").read_text())["python"]["base"]


def unpacked(path):
    """{path: content} of a pack."""
    content = gzip.decompress(path.read_bytes())
    length = struct.unpack("<I", content[:4])[0]
    at, files = 4 + length, {}
    for name, size in json.loads(content[4:at]):
        files[name] = content[at : at + size]
        at += size
    return files


def test_published_cells_are_those_that_pages_show():
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    cells = [new_code_cell("shown"), new_markdown_cell("prose")]
    cells += [new_code_cell(tag, metadata={"tags": [tag]}) for tag in ("remove-cell", "remove-input", "hide-input")]
    assert packs.published_cells([new_notebook(cells=cells)]) == ["shown", "hide-input"]


def test_the_library_is_that_of_the_source_and_comes_with_its_lines(shipped):
    files, prefix = unpacked(shipped / "chapters.pack.gz"), "/lib/python3.14/site-packages/"
    for name, path in packs.sources_of(assets.ROOT, "relu_lib").items():
        assert files[prefix + name] == path.read_bytes(), name
    files, own = unpacked(shipped / "assign.pack.gz"), packs.modules_of(assets.ROOT, "assign")
    assert {prefix + name: path.read_bytes() for name, path in own.items()} == {
        path: content for path, content in files.items() if not path.endswith(".pyc")
    }


def test_what_cells_use_comes_first_and_the_rest_is_expected(shipped):
    core, chapters, rest = (unpacked(shipped / f"{name}.pack.gz") for name in ("core", "chapters", "rest"))
    later = json.loads(core["/lib/later.json"])
    assert {path: len(content) for path, content in chapters.items()} == dict(later["chapters"])
    assert {path: len(content) for path, content in rest.items()} == dict(later["rest"])
    names = ["matplotlib/axes/_axes.pyc", "numpy/linalg/_linalg.pyc", "ipywidgets/widgets/interaction.pyc"]
    assert all(any(path.endswith(name) for path in chapters) for name in names)
    assert any(path.endswith("DejaVuSans-Bold.ttf") for path in rest)


def test_published_cells_ran_without_an_error_that_is_not_asked_for(shipped):
    errors = json.loads((shipped / "made.json").read_text())["errors"]
    assert [error.split(":")[0] for error in errors] == [
        "ZeroDivisionError",
        "SystemExit",
        "ModuleNotFoundError",
    ]  # MORE


def test_a_reader_fetches_no_more_than_the_page_says(shipped):
    from live_book.live.button import MEGABYTES

    line = [gzip.compress((shipped / name).read_bytes(), 9) for name in packs.PYODIDE]
    thebe = gzip.compress((SITE / "_static/vendor/thebe/lib/index.js").read_bytes(), 9)
    packed = sum((shipped / f"{name}.pack.gz").stat().st_size for name in ("core", "chapters"))
    assert MEGABYTES - 1.5 < (sum(map(len, [*line, thebe])) + packed) / 1e6 <= MEGABYTES
    assert sum(map(len, line)) + (shipped / "core.pack.gz").stat().st_size <= 8_000_000  # before the first line runs
    to_mark = packed + sum((shipped / f"{name}.pack.gz").stat().st_size for name in ("rest", "assign"))
    (said,) = re.findall(r"About (\d+) megabytes", (assets.ROOT / "chapters/mark-a-class.md").read_text("utf-8"))
    assert int(said) - 3 < (sum(map(len, line)) + to_mark) / 1e6 <= int(said)


def test_nothing_of_pyodide_names_another_host(shipped):
    assert b"https://" not in (shipped / "pyodide.mjs").read_bytes()


INFLATE = """
import { gunzipSync, gzipSync } from "node:zlib";
const { default: inflate } = await import("./inflate.mjs");
const chance = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i * 2654435761) >>> 23);
for (const content of [chance, new Uint8Array(0), Buffer.from("la la la"), new Uint8Array(100_000).fill(7)])
  for (const level of [0, 1, 9]) {
    const packed = new Uint8Array(gzipSync(content, { level }));
    const same = Buffer.compare(Buffer.from(inflate(packed)), gunzipSync(packed)) === 0;
    if (!same) throw new Error(`${content.length} at ${level}`);
  }
"""


def test_what_is_unpacked_at_once_is_what_was_packed(tmp_path):
    shutil.copy(packs.HERE / "in_page/inflate.js", tmp_path / "inflate.mjs")
    (tmp_path / "try.mjs").write_text(INFLATE)
    done = subprocess.run([assets.node_tool("node"), tmp_path / "try.mjs"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_packing_ends_when_nobody_waits_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(packs, "KEPT", tmp_path)
    with pytest.raises(packs.PackError):
        packs.made(["1 / 0"], assets.ROOT, "relu_lib", [], started=lambda process: process.stdin.close())
    assert not list(tmp_path.glob("*/made.json"))


def test_what_goes_wrong_in_the_background_is_raised_where_the_packs_are_asked_for():
    class Nothing:  # no settings, no pages
        config = env = confdir = None

    with pytest.raises(AttributeError):
        packs.Packing(Nothing).folder()
