// Gradient descent, step for step as relu_lib.training does it, to the last bit: totals are added up point after point
// and unit after unit, there as here. A network is the flat list of its slopes, biases, weights, and its offset.

export const METHODS = ["plain", "momentum", "adam"];
const [MOMENTUM, FIRST, SECOND, TINY] = [0.9, 0.9, 0.999, 1e-8];
const BOUND = 1e50; // numbers beyond it end a descent

/** The numbers of a network by chance: its slopes, biases, weights, and its offset. */
export function randomStart(units, seed) {
  const [draw, reach] = [chance(seed), 1 / Math.sqrt(units)];
  const some = (count, size) => Array.from({ length: count }, () => (2 * draw() - 1) * size);
  return [...some(units, 1), ...some(units, 1), ...some(units, reach), ...some(1, reach)];
}

export const widthOfNumbers = (numbers) => (numbers.length - 1) / 3;

export function predicted(numbers, x) {
  const k = widthOfNumbers(numbers);
  let sum = 0;
  for (let j = 0; j < k; j++) sum += numbers[2 * k + j] * relu(numbers[j] * x + numbers[k + j]);
  return sum + numbers[3 * k];
}

/** The mean squared error of a sum, and by how much it rises for each of its numbers, if that alone grows. */
export function gradient(numbers, x, y) {
  const [k, count] = [widthOfNumbers(numbers), x.length];
  const [slopes, clipped] = [new Float64Array(numbers.length), new Float64Array(k)];
  let total = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      clipped[j] = relu(numbers[j] * x[i] + numbers[k + j]);
      sum += numbers[2 * k + j] * clipped[j];
    }
    const residual = sum + numbers[3 * k] - y[i];
    const pull = (2 / count) * residual;
    total += residual * residual;
    for (let j = 0; j < k; j++) {
      slopes[2 * k + j] += pull * clipped[j];
      if (clipped[j] === 0) continue; // dead here
      const through = pull * numbers[2 * k + j];
      slopes[j] += through * x[i];
      slopes[k + j] += through;
    }
    slopes[3 * k] += pull;
  }
  return { loss: total / count, slopes };
}

/** A function that turns a gradient, in place, into by how much to go down; it remembers what its method needs. */
export function mover(method, stepSize, keep, length) {
  const [kept, first, second] = [0, 0, 0].map(() => new Float64Array(length));
  let [firstLeft, secondLeft] = [1, 1];
  return (slopes) => {
    [firstLeft, secondLeft] = [firstLeft * FIRST, secondLeft * SECOND];
    for (let i = 0; i < length; i++) {
      if (keep) slopes[i] = kept[i] += slopes[i];
      if (method === "momentum") slopes[i] = first[i] = MOMENTUM * first[i] + slopes[i];
      if (method === "adam") {
        first[i] = FIRST * first[i] + (1 - FIRST) * slopes[i];
        second[i] = SECOND * second[i] + (1 - SECOND) * (slopes[i] * slopes[i]);
        const size = Math.sqrt(second[i] / (1 - secondLeft)) + TINY;
        slopes[i] = (stepSize * (first[i] / (1 - firstLeft))) / size;
      } else slopes[i] = stepSize * slopes[i];
    }
    return slopes;
  };
}

/** Which units are 0 at all of the data. */
export function dead(numbers, x) {
  const k = widthOfNumbers(numbers);
  const alive = (j) => x.some((at) => numbers[j] * at + numbers[k + j] > 0);
  return Array.from({ length: k }, (_, j) => j).filter((j) => !alive(j));
}

/**
 * A descent that goes on when it is asked: `at(step)` is the numbers after so many steps, `losses` those seen so far.
 * `held` numbers from this index on stay as they are. `last` is where it ended, because numbers left all bounds.
 */
export function descent({ start, x, y, method, stepSize, keep, held = start.length }) {
  const [rows, losses, move] = [[Float64Array.from(start)], [], mover(method, stepSize, keep, start.length)];
  const self = { losses, last: x.length ? Infinity : 0 }; // with no points there is nowhere to go
  const one = () => {
    const numbers = rows.at(-1);
    const { loss, slopes } = gradient(numbers, x, y);
    losses[rows.length - 1] = loss;
    slopes.fill(0, held);
    const moves = move(slopes);
    const moved = numbers.map((number, i) => number - moves[i]);
    if (!moved.every((number) => Math.abs(number) <= BOUND)) self.last = rows.length - 1;
    else rows.push(moved);
  };
  self.at = (step) => {
    while (rows.length <= step && self.last === Infinity) one();
    const reached = Math.min(step, rows.length - 1);
    losses[reached] ??= gradient(rows[reached], x, y).loss;
    return rows[reached];
  };
  return self;
}
