import { isIn, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { discards } from '../statistics/counted.ts';
import { fewestRounds, refuseLost } from '../statistics/verdict.ts';

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
      const here = mine.filter((one) => one.round === round);
      const [because] = here.map(why);
      const isLost = here.every((one) => why(one) !== undefined);
      return because !== undefined && isLost ? [{ because, isDisturbed: here.some(({ valid }) => valid) }] : [];
    });
    const reasons = lost.map(({ because }) => because);
    const disturbed = lost.filter(({ isDisturbed }) => isDisturbed).length;
    return rounds.length < fewestRounds || !refuseLost(rounds.length - lost.length, reasons, disturbed)
      ? []
      : [
          `${scenario} of ${scheme} could not be held against the baseline: ${lost.length} of ${rounds.length} rounds were discarded (${reasons[0]})`,
        ];
  });
}
