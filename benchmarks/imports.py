"""Does `import relu_lib` cost more than `import numpy`?  python benchmarks/imports.py

Fresh interpreters, taking turns; the time is that of the import statement alone. The aim is a
ratio of at most 1.3.
"""

import statistics
import subprocess
import sys

MODULES = "numpy", "relu_lib", "matplotlib.pyplot"
ROUNDS = 15


def seconds_to_import(module):
    code = f"from time import perf_counter as t; start = t(); import {module}; print(t() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def main():
    for module in MODULES:
        seconds_to_import(module)  # so that all files are in the disk's cache
    times = {module: [] for module in MODULES}
    for _ in range(ROUNDS):
        for module in MODULES:
            times[module].append(seconds_to_import(module))
    medians = {module: statistics.median(values) for module, values in times.items()}
    print(f"median of {ROUNDS} imports in fresh interpreters")
    for module, median in medians.items():
        print(f"  import {module:18} {median * 1e3:7.1f} ms   {median / medians['numpy']:5.2f} x numpy")


if __name__ == "__main__":
    main()
