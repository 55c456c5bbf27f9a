"""Plots that follow the theme, made of few elements."""

import io
import re

import numpy as np
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt

from live_book.author import plots

DRAWING = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "x">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="36pt" viewBox="0 0 72 36"><metadata>who made it</metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="dot" d="M0 0"/></defs>
<g style="fill: #0b2f73; stroke: #ffffff"><use xlink:href="#dot"/><path clip-path="url(#dot)" d="M0 0"/></g></svg>"""


def test_a_drawing_in_the_page_is_named_themed_and_keeps_to_itself():
    svg = parsed(plots.themed_svg(DRAWING, 'A "dot" & more')).svg
    assert svg["role"] == "img" and svg["aria-label"] == 'A "dot" & more'
    assert "max-width:96px" in svg["style"] and not svg.get("width")
    assert "var(--plot-0b2f73,#0b2f73)" in svg.g["style"]
    assert svg.find("style") is None and svg.find("metadata") is None
    (identity,) = {element["id"] for element in svg.find_all(id=True)}
    assert svg.use["href"] == f"#{identity}" and svg.g.find("path")["clip-path"] == f"url(#{identity})"
    other = parsed(plots.themed_svg(DRAWING.replace("36", "37"), "x"))
    assert other.find(id=True)["id"] != identity


def matplotlibs_drawing():
    with plt.rc_context({"svg.fonttype": "path"}):
        figure, axes = plt.subplots()
        axes.plot([0, 1, 2], [1, 3, 2], "o", markerfacecolor="none")
        axes.set(xlabel="two words", ylabel=r"$y_1^2$", title="7 or −8")
        axes.grid()
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg")
        plt.close(figure)
    return drawing.getvalue()


def parsed(drawing):
    return BeautifulSoup(drawing[drawing.index("<svg") :], "html.parser")


def points(path, digits=3):
    """All points of a path with absolute or relative steps, as absolute ones."""
    found, start, here = [], (0, 0), (0, 0)
    for name, numbers in re.findall("([A-Za-z])([^A-Za-z]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        pairs = list(zip(values[::2], values[1::2]))
        origin = (0, 0) if name.isupper() else here
        found += [(round(origin[0] + x, digits), round(origin[1] + y, digits)) for x, y in pairs]
        here = found[-1] if pairs else start
        start = here if name == "M" else start
    return found


def test_each_word_of_a_plot_is_one_path_of_the_outlines_that_its_letters_had():
    drawing = matplotlibs_drawing()
    raw, svg = parsed(drawing), parsed(plots.themed_svg(drawing, "x"))
    outlines = {path["id"]: path.get("d", "") for path in raw.select("defs path[id]")}
    groups = [group for group in raw.select("g[transform]:has(> use)")]
    words = svg.select("path.glyphs")
    assert len(words) == len(groups) > 10 and not svg.select("use")
    assert len(svg.find_all(True)) < len(raw.find_all(True)) / 5
    for word, group in zip(words, groups):
        wanted = []
        for use in group.find_all("use"):
            x, y, size = re.fullmatch(
                r"translate\((\S+) (\S+)\)(?: scale\((\S+)\))?", use.get("transform", "translate(0 0)")
            ).groups()
            place = points(outlines[use["xlink:href"][1:]])
            wanted += [
                (float(x) + px * float(size or 1) / 64, float(y) + py * float(size or 1) / 64) for px, py in place
            ]
        drawn = [(x / plots.FINENESS, y / plots.FINENESS) for x, y in points(word["d"])]
        assert np.allclose(drawn, wanted, atol=0.51 / plots.FINENESS), group
        assert word["transform"].endswith(f" scale({1 / plots.FINENESS})")


def test_grid_lines_ticks_and_hollow_marks_are_one_path_each_where_they_were():
    drawing = matplotlibs_drawing()
    raw, svg = parsed(drawing), parsed(plots.themed_svg(drawing, "x"))
    at = lambda uses: [(float(use["x"]), float(use["y"])) for use in uses]  # noqa: E731
    grids, all_ticks = svg.select("path[clip-path]"), svg.select("path.ticks")
    for axis, grid, ticks in zip(raw.select("g[id^='matplotlib.axis']"), grids, all_ticks, strict=True):
        wanted = at(axis.select("use[x]"))
        assert len(wanted) > 4 and np.allclose(points(ticks["d"])[::2], wanted, atol=0.006)
        lines = [point for line in axis.select("path[clip-path]") for point in points(line["d"])]
        assert len(lines) > 8 and np.allclose(points(grid["d"]), lines, atol=0.006)
    (marks,) = svg.select("path.marks")
    circle = raw.find("g", attrs={"clip-path": True}).find("use")["xlink:href"][1:]
    outline = np.array(points(raw.find(id=circle)["d"]))
    wanted = np.concatenate([outline + place for place in at(raw.select(f"use[x][xlink\\:href='#{circle}']"))])
    assert np.allclose(points(marks["d"]), wanted, atol=0.02)
    assert not svg.find("path", style="fill: none")


def test_a_plot_keeps_two_decimals_its_shape_and_the_ids_that_are_needed():
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36"><g id="idle">'
        '<path id="used" d="M 1.23456  L 2 -0.001 " transform="translate(1.98765 2) scale(0.015625)"/></g>'
        '<use href="#used" x="10.0049"/></svg>'
    )
    shown = plots.themed_svg(text, "words")
    assert 'd="M 1.23 L 2 -0"' in shown and "translate(1.99 2) scale(0.015625)" in shown and 'x="10"' in shown
    assert "idle" not in shown and shown.count("used") == 2 and "aspect-ratio:72.00/36.00" in shown


def test_the_names_that_chance_gives_leave_no_trace():
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt" '
        'viewBox="0 0 72 36"><metadata>matplotlib, noon</metadata><clipPath id="p0123456789"><rect/></clipPath>'
        '<path id="mabcdef0123" d="M 0 0 L 1 1"/><use xlink:href="#mabcdef0123" clip-path="url(#p0123456789)"/></svg>'
    )
    later = text.replace("p0123456789", "pffffffffff").replace("mabcdef0123", "m9999999999").replace("noon", "night")
    assert plots.themed_svg(text, "words") == plots.themed_svg(later, "words")
    assert plots.themed_svg(text, "words") != plots.themed_svg(text, "other words")  # no two pictures share an id
