"""Where a student's cells run: bubblewrap on Linux, else Pyodide in Deno; never plainly on the instructor's computer.

Both are given a job on standard input and say lines on standard output (`sandbox/run_cells.py`); both have no network,
no file but Python's and the library's, and bounds on memory, processes and time.
"""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import relu_lib

from .attempts import SECONDS, STARTS, WHOLE, Attempts, late

HERE = Path(__file__).resolve().parent
LIBRARY = Path(relu_lib.__file__).resolve().parent
CHUNK = 65536
AS_NOBODY = (
    "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs".split()
)
INSTALL = (
    "Hand-ins are run in a sandbox, or not at all, and this computer has none yet. On Linux install bubblewrap "
    "(Debian and Ubuntu: sudo apt install bubblewrap); elsewhere Deno (python -m pip install deno), and fetch Python "
    "for the page once with make book."
)


class NoSandbox(RuntimeError):
    """There is no sandbox here, or it does not start; its text is the sentence to show."""


class NotStarted(NoSandbox):
    """Python did not start in it, before any line of the student's: the computer is busy, and that is no mark."""

    def __init__(self):
        super().__init__(
            f"A sandbox did not start within {STARTS} seconds, so nothing was marked. Close other programs, or mark "
            "fewer at once (--workers 1), then try again."
        )


class Bubblewrap:
    """CPython in namespaces of its own: no network, read-only, as nobody, with an empty folder for files."""

    name = "bwrap"

    def __init__(self):
        program = shutil.which("bwrap")
        if not program:
            raise NoSandbox(INSTALL)
        self.command = [program, *self.namespaces(), *self.files(), *self.privileges(), *self.python()]

    @property
    def is_root(self):
        return os.geteuid() == 0

    def namespaces(self):
        """Root in a container often may not make a user namespace, and needs none: it becomes nobody (`privileges`)."""
        own = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        return [*(own if self.is_root else ["--unshare-all"]), "--die-with-parent", "--new-session", "--clearenv"]

    def files(self):
        system = [path for path in ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache") if os.path.exists(path)]
        python = [os.path.realpath(sys.base_prefix), sys.prefix, os.path.dirname(os.path.realpath(sys.executable))]
        shown = {path: path for path in [*system, *python]}
        for part in library_parts():
            shown[str(LIBRARY / part)] = f"/book/relu_lib/{part}"
        for part in sorted((HERE / "sandbox").glob("*.py")):
            shown[str(part)] = f"/book/assign/sandbox/{part.name}"
        folders = sorted({str(parent) for place in shown.values() for parent in Path(place).parents} - {"/", "/tmp"})
        own = "--proc /proc --dev /dev --perms 1777 --size 16777216 --tmpfs /tmp".split()
        made = [word for folder in folders for word in ("--perms", "0755", "--dir", folder)]
        bound = [word for source, place in shown.items() for word in ("--ro-bind", source, place)]
        return [*own, *made, *bound]  # in this order: Python, or the book, may itself be below /tmp

    def privileges(self):
        if not self.is_root:
            return ["--chdir", "/tmp"]
        return ["--chdir", "/tmp", *AS_NOBODY]

    def python(self):
        return started("/book")


def started(book):
    """The command of a Python that runs cells, given the folder that the book's parts are in."""
    one_thread = "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'"  # there are as many sandboxes as processors
    run = f"import sys; sys.path.insert(0, {book!r}); from assign.sandbox.run_cells import main; main()"
    return [sys.executable, "-I", "-c", f"{one_thread}; {run}"]


class Deno:
    """Pyodide in a process that may read its own files and nothing else; on any system."""

    name = "deno"

    def __init__(self):
        from live_book.live.page_python import sources

        program = _deno()
        if not program or not sources.is_fetched():
            raise NoSandbox(INSTALL)
        numpy = sources.wheel(sources.wanted()["numpy"])
        pyodide, script = sources.PYODIDE, HERE / "sandbox/in_deno.mjs"
        parts = [HERE / "sandbox", *(LIBRARY / part for part in library_parts())]
        read = ",".join(map(str, [pyodide, numpy, script, *parts]))
        options = ["--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only"]
        flags = ["--v8-flags=--max-old-space-size=3000", f"--allow-read={read}"]
        self.command = [program, "run", *options, *flags, str(script), str(pyodide), str(numpy), *map(str, parts)]


def _deno():
    """The program of Deno: the one on the path, or the one that pip installed beside this Python."""
    beside = Path(sys.executable).with_name("deno")
    return shutil.which("deno") or (str(beside) if beside.exists() else None)


class Container:
    """CPython as nobody, in a container that holds one hand-in and is thrown away, as an autograder's; nowhere else.

    Nothing here keeps it from the network, or from reading what nobody may read.
    """

    name = "container"

    def __init__(self):
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            raise NoSandbox("In an autograder's container, hand-ins run as nobody: that takes root, and setpriv.")
        self.folder = tempfile.TemporaryDirectory()
        book = Path(self.folder.name)
        for source in (HERE / "sandbox").glob("*.py"):
            _copy(source, book / "assign/sandbox" / source.name)
        for part in library_parts():
            _copy(LIBRARY / part, book / "relu_lib" / part)
        os.chmod(book, 0o755)
        self.command = [*AS_NOBODY, *started(str(book))]


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)


def library_parts():
    """What of relu_lib a sandbox is given: all that a student's script may need, but for the exercises' answers."""
    kept_out = {"exercises", "figures", "plots.py", "checks.py", "own_numbers.py", "__pycache__"}
    return sorted(path.name for path in LIBRARY.iterdir() if path.name not in kept_out)


ENGINES = {engine.name: engine for engine in (Bubblewrap, Deno)}


def find(name=None):
    """The engine of this name; by default bubblewrap where it works, else Deno. Raises NoSandbox, which says why."""
    if name:
        return ENGINES[name]()
    for engine in Bubblewrap, Deno:
        try:
            found = engine()
            if starts(found):
                return found
        except NoSandbox:
            continue
    raise NoSandbox(INSTALL)


def starts(engine):
    attempts = Attempts([], [], {})
    try:
        play(attempts, engine)
    except NotStarted:
        return False
    return not attempts.notes


# --- one hand-in in an engine ---------------------------------------------------------------------------------


def play(attempts, engine, seconds=SECONDS, whole=WHOLE):
    """Run a hand-in: `seconds` for a cell, `whole` for all of them. What comes of it is in `attempts`.

    Raises NotStarted where Python does not start, at the second try, too.
    """
    left = whole
    while (job := attempts.next_job()) is not None:
        if left <= 0:
            return attempts.give_up(f"all of it ran for more than {whole:g} s")
        try:
            once(attempts, engine, job, seconds, left)
        except NotStarted:
            once(attempts, engine, job, seconds, left)
        left -= attempts.took


def once(attempts, engine, job, seconds, left):
    """One process, from the job to its end, which comes at the latest when a cell takes too long."""
    pipe = subprocess.PIPE
    options = {"stdin": pipe, "stdout": pipe, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(engine.command, **options, cwd=HERE) as process:
        try:
            _hand_over(process, job)
            attempts.ended(_listen(attempts, process.stdout.fileno(), seconds, left))
        finally:
            process.kill()


def _hand_over(process, job):
    try:
        process.stdin.write(job.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # it ended before it had read the job: it will say nothing


def _listen(attempts, source, seconds, left):
    """Hear all lines; why it ended without being done, None if by itself. Raises NotStarted."""
    rest = b""
    while not attempts.is_done and attempts.said <= len(rest) + 2**25:
        has_begun = attempts.at is not None
        patience = min(seconds, max(0.0, left - attempts.took)) if has_begun else STARTS
        if not select.select([source], [], [], patience)[0]:
            if not has_begun:
                raise NotStarted
            return late(patience, has_begun)
        chunk = os.read(source, CHUNK)
        if not chunk:
            return None
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > 2**24:
            return "it put out too much"
        for line in lines:
            attempts.hear(line.decode("utf-8", "replace"))
    return None
