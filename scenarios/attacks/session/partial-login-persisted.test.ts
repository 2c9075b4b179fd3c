import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import type { StageTarget } from '../../stage.ts';
import attack from './partial-login-persisted.ts';

type Seen = Parameters<typeof attack.judge>[0];

const sound: Seen = {
  disabled: true,
  refused: { status: 401, handedOut: false, speaksFor: 'nobody' },
  crossed: { tries: 1, overlapped: 1, alive: 0 },
  raced: { logins: 12, handedOut: 4, alive: 0 },
};
const judge = (change: Partial<Seen>, revocation: Traits['revocation'] = 'immediate') =>
  attack.judge({ ...sound, ...change }, { traits: { revocation } } as StageTarget);

describe('the judge of partial-login-persisted', () => {
  it('calls it blocked when neither a refusal nor a race left a sign-in', () => {
    const { outcome, tries } = judge({});
    assert.deepEqual([outcome, tries], ['blocked', 14]);
  });

  it('calls a refusal whose cookie is good a success', () => {
    const { outcome, because } = judge({ refused: { status: 401, handedOut: true, speaksFor: 'owner' } });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /refused with 401/);
  });

  it('calls a login that outran the order a success', () => {
    const raced = { logins: 12, handedOut: 4, alive: 1 };
    assert.equal(judge({ raced }).outcome, 'succeeded');
    // what came first cannot be taken back there
    assert.equal(judge({ raced }, 'at-expiry').outcome, 'blocked');
  });

  it('calls a login that its disabling crossed a success, and no crossing no verdict', () => {
    assert.equal(judge({ crossed: { tries: 1, overlapped: 1, alive: 1 } }).outcome, 'succeeded');
    assert.equal(judge({ crossed: { tries: 3, overlapped: 0, alive: 0 } }).outcome, 'inconclusive');
  });

  it('gives no verdict when the account was not disabled, and names a crash', () => {
    assert.equal(judge({ disabled: false }).outcome, 'inconclusive');
    assert.equal(judge({ refused: { ...sound.refused, status: 500 } }).outcome, 'blocked-by-crash');
  });
});
