"""One thread for each library that calculates. Several wait for one another as soon as anything else goes on beside
them: a training that takes seconds then takes minutes, and what a cell times is a hundred times too long.
"""

import os

LIBRARIES = "OPENBLAS", "OMP", "MKL"


def connect(app):
    app.connect("config-inited", lambda app, config: one_each())


def one_each(environment=os.environ):
    """Libraries that are loaded from now on, here or in what is started here, have one thread, unless told otherwise.

    >>> told = {"OMP_NUM_THREADS": "2"}
    >>> one_each(told)
    >>> told
    {'OMP_NUM_THREADS': '2', 'OPENBLAS_NUM_THREADS': '1', 'MKL_NUM_THREADS': '1'}
    """
    for library in LIBRARIES:
        environment.setdefault(f"{library}_NUM_THREADS", "1")
