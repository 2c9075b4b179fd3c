import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './method-override.ts';

describe('the judge of method-override', () => {
  it('calls it blocked when nothing was changed, shown or echoed', () => {
    const { outcome } = attack.judge({
      attempts: [
        { way: 'GET transfer', status: 405 },
        { way: 'TRACE', status: 405 },
      ],
    });
    assert.equal(outcome, 'blocked');
  });

  it('calls one transfer a success', () => {
    const { outcome, successes } = attack.judge({
      attempts: [{ way: 'GET transfer with x-http-method', status: 200, got: 'a transfer' }],
    });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });
});
