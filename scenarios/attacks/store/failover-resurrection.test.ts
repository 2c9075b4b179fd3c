import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './failover-resurrection.ts';

const ended = [
  { way: 'logout', livesOn: false },
  { way: 'refresh', livesOn: false },
] as const;

describe('the judge of failover-resurrection', () => {
  it('calls it blocked where all that ended is refused, and what did not is good', () => {
    const { outcome, because } = attack.judge({ ended, otherGood: true });
    assert.equal(outcome, 'blocked');
    assert.match(because, /logged out, a refresh token that had been used$/);
  });

  it('calls one that is good again a success, whatever else there is', () => {
    const judgement = attack.judge({ ended: [ended[0], { way: 'refresh', livesOn: true }], otherGood: false });
    assert.deepEqual([judgement.outcome, judgement.successes], ['succeeded', 1]);
    assert.equal(judgement.because, 'good again when the replica answered: a refresh token that had been used');
  });

  it('gives no verdict where the replica refuses everybody', () => {
    assert.equal(attack.judge({ ended, otherGood: false }).outcome, 'inconclusive');
  });
});
