"""The sandboxes in which hand-ins are tried: both where they work; what keeps one from working is said aloud."""

import os
import shutil
import subprocess
from functools import cache

import pytest

from assign import engines

SANDBOXES = ["bwrap", "deno"] if "THOROUGH" in os.environ else ["bwrap"]  # make test-deploy: every


@cache  # Pyodide takes seconds to be seen starting, and tests of the two take turns
def sandbox(name):
    """The sandbox of this name, if it can be had here; else the test is left out, aloud."""
    if name == "bwrap" and not shutil.which("bwrap") and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", "bubblewrap"], capture_output=True)
    try:
        found = engines.find(name)
    except engines.NoSandbox as error:
        pytest.skip(f"no sandbox of this kind here: {error}")
    if not engines.starts(found):
        pytest.skip(f"{name} does not start here: a container may forbid namespaces")
    return found


@pytest.fixture(scope="session", params=SANDBOXES)
def engine(request):
    return sandbox(request.param)
