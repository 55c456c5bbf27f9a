import pytest

from ..browser.conftest import browser  # noqa: F401 - a fixture
from .image import Image


@pytest.fixture(scope="session")
def image(tmp_path_factory):
    return Image(tmp_path_factory.mktemp("image"))
