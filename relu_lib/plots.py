"""Pictures: data, functions, sums of ReLUs, matrices and maps, on Matplotlib axes.

Every function takes the axes to draw on and returns them. `axes()` makes styled ones; Matplotlib's
global style stays untouched. A colour means the same thing all over the book. Colour-blind readers
can tell the colours apart, and no meaning hangs on colour alone: line styles and labels differ too.
"""

import functools
import re

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import NullFormatter

from .arguments import checked_array, checked_count, checked_interval, checked_number, checked_rows, checked_vector
from .linear import apply_map, matmul
from .losses import mean_squared_error, worst_error
from .rectified import rectified_linear
from .regions import boundary_segments, region_polygons

INK, MUTED, GRID = "#1f2933", "#5c6670", "#d5dae0"
DATA, TARGET, SUM, ERROR = "#44546a", "#5c6671", "#dd5210", "#b4235a"
UNITS = ("#0b2f73", "#07845f", "#bf35ca")
SOFT = ("#cfe4f3", "#cdebe3", "#f9ddcf")  # fills: a row, a column, an answer
UNIT_DASHES = ((0, (5, 2)), (0, (1, 1.5)), (0, (7, 2, 1.5, 2)))

_STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "font.size": 10.5,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "lines.linewidth": 2,
    "lines.solid_capstyle": "round",
    "figure.constrained_layout.use": True,
}


def _styled(draw):
    """Run `draw` in the book's style and leave Matplotlib's own as it was."""

    @functools.wraps(draw)
    def in_style(*args, **kwargs):
        # not plt.rc_context, which puts back every setting: also those that a notebook makes while it shows its first
        # plot, and without them no later plot would be shown
        before = {name: plt.rcParams[name] for name in _STYLE}
        plt.rcParams.update(_STYLE)
        try:
            return draw(*args, **kwargs)
        finally:
            plt.rcParams.update(before)

    return in_style


@_styled
def axes(width=4.8, height=3.1, xlabel="", ylabel=""):
    """New axes in the book's style, on a figure of their own. width, height: in inches.

    A picture 4.8 inches wide is still legible when a phone shrinks it to its screen. Pictures that belong
    side by side are figures of their own (2.9 wide), so that a narrow page can stack them.

    >>> axes(xlabel="x").get_xlabel()
    'x'
    >>> plt.close("all")
    """
    _, ax = plt.subplots(figsize=(width, height))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax


@_styled
def legend(ax, **where):
    """Name what is drawn. where: Matplotlib's own options, as loc="upper left". Returns the axes.

    >>> _ = legend(plot_data(axes(), [1, 2], [3, 4]), loc="upper left")
    >>> plt.close("all")
    """
    ax.legend(**where)
    return ax


@_styled
def plot_data(ax, x, y, label="data"):
    """Points as open circles. x, y: shape (N,). Returns the axes.

    Raises ValueError if x and y differ in length or are not finite, TypeError for what is no number.

    >>> plot_data(axes(), [1, 2], [3, 4]).get_legend_handles_labels()[1]
    ['data']
    >>> plt.close("all")
    """
    x, y = checked_vector(x, "x"), checked_vector(y, "y")
    ax.plot(x, y, "o", color=DATA, markerfacecolor="none", markersize=6, markeredgewidth=1.5, label=label)
    return ax


@_styled
def plot_function(ax, f, domain, label="", color=TARGET, linestyle="--", samples=401):
    """The graph of a function of arrays. domain: (a, b), x-units, a < b. Returns the axes.

    Raises ValueError if a is not below b.

    >>> _ = plot_function(axes(), np.sin, (0, 3), label="sin x")
    >>> plt.close("all")
    """
    x = _grid(domain, samples)
    ax.plot(x, f(x), color=color, linestyle=linestyle, label=_with_minus(label))
    return ax


@_styled
def plot_sum(ax, s, domain, label="sum", samples=401):
    """The graph of a ReLUSum, with a dot where it bends. domain: (a, b), x-units, a < b. Returns the axes.

    Raises ValueError if a is not below b.

    >>> from relu_lib import three_units
    >>> _ = plot_sum(axes(), three_units(), (-2, 2))
    >>> plt.close("all")
    """
    bends = s.kinks[np.abs(s.slope_changes) > 1e-9 * np.abs(s.piece_slopes).max()]  # units may cancel out
    bends = bends[(bends > domain[0]) & (bends < domain[1])]
    x = np.union1d(_grid(domain, samples), bends)  # so that corners are sharp, whatever the grid
    ax.plot(x, s(x), color=SUM, linewidth=2.6, label=label)
    ax.plot(bends, s(bends), "o", color=SUM, markersize=5)
    return ax


@_styled
def plot_units(ax, s, domain, names=None, samples=401):
    """A ReLUSum and what it is made of: the sum solid, with a dot where it bends, each unit dashed on top.

    s: a ReLUSum. domain: (a, b), x-units, a < b. names: of its units, for the legend. Returns the axes.
    Raises ValueError if a is not below b.

    >>> from relu_lib import three_units
    >>> _ = plot_units(axes(), three_units(), (-2, 2))
    >>> plt.close("all")
    """
    plot_sum(ax, s, domain, samples=samples)
    x = np.union1d(_grid(domain, samples), s.kinks[(s.kinks > domain[0]) & (s.kinks < domain[1])])
    for i, term in enumerate(s.terms(x)):
        style = {"color": UNITS[i % len(UNITS)], "linestyle": UNIT_DASHES[i % len(UNIT_DASHES)]}
        ax.plot(x, term, linewidth=1.8, label=names[i] if names else f"unit {i + 1}", **style)
    return ax


@_styled
def plot_error(ax, f, g, domain, samples=401):
    """The error g − f, shaded, its worst point marked and measured. f, g: functions of arrays.

    domain: (a, b), x-units, a < b. Returns the axes. Raises ValueError if a is not below b.

    >>> ax = plot_error(axes(), np.sin, lambda x: 0 * x, (0, np.pi))
    >>> ax.get_title()
    'worst error 1.00'
    >>> plt.close("all")
    """
    x = _grid(domain, samples)
    difference = g(x) - f(x)
    at = int(np.argmax(np.abs(difference)))
    ax.fill_between(x, difference, color=ERROR, alpha=0.25, linewidth=0)
    ax.plot(x, difference, color=ERROR, label="error")
    ax.plot(x[at], difference[at], "D", color=ERROR, markersize=6)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.set_title(f"worst error {worst_error(f(x), g(x)):.2f}")
    return ax


@_styled
def plot_rectified_line(ax, m, b, domain):
    """The line m·x + b, dotted, and its rectified self, with the dead side shaded. Returns the axes.

    m: slope, y per x. b: bias, y-units. domain: (a, b), x-units. Raises ValueError if it is empty.

    >>> _ = plot_rectified_line(axes(), 1, 1, (-3, 2))
    >>> plt.close("all")
    """
    m, b, x = checked_number(m, "m"), checked_number(b, "b"), _grid(domain, 2)
    if m != 0 and x[0] < -b / m < x[1]:
        x = np.array([x[0], -b / m, x[1]])
        dead = x[:2] if m > 0 else x[1:]
        ax.axvspan(*dead, color=GRID, alpha=0.45, linewidth=0)
        ax.text(dead.mean(), 0.97, "dead side", transform=ax.get_xaxis_transform(), ha="center", va="top", color=INK)
    y = m * x + b
    ax.plot(x, y, color=TARGET, linestyle=":", label="line")
    ax.plot(x, np.maximum(y, 0), color=UNITS[0], linewidth=2.6, label="rectified line")
    ax.plot(x[1:-1], np.maximum(y, 0)[1:-1], "o", color=UNITS[0], markersize=8)
    return ax


@_styled
def plot_nudges(ax, m, b, x, y, by=0.25):
    """A unit max(m·x + b, 0) at some points, and what becomes of it, and of the loss, if m or b is nudged up.

    m: slope, y per x. b: bias, y-units. x, y: the points, shape (N,). by: the nudge. The unit is solid, and dashed
    once its slope, or its bias, has been nudged; the legend names the loss of each, the mean squared error over the
    points. Where the points lie on the dead side, it is the same. Returns the axes.
    Raises ValueError if x and y differ in length, are empty or are not finite, TypeError for what is no number.

    >>> ax = plot_nudges(axes(), m=0.5, b=-5, x=[1, 2, 3], y=[1, 2, 3])
    >>> [text for text in ax.get_legend_handles_labels()[1] if "loss" in text]
    ['unit: loss 4.67', 'm + 0.25: loss 4.67', 'b + 0.25: loss 4.67']
    >>> plt.close("all")
    """
    m, b, by = (checked_number(value, name) for value, name in ((m, "m"), (b, "b"), (by, "by")))
    x, y = checked_vector(x, "x"), checked_vector(y, "y")
    loss = lambda m, b: mean_squared_error(y, rectified_linear(m, b, x))  # noqa: E731
    kink = -b / m if m else x.mean()
    domain = min(x.min(), kink) - 1, max(x.max(), kink) + 1
    grid = _grid(domain, 801)
    units = {f"m + {by:g}": (m + by, b, 1), f"b + {by:g}": (m, b + by, 2)}
    plot_rectified_line(ax, m, b, domain)
    ax.lines[1].set_label(f"unit: loss {loss(m, b):.2f}")
    for name in list(ax.texts):
        name.remove()  # the line would cross it
    for name, (slope, bias, i) in units.items():
        style = {"color": UNITS[i], "linestyle": UNIT_DASHES[i]}
        ax.plot(grid, rectified_linear(slope, bias, grid), label=f"{name}: loss {loss(slope, bias):.2f}", **style)
    ax.plot(x, rectified_linear(m, b, x), "o", color=UNITS[0], markersize=6)
    plot_data(ax, x, y)
    high = 1.25 * max(y.max(), 1)
    ax.set_ylim(-0.75 * high, 1.75 * high)
    return ax


@_styled
def plot_times(ax, seconds):
    """How long each way took, as bars on a log scale, the fastest last. Returns the axes.

    seconds: name → seconds, all above 0. Raises ValueError if it is empty or a time is not positive.

    >>> _ = plot_times(axes(), {"slow": 1.0, "fast": 1e-4})
    >>> plt.close("all")
    """
    if not seconds:
        raise ValueError("need at least one time, above 0 seconds, got none")
    times = np.array([checked_number(time, f"the time of {name}", above=0) for name, time in seconds.items()])
    names = list(seconds)
    bars = ax.barh(names, times, color=UNITS[0], height=0.6)
    ax.bar_label(bars, [_spoken_seconds(t) for t in times], padding=4)
    ax.set(xscale="log", xlabel="seconds, log scale")
    ax.set_xlim(times.min() / 3, times.max() * 30)
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    return ax


def _spoken_seconds(t):
    unit, size = next(((u, s) for u, s in (("s", 1), ("ms", 1e-3)) if t >= s), ("µs", 1e-6))
    return f"{t / size:.3g} {unit}"


@_styled
def plot_product(ax, A, B, row, column):
    """A product A·B as three tables of numbers, one entry's row and column lit. Returns the axes.

    A: shape (n, m). B: shape (m, p). row, column: of the entry to explain, counted from 0.
    Raises ValueError, naming both shapes, if they do not fit, and IndexError for an entry beyond.

    >>> ax = plot_product(axes(), [[1, 2], [3, 4]], [[5, 6], [7, 8]], row=0, column=1)
    >>> ax.get_title()
    '1·6 + 2·8 = 22'
    >>> plt.close("all")
    """
    C = matmul(A, B)
    A, B = np.asarray(A), np.asarray(B)
    total = C[row, column]
    _draw_table(ax, A, 0, lit=lambda i, j: i == row, fill=SOFT[0], name="A")
    _draw_table(ax, B, A.shape[1] + 1, lit=lambda i, j: j == column, fill=SOFT[1], name="B")
    _draw_table(ax, C, A.shape[1] + B.shape[1] + 2, lambda i, j: (i, j) == (row, column), SOFT[2], "A·B")
    for x, sign in (A.shape[1] + 0.5, "·"), (A.shape[1] + B.shape[1] + 1.5, "="):
        ax.text(x, max(len(A), len(B)) / 2, sign, ha="center", va="center", fontsize=16)
    parts = " + ".join(f"{a:g}·{b:g}" for a, b in zip(A[row], B[:, column]))
    ax.set_title(f"{parts} = {total:g}".replace("-", "−"))
    ax.set(xlim=(-0.1, A.shape[1] + B.shape[1] * 2 + 2.1), ylim=(max(len(A), len(B)) + 0.1, -0.7), aspect="equal")
    ax.axis("off")
    return ax


def _draw_table(ax, M, left, lit, fill, name):
    for (i, j), value in np.ndenumerate(M):
        face = fill if lit(i, j) else "none"
        ax.add_patch(plt.Rectangle((left + j, i), 1, 1, facecolor=face, edgecolor=MUTED, linewidth=1))
        ax.text(left + j + 0.5, i + 0.5, f"{value:g}".replace("-", "−"), ha="center", va="center", fontsize=12)
    ax.text(left + M.shape[1] / 2, -0.2, name, ha="center", va="bottom", fontsize=12)


_LETTER_F = np.array(
    [
        [0.25, 0.25, 0.8, 0.8, 0.42, 0.42, 0.68, 0.68, 0.42, 0.42],
        [0.15, 0.9, 0.9, 0.74, 0.74, 0.58, 0.58, 0.42, 0.42, 0.15],
    ]
)


@_styled
def plot_map(ax, M, reach=2):
    """What a (2, 2) matrix does to the plane: its grid, the letter F, the arrows to (1, 0) and (0, 1).

    M: shape (2, 2). reach: how far the picture goes each way. Returns the axes.
    Raises ValueError, naming both shapes, if M is not (2, 2).

    >>> _ = plot_map(axes(), [[1, 0.5], [0, 1]])
    >>> plt.close("all")
    """
    reach = checked_count(reach, "reach")
    for at in range(-2 * reach, 2 * reach + 1):
        across = np.array([[-2 * reach, 2 * reach], [at, at]])
        for stroke in across, across[::-1]:
            ax.plot(*apply_map(M, stroke), color=UNITS[0], alpha=0.35, linewidth=1.6 if at == 0 else 0.8)
    ax.fill(*apply_map(M, _LETTER_F), facecolor=SOFT[2], edgecolor=SUM, linewidth=1.5)
    tips = apply_map(M, np.eye(2)).T
    for tip, other, color, name in zip(tips, tips[::-1], UNITS, ("column 1", "column 2")):
        ax.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2.4, "shrinkB": 0})
        away = (tip - other) / max(np.hypot(*(tip - other)), 1e-9) * [23, 12]  # so that names keep clear of the letter
        ax.annotate(name, tip, away, textcoords="offset points", ha="center", va="center", fontsize=8.5, color=color)
    ticks = range(-reach, reach + 1)
    edge = reach + 0.4
    ax.set(xlim=(-edge, edge), ylim=(-edge, edge), xticks=ticks, yticks=ticks, aspect="equal")
    ax.grid(False)
    return ax


LEVELS = (-4, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4)  # of a score: between two of them the plane has one tint
TINTS = (0.06, 0.13, 0.21, 0.3, 0.4, 0.52)  # from the boundary outwards


@_styled
def plot_plane(ax, network, window=(-1, 1), level=0.0):
    """What a network of two inputs gives, in tints; the kinks of its units; and, bold, where it crosses a level.

    network: a `Network` of sizes (2, units, 1). window: (a, b), a < b: the square of all (x₁, x₂) between them. level:
    in units of the output: above it the tint is orange, below it blue, and the deeper the further from it. Each unit's
    kink is a thin line. Returns the axes. Raises ValueError for another network or an empty window.

    >>> from relu_lib import Network
    >>> xor = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]])
    >>> plot_plane(axes(), xor, (-1, 2), level=0.5).get_xlabel()
    'x₁'
    >>> plt.close("all")
    """
    segments = boundary_segments(network, level, window)
    polygons = region_polygons(network.weights[0], network.biases[0], window)
    edges = [-np.inf, *LEVELS, np.inf]
    for i, (low, high) in enumerate(zip(edges, edges[1:])):
        distance = i - len(LEVELS) / 2
        parts = [_between(polygon, network(polygon)[:, 0] - level, low, high) for polygon in polygons]
        corners = [np.append(part, part[:1], axis=0) for part in parts if len(part) > 2]
        if corners:
            tint = {"facecolor": SUM if distance > 0 else UNITS[0], "alpha": TINTS[int(abs(distance))]}
            outline = Path.make_compound_path(*map(Path, corners))
            ax.add_patch(PathPatch(outline, linewidth=0, **tint))
    for polygon in polygons:
        ax.plot(*np.append(polygon, polygon[:1], axis=0).T, color=INK, linewidth=0.7)
    for segment in segments:
        ax.plot(*segment.T, color=INK, linewidth=2.6)
    ax.set(xlim=window, ylim=window, aspect="equal", xlabel="x₁", ylabel="x₂")
    ax.grid(False)
    return ax


def _between(polygon, values, low, high):
    """The part of a polygon where values, flat on it, are from low to high."""
    for sign, level in (1, low), (-1, high):
        if not len(polygon) or not np.isfinite(level):
            continue
        above, corners, kept = sign * (values - level), [], []
        for i, one in enumerate(above):
            k = (i + 1) % len(polygon)
            if one >= 0:
                corners.append(polygon[i])
                kept.append(values[i])
            if one * above[k] < 0:
                t = one / (one - above[k])
                corners.append(polygon[i] + t * (polygon[k] - polygon[i]))
                kept.append(level)
        polygon, values = np.array(corners).reshape(-1, 2), np.array(kept)
    return polygon if len(values) and values.max() > low else polygon[:0]  # what is flat at a level lies below it


@_styled
def plot_classes(ax, X, y, label=""):
    """Points of two classes: 1 as a full dot, 0 as a hollow one. X: shape (N, 2). y: 0 or 1 each. Returns the axes.

    Raises ValueError for other shapes and numbers that are not finite, TypeError for what is no number.

    >>> from relu_lib import xor_points
    >>> _ = plot_classes(axes(), *xor_points())
    >>> plt.close("all")
    """
    X, y = checked_rows(X, "X", columns=2), checked_vector(y, "y")
    for kind, face in (0, "none"), (1, INK):
        style = {"color": INK, "markerfacecolor": face, "markersize": 7 if len(y) < 20 else 4.5}
        ax.plot(*X[y == kind].T, "o", markeredgewidth=1.4, label=f"{label}{kind}", **style)
    return ax


@_styled
def plot_images(images, names=None, columns=8, signed=False):
    """Small pictures side by side, on axes of their own. Returns the axes.

    images: shape (N, 8, 8). Ink, the largest number of all, is dark and 0 is paper. With `signed`, numbers above 0 are
    orange and those below are blue, the deeper the larger. names: what to write above each, or None. columns: how many
    stand in a row. Raises ValueError for another shape or as many names as do not fit, TypeError for what is no number.

    >>> ax = plot_images(np.eye(8)[None], ["a line"])
    >>> plt.close("all")
    """
    images = checked_array(images, "images").astype(float)
    if images.ndim != 3 or images.shape[1:] != (8, 8) or not len(images):
        raise ValueError(f"images must have shape (N, 8, 8), got {images.shape}")
    if names is not None and len(names) != len(images):
        raise ValueError(f"each image needs a name, got {len(images)} images and {len(names)} names")
    columns = min(checked_count(columns, "columns"), len(images))
    cell, unit = (9.6, 12.5 if names is not None else 9.6), 4.6 / (9.6 * max(columns, 6))  # pixels; inches a pixel
    rows = -(-len(images) // columns)
    ax = axes(width=columns * cell[0] * unit, height=rows * cell[1] * unit)
    ax.set_position([0, 0, 1, 1])
    ax.set(xlim=(0, columns * cell[0]), ylim=(rows * cell[1], 0))
    ax.axis("off")
    corners = [(i % columns * cell[0] + 0.8, (i // columns + 1) * cell[1] - 8.8) for i in range(len(images))]
    _draw_pixels(ax, images, corners, 72 * unit, signed)
    for (x, y), name in zip(corners, [] if names is None else names):
        ax.text(x + 4, y - 0.7, _with_minus(str(name)), ha="center", va="bottom", fontsize=9)
    return ax


def _draw_pixels(ax, images, corners, points, signed, levels=8):
    """Pixels as thick strokes, one for each run of the same tint: a few strokes instead of many squares."""
    most = max(np.abs(images).max(), 1e-300)
    tints = np.rint(images / most * levels).astype(int)
    for tint in sorted(set(tints.ravel()) - {0}):
        strokes = []
        for image, (x, y) in zip(tints, corners):
            for row in range(8):
                edges = np.flatnonzero(np.diff(np.r_[0, image[row] == tint, 0]))
                strokes += [
                    [(x + a, y + row + 0.5), (x + b, y + row + 0.5), (np.nan, np.nan)] for a, b in edges.reshape(-1, 2)
                ]
        colour = (SUM if tint > 0 else UNITS[0]) if signed else INK
        xs, ys = np.array(strokes).T
        style = {"color": colour, "alpha": abs(tint) / levels, "linewidth": points, "solid_capstyle": "butt"}
        ax.plot(xs, ys, **style)
    for x, y in corners:
        ax.plot([x, x + 8, x + 8, x, x], [y, y, y + 8, y + 8, y], color=MUTED, linewidth=0.6)


@_styled
def plot_digit(image, probabilities):
    """An image and, beside it, what a network gives each digit. Returns the axes of the bars.

    image: shape (8, 8), 0 to 16, or None for an empty sheet. probabilities: shape (10,), or None with it.

    >>> ax = plot_digit(16 * np.eye(8), np.full(10, 0.1))
    >>> plt.close("all")
    """
    figure = plt.figure(figsize=(4.8, 2.4), layout="none")  # each place is given
    side = 2.1  # inches
    left = figure.add_axes([0.02, 0.06, side / 4.8, side / 2.4])
    left.set(xlim=(-0.1, 8.1), ylim=(8.1, -0.1))
    left.axis("off")
    _draw_pixels(
        left, np.zeros((1, 8, 8)) if image is None else np.asarray(image)[None], [(0, 0)], 72 * side / 8.2, False
    )
    bars = figure.add_axes([0.56, 0.25, 0.4, 0.7])
    bars.barh(range(10), np.zeros(10) if probabilities is None else probabilities, color=SUM)
    bars.set(ylim=(9.6, -0.6), xlim=(0, 1), yticks=range(10), xlabel="probability")
    return bars


def _with_minus(text):
    """A text with a real minus sign instead of a hyphen before each number."""
    return re.sub(r"-(?=[\d.])", "−", text)


def _grid(domain, samples):
    return np.linspace(*checked_interval(*domain), checked_count(samples, "samples", least=2))
