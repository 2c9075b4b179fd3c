import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { otherLoadCores, readPrograms } from './other-programs.ts';

describe('other programs', () => {
  it('are all but ours, and those that have ended are of no weight', () => {
    const before = {
      at: 500,
      ticks: new Map([
        [1, 100],
        [2, 100],
        [3, 50],
      ]),
    };
    const after = {
      at: 1_500,
      ticks: new Map([
        [1, 150],
        [2, 130],
        [4, 20],
      ]),
    };
    assert.equal(otherLoadCores(before, after, [1]), 0.5);
  });

  it('are seen by what they burn', { skip: process.platform !== 'linux' }, async () => {
    const script =
      'while (process.cpuUsage().user < 3e5); process.send(process.cpuUsage()); process.on("message", () => {})';
    const child = fork('-', { execArgv: ['-e', script] });
    const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
    const seenMs = 10 * (readPrograms()?.ticks.get(child.pid ?? 0) ?? 0);
    child.kill();
    const burnt = (user + system) / 1_000;
    assert.ok(Math.abs(seenMs / burnt - 1) < 0.3, `${seenMs} ms of ${burnt} were seen`);
  });
});
