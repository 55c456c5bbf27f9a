"""Live cells of the published site: by Binder, of which a stand-in tells every event, and by a course's own server."""

import re

import pytest

from live_book.live.csp import origin

from . import axe
from .binder import BUILD, CUT, FOUND, HOLD, LAUNCH, RETRY, BinderHub, JupyterServer, failed
from .live import LivePage, eventually, watched
from .published import published

REPOSITORY = {"provider": "github", "repo": "someone/book", "ref": "0123abc"}
COLAB = "https://colab.research.google.com/github/someone/book/blob/notebooks/chapters/rectified-linear.ipynb"
HEAR = """() => {
  window.heard = [];
  const said = document.querySelector('.live-said');
  const hear = () => { const words = said.textContent.trim(); if (words) heard.push(words); };
  new MutationObserver(hear).observe(said, { childList: true, characterData: true, subtree: true });
}"""


not_so_well = pytest.mark.xdist_group("live remote, when it does not go well")


@pytest.fixture(scope="module")
def jupyter():
    server = JupyterServer()
    yield server
    server.stop()


@pytest.fixture
def hub():
    hub = BinderHub()
    yield hub
    hub.stop()


@pytest.fixture
def site(hub, jupyter):
    """The published book, set up for the stand-in."""
    where = {"cells": "binderhub", "address": hub.url, **REPOSITORY}
    with published(where=where, others=[origin(jupyter.url)]) as address:
        yield address


@pytest.fixture
def visit(browser):
    """Open a page of a site as a reader: visit(site, "rectified-linear", width=360, …)."""
    contexts = []

    def open_one(site, chapter="rectified-linear", query="", context=None, clock=False, **options):
        if not context:
            context = browser.new_context(**{"viewport": {"width": 1100, "height": 900}, **options})
            contexts.append(context)
        page = watched(context)
        if clock:
            page.clock.install()  # it runs, and can be moved on
        page.goto(f"{site}chapters/{chapter}.html{query}")
        page.locator("html[data-figures=alive]").wait_for()
        page.evaluate(HEAR)
        page.evaluate("url => { document.querySelector('.live-bar').dataset.colab = url; }", COLAB)
        return LivePage(page)

    yield open_one
    for context in contexts:
        context.close()


def heard(page):
    return page.evaluate("heard")


def later(page, holds):
    """Move the clock of a page on, second by second, until this holds."""
    for _ in range(600):
        if holds():
            return
        page.clock.fast_forward(1000)
        page.page.wait_for_timeout(20)  # for what does not wait for the clock
    raise AssertionError("not so within ten minutes of the page's clock")


def ended(page, clock=False):
    """Wait until live code has given up; what it said. clock: a page whose clock is to be moved on."""
    resting = page.locator(".live-start:not([aria-disabled])")
    at_rest = lambda: len(heard(page)) > 1 and resting.count() == 1  # noqa: E731
    later(page, at_rest) if clock else eventually(at_rest, 60)
    return page.said


# --- Binder, when all goes well ---------------------------------------------------------------------------


def test_one_press_and_a_page_of_the_public_site_runs(visit, site, hub, jupyter):
    hub.plans = [[*BUILD, FOUND, LAUNCH, jupyter.ready]]
    page = visit(site)
    assert not [url for url in page.asked if not url.startswith((site, "data:"))]
    page.go_live()
    assert hub.orders == ["/build/gh/someone/book/0123abc"]
    said = heard(page)
    order = ["Asking 127", "in its queue", "fetching", "is building", "into its store", "looking for a place",
             "is starting your Python", "Python is ready"]  # fmt: skip
    places = [next(i for i, words in enumerate(said) if part in words) for part in order]
    assert places == sorted(places)
    assert sum("is building" in words for words in said) == 1  # two lines of the log are one thing to tell
    assert page.cell(2).run("import sys; 6 * 7") == "42"
    assert not page.locator(".live-clock").is_visible()
    foreign = {origin(url) for url in page.asked if not url.startswith((site, "data:", "blob:"))}
    assert foreign <= {hub.url, origin(jupyter.url)}
    assert page.faults == []


def test_a_figure_goes_both_ways_on_a_server_far_away(visit, site, hub, jupyter):
    hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
    page = visit(site).go_live()
    page.cell(4).run("fig = RectifiedLine(m=1, b=1); fig")
    slope = page.cell(4).output.get_by_role("slider").first
    slope.wait_for()
    slope.focus()
    slope.press("ArrowRight")
    eventually(lambda: "1.0 1.0" not in page.cell(5).run("print(float(fig.m), float(fig.b))"))
    page.cell(5).run("fig.m = -2")
    eventually(lambda: "−2" in page.cell(4).output.inner_text() or "-2" in page.cell(4).output.inner_text())
    assert page.faults == []


def test_the_next_chapter_finds_the_same_server_and_no_session_is_left(visit, site, hub, jupyter):
    hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
    jupyter.clear()
    page = visit(site).go_live()
    other = visit(site, "sums-of-relus", context=page.context).go_live()
    assert len(hub.orders) == 1 and len(jupyter.ask("api/sessions")) == 2
    other.goto(f"{site}index.html")
    eventually(lambda: len(jupyter.ask("api/sessions")) == 1)
    page.goto(f"{site}index.html")
    eventually(lambda: jupyter.ask("api/sessions") == [] and jupyter.ask("api/kernels") == [])


def test_no_address_comes_from_the_address_of_the_page(visit, site, hub, jupyter):
    hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
    evil = "?binderUrl=http://127.0.0.1:9&repo=evil/repo&ref=x&baseUrl=http://127.0.0.1:9&token=x&server=http://127.0.0.1:9"
    page = visit(site, query=f"{evil}#{evil[1:]}").go_live()
    assert hub.orders == ["/build/gh/someone/book/0123abc"]
    foreign = {origin(url) for url in page.asked if not url.startswith((site, "data:", "blob:"))}
    assert foreign <= {hub.url, origin(jupyter.url)}


def test_a_first_failed_launch_and_a_broken_connection_are_gone_through(visit, site, hub, jupyter):
    hub.plans = [[*BUILD[:3], CUT], [*BUILD, FOUND, LAUNCH, RETRY, jupyter.ready]]
    page = visit(site).go_live()
    assert len(hub.orders) == 2
    assert any("connection to Binder broke" in words for words in heard(page))
    assert any("first try to start your Python failed" in words for words in heard(page))


# --- Binder, when it does not ---------------------------------------------------------------------------


FAILURES = [
    ([*BUILD[:3], failed("ERROR: No matching distribution found for torch==99\n")], "could not build this version"),
    ([BUILD[0], {"phase": "failure", "message": ""}, failed("build failed")], "could not build this version"),
    ([failed("Could not resolve ref for gh:someone/book/0123abc. Double check your URL.\n")], "does not find"),
    ([failed("No provider found for prefix gh\n")], "does not find"),
    ([failed("Sorry, someone/book has been temporarily disabled from launching.")], "does not run this book"),
    ([FOUND, failed("Too many users running https://github.com/someone/book! Try again soon.\n")], "as it allows"),
    ([FOUND, failed("Too many users on this BinderHub! Try again soon.\n")], "as it allows"),
    ([{**failed("Rate limit exceeded: 10 concurrent launches\n"), "status_code": 429}], "as it allows"),
    ([BUILD[0], failed("Build queue is full\n")], "too busy"),
    ([FOUND, LAUNCH, failed("Image someone-book for user x took too long to launch\n")], "too busy"),
    ([FOUND, LAUNCH, failed("Failed to create temporary user for someone-book\n")], "too busy"),
    ([FOUND, LAUNCH, RETRY, failed("Internal Server Error\n")], "could not start the book"),
    (429, "does not take the order"),
    (503, "does not take the order"),
    (404, "does not take the order"),
]


@not_so_well
def test_each_failure_is_said_with_what_to_do_instead(visit, site, hub):
    page = visit(site)
    bar, hub.pause = page.locator(".live-bar"), 0
    for plan, says in FAILURES:
        hub.plans = [plan]
        page.evaluate("heard.length = 0")
        page.go_live(ready=False)
        assert "did not start" in ended(page) and says in page.said, plan
        assert bar.get_by_role("link", name="open it in Google Colab").get_attribute("href") == COLAB
        assert bar.get_by_role("link", name="own computer").get_attribute("href") == "run-it-yourself.html"
        assert (
            bar.get_by_role("button", name="Live code", exact=True).is_visible()
            and not page.locator(".live-clock").is_visible()
        )
    assert page.faults == []


@not_so_well
def test_after_a_failure_the_same_button_tries_again(visit, site, hub, jupyter):
    hub.plans = [[FOUND, failed("Too many users on this BinderHub! Try again soon.\n")], [FOUND, LAUNCH, jupyter.ready]]
    page = visit(site)
    page.go_live(ready=False)
    ended(page)
    assert page.go_live().cell(2).run("6 * 7") == "42"


@not_so_well
def test_a_network_that_blocks_binder_is_named(visit, site, hub):
    page = visit(site)
    page.route(f"{hub.url}/**", lambda route: route.abort())
    page.go_live(ready=False)
    assert "cannot be reached" in ended(page) and "schools" in page.said


@not_so_well
def test_a_network_that_is_gone_is_named(visit, site, hub):
    hub.plans = [[BUILD[0], CUT]]
    page = visit(site)
    page.route("**/*", lambda route: route.abort() if hub.url in route.request.url else route.continue_())
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page.go_live(ready=False)
    assert "no network" in ended(page)


@not_so_well
def test_a_network_without_websockets_is_named(visit, site, hub, jupyter):
    hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
    jupyter.clear()
    page = visit(site, clock=True)
    page.route_web_socket(re.compile("/channels"), lambda socket: socket.close())
    page.go_live(ready=False)
    eventually(lambda: "Starting Python" in page.said, 60)
    eventually(lambda: len(jupyter.ask("api/sessions")) == 1, 60)
    later(page, lambda: "WebSockets" in page.said and page.locator(".live-said a").count() == 2)
    eventually(lambda: jupyter.ask("api/sessions") == [], 60)  # nothing is left running


@not_so_well
def test_three_broken_connections_are_enough(visit, site, hub):
    hub.plans = [[BUILD[0], CUT]]
    page = visit(site, clock=True)
    page.go_live(ready=False)
    assert "does not take the order" in ended(page, clock=True) and len(hub.orders) == 3


@not_so_well
def test_a_server_on_a_host_that_the_policy_does_not_know_is_named(visit, hub, jupyter):
    hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
    where = {"cells": "binderhub", "address": hub.url, **REPOSITORY}
    with published(where=where) as site:
        page = visit(site)
        page.go_live(ready=False)
        said = ended(page)
    assert "policy" in said and re.sub("^http://", "", origin(jupyter.url)) in said and "live_book_hosts" in said


@not_so_well
def test_a_binder_that_sends_on_to_a_host_that_the_policy_does_not_know_is_named(visit, site, hub):
    hub.plans = [hub.url.replace("127.0.0.1", "localhost") + "/build/elsewhere", [LAUNCH]]
    page = visit(site)
    page.go_live(ready=False)
    said = ended(page)
    assert f"go where {hub.url.removeprefix('http://')} sends it" in said and "live_book_hosts" in said


@not_so_well
def test_a_server_that_binder_ended_is_said_and_another_can_be_had(visit, hub, jupyter):
    first = JupyterServer()
    try:
        hub.plans = [[FOUND, LAUNCH, first.ready]]
        where = {"cells": "binderhub", "address": hub.url, **REPOSITORY}
        with published(where=where, others=[origin(first.url), origin(jupyter.url)]) as here:
            page = visit(here, clock=True).go_live()
            page.cell(2).run("mine = 7")
            first.stop()
            again = page.locator(".live-notice").get_by_role("button", name="Start Python again")
            later(page, again.is_visible)
            hub.plans = [[FOUND, LAUNCH, jupyter.ready]]
            again.click()
            eventually(lambda: "Python is ready" in page.said, 60)
            assert len(hub.orders) == 2 and page.cell(2).code == "mine = 7"
            assert page.cell(2).run("6 * 7") == "42"
    finally:
        first.process.kill()


# --- a course's own Jupyter server ----------------------------------------------------------------------


@pytest.fixture
def course(jupyter):
    with published(where={"cells": "jupyter", "address": jupyter.url}) as address:
        yield address


def give(page, token):
    page.get_by_label("The token of").fill(token)
    page.get_by_role("button", name="Connect").click()


@not_so_well
def test_a_course_server_asks_for_its_token_which_only_the_page_remembers(visit, course, jupyter):
    page = visit(course)
    page.go_live(ready=False)
    give(page, "not it")
    page.get_by_text("That was not it").wait_for()
    give(page, jupyter.token)
    page.locator("html[data-live=ready]").wait_for(timeout=60_000)
    assert page.cell(2).run("6 * 7") == "42"
    kept = "JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"  # others may read it
    assert jupyter.token not in page.content() + page.url + page.evaluate(kept)
    page.goto(f"{course}chapters/sums-of-relus.html")  # another page does not know it
    again = LivePage(page.page).go_live(ready=False)
    give(again, jupyter.token)
    page.locator("html[data-live=ready]").wait_for(timeout=60_000)
    assert again.cell(2).state == "fresh"


@not_so_well
def test_asking_for_a_token_can_be_declined(visit, course):
    page = visit(course)
    page.go_live(ready=False)
    page.get_by_role("button", name="Cancel").click()
    assert "not started" in ended(page) and page.get_by_role("button", name="Live code", exact=True).is_visible()


@not_so_well
def test_a_course_server_that_does_not_answer_is_named(visit, course, jupyter):
    page = visit(course)
    page.route(f"{origin(jupyter.url)}/**", lambda route: route.abort())
    page.go_live(ready=False)
    give(page, "any")
    assert "does not answer this page" in ended(page)


# --- for every reader --------------------------------------------------------------------------------------


@not_so_well
def test_axe_finds_nothing_while_waiting_when_it_failed_and_when_a_token_is_asked_for(visit, site, hub, course):
    page = visit(course)
    page.go_live(ready=False)
    page.get_by_label("The token of").wait_for()
    assert_accessible(page)
    hub.plans = [[*BUILD, HOLD, failed("no")]]
    page = visit(site)
    page.go_live(ready=False)
    page.locator(".live-clock").wait_for()
    assert_accessible(page)
    hub.go_on.set()
    ended(page)
    assert_accessible(page)


def assert_accessible(page):
    for theme in "light", "dark":
        page.emulate_media(color_scheme=theme)
        page.locator(f"html[data-theme={theme}]").wait_for()
        assert axe.faults(page) == []
