import type { Results } from '../results/results.ts';
import { centre, type Interval } from './interval.ts';

export const mostFurtherRounds = 200;
/** Capacity is measured in every so many-th round, from the first on: it takes longer than the load does. */
export const capacityEvery = 4;

/** Of a metric that only every so many-th round has: how many rounds were begun. */
export interface Sparse {
  readonly begun: number;
  readonly every: number;
}

/** Undefined where each round has the metric. @param samples of all rounds of the table */
export function sparseness(metric: string, samples: Results['samples']): Sparse | undefined {
  if (metric !== 'throughput') return undefined;
  return { begun: samples.reduce((last, { round }) => Math.max(last, round), 0), every: capacityEvery };
}

/** How many rounds a run has to go on for, until so many of them have the metric. */
export function roundsWith(wanted: number, sparse: Sparse = { begun: 0, every: 1 }): number {
  const { begun, every } = sparse;
  const had = Math.ceil(begun / every);
  return (had + wanted - 1) * every + 1 - begun;
}

/**
 * How many rounds more would do, if centre and noise stay as they are: an interval shrinks with the root of its rounds.
 * Undefined where it would take more than anybody waits for.
 * @param seen the interval at the level that its next verdict asks.
 * @param noise how far identical servers may look apart. All in logs.
 */
export function furtherRounds(
  logs: readonly number[],
  seen: Interval,
  margin: number,
  noise: number,
  sparse?: Sparse,
): number | undefined {
  const half = (seen.high - seen.low) / 2;
  const distance = Math.abs(centre(logs));
  const shrink =
    distance > margin
      ? Math.min((distance - margin) / half, distance / (half + noise))
      : Math.min((margin - distance) / half, margin / Math.max(noise, margin));
  const further = roundsWith(Math.max(1, Math.ceil(logs.length / shrink ** 2) - logs.length), sparse);
  return further > mostFurtherRounds ? undefined : further;
}

/** What to do about it, as the end of a sentence. */
export function remedy(further: number | undefined, run: string): string {
  if (further === undefined) return `not even ${mostFurtherRounds} more rounds would settle it on this machine`;
  return `about ${further} more ${further === 1 ? 'round' : 'rounds'} would settle it: ${addRounds(run, further)}`;
}

/** The command that adds rounds to a stored run. */
export function addRounds(run: string, further: number): string {
  return `npm run bench -- --resume ${run} --rounds +${further}`;
}
