"""Where a browser of this machine is, and how Chromium is started to be driven: for printing, and for the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
    "firefox": ("firefox-esr", "firefox"),
}
PLACES = {
    "chromium": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
    "firefox": ("/Applications/Firefox.app/Contents/MacOS/firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe"),
}
FLAGS = [  # for Chromium: no sandbox, as containers forbid it; nothing asked of any host by the browser itself
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find(browser="chromium"):
    """The path of a browser to drive, or None."""
    candidates = [os.environ.get(browser.upper()), *map(shutil.which, NAMES[browser]), *PLACES[browser]]
    found = next((path for path in candidates if path and Path(path).exists()), None)
    return found or (playwrights_own() if browser == "chromium" else None)


def playwrights_own():
    """The browser Playwright has fetched, or None; asked in another process, as one may be driving in this."""
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as d: print(d.chromium.executable_path)"
    path = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
    return path if Path(path).is_file() else None
