"""Figures as they are alive in the page, at their start, with all their parts: for paper, the controls taken away."""

from bs4 import BeautifulSoup

WIDTH = 700  # pixels of the page: its figures are then as wide as a printed line
PLACES = ".live-figure[data-model]"
CONTROLS = (
    "button, input, select, textarea, [hidden], .controls, .tools, .player, .arm, .panel, .targets, .spoken,"
    " .visually-hidden, .message, details:not([open])"
)
ENTRIES = "table :is(button, input)"  # numbers that can be pressed or typed
AS_IT_IS = """(figure) => {
  for (const input of figure.querySelectorAll("input")) input.setAttribute("value", input.value);
  return figure.outerHTML;
}"""
HANDLED = ("tabindex", "role", "aria-label", "aria-valuenow", "aria-valuemin", "aria-valuemax", "aria-valuetext")


def drawn(browser, site, pages):
    """{page: {model: HTML of the figure}} of the pages, {path without .html: parsed page}, that have figures."""
    found = {}
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    for name in (name for name, page in pages.items() if page.select_one(PLACES)):
        page = context.new_page()
        page.goto((site / f"{name}.html").as_uri())
        page.locator("html[data-figures=alive]").wait_for()
        page.emulate_media(media="print")  # which shows what waits for a prediction, too
        page.add_style_tag(content="* { content-visibility: visible !important; }")
        found[name] = {place.get_attribute("data-model"): _taken(place) for place in page.locator(PLACES).all()}
        page.close()
    context.close()
    return found


def _taken(place):
    """The figure at a place, once it has its width."""
    place.scroll_into_view_if_needed()
    place.page.wait_for_timeout(300)
    figure = place.locator(".book-figure")
    return figure.evaluate(AS_IT_IS) if figure.count() else ""


def on_paper(text):
    """A figure without what can be pressed and what only a screen reader is told, as a parsed element."""
    figure = BeautifulSoup(text, "html.parser").select_one(".book-figure")
    for entry in figure.select(ENTRIES):
        entry.replace_with(entry.get("value") or entry.get_text())
    for element in figure.select(CONTROLS):
        element.decompose()
    for element in [figure, *figure.find_all(True)]:
        for attribute in HANDLED:
            element.attrs.pop(attribute, None)
    figure.attrs.pop("style", None)  # the height that was kept for it
    return figure
