"""A course's JupyterHub: the launch link opens a chapter there, and live cells of the published page run there."""

import subprocess

import pytest

from live_book.live.csp import origin
from live_book.live.launch import hub_url

from ..browser.live import LivePage, eventually
from ..browser.published import published
from .hub import Hub
from .lab import free_port

REPOSITORY = "https://github.com/someone/book"


@pytest.fixture(scope="module")
def course(image):
    """The published book, set up for a JupyterHub that allows its pages; and that hub: (address, hub).

    The repository is on GitHub, as far as the hub can tell: git is told that it is found in the image's clone.
    """
    port = free_port()
    subprocess.run(["git", "-C", image.clone, "checkout", "-q", "-B", "main"], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_COUNT", "1")
        patch.setenv("GIT_CONFIG_KEY_0", f"url.file://{image.clone}.insteadOf")
        patch.setenv("GIT_CONFIG_VALUE_0", REPOSITORY)
        with published(where={"cells": "jupyterhub", "address": f"http://127.0.0.1:{port}"}) as address:
            hub = Hub(image, origin(address), port)
            yield address, hub
            hub.stop()


def sign_in(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_role("textbox", name="Password").fill("any")
    page.get_by_role("button", name="Sign in").click()


def test_the_launch_link_copies_the_book_and_opens_the_chapter(browser, course):
    _, hub = course
    page = browser.new_context().new_page()
    page.set_default_timeout(120_000)
    page.goto(hub_url(hub.url, REPOSITORY, "main", "chapters/rectified-linear.md"))
    sign_in(page, "student")
    page.locator(".jp-NotebookPanel:visible").wait_for()
    assert "max(x, 0)" in page.locator(".jp-NotebookPanel:visible h1").first.text_content()
    page.context.close()


def test_live_cells_run_on_the_hub_with_the_students_own_token(browser, course):
    address, hub = course
    context = browser.new_context()
    page = LivePage(context.new_page())
    page.set_default_timeout(120_000)
    page.goto(f"{address}chapters/rectified-linear.html")
    page.go_live(ready=False)
    with context.expect_page() as opened:
        page.locator(".live-ask a").click()  # where the page says that a token is to be had
    tokens = opened.value
    sign_in(tokens, "another")
    tokens.wait_for_load_state("networkidle")  # the button works when its script is there
    tokens.get_by_role("button", name="Request new API token").click()
    token = tokens.locator("#token-result")
    eventually(lambda: token.text_content().strip())
    page.get_by_label("A token of").fill(token.text_content().strip())
    page.get_by_role("button", name="Connect").click()
    page.locator("html[data-live=ready]").wait_for()
    assert page.cell(2).run("import os; os.environ['JUPYTERHUB_USER']") == "'another'"
    context.close()
