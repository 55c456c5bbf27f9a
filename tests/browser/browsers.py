"""Find the browsers of the tests, or bring them:  python -m tests.browser.browsers

Each in this order: the system's, the one Playwright has or can fetch (Chromium only), the one apt can install.
If none of these works, one sentence says what to do, and the exit status is 1.
"""

import os
import shutil
import subprocess
import sys

from live_book.browser import FLAGS, NAMES, find

APT = {"chromium": "chromium", "firefox": "firefox-esr"}
NEVER_ASKED = """try { localStorage.setItem("live-book:predictions", '{"never": true}') } catch {}"""
MISSING = {
    "chromium": "no Chromium was found, and neither Playwright nor apt could bring one: install Chromium or Google "
    "Chrome (on Debian or Ubuntu: `sudo apt install chromium`), then run this again.",
    "firefox": "no Firefox was found, and apt could not bring one: install Firefox (on Debian: `sudo apt install "
    "firefox-esr`), then run this again.",
}


def launched(playwright, *flags):
    """A running Chromium. Its readers have said that they never want to be asked for a prediction, so that pages show all
    they have; `new_context(asked=True)` is one who has not.
    """
    browser = playwright.chromium.launch(executable_path=find(), args=[*FLAGS, *flags])
    plain = browser.new_context

    def new_context(asked=False, **options):
        context = plain(**options)
        if not asked:
            context.add_init_script(NEVER_ASKED)
        return context

    browser.new_context = new_context
    return browser


def bring(browser):
    """Install a browser by the first means that works; True if there is one afterwards."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]] if browser == "chromium" else []
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        ways += [[*sudo, "apt-get", "update", "-qq"], [*sudo, "apt-get", "install", "-y", "-qq", APT[browser]]]
    for way in ways:
        print(f"Looking for {browser}:", " ".join(way), flush=True)
        try:
            subprocess.run(way, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if find(browser):
            return True
    return False


def main():
    missing = [browser for browser in NAMES if not (find(browser) or bring(browser))]
    for browser in missing:
        print(f"tests.browser.browsers: {MISSING[browser]}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
