"""What runs inside the sandbox, beside a student's code: nothing here can be trusted once that has begun.

Needs Python and NumPy alone, so that it runs the same in CPython and in Pyodide.
"""
