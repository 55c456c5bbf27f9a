"""`python -m live_book.live.page_python`: fetch what the Python of a page needs."""

import sys

from .sources import main

sys.exit(main())
