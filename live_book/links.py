"""Links that lead out of the book, checked each week (`make links`); Sphinx's own link check does the work.

A DOI (the lasting address of a paper) leads on to its publisher, and publishers turn programs away. So of a DOI is
asked whether its registry has it.
"""

DOI = "https://doi.org/"


def connect(app):
    app.connect("linkcheck-process-uri", asked)


def asked(app, uri):
    """The address to ask instead, or None for this one.

    >>> asked(None, "https://doi.org/10.1038/323533a0")
    'https://doi.org/api/handles/10.1038/323533a0'
    """
    return f"{DOI}api/handles/{uri.removeprefix(DOI)}" if uri.startswith(DOI) else None
