"""Find the browsers of the tests, or bring them:  python -m tests.browser.browsers

Each in this order: the system's, the one Playwright has or can fetch (Chromium only), the one apt can install.
If none of these works, one sentence says what to do, and the exit status is 1. Debian also has Chromium without what draws
its windows: the same pages for two thirds of the work. `make test` takes it where it can be had, `make test-deploy` the whole.
"""

import contextlib
import os
import shutil
import subprocess
import sys

from live_book.browser import FLAGS, NAMES, find

APT = {"chromium": "chromium", "firefox": "firefox-esr"}
SHELL = "chromium-headless-shell"
# In it a picture would load from further away than in Chromium. What else is in the list is Playwright's, which it replaces.
AS_THE_WHOLE = (
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4,"
    "lazyLoadingImageMarginPxUnknown=1250"
)
NEVER_ASKED = """try { localStorage.setItem("live-book:predictions", '{"never": true}') } catch {}"""
MISSING = {
    "chromium": "no Chromium was found, and neither Playwright nor apt could bring one: install Chromium or Google "
    "Chrome (on Debian or Ubuntu: `sudo apt install chromium`), then run this again.",
    "firefox": "no Firefox was found, and apt could not bring one: install Firefox (on Debian: `sudo apt install "
    "firefox-esr`), then run this again.",
}


def for_tests(playwright):
    """The Chromium that tests drive, running: its shell, but not in `make test-deploy`, nor where CHROMIUM names another."""
    shell = shutil.which(SHELL)
    if shell and not {"CHROMIUM", "THOROUGH"} & set(os.environ):
        return launched(playwright, AS_THE_WHOLE, path=shell)
    return launched(playwright)


def launched(playwright, *flags, path=None):
    """A running Chromium. Its readers have said that they never want to be asked for a prediction, so that pages show all
    they have; `new_context(asked=True)` is one who has not.
    """
    browser = playwright.chromium.launch(executable_path=path or find(), args=[*FLAGS, *flags])
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
    playwright = [[sys.executable, "-m", "playwright", "install", "chromium"]] if browser == "chromium" else []
    for way in [*playwright, *apt("update", "-qq"), *apt("install", "-y", "-qq", APT[browser])]:
        print(f"Looking for {browser}:", " ".join(way), flush=True)
        attempt(way)
        if find(browser):
            return True
    return False


def attempt(command):
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=600)


def apt(*words):
    """The command of apt, where there is apt: a list of one, or of none."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    return [[*sudo, "apt-get", *words]] if shutil.which("apt-get") else []


def main():
    missing = [browser for browser in NAMES if not (find(browser) or bring(browser))]
    if not missing and not shutil.which(SHELL):  # without it, the tests only take longer
        for way in apt("install", "-y", "-qq", SHELL):
            attempt(way)
    for browser in missing:
        print(f"tests.browser.browsers: {MISSING[browser]}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
