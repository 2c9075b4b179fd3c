import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-csrf.ts';

const forged = { from: 'sibling', by: 'fetch', status: 403, carried: ['refresh'], withheld: {} } as const;
const held = { forged: [forged], replaced: false, renewable: true };

describe('the judge of refresh-csrf', () => {
  it('calls it blocked when the token stayed what it was and could still be redeemed', () => {
    assert.equal(attack.judge({ tries: [held] }).outcome, 'blocked');
  });

  it('calls it a success when the token was replaced, or was spent without the browser learning of it', () => {
    assert.equal(attack.judge({ tries: [{ ...held, replaced: true }] }).outcome, 'succeeded');
    assert.equal(attack.judge({ tries: [{ ...held, renewable: false }] }).outcome, 'succeeded');
  });

  it('tells a crash and a missing answer from a refusal', () => {
    const status = (status: number) => ({ tries: [{ ...held, forged: [{ ...forged, status }] }] });
    assert.equal(attack.judge(status(500)).outcome, 'blocked-by-crash');
    assert.equal(attack.judge(status(0)).outcome, 'inconclusive');
  });
});
