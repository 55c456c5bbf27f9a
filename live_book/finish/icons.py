"""The theme's icons, drawn into the pages.

The theme brings FontAwesome: a script of 1.5 MB that replaces each `<i class="fa-…"></i>` by a drawing, and fonts for
the time before. A page shows a dozen icons: their drawings come from FontAwesome's npm package, of the same version.
"""

import html
import json
import re
from functools import cache

from sphinx.util import logging

from .. import assets

log = logging.getLogger(__name__)
STYLES = {"fa-solid": "solid", "fas": "solid", "fa": "solid", "fa-regular": "regular", "far": "regular",
          "fa-brands": "brands", "fab": "brands"}  # fmt: skip
SIZES = {"fa-lg", "fa-xs", "fa-sm", "fa-xl", "fa-2xl", "fa-fw"}
PLACE = re.compile(r'<(i|span) class="([^"]*\bfa[bsr]?[ -][^"]*)"([^>]*)></\1>')
PACKAGE = "@fortawesome/fontawesome-free"


def drawn(text):
    """A page's text with a drawing in the place of each icon."""
    return PLACE.sub(_drawing, text)


def _drawing(place):
    """What FontAwesome's script would put in an icon's place: its drawing, with the icon's classes and attributes."""
    classes, attributes = place[2].split(), place[3]
    style = next((name for name in classes if name in STYLES), "fa-solid")
    icon = next((name for name in classes if name.startswith("fa-") and name not in SIZES | set(STYLES)), "")
    shape = outline(STYLES[style], icon.removeprefix("fa-"))
    if not shape:
        log.warning("FontAwesome has no icon of the classes %s", place[2])
        return ""
    box, path = shape
    kept = html.escape(" ".join(["svg-inline--fa", *(name for name in classes if name not in STYLES)]))
    hidden = "" if "aria-hidden" in attributes else ' aria-hidden="true"'
    drawing = f'<path fill="currentColor" d="{path}"/>'
    return f'<svg class="{kept}"{attributes}{hidden} viewBox="{box}">{drawing}</svg>'


@cache
def _names():
    """Every name that an icon has or had → its present one, which its file bears."""
    icons = json.loads(assets.packaged(f"{PACKAGE}/metadata/icon-families.json").read_text("utf-8"))
    former = {old: name for name, icon in icons.items() for old in icon.get("aliases", {}).get("names", [])}
    return former | {name: name for name in icons}


@cache
def outline(style, icon):
    """The view box and the SVG path of an icon in a style, or None if there is none of that name."""
    file = assets.packaged(f"{PACKAGE}/svgs/{style}/{_names().get(icon, icon)}.svg")
    if not icon or not file.is_file():
        return None
    text = file.read_text("utf-8")
    return re.search(r'viewBox="([^"]+)"', text)[1], re.search(r'<path d="([^"]+)"', text)[1]
