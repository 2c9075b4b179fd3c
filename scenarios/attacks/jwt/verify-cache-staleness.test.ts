import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import scheme from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './verify-cache-staleness.ts';

type Seen = Parameters<typeof attack.judge>[0];
const sound: Seen = {
  broken: 'nobody',
  collisions: { tries: 3, mistaken: 0, refused: 0 },
  afterLogout: { tries: 5, accepted: 0 },
  use: { accepted: 25, lastAcceptedMs: 2_900, ended: true },
};
const target = { traits: scheme.traits, settings: Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 }) };
const judge = (seen: Partial<Seen>) => attack.judge({ ...sound, ...seen }, target);

describe('the judge of verify-cache-staleness', () => {
  it('calls it blocked when every token was good for itself and in its time', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('calls each of the four faults of a cache a success', () => {
    assert.equal(judge({ broken: 'owner' }).outcome, 'succeeded');
    assert.equal(judge({ collisions: { tries: 3, mistaken: 1, refused: 0 } }).outcome, 'succeeded');
    assert.equal(judge({ afterLogout: { tries: 5, accepted: 1 } }).outcome, 'succeeded');
    assert.equal(judge({ use: { accepted: 40, lastAcceptedMs: 4_001, ended: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when a token that should stand for itself was refused', () => {
    assert.equal(judge({ collisions: { tries: 3, mistaken: 0, refused: 1 } }).outcome, 'inconclusive');
  });

  it('gives no verdict when the genuine token was never good', () => {
    assert.equal(judge({ use: { accepted: 0, lastAcceptedMs: 0, ended: true } }).outcome, 'inconclusive');
  });
});
