"""Find Chromium for the browser tests, or bring it:  python -m tests.browser.chromium

In this order: the system's, the one Playwright has or can fetch, the one apt can install. If none of
these works, one sentence says what to do, and the exit status is 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = [  # no sandbox, as containers forbid it; nothing asked of any host by the browser itself
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
MISSING = (
    "no Chromium was found, and neither Playwright nor apt could bring one: install Chromium or Google "
    "Chrome (on Debian or Ubuntu: `sudo apt install chromium`), then run this again."
)


def find():
    """The path of a Chromium to drive, or None."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *PLACES]
    found = next((path for path in candidates if path and Path(path).exists()), None)
    return found or playwrights_own()


def playwrights_own():
    """The browser Playwright has fetched, or None; asked in another process, as one may be driving in this."""
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as d: print(d.chromium.executable_path)"
    path = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
    return path if Path(path).is_file() else None


def bring():
    """Install a Chromium by the first means that works; True if there is one afterwards."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        ways += [[*sudo, "apt-get", "update", "-qq"], [*sudo, "apt-get", "install", "-y", "-qq", "chromium"]]
    for way in ways:
        print("Looking for Chromium:", " ".join(way), flush=True)
        try:
            subprocess.run(way, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if find():
            return True
    return False


def main():
    if find() or bring():
        return 0
    print(f"tests.browser.chromium: {MISSING}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
