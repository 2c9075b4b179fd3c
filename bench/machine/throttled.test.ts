import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readThrottled, throttledBetween } from './throttled.ts';

let root = '';
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'authbench-throttled-'));
});
after(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
const stat = (us: number) => `usage_usec 99\nnr_periods 40\nnr_throttled 3\nthrottled_usec ${us}\n`;
const found = (...pids: number[]) =>
  Object.fromEntries([...readThrottled(pids, root)].map(([file, us]) => [file.slice(root.length + 1), us]));

describe('what a CPU quota has cost', () => {
  it('is read of the group of each process, and of those around it', async () => {
    await put('proc/1/cgroup', '0::/pod/server\n');
    await put('proc/2/cgroup', '0::/pod/store\n');
    await put('sys/fs/cgroup/pod/server/cpu.stat', stat(5));
    await put('sys/fs/cgroup/pod/store/cpu.stat', 'usage_usec 7\n');
    await put('sys/fs/cgroup/pod/cpu.stat', stat(300));
    assert.deepEqual(found(1, 2), { 'sys/fs/cgroup/pod/server/cpu.stat': 5, 'sys/fs/cgroup/pod/cpu.stat': 300 });
  });

  it('is read of the hierarchy of the CPU where each controller has one of its own', async () => {
    await put('proc/3/cgroup', '5:memory:/other\n2:cpu,cpuacct:/box\n0::/\n');
    await put('sys/fs/cgroup/cpu,cpuacct/box/cpu.stat', 'nr_periods 4\nnr_throttled 1\nthrottled_time 250000\n');
    assert.deepEqual(found(3), { 'sys/fs/cgroup/cpu,cpuacct/box/cpu.stat': 250 });
  });

  it('is nothing of a process that has ended, or where no group has a quota', () => {
    assert.deepEqual(found(4), {});
    assert.equal(throttledBetween(new Map(), new Map()), 0);
  });

  it('is in between the most that one of the groups stood still: one holds the other', () => {
    const then = new Map([['pod', 300]]);
    assert.equal(
      throttledBetween(
        then,
        new Map([
          ['pod', 900],
          ['pod/server', 250],
        ]),
      ),
      600,
    );
    assert.equal(throttledBetween(then, then), 0);
  });
});
