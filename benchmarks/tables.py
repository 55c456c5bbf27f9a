"""Where the scripts put what they measured, for the pages that show it."""

import csv
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
MACHINE = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"


def write(name, head, rows):
    """Write `results/<name>.csv`: a head and rows, each a list of texts and numbers."""
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def say(name, text):
    """Write `results/<name>.txt`: a sentence, as that on which machine it was."""
    (RESULTS / f"{name}.txt").write_text(f"{text}\n", "utf-8")
