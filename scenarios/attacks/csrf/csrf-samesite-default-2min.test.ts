import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './csrf-samesite-default-2min.ts';

const forged = { from: 'cross-site', by: 'form', status: 403, carried: [], withheld: { sid: 'SameSiteLax' } } as const;
const young = { ageMs: 5_010, forged, booked: 0 };

describe('the judge of csrf-samesite-default-2min', () => {
  it('calls it blocked when neither a young nor an old cookie booked anything', () => {
    const { outcome, because } = attack.judge({ aged: [young, { ...young, ageMs: 125_020 }] });
    assert.equal(outcome, 'blocked');
    assert.match(because, /at 5010 ms it was kept back, at 125020 ms it was kept back$/);
  });

  it('calls it a success when the young cookie alone booked a transfer', () => {
    const sent = { ...young, forged: { ...forged, status: 200, carried: ['sid'] }, booked: 1 };
    const { outcome, successes } = attack.judge({ aged: [sent, young] });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('gives no verdict without a forged request', () => {
    assert.equal(attack.judge({ aged: [] }).outcome, 'inconclusive');
  });
});
