"""On the command line:  python -m assign marks handed-in.zip --roster gradebook.csv

And what is given out before: python -m assign editions (make assignments).
"""

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path

from . import engines, report
from .attempts import SECONDS
from .editions import write_all
from .gradebook import CannotFill, Gradebook
from .marking import NoExercise, chapter_of, proof
from .marks import chapter_by_hand_ins, mark_class, nothing_handed_in
from .notebooks import NotANotebook, read, stretch_in
from .report import UNREAD, for_gradescope
from .students import Students
from .submissions import CannotRead, handed_in

BOOK = Path(__file__).resolve().parent.parent / "_build/html/chapters"
UNBUILT = "There is no {0}. Build the book first (make book), or name the chapter's notebook with --notebook."
NO_CHAPTER = "There is no exercise of the book in what was handed in. Name the chapter with --chapter."
UNPROVEN = "Nothing was marked, as marking does not work here:"


class Stop(Exception):
    """What keeps a class from being marked; its text is the sentence to show."""


def main(words=None):
    chosen = options().parse_args(words)
    try:
        return chosen.do(chosen)
    except (Stop, CannotRead, CannotFill, NotANotebook, NoExercise, engines.NoSandbox) as error:
        print(f"assign: {error}", file=sys.stderr)
        return 1


def options():
    parser = argparse.ArgumentParser(prog="python -m assign", description="What an instructor gives out, and marks.")
    commands = parser.add_subparsers(required=True)
    for_marks(commands.add_parser("marks", help="mark the hand-ins of one chapter"))
    editions = commands.add_parser("editions", help="notebooks and autograders of all chapters, to give out")
    editions.add_argument("--out", type=Path, default=BOOK.parent.parent / "assignments", help="the folder for them")
    editions.set_defaults(do=write_editions)
    gradescope = commands.add_parser("gradescope", help="mark one hand-in in an autograder's container")
    gradescope.add_argument("handed_in", type=Path)
    gradescope.add_argument("--notebook", type=Path, required=True)
    gradescope.add_argument("--results", type=Path, required=True)
    gradescope.set_defaults(do=mark_one)
    return parser


def for_marks(marks):
    marks.add_argument("handed_in", type=Path, help="the zip of your course's system, or a folder, or one notebook")
    marks.add_argument("--chapter", default="", help="as in its address: sums-of-relus; else seen from the hand-ins")
    marks.add_argument("--notebook", type=Path, help="the chapter's published notebook, solutions included")
    marks.add_argument("--roster", type=Path, help="the gradebook that Canvas or Moodle exported; it is filled in")
    marks.add_argument("--column", default="", help="the task's column in Canvas's gradebook, or a part of its name")
    marks.add_argument(
        "--count", choices=("core", "all"), default="core", help="what counts: warm-up and core, or stretch, too"
    )
    marks.add_argument("--points", type=float, help="the mark for all right; else each right answer is one point")
    marks.add_argument(
        "--own-numbers", action="store_true", help="exercises with numbers of each student's own count by these alone"
    )
    marks.add_argument("--out", type=Path, default=Path("marks"), help="the folder for marks and feedback")
    marks.add_argument("--engine", choices=engines.ENGINES, help="where hand-ins run; else what works here")
    marks.add_argument("--seconds", type=float, default=SECONDS, help="for each cell")
    marks.add_argument("--workers", type=int, default=os.cpu_count(), help="hand-ins at once")
    marks.set_defaults(do=mark)


def mark(chosen):
    """Mark the class; the exit status."""
    roster = Gradebook(chosen.roster.read_bytes(), chosen.column) if chosen.roster else None
    name = chosen.chapter or (chosen.notebook and chosen.notebook.stem) or chapter_by_hand_ins(few(chosen.handed_in))
    if not name:
        raise Stop(NO_CHAPTER)
    chapter = chapter_in(name, published(chosen.notebook or BOOK / f"{name}.ipynb"), chosen.count == "all")
    play = partial(engines.play, engine=engines.find(chosen.engine), seconds=chosen.seconds)
    prove(chapter, play)
    begun = time.monotonic()
    students = Students(roster, chosen.own_numbers)
    files = list(handed_in(chosen.handed_in))
    marked = mark_class(files, chapter, play, chosen.workers, tell, students)
    write(chosen.out, report.files(marked, chapter, chosen.points))
    if roster:
        fill(roster, marked, chapter, chosen)
    seconds = time.monotonic() - begun
    count = f"{len(files)} file{'s' * (len(files) != 1)}, {len(marked)} student{'s' * (len(marked) != 1)}"
    print(f"{count}, in {seconds:.1f} s. Marks, feedback, what was hard: {chosen.out}")
    return 0


def chapter_in(name, data, is_all=False):
    """The chapter of a published notebook's bytes; without `is_all` exercises that stretch count for nothing."""
    cells, _ = read(data)
    return chapter_of(name, cells, frozenset() if is_all else stretch_in(data))


def prove(chapter, play):
    """Raise Stop where the book's own solutions and starters are not marked as they must be."""
    if faults := list(proof(chapter, play)):
        raise Stop("\n  ".join([UNPROVEN, *faults]))


def few(path):
    """Enough of the hand-ins to see of which chapter they are."""
    return [file for file, _ in zip(handed_in(path), range(20))]


def published(path):
    if not path.is_file():
        raise Stop(UNBUILT.format(path))
    return path.read_bytes()


def tell(marked):
    mark = f"{marked.right}/{marked.of}" if marked.is_read else UNREAD
    print(f"{mark}  {marked.name or marked.who or marked.file}  {marked.note}".rstrip())


def write(folder, files):
    (folder / "feedback").mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def fill(roster, marked, chapter, chosen):
    remarks = [*report.fill(roster, marked, chosen.points), report.other_points(roster, chapter, chosen.points)]
    (chosen.out / "marks.csv").write_bytes(roster.written())
    for remark in filter(None, remarks):
        print(remark)


def write_editions(chosen):
    """Notebooks and autograders of all published chapters."""
    names = write_all(sorted(BOOK.glob("*.ipynb")), chosen.out)
    if not names:
        raise Stop(f"There are no chapters in {BOOK}. Build the book first: make book.")
    print(f"For students, solutions, nbgrader, Gradescope: {', '.join(names)}, in {chosen.out}")
    return 0


def mark_one(chosen):
    """Mark the one hand-in of an autograder's container, in the form that Gradescope reads."""
    chapter = chapter_in(chosen.notebook.stem, published(chosen.notebook))
    play = partial(engines.play, engine=engines.Container())
    prove(chapter, play)
    (marked,) = mark_class(handed_in(chosen.handed_in), chapter, play) or [nothing_handed_in(chapter)]
    chosen.results.write_text(for_gradescope(marked), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
