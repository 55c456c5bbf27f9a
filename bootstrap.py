"""Make `.venv` and install the book's exact environment into it:  python3 bootstrap.py

Needs nothing but Python itself, on Linux, macOS and Windows. Running it again when nothing has
changed does nothing. Whatever is missing is named in one sentence; the exit status is then 1.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / ".complete"
PINS = [ROOT / f"requirements{which}.txt" for which in ("", "-cpu", "-cuda")]
INPUTS = [*PINS, ROOT / "pyproject.toml"]
OLDEST = (3, 11)
# On Linux the default build of PyTorch brings gigabytes of CUDA; this index has the CPU build.
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
TORCH_CPU_WAIT = 5  # seconds, all in all, name look-up included


class Missing(Exception):
    """Something this machine lacks; its text is the sentence to show."""


def main():
    try:
        check_python(sys.version_info)
        if is_complete():
            return 0
        make_venv()
        STAMP.unlink(missing_ok=True)
        install()
    except Missing as missing:
        print(f"bootstrap: {missing}", file=sys.stderr)
        return 1
    STAMP.write_text(digest())
    return 0


def check_python(version):
    if tuple(version[:2]) < OLDEST:
        need, have = ".".join(map(str, OLDEST)), ".".join(map(str, version[:3]))
        raise Missing(
            f"this is Python {have}, and the book needs {need} or newer: install one and name it, "
            f"as in `make PYTHON=python{need} serve` or `python{need} bootstrap.py`."
        )


def digest():
    """One digest of everything that decides what the environment holds."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in INPUTS)).hexdigest()


def is_complete():
    if not (STAMP.exists() and venv_python().exists() and STAMP.read_text() == digest()):
        return False
    os.utime(STAMP)  # so that make, which compares times, sees that it is up to date
    return True


def venv_python():
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv():
    if venv_python().exists() and runs([venv_python(), "-m", "pip", "--version"]):
        return
    try:
        import ensurepip  # noqa: F401  Debian and Ubuntu leave it out of python3
        import venv
    except ImportError:
        raise Missing(
            "Python's venv module is missing; on Debian or Ubuntu install it with "
            "`sudo apt install python3-venv`, then run this again."
        ) from None
    shutil.rmtree(VENV, ignore_errors=True)  # a half-made one from an interrupted run
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing(f"could not create {VENV.name} in {ROOT}: {error}.") from None


def runs(command):
    return subprocess.run(command, capture_output=True).returncode == 0


def install():
    print("Installing the book's packages into .venv (about 2 GB on disk; a few minutes) ...", flush=True)
    if sys.platform == "linux":
        install_cpu_torch()
    install_pinned("requirements.txt")
    if has_cuda_torch():
        install_pinned("requirements-cuda.txt")
    pip("install", "--no-deps", "--no-build-isolation", "-e", ".")  # built with the setuptools that is pinned


def install_pinned(file, *options):
    """Just what a file of pins names; a package file of another content than its digest says is refused."""
    pip("install", "--require-hashes", "--no-deps", *options, "-r", file)


def install_cpu_torch():
    """PyTorch for processors alone, where it is to be had: it is the same version, so it then stays."""
    index = ["--extra-index-url", TORCH_CPU_INDEX] if reaches(TORCH_CPU_INDEX + "/torch/", TORCH_CPU_WAIT) else []
    try:
        install_pinned("requirements-cpu.txt", *index)
    except Missing as failure:
        print(f"PyTorch's CPU build is not to be had: {failure}", flush=True)
        print("Its default build is installed instead, with CUDA: several gigabytes.", flush=True)


def has_cuda_torch():
    code = "from importlib.metadata import version; exit('+cpu' in version('torch'))"
    return sys.platform == "linux" and runs([venv_python(), "-c", code])


def reaches(url, seconds):
    answers = []

    def ask():
        try:
            answers.append(urllib.request.urlopen(url, timeout=seconds).status == 200)
        except (OSError, ValueError):
            answers.append(False)

    asking = threading.Thread(target=ask, daemon=True)  # a name look-up has no time limit of its own
    asking.start()
    asking.join(seconds)
    return answers == [True]


def pip(*arguments):
    command = [venv_python(), "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    if done.returncode and "DO NOT MATCH THE HASHES" in done.stderr:
        raise Missing(
            "pip was handed a package file of another content than requirements.txt names, and did not install it "
            f"({wrong_file(done.stderr)}). Check which package index or cache this machine uses, then run this again."
        )
    if done.returncode:
        raise Missing(
            f"pip could not install the book's packages ({reason(done.stderr)}). Check the network "
            "connection and the free disk space, then run this again; what is done is kept."
        )


def wrong_file(stderr):
    """What pip says of the file whose digest is not the one it should be."""
    lines = [" ".join(line.split()) for line in stderr.splitlines()]
    named = [line for line in lines if " from " in line and "==" in line]
    return (named or ["it names no file"])[0].rstrip(":")


def reason(stderr):
    """The most telling line of what pip wrote: its last error that names a package, else its last line."""
    lines = [" ".join(line.split()) for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if "ERROR: " in line and ("distribution" in line or "requirement" in line)]
    return (telling or lines or ["no reason given"])[-1].removeprefix("ERROR: ").rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
