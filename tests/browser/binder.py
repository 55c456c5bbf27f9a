"""A stand-in for a BinderHub: its documented build events, told as a test wants them; and a real Jupyter Server.

Source of the protocol: binderhub.readthedocs.io, "BinderHub API Documentation".
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from .published import Quiet

CUT = "cut"  # in place of an event: the connection breaks
HOLD = "hold"  # nothing more is told until the test lets it: hub.go_on.set()
BUILD = [
    {"phase": "waiting", "message": "Waiting for build to start...\n"},
    {"phase": "fetching", "message": "Picked Git content provider.\n"},
    {"phase": "building", "message": "Step 1/45 : FROM docker.io/library/buildpack-deps\n"},
    {"phase": "building", "message": "Step 2/45 : ENV DEBIAN_FRONTEND=noninteractive\n"},
    {"phase": "pushing", "message": "Pushing image", "progress": {"a1": {"current": 1, "total": 2}}},
]
FOUND = {"phase": "built", "message": "Found built image, launching...\n", "imageName": "registry/someone-book:main"}
LAUNCH = {"phase": "launching", "message": "Launching server...\n"}
RETRY = {"phase": "launching", "message": "Launch attempt 1 failed, retrying...\n"}


def failed(message):
    return {"phase": "failed", "message": message}


class JupyterServer:
    """A real Jupyter Server as BinderHub launches them: a token, any origin, a path of its own."""

    def __init__(self):
        self.token = "a-token-of-binders"
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/user/someone-book-abc/"
        options = {
            "ip": "127.0.0.1", "port": port, "port_retries": 0, "open_browser": False, "allow_root": True,
            "base_url": "/user/someone-book-abc/", "allow_origin": "*", "root_dir": self.folder.name,
            "terminals_enabled": False, "log_level": 50,
        }  # fmt: skip
        command = [sys.executable, "-m", "jupyter_server", f"--IdentityProvider.token={self.token}"]
        command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
        home = {f"JUPYTER_{name}_DIR": str(Path(self.folder.name, name)) for name in ("CONFIG", "DATA", "RUNTIME")}
        home |= {"IPYTHONDIR": str(Path(self.folder.name, "ipython"))}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=os.environ | home, **quiet)
        for _ in range(300):
            try:
                self.ask("api/status")
                return
            except urllib.error.URLError:
                time.sleep(0.1)
        raise AssertionError("the Jupyter Server did not start")

    def ask(self, path, method="GET"):
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.url + path, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or "null")

    def clear(self):
        """End what earlier tests left: a browser that is closed says little to a server far away."""
        for session in self.ask("api/sessions"):
            try:
                self.ask(f"api/sessions/{session['id']}", "DELETE")
            except urllib.error.HTTPError as error:
                if error.code != 404:  # the browser's own word came first, after all
                    raise

    @property
    def ready(self):
        return {"phase": "ready", "message": f"server running at {self.url}\n", "url": self.url, "token": self.token}

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.folder.cleanup()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        hub = self.server.hub
        if not self.path.startswith("/build/"):
            return self._head(200, "application/json")
        hub.orders.append(self.path)
        plan = hub.plans.pop(0) if len(hub.plans) > 1 else hub.plans[0]
        if isinstance(plan, int):
            return self._head(plan, "text/plain")
        if isinstance(plan, str):
            return self._head(307, "text/plain", plan)
        self._head(200, "text/event-stream")
        for event in plan:
            if event == CUT:
                return self.connection.shutdown(socket.SHUT_RDWR)
            if event == HOLD:
                hub.go_on.wait(60)
                continue
            time.sleep(hub.pause)
            self.wfile.write(b":keepalive\n\n" + f"data: {json.dumps(event)}\n\n".encode())
        time.sleep(5)  # as BinderHub does: who listens closes first

    def _head(self, status, kind, location=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


class BinderHub:
    """Tells its plans, one an order, the last again and again: lists of events; or a status, or an address to go on to."""

    def __init__(self):
        self.orders, self.plans, self.pause, self.go_on = [], [[]], 0.15, threading.Event()
        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.hub = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
