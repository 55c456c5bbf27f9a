"""What a class handed in, as a learning management system (Canvas, Moodle) packs it, or as plain files.

Nothing is unpacked to disk: files are read one by one, and of each no more than a notebook of this book may have.
"""

import re
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from .notebooks import LARGEST

MOST_FILES = 5000
MOODLE = re.compile(r"(?:^|/)([^/]*)_(\d+)_assignsubmission_file_?/")
MOODLE_OTHER = re.compile(r"_assignsubmission_(?!file)\w+/")  # what was typed into the page of the task
CANVAS = re.compile(r"^([^_]+)_(?:LATE_)?(\d+)_\d+_")
JUNK = re.compile(r"(^|/)(__MACOSX/|\.[^./]|Thumbs\.db$|desktop\.ini$)")


class CannotRead(ValueError):
    """What should hold the hand-ins cannot be read; its text is the sentence to show."""


class File(NamedTuple):
    """A file that was handed in. who: the student's number in the system, "" if its name has none; `name` likewise.

    data: its bytes, or None if it was not read, because of `why`.
    """

    path: str
    who: str
    name: str
    data: bytes | None
    why: str = ""


def whose(path):
    """(number, name) of the student, as the system writes them into a file's name; ("", "") if it does not.

    >>> whose("lovelaceada_LATE_1815_99_chapter-3.ipynb"), whose("Ada Lovelace_1815_assignsubmission_file_/a.ipynb")
    (('1815', 'lovelaceada'), ('1815', 'Ada Lovelace'))
    >>> whose("ada.ipynb")
    ('', '')
    """
    found = MOODLE.search(path) or CANVAS.match(path.rpartition("/")[2])
    return (found[2], found[1]) if found else ("", "")


def handed_in(path):
    """Each `File` of a zip, a folder or of a single notebook. Raises CannotRead."""
    path = Path(path)
    if not path.exists():
        raise CannotRead(f"There is no {path}.")
    if path.is_dir():
        yield from in_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from in_zip(path)
    else:
        yield file_of(path.name, path.read_bytes()[: LARGEST + 1])


def in_folder(folder):
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and is_wanted(name):
            with path.open("rb") as opened:
                yield file_of(name, opened.read(LARGEST + 1))


def in_zip(source):
    """The files of a zip: a path or an open file."""
    with opened(source) as packed:
        for entry in entries(packed):
            yield from_zip(packed, entry)


def opened(source):
    """A zip. Raises CannotRead."""
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise CannotRead("That is no zip that could be opened. Fetch it from your course's system once more.") from None


def entries(packed):
    """What in a zip may be hand-ins, each to be read by `from_zip`. Raises CannotRead if they are too many."""
    wanted = [entry for entry in packed.infolist() if not entry.is_dir() and is_wanted(entry.filename)]
    if len(wanted) > MOST_FILES:
        raise CannotRead(f"There are {len(wanted)} files in it, more than the {MOST_FILES} of the largest class.")
    return wanted


def from_zip(packed, entry):
    """One file of a zip, as far as it may go: however large it says it is, no more is unpacked."""
    try:
        with packed.open(entry) as opened:
            return file_of(entry.filename, opened.read(LARGEST + 1))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError) as error:
        return file_of(entry.filename, None, f"The file could not be unpacked ({error!s:.80}).")


def is_wanted(name):
    """Whether a file may be somebody's hand-in, not something that a system or a computer put beside it."""
    return not JUNK.search(name) and not MOODLE_OTHER.search(name)


def file_of(path, data, why=""):
    if data is not None and len(data) > LARGEST:
        data, why = None, "The file has more than 10 MB; a notebook of this book has less."
    return File(path, *whose(path), data, why)
