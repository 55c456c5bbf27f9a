"""What this book relies on in the theme, Sphinx, myst-nb, KaTeX's extension, Thebe and Pyodide beyond what they promise.

After an update, the first table says at once what is no longer there and whom that concerns; the second says which
fault of theirs is gone, so that its mend here can go, too. A place is a package and a file of it, or "built" and a
file of Sphinx's output.
"""

import importlib.util
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from live_book import assets
from live_book.author import math
from live_book.finish import bundle, icons, markup, prune, theme
from live_book.live.server import SITE

ROOT = Path(__file__).parent.parent
RAW = SITE.with_name("sphinx")
PYDATA = "pydata_sphinx_theme", "theme/pydata_sphinx_theme/"
BOOK = "sphinx_book_theme", ""


class Reliance(NamedTuple):
    """A text that stands in a file of somebody else's, and why we need it there."""

    package: str
    file: str
    text: str
    reason: str


def _theme(file, text, reason):
    return Reliance(PYDATA[0], PYDATA[1] + file, text, reason)


def _book(file, text, reason):
    return Reliance(BOOK[0], file, text, reason)


RELIED_ON = [
    # --- the theme: templates that ours extend or replace
    _theme("layout.html", "{%- block css %}", "finish/templates/layout.html sets colours behind it"),
    _theme("layout.html", "{%- block extrahead %}", "finish/templates/layout.html keeps search to the search page"),
    _theme("layout.html", "{%- block scripts_end %}", "finish/templates/layout.html tells search of a page from disk"),
    _theme("layout.html", "_webpack.head_pre_assets()", "the macro is ours: finish/templates/static/webpack-macros.html"),
    _theme("layout.html", "_webpack.head_js_preload()", "the macro is ours: what it loads is left out"),
    _theme("layout.html", "_webpack.body_post()", "the macro is ours: scripts at the end of a page"),
    _theme("layout.html", '<article class="bd-article">', "finish/notebooks.py makes its notebook of the article"),
    _theme("layout.html", 'id="pst-back-to-top"', "menus.js and noscript rules know it"),
    _theme("layout.html", 'id="pst-primary-sidebar"', "with scripts blocked, layout.html shows it on phones"),
    _theme("layout.html", "bd-container__inner", "with scripts blocked, layout.html stacks it on phones"),
    _book("theme/sphinx_book_theme/components/extra-footer.html", "theme_extra_footer", "finish/theme.py puts the link to report a mistake there"),
    # --- the theme: files that ours name
    _theme("static/styles/theme.css", "", "webpack-macros.html loads it"),
    _theme("static/styles/pydata-sphinx-theme.css", "", "webpack-macros.html loads it, finish/prune.py prunes it"),
    _theme("static/scripts/bootstrap.js", "", "menus.js loads it when a reader reaches for a menu"),
    _theme("static/scripts/pydata-sphinx-theme.js", bundle.SCROLLS, "finish/bundle.py makes it spare what rests"),
    _theme("static/vendor/fontawesome/webfonts/fa-solid-900.ttf", "", "finish/prune.py takes icons of the sheet from it"),
    # --- the book theme: buttons on top of a page
    _book("header_buttons/__init__.py", '"label": "download-buttons"', "live/launch.py and finish/download.py add to it"),
    _book("header_buttons/__init__.py", '"label": "download-source-button"', "live/launch.py names it in words"),
    _book("header_buttons/__init__.py", '"label": "download-pdf-button"', "live/launch.py names it in words"),
    _book("header_buttons/__init__.py", 'context["header_buttons"] = []', "live/launch.py puts its menu into this list"),
    _book("header_buttons/launch.py", 'config_theme.get("launch_buttons"', "live/launch.py takes them away from it"),
    _book("theme/sphinx_book_theme/static/styles/sphinx-book-theme.css", "", "finish/prune.py prunes it, by its name"),
    _book("theme/sphinx_book_theme/static/scripts/sphinx-book-theme.js", "", "it begins a task of its own: finish/bundle.py"),
    # --- what finish/theme.py leaves out, by what it looks like
    Reliance("sphinx_thebe", "__init__.py", "const THEBE_JS_URL", "a script that names a CDN is left out"),
    Reliance("sphinx_thebe", "__init__.py", "sphinx-thebe.js", "its script is left out"),
    Reliance("sphinx_thebe", "__init__.py", "sphinx-thebe.css", "its style sheet is left out"),
    Reliance("sphinx_design", "extension.py", "design-tabs.js", "its script is left out"),
    Reliance("sphinx_togglebutton", "__init__.py", "togglebutton.js", "its script is left out: author/folds.py"),
    Reliance("sphinx_togglebutton", "__init__.py", "let toggleHintShow", "words for that script are left out"),
    Reliance("sphinx_togglebutton", "__init__.py", "togglebutton.css", "its style sheet is left out: author/folds.py"),
    Reliance("sphinx_exercise", "nodes.py", "class solution_node(docutil_nodes.Admonition", "author/folds.py folds it"),
    Reliance("sphinx_exercise", "directive.py", 'name = "exercise"', "author/folds.py names its hint"),
    Reliance("sphinx_exercise", "directive.py", 'classes = [f"{self.name}"]', "author/folds.py names its hint"),
    Reliance("sphinx_design", "extension.py", "sphinx-design", "its sheet is left out of pages without its cards"),
    Reliance(PYDATA[0], "__init__.py", "DOCUMENTATION_OPTIONS.pagename", "a switch that this book has not is left out"),
    Reliance(PYDATA[0], "__init__.py", "DOCUMENTATION_OPTIONS.search_as_you_type", "search while one types is left out"),
    Reliance("sphinx_copybutton", "_static/copybutton.js_t", "", "it begins a task of its own: finish/bundle.py"),
    # --- Sphinx
    Reliance("sphinx", "application.py", "_warncount", "invalidation.py has pages with warnings read again"),
    Reliance("sphinx", "builders/html/__init__.py", "epilog", "finish says where the site is"),
    Reliance("sphinx", "themes/basic/static/searchtools.js", "", "scripts of search stay together: finish/bundle.py"),
    Reliance("docutils", "writers/_html_base.py", "image_loading", "finish/theme.py has images loaded late"),
    # --- myst-nb
    Reliance("myst_nb", "sphinx_.py", "class NbMetadataCollector", "author/widgets.py asks it for the state of widgets"),
    Reliance("myst_nb", "core/execute/cache.py", "single_nb_execution(", "finish/status.py has it note each cell's time"),
    Reliance("myst_nb", "core/execute/base.py", "", "cells are executed by it; the cache is invalidation.py's to drop"),
    Reliance("myst_nb", "core/render.py", "ipywidgets_state", "author/widgets.py reads the state of widgets under it"),
    Reliance("myst_nb", "core/render.py", "cell_metadata", "author/plots.py reads a cell's alt text from it"),
    Reliance("myst_nb", "sphinx_.py", "mime_type", "author/widgets.py finds the forms of an output by it"),
    Reliance("myst_nb", "sphinx_.py", "mime_bundle", "author/widgets.py finds outputs of many forms by it"),
    Reliance("myst_nb", "core/config.py", "ipywidgets_js", "finish/theme.py empties it: its default asks a CDN"),
    # --- KaTeX's extension
    Reliance("sphinxcontrib.katex", "", "NODEJS_BINARY", "author/math.py names the Node there is"),
    Reliance("sphinxcontrib.katex", "", "STARTUP_TIMEOUT", "author/math.py waits longer"),
    Reliance("sphinxcontrib.katex", "", "RENDER_TIMEOUT", "author/math.py waits longer"),
    Reliance("sphinxcontrib.katex", "", "start_server_process(cls, rundir, timeout)", "author/math.py replaces it, as called"),
    Reliance("sphinxcontrib.katex", "", "katex_css_path", "author/math.py has it load the book's own file"),
    # --- files of npm packages
    Reliance("npm", "katex/dist/katex.min.js", "", "what cells put out may hold LaTeX: live-outputs.js"),
    Reliance("npm", "katex/dist/contrib/auto-render.min.js", "renderMathInElement", "live-outputs.js calls it"),
    Reliance("npm", "thebe/lib/index.js", "mathjaxUrl", "live-python.js asks for no typesetter"),
    Reliance("npm", "thebe/lib/index.js", "thebeCore", "live-python.js drives it"),
    Reliance("npm", "thebe/lib/thebe.css", "", "live-python.js loads it"),
    # --- Pyodide, in the worker of a page
    Reliance("npm", "pyodide/pyodide.mjs", "createPyodideModule", "in_page/worker.js brings Pyodide's module from a blob"),
    Reliance("npm", "pyodide/pyodide.mjs", "fsInit", "in_page/worker.js lays the standard library into its files"),
    Reliance("npm", "pyodide/pyodide.mjs", "/full/`", "sources.py finds the release files by it, packs.py takes it away"),
    Reliance("npm", "pyodide/pyodide.asm.mjs", "API.on_fatal", "in_page/worker.js hears of a crash by it"),
    Reliance("npm", "pyodide/pyodide.asm.mjs", "stream_ops", "in_page/worker.js has files come when they are read"),
    Reliance("npm", "pyodide/pyodide.asm.mjs", "usedBytes", "in_page/worker.js has files come when they are read"),
    Reliance("npm", "pyodide/pyodide.d.ts", "setInterruptBuffer", "in_page/worker.js stops what runs by it"),
    Reliance("npm", "pyodide/pyodide-lock.json", "sha256", "sources.py holds compiled packages against it"),
    Reliance("npm", "thebe/lib/index.js", "serializer", "live-page.js gives it one whose messages stay objects"),
    Reliance("npm", "@fortawesome/fontawesome-free/metadata/icon-families.json", '"aliases"', "old names of icons: icons.py"),
]  # fmt: skip


class Fault(NamedTuple):
    """A text that should not stand in a file of somebody else's, and what here mends it: when it is gone, that can go."""

    package: str
    file: str
    text: str
    mend: str


FAULTS = [
    *(Fault("built", "*.html", fault, "finish/markup.py MENDED") for fault, _ in markup.MENDED),
    Fault(PYDATA[0], f"{PYDATA[1]}components/search-button-field.html", 'aria-label="{{ _(\'Search\') }}"',
          "templates/search-button-field.html: the name of the button does not hold the words it shows"),
    Fault(PYDATA[0], f"{PYDATA[1]}components/search-button.html", "title=",
          "templates/search-button.html: a title on top of the same aria-label"),
    Fault(PYDATA[0], f"{PYDATA[1]}components/theme-switcher.html", "title=\"{{ _('Light') }}\"",
          "templates/theme-switcher.html: titles of icons that the button's name does not hold"),
    Fault(PYDATA[0], f"{PYDATA[1]}static/webpack-macros.html", "scripts/fontawesome.js",
          "templates/static/webpack-macros.html, finish/icons.py: a script of 1.5 MB for a dozen icons"),
    Fault(PYDATA[0], f"{PYDATA[1]}static/webpack-macros.html", '<script defer src="{{ pathto(\'_static/scripts/bootstrap.js\'',
          "menus.js: a script of 81 kB before anybody reaches for a menu"),
    Fault(PYDATA[0], f"{PYDATA[1]}layout.html", "searchtools.js", "templates/layout.html: search is loaded on every page"),
    Fault(PYDATA[0], f"{PYDATA[1]}layout.html", 'localStorage.getItem("theme") || "{{ default_mode }}"',
          'templates/layout.html: "auto" is no theme that has colours'),
    Fault("sphinx_thebe", "__init__.py", "https://unpkg.com", "finish/theme.py: a CDN on every page"),
    Fault("sphinx", "themes/basic/static/searchtools.js", "{ files: terms[word],", "finish/bundle.py TABLES"),
    Fault("sphinxcontrib.katex", "", "while not socket_path.is_socket()",
          "author/math.py start_typesetter: a socket that nobody listens at yet is taken for a server"),
    Fault("built", "*.html", '<span class="p">', "finish/markup.py PLAIN: an element around each bracket"),
    Fault("built", "*.html", '<i class="fas fa-', "finish/icons.py: icons that a script would draw"),
]  # fmt: skip


def source(package, file):
    """The text of a file, of all files that match a pattern, or of a module."""
    if package == "npm":
        return assets.packaged(file).read_text("utf-8")
    if package == "built":
        return "".join(path.read_text("utf-8") for path in sorted(RAW.rglob(file)) if "_static" not in path.parts)
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / file if file else Path(spec.origin)
    return path.read_text("utf-8", errors="replace")


@pytest.mark.parametrize("reliance", RELIED_ON, ids=lambda row: f"{row.package}/{Path(row.file).name} {row.text[:30]}")
def test_what_we_rely_on_is_there(reliance):
    package, file, text, reason = reliance
    try:
        found = source(package, file)
    except FileNotFoundError:
        pytest.fail(f"{package} has no file {file} any more; {reason}")
    assert text in found, f"{file} lacks {text!r}; {reason}"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda row: f"{row.package}/{Path(row.file).name} {row.text[:30]}")
def test_a_fault_that_we_mend_is_still_there(fault):
    assert fault.text in source(fault.package, fault.file), f"{fault.package} has mended this: drop {fault.mend}"


def test_templates_of_ours_stand_in_for_some_of_the_themes():
    theirs = Path(importlib.util.find_spec(PYDATA[0]).origin).parent / PYDATA[1]
    for path in (theme.HERE / "templates").rglob("*.html"):
        name = path.relative_to(theme.HERE / "templates").as_posix()
        assert (theirs / name).is_file() or (theirs / "components" / name).is_file(), name


def test_each_pattern_of_what_is_left_out_of_pages_has_a_reason_above():
    names = re.findall(
        r"THEBE_JS_URL|sphinx-thebe|pagename|search_as_you_type|design-tabs", theme.UNWANTED_SCRIPT.pattern
    )
    assert len(names) == 5 == theme.UNWANTED_SCRIPT.pattern.count("|")  # and widget-state, below
    for name in [*names, *theme.TOGGLE.pattern.split("|")]:
        assert [row for row in RELIED_ON if name in row.text], name
    assert "vnd.jupyter.widget-state" in source("myst_nb", "core/render.py") + source("ipywidgets", "embed.py")


def test_the_theme_and_npm_bring_the_same_version_of_fontawesome():
    theirs = re.search(r"Font Awesome Free ([\d.]+)", source(*_place("static/styles/pydata-sphinx-theme.css")))[1]
    ours = json.loads(assets.packaged(f"{icons.PACKAGE}/package.json").read_text())["version"]
    assert theirs == ours, f"pin {icons.PACKAGE} {theirs} in live_book/npm/package.json"


def _place(file):
    return PYDATA[0], PYDATA[1] + file


def test_katex_typesets_with_the_version_whose_styles_the_pages_load():
    from sphinxcontrib import katex

    ours = json.loads(assets.packaged("katex/package.json").read_text())["version"]
    assert katex.katex_version == ours, f"pin katex {katex.katex_version} in live_book/npm/package.json"
    replaced = inspect.signature(katex.KaTeXServer.start_server_process)
    assert len(replaced.parameters) == len(inspect.signature(math.start_typesetter).parameters) - 1


def test_the_themes_sheet_names_its_icons_and_fonts_as_prune_knows_them():
    sheet = source(*_place("static/styles/pydata-sphinx-theme.css"))
    assert len(prune.ICON_NAMES.findall(sheet)) > 1000
    fonts = {Path(name).name for name in prune.ICON_FONT.findall(sheet)}
    assert "fa-solid-900" in fonts


def test_every_sheet_that_prune_knows_by_name_is_loaded():
    stems = {path.stem for path in (RAW / "_static").rglob("*.css")}
    for pattern in bundle.THEME.pattern.split("|"):
        assert any(re.fullmatch(pattern, stem) for stem in stems), pattern


def test_every_script_that_begins_a_task_is_there():
    stems = {path.stem for path in (RAW / "_static").rglob("*.js")}
    assert set(bundle.BEGINS_A_TASK.pattern.split("|")) <= stems


def test_jupyter_is_imported_without_a_grammar_that_is_compiled_each_time():
    code = "import jsonschema, nbformat, sys; sys.exit('lark' in sys.modules)"  # pyproject.toml: jsonschema<4.25
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
