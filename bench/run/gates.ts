import { silenceText, silent } from '../../reports/analysis/answered-rounds.ts';
import { failures } from '../../reports/analysis/failures.ts';
import { unmeasured } from '../../reports/analysis/unmeasured.ts';
import { unheld } from '../../reports/comparison/unheld.ts';
import type { Results } from '../../reports/results/results.ts';
import { type ExitReason, strongest } from './exit-codes.ts';
import type { Gate } from './options.ts';

/** What a run ends by besides its gates. */
interface Besides {
  readonly also?: readonly ExitReason[];
  /** Whether somebody asked for its baseline by name, so that one which cannot be compared is no answer. */
  readonly baselineNamed?: boolean;
}

/** One gate that was not met, and in which way. */
type Unmet = { readonly reason: ExitReason; readonly because: string };

/** How a run ends, and one sentence for each gate that was not met. */
export function judgeGates(
  results: Results,
  failOn: readonly Gate[],
  { also = [], baselineNamed = false }: Besides = {},
): { reason: ExitReason; because: string[] } {
  if (failOn.includes('none')) return { reason: strongest(also), because: [] };
  const asked = (gate: Gate, unmet: () => readonly Unmet[]) => (failOn.includes(gate) ? unmet() : []);
  const failed = as('failed', [...failures(results).values()]);
  const unmet: readonly Unmet[] = [
    // what a run did not have to meet is named all the same
    ...failed.map((one) => (failOn.includes('security') ? one : { ...one, reason: 'ok' as const })),
    ...asked('inconclusive', () => as('undecided', undecided(results))),
    // whoever answers nothing has passed nothing, whatever was asked of it
    ...as('undecided', [...silent(results).map(silenceText), ...unjudged(results)]),
    ...asked('budget', () => budgets(results)),
    ...asked('regression', () => regressions(results, baselineNamed)),
  ];
  return {
    reason: strongest([...also, ...unmet.map(({ reason }) => reason)]),
    because: [...new Set(unmet.map(({ because }) => because))],
  };
}

function as(reason: ExitReason, sentences: readonly string[]): Unmet[] {
  return sentences.map((because) => ({ reason, because }));
}

/** Everything that was tried and came to no result; one round of many is none of it. */
function undecided(results: Results): string[] {
  const { attacks, scaling, cells, properties = [] } = results;
  return [
    ...attacks
      .filter(({ outcome }) => outcome === 'inconclusive')
      .map(({ id, scheme }) => `${id} on ${scheme}: inconclusive`),
    ...scaling
      .filter(({ valid }) => !valid)
      .map((row) => `${row.scenario} on ${row.scheme}, ${row.mode} × ${row.instances}: ${row.invalidReason}`),
    ...cells
      .filter(({ kind, state }) => (kind === 'lifecycle' || kind === 'micro') && state === 'inconclusive')
      .map(({ id, because }) => `${id}: ${because}`),
    ...properties.filter(({ state }) => state === 'inconclusive').map((p) => `${p.id} of ${p.scheme}: ${p.because}`),
    ...unmeasured(results).map(({ scenario, because }) => `${scenario} was not measured: ${because}`),
  ];
}

/** Schemes that were attacked, and of which no attack has a verdict. */
function unjudged({ attacks, run }: Results): string[] {
  return run.schemes.flatMap((scheme) => {
    const own = attacks.filter((one) => one.scheme === scheme && one.outcome !== 'not-applicable');
    const first = own.find(({ outcome }) => outcome === 'inconclusive');
    return first === undefined || own.some(({ asExpected }) => asExpected !== null)
      ? []
      : [`no attack on ${scheme} has a verdict: ${first.because}`];
  });
}

/** Budgets at level error that are not met. */
function budgets({ budgets = [] }: Results): Unmet[] {
  return budgets.flatMap(({ id, level, state, because }) => {
    const reason = budgetReasons[state];
    return level === 'error' && reason !== 'ok' ? [{ reason, because: `budget ${id} ${state}: ${because}` }] : [];
  });
}

/** What got worse since the baseline, and what could not be held against it. */
function regressions(results: Results, named: boolean): Unmet[] {
  const { baseline } = results;
  if (baseline === undefined) return [];
  if (baseline.mismatches.length > 0)
    return named ? as('invalid', [`the baseline cannot be compared: ${baseline.mismatches.join('; ')}`]) : [];
  return [
    ...as('failed', [
      ...baseline.security.fresh,
      ...baseline.changes.flatMap(({ verdict, scenario, scheme, metric, because }) =>
        verdict === 'worse' ? [`${metric} of ${scenario}, ${scheme}, got worse: ${because}`] : [],
      ),
    ]),
    ...as('invalid', unheld(results)),
  ];
}

/** How a budget ends a command. */
export const budgetReasons = {
  met: 'ok',
  waived: 'ok',
  breached: 'failed',
  invalid: 'invalid',
  inconclusive: 'undecided',
} as const satisfies Record<NonNullable<Results['budgets']>[number]['state'], ExitReason>;
