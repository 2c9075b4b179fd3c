import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './denylist-malleability.ts';

const gone = { mutation: 'one padding character', before: true, after: false };
const judge = (seen: Partial<Parameters<typeof attack.judge>[0]>) =>
  attack.judge({ logoutDone: true, genuineAfter: false, spellings: [gone], ...seen });

describe('the judge of denylist-malleability', () => {
  it('calls it blocked when every spelling was refused after the logout', () => {
    assert.deepEqual([judge({}).outcome, judge({}).tries], ['blocked', 2]);
  });

  it('calls a spelling, or the token itself, that is still good a success', () => {
    assert.equal(judge({ spellings: [gone, { ...gone, after: true }] }).outcome, 'succeeded');
    assert.equal(judge({ genuineAfter: true }).outcome, 'succeeded');
  });

  it('gives no verdict when the logout was refused', () => {
    assert.equal(judge({ logoutDone: false }).outcome, 'inconclusive');
  });
});
