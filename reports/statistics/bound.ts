import type { Results } from '../results/results.ts';
import type { Interval } from './interval.ts';

type Comparison = Results['comparisons'][number];

/**
 * What a ratio lies within, as logs: the interval at the level that holds for all pairs of a family and for all looks at
 * once, so that any sentence may be read from it afterwards, by whatever margin. Two arms that moved apart while they were
 * measured may differ by as much more. Where neither the verdict has a direction nor all of it lies beyond what identical
 * servers may look apart, nothing finer is said than that.
 */
export function boundOf(verdict: Comparison['verdict'], seen: Interval, noise: number, apart: number): Interval {
  const [low, high] = [seen.low - apart, seen.high + apart];
  return hasDirection(verdict) || low > noise || high < -noise
    ? { low, high }
    : { low: Math.min(low, -noise), high: Math.max(high, noise) };
}

/** Whether a run refused to judge two: since method 5 all others have a bound. */
export function isRefused({ bound }: Comparison, { methodVersion }: Pick<Results, 'methodVersion'>): boolean {
  return bound === undefined && Number(methodVersion) >= 5;
}

/** Whether a verdict says which of the two has less. */
export function hasDirection(verdict: Comparison['verdict']): boolean {
  return verdict === 'better' || verdict === 'worse' || verdict === 'small';
}
