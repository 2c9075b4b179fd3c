import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inParallel } from './workers.ts';

describe('workers', () => {
  it('do every item once, and never two at a time in one worker', async () => {
    const done: number[] = [];
    const busy = new Set<string>();
    await inParallel([1, 2, 3, 4, 5], ['a', 'b'], async (item, worker) => {
      assert.ok(!busy.has(worker));
      busy.add(worker);
      await new Promise(setImmediate);
      busy.delete(worker);
      done.push(item);
    });
    assert.deepEqual(done.sort(), [1, 2, 3, 4, 5]);
  });

  it('take what suits them first, and then what is left', async () => {
    const taken: string[] = [];
    const workers = ['odd', 'even'] as const;
    await inParallel(
      [1, 3, 5, 2],
      workers,
      async (item, worker) => void taken.push(`${worker} ${item}`),
      (item, worker) => item % 2 === Number(worker === 'odd'),
    );
    assert.deepEqual(taken, ['odd 1', 'even 2', 'odd 3', 'even 5']);
  });

  it('stop taking items after a failure, and rethrow it when all have come to rest', async () => {
    const begun: number[] = [];
    await assert.rejects(
      inParallel([1, 2, 3, 4], ['only'], async (item) => {
        begun.push(item);
        if (item === 2) throw new Error('second');
      }),
      { message: 'second' },
    );
    assert.deepEqual(begun, [1, 2]);
  });
});
