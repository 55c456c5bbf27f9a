"""Formulas typeset at build: the process that does it."""

import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from live_book.author import math


@pytest.fixture
def short_folder():
    """A socket's path may have no more than a hundred characters."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


LATE = """
import socket, sys, time
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
time.sleep(float(sys.argv[2]))
door.listen()
time.sleep(60)
"""


class Typesetter:
    """What start_typesetter asks of sphinxcontrib-katex, with a program that has a door before it listens at it."""

    def __init__(self, late):
        self.late = late

    def build_command(self, socket):
        return [sys.executable, "-c", LATE, str(socket), str(self.late)]

    def timeout_error(self, timeout):
        return TimeoutError(timeout)


@pytest.mark.skipif(os.name == "nt", reason="sockets that are files")
def test_a_typesetter_that_does_not_listen_yet_is_waited_for(short_folder):
    process, door = math.start_typesetter(Typesetter(0.5), short_folder, 20)
    assert door.getpeername() == str(short_folder / "katex.sock")
    door.close()
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="sockets that are files")
def test_a_typesetter_that_never_listens_is_ended(short_folder):
    before = psutil.Process().children()  # a browser's, where its tests ran in this process too
    with pytest.raises(TimeoutError):
        math.start_typesetter(Typesetter(60), short_folder, 1)
    assert (short_folder / "katex.sock").exists() and psutil.Process().children() == before
