"""The desk, which marks a class in a page: what it answers, step by step (real page: tests/browser/test_marking.py)."""

import io
import json
import zipfile

import pytest

from assign import desk

from .hand_ins import PUBLISHED, SOLUTIONS, cells, notebook


class Bytes(bytes):
    def to_bytes(self):
        return self


class Page:
    """What a page asks, and the answers."""

    def __init__(self):
        self.said = []
        desk.start(self)

    def send(self, text, buffers):
        self.said.append((json.loads(text), buffers))

    def ask(self, kind, *files, **content):
        message = {"header": {"msg_type": kind, "msg_id": "7"}, "content": content}
        with pytest.raises(StopIteration):  # it waits for nothing, so no loop is needed
            desk.handle(json.dumps(message), [Bytes(each) for each in files]).send(None)
        answer, self.files = self.said.pop()
        assert answer.pop("answers") == "7"
        return answer

    def begun(self, *sources):
        """With these hand-ins, and the chapter begun."""
        data = [notebook(each) for each in sources]
        self.ask("hand_ins", *data, names=[f"{number}.ipynb" for number in range(len(data))])
        return self.ask("begin", notebook(PUBLISHED), name="rectified-linear")


@pytest.fixture
def page():
    return Page()


GRADEBOOK = b"Student,ID,Chapter 2 (7),More of Chapter 2 (7)\nA,1,,\nB,2,,\n"


def test_hand_ins_are_a_zip_or_files(page):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("ada_1_9_a.ipynb", notebook(cells()))
        target.writestr(".DS_Store", b"")
    assert page.ask("hand_ins", packed.getvalue(), names=["class.ZIP"]) == {"count": 1, "chapter": "rectified-linear"}
    assert page.ask("hand_ins", b"{}", names=["a.ipynb"]) == {"count": 1, "chapter": ""}
    assert page.ask("hand_ins", b"x", names=["a.zip"])["sentence"].startswith("That is no zip")


def test_a_column_is_offered_and_its_very_name_is_enough(page):
    answer = page.ask("gradebook", GRADEBOOK)
    assert answer["columns"] == ["Chapter 2 (7)", "More of Chapter 2 (7)"] and "Which column?" in answer["sentence"]
    assert page.ask("gradebook", GRADEBOOK, column="Chapter 2 (7)") == {"column": "Chapter 2 (7)", "students": 2}
    assert page.ask("gradebook") == {}


def test_what_nobody_thought_of_is_a_sentence_too(page, capsys):
    answer = page.ask("hand_ins", names=["a.zip"])
    assert answer["sentence"].startswith("Marking broke here (IndexError") and capsys.readouterr().err


def lines(label, value):
    said = {"label": label, "cell": 0, "answer": value, "outcomes": []}
    return [json.dumps(each) for each in ({"begins": 0}, said, {"done": 1})]


def test_a_task_is_run_until_it_is_done_and_its_row_told(page):
    begun = page.begun([SOLUTIONS["alive-on-the-left"]])
    assert (begun["trials"], begun["hand_ins"]) == (["trial 0", "trial 1"], [0])
    assert json.loads(page.ask("job", task=0)["job"])["skip"] == []
    again = page.ask("heard", task=0, lines=['{"begins": 0}'], idle=5, spent=6)
    assert json.loads(again["job"])["skip"] == [0]
    row = page.ask("heard", task=0, lines=lines("alive-on-the-left", {"tuple": [-3, 6]}), idle=0, spent=7)["row"]
    assert (row["name"], row["points"], row["statuses"]) == ("0.ipynb", "1", [*["unanswered"] * 3, "right"])
    assert page.ask("results")["rows"] == [row]
    assert {"students.csv", "hard.txt", "feedback/0-ipynb.txt"} == set(
        zipfile.ZipFile(io.BytesIO(page.files[1])).namelist()
    )


def test_the_book_s_numbers_count_unless_only_the_students_own_do(page):
    data = [notebook([SOLUTIONS["relu-by-hand"]], number="s2")]
    for only_own, points in (False, "1"), (True, "0"):
        page.ask("hand_ins", *data, names=["a.ipynb"])
        page.ask("begin", notebook(PUBLISHED), name="rectified-linear", only_own=only_own)
        page.ask("job", task=0)
        row = page.ask("heard", task=0, lines=lines("relu-by-hand", [0, 0, 2, 0]), idle=0, spent=1)["row"]
        assert row["points"] == points


def test_a_hand_in_that_took_too_long_in_all_is_given_up(page):
    page.begun(cells())
    page.ask("job", task=0)
    answer = page.ask("heard", task=0, lines=['{"begins": 1}'], idle=5, spent=61)
    assert answer["row"]["statuses"] == ["raised", *["unanswered"] * 3]
    page.ask("results")
    said = zipfile.ZipFile(io.BytesIO(page.files[1])).read("feedback/0-ipynb.txt").decode()
    assert "Its cell was not marked: all of it ran for more than 60 s." in said


def test_a_trial_that_comes_out_wrong_is_told(page):
    page.begun(cells())
    page.ask("job", task="trial 0")
    faults = page.ask("heard", task="trial 0", lines=lines("relu-by-hand", 3), idle=0, spent=1)["faults"]
    assert len(faults) == 4 and faults[0].startswith("the book's own solution of my-relu is marked")
