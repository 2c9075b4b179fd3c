import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { median } from '../../scenarios/kit/evidence/median.ts';
import { loopsOf } from './loops.ts';

const watchedLoop = new URL('./watched-loop.js', import.meta.url).href;

describe('the event loops of servers', () => {
  it('tell how late each tick of each was, between two words', async () => {
    const stall = 'setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80), 5)';
    const children = [stall, 'setInterval(() => {}, 5)'].map((script) =>
      fork('-', { execArgv: ['--import', watchedLoop, '-e', `${script}; process.send('up')`] }),
    );
    try {
      await Promise.all(children.map((child) => once(child, 'message')));
      const { signal } = new AbortController();
      /** On a busy machine one may not have had its turn, or not answer in time. */
      const told = async (loops: ReturnType<typeof loopsOf>): Promise<number[]> => {
        loops.watch();
        await new Promise((resolve) => setTimeout(resolve, 400));
        const delays = await loops.tell(signal);
        return delays?.every(({ length }) => length > 0) ? delays.map((each) => median(each)) : told(loops);
      };
      const [slow = Number.NaN, quick = Number.NaN] = await told(loopsOf(() => children));
      assert.ok(slow > 60_000 && quick < slow, `${slow} and ${quick} µs`);
      assert.equal((await told(loopsOf(() => children.slice(1)))).length, 1);
    } finally {
      for (const child of children) child.kill();
    }
  });

  it('are unknown where an instance has ended', async () => {
    const child = fork('-', { execArgv: ['-e', ''] });
    await once(child, 'exit');
    const loops = loopsOf(() => [child]);
    loops.watch();
    assert.equal(await loops.tell(new AbortController().signal), undefined);
  });
});
