"""The tests of figures in a DOM, by themselves:  python -m tests.figures [names]"""

import sys

from . import places
from .test_in_a_dom import in_a_dom


def main(names):
    known = [place.id for place in places()]
    for name in names:
        if name not in known:
            print(
                f"no built page has a figure {name!r}: run `make book`; there are {', '.join(known)}", file=sys.stderr
            )
            return 2
    return max(in_a_dom(name, capture=False).returncode for name in names or [None])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
