import { metric as metricOf } from '../../../reports/metrics.ts';
import type { Results } from '../../../reports/results/results.ts';
import { compare } from '../../../reports/statistics/compare.ts';
import { mainScenario } from '../../../reports/statistics/main-scenario.ts';

type Comparison = Results['comparisons'][number];
type Run = Pick<Results, 'run' | 'samples'>;

/** One ratio over all runs of a series. */
export interface SeriesFigures {
  readonly metric: string;
  /** `a-a` for the reference against itself. */
  readonly pair: string;
  /** Of the rounds of all runs together: what each run's own interval should hold. */
  readonly pooled: number;
  /** How far each run's interval reaches, as a share, shortest first; infinite where there was none. */
  readonly halfWidths: readonly number[];
  /** Runs whose interval does not hold the pooled ratio: one in twenty is usual. */
  readonly outside: number;
  /** Runs whose bound, from which sentences are made, does not hold it. */
  readonly beyondBound: number;
  readonly verdicts: Readonly<Partial<Record<Comparison['verdict'], number>>>;
  /** Winners that the pooled ratio calls losers, and of identical servers any winner at all. */
  readonly wrong: number;
}

/** What a reader of one run wants to know first. */
const askedFor = ['throughput', 'cpu.total', 'latency.p50'] as const;

/** Figures of runs of the same profile, by the rules of this version, beside those of all runs together. Pure. */
export function figuresOf(runs: readonly Run[]): SeriesFigures[] {
  const found = runs.map(compare);
  const main = mainScenario(found.flat());
  const asked = found
    .flat()
    .filter(({ kind, scenario }) => (kind === 'scheme' || kind === 'a-a') && scenario === main)
    .map((one) => ({ ...one, pair: nameOf(one) }));
  return askedFor.flatMap((metric) => {
    const here = asked.filter((one) => one.metric === metric);
    return [...new Set(here.map(({ pair }) => pair))].map((pair) => ({
      metric,
      pair,
      ...pooledFigures(here.filter((one) => one.pair === pair)),
    }));
  });
}

function nameOf({ kind, scheme, reference }: Comparison): string {
  return kind === 'a-a' ? 'a-a' : `${scheme} / ${reference}`;
}

function pooledFigures(each: readonly Comparison[]): Omit<SeriesFigures, 'metric' | 'pair'> {
  const pooled = pooledOf(each);
  const intervals = each.map(({ ciLow, ciHigh }) => [ciLow ?? 0, ciHigh ?? Number.POSITIVE_INFINITY] as const);
  return {
    pooled,
    halfWidths: intervals.map(([low, high]) => Math.sqrt(high / low) - 1).sort((a, b) => a - b),
    outside: intervals.filter(([low, high]) => pooled < low || pooled > high).length,
    beyondBound: each.filter(({ bound }) => bound && (pooled < bound.low || pooled > bound.high)).length,
    verdicts: counted(each),
    wrong: each.filter((one) => isWrong(one, pooled)).length,
  };
}

/** Of the rounds of all runs, each run's centre counted as often as it has rounds. */
function pooledOf(each: readonly Comparison[]): number {
  const known = each.flatMap(({ ratio, rounds }) => (ratio === null ? [] : [{ log: Math.log(ratio), rounds }]));
  const rounds = known.reduce((sum, one) => sum + one.rounds, 0);
  return Math.exp(known.reduce((sum, one) => sum + one.log * one.rounds, 0) / rounds);
}

function isWrong({ verdict, kind, metric }: Comparison, pooled: number): boolean {
  if (verdict !== 'better' && verdict !== 'worse') return false;
  const isBetter = metricOf(metric).better === 'higher' ? pooled > 1 : pooled < 1;
  return kind === 'a-a' || (verdict === 'better') !== isBetter;
}

function counted(some: readonly Comparison[]): SeriesFigures['verdicts'] {
  const counts: Partial<Record<Comparison['verdict'], number>> = {};
  for (const { verdict } of some) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
