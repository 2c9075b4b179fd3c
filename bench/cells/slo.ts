import type { Results } from '../../reports/results.ts';
import type { Generator } from '../load/generator.ts';
import { decode } from '../load/histogram.ts';
import type { LoadResult, OpenJob } from '../load/job.ts';
import { type Measured, measureLoad } from '../load/measure.ts';
import { achievedRatio, leastRequests, limits } from '../load/metrics.ts';
import type { LadderCell, SearchCell } from '../plan/plan-slo.ts';
import type { Profile } from '../plan/profiles.ts';
import { assertContract } from '../run/contract.ts';
import { observe } from '../run/observe.ts';
import { type Bracket, seekRate } from '../run/seek-rate.ts';
import type { Grounds, LiveTarget } from '../target/target.ts';
import { heat } from './heat.ts';
import { closedJob, componentsOf, openJob, virtualUsers, wish } from './load-jobs.ts';
import type { CellOutcome } from './outcome.ts';

type Sample = Results['samples'][number];

export interface SloExtent {
  readonly load: Profile['load'];
  readonly slo: NonNullable<Profile['slo']>;
}

/** The highest rate at which the 99th percentile is within the objective, on one launch. */
export async function runSearch(
  { id, scenario, scheme }: SearchCell,
  extent: SloExtent,
  generator: Generator,
  grounds: Grounds,
): Promise<CellOutcome> {
  const { load, slo } = extent;
  const about = { id: `load/${id}`, title: `${scenario.title}: highest rate with p99 within ${slo.p99Ms} ms` };
  const seen = await observe(about, wish(scheme, load), grounds, async ({ stage }, live) => {
    await assertContract(stage);
    const cold = await virtualUsers(scenario, stage, load.users);
    const users = await heat(scenario, { stage, live }, cold, load, generator, grounds.signal);
    const { counts, elapsedMs } = await generator.run(closedJob(scenario, live, users, load), grounds.signal);
    const least = leastRate(slo);
    const start = Math.max(least, counts.completed / (elapsedMs / 1_000) / 4);
    const probes: Probe[] = [];
    const bracket = await seekRate({ start, least, most: 64 * start, closest: slo.closest }, async (rate) => {
      const result = await generator.run(jobAt(rate, openJob(scenario, live, users, load, rate), slo), grounds.signal);
      const held = keeps(result, slo.p99Ms);
      probes.push({ rate, held: held ?? null, p99Us: p99Of(result), achieved: achievedRatio(result) });
      return held;
    });
    return { value: bracket, facts: { p99Ms: slo.p99Ms, ...bracket, probes } };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const common = { scenario: scenario.id, scheme: scheme.id, arm: 'slo', round: 1, valid: true };
  const figures = [
    ['slo.p99', 'us', slo.p99Ms * 1_000],
    ['slo.rate.low', '1/s', seen.value.low],
    ['slo.rate.high', '1/s', seen.value.high],
  ] as const;
  const samples = figures.flatMap(([metric, unit, value]) =>
    value === undefined ? [] : [{ ...common, metric, unit, value }],
  );
  return { part: { samples, evidence: [seen.evidence] }, ...told(seen.value, slo.p99Ms) };
}

interface Probe {
  readonly rate: number;
  readonly held: boolean | null;
  readonly p99Us: number;
  readonly achieved: number | undefined;
}

/**
 * Whether the objective was kept; undefined where it was missed and the generator may be why. What the generator adds
 * to a latency can only hide that it was kept, never that it was missed.
 */
export function keeps(result: LoadResult, p99Ms: number): boolean | undefined {
  const { counts, elapsedMs, generatorCpuUs } = result;
  const carried =
    counts.completed > 0 &&
    counts.failed <= mostFailed * counts.sent &&
    counts.dropped === 0 &&
    (achievedRatio(result) ?? 0) >= limits.achievedRatio;
  if (carried && p99Of(result) <= p99Ms * 1_000) return true;
  return generatorCpuUs / 1_000 / elapsedMs > limits.generatorCores ? undefined : false;
}

const mostFailed = 0.001;

function p99Of({ latency }: LoadResult): number {
  return latency === undefined ? Number.NaN : decode(latency).getValueAtPercentile(99);
}

function told({ low, high }: Bracket, p99Ms: number): Pick<CellOutcome, 'state' | 'summary'> {
  const kept = `p99 within ${p99Ms} ms`;
  if (low !== undefined && high !== undefined)
    return { state: 'done', summary: `${kept} up to ${low}/s, and no more at ${high}/s` };
  const end =
    high === undefined ? 'beyond it the load generator is at its limit' : `it was not at ${high}/s, the lowest`;
  const known = low === undefined ? `${kept} was kept at no rate that was tried` : `${kept} up to ${low}/s`;
  return { state: 'inconclusive', summary: `${known}; ${end}` };
}

/** One launch at all rates; a rate that was not carried is a finding, and its latency is none. */
export async function runLadder(
  { id, scenario, scheme, round, order }: LadderCell,
  rates: readonly number[],
  { load, slo }: SloExtent,
  generator: Generator,
  grounds: Grounds,
): Promise<CellOutcome> {
  const about = { id: `load/${id}`, title: `${scenario.title} at one rate after another, round ${round}` };
  const seen = await observe(about, wish(scheme, load), grounds, async ({ stage }, live) => {
    await assertContract(stage);
    const cold = await virtualUsers(scenario, stage, load.users);
    const users = await heat(scenario, { stage, live }, cold, load, generator, grounds.signal);
    const blocks: { readonly rate: number; readonly block: Measured }[] = [];
    for (const rate of order.map((place) => rates[place] ?? 1)) {
      const job = jobAt(rate, openJob(scenario, live, users, load, rate), slo);
      blocks.push({ rate, block: await measure(job, live) });
    }
    return {
      value: blocks,
      facts: { rates, order, blocks: blocks.map(({ rate, block }) => ({ rate, invalid: block.invalid })) },
    };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const samples = seen.value.flatMap(({ rate, block }) =>
    block.metrics
      .filter(({ metric }) => metric === 'latency.p50' || metric === 'latency.p99')
      .map((metric): Sample => ({ scenario: scenario.id, scheme: scheme.id, arm: `rate:${rate}`, round, ...metric })),
  );
  const carried = seen.value.filter(({ block }) => block.invalid.length === 0);
  return {
    part: { samples, evidence: [seen.evidence] },
    state: 'done',
    summary: `${carried.length} of ${rates.length} rates carried, up to ${Math.max(0, ...carried.map(({ rate }) => rate))}/s`,
  };

  function measure(job: OpenJob, live: LiveTarget) {
    return measureLoad(generator, job, componentsOf(live, grounds), grounds.signal);
  }
}

/** Long enough for a 99th percentile, where that is within the patience of the profile. */
function jobAt(rate: number, job: OpenJob, { settleMs, blockMs }: SloExtent['slo']): OpenJob {
  const needed = Math.ceil((1_000 * leastRequests.p99) / rate);
  return { ...job, warmUpMs: settleMs, durationMs: Math.min(Math.max(blockMs, needed), longest * blockMs) };
}

const longest = 4;

/** Below it, even the longest block has no 99th percentile. */
export function leastRate({ blockMs }: Pick<SloExtent['slo'], 'blockMs'>): number {
  return Math.ceil((1_000 * leastRequests.p99) / (longest * blockMs));
}
