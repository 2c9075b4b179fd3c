import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cookie-key-rotation.ts';

const sound = {
  former: { accepted: 20, lastAcceptedMs: 2_900, ended: true },
  endMs: 3_000,
  fresh: { before: true, after: true },
};
const judge = (change: Partial<typeof sound>) => attack.judge({ ...sound, ...change });

describe('the judge of cookie-key-rotation', () => {
  it('calls it blocked where the former key ended in time, and the new one went on', () => {
    assert.equal(judge({}).outcome, 'blocked');
  });

  it('is a success where the former key was believed for longer, or never ended', () => {
    assert.equal(judge({ former: { ...sound.former, lastAcceptedMs: 60_000 } }).outcome, 'succeeded');
    assert.equal(judge({ former: { ...sound.former, ended: false } }).outcome, 'succeeded');
  });

  it('is a success where what was handed out afterwards ended with the former key', () => {
    const { outcome, because } = judge({ fresh: { before: true, after: false } });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /still made with it$/);
  });

  it('gives no verdict where nothing under the new key was ever good', () => {
    assert.equal(judge({ fresh: { before: false, after: false } }).outcome, 'inconclusive');
  });
});
