import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './store-emptied.ts';

const sound = { ended: true, alive: false, fresh: true };
const outcome = (change: Partial<typeof sound>) => attack.judge({ ...sound, ...change }).outcome;

describe('the judge of store-emptied', () => {
  it('calls it blocked when the ended token stayed so, and a success when it did not', () => {
    assert.deepEqual([outcome({}), outcome({ alive: true, fresh: false })], ['blocked', 'succeeded']);
  });

  it('gives no verdict where nothing had ended, or nobody could sign in any more', () => {
    assert.deepEqual(
      [outcome({ ended: false, alive: true }), outcome({ fresh: false })],
      ['inconclusive', 'inconclusive'],
    );
  });
});
