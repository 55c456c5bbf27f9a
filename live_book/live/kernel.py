"""Python for one page, as the book's own server starts it (server.py names it in its kernel specification).

A kernel passes on what cells put out by a socket that drops what it cannot hold, with the word that a cell has ended
among it. By default it holds a thousand messages, which a loop that prints and flushes fills in a second.
"""

import zmq
from ipykernel.kernelapp import IPKernelApp
from traitlets import Int


class Kernel(IPKernelApp):
    """A kernel whose output waits when there is much of it."""

    messages = Int(1000, help="how many messages may wait").tag(config=True)

    def init_iopub(self, context):
        context.setsockopt(zmq.SNDHWM, self.messages)  # of the sockets that are made from here on
        super().init_iopub(context)


if __name__ == "__main__":
    Kernel.launch_instance()
