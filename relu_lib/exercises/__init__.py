"""The book's exercises: label → check, one file a chapter. The one place in relu_lib that knows the book.

Labels are those of the exercises in `chapters/`. A starter answers with dots (`...`), and its verdict is
"Not answered yet".
"""

from types import MappingProxyType

from ..own_numbers import PersonalCheck
from . import (
    a_few_more,
    depth,
    digits,
    learning_the_knobs,
    many_inputs,
    matrix_multiplication,
    rectified_linear,
    sums_of_relus,
    universal_approximation,
)

CHAPTERS = (
    matrix_multiplication,
    rectified_linear,
    sums_of_relus,
    a_few_more,
    learning_the_knobs,
    universal_approximation,
    many_inputs,
    depth,
    digits,
)
CHECKS = MappingProxyType({label: its_check for chapter in CHAPTERS for label, its_check in chapter.CHECKS.items()})


def check(label, answer, student=""):
    """Check an answer to the exercise called `label`.

    student: a student number, for exercises that then have other numbers for each student; others pass it over.
    Returns a Verdict, which displays itself; "Not answered yet" for an untouched starter.
    Raises ValueError, listing the labels there are, if there is no such exercise; TypeError for a student number that
    is no text.

    >>> check("dot-by-hand", ...)
    … Not answered yet.
    >>> check("dot-by-hand", 6)
    ✓ Correct. It is 6.
    >>> check("dot-by-hand", ..., student="4711")
    … Not answered yet. For student number 4711: Work out the dot product of (3, −4, 5) and (6, 3, 4) in your head.
    """
    if label not in CHECKS:
        raise ValueError(f"there is no exercise {label!r}; the labels are {', '.join(CHECKS)}")
    its_check = CHECKS[label]
    personal = isinstance(its_check, PersonalCheck)
    verdict = its_check.verdict(answer, label, student) if personal else its_check(answer)
    return verdict._replace(label=label)
