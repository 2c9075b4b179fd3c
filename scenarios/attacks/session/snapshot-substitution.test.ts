import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './snapshot-substitution.ts';

type Seen = Parameters<typeof attack.judge>[0];

const sound: Seen = {
  obtained: true,
  ways: [
    { beside: 'another session', named: 'other' },
    { beside: 'nothing', named: 'nobody' },
  ],
};

describe('the judge of snapshot-substitution', () => {
  it('calls it blocked when the snapshot spoke for nobody by itself', () => {
    assert.equal(attack.judge(sound).outcome, 'blocked');
  });

  it('calls one way in which it spoke for its owner a success, and names it', () => {
    const { outcome, because } = attack.judge({ ...sound, ways: [{ beside: 'another session', named: 'owner' }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /beside another session/);
  });

  it('gives no verdict when there was no snapshot', () => {
    assert.equal(attack.judge({ ...sound, obtained: false }).outcome, 'inconclusive');
  });
});
