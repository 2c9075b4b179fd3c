import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { median } from '../../scenarios/kit/evidence/median.ts';
import { type Watched, watchedOf } from './watched.ts';

const watchedProcess = new URL('./watched-process.js', import.meta.url).href;

describe('what servers tell of themselves', () => {
  it('is how late each tick of their event loops was, between two words', async () => {
    const stall = 'setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80), 5)';
    const children = [stall, 'setInterval(() => {}, 5)'].map((script) =>
      fork('-', { execArgv: ['--import', watchedProcess, '-e', `${script}; process.send('up')`] }),
    );
    try {
      await Promise.all(children.map((child) => once(child, 'message')));
      const { signal } = new AbortController();
      /** On a busy machine one may not have had its turn, or not answer in time. */
      const told = async (watched: Watched): Promise<number[]> => {
        watched.begin();
        await new Promise((resolve) => setTimeout(resolve, 400));
        watched.end();
        const { loops } = (await watched.tell(signal)) ?? {};
        return loops?.every(({ delaysUs }) => delaysUs.length > 0)
          ? loops.map(({ delaysUs }) => median(delaysUs))
          : told(watched);
      };
      const found: (readonly number[])[] = [];
      const isRight = ([slow = Number.NaN, quick = Number.NaN]: readonly number[] = []) =>
        slow > 60_000 && quick < slow;
      // the best of some: one that hardly has a core is late as well
      while (found.length < 10 && !isRight(found.at(-1))) found.push(await told(watchedOf(() => children)));
      assert.ok(isRight(found.at(-1)), `${found.join('; ')} µs`);
      assert.equal((await told(watchedOf(() => children.slice(1)))).length, 1);
    } finally {
      for (const child of children) child.kill();
    }
  });

  it('is the CPU time that they took between two words, and none from before or after', async () => {
    const work = `process.on('message', (word) => {
      if (typeof word !== 'number') return;
      const begun = process.cpuUsage();
      const used = () => Object.values(process.cpuUsage(begun)).reduce((a, b) => a + b);
      while (used() < word);
      process.send(used());
    })`;
    const child = fork('-', { execArgv: ['--import', watchedProcess, '-e', `${work}; process.send('up')`] });
    try {
      await once(child, 'message');
      const worked = async (us: number): Promise<number> => {
        child.send(us);
        // what it tells of itself may come late
        for (;;) {
          const [word] = await once(child, 'message');
          if (typeof word === 'number') return word;
        }
      };
      const watched = watchedOf(() => [child]);
      const measured = async (): Promise<{ between: number; cpuUs: number }> => {
        await worked(100_000);
        watched.begin();
        const between = await worked(50_000);
        watched.end();
        await worked(100_000);
        const [loop] = (await watched.tell(new AbortController().signal))?.loops ?? [];
        // on a busy machine it may not answer in time
        return loop ? { between, cpuUs: loop.cpuUs } : measured();
      };
      const { between, cpuUs } = await measured();
      assert.ok(cpuUs >= between && cpuUs < 1.5 * between, `${cpuUs} of ${between} µs`);
    } finally {
      child.kill();
    }
  });

  it('is unknown where an instance has ended', async () => {
    const child = fork('-', { execArgv: ['-e', ''] });
    await once(child, 'exit');
    const watched = watchedOf(() => [child]);
    watched.begin();
    watched.end();
    assert.equal(await watched.tell(new AbortController().signal), undefined);
  });
});
