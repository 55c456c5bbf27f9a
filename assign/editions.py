"""What an instructor gives out of a chapter, all from its one published notebook.

A notebook for students, without solutions and answers; the notebook with both; the source of an nbgrader assignment;
and an autograder for Gradescope, which is this package with the chapter's notebook.
"""

import ast
import copy
import io
import json
import re
import zipfile
from pathlib import Path

from .engines import HERE, LIBRARY
from .marking import chapter_of
from .notebooks import SOLUTION, labels_of, read, stretch_in

FOLD = re.compile(r"\n*<details><summary>(?:Solution\b[^<]*|Answer)</summary>.*?</details>\n*", re.S)
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
FIXED_TIME = (2000, 1, 1, 0, 0, 0)  # so that the same chapter gives the same file


def source_of(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def is_solution(cell):
    return cell["cell_type"] == "code" and source_of(cell).lstrip().startswith(SOLUTION)


def for_students(notebook):
    """The notebook without its solutions and without the answers to its questions."""
    made = copy.deepcopy(notebook)
    made["cells"] = [cell for cell in made["cells"] if not is_solution(cell)]
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = FOLD.sub("\n\n", source_of(cell)).strip() + "\n"
    made["cells"] = [cell for cell in made["cells"] if source_of(cell).strip()]
    return made


# --- nbgrader ---------------------------------------------------------------------------------------------------


def for_nbgrader(notebook):
    """The source of an nbgrader assignment: each exercise is a cell to fill, and one, locked, that gives a point.

    As with `marks`, an exercise that stretches gives none.
    """
    extra = stretch_in(json.dumps(notebook).encode())
    solutions = {label: source_of(cell) for cell in filter(is_solution, notebook["cells"]) for label in labels_in(cell)}
    made = for_students(notebook)
    cells = []
    for cell in made["cells"]:
        labels = labels_in(cell) if cell["cell_type"] == "code" else []
        points = int(not extra.issuperset(labels))
        cells += _graded(cell, labels[0], solutions[labels[0]], points) if labels else [_plain(cell)]
    made.update(cells=cells, nbformat=4, nbformat_minor=5)
    return made


def labels_in(cell):
    return labels_of([source_of(cell)])


def _graded(cell, label, solution, points):
    """The two cells of an exercise."""
    starter, handed_in, besides = split(source_of(cell))
    solved, given, _ = split(solution.partition("\n")[2])
    if given != handed_in:
        solved = f"{solved}\n{handed_in} = {given}".strip()
    to_fill = f"{starter}\n\n{BEGIN}\n{solved}\n{END}\n"
    call = f'check("{label}", {handed_in}{besides})'
    test = f"assert {call}, {call}\n"
    return [
        _cell(to_fill, f"answer-{label}", solution=True),
        _cell(test, f"check-{label}", grade=True, locked=True, points=points),
    ]


def split(source):
    """(the source without its call of `check`, what is handed in there, what the call says besides).

    >>> split("answer = 3\\n\\ncheck('tent', (answer, 1), student)\\n")
    ('answer = 3', '(answer, 1)', ', student')
    """
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        call = getattr(statement, "value", None)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check":
            lines[statement.lineno - 1 : statement.end_lineno] = []
            answer, *besides = (ast.get_source_segment(source, each) for each in call.args[1:])
            return "\n".join(lines).strip(), answer, "".join(f", {each}" for each in besides)
    raise ValueError(f"no call of check in {source!r}")


def _cell(source, name, grade=False, solution=False, locked=False, points=None):
    said = {
        "schema_version": 3,
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        said["points"] = points
    metadata = {"nbgrader": said}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
        "source": source,
    }


def _plain(cell):
    """A cell as nbgrader takes it: all of one kind of text."""
    return {**cell, "source": source_of(cell)}


# --- Gradescope --------------------------------------------------------------------------------------------------

SETUP = """#!/usr/bin/env bash
# Run once, when Gradescope builds the autograder's image.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq python3 python3-pip python3-venv util-linux
python3 -m venv /autograder/python
/autograder/python/bin/pip install --quiet "numpy{numpy}"
"""
RUN = """#!/usr/bin/env bash
# Run for each hand-in, in a container of its own: its cells run there as nobody, and only their answers are marked.
set -euo pipefail
chmod 700 /autograder/source /autograder/results
cd /autograder/source
/autograder/python/bin/python -m assign gradescope /autograder/submission \\
  --notebook "{chapter}.ipynb" --results /autograder/results/results.json
"""


def for_gradescope(name, notebook):
    """The zip of an autograder, as bytes: `setup.sh`, `run_autograder`, the chapter, this package and the library."""
    files = {
        "setup.sh": SETUP.format(numpy=">=1.26"),
        "run_autograder": RUN.format(chapter=name),
        f"{name}.ipynb": written(notebook),
    }
    for package in HERE, LIBRARY:
        for path in sorted(package.rglob("*")):
            inside = path.relative_to(package.parent).as_posix()
            if path.is_file() and path.suffix in (".py", ".csv", ".gz", ".npz", ".txt") and "figures" not in path.parts:
                files[inside] = path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for inside, content in files.items():
            entry = zipfile.ZipInfo(inside, FIXED_TIME)
            entry.external_attr = (0o755 if inside in ("setup.sh", "run_autograder") else 0o644) << 16
            opened.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# --- all of them ---------------------------------------------------------------------------------------------------


def written(notebook):
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def write_all(published, folder):
    """Write what there is to give out of each of these published notebooks; the names of the chapters.

    Chapters without an exercise are passed over.
    """
    names = []
    for path in map(Path, published):
        data = path.read_bytes()
        cells, _ = read(data)
        if not labels_of(cells):
            continue
        name, notebook = path.stem, json.loads(data)
        chapter_of(name, cells)  # which refuses exercises that nobody can mark
        out = Path(folder, name)
        (out / "nbgrader").mkdir(parents=True, exist_ok=True)
        (out / f"{name}-student.ipynb").write_text(written(for_students(notebook)), "utf-8")
        (out / f"{name}-solution.ipynb").write_text(written(notebook), "utf-8")
        (out / f"nbgrader/{name}.ipynb").write_text(written(for_nbgrader(notebook)), "utf-8")
        (out / f"{name}-gradescope.zip").write_bytes(for_gradescope(name, notebook))
        names.append(name)
    return names
