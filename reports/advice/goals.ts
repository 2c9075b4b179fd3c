import { decisionOf, decisionText } from '../analysis/decision.ts';
import type { Results } from '../results/results.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { list, times } from '../text/wording.ts';
import { cellsOf } from './lookup.ts';
import type { Goal } from './requirements.ts';

type Comparison = Results['comparisons'][number];

/** What a soft goal is read from; the first metric that was compared counts. */
const goalMetrics: Readonly<
  Record<Goal, { readonly metrics: readonly string[]; readonly noun: string; readonly verb: string }>
> = {
  cost: { metrics: ['cpu.total', 'cpu.servers'], noun: 'CPU time per request', verb: 'takes' },
  latency: { metrics: ['latency.p99'], noun: 'p99 latency', verb: 'takes' },
  capacity: { metrics: ['throughput'], noun: 'throughput at saturation', verb: 'carries' },
};

/** What one goal did to the schemes that were left. */
export interface Preference {
  readonly goal: Goal;
  readonly left: readonly string[];
  readonly because: string;
  readonly evidence: readonly string[];
  /** Whether all that are left are known to lie too near together for it to decide. */
  readonly isWithin: boolean;
}

/**
 * Leaves out whoever a measured verdict calls worse than another of those that are left. Nothing else decides: where
 * the run could not tell two apart, both stay.
 */
export function prefer(goal: Goal, schemes: readonly string[], results: Results): Preference {
  const { metrics, noun, verb } = goalMetrics[goal];
  const pairs = metrics.map((metric) => pairsOf(results, metric, schemes)).find((found) => found.length > 0) ?? [];
  const loserOf = (pair: Comparison) => loser(pair, results);
  const losers = new Set(pairs.flatMap((pair) => loserOf(pair) ?? []));
  const left = schemes.filter((scheme) => !losers.has(scheme));
  if (pairs.length === 0)
    return {
      goal,
      left: schemes,
      because: `the ${noun} of ${list(schemes)} was not compared`,
      evidence: [],
      isWithin: false,
    };
  const decided = pairs.filter((pair) => loserOf(pair) !== undefined);
  const open = pairs.filter((pair) => loserOf(pair) === undefined);
  const among = pairs.filter(({ scheme, reference }) => left.includes(scheme) && left.includes(reference));
  return {
    goal,
    // everybody loses to somebody only where verdicts contradict each other, and then they decide nothing
    left: left.length > 0 ? left : schemes,
    isWithin: among.length > 0 && among.every((pair) => decisionOf(pair, results)?.state === 'within'),
    because: [
      ...decided.map(
        (pair) =>
          `${pair.scheme} ${verb} ${times(pair.ratio)} times the ${noun} of ${pair.reference}${bounded(pair, results, ', ') || ` (${times(pair.ciLow)} to ${times(pair.ciHigh)}: ${pair.verdict})`}`,
      ),
      ...open.map(
        (pair) =>
          `the ${noun} of ${pair.scheme} against ${pair.reference} is ${pair.verdict}, which decides nothing${bounded(pair, results, ': ')}`,
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

/** Wider than the interval of 95 %, so that one of the two is told: what holds whenever it is read. */
function bounded(pair: Comparison, results: Results, before: string): string {
  const text = decisionText(pair, results);
  return text === undefined ? '' : before + text;
}

/** A difference that is too little to decide an architecture leaves out nobody. */
function loser(pair: Comparison, results: Results): string | undefined {
  const { verdict, scheme, reference } = pair;
  if (decisionOf(pair, results)?.state === 'within') return undefined;
  return verdict === 'better' ? reference : verdict === 'worse' ? scheme : undefined;
}
