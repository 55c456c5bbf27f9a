"""The book's exercises: label → check, one file a chapter. The one place in relu_lib that knows the book.

Labels are those of the exercises in `chapters/`. A starter answers with dots (`...`), and its verdict is
"Not answered yet".
"""

from types import MappingProxyType

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


def check(label, answer):
    """Check an answer to the exercise called `label`.

    Returns a Verdict, which displays itself; "Not answered yet" for an untouched starter.
    Raises ValueError, listing the labels there are, if there is no such exercise.

    >>> check("dot-by-hand", ...)
    … Not answered yet.
    >>> check("dot-by-hand", 6)
    ✓ Correct. It is 6.
    """
    if label not in CHECKS:
        raise ValueError(f"there is no exercise {label!r}; the labels are {', '.join(CHECKS)}")
    return CHECKS[label](answer)._replace(label=label)
