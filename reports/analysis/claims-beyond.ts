import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';

export type Beyond = NonNullable<Results['claims'][number]['beyond']>[number];

/**
 * Pure. What a run shows of a statement on schemes that the comparison does not have. Where no cell of the run shows it, and
 * where an attack that it rests on has no surface, nothing is said.
 * @param compared the schemes that statements are about
 */
export function beyondOf(claim: Claim, compared: ReadonlySet<string>, results: Results): Beyond[] {
  const { beyond, judge, restsOn } = claim;
  if (!beyond || results.targets) return [];
  const hasSurface = (scheme: string) =>
    results.attacks.every(
      (one) => one.scheme !== scheme || !restsOn.includes(one.id) || one.outcome !== 'not-applicable',
    );
  return results.schemes
    .filter(({ id, traits }) => !compared.has(id) && beyond(traits) && hasSurface(id))
    .flatMap(({ id }) => {
      const { state, measured, condition, evidence } = judge(results, id);
      if (state === 'not-run' || state === 'inconclusive') return [];
      return [{ scheme: id, state, measured, ...(condition !== undefined && { condition }), evidence }];
    });
}
