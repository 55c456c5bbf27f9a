"""The arrows of DESIGN: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOUNDATION = {"linear", "rectified"}
ALLOWED = {  # module → the modules of relu_lib it may import
    "linear": set(),
    "rectified": set(),
    "losses": {"rectified"},
    "sums": FOUNDATION,
    "data": FOUNDATION | {"sums"},
    "samples": FOUNDATION | {"sums"},
    "bounds": {"samples"},
    "free_kinks": FOUNDATION | {"samples"},
    "pursuit": FOUNDATION | {"sums", "samples"},
    "minimax": FOUNDATION | {"samples"},
    "fitting": FOUNDATION | {"sums", "data", "losses", "samples", "free_kinks", "minimax"},
    "training": FOUNDATION | {"sums", "data", "losses", "samples", "fitting"},
    "cross_validation": FOUNDATION | {"sums", "samples", "fitting"},
    "plots": FOUNDATION | {"sums", "data", "losses"},
    "checks": FOUNDATION | {"sums", "data", "losses"},
    "exercises": FOUNDATION | {"sums", "data", "losses", "checks"},
}
FIGURES = FOUNDATION | {"sums", "data", "losses"}  # and plots, inside functions: for the picture on paper
MODULES = sorted(path.stem for path in (ROOT / "relu_lib").glob("*.py") if path.stem != "__init__")


def imports(path, at_top_only=False):
    """(package, module) pairs that a file imports; relative ones as ("relu_lib", name)."""
    tree = ast.parse(path.read_text())
    for node in tree.body if at_top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (tuple([*alias.name.split("."), ""][:2]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield path.parent.name, (node.module or node.names[0].name).split(".")[0]
            else:
                yield tuple([*node.module.split("."), ""][:2])


def test_every_module_has_its_place_in_the_walk():
    assert set(MODULES) == set(ALLOWED)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module):
    used = {name for package, name in imports(ROOT / f"relu_lib/{module}.py") if package == "relu_lib"}
    assert used <= ALLOWED[module]


@pytest.mark.parametrize("module", MODULES)
def test_pytorch_is_imported_only_inside_functions_and_matplotlib_only_by_plots(module):
    at_top = {package for package, _ in imports(ROOT / f"relu_lib/{module}.py", at_top_only=True)}
    assert "torch" not in at_top
    assert ("matplotlib" in at_top) == (module == "plots")


FIGURE_FILES = sorted((ROOT / "relu_lib/figures").glob("*.py"))


@pytest.mark.parametrize("path", FIGURE_FILES, ids=lambda path: path.stem)
def test_figures_stand_on_the_library_and_nothing_in_it_on_them(path):
    def from_library(tree):  # `from ..data import x` is ("data",), `from .. import plots` is ("plots",)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level == 2:
                yield from [node.module] if node.module else [alias.name for alias in node.names]

    tree = ast.parse(path.read_text())
    assert set(from_library(tree)) <= FIGURES | {"plots"}
    at_top = ast.Module([node for node in tree.body if isinstance(node, ast.ImportFrom)], [])
    assert "plots" not in set(from_library(at_top))
    assert not any("figures" in names for module in MODULES for names in imports(ROOT / f"relu_lib/{module}.py"))


def test_the_book_and_the_library_do_not_know_each_other():
    for path in (ROOT / "relu_lib").rglob("*.py"):
        assert not {"live_book", "sphinx", "IPython"} & {package for package, _ in imports(path)}
    for path in (path for path in (ROOT / "live_book").rglob("*.py") if "node_modules" not in path.parts):
        assert "relu_lib" not in {package for package, _ in imports(path)}


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

    assert not set(MODULES) & set(relu_lib.__all__)
    assert "utils" not in MODULES


def test_the_public_names_exist_and_are_explained():
    import relu_lib

    assert sorted(relu_lib.__all__) == sorted(set(relu_lib.__all__))
    for name in relu_lib.__all__:
        assert name.isupper() or getattr(relu_lib, name).__doc__  # constants are explained where they stand


@pytest.mark.parametrize("folder", ["relu_lib", "live_book"])
def test_functions_stop_at_forty_lines(folder):
    ours = [path for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    for path in [*ours, ROOT / "bootstrap.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                doc = node.body[0] if ast.get_docstring(node) else None
                length = node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)
                assert length <= 40, f"{path}:{node.lineno} {node.name}"
