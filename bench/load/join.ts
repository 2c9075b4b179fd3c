import { lowerMedian } from '../../reports/statistics/median.ts';
import { encodeHistogram, merge } from '../generator/histogram.ts';
import type { LoadResult, Part, RequestTimes } from '../generator/job.ts';
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
    ...added(slices.map(({ traffic, loopDelays, toldUs }) => ({ traffic, loopDelays, toldUs }))),
    result: joinResults(slices.map(({ result }) => result)),
    usage: usages.length === slices.length ? joinUsages(usages) : undefined,
  };
}

/**
 * Things of one shape as one: numbers are added, histograms merged, member by member and instance by instance. What one
 * of them does not know is not known of all; a member that one does not have, such as a reason of failures, adds nothing.
 */
export function added<T>(all: readonly T[]): T {
  const [first] = all;
  const of = (key: string | number) =>
    added(all.flatMap((one) => (Object.hasOwn(one as object, key) ? [one[key as keyof T]] : [])));
  const merged = (): unknown => {
    if (all.includes(undefined as T)) return undefined;
    if (typeof first === 'number') return all.reduce((sum, one) => sum + Number(one), 0);
    if (typeof first === 'string') return encodeHistogram(merge(all.map(String)));
    if (Array.isArray(first)) return first.map((_, instance) => of(instance));
    const members = new Set(all.flatMap((one) => Object.keys(one as object)));
    return Object.fromEntries([...members].map((member) => [member, of(member)]));
  };
  return merged() as T;
}

function joinResults(results: readonly LoadResult[]): LoadResult {
  const sums = added(results.map(({ parts: _, ...one }) => ({ ...one, users: [] })));
  const parts = results.flatMap((one) => one.parts ?? []);
  return {
    ...sums,
    ...(parts.length > 0 && { parts: joinParts(parts) }),
    span: joinSpans(results.map(({ span }) => span)),
    inFlightMean: results.reduce((sum, one) => sum + one.inFlightMean * one.elapsedMs, 0) / sums.elapsedMs,
    users: results.at(-1)?.users ?? [],
  };
}

/** Each as it was in all of them, and as far apart from the others as it was at worst. */
function joinParts(parts: readonly Part[]): Part[] {
  return [...new Set(parts.map(({ by }) => by))].map((by): Part => {
    const own = parts.filter((part) => part.by === by);
    const skews = own.flatMap(({ skewMs }) => skewMs ?? []);
    return {
      ...(own.at(-1) as Part),
      counts: added(own.map(({ counts }) => counts)),
      skewMs: skews.length > 0 ? Math.max(...skews) : undefined,
      wrong: [...new Set(own.flatMap(({ wrong }) => wrong))],
    };
  });
}

/** Whoever falls behind does so in each slice anew: one in which answers came late for once is no sign of it. */
function joinSpans(spans: readonly RequestTimes[]): RequestTimes {
  const behind = spans.flatMap(({ dueMs, doneMs }) => (dueMs > 0 ? [doneMs / dueMs] : []));
  const dueMs = spans.reduce((sum, one) => sum + one.dueMs, 0);
  return { dueMs, doneMs: behind.length === 0 ? dueMs : dueMs * lowerMedian(behind) };
}

function joinUsages(usages: readonly Usage[]): Usage {
  const wallMs = usages.reduce((sum, one) => sum + one.wallMs, 0);
  const mean = (of: (machine: Usage['machine']) => number) =>
    usages.reduce((sum, { machine, wallMs: ms }) => sum + of(machine) * ms, 0) / wallMs;
  const throttled = usages.every(({ machine }) => machine.throttledCores !== undefined);
  const otherLoad = usages.every(({ machine }) => machine.otherLoadCores !== undefined);
  // one that is missing from a slice ended in it
  const pids = [...(usages[0]?.processes.keys() ?? [])].filter((pid) => usages.every((one) => one.processes.has(pid)));
  return {
    wallMs,
    processes: new Map(pids.map((pid) => [pid, joinProcess(usages.flatMap((one) => one.processes.get(pid) ?? []))])),
    machine: {
      busyCores: mean(({ busyCores }) => busyCores),
      stealCores: mean(({ stealCores }) => stealCores),
      ...(throttled && { throttledCores: mean(({ throttledCores = 0 }) => throttledCores) }),
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
