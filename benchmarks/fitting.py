"""How good are our fits, and how fast?  python benchmarks/fitting.py [--only limits few …] [--jobs 2] [--write]

Everything side by side, in one run, on one thread, with fixed seeds. Times are processor time: medians of three runs,
or of up to 25 where runs are short. With `--jobs 2` two functions, or two rows of the table of noise, are worked on at
a time, each in a process of its own.

- limits: many pieces, 20,000 samples: error ÷ a bound that no broken line can beat (oracles/separate_lines.py)
- few:    few pieces, 4,000 samples: error ÷ the best that a long search found (oracles/long_search.py)
- worst:  the worst error: ÷ the least there is, on small data (oracles/worst_error.py); its time on large data
- peers:  the same data to what one would use instead (oracles/peers.py) and to our plainer ways
- growth: time, against np.cumsum of the same numbers, and memory, as samples and pieces become many
- noise:  how far from the truth fits of noisy data are, medians of 30 draws

Peers need packages that the book does not: `.venv/bin/python -m pip install -r benchmarks/requirements.txt` adds them
and leaves the book's as they are; what is missing is named and left out. Everything takes an hour, most of it peers.
`--write` puts the tables into benchmarks/results/fitting-*.csv, which the page "How the fits are measured" shows.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before NumPy is loaded

import argparse  # noqa: E402
import platform  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tracemalloc  # noqa: E402
from concurrent.futures import ProcessPoolExecutor  # noqa: E402
from importlib.metadata import PackageNotFoundError, version  # noqa: E402
from multiprocessing import get_context  # noqa: E402
from pathlib import Path  # noqa: E402
from time import process_time  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks import tables  # noqa: E402
from benchmarks.oracles import peers  # noqa: E402
from benchmarks.oracles.curves import CURVES, A, B, samples  # noqa: E402
from benchmarks.oracles.long_search import COUNT, rms_of_knots, stored  # noqa: E402
from benchmarks.oracles.separate_lines import least_squared_error  # noqa: E402
from benchmarks.oracles.worst_error import least_worst_error  # noqa: E402
from relu_lib import add_noise, choose_units, fit, fit_uniform, greedy, interpolate, target, train  # noqa: E402

REPEATS = 3
SHORT = 0.1  # seconds: a call is repeated until its runs add up to that
DRAWS = 30
JOBS = 1  # how many functions, or rows of the table of noise, are worked on at a time; processor times stay the same
SEEDS = range(3)


# --- how errors and times are measured --------------------------------------------------------------


def timed(call, *arguments, repeats=REPEATS):
    """The median processor seconds of a call, over `repeats` calls or more if they are short; and its last result."""
    times = []
    while len(times) < repeats or (sum(times) < SHORT and len(times) < 25):
        begun = process_time()
        result = call(*arguments)
        times.append(process_time() - begun)
    return statistics.median(times), result


def values(s, x):
    """A sum at many x, drawn straight between its kinks: a table of every unit at every x would be large."""
    corners = np.concatenate([[x[0]], s.kinks[(s.kinks > x[0]) & (s.kinks < x[-1])], [x[-1]]])
    return np.interp(x, corners, s(corners))


def rms(difference):
    return float(np.sqrt(np.mean(difference**2)))


def geometric_mean(numbers):
    return float(np.exp(np.mean(np.log(list(numbers)))))


# --- against what cannot be beaten ------------------------------------------------------------------


def limits():
    for name in CURVES:
        x, y = samples(name, 20_000)
        for pieces in 21, 51, 101:
            seconds, s = timed(fit, x, y, pieces)
            error = rms(values(s, x) - y)
            bound = np.sqrt(least_squared_error(x, y, pieces, error**2 * len(x)) / len(x))
            uniform = rms(values(fit_uniform(x, y, pieces), x) - y)
            yield {
                "function": name, "pieces": pieces, "error": error, "bound": bound, "error ÷ bound": error / bound,
                "uniform ÷ bound": uniform / bound, "ms": seconds * 1e3,
            }  # fmt: skip


def few():
    for (name, pieces), knots in stored().items():
        x, y = samples(name, COUNT)
        seconds, s = timed(fit, x, y, pieces)
        found, error = rms_of_knots(x, y, knots), rms(values(s, x) - y)
        uniform = rms(values(fit_uniform(x, y, pieces), x) - y)
        yield {
            "function": name, "pieces": pieces, "error": error, "best found": found, "error ÷ best": error / found,
            "uniform ÷ best": uniform / found, "ms": seconds * 1e3,
        }  # fmt: skip


def small_data():
    rng = np.random.default_rng(3)
    for name in "sin 3x", "√|x|":
        yield name, *samples(name, 9)
    for name, count in ("A", 9), ("B", 9), ("C", 10):
        yield f"random heights {name}", np.sort(rng.uniform(A, B, count)), rng.normal(size=count)


def worst():
    for name, x, y in small_data():
        for pieces in 2, 3, 4:
            least, s = least_worst_error(x, y, pieces), fit(x, y, pieces, norm="max")
            error = float(np.abs(s(x) - y).max())
            yield {"data": name, "samples": len(x), "pieces": pieces, "error": error, "least": least,
                   "excess": abs(error - least) / least}  # fmt: skip


def worst_large():
    for count in 10_000, 100_000:
        for name in CURVES:
            x, y = samples(name, count)
            seconds, s = timed(fit, x, y, 21, "max")
            error, other = (float(np.abs(values(each, x) - y).max()) for each in (s, fit(x, y, 21)))
            yield {"function": name, "samples": count, "pieces": 21, "error": error,
                   "that of the l2 fit ÷ it": other / error, "ms": seconds * 1e3}  # fmt: skip


# --- against what one would use instead ---------------------------------------------------------------


def last(steps):
    *_, s = steps
    return s


OURS = {  # name in the tables → (x, y, pieces, seed) → a function of x
    "fit": lambda x, y, p, seed: fit(x, y, p),
    "fit_uniform": lambda x, y, p, seed: fit_uniform(x, y, p),
    "interpolate": lambda x, y, p, seed: interpolate((x, y), units=p),
    "greedy, naive": lambda x, y, p, seed: last(greedy(x, y, p, kind="naive")),
    "greedy, orthogonal": lambda x, y, p, seed: last(greedy(x, y, p, kind="orthogonal")),
    "train": lambda x, y, p, seed: train(x, y, p, rng=seed, progress=False).sum,
}


def missing_packages():
    return sorted({package for name, (package, _) in peers.PEERS.items() if not peers.installed(name)})


def tell_missing_packages():
    if missing := missing_packages():
        print(f"Not installed, so left out: {', '.join(missing)}. Install: pip install -r benchmarks/requirements.txt")


def methods():
    missing = missing_packages()
    ways = OURS | {name: fitter for name, (_, fitter) in peers.PEERS.items() if peers.installed(name)}
    return {name: way for name, way in ways.items() if name != "train" or "torch" not in missing}


def against_peers():
    tell_missing_packages()
    yield from in_turn(all_on_one_function, CURVES)
    for method in peers.PEERS.keys() - methods().keys():
        yield {"function": "all", "pieces": "", "method": method, "error": "not installed", "seconds": ""}


def all_on_one_function(name):
    """The rows of one function: every method after the other, in one process."""
    ways, rows = methods(), []
    for way in ways.values():  # what packages load when first used is not counted
        peers.quietly(way, *samples("sin 3x", 200), 3, 0)
    x, y = samples(name, COUNT)
    for pieces in 11, 21:
        for method, way in ways.items():
            rows.append({"function": name, "pieces": pieces, "method": method} | tried(way, x, y, pieces))
    return rows


def in_turn(rows_of, things):
    """The rows of each thing, in order; JOBS things are worked on at a time, each in a process of its own."""
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn")) as pool:
        for rows in pool.map(rows_of, things):
            yield from rows


def tried(way, x, y, pieces):
    """Medians of the seeds; a try without an answer counts as an infinite error."""
    times, errors = [], []
    for seed in SEEDS:
        seconds, answer = timed(peers.quietly, way, x, y, pieces, seed, repeats=1)
        times.append(seconds)
        errors.append(np.inf if answer is None else rms(answer(x) - y))
    return {"error": statistics.median(errors), "seconds": statistics.median(times)}


def summary(rows):
    """For each number of pieces and method, over all functions: error and time, both ÷ those of `fit`."""
    rows = [row for row in rows if row["pieces"]]
    ours = {(row["function"], row["pieces"]): row for row in rows if row["method"] == "fit"}
    for pieces in 11, 21:
        for method in dict.fromkeys(row["method"] for row in rows):
            these = [row for row in rows if (row["pieces"], row["method"]) == (pieces, method)]
            answers = [row for row in these if np.isfinite(row["error"])]
            if not answers:
                continue
            errors, times = (
                [row[key] / ours[row["function"], pieces][key] for row in answers] for key in ("error", "seconds")
            )
            yield {
                "pieces": pieces, "method": method, "answers": f"{len(answers)} of {len(these)}",
                "error ÷ fit": geometric_mean(errors), "least": min(errors), "most": max(errors),
                "time ÷ fit": geometric_mean(times), "least time": min(times), "most time": max(times),
                "median ms": statistics.median(row["seconds"] for row in answers) * 1e3,
            }  # fmt: skip


# --- many samples, many pieces --------------------------------------------------------------------------


def growth():
    cases = [(10**k, 101) for k in (3, 4, 5, 6)] + [(10**5, p) for p in (11, 21, 51, 201, 301)] + [(10**6, 301)]
    for count, pieces in cases:
        x, y = samples("sin 3x", count)
        sums, _ = timed(np.cumsum, x, repeats=15)
        seconds, s = timed(fit, x, y, pieces, repeats=5)
        miss = np.abs(values(s, x) - y)
        end = count // pieces
        yield {
            "samples": count, "pieces": pieces, "ms": seconds * 1e3, "cumsum, ms": sums * 1e3,
            "time ÷ cumsum": seconds / sums, "memory, MB": peak_memory(fit, x, y, pieces) / 2**20,
            "error × pieces²": rms(miss) * pieces**2, "left end ÷ worst": miss[:end].max() / miss.max(),
            "right end ÷ worst": miss[-end:].max() / miss.max(),
        }  # fmt: skip


def peak_memory(call, *arguments):
    """Bytes that a call holds at its worst moment, beyond what was there before: what Python and NumPy ask for."""
    tracemalloc.start()
    call(*arguments)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


# --- noise ------------------------------------------------------------------------------------------


def quadratic_draw(seed):
    curve = target("quadratic")
    x, y = curve.samples(20)
    return x, add_noise(y, 0.15, 1.5, np.random.default_rng(seed)), curve


def sine_draw(seed):
    def curve(x):
        return np.sin(3 * x)

    x = np.linspace(A, B, 1000)
    return x, add_noise(curve(x), 0, 0.1, np.random.default_rng(seed)), curve


NOISY = {"quadratic": (quadratic_draw, (2, 3, 4, 6)), "sin 3x": (sine_draw, (8, 12, 20))}


def noise():
    """How far from the truth fits are: a row for each number of pieces, and one for what `choose_units` chooses."""
    tell_missing_packages()
    yield from in_turn(
        noise_with, [(data, pieces) for data, (_, counts) in NOISY.items() for pieces in (*counts, None)]
    )


def noise_with(case):
    """The row of one number of pieces; without a number, the row of what `choose_units` chooses."""
    data, pieces = case
    row = dict.fromkeys(("fit_uniform", "fit", "choose_units", "train", "pwlf, fitfast", "PyTorch, Adam"), "")
    draws = [NOISY[data][0](seed) for seed in range(DRAWS)]
    if pieces is None:
        chosen = truth_error(lambda x, y, p, seed: choose_units(x, y).fit, draws)
        return [{"data": data, "pieces": "chosen"} | row | {"choose_units": chosen}]
    ways = methods()
    for name in row.keys() - {"choose_units"}:
        row[name] = truth_error(ways[name], draws, pieces) if name in ways else "not installed"
    return [{"data": data, "pieces": pieces} | row]


def truth_error(way, draws, pieces=None):
    """The median, over draws, of how far a fit is from what the data were before noise: root mean square, y-units."""
    fine = np.linspace(A, B, 2001)
    misses = []
    for seed, (x, y, truth) in enumerate(draws):
        answer = peers.quietly(way, x, y, pieces, seed)
        misses.append(np.inf if answer is None else rms(answer(fine) - truth(fine)))
    return statistics.median(misses)


# --- tables -------------------------------------------------------------------------------------------

TABLES = {
    "limits": {"limits": limits},
    "few": {"few": few},
    "worst": {"worst": worst, "worst-large": worst_large},
    "growth": {"growth": growth},
    "noise": {"noise": noise},
    "peers": {"peers": against_peers},
}
NEED_PEERS = {"noise", "peers"}


def written(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def told(name, rows):
    """The rows of a table, each printed as soon as it is known."""
    kept = []
    print(f"\n{name}", flush=True)
    for row in rows:
        if not kept:
            print("  ".join(row))
        print("  ".join(written(value) for value in row.values()), flush=True)
        kept.append(row)
    return kept


def write(name, rows):
    lines = [[f"{v:.5g}" if isinstance(v, float) else v for v in row.values()] for row in rows]
    tables.write(f"fitting-{name}", list(rows[0]), lines)


def machine():
    seconds, _ = timed(np.cumsum, np.ones(10**6), repeats=15)
    packages = "numpy", "scipy", "torch", "pwlf", "piecewise-regression", "ruptures", "scikit-learn"
    return (
        f"{tables.MACHINE}, one thread, Python "
        f"{platform.python_version()}; {', '.join(filter(None, map(installed_version, packages)))}; "
        f"`np.cumsum` of a million numbers takes about {seconds * 1e3:.0f} ms on it."
    )


def installed_version(package):
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def main():
    global JOBS
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jobs", type=int, default=JOBS, help="processes for the peers and in noise")
    options = parser.parse_args()
    JOBS = options.jobs
    if peers.installed("PyTorch, Adam"):
        import torch

        torch.set_num_threads(1)
    for group in options.only:
        made = {name: told(name, make()) for name, make in TABLES[group].items()}
        if group == "peers":
            made["peers-summary"] = told("peers-summary", summary(made["peers"]))
        if options.write and group in NEED_PEERS and missing_packages():
            print(f"Not written, as the peers are not all there: {', '.join(made)}")
        elif options.write:
            for name, rows in made.items():
                write(name, rows)
    if options.write:
        tables.say("fitting-machine", machine())


if __name__ == "__main__":
    main()
