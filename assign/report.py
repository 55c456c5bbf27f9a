"""What an instructor is given of a marked class: a table, a text for each student, and what the class found hard."""

import json
import re
from collections import Counter
from typing import NamedTuple

from relu_lib.checks import RIGHT, UNANSWERED

from .gradebook import harmless, table


class Marked(NamedTuple):
    """One student's marks. verdicts: label → Verdict, in the chapter's order; note: what there is to say besides."""

    who: str
    name: str
    file: str
    verdicts: dict
    note: str = ""

    @property
    def right(self):
        return sum(map(bool, self.verdicts.values()))


def points(marked, most=None):
    """The mark: how many are right, or that share of `most` points.

    >>> from relu_lib.checks import Verdict
    >>> half = Marked("7", "Ada", "a.ipynb", {"a": Verdict("right"), "b": Verdict("wrong")})
    >>> points(half), points(half, 5)
    ('1', '2.5')
    """
    share = marked.right if most is None else most * marked.right / len(marked.verdicts)
    return f"{round(share, 2):g}"


def marks_table(class_marked, labels, most=None):
    """All marks as a table's bytes: a row a student, a column an exercise."""
    head = ["number", "name", "file", "mark", "right", "of", *labels, "note"]
    rows = [
        [
            *map(harmless, (each.who, each.name, each.file)),
            points(each, most),
            each.right,
            len(labels),
            *(each.verdicts[label].status for label in labels),
            harmless(each.note),
        ]
        for each in class_marked
    ]
    return table([head, *rows])


def feedback(marked, chapter):
    """What a student is told, as text: each exercise with its verdict and the sentence that helps."""
    lines = [f"{chapter}: {marked.right} of {len(marked.verdicts)} right", ""]
    if marked.note:
        lines += [marked.note, ""]
    lines += [f"{label}: {verdict!r}" for label, verdict in marked.verdicts.items()]
    return "\n".join(lines) + "\n"


def for_gradescope(marked):
    """The same in the form that Gradescope reads."""
    tests = [
        {"name": label, "score": int(bool(verdict)), "max_score": 1, "output": repr(verdict)}
        for label, verdict in marked.verdicts.items()
    ]
    return json.dumps({"output": marked.note, "tests": tests}, ensure_ascii=False, indent=1)


def file_name(marked, taken):
    """A name for a student's file, of harmless characters, that is not among those `taken`, and now is.

    >>> taken = set()
    >>> [file_name(Marked("", name, "", {}), taken) for name in ("../Ada É", "../Ada É", "", "CON")]
    ['Ada-É', 'Ada-É-2', 'student', 'student-CON']
    """
    plain = re.sub(r"[^\w]+", "-", marked.who or marked.name or marked.file).strip("-_")[:60]
    if not plain or re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", plain):
        plain = f"student-{plain}".strip("-")
    name, count = plain, 1
    while name.lower() in taken:
        count += 1
        name = f"{plain}-{count}"
    taken.add(name.lower())
    return name


def found_hard(class_marked, labels):
    """What the class found hard, hardest first: [(label, right, tried, commonest first message, how often), …]."""
    rows = []
    for label in labels:
        verdicts = [each.verdicts[label] for each in class_marked]
        tried = [verdict for verdict in verdicts if verdict.status != UNANSWERED]
        said = Counter(verdict.message for verdict in tried if verdict.status != RIGHT)
        message, count = said.most_common(1)[0] if said else ("", 0)
        rows.append((label, sum(map(bool, verdicts)), len(tried), message, count))
    return sorted(rows, key=lambda row: row[1])


def hard_text(class_marked, labels, chapter):
    """`found_hard` as text."""
    count = len(class_marked)
    lines = [f"{chapter}: what the class found hard ({count} hand-in{'s' * (count != 1)})", ""]
    for label, right, tried, message, often in found_hard(class_marked, labels):
        lines.append(f"{label}: {right} right, {tried} tried")
        if message:
            lines.append(f"    {often} {'was' if often == 1 else 'were'} told: {message}")
    return "\n".join(lines) + "\n"


def fill(roster, class_marked, most=None):
    """Write the marks into a gradebook; who is not in it: numbers, or files of which nobody knows whose they are."""
    missing = roster.fill({each.who: points(each, most) for each in class_marked if each.who})
    return missing + [each.file for each in class_marked if not each.who]


def files(class_marked, chapter, most=None):
    """{path: bytes} of what there is to keep of a marked class: the table, a text a student, what was hard."""
    made, taken = {}, set()
    for each in class_marked:
        made[f"feedback/{file_name(each, taken)}.txt"] = feedback(each, chapter.name).encode()
    made["students.csv"] = marks_table(class_marked, chapter.labels, most)
    made["hard.txt"] = hard_text(class_marked, chapter.labels, chapter.name).encode()
    return made
