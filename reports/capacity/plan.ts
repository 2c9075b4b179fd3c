import { assumptions } from './assumptions.ts';
import { breakEvens } from './break-evens.ts';
import type { Demands } from './demands.ts';
import { isKnown, type Known, type Missing } from './estimate.ts';
import { planScheme, type SchemePlan } from './plan-scheme.ts';
import type { Prices } from './prices.ts';
import type { Workload } from './workload.ts';

export interface CapacityPlan {
  readonly run: string;
  readonly workload: Workload;
  readonly prices?: Prices;
  readonly schemes: readonly SchemePlan[];
  /** In words. */
  readonly breakEvens: readonly string[];
  readonly assumptions: readonly string[];
  /** What is left out since the run does not tell it. */
  readonly missing: readonly Missing[];
}

/** Pure arithmetic on what a run measured: no figure of its own, and no price. */
export function planOf(workload: Workload, demands: Demands, prices?: Prices): CapacityPlan {
  const schemes = demands.schemes.map((demand) => planScheme(demand, workload, prices));
  const missing = schemes.flatMap(({ scheme: _, work: __, ...parts }) =>
    Object.values<Known>(parts).flatMap((one) => (isKnown(one) ? [] : one.missing)),
  );
  return {
    run: demands.run,
    workload,
    ...(prices && { prices }),
    schemes,
    breakEvens: breakEvens(workload, demands, schemes),
    assumptions: assumptions(workload, demands, prices),
    missing: [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()],
  };
}
