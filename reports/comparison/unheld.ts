import { isIn, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { discards } from '../statistics/counted.ts';
import { fewestRounds, mostDiscarded } from '../statistics/verdict.ts';

/**
 * What the baseline measured and this run lost so many rounds of that none of its figures could be held against it, in
 * words. Of fewer rounds than a comparison needs, none could be in any case.
 */
export function unheld({ samples, baseline }: Pick<Results, 'samples' | 'baseline'>): string[] {
  const { changes = [] } = baseline ?? {};
  const why = discards(samples);
  const loads = new Map(changes.map((one) => [JSON.stringify([one.scenario, one.scheme]), one]));
  return [...loads.values()].flatMap(({ scenario, scheme }) => {
    const own = changes.filter((one) => one.scenario === scenario && one.scheme === scheme);
    if (own.some(({ verdict }) => verdict !== 'invalid')) return [];
    const mine = samples
      .filter((one) => isIn('load')(one) && isMain(one))
      .filter((one) => one.scenario === scenario && one.scheme === scheme);
    const rounds = [...new Set(mine.map(({ round }) => round))];
    const lost = rounds.flatMap((round) => {
      const reasons = mine.filter((one) => one.round === round).map(why);
      const [first] = reasons;
      return first !== undefined && reasons.every((reason) => reason !== undefined) ? [first] : [];
    });
    return rounds.length < fewestRounds || lost.length <= mostDiscarded * rounds.length
      ? []
      : [
          `${scenario} of ${scheme} could not be held against the baseline: ${lost.length} of ${rounds.length} rounds were discarded (${lost[0]})`,
        ];
  });
}
