"""Serve the built book and its kernels, to this machine alone:  python -m live_book [--port N] [--no-browser]

One process and one origin, 127.0.0.1: the site is below a path that only the reader knows, behind the authentication
of the Jupyter Server that runs its cells. The printed address carries a code, which the first visit swaps for a cookie
(access.py). Nothing of the reader's own Jupyter is used or changed: settings, history and the working folder of the
kernels are in a folder that is gone when the server stops.
"""

import argparse
import errno
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import webbrowser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import zmq
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler, RedirectWithParams
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Instance, Unicode
from traitlets.config import Config

from ..folders import SITE
from . import access, csp

MOUNT = "book/"  # where the site is, below the secret path
HEADERS = {  # of every page
    "Content-Security-Policy": csp.SERVED,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",  # other ports of this machine count as the same *site*
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",  # ask again, and get a short "not modified"
}
LARGEST_REQUEST = 1 << 20  # bytes; nobody has to be known to send one
LARGEST_MESSAGE = 10 << 20  # bytes, of a page to its Python
MESSAGES = 100_000  # from Python to the server, that may wait: about as many kilobytes, if it comes to that
SOCKET_PATH = 103  # characters that the path of a socket may have (macOS; Linux has 107)
SOCKET_NAME = len("/runtime/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-1")


class BookHandler(JupyterHandler, web.StaticFileHandler):
    """The files of the site, for who is signed in."""

    auth_resource = "book"
    content_security_policy = csp.SERVED

    @allow_unauthenticated  # here a stranger is told in words, not sent to a form
    async def get(self, path, include_body=True):
        if include_body and self.get_query_argument("code", None) is not None:
            return await access.let_in(self, self.settings["book_codes"], self._without_code())
        if not self.current_user:
            self.set_status(403)
            return await self.finish(access.STRANGER)
        self.xsrf_token  # noqa: B018 - reading it sets the cookie that live cells send back
        await web.StaticFileHandler.get(self, path, include_body)

    @allow_unauthenticated
    async def head(self, path):
        await self.get(path, include_body=False)

    def _without_code(self):
        kept = [pair for pair in parse_qsl(self.request.query, keep_blank_values=True) if pair[0] != "code"]
        return self.request.path + ("?" + urlencode(kept) if kept else "")

    def set_default_headers(self):
        JupyterHandler.set_default_headers(self)
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def compute_etag(self):
        return web.StaticFileHandler.compute_etag(self) if hasattr(self, "absolute_path") else None  # no file, no tag

    def write_error(self, status_code, **kwargs):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish({404: "There is no such page in this book."}.get(status_code, f"{status_code}: {self._reason}"))


class WhereHandler(JupyterHandler):
    """Where the cells of a page run: here. On a static site this address is a file that says otherwise."""

    auth_resource = "book"

    @allow_unauthenticated
    def get(self):
        if not self.current_user:
            raise web.HTTPError(403)
        published = Path(self.settings["book_site"], "_live.json")
        said = json.loads(published.read_text("utf-8")) if published.is_file() else {}
        in_page = {"python": said["python"]} if "python" in said else {}  # which a reader may choose
        self.finish({"cells": "jupyter", "address": self.base_url} | in_page)


class QuietKernels(AsyncMappingKernelManager):
    """Kernels whose own log does not scroll the book's address out of the terminal."""

    async def _async_start_kernel(self, **arguments):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return await super()._async_start_kernel(**quiet | arguments)

    start_kernel = _async_start_kernel


class BookServer(ServerApp):
    """A Jupyter Server that has the book, and none of the reader's own settings and extensions."""

    name = "live-book"
    no_browser_open_file = True  # it would hold the token
    site = Unicode(help="the folder of the built book")
    codes = Instance(access.Codes, help="the codes that open the book")

    @property
    def config_file_paths(self):
        return []

    def init_webapp(self):
        super().init_webapp()
        base, first_page = self.base_url, f"{self.base_url}{MOUNT}index.html"
        self.web_app.settings |= {"book_codes": self.codes, "book_site": self.site}
        self.web_app.add_handlers(
            ".*",
            [
                (rf"{base}{MOUNT}_live\.json", WhereHandler),
                (rf"{base}{MOUNT}(.*)", BookHandler, {"path": self.site, "default_filename": "index.html"}),
                (
                    rf"{base}(?:{MOUNT[:-1]})?",
                    RedirectWithParams,
                    {"url": first_page, "permanent": False},
                ),
                (rf"{base}logout", access.PostLogoutHandler),
                (rf"(?!{base}).*", access.StrangerHandler),
            ],
        )

    def init_signal(self):
        for each in signal.SIGINT, signal.SIGTERM:  # at once and without a question, in the background as well
            signal.signal(each, lambda *_: self.stop(from_signal=True))


def make_server(port, folder, codes, site=SITE, idle_minutes=60):
    """A server for the built book at `site` on 127.0.0.1:`port`, ready to `start()`; `folder` is all it may write to.

    codes: what opens the book, an `access.Codes`.

    Raises FileNotFoundError if the book is not built, OSError if the port cannot be had.
    """
    if not (Path(site) / "index.html").is_file():
        raise FileNotFoundError(f"there is no built book in {site}: build it with `make book`")
    _refuse_taken(port)
    for name in "config", "data", "runtime", "work":
        (Path(folder) / name).mkdir()
    startup = Path(folder, "ipython/profile_default/startup")
    startup.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("startup.py"), startup)
    _specify_kernel(Path(folder) / "data/kernels/python3")
    os.environ.update(_own_environment(Path(folder)))
    settings = _settings(port, Path(folder), idle_minutes * 60)
    server = BookServer(site=str(site), codes=codes, config=settings)
    server.initialize(argv=[], find_extensions=False)
    server.kernel_manager.context.setsockopt(zmq.RCVHWM, MESSAGES)  # of sockets that are made from here on
    return server


def _specify_kernel(folder):
    """Have kernels started by kernel.py. -P: what lies beside that file is not for cells to import."""
    folder.mkdir(parents=True)
    program = [sys.executable, "-P", str(Path(__file__).with_name("kernel.py"))]
    options = [f"--Kernel.messages={MESSAGES}", "-f", "{connection_file}"]
    specification = {"argv": program + options, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(specification), "utf-8")


def _own_environment(folder):
    """What keeps the reader's own Jupyter and IPython out, and this Python in."""
    places = {f"JUPYTER_{name.upper()}_DIR": str(folder / name) for name in ("config", "data", "runtime")}
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])  # `!pip` is ours
    own = {"JUPYTER_PATH": "", "JUPYTER_PREFER_ENV_PATH": "1", "IPYTHONDIR": str(folder / "ipython"), "PATH": tools}
    return places | own


def _transport(folder):
    """How a kernel is reached: by sockets that are files of the reader's alone, where the system has them.

    At a port of the computer, other users could read what a kernel puts out.
    """
    return "ipc" if os.name == "posix" and len(str(folder)) + SOCKET_NAME <= SOCKET_PATH else "tcp"


def _settings(port, folder, idle_seconds):
    same_site, base = {"SameSite": "Strict"}, access.secret_path()
    headers = {
        name: value for name, value in HEADERS.items() if name not in ("Content-Security-Policy", "Cache-Control")
    }
    return Config(
        ServerApp={
            "ip": "127.0.0.1", "port": port, "port_retries": 0, "root_dir": str(folder / "work"), "base_url": base,
            "default_url": f"{base}{MOUNT}index.html", "max_body_size": LARGEST_REQUEST,
            "max_buffer_size": LARGEST_MESSAGE,
            "open_browser": False, "terminals_enabled": False, "allow_root": True,
            "allow_unauthenticated_access": False, "kernel_manager_class": QuietKernels,
            "quit_button": False, "log_level": "CRITICAL",
            "tornado_settings": {"headers": headers, "xsrf_cookie_kwargs": same_site | {"path": base}},
        },
        # a token that nobody is told: the book is opened by a code
        IdentityProvider={"token": secrets.token_urlsafe(24), "cookie_options": same_site},
        KernelManager={"transport": _transport(folder)},
        KernelSpecManager={"allowed_kernelspecs": {"python3"}, "kernel_dirs": [str(folder / "data/kernels")]},
        # a tab that was closed without a word, or is not used any more, does not keep its memory
        QuietKernels={
            "cull_idle_timeout": int(idle_seconds), "cull_interval": max(1, min(60, int(idle_seconds / 4))),
            "cull_connected": True,
        },
    )  # fmt: skip


def _refuse_taken(port):
    with socket.socket() as probe:
        if os.name != "nt":  # there it would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def has_display():
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments=None):
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="live-book-", dir=_short_folder(), ignore_cleanup_errors=True) as folder:
        codes = access.Codes()
        try:
            server = make_server(options.port, folder, codes, options.site, options.idle_minutes)
        except (OSError, FileNotFoundError) as error:
            print(f"live_book: {_sentence(error, options.port)}", file=sys.stderr)
            return 1
        address = f"http://127.0.0.1:{server.port}{server.base_url}{MOUNT}index.html?code="
        codes.tell = lambda code: print(f"The book has been opened. For another browser: {address}{code}", flush=True)
        # not before the port is listened at, which is the first thing that the loop does
        server.io_loop.add_callback(_announce, address + codes.code, has_display() and not options.no_browser)
        server.start()
    return 0


def _short_folder():
    """Where the folder of the server goes, if the system's own place is too deep for the path of a socket."""
    return "/tmp" if sys.platform == "darwin" else None


def _announce(address, open_browser):
    print(f"The book is at {address}\nIts cells can run Python on this computer. Stop with Ctrl+C.", flush=True)
    if open_browser:
        webbrowser.open(address)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m live_book", description="Serve the built book on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000; 0 for any that is free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    parser.add_argument("--idle-minutes", type=float, default=60, help="stop a page's Python after so long unused (60)")
    parser.add_argument("--site", type=Path, default=SITE, help="the folder of the built book (_build/html)")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error(f"a port is a number from 0 to 65535, got {options.port}")
    if not options.idle_minutes > 0:
        parser.error(f"--idle-minutes is a number above 0, got {options.idle_minutes:g}")
    return options


def _sentence(error, port):
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"port {port} is taken; choose another, as in `make serve PORT={port + 1}` or `--port {port + 1}`."
    if isinstance(error, PermissionError):
        return f"port {port} needs more rights than you have; choose one above 1023."
    return f"{error}."
