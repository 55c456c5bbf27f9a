"""The tests of figures in a DOM, by themselves:  python -m tests.figures [names]"""

import sys

from .test_in_a_dom import in_a_dom

if __name__ == "__main__":
    sys.exit(max(in_a_dom(name, capture=False).returncode for name in sys.argv[1:] or [None]))
