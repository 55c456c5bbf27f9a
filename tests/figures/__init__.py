"""The figures of the built book, and what each one's spec says: one room for all that tests know of a figure.

`<figure>.spec.mjs` has its states, controls, handles and lines, and holds what is drawn to the figure's own formulas;
`<figure>.py` holds it to relu_lib. Which figures there are is read from `_toc.yml` and the built pages.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from live_book.assets import node_tool
from live_book.folders import SITE

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent


def node():
    """The pinned Node beside this Python, which the tests' packages want; else the machine's own."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or node_tool("node")


@cache
def pages():
    """Every page that `_toc.yml` lists, by its path below the site, in order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [page["file"] for part in toc["parts"] for page in part["chapters"]]
    return tuple(f"{name}.html" for name in [toc["root"], *files])


@cache
def chapters():
    """The numbered pages: the chapters of the book proper, without what is at its back."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    return tuple(page["file"] + ".html" for part in toc["parts"] if part.get("numbered") for page in part["chapters"])


@dataclass(frozen=True)
class Place:
    """A figure in its place on a page. name: as links call it; figure: its kind; state: its traits at the start."""

    page: str
    name: str
    figure: str
    state: dict

    @property
    def id(self):
        """Its name, and of names that several pages have, the page's, too."""
        alone = [place.name for place in places()].count(self.name) == 1
        return self.name if alone else f"{self.name}@{Path(self.page).stem}"

    @property
    def spec(self):
        """What its spec says, as plain values; what is said of this name comes before what is said of the kind."""
        known = specs()[self.figure]
        return known | known.get(self.name, {})

    def check(self, live, state):
        """Hold what is drawn to relu_lib; the words that are then spoken."""
        return import_module(f"{__name__}.{self.figure.replace('-', '_')}").check(live, state)


@cache
def places():
    """Every figure of the built book, page by page."""
    return [place for page in pages() for place in _on(page)]


def place(name):
    """The one place of this id."""
    return next(each for each in places() if each.id == name)


def _on(page):
    soup = BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser")
    saved = soup.find(id="live-figures")
    states = json.loads(saved.string) if saved else {}
    seen, count = set(), {}
    for element in soup.select(".live-figure[data-model]"):
        model = element["data-model"]
        state = states.get(model, {}).get("state", {})
        figure = state.get("_figure")
        if figure and model not in seen:
            seen.add(model)
            count[figure] = count.get(figure, 0) + 1
            name = figure if count[figure] == 1 else f"{figure}-{count[figure]}"
            yield Place(page, name, figure, {trait: value for trait, value in state.items() if trait not in LOOK})


LOOK = {"_esm", "_css", "layout", "tabbable", "tooltip"}  # of a widget: not the figure's state
READ = """
const specs = await Promise.all(process.argv.slice(1).map((path) => import(path)));
console.log(JSON.stringify(specs.map((spec) => spec.default)));
"""


@cache
def specs():
    """Figure → what its spec says, without the functions."""
    paths = sorted(HERE.glob("*.spec.mjs"))
    command = [node(), "--input-type=module", "--eval", READ, *(path.as_uri() for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip([path.name.removesuffix(".spec.mjs") for path in paths], json.loads(done.stdout)))


@cache
def as_json():
    """The figures of the book and their modules, for the tests in a DOM."""
    from relu_lib import figures

    classes = [getattr(figures, name) for name in figures.__all__]
    modules = {cls._figure.default_value: str(cls._esm) for cls in classes}
    listed = [
        {"id": each.id, "name": each.name, "figure": each.figure, "page": each.page, "state": each.state}
        for each in places()
    ]
    return json.dumps({"places": listed, "modules": modules})
