import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './login-csrf.ts';

const forged = { from: 'cross-site', by: 'form', status: 415, carried: [], withheld: {} } as const;
const refused = { forged: [forged], browserSpeaksFor: 'nobody' } as const;

describe('the judge of login-csrf', () => {
  it('calls it blocked when the browser was nobody after each', () => {
    const { outcome, because } = attack.judge({ tries: [refused] });
    assert.equal(outcome, 'blocked');
    assert.match(because, /form from cross-site: 415$/);
  });

  it('calls it a success by whom the browser speaks for, not by a status', () => {
    assert.equal(
      attack.judge({ tries: [refused, { forged: [forged], browserSpeaksFor: 'attacker' }] }).outcome,
      'succeeded',
    );
    const answered = { ...refused, forged: [{ ...forged, status: 200 }] };
    assert.equal(attack.judge({ tries: [answered] }).outcome, 'blocked');
  });

  it('tells a crash from a refusal', () => {
    const crashed = { ...refused, forged: [{ ...forged, status: 500 }] };
    assert.equal(attack.judge({ tries: [crashed] }).outcome, 'blocked-by-crash');
  });

  it('tells each request of a login of several pages', () => {
    const tries = [{ ...refused, forged: [{ ...forged, status: 200 }, forged] }];
    assert.match(attack.judge({ tries }).because, /form from cross-site: 200, then form from cross-site: 415$/);
  });
});
