import type { Results } from '../results/results.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { list, times } from '../text/wording.ts';
import { cellsOf } from './lookup.ts';
import type { Goal } from './requirements.ts';

type Comparison = Results['comparisons'][number];

/** What a soft goal is read from; the first metric that was compared counts. */
export const goalMetrics: Readonly<Record<Goal, { readonly metrics: readonly string[]; readonly noun: string }>> = {
  cost: { metrics: ['cpu.total', 'cpu.servers'], noun: 'CPU time per request' },
  latency: { metrics: ['latency.p99'], noun: 'p99 latency' },
  capacity: { metrics: ['throughput'], noun: 'capacity' },
};

/** What one goal did to the schemes that were left. */
export interface Preference {
  readonly goal: Goal;
  readonly left: readonly string[];
  readonly because: string;
  readonly evidence: readonly string[];
}

/**
 * Leaves out whoever a measured verdict calls worse than another of those that are left. Nothing else decides: where
 * the run could not tell two apart, both stay.
 */
export function prefer(goal: Goal, schemes: readonly string[], results: Results): Preference {
  const { metrics, noun } = goalMetrics[goal];
  const pairs = metrics.map((metric) => pairsOf(results, metric, schemes)).find((found) => found.length > 0) ?? [];
  const losers = new Set(pairs.flatMap((pair) => loserOf(pair) ?? []));
  const left = schemes.filter((scheme) => !losers.has(scheme));
  if (pairs.length === 0)
    return { goal, left: schemes, because: `the ${noun} of ${list(schemes)} was not compared`, evidence: [] };
  const decided = pairs.filter((pair) => loserOf(pair) !== undefined);
  const open = pairs.filter((pair) => loserOf(pair) === undefined);
  return {
    goal,
    // everybody loses to somebody only where verdicts contradict each other, and then they decide nothing
    left: left.length > 0 ? left : schemes,
    because: [
      ...decided.map(
        ({ scheme, reference, ratio, ciLow, ciHigh, verdict }) =>
          `${scheme} takes ${times(ratio)} times the ${noun} of ${reference} (${times(ciLow)} to ${times(ciHigh)}: ${verdict})`,
      ),
      ...open.map(
        ({ scheme, reference, verdict }) =>
          `the ${noun} of ${scheme} against ${reference} is ${verdict}, which decides nothing`,
      ),
    ].join('; '),
    evidence: [
      ...new Set(
        pairs.flatMap(({ scheme, reference, scenario }) =>
          [scheme, reference].flatMap((side) => cellsOf(results, side, scenario)),
        ),
      ),
    ],
  };
}

function pairsOf({ comparisons }: Results, metric: string, schemes: readonly string[]): Comparison[] {
  const main = mainScenario(comparisons);
  return comparisons.filter(
    (one) =>
      one.kind === 'scheme' &&
      one.scenario === main &&
      one.metric === metric &&
      schemes.includes(one.scheme) &&
      schemes.includes(one.reference),
  );
}

function loserOf({ verdict, scheme, reference }: Comparison): string | undefined {
  return verdict === 'better' ? reference : verdict === 'worse' ? scheme : undefined;
}
