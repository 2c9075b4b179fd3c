import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cors-read.ts';

const unread = { from: 'cross-site', step: 'GET /me', readable: false, speaksFor: 'nobody' } as const;

describe('the judge of cors-read', () => {
  it('calls it blocked when no page could read an answer', () => {
    assert.equal(attack.judge({ reads: [unread] }).outcome, 'blocked');
  });

  it('calls it blocked, and says so, when a refusal could be read', () => {
    const { outcome, because } = attack.judge({ reads: [{ ...unread, readable: true }] });
    assert.equal(outcome, 'blocked');
    assert.match(because, /none of them spoke for the victim/);
  });

  it('calls it a success when an answer that could be read names the victim', () => {
    const read = { ...unread, from: 'sandboxed', readable: true, speaksFor: 'victim' } as const;
    const { outcome, successes } = attack.judge({ reads: [unread, read] });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });
});
