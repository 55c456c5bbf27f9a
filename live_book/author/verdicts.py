"""Exercises in the build: every starter is unanswered, every solution right, or the build fails (finish/checks.py).

A verdict is any element with `data-verdict` and `data-label`; whatever made it, only these are read.
"""

from collections import defaultdict


def verdicts(page):
    """label → the statuses of its starters and of its solutions, in the order of the parsed page."""
    found = defaultdict(lambda: ([], []))
    for element in page.find_all(attrs={"data-verdict": True}):
        in_solution = element.find_parent(class_="solution") is not None
        found[element["data-label"]][in_solution].append(element["data-verdict"])
    return dict(found)


def faults(page):
    """Sentences about starters that are not unanswered and solutions that are not right."""
    for label, (starters, solutions) in verdicts(page).items():
        if starters != ["unanswered"]:
            yield f"exercise {label}: one untouched starter expected, its verdict unanswered; got {starters}"
        if solutions != ["right"]:
            yield f"exercise {label}: one right solution expected, got {solutions}"
