import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bindsKeys, judgeProofs } from './proof-attempts.ts';

const refused = { way: 'another method', status: 401 };

describe('proofs that should be refused', () => {
  it('are blocked where none gave an identity, and a sound one was good before and after', () => {
    assert.equal(judgeProofs({ attempts: [refused], genuineAccepted: true }, 'proofs').outcome, 'blocked');
    assert.equal(judgeProofs({ attempts: [refused], genuineAccepted: false }, 'proofs').outcome, 'inconclusive');
  });

  it('have succeeded where one gave an identity, whatever became of sound ones', () => {
    const won = { way: 'no method', status: 200, got: 'the identity of the victim' };
    assert.equal(judgeProofs({ attempts: [refused, won], genuineAccepted: false }, 'proofs').outcome, 'succeeded');
  });

  it('have no surface where no key is asked for', () => {
    assert.equal(bindsKeys({ bound: 'key' }), true);
    assert.equal(bindsKeys({}), 'no credential is bound to a key');
  });
});
