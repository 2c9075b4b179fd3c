import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './csrf-sibling-domain.ts';

const forged = { from: 'sibling', by: 'form', status: 403, carried: ['sid'], withheld: {} } as const;

describe('the judge of csrf-sibling-domain', () => {
  it('calls it blocked when nothing was booked, although the cookie went along', () => {
    const { outcome, because } = attack.judge({ forged: [forged], booked: 0 });
    assert.equal(outcome, 'blocked');
    assert.match(because, /sent the cookie with 1 of 1/);
  });

  it('calls it a success by what was booked, whatever the answers say', () => {
    const { outcome, successes } = attack.judge({ forged: [forged], booked: 1 });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('tells a crash and a missing answer from a refusal', () => {
    assert.equal(attack.judge({ forged: [{ ...forged, status: 502 }], booked: 0 }).outcome, 'blocked-by-crash');
    assert.equal(attack.judge({ forged: [{ ...forged, status: 0 }], booked: 0 }).outcome, 'inconclusive');
  });
});
