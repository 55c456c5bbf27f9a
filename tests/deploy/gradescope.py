"""An autograder's container, as Gradescope makes one of a zip: the folder /autograder, in which `run_autograder` runs.

After its own description (gradescope-autograders.readthedocs.io, "Autograder Specifications"). The container is one of
bubblewrap's: the system is this one, read-only; /autograder and /tmp are its own. Packages of the system are not
installed anew: `apt-get` does nothing here.
"""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

OPTIONAL = {  # what results.json may hold → of which type
    "score": (int, float), "execution_time": (int, float), "output": str, "output_format": str, "visibility": str,
    "test_output_format": str, "test_name_format": str, "stdout_visibility": str, "extra_data": dict, "tests": list,
    "leaderboard": list,
}  # fmt: skip
OF_A_TEST = {
    "score": (int, float), "max_score": (int, float), "status": str, "name": str, "name_format": str, "number": str,
    "output": str, "output_format": str, "tags": list, "visibility": str, "extra_data": dict,
}  # fmt: skip
CHOICES = {
    **dict.fromkeys(["visibility", "stdout_visibility"], {"hidden", "after_due_date", "after_published", "visible"}),
    **dict.fromkeys(
        ["output_format", "test_output_format", "name_format", "test_name_format"],
        {"text", "html", "simple_format", "md", "ansi"},
    ),
    "status": {"passed", "failed"},
}
SYSTEM = [path for path in ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/run") if os.path.exists(path)]


class Autograder:
    """A container of an uploaded zip, in a folder that it sees as /autograder."""

    def __init__(self, archive, folder):
        self.folder = Path(folder)
        self.source = self.folder / "source"
        self.folder.chmod(0o755)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(self.source)
        shutil.copy(self.source / "run_autograder", self.folder)
        (self.folder / "run_autograder").chmod(0o755)

    def run(self, command, cwd="/autograder", **named):
        """Run a command as root in the container."""
        shown = [word for path in SYSTEM for word in ("--ro-bind", path, path)]
        own = ["--bind", str(self.folder), "/autograder", "--proc", "/proc", "--dev", "/dev"]
        own += ["--perms", "1777", "--tmpfs", "/tmp", "--chdir", cwd, "--unshare-pid", "--die-with-parent"]
        return subprocess.run(["bwrap", *shown, *own, "--cap-add", "ALL", *command], text=True, **named)

    def set_up(self):
        """As when the image is built, but for packages of the system."""
        stub = self.folder / "bin/apt-get"
        stub.parent.mkdir()
        stub.write_text("#!/bin/sh\n")
        stub.chmod(0o755)
        self.run(["env", f"PATH=/autograder/bin:{os.environ['PATH']}", "bash", "source/setup.sh"], check=True)
        shutil.rmtree(stub.parent)

    def marks(self, **files):
        """What results.json says of a submission of these files, name → bytes: read as Gradescope reads it.

        None, if there is none: then Gradescope gives no marks, and shows the instructor what was `printed`.
        """
        for name in "submission", "results":
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir()
        for name, content in files.items():
            (self.folder / "submission" / name).write_bytes(content)
        (self.folder / "submission_metadata.json").write_text('{"users": [{"name": "Student User"}]}')
        self.printed = self.run(["/autograder/run_autograder"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
        if not (self.folder / "results/results.json").exists():
            return None
        results = json.loads((self.folder / "results/results.json").read_text("utf-8"))
        assert list(faults(results)) == []
        return results


def faults(results):
    """What in results.json is not as Gradescope describes it."""
    yield from _faults(results, OPTIONAL, "the file")
    if "tests" not in results and "score" not in results:
        yield "there is neither a score nor a test"
    for test in results.get("tests", []):
        yield from _faults(test, OF_A_TEST, test.get("name", "a test"))
        if "score" not in test and "score" not in results:
            yield f"{test}: no score"


def _faults(said, known, where):
    for name, value in said.items():
        if name not in known or not isinstance(value, known[name]) or isinstance(value, bool):
            yield f"{where}: {name} is {value!r}"
        elif name in CHOICES and value not in CHOICES[name]:
            yield f"{where}: {name} may be one of {CHOICES[name]}; it is {value!r}"
