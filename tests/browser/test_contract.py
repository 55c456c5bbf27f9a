"""The kernel-free host keeps anywidget's front-end contract: a book of one page with widgets that hold it to that."""

import pytest

from .widgets import PAGES

pytestmark = pytest.mark.xdist_group("widgets that are not ours")


@pytest.fixture(scope="module")
def contract(browser, widgets):
    """The page, open and alive, with what it asked for and what the console said."""
    page = browser.new_context().new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.goto(widgets + PAGES["contract"], wait_until="networkidle")
    page.locator("html[data-figures=alive]").wait_for()
    yield page
    page.context.close()


def place(page, number):
    return page.locator(".live-figure").nth(number)


def test_a_default_factory_is_called_and_a_model_is_initialized_once_for_all_its_views(contract):
    for view in 0, 1:
        assert place(contract, view).get_by_role("button").first.text_content() == "count 3, initialized 1"


def test_views_are_in_sync_and_events_come_by_several_names_and_stop(contract):
    one, two = place(contract, 0), place(contract, 1)
    one.get_by_role("button", name="count").click()
    for view in one, two:
        assert view.get_by_role("button").first.text_content() == "count 4, initialized 1"
        assert view.locator("output").text_content() == "bc"
    one.get_by_role("button", name="same").click()  # equal by content: nothing has changed
    assert two.locator("output").text_content() == "bc"
    one.get_by_role("button", name="off").click()
    two.get_by_role("button", name="count").click()
    assert one.locator("output").text_content() == "bcc"  # one view stopped listening, the other did not
    assert two.locator("output").text_content() == "bcbc"


def test_a_style_sheet_is_there_once(contract):
    assert contract.locator("link[href*='/figures/'][rel=stylesheet]").count() == 1
    border = "e => getComputedStyle(e).borderTopColor"
    assert place(contract, 1).get_by_role("button").first.evaluate(border) == "rgb(1, 2, 3)"


def test_binary_buffers_arrive_as_data_views(contract):
    assert place(contract, 2).locator("div").text_content() == "DataView 7 200 4 9"


def test_what_asks_python_says_so_in_place_and_once(contract):
    asker = place(contract, 3)
    assert asker.locator(".needs-kernel-note").count() == 0
    asker.get_by_role("button", name="send").click()
    asker.get_by_role("button", name="send").click()
    asker.get_by_role("button", name="invoke").click()
    note = asker.locator(".needs-kernel-note")
    assert note.count() == 1 and "needs a running Python: run this page yourself" in note.text_content()
    assert note.locator("a").get_attribute("href") == "chapters/run-it-yourself.html"
    assert "answered by Python" in asker.get_by_role("button").last.text_content()


def test_a_widget_can_reach_another_and_show_it(contract):
    parent = place(contract, 4)
    count = int(place(contract, 0).get_by_role("button").first.text_content().split(",")[0].removeprefix("count "))
    assert parent.locator("p").text_content() == f"child has {count}, twice is {2 * count}"
    parent.get_by_role("button", name="count").click()
    assert parent.locator("p").text_content() == f"child has {count + 1}, twice is {2 * count + 2}"


def test_what_needs_python_keeps_its_picture_and_says_so(contract):
    for number, words in (5, "A widget around a slider"), (6, "A widget whose code is on another host"):
        assert (
            words in place(contract, number).text_content()
            and "half done" not in place(contract, number).text_content()
        )
        assert "needs a running Python" in place(contract, number).locator("[role=status]").text_content()
    assert not [url for url in contract.asked if "example.org" in url]


def test_a_fault_in_a_widget_is_said_in_place_and_in_the_console_and_stops_no_other(contract):
    assert "could not be brought to life" in place(contract, 7).locator("[role=status]").text_content()
    assert len(contract.said) == 1 and "broken on purpose" in contract.said[0]


def test_ending_a_view_cleans_up_and_leaves_the_others(contract):
    before = place(contract, 1).locator("output").text_content()
    place(contract, 0).evaluate("e => e.endFigure()")
    assert contract.locator("body").get_attribute("data-aborted") == "yes"
    assert contract.locator("body").get_attribute("data-cleaned") == "x"
    assert place(contract, 0).text_content() == "A counter, shown twice."
    place(contract, 1).get_by_role("button", name="count").click()
    assert place(contract, 1).locator("output").text_content() == before + "bc"
