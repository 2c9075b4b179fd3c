import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './credential-forgery.ts';

const refused = { way: 'sid with the name of the victim', status: 401 };

describe('the judge of credential-forgery', () => {
  it('calls it blocked where nothing that is held names an account, and where each forged one was refused', () => {
    assert.equal(attack.judge({ naming: [], attempts: [] }).outcome, 'blocked');
    const { outcome, because } = attack.judge({ naming: ['sid'], attempts: [refused] });
    assert.equal(`${outcome}: ${because}`, 'blocked: 0 of 1 credentials that name the victim (in sid) succeeded');
  });

  it('calls an answer for the victim a success', () => {
    const attempts = [refused, { ...refused, status: 200, got: 'the identity of the victim' }];
    assert.equal(attack.judge({ naming: ['sid'], attempts }).outcome, 'succeeded');
  });
});
