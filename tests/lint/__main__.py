"""Format the book's JavaScript."""

import sys

from . import ROOMS, prettier, scripts


def main():
    done = prettier("--write", [script for room in ROOMS for script in scripts(room)])
    print(done.stdout + done.stderr, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
