import { type MetricName, measured, unitOf } from '../../reports/metrics.ts';
import type { Results } from '../../reports/results/results.ts';
import { blockLimits as limits } from '../../reports/statistics/block-limits.ts';
import { throttledText, tolerated } from '../../reports/statistics/disturbed.ts';
import { percentTo } from '../../reports/text/wording.ts';
import { decodeHistogram } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import type { ProcessUsage, Usage } from '../machine/resources.ts';
import type { StoreTraffic } from '../store/traffic.ts';
import {
  type Answering,
  agreement,
  type Counters,
  cpuOfServers,
  cpuOfStore,
  noCounters,
  spent,
  unseenServers,
  unseenStore,
} from './cpu.ts';

/** A row of `samples` but for who and when. */
export type LoadMetric = ReturnType<typeof measured> & Pick<Results['samples'][number], 'valid' | 'invalidReason'>;

/** Process ids of what takes part in a request. */
export interface Components extends Answering {
  /** What stands between, where anything does. */
  readonly balancer?: number;
  /** A store that is not ours, where its process is on this machine: it is no other program. */
  readonly givenStore?: number;
  readonly generator: number;
}

export interface Measurement {
  readonly metrics: readonly LoadMetric[];
  /** What could not be said, and why: never a 0. */
  readonly absent: readonly { readonly metric: string; readonly because: string }[];
  /** Why nothing of the block may be used; empty for a good one. */
  readonly invalid: readonly string[];
}

/** What went before a block. */
export interface WarmUp {
  readonly ms: number;
  /** Whether the cost of a request had come to rest; undefined where it was too short to tell. */
  readonly steady: boolean | undefined;
}

/** What was seen of a block beside its answers and what the kernel counts. */
export interface Aside {
  /** Of each instance, how late each tick of its event loop was. */
  readonly loopDelays: readonly string[] | undefined;
  /** Of each instance, its CPU time in µs, as it told itself. */
  readonly toldUs?: readonly number[] | undefined;
  readonly traffic: StoreTraffic | undefined;
  readonly warmUp: WarmUp | undefined;
  /** What a request cost in the second half of the block, over the first half. */
  readonly secondHalf: number | undefined;
}

/** So many requests have ten beyond the percentile; with fewer it is one request's time. */
export const leastRequests = { p50: 1, p95: 200, p99: 1_000 } as const;

/** A value, or why there is none. */
type Figure = readonly [metric: MetricName, value: number | string];

/** Pure: what a block of load says, and whether it may be believed. */
export function readBlock(
  result: LoadResult,
  usage: Usage | undefined,
  components: Components,
  aside?: Aside,
): Measurement {
  const invalid = [...judgeBlock(result), ...judgeQuota(usage)];
  const verdictOf = (reasons: readonly string[]) =>
    reasons.length === 0 ? { valid: true } : { valid: false, invalidReason: reasons.join('; ') };
  const [timed, counting] = [verdictOf(invalid), verdictOf(judgeAnswers(result))];
  const counters = { result, usage, traffic: aside?.traffic, toldUs: aside?.toldUs };
  const figures = [
    ...counted(result),
    ...(aside ? warmed(aside) : []),
    ...(result.counts.completed === 0 ? [] : perRequest(counters, components)),
    ...(aside && result.answered > 0 ? asked(result, aside, components) : []),
    ...(aside ? [['told.cpu', agreement(counters, components)] as const] : []),
  ];
  return {
    metrics: figures.flatMap(([metric, value]) =>
      isFigure(value) ? [{ ...measured(metric, value), ...(isCounted(metric) ? counting : timed) }] : [],
    ),
    absent: figures.flatMap(([metric, because]) => (isFigure(because) ? [] : [{ metric, because: String(because) }])),
    invalid,
  };
}

/** Nothing divided by nothing is none. */
function isFigure(value: number | string): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether it is no matter of time, and as true where the machine was busy. */
function isCounted(metric: MetricName): boolean {
  const unit = unitOf(metric);
  return unit === 'bytes' || unit === 'count';
}

/** What makes a block worthless: wrong answers, a target that fell behind, a generator that did, a broken clock. */
export function judgeBlock(result: LoadResult): string[] {
  const { completed, failed } = result.counts;
  return completed === 0 && failed === 0
    ? ['no request was answered']
    : [...judgeAnswers(result), ...judgeTimes(result)];
}

/** What spoils even what is only counted. */
export function judgeAnswers(result: LoadResult): string[] {
  const { counts, failures } = result;
  if (counts.completed === 0 && counts.failed === 0) return ['no request was answered'];
  const reasons = (result.parts ?? []).flatMap(({ by, wrong }) => wrong.map((one) => `${by}: ${one}`));
  if (counts.failed > 0) {
    const which = Object.entries(failures).map(([reason, count]) => `${reason} (${count})`);
    reasons.push(`${counts.failed} of ${counts.sent} requests failed: ${which.join(', ')}`);
  }
  if (counts.dropped > 0) reasons.push(`${counts.dropped} of ${counts.intended} requests were never sent`);
  const ended = counts.completed + counts.failed;
  if (ended !== counts.sent) reasons.push(`${counts.sent} requests were sent, and ${ended} were answered or failed`);
  const littles = littlesLaw(result);
  if (counts.failed === 0 && Math.abs(littles - 1) > limits.littlesLawDeviation)
    reasons.push(
      `${littles.toFixed(2)} times as many requests were under way as throughput and service time account for`,
    );
  return reasons;
}

/** Who stood still for a quota answered late, and not by their own doing. */
export function judgeQuota(usage: Usage | undefined): string[] {
  const { throttledCores = 0 } = usage?.machine ?? {};
  return throttledCores > tolerated.throttledCores ? [throttledText(throttledCores)] : [];
}

/** What spoils whatever is a time or a cost. */
function judgeTimes(result: LoadResult): string[] {
  const reasons: string[] = [];
  const achieved = achievedRatio(result) ?? 1;
  if (achieved < limits.achievedRatio)
    reasons.push(
      `${percentTo(1, achieved)} of the offered rate was achieved, at least ${percentTo(1, limits.achievedRatio)} is needed`,
    );
  // each of several was judged by itself
  return [...reasons, ...(result.parts ? [] : judgeGenerator(result))];
}

/** Whether one generator kept up. */
export function judgeGenerator(
  result: Pick<LoadResult, 'generatorCpuUs' | 'elapsedMs' | 'lag' | 'loopDelay'>,
): string[] {
  const reasons: string[] = [];
  const ms = (us: number) => (us / 1_000).toFixed(1);
  const cores = result.generatorCpuUs / 1_000 / result.elapsedMs;
  if (cores > limits.generatorCores)
    reasons.push(
      `the load generator used ${percentTo(1, cores)} of a core, at most ${percentTo(1, limits.generatorCores)} is allowed`,
    );
  // a closed loop is for throughput alone
  const loopDelayUs = p99Of(result.loopDelay);
  if (result.lag !== undefined && loopDelayUs > limits.loopDelayUs)
    reasons.push(
      `the load generator's event loop was up to ${ms(loopDelayUs)} ms late, at most ${ms(limits.loopDelayUs)} ms is allowed (p99)`,
    );
  return reasons;
}

/**
 * Completed per second over intended per second; undefined where no rate was intended. By spans, so that a constant
 * service time cancels out and only falling behind shows.
 */
export function achievedRatio({ counts, span: { dueMs, doneMs } }: Pick<LoadResult, 'counts' | 'span'>) {
  if (counts.intended === 0) return undefined;
  return (Math.min(1, doneMs > 0 ? dueMs / doneMs : 1) * counts.completed) / counts.intended;
}

/**
 * Requests under way over throughput times service time (Little 1961): the one as the connections saw it, the others as
 * they were counted and recorded. 1 wherever these agree.
 */
function littlesLaw({ inFlightMean, counts, elapsedMs, service }: LoadResult): number {
  return inFlightMean / ((counts.completed / elapsedMs) * (decodeHistogram(service).mean / 1_000));
}

function p99Of(encoded: string): number {
  return decodeHistogram(encoded).getValueAtPercentile(99);
}

function warmed({ warmUp, secondHalf, loopDelays }: Aside): Figure[] {
  return [
    ...(warmUp
      ? ([
          ['warm-up.length', warmUp.ms],
          ['warm-up.steady', warmUp.steady === undefined ? 'too short to tell' : Number(warmUp.steady)],
        ] as const)
      : []),
    ['block.second-half', secondHalf ?? 'it had no halves, or this machine does not count its cost'],
    // of the slowest
    ['loop.servers', loopDelays ? Math.max(...loopDelays.map(p99Of)) : 'no instance told of its event loop'],
  ];
}

function counted(result: LoadResult): Figure[] {
  const { counts, lag, loopDelay, generatorCpuUs, elapsedMs } = result;
  return [
    ['errors', counts.failed],
    ['dropped', counts.dropped],
    ['late', counts.late],
    ['achieved.ratio', achievedRatio(result) ?? 'a closed loop has no intended rate'],
    ['loop.generator', p99Of(loopDelay)],
    ['generator.cores', generatorCpuUs / 1_000 / elapsedMs],
    ...([50, 99] as const).map(
      (rank): Figure => [
        `lag.p${rank}`,
        lag === undefined ? 'a closed loop has no schedule' : decodeHistogram(lag).getValueAtPercentile(rank),
      ],
    ),
  ];
}

/** Costs are per completed request. */
function perRequest(counters: Counters, components: Components): Figure[] {
  const { result, usage } = counters;
  const { counts, elapsedMs, bytesUp, bytesDown } = result;
  const { servers, store, balancer } = components;
  const each = (sum: number | string) => (typeof sum === 'string' ? sum : sum / counts.completed);
  const ofServers = (of: (one: ProcessUsage) => number | undefined) =>
    servers.length === 0 ? unseenServers : spent(usage, servers, of);
  const cost = { servers: each(cpuOfServers(counters, components)), store: each(cpuOfStore(counters, components)) };
  return [
    ['throughput', counts.completed / (elapsedMs / 1_000)],
    ...percentiles('latency', result.latency),
    ...percentiles('service', result.service),
    ['bytes.up', each(bytesUp ?? 'not counted by autocannon')],
    ['bytes.down', each(bytesDown)],
    ['inflight.littles-law', littlesLaw(result)],
    ['cpu.servers', cost.servers],
    ['cpu.store', cost.store],
    ['cpu.total', store === 'none' ? cost.servers : sum(cost.servers, cost.store)],
    // a cost of the deployment and the same request for all: no part of what a scheme costs
    ...(balancer === undefined
      ? []
      : [['cpu.balancer', each(spent(usage, [balancer], ({ cpuUs }) => cpuUs))] as const]),
    ['cpu.generator', each(result.generatorCpuUs)],
    ['wait.servers', each(ofServers(({ waitUs }) => waitUs))],
    ['rss.servers', ofServers(({ rssBytes }) => rssBytes)],
    ...machine(usage, components),
  ];
}

/** Every process that takes part in a request and can be seen from here. */
export function seen({ servers, store, generator, balancer, givenStore }: Components): number[] {
  return [...servers, generator, store, balancer, givenStore].filter((pid) => typeof pid === 'number');
}

/** Of the time that servers, store and generator wanted a core, the share that they waited for one. */
export function waitingIn(usage: Usage | undefined, components: Components): number | undefined {
  const all = seen(components).flatMap((pid) => usage?.processes.get(pid) ?? []);
  const waitUs = all.reduce((sum, one) => sum + (one.waitUs ?? Number.NaN), 0);
  const wantedUs = all.reduce((sum, { cpuUs }) => sum + cpuUs, waitUs);
  return wantedUs > 0 ? waitUs / wantedUs : undefined;
}

function percentiles(name: 'latency' | 'service', encoded: string | undefined): Figure[] {
  const histogram = encoded === undefined ? undefined : decodeHistogram(encoded);
  return (['p50', 'p95', 'p99'] as const).map((rank) => [`${name}.${rank}` as const, percentile(rank)]);

  function percentile(rank: keyof typeof leastRequests): number | string {
    if (!histogram) return 'a closed loop has no intended send time';
    const { totalCount } = histogram;
    if (totalCount < leastRequests[rank]) return `${totalCount} requests, and ${leastRequests[rank]} are needed`;
    return histogram.getValueAtPercentile(Number(rank.slice(1)));
  }
}

/** Each request's part of what the store was asked, in the whole job: its count is read before and after it. */
function asked({ answered }: LoadResult, { traffic }: Aside, { store }: Components): Figure[] {
  const each = (of: 'commands' | 'bytesIn' | 'bytesOut') =>
    traffic ? traffic[of] / answered : 'the store does not tell';
  const bytes = (of: 'bytesIn' | 'bytesOut') => (store === 'none' ? unseenStore.none : each(of));
  return [
    ['store.commands', store === 'none' ? 0 : each('commands')],
    ['store.bytes.in', bytes('bytesIn')],
    ['store.bytes.out', bytes('bytesOut')],
  ];
}

/** What disturbed the block, in cores: what other programs used, the hypervisor gave to other machines, a quota kept back. */
function machine(usage: Usage | undefined, components: Components): Figure[] {
  const here = seen(components).filter((pid) => pid > 0);
  const own = spent(usage, here, ({ cpuUs }) => cpuUs);
  const rest = usage && typeof own === 'number' ? usage.machine.busyCores - own / 1_000 / usage.wallMs : undefined;
  const counted = usage?.machine.otherLoadCores;
  const otherLoad = rest === undefined || counted === undefined ? rest : Math.max(counted, rest - tickBias);
  return [
    [
      'machine.foreign',
      components.servers.length === 0 ? unseenServers : otherLoad === undefined ? noCounters : Math.max(0, otherLoad),
    ],
    ['machine.steal', usage?.machine.stealCores ?? noCounters],
    ...(usage?.machine.throttledCores === undefined
      ? []
      : [['machine.throttled', usage.machine.throttledCores] as const]),
    ['machine.waiting', waitingIn(usage, components) ?? noCounters],
  ];
}

/**
 * In cores. The machine's own total is sampled at ticks, which timers of Node are in step with, and holds what the kernel
 * does for our packets; it is asked only for what no program in sight accounts for, such as compilers and containers.
 */
const tickBias = 0.25;

function sum(a: number | string, b: number | string): number | string {
  if (typeof a === 'string') return a;
  return typeof b === 'string' ? b : a + b;
}
