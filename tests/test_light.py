"""Light pages: icons drawn at build, rules that cannot apply left out, one style sheet; nothing visible lost."""

import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt

from live_book import download, icons, light, pages, pictures, widgets

ROOT = Path(__file__).parent.parent
SITE = ROOT / "_build/html"


def app_of(site):
    return SimpleNamespace(outdir=str(site), builder=SimpleNamespace(format="html"), config=None)


# --- icons --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ['<i class="fas fa-rocket"></i>', '<span class="fa-solid fa-bars"></span>', '<i class="fab fa-github"></i>',
     '<i class="fas fa-pencil-alt"></i>',
     '<i class="theme-switch fa-solid fa-sun  fa-lg" data-mode="light" aria-hidden="true"></i>'],
)  # fmt: skip
def test_an_icon_becomes_its_drawing(place):
    drawn = icons.PLACE.sub(icons._drawn, place)
    assert drawn.startswith('<svg class="svg-inline--fa ') and drawn.count("aria-hidden") == 1
    assert len(re.search(r' d="([^"]+)"', drawn)[1]) > 50
    assert ("fa-lg" in drawn, 'data-mode="light"' in drawn) == ("fa-lg" in place, "data-mode" in place)


def test_an_icon_that_nobody_knows_is_a_warning(caplog, monkeypatch):
    said = []
    monkeypatch.setattr(icons.log, "warning", lambda words, *values: said.append(words % values))
    assert icons.PLACE.sub(icons._drawn, '<i class="fas fa-no-such-thing"></i>') == ""
    assert "fa-no-such-thing" in said[0]


def test_an_old_name_and_a_new_one_are_one_icon_which_fills_its_square():
    assert icons.outline("fa-solid-900.ttf", "pencil-alt") == icons.outline("fa-solid-900.ttf", "pencil")
    width, height, path = icons.outline("fa-solid-900.ttf", "file")
    heights = [float(number) for number in re.findall(r"V(-?\d+)", path)]
    assert (width, height) == (384, 512) and min(heights) >= 0 and max(heights) <= 512


def test_no_built_page_waits_for_a_script_or_a_font_to_draw_its_icons():
    for path in pages.written(app_of(SITE), None):
        assert not icons.PLACE.search(path.read_text("utf-8")), path
    for sheet in (SITE / "_static").glob("book.*.css"):
        assert "fontawesome/webfonts" not in sheet.read_text("utf-8")


# --- style sheets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule, kept",
    [(".a.b{x:y}", ""), (".a .b,.a p{x:y}", ".a p{x:y}"), ("p:not(.b){x:y}", "p:not(.b){x:y}"),
     (":is(.b,.a){x:y}", ":is(.b,.a){x:y}"), ("@font-face{src:url(a)}", "@font-face{src:url(a)}"),
     ("@media (min-width:1px){.b{x:y}}", ""), ("@media (min-width:1px){.a{x:y}}", "@media (min-width:1px){.a{x:y}}"),
     ('a[href=".b"]{x:y}', 'a[href=".b"]{x:y}'), (".tooltip.b-popover{x:y}", ".tooltip.b-popover{x:y}")],
)  # fmt: skip
def test_only_rules_that_ask_for_a_class_nobody_has_are_left_out(rule, kept):
    assert light.used_rules(rule, {"a"}) == kept


def test_a_style_sheet_keeps_pointing_to_its_files(tmp_path):
    static = tmp_path / "_static"
    (static / "deep").mkdir(parents=True)
    (static / "one.css").write_text('@charset "utf-8"; a{background:url(one.png)} /* b */')
    (static / "deep/two.css").write_text('@import "../one.css";\nb{background:url("../two.png"),url(data:x)}')
    text = light._sheet(static / "deep/two.css", static, frozenset())
    assert re.findall(r'url\("?([^")]+)', text) == ["one.png", "two.png", "data:x"]
    assert "@import" not in text and "@charset" not in text and "/*" not in text


PAGE = """<html><head><link rel="stylesheet" href="../_static/one.css?v=1" />
<link href="../_static/two.css" rel="stylesheet"><link rel="stylesheet" href="../_static/figures/f.css"></head>
<body><script src="../_static/one.js"></script><script defer src="../_static/two.js"></script></body></html>"""


def a_site(folder):
    (folder / "chapters").mkdir(parents=True)
    (folder / "_static/figures").mkdir(parents=True)
    for name in "one.css", "two.css", "one.js", "two.js":
        (folder / "_static" / name).write_text(f"/* {name} */ {Path(name).stem}{{}}")
    (folder / "chapters/page.html").write_text(PAGE)
    return folder


def test_a_page_has_one_sheet_and_one_script_and_later_builds_renew_them(tmp_path):
    site = a_site(tmp_path / "site")
    page = site / "chapters/page.html"
    light.bundle(app_of(site), None)
    first = page.read_text()
    (sheet,) = re.findall(r'<link rel="stylesheet" href="\.\./_static/(book\.\w+\.css)">', first)
    (script,) = re.findall(r'<script defer src="\.\./_static/(book\.\w+\.js)">', first)
    assert first.count("<script") == 1 and first.count("stylesheet") == 2 and "figures/f.css" in first
    assert first.index(sheet) < first.index("figures/f.css")
    assert re.findall(r"one{}|two{}", (site / "_static" / script).read_text()) == ["one{}", "two{}"]
    light.bundle(app_of(site), None)
    assert page.read_text() == first
    (site / "_static/two.css").write_text("two{color:red}")  # and no page was written anew
    light.bundle(app_of(site), None)
    assert sheet not in page.read_text() and not (site / "_static" / sheet).exists()
    (renewed,) = (site / "_static").glob("book.*.css")
    assert renewed.name in page.read_text() and "color:red" in renewed.read_text()


def test_scripts_come_in_groups_that_are_short_tasks_and_search_stays_in_one():
    names = "doctools clipboard.min copybutton sphinx-book-theme questions pydata-sphinx-theme menus sections".split()
    scripts = tuple(Path(f"{name}.js") for name in names)
    assert [[script.stem for script in group] for group in light._tasks(scripts)] == [
        ["doctools", "clipboard.min"], ["copybutton"], ["sphinx-book-theme", "questions"], ["pydata-sphinx-theme"],
        ["menus", "sections"],
    ]  # fmt: skip
    found = (scripts[0], Path("searchtools.js"), scripts[2])
    assert light._tasks(found) == [found]


def test_the_theme_asks_no_block_that_is_not_laid_out_whether_it_scrolls():
    theme = (SITE / "_static/scripts/pydata-sphinx-theme.js").read_text()
    bundles = "".join(path.read_text() for path in (SITE / "_static").glob("book.*.js"))
    assert theme.count(light.SCROLLS) == 1  # else another theme is here, and light.py must know it
    assert bundles.count(light.ONCE_LAID_OUT) == bundles.count(light.SCROLLS) >= 1


def test_plain_parts_of_code_have_the_colour_of_code_in_both_themes():
    sheet, book = (SITE / "_static/pygments.css").read_text(), (ROOT / "live_book/static/book.css").read_text()
    for theme in "light", "dark":
        (own,) = re.findall(rf'"{theme}"\] \.highlight:not\(\.cell_output \*\) pre {{ color: (#\w+)', book)
        for name in "npw":
            (rule,) = re.findall(rf'"{theme}"\] \.highlight \.{name} {{([^}}]*)}}', sheet)
            assert rule.split() == ["color:", rule.split()[1]] and rule.split()[1].lower() == own.lower()
    context = {"body": '<pre><span class="n">x</span><span class="p">(</span><span class="mi">1</span></pre>'}
    light.leave_plain_code_plain(None, "", "", context, None)
    assert context["body"] == '<pre>x(<span class="mi">1</span></pre>'


# --- plots ----------------------------------------------------------------------------------------------


def matplotlibs_drawing():
    with plt.rc_context({"svg.fonttype": "path"}):
        figure, axes = plt.subplots()
        axes.plot([0, 1, 2], [1, 3, 2], "o", markerfacecolor="none")
        axes.set(xlabel="two words", ylabel=r"$y_1^2$", title="7 or −8")
        axes.grid()
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg")
        plt.close(figure)
    return drawing.getvalue()


def parsed(drawing):
    return BeautifulSoup(drawing[drawing.index("<svg") :], "html.parser")


def points(path, digits=3):
    """All points of a path with absolute or relative steps, as absolute ones."""
    found, start, here = [], (0, 0), (0, 0)
    for name, numbers in re.findall("([A-Za-z])([^A-Za-z]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        pairs = list(zip(values[::2], values[1::2]))
        origin = (0, 0) if name.isupper() else here
        found += [(round(origin[0] + x, digits), round(origin[1] + y, digits)) for x, y in pairs]
        here = found[-1] if pairs else start
        start = here if name == "M" else start
    return found


def test_each_word_of_a_plot_is_one_path_of_the_outlines_that_its_letters_had():
    drawing = matplotlibs_drawing()
    raw, svg = parsed(drawing), parsed(pictures.themed_svg(drawing, "x"))
    outlines = {path["id"]: path.get("d", "") for path in raw.select("defs path[id]")}
    groups = [group for group in raw.select("g[transform]:has(> use)")]
    words = svg.select("path.words")
    assert len(words) == len(groups) > 10 and not svg.select("use")
    assert len(svg.find_all(True)) < len(raw.find_all(True)) / 5
    for word, group in zip(words, groups):
        wanted = []
        for use in group.find_all("use"):
            x, y, size = re.fullmatch(
                r"translate\((\S+) (\S+)\)(?: scale\((\S+)\))?", use.get("transform", "translate(0 0)")
            ).groups()
            place = points(outlines[use["xlink:href"][1:]])
            wanted += [
                (float(x) + px * float(size or 1) / 64, float(y) + py * float(size or 1) / 64) for px, py in place
            ]
        drawn = [(x / pictures.FINENESS, y / pictures.FINENESS) for x, y in points(word["d"])]
        assert np.allclose(drawn, wanted, atol=0.51 / pictures.FINENESS), group
        assert word["transform"].endswith(f" scale({1 / pictures.FINENESS})")


def test_grid_lines_ticks_and_hollow_marks_are_one_path_each_where_they_were():
    drawing = matplotlibs_drawing()
    raw, svg = parsed(drawing), parsed(pictures.themed_svg(drawing, "x"))
    at = lambda uses: [(float(use["x"]), float(use["y"])) for use in uses]  # noqa: E731
    grids, all_ticks = svg.select("path[clip-path]"), svg.select("path.ticks")
    for axis, grid, ticks in zip(raw.select("g[id^='matplotlib.axis']"), grids, all_ticks, strict=True):
        wanted = at(axis.select("use[x]"))
        assert len(wanted) > 4 and np.allclose(points(ticks["d"])[::2], wanted, atol=0.006)
        lines = [point for line in axis.select("path[clip-path]") for point in points(line["d"])]
        assert len(lines) > 8 and np.allclose(points(grid["d"]), lines, atol=0.006)
    (marks,) = svg.select("path.marks")
    circle = raw.find("g", attrs={"clip-path": True}).find("use")["xlink:href"][1:]
    outline = np.array(points(raw.find(id=circle)["d"]))
    wanted = np.concatenate([outline + place for place in at(raw.select(f"use[x][xlink\\:href='#{circle}']"))])
    assert np.allclose(points(marks["d"]), wanted, atol=0.02)
    assert not svg.find("path", style="fill: none")


def test_a_plot_keeps_two_decimals_its_shape_and_the_ids_that_are_needed():
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36"><g id="idle">'
        '<path id="used" d="M 1.23456  L 2 -0.001 " transform="translate(1.98765 2) scale(0.015625)"/></g>'
        '<use href="#used" x="10.0049"/></svg>'
    )
    shown = pictures.themed_svg(text, "words")
    assert 'd="M 1.23 L 2 -0"' in shown and "translate(1.99 2) scale(0.015625)" in shown and 'x="10"' in shown
    assert "idle" not in shown and shown.count("used") == 2 and "aspect-ratio:72.00/36.00" in shown


# --- scripts of figures, and the download -----------------------------------------------------------------


def test_figures_of_a_page_share_what_they_have_in_common():
    common = "const a = 1;\nfunction b() { return a; }\n// --- the figure itself ----\n"
    one, two = (widgets.as_scripts(f"{common}export const c = b();\nexport default {{ c: {n} }};\n") for n in (1, 2))
    assert one["kit"] == two["kit"] and "{ a, b }" in one["kit"] and one[""] != two[""]
    assert "export" not in one[""] and "function b" not in one[""]


def test_the_download_holds_what_pages_refer_to_and_is_the_same_each_time(tmp_path):
    site = a_site(tmp_path / "site")
    (site / "_static/two.css").write_text('a{background:url("a%20b.png")}')
    (site / "_static/a b.png").write_bytes(b"x")
    (site / "_static/unused.js").write_text("x")
    app = app_of(site)
    app.config = SimpleNamespace(html_title="A Book: of Two")
    download.pack(app, None)
    archive = site / "a-book-of-two.zip"
    first = archive.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        names = {name.removeprefix("a-book-of-two/") for name in packed.namelist()}
    assert names == {
        "READ ME.txt", "chapters/page.html", "_static/one.css", "_static/two.css", "_static/one.js", "_static/two.js",
        "_static/a b.png",
    }  # fmt: skip
    download.pack(app, None)
    assert archive.read_bytes() == first
