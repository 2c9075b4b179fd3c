import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { difference, sample } from '../resources.ts';
import { controllers, thisSystem } from './controllers.ts';
import { findQuotas } from './quotas.ts';

describe('quotas', () => {
  it('hold a process to its share beside one that is free, let it go again, and leave no group', async (test) => {
    const quotas = await findQuotas();
    if (typeof quotas === 'string') return test.skip(quotas);
    const busy = () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const [held, free] = [busy(), busy()];
    try {
      const pids = [held.pid, free.pid] as [number, number];
      // what one uses of what both use, however many others want these cores: they leave the other more than this
      await quotas.hold(pids[0], 0.02);
      const before = await shareOf(pids);
      assert.ok(before < 0.35, `${before}`);
      await quotas.free(pids[0]);
      assert.ok((await shareOf(pids)) > before, 'more');
    } finally {
      const gone = [held, free].map((child) => once(child, 'exit'));
      for (const child of [held, free]) child.kill('SIGKILL');
      await Promise.all(gone);
      await quotas[Symbol.asyncDispose]();
    }
    for (const { parent } of await controllers(thisSystem))
      assert.ok(!existsSync(join(parent, `authbench-${process.pid}`)), parent);
  });

  it('let processes go on where they came from that are still there when they end', async (test) => {
    const quotas = await findQuotas();
    if (typeof quotas === 'string') return test.skip(quotas);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      const groups = () => readFile(`/proc/${child.pid}/cgroup`, 'utf8');
      const home = await groups();
      await quotas.hold(child.pid as number, 0.1);
      assert.match(await groups(), new RegExp(`/authbench-${process.pid}/${child.pid}$`, 'm'));
      await quotas[Symbol.asyncDispose]();
      assert.equal(await groups(), home);
    } finally {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  });

  it('are written as version 2 wants them, in a group below the own one that may limit', async () => {
    await using tree = await treeOf('cpuset cpu memory', 'memory');
    const quotas = await findQuotas(tree.system);
    assert.ok(typeof quotas !== 'string', String(quotas));
    const group = join(tree.own, `authbench-${process.pid}`);
    assert.equal(quotas.by, 'cgroup v2');
    assert.equal(await readFile(join(tree.own, 'cgroup.subtree_control'), 'utf8'), '+cpu');
    await quotas.hold(4_711, 0.12);
    assert.equal(await readFile(join(group, '4711', 'cpu.max'), 'utf8'), '2400 20000');
    assert.equal(await readFile(join(group, '4711', 'cgroup.procs'), 'utf8'), '4711');
    // a quota of less than a ms is none that the kernel takes: its period grows instead
    await quotas.hold(4_712, 0.015);
    assert.equal(await readFile(join(group, '4712', 'cpu.max'), 'utf8'), '1000 66667');
    await quotas.free(4_711);
    assert.equal(await readFile(join(group, '4711', 'cpu.max'), 'utf8'), 'max');
    await quotas[Symbol.asyncDispose]();
    assert.deepEqual((await readdir(tree.own)).sort(), [...ofGroup].sort());
  });

  it('are none where no controller of the CPU is there, and say so', async () => {
    await using tree = await treeOf('memory pids', '');
    assert.match(String(await findQuotas(tree.system)), /^cgroup v2 in .*: it has no controller of the CPU; /);
    assert.equal(
      await findQuotas({ mounts: '/nowhere', own: '/nowhere' }),
      'this system has no control groups of the CPU',
    );
  });
});

const ofGroup = ['cgroup.procs', 'cgroup.controllers', 'cgroup.subtree_control'];

/** Files as a kernel would show them: what is written is what is read, and nobody is moved. */
async function treeOf(known: string, given: string) {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-groups-'));
  const own = join(folder, 'user.slice');
  for (const group of [folder, own]) {
    await mkdir(group, { recursive: true });
    await writeFile(join(group, 'cgroup.procs'), '');
    await writeFile(join(group, 'cgroup.controllers'), `${known}\n`);
    await writeFile(join(group, 'cgroup.subtree_control'), `${given}\n`);
  }
  const system = { mounts: join(folder, 'mounts'), own: join(folder, 'own') };
  await writeFile(system.mounts, `none ${folder} cgroup2 rw 0 0\n`);
  await writeFile(system.own, '4:memory:/other\n0::/user.slice\n');
  return { own, system, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function shareOf([held, free]: readonly [number, number]): Promise<number> {
  const before = sample([held, free]);
  await delay(700);
  const after = sample([held, free]);
  if (!before || !after) throw new Error('no counters');
  const { processes } = difference(before, after);
  const used = [held, free].map((pid) => processes.get(pid)?.cpuUs ?? Number.NaN) as [number, number];
  return used[0] / (used[0] + used[1]);
}
