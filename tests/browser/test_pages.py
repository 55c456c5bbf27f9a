"""Every built page in real Chromium, under the policy that it carries."""

import pytest

from . import axe
from .screenshots import page_names

PAGES = page_names()
READ = ["index.html", *(name for name in PAGES if name.startswith("chapters/"))]
CHAPTERS = [f"chapters/{name}.html" for name in ("matrix-multiplication", "rectified-linear", "sums-of-relus")]


def test_there_are_pages_to_look_at():
    assert set(CHAPTERS) < set(READ) < set(PAGES) and len(READ) == 11


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_without_complaint_and_asks_no_other_host(browser, book, name):
    context = browser.new_context()
    page = context.new_page()
    said, failed, asked = [], [], []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(book + name, wait_until="networkidle")
    assert not said and not failed
    assert asked and not [url for url in asked if not url.startswith((book, "data:"))]
    context.close()


EMPTY_OUTPUTS = """() => [...document.querySelectorAll('.cell_output')].filter((output) => {
  const seen = [...output.querySelectorAll('pre, svg, img, .verdict, table, p')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 4 && box.height > 4 && (element.matches('svg, img') || element.textContent.trim());
  });
  return !seen.length;
}).map((output) => output.closest('.cell').textContent.slice(0, 80))"""
OPEN_ALL = """() => {
  document.querySelectorAll('details').forEach((d) => { d.open = true; });
  document.querySelectorAll('.toggle-button.toggle-button-hidden').forEach((b) => b.click());
  document.querySelectorAll('fieldset.question .choice.wrong:first-child input, fieldset.question .choice.right input')
    .forEach((input) => input.click());
}"""


@pytest.mark.parametrize("name", READ)
def test_every_output_shows_something(open_page, name):
    page = open_page(name)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(EMPTY_OUTPUTS) == []
    if name in CHAPTERS:
        assert page.locator(".cell_output:visible").count() >= 15


SCROLLS_BY_KEY = """() => [...document.querySelectorAll("pre, .pst-scrollable-table-container")]
    .every((e) => e.scrollWidth <= e.clientWidth || e.tabIndex === 0)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, theme):
    page = open_page(name, color_scheme=theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    page.evaluate(OPEN_ALL)
    page.wait_for_function(SCROLLS_BY_KEY)  # the theme asks a third of a second after the last change
    assert axe.faults(page) == []


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", CHAPTERS)
def test_code_and_formulas_fit_a_laptop(open_page, name):
    page = open_page(name)
    page.evaluate(OPEN_ALL)
    cut = """() => [...document.querySelectorAll('.cell_input pre, div.math')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 200))"""
    assert page.evaluate(cut) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_formulas_fit_a_phone_or_begin_at_their_beginning(open_page, name):
    page = open_page(name, width=360)
    starts = """() => [...document.querySelectorAll('div.math')]
        .map((e) => [e.scrollLeft, e.querySelector('.base').getBoundingClientRect().left])"""
    formulas = page.evaluate(starts)
    assert formulas and all(scrolled == 0 and left >= 0 for scrolled, left in formulas)


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


@pytest.mark.parametrize("name", ["index.html", *CHAPTERS])
def test_labels_of_a_plot_do_not_overlap_and_are_not_clipped(open_page, name):
    page = open_page(name)
    page.evaluate(OPEN_ALL)
    assert page.locator("svg.plot path.glyphs").count() > 20
    assert page.evaluate(OVERLAPS) == []


def test_plots_change_their_colours_with_the_theme(open_page):
    def colour(theme):
        page = open_page("chapters/sums-of-relus.html", color_scheme=theme)
        curve = page.locator("svg.plot [style*='--plot-dd5210'][style*='stroke']").first
        return curve.evaluate("e => getComputedStyle(e).stroke")

    assert (colour("light"), colour("dark")) == ("rgb(221, 82, 16)", "rgb(255, 122, 46)")


@pytest.mark.parametrize("name", CHAPTERS)
def test_without_scripts_text_math_pictures_and_answers_are_there(open_page, name):
    page = open_page(name, java_script_enabled=False)
    assert page.locator("svg.plot:visible").count() >= 3
    assert page.locator(".katex:visible").count() >= 1
    question = page.locator("fieldset.question").first
    assert question.locator(".feedback:visible").count() == 0
    question.locator("label").first.click()
    assert question.locator(".feedback:visible").count() == 1


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_without_scripts_every_page_can_be_reached_and_no_button_is_dead(open_page, width):
    page = open_page("chapters/rectified-linear.html", width=width, java_script_enabled=False)
    chapters = page.locator("nav.bd-docs-nav a:visible")
    assert chapters.count() >= 8 and page.locator(".prev-next-area a:visible").count() == 2
    assert page.locator("button:visible").count() == 0
    chapters.nth(0).click()
    assert page.url.endswith("/chapters/matrix-multiplication.html")


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_question_is_answered_by_keyboard_and_spoken(open_page, name):
    page = open_page(name)
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


@pytest.mark.parametrize("name", CHAPTERS)
def test_on_paper_every_answer_is_printed_and_nothing_is_dark(open_page, name):
    page = open_page(name)
    page.emulate_media(media="print")
    for question in page.locator("fieldset.question").all():
        assert question.locator(".feedback:visible").count() == question.locator(".choice").count()
    assert page.locator("#pst-primary-sidebar:visible").count() == 0
    assert page.locator("svg.plot:visible").count() >= 3
    assert page.locator("button:visible:not(.entry)").count() == 0  # nothing to press on paper


@pytest.mark.parametrize("name", CHAPTERS)
def test_hints_and_solutions_open_by_keyboard(open_page, name):
    page = open_page(name)
    solutions = page.locator("div.solution")
    assert solutions.locator(".verdict:visible").count() == 0  # collapsed at first
    for button in solutions.locator("button.toggle-button").all():
        button.focus()
        page.keyboard.press("Enter")
    assert solutions.locator(".verdict:visible").count() == solutions.count()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_that_was_laid_out_in_pieces_is_as_high_as_one_laid_out_at_once(open_page, width):
    pieces = open_page("chapters/sums-of-relus.html", width=width)
    whole = open_page("chapters/sums-of-relus.html#exercises", width=width)
    in_one = ".laid-out, .waiting, html.in-one-piece"
    assert pieces.locator(in_one).count() == 0 and whole.locator("html.in-one-piece").count() == 1
    skipped = "all => all.filter((e) => !e.checkVisibility({contentVisibilityAuto: true})).length"
    assert pieces.locator("section section > p").evaluate_all(skipped) > 20
    assert whole.locator("section section > p").evaluate_all(skipped) == 0
    heights = [page.evaluate("document.documentElement.scrollHeight") for page in (pieces, whole)]
    assert abs(heights[0] - heights[1]) <= 10, heights
    assert 0 <= whole.locator("#exercises").bounding_box()["y"] < 140


DOWN = "share => { scrollTo(0, share * document.documentElement.scrollHeight); return scrollY; }"


@pytest.mark.parametrize("name", CHAPTERS[::2])
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
    page = open_page(CHAPTERS[0])
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
    page = open_page(CHAPTERS[0])
    place = page.evaluate(DOWN, 0.5)
    page.add_init_script(HELD)  # no figure is made before a frame
    page.reload()
    page.mouse.move(600, 450)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(500)
    page.evaluate("release()")
    page.locator("html[data-figures=alive]").wait_for()
    assert 200 < place - page.evaluate("scrollY") < 1500


def test_the_way_through_the_book_can_be_walked(open_page):
    page = open_page("index.html")
    page.get_by_role("link", name="Start with chapter 1").click()
    for name in CHAPTERS:
        assert page.url.endswith(name)
        page.locator("a.right-next").click()


def test_searching_finds_a_chapter(open_page):
    page = open_page("search.html?q=kink")
    page.locator("#search-results li").first.wait_for()
    assert page.locator("#search-results a[href*='rectified-linear']").count()


@pytest.mark.parametrize("width", [360, 1100])
def test_the_menus_on_top_of_a_page_open_by_keyboard_and_are_whole(open_page, width):
    page = open_page("chapters/rectified-linear.html", width=width)
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
    assert len(words) == 4 and all(len(each.split()) > 1 for each in words)
    assert page.locator(".btn-download-notebook-button").get_attribute("href") == "rectified-linear.ipynb"


def download_menu(page):
    button = page.get_by_role("button", name="Download this page")
    return button, page.locator(".dropdown-download-buttons .dropdown-menu.show")


def test_what_opens_the_menus_is_loaded_when_one_reaches_for_them(open_page):
    page = open_page("chapters/rectified-linear.html")
    assert page.evaluate("self.bootstrap") is None
    held = []
    page.route("**/bootstrap.js", lambda route: held.append(route))
    button, menu = download_menu(page)
    button.click()
    button.click()  # impatient: as if it were once
    assert menu.count() == 0 and len(held) == 1
    held[0].continue_()
    page.wait_for_function("self.bootstrap")
    page.wait_for_timeout(300)
    assert menu.is_visible()


def test_menus_open_at_the_next_try_when_the_network_failed(open_page):
    page = open_page("chapters/rectified-linear.html")
    page.route("**/bootstrap.js", lambda route: route.abort())
    button, menu = download_menu(page)
    with page.expect_event("requestfailed"):
        button.click()
    assert menu.count() == 0
    page.unroute("**/bootstrap.js")
    button.click()
    menu.wait_for()


def test_who_turns_back_is_offered_the_top(open_page):
    page = open_page("chapters/rectified-linear.html", width=1100)  # the theme has it on narrow screens only
    up = page.locator("#pst-back-to-top")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 2000)
    page.wait_for_function("scrollY > 1000")
    assert not up.is_visible() and page.evaluate("self.bootstrap") is None
    for _ in range(150):
        page.mouse.wheel(0, -5)
        page.wait_for_timeout(100)
        if up.is_visible():
            break
    assert up.is_visible()
    up.dispatch_event("click")  # the theme takes it away at the next move
    page.wait_for_function("scrollY === 0")
