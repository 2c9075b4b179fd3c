import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storeUseOf } from './store-use.ts';

const block = (steps: Readonly<Record<string, number>>) => ({
  steps,
  counts: {
    intended: 100,
    sent: 100,
    completed: Object.values(steps).reduce((sum, one) => sum + one, 0),
    failed: 0,
    late: 0,
    dropped: 0,
  },
});

describe('the use of the store by a mix of steps', () => {
  const commands = new Map([
    ['login', 6],
    ['me', 0],
    ['refresh', 5],
  ] as const);

  it('is a share of requests, and commands for each of all requests', () => {
    assert.deepEqual(storeUseOf(block({ login: 2, me: 90, refresh: 8 }), commands), { share: 0.1, commands: 0.52 });
  });

  it('is nothing where no step asks, and unknown where no request was answered', () => {
    assert.deepEqual(storeUseOf(block({ me: 10 }), new Map()), { share: 0, commands: 0 });
    assert.equal(storeUseOf(block({}), commands), undefined);
  });
});
