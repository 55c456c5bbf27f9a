"""live_book: makes the built pages of a Jupyter Book live and self-contained; knows no ReLUs.

A Sphinx extension; `setup` reads as its table of contents. `assets` fetches pinned browser files,
`live.server` serves the built book (`python -m live_book`).
"""


def setup(app):
    from . import finish, invalidation, links, threads
    from .author import folds, math, plots, predictions, questions, widgets
    from .finish import theme
    from .live import button, csp, launch, tools, work
    from .live.page_python import packs

    invalidation.connect(app)  # what makes an executed page out of date
    threads.connect(app)  # in how many threads cells calculate
    theme.connect(app)  # the book's look and repository, what a page may load
    links.connect(app)  # links that lead out of the book, when they are checked

    # author/: what an author writes → what Sphinx keeps
    math.connect(app)  # formulas, typeset at build
    widgets.connect(app)  # figures that live without a kernel; a picture of what needs one
    plots.connect(app)  # plots that follow the theme; after widgets, whose pictures have alt text of their own
    folds.connect(app)  # hints and solutions, which open by their titles
    questions.connect(app)  # questions that answer in the page
    predictions.connect(app)  # predictions, for which what follows waits

    # live/: cells that run
    launch.connect(app)  # where code can be run: settings, and links that open a page as a notebook
    work.connect(app)  # what a reader has done: kept, counted, handed in
    button.connect(app)  # a button that makes cells live
    tools.connect(app)  # pages that a script makes a tool of
    csp.connect(app)  # whom a page may talk to
    packs.connect(app)  # Python in the page: what a browser is given of it

    # finish/: Sphinx's output → the site
    finish.connect(app)  # each page put right, checked, written with few files; notebooks; the whole site as one file
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
