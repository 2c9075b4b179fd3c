import { serverError } from '../../../reports/analysis/server-error.ts';
import type { StepName } from '../../../servers/scheme.ts';
import type { ExternalTarget } from './external-target.ts';
import { type AttackResult, seenFinding } from './seen-finding.ts';
import type { Asked } from './server-errors.ts';

/** What failures of ordinary requests come to; nothing where there was none. */
export function errorFinding(
  target: Pick<ExternalTarget, 'id' | 'source'>,
  all: readonly Asked[],
): AttackResult | undefined {
  const failing = all.filter(({ failed }) => failed > 0);
  const [first] = failing;
  if (!first) return undefined;
  return seenFinding(serverError, target, {
    outcome: 'succeeded',
    because: failing
      .map(({ failed, asked, step, status }) => `${failed} of ${asked} ${named(step)} were answered ${status}`)
      .join('; '),
    tries: failing.reduce((sum, { asked }) => sum + asked, 0),
    successes: failing.reduce((sum, { failed }) => sum + failed, 0),
    facts: { failing },
    uncontrolled: 'an answer is seen, and not concluded',
    evidence: first.cell ?? '',
  });
}

function named(step: StepName): string {
  const names: Partial<Record<StepName, string>> = {
    login: 'sign-ins',
    me: 'calls',
    refresh: 'renewals',
    logout: 'logouts',
  };
  return names[step] ?? `requests of the step ${step}`;
}
