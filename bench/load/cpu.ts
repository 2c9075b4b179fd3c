import type { ProcessUsage } from '../machine/resources.ts';
import type { Slice } from './join.ts';

/** Process ids of what answers a request. */
export interface Answering {
  /** Empty where they run out of sight. */
  readonly servers: readonly number[];
  /** `none` where no store takes part, `elsewhere` where its process cannot be seen from here. */
  readonly store: number | 'none' | 'elsewhere';
}

/** What counts the CPU time of a block: the kernel, what servers tell of themselves, and their store. */
export type Counters = Pick<Slice, 'result' | 'usage' | 'traffic' | 'toldUs'>;

/**
 * CPU time of the servers in a block, in µs, or why there is none. The kernel's count comes first, since it holds the
 * others too and costs them nothing; where it counts in ticks of 10 ms, or there is none, theirs does.
 */
export function cpuOfServers({ usage, toldUs }: Counters, { servers }: Pick<Answering, 'servers'>): number | string {
  if (servers.length === 0) return unseenServers;
  const counted = spent(usage, servers, cpuUs);
  return isExact(usage, servers) ? counted : (sum(toldUs) ?? counted);
}

/** The same of the store, whose own count is of the whole job, and of it the part of the requests of the block. */
export function cpuOfStore(counters: Counters, { store }: Pick<Answering, 'store'>): number | string {
  if (store === 'none') return unseenStore.none;
  const { usage } = counters;
  const told = toldByStore(counters);
  if (store === 'elsewhere') return told ?? unseenStore.elsewhere;
  const counted = spent(usage, [store], cpuUs);
  return isExact(usage, [store]) ? counted : (told ?? counted);
}

/**
 * The count that servers and store tell over the kernel's, of both together: what a store uses that nobody asks is too
 * little to have a ratio. A store that runs elsewhere is in neither.
 */
export function agreement(counters: Counters, components: Answering): number | string {
  const { usage, toldUs } = counters;
  const pids = [...components.servers, ...(typeof components.store === 'number' ? [components.store] : [])];
  const counted = isExact(usage, pids) ? spent(usage, pids, cpuUs) : once;
  const ofStore = typeof components.store === 'number' ? toldByStore(counters) : 0;
  const ofServers = sum(toldUs);
  if (typeof counted === 'string' || ofServers === undefined || ofStore === undefined) return once;
  return counted > 0 ? (ofServers + ofStore) / counted : once;
}

const once = 'it was not counted twice';

/** What processes used together, or why that is not known. */
export function spent(
  usage: Counters['usage'],
  pids: readonly number[],
  of: (one: ProcessUsage) => number | undefined,
): number | string {
  if (!usage) return noCounters;
  let all = 0;
  for (const pid of pids) {
    const one = usage.processes.get(pid);
    if (!one) return 'a process ended during the block';
    const value = of(one);
    if (value === undefined) return noCounters;
    all += value;
  }
  return all;
}

export const noCounters = 'this machine does not count it';
export const unseenServers = 'the servers run where the bench cannot tell them from other programs';
export const unseenStore = {
  none: 'no store takes part',
  elsewhere: 'the store runs where its CPU cannot be read',
} as const;

function cpuUs(one: ProcessUsage): number {
  return one.cpuUs;
}

/** Kernels that keep no schedstat know no waits, and CPU time in ticks alone. */
function isExact(usage: Counters['usage'], pids: readonly number[]): boolean {
  return typeof spent(usage, pids, ({ waitUs }) => waitUs) === 'number';
}

function toldByStore({ result: { counts, answered }, traffic }: Counters): number | undefined {
  if (traffic?.cpuUs === undefined || answered === 0) return undefined;
  return (traffic.cpuUs * counts.completed) / answered;
}

function sum(values: readonly number[] | undefined): number | undefined {
  return values?.reduce((all, value) => all + value, 0);
}
