"""Few files for many pages: one style sheet, few scripts; nothing visible lost."""

import re
import subprocess
from pathlib import Path

from live_book.assets import node_tool
from live_book.finish import bundle
from live_book.folders import SITE

from .sites import PAGE, raw_site


def bundled(raw):
    texts, files = bundle.bundled({"chapters/page.html": (raw / "chapters/page.html").read_text()}, raw)
    return texts["chapters/page.html"], files


def test_a_style_sheet_keeps_pointing_to_its_files(tmp_path):
    raw = raw_site(tmp_path)
    static = raw / "_static"
    (static / "deep").mkdir()
    (static / "one.css").write_text('@charset "utf-8"; a{background:url(one.png)} /* b */')
    (static / "deep/two.css").write_text('@import "../one.css";\nb{background:url("../two.png"),url(data:x)}')
    (raw / "chapters/page.html").write_text(PAGE.replace("two.css", "deep/two.css"))
    text, files = bundled(raw)
    (sheet,) = (content for name, content in files.items() if re.fullmatch(r"_static/book\.\w{12}\.css", name))
    assert re.findall(r'url\("?([^")]+)', sheet) == ["one.png", "two.png", "data:x"]
    assert "@import" not in sheet and sheet.rfind("@charset") == 0 and "/*" not in sheet


def test_a_page_has_one_sheet_and_one_script_named_by_what_is_in_them(tmp_path):
    raw = raw_site(tmp_path)
    text, files = bundled(raw)
    (sheet,) = re.findall(r'<link rel="stylesheet" href="\.\./(_static/book\.\w{12}\.css)">', text)
    (script,) = re.findall(r'<script defer src="\.\./(_static/book\.\w{12}\.js)">', text)
    (own,) = re.findall(r'href="\.\./(_static/figures/f\.\w{12}\.css)"', text)  # of pages with figures alone
    assert text.count("<script") == 1 and text.count("stylesheet") == 2 and text.index(sheet) < text.index(own)
    assert files[sheet].split() == ["one{color:red}two{color:red}"]
    assert re.findall(r"const (one|two)=1", files[script]) == ["one", "two"]  # names at the top stay what they are
    assert bundled(raw) == (text, files)
    (raw / "_static/two.css").write_text("two{color:blue}")
    changed, others = bundled(raw)
    assert sheet not in changed and sheet not in others and script in changed


KIT = "export const two = 2;\nexport function twice(x) { return two * x; }\nexport const unused = 9;\n"
FIGURE = "const mine = twice(4);\nexport const seen = mine;\nexport default { render() { return mine; } };\n"
RUN = """const self = globalThis;
globalThis.document = { currentScript: { src: "http://x/figure.js?v=1" } };
for (const script of process.argv.slice(1)) (0, eval)(script);
const { default: widget, seen } = self.liveModules["http://x/figure.js"]();
console.log(widget.render(), seen, self.liveModules["http://x/figure.js"]().default === widget);"""


def test_a_figure_is_a_classic_script_that_finds_the_kit_in_another(tmp_path):
    raw = raw_site(tmp_path)
    (raw / "_static/figures/abc").mkdir()
    (raw / "_static/figures/abc/kit.js").write_text(KIT)
    (raw / "_static/figures/abc/my-own.0123456789ab.js").write_text(FIGURE)
    tags = '<script src="../_static/figures/abc/kit.js"></script><script src="../_static/figures/abc/{}"></script>'
    state = '{"_esm": "static:figures/abc/my-own.0123456789ab.js"}'
    body = f"<body>{state}{tags.format('my-own.0123456789ab.js')}"
    (raw / "chapters/page.html").write_text(PAGE.replace("<body>", body))
    text, files = bundled(raw)
    kit, figure = re.findall(r'src="\.\./(_static/figures/(?:kit|my-own)\.\w{12}\.js)"', text)
    assert f'"static:{figure.removeprefix("_static/")}"' in text and "figures/abc" not in text
    assert "export" not in files[kit] + files[figure] and "twice(x)" not in files[figure]
    done = subprocess.run([node_tool("node"), "-e", RUN, files[kit], files[figure]], capture_output=True, text=True)
    assert done.stdout == "8 undefined false\n", done.stderr  # its widget alone; each call makes a module of its own


def test_scripts_come_in_groups_that_are_short_tasks_and_search_stays_in_one():
    names = "doctools clipboard.min copybutton sphinx-book-theme questions pydata-sphinx-theme menus sections".split()
    scripts = tuple(Path(f"{name}.js") for name in names)
    assert [[script.stem for script in group] for group in bundle.tasks(scripts)] == [
        ["doctools", "clipboard.min"], ["copybutton"], ["sphinx-book-theme", "questions"], ["pydata-sphinx-theme"],
        ["menus", "sections"],
    ]  # fmt: skip
    found = (scripts[0], Path("searchtools.js"), scripts[2])
    assert bundle.tasks(found) == [found]


def test_groups_of_scripts_are_loaded_in_the_order_of_the_page(tmp_path):
    raw = raw_site(tmp_path)
    (raw / "_static/menus.js").write_text("const menus = 1;\n")
    more = '<script defer src="../_static/menus.js"></script></body>'
    (raw / "chapters/page.html").write_text(PAGE.replace("</body>", more))
    text, files = bundled(raw)
    scripts = re.findall(r'src="\.\./(_static/book\.\w{12}\.js)"', text)
    assert [re.findall(r"const (\w+)=1", files[script]) for script in scripts] == [["one", "two"], ["menus"]]


def test_the_theme_asks_no_block_that_is_not_laid_out_whether_it_scrolls():
    bundles = "".join(path.read_text() for path in (SITE / "_static").glob("book.*.js"))
    asks = re.findall(r"(checkVisibility\?\.\([^=]+===!1\|\|\()?\w+\.tabIndex=\w+\.scrollWidth>", bundles)
    assert asks and all(asks)


def test_a_script_that_prose_names_is_prose(tmp_path):
    raw = raw_site(tmp_path)
    told = "<p>The file is <code>relu_lib/figures/matmul.js</code>.</p>"
    (raw / "chapters/page.html").write_text(PAGE.replace("<body>", f"<body>{told}"))
    text, files = bundled(raw)
    assert told in text and not [name for name in files if "matmul" in name]
