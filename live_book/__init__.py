"""live_book: makes the built pages of a Jupyter Book live and self-contained; knows no ReLUs.

A Sphinx extension; `setup` reads as its table of contents. `assets` fetches pinned browser files,
`server` serves the built book (`python -m live_book`).
"""


def setup(app):
    from . import freshness, pages, pictures, questions, verdicts

    freshness.connect(app)  # what makes an executed page out of date
    pages.connect(app)  # look, repository links, math at build, nothing from third parties
    pictures.connect(app)  # plots that follow the theme; a picture where a widget needs a kernel
    questions.connect(app)  # questions that answer in the page
    verdicts.connect(app)  # solutions are right, starters are unanswered, or the build fails
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
