"""The book opened from disk, as from a USB stick: the download, unpacked, with no server and no network."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest

from live_book.finish.download import MEGABYTES, WITH_PYTHON
from live_book.folders import SITE

from ..figures import chapters
from .live import LivePage, eventually, watched


@pytest.fixture(scope="module")
def reader(browser):
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    yield context
    context.close()


@pytest.fixture
def page(reader):
    page = reader.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: page.faults.append(request.url))
    yield page
    assert page.faults == []
    page.close()


def test_every_page_of_the_book_links_to_the_download_and_it_is_small(unpacked, open_page):
    page = open_page("chapters/rectified-linear.html")
    link = page.locator(".btn-download-book-button")
    assert "offline" in link.text_content()
    answer = page.request.get(link.evaluate("e => e.href"))
    assert answer.ok and 100_000 < len(answer.body()) < 1_800_000
    pages = [unpacked / "index.html", *unpacked.glob("chapters/*.html")]
    assert len(pages) >= 9 and all("download-book-button" in path.read_text() for path in pages)
    assert page.locator(".btn-download-book-with-python-button").count() == 1


def test_what_pages_refer_to_is_in_the_download(unpacked):
    missing = set()
    for path in [*unpacked.rglob("*.html"), *unpacked.rglob("*.css")]:
        text = path.read_text("utf-8")
        for name in re.findall(r'(?:href|src)="([^"#?:]+)(?=["#?])|url\("?([^")#?:]+)[")?#]', text):
            name = "".join(name)
            if not (path.parent / name).is_file() and not name.endswith(".zip"):
                missing.add(name)
    assert {name for name in missing if not re.search(r"\.(woff|ttf)$|/$", name)} == set()


@pytest.mark.parametrize("chapter", chapters())
def test_figures_are_alive_and_the_page_says_that_code_is_not(page, unpacked, chapter):
    page.goto(f"{unpacked.as_uri()}/{chapter}")
    page.locator("html[data-figures=alive]").wait_for()
    assert page.locator(".book-figure").count() == page.locator(".live-figure").count() >= 1
    slider = page.locator(".book-figure :is(input[type=range], input[type=number], [role=slider]):visible").first
    link = page.locator(".book-figure .tools a[href*='#fig=']").first
    before = link.get_attribute("href")
    slider.focus()
    page.keyboard.press("ArrowUp")
    eventually(lambda: link.get_attribute("href") != before)
    assert page.locator("svg.plot").count() >= 3 and page.locator(".katex").count() >= 1
    assert "opened from disk" in page.locator(".live-said").text_content()
    assert page.locator(".live-start").count() == 0
    page.get_by_role("button", name="Download this page").click()
    page.locator(".dropdown-download-buttons .dropdown-menu.show").wait_for()
    page.keyboard.press("Escape")
    page.mouse.move(0, 600)  # the theme keeps a menu open that is pointed at
    page.locator(".live-said a").click()
    page.wait_for_url("**/run-it-yourself.html")


def test_search_finds(page, unpacked):
    page.goto(f"{unpacked.as_uri()}/search.html?q=kink")
    page.locator("#search-results li a").first.wait_for()
    page.locator("#search-results li a", has_text="max(x, 0)").first.click()
    page.wait_for_url("**/rectified-linear.html*")


def test_pages_lead_to_each_other(page, unpacked):
    page.goto(f"{unpacked.as_uri()}/index.html")
    page.get_by_role("link", name="1. Multiply and add").first.click()
    page.wait_for_url("**/chapters/matrix-multiplication.html")
    page.locator(".right-next").click()
    page.wait_for_url("**/chapters/rectified-linear.html")


# --- the edition with Python ------------------------------------------------------------------------------------------


@contextmanager
def server_of_files(folder):
    """`python -m http.server`, as the download says, and as it prints its address."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "localhost", "0"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = re.search(r"port (\d+)", server.stdout.readline())[1]
        yield f"http://localhost:{port}/"
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_the_edition_with_python_is_as_large_as_its_link_says():
    (archive,) = SITE.glob(f"*{WITH_PYTHON}.zip")
    assert 0.8 * MEGABYTES < archive.stat().st_size / 1e6 <= MEGABYTES


def test_all_cells_run_from_a_folder_and_a_server_of_files_with_no_network(browser, unpacked_with_python):
    about = (unpacked_with_python / "READ ME.txt").read_text()
    assert "python -m http.server --bind localhost\n" in about
    with server_of_files(unpacked_with_python) as address:
        page = watched(browser.new_context(viewport={"width": 1100, "height": 900}))
        page.goto(f"{address}{chapters()[-1 if 'THOROUGH' in os.environ else 1]}")
        live = LivePage(page).go_live()
        live.run_all()
        assert {cell.state for cell in live.cells} <= {"done", "fresh"} and live.cells[0].state == "done", live.said
        assert live.scratch.run("import pandas\nint(pandas.Series([1, 2]).sum())") == "3"
        assert all(url.startswith((address, "blob:", "data:")) for url in page.asked) and not page.faults
        page.context.close()


def test_opened_from_disk_it_says_why_no_code_runs_and_how_it_would(page, unpacked_with_python):
    page.goto(f"{unpacked_with_python.as_uri()}/{chapters()[0]}")
    said = page.locator(".live-said").text_content()
    assert "where a browser starts no Python" in said and "python -m http.server --bind localhost" in said
    assert page.locator(".live-said a").get_attribute("href") == "http://localhost:8000"
    assert page.locator(".live-bar button").count() == 0
