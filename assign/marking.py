"""Verdicts of a hand-in: the book's own checks, on the answers that left the sandbox, with calls of their own.

Each function is called with the arguments that the page tries and with others like them, from a seed that never
enters the sandbox.
"""

import random
import secrets
from typing import NamedTuple

import numpy as np

from relu_lib.checks import RAISED, UNANSWERED, WRONG, FunctionCheck, Verdict
from relu_lib.exercises import CHECKS
from relu_lib.own_numbers import PersonalCheck, spelt

from .answers import how_made, rebuilt
from .attempts import Attempts
from .notebooks import labels_of, plain, without_solutions
from .sandbox.values import encode

ROUNDS = 3  # times as many calls of one's own as the page tries


class NoExercise(ValueError):
    """A notebook has no exercise of the book; its text is the sentence to show."""


class Chapter(NamedTuple):
    """A chapter to mark: its name, sources of the published code cells, those of the starter, labels in order.

    extra: labels of the exercises that are marked, and count for nothing.
    """

    name: str
    solved: list
    starter: list
    labels: list
    extra: frozenset = frozenset()

    @property
    def is_personal(self):
        """Whether an exercise can have numbers of each student's own."""
        return any(isinstance(CHECKS[label], PersonalCheck) for label in self.labels)


def chapter_of(name, cells, extra=frozenset()):
    """The `Chapter` of the code cells of a published notebook, solutions included.

    extra: labels of exercises that are not to count; if that were all of them, all count. Raises NoExercise.
    """
    labels = [label for label in labels_of(cells) if label in CHECKS]
    if not labels:
        raise NoExercise(f"{name} has no exercise that the book's checks know")
    return Chapter(name, cells, without_solutions(cells), labels, extra if set(labels) - extra else frozenset())


# --- calls ---------------------------------------------------------------------------------------------------


def like(value, chance):
    """Another value of the same kind and shape: numbers keep their sign, whole ones stay whole, and 0 stays 0.

    >>> like((0, 3, [-2.5, True]), random.Random(1))
    (0, 2, [-2.954, True])
    """
    if isinstance(value, (list, tuple)):
        return type(value)(like(item, chance) for item in value)
    if isinstance(value, bool) or value == 0:
        return value
    sign = 1 if value > 0 else -1
    if isinstance(value, int):
        return sign * chance.randint(1, 2 * abs(value))
    return sign * round(chance.uniform(0.1, 2) * abs(value), 3)


def calls_of(check, seed):
    """Arguments to call an answer with: first those that the page tries, then others, from a seed."""
    if not isinstance(check, FunctionCheck):
        return []
    chance, rng = random.Random(seed), np.random.default_rng(seed)
    if callable(check.cases):
        others = [arguments for _ in range(ROUNDS) for arguments in check.calls(rng)]
    else:
        others = [like(arguments, chance) for arguments in check.calls() for _ in range(ROUNDS)]
    return [*check.calls(), *others]


# --- verdicts ------------------------------------------------------------------------------------------------


class Marking:
    """The marking of one hand-in of a chapter: `attempts` says what to run, `verdicts` what came of it.

    cells: sources of its code cells. seed: of the calls; by default one that nobody knows. student: the number by
    which exercises are marked that have numbers of each student's own; only_own: the book's numbers are as wrong as
    another's.
    """

    def __init__(self, chapter, cells, seed=None, student="", only_own=False):
        self.student, self.only_own = student, only_own
        seed = secrets.randbits(64) if seed is None else seed
        self.labels = chapter.labels
        self.calls = {label: calls_of(CHECKS[label], seed) for label in chapter.labels}
        encoded = {label: [encode(each) for each in calls] for label, calls in self.calls.items() if calls}
        self.attempts = Attempts(without_solutions(cells), chapter.starter, encoded)

    def verdicts(self):
        """{label: Verdict}. Of several answers to an exercise the first right one counts, else the last."""
        best = {label: Verdict(UNANSWERED, "", label) for label in self.labels}
        for said in self.attempts.answers:
            label = said["label"]
            if label in best and not best[label]:
                verdict = self.judged(said)
                if verdict.status != UNANSWERED or best[label].status == UNANSWERED:
                    best[label] = verdict._replace(label=label)
        for label, why in self.attempts.notes_by_label().items():
            if label in best and best[label].status == UNANSWERED:
                best[label] = Verdict(RAISED, f"Its cell was not marked: {why.rstrip('.')}.", label)
        return best

    def judged(self, said):
        """The verdict on one answer."""
        label, check = said["label"], CHECKS[said["label"]]
        made = how_made(self.attempts.made.get((str(said.get("cell")), label)))
        try:
            answer = rebuilt(said, self.calls[label])
            if isinstance(check, FunctionCheck):
                return check.verdict(answer, self.calls[label], lambda: made)
            if isinstance(check, PersonalCheck):
                return self._by_numbers(check, label, answer, plain(said.get("student", "")))
            return check(answer)
        except Exception as error:  # whatever the sandbox may have said
            return Verdict(WRONG, f"Your answer could not be read ({type(error).__name__}: {error!s:.100}).")

    def _by_numbers(self, check, label, answer, used):
        """The verdict by the student's own numbers, and by the book's. used: whose numbers the cell says it has."""
        student = self.student or used
        own, by_book = check.verdict(answer, label, student), check.verdict(answer, label)
        if not self.only_own and not spelt(used):  # nobody asked for own numbers: no word of them
            return own or by_book
        if own.status == UNANSWERED or (own and spelt(student)):
            return own
        if not self.only_own and by_book:
            return by_book
        if not spelt(student):
            return Verdict(WRONG, "This exercise has numbers of each student's own, and there is no student number.")
        if spelt(used) == spelt(student):
            return own
        whose = f"those of student number {used}" if spelt(used) else "those of the book"
        return Verdict(WRONG, f"Its numbers are {whose}, and not your own. {check.question(label, student)}")


class Trial(NamedTuple):
    """The book's own cells as if somebody had handed them in: what they are, what status each must get, the marking."""

    what: str
    wanted: str
    marking: Marking

    @property
    def attempts(self):
        return self.marking.attempts

    def faults(self):
        """A sentence for each exercise that did not get what it must."""
        for label, verdict in self.marking.verdicts().items():
            if verdict.status != self.wanted:
                yield f"the book's own {self.what} of {label} is marked “{verdict!r}”"


def trials(chapter):
    """What has to be tried before a class is marked: the book's solutions must be right, its starters unanswered."""
    for cells, what, wanted in (chapter.solved, "solution", "right"), (chapter.starter, "starter", UNANSWERED):
        yield Trial(what, wanted, Marking(chapter, [cell.replace("#@title Solution", "#") for cell in cells]))


def proof(chapter, play):
    """Sentences about what is wrong with marking here; none if a class can be marked.

    play: runs the `Attempts` of a hand-in.
    """
    for trial in trials(chapter):
        play(trial.attempts)
        yield from trial.faults()
