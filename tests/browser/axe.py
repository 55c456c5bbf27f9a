"""What axe-core finds wrong with the accessibility of an open page."""

from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "npm/node_modules/axe-core/axe.min.js"
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"  # no colour half way
RUN = "async (where) => (await axe.run(where ?? document, {resultTypes: ['violations']})).violations"


def faults(page, where=None):
    """A sentence for each element at fault; `where` is a selector, or None for the whole page."""
    page.add_style_tag(content=STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found = page.evaluate(RUN, where)
    return [f"{rule['id']}: {n['html'][:150]} {n['failureSummary'][:200]}" for rule in found for n in rule["nodes"]]
