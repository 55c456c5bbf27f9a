"""Pages for tests: opened for one, or kept open from one test to the next, as most of a test's time is a page's beginning."""

import pytest

MOST = 3  # pages open at a time
FAILED = pytest.StashKey()  # of a test: it has


def opened(browser, address, width=1280, height=900, watch=None, **options):
    """A page in a context of its own, its figures alive and all of it laid out. `watch(page)` is called before it loads."""
    page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
    if watch:
        watch(page)
    return load(page, address, options.get("java_script_enabled", True))


def load(page, address, with_scripts=True):
    """Load an address, until its figures are alive and all of the page is laid out."""
    page.goto(address)
    if with_scripts:
        if page.locator("#live-figures").count():
            page.locator("html[data-figures=alive]").wait_for()
        page.evaluate("self.sections?.laidOut")
    return page


class Shared:
    """The pages that are open, the one used last at the end; what has not been used for long is closed."""

    def __init__(self, browser, book):
        self.browser, self.book, self.pages = browser, book, {}

    def __call__(self, name, **options):
        key = (name, *sorted(options.items()))
        page = self.pages.pop(key, None) or opened(self.browser, self.book + name, **options)
        self.pages[key] = page
        for old in list(self.pages)[:-MOST]:
            self.pages.pop(old).context.close()
        return page

    def close(self):
        while self.pages:
            self.pages.popitem()[1].context.close()
