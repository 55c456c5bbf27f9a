"""What does a page cost its reader, and when can it be used?  python benchmarks/pages.py [--visits 9] [--write]

In real Chromium, from a static host on this machine that sends gzip, the processor slowed down four times, each visit
in a browser profile of its own. Each chapter of the built book takes turns with the same chapter built by Jupyter Book
as it comes: its own theme's defaults, no live_book, html-manager and require.js served from the same host. What else
that one wants from CDNs, as MathJax, is refused at once and costs it nothing. For both:

- bytes and requests of a first visit, and of this chapter after another
- first contentful paint; the first figure can be used (its controls are there); shift of layout; longest task
- a slider's step → the picture drawn anew and laid out; the peer is `ipywidgets.interact` with Matplotlib on a local
  Python, from the step to the new picture in the page

The aims (no task over 100 ms, 95 steps of a slider in 100 within 16 ms) were set on another machine. To compare the
two, a default page with one plot and one widget is painted here as it was there, where it took 824 ms, slowed down too.

`--write` puts the results into benchmarks/results/, where the chapter "How it is measured" reads them.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from benchmarks import tables  # noqa: E402
from live_book.assets import fetch  # noqa: E402
from tests.browser import browsers  # noqa: E402
from tests.browser.live import LivePage, Served, eventually  # noqa: E402
from tests.browser.weight import Scale, hosted, seen, watch  # noqa: E402
from tests.figures import chapters  # noqa: E402

CHAPTERS = [Path(page).stem for page in chapters()]
SLOWER = 4
AIMS_PAINT = 824  # milliseconds to the first paint of a default page with one plot and one widget there
WEIGHT = ["chapter", "page", "kB", "requests", "kB after another"]
TIME = ["chapter", "page", "first paint, ms", "figure usable, ms", "shift", "longest task, ms", "longest of all, ms"]
WIDGET_SCRIPTS = {"1-require.js": {}, "2-embed-amd.js": {"data-jupyter-widgets-cdn": "../_static/"}}
PEERS = ROOT / "benchmarks/npm"  # the versions that myst-nb names by default
PEERS_FILES = re.compile(r".*\.(js|woff2?|ttf|svg|eot)")


# --- the same chapters, by Jupyter Book as it comes ---------------------------------------------------------


REFERENCE = """---
jupytext: {text_representation: {format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
# One plot, one widget

```{code-cell} python3
import matplotlib.pyplot as plt
plt.plot([1, 2, 3], [1, 3, 2]);
```

```{code-cell} python3
import ipywidgets
ipywidgets.IntSlider(3)
```
"""


def reference_book(folder):
    """Build a page with one plot and one widget with Jupyter Book's defaults; the folder of the site."""
    (folder / "index.md").write_text(REFERENCE, "utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    return _built(folder, {"title": "One page", "sphinx": {"config": {"nb_ipywidgets_js": WIDGET_SCRIPTS}}})


def default_book(folder):
    """Build the chapters with Jupyter Book's defaults; the folder of the site."""
    for name in "chapters", "index.md", "_toc.yml":
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    if tables.RESULTS.exists():  # a page shows them
        shutil.copytree(tables.RESULTS, folder / "benchmarks/results")
    ours = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    written_with = {"sphinx_exercise", "sphinxcontrib.bibtex", "sphinx.ext.autodoc"}
    extensions = [name for name in ours["sphinx"]["extra_extensions"] if name in written_with]
    settings = {name: ours["sphinx"]["config"][name] for name in ("myst_enable_extensions", "numfig")}
    settings |= {"myst_substitutions": {"repository": "the book's repository"}, "nb_ipywidgets_js": WIDGET_SCRIPTS}
    return _built(folder, {
        "title": ours["title"], "author": ours["author"], "bibtex_bibfiles": ours["bibtex_bibfiles"],
        "sphinx": {"extra_extensions": extensions, "config": settings},
    })  # fmt: skip


def _built(folder, config):
    config |= {"only_build_toc_files": True, "execute": {"execute_notebooks": "auto", "timeout": 120}}
    (folder / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    subprocess.run([Path(sys.executable).with_name("jupyter-book"), "build", folder], check=True, capture_output=True)
    site = folder / "_build/html"
    _serve_widgets(site / "_static")
    return site


def _serve_widgets(static):
    fetch(PEERS)
    for path in (PEERS / "node_modules/@jupyter-widgets/html-manager/dist").iterdir():
        if PEERS_FILES.fullmatch(path.name):
            shutil.copy(path, static / path.name)
    shutil.move(static / "embed-amd.js", static / "2-embed-amd.js")
    shutil.copy(PEERS / "node_modules/requirejs/require.js", static / "1-require.js")
    import anywidget

    front_end = Path(anywidget.__file__).parent / "nbextension/index.js"
    version = re.match(r"\d+\.\d+\.\d+", anywidget.__version__)[0]
    for named in f"anywidget@~{version.rsplit('.', 1)[0]}.*", f"anywidget@{version}", "anywidget":
        target = static / named / "dist/index.js"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(front_end, target)


# --- one visit -------------------------------------------------------------------------------------------------


def visit(browser, site, chapter, after=None):
    """What a reader with an empty cache, or one who comes from another chapter, gets and sees."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if after:
        _read(page, f"{site}chapters/{after}.html")
    scale = Scale(page)
    _read(page, f"{site}chapters/{chapter}.html")
    found = {"kilobytes": scale.total / 1000, "requests": len(scale.addresses), **seen(page)}
    context.close()
    return found


def _read(page, address):
    page.goto(address)
    page.locator(".book-figure :is(input, button, [role=slider])").first.wait_for(state="attached", timeout=60_000)
    if page.locator("#live-figures").count():
        page.locator("html[data-figures=alive]").wait_for()  # all of them, and what they wait for
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


# --- a slider and its picture ------------------------------------------------------------------------------------

STEPS = """async (control) => {
  const times = [];
  for (let step = 0; step < 240; step++) {
    const begun = performance.now();
    control.value = Number(control.value) + (step % 2 ? -7 : 7) * Number(control.step);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    document.body.getBoundingClientRect();
    if (step >= 40) times.push(performance.now() - begun);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return times;
}"""
WAIT_FOR_PICTURE = """(output) => {
  window.times = [];
  let begun, before = output.querySelector("svg.plot");
  addEventListener("keydown", () => { begun = performance.now(); }, true);
  new MutationObserver(() => {
    const picture = output.querySelector("svg.plot");
    if (!begun || !picture || picture === before) return;
    times.push(performance.now() - begun);
    [begun, before] = [undefined, picture];
  }).observe(output, { childList: true, subtree: true });
}"""


def slowed(browser, address):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.locator("html[data-figures=alive]").wait_for()
    return page


def figure_steps(browser, book):
    """Milliseconds from a step of a slider to the figure's picture, for each figure that has sliders."""
    found = {}
    for chapter in CHAPTERS:
        page = slowed(browser, f"{book}chapters/{chapter}.html")
        for figure in page.locator(".book-figure:has(input[type=range])").all():
            name = figure.evaluate("e => e.querySelector('a[href*=\"#fig=\"]').href.match(/fig=([\\w-]+)/)[1]")
            figure.scroll_into_view_if_needed()  # out of sight nothing is laid out, nor counted
            page.wait_for_timeout(300)
            found[name] = figure.locator("input[type=range]").first.evaluate(STEPS)
        page.context.close()
    return found


def interact_steps(browser, steps=60):
    """The same for the six sliders of `interact` in the last chapter, whose picture Matplotlib draws."""
    with Served() as server:
        page = LivePage(slowed(browser, f"{server.book}chapters/sums-of-relus.html?code={server.code}")).go_live()
        cell = next(cell for cell in page.cells if "tag_live" in cell.root.get_attribute("class"))
        cell.root.scroll_into_view_if_needed()
        cell.run()
        handle = cell.output.get_by_role("slider").first
        cell.output.locator("svg.plot").wait_for()
        cell.output.evaluate(WAIT_FOR_PICTURE)
        handle.focus()
        for step in range(steps):
            page.keyboard.press("ArrowLeft" if step % 2 else "ArrowRight")
            eventually(lambda: page.evaluate("times.length") > step, 60)  # noqa: B023
        times = page.evaluate("times")
        page.context.close()
    return times


# --- how fast this machine is -----------------------------------------------------------------------------------


def first_paint(browser, site, visits):
    """Milliseconds to the first paint of a site's first page: the median of some visits."""
    times = []
    for _ in range(visits):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        watch(page)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{site}index.html")
        eventually(partial(page.evaluate, "seen.paint"))  # waiting in the page needs eval, which its policy refuses
        times.append(seen(page)["paint"])
        page.context.close()
    return statistics.median(times)


SPEED = """() => {
  const begun = performance.now();
  let sum = 0;
  for (let i = 0; i < 2e7; i++) sum += Math.sqrt(i);
  return [performance.now() - begun, sum];
}"""


def speed(browser):
    """Milliseconds for a loop that readers can run on their own machine."""
    page = browser.new_context().new_page()
    times = [page.evaluate(SPEED)[0] for _ in range(5)]
    page.close()
    return statistics.median(times)


# --- the tables -----------------------------------------------------------------------------------------------------


def p95(values):
    return sorted(values)[round(0.95 * (len(values) - 1))]


def measured(browser, ours, theirs, visits):
    """Rows of the table of pages, the visits of ours and theirs in turn."""
    rows = []
    for i, chapter in enumerate(CHAPTERS):
        found = {"ours": [], "plain": []}
        for _ in range(visits):
            for name, site in zip(found, (ours, theirs)):
                found[name].append(visit(browser, site, chapter))
        before = CHAPTERS[i - 1]
        again = {name: visit(browser, site, chapter, after=before) for name, site in zip(found, (ours, theirs))}
        for name, all_visits in found.items():
            middle = {key: statistics.median(one[key] for one in all_visits) for key in all_visits[0]}
            rows.append({
                "chapter": chapter.replace("-", " "), "page": name, "kB": f"{middle['kilobytes']:.0f}",
                "requests": f"{middle['requests']:.0f}",
                "kB after another": f"{again[name]['kilobytes']:.0f}", "first paint, ms": f"{middle['paint']:.0f}",
                "figure usable, ms": f"{middle['figure']:.0f}", "shift": f"{middle['shift']:.3f}",
                "longest task, ms": f"{middle['longest']:.0f}",
                "longest of all, ms": f"{max(one['longest'] for one in all_visits):.0f}",
            })  # fmt: skip
    return rows


def stepped(browser, book):
    rows = [(name, times) for name, times in figure_steps(browser, book).items()]
    rows.append(("interact with Matplotlib, local Python", interact_steps(browser)))
    return [
        {"slider of": name, "median, ms": f"{statistics.median(times):.1f}", "95th percentile, ms": f"{p95(times):.1f}"}
        for name, times in rows
    ]


def told(title, rows):
    print(f"\n{title}")
    widths = [max(len(key), *(len(row[key]) for row in rows)) for key in rows[0]]
    for row in [dict(zip(rows[0], rows[0])), *rows]:
        print("  ".join(value.rjust(width) for value, width in zip(row.values(), widths)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--visits", type=int, default=9)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        places = [Path(folder, name) for name in ("chapters", "reference")]
        for place in places:
            place.mkdir()
        peer, reference = default_book(places[0]), reference_book(places[1])
        # no network but this machine's own; to refuse it by a route would switch off the browser's cache
        alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = browsers.launched(playwright, alone)
        with hosted() as ours, hosted(peer) as theirs, hosted(reference) as page:
            paint = first_paint(browser, page, options.visits)
            pages = measured(browser, ours, theirs, options.visits)
            steps = stepped(browser, ours)
        machine = (
            f"Chromium {browser.version}, {tables.MACHINE}; "
            f"a loop of 20 million square roots takes {speed(browser):.0f} ms on it, not slowed down"
        )
        browser.close()
    told(f"Pages; medians of {options.visits} visits, {SLOWER} times slowed down; {machine}", pages)
    told("From a slider's step to the picture", steps)
    print(f"\nFirst paint of one plot and one widget by default: {paint:.0f} ms, {AIMS_PAINT} where the aims were set")
    if options.write:
        for name, columns, rows in ("weight", WEIGHT, pages), ("time", TIME, pages), ("steps", list(steps[0]), steps):
            tables.write(name, columns, [[row[column] for column in columns] for row in rows])
        tables.say("machine", f"{machine}; medians of {options.visits} visits.")
        tables.say("paint", f"On the machine of these tables it takes {paint:.0f}.")


if __name__ == "__main__":
    main()
