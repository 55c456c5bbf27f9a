"""Live cells, in Chromium: on real kernels behind a real `make serve`, and on the Python of the page of a published site.

The tests of a chapter share one live page of each kind, in the order in which they stand here: how it became live, what all its cells
give, and then one thing after the other, each with a Python that was restarted and cells as they were published.
"""

import contextlib
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ..figures import chapters
from . import axe
from .live import PYTHON_STARTS, LivePage, eventually, watched
from .pointing import frames, scroll_to
from .shared import FAILED

CHAPTERS = [Path(page).stem for page in chapters()]
BREAKS_POLICY = "addEventListener('securitypolicyviolation', (e) => { (window.refused ??= []).push(`${e.violatedDirective} ${e.blockedURI}`); })"


KINDS = "server", "page"  # where the Python of a live page is
# The build runs all cells with both kinds of Python, the page's under Node (test_page_python.py): here one chapter shows
# that pages do with the server's, and two with the page's. make test-deploy: all.
OFTEN = {"server": CHAPTERS[1:2], "page": CHAPTERS[1:3]}
TRIED = dict.fromkeys(KINDS, CHAPTERS) if "THOROUGH" in os.environ else OFTEN


def group(chapter, kind):
    """The tests of a chapter's live page are dealt out together."""
    return pytest.mark.xdist_group(f"live {chapter} {kind}")


def together(chapter, *kinds):
    """A test of this chapter's live pages, of all kinds unless some are named."""
    kinds = [pytest.param(kind, marks=group(chapter, kind)) for kind in kinds or KINDS]
    return pytest.mark.parametrize("kind", kinds)


def of(*names, kinds=KINDS):
    """A test of these chapters' live pages, of each kind."""
    both = [
        pytest.param(name, kind, marks=group(name, kind)) for kind in kinds for name in names if name in TRIED[kind]
    ]
    return pytest.mark.parametrize("chapter, kind", both)


alone = pytest.mark.xdist_group("live alone")


def opened(browser, served, chapter, context=None, **options):
    """A page of the book, opened by the reader who started the server."""
    context = context or browser.new_context(**{"viewport": {"width": 1100, "height": 900}, **options})
    context.add_init_script(BREAKS_POLICY)
    page = watched(context)
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    if isinstance(served, str):  # the address of a published site
        page.goto(f"{served}chapters/{chapter}.html")
    else:
        page.goto(f"{served.book}chapters/{chapter}.html?code={served.code}")
        page.wait_for_url(re.compile(r"\.html$"))
    page.locator("html[data-figures=alive]").wait_for()
    return LivePage(page)


def keeps_the_policy(page):
    assert page.evaluate("window.refused ?? []") == [], "something broke the Content-Security-Policy"


@pytest.fixture
def visit(browser, served):
    """Open a page for one test alone: visit("rectified-linear", viewport=…, …)."""
    contexts = []

    def open_one(chapter="rectified-linear", context=None, **options):
        page = opened(browser, served, chapter, context, **options)
        if page.context not in contexts:
            contexts.append(page.context)
        return page

    yield open_one
    for context in contexts:
        for page in context.pages:
            keeps_the_policy(page)
        context.close()


# --- a page becomes live -----------------------------------------------------------------------------

HEAR = """() => { window.heard = []; const said = document.querySelector('.live-said');
  new MutationObserver(() => window.heard.push(said.textContent)).observe(said, {childList: true}); }"""
HEIGHTS = "() => [...document.querySelectorAll('div.cell > .cell_input')].map((e) => e.offsetHeight)"


def becomes_live(page):
    """Press the button from where a reader is, and note what there was before, meanwhile and afterwards."""
    page.before = page.said, page.locator(".live-start").is_visible(), list(page.asked)
    page.evaluate("document.fonts.ready.then(() => null)")
    heights = page.evaluate(HEIGHTS)
    page.evaluate(HEAR)
    heading = page.locator(".bd-article section section > h2").nth(1)
    heading.evaluate("e => scrollTo({top: e.getBoundingClientRect().top + scrollY - 90, behavior: 'instant'})")
    frames(page.page)
    top = heading.bounding_box()["y"]
    page.evaluate("document.querySelector('.live-start').click()")  # from where the reader is, not scrolled to
    page.locator("html[data-live=ready]").wait_for(timeout=PYTHON_STARTS)
    jumps = [heading.bounding_box()["y"] - top]
    higher = lambda: [pair for pair in zip(heights, page.evaluate(HEIGHTS)) if abs(pair[0] - pair[1]) > 1]  # noqa: E731
    with contextlib.suppress(AssertionError):
        eventually(lambda: not higher(), 10)  # out of sight, an editor is drawn a moment later
    page.heights, page.other_heights = heights, higher()
    page.jump = max(*jumps, heading.bounding_box()["y"] - top, key=abs)
    page.heard = page.evaluate("window.heard")
    page.asked_by_then = list(page.asked)
    return page


class LivePages:
    """The live page of the chapter that is being tested. site(kind): what serves the book."""

    def __init__(self, browser, site):
        self.browser, self.site, self.page, self.chapter = browser, site, None, None

    def __call__(self, chapter, kind):
        if (chapter, kind) != self.chapter:
            self.close()
            page = opened(self.browser, self.site(kind), chapter)
            page.on("dialog", lambda dialog: dialog.accept())
            self.page, self.chapter = becomes_live(page), (chapter, kind)
            self.page.ran = False
        return self.page

    def used(self, request):
        """A test has ended: after one that failed, the next begins with a new page."""
        if request.node.stash.get(FAILED, False):
            return self.close()
        keeps_the_policy(self.page)

    def close(self):
        if self.page:
            self.page.context.close()
        self.page = self.chapter = None


@pytest.fixture(scope="module")
def live_pages(browser, request):
    """Of the two sites only the one is begun that this worker's tests are about."""
    pages = LivePages(browser, lambda kind: request.getfixturevalue({"server": "served", "page": "in_page"}[kind]))
    yield pages
    pages.close()


@pytest.fixture
def came(request, live_pages, chapter, kind):
    """The live page of the chapter, as it is: for how it became so, and what all its cells give."""
    yield live_pages(chapter, kind)
    live_pages.used(request)


@pytest.fixture
def ran(came):
    """The same, all of its cells run, solutions included."""
    if not came.ran:
        as_published(came)
        came.locator("details.solution").evaluate_all("all => all.forEach((e) => { e.open = true; })")
        came.run_all()
        came.ran = True
    return came


@pytest.fixture
def live(request, live_pages, kind):
    """A live page whose cells are as they were published, with a Python that knows nothing."""
    yield lambda chapter="rectified-linear": as_published(live_pages(chapter, kind))
    live_pages.used(request)


def as_published(page):
    """Restart Python if anything has run, restore what was typed, fold solutions: as after the press on Live code."""
    page.emulate_media(color_scheme="light", media="screen")
    page.set_viewport_size({"width": 1100, "height": 900})
    if any(cell.state != "fresh" for cell in page.cells):
        page.get_by_role("button", name="Restart Python").click()
        eventually(lambda: "knows nothing" in page.said, 60)
    restore = page.get_by_role("button", name="Restore all")
    if restore.is_visible():
        restore.click()
    page.locator("details.solution").evaluate_all("all => all.forEach((e) => { e.open = false; })")
    page.locator(".live-figure .tools button", has_text="Reset").evaluate_all("all => all.forEach((e) => e.click())")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert {cell.state for cell in page.cells} == {"fresh"}
    page.ran = False
    page.faults.clear()
    page.asked.clear()
    return page


@of(*CHAPTERS)
def test_nothing_of_it_is_loaded_before_the_click(came):
    said, button, asked = came.before
    assert button and "run it here" in said
    assert not [url for url in asked if "live" in url.rsplit("/", 1)[1] or "thebe" in url or "/api/" in url]
    assert [url for url in came.asked_by_then if "thebe" in url] and not came.faults
    site = came.url.split("/book/")[0]
    assert all(url.startswith(site) for url in came.asked_by_then if url.startswith("http"))


@of(*CHAPTERS)
def test_progress_is_said_in_words(came):
    assert (
        came.heard[:3] == ["Loading the editor…", "Looking for Python…", "Starting Python…"]
        and "ready" in came.heard[-1]
    )
    assert came.locator(".live-said").get_attribute("role") == "status"


@of(*CHAPTERS)
def test_the_page_does_not_jump_when_it_becomes_live(came):
    assert abs(came.jump) < 3


@of(*CHAPTERS, kinds=["page"])
def test_an_editor_is_as_high_as_what_was_printed(came):
    assert len(came.heights) > 10 and came.other_heights == []


@alone
def test_a_phone_has_room_for_all_of_it_and_does_not_jump(visit):
    page = becomes_live(visit(CHAPTERS[2], viewport={"width": 360, "height": 740}))
    assert abs(page.jump) < 3
    page.run_all()
    assert_room(page, 360)
    figure = page.locator(".live-output .book-figure").first
    scroll_to(figure.locator(".tools button").last, 700)
    header = page.locator(".bd-header-article").bounding_box()
    eventually(lambda: figure.locator(".stage").first.bounding_box()["y"] >= header["y"] + header["height"])


def assert_room(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.locator(".live-tools, .live-bar, .live-notice").evaluate_all(
        f"all => all.filter((e) => e.getBoundingClientRect().right > {width}).length"
    )
    assert wide == 0


# --- all cells, one visit a chapter -------------------------------------------------------------------


def rounded(text, digits):
    return re.sub(r"-?\d+\.\d+(?:e[-+]?\d+)?", lambda number: f"{float(number[0]):.{digits}g}", text)


NUMBER = r"-?\d+(?:\.\d+)?"


def strokes(soup):
    """What lines, ticks and marks of plots look like, and where they are. Printed pages join those that look alike (author/plots.py)."""
    read = lambda text: [float(number) for number in re.findall(NUMBER, text)]  # noqa: E731
    outlines = {path.get("id"): read(path["d"])[:2] for path in soup.select("svg.plot defs path[d]")}
    looks = {}
    for stroke in soup.select("svg.plot path[d], svg.plot use[x]"):
        style, kinds = "".join(stroke.get("style", "").split()), stroke.get("class", [])
        if stroke.find_parent("defs") or "glyphs" in kinds or style == "fill:none":
            continue
        if stroke.name == "use":  # an outline put somewhere: where it begins
            begin = outlines[(stroke.get("href") or stroke["xlink:href"])[1:]]
            found = [("mark", [begin[0] + float(stroke["x"]), begin[1] + float(stroke["y"])])]
        else:
            joined = {"ticks", "marks"} & set(kinds)
            parts = re.findall("M[^M]*", stroke["d"])
            shape = lambda part: " ".join(re.sub(NUMBER, "#", part).split())  # noqa: E731
            found = [("mark", read(part)[:2]) if joined else (shape(part), read(part)) for part in parts]
        for look, numbers in found:
            looks.setdefault(f"{look} {style}", []).append(numbers)
    return sorted(looks.items())


def outputs(cell, which):
    """A cell's outputs, live or printed: [(kind, text)], numbers rounded, layout forgotten; where plots' strokes run."""
    soup = BeautifulSoup(getattr(cell, which).evaluate("e => e.innerHTML"), "html.parser")
    for hidden in soup.select(
        "[hidden], .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .blank, .needs-kernel-note, figcaption"
    ):
        hidden.decompose()
    found = [("picture", picture.get("aria-label") or picture.get("alt")) for picture in soup.select("svg.plot, img")]
    lines = strokes(soup)
    found += [("drawn", f"{len(parts)} times {look}") for look, parts in lines]
    numbers = [number for _, parts in lines for part in parts for number in part]
    found += [("figure", "")] * len(soup.select(".book-figure"))
    found += [("verdict", verdict["data-verdict"]) for verdict in soup.select("[data-verdict]")]
    for part in soup.select("svg, .live-figure, .book-figure, .needs-kernel, .jupyter-widgets, .verdict"):
        part.decompose()
    text = rounded(soup.get_text(" "), 6)
    return sorted(found) + [("text", " ".join(text.split()))], numbers


@of(*CHAPTERS)
def test_every_cell_runs_in_order_and_gives_what_is_printed(ran, kind):
    page = ran
    # Plots are printed with two decimals. The page has another version of Matplotlib, with other widths of letters.
    close = {"server": {"abs": 0.006}, "page": {"abs": 4}}[kind]
    cells = page.cells
    assert [cell.state for cell in cells] == ["done"] * len(cells), page.said
    compared = 0
    for cell in cells:
        tags = cell.root.get_attribute("class")
        there = cell.printed.count() == 1
        assert cell.replaced
        if "tag_volatile" in tags or "tag_live" in tags or not there:
            continue
        (live_out, runs), (printed, ran) = outputs(cell, "output"), outputs(cell, "printed")
        assert live_out == printed and runs == pytest.approx(ran, **close), cell.code
        compared += 1
    tagged = page.locator("div.cell:is(.tag_volatile, .tag_live):has(.live-place)").count()
    silent = sum(cell.printed.count() == 0 for cell in cells)
    assert tagged <= 2  # few cells may give other than what is printed
    assert compared == len(cells) - tagged - silent and compared >= 14
    assert not page.faults


@of(*CHAPTERS)
def test_neither_untouched_exercises_nor_solutions_count(ran):
    assert "Exercises: 0 right, 0 tried of" in ran.locator(".strip-words").text_content()


@of(*CHAPTERS)
def test_everything_has_a_name(ran):
    page = ran
    for n in 2, 6:
        cell = page.cell(n)
        assert cell.output.get_attribute("role") == "region" and f"code cell {n}" in cell.output.get_attribute(
            "aria-label"
        )
        assert cell.root.get_by_role("textbox", name=f"Code cell {n}. Shift and Enter run it").count() == 1
        assert cell.root.get_by_role("group", name=f"Code cell {n}").count() == 1


@of(*CHAPTERS, kinds=["page"])
def test_a_page_that_ran_has_room_on_a_narrow_screen(ran):
    ran.set_viewport_size({"width": 360, "height": 740})
    frames(ran.page)
    assert_room(ran, 360)
    ran.set_viewport_size({"width": 1100, "height": 900})


@of(*CHAPTERS, kinds=["page"])
def test_axe_finds_nothing_with_a_page_live_in_either_theme(ran):
    page = ran
    page.cell(3).run("import sys; print(1, file=sys.stderr); undefined + 1")
    page.cell(4).type("1")  # its result is an old one now
    assert [page.cell(n).state for n in (2, 3, 4)] == ["done", "failed", "changed"]
    for theme in "light", "dark":
        page.emulate_media(color_scheme=theme)
        page.locator(f"html[data-theme={theme}]").wait_for()
        assert axe.faults(page) == []


# --- running, one cell after the other ------------------------------------------------------------------


@of(*CHAPTERS)
def test_a_number_is_changed_and_run(live, chapter):
    page = live(chapter)
    cell = page.cell(2)
    assert cell.state == "fresh" and cell.printed.is_visible()
    assert cell.run("6 * 7") == "42"
    assert cell.state == "done" and cell.replaced and cell.root.locator(".live-state").text_content() == "ran, edited"


@together("rectified-linear")
def test_the_first_run_of_a_cell_brings_those_above_along_and_later_ones_do_not(live):
    page = live()
    third = page.cell(3)
    third.run()
    assert [page.cell(n).state for n in (1, 2, 3, 4)] == ["done", "done", "done", "fresh"]
    page.cell(2).type("1 + 1")
    third.run()
    assert page.cell(2).state == "changed" and page.cell(2).text != "2"
    third.button("Run from the top to").click()
    page.settled()
    assert page.cell(2).state == "done" and page.cell(2).text == "2"


@together("rectified-linear", "server")
def test_an_error_above_does_not_keep_a_cell_from_running_and_is_said_beside_it(live):
    page = live()
    page.cell(2).type("rleu(1)")
    assert page.cell(4).run("6 * 7") == "42"
    assert page.cell(2).state == "failed" and page.cell(3).state == "done"
    assert (
        "NameError" in page.said
        and "Above it: Code cell 2 stopped with an error: NameError"
        in page.cell(4).root.locator(".live-state").text_content()
    )


@pytest.mark.parametrize("keys", ["Shift+Enter", "Control+Enter"])
@together("rectified-linear", "server")
def test_keys_run_a_cell(live, keys):
    page = live()
    page.cell(2).type("'typed'")
    page.keyboard.press(keys)
    page.settled()
    assert page.cell(2).text == "'typed'" and page.cell(2).code == "'typed'"


@together("rectified-linear")
def test_an_error_ends_the_run_and_is_readable(live):
    page = live()
    page.cell(2).type("1 / 0")
    page.run_all()
    assert page.cell(2).state == "failed" and page.cell(3).state == "fresh"
    assert "Code cell 2 stopped with an error: ZeroDivisionError: division by zero." in page.said
    text = page.cell(2).text
    assert "ZeroDivisionError" in text and "1 / 0" in text and "\x1b" not in text and "[0;" not in text
    colours = (
        page.cell(2).output.locator("[class*=ansi]").evaluate_all("all => all.map((e) => getComputedStyle(e).color)")
    )
    assert len(set(colours)) > 1


@together("rectified-linear")
def test_a_running_cell_is_stopped(live):
    page = live()
    page.cell(2).type("import time\nwhile True:\n    time.sleep(0.05)")
    page.get_by_role("button", name="Run all cells", exact=True).click()
    eventually(lambda: page.cell(2).state == "running")
    assert page.cell(3).state == "waiting"
    page.cell(2).button("Stop").click()
    page.settled()
    assert (
        page.cell(2).state == "stopped"
        and "KeyboardInterrupt" not in page.cell(2).text
        and page.cell(3).state == "fresh"
    )
    assert page.said == "You stopped code cell 2."
    assert page.cell(2).run("2 + 2") == "4"  # Python is still there


@together("rectified-linear")
def test_a_restart_forgets_and_says_so(live):
    page = live()
    page.cell(2).run("secret = 5")
    page.get_by_role("button", name="Restart Python").click()
    eventually(lambda: "knows nothing" in page.said)
    assert page.cell(2).state == "lost" and page.cell(1).state == "lost"
    assert page.cell(1).run("'secret' in globals()") == "False"
    assert page.cell(3).run("secret") == "5"  # as cell 2, being above, is run first


@together("rectified-linear")
def test_what_is_run_right_after_several_restarts_is_not_lost(live):
    page = live()
    again = page.get_by_role("button", name="Restart Python")
    for _ in range(5):
        again.click()
        eventually(lambda: "knows nothing" in page.said)
    assert page.cell(1).run("6 * 7") == "42"
    again.click()
    assert page.cell(1).run("6 * 7 + 1") == "43"  # while it is being restarted
    assert not [url for url in page.asked if url.endswith("pyodide.asm.wasm")]  # the page keeps it, compiled


# --- what comes out -----------------------------------------------------------------------------------


@together("sums-of-relus")
def test_the_page_stays_where_the_reader_looks_while_figures_above_are_drawn_anew(live):
    page = live("sums-of-relus")
    figure = next(cell for cell in page.cells if "ThreeReLUs()" in cell.code)
    cell = page.cell(figure.number + 1)
    cell.root.scroll_into_view_if_needed()
    before = cell.root.bounding_box()["y"]
    cell.run()
    figure.output.locator(".book-figure svg.stage").first.wait_for()
    page.wait_for_timeout(1500)
    assert abs(cell.root.bounding_box()["y"] - before) < 1


@together("rectified-linear", "server")
def test_many_lines_have_a_box_that_scrolls(live):
    page = live()
    page.cell(2).run("for i in range(3000): print(i)")
    box = page.cell(2).output.locator(".jp-RenderedText")
    assert box.bounding_box()["height"] < 500 and box.get_attribute("tabindex") == "0"


@together("rectified-linear", "server")
def test_a_result_of_other_code_is_marked_as_old(live):
    page = live()
    page.cell(2).type("2")
    assert (
        "live-stale" in page.cell(2).root.get_attribute("class")
        and "printed one" in page.cell(2).root.locator(".live-state").text_content()
    )
    page.cell(2).run()
    assert "live-stale" not in page.cell(2).root.get_attribute("class")
    page.cell(2).type("3")
    assert (
        "live-stale" in page.cell(2).root.get_attribute("class")
        and "old one" in page.cell(2).root.locator(".live-state").text_content()
    )


@alone
def test_who_points_at_code_has_the_button_in_sight(visit):
    page = visit()
    page.locator(".cell_input").nth(4).click()
    assert (
        page.locator(".live-start").is_visible()
        and page.locator(".live-bar").evaluate("e => getComputedStyle(e).position") == "sticky"
    )
    assert 0 <= page.locator(".live-start").bounding_box()["y"] < 300


@together("rectified-linear")
def test_mathematics_tables_and_progress_bars(live):
    page = live()
    cell = page.cell(2)
    cell.run(
        "from IPython.display import Latex, HTML, Math, display\ndisplay(Latex('so $a^2$'), Math(r'\\frac{1}{2}'), HTML('<b>bold</b>'))"
    )
    cell.output.locator(".katex").first.wait_for()
    assert cell.output.locator(".katex").count() == 2 and cell.output.locator("b", has_text="bold").is_visible()
    assert not [url for url in page.asked if "MathJax" in url]
    text = cell.run("from tqdm import tqdm\nfor _ in tqdm(range(40), desc='forty', ncols=60): pass")
    assert "forty: 100%" in text and text.count("forty") == 1  # one bar, drawn over and over


@together("rectified-linear", "server")
def test_a_bar_that_has_gone_leaves_no_empty_box(live):
    page = live()
    page.cell(2).run("from tqdm import tqdm\nfor _ in tqdm(range(9), leave=False): pass\n'after'")
    assert page.cell(2).output.locator("[data-mime-type*=stderr]:visible").count() == 0
    assert page.cell(2).text == "'after'"


@together("rectified-linear")
def test_plots_follow_the_theme_and_have_words(live):
    page = live()
    cell = next(cell for cell in page.cells if "plot_function" in cell.code)
    cell.run()
    plot = cell.output.locator("svg.plot")
    assert plot.get_attribute("aria-label") == cell.printed.locator("svg.plot").get_attribute("aria-label")
    grid = "e => getComputedStyle(e.querySelector('path[style*=\"--plot-d5dae0\"]')).stroke"
    light = plot.evaluate(grid)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert plot.evaluate(grid) != light
    cell.run(cell.code + "\n")
    assert f"Picture 1 made by code cell {cell.number}, which you changed" == plot.get_attribute("aria-label")
    ids = page.locator("svg [id], .live-output [id], .live-place [id]").evaluate_all("all => all.map((e) => e.id)")
    assert sorted(ids) == sorted(set(ids))


@together("sums-of-relus")
def test_interact_in_full(live):
    page = live("sums-of-relus")
    cell = next(cell for cell in page.cells if "tag_live" in cell.root.get_attribute("class"))
    cell.run()
    handles = cell.output.get_by_role("slider")
    eventually(lambda: handles.count() == 6 and cell.output.locator("svg.plot").count() == 1)
    assert handles.first.get_attribute("aria-label") == "m1"
    title = cell.output.locator("svg.plot").inner_html()
    handles.first.focus()
    page.keyboard.press("ArrowRight")
    eventually(
        lambda: cell.output.locator("svg.plot").count() == 1 and cell.output.locator("svg.plot").inner_html() != title
    )
    assert not page.faults


@together("sums-of-relus")
def test_a_figure_is_alive_both_ways_and_the_printed_one_until_then(live):
    page = live("sums-of-relus")
    cell = next(cell for cell in page.cells if "ThreeReLUs()" in cell.code)
    cell.printed.get_by_label("slope m1", exact=True).focus()  # the printed figure lives on beside a kernel
    page.keyboard.press("ArrowUp")
    assert cell.printed.get_by_label("slope m1", exact=True).input_value() == "-1.4"
    after = page.cell(cell.number + 1)
    assert after.run("fig.m1") == "-1.4"  # with Python, the figure goes on from where it stands
    figure = cell.output.locator(".book-figure")
    figure.wait_for()
    assert cell.replaced
    figure.get_by_label("slope m1", exact=True).focus()
    page.keyboard.press("ArrowUp")
    assert after.run("fig.m1") == "-1.3"
    after.run("fig.m1 = 0.5")
    eventually(lambda: figure.get_by_label("slope m1", exact=True).input_value() == "0.5")
    assert not page.faults


@together("rectified-linear")
def test_exercises_answer_and_solutions_run_only_when_opened(live):
    page = live()
    starter = next(cell for cell in page.cells if "check(" in cell.code)
    solution = page.cell(starter.number + 1)
    page.run_all()
    assert starter.output.locator("[data-verdict=unanswered]").is_visible() and solution.state == "fresh"
    right = solution.code
    starter.run(right)
    assert starter.output.locator("[data-verdict=right]").is_visible()
    assert "Exercises: 1 right" in page.locator(".strip").inner_text()
    starter.type(f"{right}\nNone")
    assert "Exercises: 0 right" in page.locator(".strip").inner_text()  # until this has run, too
    page.locator(".solution > summary").first.click()
    solution.run()
    assert solution.output.locator("[data-verdict=right]").is_visible()
    assert "Exercises: 0 right" in page.locator(".strip").inner_text()


@together("rectified-linear", "server")
def test_a_button_pressed_by_keyboard_keeps_the_focus(live):
    page = live()
    run = page.cell(2).button("Run")
    run.focus()
    page.keyboard.press("Enter")
    eventually(lambda: page.cell(2).state == "done")
    assert run.evaluate("e => e === document.activeElement")


# --- edits ----------------------------------------------------------------------------------------------


@alone
def test_edits_are_kept_until_the_original_is_restored(visit):
    page = visit().go_live()
    original = page.cell(2).code
    page.cell(2).type("kept = 1")
    page.cell(3).type("kept + 1")
    page.reload()
    assert "comes back" in page.said
    page.go_live()
    assert (page.cell(2).code, page.cell(3).code) == ("kept = 1", "kept + 1") and "is back" in page.said
    assert page.cell(3).run() == "2"
    page.cell(2).button("Restore").click()
    page.cell(2).button("Undo restore of").click()
    assert page.cell(2).code == "kept = 1"
    page.cell(2).button("Restore").click()
    assert page.cell(2).code == original and page.cell(2).printed.is_visible() and page.cell(2).output.is_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Restore all").click()
    assert page.cell(3).printed.is_visible() and page.evaluate("localStorage.length") == page.evaluate(
        "Object.keys(localStorage).filter((key) => !key.startsWith('live-cells')).length")  # fmt: skip
    page.reload()
    assert "comes back" not in page.said


@alone
def test_an_edit_of_a_cell_that_is_no_longer_there_is_not_lost(visit):
    page = visit()
    page.evaluate(
        "localStorage.setItem(document.querySelector('.live-bar').dataset.edits, JSON.stringify({'old code': 'my own work', 'x': 5}))"
    )
    page.go_live()  # although what something else has put there is no text
    page.get_by_text("that is no longer there").click()
    assert page.get_by_text("my own work").is_visible()
    page.get_by_role("button", name="Throw it away").click()
    assert page.evaluate("localStorage.getItem(document.querySelector('.live-bar').dataset.edits)") is None


@together("rectified-linear", "page")
def test_what_was_handed_in_comes_back_into_the_editors_and_is_taken_back(live, tmp_path):
    page = live()
    starter = next(cell for cell in page.cells if 'check("my-relu"' in cell.code)
    original, right = starter.code, page.cell(starter.number + 1).code
    starter.run(right)
    page.cell(2).type("kept = 1")
    page.get_by_role("button", name="Hand in…").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").click()
    saved.value.save_as(tmp_path / "renamed.ipynb")
    page.get_by_role("button", name="Restore all").click()
    assert starter.code == original
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Open a hand-in…").click()
    chosen.value.set_files(tmp_path / "renamed.ipynb")
    eventually(lambda: "Opened: 2 cells" in page.locator(".strip > .strip-said").inner_text())
    assert (starter.code, page.cell(2).code) == (right, "kept = 1")
    assert "Exercises: 1 right" in page.locator(".strip").inner_text()
    state = page.locator(".exercise .live-state").filter(has_text="right when you last ran it")
    assert state.count() == 1
    page.locator(".strip").get_by_role("button", name="Undo").click()
    assert starter.code == original and page.cell(2).code != "kept = 1"
    starter.run(right)
    page.get_by_role("button", name="Forget my work…").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    assert starter.code == original and starter.state == "fresh" and not starter.output.is_visible()


# --- by keyboard ---------------------------------------------------------------------------------------


@alone
def test_by_keyboard_alone(visit):
    page = visit()
    page.locator(".live-start").focus()
    page.keyboard.press("Enter")
    page.locator("html[data-live=ready]").wait_for()
    field = page.cell(2).root.locator("[aria-label^='Code cell 2.']")
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("pass")
    assert page.cell(2).code.endswith("\n    pass")  # in an editor, Tab indents
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"  # and after Escape it leaves
    field.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.activeElement.closest('.CodeMirror')")
