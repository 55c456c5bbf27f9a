import json
import zipfile

import pytest
from playwright.sync_api import sync_playwright

from live_book.finish.download import WITH_PYTHON
from live_book.folders import SITE

from . import browsers
from .live import Served
from .published import published
from .shared import FAILED, Shared, load, opened
from .weight import hosted
from .widgets import book as book_of_widgets

SHARED = pytest.StashKey()


@pytest.fixture(scope="session")
def book():
    """The address of the built book, as the public has it."""
    with published() as address:
        yield address


@pytest.fixture(scope="session")
def host():
    """The same from a host that compresses, and lets browsers keep files for a while."""
    with hosted() as address:
        yield address


@pytest.fixture(scope="session")
def widgets(tmp_path_factory):
    """The address of a small book of widgets (widgets.py), as the public has it."""
    with published(book_of_widgets(tmp_path_factory.mktemp("widgets"))) as address:
        yield address


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / archive.stem


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """The folder of the whole book, out of the file that its pages offer to download."""
    (archive,) = (path for path in SITE.glob("*.zip") if not path.stem.endswith(WITH_PYTHON))
    return unpack(archive, tmp_path_factory.mktemp("stick"))


@pytest.fixture(scope="session")
def unpacked_with_python(tmp_path_factory):
    """The same of the edition with Python."""
    (archive,) = SITE.glob(f"*{WITH_PYTHON}.zip")
    return unpack(archive, tmp_path_factory.mktemp("python-stick"))


@pytest.fixture(scope="session")
def browser():
    assert browsers.find(), browsers.MISSING["chromium"]
    with sync_playwright() as playwright:
        running = browsers.for_tests(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def served():
    """A real `make serve`."""
    with Served() as server:
        yield server


@pytest.fixture(scope="session")
def in_page():
    """The address of the built book as the public has it, whose cells run on the Python of the page."""
    where = json.loads((SITE / "_live.json").read_text("utf-8"))
    assert where["cells"] == "page", "the book was built without the Python of a page: run `make book`"
    with published(where=where) as address:
        yield address


@pytest.fixture
def open_page(browser, book):
    """Open a page of the book for one test alone: open_page("index.html", width=360, color_scheme="dark", …)."""
    contexts = []

    def open_one(name, **options):
        page = opened(browser, book + name, **options)
        contexts.append(page.context)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def visited(browser, book):
    """Pages of the book, loaded one after the other in one tab, as most readers do: visited("index.html", width=360)."""
    page = opened(browser, f"{book}index.html")

    def visit(name, width=1280, height=900):
        page.emulate_media(media="screen", color_scheme="light")
        page.goto("about:blank")  # else another place on the same page would not be loaded anew
        page.set_viewport_size({"width": width, "height": height})
        return load(page, book + name)

    yield visit
    page.context.close()


@pytest.fixture(scope="session")
def shared(browser, book, request):
    """Pages of the book that stay open from one test to the next: shared("index.html", width=360, …)."""
    pages = Shared(browser, book)
    request.session.stash[SHARED] = pages
    yield pages
    pages.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """After a failure the next test begins with a new page: it is not to fail for what another one left."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        if SHARED in item.session.stash:
            item.session.stash[SHARED].close()
    return report
