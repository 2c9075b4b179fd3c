import type { Results } from '../results/results.ts';
import { variedMetrics } from '../statistics/sensitivity.ts';

type Comparison = Results['comparisons'][number];

/** What became of a conclusion when a scheme was built in another way. */
export type Flip = 'holds' | 'weakens' | 'flips' | 'appears' | 'undecided';

/** Whether a conclusion is another one then. */
export function isTurn(flip: Flip): boolean {
  return flip === 'flips' || flip === 'weakens' || flip === 'appears';
}

/** A pair of schemes as they are, and the same pair with a variation in it. */
function flipOf(plain: Comparison | undefined, varied: Comparison): Flip {
  const [before, after] = [sideOf(plain), sideOf(varied)];
  if (before === undefined || after === undefined) return 'undecided';
  if (before === after) return 'holds';
  if (after === 0) return 'weakens';
  return before === 0 ? 'appears' : 'flips';
}

/** −1 where the scheme needs less than the reference, 1 where it needs more, 0 where it makes no difference that matters. */
function sideOf(comparison: Comparison | undefined): -1 | 0 | 1 | undefined {
  if (!comparison || comparison.verdict === 'inconclusive' || comparison.verdict === 'invalid') return undefined;
  if (comparison.verdict === 'better') return -1;
  return comparison.verdict === 'worse' ? 1 : 0;
}

/** What a variation makes of each conclusion, metric by metric, in the order of the run's schemes. */
export function flipsOf(
  { comparisons }: Pick<Results, 'comparisons'>,
  variation: string | undefined,
  metrics: readonly string[] = variedMetrics,
) {
  const pairs = comparisons.filter((one) => one.kind === 'sensitivity' && one.scheme !== one.reference);
  return metrics.flatMap((metric) =>
    pairs
      .filter((one) => one.variation === variation && one.metric === metric)
      .map((varied) => {
        const plain = pairs.find(
          (one) =>
            one.variation === undefined &&
            one.metric === metric &&
            one.scenario === varied.scenario &&
            one.scheme === varied.scheme &&
            one.reference === varied.reference,
        );
        return { metric, varied, plain, flip: flipOf(plain, varied) };
      }),
  );
}
