"""The built book as a static host shows it to the public: files alone, under the policy of `make serve`, no Python."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from live_book.server import HEADERS, MOUNT, SITE


class Files(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript", ".woff2": "font/woff2"}

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(MOUNT[:-1]) if path.startswith(MOUNT) else "/no-such-page")

    def end_headers(self):
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format, *arguments):
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A page that is left before all of it has arrived is no fault."""


@contextmanager
def published(site=SITE):
    """Serve a site while the block runs; its address."""
    server = Quiet(("127.0.0.1", 0), partial(Files, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{MOUNT}"
    finally:
        server.shutdown()
        server.server_close()
