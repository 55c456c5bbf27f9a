"""What stands in a Python function: its names and operators, whether it branches, its loops. Read without running it.

Exercises that say "without a plus sign" or "no `abs`" ask here. Helpers that the learner wrote beside the function
count as part of it; what is imported does not.
"""

import dis
from types import CodeType
from typing import NamedTuple

COMPARISONS = ("COMPARE_OP", "CONTAINS_OP", "IS_OP")


class Contents(NamedTuple):
    """What a function is made of. names: global names and attributes. operators: "+", "@", ">" and so on.

    constants: numbers and texts in it. branches: whether it has an `if`, a conditional expression, `and` or `or`.
    known: False if it is not written in Python (as `abs` is not), so that nothing of this could be read.
    decides: whether it branches or compares by itself, its helpers left out. loops: how many it has, comprehensions
    among them.
    """

    names: frozenset
    operators: frozenset
    constants: tuple
    branches: bool
    known: bool = True
    decides: bool = False
    loops: int = 0


def contents(function):
    """The `Contents` of a function and of all helpers from the same module that it calls.

    >>> what = contents(lambda x: abs(x) + 1)
    >>> sorted(what.names), sorted(what.operators), what.branches
    (['abs'], ['+'], False)
    >>> contents(abs).known
    False
    >>> what = contents(lambda rows: [x for row in rows for x in row if x > 0])
    >>> what.decides, what.loops
    (True, 2)
    """
    codes = list(_codes(function, set()))
    steps = [step for code in codes for step in dis.get_instructions(code)]
    itself = [step for code in _with_inner(function) for step in dis.get_instructions(code)]
    return Contents(
        names=frozenset(name for code in codes for name in code.co_names),
        operators=frozenset(step.argrepr.rstrip("=") or "=" for step in steps if step.opname == "BINARY_OP")
        | {step.argrepr for step in steps if step.opname in COMPARISONS},
        constants=tuple(step.argval for step in steps if step.opname.startswith("LOAD_") and _is_plain(step.argval)),
        branches=any(map(_branches, steps)),
        known=bool(codes),
        decides=any(_branches(step) or step.opname in COMPARISONS for step in itself),
        loops=sum(map(_loops, codes)),
    )


def _is_plain(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _branches(step):
    """Whether a step jumps only if something is so: POP_JUMP_IF_FALSE, and what it is called in Python 3.11."""
    return "JUMP_" in step.opname and "_IF_" in step.opname


def _loops(code):
    """How many loops a code has: places to which it jumps back."""
    jumps = {*dis.hasjrel, *dis.hasjabs}
    steps = dis.get_instructions(code)
    return len({step.argval for step in steps if step.opcode in jumps and step.argval <= step.offset})


def _with_inner(function):
    """The code of a function, and of the functions and comprehensions within it."""
    inner = [code] if (code := getattr(function, "__code__", None)) else []
    while inner:
        here = inner.pop()
        yield here
        inner += [each for each in here.co_consts if isinstance(each, CodeType)]


def _codes(function, seen):
    """The code of a function, of the functions within it, and of its helpers; each once."""
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return
    seen.add(code)
    for here in _with_inner(function):
        yield here
        for name in here.co_names:
            helper = function.__globals__.get(name)
            if getattr(helper, "__module__", None) == function.__module__:
                yield from _codes(helper, seen)
