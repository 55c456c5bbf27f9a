import matplotlib
import pytest
from hypothesis import settings

matplotlib.use("agg")
settings.register_profile("book", deadline=None, derandomize=True)  # never timed; the same cases on every machine
settings.load_profile("book")


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
