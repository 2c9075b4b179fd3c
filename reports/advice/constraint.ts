import type { Results } from '../results/results.ts';
import type { Requirements } from './requirements.ts';

export type SchemeFacts = Results['schemes'][number];

/** What a run says about one scheme and one requirement. */
export interface Assessment {
  readonly state: 'meets' | 'breaks' | 'undecided';
  /** One sentence without a capital, with the number that decided it. */
  readonly because: string;
  readonly evidence: readonly string[];
  /** What would have to be accepted or changed for the scheme to come back. */
  readonly flip?: string;
  /** What the scheme needs in order to go on meeting it. */
  readonly needs?: string;
}

/** A requirement that eliminates: data for the page, the command line and the decision record. */
export interface Constraint {
  readonly id: string;
  readonly title: string;
  /** What rules a scheme out, and what that is read from. */
  readonly rule: string;
  /** The requirement in words; undefined where it was not asked. */
  asked(requirements: Requirements): string | undefined;
  /** Pure; called only where it was asked. */
  judge(scheme: SchemeFacts, requirements: Requirements, results: Results): Assessment;
}

/** The assessment of several parts: one that breaks is enough, and one that is open leaves the whole open. */
export function combined(assessments: readonly Assessment[]): Assessment {
  const deciding = (['breaks', 'undecided', 'meets'] as const)
    .map((state) => assessments.filter((assessment) => assessment.state === state))
    .find((same) => same.length > 0);
  if (!deciding?.[0]) return { state: 'undecided', because: 'nothing of this run speaks about it', evidence: [] };
  const joined = (of: (assessment: Assessment) => string | undefined) => [
    ...new Set(deciding.map(of).filter((text) => text !== undefined)),
  ];
  const flip = joined((assessment) => assessment.flip).join(', and ');
  const needs = joined((assessment) => assessment.needs).join('; ');
  return {
    state: deciding[0].state,
    because: joined(({ because }) => because).join('; '),
    evidence: [...new Set(deciding.flatMap(({ evidence }) => evidence))],
    ...(flip && { flip }),
    ...(needs && { needs }),
  };
}
