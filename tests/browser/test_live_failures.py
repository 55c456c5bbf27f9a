"""Live cells when things go wrong: nothing that was typed is lost, the reader is told what to do, nothing is left behind."""

import os
import re
import signal
import socket
import threading

import psutil
import pytest

from .live import LivePage, Served, eventually

own_servers = pytest.mark.xdist_group("live failures with servers of their own")


class Wire:
    """A wire to a server that can be cut and mended, on a port of its own."""

    def __init__(self, port):
        self.target, self.open, self.ends, self.threads = port, True, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self._in_background(self._accept)

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if not self.open:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.ends += [near, far]
            for one, other in (near, far), (far, near):
                self._in_background(self._pass_on, one, other)

    @staticmethod
    def _pass_on(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        Wire._shut(one, other)

    @staticmethod
    def _shut(*ends):
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _in_background(self, work, *arguments):
        self.threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self.threads[-1].start()

    def cut(self):
        self.open = False
        self._shut(*self.ends)

    def mend(self):
        self.open = True

    def close(self):
        self.cut()
        self._shut(self.listener)
        for thread in self.threads:
            thread.join(5)
        for end in [self.listener, *self.ends]:
            end.close()


@pytest.fixture
def start():
    """Start servers: start("--idle-minutes", 0.05); what is left at the end is stopped."""
    servers = []

    def start_one(*arguments, **options):
        servers.append(Served(*arguments, **options))
        return servers[-1]

    yield start_one
    for server in servers:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def wire_to():
    """Lay a wire to a server."""
    wires = []

    def lay(server):
        wires.append(Wire(int(re.search(r":(\d+)/", server.url)[1])))
        return wires[-1]

    yield lay
    for wire in wires:
        wire.close()


@pytest.fixture
def server(served):
    """A server that others have used, and that none does now."""
    return served.clear()


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    yield context
    context.close()


def visit(context, server, chapter="rectified-linear", port=None):
    book = server.book if port is None else re.sub(r":\d+/", f":{port}/", server.book)
    page = context.new_page()
    page.goto(f"{book}chapters/{chapter}.html?code={server.code}")
    page.wait_for_url(re.compile(r"\.html$"))
    return LivePage(page)


def notice(page):
    box = page.locator(".live-notice")
    box.wait_for()
    assert box.get_attribute("role") == "alert"
    return box


def kept(page):
    """The edit of cell 2, where the reader sees it and where it outlives the page."""
    return page.cell(2).code, page.evaluate(
        "Object.values(JSON.parse(localStorage.getItem(document.querySelector('.live-bar').dataset.edits)))[0]"
    )


# --- Python goes away ---------------------------------------------------------------------------------


def test_a_python_that_is_killed_comes_back_knowing_nothing(server, context):
    page = visit(context, server).go_live()
    page.cell(2).run("mine = 7")
    (kernel,) = server.kernels
    kernel.send_signal(signal.SIGKILL)
    assert "knows nothing of what ran before" in notice(page).text_content()
    assert page.cell(2).state == "lost" and kept(page) == ("mine = 7", "mine = 7")
    page.get_by_role("button", name="Close this message").click()
    assert page.cell(3).run("mine + 1", seconds=90) == "8"


def test_a_python_killed_in_mid_cell_leaves_the_page_usable(server, context):
    page = visit(context, server).go_live()
    page.cell(2).type("import os, time\ntime.sleep(0.5)\nos.kill(os.getpid(), 9)")
    page.cell(2).button("Run").click()
    notice(page)
    page.settled()
    assert page.cell(3).state == "fresh"
    assert page.cell(2).run("'alive'", seconds=90) == "'alive'"


@own_servers
def test_a_page_left_alone_is_culled_and_its_python_can_be_started_again(start, context):
    server = start("--idle-minutes", 0.15)  # long enough for the second Python not to go, too
    page = visit(context, server).go_live()
    page.cell(2).run("mine = 7")
    eventually(lambda: not server.kernels, 60)
    box = notice(page)
    eventually(lambda: "not used for a long time" in box.text_content())
    assert kept(page) == ("mine = 7", "mine = 7")
    page.get_by_role("button", name="Start Python again").click()
    eventually(lambda: "Python is ready" in page.said, 60)
    assert box.is_hidden() and page.cell(3).run("mine + 1") == "8"


# --- the server goes away -----------------------------------------------------------------------------


@own_servers
def test_a_stopped_server_is_said_and_what_was_typed_is_kept(start, context):
    server = start()
    page = visit(context, server).go_live()
    page.cell(2).run("mine = 7")
    server.stop()
    text = notice(page).text_content()
    assert "make serve" in text and "does not answer" in text
    assert kept(page) == ("mine = 7", "mine = 7")
    page.cell(3).type("typed after")
    assert page.cell(3).code == "typed after"


@own_servers
def test_no_server_at_the_click_is_said(start, context):
    server = start()
    page = visit(context, server)
    page.evaluate("localStorage.setItem(document.querySelector('.live-bar').dataset.edits, '{\"a\": \"b\"}')")
    server.stop()
    page.go_live(ready=False)
    eventually(lambda: re.search("could not be loaded|does not answer", page.said))
    assert page.locator(".live-start").is_enabled() and page.evaluate("localStorage.length") >= 1


def test_a_server_started_anew_asks_for_its_new_address(server, context):
    page = visit(context, server)
    context.clear_cookies()
    page.go_live(ready=False)
    eventually(lambda: "open the address that it printed" in page.said)
    page.goto(f"{server.book}index.html?code=wrong")
    assert "This address has been used" in page.content() and "make serve" in page.content()


@own_servers
def test_a_live_page_whose_server_was_started_anew_says_so(start, context):
    server = start()
    page = visit(context, server).go_live()
    page.cell(2).run("mine = 7")
    server.stop()
    eventually(lambda: "does not answer" in notice(page).text_content())
    start(port=int(re.search(r":(\d+)/", server.url)[1]))
    page.get_by_role("button", name="Try again now").click()
    eventually(
        lambda: (
            "does not know this browser" in notice(page).text_content()
            and "address it printed" in notice(page).text_content()
        )
    )
    assert kept(page) == ("mine = 7", "mine = 7")


def test_a_published_site_says_how_to_run_it(browser, book):
    page = LivePage(browser.new_context().new_page())
    page.goto(book + "chapters/rectified-linear.html")
    page.go_live(ready=False)
    eventually(lambda: "has no Python of its own" in page.said)
    page.get_by_role("link", name="run this page on your own computer").first.click()
    assert page.url.endswith("run-it-yourself.html")
    page.context.close()


# --- the network goes away ----------------------------------------------------------------------------


WAYS_BACK = {
    "the button": lambda page: page.get_by_role("button", name="Try again now").click(),
    "the network says it is back": lambda page: page.evaluate("window.dispatchEvent(new Event('online'))"),
    "the tab wakes": lambda page: page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"),
}


def test_a_network_that_comes_back_is_taken_up_again(server, wire_to, context):
    wire = wire_to(server)
    page = visit(context, server, port=wire.port).go_live()
    page.cell(2).run("mine = 7")
    for number, (how, comes_back) in enumerate(WAYS_BACK.items()):
        wire.cut()
        eventually(lambda: page.locator(".live-notice").is_visible(), 60)
        assert "does not answer" in notice(page).text_content() and page.cell(2).code == "mine = 7", how
        wire.mend()
        comes_back(page)
        eventually(lambda: "Connected again" in page.said, 60)
        assert page.locator(".live-notice").is_hidden(), how
        assert page.cell(3).run(f"mine + {number}") == str(7 + number), how  # the same Python: it still knows


# --- nothing is left behind ---------------------------------------------------------------------------


def test_two_tabs_do_not_share_and_many_visits_leave_nothing(server, context):
    one, two = (visit(context, server).go_live() for _ in range(2))
    one.cell(2).run("mine = 7")
    assert "NameError" in two.cell(2).run("mine")
    assert len(server.sessions) == len(server.kernels) == 2
    two.close()
    eventually(lambda: len(server.sessions) == len(server.kernels) == 1)
    for _ in range(int(os.environ.get("VISITS", "2"))):  # make test-deploy: 20
        page = visit(context, server).go_live()
        page.goto(f"{server.book}index.html")
        page.close()
    eventually(lambda: len(server.sessions) == len(server.kernels) == 1)
    assert one.cell(3).run("mine + 1") == "8"
    one.close()
    eventually(lambda: not server.sessions and not server.kernels)


def test_going_back_to_a_page_finds_what_was_typed(server, context):
    page = visit(context, server).go_live()
    page.cell(2).run("mine = 7")
    page.goto(f"{server.book}index.html")
    page.go_back()
    if page.locator(".live-start").count():  # loaded anew
        page.go_live()
    else:  # out of the browser's cache
        page.get_by_role("button", name="Start Python again").click()
        eventually(lambda: "Python is ready" in page.said, 60)
    assert page.cell(2).code == "mine = 7" and page.cell(3).run("mine + 1") == "8"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@own_servers
def test_stopping_leaves_no_process_and_no_folder(start, context, stop):
    server = start()
    visit(context, server).go_live()
    processes = server.kernels
    folder = next(part for part in processes[0].cmdline() if "live-book-" in part).split("/runtime")[0]
    assert processes and os.path.isdir(folder)
    server.process.send_signal(stop)
    _, errors = server.process.communicate(timeout=30)
    assert server.process.returncode == 0 and errors == ""
    gone, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive and not os.path.exists(folder)
