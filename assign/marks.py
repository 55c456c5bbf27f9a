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

OWN = re.compile(r"""^student\s*=\s*(["'])\s*[^"'\s]""", re.M)  # a cell with the numbers of a student
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
    said = "There is no notebook in what was handed in."
    return Marked("", "", "", nothing, said, chapter.extra, is_read=False)


def mark_file(file, chapter, play, students=ALL_ALIKE):
    """The marks of one file; whatever it is, there is a sentence about it and no error."""
    hand_in = HandIn(file, chapter, students)
    if hand_in.attempts:
        play(hand_in.attempts)
    return hand_in.marked()


class HandIn:
    """One file while it is marked: its `attempts` are to be run, unless they are None; then it is `marked()`."""

    def __init__(self, file, chapter, students=ALL_ALIKE):
        self.path, self.who, self.said, self.why = file.path, file.who, file.name, file.why
        self.chapter, self.students, self.attempts, self.verdicts = chapter, students, None, None
        try:
            if file.data is not None:
                self._begin(*read(file.data))
        except NotANotebook as error:
            self.why = str(error)

    @property
    def name(self):
        """The gradebook's name of the student; else what the file, or its notebook, says."""
        return self.students.name(self.who, self.said)

    def _begin(self, cells, metadata):
        chapter, students, typed = self.chapter, self.students, said_in(metadata, "number")
        self.who, self.said = self.who or typed, self.said or said_in(metadata, "name")
        self.why = another_chapter(cells, chapter)
        if not self.why:
            number, note = students.number(self.who, typed)
            is_asked = students.only_own or any(OWN.search(cell) for cell in cells)
            self.why = note if chapter.is_personal and is_asked else ""
            marking = Marking(chapter, cells, student=number, only_own=students.only_own)
            self.attempts, self.verdicts = marking.attempts, marking.verdicts

    def marked(self):
        is_read, extra = bool(self.verdicts), self.chapter.extra
        verdicts = self.verdicts() if is_read else nothing_handed_in(self.chapter).verdicts
        return Marked(self.who, self.name, self.path, verdicts, self.why, extra, is_read)


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
    """One `Marked` a student: of several files that with the most right, and a note that says so.

    Of files with one number and different names each name has a row, and a note: somebody mistyped a number.
    """
    groups = {}
    for marked in every:
        key = marked.who or marked.name or PurePosixPath(marked.file).stem
        groups.setdefault(key, {}).setdefault(" ".join(marked.name.lower().split()), []).append(marked)
    chosen = []
    for named in groups.values():
        unnamed = named.pop("", [])
        apart = [*named.values(), *([unnamed] if unnamed else [])] if len(named) > 1 else [sum(named.values(), unnamed)]
        chosen += told_apart([best_of(group) for group in apart])
    return sorted(chosen, key=lambda each: (natural(each.name), natural(each.who), each.file))


def best_of(group):
    """Of a student's files that with the most right, and a note that names the others."""
    best = max(group, key=lambda each: (each.is_read, each.right, sum(map(bool, each.verdicts.values())), each.file))
    others = sorted(PurePosixPath(each.file).name for each in group if each is not best)
    if not others:
        return best
    said = f"{len(group)} files were handed in; {PurePosixPath(best.file).name} counts, which has the most right"
    return best._replace(note=f"{said}, and not {', '.join(others)}. {best.note}".strip())


def told_apart(same):
    """People who gave the same number, each with a note that names the others."""
    names = [each.name or PurePosixPath(each.file).name for each in same]
    for at, each in enumerate(same):
        said = f"The same student number as {', '.join(names[:at] + names[at + 1 :])}: look at both. "
        yield each._replace(note=f"{said if len(same) > 1 else ''}{each.note}".strip())


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
