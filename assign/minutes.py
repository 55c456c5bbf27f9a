"""How many minutes a chapter takes, and each of its sections: reckoned from its source, the same way for all."""

import re
from typing import NamedTuple

WORDS_A_MINUTE = 150  # of a text with formulas
EACH = {  # what stands in a chapter's source → minutes
    r"^```\{code-cell\}": 1,
    r"^:class: predict": 1,
    r"^:class: question": 0.5,
    r"^(?:\w+ = )?[A-Z]\w+\(.*\)$": 2,  # a figure, besides its cell
}
EXERCISES = {"Warm-up": 3, "Core": 5, "Stretch": 8}
CELL = re.compile(r"^```\{code-cell\}.*?^```$", re.S | re.M)
EXERCISE = re.compile(r"^```\{(exercise|solution)-start\}.*?^```\{\1-end\}$", re.S | re.M)


class Minutes(NamedTuple):
    """Minutes to read and run, and those of the exercises, by kind."""

    read: float
    warm_up: int
    core: int
    stretch: int

    @property
    def all(self):
        return sum(self)


def minutes(source):
    """The minutes of a part of a chapter's source, MyST Markdown.

    >>> minutes("word " * 300 + "\\n```{code-cell} python3\\nx = 1\\n```\\n")
    Minutes(read=3.0, warm_up=0, core=0, stretch=0)
    >>> minutes("```{exercise-start} A\\n*Core.* Say a word.\\n```{exercise-end}\\n```").core
    5
    """
    exercises = [each * len(re.findall(rf"^\*{kind}\.\*", source, re.M)) for kind, each in EXERCISES.items()]
    text = EXERCISE.sub("", source)
    besides = sum(each * len(re.findall(what, text, re.M)) for what, each in EACH.items())
    words = len(re.sub(r"^---\n.*?^---$", "", CELL.sub("", text), flags=re.S | re.M).split())
    return Minutes(words / WORDS_A_MINUTE + besides, *exercises)


def sections(source):
    """[(heading, Minutes)] of a chapter's sections, in order.

    >>> [heading for heading, _ in sections("# A\\n\\n## B\\n\\nwords\\n\\n## C\\n")]
    ['B', 'C']
    """
    parts = re.split(r"^## (.+)$", source, flags=re.M)[1:]
    return [(heading, minutes(text)) for heading, text in zip(parts[::2], parts[1::2])]


def rounded(time):
    """Minutes as one says them: whole fives.

    >>> rounded(41.3), rounded(43)
    (40, 45)
    """
    return 5 * round(time / 5)
