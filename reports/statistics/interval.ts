import { studentQuantile } from './student.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** From this many values on the signed ranks are fine enough for the levels that Holm's procedure asks for. */
const enoughForRanks = 8;

/**
 * The Hodges–Lehmann centre: the median of the averages of all pairs. As efficient as the mean where noise is normal
 * (95.5 %), and unmoved by a few slowed rounds.
 */
export function centre(values: readonly number[]): number {
  const averages = walshAverages(values);
  const middle = averages.length >> 1;
  return averages.length % 2
    ? (averages[middle] ?? Number.NaN)
    : ((averages[middle - 1] ?? Number.NaN) + (averages[middle] ?? Number.NaN)) / 2;
}

/**
 * Confidence interval for the centre, honest for few values; undefined below three. Chosen by simulation, which
 * interval.test.ts repeats: signed ranks hold their level whatever the shape of symmetric noise, and the log ratio of
 * two alike arms is symmetric. Where the ranks are too coarse for
 * the level, the t interval takes over.
 */
export function interval(values: readonly number[], level: number): Interval | undefined {
  if (values.length < 3) return undefined;
  const outermost = 2 ** -values.length;
  return values.length < enoughForRanks || outermost > (1 - level) / 2
    ? studentInterval(values, level)
    : signedRankInterval(values, level);
}

function studentInterval(values: readonly number[], level: number): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(level, n - 1) * Math.sqrt(variance / n);
  const middle = centre(values);
  return { low: middle - half, high: middle + half };
}

/**
 * Two averages of pairs, counted in from either end (Hollander & Wolfe §3.3). No whole count has exactly the wanted
 * level, so that the bound lies between the two counts around it, in proportion to their levels.
 */
function signedRankInterval(values: readonly number[], level: number): Interval {
  const averages = walshAverages(values);
  const chances = signedRankChances(values.length);
  const tail = (1 - level) / 2;
  let count = 0;
  let below = chances[0] ?? 0;
  while (below + (chances[count + 1] ?? 1) <= tail) below += chances[++count] ?? 0;
  const weight = (tail - below) / (chances[count + 1] ?? 1);
  const from = (index: number) => averages.at(index) ?? Number.NaN;
  return {
    low: from(count) + weight * (from(count + 1) - from(count)),
    high: from(-1 - count) - weight * (from(-1 - count) - from(-2 - count)),
  };
}

/** By the values that they are of, which nobody changes: a verdict asks for many intervals of the same ones. */
const known = new WeakMap<readonly number[], Float64Array>();

/** The averages of all pairs, each value with itself too, in order. */
function walshAverages(values: readonly number[]): Float64Array {
  const before = known.get(values);
  if (before) return before;
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let filled = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i; j < values.length; j++) averages[filled++] = ((values[i] as number) + (values[j] as number)) / 2;
  known.set(values, averages.sort());
  return averages;
}

const chancesOf = new Map<number, Float64Array>();

/** The chance of each signed-rank sum of n values, under symmetry: each rank counts or not with chance ½. */
function signedRankChances(n: number): Float64Array {
  const before = chancesOf.get(n);
  if (before) return before;
  const chances = new Float64Array((n * (n + 1)) / 2 + 1);
  chances[0] = 1;
  for (let rank = 1; rank <= n; rank++)
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum--)
      chances[sum] = ((chances[sum] ?? 0) + (chances[sum - rank] ?? 0)) / 2;
  chancesOf.set(n, chances);
  return chances;
}

/** Six digits: the last bits of exp() are not the same everywhere, and equal results must give equal bytes. */
export function factor(log: number): number {
  return Number(Math.exp(log).toPrecision(6));
}
