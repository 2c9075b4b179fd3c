import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findProgram } from '../store/find-program.ts';

/** Which processors the servers under measurement run on, and which all else does. */
export interface Cores {
  readonly servers: readonly number[];
  readonly others: readonly number[];
  /**
   * Moves servers to their cores, one each, and others to theirs, with all their threads. Whoever they start stays with
   * them; one that has ended is no matter.
   */
  keepApart(servers: readonly number[], others: readonly number[]): Promise<void>;
  /** Lets them run everywhere again. */
  release(pids: readonly number[]): Promise<void>;
}

/**
 * Apart from each other, what servers do is not disturbed by what asks them, and throughput has a server's core as its
 * limit. By taskset(1) of util-linux, since Node has no call for it.
 * @returns why it cannot be done here, in words
 */
export async function findCores(instances: number): Promise<Cores | string> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const allowed = listed(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]);
  if (allowed.length === 0) return 'this system has no way to keep a process on a core';
  const parted = part(allowed, instances, await siblingsOf(allowed));
  if (!parted) return 'there is only one core';
  const program = await findProgram(['taskset']);
  if (program === undefined) return 'taskset is not on PATH';
  const run = promisify(execFile);
  const move = (pid: number, to: readonly number[]) => run(program, ['-a', '-c', '-p', to.join(','), `${pid}`]);
  const moveAll = async (pids: readonly number[], to: (index: number) => readonly number[]) => {
    await Promise.all(pids.map((pid, index) => move(pid, to(index)).catch(() => {})));
  };
  // the one of busybox knows no -a, and a container may forbid it
  const works = await move(process.pid, allowed).then(
    () => true,
    () => false,
  );
  if (!works) return 'taskset may not move processes here';
  return {
    ...parted,
    async keepApart(servers, others) {
      await moveAll(servers, (index) => [parted.servers[index % parted.servers.length] ?? 0]);
      await moveAll(others, () => parted.others);
    },
    release: (pids) => moveAll(pids, () => allowed),
  };
}

/** Who runs where, in words that two runs have in common where they may be compared. */
export function coresOf({ servers, others }: Pick<Cores, 'servers' | 'others'>): string {
  return `servers on ${servers.join(', ')}; all else on ${others.join(', ')}`;
}

/** The condition that it is for a run, in a sentence. */
export function coresText(cores: Cores | string, { pid }: { readonly pid: number | undefined }): string {
  if (typeof cores === 'string')
    return `Servers under load shared the cores with the store, the generator and the bench, since ${cores}: throughput and latency contain what these took from them.`;
  const { servers, others } = cores;
  const [held, rest] = [servers, others].map((some) => `${some.length === 1 ? 'core' : 'cores'} ${some.join(', ')}`);
  const who = pid === undefined ? 'generator and bench' : 'store, generator and bench';
  const store = pid === undefined ? ' The store ran where its owner has it.' : '';
  return `In rounds of load, servers had ${held} to themselves, and ${who} ran on ${rest}; searches and sweeps of rates shared all.${store}`;
}

/**
 * A core for each instance, as long as one is left for all else; where there are many, what shares a physical core with a
 * server is left idle. Undefined where there is only one. Pure.
 */
export function part(
  allowed: readonly number[],
  instances: number,
  siblings: ReadonlyMap<number, readonly number[]> = new Map(),
): Pick<Cores, 'servers' | 'others'> | undefined {
  if (allowed.length < 2) return undefined;
  const ofOne = (core: number) => (siblings.get(core) ?? [core]).filter((one) => allowed.includes(one));
  const physical = allowed.filter((core) => core === Math.min(core, ...ofOne(core)));
  const candidates = physical.length > 1 ? physical : allowed;
  const servers = candidates.slice(0, Math.min(instances, candidates.length - 1));
  const beside = new Set(servers.flatMap((core) => [core, ...ofOne(core)]));
  const apart = allowed.filter((core) => !beside.has(core));
  return { servers, others: apart.length > 0 ? apart : allowed.filter((core) => !servers.includes(core)) };
}

async function siblingsOf(cores: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = await Promise.all(
    cores.map(async (core) => {
      const file = `/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`;
      return [core, listed(await readFile(file, 'utf8').catch(() => `${core}`))] as const;
    }),
  );
  return new Map(found);
}

/** `0,3,7-11`, as the kernel writes it. */
export function listed(text = ''): number[] {
  return text
    .trim()
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [from = Number.NaN, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}
