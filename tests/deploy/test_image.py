"""What Binder starts: its size, and each chapter in its JupyterLab, opened by the address of the launch link."""

import re
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest

from live_book.live.launch import binder_url

from .lab import IDLE, Kernel, jupyterlab, wait_for

CHAPTERS = {  # chapter → a figure of it
    "matrix-multiplication": "Matmul",
    "rectified-linear": "RectifiedLine",
    "sums-of-relus": "ThreeReLUs",
}
BASE = 210  # MB: python:3.11-slim-bookworm and git with what it needs, from their package sizes; not measured here
LIMIT = 1500  # MB: larger images fail to launch
CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].filter((cell) => cell.type === 'code').map((cell) => ({
  count: cell.executionCount, code: cell.sharedModel.getSource().slice(0, 60),
  errors: cell.outputs.toJSON().filter((output) => output.output_type === 'error').map((output) => output.evalue),
}))"""
KNOB = ":is([role=slider], [role=spinbutton], input):visible"
FIRST_WIDGET = """() => [...jupyterapp.shell.currentWidget.content.model.cells].findIndex(
  (cell) => cell.type === 'code' && JSON.stringify(cell.outputs.toJSON()).includes('widget-view'))"""


def test_the_image_is_lean(image):
    print(f"\nthe steps put {image.megabytes:.0f} MB onto the base image")
    assert any("lean.py" in step for step in image.log)
    assert image.megabytes + BASE < LIMIT


def test_no_package_is_there_that_the_pins_do_not_name(image):
    listed = subprocess.run(
        [image.python, "-m", "pip", "freeze", "--exclude", "relu_lib"], capture_output=True, text=True
    )
    pins = {line for line in (image.home / "binder/requirements.txt").read_text().splitlines() if "==" in line}
    named = {re.sub("[-_.]+", "-", line.lower()).split(";")[0].rstrip(" \\") for line in pins}
    assert {re.sub("[-_.]+", "-", line.lower()) for line in listed.stdout.split()} <= named
    relu_lib = subprocess.run([image.python, "-c", "import relu_lib.figures as f; print(f.__file__)"],
                              cwd="/", capture_output=True, text=True)  # fmt: skip
    assert str(image.prefix) in relu_lib.stdout


@pytest.fixture(scope="module")
def lab(image):
    home = image.folder / "lab"
    home.mkdir()
    with jupyterlab(image.python, home, image.home) as running:
        yield running


def run_all(page):
    """Run an open notebook from the top; what each code cell came to."""
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        f"() => ({CELLS})().every((cell) => cell.count) || ({CELLS})().some((cell) => cell.errors.length)"
    )
    return page.evaluate(CELLS)


def shown(knob):
    return knob.get_attribute("aria-valuetext") or knob.get_attribute("aria-valuenow") or knob.input_value()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_as_a_notebook_and_runs_and_its_figure_goes_both_ways(browser, lab, chapter):
    address, token, _ = lab
    link = binder_url("https://mybinder.org", "https://github.com/someone/book", "main", f"chapters/{chapter}.md")
    (path,) = parse_qs(urlsplit(link).query)["urlpath"]  # where Binder leads to, once it has started this
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/{path}?token={token}&reset")
    page.locator(".jp-NotebookPanel:visible").wait_for()
    page.wait_for_function(IDLE)
    cells = run_all(page)
    assert len(cells) > 10 and [cell for cell in cells if cell["errors"]] == []
    kernel = Kernel(lab, f"chapters/{chapter}.md")
    try:
        kernel.run(
            f"import gc; fig = [thing for thing in gc.get_objects() if type(thing).__name__ == {CHAPTERS[chapter]!r}][0]"
        )
        kernel.run("start = fig._state()")
        page.evaluate(
            "n => jupyterapp.shell.currentWidget.content.scrollToItem(n, 'start')", page.evaluate(FIRST_WIDGET)
        )
        knob = page.locator(".jp-NotebookPanel:visible .book-figure").first.locator(KNOB).first
        value = shown(knob)
        knob.press("ArrowUp")
        wait_for(lambda: kernel.run("print(str(fig._state()) != str(start))") == "True")
        assert shown(knob) != value
        kernel.run("for name, was in start.items(): setattr(fig, name, was)")
        wait_for(lambda: shown(knob) == value)
    finally:
        kernel.close()
        context.close()
