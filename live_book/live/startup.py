"""What each kernel of the book's own server runs before the first cell (server.py puts it there)."""

import contextvars
import threading


def _start(thread, start=threading.Thread.start, present=contextvars.copy_context):
    """Start a thread in the context of the cell that starts it, to which what it prints belongs."""
    run, context = thread.run, present()
    thread.run = lambda: context.run(run)
    start(thread)


threading.Thread.start = _start
del _start, contextvars, threading  # a reader's names are the reader's
