import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { foreignCores, readPrograms } from './other-programs.ts';

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
    assert.equal(foreignCores(before, after, [1]), 0.5);
  });

  it('are seen by what they burn', { skip: process.platform !== 'linux' }, async () => {
    const ticksOf = (pid = 0) => readPrograms()?.ticks.get(pid) ?? 0;
    const child = spawn(process.execPath, ['-e', 'while (process.cpuUsage().user < 3e5);']);
    const alive = setInterval(() => {}, 1_000);
    let most = 0;
    child.once('exit', () => clearInterval(alive));
    while (child.exitCode === null && most < 20) {
      most = Math.max(most, ticksOf(child.pid));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (child.exitCode === null) await once(child, 'exit');
    assert.ok(most >= 20, `${most} ticks of about 35 were seen`);
  });
});
