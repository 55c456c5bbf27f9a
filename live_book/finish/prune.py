"""What of the theme's style sheets could apply to the pages of this book: the rest is left out."""

import base64
import io
import logging
import re
from functools import cache

import tinycss2

# Classes of the theme's rules that no page and no script spells out: made from parts, or of what Python puts out.
KEPT = re.compile(r"bs-|tooltip|popover|thebe|jp-|lm-|cm-|CodeMirror|widget|jupyter|dataframe|output|ansi")
ICON_NAMES = re.compile(r'(?:\.fa-[\w-]+:{1,2}before,?)+\{(?:content|--fa):"[^"]*"\}')
ICON_FONT = re.compile(r"@font-face\s*\{[^}]*?url\(\"?([^)\"]*fontawesome/webfonts/[\w-]+)\.woff2[^}]*\}")
FONT_SOURCE = re.compile(r"src:[^}]*?(?=;|\})")


def names_in_use(pages, scripts):
    """All classes in the texts of pages, and all names in the texts of scripts, which may set more."""
    found = set()
    for page in pages:
        for value in re.findall(r'\bclass="([^"]*)"', page):
            found.update(value.split())
    for script in scripts:
        found.update(re.findall(r"[\w-]+", script))
    return frozenset(found)


def pruned(text, names):
    """A style sheet of the theme without its names of icons, and without rules for classes that are not in use."""
    return used_rules(ICON_NAMES.sub("", text), names)


def used_rules(text, names):
    """A style sheet without the rules that ask for a class which is not among `names`.

    >>> used_rules(".a{color:red}.b,.a:not(.b){color:blue}@media print{.b{color:red}}", {"a"})
    '.a{color:red}.a:not(.b){color:blue}'
    """
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(_serialized(rule, names) for rule in rules)


def _serialized(rule, names):
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "".join(_serialized(each, names) for each in inner)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    if rule.type != "qualified-rule":
        return rule.serialize()
    selectors = [one for one in _selectors(rule.prelude) if _could_apply(one, names)]
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


def _could_apply(selector, names):
    """Is each class that a selector asks for among `names`? What is in parentheses, as in :not(.x), asks for none."""
    classes = [name.value for dot, name in zip(selector, selector[1:]) if dot == "." and name.type == "ident"]
    return all(name in names or KEPT.search(name) for name in classes)


# --- the theme's fonts of icons ---------------------------------------------------------------------------------


def with_icons_inside(text, base):
    """A style sheet whose fonts of icons hold only the icons that it draws itself, and come with it; or are not there.

    base: the folder that the sheet's addresses start from.
    """
    return ICON_FONT.sub(lambda face: _few_icons(face, text, base), text)


def _few_icons(face, text, base):
    points = tuple(sorted({ord(letter) for letter in text if 0xE000 <= ord(letter) <= 0xF8FF}))
    font = _subset(base / f"{face[1]}.ttf", points)
    return FONT_SOURCE.sub(f'src:url(data:font/woff;base64,{font}) format("woff")', face[0]) if font else ""


@cache
def _subset(path, points):
    """The letters of a font at these code points, as a font in base64; "" if it has none of them."""
    from fontTools import subset, ttLib

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # else it tells each step
    font = ttLib.TTFont(path, recalcTimestamp=False)  # the same letters make the same file
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
