"""Who may import whom: imports go one way, from what knows less to what knows more.

The figures' JavaScript has the same order, held in tests/lint/eslint.config.js by tests/test_lint.py.
"""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "relu_lib"
FOUNDATION = {"arguments", "linear", "rectified"}
ALLOWED = {  # module or package of relu_lib → those it may import; `arguments` is lowest: everybody asks it
    "arguments": set(),
    "bytecode": set(),
    "linear": {"arguments"},
    "rectified": {"arguments"},
    "losses": {"arguments", "rectified"},
    "sums": FOUNDATION,
    "data": FOUNDATION | {"sums"},
    "fitting": FOUNDATION | {"sums", "data", "losses"},
    "training": FOUNDATION | {"sums", "data", "losses", "fitting"},
    "layers": FOUNDATION | {"sums", "data", "losses", "fitting", "training"},
    "folding": FOUNDATION | {"sums", "data", "losses", "fitting", "training", "layers"},
    "regions": FOUNDATION | {"sums", "data", "losses", "fitting", "training", "layers"},
    "images": FOUNDATION | {"sums", "data", "losses", "fitting", "training"},
    "plots": FOUNDATION | {"sums", "data", "losses", "layers", "regions"},
    "checks": FOUNDATION | {"sums", "data", "losses", "bytecode"},
    "own_numbers": {"checks"},
    "figures": FOUNDATION
    | {"sums", "data", "losses", "fitting", "training", "layers", "folding", "regions", "images"},  # and plots
    "exercises": FOUNDATION
    | {
        "sums",
        "data",
        "losses",
        "fitting",
        "training",
        "layers",
        "folding",
        "regions",
        "images",
        "checks",
        "own_numbers",
    },
}
WITHIN = {  # package → its modules → those of the same package that they may import
    "fitting": {
        "scaling": set(),
        "moments": {"scaling"},
        "polyline": {"moments"},
        "free_knots": {"moments", "polyline"},
        "stepwise": {"moments", "free_knots"},
        "minimax": set(),
        "best_fit": {"scaling", "moments", "polyline", "free_knots", "stepwise", "minimax"},
        "function_fit": {"scaling", "best_fit"},
        "fixed_knots": {"scaling", "moments", "polyline"},
        "insertion": {"fixed_knots", "polyline"},
        "matching_pursuit": {"scaling", "moments"},
        "cross_validation": {"scaling", "best_fit", "fixed_knots"},
        "bounds": {"scaling"},
    },
    "training": {"by_hand": set(), "with_pytorch": {"by_hand"}},
    "figures": {
        "figure": set(),
        **dict.fromkeys(
            [
                "gradient_descent",
                "linear_map",
                "matmul",
                "more_kinks",
                "planes",
                "rectified_line",
                "signed_sum",
                "three_relus",
                "uniform_continuity",
            ],
            {"figure"},
        ),
        "formula": set(),
        "placed": set(),
        "trained_digits": set(),
        "digit_net": {"figure", "trained_digits"},
        "approximator": {"figure", "formula", "placed"},
        "trained_folds": set(),
        "folding": {"figure", "trained_folds"},
        "gallery_fits": set(),
        "gallery": {"figure", "gallery_fits"},
    },
    "exercises": {
        "manners": set(),
        "a_few_more": set(),
        "depth": set(),
        "digits": set(),
        "learning_the_knobs": set(),
        "many_inputs": set(),
        "matrix_multiplication": set(),
        "rectified_linear": {"manners"},
        "sums_of_relus": set(),
        "universal_approximation": {"manners"},
    },
}
FILES = sorted(path for path in LIBRARY.rglob("*.py") if path != LIBRARY / "__init__.py")


def name_of(path):
    """The dotted name of a file of the project; a package's __init__ has the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(path, nodes=None):
    """What a file imports, as dotted names in parts: ("relu_lib", "fitting", "moments") or ("numpy",)."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))) if nodes is None else nodes:
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((*module, alias.name) for alias in node.names) if not node.module else [module]


def at_top(path):
    return [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, (ast.Import, ast.ImportFrom))]


def ids(path):
    return ".".join(name_of(path)[1:])


def test_every_module_has_its_place_in_the_walk():
    assert {name_of(path)[1] for path in FILES} == set(ALLOWED)
    for package, modules in WITHIN.items():
        assert {path.stem for path in (LIBRARY / package).glob("*.py")} == {"__init__", *modules}


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_imports_go_one_way(path):
    room, *module = name_of(path)[1:]
    used = [name[1:] for name in imports(path) if name[0] == "relu_lib"]
    others = {name[0] for name in used} - {room}
    assert others <= ALLOWED[room] | ({"plots"} if room == "figures" else set())
    siblings = {name[1] for name in used if name[0] == room}
    assert siblings <= (WITHIN[room][module[0]] if module else set(WITHIN.get(room, ())))


@pytest.mark.parametrize("package", WITHIN)
def test_within_a_package_nothing_goes_round_in_a_circle(package):
    below = {module: set(used) for module, used in WITHIN[package].items()}
    while below:
        lowest = {module for module, used in below.items() if not used & set(below)}
        assert lowest, below
        below = {module: used for module, used in below.items() if module not in lowest}


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_pytorch_is_imported_only_inside_functions_and_matplotlib_only_by_plots(path):
    top = list(imports(path, at_top(path)))
    assert "torch" not in {name[0] for name in top}
    assert ("matplotlib" in {name[0] for name in top}) == (name_of(path) == ("relu_lib", "plots"))
    assert ("relu_lib", "plots") not in top


def test_the_book_and_the_library_do_not_know_each_other():
    for path in LIBRARY.rglob("*.py"):
        assert not {"live_book", "sphinx", "IPython"} & {name[0] for name in imports(path)}
    for path in (path for path in (ROOT / "live_book").rglob("*.py") if "node_modules" not in path.parts):
        assert "relu_lib" not in {name[0] for name in imports(path)}


def test_marking_knows_exercises_but_neither_pages_nor_sphinx_and_the_sandbox_knows_nothing_of_marking():
    ours = [path for path in (ROOT / "assign").rglob("*.py")]
    assert len(ours) >= 10
    for path in ours:
        names = set(imports(path))
        assert not {"sphinx", "IPython", "bs4", "nbformat"} & {name[0] for name in names}, path
        files = {("live_book", "live", "page_python")} if path.name == "engines.py" else set()  # where Pyodide is kept
        assert {name for name in names if name[0] == "live_book"} <= files, path
        if "sandbox" in path.parts:
            own = {("assign", "sandbox", each) for each in ("values", "run_cells")}
            allowed = own | {("relu_lib",), ("relu_lib", "bytecode")}
            assert {name for name in names if name[0] in ("assign", "relu_lib")} <= allowed, path


ROOMS = {  # room of live_book → the rooms it may import; "" is the root, which all may
    "": set(),
    "author": set(),
    "live": set(),
    "finish": {"author", "live"},
}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_of_live_book_are_passed_through_one_way(room):
    folder = ROOT / "live_book" / room
    for path in folder.rglob("*.py") if room else [path for path in folder.glob("*.py") if "__" not in path.name]:
        depth = len(path.relative_to(ROOT / "live_book").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == depth:
                named = {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
                assert named & set(ROOMS) <= ROOMS[room], path


def test_no_module_bears_the_name_of_a_function_it_exports():
    import relu_lib

    assert not set(ALLOWED) & set(relu_lib.__all__)
    for package, modules in WITHIN.items():
        exported = getattr(importlib.import_module(f"relu_lib.{package}"), "__all__", [])
        assert not set(modules) & set(exported)
        for module in modules:
            functions = ast.parse((LIBRARY / package / f"{module}.py").read_text("utf-8")).body
            assert module not in {node.name for node in functions if isinstance(node, ast.FunctionDef)}
    assert not [path for path in FILES if path.stem == "utils"]


def test_the_public_names_exist_and_are_explained():
    import relu_lib

    assert sorted(relu_lib.__all__) == sorted(set(relu_lib.__all__))
    for name in relu_lib.__all__:
        assert name.isupper() or getattr(relu_lib, name).__doc__  # constants are explained where they stand


@pytest.mark.parametrize("folder", ["relu_lib", "live_book", "assign"])
def test_functions_stop_at_forty_lines(folder):
    ours = [path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    for path in [*ours, ROOT / "bootstrap.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                doc = node.body[0] if ast.get_docstring(node) else None
                length = node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)
                assert length <= 40, f"{path}:{node.lineno} {node.name}"
