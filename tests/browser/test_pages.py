"""Every built page in real Chromium, under the policy that it carries.

A page is visited once: its tests, in the order in which they stand here, are what is seen on that visit, from a phone's
width on. Which pages there are is read from `_toc.yml` and from the built site.
"""

import gzip
import re

import pytest
from playwright.sync_api import expect

from live_book.folders import SITE

from ..figures import chapters, pages, places
from . import axe, budgets
from .live import becomes, eventually
from .pointing import frames
from .screenshots import ALL_DRAWN, page_names
from .shared import opened
from .weight import Scale, seen, watch

LISTINGS = [name for name in page_names() if name.startswith("_modules/relu_lib/")]
LISTING = max(
    LISTINGS, key=lambda name: (SITE / name).stat().st_size
)  # the largest stands for all: they differ in text
ALONE = [name for name in page_names() if name.startswith("figures/")]  # test_views.py opens each
FIGURE = "figures/three-relus.html"
PAGES = [name for name in page_names() if name in (LISTING, FIGURE) or name not in {*LISTINGS, *ALONE}]
READ = [*pages()]
CHAPTERS = [*chapters()]
FIRST = CHAPTERS[0]
MENUS = "chapters/rectified-linear.html"  # one page for what is the same on all


def together(page):
    """Tests of one page are dealt out together."""
    return pytest.mark.xdist_group(f"page {page}")


def each(fixture, names):
    """A test for each of these pages, which `fixture` opens."""
    return pytest.mark.parametrize(fixture, [pytest.param(name, marks=together(name)) for name in names], indirect=True)


def test_the_pages_of_the_table_of_contents_and_no_others_are_there():
    others = {"search.html", "404.html", "status.html", "_modules/index.html", LISTING, FIGURE}
    assert set(CHAPTERS) < set(READ) == set(PAGES) - others and len(READ) >= 11


def test_all_source_listings_load_the_same_and_are_within_the_budget():
    files = re.compile(r'<(?:link|script)[^>]*(?:href|src)="([^"]+)"')
    loaded = {}
    for name in LISTINGS:
        html = (SITE / name).read_text("utf-8")
        loaded[name] = {path.rsplit("../", 1)[-1] for path in files.findall(html) if "_modules" not in path}
        assert len(gzip.compress(html.encode(), 6)) <= len(gzip.compress((SITE / LISTING).read_bytes(), 6)) * 1.1
    assert len(LISTINGS) >= 15 and all(each == loaded[LISTING] for each in loaded.values()), loaded


# --- one visit a page ------------------------------------------------------------------------------------


def noted(page):
    """Note what a page says, asks for and does not get; and what moves while it loads."""
    page.said, page.failed, page.asked = [], [], []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("requestfailed", lambda request: page.failed.append(request.url))
    page.on("response", lambda answer: page.failed.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda request: page.asked.append(request.url))
    watch(page)
    page.scale = Scale(page)


# The icon of a tab is weighed, too, where a browser without windows does not ask for it.
ICON = "() => fetch(document.querySelector('link[rel~=icon]').href).then((answer) => answer.text())"


@pytest.fixture(scope="module")
def visit(request, browser, host):
    """A page, visited with a phone; how much it weighed and moved until it was at rest. Then as if all were in sight."""
    page = opened(browser, host + request.param, width=360, height=740, watch=noted)
    page.wait_for_load_state("networkidle")
    page.evaluate(ICON)
    page.name, page.weight, page.shift = request.param, dict(page.scale.bytes), seen(page)["shift"]
    page.add_style_tag(content=ALL_DRAWN)
    page.evaluate(
        "dispatchEvent(new Event('resize'))"
    )  # so that the theme asks of each block of code whether it scrolls
    yield page
    page.context.close()


OPEN_ALL = """() => {
  document.querySelectorAll('details').forEach((d) => { d.open = true; });
  document.querySelectorAll('fieldset.question .choice.wrong:first-child input, fieldset.question .choice.right input')
    .forEach((input) => input.click());
}"""


def at(page, width=1280, media="screen", theme="light"):
    """A page at a width, on a screen or on paper, in a theme."""
    page.emulate_media(media=media, color_scheme=theme)
    page.locator(f"html[data-theme={theme}]").wait_for()
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    frames(page, 3)
    return page


def unfolded(page):
    """A page on which all that can be opened is open."""
    page.evaluate(OPEN_ALL)
    frames(page)
    return page


@each("visit", PAGES)
def test_a_page_keeps_to_its_budget(visit):
    budget = (
        budgets.of_chapter(visit.name)[0] if visit.name in CHAPTERS else budgets.OTHERS.get(visit.name, budgets.OTHER)
    )
    assert visit.weight and all(visit.weight.values())
    assert sum(visit.weight.values()) <= budget and len(visit.weight) <= budgets.REQUESTS, visit.weight


@each("visit", CHAPTERS)
def test_nothing_moves_while_a_chapter_loads(visit):
    assert visit.shift <= budgets.SHIFT


@each("visit", CHAPTERS)
def test_no_font_of_icons_is_fetched_and_none_of_the_themes_own_files(visit):
    asked = " ".join(visit.weight).lower()
    for unseen in "fontawesome", "bootstrap", "sphinx-design", "thebe", "mathjax", "require", "search":
        assert unseen not in asked, unseen


@each("visit", CHAPTERS)
def test_formulas_fit_a_phone_or_begin_at_their_beginning(visit):
    page = at(visit, width=360)
    starts = """() => [...document.querySelectorAll('div.math')]
        .map((e) => [e.scrollLeft, e.querySelector('.base').getBoundingClientRect().left])"""
    formulas = page.evaluate(starts)
    assert formulas and all(scrolled == 0 and left >= 0 for scrolled, left in formulas)


@each("visit", READ)
def test_nothing_is_wider_than_the_screen(visit):
    wide = {width: at(visit, width).evaluate("document.documentElement.scrollWidth") for width in (360, 768, 1280)}
    assert {width: reached for width, reached in wide.items() if reached > width} == {}


@each("visit", CHAPTERS)
def test_hints_and_solutions_open_by_keyboard(visit):
    page = at(visit)
    solutions = page.locator("details.solution")
    assert solutions.locator(".verdict:visible").count() == 0  # collapsed at first
    for button in solutions.locator("summary.admonition-title").all():
        button.focus()
        page.keyboard.press("Enter")
    assert solutions.locator(".verdict:visible").count() == solutions.count()


@each("visit", CHAPTERS)
def test_what_opens_is_named_by_what_is_in_it_and_is_open_on_paper(visit):
    page = at(visit)
    names = page.locator("details.dropdown > summary").all_text_contents()
    assert len(set(names)) == len(names) and sum("xercise" in name for name in names) >= 8
    open_ones = "document.querySelectorAll('details[open]').length"
    before, number = page.evaluate(open_ones), page.locator("details").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(open_ones) == number > before
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(open_ones) == before


@each("visit", CHAPTERS)
def test_a_question_is_answered_by_keyboard_and_spoken(visit):
    page = at(visit)
    for question in page.locator("fieldset.question").all():
        first = question.locator("input").first
        first.focus()
        page.keyboard.press("Space")
        for choice in question.locator(".choice").all():
            assert choice.locator("input").is_checked()
            assert question.locator(".feedback:visible").count() == 1
            feedback = choice.locator(".feedback")
            assert feedback.is_visible()
            assert question.locator("[role=status]").text_content() == feedback.text_content()
            page.keyboard.press("ArrowDown")
        assert first.is_checked()  # round once: the arrows stay within the question


@each("visit", CHAPTERS)
def test_on_paper_every_answer_is_printed_and_nothing_is_dark(visit):
    page = at(visit, media="print")
    for question in page.locator("fieldset.question").all():
        assert question.locator(".feedback:visible").count() == question.locator(".choice").count()
    assert page.locator("#pst-primary-sidebar:visible").count() == 0
    assert page.locator("svg.plot:visible").count() >= 3
    assert page.locator("button:visible:not(.entry)").count() == 0  # nothing to press on paper


EMPTY_OUTPUTS = """() => [...document.querySelectorAll('.cell_output')].filter((output) => {
  const seen = [...output.querySelectorAll('pre, svg, img, .verdict, table, p')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 4 && box.height > 4 && (element.matches('svg, img') || element.textContent.trim());
  });
  return !seen.length;
}).map((output) => output.closest('.cell').textContent.slice(0, 80))"""


@each("visit", READ)
def test_every_output_shows_something(visit):
    page = unfolded(at(visit))
    assert page.evaluate(EMPTY_OUTPUTS) == []
    if visit.name in CHAPTERS:
        assert page.locator(".cell_output:visible").count() >= 15


@each("visit", CHAPTERS)
def test_code_and_formulas_fit_a_laptop(visit):
    page = unfolded(at(visit))
    cut = """() => [...document.querySelectorAll('.cell_input pre, div.math')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 200))"""
    assert page.evaluate(cut) == []


OVERLAPS = """() => [...document.querySelectorAll('svg.plot')].flatMap((svg) => {
  const words = [...svg.querySelectorAll('path.glyphs')].map((g) => g.getBoundingClientRect())
    .filter((box) => box.width);
  const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]) > 1;
  const overlap = (a, b) => shared(a, b, 'left', 'right') && shared(a, b, 'top', 'bottom');
  const frame = svg.getBoundingClientRect();
  const clipped = (box) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  const bad = words.some(clipped) || words.some((a, i) => words.slice(0, i).some((b) => overlap(a, b)));
  return bad ? [svg.getAttribute('aria-label').slice(0, 60)] : [];
})"""


@each("visit", CHAPTERS)
def test_labels_of_a_plot_do_not_overlap_and_are_not_clipped(visit):
    page = unfolded(at(visit))
    assert page.locator("svg.plot path.glyphs").count() > 20
    assert page.evaluate(OVERLAPS) == []


CUT_OFF = """() => [...document.querySelectorAll("pre, .pst-scrollable-table-container")]
    .filter((e) => e.scrollWidth > e.clientWidth && e.tabIndex !== 0).map((e) => [e.outerHTML.slice(0, 80), e.scrollWidth, e.clientWidth])"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@each("visit", PAGES)
def test_axe_finds_nothing(visit, theme):
    page = unfolded(at(visit, theme=theme))
    # The theme asks a third of a second after the last change. Another test may have shown the page as on paper then.
    page.evaluate("dispatchEvent(new Event('resize'))")
    becomes(lambda: page.evaluate(CUT_OFF), [])
    assert axe.faults(page) == []


def test_what_the_browsers_search_or_a_script_unfolds_can_be_scrolled_by_keyboard(open_page):
    page = open_page("chapters/measured-fits.html")
    page.add_style_tag(content=ALL_DRAWN)
    page.wait_for_timeout(500)  # the theme has asked which tables scroll; those in folds had no width then
    page.evaluate("document.querySelectorAll('.pst-scrollable-table-container').forEach((e) => { e.tabIndex = -1; })")
    page.evaluate(OPEN_ALL)
    becomes(lambda: page.evaluate(CUT_OFF), [])


@each("visit", PAGES)
def test_no_complaint_was_heard_and_no_other_host_was_asked(visit, host):
    assert visit.said == [] and visit.failed == []
    assert visit.asked and [url for url in visit.asked if not url.startswith((host, "data:"))] == []
    if not visit.locator("#live-figures").count():
        assert [url for url in visit.asked if "figures" in url] == []


# --- without scripts ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(request, browser, book):
    """A page in a browser that runs no scripts."""
    page = opened(browser, book + request.param, java_script_enabled=False)
    page.name = request.param
    yield page
    page.context.close()


@each("plain", CHAPTERS)
def test_without_scripts_text_math_pictures_and_answers_are_there(plain):
    assert plain.locator("svg.plot:visible").count() >= 3
    assert plain.locator(".katex:visible").count() >= 1
    question = plain.locator("fieldset.question").first
    assert question.locator(".feedback:visible").count() == 0
    question.locator("label").first.click()
    assert question.locator(".feedback:visible").count() == 1


@each("plain", CHAPTERS)
def test_without_scripts_the_picture_of_a_figures_start_is_there(plain):
    figures = plain.locator(".live-figure")
    assert figures.count() == len([place for place in places() if place.page == plain.name])
    for picture in plain.locator(".live-figure > svg.plot").all():
        assert picture.is_visible() and len(picture.get_attribute("aria-label")) > 60
        assert picture.bounding_box()["height"] > 60


@each("plain", CHAPTERS[1:2])
def test_without_scripts_every_page_can_be_reached_and_no_button_is_dead(plain):
    page = plain
    for width in 360, 800, 1280:
        page.set_viewport_size({"width": width, "height": 900})
        links = page.locator("nav.bd-docs-nav a:visible")
        assert links.count() >= 8 and page.locator(".prev-next-area a:visible").count() == 2
        assert page.locator("button:visible").count() == 0
        links.nth(0).click()
        assert page.url.endswith(f"/{FIRST}")
        page.go_back()


# --- pages of their own: how a page begins, and what is done on all of them alike ----------------------------


def test_plots_change_their_colours_with_the_theme(visited):
    page = visited("chapters/sums-of-relus.html")
    curve = page.locator("svg.plot [style*='--plot-dd5210'][style*='stroke']").first
    colours = [
        at(page, theme=theme) and curve.evaluate("e => getComputedStyle(e).stroke") for theme in ("light", "dark")
    ]
    assert colours == ["rgb(221, 82, 16)", "rgb(255, 122, 46)"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_that_was_laid_out_in_pieces_is_as_high_as_one_laid_out_at_once(open_page, width):
    pieces = open_page("chapters/sums-of-relus.html", width=width)
    whole = open_page("chapters/sums-of-relus.html#exercises", width=width)
    in_one = ".laid-out, .waiting, html.in-one-piece"
    assert pieces.locator(in_one).count() == 0 and whole.locator("html.in-one-piece").count() == 1
    skipped = "all => all.filter((e) => !e.checkVisibility({contentVisibilityAuto: true})).length"
    assert pieces.locator("section section > p:not(details *)").evaluate_all(skipped) > 20
    assert whole.locator("section section > p:not(details *)").evaluate_all(skipped) == 0
    heights = [page.evaluate("document.documentElement.scrollHeight") for page in (pieces, whole)]
    assert abs(heights[0] - heights[1]) <= 10, heights
    assert 0 <= whole.locator("#exercises").bounding_box()["y"] < 140


DOWN = "share => { scrollTo(0, share * document.documentElement.scrollHeight); return scrollY; }"


@pytest.mark.parametrize("name", [CHAPTERS[0], CHAPTERS[-1]])
def test_a_page_loaded_anew_comes_back_to_where_one_was(open_page, name):
    page = open_page(name)
    for share in (0.4, 0.6, 0.8):
        place = page.evaluate(DOWN, share)
        page.reload()
        page.locator("html[data-figures=alive]").wait_for()
        assert abs(page.evaluate("scrollY") - place) <= 1 < place


TALLER_FOR_A_WHILE = """addEventListener("DOMContentLoaded", () => {
  const box = document.createElement("div");
  box.style.height = "157px";
  document.querySelector(".bd-article").prepend(box);
  self.shrink = () => box.remove();
});"""


def test_a_page_loaded_anew_stays_where_one_was_when_heights_change_late(open_page):
    page = open_page(FIRST)
    place = page.evaluate(DOWN, 0.8)
    page.add_init_script(TALLER_FOR_A_WHILE)
    page.reload()
    page.locator("html[data-figures=alive]").wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    page.evaluate("shrink()")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert abs(page.evaluate("scrollY") - place) <= 1


HELD = """
const [frame, held] = [requestAnimationFrame, []];
self.requestAnimationFrame = (then) => held.push(then);
self.release = () => { self.requestAnimationFrame = frame; held.forEach((then) => frame(then)); };
"""


def test_who_has_moved_on_while_a_page_loads_anew_is_not_moved_back(open_page):
    page = open_page(FIRST)
    place = page.evaluate(DOWN, 0.5)
    page.add_init_script(HELD)  # no figure is made before a frame
    page.reload()
    page.mouse.move(600, 450)
    begun = page.evaluate("scrollY")
    page.mouse.wheel(0, -300)
    eventually(lambda: page.evaluate("scrollY") != begun)
    page.evaluate("release()")
    page.locator("html[data-figures=alive]").wait_for()
    assert 200 < place - page.evaluate("scrollY") < 1500


def test_the_way_through_the_book_can_be_walked(open_page):
    page = open_page("index.html")
    page.get_by_role("link", name="Start with chapter 1").click()
    for name in CHAPTERS:
        page.wait_for_url(f"**/{name}")
        page.locator("html[data-figures=alive]").wait_for()
        page.locator("a.right-next").click()


def test_searching_finds_a_chapter(visited):
    page = visited("search.html?q=kink")
    page.locator("#search-results li").first.wait_for()
    assert page.locator("#search-results a[href*='rectified-linear']").count()


def test_searching_finds_what_the_book_calls_otherwise(visited):
    for word in "activation", "overfitting", "neuron", "backpropagation", "XOR", "hyperparameter":
        page = visited(f"search.html?q={word}")
        page.locator("#search-results li").first.wait_for()
        assert page.locator("#search-results a[href*='glossary']").count(), word


BASE = """() => { const base = Object.assign(document.createElement('base'), {href: 'https://elsewhere.example/'});
  document.head.prepend(base); return new URL('x', document.querySelector('main a[href]').baseURI).href; }"""


def test_nothing_that_gets_into_a_page_can_turn_its_links_elsewhere(open_page, book):
    assert open_page("index.html").evaluate(BASE).startswith(book)


# --- predictions --------------------------------------------------------------------------------------------


def waiting(page):
    """How many paragraphs, cells and figures of the page wait for a prediction."""
    return page.evaluate("document.querySelectorAll('fieldset.prediction.asks ~ *').length")


def test_what_follows_a_prediction_waits_until_one_is_made_or_skipped_and_it_is_kept(open_page):
    page = open_page("chapters/sums-of-relus.html", asked=True, watch=noted)
    box, corners = page.locator("#prediction-1"), page.locator("#three-relus svg.plot")
    assert waiting(page) > 10 and not corners.is_visible() and seen(page)["shift"] <= budgets.SHIFT
    box.get_by_role("button", name="This is my prediction").click()
    expect(box.get_by_role("status")).to_have_text("Choose or type an answer first, or skip.")
    box.get_by_role("radio").first.focus()  # with the keyboard, and no arrow commits anybody
    page.keyboard.press("ArrowDown")
    assert not corners.is_visible()
    box.get_by_role("button", name="This is my prediction").press("Enter")
    expect(box.get_by_role("status")).to_contain_text("You predicted: two")
    assert corners.is_visible() and axe.faults(page) == []

    figure = page.locator(".live-figure").last
    other = open_page("chapters/matrix-multiplication.html", asked=True)
    typed = other.locator("#prediction-1")
    typed.get_by_role("textbox", name="Your prediction").fill("<b>2</b>")
    other.keyboard.press("Enter")
    expect(typed.get_by_role("status")).to_contain_text("You predicted: <b>2</b>")
    assert not figure.is_visible()
    page.locator("#prediction-4").get_by_role("button", name="Skip").click()
    assert figure.is_visible() and figure.locator("svg.stage").first.bounding_box()["width"] > 500

    page.reload()
    expect(page.locator("#prediction-1").get_by_role("status")).to_contain_text("You predicted: two")
    assert page.locator("#prediction-4 .said").inner_text().startswith("Skipped.") and waiting(page) > 0
    page.emulate_media(media="print")
    assert page.locator("#what-goes-wrong svg.plot").first.is_visible() and not box.get_by_role("button").count()
    page.emulate_media(media="screen")
    page.locator("#prediction-1").get_by_role("button", name="Ask me again").click()
    assert not corners.is_visible() and page.evaluate("document.activeElement.type") == "radio"
    page.locator("#prediction-3").get_by_role("button", name="Skip").click()
    page.locator("#prediction-3").get_by_role("button", name="Never ask me").click()
    assert waiting(page) == 0 and page.said == []
    page.goto(page.url.replace("sums-of-relus", "rectified-linear"))
    assert waiting(page) == 0


def test_a_link_leads_to_what_waits_for_a_prediction_and_without_scripts_nothing_waits(open_page):
    page = open_page("chapters/sums-of-relus.html", asked=True)
    for hash_, place in ("#three-relus", "#three-relus"), ("#fig=signed-sum&c=1", ".live-figure >> nth=-1"):
        page.evaluate("hash => { location.hash = hash; }", hash_)
        expect(page.locator(place)).to_be_in_viewport()
    plain = open_page("chapters/sums-of-relus.html", asked=True, java_script_enabled=False)
    assert plain.locator("#three-relus svg.plot").is_visible()
    assert not plain.get_by_role("button", name="Skip").first.is_visible()


def test_words_that_every_object_knows_are_words_like_others(open_page):
    for word in "constructor", "__proto__":
        page = open_page(f"search.html?q={word}", watch=noted)
        page.locator("#search-results .search-summary", has_text="not match any documents").wait_for()
        assert page.said == []


@pytest.mark.parametrize("width", [360, 1100])
def test_the_menus_on_top_of_a_page_open_by_keyboard_and_are_whole(open_page, width):
    page = open_page(MENUS, width=width)
    for toggle in page.locator(".article-header-buttons .dropdown > button").all():
        toggle.press("Enter")
        menu = toggle.locator("xpath=..").locator(".dropdown-menu.show")
        menu.wait_for()
        box = menu.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= width + 1
        assert menu.evaluate(
            "e => [...e.querySelectorAll('*')].every((part) => part.scrollWidth <= part.clientWidth + 1 || part.clientWidth === 0)"
        )
        page.keyboard.press("Escape")
    words = page.locator(".dropdown-download-buttons .dropdown-item").all_text_contents()
    assert len(words) == 5 and all(len(each.split()) > 1 for each in words)
    assert page.locator(".btn-download-notebook-button").get_attribute("href") == "rectified-linear.ipynb"


def download_menu(page):
    button = page.get_by_role("button", name="Download this page")
    return button, page.locator(".dropdown-download-buttons .dropdown-menu.show")


def test_what_opens_the_menus_is_loaded_when_one_reaches_for_them(open_page):
    page = open_page(MENUS)
    assert page.evaluate("self.bootstrap") is None
    held = []
    page.route("**/bootstrap.js", lambda route: held.append(route))
    button, menu = download_menu(page)
    button.click()
    button.click()  # impatient: as if it were once
    assert menu.count() == 0 and len(held) == 1
    held[0].continue_()
    eventually(menu.is_visible)
    frames(page, 20)
    assert menu.is_visible()  # and stays so


def test_menus_open_at_the_next_try_when_the_network_failed(open_page):
    page = open_page(MENUS)
    page.route("**/bootstrap.js", lambda route: route.abort())
    button, menu = download_menu(page)
    with page.expect_event("requestfailed"):
        button.click()
    assert menu.count() == 0
    page.unroute("**/bootstrap.js")
    button.click()
    menu.wait_for()


def test_who_turns_back_is_offered_the_top(open_page):
    page = open_page(MENUS, width=1100)  # the theme has it on narrow screens only
    up = page.locator("#pst-back-to-top")
    page.mouse.move(600, 500)
    scrolled = lambda: page.evaluate("scrollY")  # noqa: E731
    page.mouse.wheel(0, 2000)
    eventually(lambda: scrolled() > 1000)
    assert not up.is_visible() and page.evaluate("self.bootstrap") is None
    for _ in range(150):
        before = scrolled()
        page.mouse.wheel(0, -5)
        eventually(lambda: scrolled() < before)  # noqa: B023
        frames(page)
        if up.is_visible():
            break
    assert up.is_visible()
    up.dispatch_event("click")  # the theme takes it away at the next move
    eventually(lambda: scrolled() == 0)


CUT = "e => e.scrollWidth > e.clientWidth && e.getBoundingClientRect().height > 0"


def test_code_that_scrolls_can_be_reached_by_keyboard_once_it_is_in_sight(open_page):
    page = open_page("chapters/relu-lib.html", width=360)
    blocks = page.locator("article pre")
    for number in range(blocks.count() // 3, blocks.count(), 25):
        block = blocks.nth(number)
        block.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
        if block.evaluate(CUT):
            expect(block).to_have_attribute("tabindex", "0", timeout=3000)
            break
    else:
        raise AssertionError("no block of code is wider than a phone")
