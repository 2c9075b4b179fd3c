import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { clocksOf } from './clocks.ts';

const movedClock = new URL('./moved-clock.js', import.meta.url).href;
const { signal } = new AbortController();
const hourMs = 3_600_000;

describe('the clocks of instances', () => {
  it('go ahead together, and a later instance begins where the others are', async () => {
    const tell =
      "process.on('message', () => process.send({ now: Date.now(), also: +new Date() })); process.send('up')";
    const start = async (env = {}) => {
      const child = fork('-', { execArgv: ['--import', movedClock, '-e', tell], env });
      await once(child, 'message');
      return child;
    };
    const children = [await start(), await start()];
    try {
      const clocks = clocksOf(() => children);
      // both answer each word: the clock says how far it is, and the script what time it is
      const told = children.map(
        (child) =>
          new Promise<{ now: number; also: number }>((resolve) => {
            child.on('message', (word: object) => 'now' in word && resolve(word as { now: number; also: number }));
          }),
      );
      await clocks.advance(2 * hourMs, signal);
      assert.equal(clocks.aheadMs, 2 * hourMs);
      for (const { now, also } of await Promise.all(told))
        for (const time of [now, also]) assert.equal(Math.round((time - Date.now()) / hourMs), 2);
      const later = await start({ CLOCK_AHEAD_MS: String(clocks.aheadMs) });
      children.push(later);
      await clocks.advance(hourMs, signal);
      assert.equal(clocks.aheadMs, 3 * hourMs);
    } finally {
      for (const child of children) child.kill();
    }
  });

  it('do not go unnoticed where one stands still', async () => {
    const child = fork('-', { execArgv: ['-e', "process.on('message', () => process.send({})); process.send('up')"] });
    try {
      await once(child, 'message');
      await assert.rejects(clocksOf(() => [child]).advance(hourMs, signal), { message: /stand apart/ });
    } finally {
      child.kill();
    }
  });
});
