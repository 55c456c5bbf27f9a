"""Serve the built book on this machine alone:  python -m live_book [--port N] [--no-browser]

The site is at /book/ on 127.0.0.1. Nothing but its files can be read, and a strict policy keeps a
page from asking any other host.
"""

import argparse
import errno
import os
import signal
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

SITE = Path(__file__).resolve().parent.parent / "_build/html"
MOUNT = "/book/"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


class BookHandler(SimpleHTTPRequestHandler):
    """The files of the site under /book/, and a redirect from / to its first page."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",  # not what a machine's registry says
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def send_head(self):
        path = urlsplit(self.path).path
        if path in ("/", MOUNT[:-1]):
            self.send_response(302)
            self.send_header("Location", MOUNT + "index.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not path.startswith(MOUNT):
            self.send_error(404, f"The book is at {MOUNT}")
            return None
        return super().send_head()

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(MOUNT[:-1]))

    def list_directory(self, path):
        self.send_error(404, "No such page")

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")  # ask again, and get a short "not modified"
        super().end_headers()

    def log_message(self, format, *arguments):
        """Quiet: the terminal shows the address, which must not scroll away."""


class BookServer(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port

    def handle_error(self, request, client_address):
        """A reader who leaves before a page has arrived is no fault; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(port, site=SITE):
    """A server for the built book at `site` on 127.0.0.1:`port` (0: any free port).

    Raises FileNotFoundError if the book is not built, OSError if the port cannot be had.
    """
    if not (Path(site) / "index.html").is_file():
        raise FileNotFoundError(f"there is no built book in {site}: build it with `make book`")
    return BookServer(("127.0.0.1", port), partial(BookHandler, directory=str(site)))


def has_display():
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m live_book", description="Serve the built book on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        parser.error(f"a port is a number from 0 to 65535, got {options.port}")
    try:
        server = make_server(options.port)
    except (OSError, FileNotFoundError) as error:
        print(f"live_book: {_sentence(error, options.port)}", file=sys.stderr)
        return 1
    address = f"http://127.0.0.1:{server.server_port}{MOUNT}index.html"
    print(f"The book is at {address}  (stop with Ctrl+C)", flush=True)
    if has_display() and not options.no_browser:
        webbrowser.open(address)
    for stop in signal.SIGINT, signal.SIGTERM:  # also where a shell started this in the background
        signal.signal(stop, signal.default_int_handler)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


def _sentence(error, port):
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"port {port} is taken; choose another, as in `make serve PORT={port + 1}` or `--port {port + 1}`."
    if isinstance(error, PermissionError):
        return f"port {port} needs more rights than you have; choose one above 1023."
    return f"{error}."
