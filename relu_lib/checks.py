"""An answer → a verdict that helps: what is right, what differs first, what raised, what is missing.

Nothing here knows the book. A check is a function from an answer to a `Verdict`; `value_check`,
`function_check` and `property_check` make the usual ones. A verdict shows itself in a notebook;
its HTML carries `data-verdict` and `data-label`, from which a build can tell what each verdict was.
"""

import copy
import html
import inspect
import re
import traceback
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .arguments import checked_array
from .bytecode import contents

RIGHT, WRONG, RAISED, UNANSWERED = "right", "wrong", "raised", "unanswered"
ORDINALS = "first", "second", "third", "fourth", "fifth", "sixth"  # numbers of an answer that is a list
_HEADINGS = {RIGHT: "✓ Correct.", WRONG: "✗ Not yet.", RAISED: "✗ It stopped.", UNANSWERED: "… Not answered yet."}


class Verdict(NamedTuple):
    """What a check says of an answer. True in an `if` only when the answer is right.

    status: "right", "wrong", "raised" or "unanswered". message: the sentence that helps. own: what a page needs to show
    the exercise in numbers of a student's own (`own_numbers`), as JSON.

    >>> Verdict("wrong", "Your relu(-2.0) is -2.0; it should be 0.0.", "my-relu")
    ✗ Not yet. Your relu(-2.0) is -2.0; it should be 0.0.
    """

    status: str
    message: str = ""
    label: str = ""
    own: str = ""

    def __bool__(self):
        return self.status == RIGHT

    def __repr__(self):
        return f"{_HEADINGS[self.status]} {self.message}".rstrip()

    def _repr_html_(self):
        attributes = f'class="verdict" data-verdict="{self.status}" data-label="{html.escape(self.label)}"'
        attributes += f' data-own="{html.escape(self.own)}"' if self.own else ""
        return f"<div {attributes}><strong>{_HEADINGS[self.status]}</strong> {html.escape(self.message)}</div>"


def is_unanswered(answer):
    """Whether `answer` still is what the exercise starts with: the dots `...`, alone or inside a list or tuple.

    >>> is_unanswered(...), is_unanswered((1, ...)), is_unanswered(0)
    (True, True, False)
    """
    return answer is ... or (isinstance(answer, (list, tuple)) and any(map(is_unanswered, answer)))


def shown(value):
    """A value as a learner reads it: no `np.float64(…)` around it, ten digits at most.

    >>> shown(np.float64(0.1) + 0.2), shown(np.array([[1, 2]])), shown(None)
    ('0.3', '[[1, 2]]', 'None')
    """
    if isinstance(value, (list, tuple)) and all(isinstance(item, (bool, str)) for item in value):
        return f"{value!r:.80}"
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        items = [shown(item) for item in value[:13]]
        return "[" + ", ".join(items[:12] + ["…"] * (len(items) > 12)) + "]"
    if isinstance(value, (float, np.floating)):
        return str(float(f"{round(float(value), 12):.10g}") + 0.0)  # + 0.0 turns −0.0 into 0.0
    return str(value) if isinstance(value, np.generic) else f"{value!r:.80}"


def first_difference(name, got, expected, tolerance=None):
    """The first way in which `got` is not `expected`, as a sentence about `name`; "" if there is none.

    tolerance: how far numbers may differ, relative to the larger of 1 and the expected value. By default it fits the
    answer's type: 1e-9, but 1e-5 for 32-bit and 1e-2 for 16-bit floating point numbers.

    >>> first_difference("Your product", [[1, 2], [3, 5]], [[1, 2], [3, 4]])
    'Your product[1, 1] is 5; it should be 4.'
    >>> first_difference("Your sum", np.array([3.0]), 3.0)
    'Your sum has shape (1,); it should be a single number.'
    """
    if expected is None or got is None:
        return "" if got is expected else f"{name} is {shown(got)}; it should be {shown(expected)}."
    if isinstance(got, (str, bytes)):
        return f"{name} is the text {shown(got)}; it should be {shown(expected)}, a number without quotes."
    try:
        numbers = checked_array(got, "it")
    except (TypeError, ValueError) as error:
        why = str(error).removeprefix("it ")
        return f"{name} {_as_clause(why, got)}; it should be {shown(expected)}."
    target = np.asarray(expected, float)
    if numbers.shape != target.shape:
        should = f"have shape {target.shape}" if target.ndim else "be a single number"
        was = f"has shape {numbers.shape}" if numbers.ndim else "is a single number"
        return f"{name} {was}; it should {should}."
    tolerance = _tolerance_of(numbers) if tolerance is None else tolerance
    close = np.abs(numbers.astype(float) - target) <= tolerance * np.maximum(1, np.abs(target))
    if close.all():
        return ""
    at = tuple(int(i) for i in np.argwhere(~close)[0])
    place = f"[{', '.join(map(str, at))}]" if at else ""
    return f"{name}{place} is {shown(numbers[at])}; it should be {shown(np.asarray(expected)[at])}."


def _as_clause(why, got):
    """What `checked_array` found wrong, so that it can follow a name."""
    if why.startswith(("has ", "is ")):
        return why
    return f"is {shown(got)}, not a number or a table of numbers"


def _tolerance_of(numbers):
    small = {"float32": 1e-5, "float16": 1e-2}
    return small.get(numbers.dtype.name, 1e-9)


def value_check(expected, hints=(), tolerance=None):
    """A check for an answer that is a number, a list or an array. Of what is wrong it does not say the right value.

    expected: the right answer. hints: pairs (wrong answer, what it tells about the thinking behind it). tolerance: as
    in `first_difference`, for the right answer; an answer that is asked for to two decimals needs one.
    Returns a function from an answer to a Verdict.

    >>> value_check(6, [(16, "The −1 lost its sign.")])(16)
    ✗ Not yet. Your answer is 16; it should be something else. The −1 lost its sign.
    >>> value_check([0, 4])([0, 3])
    ✗ Not yet. The second number of your answer, 3, is not right yet.
    >>> value_check(np.log(10), tolerance=0.0025)(2.3)
    ✓ Correct. It is 2.302585093.
    """

    def check(answer):
        if is_unanswered(answer):
            return Verdict(UNANSWERED)
        difference = first_difference("Your answer", answer, expected, tolerance)
        if not difference:
            return Verdict(RIGHT, f"It is {shown(expected)}.")
        for wrong, hint in hints:
            if not first_difference("", answer, wrong):
                return Verdict(WRONG, f"Your answer is {shown(answer)}; it should be something else. {hint}")
        return Verdict(WRONG, _without_the_answer(difference, expected))

    return check


def _without_the_answer(difference, expected):
    """The sentence of `first_difference` without the right numbers, which would end the exercise."""
    said, _, rest = difference.partition("; it should")
    if rest.startswith((" be a single number", " have shape")):
        return difference
    wanted = f"a list of {np.size(expected)} numbers" if np.ndim(expected) else "a number"
    quotes = " without quotes" if "'" in said else ""
    if "is the text" in said or said.endswith("None") or "not a number" in said:
        return f"{said}; it should be {wanted}{quotes}."
    if place := re.fullmatch(r"Your answer\[(\d+)\] is (.*)", said):
        return f"The {ORDINALS[int(place[1])]} number of your answer, {place[2]}, is not right yet."
    return f"{said}; it should be another number."


class FunctionCheck(NamedTuple):
    """A check for an answer that is a function: it is called on some arguments and compared with `reference`.

    reference: the right function. cases: argument tuples, simplest first; or a function that makes some more, given a
    random generator. tolerance: as in `first_difference`. manner: a function from what is in the answer
    (`relu_lib.bytecode.Contents`) to what is wrong with how it is done, as a sentence, or "".
    Call it on an answer for a Verdict, which names the first call that differs or raises; the seed then is fixed.

    >>> my_check = function_check(abs, [(2.0,), (-2.0,)])
    >>> def my_abs(x): return x
    >>> my_check(my_abs)
    ✗ Not yet. Your my_abs(-2.0) is -2.0; it should be 2.0.
    """

    reference: Callable
    cases: Callable | list
    tolerance: float | None = None
    manner: Callable | None = None

    def calls(self, rng=None):
        """The argument tuples on which an answer is called; those of a check with fixed cases are always the same."""
        return self.cases(np.random.default_rng(0) if rng is None else rng) if callable(self.cases) else self.cases

    def __call__(self, answer):
        return self.verdict(answer, self.calls(), lambda: contents(answer))

    def verdict(self, answer, calls, what):
        """The verdict on an answer from these calls. what: a function that gives what is in it (`Contents`)."""
        if is_unanswered(answer):
            return Verdict(UNANSWERED)
        if not callable(answer):
            return Verdict(WRONG, f"Hand in the function itself, without calling it; got {shown(answer)}.")
        for arguments in calls:
            verdict = _check_call(answer, self.reference, arguments, self.tolerance)
            if not verdict:
                return verdict
        same = f"Same answer in all {len(calls)} calls tried."
        objection = self.manner(what()) if self.manner else ""
        return Verdict(WRONG, f"{same} But {objection}") if objection else Verdict(RIGHT, same)


def function_check(reference, cases, tolerance=None, manner=None):
    """A `FunctionCheck` of these: from an answer that is a function to a Verdict.

    >>> function_check(abs, [(2.0,), (-2.0,)])(abs)
    ✓ Correct. Same answer in all 2 calls tried.
    """
    return FunctionCheck(reference, cases, tolerance, manner)


def _check_call(answer, reference, arguments, tolerance):
    name = getattr(answer, "__name__", "function")
    call = f"Your {'function' if name == '<lambda>' else name}({', '.join(map(shown, arguments))})"
    expected = reference(*copy.deepcopy(arguments))
    if misfit := _misfit(answer, arguments):
        return Verdict(RAISED, f"{call} could not be called: it {misfit}, and is given {_counted(len(arguments))}.")
    try:
        got = answer(*copy.deepcopy(arguments))
    except Exception as error:  # whatever a learner's code may raise
        return Verdict(RAISED, f"{call} raised {_described(error)}")
    if is_unanswered(got):
        return Verdict(UNANSWERED)
    if got is None and expected is not None:
        return Verdict(WRONG, f"{call} gives None; it should be {shown(expected)}. Is a `return` missing?")
    difference = first_difference(call, got, expected, tolerance)
    return Verdict(WRONG, difference) if difference else Verdict(RIGHT)


def _misfit(answer, arguments):
    """What arguments a function takes, if it cannot take these; "" if it can, or if it does not say."""
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some functions that are not written in Python
        return ""
    try:
        signature.bind(*arguments)
    except TypeError:
        return f"takes {signature}" if signature.parameters else "takes no argument"
    return ""


def _counted(count):
    return "1 argument" if count == 1 else f"{count} arguments"


def _described(error):
    """The error as one sentence, with the line that raised it where its source is known."""
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is the call here
    where = f" in the line `{frames[-1].line}`" if frames and frames[-1].line else ""
    return f"{type(error).__name__}: {str(error).rstrip('.')}{where}."


def property_check(judge):
    """A check for an answer that many values satisfy: `judge` says what is wrong with this one.

    judge: a function from the answer to (is it right?, sentence). What it raises becomes a verdict.
    Returns a function from an answer to a Verdict.

    >>> even = property_check(lambda n: (n % 2 == 0, f"{n} halves to {n / 2}."))
    >>> even(3)
    ✗ Not yet. 3 halves to 1.5.
    """

    def check(answer):
        if is_unanswered(answer):
            return Verdict(UNANSWERED)
        try:
            right, sentence = judge(answer)
        except (TypeError, ValueError) as error:  # what the library says of an answer of the wrong kind
            return Verdict(RAISED, f"Your answer {shown(answer)} could not be tried: {str(error).rstrip('.')}.")
        except Exception as error:  # whatever else a learner's answer may do to the judge
            return Verdict(RAISED, f"Your answer {shown(answer)} could not be tried: {type(error).__name__}: {error}.")
        return Verdict(RIGHT if right else WRONG, sentence)

    return check
