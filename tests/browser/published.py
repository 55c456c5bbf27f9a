"""The built book as a static host shows it to the public: files alone, no policy but the pages' own, no Python."""

import json
import re
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from live_book.folders import SITE
from live_book.live import csp

MOUNT = "/book/"  # a project's pages are in a folder of its name
NOWHERE = {"cells": "nothing"}
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*')


class Files(SimpleHTTPRequestHandler):
    """A built site, as if it had been built with other settings of where its cells run."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript", ".woff2": "font/woff2"}

    def __init__(self, *arguments, where, hosts, **options):
        self.where, self.hosts = where, hosts
        super().__init__(*arguments, **options)

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == f"{MOUNT}_live.json":
            return self._answer(json.dumps(self.where), "application/json")
        file = self.translate_path(path)
        if path.endswith(".html") and file.endswith(".html"):
            try:
                return self._answer(with_policy(file, csp.published(self.hosts)), "text/html; charset=utf-8")
            except OSError:
                return self.send_error(404)
        return super().do_GET()

    def _answer(self, text, kind):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(MOUNT[:-1]) if path.startswith(MOUNT) else "/no-such-page")

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format, *arguments):
        pass


def with_policy(file, policy):
    """A built page with another policy."""
    text, count = POLICY.subn(rf"\g<1>{policy}", Path(file).read_text("utf-8"))
    assert count == 1, f"{file} has {count} policies"
    return text


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A page that is left before all of it has arrived is no fault."""


@contextmanager
def running(handler):
    """A server on loopback while the block runs; the address of the book on it."""
    server = Quiet(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{MOUNT}"
    finally:
        server.shutdown()
        server.server_close()


def published(site=SITE, where=NOWHERE, others=()):
    """Serve a site while the block runs, its cells running where `where` says; its address."""
    return running(partial(Files, directory=str(site), where=where, hosts=csp.hosts(where, others)))
