"""Few files for many pages: each page's style sheets become one, its scripts a few, its figures classic scripts.

esbuild joins and shortens them (bundle.mjs). Pages that load the same share a file, whose name is made of what is in
it, so that a browser may keep it. `tests/browser/test_weight.py` holds each page to its budget of bytes and requests.
"""

import hashlib
import json
import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path

from .. import assets
from . import prune

THEME = re.compile(r"pydata-sphinx-theme|sphinx-book-theme|basic|mystnb\.\w+")  # sheets for all that any book may hold
APART = re.compile(r"/figures[./]")  # files of pages with figures (author/widgets.py)
# Each script is a task of its own, in which a page cannot answer: these go through the whole page, and begin a new one.
BEGINS_A_TASK = re.compile(r"copybutton|sphinx-book-theme|pydata-sphinx-theme|menus")
# The theme asks each block of code whether it must scroll, at once and after a change of size: for a block that is not
# laid out yet (sections.js) that would lay it out.
SCROLLS = "e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1"
ONCE_LAID_OUT = f"e.checkVisibility?.({{contentVisibilityAuto:true}})===false||({SCROLLS})"
# Sphinx's search asks an object for a word: for "constructor" any object has an answer, and the search throws. So its
# tables of words get a prototype with the one method that the search calls.
TABLES = re.compile(r'"((?:title)?terms)": \{')
BARE = '"__proto__": Object.create(null, {hasOwnProperty: {value: Object.prototype.hasOwnProperty}})'
SHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]*)"[^>]*>\n?')
SCRIPT = re.compile(r'[ \t]*<script\b[^>]*\bsrc="([^"]*)"[^>]*></script>\n?')
FIGURE = re.compile(r"figures/(?:\w+/)?[\w-]+(?:\.\w{12})?\.(?:js|css)")
ALONE = "figures.js", "hand-in.js"  # scripts that a page loads by themselves: where it has figures, or on a press
LIVE = "live.js"  # the module that a press on "Live code" imports


def bundled(pages, raw, tools=None):
    """What a site's pages and scripts become: ({page: text}, {file: text}), for the texts of pages by their paths.

    raw: the folder of Sphinx's output; tools: {name: path} of modules that are bundled, too (live/tools.py). The paths
    of pages and files are those below the site.
    """
    named = {address for text in pages.values() for address in FIGURE.findall(text)}
    figures = {address for address in named if (raw / "_static" / address).is_file()}  # others are named in prose
    groups = {page: _groups(raw / page, text) for page, text in pages.items()}
    asked = {group for found in groups.values() for group, _ in found}
    modules = {LIVE: raw / "_static" / LIVE, **(tools or {})}
    made = _esbuild(_order(raw, pages.values(), figures, asked) | {"modules": {n: str(p) for n, p in modules.items()}})
    files = _shared_files(raw, asked, made) | _figure_files(raw, figures, made)
    names = {group: name for group, (name, _) in files.items()}
    texts = {page: _with_few(page, text, groups[page], names) for page, text in pages.items()}
    own = made["modules"] | {name: made["scripts"][name] for name in ALONE}
    return texts, dict(files.values()) | {f"_static/{name}": text for name, text in own.items()}


# --- what a page asks for ---------------------------------------------------------------------------


def _groups(page, text):
    """The groups of files that a page is to load as one: [(group, places in its text)], a group (kind, files)."""
    head = text.index("<body") if "<body" in text else len(text)
    found = [(("css", tuple(_files(page, places))), places) for places in [_places(SHEET, text, 0, head)] if places]
    for start, stop in (0, head), (head, len(text)):
        places = _places(SCRIPT, text, start, stop)
        groups = tasks(_files(page, places))
        # the tags of all groups come where the last script of that part of the page was
        found += [(("js", group), places if group is groups[0] else []) for group in groups]
    return found


def _places(pattern, text, start, stop):
    found = pattern.finditer(text, start, stop)
    return [place for place in found if not APART.search(place[1]) and "//" not in place[1]]


def _files(page, places):
    return [Path(os.path.normpath(page.parent / place[1].partition("?")[0])) for place in places]


def tasks(scripts):
    """Scripts in groups that a slow processor can run at a time; those of search belong together."""
    if not scripts or _searching(scripts):
        return [tuple(scripts)] if scripts else []
    begin = [i for i, script in enumerate(scripts) if i == 0 or BEGINS_A_TASK.fullmatch(script.stem)]
    return [tuple(scripts[start:end]) for start, end in zip(begin, [*begin[1:], None])]


def _searching(scripts):
    return any(script.name == "searchtools.js" for script in scripts)


# --- what esbuild makes -------------------------------------------------------------------------------


def _order(raw, pages, figures, asked):
    """What esbuild is to make, as bundle.mjs reads it."""
    static = raw / "_static"
    scripts = {file for kind, group in asked if kind == "js" for file in group}
    sheets = {"|".join(map(str, group)): [str(file) for file in group] for kind, group in asked if kind == "css"}
    sheets |= {address: [str(static / address)] for address in figures if address.endswith(".css")}
    may_set = [*static.glob("*.js"), *static.glob("scripts/*.js"), *(static / each for each in figures)]
    names = prune.names_in_use(pages, (path.read_text("utf-8") for path in may_set if path.suffix == ".js"))
    theme = [path for path in static.rglob("*.css") if THEME.fullmatch(path.stem)]
    return {
        "base": str(static),
        "sheets": sheets,
        "pruned": {str(path): prune.pruned(path.read_text("utf-8"), names) for path in theme},
        "scripts": {str(path): mended(path.read_text("utf-8")) for path in scripts}
        | {name: (static / name).read_text("utf-8") for name in ALONE},
        "figures": _kits(static, figures),
    }


def mended(script):
    """The text of a script as it should be.

    >>> mended('Search.setIndex({"terms": {"kink": 3}})').startswith('Search.setIndex({"terms": {"__proto__":')
    True
    """
    return TABLES.sub(rf'"\1": {{{BARE}, ', script.replace(SCROLLS, ONCE_LAID_OUT))


def _kits(static, figures):
    """What figures share → the figures that do: a figure is beside its kit (author/widgets.py)."""
    kits = defaultdict(dict)
    for address in figures:
        folder, _, file = address.removeprefix("figures/").rpartition("/")
        if folder and file != "kit.js":
            kits[folder][address] = (static / address).read_text("utf-8")
    return {
        folder: {"name": folder, "source": (static / f"figures/{folder}/kit.js").read_text("utf-8"), "figures": each}
        for folder, each in kits.items()
    }


def _esbuild(order):
    command = [assets.node_tool("node"), Path(__file__).with_suffix(".mjs")]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"esbuild could not make the site's files:\n{done.stderr}")
    return json.loads(done.stdout)


# --- the files, and the pages that name them ---------------------------------------------------------------


def _named(label, text, kind):
    """A file whose name says what is in it: (its path below the site, its text)."""
    return f"_static/{label}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}", text


def _shared_files(raw, asked, made):
    """group → the file that has it all."""
    files = {}
    for kind, group in asked:
        if kind == "css":
            text = prune.with_icons_inside(made["sheets"]["|".join(map(str, group))], raw / "_static")
        else:
            text = "\n;\n".join(made["scripts"][str(file)] for file in group)
        files[kind, group] = _named("book", text, kind)
    return files


def _figure_files(raw, figures, made):
    """The address that author/widgets.py gave a file of figures → the file as it is served."""
    files = {}
    for folder, each in made["figures"].items():
        files[f"figures/{folder}/kit.js"] = _named("figures/kit", each["kit"], "js")
        for address, text in each["figures"].items():
            files[address] = _named(f"figures/{Path(address).name.split('.')[0]}", text, "js")
    for address in figures - files.keys():
        if address.endswith(".css"):
            files[address] = _named(f"figures/{Path(address).name.split('.')[0]}", made["sheets"][address], "css")
        else:  # a module of others, which a page imports as it is
            files[address] = f"_static/{address}", (raw / "_static" / address).read_text("utf-8")
    return files


def _with_few(page, text, groups, names):
    """A page's text with a tag for each of its groups, in the place of those of their files."""
    to_root = "../" * page.count("/")
    few = []
    for group, places in reversed(groups):
        kind, files = group
        few.insert(0, tag(kind, to_root + names[group], files))
        for i, place in enumerate(reversed(places)):
            text = text[: place.start()] + ("".join(few) if i == 0 else "") + text[place.end() :]
        if places:
            few = []
    for address in names.keys() & set(FIGURE.findall(text)):
        text = text.replace(address, names[address].removeprefix("_static/"))
    return text


def tag(kind, address, files):
    """The element that loads a file which was made of others."""
    if kind == "css":
        return f'<link rel="stylesheet" href="{address}">\n'
    # Search would begin before its own last part is there, were it not for a page that is still loading.
    return f'<script {"" if _searching(files) else "defer "}src="{address}"></script>\n'
