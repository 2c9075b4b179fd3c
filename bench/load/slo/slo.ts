import { type MetricName, measured } from '../../../reports/metrics.ts';
import type { Results } from '../../../reports/results/results.ts';
import { blockLimits as limits } from '../../../reports/statistics/block-limits.ts';
import { disturbed } from '../../../reports/statistics/disturbed.ts';
import type { CellOutcome } from '../../cells/cell-outcome.ts';
import { assertContract } from '../../cells/contract.ts';
import { observe } from '../../cells/observe.ts';
import type { Generator } from '../../generator/generator.ts';
import { decodeHistogram } from '../../generator/histogram.ts';
import type { OpenJob } from '../../generator/job.ts';
import type { RateSweepCell, SearchCell } from '../../plan/plan-slo.ts';
import type { Profile } from '../../plan/profiles.ts';
import type { RunContext } from '../../targets/run-context.ts';
import { longestRoundMs } from '../load.ts';
import { closedJob, componentsOf, openJob, options, virtualUsers } from '../load-jobs.ts';
import type { LoadSetup } from '../load-setup.ts';
import { type Measured, measureLoad } from '../measure.ts';
import { achievedRatio, leastRequests } from '../metrics.ts';
import { warmUpJit } from '../warm-up.ts';
import { type Sought, seekRate } from './seek-rate.ts';

type Sample = Results['samples'][number];

export interface SloExtent {
  readonly load: Profile['load'];
  readonly slo: NonNullable<Profile['slo']>;
}

/** What an arm of a rate sweep is loaded with. */
export interface RateSweepSetup extends Omit<LoadSetup, 'extent'> {
  readonly extent: SloExtent;
}

/** The highest rate at which the 99th percentile is within the objective, on one launch. */
export async function runSearch(
  { facts, arm, scenario, scheme }: SearchCell,
  extent: SloExtent,
  generator: Generator,
  context: RunContext,
): Promise<CellOutcome> {
  const { load, slo } = extent;
  const title = `${scenario.title}: highest rate with p99 within ${slo.p99Ms} ms`;
  const about = { cell: facts, title, withinMs: longestRoundMs };
  const seen = await observe(about, options(scheme, load), context, async ({ stage }, live) => {
    await assertContract(stage);
    const cold = await virtualUsers(scenario, stage, load.users, generator);
    const { users } = await warmUpJit({ scenario, stage, live, extent: load, generator }, cold);
    const { counts, elapsedMs } = await generator.run(closedJob(scenario, live, users, load), stage.signal);
    const components = await componentsOf(live);
    const least = leastRate(slo);
    const start = Math.max(least, counts.completed / (elapsedMs / 1_000) / 4);
    const probes: Probe[] = [];
    const sought = await seekRate({ start, least, most: 64 * start, closest: slo.closest }, async (rate) => {
      for (let tries = 1; ; tries += 1) {
        const job = jobAt(rate, openJob(scenario, live, users, load, rate), slo);
        const block = await measureLoad(generator, job, components, stage.signal);
        const vote = voteOf(block, slo.p99Ms);
        probes.push({ rate, ...vote, ...seenIn(block) });
        if (vote.held !== null || tries === mostTries) return vote.held ?? undefined;
      }
    });
    return { value: { ...sought, probes }, facts: { p99Ms: slo.p99Ms, ...sought, probes } };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const common = {
    scenario: scenario.id,
    scheme: scheme.id,
    arm,
    round: 1,
    valid: true,
  };
  const voted = seen.value.probes.filter(({ held }) => held !== null);
  const figures = [
    ['slo.p99', slo.p99Ms * 1_000],
    ['slo.rate.low', seen.value.low],
    ['slo.rate.high', seen.value.confirmed ? seen.value.high : undefined],
    ['machine.foreign', mean(voted.flatMap(({ otherLoadCores }) => otherLoadCores ?? []))],
    ['machine.steal', mean(voted.flatMap(({ stealCores }) => stealCores ?? []))],
  ] as const;
  const samples = figures.flatMap(([name, value]) =>
    value === undefined ? [] : [{ ...common, ...measured(name, value) }],
  );
  return { part: { samples, evidence: [seen.evidence] }, ...searchSummary(seen.value, slo.p99Ms) };
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b) / values.length;
}

/** What a block says of the objective, or why it says nothing. */
export type Vote =
  | { readonly held: boolean; readonly because?: never }
  | { readonly held: null; readonly because: string };

type Probe = Vote & { readonly rate: number } & ReturnType<typeof seenIn>;

/** A moment that says nothing may be a bad one; so many in a row are the machine. */
const mostTries = 3;

/**
 * Whether a block kept the objective. A disturbed block is not asked, whatever it would say. What the generator adds to a
 * latency can only hide that the objective was kept, so that a hold counts whatever the generator did.
 */
export function voteOf(block: Pick<Measured, 'result' | 'metrics'>, p99Ms: number): Vote {
  const { result, metrics } = block;
  const disturbance = disturbed(metrics.map((metric) => ({ ...nobody, ...metric }))).get(nobody.round);
  if (disturbance !== undefined) return { held: null, because: disturbance };
  const { counts, elapsedMs, generatorCpuUs } = result;
  const carried =
    counts.completed > 0 &&
    counts.failed <= mostFailed * counts.sent &&
    counts.dropped === 0 &&
    (achievedRatio(result) ?? 0) >= leastCarried;
  const seenMs = p99Of(result.latency) / 1_000;
  if (carried && seenMs <= p99Ms) return { held: true };
  const cores = generatorCpuUs / 1_000 / elapsedMs;
  if (cores > limits.generatorCores)
    return { held: null, because: `the load generator used ${Math.round(100 * cores)} % of a core` };
  const lateMs = Math.max(p99Of(result.lag), p99Of(result.loopDelay)) / 1_000;
  const missedMs = Math.max(p99Ms, seenMs);
  if (lateMs > mostLag * missedMs)
    return {
      held: null,
      because: `of the ${missedMs.toFixed(1)} ms, the load generator itself may be ${lateMs.toFixed(1)} ms, more than a tenth`,
    };
  return { held: false };
}

/** Blocks of seconds tell 1 % apart. */
const leastCarried = 0.99;
const mostFailed = 0.001;
/** How late the generator itself may be, as a share of the latency that missed the objective; 99th percentiles. */
const mostLag = 0.1;
const nobody = { scenario: '', scheme: '', arm: { group: 'rate-search', scheme: '', role: 'main' }, round: 1 } as const;

function seenIn({ result, metrics }: Pick<Measured, 'result' | 'metrics'>) {
  const value = (name: string) => metrics.find(({ metric }) => metric === name)?.value ?? null;
  return {
    p99Us: p99Of(result.latency),
    achieved: value('achieved.ratio'),
    lagUs: value('lag.p99'),
    loopDelayUs: p99Of(result.loopDelay),
    otherLoadCores: value('machine.foreign'),
    stealCores: value('machine.steal'),
  };
}

function p99Of(encoded: string | undefined): number {
  return encoded === undefined ? Number.NaN : decodeHistogram(encoded).getValueAtPercentile(99);
}

/** What a search came to, in words. */
export function searchSummary(
  { low, high, confirmed, probes }: Sought & { readonly probes: readonly Probe[] },
  p99Ms: number,
): Pick<CellOutcome, 'state' | 'summary'> {
  const because = probes.at(-1)?.because;
  const kept = `p99 within ${p99Ms} ms`;
  if (confirmed && low !== undefined && high !== undefined)
    return { state: 'done', summary: `${kept} up to ${low}/s, and no more at ${high}/s` };
  const known = low === undefined ? `${kept} was kept at no rate that was tried` : `${kept} up to ${low}/s`;
  return { state: 'inconclusive', summary: `${known}; ${open()}` };

  function open(): string {
    if (because !== undefined) return `beyond it cannot be told: ${because}`;
    if (!confirmed) return 'asked again, the rates around it said otherwise each time';
    return high === undefined ? 'no higher rate was tried' : `it was not at ${high}/s, the lowest`;
  }
}

/**
 * One launch at all rates, each in turn with the other schemes of the round. A rate that was not carried is a finding, and
 * its latency is none.
 */
export async function runRateSweep(
  { facts, arm, scenario, scheme, round, order }: RateSweepCell,
  rates: readonly number[],
  { extent: { load, slo }, generator, context, slot }: RateSweepSetup,
): Promise<CellOutcome> {
  const title = `${scenario.title} at one rate after another, round ${round}`;
  const about = { cell: facts, title, withinMs: longestRoundMs };
  const seen = await observe(about, options(scheme, load), context, async ({ stage }, live) => {
    await assertContract(stage);
    const cold = await virtualUsers(scenario, stage, load.users, generator);
    const components = await componentsOf(live);
    slot.ready();
    const { own: warm } = await slot.next(() => warmUpJit({ scenario, stage, live, extent: load, generator }, cold));
    const blocks: { readonly rate: number; readonly block: Measured }[] = [];
    for (const rate of order.map((place) => rates[place] ?? 1)) {
      const job = jobAt(rate, openJob(scenario, live, warm.users, load, rate), slo);
      const { own: block } = await slot.next(() => measureLoad(generator, job, components, stage.signal));
      blocks.push({ rate, block });
    }
    return {
      value: blocks,
      facts: { rates, order, blocks: blocks.map(({ rate, block }) => ({ rate, invalid: block.invalid })) },
    };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const samples = seen.value.flatMap(({ rate, block }) =>
    block.metrics
      .filter(({ metric }) => inTheRateSweep.includes(metric))
      .map(
        (metric): Sample => ({
          scenario: scenario.id,
          scheme: scheme.id,
          arm: { ...arm, rate },
          round,
          ...metric,
        }),
      ),
  );
  const carried = seen.value.filter(({ block }) => block.invalid.length === 0);
  return {
    part: { samples, evidence: [seen.evidence] },
    state: 'done',
    summary: `${carried.length} of ${rates.length} rates carried, up to ${Math.max(0, ...carried.map(({ rate }) => rate))}/s`,
  };
}

/** What is shown of a rate, and what tells whether its round was disturbed. */
const inTheRateSweep: readonly MetricName[] = [
  'latency.p50',
  'latency.p99',
  'machine.foreign',
  'machine.steal',
  'wait.servers',
];

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
