"""What is particular about the Python of the page itself: what it cannot do, what stops it, whom it can talk to."""

import json
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from live_book.folders import SITE

from . import browsers
from .live import PYTHON_STARTS, LivePage, eventually, watched
from .published import Files, running

pytestmark = pytest.mark.xdist_group("live in the page")


def opened(browser, site, chapter="rectified-linear"):
    page = watched(browser.new_context(viewport={"width": 1100, "height": 900}))
    page.goto(f"{site}chapters/{chapter}.html")
    return LivePage(page)


@pytest.fixture(scope="module")
def page(browser, in_page):
    """A live page, whose Python each test finds as it is; cells 2 and 3 are anybody's."""
    live = opened(browser, in_page).go_live()
    live.cell(1).run()
    yield live
    live.context.close()


@pytest.fixture
def visit(browser, in_page):
    """Open a page for one test alone."""
    pages = []

    def open_one(**options):
        pages.append(opened(browser, in_page, **options))
        return pages[-1]

    yield open_one
    for each in pages:
        each.context.close()


def notice(page):
    box = page.locator(".live-notice")
    box.wait_for()
    return box


# --- what it can, what it cannot ------------------------------------------------------------------------------------


def test_once_python_is_ready_nothing_is_counted_although_more_is_fetched(page):
    eventually(lambda: any(url.endswith("chapters.pack.gz") for url in page.asked))
    page.wait_for_timeout(500)  # it would be shown as it comes
    assert not page.locator(".live-clock").is_visible()


def test_a_file_that_no_published_cell_uses_comes_when_it_is_read(page):
    def fetched(name):
        return [url for url in page.asked if url.endswith(f"{name}.pack.gz")]

    for error in "1 / 0", "import nonesuch", "import torch":
        page.cell(2).run(error)
    assert not fetched("rest") and not fetched("scipy")
    assert (
        page.cell(2).run("import xml.dom.minidom\nxml.dom.minidom.parseString('<a/>').documentElement.tagName") == "'a'"
    )
    assert len(fetched("rest")) == 1
    assert page.cell(2).run("import scipy.special\nint(scipy.special.comb(5, 2))") == "10"
    assert len(fetched("scipy")) == 1 and not fetched("pandas")


def test_a_part_that_cannot_be_fetched_later_is_said_and_can_be_once_there_is_a_network(page):
    for name in "pandas", "rest":
        page.route(f"**/{name}.pack.gz", lambda route: route.abort())
    assert "pandas could not be fetched from this site: is there a network?" in page.cell(2).run("import pandas")
    page.unroute("**/pandas.pack.gz")
    page.unroute("**/rest.pack.gz")
    assert page.cell(2).run("import pandas\nint(pandas.Series([1, 2]).sum())") == "3"


def test_a_tab_that_slept_goes_on(page):
    page.cell(2).run("kept = 5")
    devtools = page.context.new_cdp_session(page.page)
    for state in "frozen", "active":
        devtools.send("Page.setWebLifecycleState", {"state": state})
    assert page.cell(3).run("kept") == "5"


CANNOT = {
    "import torch": "PyTorch does not run inside a web page",
    "import requests": "cannot reach the network",
    "import urllib.request; urllib.request.urlopen('http://localhost:9/')": "cannot reach the network",
    "import urllib.request; urllib.request.urlopen('https://localhost:9/')": "cannot reach the network",
    "import threading; threading.Thread(target=print).start()": "cannot start threads",
    "import subprocess; subprocess.run(['ls'])": "cannot start other programs",
    "!ls": "has no shell, and cannot install packages",
    "%pip install tqdm": "has no shell, and cannot install packages",
    "import nonesuch": "No module named 'nonesuch': Python in this page has NumPy",
    "bytearray(2**31 - 1)": "less memory than a computer",
}


def test_what_cannot_be_is_said_in_a_sentence(page):
    for code, says in CANNOT.items():
        assert says in page.cell(2).run(code), code
        assert page.cell(2).state == "failed"
    assert page.cell(2).run("try:\n    import torch\nexcept ImportError:\n    print('none')") == "none"
    assert page.cell(2).run("6 * 7") == "42"


def test_an_error_shows_the_lines_of_the_library(page):
    text = page.cell(2).run("from relu_lib import matmul\nmatmul([[1, 2]], [[1, 2]])")
    assert "def matmul" in text or "return table" in text
    assert "ValueError" in text and "relu_lib/linear.py" in text


def test_input_is_asked_for_in_the_page(page):
    cell = page.cell(2)
    cell.type("name = input('Who? ')\nprint('Hello', name)").button("Run").click()
    box = cell.output.locator("input")
    box.wait_for()
    box.fill("Ada")
    box.press("Enter")
    page.settled()
    assert "Hello Ada" in cell.text


SLOW_TO_TELL = """import time
words = get_ipython().InteractiveTB
def slow(*given, tell=words.structured_traceback, **more):
    del words.structured_traceback
    end = time.perf_counter() + 1.5
    while time.perf_counter() < end: pass
    return tell(*given, **more)
words.structured_traceback = slow
while True: pass"""
STOPPED = [
    "while True: pass",
    SLOW_TO_TELL,
    "import time; time.sleep(60)",
    "import asyncio; await asyncio.sleep(60)",
    "input('Who? ')",
]


def test_stop_leaves_python_as_it_is(page):
    page.cell(2).run("kept = 5")
    for code in STOPPED:
        cell = page.cell(3)
        cell.type(code).button("Run").click()
        eventually(lambda cell=cell: cell.state == "running")
        page.wait_for_timeout(300)  # it is in the midst of it
        cell.button("Stop").click()
        page.settled()
        assert cell.state == "stopped", code
    assert page.cell(3).run("kept") == "5"


# --- whom it can talk to ----------------------------------------------------------------------------------------------


class Anybody(BaseHTTPRequestHandler):
    """A host that lets every page read it, and notes who asks."""

    def do_GET(self):
        self.server.heard.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(b"welcome")

    def log_message(self, format, *arguments):
        pass


@pytest.fixture
def anybody():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Anybody)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


WAYS_OUT = [
    "from js import fetch\nprint((await fetch('{}')).status)",
    "from js import XMLHttpRequest\nask = XMLHttpRequest.new(); ask.open('GET', '{}', False); ask.send(); print(ask.status)",
    "from js import importScripts\nimportScripts('{}')",
    "from js import WebSocket\nimport asyncio\nWebSocket.new('{}'.replace('http', 'ws')); await asyncio.sleep(0.5)",
    "from pyodide.http import open_url\nprint(open_url('{}').read())",
]


def test_no_python_in_a_page_reaches_another_host_although_no_header_forbids_it(page, anybody):
    address = f"http://127.0.0.1:{anybody.server_port}/out"
    for number, code in enumerate(WAYS_OUT):
        page.cell(2).run(code.format(f"{address}{number}"))
    assert anybody.heard == []
    assert page.cell(2).run(
        "from js import fetch\nprint((await fetch(__import__('js').location.origin + '/book/')).status)"
    )
    page.evaluate("url => fetch(url, {mode: 'no-cors'}).catch(() => {})", f"{address}-page")
    assert anybody.heard == []  # nor does the page itself


def test_a_cell_that_needs_pytorch_says_so_before_it_is_run_and_a_chapter_ends_with_a_scratch_cell(visit):
    page = visit()
    tagged = page.locator("div.cell:has(.cell_input)").nth(2)
    tagged.evaluate("e => e.classList.add('tag_torch')")  # as the build writes it for a cell of that tag
    page.go_live()
    said = tagged.locator(".live-lacks")
    assert "PyTorch does not run inside a web page" in said.text_content()
    assert said.get_by_role("link", name="own computer").count() == 1 and page.locator(".live-lacks").count() == 1
    assert page.scratch.code == "" and page.scratch.root.is_visible()
    page.scratch.type("6 * 7")
    page.reload()
    assert page.go_live().scratch.code == "6 * 7"


# --- when it does not go well -------------------------------------------------------------------------------------------


def test_a_crash_is_said_and_what_ran_is_run_again(visit):
    page = visit().go_live()
    page.cell(2).run("kept = 5")
    page.cell(3).run("import ctypes; ctypes.string_at(0xFFFFFFF0, 10)")  # where there is no memory
    box = notice(page)
    assert "knows nothing of what ran before" in box.text_content() and page.cell(2).state == "lost"
    box.get_by_role("button", name="Run from the top").click()
    eventually(lambda: page.cell(2).state == "done", 60)
    assert page.cell(2).code == "kept = 5" and page.cell(3).run("kept") == "5"


def test_a_part_that_the_site_lacks_is_named(visit):
    page = visit()
    page.route("**/pyodide.asm.wasm", lambda route: route.fulfill(status=404))
    page.go_live(ready=False)
    eventually(lambda: "lacks a part of its Python (pyodide.asm.wasm: 404)" in page.said, 60)


def test_without_a_network_python_begins_again_and_nothing_typed_is_lost(browser, in_page, tmp_path):
    """In a browser that keeps files, as those of most readers do; one of the other tests has a small memory alone."""
    kept = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=browsers.find(), args=browsers.FLAGS, viewport={"width": 1100, "height": 900}
    )
    kept.add_init_script(browsers.NEVER_ASKED)
    page = LivePage(kept.new_page())
    page.goto(f"{in_page}chapters/rectified-linear.html")
    page.go_live().cell(2).run("mine = 7")
    kept.set_offline(True)
    page.get_by_role("button", name="Restart Python").click()
    eventually(lambda: "knows nothing" in page.said, 60)
    assert page.cell(3).run("mine + 1") == "8" and page.cell(2).code == "mine = 7"
    kept.close()


def test_a_browser_that_keeps_nothing_runs_it_too_and_says_what_that_means(visit):
    page = visit()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page.reload()
    page.go_live().cell(2).type("6 * 7")
    eventually(lambda: "keeps nothing of what you type" in page.said)
    assert page.cell(2).run() == "42"


FILL = """() => {
  for (let size = 2 ** 22; size >= 1; size /= 2)
    for (let i = 0; i < 8; i++)
      try { localStorage.setItem(`full-${size}-${i}`, "x".repeat(size)); } catch { break; }
}"""
MAKE_ROOM = (
    "Object.keys(localStorage).filter((key) => key.startsWith('full-')).forEach((key) => localStorage.removeItem(key))"
)


def test_where_the_browser_has_no_room_left_what_is_typed_runs_and_that_it_is_not_kept_is_said(page):
    page.cell(2).type("kept = 1")
    page.evaluate(FILL)
    page.cell(3).type(f"6 * 7  # {'long ' * 200}")  # longer than what an earlier test may have left there
    eventually(lambda: "keeps nothing of what you type" in page.said)
    assert page.cell(3).run() == "42" and page.cell(2).code == "kept = 1"
    page.evaluate(MAKE_ROOM)
    page.cell(3).type("6 * 8")
    eventually(lambda: "6 * 8" in page.evaluate("JSON.stringify(localStorage)"))
    assert "kept = 1" in page.evaluate("JSON.stringify(localStorage)")


class Cut(Files):
    """A static host whose line breaks once, in the middle of a file."""

    broken = []

    def do_GET(self):
        if not self.path.endswith("core.pack.gz") or self.broken:
            return super().do_GET()
        self.broken.append(self.path)
        content = Path(self.translate_path(self.path)).read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True


def test_a_line_that_is_cut_in_the_middle_of_a_file_is_said_and_the_press_can_be_repeated(browser):
    where = json.loads((SITE / "_live.json").read_text("utf-8"))
    with running(partial(Cut, directory=str(SITE), where=where, hosts=[])) as site:
        page = opened(browser, site)
        page.go_live(ready=False)
        eventually(lambda: "connection broke while Python was being fetched" in page.said, 60)
        assert page.locator(".live-said a", has_text="own computer").count() == 1
        assert page.go_live().cell(2).run("6 * 7") == "42"
        page.context.close()


def test_a_restart_without_its_files_is_said_and_can_be_repeated(visit):
    """As where the browser's memory for files was emptied in mid-session, and there is no network."""
    page = visit().go_live()
    page.cell(2).type("mine = 7")
    page.route("**/core.pack.gz", lambda route: route.abort())
    page.get_by_role("button", name="Restart Python").click()
    box = notice(page)
    assert "connection broke while Python was being fetched" in box.text_content()
    page.unroute("**/core.pack.gz")
    box.get_by_role("button", name="Start Python again").click()
    page.locator("html[data-live=ready]").wait_for(timeout=PYTHON_STARTS)
    assert page.cell(2).code == "mine = 7" and page.cell(3).run("mine + 1") == "8"


def test_two_tabs_have_a_python_each_and_what_is_typed_in_either_is_kept(visit):
    one = visit().go_live()
    other = LivePage(watched(one.context))
    other.goto(one.url)
    other.go_live()
    one.cell(2).run("mine = 1")  # which the other tab does not see before it is loaded anew
    assert other.cell(3).run("'mine' in globals()") == "False"
    other.close()
    one.reload()
    assert one.go_live().cell(2).code == "mine = 1" and one.cell(3).code == "'mine' in globals()"


def test_a_reader_of_make_serve_may_choose_it(browser, served):
    page = watched(browser.new_context())
    page.goto(f"{served.book}chapters/rectified-linear.html?code={served.code}")
    page.get_by_role("button", name="Live code without the server").click()
    page.locator("html[data-live=ready]").wait_for(timeout=60_000)
    assert LivePage(page).cell(2).run("import sys; sys.platform") == "'emscripten'"
    page.context.close()
