import type { Agents } from '../agents/open-agents.ts';
import { BenchError } from '../errors.ts';
import type { Everything } from '../plan/catalogue.ts';
import { countCells, createPlan, type Plan } from '../plan/plan.ts';
import { runtimeVariation } from '../plan/runtime-variations.ts';
import type { Target } from '../targets/target.ts';
import type { RunOptions } from './options.ts';
import { isFar, soundOnly } from './reachable.ts';

/** What a run is about, of all that there is. */
export interface RunScope {
  readonly schemes: readonly Target[];
  readonly variations: Everything['variations'];
  /** @param agents that take part */
  planOf(targets: readonly Target[], agents?: Pick<Agents, 'runServers'>): Plan;
}

/** @throws BenchError AB-E001 where nothing is left to measure */
export function scopeOf(options: RunOptions, all: Everything): RunScope {
  const named = (scheme: Target) => options.schemes.includes(scheme.id);
  const reference = [...all.schemes, ...all.variants];
  const schemes = reference.filter(named);
  const variations = [...all.variations, ...options.runtimes.map(runtimeVariation)];
  const planOf: RunScope['planOf'] = (targets, agents) => {
    const plan = createPlan({ ...all, variations, schemes, targets, reference }, options.profile, options);
    return isFar(options.agents, agents) ? soundOnly(plan) : plan;
  };
  if (!options.resume && options.targets.length === 0 && countCells(planOf([]), 1) === 0)
    throw new BenchError(
      'AB-E001',
      'nothing is left to measure: no such scenario is in these suites for these schemes',
    );
  return { schemes, variations, planOf };
}
