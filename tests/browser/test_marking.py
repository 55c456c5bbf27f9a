"""The page "Mark a class": hostile and honest hand-ins, in a real browser, get the marks that the command line gives.

One visit, in the order in which the tests stand here; what the hand-ins try is seen to fail from both sides.
"""

import csv
import io
import json
import re
import threading
import zipfile
from http.server import ThreadingHTTPServer

import pytest

from assign import __main__ as command_line
from assign.gradebook import Gradebook
from live_book.folders import SITE

from ..assign.conftest import sandbox
from ..assign.hand_ins import ANOTHER, CAME, SOLUTIONS, STUDENT, cells, notebook
from . import axe
from .live import becomes, eventually, watched
from .test_live_page import Anybody

pytestmark = pytest.mark.xdist_group("marking in the page")

CHAPTER = SITE / "chapters/rectified-linear.ipynb"
OF_THE_TABLE = [
    "right", "endless loop", "8 GB", "forged output", "patched check and NumPy", "deleting files", "network",
    "os._exit", "syntax error", "reading the seed", "deeply nested source", "own numbers",
    "copied another student's answer",
]  # fmt: skip
OF_HAND_INS = "Failed to fetch|exit\\(0\\)"  # errors that these leave in their own workers
PRETENDS = "hands in under another's number"
EVIL_NAME = "<img src=x onerror=self.hit=1>"

# --- what hand-ins try by way of the browser: name → lines that succeed, or raise -------------------------------------

UNBOUND = """import sys
sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != "OnlyTheLibrary"]
"""  # what may be imported is no wall
ASYNC = f"{UNBOUND}import asyncio, js\nfrom pyodide.ffi import run_sync, to_js, create_proxy\n"
FETCH = """def fetch(address, **how):  # the browser's own
    how = to_js(how, dict_converter=js.Object.fromEntries)
    run_sync(js.WorkerGlobalScope.prototype.fetch.call(js.self, address, how))
"""
NETWORK = {
    "fetch": "fetch('http://127.0.0.1:PORT/fetch')",
    "no-cors": "fetch('http://127.0.0.1:PORT/plain', mode='no-cors')",
    "own site": "fetch('ADDRESS', mode='no-cors')",
    "XHR": "ask = js.XMLHttpRequest.new(); ask.open('GET', 'http://127.0.0.1:PORT/xhr', False); ask.send()",
    "open_url": "from pyodide.http import open_url; open_url('http://127.0.0.1:PORT/open_url')",
    "pyfetch": "from pyodide.http import pyfetch; run_sync(pyfetch('http://127.0.0.1:PORT/pyfetch'))",
    "WebSocket": "ws = js.WebSocket.new('ws://127.0.0.1:PORT/ws'); run_sync(asyncio.sleep(0.3)); assert ws.readyState == 1",
    "EventSource": "s = js.EventSource.new('http://127.0.0.1:PORT/es'); run_sync(asyncio.sleep(0.3)); "
    "assert s.readyState == 1",
    "importScripts": "js.importScripts('http://127.0.0.1:PORT/import.js')",
    "eval": "js.eval('import(\"http://127.0.0.1:PORT/eval.js\")')",
    "worker": "js.Worker.new('http://127.0.0.1:PORT/worker.js'); js.Worker.new('ADDRESS')",
    "a worker's own": "js.Worker.new(js.URL.createObjectURL(js.Blob.new(to_js(["
    "\"fetch('http://127.0.0.1:PORT/inner').then(() => postMessage('in'))\"])))); run_sync(asyncio.sleep(0.5)); raise OSError",
}
STORAGE = {
    "indexedDB": "js.indexedDB.open('marks')",
    "caches": "run_sync(js.caches.open('marks'))",
    "files": "run_sync(js.navigator.storage.getDirectory())",
    "localStorage": "js.localStorage.setItem('a', 'b')",
    "cookies": "js.document.cookie",
}
PAGE = {
    "parent": "js.parent.postMessage('in', '*')",
    "top": "js.top.location",
    "document": "js.document.body",
    "opener": "js.opener.name",
    "frames": "js.self.frames[0]",
}
WAVES = "channel = js.BroadcastChannel.new('class'); heard = []; channel.onmessage = create_proxy(heard.append)\n"
TALKS = {"other hand-ins": "run_sync(talk())\n    assert heard"}
TALK = """async def talk():
    for _ in range(12):
        channel.postMessage('the answer is 3')
        await asyncio.sleep(0.1)
"""
FORGED = f"""{UNBOUND}
import json
from js import postMessage, Object
from pyodide.ffi import to_js
row = dict(name="me", points="99", statuses=[], note="")
def say(**said): postMessage(to_js(said, dict_converter=Object.fromEntries))
line = dict(label="my-relu", cell=1, answer=dict(function="my_relu"), outcomes=[dict(value=7)] * 52)
say(line=json.dumps(line))
say(header=dict(msg_type="results", msg_id="1"), content=dict(), buffers=[])
say(answers="1", row=row)
say(row=row, faults=[], ready=True)
say(job=json.dumps(dict(cells=[])), lines=[line], task=0)
"""


def tries(what, before=""):
    """A hand-in that says which of its attempts succeeded."""
    lines = [f"{IMPORTED}{before}got_in = []"]
    for name, source in what.items():
        lines.append(f"try:\n    {source}\n    got_in.append({name!r})\nexcept Exception: pass")
    return ["\n".join([*lines, "check('relu-by-hand', ', '.join(got_in) or 'kept out')"])]


IMPORTED = f"import numpy as np\nfrom relu_lib import check, relu\n{ASYNC}"
KEPT_OUT = {f"{who} talks": tries(TALKS, WAVES + TALK) for who in ("one", "another")}  # at the same time
KEPT_OUT |= {"network": tries(NETWORK, FETCH), "storage": tries(STORAGE), "page": tries(PAGE)}


# --- the class -------------------------------------------------------------------------------------------------------


def students():
    """(name, sources, how many are right) of the class; all but one say that they have the number STUDENT."""
    yield from ((name, sources, 0) for name, sources in KEPT_OUT.items())
    for name in OF_THE_TABLE:
        sources, wanted, _ = CAME[name]
        yield name, sources, list(wanted.values()).count("right")
    yield "forges", cells(first=FORGED), 0
    yield PRETENDS, CAME["copied another student's answer"][0], 0
    yield EVIL_NAME, cells(my_relu=SOLUTIONS["my-relu"]), 1


STUDENTS = [(str(1000 + i), *each) for i, each in enumerate(students())]
GRADEBOOK = "Student,ID,SIS User ID,Chapter 2 (77),Chapter 3 (78)\r\n    Points Possible,,,6,6\r\n" + "".join(
    f'"{name}",{number},{STUDENT},,\r\n' for number, name, _, _ in STUDENTS[:-1]
)


@pytest.fixture(scope="module")
def outside():
    """A host that lets everybody in, and notes who comes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Anybody)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def a_class(tmp_path_factory, outside, in_page):
    """The zip that Canvas would give of this class."""
    path = tmp_path_factory.mktemp("class") / "submissions.zip"
    places = {"PORT": str(outside.server_port), "ADDRESS": f"{in_page}index.html", "CANARY": "/nowhere"}
    with zipfile.ZipFile(path, "w") as packed:
        for number, name, sources, _ in STUDENTS:
            typed = ANOTHER if name == PRETENDS else STUDENT
            for word, place in places.items():
                sources = [source.replace(word, place) for source in sources]
            packed.writestr(f"{name.replace('_', '')}_{number}_9_chapter-2.ipynb", notebook(sources, number=typed))
    return path


@pytest.fixture(scope="module")
def page(browser, in_page):
    opened = watched(browser.new_context(viewport={"width": 1100, "height": 900}, accept_downloads=True))
    opened.goto(f"{in_page}chapters/mark-a-class.html")
    opened.get_by_role("button", name="Mark the class").wait_for()
    yield opened
    opened.context.close()


def said(page):
    return page.locator(".mark-a-class .said").text_content()


def says(page, words, seconds=90):
    eventually(lambda: words in said(page), seconds)


def choose(page, label, name, content):
    page.get_by_label(label).set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def rows(page):
    return page.locator(".mark-a-class tbody tr")


def kept(page, name):
    """The bytes of a file that the page offers."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    return coming.value.path().read_bytes()


def text_of(packed, number):
    """What the student of this number is told."""
    (name,) = (each for each in packed.namelist() if each.endswith(f"-{number}.txt"))
    return packed.read(name).decode()


def test_what_is_no_zip_or_leaves_a_column_open_is_said_in_a_sentence(page):
    page.get_by_role("button", name="Mark the class").click()
    says(page, "Choose the hand-ins first.")
    choose(page, "Hand-ins", "submissions.zip", b"PK rubbish")
    says(page, "That is no zip that could be opened.")
    choose(page, "Gradebook that", "gradebook.csv", b"a,b\n1,2\n")
    says(page, "The gradebook has neither Canvas's column ID nor Moodle's columns")
    choose(page, "Gradebook that", "gradebook.csv", GRADEBOOK.encode())
    says(page, "Which column? Name one of: Chapter 2 (77); Chapter 3 (78).")
    page.get_by_label("Column of the gradebook").select_option("Chapter 2 (77)")
    says(page, f"Gradebook of {len(STUDENTS)} rows; marks go into its column Chapter 2 (77).")


def test_the_chapter_is_seen_from_the_hand_ins(page, a_class):
    choose(page, "Hand-ins", a_class.name, a_class.read_bytes())
    says(page, f"{len(STUDENTS)} hand-ins, of the chapter “")
    assert page.get_by_label("Chapter", exact=True).input_value() == "rectified-linear"


def test_without_the_proof_nothing_is_marked(page):
    broken = CHAPTER.read_text("utf-8").replace("max(x, 0)", "max(x, 1)")
    page.route("**/rectified-linear.ipynb", lambda route: route.fulfill(body=broken))
    page.get_by_role("button", name="Mark the class").click()
    says(page, "Nothing was marked, as marking does not work here: the book's own solution of my-relu is marked")
    assert rows(page).count() == 0
    page.unroute("**/rectified-linear.ipynb")


def test_it_is_stopped_and_goes_on_and_what_is_marked_stays(page):
    page.get_by_role("button", name="Mark the class").click()
    eventually(lambda: rows(page).count() >= 3, 60)
    page.get_by_role("button", name="Stop").click()
    says(page, "Stopped: ")
    count = rows(page).count()
    assert said(page) == f"Stopped: {count} of {len(STUDENTS)} are marked." and count < len(STUDENTS)
    assert page.locator("iframe").count() == 0
    partly = kept(page, f"Download marks.csv ({count} of {len(STUDENTS)})").decode()
    assert sum(bool(row["Chapter 2 (77)"]) for row in csv.DictReader(io.StringIO(partly))) == count + 1  # and the head
    page.get_by_role("button", name="Resume").click()
    assert page.get_by_role("link", name="Download marks.csv").count() == 0  # of before
    says(page, f"All {len(STUDENTS)} are marked.", 150)
    assert page.locator("iframe").count() == 0 and page.get_by_role("button", name="Resume").count() == 0
    eventually(lambda: len(page.workers) == 1)  # the desk: also who runs for ever is ended


def test_each_gets_the_marks_of_the_table_in_the_form_of_the_gradebook(page):
    expected = Gradebook(GRADEBOOK.encode(), "Chapter 2")
    expected.fill({number: str(right) for number, _, _, right in STUDENTS})
    assert kept(page, "Download marks.csv").decode() == expected.written().decode()
    assert f"Not in the gradebook: {STUDENTS[-1][0]}" in page.locator(".results").text_content()


def test_the_command_line_gives_the_same_file(page, a_class, tmp_path, capsys):
    roster = tmp_path / "gradebook.csv"
    roster.write_bytes(GRADEBOOK.encode())
    words = [
        "marks",
        a_class,
        "--notebook",
        CHAPTER,
        "--roster",
        roster,
        "--column",
        "Chapter 2",
        "--out",
        tmp_path / "out",
    ]
    assert command_line.main([*map(str, words), "--engine", sandbox("bwrap").name, "--seconds", "2"]) == 0
    assert (tmp_path / "out/marks.csv").read_bytes() == kept(page, "Download marks.csv")


def test_no_hand_in_reaches_the_network_storage_the_page_or_another_hand_in(page, outside):
    packed = zipfile.ZipFile(io.BytesIO(kept(page, "Download feedback")))
    texts = {name: text_of(packed, number) for number, name, _, _ in STUDENTS[: len(KEPT_OUT)]}
    answers = {name: re.search("is the text '([^']*)'", text)[1] for name, text in texts.items()}
    assert answers == dict.fromkeys(KEPT_OUT, "kept out")
    assert outside.heard == []


def test_a_hand_in_that_runs_for_ever_is_ended_and_said_so(page):
    packed = zipfile.ZipFile(io.BytesIO(kept(page, "Download feedback")))
    (number,) = (number for number, name, _, _ in STUDENTS if name == "endless loop")
    assert "it ran for more than 5 s" in text_of(packed, number)
    assert {"students.csv", "hard.txt", "marks.csv"} <= set(packed.namelist())


def test_who_copies_is_told_by_whose_numbers_it_is_marked(page):
    packed = zipfile.ZipFile(io.BytesIO(kept(page, "Download feedback")))
    texts = {name: text_of(packed, number) for number, name, _, _ in STUDENTS}
    said = "Its numbers are those of student number s1, and not your own. For student number s2: Clip "
    assert said in texts["copied another student's answer"] and said in texts[PRETENDS]
    assert "It says student number s1; the gradebook says s2, and that counts." in texts[PRETENDS]


def test_names_are_text_and_what_was_hard_is_shown(page):
    assert page.evaluate("'hit' in self") is False
    assert rows(page).locator("th", has_text=EVIL_NAME).count() == 1 and rows(page).count() == len(STUDENTS)
    hard = page.locator(".results li").all_text_contents()
    assert all(re.search(rf": \d+ of {len(STUDENTS)} right, \d+ tried", each) for each in hard), hard
    assert any(each.startswith("my-relu: ") and re.search("w(as|ere) told: ", each) for each in hard), hard


def test_a_phone_shows_it_all_and_axe_finds_nothing(page):
    for theme in "light", "dark":
        page.emulate_media(color_scheme=theme)
        page.locator(f"html[data-theme={theme}]").wait_for()
        assert axe.faults(page, ".mark-a-class") == []
    page.set_viewport_size({"width": 360, "height": 740})
    becomes(lambda: page.evaluate("document.documentElement.scrollWidth"), 360)
    page.set_viewport_size({"width": 1100, "height": 900})
    assert [fault for fault in page.faults if not re.search(OF_HAND_INS, fault)] == []


# --- where it cannot work ---------------------------------------------------------------------------------------------


def test_a_site_without_python_and_a_connection_that_breaks_are_said_in_a_sentence(browser, book, in_page):
    for address, broken, words in (
        (book, None, "This site has no Python of its own to mark with."),
        (in_page, "**/core.pack.gz", "The connection broke while Python was being fetched. Try again"),
        (in_page, "**/assign.pack.gz", "The connection broke while Python was being fetched. Try again"),
    ):
        page = watched(browser.new_context())
        if broken:
            page.route(broken, lambda route: route.abort())
        page.goto(f"{address}chapters/mark-a-class.html")
        choose(page, "Hand-ins", "a.ipynb", notebook(cells()))
        says(page, words, 60)
        page.context.close()


def test_without_scripts_the_page_says_how_to_mark_on_the_command_line(open_page):
    page = open_page("chapters/mark-a-class.html", java_script_enabled=False)
    assert "The command line" in page.locator(".mark-a-class").inner_text()
    assert page.get_by_text("-m assign marks handed-in.zip").is_visible()
    assert json.loads((SITE / "_live.json").read_text())["python"]["asked"].count("assign") == 1
