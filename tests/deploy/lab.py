"""A JupyterLab on loopback, with none of the reader's own settings; and a kernel of it, asked directly."""

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import NamedTuple

from jupyter_client import BlockingKernelClient

# a cell that is run before its kernel is there is lost
IDLE = "() => self.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


class Lab(NamedTuple):
    address: str
    token: str
    runtime: str  # its folder of connection files


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(answers, seconds=60):
    for _ in range(seconds * 4):
        try:
            if answers():
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise AssertionError(f"no answer in {seconds} seconds")


@contextmanager
def jupyterlab(python, home, work):
    """JupyterLab of the environment of `python`, which opens the folder `work` and keeps all that is its own in `home`."""
    settings = home / "settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    token, port = secrets.token_hex(16), free_port()
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
           "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "spaces", "IPYTHONDIR": "ipython"}  # fmt: skip
    environment = os.environ | {name: str(home / folder) for name, folder in own.items()}
    command = [python, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", "--expose-app-in-browser"]  # fmt: skip
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=work, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: urllib.request.urlopen(f"{address}/api/status?token={token}", timeout=2).status == 200)
            yield Lab(address, token, home / "runtime")
        finally:
            server.terminate()
            server.wait(20)


class Kernel:
    """The kernel behind a notebook, asked directly: no other cell is needed."""

    def __init__(self, lab, notebook):
        with urllib.request.urlopen(f"{lab.address}/api/sessions?token={lab.token}") as answer:
            sessions = json.load(answer)
        (session,) = [one for one in sessions if one["path"] == notebook]
        self.client = BlockingKernelClient(connection_file=str(lab.runtime / f"kernel-{session['kernel']['id']}.json"))
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    def run(self, code):
        said = []
        self.client.execute_interactive(
            code,
            timeout=30,
            output_hook=lambda message: said.append(
                message["content"].get("text") or str(message["content"].get("evalue", ""))
            ),
        )
        return "".join(said).strip()

    def close(self):
        self.client.stop_channels()
