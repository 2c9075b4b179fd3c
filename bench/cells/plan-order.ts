import { evidenceId } from '../../reports/results/cell.ts';
import type { Results } from '../../reports/results/results.ts';
import type { Plan } from '../plan/plan.ts';

/** What cells leave. */
export type Ordered = Pick<Results, 'cells' | 'samples' | 'attacks' | 'scaling' | 'evidence'>;

/**
 * Cells that run side by side are done in another order each time. What they left is put in the order of the plan, each
 * with the cell that it belongs to; what no such cell left follows as it came.
 */
export function inPlanOrder(plan: Pick<Plan, 'attacks' | 'scaling' | 'faults' | 'lifecycle' | 'micro'>) {
  const planned = [plan.attacks, plan.scaling, plan.faults, plan.lifecycle, plan.micro].flat();
  const places = new Map(planned.map(({ facts }, place) => [evidenceId(facts), place]));
  function sorted<T>(items: readonly T[], cellOf: (item: T) => string): T[] {
    const place = (item: T) => places.get(cellOf(item)) ?? places.size;
    return items.toSorted((a, b) => place(a) - place(b));
  }
  return ({ cells, samples, attacks, scaling, evidence }: Ordered): Ordered => ({
    cells: sorted(cells, evidenceId),
    samples: sorted(samples, ({ scenario, scheme }) => evidenceId({ kind: 'lifecycle', scenario, scheme })),
    attacks: sorted(attacks, ({ id, scheme }) => evidenceId({ kind: 'attack', scenario: id, scheme })),
    scaling: sorted(scaling, ({ evidence }) => evidence),
    // a trial on a weakened server belongs to the cell of its attack
    evidence: sorted(evidence, ({ cell: { weakness: _, controlScheme: __, ...cell } }) => evidenceId(cell)),
  });
}
