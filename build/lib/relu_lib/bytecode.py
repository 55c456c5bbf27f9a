"""What stands in a Python function: the names it uses, its operators, whether it branches. Read without running it.

Exercises that say "without a plus sign" or "no `abs`" ask here. Helpers that the learner wrote beside the function
count as part of it; what is imported does not.
"""

import dis
from types import CodeType
from typing import NamedTuple


class Contents(NamedTuple):
    """What a function is made of. names: global names and attributes. operators: "+", "@", ">" and so on.

    constants: numbers and texts in it. branches: whether it has an `if`, a conditional expression, `and` or `or`.
    known: False if it is not written in Python (as `abs` is not), so that nothing of this could be read.
    """

    names: frozenset
    operators: frozenset
    constants: tuple
    branches: bool
    known: bool = True


def contents(function):
    """The `Contents` of a function and of all helpers from the same module that it calls.

    >>> what = contents(lambda x: abs(x) + 1)
    >>> sorted(what.names), sorted(what.operators), what.branches
    (['abs'], ['+'], False)
    >>> contents(abs).known
    False
    """
    codes = list(_codes(function, set()))
    steps = [step for code in codes for step in dis.get_instructions(code)]
    return Contents(
        names=frozenset(name for code in codes for name in code.co_names),
        operators=frozenset(step.argrepr.rstrip("=") or "=" for step in steps if step.opname == "BINARY_OP")
        | {step.argrepr for step in steps if step.opname in ("COMPARE_OP", "CONTAINS_OP", "IS_OP")},
        constants=tuple(step.argval for step in steps if step.opname.startswith("LOAD_") and _is_plain(step.argval)),
        branches=any("JUMP_IF" in step.opname for step in steps),
        known=bool(codes),
    )


def _is_plain(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _codes(function, seen):
    """The code of a function, of the functions within it, and of its helpers; each once."""
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    inner = [code]
    while inner:
        here = inner.pop()
        yield here
        inner += [each for each in here.co_consts if isinstance(each, CodeType)]
        for name in here.co_names:
            helper = function.__globals__.get(name)
            if getattr(helper, "__module__", None) == function.__module__:
                yield from _codes(helper, seen)
