"""Orca, a real screen reader, listening to a real browser on a display that nobody sees; its speech, line by line.

Needs what Debian calls orca, at-spi2-core, dbus-x11, openbox, xdotool and xvfb. `python -m tests.deploy.orca PAGE KEY…` prints
what is said of a page of the built book while keys are pressed, as `figures/more-kinks.html Tab Right Right`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from live_book.browser import FLAGS, find

from ..browser.published import published

TOOLS = "orca", "Xvfb", "dbus-run-session", "openbox", "xdotool"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SAID = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\{|$)", re.MULTILINE)
DISPLAY = ":97"
# A voice that makes no sound: one that does waits here for loudspeakers, and Orca for the voice.
SILENT = {
    "speechd.conf": 'AddModule "silent" "sd_generic" "silent.conf"\nDefaultModule silent\n',
    "modules/silent.conf": 'GenericExecuteSynth "true"\nAddVoice "en" "MALE1" "silent"\n',
}
ENABLE = [
    "dbus-send", "--session", "--dest=org.a11y.Bus", "--print-reply", "/org/a11y/bus",
    "org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", "string:ScreenReaderEnabled", "variant:boolean:true",
]  # fmt: skip


def missing():
    """What is not here that listening takes."""
    return [tool for tool in TOOLS if not shutil.which(tool)] + ([] if Path(LAUNCHER).exists() else [LAUNCHER])


def heard(page, keys, settle=14, pause=1.5):
    """What Orca says of a page of the built book, in order: (on opening it, [(key, what it says then), …]).

    settle: seconds for page and screen reader to begin; pause: seconds after each key, for it to speak.
    """
    with published() as address, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [
            sys.executable,
            "-m",
            "tests.deploy.orca",
            "--inside",
            folder,
            address + page,
            str(settle),
            str(pause),
            *keys,
        ]
        screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1200x1000x24"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(1)
            environment = {**os.environ, **_desktop(folder)}
            subprocess.run(["dbus-run-session", "--", *command], env=environment, check=True, timeout=120)
        finally:
            screen.terminate()
            screen.wait()
        parts = (Path(folder) / "speech").read_text("utf-8").split("\n\n")
        return parts[0].splitlines(), [(key, part.splitlines()) for key, part in zip(keys, parts[1:])]


def _desktop(folder):
    runtime = Path(folder, "runtime")
    runtime.mkdir(mode=0o700)
    for name, text in SILENT.items():
        file = Path(folder, ".config/speech-dispatcher", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return {"DISPLAY": DISPLAY, "HOME": folder, "XDG_RUNTIME_DIR": str(runtime), "ACCESSIBILITY_ENABLED": "1"}


def _inside(folder, url, settle, pause, *keys):
    """The same within a session of its own: start all, press, and write down what is said."""
    log = Path(folder, "orca.log")
    flags = [flag for flag in FLAGS if flag != "--headless"]
    browser = [find(), *flags, "--force-renderer-accessibility", f"--user-data-dir={folder}/browser",
               "--test-type", "--window-size=1100,900", f"--app={url}"]  # fmt: skip
    with ExitStack() as stack:
        for command in [LAUNCHER, "--launch-immediately"], ["openbox"]:
            _started(stack, command)
        time.sleep(1)
        subprocess.run(ENABLE, check=True, stdout=subprocess.DEVNULL)
        _started(stack, ["orca", "--replace", f"--debug-file={log}", "--disable", "braille"])
        time.sleep(5)
        _started(stack, browser)
        time.sleep(float(settle))
        parts = [_since(log, 0)]
        for key in keys:
            before = log.stat().st_size
            subprocess.run(["xdotool", "key", key], check=True)
            time.sleep(float(pause))
            parts.append(_since(log, before))
    Path(folder, "speech").write_text("\n\n".join("\n".join(part) for part in parts), "utf-8")


def _started(stack, command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(_end, process)


def _end(process):
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _since(log, start):
    with log.open("rb") as opened:
        opened.seek(start)
        return [each.strip() for each in SAID.findall(opened.read().decode("utf-8", "replace")) if each.strip()]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        _inside(*sys.argv[2:])
    elif missing():
        sys.exit(f"tests.deploy.orca: not here: {', '.join(missing())}.")
    else:
        opening, then = heard(sys.argv[1], sys.argv[2:])
        print(*opening, sep="\n")
        for key, said in then:
            print(f"[{key}]", " | ".join(said))
