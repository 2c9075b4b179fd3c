import { comparedMetrics } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import type { Rules } from './rules.ts';

/** The chance that a run calls a winner among equals, however often its verdicts were looked at. */
const allLooks = 0.05;

/**
 * The level of the verdicts at each look, counted from 1: every look spends half of the chance of a false winner that
 * the looks before it left, so that all of them together spend no more than one look would (Bonferroni; Pocock 1977
 * measured what happens otherwise). The end of a run is a look, and so is the end of each continuation.
 */
export function levelAt(look: number): number {
  return 1 - allLooks / 2 ** look;
}

/** What the verdicts on a metric in a group are judged by. */
export function rulesOf(run: Results['run'], group: 'load' | 'sensitivity', metric: string): Rules {
  const looks = group === 'load' ? run.looks : run.sensitivityLooks;
  return {
    ...interestIn(metric),
    verdicts: run.profile !== 'smoke',
    look: Math.max(1, looks?.length ?? 0),
    run: run.id,
  };
}

/** Which difference of a metric is of interest, and in which direction; any, where it gets no verdict otherwise. */
export function interestIn(metric: string): Pick<Rules, 'better' | 'margin'> {
  const { better, margin } = comparedMetrics.get(metric) ?? { better: 'lower', margin: 0 };
  return { better, margin };
}

/** What rounds of load go on for: who costs more CPU per request, for every pair of schemes. */
const settledBy = 'cpu.total';

/** Whether more rounds could still decide something. */
export function isSettled(comparisons: Results['comparisons'], scenario: string): boolean {
  const family = comparisons.filter(
    (one) => one.kind === 'scheme' && one.scenario === scenario && one.metric === settledBy,
  );
  return family.length > 0 && family.every(({ verdict }) => verdict !== 'inconclusive' && verdict !== 'invalid');
}
