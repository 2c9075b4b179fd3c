import { groupBy } from '../group-by.ts';
import type { Results } from '../results/results.ts';

type Requirement = NonNullable<Results['requirements']>[number];

/** Those of a level, which alone can be asked for: what broke with all that is told of it, of all others their numbers. */
export function packed(requirements: readonly Requirement[]): PackedRequirements {
  const asked = requirements.filter(({ level, state }) => level !== undefined && state !== 'no-surface');
  const rest = groupBy(
    asked.filter(({ state }) => state !== 'not-met'),
    ({ scheme, level, state, isComplete }) => JSON.stringify({ scheme, level, state, isComplete }),
  );
  return {
    broken: asked
      .filter(({ state }) => state === 'not-met')
      .map(({ because: _, evidence, ...one }) => ({ ...one, because: '', evidence: evidence.slice(0, 1) })),
    rest: [...rest].map(([alike, those]) => ({
      ...JSON.parse(alike),
      shown: those.map(({ id, evidence }) => [id, ...evidence.slice(0, 1)]),
    })),
  };
}

/** The other way. */
export function unpacked({ broken, rest }: PackedRequirements): Requirement[] {
  const nothing = { because: '', attacks: [], properties: [], notTried: [] };
  return [
    ...broken,
    ...rest.flatMap(({ shown, ...alike }) =>
      shown.map(([id, ...evidence]) => ({ ...nothing, ...alike, id, evidence })),
    ),
  ];
}

/** As the page carries them: there are many, and little is asked of most. */
export interface PackedRequirements {
  readonly broken: readonly Requirement[];
  readonly rest: readonly (Pick<Requirement, 'scheme' | 'level' | 'state' | 'isComplete'> & {
    readonly shown: readonly (readonly [id: string, ...evidence: string[]])[];
  })[];
}
