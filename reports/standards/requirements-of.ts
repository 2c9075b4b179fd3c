import type { Results } from '../results/results.ts';
import { becauseOf, evidenceOf } from './ruling-text.ts';
import { type Ruled, type Ruling, rulingsOf } from './rulings.ts';

export type Requirement = NonNullable<Results['requirements']>[number];

/** What a run shows of every requirement and every scheme, as it is kept in results.json. Pure. */
export function requirementsOf(results: Ruled): Requirement[] {
  return rulingsOf(results).map((ruling) => {
    const { rule, scheme, state, attacks, properties, undecided, left, isOld } = ruling;
    const notTried = [...undecided.map(({ id }) => id), ...left];
    return {
      id: rule.id,
      ...(rule.level !== undefined && { level: rule.level }),
      ...{ scheme, state, because: becauseOf(ruling) },
      attacks: attacks.map(({ id }) => id),
      properties: properties.map(({ id }) => id),
      ...{ notTried, isComplete: notTried.length === 0 && !isOld },
      ...(rule.takes !== undefined && isByDesign(ruling) && { takes: rule.takes }),
      evidence: evidenceOf(ruling),
    };
  });
}

/** Broken by windows that the scheme declares, and by nothing else. */
function isByDesign({ state, attacks, properties }: Ruling): boolean {
  return state === 'not-met' && properties.length === 0 && attacks.every(({ outcome }) => outcome === 'window');
}
