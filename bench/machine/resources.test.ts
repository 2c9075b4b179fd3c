import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { difference, type Resources, sample } from './resources.ts';

const here = process.platform === 'linux' ? it : it.skip;

describe('the resources of a process', () => {
  here('are its CPU time as the process itself sees it', () => {
    const before = sample([process.pid]) as Resources;
    const own = process.cpuUsage();
    pbkdf2Sync('a', 'b', 200_000, 32, 'sha256');
    const { user, system } = process.cpuUsage(own);
    const { processes, machine } = difference(before, sample([process.pid]) as Resources);
    const { cpuUs = 0, rssBytes = 0 } = processes.get(process.pid) ?? {};
    assert.ok(Math.abs(cpuUs / (user + system) - 1) < 0.2, `${cpuUs} µs, not ${user + system}`);
    assert.ok(Math.abs(rssBytes / process.memoryUsage.rss() - 1) < 0.1);
    assert.ok(machine.busyCores > 0);
  });

  here('are missing when it has ended', async () => {
    const child = fork('-', { execArgv: ['-e', ''] });
    const pid = child.pid!;
    const before = sample([pid]) as Resources;
    assert.ok(before.processes.has(pid));
    await once(child, 'exit');
    assert.equal(difference(before, sample([pid]) as Resources).processes.has(pid), false);
  });

  it('count the threads that came, and fall back to the sum of the process when one went', () => {
    const machine = { busyTicks: 0, stealTicks: 0 };
    const at = (threads: Record<string, number>, cpuTicks: number, now: number): Resources => ({
      at: now,
      machine: { busyTicks: now / 10, stealTicks: 0 },
      processes: new Map([
        [
          7,
          {
            threads: new Map(Object.entries(threads).map(([id, cpuNs]) => [id, { cpuNs, waitNs: 0 }])),
            cpuTicks,
            rssBytes: 1,
          },
        ],
      ]),
    });
    const cpu = (before: Resources, after: Resources) => difference(before, after).processes.get(7)?.cpuUs;
    assert.equal(cpu(at({ a: 1_000 }, 0, 0), at({ a: 3_000, b: 5_000 }, 0, 100)), 7);
    assert.equal(cpu(at({ a: 1_000, b: 9_000 }, 10, 0), at({ a: 3_000 }, 13, 100)), 30_000);
    assert.equal(difference({ ...at({}, 0, 0), machine }, at({}, 0, 1_000)).machine.busyCores, 1);
  });
});
