import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './slow-request.ts';

const ended = { way: 'headers without an end', ms: 8_900, isHeld: false };
const held = { way: 'a body that never comes', ms: 22_000, isHeld: true };

describe('the judge of slow-request', () => {
  it('calls it blocked when every connection was ended', () => {
    const { outcome, because } = attack.judge({ held: [ended, ended], slowestMs: 5 });
    assert.equal(outcome, 'blocked');
    assert.match(because, /within 9 s/);
  });

  it('calls one that is still held a success, unless the machine stood still', () => {
    assert.equal(attack.judge({ held: [ended, held], slowestMs: 5 }).outcome, 'succeeded');
    assert.equal(attack.judge({ held: [ended, held], slowestMs: 5_000 }).outcome, 'inconclusive');
  });
});
