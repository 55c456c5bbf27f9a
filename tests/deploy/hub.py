"""A real JupyterHub on loopback, its servers those of the image: as CONTRIBUTING tells an instructor to set it up."""

import os
import re
import subprocess
import urllib.request
from pathlib import Path

from live_book.assets import node_tool

from .image import ROOT
from .lab import free_port, wait_for

PROXY = "configurable-http-proxy@5.3.0"
SETTINGS = """
import shutil
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.command = [{node!r}, {proxy!r}]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.SimpleLocalProcessSpawner.default_url = "/lab"
c.Spawner.environment = {environment!r}
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
"""


def recipe(site):
    """The settings that CONTRIBUTING gives, for pages at `site`."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    code = re.search(r"```python\n(site = .*?)```", text, re.DOTALL)[1]
    return code.replace('"https://course.example.edu"', repr(site))


class Hub:
    def __init__(self, image, site, port):
        folder = image.folder / "hub"
        (folder / "homes").mkdir(parents=True)
        subprocess.run(
            [node_tool("npm"), "install", "--silent", "--prefix", folder / "npm", PROXY],
            check=True,
            capture_output=True,
        )
        self.url = f"http://127.0.0.1:{port}"
        names = dict(
            port=port, hub_port=free_port(), api_port=free_port(), node=node_tool("node"), folder=folder, homes=str(folder / "homes"),
            proxy=str(folder / "npm/node_modules/configurable-http-proxy/bin/configurable-http-proxy"),
            environment={name: os.environ[name] for name in os.environ if name.startswith("GIT_CONFIG")},
        )  # fmt: skip
        (folder / "jupyterhub_config.py").write_text(
            SETTINGS.format(**names) + recipe(site) + 'c.Spawner.args += ["--allow-root"]\n'
        )
        environment = os.environ | {"PATH": f"{image.prefix}/bin:{os.environ['PATH']}"}
        self.log = (folder / "hub.log").open("w")
        command = [image.prefix / "bin/jupyterhub", "-f", folder / "jupyterhub_config.py"]
        self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=self.log, stderr=self.log)
        try:
            wait_for(lambda: urllib.request.urlopen(f"{self.url}/hub/api/", timeout=2).status == 200)
        except AssertionError:
            self.stop()
            raise AssertionError(Path(self.log.name).read_text()[-3000:]) from None

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
