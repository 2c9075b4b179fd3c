import { list } from '../text/wording.ts';
import { type Basis, isKnown, type Known } from './estimate.ts';
import type { SchemePlan } from './plan-scheme.ts';

/** A scenario that figures rest on, with all that was read from it. */
export interface JoinedBasis extends Omit<Basis, 'metric'> {
  readonly metrics: readonly string[];
}

/** What all figures of a scheme rest on, each scenario and number of rounds once. */
export function basesOf({ scheme: _, work: __, ...parts }: SchemePlan): JoinedBasis[] {
  const joined = new Map<string, JoinedBasis>();
  for (const { metric, ...basis } of Object.values<Known>(parts).flatMap((one) => (isKnown(one) ? one.rests : []))) {
    const key = JSON.stringify([basis.scenario, basis.rounds]);
    const metrics = joined.get(key)?.metrics ?? [];
    joined.set(key, { ...basis, metrics: metrics.includes(metric) ? metrics : [...metrics, metric] });
  }
  return [...joined.values()];
}

/** `login: cpu.servers and bytes.up (1 round, no interval)`. */
export function basisText({ scenario, metrics, rounds }: JoinedBasis): string {
  const counted = rounds === 1 ? '1 round' : `${rounds} rounds`;
  return `${scenario}: ${list(metrics)} (${counted}${rounds < fewest ? ', no interval' : ''})`;
}

/** Intervals need as many. */
const fewest = 3;
