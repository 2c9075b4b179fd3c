import { cellsOf } from '../advice/lookup.ts';
import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { discards } from '../statistics/counted.ts';
import { command } from '../text/installation.ts';
import { edgesOf } from './edges.ts';
import type { Known } from './estimate.ts';

/** What one scenario measured of one scheme, as it is, round by round. */
export interface MeasuredRounds {
  /** Whether any round counts. */
  has(metric: string): boolean;
  /** One value for each round that has all of these metrics. @param what names it, where it is missing */
  estimate(metrics: readonly string[], what: string, of?: (...values: number[]) => number): Known;
}

/** Measures all that a plan needs, in one run. */
const measureAll = command('--suite lifecycle,micro,load');

/** Of any run; what was spoilt or disturbed is in no figure. */
export function measuredRounds(results: Results): (scenario: string, scheme: string) => MeasuredRounds {
  const why = discards(results.samples);
  return (scenario, scheme) => {
    const own = results.samples.filter(
      (one) => one.scenario === scenario && one.scheme === scheme && isMain(one) && why(one) === undefined,
    );
    const byRound = (metric: string) =>
      new Map(own.filter((one) => one.metric === metric).map(({ round, value }) => [round, value]));
    return {
      has: (metric) => byRound(metric).size > 0,
      estimate(metrics, what, of = (value = 0) => value) {
        const [first, ...others] = metrics.map(byRound);
        const values = [...(first ?? [])].flatMap(([round, value]) => {
          const all = [value, ...others.map((one) => one.get(round))].flatMap((one) => one ?? []);
          return all.length === metrics.length ? [of(...all)] : [];
        });
        // a round without throughput tells no cost
        const finite = values.filter(Number.isFinite);
        const edges = edgesOf(finite);
        if (edges === undefined) {
          const spoilt = results.samples.find(
            (one) => one.scenario === scenario && one.scheme === scheme && isMain(one) && why(one) !== undefined,
          );
          const because =
            values.length > 0
              ? 'what it rests on came to 0 in this run'
              : ((spoilt && why(spoilt)) ?? 'this run did not measure it');
          return { missing: [{ scenario, scheme, what, because, command: measureAll }] };
        }
        const evidence = cellsOf(results, scheme, scenario);
        return { ...edges, rests: [{ scenario, metric: metrics[0] ?? '', scheme, rounds: finite.length, evidence }] };
      },
    };
  };
}
