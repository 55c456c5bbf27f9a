import inspect
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from relu_lib import Network, ReLUSum, noisy_quadratic, plots, random_network, target, three_units, xor_points

CSS = (Path(__file__).parent.parent.parent / "live_book/finish/static/book.css").read_text()
LINES = [plots.DATA, plots.TARGET, plots.SUM, plots.ERROR, *plots.UNITS]
TEXT = [plots.INK]
DRAWN = {
    "plot_data": lambda ax: plots.plot_data(ax, *noisy_quadratic()),
    "plot_function": lambda ax: plots.plot_function(ax, np.sin, (0, 3), label="sin x"),
    "plot_sum": lambda ax: plots.plot_sum(ax, three_units(), (-2, 2)),
    "plot_units": lambda ax: plots.plot_units(ax, three_units(), (-2, 2)),
    "plot_error": lambda ax: plots.plot_error(ax, np.sin, np.cos, (0, 3)),
    "plot_rectified_line": lambda ax: plots.plot_rectified_line(ax, 1, 1, (-2, 2)),
    "plot_nudges": lambda ax: plots.plot_nudges(ax, 0.5, -5, [1, 2, 3], [1, 2, 3]),
    "plot_times": lambda ax: plots.plot_times(ax, {"a": 1.0, "b": 2e-6}),
    "plot_product": lambda ax: plots.plot_product(ax, [[1, 2]], [[3], [4]], 0, 0),
    "plot_map": lambda ax: plots.plot_map(ax, np.eye(2)),
    "plot_plane": lambda ax: plots.plot_plane(ax, random_network([2, 4, 1], 0)),
    "plot_classes": lambda ax: plots.plot_classes(ax, *xor_points()),
    "legend": lambda ax: plots.legend(plots.plot_data(ax, [1], [2])),
}


def test_every_plot_function_is_tried_here():
    functions = {name for name, f in vars(plots).items() if inspect.isfunction(f) and f.__module__ == plots.__name__}
    on_their_own = {"axes", "plot_images", "plot_digit"}  # these make the axes that they return
    assert {name for name in functions if not name.startswith("_")} - on_their_own == set(DRAWN)


def test_small_pictures_have_axes_of_their_own_and_leave_the_global_style_alone():
    before = dict(plt.rcParams)
    images = np.arange(3 * 64).reshape(3, 8, 8)
    for ax in plots.plot_images(images, ["a", "b", "c"]), plots.plot_digit(images[0] / 12, np.full(10, 0.1)):
        ax.figure.canvas.draw()
    assert dict(plt.rcParams) == before
    with pytest.raises(ValueError, match=r"images must have shape \(N, 8, 8\), got \(8, 8\)"):
        plots.plot_images(images[0])
    with pytest.raises(ValueError, match="each image needs a name, got 3 images and 2 names"):
        plots.plot_images(images, ["a", "b"])
    plt.close("all")


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_returns_its_axes_and_leaves_the_global_style_alone(name):
    before = dict(plt.rcParams)
    ax = plots.axes()
    assert DRAWN[name](ax) is ax
    ax.figure.canvas.draw()
    assert dict(plt.rcParams) == before
    assert len(plt.get_fignums()) == 1  # on the axes it was given


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_that_fails_leaves_the_global_style_alone(name):
    before = dict(plt.rcParams)
    with pytest.raises((TypeError, AttributeError)):
        getattr(plots, name)(None)
    assert dict(plt.rcParams) == before


def test_plot_data_shows_every_point():
    x, y = noisy_quadratic()
    (line,) = plots.plot_data(plots.axes(), x, y).lines
    np.testing.assert_array_equal(line.get_xydata(), np.column_stack([x, y]))


def test_plot_units_shows_units_sum_and_kinks():
    s = three_units([-1, -1, 1, 0, 2, -2])
    lines = plots.plot_units(plots.axes(), s, (-2, 2)).lines
    x = lines[0].get_xdata()
    np.testing.assert_allclose(lines[0].get_ydata(), s(x))
    np.testing.assert_array_equal(lines[1].get_xydata(), [[-1, 0], [0, 0], [1, 1]])
    np.testing.assert_allclose(np.sum([line.get_ydata() for line in lines[2:]], axis=0), s(x))
    assert set(s.kinks) <= set(x)  # corners are sharp, whatever the grid


def test_a_kink_where_nothing_bends_gets_no_dot():
    line = ReLUSum([1, -1], [0, 0], [1, -1])  # max(x, 0) − max(−x, 0) = x
    assert len(plots.plot_sum(plots.axes(), line, (-2, 2)).lines[1].get_xdata()) == 0


def test_a_bend_downwards_gets_a_dot_too():
    tent = ReLUSum([1, 1, 1], [1, 0, -1], [1, -2, 1])
    assert plots.plot_sum(plots.axes(), tent, (-2, 2)).lines[1].get_xdata().tolist() == [-1, 0, 1]


def test_plot_error_names_the_worst_point():
    sine = target("sine")
    ax = plots.plot_error(plots.axes(), sine, lambda x: 0 * x, sine.domain)
    assert ax.get_title() == "worst error 1.00"
    x, y = ax.lines[1].get_xydata()[0]
    assert (abs(x), abs(y)) == pytest.approx((np.pi / 2, 1), abs=1e-3)
    lower = plots.plot_error(plots.axes(), sine, lambda x: 0 * x - 0.5, sine.domain)  # where the error is below zero
    assert lower.lines[1].get_xydata()[0] == pytest.approx([np.pi / 2, -1.5], abs=1e-3)


@pytest.mark.parametrize("m, b, kinks", [(1, 1, [-1]), (-2, 1, [0.5]), (0, 1, []), (1, 10, [])])
def test_plot_rectified_line_marks_a_kink_where_there_is_one(m, b, kinks):
    ax = plots.plot_rectified_line(plots.axes(), m, b, (-2, 2))
    assert ax.lines[2].get_xdata().tolist() == kinks


@pytest.mark.parametrize("m, b, dead", [(1, 1, [-2, -1]), (-2, 1, [0.5, 2])])
def test_plot_rectified_line_shades_the_side_where_the_line_is_below_zero(m, b, dead):
    (shade,) = plots.plot_rectified_line(plots.axes(), m, b, (-2, 2)).patches
    assert shade.get_path().get_extents(shade.get_patch_transform()).intervalx.tolist() == dead


def nudged(m, b, x=(1.0, 2.0, 3.0), y=(1.0, 2.0, 3.0), by=0.25):
    """(name → line, name → loss, dots) of a picture of nudges."""
    ax = plots.plot_nudges(plots.axes(), m, b, x, y, by)
    said = {line.get_label().partition(":")[0]: line for line in ax.lines}
    losses = {
        name: float(line.get_label().rpartition(" ")[2]) for name, line in said.items() if "loss" in line.get_label()
    }
    return said, losses, next(line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == len(x))


def test_nudging_a_dead_unit_changes_no_loss_and_nudging_one_that_lives_does():
    _, dead, dots = nudged(0.5, -5)
    assert dead == {"unit": 4.67, "m + 0.25": 4.67, "b + 0.25": 4.67}  # (1 + 4 + 9) / 3
    np.testing.assert_array_equal(dots.get_ydata(), [0, 0, 0])
    _, alive, _ = nudged(0.5, 0)
    assert alive == {"unit": 1.17, "m + 0.25": 0.29, "b + 0.25": 0.73}  # 14/12, 14/48, (1/16 + 9/16 + 25/16) / 3


def test_a_nudged_unit_is_drawn_with_its_slope_or_its_bias_changed():
    lines, _, _ = nudged(2, -1, by=0.5)
    for name, (m, b) in {"unit": (2, -1), "m + 0.5": (2.5, -1), "b + 0.5": (2, -0.5)}.items():
        x, y = lines[name].get_xdata(), lines[name].get_ydata()
        assert x.min() < 0 and x.max() == 4  # from before the kink to behind the last point
        np.testing.assert_allclose(y, np.maximum(m * x + b, 0))
    for m in 0, -1:  # flat, and alive on the left
        assert set(nudged(m, 1)[1]) == {"unit", "m + 0.25", "b + 0.25"}


@pytest.mark.parametrize("domain", [(1, 1), (2, 1)])
def test_an_empty_domain_is_refused(domain):
    with pytest.raises(ValueError, match="a < b"):
        plots.plot_function(plots.axes(), np.sin, domain)


@pytest.mark.parametrize("seconds", [{}, {"a": 0.0}, {"a": -1.0}])
def test_times_that_no_log_scale_shows_are_refused(seconds):
    with pytest.raises(ValueError, match="above 0"):
        plots.plot_times(plots.axes(), seconds)


def test_times_are_told_in_units_that_people_read():
    ax = plots.plot_times(plots.axes(), {"a": 1.0, "b": 0.0123, "c": 2e-6})
    assert [text.get_text() for text in ax.texts] == ["1 s", "12.3 ms", "2 µs"]


def test_plot_product_lights_one_row_one_column_one_entry():
    ax = plots.plot_product(plots.axes(), [[1, 2], [3, 4]], [[5, 6], [7, 8]], row=1, column=0)
    lit = [patch for patch in ax.patches if patch.get_facecolor()[3]]
    corners = sorted(patch.get_xy() for patch in lit)
    assert corners == [(0, 1), (1, 1), (3, 0), (3, 1), (6, 1)]  # A begins at 0, B at 3, A·B at 6; rows go down
    assert ax.get_title() == "3·5 + 4·7 = 43"


def test_plot_map_points_to_the_columns():
    ax = plots.plot_map(plots.axes(), [[1, 2], [0, -1]])
    tips = {text.get_text(): tuple(text.xy) for text in ax.texts if text.get_text()}
    assert tips == {"column 1": (1, 0), "column 2": (2, -1)}


# --- colours ------------------------------------------------------------------------------------


def rgb(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def linear_light(color):
    c = rgb(color)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """WCAG 2.2 contrast ratio."""
    bright, dark = sorted((linear_light(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def dark(color):
    """What the page makes of a plot's colour in the dark theme."""
    return re.search(rf"--plot-{color[1:]}: (#[0-9a-f]{{6}});", CSS)[1]


COLOUR_BLIND = {  # Machado, Oliveira & Fernandes 2009, severity 1, on linear light
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(light):
    """Linear RGB as CIE L*a*b*, D65, where distances are about what an eye sees."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ np.clip(light, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme, paper", [(str, "#ffffff"), (dark, "#14181e")], ids=["light", "dark"])
def test_lines_and_words_stand_out_from_the_page(theme, paper):
    assert min(contrast(theme(color), paper) for color in LINES) >= 3
    assert min(contrast(theme(color), paper) for color in [*TEXT, *plots.UNITS[:2]]) >= 4.5  # words too


@pytest.mark.parametrize("fill", plots.SOFT)
def test_numbers_can_be_read_on_every_fill(fill):
    assert contrast(plots.INK, fill) >= 4.5 and contrast(dark(plots.INK), dark(fill)) >= 4.5


@pytest.mark.parametrize("theme", [str, dark], ids=["light", "dark"])
@pytest.mark.parametrize("vision", COLOUR_BLIND)
def test_pieces_and_sum_are_told_apart_by_colour_blind_readers(theme, vision):
    seen = [lab(np.array(COLOUR_BLIND[vision]) @ linear_light(theme(c))) for c in (*plots.UNITS, plots.SUM)]
    distances = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(distances) > 25  # 2.3 is a just noticeable difference


def test_every_piece_has_dashes_of_its_own():
    assert len(set(map(str, plots.UNIT_DASHES))) == len(plots.UNITS)


def test_every_colour_of_a_plot_has_another_in_the_dark():
    colours = {v for v in vars(plots).values() if isinstance(v, str) and re.fullmatch("#[0-9a-f]{6}", v)}
    for colour in colours | {*plots.UNITS, *plots.SOFT}:
        assert dark(colour) != colour


def test_a_plane_is_tinted_by_its_score_and_its_boundary_is_bold():
    xor = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
    ax = plots.plot_plane(plots.axes(), xor, (-0.5, 1.5), level=0.5)
    bold = [line for line in ax.lines if line.get_linewidth() > 2]
    assert len(bold) == 2
    for line in bold:
        np.testing.assert_allclose(xor(line.get_xydata()), 0.5, atol=1e-12)
    inside = lambda point: [p.get_facecolor()[:3] for p in ax.patches if p.get_path().contains_point(point)]  # noqa: E731
    assert inside((0.95, 0.1)) == [to_rgb(plots.SUM)] and inside((0.1, 0)) == [to_rgb(plots.UNITS[0])]
    assert all(len(inside(point)) == 1 for point in np.random.default_rng(0).uniform(-0.5, 1.5, (50, 2)))


def test_what_is_flat_at_a_level_has_one_tint_and_lies_below_it():
    ax = plots.plot_plane(plots.axes(), Network([[[1], [0]], [[1]]], [[0], [0]]), (-1, 1))
    dead = [patch for patch in ax.patches if patch.get_path().contains_point((-0.5, 0.1))]
    assert [patch.get_facecolor()[:3] for patch in dead] == [to_rgb(plots.UNITS[0])]


def test_ones_are_full_dots_and_zeros_hollow():
    ax = plots.plot_classes(plots.axes(), [[0, 0], [1, 2], [3, 1]], [0, 1, 1])
    hollow, full = ax.lines
    assert hollow.get_xydata().tolist() == [[0, 0]] and full.get_xydata().tolist() == [[1, 2], [3, 1]]
    assert hollow.get_markerfacecolor() == "none" and full.get_markerfacecolor() == plots.INK
