"""A real `make serve` for the tests of live cells: its process, its sessions; and a page that is live."""

import http.cookiejar
import json
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from queue import Queue

import psutil

from . import pointing

ROOT = Path(__file__).parent.parent.parent
PYTHON_STARTS = 60_000  # milliseconds, on a machine that has other things to do


TYPED = """(cell) => {
  const editor = cell.querySelector('.CodeMirror').CodeMirror, { input } = editor.display;
  if (input.readDOMTimeout != null) input.updateFromDOM();  // typed a moment ago: the editor would read it a moment later
  input.poll?.();
  return editor.getValue();
}"""


class Served:
    """`python -m live_book`, running. `url` is the address of its Jupyter server, `book` that of the book."""

    def __init__(self, *arguments, port=0):
        command = [sys.executable, "-m", "live_book", "--no-browser", "--port", str(port), *map(str, arguments)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert "?code=" in line, line + self.process.stderr.read()
        self.url = re.search(r"(http://\S+/)book/index\.html\?code=", line)[1]
        self.book, self.codes = self.url + "book/", Queue()
        threading.Thread(target=self._listen, args=(line,), daemon=True).start()
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._opener.open(f"{self.book}index.html?code={self.code}", timeout=20).close()
        self._opener.open(f"{self.book}index.html", timeout=20).close()  # which brings the cookie `_xsrf`

    def _listen(self, line):
        while line:
            for code in re.findall(r"\?code=(\S+)", line):
                self.codes.put(code)
            line = self.process.stdout.readline()

    @property
    def code(self):
        """A code that opens the book in one more browser: each is to be used, as that brings the next."""
        return self.codes.get(timeout=20)

    @property
    def cookie(self):
        """What a signed-in browser sends along."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)

    def open(self, path, method="GET", data=None):
        """The answer to one who is signed in."""
        xsrf = next(cookie.value for cookie in self.cookies if cookie.name == "_xsrf")
        headers = {"X-XSRFToken": xsrf} if method != "GET" else {}
        return self._opener.open(urllib.request.Request(self.url + path, data, headers, method=method), timeout=20)

    def ask(self, path):
        with self.open(path) as answer:
            return json.load(answer)

    @property
    def sessions(self):
        return self.ask("api/sessions")

    @property
    def kernels(self):
        """The processes of all kernels."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def clear(self):
        """End what earlier tests left, so that none of it is counted."""
        for session in self.sessions:
            try:
                self.open(f"api/sessions/{session['id']}", "DELETE").close()
            except urllib.error.HTTPError as error:
                error.close()
                if error.code != 404:  # its page's own word came first, after all
                    raise
        eventually(lambda: not self.kernels)
        return self

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def eventually(holds, seconds=20):
    """The first true value of `holds()`; an error if there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := holds():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not so within {seconds} seconds")


def becomes(value, wanted, seconds=20):
    """`value()` comes to be what is wanted; if not, an error that tells the two apart."""
    end = time.monotonic() + seconds
    while value() != wanted and time.monotonic() < end:
        time.sleep(0.05)
    got = value()
    assert got == wanted, f"{got}, not {wanted}"


def watched(context):
    """A new page that notes what it asks for and what goes wrong in it."""
    page = context.new_page()
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    return page


class LivePage:
    """A page of the book on which live code has been asked for."""

    def __init__(self, page):
        self.page = page

    def __getattr__(self, name):
        return getattr(self.page, name)

    @property
    def said(self):
        return self.page.locator(".live-said").text_content()

    def go_live(self, ready=True):
        self.page.get_by_role("button", name="Live code", exact=True).click()
        if ready:
            self.page.locator("html[data-live=ready]").wait_for(timeout=PYTHON_STARTS)
        return self

    def cell(self, number):
        return Cell(self.page, number)

    @property
    def cells(self):
        """Those that are published: after them comes the scratch cell."""
        published = self.page.locator("div.cell:not(.scratch):has(.live-place)").count()
        return [Cell(self.page, n + 1) for n in range(published)]

    @property
    def scratch(self):
        return Cell(self.page, len(self.cells) + 1)

    def run_all(self, seconds=120):
        self.page.get_by_role("button", name="Run all cells", exact=True).click()
        self.settled(seconds)

    def settled(self, seconds=60):
        """Wait until nothing runs or waits."""
        working = self.page.locator("div.cell:is([data-live=running], [data-live=waiting])")
        eventually(lambda: working.count() == 0, seconds)


class Cell:
    def __init__(self, page, number):
        self.page, self.number = page, number
        self.root = page.locator("div.cell:has(.live-place)").nth(number - 1)
        self.output = self.root.locator(".live-output")
        self.printed = self.root.locator(":scope > .cell_output, :scope > details > .cell_output")

    @property
    def state(self):
        return self.root.get_attribute("data-live")

    @property
    def code(self):
        return self.root.evaluate(TYPED)

    def button(self, name):
        return self.root.get_by_role("button", name=f"{name} code cell {self.number}", exact=True)

    def type(self, code):
        """Replace the code as a reader does: with the keyboard."""
        self.root.evaluate(
            "e => { e.closest('details')?.setAttribute('open', ''); e.querySelector('details')?.setAttribute('open', ''); }"
        )
        editor = self.root.locator(".CodeMirror-scroll")
        pointing.landed(editor, editor.click)
        self.root.locator(".CodeMirror-focused").wait_for()
        self.page.wait_for_timeout(50)  # it takes the selection a moment after the focus
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        return self

    def run(self, code=None, seconds=60):
        """Run the cell, with other code if any is given; the text of its output."""
        if code is not None:
            self.type(code)
        self.button("Run").click()
        LivePage(self.page).settled(seconds)
        return self.text

    @property
    def replaced(self):
        """Has Python's output taken the place of the printed one? (A caption stays.)"""
        seen = "all => all.flatMap((e) => [...e.children]).flatMap((e) => e.matches('figure') ? [...e.children] : [e]).filter((e) => e.checkVisibility() && !e.matches('figcaption')).length"
        return self.output.get_attribute("hidden") is None and self.printed.evaluate_all(seen) == 0

    @property
    def text(self):
        return self.output.inner_text().strip() if self.output.is_visible() else ""
