import { encodeHistogram, merge } from '../generator/histogram.ts';
import type { Counts, LoadResult, RequestTimes } from '../generator/job.ts';
import type { ProcessUsage, Usage } from '../machine/resources.ts';
import type { StoreTraffic } from '../store/traffic.ts';

/** A stretch of load, and what it cost each process; undefined where this machine does not count it. */
export interface Slice {
  readonly result: LoadResult;
  readonly usage: Usage | undefined;
  /** What its store was asked for all requests of the job; undefined where it does not tell. */
  readonly traffic: StoreTraffic | undefined;
  /** Of each instance, how late each tick of its event loop was; undefined where none told. */
  readonly loopDelays: readonly string[] | undefined;
  /** Of each instance, its CPU time in µs, as it told itself; undefined where none told. */
  readonly toldUs?: readonly number[] | undefined;
}

/** Slices of one target as if they had been one block: sums, merged histograms, means over time. Pure. */
export function join(slices: readonly [Slice, ...Slice[]]): Slice {
  const usages = slices.flatMap(({ usage }) => usage ?? []);
  return {
    result: joinResults(slices.map(({ result }) => result)),
    usage: usages.length === slices.length ? joinUsages(usages) : undefined,
    traffic: joinTraffic(slices.map(({ traffic }) => traffic)),
    loopDelays: joinLoops(slices.map(({ loopDelays }) => loopDelays)),
    toldUs: joinTold(slices.map(({ toldUs }) => toldUs)),
  };
}

function joinResults(results: readonly LoadResult[]): LoadResult {
  const sum = (of: (one: LoadResult) => number) => results.reduce((all, one) => all + of(one), 0);
  const count = (key: keyof Counts) => sum(({ counts }) => counts[key]);
  const histogram = (of: (one: LoadResult) => string | undefined) => {
    const encoded = results.flatMap((one) => of(one) ?? []);
    return encoded.length === results.length ? encodeHistogram(merge(encoded)) : undefined;
  };
  const elapsedMs = sum((one) => one.elapsedMs);
  return {
    counts: {
      intended: count('intended'),
      sent: count('sent'),
      completed: count('completed'),
      failed: count('failed'),
      late: count('late'),
      dropped: count('dropped'),
    },
    steps: added(results.map(({ steps }) => steps)),
    failures: added(results.map(({ failures }) => failures)),
    elapsedMs,
    answered: sum((one) => one.answered),
    span: joinSpans(results.map(({ span }) => span)),
    latency: histogram(({ latency }) => latency),
    service: encodeHistogram(merge(results.map(({ service }) => service))),
    lag: histogram(({ lag }) => lag),
    bytesUp: results.some(({ bytesUp }) => bytesUp === undefined) ? undefined : sum(({ bytesUp = 0 }) => bytesUp),
    bytesDown: sum(({ bytesDown }) => bytesDown),
    inFlightMean: sum((one) => one.inFlightMean * one.elapsedMs) / elapsedMs,
    generatorCpuUs: sum(({ generatorCpuUs }) => generatorCpuUs),
    loopDelay: encodeHistogram(merge(results.map(({ loopDelay }) => loopDelay))),
    users: results.at(-1)?.users ?? [],
  };
}

/** Whoever falls behind does so in each slice anew: one in which answers came late for once is no sign of it. */
function joinSpans(spans: readonly RequestTimes[]): RequestTimes {
  const behind = spans.flatMap(({ dueMs, doneMs }) => (dueMs > 0 ? [doneMs / dueMs] : [])).sort((a, b) => a - b);
  const dueMs = spans.reduce((sum, one) => sum + one.dueMs, 0);
  return { dueMs, doneMs: dueMs * (behind[(behind.length - 1) >> 1] ?? 1) };
}

function joinTraffic(all: readonly (StoreTraffic | undefined)[]): StoreTraffic | undefined {
  const known = all.flatMap((one) => one ?? []);
  const sum = (of: keyof StoreTraffic) => known.reduce((total, one) => total + (one[of] ?? Number.NaN), 0);
  if (known.length < all.length) return undefined;
  const cpuUs = sum('cpuUs');
  return {
    commands: sum('commands'),
    bytesIn: sum('bytesIn'),
    bytesOut: sum('bytesOut'),
    cpuUs: Number.isNaN(cpuUs) ? undefined : cpuUs,
  };
}

/** Instance by instance. */
function joinLoops(all: readonly (readonly string[] | undefined)[]): string[] | undefined {
  const known = all.flatMap((one) => (one ? [one] : []));
  if (known.length < all.length) return undefined;
  return known[0]?.map((_, instance) => encodeHistogram(merge(known.flatMap((one) => one[instance] ?? []))));
}

/** Instance by instance. */
function joinTold(all: readonly (readonly number[] | undefined)[]): number[] | undefined {
  const known = all.flatMap((one) => (one ? [one] : []));
  if (known.length < all.length) return undefined;
  return known[0]?.map((_, instance) => known.reduce((sum, one) => sum + (one[instance] ?? 0), 0));
}

function joinUsages(usages: readonly Usage[]): Usage {
  const wallMs = usages.reduce((sum, one) => sum + one.wallMs, 0);
  const mean = (of: (machine: Usage['machine']) => number) =>
    usages.reduce((sum, { machine, wallMs: ms }) => sum + of(machine) * ms, 0) / wallMs;
  const otherLoad = usages.every(({ machine }) => machine.otherLoadCores !== undefined);
  // one that is missing from a slice ended in it
  const pids = [...(usages[0]?.processes.keys() ?? [])].filter((pid) => usages.every((one) => one.processes.has(pid)));
  return {
    wallMs,
    processes: new Map(pids.map((pid) => [pid, joinProcess(usages.flatMap((one) => one.processes.get(pid) ?? []))])),
    machine: {
      busyCores: mean(({ busyCores }) => busyCores),
      stealCores: mean(({ stealCores }) => stealCores),
      ...(otherLoad && { otherLoadCores: mean(({ otherLoadCores = 0 }) => otherLoadCores) }),
    },
  };
}

function joinProcess(all: readonly ProcessUsage[]): ProcessUsage {
  return {
    cpuUs: all.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
    waitUs: all.some(({ waitUs }) => waitUs === undefined)
      ? undefined
      : all.reduce((sum, { waitUs = 0 }) => sum + waitUs, 0),
    rssBytes: all.at(-1)?.rssBytes ?? 0,
  };
}

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [reason, count] of counts.flatMap((one) => Object.entries(one)))
    sums[reason] = (sums[reason] ?? 0) + count;
  return sums;
}
