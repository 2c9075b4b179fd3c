import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './dpop-key-swap.ts';

const refused = { way: 'a fresh key', status: 401, asVictim: false };

describe('another key at renewal', () => {
  it('is blocked where it gives nothing, and the owner renews after it', () => {
    assert.equal(attack.judge({ tries: [refused], ownerRenews: true }).outcome, 'blocked');
  });

  it('is a success where what it gives speaks for the victim', () => {
    const won = { way: 'a fresh key', status: 200, asVictim: true };
    const { outcome, successes } = attack.judge({ tries: [refused, won], ownerRenews: false });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('shows nothing where nobody could renew', () => {
    assert.equal(attack.judge({ tries: [refused], ownerRenews: false }).outcome, 'inconclusive');
  });
});
