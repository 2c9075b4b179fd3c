import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack, { isUnreadable, longestShared } from './seal-nonce-reuse.ts';

describe('the judge of seal-nonce-reuse', () => {
  const seen = { seals: 24, sharedBytes: 1, sealed: true };

  it('calls it blocked where nothing longer than chance is shared, and a success where it is', () => {
    assert.equal(attack.judge({ ...seen, sharedBytes: 7 }).outcome, 'blocked');
    const { outcome, because } = attack.judge({ ...seen, sharedBytes: 8 });
    assert.deepEqual([outcome, because], ['succeeded', 'two of 24 seals share their first 8 bytes']);
  });

  it('gives no verdict where all can be read', () => {
    assert.equal(attack.judge({ ...seen, sealed: false }).outcome, 'inconclusive');
  });
});

describe('what two seals share', () => {
  it('is their longest common beginning, whichever two they are', () => {
    const all = ['abcx', 'zz', 'abcy', 'abz'].map((text) => Buffer.from(text));
    assert.deepEqual([longestShared(all), longestShared(all.slice(0, 1)), longestShared([])], [3, 0, 0]);
    assert.equal(longestShared([Buffer.from('ab'), Buffer.from('abc')]), 2);
  });

  it('counts where it cannot be read alone: a header that all seals have is text', () => {
    assert.equal(isUnreadable(Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"aaaaaaaa"}')), false);
    assert.equal(isUnreadable(Buffer.from(Array.from({ length: 64 }, (_, i) => i * 4))), true);
    assert.equal(isUnreadable(Buffer.alloc(16)), false);
  });
});
