import type { Budgets } from '../../reports/comparison/budget-file.ts';
import type { BudgetNames } from '../../reports/comparison/budget-names.ts';
import { judgeBudgets } from '../../reports/comparison/budgets.ts';
import { compareRuns } from '../../reports/comparison/compare-runs.ts';
import type { Results } from '../../reports/results/results.ts';
import { readBudgets, today } from './budgets.ts';
import { readBaseline, readRun } from './stored-runs.ts';

/** What a run is held against besides its own expectations. */
export interface AcceptanceCriteria {
  readonly budgets: Budgets | undefined;
  readonly baseline: Results | undefined;
  /** Whether it was asked for by name, and not only set once for whatever can be held against it. */
  readonly baselineNamed?: boolean;
}

/** Read before anything starts, so that a wrong name costs no run. */
export async function readCriteria(
  given: { readonly budgets?: string; readonly baseline?: string },
  names: BudgetNames,
  resumed?: Results,
): Promise<AcceptanceCriteria> {
  return {
    budgets: given.budgets === undefined ? undefined : await readBudgets(given.budgets, names, resumed),
    ...(given.baseline === undefined
      ? { baseline: await readBaseline() }
      : { baseline: await readRun(given.baseline), baselineNamed: true }),
  };
}

/** The same results with their verdicts by the acceptance criteria; what was not given stays as it was stored. */
export function held(results: Results, { budgets, baseline }: AcceptanceCriteria): Results {
  const other = baseline?.run.id === results.run.id ? undefined : baseline;
  return {
    ...results,
    ...(budgets && { budgets: judgeBudgets(budgets, results, today(), other) }),
    ...(other && { baseline: compareRuns(other, results) }),
  };
}
