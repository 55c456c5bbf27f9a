"""Answers to the exercises of chapters/learning-the-knobs.md."""

from statistics import fmean

import numpy as np

from relu_lib import BEST_KNOBS, OPENING_KNOBS


def by_loop(m, b, points, data):
    total = 0
    for x, y in zip(points, data):
        if m * x + b > 0:
            total = total + 2 * (m * x + b - y)
    return total / len(data)


def by_arrays(m, b, points, data):
    line = m * np.array(points) + b
    return np.mean(2 * (line - np.array(data)) * (line > 0))


def by_relu(m, b, points, data):
    return fmean(2 * (max(m * x + b, 0) - y) * (m * x + b > 0) for x, y in zip(points, data))


def not_clipped(m, b, points, data):
    return sum(2 * (m * x + b - y) for x, y in zip(points, data)) / len(points)


def alive_alone(m, b, points, data):
    alive = [2 * (m * x + b - y) for x, y in zip(points, data) if m * x + b > 0]
    return sum(alive) / max(len(alive), 1)


def pulled_while_dead(m, b, points, data):
    return sum(2 * (max(m * x + b, 0) - y) for x, y in zip(points, data)) / len(points)


def for_the_slope(m, b, points, data):
    return sum(2 * (m * x + b - y) * x * (m * x + b > 0) for x, y in zip(points, data)) / len(points)


def descended(data, step_size, steps):
    c = 0
    for _ in range(steps):
        c -= step_size * 2 * (c - sum(data) / len(data))
    return c


def in_one_formula(data, step_size, steps):
    return np.mean(data) * (1 - (1 - 2 * step_size) ** steps)


def by_recursion(data, step_size, steps):
    if steps == 0:
        return 0.0
    c = by_recursion(data, step_size, steps - 1)
    return c - step_size * 2 * (c - fmean(data))


def in_place(data, step_size, steps):
    c = np.zeros(1)
    for _ in range(steps):
        c -= step_size * (2 * (c - np.array(data))).mean()
    return float(c[0])


def uphill(data, step_size, steps):
    c = 0
    for _ in range(steps):
        c += step_size * 2 * sum(c - y for y in data) / len(data)
    return c


def without_the_two(data, step_size, steps):
    c = 0
    for _ in range(steps):
        c -= step_size * sum(c - y for y in data) / len(data)
    return c


def without_the_mean(data, step_size, steps):
    c = 0
    for _ in range(steps):
        c -= step_size * 2 * sum(c - y for y in data)
    return c


def point_by_point(data, step_size, steps):
    c = 0
    for _ in range(steps):
        for y in data:
            c -= step_size * 2 * (c - y)
    return c


def with_a_stale_slope(data, step_size, steps):
    return step_size * 2 * sum(data) / len(data) * steps


WRONG = {
    "one-step": [
        (0.6, "a step uphill"),
        (5, "the whole slope, 4"),
        (-4, "still to be made"),
        (4, "without its sign"),
        (0.4, "Where does it come to"),
        (1.2, "has a 2 in front"),
        (-3, "The step is a tenth"),
        ("1.4", "text '1.4'"),
        ([1.4, 3], "single number"),
    ],
    "is-dead": [
        (lambda m, b, points: any(m * x + b <= 0 for x in points), "should be False"),
        (lambda m, b, points: all(m * x + b >= 0 for x in points), "should be True"),
        (lambda m, b, points: all(m * x + b < 0 for x in points), "it should be True"),
        (lambda m, b, points: m * points + b <= 0, "raised"),
        (lambda m, b, points: b < 0, "should be False"),
        (lambda m, b, points: -b / m > max(points), "it should be"),
        (lambda m, b, points: not all(m * x + b <= 0 for x in points), "should be True"),
        (lambda m, b: True, "is given 3 arguments"),
        (lambda m, b, points: print(all(m * x + b <= 0 for x in points)), "Is a `return` missing"),
    ],
    "bias-slope": [
        (not_clipped, "it should be"),
        (alive_alone, "it should be"),
        (pulled_while_dead, "it should be"),
        (for_the_slope, "it should be"),
        (lambda *given: by_loop(*given) / 2, "it should be -2.0"),
        (lambda *given: -by_loop(*given), "it should be -2.0"),
        (lambda m, b, points, data: by_loop(m, b, points, data) * len(data), "it should be"),
        (lambda m, b, points, data: 2 * (m * points + b - data), "raised TypeError"),
    ],
    "my-descent": [
        (uphill, "it should be 5.0"),
        (without_the_two, "it should be 5.0"),
        (without_the_mean, "it should be 5.0"),
        (point_by_point, "it should be 5.0"),
        (with_a_stale_slope, "it should be"),
        (lambda data, step_size, steps: sum(data) / len(data), "it should be 1.0"),
        (lambda data, step_size, steps: [descended(data, step_size, steps)], "should be a single"),
        (lambda data, step_size: 0, "is given 3 arguments"),
    ],
    "better-start": [
        (OPENING_KNOBS, "the steps come to 2.2"),
        (BEST_KNOBS, "start further away, above 5"),
        ((-10, -12, 1, 2, 8, -4), "start further away, above 5"),
        ((1, -5, 1, -5, 1, -5), "find a start from which they get below 1.5"),
        ((0, 0, 0, 0, 0, 0), "get below 1.5"),
        ((1, 2, 3), "could not be tried"),
        ("1 2 3 4 5 6", "could not be tried"),
        ((-4, -4, 4, -1, 8, -8), "get below 1.5"),
    ],
}

RIGHT = {
    "one-step": [1.4, np.float32(1.4), 7 / 5, np.array(1.4), [1.4][0]],
    "is-dead": [
        lambda m, b, points: all(m * x + b <= 0 for x in points),
        lambda m, b, points: not any(m * x + b > 0 for x in points),
        lambda m, b, points: bool((m * np.array(points) + b <= 0).all()),
        lambda m, b, points: max(m * x + b for x in points) <= 0,
        lambda m, b, points: sum(max(m * x + b, 0) for x in points) == 0,
        lambda m, b, points: np.all(m * np.array(points) + b <= 0),
    ],
    "bias-slope": [
        by_loop,
        by_arrays,
        by_relu,
        lambda *given: float(by_arrays(*given)),
        lambda *g: np.float32(by_loop(*g)),
    ],
    "my-descent": [descended, in_one_formula, by_recursion, in_place, lambda *given: np.array(descended(*given))],
    "better-start": [
        (-8, -10, 1, 1.5, 4, -3),
        [1, 1.5, 4, -3, -8, -10],
        np.array([-9, -12, 1, 1.5, 9, -6]),
        (-6.0, -8.0, 0.5, 1.0, 5.0, -3.0),
        (-9, -11, 1, 1, 3, -2),
    ],
}
