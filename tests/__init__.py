"""Tests. Here, and in what they start, a library works in one thread: several workers keep the processors busy, and
threads that wait for one another would take what the others need."""

import os

for library in "OPENBLAS", "OMP", "MKL":
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
