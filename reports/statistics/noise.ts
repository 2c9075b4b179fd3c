import type { Results } from '../results/results.ts';
import type { Interval } from './interval.ts';

/** How far identical servers may look apart, as a log ratio: the further end of the interval of a scheme against itself. */
export function noiseIn({ low, high }: Interval): number {
  return Math.max(-low, high);
}

/** The same of a control that was judged; undefined where it has no interval. */
export function noiseOf({
  ciLow,
  ciHigh,
}: Pick<Results['comparisons'][number], 'ciLow' | 'ciHigh'>): number | undefined {
  return ciLow === null || ciHigh === null ? undefined : noiseIn({ low: Math.log(ciLow), high: Math.log(ciHigh) });
}
