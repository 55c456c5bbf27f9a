"""The strip of a chapter, handing in and opening again, on pages that are not live: what only a browser can show.

On live pages it is in test_live.py; what is kept, made and refused, in tests/js/work.test.mjs.
"""

import json
import subprocess
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from ..figures import node
from . import axe, browsers
from .test_pages import at, noted

CHAPTER = "sums-of-relus"
LABEL = "my-loss"  # an exercise of that chapter
pytestmark = pytest.mark.xdist_group("work")


def strip(page):
    return page.locator(".strip")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def open_file(page, path):
    with page.expect_file_chooser() as chosen:
        press(page, "Open a hand-in…")
    chosen.value.set_files(path)


def saved(page, folder):
    """Hand in as Ada; the file."""
    press(page, "Hand in…")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("Student number").fill("a/7")
    with page.expect_download() as download:
        press(page, "Save the file")
    assert download.value.suggested_filename == f"{CHAPTER}-a-7.ipynb"
    download.value.save_as(folder / "hand-in.ipynb")
    return folder / "hand-in.ipynb"


def typed(page, key, code):
    """As if the reader had typed this over a cell, on a live page."""
    page.evaluate("([key, code]) => { work.edits.keep(key, code); }", [key, code])


DROP = """([text, name]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  const cell = document.querySelector("div.cell");
  for (const kind of ["dragover", "drop"])
    cell.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}"""


def test_what_is_open_is_listed_and_reached_though_it_waits_for_a_prediction(open_page):
    page = open_page(f"chapters/{CHAPTER}.html", asked=True, width=360, watch=noted)
    button = page.get_by_role("button", name="Still to do")
    button.focus()
    page.keyboard.press("Enter")
    links = strip(page).locator("li a")
    exercises, questions = page.locator(".exercise"), page.locator("fieldset.question")
    assert links.count() == exercises.count() + questions.count() > 6
    hidden = page.locator(".exercise, fieldset.question input:first-of-type").evaluate_all(
        "all => all.findIndex((e) => e.closest('fieldset.prediction.asks ~ *'))"
    )
    assert hidden >= 0, "nothing on this page waits for a prediction"
    for n in range(links.count()):
        links.nth(n).click()
        place = page.locator(links.nth(n).get_attribute("href"))
        expect(place).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 and page.said == []


def test_a_chapter_is_handed_in_and_comes_back_on_another_machine(open_page, tmp_path, host):
    page = open_page(f"chapters/{CHAPTER}.html", width=360, watch=noted)
    question = page.locator("fieldset.question").first
    question.locator(".right input").check()
    typed(page, f"check:{LABEL}", f'check("{LABEL}", 5)')
    press(page, "Hand in…")
    for theme in "light", "dark":
        assert axe.faults(at(page, width=360, theme=theme)) == []
    page.keyboard.press("Escape")
    file = saved(page, tmp_path)
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    told = notebook.metadata["hand_in"]
    assert (told["chapter"], told["name"], told["number"]) == (CHAPTER, "Ada", "a/7")
    assert [answer["right"] for answer in told["questions"].values()] == [True]
    assert f'check("{LABEL}", 5)' in [cell.source for cell in notebook.cells]
    assert len(notebook.cells) > 30 and page.said == [] and page.evaluate("localStorage['live-book:reader']") is None
    home = page.url.split("chapters/")[0]
    assert [url for url in page.asked if not url.startswith((home, "data:", "blob:"))] == []

    other = open_page(f"chapters/{CHAPTER}.html", watch=noted)
    open_file(other, file)
    expect(strip(other)).to_contain_text("Opened: 1 cell, 1 answer.")
    assert "1 of" in strip(other).inner_text() and question.locator(".feedback:visible").count() == 1
    other.evaluate(DROP, [json.dumps({"cells": []}), "renamed.txt"])
    expect(strip(other)).to_contain_text("There is no exercise of this chapter")
    other.reload()
    assert other.locator("fieldset.question").first.locator(".right input").is_checked()
    typed(other, f"check:{LABEL}", "my own")
    other.evaluate(DROP, [file.read_text("utf-8"), "hand-in (1).ipynb"])
    for theme in "light", "dark":
        expect(other.get_by_role("dialog", name="Replace what is here?")).to_be_visible()
        assert axe.faults(at(other, theme=theme)) == []
    press(other, "Replace")
    assert other.evaluate(f"work.edits.all()['check:{LABEL}']") == f'check("{LABEL}", 5)'
    press(other, "Undo")
    assert other.evaluate(f"work.edits.all()['check:{LABEL}']") == "my own" and other.said == []
    assert strip(at(other, media="print")).is_hidden()


def test_numbers_of_ones_own_are_shown_and_all_is_forgotten_and_comes_back(open_page):
    page = open_page("chapters/matrix-multiplication.html", width=360, watch=noted)
    press(page, "Own numbers…")
    page.get_by_label("Student number").fill("4711")
    for theme in "light", "dark":
        assert axe.faults(at(page, width=360, theme=theme)) == []
    page.keyboard.press("Enter")
    expect(strip(page)).to_contain_text("1 exercise has the numbers of student number 4711.")
    page.get_by_role("link", name="Go there").click()
    shown = page.get_by_text("For student number 4711: Work out the dot product of (3, −4, 5) and (6, 3, 4)")
    expect(shown).to_be_in_viewport()
    page.reload()
    expect(shown).to_be_visible()
    press(page, "Forget my work…")
    for theme in "light", "dark":
        expect(page.get_by_role("dialog", name="Forget your work on this chapter?")).to_contain_text(
            "in 1 cell, and what"
        )
        assert axe.faults(at(page, width=360, theme=theme)) == []
    press(page, "Forget")
    expect(shown).to_have_count(0)
    press(page, "Undo")
    expect(shown).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 and page.said == []


def test_a_page_from_disk_is_handed_in_too(browser, unpacked, tmp_path):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{unpacked.as_uri()}/chapters/{CHAPTER}.html")
    typed(page, f"check:{LABEL}", f'check("{LABEL}", 5)')
    file = saved(page, tmp_path)
    page.evaluate("localStorage.clear()")
    page.reload()
    open_file(page, file)
    expect(strip(page)).to_contain_text("Opened: 1 cell")
    assert page.evaluate(f"work.edits.all()['check:{LABEL}']") == f'check("{LABEL}", 5)'
    assert nbformat.read(file, as_version=4).metadata["book"]["commit"]
    context.close()


def test_in_firefox_a_chapter_is_handed_in_and_comes_back(book):
    script = Path(__file__).parent / "firefox/hand-in.mjs"
    path = browsers.find("firefox")
    assert path, browsers.MISSING["firefox"]
    command = [node(), script, path, f"{book}chapters/{CHAPTER}.html", LABEL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["faults"] == [] and told["name"] == f"{CHAPTER}-Ada.ipynb"
    assert told["before"] == told["after"] and "1 of" in told["after"] and "Opened: 1 cell, 1 answer" in told["said"]
    assert told["code"] == "typed in Firefox"
