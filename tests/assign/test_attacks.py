"""What comes in a class's hand-ins, honest, mistaken and hostile: each with its marks, the same in both sandboxes.

No mark of another student and no file of the instructor's changes: a file and a port stand there to be reached.
"""

import hashlib
import shlex
import socket
import threading
from types import SimpleNamespace

import pytest

import relu_lib
from assign import engines
from assign.marking import Marking, proof
from assign.marks import mark_file
from assign.submissions import File

from .conftest import SANDBOXES
from .hand_ins import CAME, CHAPTER, PUBLISHED, STUDENT, cells, notebook

SECONDS = 2  # for a cell
QUICK = ["right", "network", "forged output", "copied another student's answer"]
IN_DENO = CAME if "deno" in SANDBOXES else QUICK  # where Pyodide starts for each, which takes its time


@pytest.fixture(scope="module")
def canaries(tmp_path_factory):
    """A file and a port, which nobody may touch; the sources that try."""
    file = tmp_path_factory.mktemp("instructor") / "marks.csv"
    file.write_text("untouched")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = threading.Thread(target=_accept, args=(server, heard), daemon=True)
        listener.start()
        port = server.getsockname()[1]
        yield lambda sources: [each.replace("CANARY", str(file)).replace("PORT", str(port)) for each in sources]
        assert socket.create_connection(("127.0.0.1", port)).close() is None  # from out here it is heard
        listener.join(5)
    assert file.read_text() == "untouched" and heard == ["b''"]


def _accept(server, heard):
    with server.accept()[0] as connection:
        heard.append(repr(connection.recv(100)))


def digest_of_library():
    files = sorted(engines.LIBRARY.rglob("*.py")) + sorted(engines.HERE.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def marked(engine, sources):
    marking = Marking(CHAPTER, sources, student=STUDENT)
    engines.play(marking.attempts, engine, SECONDS)
    return marking.verdicts()


def test_the_books_own_solutions_are_right_and_its_starters_unanswered(engine):
    assert list(proof(CHAPTER, lambda attempts: engines.play(attempts, engine, SECONDS))) == []


def test_where_a_solution_is_not_marked_right_nothing_is_marked(engine):
    broken = CHAPTER._replace(solved=[cell.replace("max(x, 0)", "max(x, 1)") for cell in PUBLISHED])
    (fault,) = proof(broken, lambda attempts: engines.play(attempts, engine, SECONDS))
    assert fault.startswith("the book's own solution of my-relu is marked “✗ Not yet. Your my_relu(0.0) is 1")


@pytest.mark.parametrize(
    "engine, name",
    [(engine, name) for engine, names in {**dict.fromkeys(SANDBOXES, CAME), "deno": IN_DENO}.items() for name in names],
    indirect=["engine"],
)
def test_each_gets_its_marks_and_a_sentence(name, engine, canaries):
    before = digest_of_library()
    sources, wanted, words = CAME[name]
    verdicts = marked(engine, canaries(sources))
    assert {label: verdicts[label].status for label in wanted} == wanted, verdicts
    assert all(verdict.status != "right" or label in wanted for label, verdict in verdicts.items()), verdicts
    assert any(words in verdict.message for verdict in verdicts.values()), verdicts
    assert digest_of_library() == before


def started_by(engine, script):
    """The same engine, begun by a shell."""
    return SimpleNamespace(command=["sh", "-c", f"{script}; exec {shlex.join(map(str, engine.command))}"])


def statuses(engine, **limits):
    marking = Marking(CHAPTER, CAME["right"][0], student=STUDENT)
    engines.play(marking.attempts, engine, SECONDS, **limits)
    return {verdict.status for verdict in marking.verdicts().values()}


def test_a_python_that_is_slow_to_start_costs_nobody_a_mark(engine):
    """As on a busy machine: only what cells take is counted."""
    assert statuses(started_by(engine, "sleep 8"), whole=7) == {"right"}


def test_a_python_that_does_not_start_is_tried_once_more_and_is_no_mark(engine, monkeypatch, tmp_path):
    monkeypatch.setattr(engines, "STARTS", 5)
    first = f"mkdir {shlex.quote(str(tmp_path / 'tried'))} && sleep 60"
    assert statuses(started_by(engine, first)) == {"right"}
    monkeypatch.setattr(engines, "STARTS", 0.2)
    assert not engines.starts(started_by(engine, "sleep 60"))
    with pytest.raises(engines.NoSandbox, match="did not start within 0.2 seconds, so nothing was marked. Close other"):
        statuses(started_by(engine, "sleep 60"))


def test_the_sandbox_has_neither_answers_nor_network_nor_files(engine, canaries):
    """The attempts above are passed over in silence; here each is seen to fail."""
    tries = {
        "socket": "import socket\nsocket.create_connection(('127.0.0.1', PORT), timeout=1)",
        "canary": "open('CANARY').read()",
        "library": "open(relu_lib.__file__, 'a')",
        "answers": "import relu_lib.exercises.rectified_linear",
        "checks": "import relu_lib.checks",
        "torch": "import torch",
    }
    if engine.name == "deno":
        del tries["library"]  # a copy in memory, of which nothing is left
    for name, source in tries.items():
        first = (
            "import relu_lib\ntry:\n    " + source.replace("\n", "\n    ") + "\nexcept Exception: answer = 'kept out'"
        )
        sources = canaries([f"{first}\nelse: answer = 'in'\ncheck('relu-by-hand', answer)"])
        assert "is the text 'kept out'" in marked(engine, sources)["relu-by-hand"].message, name


def test_a_file_that_is_no_hand_in_is_answered_in_a_sentence():
    """None of these reaches a sandbox."""
    said = {
        b"PK\x03\x04": "The file is no notebook: it is not JSON.",
        b"[" * 100_000: "The file is no notebook: it is not JSON.",
        b"{}": "The file is no notebook: it has no cells.",
        notebook(["x = 1"]): "This notebook is not of rectified-linear: it has no exercise of the book.",
        notebook(["check('tent', 1)"]): "This notebook is not of rectified-linear: its exercises are those of "
        "sums-of-relus.",
        notebook(["pass"] * 1001): "The notebook has 1001 code cells, more than the 1000 that are marked.",
    }
    for data, sentence in said.items():
        result = mark_file(File("a.ipynb", "7", "Ada", data), CHAPTER, pytest.fail)
        assert (result.note, result.right) == (sentence, 0)
    assert relu_lib.check("my-relu", ...).status == "unanswered"


def test_of_two_answers_the_right_one_counts_and_an_untouched_copy_takes_nothing_away(engine):
    wrong, right = "check('relu-by-hand', 3)", "check('relu-by-hand', [0, 0, 2, 0])"
    for order in ([wrong, right], [right, wrong], [right, "check('relu-by-hand', ...)"]):
        assert marked(engine, order)["relu-by-hand"].status == "right"
    assert marked(engine, [wrong, "check('relu-by-hand', ...)"])["relu-by-hand"].status == "wrong"


def test_marks_do_not_depend_on_what_the_calls_are(engine):
    sources = cells(my_relu="def my_relu(x):\n    return (x + abs(x)) / 2\ncheck('my-relu', my_relu)")
    for seed in range(3):
        marking = Marking(CHAPTER, sources, seed)
        engines.play(marking.attempts, engine, SECONDS)
        assert marking.verdicts()["my-relu"].status == "right"
