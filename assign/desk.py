"""Marks a class in a web page, in the Python of the page (live_book's worker.js): reads, judges and writes.

It runs nothing that was handed in: for that it gives jobs to the page, which has workers of other origins run them
(`sandbox/in_worker.py`), and is told what these said. So the page itself decides nothing.

The worker calls `start(host)` once, then `await handle(text, buffers)` for each question of the page, whose kind is the
name of a method of `Desk`. The answer bears the question's number: {"answers": number, …}.
"""

import io
import json
import os
import re
import traceback
import zipfile
from pathlib import Path

import numpy

from . import report
from .attempts import LIMITS, SECONDS, STARTS, WHOLE, late
from .engines import HERE, LIBRARY, library_parts
from .gradebook import CannotFill, Gradebook
from .marking import NoExercise, chapter_of, trials
from .marks import LABELS, HandIn, best_of_each, chapter_by_hand_ins
from .notebooks import NotANotebook, read, stretch_in
from .students import Students
from .submissions import CannotRead, entries, file_of, from_zip, opened

SENTENCES = CannotRead, CannotFill, NotANotebook, NoExercise  # whose text is the sentence to show
SEEN = 20  # hand-ins, from which the chapter is seen
NOT_FOR_CELLS = re.compile(r"^(site-packages|ensurepip|idlelib|lib2to3|pydoc_data|tkinter|turtledemo|venv)$")

host = desk = None


def start(worker):
    """Make this Python the one that marks."""
    global host, desk
    host, desk = worker, Desk()


async def handle(text, buffers=()):
    """Answer one question of the page."""
    question = json.loads(text)
    header, files = question["header"], [each.to_bytes() for each in buffers]
    try:
        answer = ANSWERS[header["msg_type"]](desk, files, **question["content"])
    except SENTENCES as error:
        answer = {"sentence": str(error), "columns": getattr(error, "columns", [])}
    except Exception as error:  # the page would wait for ever
        traceback.print_exc()
        answer = {"sentence": f"Marking broke here ({type(error).__name__}: {error!s:.200})."}
    out = answer.pop("files", [])
    host.send(json.dumps({"answers": header["msg_id"], **answer}), out)


class Desk:
    """The marking of a class, step by step. Each method takes files (a list of bytes) and what the page says of them.

    It returns an answer, of which `files` are bytes, too.
    """

    def __init__(self):
        self.files, self.chapter, self.roster, self.points = [], None, None, None
        self.tasks, self.marked = {}, {}

    def sandbox(self, files):
        """All that the Python of hand-ins consists of, as one file, and how long and how much it may."""
        limits = {"starts": STARTS, "cell": SECONDS, "whole": WHOLE, "memory": LIMITS["memory"]}
        return {"limits": limits, "chapters": list(LABELS), "files": [packed(sandbox_files())]}

    def hand_ins(self, files, names):
        """Take what was handed in: a zip, or files of these names."""
        if len(names) == 1 and not names[0].lower().endswith(".ipynb"):
            archive = opened(io.BytesIO(files[0]))
            self.files = [lambda entry=entry: from_zip(archive, entry) for entry in entries(archive)]
        else:
            self.files = [lambda given=given: file_of(*given) for given in zip(names, files)]
        if not self.files:
            raise CannotRead("There is no file in it.")
        return {"count": len(self.files), "chapter": chapter_by_hand_ins(each() for each in self.files[:SEEN])}

    def gradebook(self, files, column=""):
        """Take the gradebook that a system exported; none, to take it away."""
        self.roster = None
        if not files:
            return {}
        self.roster = Gradebook(files[0], column)
        return {"column": self.roster.header[self.roster.at], "students": len(self.roster.rows) - 1}

    def begin(self, files, name, points=None, only_own=False, is_all=False):
        """Begin to mark: the published notebook of the chapter, and how many points there are for all right.

        only_own: where an exercise has numbers of each student's own, the book's count for nobody. is_all: exercises
        that stretch count, too.
        """
        self.students = Students(self.roster, only_own)
        cells = read(files[0])[0]
        self.chapter = chapter_of(name, cells, frozenset() if is_all else stretch_in(files[0]))
        self.points, self.marked = points, {}
        self.tasks = {f"trial {number}": trial for number, trial in enumerate(trials(self.chapter))}
        return {"trials": list(self.tasks), "hand_ins": list(range(len(self.files))), "labels": self.chapter.labels}

    # --- a task: a trial or a hand-in ---------------------------------------------------------------------------

    def job(self, files, task):
        """What has to run next of a task; else what came of it."""
        if task not in self.tasks:
            self.tasks[task] = HandIn(self.files[task](), self.chapter, self.students)
        attempts = self._attempts(task)
        job = attempts and attempts.next_job()
        return {"job": job} if job else self._ended(task)

    def heard(self, files, task, lines, idle, spent):
        """What a worker said of its job. idle: seconds of silence, after which it was ended; spent: on all of it."""
        attempts = self._attempts(task)
        for line in lines:
            attempts.hear(line)
        attempts.ended(late(idle, attempts.at is not None) if idle else None)
        if not attempts.is_done and spent > WHOLE:
            attempts.give_up(f"all of it ran for more than {WHOLE} s")
        return self.job(files, task)

    def _attempts(self, task):
        return self.tasks[task].attempts

    def _ended(self, task):
        ended = self.tasks.pop(task)
        if not isinstance(ended, HandIn):
            return {"faults": list(ended.faults())}
        self.marked[task] = ended.marked()
        return {"row": self._row(self.marked[task])}

    def _row(self, marked):
        """What the page shows of a student."""
        said = {"name": marked.name or marked.who or marked.file, "note": marked.note}
        return {**said, "points": report.points(marked, self.points), "statuses": marked.statuses}

    # --- what comes of it all --------------------------------------------------------------------------------------

    def results(self, files):
        """What there is to show and to keep of those that are marked: marks, and all the rest as one zip."""
        marked = best_of_each([self.marked[task] for task in sorted(self.marked)])
        kept, remarks = report.files(marked, self.chapter, self.points), []
        marks = kept["students.csv"]
        if self.roster:
            remarks = [report.other_points(self.roster, self.chapter, self.points)]
            remarks += report.fill(self.roster, marked, self.points)
            marks = kept["marks.csv"] = self.roster.written()
        hard = report.found_hard(marked, self.chapter.labels)
        rows = [self._row(each) for each in marked]
        told = {"rows": rows, "remarks": list(filter(None, remarks)), "hard": hard}
        return {**told, "read": sum(each.is_read for each in marked), "files": [marks, zipped(kept)]}


KINDS = "sandbox", "hand_ins", "gradebook", "begin", "job", "heard", "results"
ANSWERS = {kind: getattr(Desk, kind) for kind in KINDS}


def zipped(files):
    """{path: bytes} as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


# --- the Python of hand-ins ------------------------------------------------------------------------------------------


def sandbox_files():
    """{path: bytes} of what a hand-in's Python consists of: Python's own, NumPy, the library but for its answers."""
    stdlib, numpy_at = Path(os.__file__).parent, Path(numpy.__file__).parent
    paths = [numpy_at, *(path for path in stdlib.iterdir() if not NOT_FOR_CELLS.match(path.name))]
    paths += [each for part in library_parts() for each in with_bytecode(LIBRARY / part)]
    paths += [HERE / "sandbox", *with_bytecode(HERE / "__init__.py")]
    found = {each for path in paths for each in ([path] if path.is_file() else path.rglob("*"))}
    return {str(path): path.read_bytes() for path in sorted(found) if path.is_file()} | {"/lib/later.json": b"{}"}


def with_bytecode(path):
    """A file or folder, and what Python compiled of a file."""
    yield path
    if path.suffix == ".py":
        yield from (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")


def packed(files):
    """Files as worker.js wants them: the length of an index, the index as JSON [[path, length], …], the files.

    >>> packed({"/a": b"xy"})
    b'\\x0b\\x00\\x00\\x00[["/a", 2]]xy'
    """
    index = json.dumps([[path, len(content)] for path, content in files.items()]).encode()
    return b"".join([len(index).to_bytes(4, "little"), index, *files.values()])
