"""What an instructor is given of a marked class: a table, a text for each student, and what the class found hard."""

import json
import re
from collections import Counter
from typing import NamedTuple

from relu_lib.checks import RIGHT, UNANSWERED

from .gradebook import harmless, table

UNREAD = "not read"  # instead of a status, where a file was no notebook of the chapter
AGAIN = 'Hand it in again: on the chapter\'s page press "Hand in", then "Save the file", and upload that file as it is.'


class Marked(NamedTuple):
    """One student's marks. verdicts: label → Verdict, in the chapter's order; note: what there is to say besides.

    extra: labels that count for nothing. is_read: whether there was a notebook of the chapter to mark at all.
    """

    who: str
    name: str
    file: str
    verdicts: dict
    note: str = ""
    extra: frozenset = frozenset()
    is_read: bool = True

    @property
    def right(self):
        """How many of those that count are right."""
        return sum(bool(verdict) for label, verdict in self.verdicts.items() if label not in self.extra)

    @property
    def of(self):
        """How many count."""
        return sum(label not in self.extra for label in self.verdicts)

    @property
    def statuses(self):
        """For each exercise, in order, the status of its verdict; of a file that could not be read, UNREAD."""
        return [verdict.status if self.is_read else UNREAD for verdict in self.verdicts.values()]


def points(marked, most=None):
    """The mark: how many of those that count are right, or that share of `most` points; "" if nothing was read.

    >>> from relu_lib.checks import Verdict
    >>> half = Marked("7", "Ada", "a.ipynb", {"a": Verdict("right"), "b": Verdict("wrong")})
    >>> points(half), points(half, 5)
    ('1', '2.5')
    """
    if not marked.is_read:
        return ""
    share = marked.right if most is None else most * marked.right / marked.of
    return f"{round(share, 2):g}"


def marks_table(class_marked, labels, most=None):
    """All marks as a table's bytes: a row a student, a column an exercise."""
    head = ["number", "name", "file", "mark", "right", "of", *labels, "note"]
    rows = [
        [
            *map(harmless, (each.who, each.name, each.file)),
            points(each, most),
            each.right if each.is_read else "",
            each.of,
            *each.statuses,
            harmless(each.note),
        ]
        for each in class_marked
    ]
    return table([head, *rows])


def feedback(marked, chapter):
    """What a student is told, as text: each exercise with its verdict and the sentence that helps."""
    if not marked.is_read:
        return f"{chapter}: not marked, as the file could not be read.\n\n{marked.note}\n{AGAIN}\n"
    lines = [f"{chapter}: {marked.right} of {marked.of} right", ""]
    if marked.note:
        lines += [marked.note, ""]
    name = {label: f"{label} (extra)" if label in marked.extra else label for label in marked.verdicts}
    lines += [f"{name[label]}: {verdict!r}" for label, verdict in marked.verdicts.items()]
    return "\n".join(lines) + "\n"


def for_gradescope(marked):
    """The same in the form that Gradescope reads."""
    tests = [
        {
            "name": label,
            "score": int(bool(verdict) and label not in marked.extra),
            "max_score": int(label not in marked.extra),
            "output": repr(verdict),
        }
        for label, verdict in marked.verdicts.items()
    ]
    return json.dumps({"output": marked.note, "tests": tests}, ensure_ascii=False, indent=1)


def file_name(marked, taken):
    """A name for a student's file, of harmless characters, that is not among those `taken`, and now is.

    >>> taken = set()
    >>> [file_name(Marked("", name, "", {}), taken) for name in ("../Ada É", "../Ada É", "", "CON")]
    ['Ada-É', 'Ada-É-2', 'student', 'student-CON']
    >>> file_name(Marked("1815", "Lovelace, Ada", "", {}), taken)
    'Lovelace-Ada-1815'
    """
    parts = [re.sub(r"[^\w]+", "-", each).strip("-_")[:60] for each in (marked.name, marked.who)]
    plain = "-".join(filter(None, parts)) or re.sub(r"[^\w]+", "-", marked.file).strip("-_")[:60]
    if not plain or re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", plain):
        plain = f"student-{plain}".strip("-")
    name, count = plain, 1
    while name.lower() in taken:
        count += 1
        name = f"{plain}-{count}"
    taken.add(name.lower())
    return name


def found_hard(class_marked, labels):
    """What the class found hard, hardest first: [(label, right, tried, commonest first message, how often), …].

    Files that could not be read are left out.
    """
    rows, class_marked = [], [each for each in class_marked if each.is_read]
    for label in labels:
        verdicts = [each.verdicts[label] for each in class_marked]
        tried = [verdict for verdict in verdicts if verdict.status != UNANSWERED]
        said = Counter(verdict.message for verdict in tried if verdict.status != RIGHT)
        message, count = said.most_common(1)[0] if said else ("", 0)
        rows.append((label, sum(map(bool, verdicts)), len(tried), message, count))
    return sorted(rows, key=lambda row: row[1])


def hard_text(class_marked, labels, chapter):
    """`found_hard` as text."""
    count = sum(each.is_read for each in class_marked)
    lines = [f"{chapter}: what the class found hard ({count} hand-in{'s' * (count != 1)})", ""]
    for label, right, tried, message, often in found_hard(class_marked, labels):
        lines.append(f"{label}: {right} of {count} right, {tried} tried")
        if message:
            lines.append(f"    {often} {'was' if often == 1 else 'were'} told: {message}")
    return "\n".join(lines) + "\n"


def fill(roster, class_marked, most=None):
    """Write the marks into a gradebook; sentences about who got none there."""
    often = Counter(each.who for each in class_marked)
    sure = [each for each in class_marked if each.who and each.is_read and often[each.who] == 1]
    missing = roster.fill({each.who: points(each, most) for each in sure})
    missing += [each.file for each in class_marked if not each.who]
    said = [f"Not in the gradebook: {', '.join(missing)}."] if missing else []
    if unread := [each.name or each.who for each in class_marked if each.who and not each.is_read]:
        said.append(f"Left blank in the gradebook, as the file could not be read: {', '.join(unread)}.")
    if twice := [who for who, count in often.items() if who and count > 1]:
        said.append(f"Left blank in the gradebook, as two people gave the same number: {', '.join(twice)}.")
    return said


def other_points(roster, chapter, most=None):
    """A sentence if the gradebook has other points for all right than those that are given; else ""."""
    given, wanted = len(set(chapter.labels) - chapter.extra) if most is None else most, roster.possible
    if wanted is None or wanted == given:
        return ""
    return (
        f"All right is {given:g} point{'s' * (given != 1)} here, and {wanted:g} in the gradebook: change which "
        "exercises count, the points here, or the points there."
    )


def files(class_marked, chapter, most=None):
    """{path: bytes} of what there is to keep of a marked class: the table, a text a student, what was hard."""
    made, taken = {}, set()
    for each in class_marked:
        made[f"feedback/{file_name(each, taken)}.txt"] = feedback(each, chapter.name).encode()
    made["students.csv"] = marks_table(class_marked, chapter.labels, most)
    made["hard.txt"] = hard_text(class_marked, chapter.labels, chapter.name).encode()
    return made
