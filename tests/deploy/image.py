"""The image of binder/Dockerfile without Docker: its own steps, run in a fresh environment from a clean clone.

What a machine without Docker cannot do is left out and named: the base image, apt-get, the user.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = ("apt-get ", "adduser ")
HOME = "/home/jovyan"


def instructions(dockerfile):
    """[(instruction, its text)], comments and line breaks gone."""
    lines = [line for line in dockerfile.read_text().splitlines() if line.strip() and not line.startswith("#")]
    text = "\n".join(lines).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines()]


class Image:
    """An environment as the image has it: `python`, `home` (the copy of the book), `log` of what was run."""

    def __init__(self, folder):
        self.folder, self.home, self.prefix = folder, folder / "home", folder / "usr-local"
        self.clone, self.log = folder / "clone", []
        subprocess.run(["git", "clone", "--quiet", ROOT, self.clone], check=True)
        version = re.search(r"FROM python:(\d+\.\d+)", (self.clone / "binder/Dockerfile").read_text())[1]
        assert version == "{}.{}".format(*sys.version_info), f"the image has Python {version}: run this with that one"
        venv.create(self.prefix, with_pip=True)
        self.python = self.prefix / "bin/python"
        for instruction, text in instructions(self.clone / "binder/Dockerfile"):
            getattr(self, instruction.lower(), lambda text: None)(text)

    def own(self, text):
        """A path or command of the image, as it is here."""
        places = {HOME: self.home, "${HOME}": self.home, "/usr/local": self.prefix, "/opt": self.folder}
        return re.sub("|".join(map(re.escape, places)), lambda found: str(places[found[0]]), text)

    def workdir(self, text):
        Path(self.own(text)).mkdir()

    def copy(self, text):
        *sources, target = [part for part in shlex.split(text) if not part.startswith("--")]
        target = Path(self.own(target))
        target.mkdir(parents=True, exist_ok=True)
        for source in sources:
            if source == ".":
                shutil.copytree(self.clone, target, dirs_exist_ok=True)
            else:
                shutil.copy(self.clone / source, target)

    def run(self, text):
        if text.startswith(LEFT_OUT):
            return
        self.log.append(text)
        # the index of PyTorch's own CPU builds may be out of reach: then at once
        environment = os.environ | {"PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "PIP_RETRIES": "0"}
        environment = environment | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_TIMEOUT": "15"}
        where = self.home if self.home.exists() else self.folder
        done = subprocess.run(["sh", "-c", self.own(text)], cwd=where, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"

    @property
    def megabytes(self):
        """What the steps put onto the base image."""
        files = [path for top in (self.prefix, self.home) for path in top.rglob("*") if path.is_file()]
        return sum(path.lstat().st_size for path in files if not path.is_symlink()) / 1e6
