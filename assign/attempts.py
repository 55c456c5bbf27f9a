"""One hand-in in the sandbox: what it is given, and what is made of what comes back. Starts no process itself.

A cell that does not end, or that ends Python, is left out, and the rest run in a new Python: `Attempts` says what the
next one is given. So every engine, a process or a worker of a page, does the same.
"""

import json
import re
import time

MOST_SAID = 16 * 2**20  # characters that one hand-in may say
LIMITS = {"memory": 2 * 2**30, "processes": 64, "file_size": 2**20}
# Until the first cell begins, when no line of the student's has run, and a busy machine may be slow; for a cell; for
# all cells of a hand-in.
STARTS, SECONDS, WHOLE = 120, 5, 60
LABEL = re.compile(r"""check\(\s*(["'])([\w-]{1,60})\1""")


def late(seconds, begun):
    """Why a hand-in was ended that said nothing for so many seconds."""
    return f"it ran for more than {seconds:.3g} s" if begun else "Python did not start"


class Attempts:
    """What happens to the cells of one hand-in.

    cells: their sources. published: those of the book's own notebook. calls: label → encoded arguments.
    Attributes: `answers`, a list of what was said of each; `made`, (cell, label) → how that function is made;
    `notes`, number of a cell → why it did not end well.

    >>> attempts = Attempts(["while True: pass", "check('my-relu', abs)"], [], {})
    >>> json.loads(attempts.next_job())["skip"]
    []
    >>> attempts.hear('{"begins": 0}')
    >>> attempts.ended("it ran for more than 5 s")
    >>> json.loads(attempts.next_job())["skip"], attempts.notes
    ([0], {0: 'it ran for more than 5 s'})
    """

    def __init__(self, cells, published, calls):
        self.job = {"cells": cells, "published": published, "calls": calls, "limits": LIMITS}
        self.answers, self.made, self.notes, self.skip = [], {}, {}, set()
        self.at, self.is_done, self.said, self.since = None, False, 0, None

    @property
    def took(self):
        """Seconds since the first cell of this job began; 0 before that, as a computer may be slow to start Python."""
        return 0.0 if self.since is None else time.monotonic() - self.since

    def next_job(self):
        """The next job, as JSON; None if there is nothing more to run."""
        if self.is_done:
            return None
        self.at = self.since = None
        return json.dumps({**self.job, "skip": sorted(self.skip)})

    def hear(self, line):
        """Take note of a line that the sandbox said. What is not as it should be is passed over."""
        self.said += len(line)
        try:
            said = json.loads(line) if self.said <= MOST_SAID else None
        except (ValueError, RecursionError):
            return
        if not isinstance(said, dict):
            return
        if self.at is None and isinstance(said.get("made"), dict):  # once a cell runs, anything may say so
            made = said["made"]
            self.made[str(made.get("cell")), str(made.get("label"))] = made
        if self._is_a_cell(said.get("begins")):
            self.at, self.since = said["begins"], self.since or time.monotonic()
        if isinstance(said.get("label"), str) and "answer" in said and isinstance(said.get("outcomes"), list):
            self.answers.append(said)
        if self._is_a_cell(said.get("ends")) and isinstance(said.get("raised"), str):
            self.notes[said["ends"]] = said["raised"][:300]
        self.is_done |= said.get("done") == 1

    def _is_a_cell(self, number):
        return type(number) is int and 0 <= number < len(self.job["cells"])

    def ended(self, why):
        """Python has ended without being done, because of `why`; None: by itself."""
        if self.is_done:
            return
        if self.said > MOST_SAID:
            why = "it put out too much"
        if self.at is None or self.at in self.skip:
            self.is_done = True  # it cannot be got any further
            self.notes.setdefault(self.at or 0, why or "Python ended before the first cell")
            return
        self.skip.add(self.at)
        self.notes[self.at] = why or "it ended Python"

    def give_up(self, why):
        """All of it took too long."""
        self.is_done = True
        self.notes[self.at or 0] = why

    def notes_by_label(self):
        """{label: why its cell did not end well}."""
        labels = {number: {each[1] for each in LABEL.findall(self.job["cells"][number])} for number in self.notes}
        return {label: why for number, why in self.notes.items() for label in labels[number]}
