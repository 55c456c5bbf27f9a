"""The figures as Python objects, and their JavaScript held to relu_lib's numbers."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from relu_lib import (
    BEST_KNOBS,
    Network,
    ReLUSum,
    choose_units,
    earth_temperature,
    figures,
    fit,
    fit_uniform,
    greedy_insertion,
    mean_squared_error,
    noisy_quadratic,
    plots,
    random_network,
    three_units,
    xor_points,
)
from relu_lib.figures import (
    Approximator,
    Gallery,
    LinearMap,
    Matmul,
    MoreKinks,
    Planes,
    RectifiedLine,
    SignedSum,
    ThreeReLUs,
    UniformContinuity,
    trained_folds,
)
from relu_lib.figures.gallery_fits import kept_fits, sine_fit
from relu_lib.figures.placed import NAMED, _gaps, named_samples, shipped
from relu_lib.figures.uniform_continuity import width_at

from ..figures import node
from ..golden.__main__ import HERE as GOLDEN
from ..golden.__main__ import MAKERS, NO_FIGURES, golden
from .fitting.curves import rms

ROOT = Path(__file__).parent.parent.parent
ALL = [getattr(figures, name) for name in figures.__all__]
FIGURES = ROOT / "relu_lib/figures"
CSS = (FIGURES / "kit/kit.css").read_text()
BOOK_CSS = (ROOT / "live_book/finish/static/book.css").read_text()
anything = st.floats(-1e9, 1e9)


# --- the same numbers on both sides ---------------------------------------------------------------


@pytest.mark.parametrize("name", MAKERS | NO_FIGURES)
def test_golden_numbers_are_what_relu_lib_gives_now(name):
    kept = json.loads((GOLDEN / f"{name}.json").read_text())
    now = json.loads(json.dumps(golden(name)))
    assert len(kept) == len(now)
    for old, new in zip(kept, now):
        assert old.keys() == new.keys()
        for key in old:
            if isinstance(old[key], str):
                assert old[key] == new[key]
                continue
            old_values, new_values = (np.array(case[key], float) for case in (old, new))  # None becomes NaN
            np.testing.assert_allclose(old_values, new_values, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_a_figure_has_one_name_in_links_python_javascript_and_golden_numbers(cls):
    name = cls()._figure
    assert cls.__module__ == f"relu_lib.figures.{name.replace('-', '_')}"
    assert cls.__name__.lower() == name.replace("-", "")
    assert cls._esm.endswith((FIGURES / f"{name}.js").read_text("utf-8"))
    assert name in MAKERS


def test_there_are_no_figures_but_these():
    names = {cls()._figure for cls in ALL}
    assert len(names) == len(ALL)
    assert names == set(MAKERS) == {path.stem for path in GOLDEN.glob("*.json")} - set(NO_FIGURES)
    assert names == {path.stem for path in FIGURES.glob("*.js")}
    others = {"__init__", "figure", "formula", "placed", "trained_digits", "trained_folds", "gallery_fits"}
    assert {name.replace("-", "_") for name in names} | others == {p.stem for p in FIGURES.glob("*.py")}


def test_a_module_is_the_parts_of_the_kit_in_their_order_then_the_figure():
    parts = json.loads((FIGURES / "kit/parts.json").read_text("utf-8"))
    assert sorted(parts) == sorted(path.name for path in (FIGURES / "kit").glob("*.js"))
    fig = RectifiedLine()
    kit, own = str(fig._esm)[: fig._kit], str(fig._esm)[fig._kit :]
    assert kit == "\n".join((FIGURES / "kit" / part).read_text("utf-8") for part in parts)
    assert "export default" not in kit and own.count("export default { render };") == 1


def test_the_javascript_agrees():
    files = sorted(map(str, (ROOT / "tests/js").glob("*.test.mjs")))
    done = subprocess.run([node(), "--test", *files], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert int(re.search(r"pass (\d+)", done.stdout)[1]) >= 13


def test_colours_are_those_of_the_plots_in_both_themes():
    light, dark = CSS.split("@media screen")[:2]
    names = {"ink": plots.INK, "muted": plots.MUTED, "grid": plots.GRID, "data": plots.DATA, "target": plots.TARGET,
             "sum": plots.SUM, "error": plots.ERROR} | {f"unit-{i + 1}": c for i, c in enumerate(plots.UNITS)} | {
             f"soft-{i + 1}": c for i, c in enumerate(plots.SOFT)}  # fmt: skip
    for name, colour in names.items():
        assert f"--{name}: {colour};" in light
        assert f"--{name}: {re.search(rf'--plot-{colour[1:]}: (#......);', BOOK_CSS)[1]};" in dark


# --- every figure -----------------------------------------------------------------------------------


@pytest.fixture(params=ALL, ids=lambda cls: cls.__name__)
def fig(request):
    return request.param()


def test_a_figure_brings_a_picture_for_where_no_widget_runs(fig):
    data, metadata = fig._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == fig.model_id
    assert data["image/svg+xml"].lstrip().startswith("<?xml") and len(data["image/png"]) > 5000
    assert metadata["image/png"]["alt"] == fig.alt_text() and len(fig.alt_text()) > 60
    assert data["text/plain"] == repr(fig)


@pytest.mark.parametrize(
    "cls, state, says",
    [
        (LinearMap, {"first": [[1, 2], [3, -4]]}, "(1, 0) to (1, 3) and (0, 1) to (2, −4)"),
        (Matmul, {"A": [[1, 2], [3, 4]], "B": [[5], [6]], "row": 1}, "Row 2 of the first and column 1 of the second"),
        (Matmul, {"A": [[1, 2], [3, 4]], "B": [[5], [6]], "row": 1}, "the entry they make, 39."),
        (RectifiedLine, {"m": 2, "b": -6}, "from 0 at x = −5 over 0 at 0 to 4 at 5, with its kink at x = 3."),
        (RectifiedLine, {"m": 2, "b": -6, "clip": False}, "from −16 at x = −5 over −6 at 0 to 4 at 5, with no kink."),
        (SignedSum, {"kinks": [-1, 2], "weights": [0, 0]}, "2 rectified lines with plus signs only, solid, with kinks"),
        (SignedSum, {"kinks": [-1, 2], "weights": [0, 0]}, "at −1, 2. The worst error is 1.00."),
        (
            SignedSum,
            {"kinks": [-1], "weights": [0]},
            "a sum of 1 rectified line with plus signs only, solid, with its kink at",
        ),
        (SignedSum, {"kinks": [], "weights": []}, "a sum of 0 rectified lines with plus signs only, solid. The worst"),
        (ThreeReLUs, {"m1": 2, "b1": -6, "m2": 0}, "with kinks at 3, none, −1, and their solid sum."),
    ],
)
def test_the_alt_text_of_a_figure_says_what_it_shows(cls, state, says):
    assert says in cls(**state).alt_text()


def test_the_picture_is_closed_so_that_a_notebook_shows_it_once(fig):
    fig._repr_mimebundle_()
    assert not plots.plt.get_fignums()


def test_the_repr_makes_the_figure_again(fig):
    again = eval(repr(fig), dict(vars(figures)))
    assert again._state() == fig._state()


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "steep", None, True, 10**400, [1, 2], np.nan])
@pytest.mark.parametrize("cls, trait", [(RectifiedLine, "m"), (ThreeReLUs, "b2"), (SignedSum, "offset"),
                                        (LinearMap, "progress")])  # fmt: skip
def test_what_is_no_number_is_refused_by_name_and_changes_nothing(cls, trait, bad):
    fig = cls()
    before = fig._state()
    with pytest.raises(TraitError, match=f"^{trait} must be a finite number, got "):
        setattr(fig, trait, bad)
    assert fig._state() == before


@pytest.mark.parametrize(
    "cls, trait, bad, says",
    [
        (SignedSum, "kinks", [1, float("nan")], "kinks must be finite numbers, but number 2 of 2 is nan"),
        (SignedSum, "weights", 3, "weights must be a flat list of numbers, got shape"),
        (SignedSum, "slopes", [2], "slopes must be 1 or −1"),
        (LinearMap, "first", [[1, 2, 3]], r"first must have shape \(2, 2\), got \(1, 3\)"),
        (LinearMap, "second", [[1, 2], [3]], "second has rows of different lengths"),
        (Matmul, "A", [[1, "x"]], "A must be numbers, but row 1, column 2 is 'x'"),
        (Matmul, "B", [], "B must be a matrix"),
        (Matmul, "B", [1, 2], "B must be a matrix"),
        (Matmul, "A", [[1, np.inf]], "A must be finite numbers, but row 1, column 2 is inf"),
    ],
)
def test_a_wrong_value_names_the_trait(cls, trait, bad, says):
    with pytest.raises(TraitError, match=says):
        setattr(cls(), trait, bad)
    with pytest.raises(TraitError, match=says):
        cls(**{trait: bad})


@pytest.mark.parametrize("cls, trait, value", [(RectifiedLine, "m", -1e308), (SignedSum, "kinks", [0, 1e101]),
                                               (LinearMap, "first", [[1e308, 0], [0, 1]])])  # fmt: skip
def test_what_is_too_large_to_be_drawn_is_refused_and_what_is_just_not_is_drawn(cls, trait, value):
    with pytest.raises(TraitError, match=rf"^{trait} must be at most 1e\+100 in size, .* got 1e\+(308|101)$"):
        cls(**{trait: value})
    largest = (np.clip(value, -1e100, 1e100)).tolist()
    assert getattr(cls(**({trait: largest} | ({"weights": [1, 1]} if trait == "kinks" else {}))), trait) is not None


def test_a_misspelt_trait_is_an_error(fig):
    with pytest.raises(TypeError, match="has no slope1; it has "):
        type(fig)(slope1=2)


def test_a_list_cannot_be_changed_behind_the_figures_back():
    with pytest.raises(TypeError):
        SignedSum().weights[0] = 5


def test_whoever_observes_is_told_and_reset_goes_back():
    fig, heard = ThreeReLUs(m1=2), []
    fig.observe(lambda change: heard.append((change.name, change.new)), names=["m1", "b3"])
    fig.m1, fig.b3 = 0.5, np.float64(-1)
    assert heard == [("m1", 0.5), ("b3", -1.0)]
    fig.reset()
    assert (fig.m1, fig.b3) == (2, 1) and heard[2:] == [("m1", 2.0), ("b3", 1.0)]


def test_importing_relu_lib_does_not_load_the_figures():
    code = "import sys, relu_lib; exit('anywidget' in sys.modules or 'relu_lib.figures' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# --- each of them -----------------------------------------------------------------------------------


def test_three_relus_know_their_loss_and_model():
    x, y = noisy_quadratic()
    fig = ThreeReLUs()
    assert fig.model == three_units() and fig.loss == mean_squared_error(y, three_units()(x))
    assert fig.marks == {
        "best possible": pytest.approx(1.341, abs=1e-3),
        "the true curve": pytest.approx(3.49, abs=0.01),
    }
    fig.model = three_units(BEST_KNOBS)
    assert fig.loss == pytest.approx(fig.marks["best possible"], rel=1e-12)
    assert fig.best == BEST_KNOBS == fig.knobs
    fig.reset()
    assert fig.best == BEST_KNOBS  # a record stands


@given(st.lists(st.tuples(anything, anything, st.floats(0, 1e3)), max_size=3))
@settings(deadline=None, max_examples=30)
def test_a_sum_of_up_to_three_units_can_be_put_in(units):
    m, b, a = zip(*units) if units else ((), (), ())
    s = ReLUSum(m, b, a)
    fig = ThreeReLUs(s)
    x = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(fig.model(x), s(x), rtol=1e-9, atol=1e-9 * max(1, np.abs(s.terms(x)).max(initial=0)))


@pytest.mark.parametrize(
    "s", [ReLUSum([1], [0], [-1]), ReLUSum([1], [0], [1], 2), ReLUSum([1] * 4, [0] * 4, [1] * 4), 7]
)
def test_a_sum_that_three_plain_pieces_cannot_make_is_refused(s):
    fig = ThreeReLUs()
    with pytest.raises(ValueError, match="^(three rectified lines|need a ReLUSum)"):
        fig.model = s
    assert fig.model == three_units()


def test_points_of_ones_own_and_none_at_all():
    fig = ThreeReLUs(x=[0, 1], y=[0, 2])
    assert fig.loss == mean_squared_error([0, 2], fig.model([0.0, 1.0])) and fig.marks == {}
    with pytest.raises(ValueError, match=r"x has shape \(2,\) but y has shape \(1,\)"):
        ThreeReLUs(x=[0, 1], y=[0])
    with pytest.raises(ValueError, match="need both x and y"):
        ThreeReLUs(x=[0, 1])
    empty = ThreeReLUs(x=[], y=[])
    assert "no points" in empty.alt_text() and empty._pictures()
    with pytest.raises(ValueError, match="empty"):
        _ = empty.loss


def test_minus_signs_are_cut_and_come_back():
    fig = SignedSum(kinks=[0, 1], weights=[1, -2], signed=True)
    assert fig.model == ReLUSum([1, 1], [0, -1], [1, -2])
    fig.signed = False
    assert fig.model == ReLUSum([1, 1], [0, -1], [1, 0]) and fig.weights == (1, -2)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5)), max_size=5), st.floats(-5, 5))
@settings(deadline=None, max_examples=30)
def test_any_sum_can_be_put_into_the_signed_one(units, offset):
    m, b, a = zip(*units) if units else ((), (), ())
    s = ReLUSum(m, b, a, offset)
    fig = SignedSum(s, signed=True)
    x = np.linspace(-3, 3, 13)
    np.testing.assert_allclose(fig.model(x), s(x), atol=1e-9)


def test_a_unit_whose_kink_is_beyond_all_pictures_goes_into_the_offset():
    fig = SignedSum(ReLUSum([1e-150, 1], [3, 0], [2, 1]), signed=True)  # the first one's kink is at −3·10¹⁵⁰
    assert (fig.kinks, fig.weights) == ((0.0,), (1.0,)) and fig.offset == pytest.approx(6)


def test_units_need_all_their_parts():
    with pytest.raises(ValueError, match="got 2 kinks, 1 weights, 2 slopes"):
        SignedSum(kinks=[0, 1], weights=[1])


def test_a_rectified_line_takes_one_unit_and_gives_its_kink():
    fig = RectifiedLine(m=2, b=-6)
    assert fig.kink == 3 and fig.model == ReLUSum([2], [-6], [1])
    fig.model = ReLUSum([1], [1], [3])
    assert (fig.m, fig.b) == (3, 3)
    for s in ReLUSum([1, 1], [0, 0], [1, 1]), ReLUSum([1], [0], [-1]), ReLUSum([1], [0], [1], 1), None:
        with pytest.raises(ValueError, match="need a ReLUSum of one unit"):
            fig.model = s


def test_an_approximator_fits_what_it_is_given():
    x = np.linspace(0, 4, 50)
    fig = Approximator(x, np.abs(x - 1), units=2)
    assert fig.target == "data" and fig.error < 1e-9 and fig.model.kinks == pytest.approx([1])
    fig.placement = "even"
    assert fig.model == fit_uniform(x, np.abs(x - 1), 2) and fig.worst_error > 0.1
    sine = Approximator(units=7)
    assert sine.model == fit(*sine.samples(), 7)
    sine.placement = "worst"
    assert sine.model == list(greedy_insertion(*sine.samples(), 7))[-1]
    earth = Approximator(target="earth", units=4)
    assert earth.model == fit(*earth_temperature(), 4) and "year by year" in earth.alt_text()
    assert Approximator([2, 1], [0, 5], units=3).samples()[0].tolist() == [1, 2]


def test_a_formula_and_a_drawing_are_sampled_as_they_say():
    fig = Approximator(target="formula", formula="x^2", low=0, high=2)
    x, y = fig.samples()
    assert (x[0], x[-1], y[-1], len(x)) == (0, 2, 4, 1001)
    fig.low = 5
    with pytest.raises(ValueError, match="a formula needs low below high, got 5 and 2"):
        fig.samples()
    with pytest.raises(ValueError, match=r"sqrt\(x\) has no value at x = -2"):
        Approximator(target="formula", formula="sqrt(x)")
    heights = np.linspace(-1, 1, 13)
    np.testing.assert_allclose(Approximator(target="drawn", drawn=heights).samples()[1][::500], [-1, 0, 1], atol=1e-12)


@pytest.mark.parametrize(
    "state, says",
    [
        ({"target": "cosine"}, "target must be one of quadratic, sine, step, .* got 'cosine'"),
        ({"units": 65}, "units must be at most 64, got 65"),
        ({"units": 0}, "units must be at least 1, got 0"),
        ({"units": 2.5}, "units must be a whole number, got 2.5"),
        ({"placement": "best"}, "placement must be one of even, well, worst; got 'best'"),
        ({"formula": "3x +"}, "formula: the formula ends where a number"),
        ({"drawn": [1, "x"]}, "drawn must be numbers"),
    ],
)
def test_what_an_approximator_cannot_be_is_refused_by_name(state, says):
    with pytest.raises(TraitError, match=says):
        Approximator(**state)


def test_points_of_an_approximator_come_in_pairs_and_not_too_many():
    with pytest.raises(ValueError, match="as many x as y, and at most 5000; got 2 x and 1 y"):
        Approximator([0, 1], [0])
    with pytest.raises(ValueError, match="got 5001 x"):
        Approximator(range(5001), range(5001))
    with pytest.raises(ValueError, match="need both x and y"):
        Approximator(x=[0, 1])


@pytest.mark.parametrize("name", NAMED)
def test_the_kinks_that_are_shipped_are_those_of_fit(name):
    x, y = named_samples(name)
    gaps = shipped()["gaps"][name]
    for units in {3, 4, len(gaps)} & set(range(1, len(gaps) + 1)):
        s = fit(x, y, units)
        kinks = s.kinks[(s.kinks > x[0]) & (s.kinks < x[-1])]
        places = x[0] + np.cumsum(gaps[units - 1]) * (x[-1] - x[0]) / 4096
        np.testing.assert_allclose(places, kinks, atol=(x[-1] - x[0]) / 8000)
    assert len(gaps) == 64 or rms(fit(x, y, len(gaps)), x, y) <= rms(fit(x, y, len(gaps) + 2), x, y) * 1.01 + 1e-9


def test_what_is_shipped_is_what_would_be_computed():
    assert shipped()["gaps"]["hat"] == _gaps(*named_samples("hat"))


def test_the_units_that_the_earths_temperature_bears_are_those_of_cross_validation():
    choice = choose_units(*earth_temperature())
    assert shipped()["earth_units"] == choice.free_units and choice.units in (choice.free_units, choice.uniform_units)


@pytest.mark.parametrize("library", ["NumPy", "PyTorch", "CSV"])
def test_what_an_approximator_copies_runs_as_pasted_and_is_the_sum(library, capsys):
    code = subprocess.run([node(), "--input-type=module", "--eval", COPIED % library], cwd=ROOT, capture_output=True,
                          text=True, encoding="utf-8", check=True).stdout  # fmt: skip
    fig = Approximator(target="earth", units=5, placement="even")
    if library == "CSV":
        x, height = np.loadtxt(code.splitlines(), delimiter=",", skiprows=1, unpack=True)
        assert code.startswith("x,height\n") and len(x) == 6
        np.testing.assert_allclose(ReLUSum.from_points(x, height)(x), fig.model(x), rtol=1e-9)
        return
    exec(compile(code, library, "exec"), {})
    printed = np.array(re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", capsys.readouterr().out), float)
    np.testing.assert_allclose(printed, fig.model(np.linspace(1880, 2023, 9)), atol=1e-6)


COPIED = """
import { golden, load, placed } from "./tests/js/load.mjs";
const { approximation, codeFor, subjectOf } = await load("approximator");
const { earth } = golden("approximator").find((each) => each.earth);
const subject = subjectOf({ target: "earth", earth, placed, limits: {} });
process.stdout.write(codeFor(approximation(subject, "even", 5), "%s"));
"""


def test_more_kinks_come_closer():
    errors = [MoreKinks(kinks=kinks).worst_error for kinks in (2, 8, 24)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 0.1
    assert len(MoreKinks(kinks=9).model.kinks) == 9 and "9 kinks on the curve" in MoreKinks(kinks=9).alt_text()


def test_maps_and_products_multiply_as_numpy_does():
    M, N = np.array([[0, -1], [1, 0]]), np.array([[1, 1], [0, 1]])
    np.testing.assert_array_equal(LinearMap(M, second=N).product, N @ M)
    np.testing.assert_array_equal(LinearMap(M).product, M)
    np.testing.assert_array_equal(Matmul(M, N).product, M @ N)
    with pytest.raises(ValueError, match=r"shape \(2, 2\) by B of shape \(1, 2\)"):
        Matmul(M, [[1, 2]])


def test_the_fits_of_the_gallery_are_those_of_relu_lib():
    fits, (x, y) = kept_fits(), noisy_quadratic()
    assert (fits["x"], fits["y"]) == (x.tolist(), y.tolist())
    for units in 1, 4, 12:
        knots, heights = fits["sine"][units - 1]
        np.testing.assert_allclose(sine_fit(units)(np.array(knots)), heights, atol=2e-6)
    for units in 1, 5, 12, 19:
        knots, heights = fits["free"][units - 1]
        loss = mean_squared_error(y, np.interp(x, knots, heights))
        assert loss == pytest.approx(mean_squared_error(y, fit(x, y, units)(x)), abs=1e-4)
    taken = choose_units(x, y)
    assert (taken.kinks, taken.units) == ("uniform", fits["chosen"][6 - 1])  # it tries a third of 20 points
    np.testing.assert_allclose(fits["even"][taken.units - 1][1], taken.fit(np.array(fits["even"][taken.units - 1][0])),
                               atol=1e-4)  # fmt: skip


def test_the_failures_of_the_gallery_are_what_its_answers_say():
    at = lambda failure, value, cured=False: list(  # noqa: E731
        Gallery(failure=failure, value=value, cured=cured).errors.values()
    )
    assert at("plus", 1)[0] == at("plus", 12)[0] == pytest.approx(0.6825, abs=1e-4) and at("plus", 12, True)[0] < 0.02
    ramp = Gallery(failure="jump", value=7).model
    steep = np.linspace(-1, 1, 2_000_001)
    missed = np.abs(ramp(steep) - (steep >= 0.3))
    assert missed.max() == pytest.approx(at("jump", 7)[0], abs=1e-3) == 0.5
    assert np.sqrt(np.mean(missed**2)) == pytest.approx(at("jump", 7)[1], rel=1e-2)
    away = np.abs(steep - 0.3) >= 0.05
    for value in 2, 3, 4, 7:
        ramp = Gallery(failure="jump", value=value).model
        worst = np.abs(ramp(steep[away]) - (steep[away] >= 0.3)).max()
        assert at("jump", value, True)[0] == pytest.approx(worst, abs=1e-4)
    assert at("outside", 64)[0] > 3 and at("outside", 64)[1] < 0.002 and at("outside", 64, True)[0] < 0.01
    losses = [at("kept", steps)[0] for steps in range(0, 12)]
    assert losses[4] < losses[0] / 3 and losses[7] > 2 * losses[4] and losses[10] < losses[7] / 3  # falls, rises, falls
    assert at("kept", 300)[0] > 2 * at("kept", 300, True)[0]
    assert at("dead", 200)[0] == pytest.approx(np.var(noisy_quadratic()[1])) and Gallery(failure="dead").dead == 20
    assert at("dead", 200, True)[0] < 2
    data, truth = [at("noise", units)[1] for units in range(1, 20)], [at("noise", units)[0] for units in range(1, 20)]
    assert data[-1] < 1e-9 and np.argmin(truth) == 3 and at("noise", 12, True)[0] < truth[11]
    assert [round(truth[units - 1], 2) for units in (4, 18, 19)] == [1.82, 24.89, 2.5]  # the answer to the question


@pytest.mark.parametrize("bad, says", [({"failure": "jumps"}, "failure must be one of plus, jump, .* got 'jumps'"),
                                       ({"value": "two"}, "value must be a finite number"),
                                       ({"guesses": [1, None]}, "guesses is missing at number 2")])  # fmt: skip
def test_the_gallery_refuses_what_is_no_failure(bad, says):
    with pytest.raises(TraitError, match=says):
        Gallery(**bad)
    assert Gallery(failure="plus", value=1e9).at == 12


@pytest.mark.parametrize("epsilon", [0.1, 0.37, 1])
def test_one_width_serves_the_root_everywhere_and_none_the_reciprocal(epsilon):
    places = np.linspace(-1, 0.99, 400)
    widths = np.array([UniformContinuity(epsilon=epsilon, x=x).width for x in places])
    fig = UniformContinuity(epsilon=epsilon)
    inside = places + widths < 1  # elsewhere the curve ends before the box
    assert widths[inside].min() >= fig.narrowest - 1e-12 and UniformContinuity(epsilon=epsilon, x=0).width == min(
        fig.narrowest, 1
    )
    grid = np.linspace(-1, 1, 20_001)
    assert np.abs(fig.model(grid) - fig.f(grid)).max() <= epsilon
    assert width_at("reciprocal", epsilon, 0.001) == pytest.approx(epsilon * 1e-6, rel=0.01)
    ends = [UniformContinuity(epsilon=epsilon, x=x).alt_text() for x in (-1, 0.99)]
    assert ["the interval ends there" in text for text in ends] == [epsilon == 1, True]
    with pytest.raises(ValueError, match="no number of pieces is enough"):
        _ = UniformContinuity(curve="reciprocal").model
    assert UniformContinuity(curve="reciprocal").pieces is None


def test_what_the_figure_folding_ships_is_what_training_and_fit_find():
    for layers in 1, 2:
        shipped, anew = trained_folds.shipped()["trained"][layers - 1], trained_folds.best_of_ten(layers)
        assert shipped["near"] == anew["near"]
        for ours, theirs in zip(shipped["weights"] + shipped["biases"], anew["weights"] + anew["biases"]):
            np.testing.assert_allclose(ours, theirs, atol=0.02)  # computers round differently, for 2,000 steps
    for layers in 2, 3:
        shipped, anew = trained_folds.shipped()["one_layer"][layers - 1], trained_folds.one_layer(layers)
        for name in "knots", "heights":
            np.testing.assert_allclose(shipped[name], anew[name], atol=1e-5)
    assert len(trained_folds.shipped()["trained"]) == 5 and len(trained_folds.shipped()["one_layer"]) == 10


def test_planes_take_a_network_and_give_it_back():
    net = random_network([2, 7, 1], seed=4)
    fig = Planes(net, target="ring")
    assert fig.network == net and len(fig.w1) == 7 and fig.points[1].sum() == 30
    fig.network = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [-0.5]])
    fig.target = "xor"
    assert (fig.right, fig.regions) == (4, 3) and "4 of 4 points, those of XOR" in fig.alt_text()
    fig.reset()
    assert fig.network == net


OTHERS = [*(random_network(sizes, 0) for sizes in ([2, 3, 2, 1], [3, 2, 1], [2, 2])), ReLUSum([1], [0], [1]), None, 7]


@pytest.mark.parametrize("net", OTHERS)
def test_planes_refuse_other_networks(net):
    fig = Planes()
    before = fig.network
    with pytest.raises(ValueError, match=r"need a Network of sizes \(2, units, 1\), got"):
        fig.network = net
    assert fig.network == before


def test_planes_have_room_for_so_many_lines_and_points():
    with pytest.raises(ValueError, match="there is room for 12 units, got 13"):
        Planes(random_network([2, 13, 1], 0))
    with pytest.raises(ValueError, match="each of 1 to 12 units needs w1, w2, a bias and a weight, got 3 w1, 2 w2"):
        Planes(w1=[1, 2, 3])
    with pytest.raises(ValueError, match="as many rows of X as y, and at most 12; got 13 and 13"):
        Planes(X=np.zeros((13, 2)), y=np.zeros(13))
    with pytest.raises(ValueError, match="points need both X and y"):
        Planes(X=[[0, 1]])


def test_planes_show_points_of_ones_own():
    X, y = xor_points()
    fig = Planes(X=X, y=y)
    assert fig.target == "own" and np.array_equal(fig.points[0], X) and fig.loss == pytest.approx(Planes().loss)
    empty = Planes(target="own")
    assert "no points yet" in empty.alt_text() and empty._pictures() and empty.right == 0
