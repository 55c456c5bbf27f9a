"""assign: a class's hand-ins → marks. What an instructor uses: `python -m assign --help`.

One idea holds it together: only answers leave the sandbox, and what they should be never enters it. The sandbox is
given the cells of one hand-in and arguments to call its functions with, and says what each answer *is*
(`sandbox/run_cells.py`). This side makes values of that again, or functions that replay what was recorded
(`answers`), and asks the book's own checks (`marking`). Knows exercises by their labels; knows no Sphinx.
"""
