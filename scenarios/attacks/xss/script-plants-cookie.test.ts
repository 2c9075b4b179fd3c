import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './script-plants-cookie.ts';

const seen = { written: ['__Host-Http-sid', '__Host-sid'], before: 'nobody', during: 'victim' } as const;

describe('a cookie that a script writes', () => {
  it('is held off where nobody is signed in by it, also where it made the browser forget another one', () => {
    assert.equal(attack.judge(seen).outcome, 'blocked');
    assert.equal(attack.judge({ ...seen, during: 'nobody' }).outcome, 'blocked');
  });

  it('is a finding where a page then speaks for the attacker', () => {
    assert.equal(attack.judge({ ...seen, before: 'attacker' }).successes, 1);
    assert.equal(attack.judge({ ...seen, during: 'attacker' }).outcome, 'succeeded');
  });
});
