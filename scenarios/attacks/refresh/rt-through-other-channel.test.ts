import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './rt-through-other-channel.ts';

const refused = [{ way: 'query', status: 401 }];

describe('the judge of rt-through-other-channel', () => {
  it('calls it blocked when the token was good in its cookie alone', () => {
    assert.equal(attack.judge({ attempts: refused, genuineAccepted: true }).outcome, 'blocked');
  });

  it('gives no verdict on a token that was good nowhere', () => {
    assert.equal(attack.judge({ attempts: refused, genuineAccepted: false }).outcome, 'inconclusive');
  });

  it('calls a successor that was handed out elsewhere a success, also when the token is spent by then', () => {
    const attempts = [{ way: 'query', status: 200, got: 'a successor' }];
    assert.equal(attack.judge({ attempts, genuineAccepted: false }).outcome, 'succeeded');
  });
});
