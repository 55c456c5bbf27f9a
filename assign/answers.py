"""What the sandbox said of an answer, as a value that the book's checks can look at.

A function becomes one that replays what was recorded: nothing of the student's is ever run on this side.
"""

import inspect

from relu_lib import Network, ReLUSum
from relu_lib.bytecode import Contents

from .sandbox.values import Unreadable, decode, key_of

MODELS = {"ReLUSum": ReLUSum, "Network": Network}
RAISE = compile("raise error", "answer", "exec")  # without a source, of which a check would show the line
UNREADABLE = Contents(frozenset(), frozenset(), (), False, known=False)


def rebuilt(said, calls):
    """The answer of a line that the sandbox said; `calls`: the arguments that its functions were called with.

    >>> rebuilt({"answer": {"tuple": [1, 2]}, "outcomes": []}, [])
    (1, 2)
    >>> double = rebuilt({"answer": {"function": "double"}, "outcomes": [{"value": 6}]}, [(3,)])
    >>> double.__name__, double(3)
    ('double', 6)
    """
    answer = said["answer"]
    if isinstance(answer, dict) and "function" in answer:
        return replaying(answer, said["outcomes"], calls)
    return decode(answer, MODELS)


def replaying(answer, outcomes, calls):
    """A function that gives, or raises, for each of these calls what was recorded for it."""
    if len(outcomes) != len(calls):
        raise ValueError("not every call was answered")
    recorded = {key_of(arguments): outcome for arguments, outcome in zip(calls, outcomes)}

    def replay(*arguments):
        outcome = recorded[key_of(arguments)]
        if "raised" in outcome:
            name, words = map(str, outcome["raised"])
            exec(RAISE, {"error": type(name[:60], (Exception,), {})(words[:300])})
        value = decode(outcome["value"], MODELS)
        if isinstance(value, dict) and "function" in value:
            return Unreadable("a function")
        return value

    replay.__name__ = str(answer["function"])[:60]
    replay.__signature__ = signature(answer.get("takes"))
    return replay


def signature(takes):
    """The signature that the sandbox told of; one that takes anything if it told of none.

    >>> signature([["x", 1, False], ["y", 1, True]]), signature("rubbish")
    (<Signature (x, y=None)>, <Signature (*arguments)>)
    """
    anything = inspect.Signature([inspect.Parameter("arguments", inspect.Parameter.VAR_POSITIONAL)])
    try:
        kinds = list(type(inspect.Parameter.VAR_POSITIONAL))
        default = {True: None, False: inspect.Parameter.empty}
        parameters = [
            inspect.Parameter(name, kinds[kind], default=default[optional] if kind not in (2, 4) else default[False])
            for name, kind, optional in takes
        ]
        return inspect.Signature(parameters)
    except (TypeError, ValueError, KeyError, IndexError):
        return anything


def how_made(said):
    """What stands in a function, as `relu_lib.bytecode` says it; as of one that cannot be read if that is unknown.

    >>> nothing = {"operators": [], "constants": [], "branches": False, "decides": False, "loops": 0}
    >>> how_made({"names": ["abs"], **nothing}).names
    frozenset({'abs'})
    >>> how_made(None).known
    False
    """
    try:
        names, operators = (frozenset(map(str, said[each])) for each in ("names", "operators"))
        constants, loops = tuple(map(float, said["constants"])), float(said["loops"])
        return Contents(names, operators, constants, bool(said["branches"]), True, bool(said["decides"]), loops)
    except (TypeError, ValueError, KeyError, OverflowError):
        return UNREADABLE
