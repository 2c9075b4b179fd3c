import type { Results } from '../../../reports/results/results.ts';
import { compare } from '../../../reports/statistics/compare.ts';
import { mainScenario } from '../../../reports/statistics/main-scenario.ts';

type Comparison = Results['comparisons'][number];
type Run = Pick<Results, 'run' | 'samples' | 'comparisons'>;

/** One ratio over all runs of a series. */
export interface Told {
  readonly metric: string;
  /** `a-a` for the reference against itself. */
  readonly pair: string;
  /** Of the rounds of all runs together: what each run's own interval should hold. */
  readonly pooled: number;
  /** How far each run's interval reaches, as a share, shortest first; infinite where there was none. */
  readonly halfWidths: readonly number[];
  /** Runs whose interval does not hold the pooled ratio. */
  readonly outside: number;
  readonly verdicts: Readonly<Partial<Record<Comparison['verdict'], number>>>;
  /** Winners that the pooled ratio calls losers, and of identical servers any winner at all. */
  readonly wrong: number;
}

/** What a reader of one run wants to know first. */
export const askedFor = ['throughput', 'cpu.total', 'latency.p50'] as const;

/** What runs of the same profile came to, beside all of them as if they were one. Pure. */
export function toldOf(runs: readonly Run[]): Told[] {
  const [first] = runs;
  if (!first) return [];
  const together = compare({ run: first.run, samples: runs.flatMap(renumbered) });
  return askedFor.flatMap((metric) => together.filter((one) => isAsked(one, metric)).map((all) => told(all, runs)));

  function isAsked({ metric, kind, scenario }: Comparison, wanted: string): boolean {
    return metric === wanted && (kind === 'scheme' || kind === 'a-a') && scenario === mainScenario(together);
  }
}

/** Rounds of one run follow those of the runs before it. */
function renumbered({ samples }: Run, index: number): Results['samples'] {
  return samples.map((sample) => ({ ...sample, round: sample.round + index * roundsPerRun }));
}

const roundsPerRun = 1_000;

function told(all: Comparison, runs: readonly Run[]): Told {
  const { kind, metric, scheme, reference, scenario } = all;
  const isSame = (one: Comparison) =>
    one.kind === kind && one.metric === metric && one.scheme === scheme && one.reference === reference;
  const each = runs.flatMap(
    ({ comparisons }) => comparisons.find((one) => isSame(one) && one.scenario === scenario) ?? [],
  );
  const pooled = all.ratio ?? Number.NaN;
  const intervals = each.map(({ ciLow, ciHigh }) => [ciLow ?? 0, ciHigh ?? Number.POSITIVE_INFINITY] as const);
  const betterIsLess = metric !== 'throughput';
  const isWrong = ({ verdict }: Comparison) =>
    (verdict === 'better' || verdict === 'worse') &&
    (kind === 'a-a' || (verdict === 'better') !== (betterIsLess ? pooled < 1 : pooled > 1));
  return {
    ...{ metric, pooled, pair: kind === 'a-a' ? 'a-a' : `${scheme} / ${reference}` },
    halfWidths: intervals.map(([low, high]) => Math.sqrt(high / low) - 1).sort((a, b) => a - b),
    outside: intervals.filter(([low, high]) => pooled < low || pooled > high).length,
    verdicts: counted(each),
    wrong: each.filter(isWrong).length,
  };
}

function counted(some: readonly Comparison[]): Told['verdicts'] {
  const counts: Partial<Record<Comparison['verdict'], number>> = {};
  for (const { verdict } of some) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
