import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './unverified-password-change.ts';

type Seen = Parameters<typeof attack.judge>[0];
const refused = { current: 'no current password', status: 400, taken: false };
const judge = (change: Partial<Seen>) => attack.judge({ tries: [refused], ownerChanges: true, ...change }).outcome;

describe('the judge of unverified-password-change', () => {
  it('calls it blocked when no form was taken', () => {
    assert.equal(judge({}), 'blocked');
  });

  it('calls a password that was set a success, whatever was answered', () => {
    assert.equal(judge({ tries: [{ ...refused, status: 500, taken: true }] }), 'succeeded');
  });

  it('calls a server error a crash', () => {
    assert.equal(judge({ tries: [{ ...refused, status: 500 }] }), 'blocked-by-crash');
  });

  it('gives no verdict where the owner is refused as well, or one was refused for their number', () => {
    assert.equal(judge({ ownerChanges: false }), 'inconclusive');
    assert.equal(judge({ tries: [refused, { ...refused, status: 429 }] }), 'inconclusive');
  });
});
