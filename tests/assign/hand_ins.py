"""Hand-ins for the tests: a small chapter, and what students, honest and hostile, may make of it."""

import json

from assign.marking import chapter_of
from relu_lib.exercises import CHECKS

IMPORTS = "import numpy as np\nfrom relu_lib import check, relu"
STARTERS = {
    "my-relu": "def my_relu(x):\n    return ...\n\ncheck('my-relu', my_relu)",
    "relu-by-hand": "student = ''\nanswer = ...\ncheck('relu-by-hand', answer, student)",
    "absolute-value": "def absolute(x):\n    return ...\n\ncheck('absolute-value', absolute)",
    "alive-on-the-left": "m, b = ..., ...\ncheck('alive-on-the-left', (m, b))",
}
SOLUTIONS = {
    "my-relu": "def my_relu(x):\n    return max(x, 0)\n\ncheck('my-relu', my_relu)",
    "relu-by-hand": "check('relu-by-hand', relu([-3, 0, 2, -0.5]))",
    "absolute-value": "def absolute(x):\n    return relu(x) + relu(-x)\n\ncheck('absolute-value', absolute)",
    "alive-on-the-left": "check('alive-on-the-left', (-3, 6))",
}
PUBLISHED = [IMPORTS, *(c for each in STARTERS for c in (STARTERS[each], f"#@title Solution\n{SOLUTIONS[each]}"))]
CHAPTER = chapter_of("rectified-linear", PUBLISHED)


def cells(**changed):
    """The starter, with the cells of some exercises changed: `my_relu="…"`; `first` before all, `last` behind."""
    own = {label.replace("_", "-"): source for label, source in changed.items()}
    middle = [own.get(label, starter) for label, starter in STARTERS.items()]
    return [IMPORTS, *filter(None, [own.get("first")]), *middle, *filter(None, [own.get("last")])]


def notebook(sources, **hand_in):
    """A notebook of these cells, as bytes."""
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)} for source in sources
    ]
    metadata = {"hand_in": hand_in} if hand_in else {}
    return json.dumps({"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


STUDENT, ANOTHER = "s2", "s1"  # who hands all of this in, and somebody else


def clipped(student):
    """The answer to relu-by-hand in the numbers of a student."""
    return [max(each, 0) for each in CHECKS["relu-by-hand"].numbers("relu-by-hand", student)]


def answered(answer, student):
    return f"student = '{student}'\nanswer = {answer}\ncheck('relu-by-hand', answer, student)"


# --- what may come: name → (cells, {label: status}, a part of what is said of one of these) -----------------------

RIGHT = SOLUTIONS["my-relu"]
ALL_RIGHT = dict.fromkeys(STARTERS, "right")
FORGED = """
import json, os, gc
line = json.dumps({"label": "my-relu", "cell": 1, "answer": {"function": "my_relu"}, "outcomes": [{"value": 7}] * 52})
made = chr(10).join(
    json.dumps({"made": {"cell": cell, "label": "absolute-value", "names": ["relu"], "operators": ["+"],
                         "constants": [], "branches": False, "decides": False, "loops": 0}})
    for cell in range(9)
)
for number in range(3, 64):
    try:
        os.write(number, (made + chr(10) + line + chr(10) + "✓ Correct." + chr(10)).encode())
    except OSError:
        pass
for each in gc.get_objects():
    if hasattr(each, "write") and hasattr(each, "fileno"):
        try:
            each.write(made + chr(10) + line + chr(10))
            each.flush()
        except Exception:
            pass
"""
CHEAT = "def absolute(x):\n    return abs(x)\n\ncheck('absolute-value', absolute)"
EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __array__(self, *given, **named): return np.array([0, 0, 2, 0])
    def __float__(self): return 0.0
    def __call__(self, *given): return self
    def __getattr__(self, name): return self
check('relu-by-hand', Equal())
check('my-relu', Equal())
"""
TRIED = {x: max(x, 0.0) for (x,) in CHECKS["my-relu"].calls()}  # all that the page tries
MEMORISED = f"known = {TRIED}\ncheck('my-relu', lambda x: known.get(x, 0))"
PATCHED = """
import json, relu_lib, numpy
relu_lib.check = check = lambda *given: True
numpy.abs = numpy.array_equal = numpy.allclose = lambda *given, **named: True
json.dumps = lambda *given, **named: '{"done": 1}'
"""
SEED = """
import importlib.util, sys
found, frame = [], sys._getframe()
while frame.f_back:
    frame = frame.f_back
    found += [name for name in frame.f_locals if name in ("seed", "expected", "reference", "chapter")]
found += ["checks"] if importlib.util.find_spec("relu_lib.checks") else []
try:
    from relu_lib.exercises import CHECKS
    found += CHECKS
except ImportError:
    pass
check("relu-by-hand", found or [0, 0, 2, 0])
"""
NETWORK = """
import socket
try:
    socket.create_connection(("127.0.0.1", PORT), timeout=1).send(b"here I am")
except OSError:
    pass
"""
FORKS = """
import os, time
for _ in range(400):
    try:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    except OSError:
        break
"""
DELETING = """
import os, shutil
for path in ("CANARY", "/book", "/usr", "/tmp", "/"):
    try:
        os.remove(path)
    except OSError:
        pass
    shutil.rmtree(path, ignore_errors=True)
"""
WRITING = """
import pathlib
for path in ("CANARY", "/book/relu_lib/rectified.py", "/book/assign/sandbox/values.py"):
    try:
        pathlib.Path(path).write_text("raise SystemExit")
    except OSError:
        pass
"""
KILLING = """
import os, signal
for number in (os.getppid(), 1):
    try:
        os.kill(number, signal.SIGKILL)
    except OSError:
        pass
"""
BIG = "big = np.ones(8 * 2**30 // 8)\ncheck('relu-by-hand', big)"

CAME = {
    "right": (cells(**{label.replace("-", "_"): each for label, each in SOLUTIONS.items()}), ALL_RIGHT, "tried"),
    "wrong": (
        cells(my_relu="def my_relu(x):\n    return x\ncheck('my-relu', my_relu)"),
        {"my-relu": "wrong", "relu-by-hand": "unanswered"},
        "Your my_relu(-2.0) is -2.0; it should be 0.0.",
    ),
    "partly": (
        cells(my_relu=RIGHT, relu_by_hand="check('relu-by-hand', [3, 0, 2, 0.5])"),
        {"my-relu": "right", "relu-by-hand": "wrong"},
        "sizes of the numbers",
    ),
    "own numbers": (cells(relu_by_hand=answered(clipped(STUDENT), STUDENT)), {"relu-by-hand": "right"}, "It is ["),
    "own numbers, but it does not say so": (
        cells(relu_by_hand=f"check('relu-by-hand', {clipped(STUDENT)})"),
        {"relu-by-hand": "right"},
        "It is [",
    ),
    "copied another student's answer": (
        cells(relu_by_hand=answered(clipped(ANOTHER), ANOTHER)),
        {"relu-by-hand": "wrong"},
        "Its numbers are those of student number s1, and not your own. For student number s2: Clip ",
    ),
    "copied another student's answer and changed the number": (
        cells(relu_by_hand=answered(clipped(ANOTHER), STUDENT)),
        {"relu-by-hand": "wrong"},
        "is not right yet",
    ),
    "a student number that is none": (
        cells(relu_by_hand="check('relu-by-hand', [0, 0, 2, 0], type('N', (str,), {})('s1'))"),
        {"relu-by-hand": "right"},
        "It is [0, 0, 2, 0].",
    ),
    "untouched": (cells(), dict.fromkeys(STARTERS, "unanswered"), ""),
    "too few arguments": (
        cells(my_relu="check('my-relu', lambda: 1)"),
        {"my-relu": "raised"},
        "could not be called: it takes no argument, and is given 1 argument",
    ),
    "raises": (
        cells(my_relu="check('my-relu', lambda x: 1 / 0)"),
        {"my-relu": "raised"},
        "ZeroDivisionError: division by zero.",
    ),
    "single precision": (
        cells(absolute_value="check('absolute-value', lambda x: relu(np.float32(x)) + relu(-np.float32(x)))"),
        {"absolute-value": "right"},
        "",
    ),
    "not with relu": (cells(absolute_value=CHEAT), {"absolute-value": "wrong"}, "does not come from `relu` alone"),
    "10 MB of output": (cells(first="print('x' * 10_000_000)", my_relu=RIGHT), {"my-relu": "right"}, ""),
    "endless loop": (
        cells(my_relu=RIGHT, relu_by_hand="while True: pass\ncheck('relu-by-hand', 1)"),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "ran for more than 2 s",
    ),
    "endless loop in C": (
        cells(my_relu=RIGHT, relu_by_hand="sum(iter(int, 1))\ncheck('relu-by-hand', 1)"),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "ran for more than 2 s",
    ),
    "endless answer": (
        cells(my_relu="def f(x):\n    while True: pass\ncheck('my-relu', f)", relu_by_hand=SOLUTIONS["relu-by-hand"]),
        {"my-relu": "raised", "relu-by-hand": "right"},
        "ran for more than 2 s",
    ),
    "os._exit": (
        cells(relu_by_hand="import os\nos._exit(0)\ncheck('relu-by-hand', 1)", last=RIGHT),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "it ended Python",
    ),
    "SystemExit": (
        cells(relu_by_hand="raise SystemExit\ncheck('relu-by-hand', 1)", last=RIGHT),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "SystemExit",
    ),
    "syntax error": (
        cells(relu_by_hand="answer = = 3\ncheck('relu-by-hand', answer)", last=RIGHT),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "SyntaxError",
    ),
    "deeply nested source": (
        cells(relu_by_hand=f"x = {'(' * 5000}1{')' * 5000}\ncheck('relu-by-hand', x)", last=RIGHT),
        {"my-relu": "right", "relu-by-hand": "raised"},
        "",
    ),
    "8 GB": (cells(relu_by_hand=BIG, last=RIGHT), {"my-relu": "right", "relu-by-hand": "raised"}, "was not marked"),
    "400 forks": (cells(first=FORKS, my_relu=RIGHT), {"my-relu": "right"}, ""),
    "deleting files": (cells(first=DELETING, my_relu=RIGHT), {"my-relu": "right"}, ""),
    "writing files": (cells(first=WRITING, my_relu=RIGHT), {"my-relu": "right"}, ""),
    "network": (cells(first=NETWORK, my_relu=RIGHT), {"my-relu": "right"}, ""),
    "reading the seed": (cells(first=SEED, my_relu=RIGHT), {"my-relu": "right", "relu-by-hand": "right"}, ""),
    "memorised cases": (cells(my_relu=MEMORISED), {"my-relu": "wrong"}, "it should be"),
    "patched check and NumPy": (
        cells(first=PATCHED, my_relu="check('my-relu', lambda x: x)"),
        {"my-relu": "unanswered"},
        "",
    ),
    "equal to everything": (cells(last=EQUAL), {"my-relu": "wrong", "relu-by-hand": "wrong"}, ""),
    "forged output": (
        cells(first=FORGED, absolute_value=CHEAT),
        {"absolute-value": "wrong"},
        "does not come from `relu` alone",
    ),
    "killing the parent": (cells(relu_by_hand=KILLING, last=RIGHT), {"my-relu": "right"}, ""),
    "deleted and copied cells": (
        [IMPORTS, "check('my-relu', lambda x: x)", RIGHT, STARTERS["my-relu"]],
        {"my-relu": "right", "relu-by-hand": "unanswered"},
        "",
    ),
    "magics": (cells(first="%matplotlib inline\n!ls\nx = 1", my_relu=RIGHT), {"my-relu": "right"}, ""),
    "plots and sliders": (
        cells(
            first="import matplotlib.pyplot as plt\nfrom ipywidgets import interact\n"
            "from relu_lib.plots import plot_rectified_line\n"
            "fig, ax = plt.subplots()\nax.plot([1], [2])\ninteract(lambda x: x, x=1)",
            my_relu=f"fig, ax = plt.subplots()\nax[0].plot([1], [2])\nplot_rectified_line(1, 2)\n{RIGHT}",
        ),
        {"my-relu": "right"},
        "",
    ),
}
