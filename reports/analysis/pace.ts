import type { Results } from '../results/results.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { upperMedian } from '../statistics/median.ts';

/** How long a round of the main scenario took, from the first of its arms to the last; undefined where there was none. */
export function roundMsOf({ comparisons, evidence }: Pick<Results, 'comparisons' | 'evidence'>): number | undefined {
  const scenario = mainScenario(comparisons);
  const rounds = new Map<number, { from: number; to: number }>();
  for (const { cell, startedAt, durationMs } of evidence) {
    const { round } = cell;
    if (cell.scenario !== scenario || cell.arm?.group === 'rate-sweep' || round === undefined) continue;
    const from = Date.parse(startedAt);
    const known = rounds.get(round) ?? { from, to: from };
    rounds.set(round, { from: Math.min(known.from, from), to: Math.max(known.to, from + durationMs) });
  }
  const lengths = [...rounds.values()].map(({ from, to }) => to - from);
  return lengths.length === 0 ? undefined : upperMedian(lengths);
}
