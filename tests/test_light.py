"""Light pages: icons drawn at build, rules that cannot apply left out, one style sheet; nothing visible lost."""

import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

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


def test_scripts_come_in_groups_that_are_short_tasks_and_search_stays_in_one(tmp_path):
    def script(name, size):
        path = tmp_path / name
        path.write_text("x" * size)
        return path

    a, b, big, c = script("a", 20_000), script("b", 9_000), script("big", 80_000), script("c", 10)
    assert light._tasks((a, b, big, c)) == [(a, b), (big,), (c,)]
    search = script("searchtools.js", 20_000)
    assert light._tasks((a, search, big)) == [(a, search, big)]


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


def letter(prefix, name, outline):
    return f'<path id="{prefix}{name}" d="{outline}" transform="scale(0.015625)" />'


def test_letters_are_drawn_once_for_all_plots_of_a_page():
    one, two, odd = (
        letter("p00000001-", "Sans-41", "M1"),
        letter("p00000002-", "Sans-41", "M1"),
        letter("p00000003-", "Sans-41", "M2"),
    )
    uses = "".join(f'<use href="#p0000000{i}-Sans-41" />' for i in (1, 2, 3))
    context = {"body": f"<defs>{one}</defs><defs>{two}</defs>{odd}{uses}<a href='#p1'>x</a>"}
    pictures.share_letters(None, "", "", context, None)
    body = context["body"]
    assert body.count('d="M1"') == body.count('d="M2"') == 1
    assert body.count('href="#letter-Sans-41"') + body.count('href="#p0000000') == 3
    for target in re.findall(r'<use href="#([^"]+)"', body):
        assert f'id="{target}"' in body
    plain = {"body": "<p>no plot</p>"}
    pictures.share_letters(None, "", "", plain, None)
    assert plain["body"] == "<p>no plot</p>"


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
