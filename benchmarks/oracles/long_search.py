"""How good can a broken line with few pieces be?  python benchmarks/oracles/long_search.py [--rounds 40] [--write]

For few pieces the bound of separate lines is too kind: that the lines must meet costs up to a fifth. This looks long
and in many places instead, with a method of its own, for the knots whose least-squares broken line errs least on 4,000
samples: thousands of starts by chance, each improved by Gauss-Newton steps; the best ones then lose a knot and get it
back elsewhere, again and again; the very best are polished by many small steps by chance. Takes ten minutes.

`--write` puts what is better than before into benchmarks/results/fitting-best-knots.csv. Benchmarks read the knots
there and work out the error themselves; nothing proves that no better knots exist.
"""

import argparse
import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks.oracles.curves import CURVES, A, B, samples  # noqa: E402

FILE = ROOT / "benchmarks/results/fitting-best-knots.csv"
UNITS = 4, 6, 11
COUNT = 4_000
STARTS, ELITE, STEPS = 1_500, 40, 40


# --- what knots are worth -------------------------------------------------------------------------


def line_of_knots(x, y, knots):
    """The best broken line with these inner knots, as a function: plain least squares on hats."""
    corners = np.concatenate([[x[0]], knots, [x[-1]]])
    hats = np.stack([np.interp(x, corners, hat) for hat in np.eye(len(corners))], axis=1)
    heights, *_ = np.linalg.lstsq(hats, y)
    return lambda points: np.interp(points, corners, heights)


def rms_of_knots(x, y, knots):
    """Root mean square error of the best broken line with these inner knots."""
    return float(np.sqrt(np.mean((line_of_knots(x, y, knots)(x) - y) ** 2)))


class Samples:
    """Sums over samples from the left, so that a piece costs the same however many samples it holds."""

    def __init__(self, x, y):
        self.x = x
        sums = np.cumsum([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
        self.sums = np.concatenate([np.zeros((6, 1)), sums], axis=1)

    def of_pieces(self, corners):
        """Sums of 1, x, y, x², xy, y² over each piece: six arrays (tries, p). corners: (tries, p + 1)."""
        cuts = np.searchsorted(self.x, corners)
        cuts[:, -1] = len(self.x)
        return self.sums[:, cuts[:, 1:]] - self.sums[:, cuts[:, :-1]]

    def squared_errors(self, corners):
        """Those of the best broken lines with these corners, shape (tries,); inf if a piece has under three samples."""
        n, sx, sy, sxx, sxy, syy = self.of_pieces(corners)
        left, h = corners[:, :-1], np.maximum(np.diff(corners), 1e-12)
        t, tt, ty = sx - left * n, sxx - 2 * left * sx + left**2 * n, sxy - left * sy
        rise, both = ty / h, t / h - tt / h**2  # on its piece the right hat is (x − left)/h, the left 1 − that
        tries, p = n.shape
        diagonal, right = np.zeros((tries, p + 1)), np.zeros((tries, p + 1))
        diagonal[:, :-1] += n - 2 * t / h + tt / h**2
        diagonal[:, 1:] += tt / h**2
        right[:, :-1] += sy - rise
        right[:, 1:] += rise
        with np.errstate(all="ignore"):  # of pieces without samples, which do not count
            error = syy.sum(axis=1) - _explained(diagonal, both, right)
        return np.where((n > 2).all(axis=1), error, np.inf)

    def crossings(self, corners):
        """Where the regression lines of neighbouring pieces cross: shape (tries, p − 1), nan where they do not."""
        n, sx, sy, sxx, sxy, _ = self.of_pieces(corners)
        with np.errstate(all="ignore"):
            slope = (sxy - sx * sy / n) / (sxx - sx**2 / n)
            start = (sy - slope * sx) / n
            return -np.diff(start) / np.diff(slope)


def _explained(diagonal, beside, right):
    """rᵀ·G⁻¹·r for tridiagonal G, many at once: elimination from left to right."""
    d, r = diagonal[:, 0], right[:, 0]
    total = r**2 / np.maximum(d, 1e-300)
    for i in range(beside.shape[1]):
        factor = beside[:, i] / np.maximum(d, 1e-300)
        d, r = diagonal[:, i + 1] - factor * beside[:, i], right[:, i + 1] - factor * r
        total = total + r**2 / np.maximum(d, 1e-300)
    return total


# --- the search -----------------------------------------------------------------------------------


def with_ends(knots):
    """Corners from inner knots, sorted."""
    ends = np.broadcast_to([A, B], (len(knots), 2))
    return np.sort(np.concatenate([ends, np.clip(knots, A, B)], axis=1), axis=1)


def improved(data, knots, steps=STEPS):
    """Gauss-Newton steps, each as long as it helps most: every knot towards where its two lines cross."""
    corners = with_ends(knots)
    error = data.squared_errors(corners)
    for _ in range(steps):
        inner = corners[:, 1:-1]
        aim = data.crossings(corners)
        aim = np.where(np.isfinite(aim), np.clip(aim, corners[:, :-2], corners[:, 2:]), inner)
        for part in 1.0, 0.5, 0.15:
            tried = with_ends(inner + part * (aim - inner))
            errors = data.squared_errors(tried)
            better = errors < error
            corners, error = np.where(better[:, None], tried, corners), np.where(better, errors, error)
    return corners[:, 1:-1], error


def polished(data, knots, rng, rounds=600):
    """Many small steps by chance, kept where they help; they become smaller where they do not."""
    error, size = data.squared_errors(with_ends(knots[None]))[0], 0.02
    for _ in range(rounds):
        one_knot = rng.random((100, len(knots))) < rng.choice([1.5 / len(knots), 1.0], (100, 1))
        tried = with_ends(knots + size * rng.normal(size=(100, len(knots))) * one_knot)
        errors = data.squared_errors(tried)
        best = int(np.argmin(errors))
        size *= 1.3 if errors[best] < error else 0.9
        if errors[best] < error:
            knots, error = tried[best, 1:-1], errors[best]
        if size < 1e-9:
            break
    return knots


def placed_by_chance(x, y, shape, rng):
    """Half of the starts spread evenly, half where the samples bend: as |f″|^(2/5) asks for many pieces."""
    bend = np.abs(np.diff(y, 2, prepend=y[0], append=y[-1])) ** 0.4
    bend[[0, -1]] = 0
    share = np.cumsum(bend + bend.mean() * 0.1)
    knots = rng.uniform(A, B, shape)
    half = shape[0] // 2
    knots[:half] = np.interp(rng.uniform(0, share[-1], (half, shape[1])), share, x)
    return knots


def searched(name, pieces, rounds, rng):
    """The best knots found for one function: shape (pieces − 1,)."""
    x, y = samples(name, COUNT)
    data = Samples(x, y)
    knots, errors = improved(data, placed_by_chance(x, y, (STARTS, pieces - 1), rng))
    for _ in range(rounds):
        elite = np.argsort(errors)[:ELITE]
        parents = knots[rng.choice(elite, STARTS // 2)]
        moved = parents + rng.normal(size=parents.shape) * rng.choice([0, 0.003, 0.03], (len(parents), 1))
        for _ in range(2):
            moved[np.arange(len(moved)), rng.integers(pieces - 1, size=len(moved))] = rng.uniform(A, B, len(moved))
        children, their_errors = improved(data, moved)
        knots, errors = np.concatenate([knots[elite], children]), np.concatenate([errors[elite], their_errors])
    best = [polished(data, knots[i], rng) for i in np.argsort(errors)[:3]]
    return min(best, key=lambda each: rms_of_knots(x, y, each))


# --- what was found before --------------------------------------------------------------------------


def stored():
    """(function, pieces) → knots, as committed; empty if nothing is."""
    if not FILE.exists():
        return {}
    with FILE.open(encoding="utf-8") as file:
        return {
            (row["function"], int(row["pieces"])): np.array(row["knots"].split(), float) for row in csv.DictReader(file)
        }


def store(found):
    with FILE.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["function", "pieces", "rms", "knots"])
        for (name, pieces), knots in found.items():
            rms = rms_of_knots(*samples(name, COUNT), knots)
            table.writerow([name, pieces, f"{rms:.9g}", " ".join(f"{t:.12g}" for t in knots)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found, rng = stored(), np.random.default_rng(options.seed)
    for name in CURVES:
        for pieces in UNITS:
            knots = searched(name, pieces, options.rounds, rng)
            rms, before = (
                np.inf if each is None else rms_of_knots(*samples(name, COUNT), each)
                for each in (knots, found.get((name, pieces)))
            )
            print(f"{name:14} {pieces:3} pieces: {rms:.6e}, before {before:.6e}", flush=True)
            if rms < before:
                found[name, pieces] = knots
            if options.write:
                store(found)


if __name__ == "__main__":
    main()
