"""The same in a worker of a web page (live_book's worker.js): a job is a message, what is said goes to the page.

The worker calls `start(host)` once, then `await handle(text, buffers)`; it is ended after that.
"""

import json
import os
import sys

from .run_cells import run

host = None  # the worker, as start() is given it


def start(worker):
    """Make this Python one that runs a hand-in: what that prints goes nowhere."""
    global host
    host = worker
    sys.stdout = sys.stderr = open(os.devnull, "w")  # for as long as this Python is there


async def handle(text, buffers=()):
    """Run the job that a message brings."""
    run(json.loads(json.loads(text)["content"]), lambda said: host.send(json.dumps({"line": json.dumps(said)}), []))
