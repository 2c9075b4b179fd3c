import { serverDeath } from '../../reports/analysis/server-death.ts';
import { serverError } from '../../reports/analysis/server-error.ts';
import type { BudgetNames } from '../../reports/comparison/budget-names.ts';
import type { Everything } from './catalogue.ts';

/** What budgets may name: all that this version can measure, and the targets that a run names. */
export function budgetNames(all: Everything, targets: readonly { readonly id: string }[] = []): BudgetNames {
  const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
  return {
    schemes: ids([...all.schemes, ...all.variants, ...targets]),
    attacks: ids([...all.attacks, serverDeath, serverError]),
    load: ids(all.load),
    lifecycle: ids(all.lifecycle),
    micro: ids(all.micro),
  };
}
