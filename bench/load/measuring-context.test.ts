import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunnerParts } from '../cells/run-cell.ts';
import { openMeasuringContext } from './measuring-context.ts';

describe('what load is measured with', () => {
  it('ends at the first word to stop, in pilots and searches too: half of a measurement is of no use', async () => {
    const [soft, hard, progress] = [new AbortController(), new AbortController(), { say: () => {} }];
    const parts = { context: {}, stores: [{}], stop: { soft: soft.signal, hard: hard.signal }, progress };
    await using measuring = await openMeasuringContext(parts as unknown as RunnerParts);
    const { context, generator } = measuring;
    assert.equal(context.signal.aborted, false);
    soft.abort('SIGINT');
    assert.equal(context.signal.reason, 'SIGINT');
    await assert.rejects(generator.run({} as never, context.signal), (error) => error === 'SIGINT');
  });

  it('leaves the bench and the store all cores when it is over', async () => {
    const { signal } = new AbortController();
    const released: (readonly number[])[] = [];
    const cores = { release: async (pids: readonly number[]) => void released.push(pids) };
    const parts = {
      ...{ context: { cores }, stores: [{ pid: 7 }], stop: { soft: signal, hard: signal } },
      progress: { say: () => {} },
    };
    const measuring = await openMeasuringContext(parts as unknown as RunnerParts);
    assert.deepEqual(released, []);
    await measuring[Symbol.asyncDispose]();
    assert.deepEqual(released, [[process.pid, 7]]);
  });
});
