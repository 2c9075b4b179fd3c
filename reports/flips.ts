import type { Results } from './results.ts';

type Comparison = Results['comparisons'][number];

/** What became of a conclusion when a scheme was built in another way. */
export type Flip = 'holds' | 'weakens' | 'flips' | 'appears' | 'undecided';

const prefix = 'sensitivity:';
export const asItIs = `${prefix}reference`;

/** A pair of schemes as they are, and the same pair with a variation in it. */
export function flipOf(plain: Comparison | undefined, varied: Comparison): Flip {
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

/** The comparisons of two schemes with this arm. */
export function pairsOf({ comparisons }: Pick<Results, 'comparisons'>, arm: string): Comparison[] {
  return comparisons.filter(
    (one) =>
      one.kind === 'sensitivity' && one.arm === arm && one.scheme !== one.reference && one.metric === 'cpu.total',
  );
}

/** What a variation makes of each conclusion on cost, in the order of the run's schemes. */
export function flipsOf(results: Pick<Results, 'comparisons'>, arm: string) {
  return pairsOf(results, arm).map((varied) => {
    const plain = pairsOf(results, asItIs).find(
      (one) => one.scenario === varied.scenario && one.scheme === varied.scheme && one.reference === varied.reference,
    );
    return { varied, plain, flip: flipOf(plain, varied) };
  });
}
