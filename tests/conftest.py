"""For all tests: what runs together, and in which order; the same cases on every machine; no figure left open."""

import matplotlib
import pytest
from hypothesis import settings

from . import costs

matplotlib.use("agg")
settings.register_profile("book", deadline=None, derandomize=True)  # never timed; the same cases on every machine
settings.load_profile("book")


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def pytest_addoption(parser):
    parser.addoption("--costs", help="write the measured seconds of each group of tests into this file")


def pytest_configure(config):
    config.addinivalue_line("markers", "xdist_group(name): tests that run on one worker (tests/costs.py)")
    if (path := config.getoption("--costs")) and not hasattr(config, "workerinput"):  # workers only report
        config.pluginmanager.register(costs.Meter(path))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Tests of one group run on one worker, one after the other; the dearest group begins first."""
    yield
    costs.dearest_first(items)


@pytest.hookimpl(tryfirst=True)  # before xdist tells who deals that all is collected: then the note is read
def pytest_collection_finish(session):
    if hasattr(session.config, "workerinput") and session.config.getvalue("loadgroup"):
        costs.tell_who_deals(session)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return costs.ByGroup(config, log) if config.getvalue("dist") == "loadgroup" else None
