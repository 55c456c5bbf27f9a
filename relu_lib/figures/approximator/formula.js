// A formula that somebody typed → a function of x: read by a small grammar of its own, never by `eval`.
//
// relu_lib/figures/formula.py has the grammar, reads the same formulas alike and says the same of wrong ones.

const LONGEST = 200; // characters
const DEEPEST = 50; // brackets in brackets
const NUMBER = /(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/iy;
const NAME = /[a-z]+/iy;
const SIGNS = { "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "**": "^" };
const SINGLE = "+-*/^(),|√²³";
const CONSTANTS = { pi: Math.PI, e: Math.E };
const FUNCTIONS = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  tanh: Math.tanh,
  sign: Math.sign,
};
const OF_TWO = { max: Math.max, min: Math.min };
const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => (Number.isFinite(b) ? a ** b : NaN),
};
const WANTED = "a number, x, a function or a bracket";

/** The function that a formula stands for: NaN where it has no finite value. Throws an Error that names the place. */
export function compiled(text) {
  const whole = reader(text).whole();
  return (x) => {
    const y = whole(x);
    return Number.isFinite(y) ? y : NaN;
  };
}

/** The words of a formula: { kind, text, place }, places from 1 on. */
function tokensOf(text) {
  const tokens = [];
  const matched = (pattern, at) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const [number, name] = [matched(NUMBER, at), matched(NAME, at)];
    const symbol = String.fromCodePoint(text.codePointAt(at));
    const found = number ?? name ?? (text.startsWith("**", at) ? "**" : symbol);
    const kind = number ? "number" : name || found === "π" ? "name" : (SIGNS[found] ?? found);
    const place = Array.from(text.slice(0, at)).length + 1;
    if (!["number", "name"].includes(kind) && !SINGLE.includes(kind))
      throw new Error(`“${found}” at place ${place} is no part of a formula`);
    tokens.push({ kind, text: found === "π" ? "pi" : found, place });
    at += found.length;
  }
  return [...tokens, { kind: "end", text: "" }];
}

const constant = (value) => () => value;
const joined = (sign, left, right) => (x) => OPERATIONS[sign](left(x), right(x));

/** Reads a formula from left to right; each function reads one rule of the grammar, and gives a function of x. */
function reader(text) {
  if (Array.from(text).length > LONGEST) throw new Error(`the formula is longer than ${LONGEST} characters`);
  const tokens = tokensOf(text);
  const self = { at: 0, depth: 0, inBars: false }; // in bars, a bar closes and does not open
  const kind = () => tokens[self.at].kind;
  const take = () => tokens[self.at++];
  const outOfPlace = () => {
    const { kind: what, text: said, place } = tokens[self.at];
    const says = { ")": "closes nothing", ",": "separates nothing; decimals are written with a point, as 0.5" };
    const fault = says[what] ?? "stands where a sign such as + or * is missing";
    return new Error(`“${said}” at place ${place} ${fault}`);
  };
  Object.assign(self, { kind, take, outOfPlace, sum, whole });
  function whole() {
    if (kind() === "end") throw new Error("type a formula, as 3x^2 + 2x + 1");
    const f = sum();
    if (kind() !== "end") throw outOfPlace();
    return f;
  }
  function sum() {
    let f = term();
    while (["+", "-"].includes(kind())) f = joined(take().kind, f, term());
    return f;
  }
  function term() {
    let f = factor();
    for (;;) {
      if (["*", "/"].includes(kind())) f = joined(take().kind, f, factor());
      else if (["name", "(", "√"].includes(kind()) || (kind() === "|" && !self.inBars)) f = joined("*", f, power());
      else return f;
    }
  }
  function factor() {
    if (!["+", "-"].includes(kind())) return power();
    const sign = take().kind;
    const f = factor();
    return sign === "+" ? f : (x) => -f(x);
  }
  function power() {
    let f = atomOf(self);
    if (["²", "³"].includes(kind())) f = joined("^", f, constant(take().kind === "²" ? 2 : 3));
    if (kind() === "^") {
      take();
      f = joined("^", f, factor());
    }
    return f;
  }
  return self;
}

function atomOf(self) {
  const { kind, text, place } = self.take();
  if (kind === "number") return constant(Number(text));
  if (kind === "name") return namedIn(self, text, place);
  if (kind === "(") return enclosedIn(self, ")", place)[0];
  if (kind === "|") {
    const [f] = enclosedIn(self, "|", place);
    return (x) => Math.abs(f(x));
  }
  if (kind === "√") {
    const f = atomOf(self);
    return (x) => Math.sqrt(f(x));
  }
  if (kind === "end") throw new Error(`the formula ends where ${WANTED} is missing`);
  throw new Error(`“${text}” at place ${place} stands where ${WANTED} is missing`);
}

const has = (table, name) => Object.hasOwn(table, name);

function namedIn(self, text, place) {
  const name = text.toLowerCase();
  if (name === "x") return (x) => x;
  if (has(CONSTANTS, name)) return constant(CONSTANTS[name]);
  if (!has(FUNCTIONS, name) && !has(OF_TWO, name)) {
    const known = Object.keys({ ...FUNCTIONS, ...OF_TWO }).join(", ");
    throw new Error(`“${text}” at place ${place} is not known; there are x, pi, e, ${known}`);
  }
  const [operation, wanted] = has(OF_TWO, name) ? [OF_TWO[name], 2] : [FUNCTIONS[name], 1];
  if (self.kind() !== "(")
    throw new Error(`“${text}” at place ${place} needs brackets, as in ${name}(${wanted === 2 ? "x, 0" : "x"})`);
  const parts = enclosedIn(self, ")", self.take().place, true);
  if (parts.length !== wanted)
    throw new Error(`“${text}” at place ${place} takes ${wanted} and is given ${parts.length}`);
  return (x) => operation(...parts.map((part) => part(x)));
}

/** What stands up to the closing bracket or bar: one sum, or several with commas between them. */
function enclosedIn(self, end, place, several = false) {
  self.depth += 1;
  if (self.depth > DEEPEST) throw new Error(`more than ${DEEPEST} brackets are in one another`);
  const outside = self.inBars;
  self.inBars = end === "|";
  const parts = [self.sum()];
  while (several && self.kind() === ",") {
    self.take();
    parts.push(self.sum());
  }
  if (self.kind() === "end") throw new Error(`what opens at place ${place} is not closed`);
  if (self.kind() !== end) throw self.outOfPlace();
  self.take();
  self.inBars = outside;
  self.depth -= 1;
  return parts;
}
