"""The gradebook that a learning management system exported, with marks filled in: the very same file otherwise.

Known are Canvas's gradebook (*Export*) and Moodle's grading worksheet.
"""

import csv
import io
import re

CANVAS_OWN = 5  # at most so many columns about the student stand before those of the tasks
STUDENT_NUMBERS = "SIS User ID", "ID number", "SIS Login ID"  # Canvas's, Moodle's, Canvas's
NAMES = "Student", "Full name"  # Canvas's, Moodle's
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CannotFill(ValueError):
    """The gradebook is none that is known, or it is not plain which column is meant; its text is the sentence."""


class WhichColumn(CannotFill):
    """It is not plain which of these `columns` is meant."""

    def __init__(self, columns):
        super().__init__(f"Which column? Name one of: {'; '.join(columns) or 'there is none of a task'}.")
        self.columns = columns


class Gradebook:
    """A gradebook, from the bytes of its file. column: the name, or a part of it, of the task's column.

    >>> book = Gradebook(b"Student,ID,Section,Chapter 3 (77)\\nLovelace,1815,A,\\nBabbage,1791,A,\\n", "Chapter 3")
    >>> book.fill({"1815": "6"})
    []
    >>> book.written()
    b'Student,ID,Section,Chapter 3 (77)\\nLovelace,1815,A,6\\nBabbage,1791,A,\\n'
    """

    def __init__(self, data, column=""):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CannotFill("The gradebook is not in UTF-8. Export it anew, and do not open it in between.") from None
        self.has_mark = data.startswith(b"\xef\xbb\xbf")  # which tells Excel of UTF-8
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        head = text.partition("\n")[0]
        self.separator = max(",;\t", key=head.count)
        self.rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.separator))
        self.header = [cell.strip() for cell in self.rows[0]] if self.rows else []
        self.key, self.at = self._columns(column)

    def _columns(self, column):
        """Numbers of the columns with the students' numbers and with the marks."""
        if "Identifier" in self.header and "Grade" in self.header:
            return self.header.index("Identifier"), self.header.index("Grade")
        if "ID" not in self.header:
            raise CannotFill(
                "The gradebook has neither Canvas's column ID nor Moodle's columns Identifier and Grade. In Canvas: "
                "Grades, Export. In Moodle: the assignment, Download grading worksheet."
            )
        tasks = [name for name in self.header if re.search(r"\(\d+\)$", name)]
        meant = [name for name in tasks if name == column] or [n for n in tasks if column.lower() in n.lower()]
        if len(meant) != 1:
            raise WhichColumn(tasks)
        return self.header.index("ID"), self.header.index(meant[0])

    def numbers(self, who):
        """What the student of this number in the system may give as student number, the course's own first.

        Nothing, if the gradebook has no such column: the system's number is none that students know.
        """
        columns = [self.header.index(name) for name in STUDENT_NUMBERS if name in self.header]
        for row in self.rows[1:]:
            found = [text for at in columns if at < len(row) and (text := row[at].strip())]
            if found and self._number(row) == who:
                return [*found, who]
        return []

    def name(self, who):
        """The name that the gradebook has for this number in the system; "" if it has none."""
        at = next((self.header.index(name) for name in NAMES if name in self.header), None)
        rows = [row for row in self.rows[1:] if at is not None and self._number(row) == who]
        return rows[0][at].strip() if who and rows else ""

    @property
    def possible(self):
        """The points for all right that the gradebook says; None if it says none."""
        if "Maximum Grade" in self.header:
            texts = [row[at] for row in self.rows[1:] if len(row) > (at := self.header.index("Maximum Grade"))]
        else:
            texts = [row[self.at] for row in self.rows[1:] if row[:1] and row[0].strip() == "Points Possible"]
        try:
            return float(texts[0].replace(",", "."))
        except (IndexError, ValueError):
            return None

    def _number(self, row):
        return re.sub(r"\D", "", row[self.key]) if len(row) > max(self.key, self.at) else ""

    def fill(self, marks):
        """Write marks, number of the student → text, into the column; the numbers that are not in the gradebook."""
        missing = dict(marks)
        for row in self.rows[1:]:
            number = self._number(row)
            if number in marks:
                row[self.at] = marks[number]
                missing.pop(number, None)
        return list(missing)

    def written(self):
        """The file, as bytes."""
        return (b"\xef\xbb\xbf" if self.has_mark else b"") + table(self.rows, self.separator, self.line_end)


def table(rows, separator=",", line_end="\n"):
    """Rows as a table's bytes."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode()


def harmless(text):
    """A text that no spreadsheet takes for a formula.

    >>> harmless('=HYPERLINK("x")'), harmless("Ada")
    ('\\'=HYPERLINK("x")', 'Ada')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
