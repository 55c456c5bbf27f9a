"""Exercises that give each student numbers of their own, drawn from the student's number.

A page draws the same numbers (live_book/live/static/own-numbers.js). Without a student number an exercise has the
numbers of the book.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from .checks import UNANSWERED, WRONG


def fnv1a(text):
    """The 32-bit FNV-1a hash of a text in UTF-8 (Fowler, Noll and Vo), which needs no library anywhere.

    >>> hex(fnv1a("foobar"))
    '0xbf9cf968'
    """
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 % 2**32
    return value


def spelt(student):
    """A student number without what people write differently: blanks, capitals, zeros in front. Raises TypeError.

    >>> spelt(" S-004 711 "), spelt(4711), spelt("0042"), spelt("")
    ('s-004711', '4711', '42', '')
    """
    if isinstance(student, bool) or not isinstance(student, (str, int)):
        raise TypeError(f'a student number is a text, as in student="4711"; got {student!r:.80}')
    return re.sub("^0+(?=[0-9])", "", re.sub("[ \t\n\r\xa0]", "", str(student)).lower())


def personal(label, student, among):
    """The numbers that an exercise has for one student.

    label: of the exercise. student: the student's number, a text. among: for each number what it is drawn from, a
    range or a list. The same label, student and choices give the same numbers, everywhere and at any time.

    >>> personal("dot-by-hand", "4711", [range(2, 6), range(-4, 0), [0.5, 1.5]])
    [3, -4, 1.5]
    """
    rest, numbers = fnv1a(f"{spelt(student)}:{label}"), []
    for choices in among:
        at, rest = divmod(rest * len(choices), 2**32)
        numbers.append(choices[at])
    return numbers


def written(number):
    """A number as the book writes it: with a minus, which is no hyphen.

    >>> written(-0.5), written(3)
    ('−0.5', '3')
    """
    return f"{number:g}".replace("-", "−")


class PersonalCheck(NamedTuple):
    """A check whose numbers are the book's, or a student's own.

    check_of: a function from the numbers to the check of the answer. asks: the question, with {} for each number.
    book: the numbers of the book. among: what those of a student are drawn from, as in `personal`.

    >>> from relu_lib.checks import value_check
    >>> double = PersonalCheck(lambda n: value_check(2 * n), "What is twice {}?", (3,), (range(4, 10),))
    >>> double(6)
    ✓ Correct. It is 6.
    >>> double.verdict(..., "double", "4711")
    … Not answered yet. For student number 4711: What is twice 9?
    """

    check_of: Callable
    asks: str
    book: tuple
    among: tuple

    def __call__(self, answer):
        return self.verdict(answer)

    def numbers(self, label, student):
        return personal(label, student, self.among) if spelt(student) else self.book

    def question(self, label, student):
        """The question in the numbers of a student, and whose they are."""
        asked = self.asks.format(*map(written, self.numbers(label, student)))
        return f"For student number {str(student).strip()}: {asked}"

    def verdict(self, answer, label="", student=""):
        """The verdict on an answer; if there is none yet, it says the question in the student's numbers."""
        verdict = self.check_of(*self.numbers(label, student))(answer)
        if verdict.status == WRONG and spelt(student) and self.check_of(*self.book)(answer):
            said = f"That is right for the numbers of the book; yours are others. {self.question(label, student)}"
            return verdict._replace(message=said)
        if verdict.status != UNANSWERED:
            return verdict
        among = [list(choices) for choices in self.among]
        own = json.dumps({"asks": self.asks, "among": among}, ensure_ascii=False, separators=(",", ":"))
        return verdict._replace(message=self.question(label, student) if spelt(student) else "", own=own)
