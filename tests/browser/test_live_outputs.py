"""What cells put out, beyond text and plots: without end, late, in other forms. One live page of each kind for all."""

import contextlib
import re

import pytest

from .live import LivePage, Served, eventually, watched

KINDS = [  # where the Python of the page is
    pytest.param(kind, marks=pytest.mark.xdist_group(f"live outputs {kind}")) for kind in ("server", "page")
]
with_a_server = pytest.mark.parametrize("page", KINDS[:1], indirect=True)  # what a page cannot


@contextlib.contextmanager
def address(kind, request):
    if kind == "page":
        yield f"{request.getfixturevalue('in_page')}chapters/rectified-linear.html"
    else:
        with Served() as served:
            yield f"{served.book}chapters/rectified-linear.html?code={served.code}"


@pytest.fixture(scope="module", params=KINDS)
def page(browser, request):
    """A live page, whose Python each test finds as it is; cells 2 to 5 are anybody's."""
    with address(request.param, request) as url:
        page = watched(browser.new_context(viewport={"width": 1100, "height": 900}))
        page.goto(url)
        page.wait_for_url(re.compile(r"\.html$"))
        live = LivePage(page).go_live()
        live.cell(1).run()
        yield live
        page.context.close()


@pytest.fixture(autouse=True)
def one_failure_is_one(page):
    """A cell that a failed test left running is not waited for by the next."""
    yield
    if page.page.locator("div.cell[data-live=running]").count():
        page.page.get_by_role("button", name="Restart Python").click()
        page.settled()


def cut(cell):
    """The line below an output that says what has been cut."""
    line = cell.output.locator(".live-cut")
    line.wait_for()
    return line


def test_output_past_the_limit_is_cut_with_a_word_and_kept_to_be_opened(page):
    cell = page.cell(2)
    cell.run("print('x' * 200_000)")
    assert "Cut here: 180,001 more characters" in cut(cell).text_content()
    assert len(cell.output.locator(".jp-RenderedText").inner_text()) == 20_000
    cut(cell).get_by_role("button", name="Show the rest").click()
    rest = cell.output.locator(".live-rest")
    assert rest.evaluate("e => [e.textContent.length, e === document.activeElement]") == [180_001, True]
    with page.expect_download() as saved:
        cut(cell).get_by_role("button", name="Save").click()
    assert saved.value.path().stat().st_size == 180_001
    assert cell.run("'short'") == "'short'" and not cell.output.locator(".live-cut, .live-rest").first.is_visible()


@pytest.mark.parametrize("code", ["'y' * 100_000", "for i in range(30_000): print(i)"])
def test_results_and_many_lines_are_cut_too(page, code):
    cell = page.cell(2)
    cell.run(code)
    assert "more characters" in cut(cell).text_content()
    assert len(cell.output.locator(".jp-RenderedText").first.inner_text()) <= 20_001


def test_a_progress_bar_is_drawn_over_and_not_counted(page):
    cell = page.cell(2)
    # more than is shown of an output, in fewer messages than a socket holds: beyond that the last one may be lost
    cell.run("for i in range(900): print(f'\\r{i:>180}', end='', flush=True)")
    eventually(lambda: cell.text.endswith("899"))  # what has come is drawn a moment later
    assert not cell.output.locator(".live-cut").is_visible()


LAST_WORD_LOST = """session = get_ipython().kernel.session
send = session.send
def silent(stream, kind, *rest, **more):
    if kind == 'status':
        session.send = send
    else:
        return send(stream, kind, *rest, **more)
session.send = silent; print('all said')"""


@with_a_server
def test_a_cell_whose_last_word_is_lost_ends_all_the_same(page):
    assert page.cell(2).run(LAST_WORD_LOST) == "all said" and page.cell(2).state == "done"
    assert page.cell(3).run("'goes on'") == "'goes on'"


# --- late ---------------------------------------------------------------------------------------------------


@with_a_server
def test_a_thread_that_prints_later_prints_at_its_cell(page):
    page.cell(2).run(
        "import threading, time\n"
        "def later():\n    time.sleep(1); print('from the thread')\n"
        "threading.Thread(target=later).start(); print('begun')"
    )
    assert page.cell(3).run("'between'") == "'between'"
    eventually(lambda: "from the thread" in page.cell(2).text)
    assert "from the thread" not in page.cell(3).text


def test_a_display_handle_is_updated_from_another_cell(page):
    page.cell(2).run("from IPython.display import display\nhandle = display('before', display_id=True)")
    page.cell(3).run("handle.update('after')")
    eventually(lambda: page.cell(2).text == "'after'")


BUTTON = """import ipywidgets
def pressed(_):
    print('it was pressed'); 1 / 0
button = ipywidgets.Button(description='Press me', icon='check'); button.on_click(pressed); button"""


def test_what_a_callback_prints_and_its_error_are_shown_at_the_cell_of_its_widget(page):
    cell = page.cell(2)
    cell.run(BUTTON)
    page.cell(3).run("'in between'")
    cell.output.get_by_role("button", name="Press me").click()
    eventually(lambda: "it was pressed" in cell.text and "ZeroDivisionError" in cell.text)
    assert "ZeroDivisionError" not in page.cell(3).text


def test_an_output_widget_keeps_what_it_catches(page):
    cell = page.cell(2)
    cell.run(
        "import ipywidgets\nout = ipywidgets.Output()\ndef moved(change):\n    with out: print('caught', change['new'])\n"
        "slider = ipywidgets.IntSlider(description='n'); slider.observe(moved, 'value'); ipywidgets.VBox([slider, out])"
    )
    cell.output.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    eventually(lambda: "caught 1" in cell.text)
    page.wait_for_timeout(300)
    assert cell.text.count("caught 1") == 1


# --- other forms -------------------------------------------------------------------------------------------------


def test_the_icons_of_widgets_are_seen(page):
    cell = page.cell(2)
    cell.run(
        "import ipywidgets\nipywidgets.VBox([ipywidgets.Play(), ipywidgets.Button(description='ok', icon='check')])"
    )
    icon = cell.output.locator("button .fa, button.fa, i.fa").first
    icon.wait_for()
    page.wait_for_function("document.fonts.check('900 16px \"Font Awesome 6 Free\"')")
    drawn = "e => [getComputedStyle(e, '::before').content, getComputedStyle(e).fontFamily]"
    content, family = icon.evaluate(drawn)
    assert content not in ("none", "normal") and "Font Awesome" in family and icon.bounding_box()["width"] > 5


def test_markdown_is_set_with_its_mathematics(page):
    cell = page.cell(2)
    cell.run("from IPython.display import Markdown\nMarkdown('# A *title*\\n\\n| a | b |\\n|---|---|\\n| 1 | $x^2$ |')")
    cell.output.locator("h1 em").wait_for()
    cell.output.locator(".katex").wait_for()
    assert cell.output.locator("td").first.text_content() == "1"


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg=="


def test_pictures_and_sounds_of_widgets_and_in_the_output_itself_are_let_in(page):
    cell = page.cell(2)
    cell.run(
        f"import base64, ipywidgets\nfrom IPython.display import Audio, HTML, display\ndot = base64.b64decode('{DOT}')\n"
        "display(ipywidgets.Image(value=dot), HTML('<img alt=\"a dot\" src=\"data:image/png;base64,' + base64.b64encode(dot).decode() + '\">'))\n"
        "Audio([0.0] * 800, rate=8000)"
    )
    loaded = "all => all.map((e) => e.complete && e.naturalWidth)"
    eventually(lambda: cell.output.locator("img").evaluate_all(loaded) == [2, 2])
    cell.output.locator("audio").wait_for()
    eventually(lambda: cell.output.locator("audio").evaluate("e => e.readyState > 0 || e.networkState === 1"))
    assert not cell.output.locator(".live-refused").count()


def test_what_the_policy_refuses_is_said_in_its_place(page):
    cell = page.cell(2)
    cell.run(
        "from IPython.display import HTML\nHTML('<p>before</p><img alt=x src=\"https://pictures.example/x.png\">')"
    )
    said = cell.output.locator(".live-refused")
    said.wait_for()
    assert "pictures.example" in said.text_content() and said.count() == 1


def test_a_picture_in_svg_that_is_not_matplotlibs_keeps_its_size_and_its_style(page):
    cell = page.cell(2)
    cell.run(
        "from IPython.display import SVG\n"
        'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="40%" height="60"><style>p, rect { fill: red; color: red }</style>\'\n'
        '    \'<rect width="100%" height="100%"/></svg>\')'
    )
    picture = cell.output.locator("img")
    picture.wait_for()
    assert picture.get_attribute("alt") and 50 <= picture.bounding_box()["height"] <= 70
    colour = page.locator(".bd-article p").first.evaluate("e => getComputedStyle(e).color")
    assert colour != "rgb(255, 0, 0)"


@with_a_server
def test_pip_is_that_of_the_kernel(page):
    assert (
        page.cell(2).run(
            "import os, sys\nlines = !pip --version\nos.path.dirname(os.path.dirname(sys.executable)) in lines[0]"
        )
        == "True"
    )


BEAT = """() => { window.worst = 0; let before = performance.now();
  setInterval(() => { const now = performance.now(); worst = Math.max(worst, now - before); before = now; }, 50); }"""


def test_the_page_answers_while_a_cell_prints_millions_of_characters(page):
    cell = page.cell(2)
    page.evaluate(BEAT)
    cell.run("for _ in range(10_000): print('without end ' * 50)", seconds=120)
    assert cell.state == "done" and page.evaluate("worst") < 3000 and "IOPub" not in cell.text
    cut = cell.output.locator(".live-cut")
    eventually(lambda: cut.is_visible() or "more at once than its server passes on" in cell.text)
    assert page.cell(3).run("1 + 1") == "2"
