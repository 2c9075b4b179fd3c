import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './bff-renewal-race.ts';

const good = { refused: 0, mistaken: 0, signedIn: true };

describe('parallel requests at the end of an access token', () => {
  it('are no alarm where each was answered and the cookie stays good', () => {
    assert.equal(attack.judge({ races: [good, good] }).outcome, 'blocked');
  });

  it('are one where a request was refused or answered for somebody else, or the user is signed out', () => {
    for (const bad of [
      { ...good, refused: 1 },
      { ...good, mistaken: 1 },
      { ...good, signedIn: false },
    ]) {
      const { outcome, successes } = attack.judge({ races: [good, bad] });
      assert.deepEqual([outcome, successes], ['succeeded', 1]);
    }
  });
});
