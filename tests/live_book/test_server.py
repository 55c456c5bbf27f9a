"""The server of `make serve`, without a browser."""

import json
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest

from live_book.live import server

from ..browser.live import Served

ROOT = Path(__file__).parents[2]


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
    return server.open(path)


def test_the_book_is_at_its_address_with_a_strict_policy(served):
    with asked(served, "") as answer:  # / leads to the first page
        assert answer.url.startswith(f"{served.book}index.html") and answer.read() == b"the book"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in "book/../secret", "book/%2e%2e/secret", "bookish", "book/none.html", "book/chapters/", "book/chapters":
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(served, path)
        assert refused.value.code in (403, 404)
        refused.value.close()


def test_only_this_machine_is_listened_to_and_the_code_leaves_the_address(served):
    with pytest.raises(OSError):  # another of this machine's addresses, as the one that a network knows would be
        socket.create_connection(("127.0.0.2", urlsplit(served.url).port), timeout=5)
    code, base = served.code, urlsplit(served.url).path
    with urllib.request.urlopen(f"{served.book}index.html?code={code}&a=b", timeout=20) as answer:
        leads_on = answer.read().decode()
    assert f'href="{base}book/index.html?a=b"' in leads_on and code not in leads_on


def test_the_address_is_not_printed_before_it_answers(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    code = (  # a start that takes its time between the two
        "import sys, time; from live_book.live import server; start = server.BookServer.start_app\n"
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
    base = re.search(r"//[^/]+(/.*)", served.url)[1]
    assert served.ask("book/_live.json") == {"cells": "jupyter", "address": base}


def test_the_server_tells_of_the_python_of_the_page_which_a_reader_may_choose(served, tmp_path):
    in_page = {"base": "_static/python/0123/"}
    (tmp_path / "site/_live.json").write_text(json.dumps({"cells": "page", "python": in_page}))
    told = served.ask("book/_live.json")
    assert told["cells"] == "jupyter" and told["python"] == in_page
    (tmp_path / "site/_live.json").unlink()


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


def test_minutes_without_use_become_seconds_for_jupyter(monkeypatch, tmp_path):
    (tmp_path / "index.html").write_text("the book")
    monkeypatch.setattr(server, "_own_environment", lambda folder: {})
    monkeypatch.setattr(server, "_settings", lambda *given: given[-1])
    monkeypatch.setattr(server, "BookServer", Mock())
    server.make_server(0, tmp_path, "token", site=tmp_path, idle_minutes=2)
    assert server.BookServer.call_args.kwargs["config"] == 120


def test_kernels_are_of_this_python_and_see_nothing_of_the_readers(tmp_path):
    own = server._own_environment(tmp_path)
    assert all(str(tmp_path) in own[f"JUPYTER_{name}_DIR"] for name in ("CONFIG", "DATA", "RUNTIME"))
    assert str(tmp_path) in own["IPYTHONDIR"] and own["JUPYTER_PREFER_ENV_PATH"] == "1"
