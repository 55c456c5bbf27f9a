"""Golden numbers: what `relu_lib` computes for states of each figure, which the figures' JavaScript must compute too.

    python -m tests.golden      write them anew

`tests/relu_lib/test_figures.py` computes them again and compares; `tests/js/figures.test.mjs` holds the JavaScript to
them, and `tests/js/work.test.mjs` to those of own-numbers, which are students'. Neither side can drift alone.
"""
