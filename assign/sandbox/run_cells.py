"""Runs a student's cells, and says what each answer is: never whether it is right, which is not known here.

A job is {"cells": sources, "published": sources as the book has them, "skip": numbers of cells, "calls": {label: a
list of arguments}}. What is said is one JSON object a line: {"made": …} for how functions are made, read from the
source before any of it runs; then {"begins": number}, {"label": …, "student": …, "answer": …, "outcomes": …} for
each check, {"ends": number, "raised": sentence or None}; at last {"done": 1}.
"""

import ast
import copy
import importlib.abc
import importlib.util
import json
import re
import symtable
import sys
import types

from .values import decode, encode

LIBRARY = {"numpy", "relu_lib", "assign"}  # what cells may import, besides what comes with Python
MUTE = ("matplotlib", "ipywidgets", "tqdm", "IPython", "anywidget", "relu_lib.plots", "relu_lib.figures")
LONGEST = 300  # characters of what an error says


# --- which cells have to run -------------------------------------------------------------------------------


class Read:
    """A cell as its source says it is, without running it: `source`, `tree`, names that it `binds` and `uses`."""

    def __init__(self, source):
        self.source = re.sub(r"^[ \t]*[%!].*$", "pass", source, flags=re.M)  # what only a notebook understands
        try:
            self.tree, table = ast.parse(self.source), symtable.symtable(self.source, "cell", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self.tree, table = ast.parse(""), symtable.symtable("", "cell", "exec")  # running it says what is wrong
        self.checks = [each for node in ast.walk(self.tree) if (each := _check_in(node))]
        symbols = table.get_symbols()
        self.binds = {each.get_name() for each in symbols if each.is_assigned() or each.is_imported()}
        self.uses = {each.get_name() for each in symbols if each.is_referenced()} | set(_global_names(table))


def _global_names(table):
    """Names of the notebook that functions and classes use."""
    for inner in table.get_children():
        yield from (each.get_name() for each in inner.get_symbols() if each.is_global() and each.is_referenced())
        yield from _global_names(inner)


def _check_in(node):
    """(label, what is handed in) if a node is a call of `check`."""
    if not isinstance(node, ast.Call) or len(node.args) not in (2, 3) or not isinstance(node.args[0], ast.Constant):
        return None
    called = getattr(node.func, "id", getattr(node.func, "attr", None))
    return (node.args[0].value, node.args[1]) if called == "check" and isinstance(node.args[0].value, str) else None


def needed(cells, published):
    """Numbers of the cells to run: whatever the student wrote or changed, and of the book's what that stands on."""
    as_published, wanted, run = set(published), set(), []
    for number in reversed(range(len(cells))):
        cell = cells[number]
        if cell.checks or cell.source not in as_published or cell.binds & wanted:
            run.append(number)
            wanted = (wanted - cell.binds) | cell.uses
    return run[::-1]


# --- how functions are made ----------------------------------------------------------------------------------


def how_made(cells, run):
    """For each check of a function, what stands in that: cell, label, and what `relu_lib.bytecode` says of it.

    Functions are made of their source here, without decorators, defaults or notes, so that nothing of it is run.
    """
    from relu_lib.bytecode import contents

    known = {}
    for number in run:
        for statement in cells[number].tree.body:
            known.update(_definition(statement))
        for label, handed_in in cells[number].checks:
            space = {"__name__": "__main__"}
            definition = _named(handed_in, known)
            if definition is None:
                continue
            module = ast.Module([*known.values(), definition], [])
            exec(compile(ast.fix_missing_locations(module), "answer", "exec"), space)
            what = contents(space["_answer"])
            yield {
                "cell": number,
                "label": label,
                "names": sorted(what.names),
                "operators": sorted(what.operators),
                "constants": [each for each in what.constants if abs(each) < 1e300],
                "branches": what.branches,
                "decides": what.decides,
                "loops": what.loops,
            }


def _definition(statement):
    """{name: statement} if it does nothing but define a function."""
    if isinstance(statement, ast.FunctionDef):
        bare = ast.FunctionDef(statement.name, _bare(statement.args), statement.body, [], None, None)
        bare.type_params = []
        return {statement.name: bare}
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        made = ast.Lambda(_bare(statement.value.args), statement.value.body)
        return {each.id: ast.Assign([each], made) for each in statement.targets if isinstance(each, ast.Name)}
    return {}


def _bare(arguments):
    """Parameters with None for each default, and no notes on them."""
    nothing = ast.Constant(None)
    for group in (arguments.posonlyargs, arguments.args, arguments.kwonlyargs, [arguments.vararg, arguments.kwarg]):
        for each in filter(None, group):
            each.annotation = None
    arguments.defaults = [nothing] * len(arguments.defaults)
    arguments.kw_defaults = [each and nothing for each in arguments.kw_defaults]
    return arguments


def _named(handed_in, known):
    """A statement that calls what is handed in `_answer`; None if that is no function of this notebook's."""
    if isinstance(handed_in, ast.Name) and handed_in.id in known:
        value = ast.Name(handed_in.id, ast.Load())
    elif isinstance(handed_in, ast.Lambda):
        value = ast.Lambda(_bare(handed_in.args), handed_in.body)
    else:
        return None
    return ast.Assign([ast.Name("_answer", ast.Store())], value)


# --- running them ---------------------------------------------------------------------------------------------


class Mute(types.ModuleType):
    """Stands for plots, sliders and figures: takes everything, does nothing."""

    def __init__(self, name="mute"):
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Mute(name)

    def __call__(self, *arguments, **named):
        if self.__name__ == "subplots":
            return Mute("figure"), Mute("axes")
        return arguments[0] if len(arguments) == 1 and hasattr(arguments[0], "__iter__") else self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value):
        pass


class OnlyTheLibrary(importlib.abc.MetaPathFinder):
    """Refuses to import what not every engine has: marks may not depend on where a class is marked."""

    def find_spec(self, name, path=None, target=None):
        first = name.partition(".")[0]
        if first in MUTE or name in MUTE:
            return importlib.util.spec_from_loader(name, self)
        if first not in LIBRARY and first not in sys.stdlib_module_names:
            raise ImportError(f"answers are marked with NumPy and relu_lib alone: there is no {first}", name=first)
        return None

    def create_module(self, spec):
        return Mute(spec.name)

    def exec_module(self, module):
        pass


def prepare(given):
    """The names that a notebook begins with; what `check` is called with goes to the list `given`."""
    sys.meta_path.insert(0, OnlyTheLibrary())
    exercises = types.ModuleType("relu_lib.exercises")  # the book's own is not here: it knows the answers
    sys.modules["relu_lib.exercises"] = exercises

    def check(label, answer, student=""):
        given.append((label, answer, str(student)[:LONGEST] if type(student) in (str, int) else ""))

    exercises.check = check
    import relu_lib

    relu_lib.exercises = exercises
    return {"__name__": "__main__", "check": check, "display": lambda *shown, **named: None}


def run(job, say):
    """Run the cells of a job; `say` is given one object after the other."""
    cells = [Read(source) for source in job["cells"]]
    to_run = needed(cells, job["published"])
    given = []
    space = prepare(given)
    for made in how_made(cells, to_run):
        say({"made": made})
    for number in to_run:
        if number in job["skip"]:
            continue
        given.clear()
        say({"begins": number})
        raised = executed(cells[number].source, number, space)
        for label, answer, student in list(given):
            calls = job["calls"].get(label, []) if callable(answer) else []
            outcomes = [outcome(answer, decode(arguments)) for arguments in calls]
            said = {"label": label, "cell": number, "student": student}
            say({**said, "answer": encode(answer), "outcomes": outcomes})
        say({"ends": number, "raised": raised})
    say({"done": 1})


def executed(source, number, space):
    """Run a cell; what it raised, as a sentence, or None."""
    try:
        exec(compile(source, f"cell {number + 1}", "exec"), space)
    except BaseException as error:  # SystemExit, too: the other cells still are to run
        return f"{type(error).__name__}: {error}"[:LONGEST]
    return None


def outcome(function, arguments):
    """What a call gives, or what it raises."""
    try:
        return {"value": encode(function(*copy.deepcopy(arguments)))}
    except BaseException as error:
        return {"raised": [type(error).__name__, str(error)[:LONGEST]]}


def limit(memory, processes, file_size):
    """Bounds of the operating system for this process; bytes, a number, bytes."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main():
    """In a process of its own: the job on standard input, what is said on standard output, which cells cannot use."""
    import os

    job = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    limit(**job["limits"])

    def say(line):
        out.write(json.dumps(line) + "\n")
        out.flush()

    run(job, say)


if __name__ == "__main__":
    main()
