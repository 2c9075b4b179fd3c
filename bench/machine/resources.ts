import { readdirSync, readFileSync } from 'node:fs';
import { readThrottled, type Throttled, throttledBetween } from './throttled.ts';

/** What the kernel has counted for some processes and for the machine, at one moment. */
export interface Resources {
  readonly at: number;
  readonly processes: ReadonlyMap<number, ProcessCounters>;
  readonly machine: { readonly busyTicks: number; readonly stealTicks: number };
  /** What CPU quotas kept from the processes. */
  readonly throttled?: Throttled;
}

interface ProcessCounters {
  /** Of each thread, where the kernel keeps schedstat. */
  readonly threads: ReadonlyMap<string, { readonly cpuNs: number; readonly waitNs: number }> | undefined;
  /** All threads, those that ended too, to 10 ms. */
  readonly cpuTicks: number;
  readonly rssBytes: number;
}

/** What was used between two moments. */
export interface Usage {
  readonly wallMs: number;
  readonly processes: ReadonlyMap<number, ProcessUsage>;
  /** In cores: 1 is one core, all the time. Steal is what the hypervisor gave to others, throttled what a quota kept back. */
  readonly machine: {
    readonly busyCores: number;
    readonly stealCores: number;
    readonly throttledCores?: number;
    /** What programs other than those asked for used, where they were counted one by one. */
    readonly otherLoadCores?: number;
  };
}

export interface ProcessUsage {
  /** On a core, all threads. */
  readonly cpuUs: number;
  /** Runnable, but waiting for a core; undefined where the kernel keeps no schedstat. */
  readonly waitUs: number | undefined;
  readonly rssBytes: number;
}

/**
 * Reads /proc. @returns undefined where there is none (macOS, Windows), so that a figure is missing there and never 0;
 * a process that has ended is missing from `processes`.
 */
export function sample(pids: readonly number[]): Resources | undefined {
  const machine = readMachine();
  if (!machine) return undefined;
  const processes = new Map<number, ProcessCounters>();
  for (const pid of pids) {
    const counters = readProcess(pid);
    if (counters) processes.set(pid, counters);
  }
  return { at: performance.now(), processes, machine, throttled: readThrottled(pids) };
}

/** What these processes hold in memory together; undefined where one of them cannot be seen, or there is none. */
export function residentBytes(pids: readonly (number | undefined)[]): number | undefined {
  const all = sample(pids.filter((pid) => pid !== undefined))?.processes;
  if (!all || all.size === 0 || all.size < pids.length) return undefined;
  return [...all.values()].reduce((sum, { rssBytes }) => sum + rssBytes, 0);
}

/** Processes that are not in both samples are missing. */
export function difference(before: Resources, after: Resources): Usage {
  const wallMs = after.at - before.at;
  const cores = (ticks: number) => (ticks * tickUs) / (wallMs * 1_000);
  const processes = new Map<number, ProcessUsage>();
  for (const [pid, now] of after.processes) {
    const then = before.processes.get(pid);
    if (then) processes.set(pid, used(then, now));
  }
  return {
    wallMs,
    processes,
    machine: {
      busyCores: cores(after.machine.busyTicks - before.machine.busyTicks),
      stealCores: cores(after.machine.stealTicks - before.machine.stealTicks),
      ...(before.throttled &&
        after.throttled && { throttledCores: throttledBetween(before.throttled, after.throttled) / (wallMs * 1_000) }),
    },
  };
}

function used(before: ProcessCounters, after: ProcessCounters): ProcessUsage {
  const { rssBytes } = after;
  const coarseUs = (after.cpuTicks - before.cpuTicks) * tickUs;
  if (!before.threads || !after.threads) return { cpuUs: coarseUs, waitUs: undefined, rssBytes };
  let cpuNs = 0;
  let waitNs = 0;
  for (const [thread, now] of after.threads) {
    const then = before.threads.get(thread) ?? { cpuNs: 0, waitNs: 0 };
    cpuNs += now.cpuNs - then.cpuNs;
    waitNs += now.waitNs - then.waitNs;
  }
  // A thread that ended took its own counters with it; the process kept their sum.
  const lostOne = [...before.threads.keys()].some((thread) => !after.threads?.has(thread));
  return { cpuUs: lostOne ? Math.max(coarseUs, cpuNs / 1_000) : cpuNs / 1_000, waitUs: waitNs / 1_000, rssBytes };
}

/** USER_HZ is 100 on every Linux: proc(5). */
const tickUs = 10_000;

function readProcess(pid: number): ProcessCounters | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The command, in parentheses, may hold anything; fields are counted behind it. proc(5): utime 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const residentKb = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0;
  return { threads: readThreads(pid), cpuTicks: field(14) + field(15), rssBytes: Number(residentKb) * 1_024 };
}

function readThreads(pid: number): ProcessCounters['threads'] {
  const threads = new Map<string, { cpuNs: number; waitNs: number }>();
  for (const thread of list(`/proc/${pid}/task`)) {
    const line = read(`/proc/${pid}/task/${thread}/schedstat`);
    if (line === undefined) continue;
    const [cpuNs = 0, waitNs = 0] = line.split(' ').map(Number);
    threads.set(thread, { cpuNs, waitNs });
  }
  return threads.size === 0 ? undefined : threads;
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal, in ticks. */
function readMachine(): Resources['machine'] | undefined {
  const line = read('/proc/stat')?.split('\n')[0];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stealTicks = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busyTicks: user + nice + system + irq + softirq, stealTicks };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
