"""live_book: makes the built pages of a Jupyter Book live and self-contained; knows no ReLUs.

A Sphinx extension; `setup` reads as its table of contents. `assets` fetches pinned browser files,
`server` serves the built book (`python -m live_book`).
"""


def setup(app):
    from . import (
        cells,
        download,
        freshness,
        icons,
        launch,
        light,
        notebooks,
        pages,
        pictures,
        questions,
        verdicts,
        widgets,
    )

    freshness.connect(app)  # what makes an executed page out of date
    pages.connect(app)  # look, repository links, math at build, nothing from third parties
    widgets.connect(app)  # figures that live without a kernel; a picture of what needs one
    pictures.connect(app)  # plots that follow the theme; after widgets, whose pictures have words of their own
    launch.connect(app)  # where code can be run: settings, and links that open a page as a notebook
    cells.connect(app)  # a button that makes cells live
    notebooks.connect(app)  # each chapter as a notebook to download, and for Colab
    questions.connect(app)  # questions that answer in the page
    verdicts.connect(app)  # solutions are right, starters are unanswered, or the build fails
    icons.connect(app)  # the theme's icons, drawn at build
    light.connect(app)  # what no reader sees is not loaded, the rest comes in few files and is laid out in pieces
    download.connect(app)  # the whole site as one file
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
