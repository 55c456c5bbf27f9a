"""Each figure of the book's own as a page by itself, `figures/NAME.html`: to open beside a lesson, or to embed.

It is made of the finished page that the figure stands on, and loads the same files but for those of the book's text.
"""

import json
import posixpath
import re
from copy import copy

from bs4 import BeautifulSoup

from ..pages import from_top, title
from .markup import AsWritten

FOLDER = "figures"
BODY = """<body class="figure-alone">
<main><h1>{title}</h1>
<div class="place"></div>
<p>With its text: <a href="../{page}" target="_top">{chapter}</a></p>
<details class="embed"><summary>Put this figure into another page</summary>
<p>Where a page lets you write HTML, as the editors of courses do, paste this. The figure begins as it stands now.</p>
<pre tabindex="0"></pre></details></main>
<script>{{
  const fold = document.querySelector(".embed");
  const show = () => {{
    const frame = Object.assign(document.createElement("iframe"), {{ title: "{title}", width: "100%", height: 720 }});
    Object.assign(frame, {{ loading: "lazy", src: location }}).style.border = "0";
    fold.querySelector("pre").textContent = frame.outerHTML;
  }};
  addEventListener("hashchange", show);
  fold.addEventListener("toggle", show);
  show();
  const root = document.documentElement;  // the book's own script, which follows the system's theme, is not here
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({{ matches }}) => {{
    if (root.dataset.mode === "auto") root.dataset.theme = matches ? "dark" : "light";
  }});
}}</script>
</body>"""


def of_page(page, parsed, book):
    """{path: text} of the pages of a page's figures. page: its path; parsed: what it is; book: the book's title."""
    state = parsed.find(id="live-figures")
    widgets = json.loads(state.string) if state else {}
    chapter = title(parsed, book)
    made = {}
    for place in parsed.select(".live-figure[data-model]"):
        widget = widgets[place["data-model"]]
        name = widget["state"].get("_figure")
        if name:
            text = _page(parsed, place, widget, page=page, chapter=chapter, book=book)
            made.setdefault(f"{FOLDER}/{name}.html", text)  # of two of a kind, the first
    return made


def _page(parsed, place, widget, page, chapter, book):
    called = f"Figure: {in_words(widget['state'])}"
    made = BeautifulSoup("<!DOCTYPE html>\n<html><head></head><body></body></html>", "html.parser")
    made.html.attrs = {**parsed.html.attrs, "data-content_root": "../"}
    made.head.replace_with(copy(parsed.head))
    made.title.string = f"{called} — {book}"
    keep_what_it_needs(made, place["data-model"], widget)
    made.body.replace_with(BeautifulSoup(BODY.format(title=called, page=page, chapter=chapter), "html.parser"))
    made.select_one(".place").replace_with(_with_its_help(place, page))
    if "/" not in page:  # from the top folder into one below
        for element in made.select("[src^=_static], link[href^=_static]"):
            attribute = "src" if element.has_attr("src") else "href"
            element[attribute] = f"../{element[attribute]}"
    return made.decode(formatter=AsWritten())


def in_words(state):
    """What a figure is called, from the name of its class.

    >>> in_words({"_anywidget_id": "some.figures.three.ThreeReLUs"})
    'Three ReLUs'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z]+(?:[A-Z]|$))", " ", state["_anywidget_id"].rpartition(".")[2])


def keep_what_it_needs(made, model, widget):
    """Of a page's head, what one figure needs: its state, its scripts and sheets, the policy, the theme's choice."""
    made.find(id="live-figures").string = json.dumps({model: widget}, ensure_ascii=False).replace("</", "<\\/")
    own = widget["state"]["_esm"].removeprefix("static:").rpartition("/")[2]
    for script in made.find_all("script", src=True):
        if not re.search(rf"figures/kit\.|figures\.js|{re.escape(own)}", script["src"]):
            script.decompose()
    for link in made.find_all("link"):
        if not {"stylesheet", "icon"} & set(link["rel"]):
            link.decompose()
    for part in made.select("noscript"):
        part.decompose()


def _with_its_help(place, page):
    made = copy(place)
    if made.get("data-howto"):
        made["data-howto"] = posixpath.relpath(from_top(made["data-howto"], page), FOLDER)
    return made
