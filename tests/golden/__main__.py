"""Write the golden numbers of every figure beside this file, and what figures ship that takes long to find."""

import json
from pathlib import Path

import numpy as np

from relu_lib import (
    OPENING_KNOBS,
    Network,
    ReLUSum,
    apply_map,
    binary_cross_entropy,
    boundary_segments,
    count_blocks,
    count_regions,
    dead_units,
    descend,
    earth_temperature,
    fit,
    knots_along,
    matmul,
    mean_squared_error,
    noisy_quadratic,
    normalise_drawing,
    random_network,
    random_start,
    rectified_linear,
    root_mean_squared_error,
    target,
    three_units,
    train_networks,
    worst_error,
)
from relu_lib.exercises import CHECKS
from relu_lib.figures import (
    Approximator,
    DigitNet,
    Folding,
    Gallery,
    MoreKinks,
    SignedSum,
    UniformContinuity,
    gallery_fits,
    placed,
    trained_digits,
    trained_folds,
)
from relu_lib.figures import folding as folding_figure
from relu_lib.figures.approximator import PLACEMENTS, curve_through
from relu_lib.figures.digit_net import as_drawing
from relu_lib.figures.formula import compiled
from relu_lib.figures.gallery import LEAST, MOST
from relu_lib.figures.placed import NAMED
from relu_lib.figures.planes import NAMED as POINTS
from relu_lib.figures.planes import REACH
from relu_lib.own_numbers import PersonalCheck
from relu_lib.training import METHODS

HERE = Path(__file__).parent
EXTREME = [0.0, 1e9, -1e9, 1e-9, 0.5]


def numbers(values):
    """For JSON: NaN, which it has not, becomes null."""
    return [None if np.isnan(v) else float(v) for v in np.ravel(values)]


def rectified_line(rng):
    x = np.linspace(-5, 5, 21)
    states = [*rng.uniform(-5, 5, (40, 2)), *[(m, b) for m in EXTREME for b in EXTREME]]
    for m, b in states:
        (kink,) = ReLUSum([m], [b], [1]).unit_kinks
        yield {"m": m, "b": b, "x": numbers(x), "y": numbers(rectified_linear(m, b, x)), "kink": numbers([kink])[0],
               "slopes": ReLUSum([m], [b], [1]).piece_slopes.tolist()}  # fmt: skip


def three_relus(rng):
    (x, y), curve = noisy_quadratic(), target("quadratic")
    coincident, flat = (2, 2, -2, -2, 1, 1), (0, 3, 0, -3, 0, 0)
    states = [OPENING_KNOBS, coincident, flat, *rng.uniform(-15, 15, (60, 6)), *rng.choice(EXTREME, (40, 6))]
    for knobs in states:
        s = three_units(knobs)
        W1, b1, W2, b2 = s.weights()
        yield {"knobs": numbers(knobs), "x": numbers(x), "y": numbers(y), "sum": numbers(s(x)),
               "kinks": numbers(s.unit_kinks), "loss": mean_squared_error(y, s(x)), "truth": numbers(curve(x)),
               "W1": W1.tolist(), "b1": b1.tolist(), "W2": W2.tolist(), "b2": b2.tolist()}  # fmt: skip


def signed_sum(rng):
    x = np.linspace(-np.pi, np.pi, 41)
    # half the widest gap between the sine and the string pulled tight below it (chapter 3, "What goes wrong")
    t = np.linspace(-np.pi, np.pi, 2_000_001)[:-1]
    steep = -np.sin(t) / (np.pi - t)
    at = np.argmax(steep)
    convex_limit = float((np.sin(t) - steep[at] * (t - np.pi))[at:].max() / 2)
    for _ in range(60):
        k = int(rng.integers(0, 9))
        state = {"kinks": numbers(rng.uniform(-3.15, 3.15, k)), "weights": numbers(rng.uniform(-2.5, 2.5, k)),
                 "slopes": numbers(rng.choice([-1.0, 1.0], k)), "offset": float(rng.uniform(-2, 2)),
                 "signed": bool(rng.integers(2))}  # fmt: skip
        fig = SignedSum(**state)
        yield state | {
            "x": numbers(x),
            "y": numbers(fig.model(x)),
            "worst": fig.worst_error,
            "convex_limit": convex_limit,
        }


def linear_map(rng):
    for _ in range(40):
        first, second, p = rng.uniform(-3, 3, (2, 2)), rng.uniform(-3, 3, (2, 2)), rng.uniform(-3, 3, 2)
        yield {"first": first.tolist(), "second": second.tolist(), "point": p.tolist(),
               "moved": numbers(apply_map(first, p)), "product": matmul(second, first).tolist()}  # fmt: skip


def products(rng):
    for _ in range(40):
        n, m, p = rng.integers(1, 6, 3)
        A, B = rng.integers(-9, 10, (n, m)), rng.integers(-9, 10, (m, p)) + rng.choice([0, 0.5])
        yield {"A": A.tolist(), "B": B.tolist(), "product": matmul(A, B).tolist()}


def gradient_descent(rng):
    """Runs of every width and method; the numbers they come to, those of Adam too, are the same to the last bit."""
    x, y = noisy_quadratic()
    for i in range(45):
        units, seed = [1, 2, 3, 8, 20, 64][i % 6], int(rng.integers(1000))
        settings = {"method": METHODS[i % 3], "step_size": float(rng.choice([0.003, 0.02, 0.1, 0.3]))}
        six = i % 5 == 0
        start = three_units(rng.uniform(-3, 3, 6)) if six else random_start(units, seed)
        moving = {"moving": ("slopes", "biases")} if six else {}
        keep, steps = i % 7 == 0, [1, 40, 600][i % 3 if units < 64 else 1]
        down = descend(start, x, y, steps=steps, **settings, keep_gradients=keep, **moving)
        seen = sorted({0, 1, 2, len(down.losses) // 2, len(down.losses) - 1} & set(range(len(down.losses))))
        yield {**settings, "method": i % 3, "units": 0 if six else units, "seed": seed, "keep": keep, "steps": steps,
                          "start": flat(start) if six else None, "end": flat(down.sum), "count": len(down.losses),
                          "losses": [[t, float(down.losses[t])] for t in seen], "dead": dead_units(down.sum, x),
                          **({"x": numbers(x), "y": numbers(y)} if i == 0 else {})}  # fmt: skip


def flat(s):
    return numbers(np.concatenate([s.slopes, s.biases, s.output_weights, [s.offset]]))


FORMULAS = [
    "3x^2 + 2x + 1", "x + sin(4x)", "sin(2pi x)/x", "|x| - 2|x-1|", "||x| - 1|", "-x^2", "2^-x", "2^3^0.5", "x² - x³",
    "√|x|", "√x", "max(x, 0) - min(x, 1)", "e^(-x**2)", "log(x)", "exp(−x)·tanh(5x)", "1e-1x + .5", "sign(x) cos(pi·x)",
    "(x+1)(x-1)", "2(3)", "x/0", "1^(1/x)", "abs(tan(x))", "sqrt(-x)", "SIN(X)", "- -+x", "π x ÷ 2", "2^1000 x",
    "x^0.5",
]  # fmt: skip
WRONG = ["", "3x +", "2 3", "2x 3", "sin x", "(x", "x)", "foo(x)", "1,5", "max(x)", "sin(x, 1)", "x²³", "a$", "|x",
         "x |", "()", "max(x, 0", "2**", "*x", "x..2", "1.2.3", "(" * 51 + "x", "x+" * 120 + "x", "constructor",
         "__proto__(x)", "x\u0301", "😀", "import os", "max", "|", "||", "3 x ^", "sin()", "toString(x)"]  # fmt: skip


def approximator(rng):
    for name in NAMED:
        for placement in PLACEMENTS:
            for units in (1, 2, 5) if name in ("step", "hat") else (1, 2, 5, 16, 40):
                fig = Approximator(target=name, placement=placement, units=units)
                x = np.linspace(*fig.samples()[0][[0, -1]], 9)
                (at, y), model = fig.samples(), fig.model
                x, heights = np.linspace(at[0], at[-1], 9), model(at)
                yield {"target": name, "placement": placement, "units": units, "width": model.width, "x": numbers(x),
                       "heights": numbers(model(x)), "rms": root_mean_squared_error(y, heights),
                       "worst": worst_error(y, heights)}  # fmt: skip
    for text in FORMULAS:
        x = [-2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0]
        yield {"formula": text, "x": x, "y": numbers(compiled(text)(x))}
    for text in WRONG:
        yield _refused(text)
    yield {"earth": numbers(earth_temperature()[1])}
    for kind, x, y in random_targets(rng):
        fits = [(units, fit(x, y, units)) for units in (4, 7, 12, 24, 64)]
        yield {"kind": kind, "x": numbers(x), "y": numbers(y),
               "fits": [[units, root_mean_squared_error(y, s(x))] for units, s in fits]}  # fmt: skip
    for _ in range(10):
        heights, x = rng.uniform(-2, 2, 13), np.linspace(-3, 3, 31)
        yield {"drawn": numbers(heights), "x": numbers(x), "y": numbers(curve_through(heights, x))}


def random_targets(rng):
    """Twenty targets as a reader may bring them: waves, drawings, curves with corners, noisy points."""
    for i in range(20):
        kind = ("waves", "drawing", "corners", "noise")[i % 4]
        x = np.linspace(-3, 3, 401).round(4)
        if kind == "drawing":
            y = curve_through(rng.uniform(-2, 2, 13), x)
        elif kind == "corners":
            y = sum(rng.normal() * np.abs(x - t) for t in rng.uniform(-3, 3, 4)) + np.sin(rng.uniform(1, 3) * x)
        else:
            y = sum(rng.normal() / k * np.sin(k * x + rng.uniform(0, 6)) for k in range(1, 6))
        yield kind, x, (y + (0.2 * rng.normal(size=len(x)) if kind == "noise" else 0)).round(6)


def _refused(text):
    try:
        compiled(text)
    except ValueError as error:
        return {"formula": text, "says": str(error)}
    raise AssertionError(f"{text} is no wrong formula")


def more_kinks(rng):
    for kinks in [*range(33), *rng.integers(0, 33, 10).tolist()]:
        fig, x = MoreKinks(kinks=kinks), np.linspace(-2, 2, 21)
        yield {"kinks": kinks, "x": numbers(x), "y": numbers(fig.model(x)), "worst": fig.worst_error}


def gallery(rng):
    x = {"plus": np.pi, "jump": 1, "outside": 3 * np.pi}
    for failure, most in MOST.items():
        for value in sorted({LEAST[failure], most, *rng.integers(LEAST[failure], most + 1, 3).tolist()}):
            for cured in (False, True):
                fig = Gallery(failure=failure, value=value, cured=cured)
                at = np.linspace(-x.get(failure, 2), x.get(failure, 2), 9)
                yield {"failure": failure, "value": value, "cured": cured, "x": numbers(at),
                       "heights": numbers(fig.model(at)), "errors": numbers(list(fig.errors.values())),
                       "dead": fig.dead if failure in ("kept", "dead") else 0}  # fmt: skip


def uniform_continuity(rng):
    for _ in range(40):
        curve = str(rng.choice(["root", "reciprocal"]))
        epsilon, x = float(rng.uniform(0.1, 1)), float(rng.uniform(-1 if curve == "root" else 0.2, 0.99))
        fig = UniformContinuity(curve=curve, epsilon=epsilon, x=x)
        yield {"curve": curve, "epsilon": epsilon, "x": x, "width": fig.width, "narrowest": fig.narrowest,
               "pieces": fig.pieces or 0, "bottom": fig._bottom}  # fmt: skip


def flat_network(net):
    (W1, W2), (b1, b2) = net.weights, net.biases
    return numbers(np.concatenate([*W1, b1, W2[:, 0], b2]))


def arrangements(rng):
    """Networks by chance, and such whose kinks are parallel, coincide, meet in threes, or lie along the border."""
    for r in range(1, 13):
        yield from (random_network([2, r, 1], int(rng.integers(1000))) for _ in range(3))
        yield Network([rng.normal(size=(2, r)), rng.normal(size=(r, 1))], [rng.normal(size=r), [rng.normal()]])
    for r in (3, 5, 8, 12):
        grid = rng.integers(-2, 3, (3, r))
        yield Network([grid[:2], rng.normal(size=(r, 1))], [grid[2] * 0.5, [0.1]])
        yield Network([grid[:2], rng.normal(size=(r, 1))], [grid[0] * 0.5 - grid[1], [-0.1]])  # all through one point
    yield Network([[[1, 0, -1, 0], [0, 2, 0, 0]], [[1]] * 4], [[-1.5, 3, 0.5, 1], [0]])


def planes(rng):
    window, X = (-REACH, REACH), rng.uniform(-REACH, REACH, (12, 2)).round(3)
    for i, net in enumerate(arrangements(rng)):
        points, y = POINTS[["xor", "ring", "moons"][i % 3]]()
        yield {"numbers": flat_network(net), "x1": numbers(X[:, 0]), "x2": numbers(X[:, 1]), "scores": numbers(net(X)),
               "regions": count_regions(net.weights[0], net.biases[0], window),
               "boundary": numbers(sorted(boundary_segments(net, 0.0, window).mean(axis=1).round(9).tolist())),
               "points": [numbers(points[:, 0]), numbers(points[:, 1]), numbers(y)],
               "loss": binary_cross_entropy(y, net(points)[:, 0]),
               "right": int(((net(points)[:, 0] > 0) == y).sum())}  # fmt: skip
    for name, r in ("xor", 2), ("xor", 4), ("ring", 3), ("moons", 5):
        points, y = POINTS[name]()
        starts = [random_network([2, r, 1], seed) for seed in range(8)]
        for start, net in zip(starts, train_networks(starts, points, y, steps=200).networks):
            yield {"start": flat_network(start), "lines": r, "seed": starts.index(start), "steps": 200,
                   "points": [numbers(points[:, 0]), numbers(points[:, 1]), numbers(y)],
                   "end": flat_network(net)}  # fmt: skip
    for name, r in ("xor", 2), ("xor", 3), ("ring", 3):
        points, y = POINTS[name]()
        ends = train_networks([random_network([2, r, 1], seed) for seed in range(20)], points, y).networks
        wrong = [int(((net(points)[:, 0] > 0) != y).sum()) for net in ends]
        yield {"lines": r, "points": [numbers(points[:, 0]), numbers(points[:, 1]), numbers(y)],
               "succeed": [count <= len(y) / 100 for count in wrong]}  # fmt: skip


def folding(rng):
    """Each network that the figure shows, of several depths, with its corners, and others by chance."""
    x = numbers(rng.uniform(0, 1, 9).round(4))
    for layers in range(1, 11):
        for shown in folding_figure.NETWORKS:
            for wanted in "folds", "square":
                fig = Folding(layers=layers, shown=shown, target=wanted, seed=int(rng.integers(1000)))
                net = fig.network
                yield {"layers": layers, "shown": shown, "target": wanted, "seed": fig.seed, "pieces": fig.pieces,
                       "error": fig.error, "x": x, "y": net and numbers(net(np.array(x)[:, None])[:, 0]),
                       "count": net and net.count,
                       "knots": net and numbers(knots_along(net, [0], [1])[:12])}  # fmt: skip
    for sizes in [[1, 16, 16, 16, 16, 1]] * 2 + [[1, 8, 8, 1], [1, 64, 1]]:
        seed = int(rng.integers(1000))
        net = random_network(sizes, seed)
        yield {
            "sizes": sizes,
            "seed": seed,
            "x": x,
            "y": numbers(net(np.array(x)[:, None])[:, 0]),
            "knots": numbers(knots_along(net, [0], [1])),
        }


def drawings(rng):
    """Drawings as readers make them, and such as they make once: a dot, a full sheet, a line along an edge."""
    y, x = np.mgrid[:32, :32]
    for _ in range(20):
        dots, place = np.zeros((32, 32), bool), rng.uniform(4, 28, 2)
        reach, thickness = rng.uniform(2, 8), rng.integers(2, 7)
        for _ in range(40):
            place = np.clip(place + rng.normal(size=2) * reach / 4, 1, 31)
            dots |= np.hypot(x + 0.5 - place[0], y + 0.5 - place[1]) <= thickness / 2
        yield dots
    yield from ((x == 3) & (y == 30), x >= 0, y == 31, (x + y) % 2 == 0)


def digit_net(rng):
    for dots in drawings(rng):
        steps = normalise_drawing(dots)
        yield {"drawing": as_drawing(dots), "box": list(steps.box.shape), "tall": as_drawing(steps.tall),
               "inked": as_drawing(steps.inked), "image": numbers(steps.image),
               "plain": numbers(count_blocks(dots))}  # fmt: skip
    whole = {"right": 0, "down": 0, "turn": 0.0, "noise": 0.0}
    for _ in range(24):
        moved = {"right": int(rng.integers(-4, 5)), "down": int(rng.integers(-4, 5)),
                 "turn": round(rng.uniform(-60, 60), 1), "noise": round(rng.uniform(0, 8), 1)}  # fmt: skip
        kept = rng.choice(list(whole), int(rng.integers(0, 4)), replace=False)
        state = {
            "picture": int(rng.integers(1, 365)),
            **moved,
            **{name: whole[name] for name in kept},
        }
        fig = DigitNet(source="held-out", **state)
        sums = fig.image.reshape(64) / 16 @ fig.network.weights[0] + fig.network.biases[0]
        yield state | {"pixels": numbers(fig.image), "sums": numbers(sums), "probabilities": numbers(fig.probabilities),
                       "accuracy": fig.accuracy}  # fmt: skip
    yield {name: getattr(DigitNet(), f"_{name}") for name in ("numbers", "gallery", "labels")}


MAKERS = {"rectified-line": rectified_line, "three-relus": three_relus, "signed-sum": signed_sum,
          "linear-map": linear_map, "matmul": products, "approximator": approximator,
          "more-kinks": more_kinks, "gradient-descent": gradient_descent, "gallery": gallery,
          "uniform-continuity": uniform_continuity, "planes": planes, "folding": folding,
          "digit-net": digit_net}  # fmt: skip


def own_numbers(rng):
    """Students, with the question of each exercise that gives them numbers of their own."""
    personal = {label: check for label, check in CHECKS.items() if isinstance(check, PersonalCheck)}
    students = ["4711", " S-004 711", "Åsa/7", "０７", *map(str, rng.integers(1, 10**8, 40))]
    for label, check in personal.items():
        asked = [check.question(label, each) for each in students]
        yield {"label": label, "own": check(...).own, "students": "\n".join(students), "asked": "\n".join(asked)}


NO_FIGURES = {"own-numbers": own_numbers}  # golden numbers that are no figure's


def golden(name):
    """The cases of a figure, each a state and what relu_lib computes for it. The same each time."""
    return list((MAKERS | NO_FIGURES)[name](np.random.default_rng(1)))


def main():
    made = (
        (placed.FILE, placed.computed),
        (trained_folds.FILE, trained_folds.computed),
        (trained_digits.FILE, trained_digits.computed),
        (gallery_fits.FILE, gallery_fits.shown_fits),
    )
    for file, computed in made:
        file.write_text(json.dumps(computed(), separators=(",", ":")) + "\n", "utf-8")
    gallery_fits.kept_fits.cache_clear()
    for name in MAKERS | NO_FIGURES:
        (HERE / f"{name}.json").write_text(json.dumps(golden(name), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
