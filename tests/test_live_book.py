"""The machinery of the pages, each part on small input of its own; on the built book in test_chapters and browser/."""

import base64
import hashlib
import io
import json
import os
import re
import socket
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from bs4 import BeautifulSoup

from live_book import assets, freshness, pages, pictures, repository, server, verdicts, widgets

from .browser.live import Served

ROOT = Path(__file__).parent.parent


@pytest.fixture
def short_folder():
    """A socket's path may have no more than a hundred characters."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def parsed(html):
    return BeautifulSoup(html, "html.parser")


# --- math at build ----------------------------------------------------------------------------------

LATE = """
import socket, sys, time
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
time.sleep(float(sys.argv[2]))
door.listen()
time.sleep(60)
"""


class Typesetter:
    """What start_typesetter asks of sphinxcontrib-katex, with a program that has a door before it listens at it."""

    def __init__(self, late):
        self.late = late

    def build_command(self, socket):
        return [sys.executable, "-c", LATE, str(socket), str(self.late)]

    def timeout_error(self, timeout):
        return TimeoutError(timeout)


@pytest.mark.skipif(os.name == "nt", reason="sockets that are files")
def test_a_typesetter_that_does_not_listen_yet_is_waited_for(short_folder):
    process, door = pages.start_typesetter(Typesetter(0.5), short_folder, 20)
    assert door.getpeername() == str(short_folder / "katex.sock")
    door.close()
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="sockets that are files")
def test_a_typesetter_that_never_listens_is_ended(short_folder):
    before = psutil.Process().children()  # a browser's, where its tests ran in this process too
    with pytest.raises(TimeoutError):
        pages.start_typesetter(Typesetter(60), short_folder, 1)
    assert (short_folder / "katex.sock").exists() and psutil.Process().children() == before


# --- the repository -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "remote, address",
    [
        ("git@github.com:someone/book.git", "https://github.com/someone/book"),
        ("https://github.com/someone/book", "https://github.com/someone/book"),
        ("https://user:secret@github.com/someone/book.git/", "https://github.com/someone/book"),
        ("ssh://git@gitlab.com/group/sub/book.git", "https://gitlab.com/group/sub/book"),
        ("/srv/git/book.git", ""),
        ("https://example.org/github.com/book", ""),
        ("", ""),
    ],
)
def test_a_remote_becomes_its_web_page(remote, address):
    assert repository.web_address(remote) == address


def test_the_repository_is_asked_for_in_order(monkeypatch):
    monkeypatch.setattr(repository, "_git", lambda *_: "git@github.com:from/git.git")
    ci = {"GITHUB_REPOSITORY": "a/fork", "GITHUB_SERVER_URL": "https://github.example"}
    assert (
        repository.repository_url({"BOOK_REPOSITORY_URL": "https://github.com/x/y/", **ci}) == "https://github.com/x/y"
    )
    assert repository.repository_url(ci) == "https://github.example/a/fork"
    assert repository.repository_url({"CI_PROJECT_URL": "https://gitlab.com/g/b"}) == "https://gitlab.com/g/b"
    assert repository.repository_url({}) == "https://github.com/from/git"


def test_the_branch_of_a_pull_request_is_not_linked_to(monkeypatch):
    monkeypatch.setattr(repository, "_git", lambda *_: "")
    pull = {"GITHUB_REF_NAME": "12/merge", "GITHUB_REF_TYPE": "branch", "GITHUB_HEAD_REF": "fix"}
    assert repository.branch(pull) == "main"
    assert repository.branch({"GITHUB_REF_NAME": "next", "GITHUB_REF_TYPE": "branch"}) == "next"
    assert repository.branch({"BOOK_BRANCH": "mine", **pull}) == "mine"


# --- pages --------------------------------------------------------------------------------------


def test_mistakes_are_reported_where_the_sources_live():
    assert pages.report_url("https://github.com/a/b", "chapters/x").startswith(
        "https://github.com/a/b/issues/new?title="
    )
    assert "/-/issues/new?" in pages.report_url("https://gitlab.com/a/b", "chapters/x")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="http://cdn.example/x.css">',
        '<img src="https://example.org/x.png" alt="x">',
        '<iframe src="https://example.org"></iframe>',
        '<img srcset="https://example.org/x.png 2x" alt="x">',
        '<script>import("https://cdn.example/x.js")</script>',
        "<style>@import 'x.css';</style>",
        "<style>a { background: url(//example.org/x.png) }</style>",
    ],
)
def test_what_would_ask_another_host_is_found(html):
    assert list(pages.third_party_resources(parsed(html)))


@pytest.mark.parametrize(
    "html",
    [
        '<script src="../_static/x.js"></script>',
        '<a href="https://example.org">a link</a>',
        '<link rel="canonical" href="https://example.org/book">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
    ],
)
def test_what_asks_no_other_host_passes(html):
    assert not list(pages.third_party_resources(parsed(html)))


@pytest.mark.parametrize(
    "html, found",
    [
        ('<img src="a.png">', True),
        ('<img src="a.png" alt="a1b2.svg">', True),
        ('<svg role="img"></svg>', True),
        ('<img src="a.png" alt="A line with a kink.">', False),
        ('<img src="a.png" alt="">', False),
        ('<svg role="img" aria-label="A line."></svg>', False),
    ],
)
def test_images_without_words_are_found(html, found):
    assert bool(list(pages.images_without_words(parsed(html)))) == found


# --- verdicts -----------------------------------------------------------------------------------

STARTER = '<div data-verdict="{}" data-label="x"></div>'
SOLUTION = '<div class="solution dropdown">' + STARTER + "</div>"


def test_a_starter_and_a_solution_as_they_should_be_have_no_fault():
    assert not list(verdicts.faults(parsed(STARTER.format("unanswered") + SOLUTION.format("right"))))


@pytest.mark.parametrize(
    "html",
    [
        STARTER.format("right") + SOLUTION.format("right"),
        STARTER.format("unanswered") + SOLUTION.format("wrong"),
        STARTER.format("unanswered"),
        SOLUTION.format("right"),
        STARTER.format("unanswered") * 2 + SOLUTION.format("right"),
    ],
)
def test_every_other_pair_is_a_fault(html):
    assert list(verdicts.faults(parsed(html)))


# --- pictures -----------------------------------------------------------------------------------

DRAWING = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "x">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="36pt" viewBox="0 0 72 36"><metadata>who made it</metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="dot" d="M0 0"/></defs>
<g style="fill: #0b2f73; stroke: #ffffff"><use xlink:href="#dot"/><path clip-path="url(#dot)" d="M0 0"/></g></svg>"""


def test_a_drawing_in_the_page_is_named_themed_and_keeps_to_itself():
    svg = parsed(pictures.themed_svg(DRAWING, 'A "dot" & more')).svg
    assert svg["role"] == "img" and svg["aria-label"] == 'A "dot" & more'
    assert "max-width:96px" in svg["style"] and not svg.get("width")
    assert "var(--plot-0b2f73,#0b2f73)" in svg.g["style"]
    assert svg.find("style") is None and svg.find("metadata") is None
    (identity,) = {element["id"] for element in svg.find_all(id=True)}
    assert svg.use["href"] == f"#{identity}" and svg.g.find("path")["clip-path"] == f"url(#{identity})"
    other = parsed(pictures.themed_svg(DRAWING.replace("36", "37"), "x"))
    assert other.find(id=True)["id"] != identity


def test_the_starting_state_of_a_widget_shows_controls_and_picture():
    state = {
        "box": {"state": {"children": ["IPY_MODEL_slider", "IPY_MODEL_out"]}},
        "slider": {"state": {"description": "m<1>", "value": -1.5}},
        "out": {"state": {"outputs": [{"data": {"image/svg+xml": DRAWING}}, {"text": "a < b"}]}},
    }
    shown = parsed(widgets.starting_state("box", state, "A dot."))
    assert (shown.dt.text, shown.dd.text) == ("m<1>", "−1.5")
    assert shown.svg["aria-label"] == "A dot." and shown.pre.text == "a < b"


# --- freshness ----------------------------------------------------------------------------------


def test_the_digest_sees_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = freshness.digest(tmp_path, ["*.py"])
    assert freshness.digest(tmp_path, ["*.py", "a.*"]) == first
    (tmp_path / "a.py").write_text("2")
    second = freshness.digest(tmp_path, ["*.py"])
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, freshness.digest(tmp_path, ["*.py"])}) == 3


# --- assets -------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path):
    """A package whose archive the function `download` puts where npm would."""
    archive = tmp_path / "x-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in {
            "package/dist/x.css": b"a{}",
            "package/dist/fonts/f.woff2": b"f",
            "package/README": b"r",
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text))
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    made = assets.Package("x", "1.0.0", digest, tmp_path / "vendor", r"dist/(x\.css|fonts/.*)")
    return made, lambda *_: archive


def test_only_wanted_files_of_the_right_digest_arrive(package, monkeypatch):
    made, download = package
    monkeypatch.setattr(assets, "_download", download)
    assets.fetch(made)
    files = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    assert files == {"x.css", "fonts/f.woff2", ".complete"}
    monkeypatch.setattr(assets, "_download", lambda *_: pytest.fail("fetched twice"))
    assets.fetch(made)


def test_a_file_with_another_digest_is_refused_and_leaves_nothing(package, monkeypatch):
    made, download = package
    monkeypatch.setattr(assets, "_download", download)
    other = assets.Package(made.name, made.version, "sha512-other", made.folder, made.wanted)
    with pytest.raises(assets.FetchError, match="not the file this book was made with"):
        assets.fetch(other)
    assert not other.folder.exists()


def test_no_network_is_one_sentence(monkeypatch, capsys, tmp_path):
    nowhere = assets.Package("katex", "0.0.0-none", "sha512-x", tmp_path / "vendor", ".*")
    monkeypatch.setattr(assets, "SITE", [nowhere])
    failing = subprocess.CompletedProcess([], 1, "", "npm error network request failed\n")
    monkeypatch.setattr(assets.subprocess, "run", lambda *_, **__: failing)
    assert assets.main([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "network request failed" in said and "check the network" in said


def test_without_the_machines_npm_the_packaged_one_is_used(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert Path(assets.node_tool("npm")).parent == Path(sys.executable).parent
    done = subprocess.run([assets.node_tool("node"), "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("v")


# --- server -------------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path):
    site = tmp_path / "site"
    (site / "chapters").mkdir(parents=True)
    (site / "index.html").write_text("the book")
    (tmp_path / "secret").write_text("not the book")
    running = Served("--site", site)
    yield running
    running.stop()


def status(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.status


def asked(server, path):
    """The answer to one who is signed in."""
    request = urllib.request.Request(server.url + path, headers={"Authorization": f"token {server.token}"})
    return urllib.request.urlopen(request, timeout=20)


def test_the_book_is_at_its_address_with_a_strict_policy(served):
    with asked(served, "") as answer:  # / leads to the first page
        assert answer.url.startswith(f"{served.book}index.html") and answer.read() == b"the book"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in "book/../secret", "book/%2e%2e/secret", "bookish", "book/none.html", "book/chapters/", "book/chapters":
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(served, path)
        assert refused.value.code in (403, 404)
        refused.value.close()


def test_the_address_is_not_printed_before_it_answers(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    code = (  # a start that takes its time between the two
        "import sys, time; from live_book import server; start = server.BookServer.start_app\n"
        "server.BookServer.start_app = lambda self: (time.sleep(2), start(self)); sys.exit(server.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "--no-browser", "--port", "0", "--site", str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        assert status(address) == 200
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0 and errors == ""


def test_the_server_tells_that_cells_run_on_it(served):
    assert served.ask("book/_live.json") == {"cells": "jupyter", "address": "/"}


def test_no_built_book_is_one_sentence(capsys, tmp_path):
    assert server.main(["--port", "0", "--site", str(tmp_path)]) == 1
    assert "build it with `make book`" in capsys.readouterr().err


def test_a_taken_port_is_one_sentence(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert server.main(["--port", str(port), "--no-browser"]) == 1
    said = capsys.readouterr().err
    assert f"port {port} is taken" in said and f"make serve PORT={port + 1}" in said and said.count("\n") == 1


@pytest.mark.parametrize("option, value, says", [("--port", "70000", "0 to 65535"), ("--idle-minutes", "0", "above 0")])
def test_options_that_make_no_sense_are_refused(capsys, option, value, says):
    with pytest.raises(SystemExit) as stop:
        server.main([option, value])
    assert stop.value.code == 2 and says in capsys.readouterr().err


def test_kernels_are_of_this_python_and_see_nothing_of_the_readers(tmp_path):
    own = server._own_environment(tmp_path)
    assert all(str(tmp_path) in own[f"JUPYTER_{name}_DIR"] for name in ("CONFIG", "DATA", "RUNTIME"))
    assert str(tmp_path) in own["IPYTHONDIR"] and own["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_the_stamp_of_a_broken_build_is_no_stamp(tmp_path):
    (tmp_path / "live_book.json").write_text("{")
    assert json.loads("{}") == freshness._remembered(type("App", (), {"outdir": tmp_path / "html"}))
