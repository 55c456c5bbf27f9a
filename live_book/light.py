"""Light pages: what no reader sees is not loaded; what is left comes as one style sheet and a few scripts for all.

Icons are drawn by `icons`, plots are made of few parts by `pictures`; the templates leave out what the theme loads
in vain. `tests/browser/test_weight.py` holds each page to its budget of bytes and requests.
"""

import base64
import hashlib
import io
import logging
import os
import re
from functools import cache
from pathlib import Path

import tinycss2

from .pages import written

# inline scripts that a static page has no use for: sphinx-thebe's, which names a CDN; the state of all widgets (what a
# page's figures need of it, widgets.py brings); what is for switches between versions and search while one types
UNWANTED_SCRIPT = re.compile(
    r"THEBE_JS_URL|sphinx-thebe\.js|vnd\.jupyter\.widget-state|OPTIONS\.(pagename|search_as_you_type)|design-tabs\.js"
)
UNWANTED_SHEET = re.compile("sphinx-thebe")
DESIGN = "sphinx-design"  # its style sheet is for pages with its cards, grids and tabs
THEME = re.compile(r"pydata-sphinx-theme|sphinx-book-theme|basic|mystnb\.\w+")  # for all that any book may hold
# names, signs and spaces in code, which have the colour of code that is none of these (tests/test_light.py)
PLAIN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')
APART = re.compile(r"/figures[./]")  # files of single pages (widgets.py)
# Each script is a task of its own, in which a page cannot answer: these go through the whole page, and begin a new one.
BEGINS_A_TASK = re.compile(r"copybutton|sphinx-book-theme|pydata-sphinx-theme|menus")
# The theme asks each block of code whether it must scroll, at once and after a change of size: for a block that is not
# laid out yet (sections.js) that would lay it out.
SCROLLS = "e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1"
ONCE_LAID_OUT = f"e.checkVisibility?.({{contentVisibilityAuto:true}})===false||({SCROLLS})"
BUNDLE = re.compile(r"book\.[0-9a-f]{12}\.(css|js)")
# classes of the theme's rules that no page and no script spells out: made from parts, or of what Python puts out
KEPT = re.compile(r"bs-|tooltip|popover|thebe|jp-|lm-|cm-|CodeMirror|widget|jupyter|dataframe|output|ansi")
SHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]*)"[^>]*>\n?')
SCRIPT = re.compile(r'[ \t]*<script\b[^>]*\bsrc="([^"]*)"[^>]*></script>\n?')
IMPORT = re.compile(r'@import "([^"]+)";')
ADDRESS = re.compile(r"""url\(\s*(['"]?)([^)'"]+)\1\s*\)""")
ICON_NAMES = re.compile(r'(?:\.fa-[\w-]+:{1,2}before,?)+\{(?:content|--fa):"[^"]*"\}')
ICON_FONT = re.compile(r"@font-face\s*\{[^}]*?url\(\"?([^)\"]*fontawesome/webfonts/[\w-]+)\.woff2[^}]*\}")
FONT_FACE = re.compile(r"src:[^}]*?(?=;|\})")


def connect(app):
    app.connect("builder-inited", load_images_late)
    app.connect("html-page-context", keep_wanted_files, priority=900)
    app.connect("html-page-context", leave_plain_code_plain)
    app.connect("build-finished", bundle, priority=700)  # after all that changes the text of pages


def load_images_late(app):
    app.env.settings["image_loading"] = "lazy"  # docutils' own setting


def keep_wanted_files(app, pagename, templatename, context, doctree):
    def wanted(script):
        attributes = getattr(script, "attributes", {})
        described = f"{getattr(script, 'filename', script)} {attributes.get('body', '')} {attributes.get('type', '')}"
        return not UNWANTED_SCRIPT.search(described)

    def wanted_sheet(sheet):
        name = str(sheet.filename)
        return not UNWANTED_SHEET.search(name) and (DESIGN not in name or 'class="sd-' in context.get("body", ""))

    context["script_files"][:] = filter(wanted, context["script_files"])
    context["css_files"][:] = filter(wanted_sheet, context["css_files"])


def leave_plain_code_plain(app, pagename, templatename, context, doctree):
    """Half of what a page is made of would be elements around single brackets and names."""
    if "body" in context:
        context["body"] = PLAIN.sub(r"\1", context["body"])


# --- one style sheet, few scripts ---------------------------------------------------------------------------


def bundle(app, exception):
    """Put the style sheets of each page into one, its scripts into few; pages with the same ones share them."""
    site = Path(app.outdir)
    pages = {path: path.read_text("utf-8") for path in written(app, exception)}
    if not pages:
        return
    words = _words(site, pages.values())
    write_sheet = cache(lambda files: _style_sheet(site, files, words))
    write_script = cache(lambda files: _script(site, files))
    named = set()
    for path, text in pages.items():
        head, start, body = text.partition("<body")
        head = _with_few(head, path, SHEET, lambda sources: [sources], write_sheet, sheet_tag)
        light = start.join(_with_few(part, path, SCRIPT, _tasks, write_script, script_tag) for part in (head, body))
        named.update(re.findall(r'_static/(book\.\w+\.\w+)"', light))
        if light != text:
            path.write_text(light, "utf-8")
    for old in (site / "_static").glob("book.*.*"):
        if old.name not in named:
            old.unlink()


def sheet_tag(address, sources):
    return f'<link rel="stylesheet" href="{address}">\n'


def script_tag(address, sources):
    # Search would begin before its own last part is there, were it not for a page that is still loading.
    return f'<script {"" if _searching(sources) else "defer "}src="{address}"></script>\n'


def _searching(sources):
    return any(source.name == "searchtools.js" for source in sources)


def _with_few(text, page, pattern, grouped, write, tag):
    """A page's text with a tag for each group of the files of the site that a pattern names, where the last was."""
    places = [place for place in pattern.finditer(text) if not APART.search(place[1]) and "//" not in place[1]]
    if not places:
        return text
    files = [(page.parent / place[1].partition("?")[0]).resolve() for place in places]
    groups = grouped(tuple(source for file in files for source in _sources(file)))
    address = lambda file: Path(os.path.relpath(file, page.parent.resolve())).as_posix()  # noqa: E731
    few = "".join(tag(address(write(sources)), sources) for sources in groups)
    for place in reversed(places):
        text = text[: place.start()] + (few if place is places[-1] else "") + text[place.end() :]
    return text


def _tasks(scripts):
    """Scripts in groups that a slow processor can run at a time; those of search belong together."""
    if _searching(scripts):
        return [scripts]
    begin = [i for i, script in enumerate(scripts) if i == 0 or BEGINS_A_TASK.fullmatch(script.stem)]
    return [scripts[start:end] for start, end in zip(begin, [*begin[1:], None])]


def _sources(file):
    """What a bundle of an earlier build was made of, as its first line says; any other file is what it is."""
    if not BUNDLE.fullmatch(file.name):
        return [file]
    with file.open(encoding="utf-8") as text:
        return [(file.parent / name).resolve() for name in text.readline().split()[1:-1]]


def _write(site, files, text, kind):
    names = (Path(os.path.relpath(file, site.resolve() / "_static")).as_posix() for file in files)
    text = f"/* {' '.join(names)} */\n{text}"
    path = site / f"_static/book.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}"
    if not path.exists():  # its name says what is in it
        path.write_text(text, "utf-8")
    return path.resolve()


def _script(site, files):
    parts = [re.sub(r"(?m)^//# sourceMappingURL=.*$", "", file.read_text("utf-8")) for file in files]
    text = "\n;\n".join(parts).replace(SCROLLS, ONCE_LAID_OUT)
    return _write(site, files, text, "js")


def _style_sheet(site, files, words):
    base = site.resolve() / "_static"
    text = "\n".join(_sheet(file, base, words) for file in files)
    text = ICON_FONT.sub(lambda face: _icons_in_use(face, text, base), text)
    return _write(site, files, text, "css")


def _sheet(path, base, words):
    """The text of a style sheet, with those it imports, for a file in the folder `base`."""
    text = re.sub(r'@charset "[^"]*";|/\*.*?\*/', "", path.read_text("utf-8"), flags=re.DOTALL)
    imported = [_sheet((path.parent / name).resolve(), base, words) for name in IMPORT.findall(text)]
    text = ADDRESS.sub(lambda address: _moved(address, path.parent, base), IMPORT.sub("", text))
    if THEME.fullmatch(path.stem):
        text = used_rules(ICON_NAMES.sub("", text), words)
    return "".join(imported) + text


def _moved(address, folder, base):
    elsewhere = re.match(r"data:|#|https?:", address[2])
    return address[0] if elsewhere else f'url("{Path(os.path.relpath(folder / address[2], base)).as_posix()}")'


# --- the theme's style sheet: what could apply ---------------------------------------------------------------


def _words(site, pages):
    """All classes in the pages, and all words in the scripts that may set more."""
    found = set()
    for page in pages:
        for value in re.findall(r'\bclass="([^"]*)"', page):
            found.update(value.split())
    here = Path(__file__).parent / "static"
    for script in [*(site / "_static").rglob("*.js"), *here.glob("*.js")]:
        if "vendor" not in script.parts and "fontawesome" not in script.name:
            found.update(re.findall(r"[\w-]+", script.read_text("utf-8")))
    return frozenset(found)


def used_rules(text, words):
    """A style sheet without the rules that ask for a class which is not among `words`.

    >>> used_rules(".a{color:red}.b,.a:not(.b){color:blue}@media print{.b{color:red}}", {"a"})
    '.a{color:red}.a:not(.b){color:blue}'
    """
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(_serialized(rule, words) for rule in rules)


def _serialized(rule, words):
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "".join(_serialized(each, words) for each in inner)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    if rule.type != "qualified-rule":
        return rule.serialize()
    selectors = [one for one in _selectors(rule.prelude) if _could_apply(one, words)]
    body = tinycss2.serialize(rule.content).strip()
    return f"{','.join(tinycss2.serialize(one).strip() for one in selectors)}{{{body}}}" if selectors else ""


def _selectors(prelude):
    """The selectors of a rule, each a list of tokens."""
    selectors = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _could_apply(selector, words):
    """Is each class that a selector asks for among `words`? What is in parentheses, as in :not(.x), asks for none."""
    classes = [name.value for dot, name in zip(selector, selector[1:]) if dot == "." and name.type == "ident"]
    return all(name in words or KEPT.search(name) for name in classes)


# --- the theme's fonts of icons ---------------------------------------------------------------------------------


def _icons_in_use(face, text, base):
    """A font of icons that holds only those which the style sheet itself draws, and comes with it; or nothing."""
    points = tuple(sorted({ord(letter) for letter in text if 0xE000 <= ord(letter) <= 0xF8FF}))
    font = _subset(base / f"{face[1]}.ttf", points)
    return FONT_FACE.sub(f'src:url(data:font/woff;base64,{font}) format("woff")', face[0]) if font else ""


@cache
def _subset(path, points):
    """The letters of a font at these code points, as a font in base64; "" if it has none of them."""
    from fontTools import subset, ttLib

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # else it tells each step
    font = ttLib.TTFont(path)
    wanted = set(points) & set(font.getBestCmap())
    if not wanted:
        return ""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode()
