import type { Results } from '../results/results.ts';
import { median } from '../statistics/median.ts';

type Sample = Results['samples'][number];

/** The middle and the edges of the valid rounds of one measurement. */
export interface Spread {
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

/** Of samples whose discards are marked; undefined where no round was valid: no figure is better than one that nobody measured. */
export function spread(samples: readonly Sample[]): Spread | undefined {
  const values = samples
    .filter(({ valid }) => valid)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  const [low, high] = [values.at(0), values.at(-1)];
  const middle = median(values);
  if (low === undefined || high === undefined || middle === undefined) return undefined;
  return { unit: samples[0]?.unit ?? '', median: middle, low, high, rounds: values.length };
}
