import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storeShareOf } from './store-use.ts';

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

  it('is a share of requests', () => {
    assert.equal(storeShareOf(block({ login: 2, me: 90, refresh: 8 }), commands), 0.1);
  });

  it('is nothing where no step asks, and unknown where no request was answered', () => {
    assert.equal(storeShareOf(block({ me: 10 }), new Map()), 0);
    assert.equal(storeShareOf(block({}), commands), undefined);
  });
});
