import type { Results } from '../results/results.ts';

/** Attacks that the profile left out; none of a run that was asked for some by name. */
export function untriedAttacks({ scenarios, attacks, run }: Results): Results['scenarios'] {
  if (run.scenarios?.length) return [];
  const tried = new Set(attacks.map(({ id }) => id));
  return scenarios.filter(({ kind, id }) => kind === 'attack' && !tried.has(id));
}
