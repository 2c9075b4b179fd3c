import type { serverDeath } from '../../../reports/analysis/server-death.ts';
import type { serverError } from '../../../reports/analysis/server-error.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { ExternalTarget } from './external-target.ts';

export type AttackResult = Results['attacks'][number];

interface Seen extends Pick<AttackResult, 'because' | 'tries' | 'successes' | 'facts' | 'evidence'> {
  readonly outcome: 'succeeded' | 'inconclusive';
  /** Why no weakened server has to fall beside it. */
  readonly uncontrolled: string;
}

/** What was seen beside all attacks, as a finding of its own. */
export function seenFinding(
  { fix, ...described }: typeof serverDeath | typeof serverError,
  { id, source }: Pick<ExternalTarget, 'id' | 'source'>,
  { uncontrolled, ...seen }: Seen,
): AttackResult {
  const isFound = seen.outcome === 'succeeded';
  return {
    ...described,
    steps: [...described.steps],
    references: [...described.references],
    scheme: id,
    ...seen,
    expected: 'blocked',
    asExpected: isFound ? false : null,
    ...(isFound && { fix }),
    control: { id: 'none', outcome: 'not-run', beaten: null, because: uncontrolled },
    source: source(),
  };
}
