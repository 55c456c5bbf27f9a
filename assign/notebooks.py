"""Notebooks, as far as marking needs them: the sources of code cells, and which exercises stand in them.

A hand-in may be anything: what is no notebook is refused in a sentence.
"""

import json
import re

from .attempts import LABEL

LARGEST = 10 * 2**20  # bytes of a hand-in
MOST_CELLS = 1000
SOLUTION = "#@title Solution"
KIND = re.compile(r"^\*(Warm-up|Core|Stretch)\.\*", re.M)


class NotANotebook(ValueError):
    """What was handed in is no notebook; its text is the sentence to show."""


def read(data):
    """(sources of the code cells, metadata) of a notebook's bytes. Raises NotANotebook.

    >>> read(b'{"cells": [{"cell_type": "code", "source": ["a = 1\\\\n", "b"]}]}')
    (['a = 1\\nb'], {})
    >>> read(b"PK")
    Traceback (most recent call last):
    assign.notebooks.NotANotebook: The file is no notebook: it is not JSON.
    """
    if len(data) > LARGEST:
        raise NotANotebook(f"The file has {len(data) / 2**20:.0f} MB; a notebook of this book has less than 10.")
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        raise NotANotebook("The file is no notebook: it is not JSON.") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotANotebook("The file is no notebook: it has no cells.")
    sources = [
        _source(cell) for cell in notebook["cells"] if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if len(sources) > MOST_CELLS:
        raise NotANotebook(f"The notebook has {len(sources)} code cells, more than the {MOST_CELLS} that are marked.")
    metadata = notebook.get("metadata")
    return sources, metadata if isinstance(metadata, dict) else {}


def _source(cell):
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def plain(text):
    """What somebody typed, made fit to be shown; "" of what is no text and no whole number.

    >>> plain("  Ada\\n "), plain(1815), plain([3])
    ('Ada', '1815', '')
    """
    text = str(text) if isinstance(text, (str, int)) and not isinstance(text, bool) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in text[:200]).split())[:80]


def stretch_in(data):
    """Labels of the exercises of a published notebook's bytes whose text begins with *Stretch.*

    >>> told = {"cell_type": "markdown", "source": "*Stretch.* A wave."}
    >>> stretch_in(json.dumps({"cells": [told, {"cell_type": "code", "source": "check('tent', 1)"}]}).encode())
    frozenset({'tent'})
    """
    kind, kinds = "", {}
    for cell in json.loads(data)["cells"]:
        source = _source(cell)
        if cell["cell_type"] == "markdown":
            kind = (KIND.findall(source) or [kind])[-1]
        for label in labels_of([source]) if cell["cell_type"] == "code" else []:
            kinds.setdefault(label, kind)
    return frozenset(label for label, kind in kinds.items() if kind == "Stretch")


def labels_of(cells):
    """Labels of the exercises in these sources, each once, in order.

    >>> labels_of(["check('tent', t)", 'x = 1', "check(\\"my-relu\\", f)\\ncheck('tent', u)"])
    ['tent', 'my-relu']
    """
    return list(dict.fromkeys(label for cell in cells for _, label in LABEL.findall(cell)))


def without_solutions(cells):
    """The cells that are no solution of the book's."""
    return [cell for cell in cells if not cell.lstrip().startswith(SOLUTION)]
