import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './logout-csrf.ts';

const forged = { from: 'sibling', by: 'form', status: 403, carried: ['sid'], withheld: {} } as const;

describe('the judge of logout-csrf', () => {
  it('calls it blocked when the victim was signed in after each', () => {
    assert.equal(attack.judge({ tries: [{ forged: [forged], signedIn: true }] }).outcome, 'blocked');
  });

  it('calls it a success when the victim was not, and says by what', () => {
    const { outcome, because } = attack.judge({ tries: [{ forged: [{ ...forged, status: 204 }], signedIn: false }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /form from sibling with the cookie: 204$/);
  });

  it('tells a crash and a missing answer from a refusal', () => {
    const status = (status: number) => ({ tries: [{ forged: [{ ...forged, status }], signedIn: true }] });
    assert.equal(attack.judge(status(500)).outcome, 'blocked-by-crash');
    assert.equal(attack.judge(status(0)).outcome, 'inconclusive');
  });
});
