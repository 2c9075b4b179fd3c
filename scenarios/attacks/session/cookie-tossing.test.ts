import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cookie-tossing.ts';

const injected = {
  set: ['__Host-sid', 'sid'],
  sent: ['sid'],
  victimSpeaksFor: 'victim',
  visitorSpeaksFor: 'nobody',
} as const;

describe('the judge of cookie-tossing and cookie-prefix-unicode', () => {
  it('calls it blocked when the victim still speaks for themselves, whatever the browser sent', () => {
    const { outcome, because } = attack.judge(injected);
    assert.equal(outcome, 'blocked');
    assert.match(because, /^the browser sent 1 of 2 injected cookies/);
  });

  it('calls it a success when the victim is somebody else, or nobody any more', () => {
    assert.equal(attack.judge({ ...injected, victimSpeaksFor: 'attacker' }).outcome, 'succeeded');
    assert.equal(attack.judge({ ...injected, victimSpeaksFor: 'nobody' }).outcome, 'succeeded');
    assert.equal(attack.judge({ ...injected, visitorSpeaksFor: 'attacker' }).outcome, 'succeeded');
  });
});
