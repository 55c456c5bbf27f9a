"""`python -m live_book`: serve the built book."""

import sys

from .live.server import main

sys.exit(main())
