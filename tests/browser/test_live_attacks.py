"""Another origin on the reader's machine attacks a book that is open and signed in: no kernel starts, nothing is read.

The attacker is the worst there can be: a page on 127.0.0.1 at another port. To a browser that is the same *site*, so
even strict cookies travel; only the checks of the server itself stand in the way.
"""

import json
import os
import re
import socket
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
import zmq

from .live import LivePage, Served, eventually


class Attacker(BaseHTTPRequestHandler):
    """Serves an empty page, and remembers what other pages' requests told it."""

    def do_GET(self):
        self.server.heard.append(dict(self.headers) | {"path": self.path})
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>attacker</title><body>")

    def log_message(self, format, *arguments):
        pass


@pytest.fixture(scope="module")
def served():
    server = Served()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def attacker():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Attacker)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, served, attacker):
    """The attacker's page, in a browser that is signed in to the book."""
    context = browser.new_context()
    book = context.new_page()
    book.goto(f"{served.book}index.html?code={served.code}")
    book.wait_for_url(re.compile(r"\.html$"))
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert {cookie["sameSite"] for cookie in cookies.values()} == {"Strict"} and "_xsrf" in cookies
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{attacker.server_port}/")
    page.xsrf = cookies["_xsrf"]["value"]  # even if it knew this
    yield page
    context.close()
    assert not served.kernels and not served.sessions


READ = """async ([url, options]) => { try { const r = await fetch(url, options); return [r.status, await r.text()]; } catch (e) { return ['refused', String(e)]; } }"""


@pytest.mark.parametrize(
    "path", ["book/index.html", "book/_live.json", "api/kernels", "api/sessions", "api/contents", "api/me", "files/x"]
)
def test_nothing_is_read(page, served, path):
    for options in {"credentials": "include"}, {"credentials": "include", "mode": "no-cors"}:
        status, text = page.evaluate(READ, [served.url + path, options])
        assert text == "" or status == "refused"


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"X-XSRFToken": "known"}])
def test_no_kernel_is_started_by_a_post(page, served, headers):
    body = json.dumps({"name": "python3", "path": "x.ipynb", "type": "notebook", "kernel": {"name": "python3"}})
    headers = {name: page.xsrf if value == "known" else value for name, value in headers.items()}
    for path in "api/sessions", "api/kernels":
        for mode in "cors", "no-cors":
            page.evaluate(
                READ,
                [
                    served.url + path,
                    {"method": "POST", "body": body, "mode": mode, "credentials": "include", "headers": headers},
                ],
            )
    assert not served.kernels and not served.sessions


def test_no_kernel_is_started_by_a_form(page, served):
    page.set_content(
        f'<form method="post" action="{served.url}api/kernels?_xsrf={page.xsrf}" enctype="text/plain"><input name=\'{{"name":"python3","x":"\' value=\'"}}\'></form>'
    )
    page.evaluate("document.forms[0].submit()")
    page.wait_for_load_state()
    assert not served.kernels


def test_no_socket_opens(page, served, browser):
    with served.open("api/kernels", "POST", b"{}") as answer:
        kernel = json.load(answer)["id"]
    try:
        opened = page.evaluate(
            "(url) => new Promise((done) => { const s = new WebSocket(url); s.onopen = () => done('open'); s.onerror = () => done('refused'); })",
            f"{served.url.replace('http', 'ws')}api/kernels/{kernel}/channels",
        )
        assert opened == "refused"
    finally:
        served.open(f"api/kernels/{kernel}", "DELETE").close()
    eventually(lambda: not served.kernels)


@pytest.mark.parametrize("path", ["book/index.html", "api/kernels", "login"])
def test_no_frame_shows_it(page, served, path):
    page.set_content(f'<iframe src="{served.url}{path}"></iframe>')
    inside = [frame for frame in page.frames if frame != page.main_frame]
    eventually(lambda: all(frame.url not in ("", "about:blank") for frame in inside))  # it has been refused, or not
    assert len(inside) == 1 and all(
        "Neural" not in frame.content() and not frame.url.startswith(served.url) for frame in inside
    )


def test_no_script_or_picture_of_it_can_be_included(page, served):
    for name, path in ("script", "book/_static/figures.js"), ("img", "book/_static/logo.svg"):
        loaded = page.evaluate(
            "([name, src]) => new Promise((done) => { const e = document.createElement(name); e.onload = () => done(true); e.onerror = () => done(false); e.src = src; document.body.append(e); })",
            [name, served.url + path],
        )
        assert not loaded


def test_a_window_of_it_cannot_be_held(page, served):
    with page.expect_popup() as popup:
        page.evaluate(f"window.held = open('{served.book}index.html')")
    popup.value.wait_for_load_state()
    eventually(lambda: page.evaluate("held.closed"))  # so it looks from here: the tie is cut


# --- requests that no browser makes ---------------------------------------------------------------------


def answer(served, raw):
    """The answer to a request written by hand."""
    host, port = re.search(r"//([\d.]+):(\d+)/", served.url).groups()
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(raw.replace("\n", "\r\n").encode() + b"\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: wire.recv(65536), b"")).decode("utf-8", "replace")


@pytest.mark.parametrize("host", ["evil.example", "book.evil.example:80", "169.254.169.254"])
def test_a_forged_host_gets_nothing(served, host):  # as after DNS rebinding, with the cookie
    base = re.search(r"//[^/]+(/.*)", served.url)[1]
    for path in "book/index.html", "api/kernels":
        head = f"GET {base}{path} HTTP/1.1\nHost: {host}\nCookie: {served.cookie}"
        head = answer(served, head).split("\r\n\r\n")
        assert head[0].startswith("HTTP/1.1 403") and "Neural" not in head[1]


@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong", "?code=", "?code=wrong"])
@pytest.mark.parametrize(
    "path",
    ["book/index.html", "book/_live.json", "book/_static/live.js", "api/kernels", "api/contents", "api/terminals"],
)
def test_without_the_token_there_is_nothing(served, path, token):
    try:
        with urllib.request.urlopen(f"{served.url}{path}{token}") as reply:
            assert "/login" in reply.url
    except urllib.error.HTTPError as error:
        with error:
            assert error.code in (403, 404) and b"Neural" not in error.read()


TRAVERSALS = ["../requirements.txt", "%2e%2e/requirements.txt", "..%2frequirements.txt", "%2e%2e%2f%2e%2e%2frequirements.txt",
              "_static/../../../requirements.txt", "//etc/passwd", "%2fetc%2fpasswd", "..\\requirements.txt", "%5c..%5crequirements.txt"]  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSALS)
def test_nothing_outside_the_book_is_served(served, path):
    for mount in "book/", "files/", "api/contents/":
        host, base = re.search(r"//([^/]+)(/.*)", served.url).groups()
        head = f"GET {base}{mount}{path} HTTP/1.1\nHost: {host}\nCookie: {served.cookie}"
        reply = answer(served, head)
        assert re.match(r"HTTP/1.1 (301|302|400|403|404)", reply), reply[:200]
        assert "root:" not in reply and "numpy==" not in reply


def test_a_cookie_alone_starts_nothing(page, served):  # as from a browser too old to say where a request comes from
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies(served.url))
    for headers in {}, {"X-XSRFToken": "guessed"}:
        request = urllib.request.Request(
            served.url + "api/kernels", method="POST", data=b"{}", headers=headers | {"Cookie": cookies}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 403
        refused.value.close()


def test_there_are_no_terminals_and_no_files(served):
    assert served.ask("api/contents")["content"] == []
    for path in "api/terminals", "terminals/websocket/1":
        with pytest.raises(urllib.error.HTTPError) as refused:
            served.ask(path)
        assert refused.value.code == 404
        refused.value.close()


def test_the_code_leaves_the_address_and_is_told_to_nobody(browser, served, attacker):
    context = browser.new_context()
    page = context.new_page()
    attacker.heard.clear()
    elsewhere = f"http://127.0.0.1:{attacker.server_port}/"
    page.goto(elsewhere)
    code = served.code
    page.set_content(f'<a href="{served.book}chapters/symbols.html?code={code}&a=b#here">the book</a>')
    page.get_by_role("link").click()  # a link from elsewhere: strict cookies would not survive a redirect
    page.wait_for_url(f"{served.book}chapters/symbols.html?a=b*")
    assert page.get_by_role("heading", name="Symbols").is_visible()
    page.evaluate(
        f"fetch('{elsewhere}told', {{mode: 'no-cors'}}).catch(() => {{}}); document.body.insertAdjacentHTML('beforeend', '<a id=out href=\"{elsewhere}out\">out</a>')"
    )
    page.locator("#out").click()
    page.wait_for_url(elsewhere + "out")
    assert [one["path"] for one in attacker.heard if one["path"] in ("/told", "/out")] == [
        "/out"
    ]  # the policy kept the first
    assert not [
        one for one in attacker.heard if code in json.dumps(one) or "Referer" in one and served.url in one["Referer"]
    ]
    context.close()


# --- other users and programs of the same computer ---------------------------------------------------------


def told(served, path, **headers):
    """The status and the text of an answer to one who is not signed in."""
    request = urllib.request.Request(
        f"{served.url.split('/', 3)[0]}//{served.url.split('/')[2]}{path}", headers=headers
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read().decode(), reply.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


def base_of(served):
    return re.search(r"//[^/]+(/.*)", served.url)[1]


def test_a_code_opens_the_book_once_and_a_stranger_is_told_so(served):
    code, first = served.code, f"{base_of(served)}book/index.html"
    status, text, headers = told(served, f"{first}?code={code}")
    assert status == 200 and code not in text and "HttpOnly" in headers["Set-Cookie"]
    status, text, headers = told(served, f"{first}?code={code}")
    assert status == 403 and "has been used" in text and "Set-Cookie" not in headers
    status, _, _ = told(served, first, Cookie="")
    assert status == 403


def test_a_question_for_the_head_of_a_page_does_not_use_up_the_code(served):
    code, first = served.code, f"{served.book}index.html"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{first}?code={code}", method="HEAD"), timeout=20)
    refused.value.close()
    with urllib.request.urlopen(f"{first}?code={code}", timeout=20) as reply:
        assert reply.status == 200


def test_outside_its_path_the_server_says_nothing_of_where_the_book_is(served):
    secret = base_of(served).strip("/")
    assert len(secret) == 16
    for path in (
        "/",
        "/book/index.html",
        "/api",
        "/login",
        "/lab",
        "/favicon.ico",
        "/static/x.js",
        f"/{secret[:-1]}/book/",
    ):
        status, text, headers = told(served, path)
        assert status == 403 and secret not in text + str(headers), path


def test_programs_at_other_ports_of_this_computer_get_no_cookie(page, served, attacker):
    attacker.heard.clear()
    page.goto(f"http://127.0.0.1:{attacker.server_port}/book/index.html")
    page.evaluate("fetch('/api/kernels', { credentials: 'include' })")
    eventually(lambda: len(attacker.heard) >= 2)
    assert [one for one in attacker.heard if "Cookie" in one] == []
    assert page.evaluate("document.cookie") == ""


def test_no_link_or_picture_signs_the_reader_out(page, served):
    status, _, headers = told(served, f"{base_of(served)}logout", Cookie=served.cookie)
    assert status == 405 and "Set-Cookie" not in headers
    page.set_content(f'<img src="{served.url}logout"><form method="post" action="{served.url}logout"></form>')
    page.evaluate("document.forms[0].submit()")
    page.wait_for_load_state()
    assert served.ask("api/kernels") == []  # still signed in


def test_nobody_can_fill_the_memory_before_they_are_known(served):
    host, port = re.search(r"//([\d.]+):(\d+)/", served.url).groups()
    with socket.create_connection((host, int(port)), timeout=20) as wire:
        head = (
            f"POST {base_of(served)}api/sessions HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 250000000\r\n\r\n"
        )
        wire.sendall(head.encode())
        sent = 0
        try:
            for _ in range(64):
                sent += wire.send(b"x" * 65536)
            reply = wire.recv(65536)
        except (BrokenPipeError, ConnectionResetError):
            reply = b""
    assert reply[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 413") and sent <= 64 * 65536


@pytest.mark.skipif(os.name == "nt", reason="sockets that are files")
def test_what_a_kernel_prints_is_to_be_had_at_no_port(served, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.book}chapters/rectified-linear.html?code={served.code}")
    page.wait_for_url(re.compile(r"\.html$"))
    page = LivePage(page).go_live()
    (process,) = served.kernels
    sockets = {Path(str(link.laddr)) for link in process.net_connections("unix") if "kernel-" in str(link.laddr)}
    assert len(sockets) == 5 and {path.parent.parent.stat().st_mode & 0o077 for path in sockets} == {0}  # nobody else's
    ports = [link.laddr.port for link in process.net_connections("inet") if link.status == psutil.CONN_LISTEN]
    with zmq.Context() as listening:
        spies = [
            listening.socket(zmq.SUB) for _ in ports
        ]  # one port is left, where the kernel's own children may write
        for spy, port in zip(spies, ports):
            spy.setsockopt(zmq.LINGER, 0)
            spy.subscribe(b"")
            spy.connect(f"tcp://127.0.0.1:{port}")
        assert page.cell(2).run("print('mine alone')") == "mine alone"
        assert [spy for spy in spies if spy.poll(500)] == []
        for spy in spies:
            spy.close()
    page.page.close()
    eventually(lambda: not served.kernels)
    context.close()


REGISTER = """async () => { const worker = await navigator.serviceWorker.register('/worker.js', {scope: '/'});
  await navigator.serviceWorker.ready; return Boolean(worker); }"""


def test_a_service_worker_that_was_left_at_the_port_does_not_stay(browser):
    """Another program had the port before; what it has left in the browser is asked first, once, and then gone."""

    class Left(Attacker):
        def do_GET(self):
            is_script = self.path == "/worker.js"
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html")
            self.end_headers()
            body = "self.addEventListener('fetch', () => {});" if is_script else "<!doctype html><title>left</title>"
            self.wfile.write(body.encode())

    before = ThreadingHTTPServer(("127.0.0.1", 0), Left)
    port = before.server_port
    threading.Thread(target=before.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    assert page.evaluate(REGISTER)
    before.shutdown()
    before.server_close()
    with Served(port=port) as server:
        page.goto(f"{server.book}index.html?code={server.code}")
        page.wait_for_url(re.compile(r"\.html$"))
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        assert page.evaluate("navigator.serviceWorker.controller") is None
        assert "How Neural Networks" in page.title()
    context.close()
