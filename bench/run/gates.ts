import { failures } from '../../reports/analysis/failures.ts';
import { unmeasured } from '../../reports/analysis/unmeasured.ts';
import type { Results } from '../../reports/results/results.ts';
import { type ExitReason, strongest } from './exit-codes.ts';
import type { Gate } from './options.ts';

/** How a run ends, and one sentence for each gate that was not met. */
export function judgeGates(
  results: Results,
  failOn: readonly Gate[],
  also: readonly ExitReason[] = [],
): { reason: ExitReason; because: string[] } {
  if (failOn.includes('none')) return { reason: strongest(also), because: [] };
  const failed = [...failures(results).values()];
  const open = failOn.includes('inconclusive')
    ? [
        ...results.attacks
          .filter(({ outcome }) => outcome === 'inconclusive')
          .map((a) => `${a.id} on ${a.scheme}: inconclusive`),
        ...unmeasured(results).map(({ scenario, because }) => `${scenario} was not measured: ${because}`),
      ]
    : [];
  const { budgets, regressions } = criteria(results, failOn);
  return {
    reason: strongest([
      ...also,
      ...budgets.map(({ reason }) => reason),
      ...(regressions.length > 0 ? (['failed'] as const) : []),
      ...(failOn.includes('security') && failed.length > 0 ? (['failed'] as const) : []),
      ...(open.length > 0 ? (['undecided'] as const) : []),
    ]),
    because: [...failed, ...open, ...budgets.map(({ because }) => because), ...regressions],
  };
}

/** Budgets at level error that are not met, and what got worse since a baseline that may be compared. */
function criteria({ budgets = [], baseline }: Results, failOn: readonly Gate[]) {
  return {
    budgets: !failOn.includes('budget')
      ? []
      : budgets.flatMap(({ id, level, state, because }) => {
          const reason = budgetReasons[state];
          return level === 'error' && reason !== 'ok' ? [{ reason, because: `budget ${id} ${state}: ${because}` }] : [];
        }),
    regressions:
      !failOn.includes('regression') || baseline === undefined || baseline.mismatches.length > 0
        ? []
        : [
            ...baseline.security.fresh,
            ...baseline.changes.flatMap(({ verdict, scenario, scheme, metric, because }) =>
              verdict === 'worse' ? [`${metric} of ${scenario}, ${scheme}, got worse: ${because}`] : [],
            ),
          ],
  };
}

/** How a budget ends a command. */
export const budgetReasons = {
  met: 'ok',
  waived: 'ok',
  breached: 'failed',
  invalid: 'invalid',
  inconclusive: 'undecided',
} as const satisfies Record<NonNullable<Results['budgets']>[number]['state'], ExitReason>;
