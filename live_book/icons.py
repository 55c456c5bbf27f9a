"""The theme's icons, drawn into the pages at build.

The theme brings FontAwesome: a script of 1.5 MB that replaces each `<i class="fa-…"></i>` by a drawing, and fonts
for the time before. A page shows a dozen icons; their outlines are taken from those fonts, to look the same.
"""

import html
import re
from functools import cache
from importlib.resources import files

from sphinx.util import logging

from .pages import written

log = logging.getLogger(__name__)
FONTS = {  # the class that names a style → the file of its outlines
    "fa-solid": "fa-solid-900.ttf", "fas": "fa-solid-900.ttf", "fa": "fa-solid-900.ttf",
    "fa-regular": "fa-regular-400.ttf", "far": "fa-regular-400.ttf",
    "fa-brands": "fa-brands-400.ttf", "fab": "fa-brands-400.ttf",
}  # fmt: skip
THEME = files("pydata_sphinx_theme") / "theme/pydata_sphinx_theme/static"
SIZES = {"fa-lg", "fa-xs", "fa-sm", "fa-xl", "fa-2xl", "fa-fw"}
PLACE = re.compile(r'<(i|span) class="([^"]*\bfa[bsr]?[ -][^"]*)"([^>]*)></\1>')


def connect(app):
    app.connect("build-finished", draw_icons, priority=300)


def draw_icons(app, exception):
    for path in written(app, exception):
        text = path.read_text("utf-8")
        drawn = PLACE.sub(_drawn, text)
        if drawn != text:
            path.write_text(drawn, "utf-8")


def _drawn(place):
    """The drawing in an icon's place, with its classes and attributes, as FontAwesome's script would put it there."""
    classes, attributes = place[2].split(), place[3]
    style = next((name for name in classes if name in FONTS), "fa-solid")
    icon = next((name for name in classes if name.startswith("fa-") and name not in SIZES | set(FONTS)), "")
    shape = outline(FONTS[style], icon.removeprefix("fa-"))
    if not shape:
        log.warning("FontAwesome has no icon of the classes %s", place[2])
        return ""
    width, height, path = shape
    kept = html.escape(" ".join(["svg-inline--fa", *(name for name in classes if name not in FONTS)]))
    hidden = "" if "aria-hidden" in attributes else ' aria-hidden="true"'
    drawing = f'<path fill="currentColor" d="{path}"/>'
    return f'<svg class="{kept}"{attributes}{hidden} viewBox="0 0 {width} {height}">{drawing}</svg>'


@cache
def _font(file):
    from fontTools.ttLib import TTFont

    return TTFont(THEME / "vendor/fontawesome/webfonts" / file)


@cache
def _letters():
    """The letter that stands for each icon, by all the names it has had, as the theme's style sheet tells."""
    text = (THEME / "styles/pydata-sphinx-theme.css").read_text("utf-8")
    rules = re.findall(r'((?:\.fa-[\w-]+:{1,2}before,?)+)\{(?:content|--fa):"\\([0-9a-f]+)"\}', text)
    return {name: chr(int(code, 16)) for names, code in rules for name in re.findall(r"\.fa-([\w-]+):", names)}


@cache
def outline(file, icon):
    """The width, height and SVG path of an icon of a font, or None if it has none of that name."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font = _font(file)
    name = font.getBestCmap().get(ord(_letters().get(icon, "\0")))
    if not name:
        return None
    glyphs, height = font.getGlyphSet(), font["head"].unitsPerEm
    above = height * 7 / 8  # FontAwesome's baseline
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
    glyphs[name].draw(TransformPen(pen, (1, 0, 0, -1, 0, above)))  # a font counts upwards
    return glyphs[name].width, height, pen.getCommands()
