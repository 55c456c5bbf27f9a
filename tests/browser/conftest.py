import zipfile

import pytest
from playwright.sync_api import sync_playwright

from live_book.folders import SITE

from . import browsers
from .published import published


@pytest.fixture(scope="session")
def book():
    """The address of the built book, as the public has it."""
    with published() as address:
        yield address


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """The folder of the whole book, out of the file that its pages offer to download."""
    folder = tmp_path_factory.mktemp("stick")
    (archive,) = SITE.glob("*.zip")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / archive.stem


@pytest.fixture(scope="session")
def browser():
    path = browsers.find()
    assert path, browsers.MISSING["chromium"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser, book):
    """Open a page of the book: open_page("index.html", width=360, color_scheme="dark", …)."""
    contexts = []

    def open_one(name, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(book + name)
        if options.get("java_script_enabled", True) and page.locator("#live-figures").count():
            page.locator("html[data-figures=alive]").wait_for()
        if options.get("java_script_enabled", True):
            page.evaluate("self.sections?.laidOut")
        return page

    yield open_one
    for context in contexts:
        context.close()
