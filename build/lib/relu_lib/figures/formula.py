"""A formula that somebody typed → a function of x: read by a small grammar of its own, never by `eval`.

`approximator/formula.js` reads the same formulas in the same way, and says the same of wrong ones; both sides answer to
the same golden numbers::

    sum    = term, then any number of: + or −, and a term
    term   = factor, then any number of: · or /, and a factor; the · may be left out before x, a name or a bracket
    factor = − or +, and a factor; or power
    power  = atom, perhaps with ² or ³, perhaps with ^ and a factor
    atom   = number, x, pi, e, name(sum) or name(sum, sum), (sum), |sum|, √ and an atom
"""

import re

import numpy as np

LONGEST = 200  # characters
DEEPEST = 50  # brackets in brackets
NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
NAME = re.compile("[a-z]+", re.IGNORECASE | re.ASCII)
SIGNS = {"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "**": "^"}
SINGLE = "+-*/^(),|√²³"
CONSTANTS = {"pi": np.pi, "e": np.e}
FUNCTIONS = {"sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
             "abs": np.abs, "tanh": np.tanh, "sign": np.sign}  # fmt: skip
OF_TWO = {"max": np.maximum, "min": np.minimum}
OPERATIONS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide,
              "^": lambda a, b: np.where(np.isfinite(b), np.float_power(a, b), np.nan)}  # fmt: skip
WANTED = "a number, x, a function or a bracket"


def compiled(text):
    """The function that a formula stands for, as an array function: NaN where it has no finite value.

    text: as ``3x^2 + 2x + 1``, ``sin(2pi x)``, ``|x| - max(x, 0)``; ^ and ** are powers, log is natural, decimals
    have a point. Raises ValueError, which names the place, for what is no formula.

    >>> compiled("3x^2 + 2x + 1")([0.0, 1.0])
    array([1., 6.])
    >>> try:
    ...     compiled("3x +")
    ... except ValueError as error:
    ...     print(error)
    the formula ends where a number, x, a function or a bracket is missing
    """
    whole = _Reader(text).whole()

    def f(x):
        x = np.asarray(x, float)
        with np.errstate(all="ignore"):
            y = np.asarray(whole(x), float) + 0 * x
        return np.where(np.isfinite(y), y, np.nan)

    return f


class _Reader:
    """Reads a formula from left to right; each method reads one rule of the grammar, and gives a function of x."""

    def __init__(self, text):
        if len(text) > LONGEST:
            raise ValueError(f"the formula is longer than {LONGEST} characters")
        self.tokens = [*_tokens(text), ("end", "", len(text) + 1)]  # (kind, text, place)
        self.at = self.depth = 0
        self.in_bars = False  # there a bar closes, and does not open

    @property
    def kind(self):
        return self.tokens[self.at][0]

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def whole(self):
        if self.kind == "end":
            raise ValueError("type a formula, as 3x^2 + 2x + 1")
        f = self.sum()
        if self.kind != "end":
            raise ValueError(self.out_of_place())
        return f

    def out_of_place(self):
        """What is wrong with a token that cannot follow."""
        kind, text, place = self.tokens[self.at]
        says = {
            "end": "",
            ")": "closes nothing",
            ",": "separates nothing; decimals are written with a point, as 0.5",
        }.get(kind, "stands where a sign such as + or * is missing")
        return f"“{text}” at place {place} {says}"

    def sum(self):
        f = self.term()
        while self.kind in ("+", "-"):
            f = _joined(self.take()[0], f, self.term())
        return f

    def term(self):
        f = self.factor()
        while True:
            if self.kind in ("*", "/"):
                f = _joined(self.take()[0], f, self.factor())
            elif self.kind in ("name", "(", "√") or (self.kind == "|" and not self.in_bars):
                f = _joined("*", f, self.power())
            else:
                return f

    def factor(self):
        if self.kind not in ("+", "-"):
            return self.power()
        sign, _, _ = self.take()
        f = self.factor()
        return f if sign == "+" else lambda x: -f(x)

    def power(self):
        f = self.atom()
        if self.kind in ("²", "³"):
            f = _joined("^", f, _constant(2.0 if self.take()[0] == "²" else 3.0))
        if self.kind == "^":
            self.take()
            f = _joined("^", f, self.factor())
        return f

    def atom(self):
        kind, text, place = self.take()
        if kind == "number":
            return _constant(float(text))
        if kind == "name":
            return self.named(text, place)
        if kind == "(":
            return self.enclosed(")", place)[0]
        if kind == "|":
            f = self.enclosed("|", place)[0]
            return lambda x: np.abs(f(x))
        if kind == "√":
            f = self.atom()
            return lambda x: np.sqrt(f(x))
        if kind == "end":
            raise ValueError(f"the formula ends where {WANTED} is missing")
        raise ValueError(f"“{text}” at place {place} stands where {WANTED} is missing")

    def named(self, text, place):
        name = text.lower()
        if name == "x":
            return lambda x: x
        if name in CONSTANTS:
            return _constant(CONSTANTS[name])
        operation = FUNCTIONS.get(name) or OF_TWO.get(name)
        if not operation:
            known = ", ".join([*FUNCTIONS, *OF_TWO])
            raise ValueError(f"“{text}” at place {place} is not known; there are x, pi, e, {known}")
        wanted = 2 if name in OF_TWO else 1
        if self.kind != "(":
            example = f"{name}({'x, 0' if wanted == 2 else 'x'})"
            raise ValueError(f"“{text}” at place {place} needs brackets, as in {example}")
        parts = self.enclosed(")", self.take()[2], several=True)
        if len(parts) != wanted:
            raise ValueError(f"“{text}” at place {place} takes {wanted} and is given {len(parts)}")
        return lambda x: operation(*(part(x) for part in parts))

    def enclosed(self, end, place, several=False):
        """What stands up to the closing bracket or bar: one sum, or several with commas between them."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} brackets are in one another")
        outside, self.in_bars = self.in_bars, end == "|"
        parts = [self.sum()]
        while several and self.kind == ",":
            self.take()
            parts.append(self.sum())
        if self.kind == "end":
            raise ValueError(f"what opens at place {place} is not closed")
        if self.kind != end:
            raise ValueError(self.out_of_place())
        self.take()
        self.in_bars = outside
        self.depth -= 1
        return parts


def _tokens(text):
    """The words of a formula: (kind, text, place from 1 on)."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        number, name = NUMBER.match(text, at), NAME.match(text, at)
        found = (number or name)[0] if number or name else "**" if text.startswith("**", at) else text[at]
        sign = SIGNS.get(found, found)
        kind = "number" if number else "name" if name or found == "π" else sign
        if kind not in ("number", "name") and kind not in SINGLE:
            raise ValueError(f"“{found}” at place {at + 1} is no part of a formula")
        yield kind, "pi" if found == "π" else found, at + 1
        at += len(found)


def _constant(value):
    return lambda x: value


def _joined(sign, left, right):
    return lambda x: OPERATIONS[sign](left(x), right(x))
