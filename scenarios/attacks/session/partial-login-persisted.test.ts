import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './partial-login-persisted.ts';

type Seen = Parameters<typeof attack.judge>[0];

const sound: Seen = { disabled: true, refused: { status: 401, handedOut: false, speaksFor: 'nobody' } };
const judge = (change: Partial<Seen>) => attack.judge({ ...sound, ...change });

describe('the judge of partial-login-persisted', () => {
  it('calls it blocked when the refusal left no sign-in', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls a refusal whose cookie is good a success', () => {
    const { outcome, because } = judge({ refused: { status: 401, handedOut: true, speaksFor: 'owner' } });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /refused with 401/);
  });

  it('gives no verdict when the account was not disabled, and names a crash', () => {
    assert.equal(judge({ disabled: false }).outcome, 'inconclusive');
    assert.equal(judge({ refused: { ...sound.refused, status: 500 } }).outcome, 'blocked-by-crash');
  });
});
