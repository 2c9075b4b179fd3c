import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One way to limit what a group of processes uses of the processors. */
export interface Controller {
  readonly by: string;
  /** The folder in which groups are made. */
  readonly parent: string;
  /** Makes limits possible in the folders of a group. */
  open(group: string): Promise<void>;
  /** What is written into which file of a group, in this order. */
  limits(cores: number): readonly (readonly [file: string, text: string])[];
  readonly unlimited: readonly (readonly [file: string, text: string])[];
}

/** Where the kernel tells of its control groups. */
export interface System {
  readonly mounts: string;
  readonly own: string;
}

export const thisSystem: System = { mounts: '/proc/self/mounts', own: '/proc/self/cgroup' };

/** All that might work here, in the order in which they are to be tried: the group of this process, then the top of the tree. */
export async function controllers({ mounts, own }: System): Promise<Controller[]> {
  const [mounted, groups] = await Promise.all([mounts, own].map((file) => readFile(file, 'utf8').catch(() => '')));
  return (mounted ?? '').split('\n').flatMap((line) => {
    const [, point = '', type, options = ''] = line.split(' ');
    if (type === 'cgroup2') return placesIn(point, /^0::(.*)$/m, groups).map(version2);
    const isCpu = type === 'cgroup' && options.split(',').includes('cpu');
    return isCpu ? placesIn(point, /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/m, groups).map(version1) : [];
  });
}

/** A container may not see the whole path of its own group. */
function placesIn(point: string, path: RegExp, groups = ''): string[] {
  const inner = join(point, path.exec(groups)?.[1] ?? '/').replace(/\/$/, '');
  return [...new Set([inner, point])].filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

function version1(parent: string): Controller {
  return {
    by: 'cgroup v1',
    parent,
    async open() {},
    limits(cores) {
      const { quotaUs, periodUs } = quotaOf(cores);
      return [
        ['cpu.cfs_period_us', `${periodUs}`],
        ['cpu.cfs_quota_us', `${quotaUs}`],
      ];
    },
    unlimited: [['cpu.cfs_quota_us', '-1']],
  };
}

function version2(parent: string): Controller {
  return {
    by: 'cgroup v2',
    parent,
    async open(group) {
      const known = await readFile(join(parent, 'cgroup.controllers'), 'utf8');
      if (!known.split(/\s/).includes('cpu')) throw new Error('it has no controller of the CPU');
      await allow(parent).catch(async (error) => {
        // groups with processes of their own give nothing on: but for the top of the tree, these move one down
        if (!isBusy(error)) throw error;
        await moveDown(parent, join(group, 'others'));
        await allow(parent);
      });
      await allow(group);
    },
    limits(cores) {
      const { quotaUs, periodUs } = quotaOf(cores);
      return [['cpu.max', `${quotaUs} ${periodUs}`]];
    },
    unlimited: [['cpu.max', 'max']],
  };
}

/** Its groups may be limited. */
async function allow(folder: string): Promise<void> {
  const file = join(folder, 'cgroup.subtree_control');
  const given = await readFile(file, 'utf8').catch(() => '');
  if (!given.split(/\s/).includes('cpu')) await writeFile(file, '+cpu');
}

async function moveDown(from: string, to: string): Promise<void> {
  await mkdir(to);
  const pids = (await readFile(join(from, 'cgroup.procs'), 'utf8')).split('\n').filter((pid) => pid !== '');
  for (const pid of pids) await writeFile(join(to, 'cgroup.procs'), pid);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EBUSY';
}

/** Short periods, so that little waits for the next one; a quota is a ms at least (sched(7), CFS bandwidth control). */
function quotaOf(cores: number): { readonly quotaUs: number; readonly periodUs: number } {
  const periodUs = Math.min(Math.max(shortestPeriodUs, Math.ceil(leastQuotaUs / cores)), longestPeriodUs);
  return { quotaUs: Math.max(leastQuotaUs, Math.round(cores * periodUs)), periodUs };
}

const shortestPeriodUs = 20_000;
const longestPeriodUs = 1_000_000;
const leastQuotaUs = 1_000;
