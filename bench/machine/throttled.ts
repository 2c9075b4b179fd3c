import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** By file of its counters: for how long each group of processes was kept from all cores so far, in µs of each core. */
export type Throttled = ReadonlyMap<string, number>;

/**
 * Reads what CPU quotas have cost these processes (cgroups(7), `cpu.max`, `cpu.cfs_quota_us`): a container, or a pod around it,
 * that has used up its share stands still until the next period, which no other counter tells. Every group counts in which
 * one of them is, up to the outermost that can be seen.
 * @param root where proc and sys are
 */
export function readThrottled(pids: readonly number[], root = '/'): Throttled {
  const files = new Set(pids.flatMap((pid) => filesOf(pid, root)));
  return new Map(
    [...files].flatMap((file): [string, number][] => {
      const us = throttledUs(read(file) ?? '');
      return us === undefined ? [] : [[file, us]];
    }),
  );
}

/** The longest that one of the groups was kept from its cores in between, in µs. One that is new is counted whole. */
export function throttledBetween(before: Throttled, after: Throttled): number {
  return Math.max(0, ...[...after].map(([file, us]) => us - (before.get(file) ?? 0)));
}

/** `hierarchy:controllers:path`; version 2 has one hierarchy, and names no controllers. */
function filesOf(pid: number, root: string): string[] {
  const lines = (read(join(root, `proc/${pid}/cgroup`)) ?? '').trim().split('\n');
  return lines.flatMap((line) => {
    const [, controllers = 'none', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const isOfCpu = controllers === '' || controllers.split(',').includes('cpu');
    return isOfCpu ? upwards(path).map((group) => join(root, 'sys/fs/cgroup', controllers, group, 'cpu.stat')) : [];
  });
}

function upwards(path: string): string[] {
  return path === '/' || path === '.' ? ['/'] : [path, ...upwards(dirname(path))];
}

/** Version 2 counts in µs, version 1 in ns. */
function throttledUs(stat: string): number | undefined {
  const [, us] = /^throttled_usec (\d+)$/m.exec(stat) ?? [];
  if (us !== undefined) return Number(us);
  const [, ns] = /^throttled_time (\d+)$/m.exec(stat) ?? [];
  return ns === undefined ? undefined : Number(ns) / 1_000;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
