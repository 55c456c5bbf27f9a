// The six failures: what is asked of each, what is answered, and how its cure is called. `right` is the right answer.

export const FAILURES = [
  {
    id: "plus",
    tab: "plus only",
    question:
      "Units may only be added, never subtracted; an offset is allowed. How close can such a sum come to sin x on " +
      "[−π, π], with as many units as you like?",
    choices: ["as close as you like", "at best about 0.68", "it depends on the kinks"],
    right: 1,
    answers: [
      "No: more units help only if one of them may bend the sum downwards. Added units bend it upwards only.",
      "Right: a sum of added units is convex, and the best convex curve here is a straight line, 0.68 away at worst.",
      "No: wherever a kink is, the slope rises there. The sine needs a slope that falls.",
    ],
    cure: "cure: plus and minus signs",
    about: "plus signs only",
    slider: { name: "units", min: 1, max: 12, opening: 3, text: (value) => noun(value, "unit") },
  },
  {
    id: "jump",
    tab: "a jump",
    question:
      "A step is 0 before 0.3, and 1 from there on. Two units make a ramp; it gets steeper and steeper. What becomes " +
      "of its worst error?",
    choices: ["it goes to 0", "it stays ½", "it grows"],
    right: 1,
    answers: [
      "No: that is the rms error. The strip where the ramp is wrong gets narrow; in it, it stays wrong by up to ½.",
      "Right: at 0.3 a sum has one height: at least ½ away from 1, the step there, or from 0, the step just before.",
      "No: the ramp gets steeper, but it never leaves the heights from 0 to 1.",
    ],
    cure: "cure: stay 0.05 away from the jump",
    about: "a ramp at the jump",
    slider: { name: "steepness", min: 0, max: 10, opening: 2, text: (value) => `slope ${2 ** value}` },
  },
  {
    id: "outside",
    tab: "outside",
    question: "A sum joins evenly spread points of sin x on [−π, π]. What does it do beyond π?",
    choices: ["it goes on like the sine", "it goes back to 0", "it runs straight on"],
    right: 2,
    answers: [
      "No: it knows nothing but its units. Beyond its last kink none of them bends it.",
      "No: a unit does not switch off on its live side. The sum keeps its last slope.",
      "Right: nothing bends beyond the last kink. With more units the last slope nears the sine’s at π, −1.",
    ],
    cure: "cure: points out to 2π",
    about: "the sine, joined on [−π, π]",
    slider: { name: "units", min: 1, max: 64, opening: 8, text: (value) => noun(value, "unit") },
  },
  {
    id: "kept",
    tab: "gradients kept",
    question:
      "Twenty units learn, step size 0.01. Nobody zeroes the gradients: each is added to all earlier ones. What does " +
      "the loss do?",
    choices: ["it only falls, and faster", "it falls, rises, falls again", "the same: the direction counts"],
    right: 1,
    answers: [
      "No: faster at first. But old gradients push on when the bottom has been reached, and the steps run past it.",
      "Right: the sum of all gradients is like a speed that nothing brakes. It shoots past a bottom, and comes back.",
      "No: the direction is that of all gradients together, and soon it is another than that of the last one.",
    ],
    cure: "cure: zero the gradients",
    about: "gradients kept",
    slider: { name: "step", min: 0, max: 300, opening: 6, text: (value) => `step ${value}` },
  },
  {
    id: "dead",
    tab: "a dead start",
    question:
      "All twenty slopes are 1 and all biases −5, so every kink is at x = 5, right of all points. Step size 0.05. " +
      "Where does the loss come to?",
    choices: ["about 1.5, like other starts", "where it began", "about 16.75, the variance of y"],
    right: 2,
    answers: [
      "No: every unit is 0 at every point, so its slopes of the loss are 0, too. None ever moves.",
      "No: the offset is no unit and never dead. It moves to the mean of y.",
      "Right: only the offset moves, to the mean of y. What is left is the mean squared distance from the mean.",
    ],
    cure: "cure: a start by chance",
    about: "a dead start",
    slider: { name: "step", min: 0, max: 200, opening: 50, text: (value) => `step ${value}` },
  },
  {
    id: "noise",
    tab: "noise by heart",
    question:
      "Twenty noisy points. With more units, well placed, the loss on the points falls to 0. What becomes of the " +
      "mean squared error to the true curve?",
    choices: ["it falls, too", "it falls, then rises", "it stays as it is"],
    right: 1,
    answers: [
      "No: only at first. Then the units follow the noise, and the noise is not the curve.",
      "Right, if not evenly: four units come closest, 1.82; the more, the more they follow the noise: " +
        "18 are at 24.89. But 19 join point to point, without the leaps between points, and are back at 2.50.",
      "No: each unit that bends the sum towards a noisy point takes it away from the curve.",
    ],
    cure: "cure: cross-validation takes the number",
    about: "noise learnt by heart",
    slider: { name: "units", min: 1, max: 19, opening: 12, text: (value) => noun(value, "unit") },
  },
];

// --- the numbers, as relu_lib computes them -------------------------------------------------------

export const JUMP = 0.3;
export const AWAY = 0.05; // how far from the jump the cure judges
const UNITS = 20; // that learn
const SEED = 1; // of their start by chance
const DEAD_START = [1, -5, 0.1, 0].flatMap((number, part) => Array(part < 3 ? UNITS : 1).fill(number));
const evenly = (a, z, count) => Array.from({ length: count + 1 }, (_, i) => a + ((z - a) * i) / count);
const PERIOD = evenly(-Math.PI, Math.PI, 400);
const BEYOND = evenly(Math.PI, 2 * Math.PI, 400);

/** Mean squared error of the true curve 3x² + 2x + 1 on [−2, 2] is taken over these. */
export const trueCurve = (x) => 3 * x * x + 2 * x + 1;
const EVERYWHERE = evenly(-2, 2, 800);

const polylineOf = ([knots, heights]) => ({ knots, heights });
const joined = (reach, units) => {
  const knots = evenly(-reach, reach, units);
  return { knots, heights: knots.map(Math.sin) };
};

export function worstOf(polyline, f, places) {
  const heights = heightsAt(polyline, places);
  return heights.reduce((most, height, i) => Math.max(most, Math.abs(height - f(places[i]))), 0);
}
export function meanSquare(polyline, heights, places) {
  const squares = heightsAt(polyline, places).map((height, i) => (height - heights[i]) ** 2);
  return squares.length ? squares.reduce((sum, square) => sum + square, 0) / squares.length : 0;
}

/** The ramp of two units, 2^−value wide. */
export function ramp(value) {
  const half = 2 ** -value / 2;
  return { knots: [-1, JUMP - half, JUMP + half, 1], heights: [0, 0, 1, 1] };
}

/** A failure's descents, each made once: with the failure, and with its cure. */
function descents(id, { x, y }, known) {
  const start = (cured) => (id === "dead" && !cured ? DEAD_START : randomStart(UNITS, SEED));
  const stepSize = id === "dead" ? 0.05 : 0.01;
  const of = (cured) =>
    descent({ start: start(cured), x, y, method: "plain", stepSize, keep: id === "kept" && !cured });
  for (const cured of [false, true]) known[`${id} ${cured}`] ??= of(cured);
  return (cured) => known[`${id} ${cured}`];
}

/** What is drawn of a failure: a polyline, or the numbers of a network. */
export function sumOf(id, value, cured, fits, known) {
  if (id === "plus") return polylineOf(fits.sine[cured ? value - 1 : 0]);
  if (id === "jump") return ramp(value);
  if (id === "outside") return joined(cured ? 2 * Math.PI : Math.PI, value);
  if (id === "noise") return polylineOf(cured ? fits.even[fits.chosen[value - 1] - 1] : fits.free[value - 1]);
  return { numbers: descents(id, fits, known)(cured).at(value) };
}

/** The two errors that are told of a failure; what they are is in `ERRORS`. */
export function errorsOfFailure(id, value, cured, fits, known) {
  if (id === "kept" || id === "dead") {
    const run = descents(id, fits, known);
    return [cured, !cured].map((which) => {
      run(which).at(value);
      return run(which).losses[Math.min(value, run(which).last)];
    });
  }
  const sum = sumOf(id, value, cured, fits, known);
  if (id === "plus") return [worstOf(sum, Math.sin, PERIOD), worstOf(polylineOf(fits.sine[0]), Math.sin, PERIOD)];
  if (id === "outside") return [worstOf(sum, Math.sin, BEYOND), worstOf(sum, Math.sin, PERIOD)];
  if (id === "noise") return [meanSquare(sum, EVERYWHERE.map(trueCurve), EVERYWHERE), meanSquare(sum, fits.y, fits.x)];
  const width = 2 ** -value;
  return [cured ? Math.max(0, 0.5 - AWAY / width) : 0.5, Math.sqrt(width / 24)];
}
