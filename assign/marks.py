"""A class's hand-ins → marks of each student: files put in order, each run in the sandbox, the best one taken."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

from relu_lib.checks import UNANSWERED, Verdict
from relu_lib.exercises import CHAPTERS

from .marking import Marking
from .notebooks import NotANotebook, labels_of, plain, read
from .report import Marked
from .students import ALL_ALIKE

LABELS = {chapter.__name__.rpartition(".")[2].replace("_", "-"): set(chapter.CHECKS) for chapter in CHAPTERS}


def mark_class(files, chapter, play, workers=1, told=lambda marked: None, students=ALL_ALIKE):
    """The `Marked` of each student, in the order of their names.

    files: `submissions.File`s. play: runs the `Attempts` of one hand-in, in one of so many `workers`. told: hears of
    each file when it is marked. students: by whose numbers each is marked.
    """

    def one(file):
        marked = mark_file(file, chapter, play, students)
        told(marked)
        return marked

    with ThreadPoolExecutor(workers) as pool:
        every = list(pool.map(one, files))
    return best_of_each(every)


def nothing_handed_in(chapter):
    """The marks of somebody who handed in nothing."""
    nothing = {label: Verdict(UNANSWERED, "", label) for label in chapter.labels}
    return Marked("", "", "", nothing, "There is no notebook in what was handed in.")


def mark_file(file, chapter, play, students=ALL_ALIKE):
    """The marks of one file; whatever it is, there is a sentence about it and no error."""
    hand_in = HandIn(file, chapter, students)
    if hand_in.attempts:
        play(hand_in.attempts)
    return hand_in.marked()


class HandIn:
    """One file while it is marked: its `attempts` are to be run, unless they are None; then it is `marked()`."""

    def __init__(self, file, chapter, students=ALL_ALIKE):
        self.path, self.who, self.name, self.why = file.path, file.who, file.name, file.why
        self.nothing, self.attempts, self.verdicts = nothing_handed_in(chapter).verdicts, None, None
        try:
            if file.data is not None:
                self._begin(*read(file.data), chapter, students)
        except NotANotebook as error:
            self.why = str(error)

    def _begin(self, cells, metadata, chapter, students):
        typed = said_in(metadata, "number")
        self.who, self.name = self.who or typed, self.name or said_in(metadata, "name")
        self.why = another_chapter(cells, chapter)
        if not self.why:
            number, note = students.number(self.who, typed)
            self.why = note if chapter.is_personal else ""
            marking = Marking(chapter, cells, student=number, only_own=students.only_own)
            self.attempts, self.verdicts = marking.attempts, marking.verdicts

    def marked(self):
        verdicts = self.verdicts() if self.verdicts else self.nothing
        return Marked(self.who, self.name, self.path, verdicts, self.why)


def said_in(metadata, key):
    """What a student typed when handing in, made fit to be shown.

    >>> said_in({"hand_in": {"name": "  Ada\\n "}}, "name"), said_in({"hand_in": 3}, "name")
    ('Ada', '')
    """
    hand_in = metadata.get("hand_in")
    return plain(hand_in.get(key, "") if isinstance(hand_in, dict) else "")


def another_chapter(cells, chapter):
    """A sentence if there is none of the chapter's exercises in these cells; else ""."""
    found = labels_of(cells)
    if set(found) & set(chapter.labels):
        return ""
    others = [name for name, labels in LABELS.items() if labels & set(found)]
    what = f"its exercises are those of {others[0]}" if others else "it has no exercise of the book"
    return f"This notebook is not of {chapter.name}: {what}."


def best_of_each(every):
    """One `Marked` a student: of several files that with the most right, and a note that says so."""
    groups = {}
    for marked in every:
        groups.setdefault(marked.who or marked.name or PurePosixPath(marked.file).stem, []).append(marked)
    chosen = []
    for group in groups.values():
        best = max(group, key=lambda each: (each.right, not each.note, each.file))
        if len(group) > 1:
            said = (
                f"{len(group)} files were handed in; {PurePosixPath(best.file).name} counts, which has the most right."
            )
            best = best._replace(note=f"{said} {best.note}".strip())
        chosen.append(best)
    return sorted(chosen, key=lambda each: (natural(each.name), natural(each.who), each.file))


def natural(text):
    """A key by which 2 comes before 10.

    >>> sorted(["b10", "b2", "a"], key=natural)
    ['a', 'b2', 'b10']
    """
    parts = re.split(r"([0-9]+)", text.lower())
    return [(number % 2, int(part[:18]) if number % 2 else 0, part) for number, part in enumerate(parts)]


def chapter_by_hand_ins(files):
    """The name of the chapter whose exercises stand in most of these files; "" if there are none."""
    counts = dict.fromkeys(LABELS, 0)
    for file in files:
        try:
            found = set(labels_of(read(file.data or b"")[0]))
        except NotANotebook:
            continue
        for name, labels in LABELS.items():
            counts[name] += len(labels & found) / len(labels)
    best = max(counts, key=counts.get)
    return best if counts[best] else ""
