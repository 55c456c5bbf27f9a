"""By whose numbers a hand-in is marked, where an exercise gives each student numbers of their own."""

from typing import NamedTuple

from relu_lib.own_numbers import spelt

from .gradebook import Gradebook


class Students(NamedTuple):
    """What is known of a class. roster: its gradebook, if there is one. only_own: the book's numbers count for nobody.

    >>> roster = Gradebook(b"Student,ID,SIS User ID,Chapter 2 (77)\\nLovelace,1815,s1,\\n")
    >>> Students(roster).number("1815", "S1"), Students().number("1815", "s2")
    (('S1', ''), ('s2', ''))
    >>> Students(roster).number("1815", "s2")
    ('s1', 'It says student number s2; the gradebook says s1, and that counts.')
    """

    roster: Gradebook | None = None
    only_own: bool = False

    def name(self, who, said):
        """The name of a student as the gradebook has it; else the one that is `said`."""
        return (self.roster.name(who) if self.roster else "") or said

    def number(self, who, typed):
        """(the student number that counts, what there is to say of that).

        who: the number that the course's system has for the student. typed: what the student typed when handing in.
        """
        known = self.roster.numbers(who) if self.roster else []
        if not known or spelt(typed) in map(spelt, known):
            return typed, ""
        said = f"It says student number {typed}; the gradebook says {known[0]}, and that counts." if typed else ""
        return known[0], said


ALL_ALIKE = Students()  # nothing is known of the class
